//! A tariff as JSON: what it rests on, and the price of every charge.

use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;

use super::{
    book::{Form, TariffHead, VariationHead},
    values::Amount,
};
use crate::{
    base::ids::ChargeId,
    check::model::{Charge, Contents, Price, Tariff},
};

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
    /// The prices that are changed within the year, as known last, in the order of
    /// the days from which they hold; absent if none is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    varied: Vec<VariedPrices<'b>>,
}

/// Prices changed within the year.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Variation")]
struct VariedPrices<'b> {
    #[serde(flatten)]
    head: VariationHead<'b>,
    /// The last day of the new prices.
    #[schemars(extend("format" = "date"))]
    until: String,
    /// The new prices.
    charges: Vec<VariedCharge<'b>>,
}

/// A price changed within the year.
#[derive(Serialize, JsonSchema)]
struct VariedCharge<'b> {
    /// The name of the charge in the rule files.
    charge: &'b str,
    /// The form of the new price.
    form: Form,
    /// The new price, where it is an amount.
    price: Option<Amount>,
    /// The price that the year began with, where it is an amount.
    before: Option<Amount>,
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
    let is_asked_for = |charge: &Charge| only.is_none_or(|only| charge.group() == only);
    let charges = book
        .charges_in(tariff)
        .filter_map(|(charge, price)| Some((charge, price?)))
        .filter(|(charge, _)| is_asked_for(charge))
        .map(|(charge, price)| entry(charge, price));
    let page = Page {
        head: TariffHead::of(tariff, None),
        charges: charges.collect(),
        varied: varied(book, &tariff.year, is_asked_for),
    };
    serde_json::to_string(&page).unwrap_or_default()
}

/// The variations of a year as known last.
fn varied<'b>(
    book: &'b Contents,
    year: &str,
    is_asked_for: impl Fn(&Charge) -> bool,
) -> Vec<VariedPrices<'b>> {
    let in_order = |tariff: &&Tariff| (tariff.in_force, tariff.known);
    let of_year = || book.tariffs.iter().filter(|it| *it.year == *year);
    let own = of_year().filter(|it| it.variations.is_empty());
    let (Some(last), own) = (of_year().max_by_key(in_order), own.max_by_key(in_order)) else {
        return Vec::new();
    };
    let amount = |tariff: &Tariff, charge: ChargeId| {
        let price = tariff.prices[charge].as_ref()?;
        price.form.amount().map(Amount::of)
    };
    let changed = |charge: ChargeId| {
        let price = last.prices[charge].as_ref()?;
        is_asked_for(&book.charges[charge]).then(|| VariedCharge {
            charge: &book.charges[charge].id,
            form: Form::of(price.form),
            price: price.form.amount().map(Amount::of),
            before: own.and_then(|own| amount(own, charge)),
        })
    };
    let varied = last.varied().map(|(variation, charges)| VariedPrices {
        head: VariationHead::of(variation),
        until: last.until.to_string(),
        charges: charges.into_iter().filter_map(changed).collect(),
    });
    varied.filter(|it| !it.charges.is_empty()).collect()
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
