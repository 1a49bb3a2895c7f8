//! Budgets as written: the income of each service stream as a paper's table
//! prints it, and which charges bring it in.

use serde::Deserialize;

use crate::base::terms::BudgetFigure;

/// What the service streams take in, year by year.
#[derive(Debug)]
pub struct BudgetFile<'s> {
    /// Its own fields.
    pub head: BudgetHead<'s>,
    /// The columns, in order.
    pub columns: Vec<ColumnEntry<'s>>,
    /// The streams, in order.
    pub streams: Vec<StreamEntry<'s>>,
    /// What the paper says in words of its own table.
    pub stated: Vec<StatedEntry<'s>>,
}

/// The fields of a budget that are not lists of entries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetHead<'s> {
    /// The year that is budgeted, `2018/19`.
    pub year: &'s str,
    /// What it is called.
    pub title: &'s str,
    /// The paper that citations beginning with `§` are places in.
    pub source: &'s str,
    /// Where the table is printed.
    pub cite: &'s str,
    /// The printed totals, one a column.
    #[serde(borrow)]
    pub total: Vec<&'s str>,
}

/// One column of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnEntry<'s> {
    /// What its figures are.
    pub is: BudgetFigure,
    /// Its heading as printed.
    pub heading: &'s str,
    /// The column that a variance is measured from.
    #[serde(default)]
    pub from: Option<BudgetFigure>,
    /// The column that a variance is measured to.
    #[serde(default)]
    pub to: Option<BudgetFigure>,
}

/// One service stream.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreamEntry<'s> {
    /// Its name for good.
    pub id: &'s str,
    /// Its name as printed.
    pub name: &'s str,
    /// Its figures as printed, income in brackets, one a column.
    #[serde(borrow)]
    pub income: Vec<&'s str>,
    /// What the service costs, as printed, one a column.
    #[serde(borrow, default)]
    pub cost: Vec<&'s str>,
    /// The services, or single charges, that bring it in, by their ids.
    #[serde(borrow, default)]
    pub takes: Vec<&'s str>,
    /// By how much its prices rise, where no tariff lists them.
    #[serde(borrow, default)]
    pub rises: Option<&'s str>,
    /// Where the paper speaks of it.
    #[serde(borrow, default)]
    pub cite: Option<&'s str>,
    /// How an open point of the source is read.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
}

/// A figure that the paper gives in its text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedEntry<'s> {
    /// The sentence of the paper.
    pub says: &'s str,
    /// Where.
    pub cite: &'s str,
    /// The stream it is about; all together if not given.
    #[serde(borrow, default)]
    pub stream: Option<&'s str>,
    /// The column it is an increase from.
    pub from: BudgetFigure,
    /// The column it is an increase to.
    pub to: BudgetFigure,
    /// The increase that it states, in pounds.
    pub increase: &'s str,
    /// How far the figure may be off, in pounds, being a round one.
    pub within: &'s str,
}
