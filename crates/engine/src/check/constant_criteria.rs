//! Criteria that can never hold or never fail.
//!
//! A criterion's formula is split into its operands (a fact, an age, a value)
//! and the constants they are compared with. Between two constants the outcome
//! cannot change, so a few values of each operand represent all; every
//! combination of them is tried. Operands are taken as independent of each
//! other, so that a criterion is only reported when no case can have the other
//! outcome. With too many combinations none is tried, and nothing is reported.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{
    diagnostics::Sink,
    formula::{Expr, Formula, Node},
    model::Version,
};
use crate::base::{
    bounds::{Bounds, order},
    date,
    diagnostic::Diagnostic,
    diagnostic_code::Code,
    money::Money,
    operators::Comparison,
    time::Time,
    types::Type,
    value::Value,
};

/// The most combinations tried.
const MAX_COMBINATIONS: usize = 20_000;

/// Reports criteria of a version that have the same outcome in every case.
pub(super) fn check(version: &Version, sink: &mut Sink<'_>) {
    for criterion in &version.criteria {
        let Some(held) = outcomes(version, &criterion.holds) else {
            continue;
        };
        let (code, says) = match held {
            (true, false) => (Code::NeverFails, "every case meets"),
            (false, true) => (Code::NeverHolds, "no case can meet"),
            _ => continue,
        };
        let says = format!("{says} the criterion `{}`", criterion.id);
        let diagnostic = Diagnostic::new(code, criterion.holds.place, says);
        sink.add(diagnostic.help("check the numbers and the `and`s and `or`s of the formula"));
    }
}

/// Whether some case meets the formula, and whether some case does not;
/// `None` when there are too many cases to try.
fn outcomes(version: &Version, formula: &Formula) -> Option<(bool, bool)> {
    let mut parts = Parts {
        version,
        samples: BTreeMap::new(),
    };
    parts.gather(&formula.expr);
    let asked: Vec<(String, Vec<Value>)> = parts.samples.into_iter().collect();
    let combinations = asked
        .iter()
        .try_fold(1usize, |count, (_, values)| count.checked_mul(values.len()))?;
    if combinations > MAX_COMBINATIONS {
        return None;
    }
    let (mut met, mut not_met) = (false, false);
    for combination in 0..combinations {
        let mut rest = combination;
        let mut case: BTreeMap<&str, Value> = BTreeMap::new();
        for (part, values) in &asked {
            let pick = values.get(rest.checked_rem(values.len())?)?;
            rest = rest.checked_div(values.len())?;
            case.insert(part, *pick);
        }
        if holds(&formula.expr, &case)? {
            met = true;
        } else {
            not_met = true;
        }
        if met && not_met {
            break;
        }
    }
    Some((met, not_met))
}

/// The operands of a formula, each with the values to try.
struct Parts<'v> {
    version: &'v Version,
    samples: BTreeMap<String, Vec<Value>>,
}

impl Parts<'_> {
    fn gather(&mut self, expr: &Expr) {
        match &expr.node {
            Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| self.gather(part)),
            Node::Not(part) => self.gather(part),
            Node::If(parts) => [&parts.0, &parts.1, &parts.2]
                .into_iter()
                .for_each(|it| self.gather(it)),
            Node::Compare(_, sides) => match (constant(&sides.0), constant(&sides.1)) {
                (None, Some(value)) => self.compared_with(&sides.0, &[value]),
                (Some(value), None) => self.compared_with(&sides.1, &[value]),
                _ => self.yes_or_no(expr),
            },
            Node::Within(parts) => {
                let ends = [&parts.1, &parts.2].into_iter().flatten().map(constant);
                match ends.collect::<Option<Vec<Value>>>() {
                    Some(ends) => self.compared_with(&parts.0, &ends),
                    None => self.yes_or_no(expr),
                }
            }
            Node::OneOf(part, options) => {
                match options.iter().map(constant).collect::<Option<Vec<Value>>>() {
                    Some(options) => self.compared_with(part, &options),
                    None => self.yes_or_no(expr),
                }
            }
            Node::Includes(part, _) => {
                if let Some(samples) = self.subsets(part) {
                    self.samples.insert(key(part), samples);
                }
            }
            Node::Constant(_) => {}
            _ => self.yes_or_no(expr),
        }
    }

    fn yes_or_no(&mut self, expr: &Expr) {
        let both = vec![Value::YesNo(false), Value::YesNo(true)];
        self.samples.insert(key(expr), both);
    }

    fn compared_with(&mut self, part: &Expr, constants: &[Value]) {
        let (bounds, ty) = self.declared(part);
        if let Some(Type::Choice(options)) = ty {
            let count = u8::try_from(options.count()).unwrap_or(u8::MAX);
            self.samples
                .insert(key(part), (0..count).map(Value::Choice).collect());
            return;
        }
        // Other options there may be are not known: the part is not tried.
        if constants.iter().any(|it| matches!(it, Value::Choice(_))) {
            return;
        }
        let samples = self.samples.entry(key(part)).or_default();
        let around = constants.iter().flat_map(|value| around(*value));
        let ends = [bounds.low, bounds.high].into_iter().flatten();
        for value in around.chain(ends) {
            if bounds.contains(value) && !samples.contains(&value) {
                samples.push(value);
            }
        }
    }

    /// The bounds and type of a part, where it is a fact, a value or a table.
    fn declared(&self, part: &Expr) -> (Bounds, Option<&Type>) {
        let unbounded = |ty| (Bounds::default(), ty);
        match &part.node {
            Node::Fact(number) | Node::Field(_, _, number) => {
                let fact = self.version.facts.find(*number);
                fact.map_or(unbounded(None), |fact| (fact.within, Some(&fact.ty)))
            }
            Node::Value(number, _) => {
                let value = self.version.values.find(*number);
                unbounded(value.map(|value| &value.is.ty))
            }
            Node::Table(number, _) => {
                let table = self.version.tables.find(*number);
                unbounded(table.map(|table| &table.gives))
            }
            _ => unbounded(None),
        }
    }

    /// All subsets of a few options; none, each alone and all of many.
    fn subsets(&self, part: &Expr) -> Option<Vec<Value>> {
        let (_, ty) = self.declared(part);
        let count = ty?.options()?.count();
        if count <= 8 {
            return Some((0..1u64 << count).map(Value::Choices).collect());
        }
        let singles = (0..count.min(64)).map(|option| 1u64 << option);
        let all: BTreeSet<u64> = singles.chain([0, u64::MAX]).collect();
        Some(all.into_iter().map(Value::Choices).collect())
    }
}

fn constant(expr: &Expr) -> Option<Value> {
    match expr.node {
        Node::Constant(value) => Some(value),
        _ => None,
    }
}

/// A value and its neighbours on both sides, as far as there are any.
fn around(value: Value) -> Vec<Value> {
    let near = |number: Decimal, places: u32, of: fn(Decimal) -> Value| {
        // Among the greatest numbers a small step makes no difference.
        let steps = [
            Decimal::new(1, places),
            Decimal::ONE,
            number.abs() / Decimal::TWO,
        ];
        let mut downwards = steps.iter().filter_map(|step| number.checked_sub(*step));
        let mut upwards = steps.iter().filter_map(|step| number.checked_add(*step));
        let below = downwards.find(|below| *below < number);
        let above = upwards.find(|above| *above > number);
        [below, Some(number), above]
            .into_iter()
            .flatten()
            .map(of)
            .collect()
    };
    let neighbours = |count: i64, of: fn(i64) -> Value| {
        vec![
            of(count.saturating_sub(1)),
            of(count),
            of(count.saturating_add(1)),
        ]
    };
    match value {
        Value::Whole(whole) => neighbours(whole, Value::Whole),
        Value::Days(days) => neighbours(days, Value::Days),
        Value::Months(months) => neighbours(months, Value::Months),
        Value::Number(number) => near(number.approximate(), 4, |it| Value::Number(it.into())),
        Value::Percent(share) => near(share.approximate(), 4, |it| Value::Percent(it.into())),
        Value::Money(money) => near(money.min(), 2, |pounds| Value::Money(Money::exact(pounds))),
        Value::Date(day) => [-1, 0, 1]
            .into_iter()
            .filter_map(|days| date::add_days(day, days))
            .map(Value::Date)
            .collect(),
        Value::Time(time) => [-1, 0, 1]
            .into_iter()
            .filter_map(|minutes| Time::from_minutes(time.minutes() + minutes))
            .map(Value::Time)
            .collect(),
        Value::YesNo(_) => vec![Value::YesNo(false), Value::YesNo(true)],
        _ => vec![value],
    }
}

/// A key that is equal for equal operands, wherever they stand.
fn key(expr: &Expr) -> String {
    match &expr.node {
        Node::On => "on".to_owned(),
        Node::Fact(number) | Node::Field(_, _, number) => format!("fact {number:?}"),
        Node::Value(number, _) => format!("value {number:?}"),
        Node::Charge(number) => format!("charge {number:?}"),
        Node::Call(function, parts) => {
            let parts: Vec<String> = parts.iter().map(key).collect();
            format!("{function:?}({})", parts.join(", "))
        }
        Node::Constant(value) => format!("{value:?}"),
        _ => format!("at {}..{}", expr.start, expr.end),
    }
}

/// Whether the formula holds in a case; `None` if the case does not say.
fn holds(expr: &Expr, case: &BTreeMap<&str, Value>) -> Option<bool> {
    let of = |part: &Expr| constant(part).or_else(|| case.get(key(part).as_str()).copied());
    let yes = |part: &Expr| match of(part)? {
        Value::YesNo(yes) => Some(yes),
        _ => None,
    };
    match &expr.node {
        Node::And(parts) => parts
            .iter()
            .try_fold(true, |all, part| Some(holds(part, case)? && all)),
        Node::Or(parts) => parts
            .iter()
            .try_fold(false, |any, part| Some(holds(part, case)? || any)),
        Node::Not(part) => holds(part, case).map(|held| !held),
        Node::If(parts) => {
            let way = if holds(&parts.0, case)? {
                &parts.1
            } else {
                &parts.2
            };
            holds(way, case)
        }
        Node::Compare(comparison, sides) => match (constant(&sides.0), constant(&sides.1)) {
            (None, None) => yes(expr),
            _ => compare(*comparison, of(&sides.0)?, of(&sides.1)?),
        },
        Node::Within(parts) => {
            let ends = [
                (&parts.1, Comparison::AtLeast),
                (&parts.2, Comparison::AtMost),
            ];
            if ends
                .iter()
                .any(|(end, _)| end.as_ref().is_some_and(|end| constant(end).is_none()))
            {
                return yes(expr);
            }
            let value = of(&parts.0)?;
            ends.into_iter()
                .try_fold(true, |inside, (end, comparison)| match end {
                    Some(end) => Some(compare(comparison, value, of(end)?)? && inside),
                    None => Some(inside),
                })
        }
        Node::OneOf(part, options) if options.iter().all(|it| constant(it).is_some()) => {
            let value = of(part)?;
            Some(
                options
                    .iter()
                    .filter_map(constant)
                    .any(|option| compare(Comparison::Equal, value, option) == Some(true)),
            )
        }
        Node::Includes(part, mask) => match of(part)? {
            Value::Choices(chosen) => Some(chosen & mask != 0),
            _ => None,
        },
        _ => yes(expr),
    }
}

fn compare(comparison: Comparison, left: Value, right: Value) -> Option<bool> {
    Some(comparison.holds(order(left, right)?))
}
