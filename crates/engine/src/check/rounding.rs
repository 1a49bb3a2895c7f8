//! How amounts are rounded, of a rule set or of a reduction.

use super::{
    cells,
    diagnostics::{FileScope, Sink},
    model::RoundingRule,
    resolve,
};
use crate::{
    base::{types::Type, value::Value},
    source::model::RoundingEntry,
};

/// Checks how amounts are rounded.
pub(super) fn rounding(
    entry: &RoundingEntry<'_>,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> Option<RoundingRule> {
    let unit = cells::bounds(entry.to, &Type::Money, file, sink)?;
    let amount = match unit.low {
        Some(Value::Money(money)) => money.min(),
        _ => rust_decimal::Decimal::ZERO,
    };
    let (mode_place, unit_place) = (file.place(entry.mode), file.place(entry.to));
    Some(RoundingRule {
        rounding: resolve::rounding(entry.mode, mode_place, amount, unit_place, sink)?,
        reading: entry.reading.map(Box::from),
    })
}
