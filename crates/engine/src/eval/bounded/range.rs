//! What a part of a formula can come to while facts are unknown.

use crate::base::{
    bounds::{Bounds, order},
    money::Money,
    value::Value,
};

/// The values that a part can have. There may be fewer, never others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Range {
    pub(crate) values: Values,
    /// Whether it may have no place in the case.
    pub(crate) may_not_apply: bool,
}

/// A set of values of one type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Values {
    /// None: the part has no place in the case.
    None,
    /// Only this value.
    One(Value),
    /// Yes and no.
    YesOrNo,
    /// An option, of those with a bit here.
    Options(u64),
    /// Several options together: each of `always`, and no other than `at_most`.
    Sets { always: u64, at_most: u64 },
    /// Ordered values, both ends included.
    Between(Bounds),
    /// Any value of the type.
    Any,
}

impl Values {
    /// Ordered values; the one value, where both ends are the same.
    pub(crate) fn between(bounds: Bounds) -> Values {
        match (bounds.low, bounds.high) {
            (None, None) => Values::Any,
            (Some(low), Some(high)) if low == high => Values::One(low),
            _ => Values::Between(bounds),
        }
    }

    /// Options with a bit here; the one option, where there is one.
    pub(crate) fn options(mask: u64) -> Values {
        match (mask.count_ones(), u8::try_from(mask.trailing_zeros())) {
            (0, _) => Values::None,
            (1, Ok(option)) => Values::One(Value::Choice(option)),
            _ => Values::Options(mask),
        }
    }

    /// The ends between which the values lie. A price that is a range has its
    /// own two.
    pub(crate) fn bounds(&self) -> Bounds {
        match self {
            Values::One(Value::Money(money)) => Bounds {
                low: Some(Value::Money(Money::one(money.low()))),
                high: Some(Value::Money(Money::one(money.high()))),
            },
            Values::One(value) => Bounds {
                low: Some(*value),
                high: Some(*value),
            },
            Values::Between(bounds) => *bounds,
            _ => Bounds::default(),
        }
    }

    /// The numbers of the values where they are few: of options, and of yes (1)
    /// and no (0).
    pub(crate) fn few(&self) -> Option<u64> {
        match self {
            Values::YesOrNo => Some(0b11),
            Values::One(Value::YesNo(yes)) => Some(1 << u8::from(*yes)),
            Values::One(Value::Choice(option)) if *option < 64 => Some(1 << option),
            Values::Options(mask) => Some(*mask),
            _ => None,
        }
    }

    /// The values where they are whole numbers and few.
    pub(super) fn whole_numbers(&self) -> Option<std::ops::RangeInclusive<i64>> {
        match self {
            Values::Between(Bounds {
                low: Some(Value::Whole(low)),
                high: Some(Value::Whole(high)),
            }) if high.saturating_sub(*low) < 64 => Some(*low..=*high),
            _ => None,
        }
    }

    /// Every value, where they are few.
    pub(super) fn each(&self) -> Option<Vec<Value>> {
        let options = |mask: u64| (0..64u8).filter(move |option| mask & (1 << option) != 0);
        Some(match self {
            Values::One(value) => vec![*value],
            Values::YesOrNo => vec![Value::YesNo(false), Value::YesNo(true)],
            Values::Options(mask) => options(*mask).map(Value::Choice).collect(),
            _ => self.whole_numbers()?.map(Value::Whole).collect(),
        })
    }

    /// The values of either.
    pub(crate) fn or(self, other: Values) -> Values {
        match (self, other) {
            (Values::None, only) | (only, Values::None) => only,
            (one, other) if one == other => one,
            (Values::Any, _) | (_, Values::Any) => Values::Any,
            (Values::One(Value::YesNo(_)) | Values::YesOrNo, _) => Values::YesOrNo,
            (Values::One(Value::Choice(_)) | Values::Options(_), _) => {
                let both = self.few().zip(other.few());
                both.map_or(Values::Any, |(one, other)| Values::options(one | other))
            }
            _ => Values::between(hull(self.bounds(), other.bounds())),
        }
    }
}

/// From the lower of two low ends to the higher of two high ends.
fn hull(one: Bounds, other: Bounds) -> Bounds {
    let pick = |a: Option<Value>, b: Option<Value>, lower: bool| {
        let (a, b) = (a?, b?);
        Some(if order(a, b)?.is_le() == lower { a } else { b })
    };
    Bounds {
        low: pick(one.low, other.low, true),
        high: pick(one.high, other.high, false),
    }
}

impl Range {
    /// Nothing is known of it.
    pub(crate) const ANY: Range = Range {
        values: Values::Any,
        may_not_apply: true,
    };

    /// These values; it has a place in the case.
    pub(crate) fn of(values: Values) -> Range {
        Range {
            values,
            may_not_apply: false,
        }
    }

    /// A value that is known; not one that is unknown.
    pub(crate) fn exactly(value: Value) -> Range {
        match value {
            Value::Unknown(_) => Range::ANY,
            Value::DoesNotApply(_) => Range {
                values: Values::None,
                may_not_apply: true,
            },
            value => Range::of(Values::One(value)),
        }
    }

    /// The values of either.
    pub(crate) fn or(self, other: Range) -> Range {
        Range {
            values: self.values.or(other.values),
            may_not_apply: self.may_not_apply || other.may_not_apply,
        }
    }

    /// The one value that it has.
    pub(crate) fn settled(&self) -> Option<Value> {
        match self.values {
            Values::One(value) if !self.may_not_apply => Some(value),
            _ => None,
        }
    }
}

/// What can come of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Truths {
    pub(crate) yes: bool,
    pub(crate) no: bool,
    /// It may have no place in the case.
    pub(crate) does_not_apply: bool,
}

impl Truths {
    /// Anything.
    pub(crate) const ANY: Truths = Truths {
        yes: true,
        no: true,
        does_not_apply: true,
    };

    /// Yes or no.
    pub(crate) const YES_OR_NO: Truths = Truths {
        does_not_apply: false,
        ..Truths::ANY
    };

    /// Only yes.
    pub(super) const YES: Truths = Truths {
        yes: true,
        no: false,
        does_not_apply: false,
    };

    /// Only no.
    pub(super) const NO: Truths = Truths {
        yes: false,
        no: true,
        does_not_apply: false,
    };

    /// The result of a test where it is known.
    pub(crate) fn settled(self) -> Option<bool> {
        (self.yes != self.no && !self.does_not_apply).then_some(self.yes)
    }

    /// What can come of a test that holds if both do.
    pub(super) fn both(self, other: Truths) -> Truths {
        Truths {
            yes: self.yes && other.yes,
            no: self.no || other.no,
            does_not_apply: self.does_not_apply || other.does_not_apply,
        }
    }

    /// What can come of a test that holds if either does.
    pub(super) fn either(self, other: Truths) -> Truths {
        Truths {
            yes: self.yes || other.yes,
            no: self.no && other.no,
            does_not_apply: self.does_not_apply || other.does_not_apply,
        }
    }

    /// The results of one test or of the other.
    pub(super) fn or(self, other: Truths) -> Truths {
        Truths {
            yes: self.yes || other.yes,
            no: self.no || other.no,
            does_not_apply: self.does_not_apply || other.does_not_apply,
        }
    }

    pub(super) fn not(self) -> Truths {
        Truths {
            yes: self.no,
            no: self.yes,
            ..self
        }
    }
}

impl From<Range> for Truths {
    fn from(range: Range) -> Truths {
        let (yes, no) = match range.values {
            Values::None => (false, false),
            Values::One(Value::YesNo(yes)) => (yes, !yes),
            _ => (true, true),
        };
        Truths {
            yes,
            no,
            does_not_apply: range.may_not_apply,
        }
    }
}

impl From<Truths> for Range {
    fn from(truths: Truths) -> Range {
        Range {
            values: match (truths.yes, truths.no) {
                (true, true) => Values::YesOrNo,
                (false, false) => Values::None,
                (yes, _) => Values::One(Value::YesNo(yes)),
            },
            may_not_apply: truths.does_not_apply,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_option_alone_is_that_option() {
        assert_eq!(Values::options(0b100), Values::One(Value::Choice(2)));
        assert_eq!(Values::options(0b101), Values::Options(0b101));
        assert_eq!(Values::options(0), Values::None);
    }
}
