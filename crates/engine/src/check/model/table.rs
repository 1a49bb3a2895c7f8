//! Tables: what is looked up by row, the rates that change over time, and
//! packages.

use super::Decision;
use crate::base::{
    bounds::Bounds,
    date::{self, Date},
    fingerprint::Fingerprint,
    ids::{ChargeId, IdVec, OfferId, ParameterId, ReasonId},
    source_text::{Place, SourceId},
    time_unit::TimeUnit,
    types::{Options, Type},
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
    /// What a rate that is an amount is by.
    pub per: Option<TimeUnit>,
    /// The last day for which rates are known.
    pub until: Date,
    /// The rates, by first day in force; of those that begin together, by the
    /// day on which they became known.
    pub periods: Vec<Period>,
    /// The file it is written in.
    pub file: SourceId,
    /// The fingerprint of that file's text.
    pub fingerprint: Fingerprint,
    /// The fingerprint of that text without comments and layout.
    pub content: Fingerprint,
}

impl Parameter {
    /// The number of the period in force on a day, of those that were known by
    /// the end of another day, or of all of them.
    #[must_use]
    pub fn period_on(&self, day: Date, known: Option<Date>) -> Option<u16> {
        if self.until < day {
            return None;
        }
        let is_in_force = |period: &Period| period.from <= day && period.is_known(known);
        let found = self.periods.iter().rposition(is_in_force);
        u16::try_from(found?).ok()
    }

    /// The periods that were known by the end of a day, or all of them.
    pub fn periods_known(&self, known: Option<Date>) -> impl Iterator<Item = &Period> {
        self.periods.iter().filter(move |it| it.is_known(known))
    }

    /// A period of it.
    #[must_use]
    pub fn period(&self, number: u16) -> Option<&Period> {
        self.periods.get(usize::from(number))
    }

    /// The last day of a period: the day before the next one that begins later.
    #[must_use]
    pub fn last_day_of(&self, period: &Period) -> Date {
        let mut later = self.periods.iter().filter(|it| period.from < it.from);
        let next = later.next().and_then(|next| date::add_days(next.from, -1));
        next.unwrap_or(self.until)
    }
}

impl Period {
    fn is_known(&self, known: Option<Date>) -> bool {
        known.is_none_or(|known| self.decision.known <= known)
    }
}

/// A period of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatePeriod {
    /// The parameter.
    pub parameter: ParameterId,
    /// The number of the period in it.
    pub period: u16,
}

/// The rates from a day on.
#[derive(Debug)]
#[non_exhaustive]
pub struct Period {
    /// First day in force.
    pub from: Date,
    /// The instrument.
    pub cite: Box<str>,
    /// Who decided them, and when they became known.
    pub decision: Decision,
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
    /// What an amount is by.
    pub per: Option<TimeUnit>,
    /// The values it may have.
    pub within: Bounds,
}

impl Column {
    /// The values that a cell of it matches, in words.
    #[must_use]
    pub fn words_of(&self, cell: &Cell) -> String {
        match cell {
            Cell::Any => "any".to_owned(),
            Cell::Spans(spans) => {
                let spans: Vec<String> = spans.iter().map(ToString::to_string).collect();
                spans.join(" or ")
            }
            Cell::Options(mask) => {
                let yes_no = Options::new(["no", "yes"]);
                let options = self.ty.options().unwrap_or(&yes_no);
                let names = options.chosen(*mask).map(|number| options.words(number));
                names.collect::<Vec<_>>().join(" or ")
            }
        }
    }
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
    /// What a result that is an amount is by.
    pub per: Option<TimeUnit>,
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
