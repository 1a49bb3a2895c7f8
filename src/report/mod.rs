//! Answers, remarks and problems as bytes: one writer a format. Nothing is
//! worked out here.

pub mod batch;
pub mod codes;
pub mod diagnostics;
pub mod formulas;
pub mod json;
pub mod tables;
pub mod text;
pub mod together;

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
