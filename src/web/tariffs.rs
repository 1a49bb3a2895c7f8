//! Tariffs as pages: the list of them, and each with its prices.

use serde::Serialize;

use crate::{
    base::money::{Money, plain_pounds},
    check::model::{Book, Charge, Price, PriceForm, Status, Tariff},
};

#[derive(Serialize)]
struct Head<'b> {
    year: &'b str,
    /// Where its page is.
    path: String,
    in_force: String,
    until: String,
    status: &'static str,
    known: String,
    by: &'b str,
    source: &'b str,
    fingerprint: String,
}

#[derive(Serialize)]
struct List<'b> {
    tariffs: Vec<Head<'b>>,
}

#[derive(Serialize)]
struct Page<'b> {
    #[serde(flatten)]
    head: Head<'b>,
    charges: Vec<Entry<'b>>,
}

#[derive(Serialize)]
struct Entry<'b> {
    charge: &'b str,
    name: &'b str,
    service: &'b str,
    form: &'static str,
    price: Option<Amount>,
    vat: &'b str,
    cite: &'b str,
    note: Option<&'b str>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Amount {
    Exact(String),
    Range { min: String, max: String },
}

/// `2018/19` as part of a path: `2018-19`; varied, `2018-19@2018-07-01`.
pub(super) fn path(tariff: &Tariff) -> String {
    let year = tariff.year.replace('/', "-");
    match tariff.variation {
        Some(_) => format!("{year}@{}", tariff.in_force),
        None => year,
    }
}

/// Every tariff.
pub(super) fn list(book: &Book) -> String {
    let tariffs = book.tariffs.iter().map(head).collect();
    serde_json::to_string(&List { tariffs }).unwrap_or_default()
}

/// A tariff with the price of every charge it has.
pub(super) fn page(book: &Book, tariff: &Tariff) -> String {
    let charges = book.charges.iter().zip(&tariff.prices);
    let charges = charges.filter_map(|(charge, price)| Some(entry(charge, price.as_ref()?)));
    let page = Page {
        head: head(tariff),
        charges: charges.collect(),
    };
    serde_json::to_string(&page).unwrap_or_default()
}

fn head(tariff: &Tariff) -> Head<'_> {
    Head {
        year: &tariff.year,
        path: format!("/v1/tariffs/{}", path(tariff)),
        in_force: tariff.in_force.to_string(),
        until: tariff.until.to_string(),
        status: match tariff.decision.status {
            Status::Adopted => "adopted",
            Status::Proposed => "proposed",
        },
        known: tariff.decision.known.to_string(),
        by: &tariff.decision.by,
        source: &tariff.source,
        fingerprint: tariff.fingerprint.to_string(),
    }
}

fn entry<'b>(charge: &'b Charge, price: &'b Price) -> Entry<'b> {
    Entry {
        charge: &charge.id,
        name: &charge.name,
        service: &charge.service,
        form: match price.form {
            PriceForm::Fixed(_) => "fixed",
            PriceForm::Variable(_) => "variable",
            PriceForm::Ended => "ended",
            PriceForm::Unpriced => "printed",
        },
        price: price.form.amount().map(amount),
        vat: &price.vat,
        cite: &price.cite,
        note: price.note.as_deref(),
    }
}

fn amount(money: Money) -> Amount {
    let (min, max) = (plain_pounds(money.min()), plain_pounds(money.max()));
    if money.is_range() {
        Amount::Range { min, max }
    } else {
        Amount::Exact(min)
    }
}
