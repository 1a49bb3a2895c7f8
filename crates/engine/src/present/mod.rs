//! An answer in words for the reader, without layout.
//!
//! [`answer`] turns an answer into a plain structure of words, [`working`] says
//! how it came about; [`ranking`], [`letter`] and [`fault`] do the same for
//! several applicants, a letter and an answer that could not be finished.
//! Terminal text, pages, letters and documents lay these out: they choose
//! columns, order and emphasis, but have no sentence of their own about an
//! answer.
//!
//! The promise: no width, indentation, escape or markup is in any word; every
//! amount is one of the answer's own, written as it is read (`£1,234.50`); and
//! nothing confidential is in any of them.
//!
//! Reasons, readings and the working are read from the trace: an answer that
//! kept none ([`Detail::Silent`](crate::answer::Detail::Silent)) has the
//! amounts and the outcome alone.
//!
//! ```
//! use almoner_engine::{Book, Question, present::{self, AnswerView}};
//!
//! let rules = r#"Pricing(
//!     id: "room", title: "Room hire", in_force: "2018-04-01",
//!     decided: Adopted(on: "2018-02-28", by: "Council"), source: "the hire paper",
//!     rounding: (mode: "half_up", to: "£0.01"),
//!     facts: [(id: "hours", is: Whole, ask: "How many hours?", within: "1..24")],
//!     lines: [(id: "hire", says: "Hire for {hours} hours", each: "£12.50",
//!         quantity: "hours", cite: "section 1")],
//! )"#;
//! let file = "rules/room/2018-04-01.ron".to_owned();
//! let book = Book::from_files(&[(file, rules.as_bytes())])?;
//! let question = Question::new("room").on("2018-05-01".parse()?).fact("hours", 3);
//! let answer = book.answer(&question)?;
//! let AnswerView::Quote(quote) = present::answer(&answer) else {
//!     return Err("a quote was asked for".into());
//! };
//! assert_eq!(quote.header.title, "Room hire — quote for 1 May 2018");
//! assert_eq!(quote.total.amount.words, "£37.50");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod alternatives;
mod amount;
mod asked;
mod assumed_ranges;
mod change_words;
mod context;
mod deciding_criteria;
mod explanation;
mod explanation_section;
mod failed_tests;
mod fault;
mod form;
mod header;
mod issued;
pub mod labels;
mod letter;
mod letter_changes;
#[cfg(test)]
mod limit_tests;
mod limits;
mod line;
mod missing;
mod needed;
mod not_used;
mod notes;
mod operand;
mod outcome_words;
mod packages;
mod part_begins;
mod period_screening;
mod quote;
mod quote_notes;
mod ranking;
mod reason;
mod record_reasons;
pub mod row_cells;
mod saved_answer;
mod schedule;
mod screening;
mod substitution;
mod totals;
mod used_value;
pub mod value_words;
mod working;

pub use alternatives::AlternativeView;
pub use amount::Amount;
pub use asked::{asked_if, assumed};
pub use deciding_criteria::Decider;
pub use explanation::{ExplanationView, explanation};
pub use explanation_section::ExplanationSection;
pub use failed_tests::Reason;
pub use fault::FaultView;
pub use form::{
    asked_only_if, mismatch_words, not_worth_asking, problem_words, record_name, taken_if_left_out,
};
pub use header::{Footer, Header};
pub use issued::issued;
pub use letter::{LetterChanges, LetterView};
pub use limits::LimitView;
pub use line::{LineAlternativeView, LineView, ReductionView, Times};
pub use missing::MissingFact;
pub use not_used::not_used_cell;
pub use notes::Assumption;
pub(crate) use outcome_words::in_a_cell as outcome_in_a_cell;
pub use quote::{Group, PartView, QuoteView, TotalView};
pub use quote_notes::QuoteNotes;
pub use ranking::{ApplicantView, PlacesView, RankedGroup, RankingView, ranking};
pub use saved_answer::{SavedAnswerView, SavedRow, VerdictView, saved_answer, verdict};
pub use schedule::{DaysView, ScheduleView};
pub use screening::{CriterionView, FollowsView, ScreenedPartView, ScreeningView, StandingView};
pub use totals::{Basis, TotalsRow, TotalsTable};
pub use working::{FormulaView, StepView, Working};

use self::context::Context;
use crate::{
    answer::{Answer, Evaluation, FaultedAnswer, Outcome, Part},
    explain::Explanation,
};

/// An answer in words.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnswerView {
    /// A price.
    Quote(QuoteView),
    /// Whether someone is eligible.
    Screening(ScreeningView),
}

/// An answer in words.
#[must_use]
pub fn answer(answer: &Answer<'_>) -> AnswerView {
    let mut view = without_not_used(answer);
    let footer = match &mut view {
        AnswerView::Quote(quote) => &mut quote.footer,
        AnswerView::Screening(screening) => &mut screening.footer,
    };
    footer.not_used = not_used::not_used(answer);
    footer.is_open = answer.outcome() == Outcome::Undetermined;
    view
}

fn without_not_used(answer: &Answer<'_>) -> AnswerView {
    if let Some(totals) = answer.totals() {
        return AnswerView::Quote(quote::quote_in_parts(answer, totals));
    }
    if let Some(whole) = answer.period_screening() {
        return AnswerView::Screening(period_screening::screening(answer, whole));
    }
    let context = Context::of_part(answer.first());
    match answer.first().evaluation() {
        Evaluation::Quote(quote) => AnswerView::Quote(quote::quote(&context, quote)),
        Evaluation::Screening(screening) => {
            AnswerView::Screening(screening::screening(&context, screening))
        }
    }
}

/// What a quote comes to under each reading of the open points of the source that
/// it depends on; empty where it depends on none, or its total is not known.
///
/// ```
/// use almoner_engine::{Book, Question, present};
///
/// let rules = r#"Pricing(
///     id: "climbing", title: "Climbing", in_force: "2018-04-01",
///     decided: Adopted(on: "2018-02-28", by: "Council"), source: "the paper",
///     facts: [(id: "people", is: Whole, ask: "How many people?", within: "1..30")],
///     lines: [(id: "wall", says: "The climbing wall", cite: "section 1", alternatives: [
///         (id: "group", reading: "the price is for the group", each: "£54.50"),
///         (id: "person", reading: "it is for each person", each: "£54.50", quantity: "people"),
///     ])],
/// )"#;
/// let file = "rules/climbing/2018-04-01.ron".to_owned();
/// let book = Book::from_files(&[(file, rules.as_bytes())])?;
/// let question = Question::new("climbing").on("2018-05-01".parse()?).fact("people", 30);
/// let answer = book.answer(&question)?;
/// assert_eq!(answer.total(), None);
///
/// let alternatives = present::alternatives(&answer);
/// assert_eq!(alternatives[0].reading, "the price is for the group");
/// assert_eq!(alternatives[0].amount.words, "£54.50");
/// assert_eq!(alternatives[1].amount.words, "£1,635.00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn alternatives(answer: &Answer<'_>) -> Vec<AlternativeView> {
    let context = Context::of_part(answer.first());
    match (answer.totals(), answer.first().evaluation()) {
        (Some(totals), _) => alternatives::of_parts(answer, totals),
        (None, Evaluation::Quote(quote)) => alternatives::of_quote(&context, quote),
        (None, Evaluation::Screening(_)) => Vec::new(),
    }
}

/// How an answer came about, for each of its parts.
#[must_use]
pub fn working(answer: &Answer<'_>) -> Vec<Working> {
    if answer.totals().is_some() {
        return working::quote_in_parts_working(answer);
    }
    if answer.period_screening().is_some() {
        return working::screening_in_parts_working(answer);
    }
    let context = Context::of_part(answer.first());
    vec![match answer.first().evaluation() {
        Evaluation::Quote(quote) => working::quote_working(&context, quote),
        Evaluation::Screening(_) => working::working(&context),
    }]
}

/// The criteria on which the outcome of a screening rests, in file order; none
/// where all are met, or of a quote.
#[must_use]
pub fn deciding_criteria(part: &Part<'_>) -> Vec<Decider> {
    match part.evaluation() {
        Evaluation::Quote(_) => Vec::new(),
        Evaluation::Screening(screening) => {
            deciding_criteria::deciding_criteria(&Context::of_part(part), screening)
        }
    }
}

/// The letter for an answer; none where the rule set has none for its outcome. The
/// explanation is that of [`Book::explain_for_letter`](crate::Book::explain_for_letter):
/// with it, the letter for a no says what would change it.
#[must_use]
pub fn letter(answer: &Answer<'_>, explanation: Option<&Explanation>) -> Option<LetterView> {
    let mut view = letter_alone(answer)?;
    if let Some(explanation) = explanation {
        let context = Context::new(answer.asked(), None);
        view.changes = letter_changes::changes(&context, explanation);
    }
    Some(view)
}

fn letter_alone(answer: &Answer<'_>) -> Option<LetterView> {
    let part = answer.deciding_part();
    match part.evaluation() {
        Evaluation::Quote(_) => None,
        Evaluation::Screening(screening) => {
            let whole = match answer.period_screening() {
                Some(_) => Context::new(answer.asked(), answer.whole_trace()),
                None => Context::of_part(part),
            };
            letter::letter((&Context::of_part(part), &whole), screening)
        }
    }
}

/// An answer that could not be finished: what could not be done, and where.
#[must_use]
pub fn fault(faulted: &FaultedAnswer<'_>) -> FaultView {
    let context = Context::new(faulted.asked(), faulted.trace());
    fault::fault(&context, faulted.fault())
}

/// What had been evaluated when an answer could not be finished.
#[must_use]
pub fn fault_working(faulted: &FaultedAnswer<'_>) -> Working {
    working::working(&Context::new(faulted.asked(), faulted.trace()))
}
