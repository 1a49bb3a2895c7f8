//! The one evaluator of formulas, and its recorder.

use smallvec::SmallVec;

use super::{
    bounded::known::KnownRanges,
    facts_read::FactsRead,
    fault::{Fault, Impossible},
    reads::CachedReads,
    trace::{Entry, Recorder, Source, Trace},
};
use crate::{
    base::{
        ids::{ChargeId, FactId, FormulaId, ListId, RecordId, ValueId},
        money::Money,
        value::{Missing, Value},
    },
    check::{
        formula::{Expr, Formula, Node},
        model::{MAX_LISTS, NamedValue, RatePeriod},
    },
    eval::facts::Facts,
    program::model::Ruling,
};

/// Something could not be done. What and where it was, the evaluator keeps: a
/// result that is carried through every part of a formula stays small.
#[derive(Clone, Copy, Debug)]
pub(super) struct Interrupted;

/// A result, unless something could not be done.
pub(super) type Worked = Result<Value, Interrupted>;

/// Evaluates formulas for one question. Named values are evaluated when first
/// read, and cached.
#[derive(Debug)]
pub(crate) struct Evaluator<'a, R> {
    pub(super) ruling: &'a Ruling<'a>,
    pub(super) facts: &'a Facts,
    pub(super) recorder: R,
    /// The facts that were read, those that assumptions rest on included.
    pub(crate) read: FactsRead,
    /// Whether a 29 February birthday met a common year.
    pub(super) leap_birthday: bool,
    /// The facts that were read and are assumed.
    pub(super) assumed: Missing,
    /// The charges whose prices were read, each once, in the order of reading.
    pub(super) prices: SmallVec<[ChargeId; 8]>,
    /// The rates that were read, each once, in the order of reading.
    pub(super) rates: SmallVec<[RatePeriod; 2]>,
    /// The missing facts that what is unknown so far depends on.
    pub(super) gathered: Missing,
    /// The current record of each list.
    pub(super) frame: [Option<u16>; MAX_LISTS],
    /// Named values already evaluated: those of the case, then a row for each
    /// further record; empty until the first is read.
    pub(super) cache: SmallVec<[Option<Value>; 16]>,
    /// What was read for each of them, where unknown facts are only unknown.
    pub(super) cached_reads: CachedReads,
    /// What was found of named values for all values that unknown facts may have.
    pub(super) known_ranges: Option<KnownRanges>,
    /// The formula being evaluated.
    pub(super) formula: Option<FormulaId>,
    /// The record that it is about.
    pub(super) subject: Option<u16>,
    /// Whether unknown facts are only unknown, and their bounds are not looked at.
    pub(super) is_exact: bool,
    /// What could not be done, once something could not, and at which place of
    /// which formula.
    failed: Option<Impossible>,
    failed_at: (u32, u32),
    failed_in: Option<FormulaId>,
}

/// How a formula is evaluated for a record, with the values that it reads.
pub(crate) fn trace_of(
    ruling: &Ruling<'_>,
    facts: &Facts,
    formula: &Formula,
    record: RecordId,
) -> Trace {
    let mut trace = Trace::new();
    // What cannot be done is traced up to there.
    _ = Evaluator::new(ruling, facts, &mut trace).evaluate(formula, Some(record));
    trace
}

impl<'a, R: Recorder> Evaluator<'a, R> {
    pub(crate) fn new(ruling: &'a Ruling<'a>, facts: &'a Facts, recorder: R) -> Self {
        let mut evaluator = Evaluator {
            ruling,
            facts,
            recorder,
            read: facts.read().clone(),
            leap_birthday: false,
            assumed: Missing::NONE,
            prices: SmallVec::new(),
            rates: SmallVec::new(),
            gathered: Missing::NONE,
            frame: [None; MAX_LISTS],
            cache: SmallVec::new(),
            cached_reads: CachedReads::new(),
            known_ranges: None,
            formula: None,
            subject: None,
            is_exact: false,
            failed: None,
            failed_at: (0, 0),
            failed_in: None,
        };
        for (number, value) in facts.put_values(ruling.version) {
            evaluator.keep(usize::from(number), value);
        }
        evaluator
    }

    /// Evaluates a formula, for one record of a list if one is named.
    pub(super) fn evaluate(
        &mut self,
        formula: &Formula,
        record: Option<RecordId>,
    ) -> Result<Value, Fault> {
        self.enter(record);
        let worked = self.evaluate_traced(formula, record.map(|record| record.number));
        self.leave(record);
        worked.map_err(|stopped| self.fault(stopped))
    }

    /// Takes what could not be done, and where.
    #[cold]
    pub(super) fn fault(&mut self, _: Interrupted) -> Fault {
        let (start, end) = std::mem::take(&mut self.failed_at);
        Fault {
            what: self.failed.take().unwrap_or(Impossible::Overflow),
            formula: self.failed_in,
            start,
            end,
        }
    }

    fn evaluate_traced(&mut self, formula: &Formula, record: Option<u16>) -> Worked {
        let outer = self.formula.replace(formula.number);
        let outer_subject = std::mem::replace(&mut self.subject, record);
        self.recorder.record(Entry::Begin(formula.number, record));
        let worked = match self.value_of(&formula.expr) {
            Ok(unknown @ Value::Unknown(_)) => {
                Ok(self.bounded_value(&formula.expr).unwrap_or(unknown))
            }
            worked => worked,
        };
        self.recorder.record(match worked {
            Ok(value) => Entry::End(value),
            Err(_) => Entry::Failed,
        });
        self.formula = outer;
        self.subject = outer_subject;
        worked
    }

    /// Makes a record of a list the current one.
    pub(super) fn enter(&mut self, record: Option<RecordId>) {
        if let Some(RecordId { list, number }) = record {
            self.set_record(list, Some(number));
        }
    }

    pub(super) fn leave(&mut self, record: Option<RecordId>) {
        if let Some(record) = record {
            self.set_record(record.list, None);
        }
    }

    pub(super) fn set_record(&mut self, list: ListId, record: Option<u16>) -> Option<u16> {
        let slot = self.frame.get_mut(usize::from(list))?;
        std::mem::replace(slot, record)
    }

    pub(super) fn current(&self, list: ListId) -> Option<u16> {
        self.frame.get(usize::from(list)).copied().flatten()
    }

    /// The value of a part of a formula that may turn out not to be needed;
    /// `None` where it cannot be evaluated.
    pub(super) fn attempted(&mut self, expr: &Expr) -> Option<Value> {
        let gathered = self.gathered;
        let worked = self.value_of(expr);
        if worked.is_err() {
            self.gathered = gathered;
            self.failed = None;
            self.failed_at = (0, 0);
        }
        worked.ok()
    }

    /// Keeps what could not be done.
    #[cold]
    pub(super) fn stop(&mut self, what: Impossible) -> Interrupted {
        self.failed = self.failed.or(Some(what));
        Interrupted
    }

    /// Keeps the innermost place at which something could not be done.
    #[cold]
    pub(super) fn note_failure(&mut self, expr: &Expr) {
        if self.failed_at == (0, 0) {
            self.failed_at = (expr.start, expr.end);
            self.failed_in = self.formula;
        }
    }

    pub(super) fn record_read(&mut self, source: Source, expr: &Expr, value: Value) -> Value {
        self.recorder.record(Entry::Read(source, expr.start, value));
        value
    }

    /// The value of a part of a formula that is a constant or a fact, borrowed
    /// and not copied.
    #[inline]
    pub(super) fn leaf<'e>(&mut self, expr: &'e Expr) -> Option<&'e Value>
    where
        'a: 'e,
    {
        let (source, fact, value) = match &expr.node {
            Node::Constant(value) => return Some(value),
            Node::Fact(number) => {
                self.read.note(*number);
                (
                    Source::Fact(*number),
                    *number,
                    self.facts.value_ref(*number),
                )
            }
            Node::Field(list, column, number) => {
                let record = self.current(*list)?;
                let value = self.facts.records(*list)?.cell_ref(record, *column)?;
                self.read.note_in_record(*number, record);
                (Source::Field(*number, record), *number, value)
            }
            _ => return None,
        };
        self.note_assumed(fact);
        if R::FOLLOWS_DAYS {
            self.recorder.enter(expr);
        }
        self.recorder
            .record(Entry::Read(source, expr.start, *value));
        if R::FOLLOWS_DAYS {
            self.recorder.leave(expr, Some(*value));
        }
        Some(value)
    }

    pub(super) fn note_price(&mut self, charge: ChargeId) {
        if !self.prices.contains(&charge) {
            self.prices.push(charge);
        }
    }

    pub(super) fn note_rates(&mut self, rates: RatePeriod) {
        if !self.rates.contains(&rates) {
            self.rates.push(rates);
        }
    }

    pub(super) fn note_assumed(&mut self, fact: FactId) {
        if self.facts.assumed().contains(fact) {
            self.assumed = self.assumed.union(Missing::fact(fact));
        }
    }

    /// What a part names of the record that the formula is about.
    pub(super) fn of_subject(&mut self, list: ListId, part: &Expr) -> Worked {
        let counted = self.set_record(list, self.subject);
        let worked = self.value_of(part);
        self.set_record(list, counted);
        worked
    }

    pub(super) fn named(&mut self, number: ValueId, list: Option<ListId>, expr: &Expr) -> Worked {
        let record = list.and_then(|list| self.current(list));
        let value = self.cached_value(number, record)?;
        Ok(self.record_read(Source::Value(number, record), expr, value))
    }

    /// A named value, evaluated at most once for the case or for each record.
    pub(super) fn cached_value(&mut self, number: ValueId, record: Option<u16>) -> Worked {
        let ruling = self.ruling;
        let named = &ruling.version.values[number];
        let row = ruling.version.values.len() * usize::from(record.unwrap_or(0));
        let slot = row + usize::from(number);
        if let Some(Some(kept)) = self.cache.get(slot).copied() {
            if self.is_exact {
                self.read_again(slot);
            }
            return Ok(kept);
        }
        let value = match self.is_exact {
            true => self.evaluate_with_reads(named, record, slot)?,
            false => self.evaluate_named(named, record)?,
        };
        self.keep(slot, value);
        Ok(value)
    }

    fn keep(&mut self, slot: usize, value: Value) {
        if self.cache.is_empty() {
            self.allocate_cache();
        }
        if let Some(kept) = self.cache.get_mut(slot) {
            *kept = Some(value);
        }
    }

    /// Room for every named value of the case, or of each record.
    fn allocate_cache(&mut self) {
        let values = &self.ruling.version.values;
        let count = |list: ListId| self.facts.records(list).map_or(1, |it| it.given().max(1));
        let lists = values.iter().filter_map(|it| it.each);
        let rows = lists.map(count).max().unwrap_or(1);
        self.cache.resize(values.len() * usize::from(rows), None);
    }

    pub(super) fn evaluate_named(&mut self, named: &NamedValue, record: Option<u16>) -> Worked {
        if let (Some(when), Some(reason)) = (&named.when, named.reason) {
            match self.evaluate_traced(when, record)? {
                Value::YesNo(true) => {}
                Value::YesNo(false) => return Ok(Value::DoesNotApply(reason)),
                unsettled => return Ok(unsettled),
            }
        }
        self.evaluate_traced(&named.is, record)
    }

    /// A named value of the case.
    pub(crate) fn named_value(&mut self, number: ValueId) -> Result<Value, Fault> {
        self.cached_value(number, None)
            .map_err(|stopped| self.fault(stopped))
    }

    /// An impossibility that belongs to a whole formula.
    pub(super) fn fault_in(&self, what: Impossible, formula: &Formula) -> Fault {
        Fault {
            what,
            formula: Some(formula.number),
            start: formula.expr.start,
            end: formula.expr.end,
        }
    }

    /// An impossibility that belongs to no formula.
    pub(super) fn fault_without_place(&self, what: Impossible) -> Fault {
        Fault {
            what,
            formula: self.formula,
            start: 0,
            end: 0,
        }
    }

    /// An amount rounded as the rule set says: most are short enough already.
    #[inline]
    pub(super) fn rounded(&self, money: Money, formula: &Formula) -> Result<Money, Fault> {
        match &self.ruling.version.rounding {
            Some(rule) if money.is_left_by(rule.rounding) => Ok(money),
            _ => self.rounded_off(money, formula),
        }
    }

    fn rounded_off(&self, money: Money, formula: &Formula) -> Result<Money, Fault> {
        match &self.ruling.version.rounding {
            Some(rule) => money
                .round(rule.rounding)
                .ok_or_else(|| self.fault_in(Impossible::Overflow, formula)),
            None if money.is_whole_pennies() => Ok(money),
            None => Err(self.fault_in(Impossible::NotRounded, formula)),
        }
    }
}
