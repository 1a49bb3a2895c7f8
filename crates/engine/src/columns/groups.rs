//! The rows of a table by the rules and prices that answer them.

use std::{
    collections::BTreeMap,
    ops::{Range, RangeInclusive},
};

use super::{answer_rows::Answering, dates, selects::Selects};
use crate::{base::date::Date, facts::MAX_RECORDS, program::model::Ruling};

/// Rows with the same rules and prices, those of rule sets included that they use.
pub(super) struct Group<'b> {
    pub(super) ruling: Ruling<'b>,
    /// Days around those of the rows on which the same rules and prices are in force.
    pub(super) days: RangeInclusive<Date>,
    pub(super) rows: Vec<usize>,
}

impl<'a> Answering<'a> {
    /// The rows by their rules and prices, and those for the row evaluator.
    pub(super) fn grouped(&self, range: Range<usize>) -> (Vec<Group<'a>>, Vec<usize>) {
        let mut groups: Vec<Group<'a>> = Vec::new();
        let mut marked = Vec::new();
        if let (Some(day), true) = (self.one_day(), self.table.lists.is_empty()) {
            match self.group(&mut groups, dates::packed(day)) {
                Some(group) => {
                    if let Some(group) = groups.get_mut(group) {
                        group.rows.extend(range);
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
                Some(group) if self.fits(row) => group.rows.push(row),
                _ => marked.push(row),
            }
        }
        (groups, marked)
    }

    fn group(&self, groups: &mut Vec<Group<'a>>, day: i64) -> Option<usize> {
        let day = dates::unpacked(day)?;
        let within = groups.iter().position(|it| it.days.contains(&day));
        if within.is_some() {
            return within;
        }
        let selects = Selects {
            program: self.book.program(),
            known: self.question.known,
        };
        let selected = selects
            .program
            .select(self.question.rule_set, day, selects.known);
        let ruling = selected.ok()?;
        let days = match self.one_day() {
            Some(day) => day..=day,
            None => selects.unchanged(&ruling, &(day..=day)),
        };
        groups.push(Group {
            ruling,
            days,
            rows: Vec::new(),
        });
        Some(groups.len() - 1)
    }

    /// Whether a row has no more records than a question may have.
    fn fits(&self, row: usize) -> bool {
        let mut lists = self.table.lists.iter();
        lists.all(|list| list.records(row).len() <= MAX_RECORDS)
    }
}
