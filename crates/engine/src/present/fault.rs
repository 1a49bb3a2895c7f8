//! An answer that could not be finished, in words: what could not be done, and
//! where.

use super::{
    context::Context,
    header::{Footer, Header},
    value_words,
};
use crate::{
    eval::{basis::Basis, fault::Fault, fault_message::fault_message},
    program::step_label,
};

/// An answer that could not be finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultView {
    /// What was asked.
    pub header: Header,
    /// What could not be done, in a sentence.
    pub headline: String,
    /// The formula in which that happened, in a sentence.
    pub place: Option<String>,
    /// Whether the working of that formula may be shown.
    pub has_working: bool,
    /// Who decides, and the papers.
    pub footer: Footer,
}

/// What could not be done, and where.
pub(super) fn fault(context: &Context<'_>, fault: &Fault) -> FaultView {
    let place = fault.formula.map(|number| {
        let formula = context.formula(number);
        let at = formula.text.get(fault.start as usize..fault.end as usize);
        let at = at.filter(|at| !at.is_empty()).unwrap_or(&formula.text);
        let mut words = format!("It stands in `{at}`");
        let (step, _) = context.part(number);
        let about = step_label::step_label(context.version(), step);
        words.push_str(&format!(", {} {}", about.kind, about.id));
        format!("{}.", context.cited(words, about.cite))
    });
    FaultView {
        header: Header::of(context, "no answer", Basis::default()),
        headline: value_words::sentence(&fault_message(context.ruling, fault)),
        place,
        has_working: fault.formula.is_some_and(|number| {
            let formula = context.formula(number);
            !context.secrets().within(&formula.expr)
        }),
        footer: Footer::of([(context.ruling, Basis::default())]),
    }
}
