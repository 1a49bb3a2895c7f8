//! The prices of charges in every tariff of a book, as JSON.

use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;

use super::{
    book::{Decided, Form, written},
    price_status::VariedPrice,
    values::Amount,
};
use crate::{
    base::ids::ChargeId,
    check::model::{Contents, Tariff},
};

/// Adds the schema of the history of a charge.
pub(super) fn add_schemas(generator: &mut SchemaGenerator) {
    generator.subschema_for::<ChargeHistory<'_>>();
}

/// The price of a charge in one tariff.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PriceInTariff")]
struct Entry<'b> {
    /// The year of the tariff.
    tariff: &'b str,
    /// The first day in force of the tariff.
    #[schemars(extend("format" = "date"))]
    in_force: String,
    /// The last day in force of the tariff.
    #[schemars(extend("format" = "date"))]
    until: String,
    /// Who decided the price, and when.
    decided: Decided<'b>,
    /// How it was changed within the year; absent if it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    varied: Option<VariedPrice>,
    /// The form of the price; absent if the tariff has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<Form>,
    /// The price, where it is an amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<Amount>,
    /// Where it is printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    cite: Option<&'b str>,
    /// What is to be known about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'b str>,
}

/// The prices of a charge in every tariff.
#[derive(Serialize, JsonSchema)]
struct ChargeHistory<'b> {
    /// The name of the charge in the rule files.
    charge: &'b str,
    /// Its printed name.
    name: &'b str,
    /// The service it belongs to.
    service: &'b str,
    /// Its price in every tariff, the oldest first.
    prices: Vec<Entry<'b>>,
}

/// The prices of charges in every tariff.
#[must_use]
pub fn charge_history(book: &Contents, charges: &[ChargeId]) -> String {
    let of = |id: &ChargeId| -> String {
        let charge = &book.charges[*id];
        written(&ChargeHistory {
            charge: &charge.id,
            name: &charge.name,
            service: &charge.service,
            prices: book.tariffs.iter().map(|it| entry(it, *id)).collect(),
        })
    };
    let histories: Vec<String> = charges.iter().map(of).collect();
    format!("[{}]", histories.join(","))
}

fn entry(tariff: &Tariff, charge: ChargeId) -> Entry<'_> {
    let price = tariff.prices[charge].as_ref();
    let form = price.map(|price| Form::of(price.form));
    let amount = price.and_then(|price| price.form.amount()).map(Amount::of);
    Entry {
        tariff: &tariff.year,
        in_force: tariff.in_force.to_string(),
        until: tariff.until.to_string(),
        decided: Decided::of(tariff.decision_of(charge)),
        varied: price
            .and_then(|price| tariff.variation_of(price))
            .map(VariedPrice::of),
        form,
        price: amount,
        cite: price.map(|price| &*price.cite),
        note: price.and_then(|price| price.note.as_deref()),
    }
}
