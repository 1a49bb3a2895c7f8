//! Answers to the rows of a table: by columns where that can be done, by the
//! row evaluator where not, in the order of the rows.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use super::{
    answered::{Amounts, RowsAnswered, entries},
    dates,
    lowered_rules::LoweredRules,
    table::{ColumnValues, Table},
};
use crate::{
    base::date::Date,
    book::Book,
    check::model::{Kind, RuleSet},
    eval::screen::Standing,
};

/// The days that the rows of a table name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Days {
    /// None names one.
    Unnamed,
    /// One for all.
    One(Date),
    /// One for each row, as year × 10,000 + month × 100 + day; 0 is none.
    Each(Vec<i64>),
}

/// A question about every row of a table.
#[derive(Clone, Debug)]
pub struct RowsQuestion<'q> {
    /// The rule set.
    pub rule_set: &'q str,
    /// The days asked about.
    pub days: &'q Days,
    /// The day of a row that names none, and none follows from its facts.
    pub default_day: Option<Date>,
    /// Uses only rules and prices that were known by this day.
    pub known: Option<Date>,
    /// Whether each line's amount and each criterion's standing are kept.
    pub reasons: bool,
}

impl RowsQuestion<'_> {
    /// The day that a row names, as a number; 0 is none.
    pub(super) fn named_day(&self, row: usize) -> i64 {
        match self.days {
            Days::Unnamed => 0,
            Days::One(day) => dates::packed(*day),
            Days::Each(days) => days.get(row).copied().unwrap_or(0),
        }
    }
}

/// Answers some rows of a table, as a list that others may see: nothing in an answer
/// rests on a confidential fact ([`Book::answer_for_list`]). The table may be shared by
/// several callers that each answer rows of their own.
#[must_use]
pub fn answer_rows(
    book: &Book,
    question: &RowsQuestion<'_>,
    table: &Table,
    range: Range<usize>,
) -> RowsAnswered {
    answer_rows_with(book, question, table, range, &mut LoweredRules::default())
}

/// Answers some rows of a table as [`answer_rows`] does, by rules that may have been
/// lowered for a table before.
#[must_use]
pub fn answer_rows_with(
    book: &Book,
    question: &RowsQuestion<'_>,
    table: &Table,
    range: Range<usize>,
    kept: &mut LoweredRules,
) -> RowsAnswered {
    let (mut it, marked) = by_columns(book, question, table, range, kept);
    for row in marked {
        it.by_row(row);
    }
    it.answered
}

/// What columns answer, and the rows that they leave to the row evaluator, in order.
fn by_columns<'a>(
    book: &'a Book,
    question: &'a RowsQuestion<'a>,
    table: &'a Table,
    range: Range<usize>,
    kept: &mut LoweredRules,
) -> (Answering<'a>, Vec<usize>) {
    let mut it = Answering::new(book, question, table, &range);
    let (groups, mut marked) = it.grouped(range);
    for group in &groups {
        it.by_columns(group, kept, &mut marked);
    }
    marked.sort_unstable();
    (it, marked)
}

/// What columns answer alone, or find to need no search, and the rows that they leave.
#[cfg(test)]
pub(super) fn by_columns_alone(
    book: &Book,
    question: &RowsQuestion<'_>,
    table: &Table,
    range: Range<usize>,
) -> (RowsAnswered, Vec<usize>) {
    let kept = &mut LoweredRules::default();
    let (mut it, marked) = by_columns(book, question, table, range, kept);
    let needs_no_search = |row: &usize| it.known.contains_key(row);
    let (quick, left): (Vec<usize>, Vec<usize>) = marked.into_iter().partition(needs_no_search);
    quick.iter().for_each(|row| it.by_row(*row));
    (it.answered, left)
}

/// Some rows by the row evaluator alone; all others have no answer.
#[cfg(test)]
pub(super) fn by_rows_alone(
    book: &Book,
    question: &RowsQuestion<'_>,
    table: &Table,
    rows: &[usize],
) -> RowsAnswered {
    let mut it = Answering::new(book, question, table, &(0..table.rows));
    rows.iter().for_each(|row| it.by_row(*row));
    it.answered
}

/// How the criteria of a row stand, as far as columns settle it.
pub(super) type Known = Box<[Option<Standing>]>;

pub(super) struct Answering<'a> {
    pub(super) book: &'a Book,
    pub(super) question: &'a RowsQuestion<'a>,
    pub(super) table: &'a Table,
    pub(super) first: usize,
    /// The day of each row of the table, where they differ.
    pub(super) days: Arc<[i64]>,
    /// The rows that lack facts and of which no completions need be searched, with what
    /// columns know of them.
    pub(super) known: BTreeMap<usize, Known>,
    pub(super) answered: RowsAnswered,
}

impl<'a> Answering<'a> {
    /// No row is answered yet.
    fn new(
        book: &'a Book,
        question: &'a RowsQuestion<'a>,
        table: &'a Table,
        range: &Range<usize>,
    ) -> Answering<'a> {
        let rows = range.len();
        let set = book.program().rule_set(question.rule_set);
        let mut answered = RowsAnswered {
            entries: set.map(entries).unwrap_or_default(),
            outcomes: vec![None; rows],
            totals: Amounts::none(rows),
            ..RowsAnswered::default()
        };
        let kept = if question.reasons {
            answered.entries.len()
        } else {
            0
        };
        match set.map(RuleSet::kind) {
            Some(Kind::Pricing) => answered.lines = vec![Amounts::none(rows); kept],
            Some(Kind::Eligibility) => answered.criteria = vec![vec![None; rows]; kept],
            None => {}
        }
        let days = days_of_rows(question, table, set);
        Answering {
            book,
            question,
            table,
            first: range.start,
            days,
            known: BTreeMap::new(),
            answered,
        }
    }

    /// The day that all rows are about.
    pub(super) fn one_day(&self) -> Option<Date> {
        match self.question.days {
            Days::One(day) => Some(*day),
            Days::Unnamed if self.days.is_empty() => self.question.default_day,
            Days::Unnamed | Days::Each(_) => None,
        }
    }

    /// The day of a row, as a number; 0 is none.
    pub(super) fn day(&self, row: usize) -> i64 {
        match self.one_day() {
            Some(day) => dates::packed(day),
            None => self.days.get(row).copied().unwrap_or(0),
        }
    }
}

/// The day of each row; empty where all rows have one. A row that names none is about the
/// first day of its booking, if it has one.
fn days_of_rows(question: &RowsQuestion<'_>, table: &Table, set: Option<&RuleSet>) -> Arc<[i64]> {
    let days = |name: &str| {
        let (_, column) = table.column(name)?;
        match &column.values {
            ColumnValues::Date(days) => Some((days, &column.given)),
            _ => None,
        }
    };
    let ends = set.and_then(RuleSet::booking_facts);
    let first = ends.and_then(|(first, last)| match last {
        Some(last) => days(first).zip(Some(days(last)?)),
        None => days(first).map(|it| (it, it)),
    });
    let default = question.default_day.map_or(0, dates::packed);
    let of_booking = |row: usize| {
        let ((days, given), (_, ends)) = first?;
        let is_given = given.get(row) && ends.get(row);
        days.get(row).filter(|_| is_given).copied()
    };
    let day = |row: usize| match question.named_day(row) {
        0 => of_booking(row).unwrap_or(default),
        named => named,
    };
    match (question.days, first) {
        (Days::One(_), _) | (Days::Unnamed, None) => [].into(),
        (Days::Each(_), _) | (Days::Unnamed, Some(_)) => (0..table.rows).map(day).collect(),
    }
}
