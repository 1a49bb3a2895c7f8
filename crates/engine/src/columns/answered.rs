//! Answers to the rows of a table, a column each. What few rows have, such as
//! missing facts, is kept for those rows only.

use super::{bits::Bits, lowered::Standing};
use crate::{
    answer::Outcome,
    base::sequence::each_once,
    check::model::{RuleSet, Version},
};

/// The names of the lines or criteria of a rule set's versions, each once: the order
/// of reasons in answers to rows.
#[must_use]
pub fn entries(set: &RuleSet) -> Vec<Box<str>> {
    let entries = each_once(set.versions.iter().flat_map(ids));
    entries.into_iter().cloned().collect()
}

pub(super) fn ids(version: &Version) -> impl Iterator<Item = &Box<str>> {
    let lines = version.lines.iter().map(|line| &line.id);
    lines.chain(version.criteria.iter().map(|it| &it.id))
}

/// An amount in pennies for some of the rows.
#[derive(Clone, Debug, Default)]
pub struct Amounts {
    /// Empty while no row has an amount.
    values: Vec<i64>,
    given: Bits,
    /// The upper ends of amounts that are ranges, in the order of the rows.
    ranges: Vec<(usize, i64)>,
}

impl Amounts {
    /// No row has an amount.
    pub(super) fn none(rows: usize) -> Amounts {
        Amounts {
            values: Vec::new(),
            given: Bits::all(false, rows),
            ranges: Vec::new(),
        }
    }

    /// The lower end for each row; what stands for a row without does not matter. Empty
    /// where no row has an amount.
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

    /// Makes room for the rows before the first amount is put in.
    fn begin(&mut self) {
        if self.values.is_empty() {
            self.values = vec![0; self.given.len()];
        }
    }

    /// Puts in the amounts of rows that columns answered.
    pub(super) fn put(&mut self, rows: &Rows<'_>, values: &[i64], given: &Bits) {
        self.begin();
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
        self.begin();
        if let Some(own) = self.values.get_mut(row) {
            *own = low;
        }
        self.given.set(row, true);
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
    /// The facts that are missing, each with its record, of the rows that lack some, in
    /// order.
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

    /// The answer to one question, as a row.
    #[must_use]
    pub fn of_row(answer: RowAnswer, entries: &[Box<str>]) -> RowsAnswered {
        let mut answered = RowsAnswered {
            entries: entries.to_vec(),
            outcomes: vec![None],
            totals: Amounts::none(1),
            lines: vec![Amounts::none(1); answer.lines.len()],
            criteria: vec![vec![None]; answer.criteria.len()],
            ..RowsAnswered::default()
        };
        answered.put_row(0, answer, true);
        answered
    }

    /// Puts the answer to a row in its place. Rows must come in their order.
    pub(super) fn put_row(&mut self, row: usize, answer: RowAnswer, reasons: bool) {
        if let Some(outcome) = self.outcomes.get_mut(row) {
            *outcome = answer.outcome;
        }
        if let Some(total) = answer.total {
            self.totals.set(row, total);
        }
        if !answer.missing.is_empty() {
            self.missing.push((row, answer.missing));
        }
        if !reasons {
            return;
        }
        for (own, amount) in self.lines.iter_mut().zip(answer.lines) {
            if let Some(amount) = amount {
                own.set(row, amount);
            }
        }
        for (own, standing) in self.criteria.iter_mut().zip(answer.criteria) {
            if let Some(own) = own.get_mut(row) {
                *own = standing;
            }
        }
    }

    /// The facts that a row lacks.
    #[must_use]
    pub fn missing_of(&self, row: usize) -> &[Box<str>] {
        found(&self.missing, row).map_or(&[], Vec::as_slice)
    }

    /// Why a row has no answer.
    #[must_use]
    pub fn problem_of(&self, row: usize) -> Option<&str> {
        found(&self.problems, row).map(|it| &**it)
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
