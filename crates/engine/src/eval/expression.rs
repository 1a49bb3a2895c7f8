//! The value of each form that a part of a formula can take.

use super::{
    arithmetic, calendar,
    evaluator::{Evaluator, Worked},
    functions, lookup, packages,
    three_valued::Ternary,
    trace::{Recorder, Source},
};
use crate::{
    base::value::{Missing, Value},
    check::formula::{Expr, Node, Quantifier},
};

impl<R: Recorder> Evaluator<'_, R> {
    /// The value of a part of a formula.
    #[inline]
    pub(super) fn value_of(&mut self, expr: &Expr) -> Worked {
        if !R::FOLLOWS_DAYS {
            return self.value_by_form(expr);
        }
        self.recorder.enter(expr);
        let worked = self.value_by_form(expr);
        self.recorder.leave(expr, worked.ok());
        worked
    }

    fn value_by_form(&mut self, expr: &Expr) -> Worked {
        let worked = match &expr.node {
            Node::Constant(value) => return Ok(*value),
            Node::On => return Ok(self.record_read(Source::On, expr, Value::Date(self.ruling.on))),
            Node::Fact(number) | Node::Field(_, _, number) => {
                let unknown = Value::Unknown(Missing::fact(*number));
                return Ok(self.leaf(expr).copied().unwrap_or(unknown));
            }
            Node::Value(number, list) => return self.named(*number, *list, expr),
            Node::Subject(list, part) => return self.of_subject(*list, part),
            Node::If(parts) => return self.choose(parts),
            Node::Known(part) => return self.is_known(part),
            Node::Aggregate(aggregate)
                if aggregate.take.is_some() || aggregate.quantifier == Quantifier::Count =>
            {
                self.aggregate(aggregate, expr)
            }
            Node::Rank(rank) => self.rank(rank, expr),
            Node::And(_)
            | Node::Or(_)
            | Node::Not(_)
            | Node::Compare(..)
            | Node::Within(_)
            | Node::OneOf(..)
            | Node::Includes(..)
            | Node::Aggregate(_) => return self.as_value(expr),
            Node::Charge(number) => lookup::charge(self, *number, expr),
            Node::Negative(part) => {
                let value = self.value_of(part)?;
                arithmetic::negative(value).map_err(|what| self.stop(what))
            }
            Node::Arithmetic(operator, sides) => {
                let left = self.value_of(&sides.0)?;
                let worked = match self.leaf(&sides.1) {
                    Some(right) => arithmetic::apply(*operator, &left, right),
                    None => {
                        let right = self.value_of(&sides.1)?;
                        arithmetic::apply(*operator, &left, &right)
                    }
                };
                worked.map_err(|what| self.stop(what))
            }
            Node::Call(function, arguments) => functions::call(self, *function, arguments),
            Node::Round(part, rounding) => {
                let value = self.value_of(part)?;
                arithmetic::round(value, *rounding).map_err(|what| self.stop(what))
            }
            Node::Table(number, arguments) => lookup::table(self, *number, arguments, expr),
            Node::Packages(number, arguments) => packages::cheapest(self, *number, arguments, expr),
            Node::Used(used) => self.used(used, expr),
            Node::Parameter(number, arguments) => lookup::parameter(self, *number, arguments, expr),
            Node::Calendar(question, arguments) => calendar::asked(self, question, arguments, expr),
        };
        if worked.is_err() {
            self.note_failure(expr);
        }
        worked
    }

    /// `if`, `then`, `else`. An unknown condition does not matter where it applies
    /// whatever the unknown facts are and both branches have the same value; while it
    /// is unknown, a fault in a branch that may not be taken is no fault yet.
    fn choose(&mut self, parts: &(Expr, Expr, Expr)) -> Worked {
        let before = std::mem::take(&mut self.gathered);
        let chosen = match self.truth_of(&parts.0)? {
            Ternary::Yes => self.value_of(&parts.1)?,
            Ternary::No => self.value_of(&parts.2)?,
            Ternary::DoesNotApply(reason) => Value::DoesNotApply(reason),
            Ternary::Unknown => {
                let open = Value::Unknown(self.gathered);
                let first = self.attempted(&parts.1).unwrap_or(open);
                let second = self.attempted(&parts.2).unwrap_or(open);
                let is_one = match (first, second) {
                    (Value::Unknown(_), _) => false,
                    // For one reason or another.
                    (Value::DoesNotApply(_), Value::DoesNotApply(_)) => true,
                    _ => first == second && self.always_applies(&parts.0),
                };
                if is_one {
                    first
                } else {
                    for branch in [first, second].iter().filter(|it| !it.is_settled()) {
                        self.truth(branch);
                    }
                    Value::Unknown(self.gathered)
                }
            }
        };
        self.gathered = before;
        Ok(chosen)
    }

    fn is_known(&mut self, part: &Expr) -> Worked {
        let value = self.value_of(part)?;
        Ok(Value::YesNo(!matches!(value, Value::Unknown(_))))
    }
}
