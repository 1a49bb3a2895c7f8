//! Stage 3: the book made ready to answer. Compiling cannot fail: whatever
//! could be wrong, `check` has refused.
//!
//! Formulas stay trees: a tree has no index that could point nowhere, so that
//! evaluation is total by construction. What is prepared here is what would
//! otherwise be done again for every question: prices as values in a row for
//! each tariff, and what must not be shown; the latter when a version first
//! answers, since most of a book has no part in most questions.

mod confidential;
pub mod model;
mod next_change;
pub mod secrets;
pub mod select;
pub mod step_label;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use crate::{
    base::value::Value,
    check::model::{Contents, Price, RuleSet, Tariff},
};
use model::{Lacks, PriceRow, Program};

/// Makes a book ready to answer.
#[must_use]
pub fn compile(book: Contents) -> Program {
    let prices = book.tariffs.map(price_row);
    let unknown = |set: &RuleSet| set.versions.map(|_| OnceLock::new());
    let secrets = book.rule_sets.map(unknown);
    Program {
        book,
        prices,
        secrets,
        lacks: Lacks::default(),
    }
}

fn price_row(tariff: &Tariff) -> PriceRow {
    let amount = |price: &Option<Price>| price.as_ref().and_then(|price| price.form.amount());
    PriceRow {
        prices: tariff.prices.map(|price| amount(price).map(Value::Money)),
    }
}
