//! How far a value is from a bound, in the unit of its kind, and the smallest
//! step of each kind.

use rust_decimal::Decimal;

use super::{
    date::{self, Date},
    money::Money,
    ratio::Ratio,
    time::Time,
    types::Type,
    value::Value,
};

/// The side of a bound that a value is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    Below,
    At,
    Above,
}

impl Side {
    pub(crate) const ALL: [Side; 3] = [Side::Below, Side::At, Side::Above];
}

/// A smallest step: a whole 1, a penny, a day, a month, a minute; of numbers, which have
/// none, a hundredth; of percentages a tenth of one per cent.
pub(crate) fn step(ty: &Type) -> Option<Decimal> {
    match ty {
        Type::Whole | Type::Date | Type::Time | Type::Days | Type::Months => Some(Decimal::ONE),
        Type::Money | Type::MoneyPer(_) | Type::Number => Some(Decimal::new(1, 2)),
        Type::Percent => Some(Decimal::new(1, 3)),
        Type::YesNo | Type::Choice(_) | Type::Choices(_) | Type::Text | Type::List => None,
    }
}

/// How far a value lies above a bound; below is negative. None between kinds
/// that have no order, and for what is not known or is a range.
pub(crate) fn distance(value: Value, bound: Value) -> Option<Decimal> {
    let exact = |money: Money| (!money.is_range()).then(|| money.min());
    match (value, bound) {
        (Value::Money(a), Value::Money(b)) => exact(a)?.checked_sub(exact(b)?),
        (Value::Percent(a), Value::Percent(b)) => a.checked_sub(b)?.as_decimal(),
        (Value::Date(a), Value::Date(b)) => Some(date::days_between(b, a).into()),
        (Value::Time(a), Value::Time(b)) => Some((a.minutes() - b.minutes()).into()),
        (Value::Days(a), Value::Days(b)) | (Value::Months(a), Value::Months(b)) => {
            Some(Decimal::from(a).saturating_sub(b.into()))
        }
        _ => value.number()?.checked_sub(bound.number()?)?.as_decimal(),
    }
}

/// Whether a distance is on that side, and no further than `within`.
pub(crate) fn is_on(side: Side, distance: Decimal, within: Option<Decimal>) -> bool {
    let near = within.is_none_or(|within| distance.abs() <= within);
    match side {
        Side::At => distance.is_zero(),
        Side::Below => distance.is_sign_negative() && !distance.is_zero() && near,
        Side::Above => distance.is_sign_positive() && !distance.is_zero() && near,
    }
}

/// The value a step below a bound, at it, or a step above it.
pub(crate) fn stepped(bound: Value, side: Side, step: Decimal) -> Option<Value> {
    let by = match side {
        Side::Below => -step,
        Side::At => Decimal::ZERO,
        Side::Above => step,
    };
    let whole = |of: i64| of.checked_add(i64::try_from(by).ok()?);
    Some(match bound {
        Value::Whole(of) if by.is_integer() => Value::Whole(whole(of)?),
        Value::Whole(of) => Value::Number(Ratio::from(of).checked_add(by.into())?),
        Value::Number(of) => Value::Number(of.checked_add(by.into())?),
        Value::Percent(of) => Value::Percent(of.checked_add(by.into())?),
        Value::Money(of) if !of.is_range() => Value::Money(Money::exact(of.min().checked_add(by)?)),
        Value::Date(of) => Value::Date(later(of, by)?),
        Value::Time(of) => Value::Time(Time::from_minutes(whole(of.minutes())?)?),
        Value::Days(of) => Value::Days(whole(of)?),
        Value::Months(of) => Value::Months(whole(of)?),
        _ => return None,
    })
}

fn later(day: Date, by: Decimal) -> Option<Date> {
    date::add_days(day, i64::try_from(by).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn penny_under_is_just_below() {
        let limit = Value::Money(Money::parse("100000").unwrap());
        let under = stepped(limit, Side::Below, step(&Type::Money).unwrap()).unwrap();
        assert_eq!(under, Value::Money(Money::parse("99999.99").unwrap()));
        let away = distance(under, limit).unwrap();
        assert!(is_on(Side::Below, away, step(&Type::Money)));
        assert!(!is_on(Side::At, away, None) && !is_on(Side::Above, away, None));
        assert!(!is_on(Side::Below, Decimal::from(-1), step(&Type::Money)));
    }
}
