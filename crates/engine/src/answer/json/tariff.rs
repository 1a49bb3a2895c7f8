//! A tariff as JSON: what it rests on, and the price of every charge.

use serde::Serialize;

use super::book::{Amount, TariffHead, form_word};
use crate::check::model::{Book, Charge, Price, Tariff};

#[derive(Serialize)]
struct Page<'b> {
    #[serde(flatten)]
    head: TariffHead<'b>,
    charges: Vec<Entry<'b>>,
}

#[derive(Serialize)]
struct Entry<'b> {
    charge: &'b str,
    name: &'b str,
    service: &'b str,
    form: &'static str,
    price: Option<Amount>,
    /// What is printed where there is no amount.
    words: Option<&'b str>,
    vat: &'b str,
    cite: &'b str,
    note: Option<&'b str>,
}

/// The prices of a tariff, all or those of one service, as one JSON object.
#[must_use]
pub fn tariff(book: &Book, tariff: &Tariff, only: Option<&str>) -> String {
    let charges = book
        .charges_in(tariff)
        .filter_map(|(charge, price)| Some((charge, price?)))
        .filter(|(charge, _)| only.is_none_or(|only| charge.group() == only))
        .map(|(charge, price)| entry(charge, price));
    let page = Page {
        head: TariffHead::of(tariff),
        charges: charges.collect(),
    };
    serde_json::to_string(&page).unwrap_or_default()
}

fn entry<'b>(charge: &'b Charge, price: &'b Price) -> Entry<'b> {
    Entry {
        charge: &charge.id,
        name: &charge.name,
        service: &charge.service,
        form: form_word(price.form),
        price: price.form.amount().map(Amount::of),
        words: price.words.as_deref(),
        vat: &price.vat,
        cite: &price.cite,
        note: price.note.as_deref(),
    }
}
