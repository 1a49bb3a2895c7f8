//! Stage 3: the book made ready to answer. Compiling cannot fail: whatever
//! could be wrong, `check` has refused.
//!
//! Formulas stay trees: a tree has no index that could point nowhere, so that
//! evaluation is total by construction. What is prepared here is what would
//! otherwise be done again for every question: prices as values in a row for
//! each tariff, and wordings escaped for the wire; the latter when a version
//! first answers, since most of a book has no part in most questions.

pub mod choose;
pub mod model;
pub mod secrets;
pub mod stretches;
pub mod wire;

use std::sync::OnceLock;

use crate::{
    base::{
        ids::IdVec,
        money::{Money, plain_pounds},
        value::Value,
    },
    check::model::{Book, Charge, Price, RuleSet, Tariff},
};
use model::{PriceRow, Program};

/// Makes a book ready to answer.
#[must_use]
pub fn compile(book: Book) -> Program {
    let prices = book.tariffs.map(|tariff| price_row(tariff, &book));
    let unprepared = |set: &RuleSet| set.versions.map(|_| OnceLock::new());
    let wire = book.rule_sets.map(unprepared);
    Program { book, prices, wire }
}

fn price_row(tariff: &Tariff, book: &Book) -> PriceRow {
    let amount = |price: &Option<Price>| price.as_ref().and_then(|price| price.form.amount());
    let read = |(charge, price): (&Charge, &Option<Price>)| {
        let (Some(money), Some(price)) = (amount(price), price) else {
            return Box::default();
        };
        read_wire(charge, money, price)
    };
    PriceRow {
        prices: tariff.prices.map(|price| amount(price).map(Value::Money)),
        reads: IdVec::numbered(book.charges.iter().zip(&tariff.prices).map(read)),
        year: wire::quoted(&tariff.year),
        fingerprint: format!("\"{}\"", tariff.fingerprint).into(),
    }
}

/// How the trace says that a price was read.
fn read_wire(charge: &Charge, money: Money, price: &Price) -> Box<str> {
    let value = if money.is_range() {
        format!(
            r#"{{"min":"{}","max":"{}"}}"#,
            plain_pounds(money.min()),
            plain_pounds(money.max())
        )
    } else {
        format!("\"{}\"", plain_pounds(money.min()))
    };
    format!(
        r#"{{"charge":{},"value":{value},"row":{}}}"#,
        wire::quoted(&charge.id),
        wire::quoted(&price.cite)
    )
    .into()
}
