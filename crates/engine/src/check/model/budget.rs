//! What the service streams take in.

use rust_decimal::Decimal;

use crate::base::{name::is_within, source_text::SourceId, terms::BudgetFigure};

/// What the service streams take in. Income is below zero, as in the books.
#[derive(Debug)]
#[non_exhaustive]
pub struct Budget {
    /// The year that is budgeted.
    pub year: Box<str>,
    /// What it is called.
    pub title: Box<str>,
    /// The paper it is from.
    pub source: Box<str>,
    /// Where the table is printed, in full.
    pub cite: Box<str>,
    /// What each column's figures are, and its heading.
    pub columns: Vec<(BudgetFigure, Box<str>)>,
    /// The streams, in order.
    pub streams: Vec<Stream>,
    /// The printed totals, one a column.
    pub total: Vec<Decimal>,
    /// What the paper says in its text.
    pub stated: Vec<Stated>,
    /// The file it is written in.
    pub file: SourceId,
}

/// One service stream.
#[derive(Debug)]
#[non_exhaustive]
pub struct Stream {
    /// Its name for good.
    pub id: Box<str>,
    /// Its name as printed.
    pub name: Box<str>,
    /// Its figures, one a column.
    pub income: Vec<Decimal>,
    /// What the service costs, one a column, above zero; none where the budget
    /// does not say.
    pub cost: Vec<Decimal>,
    /// The services or charges that bring it in.
    pub takes: Vec<Box<str>>,
    /// By what fraction its prices rise, where no tariff lists them.
    pub rises: Option<Decimal>,
    /// Where the paper speaks of it, in full.
    pub cite: Option<Box<str>>,
    /// How an open point of the source is read.
    pub reading: Option<Box<str>>,
}

/// An increase that the paper gives in its text.
#[derive(Debug)]
#[non_exhaustive]
pub struct Stated {
    /// The sentence of the paper.
    pub says: Box<str>,
    /// Where, in full.
    pub cite: Box<str>,
    /// The stream's position; all together if none.
    pub stream: Option<usize>,
    /// From the figures of this column to those of that.
    pub columns: [BudgetFigure; 2],
    /// The increase that it states, in pounds.
    pub increase: Decimal,
    /// How far it may be off.
    pub within: Decimal,
}

impl Budget {
    /// The position of a column by what its figures are.
    #[must_use]
    pub fn column(&self, is: BudgetFigure) -> Option<usize> {
        self.columns.iter().position(|(kind, _)| *kind == is)
    }

    /// The sum of a column's streams.
    #[must_use]
    pub fn sum(&self, column: usize) -> Decimal {
        let figures = self.streams.iter().filter_map(|it| it.income.get(column));
        figures.fold(Decimal::ZERO, |sum, it| sum.saturating_add(*it))
    }

    /// The position of the stream that a charge belongs to.
    #[must_use]
    pub fn stream_of(&self, charge: &str) -> Option<usize> {
        self.streams.iter().position(|it| it.takes_in(charge))
    }
}

impl Stream {
    /// Whether a charge is one of its own.
    #[must_use]
    pub fn takes_in(&self, charge: &str) -> bool {
        self.takes.iter().any(|taken| is_within(charge, taken))
    }
}
