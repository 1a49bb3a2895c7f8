//! Answers to the rows of a table: by columns where that can be done, by the
//! row evaluator where not, in the order of the rows.

use std::{collections::BTreeMap, ops::Range};

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    answered::{Amounts, Rows, RowsAnswered},
    bits::Bits,
    dates,
    lowered::{Lowered, Standing},
    lowering::lower,
    operations::Bit,
    outcomes::Outcomes,
    row_facts::row_facts,
    run::{CHUNK, Frame},
    table::Table,
};
use crate::{
    answer::{Answer, Detail, Evaluation, Outcome, Question},
    base::{date::Date, money::Money, sequence::each_once},
    book::Book,
    check::model::{Kind, RuleSet, Version},
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

/// Answers some rows of a table, as a list that others may see: nothing in an answer
/// rests on a confidential fact ([`Book::answer_for_list`]). The table may be shared by several callers that
/// each answer rows of their own.
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
        let rows = range.len();
        let mut answered = RowsAnswered {
            entries: entries(book, question.rule_set),
            outcomes: vec![None; rows],
            totals: Amounts::none(rows),
            ..RowsAnswered::default()
        };
        let kept = if question.reasons {
            answered.entries.len()
        } else {
            0
        };
        match book
            .program()
            .rule_set(question.rule_set)
            .map(RuleSet::kind)
        {
            Some(Kind::Pricing) => answered.lines = vec![Amounts::none(rows); kept],
            Some(Kind::Eligibility) => answered.criteria = vec![vec![None; rows]; kept],
            None => {}
        }
        Answering {
            book,
            question,
            table,
            first: range.start,
            answered,
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
        if let (Days::One(day), true) = (&self.question.days, self.table.lists.is_empty()) {
            match self.group(&mut groups, dates::packed(*day)) {
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
            self.by_frame(&lowered, &frame, &places, marked);
        }
    }

    fn by_frame(
        &mut self,
        lowered: &Lowered,
        frame: &Frame<'_>,
        places: &[Option<usize>],
        marked: &mut Vec<usize>,
    ) {
        let mut outcomes = frame.outcomes(lowered);
        if self.question.reasons {
            // The row evaluator also settles what holds for every value that an
            // unknown fact may have.
            let open = frame.has_open_criteria(lowered);
            outcomes.open = outcomes.open.with(&open, |a, b| a | b);
        }
        // What is missing, the row evaluator says.
        let mut open = 0;
        for place in outcomes.open.ones() {
            marked.extend(frame.rows().get(place));
            open += 1;
        }
        self.answered.by_columns += frame.rows().len() - open;
        let rows = Rows::of(frame.rows(), self.first);
        for (outcome, bits) in &outcomes.rows {
            let bits = bits.with(&outcomes.open, |own, open| own & !open);
            fill(&mut self.answered.outcomes, &rows, *outcome, &bits);
            if *outcome == Outcome::Quoted {
                self.answered.totals.put(&rows, &outcomes.totals, &bits);
            }
        }
        if self.question.reasons {
            self.reasons(lowered, frame, places, &outcomes);
        }
    }

    fn reasons(
        &mut self,
        lowered: &Lowered,
        frame: &Frame<'_>,
        places: &[Option<usize>],
        outcomes: &Outcomes,
    ) {
        let rows = Rows::of(frame.rows(), self.first);
        for (line, entry) in lowered.lines.iter().zip(places) {
            let own = entry.and_then(|entry| self.answered.lines.get_mut(entry));
            if let Some(own) = own {
                let applies = frame.all_of(line.applies);
                let applies = applies.with(&outcomes.open, |own, open| own & !open);
                own.put(&rows, &frame.all_numbers(line.pennies), &applies);
            }
        }
        let mut silent = outcomes.open.clone();
        for (outcome, bits) in &outcomes.rows {
            // A person decides, and a list says no more.
            if lowered.is_listed && *outcome == Outcome::Refer {
                silent = silent.with(bits, |a, b| a | b);
            }
        }
        let shown = silent.inverted();
        for (criterion, entry) in lowered.criteria.iter().zip(places) {
            let own = entry.and_then(|entry| self.answered.criteria.get_mut(entry));
            let Some(own) = own.filter(|_| !criterion.is_secret) else {
                continue;
            };
            for (place, row) in rows.each().enumerate().filter(|(it, _)| shown.get(*it)) {
                if let Some(own) = own.get_mut(row) {
                    *own = Some(frame.standing(criterion, place));
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
        let row = row - self.first;
        match self.book.answer_for_list(&question) {
            Ok(answer) => self.put_answer(row, &answer),
            Err(refusal) => {
                let says = refusal.to_string().into();
                self.answered.problems.push((row, says));
            }
        }
    }

    fn put_answer(&mut self, row: usize, answer: &Answer<'_>) {
        if let Some(outcome) = self.answered.outcomes.get_mut(row) {
            *outcome = Some(answer.outcome());
        }
        if let Some(total) = answer.total().and_then(pennies) {
            self.answered.totals.set(row, total);
        }
        if answer.outcome() == Outcome::Undetermined {
            let missing = answer.parts().flat_map(|part| {
                let facts = &part.ruling().version.facts;
                let missing = part.evaluation().missing().facts();
                missing.map(|fact| facts[fact].id.clone())
            });
            let missing = each_once(missing);
            if !missing.is_empty() {
                self.answered.missing.push((row, missing));
            }
        }
        // In parts, each line and criterion has an answer for each of them. Where a
        // person decides, a list says no more.
        let is_referred = answer.is_listed() && answer.outcome() == Outcome::Refer;
        if self.question.reasons && answer.parts().count() == 1 && !is_referred {
            self.put_reasons(row, answer);
        }
    }

    fn put_reasons(&mut self, row: usize, answer: &Answer<'_>) {
        let ruling = answer.first().ruling();
        let version = ruling.version;
        let entries = &self.answered.entries;
        let place = |id: &str| entries.iter().position(|it| **it == *id);
        match answer.first().evaluation() {
            Evaluation::Quote(quote) => {
                for line in &quote.lines {
                    let LineState::Applies(priced) = &line.state else {
                        continue;
                    };
                    let own = place(&version.lines[line.line].id);
                    let own = own.and_then(|own| self.answered.lines.get_mut(own));
                    if let (Some(own), Some((low, high))) = (own, priced.net.and_then(pennies)) {
                        let before = own.get(row).unwrap_or((0, 0));
                        own.set(row, (before.0 + low, before.1 + high));
                    }
                }
            }
            Evaluation::Screening(screening) => {
                let standings = version.criteria.iter().zip(&screening.standings);
                for (number, (criterion, standing)) in standings.enumerate() {
                    let own = place(&criterion.id);
                    let own = own.and_then(|own| self.answered.criteria.get_mut(own));
                    let own = own.and_then(|own| own.get_mut(row));
                    if let Some(own) = own.filter(|_| !ruling.secrets.criterion(number)) {
                        *own = Some(Standing::from(*standing));
                    }
                }
            }
        }
    }
}

/// Gives an outcome to the rows that have the bit.
fn fill(outcomes: &mut [Option<Outcome>], rows: &Rows<'_>, outcome: Outcome, bits: &Bits) {
    let Some(run) = rows.run() else {
        for (row, bit) in rows.each().zip(bits.iter()) {
            if let (true, Some(own)) = (bit, outcomes.get_mut(row)) {
                *own = Some(outcome);
            }
        }
        return;
    };
    let own = outcomes.get_mut(run).unwrap_or_default();
    for (own, word) in own.chunks_mut(64).zip(bits.words()) {
        match *word {
            0 => {}
            u64::MAX => own.fill(Some(outcome)),
            word => {
                for (at, own) in own.iter_mut().enumerate() {
                    if word >> at & 1 != 0 {
                        *own = Some(outcome);
                    }
                }
            }
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
