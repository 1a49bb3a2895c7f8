//! Answers as JSON, written by hand into one text: what does not change from
//! case to case was escaped when the book was compiled.
//!
//! Amounts are texts with two decimals (`"25.00"`), a range is
//! `{"min":"230.00","max":"240.00"}`, what is not known is null. The same
//! facts, in whatever order they were given, make the same bytes.

mod answer;
mod coverage;
mod given;
mod parts;
mod quote;
mod remarks;
mod screening;
mod selection;
mod tariff;
mod text;
mod together;
mod totals;
mod trace;
mod values;
mod whole;

pub mod book;

pub use book::Amount;

pub use coverage::coverage;
pub use tariff::tariff;
pub use whole::{Told, Whole, answer, answer_in_parts};

use super::{Asked, ranking::Together};
use crate::{
    base::{diagnostic::Diagnostic, source_text::SourceSet},
    eval::{
        joined::Joined,
        quote::Quote,
        screen::{Screening, Unfinished},
        trace::Trace,
    },
    facts::{Problem, parts::Part},
    program::choose::Refused,
};

/// A quote with its trace, as one JSON object.
#[must_use]
pub fn quote(asked: Asked<'_>, quote: &Quote, trace: &Trace) -> String {
    quote::write(asked, quote, Some(trace))
}

/// A quote in parts with the trace of each, as one JSON object. `asked` is the
/// whole question, as the rules of its first day see it.
#[must_use]
pub fn quote_in_parts(asked: Asked<'_>, parts: &[Part<'_>], joined: &Joined) -> String {
    parts::write(asked, parts, joined, Told::Traced)
}

/// A screening with its trace, as one JSON object.
#[must_use]
pub fn screening(asked: Asked<'_>, screening: &Screening, trace: &Trace) -> String {
    screening::write(asked, screening, Some(trace))
}

/// Several applicants screened together, in order of priority, as one JSON
/// object.
#[must_use]
pub fn together(together: &Together<'_>) -> String {
    together::write(together)
}

/// What is written to an applicant: `{"rule_set",…,"outcome","letter"}`.
#[must_use]
pub fn letter(asked: Asked<'_>, outcome: &str, letter: Option<&str>) -> String {
    answer::letter(asked, outcome, letter)
}

/// An answer that could not be finished: what could not be done, where, and
/// the trace so far. Its outcome is `"fault"`.
#[must_use]
pub fn fault(asked: Asked<'_>, unfinished: &Unfinished) -> String {
    remarks::fault(asked, unfinished)
}

/// What is wrong with the facts: `{"problems":[{"at","says","help"}]}`.
#[must_use]
pub fn problems(problems: &[Problem]) -> String {
    remarks::problems(problems)
}

/// Remarks on rule files: `{"diagnostics":[{"file","line","column","code",
/// "severity","says","related","help"}]}`.
#[must_use]
pub fn diagnostics(sources: &SourceSet, remarks: &[Diagnostic]) -> String {
    remarks::diagnostics(sources, remarks)
}

/// Why no rules or prices answer a question: `{"refused":{"on","says"}}`.
#[must_use]
pub fn refused(refused: &Refused) -> String {
    remarks::refused(refused)
}
