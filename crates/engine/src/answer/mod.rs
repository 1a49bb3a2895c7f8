//! Questions answered. [`answer`] is the one way from a question to its
//! answer: it selects the version and the tariff, reads the facts, splits a
//! period where anything it reads changes, and evaluates. The command line, the
//! service, batches, `verify` and the cases all go through it.

pub mod book;
mod booking_days;
mod change_points;
pub mod changed_facts;
pub(crate) mod completions;
mod evaluate;
mod evaluated;
mod evaluated_part;
#[cfg(test)]
mod evaluation_tests;
pub mod json;
mod limits_over_parts;
mod listed;
mod model;
pub(crate) mod not_used;
mod question;
pub mod ranking;
mod read_facts;
mod refusal;
#[cfg(test)]
mod tests;
mod together;
mod varied_prices;
pub mod verify;
mod whole_part;

pub use book::LeftOut;
pub(crate) use booking_days::names_its_days;
pub use change_points::Change;
pub use completions::{
    Cell,
    needed::{Becomes, Ladder, Needed, Rung},
    totals::PossibleTotals,
};
pub use evaluate::answer;
pub(crate) use evaluate::evaluate;
pub(crate) use evaluated::Evaluated;
pub(crate) use evaluated_part::{EvaluatedPart, SpanRecord};
pub use listed::{Listed, answer_for_list};
pub use model::{Answer, Asked, Evaluation, Outcome, Part};
pub(crate) use model::{PartDays, WholeTogether};
pub use question::{Detail, Question};
pub use refusal::{DaySource, Faulted, FaultedAnswer, Refusal};
pub use together::{Shared, Together, Use};
pub use whole_part::Cases;
