//! Tables: what is looked up by row, the rates that change over time, and
//! packages.

use crate::base::{
    bounds::Bounds,
    date::Date,
    fingerprint::Fingerprint,
    ids::{ChargeId, IdVec, OfferId, ReasonId},
    source_text::{Place, SourceId},
    types::Type,
    value::Value,
};

/// The most kinds of package in one set, so that trying all of them stays quick.
pub const MAX_OFFERS: usize = 4;

/// Rates that change over time.
#[derive(Debug)]
#[non_exhaustive]
pub struct Parameter {
    /// Its name.
    pub id: Box<str>,
    /// What it is, in words.
    pub says: Box<str>,
    /// The columns that choose a band.
    pub columns: Vec<Column>,
    /// The type of a rate.
    pub gives: Type,
    /// The last day for which rates are known.
    pub until: Date,
    /// The rates, by first day in force.
    pub periods: Vec<Period>,
    /// The file it is written in.
    pub file: SourceId,
    /// The fingerprint of that file's text.
    pub fingerprint: Fingerprint,
    /// The fingerprint of that text without comments and layout.
    pub content: Fingerprint,
}

/// The rates from a day on.
#[derive(Debug)]
#[non_exhaustive]
pub struct Period {
    /// First day in force.
    pub from: Date,
    /// The instrument.
    pub cite: Box<str>,
    /// How an open point of it is read.
    pub reading: Option<Box<str>>,
    /// The bands.
    pub rows: Vec<Row>,
}

/// A table's or parameter's column.
#[derive(Debug)]
#[non_exhaustive]
pub struct Column {
    /// Its name.
    pub id: Box<str>,
    /// Its type.
    pub ty: Type,
    /// The values it may have.
    pub within: Bounds,
}

/// A decision table.
#[derive(Debug)]
#[non_exhaustive]
pub struct Table {
    /// Its name.
    pub id: Box<str>,
    /// What it is, in words.
    pub says: Box<str>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The type of the result.
    pub gives: Type,
    /// The rows; no two meet the same case.
    pub rows: Vec<Row>,
    /// Why nothing applies when no row fits.
    pub otherwise: Option<ReasonId>,
    /// Where it comes from.
    pub cite: Option<Box<str>>,
    /// How an open point of the source is read.
    pub reading: Option<Box<str>>,
    /// Where its id is written.
    pub place: Place,
}

/// Packages that cover a party.
#[derive(Debug)]
#[non_exhaustive]
pub struct Packages {
    /// Its name.
    pub id: Box<str>,
    /// What it is, in words.
    pub says: Box<str>,
    /// What is counted.
    pub covers: Vec<Box<str>>,
    /// The kinds of package, in file order.
    pub offers: IdVec<OfferId, Package>,
    /// Where it comes from.
    pub cite: Option<Box<str>>,
    /// How an open point of the source is read.
    pub reading: Option<Box<str>>,
    /// Where its id is written.
    pub place: Place,
}

/// One kind of package.
#[derive(Debug)]
#[non_exhaustive]
pub struct Package {
    /// Its name.
    pub id: Box<str>,
    /// What it is, in words.
    pub says: Box<str>,
    /// How many of each it holds at most, as its set counts them.
    pub holds: Vec<u16>,
    /// How many of each there must be in it.
    pub at_least: Vec<u16>,
    /// How many it holds at most, all counted together.
    pub in_all: u16,
    /// Its price.
    pub gives: TableResult,
    /// Where its price is written.
    pub place: Place,
}

/// A row: tests, one a column, and the result.
#[derive(Debug)]
#[non_exhaustive]
pub struct Row {
    /// The tests.
    pub cells: Vec<Cell>,
    /// The result: a value, or a charge whose price it is.
    pub gives: TableResult,
    /// Where the result is written.
    pub gives_place: Place,
    /// Where the row is written.
    pub place: Place,
}

/// A table's result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TableResult {
    /// A value as written.
    Value(Value),
    /// The price of the charge with this number.
    Charge(ChargeId),
}

/// Which values a cell stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Any value.
    Any,
    /// Any of these ranges.
    Spans(Vec<Bounds>),
    /// Any of these options (or no = bit 0, yes = bit 1), one bit each.
    Options(u64),
}

impl Cell {
    /// Whether a settled value is one this cell stands for.
    #[must_use]
    pub fn meets(&self, value: Value) -> bool {
        match (self, value) {
            (Cell::Any, _) => true,
            (Cell::Spans(spans), _) => spans.iter().any(|span| span.contains(value)),
            (Cell::Options(mask), Value::Choice(option)) => mask & (1 << option) != 0,
            (Cell::Options(mask), Value::YesNo(yes)) => mask & (1 << u8::from(yes)) != 0,
            (Cell::Options(_), _) => false,
        }
    }
}
