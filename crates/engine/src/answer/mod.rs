//! Questions answered: the answer's shape as JSON, and whether a saved answer
//! is still the same.

pub mod json;
pub mod ranking;
pub mod verify;

use crate::{eval::facts::Facts, program::model::Ruling};

/// A question that was answered: the rules and prices that answer it, and the
/// facts of the case.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The rules and prices.
    pub ruling: &'a Ruling<'a>,
    /// The facts.
    pub facts: &'a Facts,
}
