//! Stage 4: evaluation. Pure: no clock, no file, no environment, no order that
//! could differ between two runs. The same code finds the answer and records
//! the trace; only the recorder differs.
//!
//! [`quote()`] prices and [`screen()`] judges. Both stop only for arithmetic
//! that cannot be done, and say where.
//!
//! A fact that was not given is any of the values that it may have: `bounded`.
//!
//! `evaluator` holds the state of one evaluation; `expression` and `three_valued`
//! evaluate the parts of a formula with it, by the rules of the other files.

mod aggregate;
pub mod alternatives;
pub(crate) mod arithmetic;
pub mod basis;
pub(crate) mod bounded;
pub(crate) mod calendar;
mod cheapest_packages;
pub(crate) mod condition_words;
pub(crate) mod day_reads;
pub mod defaults;
pub(crate) mod direct_use;
mod ends;
pub(crate) mod evaluator;
mod expression;
pub mod facts;
pub mod facts_read;
pub mod fault;
pub mod fault_message;
mod functions;
pub mod general_readings;
mod kept_reads;
mod limit_ledger;
mod limited;
mod lookup;
pub mod next_questions;
pub mod open_provisions;
mod packages;
pub mod parts_total;
pub mod period_screening;
pub mod price_limits;
pub mod quote;
mod quote_model;
mod rank;
pub mod ranking;
mod reads;
pub mod records;
pub mod recurrence;
mod reduction;
pub mod screen;
pub mod subtotals;
pub mod template;
#[cfg(test)]
mod tests;
mod three_valued;
pub mod timeline;
pub mod totals;
pub mod trace;
mod used;
pub mod vat;

pub use quote::quote;
pub use screen::screen;
