//! Stage 4: evaluation. Pure: no clock, no file, no environment, no order that
//! could differ between two runs. The same code finds the answer and records
//! the trace; only the recorder differs.
//!
//! [`quote()`] prices and [`screen()`] judges. Both stop only for arithmetic
//! that cannot be done, and say where.
//!
//! `evaluator` holds the state of one evaluation, `expression` and `truth` work
//! out the parts of a formula with it, by the rules of the files below them.

mod aggregate;
mod arithmetic;
pub mod asking;
pub mod assume;
mod covering;
mod evaluator;
mod expression;
pub mod facts;
pub mod fault;
mod functions;
mod logic;
mod lookup;
mod model;
pub mod order;
mod packages;
pub mod quote;
mod reduction;
pub mod schedule;
pub mod screen;
pub mod split_quote;
pub mod subtotals;
pub mod totals;
pub mod trace;
mod truth;
pub mod wording;

pub use quote::quote;
pub use screen::screen;
