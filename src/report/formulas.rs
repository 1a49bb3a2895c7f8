//! Formulas by their numbers, and the text they were written as.

use crate::check::{
    formula::{Expr, Formula},
    model::Version,
};

/// Every formula of a version, at its number.
#[must_use]
pub fn numbered(version: &Version) -> Vec<Option<&Formula>> {
    let mut formulas: Vec<Option<&Formula>> = vec![None; version.parts.len()];
    version.each_formula(|formula| {
        if let Some(slot) = formulas.get_mut(usize::from(formula.number)) {
            *slot = Some(formula);
        }
    });
    formulas
}

/// The text a part of a formula was written as.
#[must_use]
pub fn written<'f>(formula: &'f Formula, expr: &Expr) -> &'f str {
    formula
        .text
        .get(expr.start as usize..expr.end as usize)
        .unwrap_or(&formula.text)
}
