//! What a quote can come to while facts are unknown: the sum of its lines, held to its
//! limits.

use super::{
    Bounded,
    lines::LineRange,
    range::{Range, Truths},
    span::Span,
};
use crate::{
    base::{
        ids::{FactId, LineId, ListId, RecordId},
        money::Money,
        rounding::Rounding,
    },
    check::formula::Formula,
    eval::{
        facts::Facts,
        trace::{Recorder, Silent},
    },
    program::model::Ruling,
};

/// The totals between which every completion of a quote lies. There may be fewer, never
/// others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TotalRange {
    /// The totals; £0.00 where nothing is charged.
    pub(crate) span: Span,
    /// Whether a person may have to price some line.
    pub(crate) may_refer: bool,
}

/// A line, for the case or for one record.
pub(super) struct Placed {
    pub(super) line: LineId,
    pub(super) record: Option<RecordId>,
    /// Whether it is of records that may still come, any number of them.
    pub(super) may_come: bool,
    pub(super) range: LineRange,
}

/// What a quote can come to, without its limits where it is one of a part of a period:
/// they act on all parts together.
pub(crate) fn total_range(ruling: &Ruling<'_>, facts: &Facts) -> TotalRange {
    let mut bounded = Bounded::new(ruling, facts, Silent);
    let lines = bounded.lines();
    let may_refer = lines.iter().any(|it| it.range.may_refer);
    let has_limits = !ruling.version.limits.is_empty() && !facts.is_of_part();
    let span = match has_limits {
        true => bounded.limited(&lines),
        false => sum(&lines),
    };
    TotalRange { span, may_refer }
}

/// Whether an unknown fact may have a place in the case.
pub(crate) fn may_apply(ruling: &Ruling<'_>, facts: &Facts, fact: FactId) -> bool {
    let when = ruling.version.facts[fact].when.as_ref();
    Bounded::new(ruling, facts, Silent).applies(when, None).yes
}

fn sum(lines: &[Placed]) -> Span {
    let amounts = lines.iter().map(|it| match it.may_come {
        true => it.range.amount().any_number(),
        false => it.range.amount(),
    });
    amounts.fold(Span::NOTHING, Span::add)
}

impl<B: Recorder> Bounded<'_, B> {
    fn lines(&mut self) -> Vec<Placed> {
        let version = self.exact.ruling.version;
        let mut lines = Vec::new();
        for (number, line) in version.lines.iter_ids() {
            let records = match line.for_each {
                None => vec![(None, false)],
                Some(list) => self.records(list),
            };
            for (record, may_come) in records {
                lines.push(Placed {
                    line: number,
                    record,
                    may_come,
                    range: self.line(line, record),
                });
            }
        }
        lines
    }

    /// The records of a list, and one that stands for those that may still come.
    fn records(&mut self, list: ListId) -> Vec<(Option<RecordId>, bool)> {
        let numbers = self.numbers(list).into_iter();
        let record = |(number, may_come)| (Some(RecordId { list, number }), may_come);
        numbers.map(record).collect()
    }

    /// A formula of a line, for its record.
    fn of_record<T>(
        &mut self,
        formula: &Formula,
        record: Option<RecordId>,
        find: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.steps = 0;
        let subject = record.map(|record| record.number);
        self.exact.enter(record);
        let outer = std::mem::replace(&mut self.exact.subject, subject);
        let found = self.in_formula(formula, find);
        self.exact.subject = outer;
        self.exact.leave(record);
        found
    }

    pub(super) fn test_of(&mut self, formula: &Formula, record: Option<RecordId>) -> Truths {
        self.of_record(formula, record, |it| it.truths(&formula.expr))
    }

    /// Whether something applies: without a test it does.
    pub(super) fn applies(&mut self, when: Option<&Formula>, record: Option<RecordId>) -> Truths {
        when.map_or(Truths::YES, |when| self.test_of(when, record))
    }

    pub(super) fn range_of(&mut self, formula: &Formula, record: Option<RecordId>) -> Range {
        self.of_record(formula, record, |it| it.range(&formula.expr))
    }

    /// Amounts rounded in this way, or as the rule set says.
    pub(super) fn rounded(&self, amounts: Span, own: Option<Rounding>) -> Span {
        let general = self.exact.ruling.version.rounding.as_ref();
        match own.or(general.map(|rule| rule.rounding)) {
            Some(rounding) => amounts.rising(|money: Money| money.round(rounding)),
            None => amounts,
        }
    }
}
