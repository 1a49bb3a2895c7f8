//! Decision tables, as written.

use serde::Deserialize;

use super::fact::TypeEntry;

/// A decision table: columns tested in turn, one result.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableEntry<'s> {
    /// Its name, called like a function.
    pub id: &'s str,
    /// What it is, in words.
    #[serde(borrow, default)]
    pub says: &'s str,
    /// The columns.
    #[serde(borrow)]
    pub takes: Vec<ColumnEntry<'s>>,
    /// The type of the result.
    #[serde(borrow)]
    pub gives: TypeEntry<'s>,
    /// The rows: cells, then the result.
    #[serde(borrow)]
    pub rows: Vec<RowEntry<'s>>,
    /// What to say when no row fits; the result then does not apply.
    #[serde(borrow, default)]
    pub otherwise: Option<&'s str>,
    /// Where it comes from.
    #[serde(borrow, default)]
    pub cite: Option<&'s str>,
    /// How an open point of the source is read.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
}

/// A table's column.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// Its type: a whole number, number, money, percentage, date, choice or yes/no.
    #[serde(borrow)]
    pub is: TypeEntry<'s>,
    /// The values it may have; gaps outside them are none.
    #[serde(borrow, default)]
    pub within: Option<&'s str>,
}

/// A table's row: `(["0..1", "half_day"], "charge nursery.babies.half_day.day")`.
#[derive(Clone, Debug, Deserialize)]
pub struct RowEntry<'s>(
    /// One cell a column: a value, a range `2..5`, `18..`, several `a, b`, or `-` for any.
    #[serde(borrow)]
    pub Vec<&'s str>,
    /// The result, a formula without facts.
    #[serde(borrow)]
    pub &'s str,
);
