//! Stage 4: answering. Pure: no clock, no file, no environment, no order that
//! could differ between two runs. The same code finds the answer and records
//! the trace; only the recorder differs.

mod arithmetic;
pub mod asking;
pub mod assume;
mod covering;
pub mod evaluator;
pub mod facts;
pub mod fault;
mod functions;
mod logic;
mod lookup;
pub mod order;
mod over;
mod packages;
pub mod quote;
mod reduction;
pub mod schedule;
pub mod screen;
pub mod split_quote;
pub mod totals;
pub mod trace;
mod truth;
pub mod wording;
