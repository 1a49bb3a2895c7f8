//! Rates that change over time, as written.

use serde::Deserialize;

use super::{
    decision::DecisionEntry,
    fact::TypeEntry,
    table::{ColumnEntry, RowEntry},
};

/// Rates that change over time, by band.
#[derive(Debug)]
pub struct ParameterFile<'s> {
    /// Its own fields.
    pub head: ParameterHead<'s>,
    /// Rates from a day on, in order.
    pub periods: Vec<PeriodEntry<'s>>,
}

/// The fields of a parameter that are not lists of entries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParameterHead<'s> {
    /// Its name, called like a function with the day last.
    pub id: &'s str,
    /// What it is, in words.
    pub says: &'s str,
    /// The columns that choose a band.
    #[serde(borrow, default)]
    pub takes: Vec<ColumnEntry<'s>>,
    /// The type of a rate.
    #[serde(borrow)]
    pub gives: TypeEntry<'s>,
    /// The last day for which the rates are known.
    pub until: &'s str,
}

/// The rates from a day on, until the next period's day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodEntry<'s> {
    /// First day in force.
    pub from: &'s str,
    /// The instrument.
    pub cite: &'s str,
    /// Who decided the rates, and when they became known.
    #[serde(borrow)]
    pub decided: DecisionEntry<'s>,
    /// How an open point of it is read.
    #[serde(default)]
    pub reading: Option<&'s str>,
    /// The bands, as the rows of a table.
    #[serde(borrow)]
    pub rows: Vec<RowEntry<'s>>,
}
