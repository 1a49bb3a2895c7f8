//! The dated rates that an answer used: who decided each, and when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{price_status::PriceStatus, writer};
use crate::{
    check::model::{RatePeriod, Status},
    program::model::Ruling,
};

/// Rates that were used, and their status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UsedRates {
    /// The name of the parameter in the rule files.
    pub parameter: String,
    /// The first day of these rates.
    #[schemars(extend("format" = "date"))]
    pub from: String,
    /// Whether they are adopted.
    pub status: PriceStatus,
    /// The day since which they are known.
    #[schemars(extend("format" = "date"))]
    pub known: String,
    /// Who decided them, or before whom they were put.
    pub by: String,
    /// The instrument that they come from.
    pub cite: String,
    /// What the source does not say of this, so that it is how the source is
    /// read; absent if the source says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
}

/// Writes `"rates"`, if any were used.
pub(super) fn write(out: &mut String, ruling: &Ruling<'_>, used: &[RatePeriod]) {
    let mut opening = ",\"rates\":[{\"parameter\":";
    for it in used {
        let parameter = &ruling.parameters[it.parameter];
        let Some(period) = parameter.period(it.period) else {
            continue;
        };
        out.push_str(opening);
        opening = ",{\"parameter\":";
        writer::text(out, &parameter.id);
        out.push_str(",\"from\":");
        writer::day(out, period.from);
        out.push_str(match period.decision.status {
            Status::Adopted => ",\"status\":\"adopted\",\"known\":",
            Status::Proposed => ",\"status\":\"proposed\",\"known\":",
        });
        writer::day(out, period.decision.known);
        out.push_str(",\"by\":");
        writer::text(out, &period.decision.by);
        out.push_str(",\"cite\":");
        writer::text(out, &period.cite);
        if let Some(reading) = &period.decision.reading {
            out.push_str(",\"reading\":");
            writer::text(out, reading);
        }
        out.push('}');
    }
    if opening.starts_with(",{") {
        out.push(']');
    }
}
