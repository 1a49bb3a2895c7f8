//! Divides the values that an unknown fact may have into parts.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::{
    base::{
        bounds::{Bounds, order},
        date,
        ids::{FactId, ListId},
        money::Money,
        time::Time,
        types::Type,
        value::Value,
    },
    check::model::Version,
    eval::{
        bounded::{domain::domain, range::Values},
        facts::Facts,
    },
};

/// A fact, of a record if it is one record's.
pub type Cell = (FactId, Option<u16>);

/// How many records a list that was not given is tried with.
const MAX_RECORDS: u16 = 2;

/// With this many records in it, a list that is not complete is tried with no more.
const MAX_RECORDS_IN_ALL: u16 = 8;

/// Beyond this no pounds and no count are looked for.
const FARTHEST: i64 = 1_000_000_000_000;

/// Some of the completions.
#[expect(clippy::large_enum_variant, reason = "nearly all of them are facts")]
pub(super) enum Part {
    /// Those of these facts.
    Facts(Facts),
    /// Others, which cannot be looked at.
    Others,
}

/// The parts of the values of a fact, which may be both ends and the rest; nothing if
/// they cannot be divided.
pub(super) fn values(
    version: &Version,
    given: &Facts,
    (cell, by_ends): (Cell, bool),
) -> Option<Vec<Part>> {
    let ty = &version.facts[cell.0].ty;
    if matches!(ty, Type::Text) {
        let mut facts = given.clone();
        let text = facts.keep_text("…").ok()?;
        facts.narrow(version, cell, Values::One(text));
        return Some(vec![Part::Facts(facts)]);
    }
    let domain = domain(version, given, cell.0, cell.1);
    let is_whole = given.narrowed(cell.0, cell.1).is_none();
    let parts = match (domain, is_whole && by_ends) {
        (Values::Between(bounds), true) => rest_and_ends(ty, bounds),
        _ => halves(ty, domain)?,
    };
    let narrowed = parts.into_iter().map(|values| {
        let mut facts = given.clone();
        facts.narrow(version, cell, values);
        Part::Facts(facts)
    });
    Some(narrowed.collect())
}

/// The values in parts: each of few, the halves of many.
fn halves(ty: &Type, values: Values) -> Option<Vec<Values>> {
    Some(match (values, ty) {
        (Values::One(value), _) => vec![Values::One(value)],
        (Values::YesOrNo, _) => [false, true].map(|it| Values::One(Value::YesNo(it))).into(),
        (Values::Options(mask), _) => {
            let options = (0..64u8).filter(|option| mask & (1 << option) != 0);
            options
                .map(|option| Values::One(Value::Choice(option)))
                .collect()
        }
        (Values::Sets { always, at_most }, _) => {
            let open = at_most & !always;
            if open == 0 {
                return Some(vec![Values::One(Value::Choices(always))]);
            }
            let first = open & open.wrapping_neg();
            let part = |always, at_most| match always == at_most {
                true => Values::One(Value::Choices(always)),
                false => Values::Sets { always, at_most },
            };
            vec![
                part(always | first, at_most),
                part(always, at_most & !first),
            ]
        }
        (Values::Between(bounds), _) => ordered(ty, bounds)?,
        (Values::Any, Type::Whole | Type::Money | Type::Date | Type::Time) => {
            ordered(ty, Bounds::default())?
        }
        (Values::Any | Values::None, _) => return None,
    })
}

/// Ordered values between the ends, and each end. Of values that have no smallest step
/// the rest has the ends too.
fn rest_and_ends(ty: &Type, bounds: Bounds) -> Vec<Values> {
    let step = Step::of(ty);
    let next = |end: Value, by: i64| {
        let step = step?;
        step.value(step.number(end)?.checked_add(by)?)
    };
    let rest = Values::between(Bounds {
        low: bounds.low.map(|low| next(low, 1).unwrap_or(low)),
        high: bounds.high.map(|high| next(high, -1).unwrap_or(high)),
    });
    let is_empty = |bounds: Bounds| {
        let ends = bounds.low.zip(bounds.high);
        ends.is_some_and(|(low, high)| order(low, high).is_some_and(Ordering::is_gt))
    };
    let rest = Some(rest).filter(|rest| !is_empty(rest.bounds()));
    let ends = bounds.low.into_iter().chain(bounds.high);
    rest.into_iter().chain(ends.map(Values::One)).collect()
}

/// The lower and the upper half of ordered values, by their steps: days, whole
/// numbers, pence.
fn ordered(ty: &Type, bounds: Bounds) -> Option<Vec<Values>> {
    let step = Step::of(ty)?;
    let ends = match (bounds.low, bounds.high) {
        (None, None) => (None, None),
        (low, high) => (
            low.map(|it| step.number(it)),
            high.map(|it| step.number(it)),
        ),
    };
    // An end that is no whole step cannot be divided.
    let low = match ends.0 {
        Some(number) => Some(number?),
        None => step.lowest(),
    };
    let high = match ends.1 {
        Some(number) => Some(number?),
        None => step.highest(),
    };
    if let (Some(low), Some(high)) = (low, high)
        && low >= high
    {
        return Some(vec![Values::One(step.value(low)?)]);
    }
    let middle = match (low, high) {
        (Some(low), Some(high)) => low + (high - low).div_euclid(2),
        (Some(low), None) => low.saturating_mul(2).max(low.saturating_add(16)),
        (None, Some(high)) => high.saturating_mul(2).min(high.saturating_sub(16)),
        (None, None) => 0,
    };
    if middle.abs() > FARTHEST {
        return None;
    }
    let end = |number: Option<i64>| match number {
        Some(number) => step.value(number).map(Some),
        None => Some(None),
    };
    let part = |low, high| {
        Some(Values::between(Bounds {
            low: end(low)?,
            high: end(high)?,
        }))
    };
    Some(vec![
        part(low, Some(middle))?,
        part(Some(middle + 1), high)?,
    ])
}

/// The smallest step of an ordered type.
#[derive(Clone, Copy)]
enum Step {
    One,
    Penny,
    Day,
    Minute,
}

impl Step {
    fn of(ty: &Type) -> Option<Step> {
        Some(match ty {
            Type::Whole => Step::One,
            Type::Money => Step::Penny,
            Type::Date => Step::Day,
            Type::Time => Step::Minute,
            _ => return None,
        })
    }

    fn number(self, value: Value) -> Option<i64> {
        match (self, value) {
            (Step::One, Value::Whole(number)) => Some(number),
            (Step::Penny, Value::Money(money)) if !money.is_range() => {
                let pence = money
                    .low()
                    .as_decimal()?
                    .checked_mul(Decimal::ONE_HUNDRED)?;
                pence.is_integer().then(|| i64::try_from(pence).ok())?
            }
            (Step::Day, Value::Date(day)) => Some(date::days_between(date::Date::ZERO, day)),
            (Step::Minute, Value::Time(time)) => Some(time.minutes()),
            _ => None,
        }
    }

    fn value(self, number: i64) -> Option<Value> {
        Some(match self {
            Step::One => Value::Whole(number),
            Step::Penny => Value::Money(Money::exact(Decimal::new(number, 2))),
            Step::Day => Value::Date(date::add_days(date::Date::ZERO, number)?),
            Step::Minute => Value::Time(Time::from_minutes(number)?),
        })
    }

    fn lowest(self) -> Option<i64> {
        match self {
            Step::Day => self.number(Value::Date(date::Date::MIN)),
            Step::Minute => Some(0),
            Step::One | Step::Penny => None,
        }
    }

    fn highest(self) -> Option<i64> {
        match self {
            Step::Day => self.number(Value::Date(date::Date::MAX)),
            Step::Minute => self.number(Value::Time(Time::MAX)),
            Step::One | Step::Penny => None,
        }
    }
}

/// A list that was not given, with no record, with one and so on; one that is
/// not complete, as it is and with one more.
pub(super) fn records(version: &Version, given: &Facts, list: ListId) -> Option<Vec<Part>> {
    let declared = &version.lists[list];
    let complete = |facts: &mut Facts| {
        if let Some(complete) = declared.complete {
            facts.narrow(version, (complete, None), Values::One(Value::YesNo(true)));
        }
    };
    let mut parts = vec![Part::Others];
    let mut facts = given.clone();
    let from = match given.records(list) {
        Some(records) => records.given(),
        None => {
            facts.give_list(version, list);
            0
        }
    };
    complete(&mut facts);
    parts.push(Part::Facts(facts.clone()));
    let one_more = from.saturating_add(1).min(MAX_RECORDS_IN_ALL);
    for _ in from..from.max(MAX_RECORDS).max(one_more) {
        facts.add_record(version, list).ok()?;
        parts.push(Part::Facts(facts.clone()));
    }
    // The more there are, the more can be met: those are looked at first.
    Some(parts)
}
