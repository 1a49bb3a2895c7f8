//! Amounts between two ends, which may be open.

use rust_decimal::Decimal;

use super::range::{Range, Values};
use crate::base::{bounds::Bounds, money::Money, ratio::Ratio, value::Value};

/// Amounts in pounds, both ends included. An open end is not known, or there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    pub(crate) low: Option<Ratio>,
    pub(crate) high: Option<Ratio>,
}

impl Span {
    pub(crate) const OPEN: Span = Span {
        low: None,
        high: None,
    };

    pub(crate) const NOTHING: Span = Span {
        low: Some(Ratio::ZERO),
        high: Some(Ratio::ZERO),
    };

    /// Of an amount, which may be a range.
    pub(crate) fn exactly(money: Money) -> Span {
        Span {
            low: Some(money.low()),
            high: Some(money.high()),
        }
    }

    /// Of values that are amounts.
    pub(super) fn of(values: &Values) -> Span {
        let bounds = values.bounds();
        let end = |end: Option<Value>, of: fn(Money) -> Ratio| match end {
            Some(Value::Money(money)) => Some(of(money)),
            _ => None,
        };
        Span {
            low: end(bounds.low, Money::low),
            high: end(bounds.high, Money::high),
        }
    }

    /// As values of a part of a formula.
    pub(super) fn range(self) -> Range {
        let end = |end: Option<Ratio>| end.map(|end| Value::Money(Money::one(end)));
        Range::of(Values::between(Bounds {
            low: end(self.low),
            high: end(self.high),
        }))
    }

    /// The amount, where it is one.
    pub(crate) fn single(self) -> Option<Ratio> {
        self.low.filter(|_| self.low == self.high)
    }

    /// The amounts of either.
    pub(super) fn or(self, other: Span) -> Span {
        Span {
            low: both(self.low, other.low, Ratio::min),
            high: both(self.high, other.high, Ratio::max),
        }
    }

    /// The amounts that both have: an open end of one is that of the other.
    pub(crate) fn and(self, other: Span) -> Span {
        Span {
            low: either(self.low, other.low, Ratio::max),
            high: either(self.high, other.high, Ratio::min),
        }
    }

    pub(crate) fn add(self, other: Span) -> Span {
        let add = |one: Ratio, other| one.checked_add(other);
        Span {
            low: self.low.zip(other.low).and_then(|(a, b)| add(a, b)),
            high: self.high.zip(other.high).and_then(|(a, b)| add(a, b)),
        }
    }

    pub(super) fn less(self, other: Span) -> Span {
        let less = |one: Ratio, other| one.checked_sub(other);
        Span {
            low: self.low.zip(other.high).and_then(|(a, b)| less(a, b)),
            high: self.high.zip(other.low).and_then(|(a, b)| less(a, b)),
        }
    }

    /// The lower of one amount and of another.
    pub(super) fn cheaper(self, other: Span) -> Span {
        Span {
            low: both(self.low, other.low, Ratio::min),
            high: either(self.high, other.high, Ratio::min),
        }
    }

    /// The higher of one amount and of another.
    pub(super) fn dearer(self, other: Span) -> Span {
        Span {
            low: either(self.low, other.low, Ratio::max),
            high: both(self.high, other.high, Ratio::max),
        }
    }

    pub(super) fn at_least_nothing(self) -> Span {
        self.dearer(Span::NOTHING)
    }

    /// Made something that rises with the amount.
    pub(super) fn rising(self, make: impl Fn(Money) -> Option<Money>) -> Span {
        let end = |end: Option<Ratio>| make(Money::one(end?)).map(Money::low);
        Span {
            low: end(self.low),
            high: end(self.high),
        }
    }

    /// Both ends in whole pennies, that none of the amounts is beyond.
    pub(crate) fn in_pennies(self) -> Span {
        let pounds = |pennies: Decimal| Ratio::decimal(pennies).checked_div(100.into());
        Span {
            low: self.low.and_then(|low| pounds(low.hundredfold().floor())),
            high: self.high.and_then(|high| pounds(high.hundredfold().ceil())),
        }
    }

    /// What is said of it: that it is no less than something below nothing says nothing.
    pub(crate) fn said(self) -> Span {
        Span {
            low: self.low.filter(|low| !low.is_negative()),
            ..self
        }
    }

    /// Any number of such amounts, also none.
    pub(super) fn any_number(self) -> Span {
        let is_none = |end: &Ratio| end.is_zero();
        let nothing = self.or(Span::NOTHING);
        Span {
            low: nothing.low.filter(is_none),
            high: nothing.high.filter(is_none),
        }
    }
}

fn both(
    one: Option<Ratio>,
    other: Option<Ratio>,
    pick: fn(Ratio, Ratio) -> Ratio,
) -> Option<Ratio> {
    one.zip(other).map(|(one, other)| pick(one, other))
}

fn either(
    one: Option<Ratio>,
    other: Option<Ratio>,
    pick: fn(Ratio, Ratio) -> Ratio,
) -> Option<Ratio> {
    one.into_iter().chain(other).reduce(pick)
}
