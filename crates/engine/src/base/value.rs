//! Values that formulas work with: small, copied freely, three-valued.

use super::{
    date::Date,
    ids::{FactId, ReasonId, TextId},
    money::Money,
    ratio::Ratio,
    time::Time,
};

/// The facts without which a value cannot be known, one bit each, by the
/// number the rule set gives them; bit 127 stands for a price that is a range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Missing([u64; 2]);

impl Missing {
    /// The most facts, those of records included, that one rule set may have.
    pub const MAX_FACTS: usize = 127;

    /// A price is a range and the question cannot be answered for all of it.
    pub const PRICE_IS_A_RANGE: Missing = Missing([0, 1 << 63]);

    /// Nothing.
    pub const NONE: Missing = Missing([0, 0]);

    /// Only the fact with this number.
    #[must_use]
    pub const fn fact(fact: FactId) -> Missing {
        let number = fact.number();
        if number < 64 {
            Missing([1 << number, 0])
        } else {
            Missing([0, 1 << (number & 63)])
        }
    }

    /// The facts of either.
    #[must_use]
    pub const fn union(self, other: Missing) -> Missing {
        let ([a, b], [c, d]) = (self.0, other.0);
        Missing([a | c, b | d])
    }

    /// Whether any fact of `other` is among these.
    #[must_use]
    pub const fn intersects(self, other: Missing) -> bool {
        let ([a, b], [c, d]) = (self.0, other.0);
        a & c != 0 || b & d != 0
    }

    /// Whether the fact with this number is among these.
    #[must_use]
    pub const fn contains(self, fact: FactId) -> bool {
        let number = fact.number();
        let [a, b] = self.0;
        let word = if number < 64 { a } else { b };
        word >> (number & 63) & 1 != 0
    }

    /// Whether nothing is missing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        let [a, b] = self.0;
        a == 0 && b == 0
    }

    /// The numbers of the facts, lowest first.
    pub fn facts(self) -> impl Iterator<Item = FactId> {
        let [a, b] = self.0;
        // Bit 127 is no fact.
        let mut left = [a, b & !(1 << 63)];
        std::iter::from_fn(move || {
            let (word, first) = match left {
                [0, 0] => return None,
                [0, _] => (1, 64),
                _ => (0, 0),
            };
            let bits = left.get_mut(word)?;
            let number = bits.trailing_zeros();
            *bits &= *bits - 1;
            usize::try_from(number + first).ok().map(FactId::new)
        })
    }
}

/// What a fact or formula is worth.
///
/// `Unknown` is the third truth value: it says which facts would settle it.
/// `DoesNotApply` is neither zero nor unknown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// Not known yet: the facts that are missing.
    Unknown(Missing),
    /// Has no place in this case.
    DoesNotApply(ReasonId),
    /// Yes or no.
    YesNo(bool),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(Ratio),
    /// A percentage as its fraction: 50 % is 0.5.
    Percent(Ratio),
    /// Pounds.
    Money(Money),
    /// A day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A span of days.
    Days(i64),
    /// A span of months.
    Months(i64),
    /// An option, by its number.
    Choice(u8),
    /// Options, one bit each.
    Choices(u64),
    /// A text among the facts, by number.
    Text(TextId),
}

impl Value {
    /// Whether it is settled: neither unknown nor out of place.
    #[must_use]
    pub fn is_settled(self) -> bool {
        !matches!(self, Value::Unknown(_) | Value::DoesNotApply(_))
    }

    /// The number, when it is a whole or decimal one.
    #[must_use]
    pub fn number(self) -> Option<Ratio> {
        match self {
            Value::Whole(whole) => Some(Ratio::from(whole)),
            Value::Number(number) => Some(number),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn union_holds_facts_of_both_sides() {
        let both = Missing::fact(FactId::new(3)).union(Missing::fact(FactId::new(100)));
        assert_eq!(both.facts().collect::<Vec<_>>(), [3, 100].map(FactId::new));
        assert!(
            both.intersects(Missing::fact(FactId::new(100)))
                && !both.intersects(Missing::fact(FactId::new(36)))
        );
        assert!(
            both.contains(FactId::new(3))
                && both.contains(FactId::new(100))
                && !both.contains(FactId::new(36))
                && !both.contains(FactId::new(67))
        );
        assert!(Missing::PRICE_IS_A_RANGE.facts().next().is_none());
    }

    #[test]
    fn value_fits_in_its_size_limit() {
        assert!(size_of::<Value>() <= 56);
    }
}
