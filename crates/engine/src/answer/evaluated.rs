//! A question that was evaluated: its parts, and what they come to together.

use super::{
    Evaluation, Outcome, WholeTogether,
    evaluated_part::{EvaluatedPart, SpanRecord},
};
use crate::{
    base::money::Money,
    eval::{facts::Facts, fault::Fault},
    program::model::Ruling,
};

/// A question that was evaluated.
pub(crate) struct Evaluated<'p, R> {
    /// The question as a whole, where it is answered in parts.
    pub(crate) whole: Option<WholeQuestion<'p, R>>,
    /// The first part: the only one where nothing changes within the period.
    pub(crate) first: EvaluatedPart<'p, R>,
    /// The others, in the order of their days.
    pub(crate) later: Vec<EvaluatedPart<'p, R>>,
}

/// A question that is answered in parts, as a whole.
pub(crate) struct WholeQuestion<'p, R> {
    /// The rules and prices of the day asked about.
    pub(crate) ruling: Ruling<'p>,
    pub(crate) facts: Facts,
    /// What the parts come to together.
    pub(crate) together: Result<WholeTogether, Fault>,
    /// What was recorded while what follows from a screening was evaluated.
    pub(crate) recorder: R,
    /// What was recorded while limits over the parts of a quote were evaluated.
    pub(crate) limits: Vec<SpanRecord<R>>,
}

impl<'p, R> Evaluated<'p, R> {
    /// Every part, in the order of their days.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &EvaluatedPart<'p, R>> + Clone {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// The outcome of all parts together; none where a sum could not be done.
    pub(crate) fn outcome(&self) -> Option<Outcome> {
        if self.parts().any(|part| part.evaluation.is_err()) {
            return None;
        }
        match &self.whole {
            Some(whole) => match whole.together.as_ref().ok()? {
                WholeTogether::Quotes(totals) => Some(totals.outcome.into()),
                WholeTogether::Screenings(screening) => Some(screening.outcome.into()),
            },
            None => match self.first.evaluation.as_ref().ok()? {
                Evaluation::Quote(quote) => Some(quote.outcome().into()),
                Evaluation::Screening(screening) => Some(screening.outcome.into()),
            },
        }
    }

    /// The total of a quote of all parts together, where it has one.
    pub(crate) fn total(&self) -> Option<Money> {
        match &self.whole {
            Some(whole) => match whole.together.as_ref().ok()? {
                WholeTogether::Quotes(totals) => totals.total,
                WholeTogether::Screenings(_) => None,
            },
            None => match self.first.evaluation.as_ref().ok()? {
                Evaluation::Quote(quote) => quote.total,
                Evaluation::Screening(_) => None,
            },
        }
    }

    /// How often facts were evaluated for the answer: those of each part, and each
    /// completion.
    pub(crate) fn evaluations(&self) -> usize {
        let of_part = |part: &EvaluatedPart<'p, R>| 1 + part.completions as usize;
        self.parts().map(of_part).sum()
    }

    /// The rules and prices of the day asked about.
    pub(crate) fn ruling(&self) -> &Ruling<'p> {
        let whole = self.whole.as_ref().map(|whole| &whole.ruling);
        whole.unwrap_or(&self.first.ruling)
    }
}
