//! Facts come in: from programs, flags, files, web forms and cells of a
//! spreadsheet. [`GivenFacts`] holds them as they were given; an [`Intake`]
//! reads them by the declarations of the version that answers. Wherever they
//! come from, each text is read by the same code, every problem is reported at
//! once with its place, and nothing confidential is repeated.

mod contradiction;
mod dated_json;
mod dated_text;
mod given;
mod intake;
pub mod json;
mod json_text;
mod json_value;
pub mod parse_value;
mod problem;
mod typed;

pub use contradiction::contradictions;
pub use dated_text::fact_from_texts;
pub(crate) use given::records_in_cell;
pub use given::{GivenFacts, record_from_flag};
pub use intake::{Intake, MAX_PROBLEMS, MAX_RECORDS};
pub use json::Members;
pub use problem::{Problem, ProblemCode, pointer, shown};
pub use typed::{DatedValue, FactRecord, FactValue};

#[cfg(test)]
mod tests;
#[cfg(test)]
mod typed_tests;
