//! Three-valued logic: false `and` unknown is false, true `or` unknown is
//! true, and whatever stays unknown says which facts would settle it.
//!
//! A [`Ternary`] does not carry its missing facts: they accumulate in
//! `Evaluator::gathered`, which is reset when an operand decides.

use super::{
    evaluator::{Evaluator, Interrupted, Worked},
    fault::Fault,
    trace::{Entry, Recorder},
};
use crate::{
    base::{
        bounds::order,
        ids::{ReasonId, RecordId},
        money::Money,
        value::{Missing, Value},
    },
    check::formula::{Comparison, Expr, Formula, Node, Quantifier},
};

/// Yes, no, or neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ternary {
    /// It holds.
    Yes,
    /// It does not hold.
    No,
    /// It depends on facts that are not known.
    Unknown,
    /// It has no place in this case.
    DoesNotApply(ReasonId),
}

impl From<bool> for Ternary {
    fn from(yes: bool) -> Ternary {
        if yes { Ternary::Yes } else { Ternary::No }
    }
}

impl<R: Recorder> Evaluator<'_, R> {
    /// Whether a yes/no formula holds; the facts it depends on are gathered.
    pub(super) fn decide(
        &mut self,
        formula: &Formula,
        record: Option<RecordId>,
    ) -> Result<Ternary, Fault> {
        self.enter(record);
        self.gathered = Missing::NONE;
        self.formula = Some(formula.number);
        let number = record.map(|record| record.number);
        self.subject = number;
        self.recorder.record(Entry::Begin(formula.number, number));
        let truth = self.truth_of(&formula.expr);
        let ended = match truth {
            Ok(truth) => Entry::End(self.valued(truth)),
            Err(_) => Entry::Failed,
        };
        self.recorder.record(ended);
        self.leave(record);
        truth.map_err(|stopped| self.fault(stopped))
    }

    /// Whether a part of a formula holds. When that is unknown, the missing
    /// facts are added to those gathered.
    ///
    /// A fact alone and a fact compared with a constant come first: most tests
    /// are one of the two, and need no more than this.
    #[inline]
    pub(super) fn truth_of(&mut self, expr: &Expr) -> Result<Ternary, Interrupted> {
        if !R::FOLLOWS_DAYS {
            return self.truth_by_form(expr);
        }
        self.recorder.enter(expr);
        let truth = self.truth_by_form(expr);
        let value = truth.ok().map(|truth| self.valued(truth));
        self.recorder.leave(expr, value);
        truth
    }

    #[inline]
    fn truth_by_form(&mut self, expr: &Expr) -> Result<Ternary, Interrupted> {
        match &expr.node {
            Node::Compare(comparison, sides) => {
                if let Node::Constant(right) = &sides.1.node
                    && let Some(left) = self.leaf(&sides.0)
                {
                    self.note_compared(sides.1.start, left, right);
                    return Ok(self.with_constant(expr, *comparison, left, right));
                }
            }
            Node::Fact(_) | Node::Field(..) => {
                if let Some(value) = self.leaf(expr) {
                    return Ok(self.truth(value));
                }
            }
            _ => {}
        }
        self.truth_of_parts(expr)
    }

    /// The same for compound nodes. Not inlined: their stack frame is large, and
    /// most tests are comparisons of two leaves.
    #[inline(never)]
    fn truth_of_parts(&mut self, expr: &Expr) -> Result<Ternary, Interrupted> {
        match &expr.node {
            Node::And(parts) => self.settle(parts, Ternary::No, Ternary::Yes),
            Node::Or(parts) => self.settle(parts, Ternary::Yes, Ternary::No),
            Node::Not(part) => Ok(match self.truth_of(part)? {
                Ternary::Yes => Ternary::No,
                Ternary::No => Ternary::Yes,
                unsettled => unsettled,
            }),
            Node::Compare(comparison, sides) => self.test(expr, &sides.0, |it, left| {
                it.compare(*comparison, left, &sides.1)
            }),
            Node::Within(parts) => self.test(expr, &parts.0, |it, value| {
                it.inside(value, parts.1.as_ref(), parts.2.as_ref())
            }),
            Node::OneOf(part, options) => {
                self.test(expr, part, |it, value| it.one_of(value, options))
            }
            Node::Includes(part, mask) => self.test(expr, part, |it, value| {
                Ok(match value {
                    Value::Choices(chosen) => (chosen & mask != 0).into(),
                    unsettled => it.truth(unsettled),
                })
            }),
            Node::Aggregate(aggregate) if aggregate.quantifier == Quantifier::Any => {
                self.any_or_every(aggregate, expr, Ternary::Yes, Ternary::No)
            }
            Node::Aggregate(aggregate) if aggregate.quantifier == Quantifier::Every => {
                self.any_or_every(aggregate, expr, Ternary::No, Ternary::Yes)
            }
            _ => {
                let value = self.value_of(expr)?;
                Ok(self.truth(&value))
            }
        }
    }

    /// A yes/no value as a truth.
    pub(super) fn truth(&mut self, value: &Value) -> Ternary {
        match value {
            Value::YesNo(yes) => Ternary::from(*yes),
            Value::DoesNotApply(reason) => Ternary::DoesNotApply(*reason),
            Value::Unknown(missing) => {
                self.gathered = self.gathered.union(*missing);
                Ternary::Unknown
            }
            _ => Ternary::Unknown,
        }
    }

    /// A truth as a value; unknown with the facts gathered.
    pub(super) fn as_value(&mut self, expr: &Expr) -> Worked {
        let before = std::mem::take(&mut self.gathered);
        let truth = self.truth_of(expr)?;
        let value = self.valued(truth);
        self.gathered = before;
        Ok(value)
    }

    pub(super) fn valued(&self, truth: Ternary) -> Value {
        match truth {
            Ternary::Yes => Value::YesNo(true),
            Ternary::No => Value::YesNo(false),
            Ternary::Unknown => Value::Unknown(self.gathered),
            Ternary::DoesNotApply(reason) => Value::DoesNotApply(reason),
        }
    }

    /// Goes through the parts until one decides.
    fn settle(
        &mut self,
        parts: &[Expr],
        decides: Ternary,
        otherwise: Ternary,
    ) -> Result<Ternary, Interrupted> {
        let before = self.gathered;
        let mut open = Open::new(otherwise);
        for part in parts {
            let truth = self.truth_of(part)?;
            if truth == decides {
                self.gathered = before;
                return Ok(truth);
            }
            open.note(truth);
        }
        Ok(open.settled())
    }

    /// Makes a test of the value on its left, and records both.
    fn test(
        &mut self,
        expr: &Expr,
        left: &Expr,
        test: impl FnOnce(&mut Self, &Value) -> Result<Ternary, Interrupted>,
    ) -> Result<Ternary, Interrupted> {
        let before = std::mem::take(&mut self.gathered);
        let worked;
        let value = match self.leaf(left) {
            Some(value) => value,
            None => {
                worked = self.value_of(left)?;
                &worked
            }
        };
        let truth = test(self, value)?;
        Ok(self.tested(expr, value, truth, before))
    }

    /// A fact compared with a constant. Whole numbers and choices are most of
    /// all tests, and nothing can be missing once they are known.
    fn with_constant(
        &mut self,
        expr: &Expr,
        comparison: Comparison,
        left: &Value,
        right: &Value,
    ) -> Ternary {
        let ordering = match (left, right) {
            (Value::Whole(left), Value::Whole(right)) => left.cmp(right),
            (Value::Choice(left), Value::Choice(right)) => left.cmp(right),
            _ => {
                let before = std::mem::take(&mut self.gathered);
                let truth = self.compared(comparison, left, right);
                return self.tested(expr, left, truth, before);
            }
        };
        let yes = comparison.holds(ordering);
        let tested = Entry::Tested(expr.start, expr.end, *left, Value::YesNo(yes));
        self.recorder.record(tested);
        yes.into()
    }

    /// Records a test, and adds its missing facts to those gathered before.
    /// Gives its result: what is unknown may hold for all values that the
    /// facts may have.
    fn tested(&mut self, expr: &Expr, value: &Value, truth: Ternary, before: Missing) -> Ternary {
        let truth = match truth {
            Ternary::Unknown => self.bounded_truth(expr).map_or(truth, Ternary::from),
            known => known,
        };
        let holds = self.valued(truth);
        self.recorder
            .record(Entry::Tested(expr.start, expr.end, *value, holds));
        self.gathered = match truth {
            Ternary::Unknown => before.union(self.gathered),
            Ternary::Yes | Ternary::No | Ternary::DoesNotApply(_) => before,
        };
        truth
    }

    fn compare(
        &mut self,
        comparison: Comparison,
        left: &Value,
        right: &Expr,
    ) -> Result<Ternary, Interrupted> {
        let worked;
        let bound = right.start;
        let right = match self.leaf(right) {
            Some(value) => value,
            None => {
                worked = self.value_of(right)?;
                &worked
            }
        };
        self.note_compared(bound, left, right);
        Ok(self.compared(comparison, left, right))
    }

    fn note_compared(&mut self, bound: u32, left: &Value, right: &Value) {
        if let Some(formula) = self.formula {
            self.recorder.compared(formula, bound, left, right);
        }
    }

    pub(super) fn compared(
        &mut self,
        comparison: Comparison,
        left: &Value,
        right: &Value,
    ) -> Ternary {
        match (left, right) {
            (Value::Whole(left), Value::Whole(right)) => {
                return comparison.holds(left.cmp(right)).into();
            }
            (Value::Choice(left), Value::Choice(right)) => {
                return comparison.holds(left.cmp(right)).into();
            }
            (Value::Date(left), Value::Date(right)) => {
                return comparison.holds(left.cmp(right)).into();
            }
            (Value::Time(left), Value::Time(right)) => {
                return comparison.holds(left.cmp(right)).into();
            }
            (Value::Money(left), Value::Money(right)) if left.is_range() || right.is_range() => {
                return self.compare_ranges(comparison, *left, *right);
            }
            _ => {}
        }
        let mut open = Open::new(Ternary::Yes);
        for side in [left, right].into_iter().filter(|side| !side.is_settled()) {
            open.note(self.truth(side));
        }
        match (open.settled(), order(*left, *right)) {
            (Ternary::Yes, Some(ordering)) => comparison.holds(ordering).into(),
            (Ternary::Yes, None) => (comparison == Comparison::NotEqual).into(),
            (unsettled, _) => unsettled,
        }
    }

    /// A comparison of ranges holds, or fails, only if it does so for every
    /// price within them.
    fn compare_ranges(&mut self, comparison: Comparison, left: Money, right: Money) -> Ternary {
        let lowest = left.low().cmp(&right.high());
        let highest = left.high().cmp(&right.low());
        let (always, never) = match comparison {
            Comparison::Less => (highest.is_lt(), lowest.is_ge()),
            Comparison::AtMost => (highest.is_le(), lowest.is_gt()),
            Comparison::Greater => (lowest.is_gt(), highest.is_le()),
            Comparison::AtLeast => (lowest.is_ge(), highest.is_lt()),
            Comparison::Equal => (false, !left.overlaps(right)),
            Comparison::NotEqual => (!left.overlaps(right), false),
        };
        match (always, never) {
            (true, _) => Ternary::Yes,
            (_, true) => Ternary::No,
            _ => self.truth(&Value::Unknown(Missing::PRICE_IS_A_RANGE)),
        }
    }

    /// Between two ends, both included, either of which may be open.
    fn inside(
        &mut self,
        value: &Value,
        low: Option<&Expr>,
        high: Option<&Expr>,
    ) -> Result<Ternary, Interrupted> {
        let ends = [(low, Comparison::AtLeast), (high, Comparison::AtMost)];
        let mut open = Open::new(Ternary::Yes);
        for (end, comparison) in ends {
            let Some(end) = end else { continue };
            match self.compare(comparison, value, end)? {
                Ternary::No => return Ok(Ternary::No),
                truth => open.note(truth),
            }
        }
        Ok(open.settled())
    }

    fn one_of(&mut self, value: &Value, options: &[Expr]) -> Result<Ternary, Interrupted> {
        let mut open = Open::new(Ternary::No);
        for option in options {
            match self.compare(Comparison::Equal, value, option)? {
                Ternary::Yes => return Ok(Ternary::Yes),
                truth => open.note(truth),
            }
        }
        Ok(open.settled())
    }
}

/// What keeps a truth from being settled.
pub(super) struct Open {
    otherwise: Ternary,
    unsettled: Option<Ternary>,
}

impl Open {
    /// Settles to `otherwise` unless an operand is unsettled.
    pub(super) fn new(otherwise: Ternary) -> Open {
        Open {
            otherwise,
            unsettled: None,
        }
    }

    /// What is unknown outweighs what has no place.
    pub(super) fn note(&mut self, truth: Ternary) {
        match (truth, self.unsettled) {
            (Ternary::Unknown, _) => self.unsettled = Some(truth),
            (Ternary::DoesNotApply(_), None) => self.unsettled = Some(truth),
            _ => {}
        }
    }

    pub(super) fn settled(&self) -> Ternary {
        self.unsettled.unwrap_or(self.otherwise)
    }
}
