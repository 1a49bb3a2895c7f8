//! The prices that an answer used: who decided each, and when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    base::ids::{ChargeId, IdVec},
    check::model::{Contents, Decision, Status, Tariff, Variation},
};

/// A price that was used, and its status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UsedPrice {
    /// The name of the charge in the rule files.
    pub charge: String,
    /// Whether it is adopted.
    pub status: PriceStatus,
    /// The day since which it is known.
    #[schemars(extend("format" = "date"))]
    pub known: String,
    /// Who decided it, or before whom it was put.
    pub by: String,
    /// What the source does not say of this, so that it is how the source is
    /// read; absent if the source says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// How it was changed within the year; absent if it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub varied: Option<VariedPrice>,
}

/// Whether a price is adopted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PriceStatus {
    /// It is decided.
    Adopted,
    /// It is not decided yet.
    Proposed,
}

/// How a price was changed within the year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VariedPrice {
    /// The first day of the new price.
    #[schemars(extend("format" = "date"))]
    pub from: String,
    /// What allows those who decided to decide.
    pub authority: String,
    /// On which ground; absent if the authority names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
    /// Why the price changed.
    pub reason: String,
    /// The record of the decision.
    pub source: String,
}

impl VariedPrice {
    pub(super) fn of(variation: &Variation) -> VariedPrice {
        VariedPrice {
            from: variation.in_force.to_string(),
            authority: variation.authority.to_string(),
            ground: variation.ground.as_deref().map(str::to_owned),
            reason: variation.reason.to_string(),
            source: variation.source.to_string(),
        }
    }
}

/// The prices of a tariff with their status, as JSON text.
pub(super) fn prepared(tariff: &Tariff, book: &Contents) -> IdVec<ChargeId, Box<str>> {
    let of = |charge: ChargeId| {
        let Decision {
            status,
            known,
            by,
            reading,
            ..
        } = tariff.decision_of(charge);
        let price = tariff.prices[charge].as_ref();
        let varied = price.and_then(|price| tariff.variation_of(price));
        let used = UsedPrice {
            charge: book.charges[charge].id.to_string(),
            status: match status {
                Status::Adopted => PriceStatus::Adopted,
                Status::Proposed => PriceStatus::Proposed,
            },
            known: known.to_string(),
            by: by.to_string(),
            reading: reading.as_deref().map(str::to_owned),
            varied: varied.map(VariedPrice::of),
        };
        // Texts and words alone: nothing of it could fail to be written.
        serde_json::to_string(&used).unwrap_or_default().into()
    };
    IdVec::numbered(book.charges.ids().map(of))
}

/// Writes `"prices"`, where the rules use any: `prepared` has the text of each.
pub(super) fn write<'p>(
    out: &mut String,
    used: &[ChargeId],
    prepared: impl Fn(ChargeId) -> Option<&'p str>,
) {
    let mut texts = used.iter().filter_map(|charge| prepared(*charge));
    out.push_str(",\"prices\":[");
    if let Some(first) = texts.next() {
        out.push_str(first);
    }
    for text in texts {
        out.push(',');
        out.push_str(text);
    }
    out.push(']');
}
