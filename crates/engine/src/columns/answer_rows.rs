//! Answers to the rows of a table: by columns where that can be done, by the
//! row evaluator where not, in the order of the rows.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use super::{
    answered::{Amounts, RowsAnswered, entries},
    dates,
    table::Table,
};
use crate::{
    base::date::Date,
    book::Book,
    check::model::{Kind, RuleSet},
    facts::MAX_RECORDS,
    program::model::Ruling,
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
    let (mut it, marked) = by_columns(book, question, table, range);
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
) -> (Answering<'a>, Vec<usize>) {
    let mut it = Answering::new(book, question, table, &range);
    let (groups, mut marked) = it.grouped(range);
    for (ruling, rows) in groups {
        it.by_columns(&ruling, &rows, &mut marked);
    }
    marked.sort_unstable();
    (it, marked)
}

/// What columns answer alone, and the rows that they leave.
#[cfg(test)]
pub(super) fn by_columns_alone(
    book: &Book,
    question: &RowsQuestion<'_>,
    table: &Table,
    range: Range<usize>,
) -> (RowsAnswered, Vec<usize>) {
    let (it, marked) = by_columns(book, question, table, range);
    (it.answered, marked)
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

pub(super) struct Answering<'a> {
    pub(super) book: &'a Book,
    pub(super) question: &'a RowsQuestion<'a>,
    pub(super) table: &'a Table,
    pub(super) first: usize,
    /// The day of each row of the table, where they differ.
    pub(super) days: Arc<[i64]>,
    /// The column of a fact that decides which day is asked about.
    first_day: Option<usize>,
    pub(super) answered: RowsAnswered,
}

/// Rows with the same rules and prices.
type Group<'b> = (Ruling<'b>, Vec<usize>);

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
        let default = question.default_day.map_or(0, dates::packed);
        let days = match question.days {
            Days::Each(days) => days
                .iter()
                .map(|day| if *day == 0 { default } else { *day })
                .collect(),
            Days::One(_) | Days::Unnamed => [].into(),
        };
        let first_day = set.and_then(RuleSet::first_day_fact);
        Answering {
            book,
            question,
            table,
            first: range.start,
            days,
            first_day: first_day.and_then(|name| table.column(name)).map(|it| it.0),
            answered,
        }
    }

    /// The day that all rows are about.
    pub(super) fn one_day(&self) -> Option<Date> {
        match self.question.days {
            Days::One(day) => Some(*day),
            Days::Unnamed => self.question.default_day,
            Days::Each(_) => None,
        }
    }

    /// The day of a row, as a number; 0 is none.
    fn day(&self, row: usize) -> i64 {
        match self.one_day() {
            Some(day) => dates::packed(day),
            None => self.days.get(row).copied().unwrap_or(0),
        }
    }

    /// Whether the day of a row may follow from its facts.
    fn has_open_day(&self, row: usize) -> bool {
        let column = self.first_day.and_then(|it| self.table.columns.get(it));
        column.is_some_and(|it| it.given.get(row)) && self.question.named_day(row) == 0
    }

    /// The rows by their rules and prices, and those for the row evaluator.
    fn grouped(&self, range: Range<usize>) -> (Vec<Group<'a>>, Vec<usize>) {
        let mut groups: Vec<Group<'a>> = Vec::new();
        let mut marked = Vec::new();
        let is_alike = self.table.lists.is_empty() && self.first_day.is_none();
        if let (Some(day), true) = (self.one_day(), is_alike) {
            match self.group(&mut groups, dates::packed(day)) {
                Some(group) => {
                    if let Some((_, rows)) = groups.get_mut(group) {
                        rows.extend(range);
                    }
                }
                None => marked.extend(range),
            }
            return (groups, marked);
        }
        let mut days: BTreeMap<i64, Option<usize>> = BTreeMap::new();
        let mut last: Option<(i64, Option<usize>)> = None;
        for row in range {
            let day = self.day(row);
            let group = match last {
                Some((before, group)) if before == day => group,
                _ => *days
                    .entry(day)
                    .or_insert_with(|| self.group(&mut groups, day)),
            };
            last = Some((day, group));
            match group.and_then(|group| groups.get_mut(group)) {
                Some((_, rows)) if self.fits(row) && !self.has_open_day(row) => rows.push(row),
                _ => marked.push(row),
            }
        }
        (groups, marked)
    }

    fn group(&self, groups: &mut Vec<Group<'a>>, day: i64) -> Option<usize> {
        let day = dates::unpacked(day)?;
        let program = self.book.program();
        let selected = program.select(self.question.rule_set, day, self.question.known);
        let ruling = selected.ok()?;
        let key = |it: &Ruling<'_>| (it.version_id, it.tariff_id);
        let known = groups.iter().position(|(it, _)| key(it) == key(&ruling));
        Some(known.unwrap_or_else(|| {
            groups.push((ruling, Vec::new()));
            groups.len() - 1
        }))
    }

    /// Whether a row has no more records than a question may have.
    fn fits(&self, row: usize) -> bool {
        let mut lists = self.table.lists.iter();
        lists.all(|list| list.records(row).len() <= MAX_RECORDS)
    }
}
