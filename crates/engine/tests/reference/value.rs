//! What a formula of the reference evaluator comes to.

use std::collections::BTreeSet;

use almoner_engine::base::time_unit::TimeUnit;

use crate::fraction::Fraction;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    YesNo(bool),
    /// A whole number or another.
    Number(Fraction),
    /// The lower and the upper end, which are the same of an exact amount.
    Money(Fraction, Fraction),
    /// The same, by a unit of time.
    Per(Fraction, Fraction, TimeUnit),
    Percent(Fraction),
    Day(i64),
    /// Minutes after midnight.
    Time(i64),
    Days(i64),
    Months(i64),
    Option(String),
    Options(BTreeSet<String>),
    Text,
}

impl Value {
    /// An amount by a unit of time as an amount, with the unit.
    pub(crate) fn without_unit(&self) -> (Value, Option<TimeUnit>) {
        match self {
            Value::Per(low, high, unit) => (Value::Money(low.clone(), high.clone()), Some(*unit)),
            other => (other.clone(), None),
        }
    }

    /// Money as an amount by a unit of time; anything else as it is.
    pub(crate) fn by(self, unit: Option<TimeUnit>) -> Value {
        match (self, unit) {
            (Value::Money(low, high), Some(unit)) => Value::Per(low, high, unit),
            (other, _) => other,
        }
    }
}

/// A value, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Computed {
    Known(Value),
    Unknown,
    NotApplicable,
}

/// What cannot be done.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fault(pub(crate) &'static str);

pub(crate) type Evaluated = Result<Computed, Fault>;

impl Computed {
    pub(crate) fn yes(yes: bool) -> Computed {
        Computed::Known(Value::YesNo(yes))
    }

    /// The values of several, or what keeps there from being any: unknown
    /// before what does not apply.
    pub(crate) fn all(several: Vec<Computed>) -> Result<Vec<Value>, Computed> {
        if several.contains(&Computed::Unknown) {
            return Err(Computed::Unknown);
        }
        let values: Vec<Value> = several
            .iter()
            .filter_map(|computed| match computed {
                Computed::Known(value) => Some(value.clone()),
                _ => None,
            })
            .collect();
        match values.len() == several.len() {
            true => Ok(values),
            false => Err(Computed::NotApplicable),
        }
    }

    /// Whether it holds; none if that is unknown, or no where it does not apply.
    pub(crate) fn truth(&self) -> Truth {
        match self {
            Computed::Known(Value::YesNo(true)) => Truth::Yes,
            Computed::Known(Value::YesNo(false)) => Truth::No,
            Computed::Known(other) => panic!("not yes or no: {other:?}"),
            Computed::Unknown => Truth::Unknown,
            Computed::NotApplicable => Truth::NotApplicable,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Truth {
    Yes,
    No,
    Unknown,
    NotApplicable,
}

impl Truth {
    pub(crate) fn computed(self) -> Computed {
        match self {
            Truth::Yes => Computed::yes(true),
            Truth::No => Computed::yes(false),
            Truth::Unknown => Computed::Unknown,
            Truth::NotApplicable => Computed::NotApplicable,
        }
    }

    /// Several joined by `or` (a yes decides) or, with `decides` a no, by `and`.
    pub(crate) fn join(decides: Truth, several: &[Truth]) -> Truth {
        let otherwise = if decides == Truth::Yes {
            Truth::No
        } else {
            Truth::Yes
        };
        [decides, Truth::Unknown, Truth::NotApplicable]
            .into_iter()
            .find(|truth| several.contains(truth))
            .unwrap_or(otherwise)
    }
}
