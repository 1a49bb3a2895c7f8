//! Answers to the rows of a table, a column each. What few rows have, such as
//! missing facts, is kept for those rows only.

use super::{bits::Bits, lowered::Standing};
use crate::answer::Outcome;

/// An amount in pennies for some of the rows.
#[derive(Clone, Debug, Default)]
pub struct Amounts {
    values: Vec<i64>,
    given: Bits,
    /// The upper ends of amounts that are ranges, in the order of the rows.
    ranges: Vec<(usize, i64)>,
}

impl Amounts {
    /// No row has an amount.
    pub(super) fn none(rows: usize) -> Amounts {
        Amounts {
            values: vec![0; rows],
            given: Bits::all(false, rows),
            ranges: Vec::new(),
        }
    }

    /// The lower end for each row; what stands for a row without does not matter.
    #[must_use]
    pub fn low(&self) -> &[i64] {
        &self.values
    }

    /// The rows that have an amount.
    #[must_use]
    pub fn given(&self) -> &Bits {
        &self.given
    }

    /// The upper ends of the amounts that are ranges, in the order of the rows: all
    /// other amounts have one end.
    #[must_use]
    pub fn ranges(&self) -> &[(usize, i64)] {
        &self.ranges
    }

    /// Both ends for a row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<(i64, i64)> {
        let low = self.values.get(row).filter(|_| self.given.get(row))?;
        Some((*low, found(&self.ranges, row).copied().unwrap_or(*low)))
    }

    /// Puts in the amounts of rows that columns answered.
    pub(super) fn put(&mut self, rows: &Rows<'_>, values: &[i64], given: &Bits) {
        match rows.run() {
            Some(run) => {
                let own = self.values.get_mut(run).unwrap_or_default();
                own.iter_mut().zip(values).for_each(|(own, it)| *own = *it);
            }
            None => {
                for (row, value) in rows.each().zip(values) {
                    if let Some(own) = self.values.get_mut(row) {
                        *own = *value;
                    }
                }
            }
        }
        rows.put(&mut self.given, given);
    }

    /// Gives one row its amount. Ranges must come in the order of the rows.
    pub(super) fn set(&mut self, row: usize, (low, high): (i64, i64)) {
        if let Some(own) = self.values.get_mut(row) {
            *own = low;
        }
        self.given.set(row, true);
        // An amount that is added to is set again.
        self.ranges.pop_if(|(last, _)| *last == row);
        if low != high {
            self.ranges.push((row, high));
        }
    }
}

/// What a row has, among rows in order.
fn found<T>(sparse: &[(usize, T)], row: usize) -> Option<&T> {
    let at = sparse.binary_search_by_key(&row, |(row, _)| *row).ok()?;
    sparse.get(at).map(|(_, it)| it)
}

/// The answers to the rows of a table.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RowsAnswered {
    /// The names of all lines or criteria of the rule set's versions.
    pub entries: Vec<Box<str>>,
    /// The outcome of each row; none if there is no answer.
    pub outcomes: Vec<Option<Outcome>>,
    /// The total of each row that has one.
    pub totals: Amounts,
    /// The facts that are missing, of the rows that lack some, in order.
    pub missing: Vec<(usize, Vec<Box<str>>)>,
    /// Why there is no answer, of the rows that have none, in order.
    pub problems: Vec<(usize, Box<str>)>,
    /// The amount of each line in the order of `entries`, of a pricing; where they
    /// are kept.
    pub lines: Vec<Amounts>,
    /// The standing of each criterion in the order of `entries`, by row, of an
    /// eligibility; where they are kept.
    pub criteria: Vec<Vec<Option<Standing>>>,
    /// How many rows columns answered.
    pub by_columns: usize,
}

/// The answer to a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RowAnswer {
    /// The outcome; none if there is no answer.
    pub outcome: Option<Outcome>,
    /// The total of a quote in pennies: both ends, which differ where it is a
    /// range.
    pub total: Option<(i64, i64)>,
    /// The facts that are missing; rarely any.
    pub missing: Vec<Box<str>>,
    /// Why there is no answer.
    pub problem: Option<Box<str>>,
    /// The amount of each line in pennies, both ends, in the order of
    /// [`RowsAnswered::entries`]; where they are kept.
    pub lines: Vec<Option<(i64, i64)>>,
    /// The standing of each criterion, in the order of
    /// [`RowsAnswered::entries`]; where they are kept. None of criteria that rest on
    /// confidential facts.
    pub criteria: Vec<Option<Standing>>,
}

impl RowsAnswered {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.outcomes.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.outcomes.is_empty()
    }

    /// The answer to a row.
    #[must_use]
    pub fn row(&self, row: usize) -> RowAnswer {
        let criteria = self.criteria.iter();
        RowAnswer {
            outcome: self.outcomes.get(row).copied().flatten(),
            total: self.totals.get(row),
            missing: found(&self.missing, row).cloned().unwrap_or_default(),
            problem: found(&self.problems, row).cloned(),
            lines: self.lines.iter().map(|line| line.get(row)).collect(),
            criteria: criteria.map(|it| it.get(row).copied().flatten()).collect(),
        }
    }
}

/// Places in the columns of answers.
pub(super) struct Rows<'r> {
    rows: &'r [usize],
    first: usize,
}

impl<'r> Rows<'r> {
    /// Some rows of a table, of which row `first` has the first place.
    pub(super) fn of(rows: &'r [usize], first: usize) -> Rows<'r> {
        Rows { rows, first }
    }

    /// The places, if they follow each other.
    pub(super) fn run(&self) -> Option<std::ops::Range<usize>> {
        let (first, last) = (self.rows.first()?, self.rows.last()?);
        let follow = last - first + 1 == self.rows.len();
        follow.then(|| first - self.first..last - self.first + 1)
    }

    pub(super) fn each(&self) -> impl Iterator<Item = usize> + '_ {
        self.rows.iter().map(|row| row - self.first)
    }

    /// Puts the bits of rows in their places.
    pub(super) fn put(&self, all: &mut Bits, bits: &Bits) {
        match self.run() {
            Some(run) if run.start % 64 == 0 => all.put(run.start, bits),
            _ => {
                for (row, bit) in self.each().zip(bits.iter()) {
                    all.set(row, bit);
                }
            }
        }
    }
}
