//! A tariff as JSON: what it rests on, and the price of every charge.

use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;

use super::{
    book::{Form, TariffHead},
    values::Amount,
};
use crate::check::model::{Charge, Contents, Price, Tariff};

/// Adds the schema of a tariff with its prices.
pub(super) fn add_schemas(generator: &mut SchemaGenerator) {
    generator.subschema_for::<Page<'_>>();
}

/// A tariff with its prices.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Tariff")]
struct Page<'b> {
    #[serde(flatten)]
    head: TariffHead<'b>,
    /// The prices, in the order in which they are printed.
    charges: Vec<Entry<'b>>,
}

/// The price of a charge.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Price")]
struct Entry<'b> {
    /// The name of the charge in the rule files.
    charge: &'b str,
    /// Its printed name.
    name: &'b str,
    /// The service it belongs to.
    service: &'b str,
    /// The form of the price.
    form: Form,
    /// The price, where it is an amount.
    price: Option<Amount>,
    /// What is printed where there is no amount.
    words: Option<&'b str>,
    /// The printed VAT code.
    vat: &'b str,
    /// Where it is printed.
    cite: &'b str,
    /// What is to be known about it.
    note: Option<&'b str>,
}

/// The prices of a tariff, all or those of one service, as one JSON object.
#[must_use]
pub fn tariff(book: &Contents, tariff: &Tariff, only: Option<&str>) -> String {
    let charges = book
        .charges_in(tariff)
        .filter_map(|(charge, price)| Some((charge, price?)))
        .filter(|(charge, _)| only.is_none_or(|only| charge.group() == only))
        .map(|(charge, price)| entry(charge, price));
    let page = Page {
        head: TariffHead::of(tariff, None),
        charges: charges.collect(),
    };
    serde_json::to_string(&page).unwrap_or_default()
}

fn entry<'b>(charge: &'b Charge, price: &'b Price) -> Entry<'b> {
    Entry {
        charge: &charge.id,
        name: &charge.name,
        service: &charge.service,
        form: Form::of(price.form),
        price: price.form.amount().map(Amount::of),
        words: price.words.as_deref(),
        vat: &price.vat,
        cite: &price.cite,
        note: price.note.as_deref(),
    }
}
