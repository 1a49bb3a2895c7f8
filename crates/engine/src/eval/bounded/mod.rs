//! Bounded unknowns: a fact that was not given is one of the values that it may
//! have, and a part of a formula that comes to the same for all of them is
//! known. This is slower than the evaluator of known facts, and taken only
//! where that finds something unknown; where nothing is unknown, both agree
//! (`tests/reference`).
//!
//! A [`Range`] is never too narrow. It can be too wide where one fact stands in
//! a formula twice: `x < 5 or x > 3`. Answers that rest on this are settled by
//! trying the values of `x`, which is not done here.

mod arithmetic;
mod compare;
pub(crate) mod domain;
mod functions;
pub(super) mod known;
mod limits;
mod lines;
mod lists;
mod lookup;
mod packages;
pub(crate) mod range;
mod reductions;
pub(crate) mod span;
pub(crate) mod total;

use super::{
    evaluator::Evaluator,
    facts::Facts,
    facts_read::FactsRead,
    trace::{Recorder, Silent, Source},
};
use crate::{
    base::{
        bounds::Bounds,
        ids::{FactId, FormulaId, ListId, RecordId, ValueId},
        types::Type,
        value::Value,
    },
    check::{
        formula::{CalendarQuestion, Comparison, Expr, Formula, Node, Quantifier},
        model::Home,
    },
    program::model::Ruling,
};
use known::{KnownRanges, NamedRanges};
use range::{Range, Truths, Values};

/// The most parts of formulas that are looked at for one of them.
const MAX_STEPS: u32 = 5_000;

/// Finds the ranges of parts of formulas.
#[derive(Debug)]
pub(super) struct Bounded<'a, B> {
    /// Evaluates the parts that are known.
    exact: Evaluator<'a, B>,
    named: NamedRanges,
    /// The formula that is looked at.
    formula: Option<FormulaId>,
    steps: u32,
}

impl<'a, R: Recorder> Evaluator<'a, R> {
    /// Whether a test holds whatever the unknown facts are.
    #[cold]
    pub(super) fn bounded_truth(&mut self, expr: &Expr) -> Option<bool> {
        self.bounded(expr, |it| it.truths(expr).settled())
    }

    /// Whether a test is yes or no, and has a place in the case, whatever the
    /// unknown facts are.
    #[cold]
    pub(super) fn always_applies(&mut self, expr: &Expr) -> bool {
        let applies =
            |it: &mut Bounded<'a, R::Bounds>| (!it.truths(expr).does_not_apply).then_some(());
        self.bounded(expr, applies).is_some()
    }

    /// What a part comes to whatever the unknown facts are.
    #[cold]
    pub(super) fn bounded_value(&mut self, expr: &Expr) -> Option<Value> {
        self.bounded(expr, |it| it.range(expr).settled())
    }

    fn bounded<T>(
        &mut self,
        expr: &Expr,
        find: impl FnOnce(&mut Bounded<'a, R::Bounds>) -> Option<T>,
    ) -> Option<T> {
        if self.is_exact {
            return None;
        }
        let mut bounded = Bounded::new(self.ruling, self.facts, self.recorder.bounds());
        if let Some(known) = self.known_ranges.take() {
            bounded.resume(known);
        }
        bounded.exact.frame = self.frame;
        bounded.exact.subject = self.subject;
        bounded.formula = self.formula;
        let found = find(&mut bounded);
        self.recorder.tried_bounds(&bounded.exact.recorder);
        if found.is_some() {
            let reads = bounded.exact.take_reads();
            self.record_further(&reads.facts, expr);
            self.add_reads(&reads);
        }
        // Until when a part stays the same is found from all that it reads.
        if !R::FOLLOWS_DAYS {
            self.known_ranges = Some(bounded.known());
        }
        found
    }

    /// Records the given facts that were read only for the bounds: the result
    /// rests on them.
    fn record_further(&mut self, read: &FactsRead, expr: &Expr) {
        for (fact, declared) in self.ruling.version.facts.iter_ids() {
            let Home::Record(list, column) = declared.home else {
                let value = self.facts.value(fact);
                if value.is_settled() && read.contains(fact, None) {
                    self.record_once(Source::Fact(fact), (fact, None), expr, value);
                }
                continue;
            };
            let Some(records) = self.facts.records(list) else {
                continue;
            };
            for record in 0..records.given() {
                let value = records.cell(record, column);
                if value.is_settled() && read.contains(fact, Some(record)) {
                    let place = (fact, Some(record));
                    self.record_once(Source::Field(fact, record), place, expr, value);
                }
            }
        }
    }

    fn record_once(
        &mut self,
        source: Source,
        (fact, record): (FactId, Option<u16>),
        expr: &Expr,
        value: Value,
    ) {
        if !self.read.contains(fact, record) {
            self.record_read(source, expr, value);
        }
    }
}

/// The ends between which a part of a formula lies, for a record if it is about
/// one: both open where nothing is known of it.
pub(crate) fn bounds(
    ruling: &Ruling<'_>,
    facts: &Facts,
    expr: &Expr,
    record: Option<RecordId>,
) -> Bounds {
    let mut bounded = Bounded::new(ruling, facts, Silent);
    bounded.exact.enter(record);
    bounded.exact.subject = record.map(|record| record.number);
    match bounded.range(expr) {
        range if range.may_not_apply => Bounds::default(),
        range => range.values.bounds(),
    }
}

impl<'a, B: Recorder> Bounded<'a, B> {
    fn new(ruling: &'a Ruling<'a>, facts: &'a Facts, recorder: B) -> Bounded<'a, B> {
        let mut exact = Evaluator::new(ruling, facts, recorder);
        exact.is_exact = true;
        Bounded {
            exact,
            named: NamedRanges::new(),
            formula: None,
            steps: 0,
        }
    }

    /// Starts with what was found before.
    fn resume(&mut self, known: KnownRanges) {
        self.exact.cache = known.cache.into();
        self.exact.cached_reads = known.cached_reads;
        self.named = known.named;
    }

    fn known(self) -> KnownRanges {
        KnownRanges {
            cache: self.exact.cache.into_vec(),
            cached_reads: self.exact.cached_reads,
            named: self.named,
        }
    }

    /// What a part can come to. What cannot be calculated may be anything, but does not
    /// apply only where its form allows that.
    fn range(&mut self, expr: &Expr) -> Range {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return Range::ANY;
        }
        match self.exact.attempted(expr) {
            Some(unknown @ Value::Unknown(_)) if B::FOLLOWS_DAYS => {
                self.exact.recorder.enter(expr);
                let range = self.unknown(expr);
                self.exact.recorder.leave(expr, Some(unknown));
                range
            }
            Some(Value::Unknown(_)) => self.unknown(expr),
            Some(value) => Range::exactly(value),
            None => Range {
                may_not_apply: self.unknown(expr).may_not_apply,
                ..Range::ANY
            },
        }
    }

    fn unknown(&mut self, expr: &Expr) -> Range {
        match &expr.node {
            Node::Fact(fact) => self.domain(*fact, None),
            Node::Field(list, _, fact) => {
                let record = self.exact.current(*list);
                self.domain(*fact, record)
            }
            Node::Value(number, list) => self.named(*number, *list),
            Node::Subject(list, part) => {
                let subject = self.exact.subject;
                let counted = self.exact.set_record(*list, subject);
                let range = self.range(part);
                self.exact.set_record(*list, counted);
                range
            }
            Node::If(parts) => self.either_branch(parts),
            Node::Negative(part) => arithmetic::negate(&self.range(part)),
            Node::Arithmetic(operator, sides) => {
                let (left, right) = (self.range(&sides.0), self.range(&sides.1));
                arithmetic::combine(*operator, &left, &right)
            }
            Node::Call(function, arguments) => self.call(*function, arguments),
            Node::Round(part, rounding) => arithmetic::round(&self.range(part), *rounding),
            Node::Table(number, arguments) => self.table(*number, arguments),
            Node::Parameter(number, arguments) => self.parameter(*number, arguments),
            Node::Aggregate(aggregate)
                if !matches!(aggregate.quantifier, Quantifier::Any | Quantifier::Every) =>
            {
                self.aggregate(aggregate)
            }
            Node::Packages(number, arguments) => self.packages(*number, arguments),
            Node::Calendar(question, parts) => self.calendar(question, parts),
            Node::Used(used) if used.ty == Type::YesNo => Truths::ANY.into(),
            Node::Rank(_) => Range {
                values: Values::between(Bounds {
                    low: Some(Value::Whole(1)),
                    high: None,
                }),
                may_not_apply: true,
            },
            Node::And(_)
            | Node::Or(_)
            | Node::Not(_)
            | Node::Compare(..)
            | Node::Within(_)
            | Node::OneOf(..)
            | Node::Includes(..)
            | Node::Aggregate(_) => self.unknown_truths(expr).into(),
            Node::Constant(_) | Node::On | Node::Known(_) | Node::Charge(_) | Node::Used(_) => {
                Range::ANY
            }
        }
    }

    fn calendar(&mut self, question: &CalendarQuestion, parts: &[Expr]) -> Range {
        let mut range = of_calendar(question);
        range.may_not_apply |= parts.iter().any(|part| self.range(part).may_not_apply);
        range
    }

    /// What can come of a part that is a test.
    fn truths(&mut self, expr: &Expr) -> Truths {
        self.range(expr).into()
    }

    fn unknown_truths(&mut self, expr: &Expr) -> Truths {
        match &expr.node {
            Node::And(parts) => self.all(parts),
            Node::Or(parts) => self.any_of(parts),
            Node::Not(part) => self.truths(part).not(),
            Node::Compare(comparison, sides) => {
                let (left, right) = (self.range(&sides.0), self.range(&sides.1));
                self.compare(*comparison, &left, (&right, sides.1.start))
            }
            Node::Within(parts) => self.within(parts),
            Node::OneOf(part, options) => self.one_of(part, options),
            Node::Includes(part, mask) => compare::includes(&self.range(part), *mask),
            Node::Aggregate(aggregate) => match aggregate.quantifier {
                Quantifier::Every => self.every(aggregate),
                _ => self.any(aggregate),
            },
            _ => Truths::ANY,
        }
    }

    /// A comparison; of the right side also its first byte in its formula.
    fn compare(
        &mut self,
        comparison: Comparison,
        left: &Range,
        (right, bound): (&Range, u32),
    ) -> Truths {
        self.note_compared(bound, left, right);
        compare::compare(comparison, left, right)
    }

    fn note_compared(&mut self, bound: u32, left: &Range, right: &Range) {
        if let Some(formula) = self.formula {
            let sides = [left, right].map(|side| side.values.bounds());
            self.exact.recorder.compared_bounds(formula, bound, sides);
        }
    }

    /// A formula, or something unknown of it.
    fn in_formula<T>(&mut self, formula: &Formula, find: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.formula.replace(formula.number);
        let found = find(self);
        self.formula = outer;
        found
    }

    /// It holds if all parts do, and fails if any does.
    fn all(&mut self, parts: &[Expr]) -> Truths {
        let mut all = Truths::YES;
        for part in parts {
            let part = self.truths(part);
            all = all.both(part);
            if !part.yes && !part.does_not_apply {
                // One part fails whatever the others are.
                return part;
            }
        }
        all
    }

    fn any_of(&mut self, parts: &[Expr]) -> Truths {
        let mut any = Truths::NO;
        for part in parts {
            let part = self.truths(part);
            any = any.either(part);
            if !part.no && !part.does_not_apply {
                return part;
            }
        }
        any
    }

    fn within(&mut self, parts: &(Expr, Option<Expr>, Option<Expr>)) -> Truths {
        let value = self.range(&parts.0);
        let mut all = Truths::YES;
        for (comparison, end) in [
            (Comparison::AtLeast, &parts.1),
            (Comparison::AtMost, &parts.2),
        ] {
            let Some(end) = end else { continue };
            let range = self.range(end);
            let test = self.compare(comparison, &value, (&range, end.start));
            if !test.yes && !test.does_not_apply {
                return test;
            }
            all = all.both(test);
        }
        all
    }

    fn one_of(&mut self, part: &Expr, options: &[Expr]) -> Truths {
        let value = self.range(part);
        let mut ranges = Vec::with_capacity(options.len());
        for option in options {
            let range = self.range(option);
            self.note_compared(option.start, &value, &range);
            ranges.push(range);
        }
        let options = ranges;
        let constants: Option<Vec<u64>> = options
            .iter()
            .map(|it| it.settled().and(it.values.few()))
            .collect();
        if let (Some(numbers), true) = (value.values.whole_numbers(), !value.may_not_apply) {
            let all = numbers.map(|number| {
                let one = Range::exactly(Value::Whole(number));
                compare::any_equal(&one, &options)
            });
            return all.reduce(Truths::or).unwrap_or(Truths::ANY);
        }
        if let (Some(few), Some(constants)) = (value.values.few(), constants) {
            let wanted = constants.into_iter().fold(0, |all, one| all | one);
            return Truths {
                yes: few & wanted != 0,
                no: few & !wanted != 0,
                does_not_apply: value.may_not_apply,
            };
        }
        compare::any_equal(&value, &options)
    }

    fn either_branch(&mut self, parts: &(Expr, Expr, Expr)) -> Range {
        let condition = self.truths(&parts.0);
        let mut range = Range {
            values: Values::None,
            may_not_apply: condition.does_not_apply,
        };
        for (is_possible, branch) in [(condition.yes, &parts.1), (condition.no, &parts.2)] {
            if is_possible {
                range = range.or(self.range(branch));
            }
        }
        range
    }

    /// A named value, of the current record if it is one record's.
    fn named(&mut self, number: ValueId, list: Option<ListId>) -> Range {
        let record = list.and_then(|list| self.exact.current(list));
        if let Some(found) = self.named.get(&(number, record)) {
            self.exact.add_reads(&found.1);
            return found.0;
        }
        let ruling = self.exact.ruling;
        // A sum over parts is not found from one formula.
        let mut put = self.exact.facts.put_values(ruling.version);
        if put.any(|(value, _)| value == number) {
            return Range::ANY;
        }
        let named = &ruling.version.values[number];
        let subject = std::mem::replace(&mut self.exact.subject, record);
        let before = self.exact.take_reads();
        let when = match &named.when {
            Some(when) => self.in_formula(when, |it| it.truths(&when.expr)),
            None => Truths::YES,
        };
        let mut range = match when.yes {
            true => self.in_formula(&named.is, |it| it.range(&named.is.expr)),
            false => Range::of(Values::None),
        };
        range.may_not_apply |= when.no || when.does_not_apply;
        self.exact.subject = subject;
        let own = self.exact.reads_since(&before);
        // What was given up for one part may be found for another.
        if self.steps <= MAX_STEPS {
            self.named.insert((number, record), Box::new((range, own)));
        }
        range
    }
}

/// Which days there are is not looked at: a count is never below nothing.
fn of_calendar(question: &CalendarQuestion) -> Range {
    match question.gives() {
        Type::Whole => Range::of(Values::between(Bounds {
            low: Some(Value::Whole(0)),
            high: None,
        })),
        Type::YesNo => Truths::YES_OR_NO.into(),
        _ => Range::ANY,
    }
}
