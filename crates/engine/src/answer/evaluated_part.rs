//! One part of a question, evaluated.

use super::{Evaluation, PartDays};
use crate::{
    eval::{facts::Facts, fault::Fault},
    program::model::Ruling,
};

/// What was recorded while the limits of a span were evaluated, with the number of
/// its first part.
pub(crate) type SpanRecord<R> = (usize, R);

/// Days for which the answer reads the same.
pub(crate) struct EvaluatedPart<'p, R> {
    /// Its days, where the question has several parts.
    pub(crate) days: Option<PartDays>,
    pub(crate) ruling: Ruling<'p>,
    pub(crate) facts: Facts,
    pub(crate) evaluation: Result<Evaluation, Fault>,
    /// What was recorded while the answer was evaluated.
    pub(crate) recorder: R,
    /// What was recorded while assumptions were evaluated.
    pub(crate) assumptions: R,
    /// How many completions were evaluated to settle a screening.
    pub(crate) completions: u32,
}
