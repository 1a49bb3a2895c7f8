//! Answers to the rows of a table: by columns where that can be done, by the
//! row evaluator where not, in the order of the rows.

use std::{collections::BTreeMap, ops::Range};

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    dates,
    lowered::{Lowered, Standing},
    lowering::lower,
    operations::Bit,
    row_facts::row_facts,
    run::{CHUNK, Frame},
    table::Table,
};
use crate::{
    answer::{Answer, Detail, Evaluation, Outcome, Question},
    base::{date::Date, money::Money, sequence::each_once},
    book::Book,
    check::model::Version,
    eval::{quote::LineState, screen},
    program::model::Ruling,
};

/// The days that the rows of a table are about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Days {
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
    /// Uses only rules and prices that were known by this day.
    pub known: Option<Date>,
    /// Whether each line's amount and each criterion's standing are kept.
    pub reasons: bool,
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
    /// [`RowsAnswered::entries`]; where they are kept.
    pub criteria: Vec<Option<Standing>>,
}

/// The answers to the rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RowsAnswered {
    /// The names of all lines or criteria of the rule set's versions.
    pub entries: Vec<Box<str>>,
    /// An answer for each row, in order.
    pub rows: Vec<RowAnswer>,
    /// How many of them columns gave.
    pub by_columns: usize,
}

/// Answers some rows of a table. The table may be shared by several callers that
/// each answer rows of their own.
#[must_use]
pub fn answer_rows(
    book: &Book,
    question: &RowsQuestion<'_>,
    table: &Table,
    range: Range<usize>,
) -> RowsAnswered {
    let mut it = Answering::new(book, question, table, &range);
    let (groups, mut marked) = it.grouped(range);
    for (ruling, rows) in groups {
        it.by_columns(&ruling, &rows, &mut marked);
    }
    marked.sort_unstable();
    for row in marked {
        it.by_row(row);
    }
    it.answered
}

/// The same by the row evaluator alone.
#[cfg(test)]
pub(super) fn by_rows_alone(
    book: &Book,
    question: &RowsQuestion<'_>,
    table: &Table,
    range: Range<usize>,
) -> RowsAnswered {
    let mut it = Answering::new(book, question, table, &range);
    range.for_each(|row| it.by_row(row));
    it.answered
}

/// The lines or criteria of every version, each once.
fn entries(book: &Book, rule_set: &str) -> Vec<Box<str>> {
    let set = book.program().rule_set(rule_set);
    let versions = set.iter().flat_map(|set| &set.versions);
    let entries = each_once(versions.flat_map(ids));
    entries.into_iter().cloned().collect()
}

fn ids(version: &Version) -> impl Iterator<Item = &Box<str>> {
    let lines = version.lines.iter().map(|line| &line.id);
    lines.chain(version.criteria.iter().map(|it| &it.id))
}

struct Answering<'a> {
    book: &'a Book,
    question: &'a RowsQuestion<'a>,
    table: &'a Table,
    first: usize,
    answered: RowsAnswered,
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
        Answering {
            book,
            question,
            table,
            first: range.start,
            answered: RowsAnswered {
                entries: entries(book, question.rule_set),
                rows: vec![RowAnswer::default(); range.len()],
                by_columns: 0,
            },
        }
    }

    /// The day of a row, as a number; 0 is none.
    fn day(&self, row: usize) -> i64 {
        match &self.question.days {
            Days::One(day) => dates::packed(*day),
            Days::Each(days) => days.get(row).copied().unwrap_or(0),
        }
    }

    /// The rows by their rules and prices, and those for the row evaluator.
    fn grouped(&self, range: Range<usize>) -> (Vec<Group<'a>>, Vec<usize>) {
        let mut groups: Vec<Group<'a>> = Vec::new();
        let mut marked = Vec::new();
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
                Some((_, rows)) if self.fits(row) => rows.push(row),
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

    /// Whether a row has no more records than can be numbered.
    fn fits(&self, row: usize) -> bool {
        let mut lists = self.table.lists.iter();
        lists.all(|list| list.records(row).len() < usize::from(u16::MAX))
    }

    fn by_columns(&mut self, ruling: &Ruling<'_>, rows: &[usize], marked: &mut Vec<usize>) {
        let day = match &self.question.days {
            Days::One(day) => Some(*day),
            Days::Each(_) => None,
        };
        let lowered = lower(ruling, self.table, day);
        if lowered.marked == Bit::Yes {
            marked.extend(rows);
            return;
        }
        let places: Vec<Option<usize>> = ids(ruling.version)
            .map(|id| self.answered.entries.iter().position(|it| it == id))
            .collect();
        let none = Vec::new();
        let days = match &self.question.days {
            Days::One(_) => &none,
            Days::Each(days) => days,
        };
        for rows in rows.chunks(CHUNK) {
            let frame = Frame::run(&lowered, self.table, rows, days);
            for (place, row) in rows.iter().enumerate() {
                let (outcome, total) = match frame.bit(lowered.marked, place) {
                    true => (Outcome::Undetermined, None),
                    false => frame.outcome(&lowered, place),
                };
                // What is missing, the row evaluator says.
                if outcome == Outcome::Undetermined {
                    marked.push(*row);
                    continue;
                }
                // The row evaluator also settles what holds for every value that an
                // unknown fact may have.
                if self.question.reasons && frame.has_open_criteria(&lowered, place) {
                    marked.push(*row);
                    continue;
                }
                self.answered.by_columns += 1;
                let mut answer = RowAnswer {
                    outcome: Some(outcome),
                    total: total.map(|total| (total, total)),
                    ..RowAnswer::default()
                };
                if self.question.reasons {
                    let count = self.answered.entries.len();
                    reasons(&mut answer, count, &places, (&lowered, &frame, place));
                }
                if let Some(slot) = self.answered.rows.get_mut(row - self.first) {
                    *slot = answer;
                }
            }
        }
    }

    /// Asks the row evaluator.
    fn by_row(&mut self, row: usize) {
        let mut question = Question::new(self.question.rule_set)
            .facts(row_facts(self.table, row))
            .detail(Detail::Silent);
        if let Some(day) = dates::unpacked(self.day(row)) {
            question = question.on(day);
        }
        if let Some(known) = self.question.known {
            question = question.known(known);
        }
        let answer = match self.book.answer(&question) {
            Ok(answer) => self.of_answer(&answer),
            Err(refusal) => RowAnswer {
                problem: Some(refusal.to_string().into()),
                ..RowAnswer::default()
            },
        };
        if let Some(slot) = self.answered.rows.get_mut(row - self.first) {
            *slot = answer;
        }
    }

    fn of_answer(&self, answer: &Answer<'_>) -> RowAnswer {
        let mut found = RowAnswer {
            outcome: Some(answer.outcome()),
            total: answer.total().and_then(pennies),
            ..RowAnswer::default()
        };
        for part in answer.parts() {
            let version = part.ruling().version;
            for fact in part.evaluation().missing().facts() {
                let id = &version.facts[fact].id;
                if !found.missing.contains(id) {
                    found.missing.push(id.clone());
                }
            }
        }
        if answer.outcome() != Outcome::Undetermined {
            found.missing.clear();
        }
        if self.question.reasons {
            let count = self.answered.entries.len();
            found.lines = vec![None; count];
            found.criteria = vec![None; count];
            // In parts, each line and criterion has an answer for each of them.
            if answer.parts().count() == 1 {
                self.reasons_of(answer, &mut found);
            }
        }
        found
    }

    fn reasons_of(&self, answer: &Answer<'_>, found: &mut RowAnswer) {
        let version = answer.first().ruling().version;
        let place = |id: &str| self.answered.entries.iter().position(|it| **it == *id);
        match answer.first().evaluation() {
            Evaluation::Quote(quote) => {
                for line in &quote.lines {
                    let LineState::Applies(priced) = &line.state else {
                        continue;
                    };
                    let slot = place(&version.lines[line.line].id);
                    let slot = slot.and_then(|slot| found.lines.get_mut(slot));
                    if let (Some(slot), Some((low, high))) = (slot, priced.net.and_then(pennies)) {
                        let before = slot.unwrap_or((0, 0));
                        *slot = Some((before.0 + low, before.1 + high));
                    }
                }
            }
            Evaluation::Screening(screening) => {
                for (criterion, standing) in version.criteria.iter().zip(&screening.standings) {
                    let slot = place(&criterion.id);
                    if let Some(slot) = slot.and_then(|slot| found.criteria.get_mut(slot)) {
                        *slot = Some(Standing::from(*standing));
                    }
                }
            }
        }
    }
}

fn reasons(
    answer: &mut RowAnswer,
    count: usize,
    places: &[Option<usize>],
    (lowered, frame, place): (&Lowered, &Frame<'_>, usize),
) {
    answer.lines = vec![None; count];
    answer.criteria = vec![None; count];
    for (line, entry) in lowered.lines.iter().zip(places) {
        let slot = entry.and_then(|entry| answer.lines.get_mut(entry));
        if let (Some(slot), true) = (slot, frame.bit(line.applies, place)) {
            let net = frame.value(line.pennies, place);
            *slot = Some((net, net));
        }
    }
    for (number, entry) in (0..lowered.criteria.len()).zip(places) {
        if let Some(slot) = entry.and_then(|entry| answer.criteria.get_mut(entry)) {
            *slot = Some(frame.standing(lowered, number, place));
        }
    }
}

/// Both ends in pennies; none where they do not fit.
fn pennies(money: Money) -> Option<(i64, i64)> {
    let end = |pounds: Decimal| (pounds * Decimal::ONE_HUNDRED).to_i64();
    Some((end(money.min())?, end(money.max())?))
}

impl From<screen::Standing> for Standing {
    fn from(standing: screen::Standing) -> Standing {
        match standing {
            screen::Standing::Met => Standing::Met,
            screen::Standing::NotMet => Standing::NotMet,
            screen::Standing::Refer => Standing::Refer,
            screen::Standing::Unknown(_) => Standing::Undetermined,
            screen::Standing::DoesNotApply => Standing::DoesNotApply,
        }
    }
}
