//! A formula as written.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::base::{
    date::Date,
    operators::{Comparison, First, Operator, Quantifier, Ties},
    time::Time,
    time_unit::TimeUnit,
};

/// A formula or a part of one, with its place in the formula's text in bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// Its first and its end byte in the formula's text.
    pub span: Range<u32>,
    /// What it is.
    pub kind: FormulaKind,
}

impl Formula {
    /// A formula with its place.
    #[must_use]
    pub fn new(span: Range<u32>, kind: FormulaKind) -> Formula {
        Formula { span, kind }
    }

    /// The formulas directly inside this one, in the order written.
    #[must_use]
    pub fn parts(&self) -> Vec<&Formula> {
        match &self.kind {
            FormulaKind::YesNo(_)
            | FormulaKind::Number(_)
            | FormulaKind::Money(_)
            | FormulaKind::Percent(_)
            | FormulaKind::Date(_)
            | FormulaKind::Time(_)
            | FormulaKind::Days(_)
            | FormulaKind::Months(_)
            | FormulaKind::Text(_)
            | FormulaKind::Name(_)
            | FormulaKind::Qualified(..)
            | FormulaKind::Charge(_)
            | FormulaKind::ExceptCalendar(_) => Vec::new(),
            FormulaKind::InCalendar(day, _) => day.iter().map(AsRef::as_ref).collect(),
            FormulaKind::Call(_, parts) | FormulaKind::And(parts) | FormulaKind::Or(parts) => {
                parts.iter().collect()
            }
            FormulaKind::Not(part)
            | FormulaKind::Negative(part)
            | FormulaKind::Known(part)
            | FormulaKind::Per(part, _) => vec![&**part],
            FormulaKind::Arithmetic(_, left, right) | FormulaKind::Compare(_, left, right) => {
                vec![&**left, &**right]
            }
            FormulaKind::Within(value, low, high) => [Some(value), low.as_ref(), high.as_ref()]
                .into_iter()
                .flatten()
                .map(AsRef::as_ref)
                .collect(),
            FormulaKind::OneOf(value, options) | FormulaKind::Includes(value, options) => {
                std::iter::once(&**value).chain(options).collect()
            }
            FormulaKind::If(test, then, otherwise) => vec![&**test, &**then, &**otherwise],
            FormulaKind::Aggregate(aggregate) => {
                aggregate.take.iter().chain(&aggregate.filter).collect()
            }
            FormulaKind::Rank(rank) => std::iter::once(&rank.by).chain(&rank.filter).collect(),
        }
    }
}

/// The forms a formula can take.
#[derive(Clone, Debug, PartialEq)]
pub enum FormulaKind {
    /// `yes` or `no`.
    YesNo(bool),
    /// `20` or `1.5`.
    Number(Decimal),
    /// `£0.01`.
    Money(Decimal),
    /// `50%`, as its fraction 0.5.
    Percent(Decimal),
    /// `2018-05-01`.
    Date(Date),
    /// `18:00`.
    Time(Time),
    /// `10 days`, weeks already in days.
    Days(i64),
    /// `24 months`, years already in months.
    Months(i64),
    /// `'text'`.
    Text(String),
    /// A fact, value, column or option.
    Name(String),
    /// `this.born` or `other.born`: a fact or value of one of two records.
    Qualified(Whose, String),
    /// `charge` alone, or `charge music.tuition`.
    Charge(Option<String>),
    /// `age(date_of_birth)`.
    Call(String, Vec<Formula>),
    /// `not a`.
    Not(Box<Formula>),
    /// `-a`.
    Negative(Box<Formula>),
    /// `a and b and …`.
    And(Vec<Formula>),
    /// `a or b or …`.
    Or(Vec<Formula>),
    /// `a + b` and the like.
    Arithmetic(Operator, Box<Formula>, Box<Formula>),
    /// `a < b` and the like.
    Compare(Comparison, Box<Formula>, Box<Formula>),
    /// `a in low..high`, both ends included, either end open.
    Within(Box<Formula>, Option<Box<Formula>>, Option<Box<Formula>>),
    /// `a in [x, y]`.
    OneOf(Box<Formula>, Vec<Formula>),
    /// `several includes x` or `several includes [x, y]` (any of them).
    Includes(Box<Formula>, Vec<Formula>),
    /// `day in terms`; without a day, which days `days_on` counts.
    InCalendar(Option<Box<Formula>>, CalendarName),
    /// `except bank_holidays`, among what `days_on` takes.
    ExceptCalendar(CalendarName),
    /// `if a then b else c`.
    If(Box<Formula>, Box<Formula>, Box<Formula>),
    /// `a is known`.
    Known(Box<Formula>),
    /// `income per month`: an amount by that unit.
    Per(Box<Formula>, TimeUnit),
    /// `any references where …` and the like.
    Aggregate(Box<Aggregate>),
    /// `rank(children by born latest first where placed, ties in order)`.
    Rank(Box<Rank>),
}

/// The name of a calendar, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct CalendarName {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub span: Range<u32>,
}

/// Which of two records a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// `this.`: the record that the formula is about.
    This,
    /// `other.`: the record counted by the innermost aggregate or rank.
    Other,
}

/// A formula over the records of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// What is asked of them.
    pub quantifier: Quantifier,
    /// What is summed or compared.
    pub take: Option<Formula>,
    /// The list's name.
    pub list: String,
    /// The place of the list's name.
    pub list_span: Range<u32>,
    /// Which records count.
    pub filter: Option<Formula>,
}

/// The place of a record in an order of its list.
#[derive(Clone, Debug, PartialEq)]
pub struct Rank {
    /// The list's name.
    pub list: String,
    /// Where the list's name stands.
    pub list_span: Range<u32>,
    /// What the records are ordered by.
    pub by: Formula,
    /// Which end of the order comes first.
    pub first: First,
    /// Whether that was written for days (`latest`) or for numbers (`highest`).
    pub of_days: bool,
    /// Which records have a rank.
    pub filter: Option<Formula>,
    /// What equal records have.
    pub ties: Ties,
}

/// Why a formula cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub struct FormulaError {
    /// Where in the formula's text.
    pub span: Range<u32>,
    /// What is wrong, in the reader's words.
    pub says: String,
    /// What to do.
    pub help: Option<String>,
}

impl FormulaError {
    /// A mistake at a place.
    #[must_use]
    pub fn new(span: Range<u32>, says: impl Into<String>) -> FormulaError {
        FormulaError {
            span,
            says: says.into(),
            help: None,
        }
    }

    /// With what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> FormulaError {
        self.help = Some(help.into());
        self
    }
}
