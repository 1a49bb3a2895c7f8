//! What the row evaluator may settle by the bounds of missing facts
//! ([`eval::bounded`](crate::eval)). Columns do not: they only follow where that may be, so
//! that rows are left to the row evaluator in which it then may come to a fault.

use super::{
    lowering::Lowering,
    number::{Number, Part, Truth},
    operations::{Bit, Space},
};
use crate::{
    base::{date, ids::FactId, types::Type, value::Value},
    check::{
        formula::{Expr, Formula, Function, Node, Operator},
        model::{Relation, RelationKind, Version},
    },
};

const MAX_DAYS_OF_A_MONTH: i64 = 31;

impl Lowering<'_> {
    /// Leaves rows to the row evaluator in which a part of another space may be a fault.
    pub(super) fn mark_in(&mut self, space: Space, bit: Bit) {
        let bit = self.registers.bit_for(space, self.space, bit);
        self.mark(bit);
    }

    /// Where all of these numbers of one space are known or may be settled by bounds, and
    /// some only by bounds.
    pub(super) fn bounded_together(&mut self, space: Space, numbers: &[Number]) -> Bit {
        let it = &mut self.registers;
        let (mut all, mut any) = (Bit::Yes, Bit::No);
        for number in numbers {
            any = it.or(space, any, number.bounded);
        }
        if any == Bit::No {
            return Bit::No;
        }
        for number in numbers {
            let settled = it.or(space, number.known, number.out);
            let own = it.or(space, settled, number.bounded);
            all = it.and(space, all, own);
        }
        it.and(space, all, any)
    }

    /// Where a part is settled, and where it may be by bounds.
    pub(super) fn settled(&mut self, part: Part) -> (Bit, Bit) {
        let it = &mut self.registers;
        match part {
            Part::Truth(truth) => {
                let known = it.or(truth.space, truth.yes, truth.no);
                (it.or(truth.space, known, truth.out), truth.bounded)
            }
            Part::Number(number) => {
                let settled = it.or(number.space, number.known, number.out);
                (settled, number.bounded)
            }
        }
    }

    /// A test: the row evaluator looks at the bounds of each.
    pub(super) fn tested(&mut self, truth: Truth) -> Truth {
        Truth {
            bounded: self.registers.unknown(truth.space, truth),
            ..truth
        }
    }

    /// A whole formula, of which the row evaluator looks at the bounds too.
    pub(super) fn at_formula(&mut self, formula: &Formula, part: Part) -> Part {
        if !may_be_one(self.ruling.version, &formula.expr) {
            return part;
        }
        let (settled, _) = self.settled(part);
        match part {
            Part::Truth(truth) => Part::Truth(Truth {
                bounded: self.registers.not(truth.space, settled),
                ..truth
            }),
            Part::Number(number) => Part::Number(Number {
                bounded: self.registers.not(number.space, settled),
                ..number
            }),
        }
    }
}

/// Whether a part may have one value whatever the missing facts are, though nothing that
/// it is made of is known to have: by its form alone.
fn may_be_one(version: &Version, expr: &Expr) -> bool {
    let any_part = || expr.parts().into_iter().any(|it| may_be_one(version, it));
    match &expr.node {
        Node::Fact(fact) | Node::Field(_, _, fact) => has_one_value(version, *fact),
        // A named value is a formula of its own, and tests are settled alone.
        Node::Constant(_)
        | Node::On
        | Node::Charge(_)
        | Node::Value(..)
        | Node::Known(_)
        | Node::Compare(..)
        | Node::Within(_)
        | Node::OneOf(..)
        | Node::Includes(..)
        | Node::Calendar(..)
        | Node::Used(_) => false,
        Node::Not(_) | Node::Negative(_) | Node::And(_) | Node::Or(_) => any_part(),
        // The last days of a month have one day a month later, and 29 February and 1 March
        // one birthday.
        Node::Arithmetic(Operator::Add | Operator::Subtract, _)
        | Node::Call(
            Function::Birthday
            | Function::Days
            | Function::Months
            | Function::CountDays
            | Function::Lowest
            | Function::Highest
            | Function::Stated,
            _,
        ) => any_part() || has_a_few_days(version, expr),
        _ => true,
    }
}

/// Whether its declaration and other facts may leave one value to a fact.
fn has_one_value(version: &Version, fact: FactId) -> bool {
    let declared = &version.facts[fact];
    let limits =
        |it: &Relation| matches!(it.kind, RelationKind::NotBefore | RelationKind::NoMoreThan);
    let by_others = || {
        let mut relations = version.facts.iter().flat_map(|it| &it.relations);
        relations.any(|it| it.other == fact && limits(it))
    };
    let is_one = match &declared.ty {
        Type::Choice(options) => options.count() == 1,
        _ => declared.within.low.is_some() && declared.within.low == declared.within.high,
    };
    is_one || declared.relations.iter().any(limits) || by_others()
}

/// Whether a part rests on a day of which there are few: only of such can two come to the
/// same day a month or a year later.
fn has_a_few_days(version: &Version, expr: &Expr) -> bool {
    match &expr.node {
        Node::Fact(fact) | Node::Field(_, _, fact) => {
            let within = version.facts[*fact].within;
            match (within.low, within.high) {
                (Some(Value::Date(low)), Some(Value::Date(high))) => {
                    date::days_between(low, high) < MAX_DAYS_OF_A_MONTH
                }
                _ => false,
            }
        }
        Node::Value(value, _) => has_a_few_days(version, &version.values[*value].is.expr),
        _ => expr
            .parts()
            .into_iter()
            .any(|it| has_a_few_days(version, it)),
    }
}
