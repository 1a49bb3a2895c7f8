//! How an amount differs from another, end by end: what a price did from one
//! year to the next.

use rust_decimal::Decimal;

use almoner_engine::base::money::Money;

/// What happens at the lower and at the upper end of a price; the same twice
/// when the price is exact. Unlike [`Money`] the first may be above the second:
/// a range whose lower end rises by more than its upper one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RangeDelta {
    /// At the lower end.
    pub low: Decimal,
    /// At the upper end.
    pub high: Decimal,
}

impl RangeDelta {
    /// Nothing at either end.
    pub const NOTHING: RangeDelta = RangeDelta {
        low: Decimal::ZERO,
        high: Decimal::ZERO,
    };

    /// The same at both ends.
    #[must_use]
    pub fn same(of: Decimal) -> RangeDelta {
        RangeDelta { low: of, high: of }
    }

    /// The greater of the two.
    #[must_use]
    pub fn most(self) -> Decimal {
        self.low.max(self.high)
    }

    /// The smaller of the two.
    #[must_use]
    pub fn least(self) -> Decimal {
        self.low.min(self.high)
    }

    /// Whether both ends are the same.
    #[must_use]
    pub fn is_one(self) -> bool {
        self.low == self.high
    }

    /// This and another, end by end.
    #[must_use]
    pub fn plus(self, other: RangeDelta) -> RangeDelta {
        RangeDelta {
            low: self.low.saturating_add(other.low),
            high: self.high.saturating_add(other.high),
        }
    }

    /// This less another, end by end.
    #[must_use]
    pub fn minus(self, other: RangeDelta) -> RangeDelta {
        RangeDelta {
            low: self.low.saturating_sub(other.low),
            high: self.high.saturating_sub(other.high),
        }
    }

    /// How many pounds the ends of a price move.
    #[must_use]
    pub fn pounds(old: Money, new: Money) -> Option<RangeDelta> {
        Some(RangeDelta {
            low: new.min().checked_sub(old.min())?,
            high: new.max().checked_sub(old.max())?,
        })
    }

    /// By what fraction the ends of a price move; none from nothing.
    #[must_use]
    pub fn fraction(old: Money, new: Money) -> Option<RangeDelta> {
        let pounds = RangeDelta::pounds(old, new)?;
        Some(RangeDelta {
            low: pounds.low.checked_div(old.min())?,
            high: pounds.high.checked_div(old.max())?,
        })
    }
}

/// The change of a charge from one tariff to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Both have a price, and they differ: in pounds, and as a fraction of the
    /// old price unless that was nothing.
    Moved(RangeDelta, Option<RangeDelta>),
    /// The same price.
    Unchanged,
    /// Only the second has a price.
    New,
    /// Only the first has a price.
    Ended,
    /// A fixed price became a variable one, or the other way round.
    FormChanged,
}

/// The directions in which a price can go, and their number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Prices that rise.
    pub risen: usize,
    /// Prices that fall.
    pub fallen: usize,
    /// Prices that stay.
    pub unchanged: usize,
    /// Charges that are new.
    pub new: usize,
    /// Charges that have ended.
    pub ended: usize,
    /// Charges priced in another way.
    pub form_changed: usize,
}

impl Change {
    /// In a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Change::Moved(pounds, _) if pounds.least() >= Decimal::ZERO => "rises",
            Change::Moved(pounds, _) if pounds.most() <= Decimal::ZERO => "falls",
            Change::Moved(..) => "rises and falls",
            Change::Unchanged => "unchanged",
            Change::New => "new",
            Change::Ended => "ended",
            Change::FormChanged => "priced differently",
        }
    }

    /// The fraction by which it moves; nothing where it stays.
    #[must_use]
    pub fn fraction(self) -> Option<RangeDelta> {
        match self {
            Change::Moved(_, fraction) => fraction,
            Change::Unchanged => Some(RangeDelta::same(Decimal::ZERO)),
            Change::New | Change::Ended | Change::FormChanged => None,
        }
    }
}

impl Counts {
    /// Counts one more.
    pub fn add(&mut self, change: Change) {
        let count = match change {
            Change::Moved(pounds, _) if pounds.most() <= Decimal::ZERO => &mut self.fallen,
            Change::Moved(..) => &mut self.risen,
            Change::Unchanged => &mut self.unchanged,
            Change::New => &mut self.new,
            Change::Ended => &mut self.ended,
            Change::FormChanged => &mut self.form_changed,
        };
        *count = count.saturating_add(1);
    }

    /// How many in all.
    #[must_use]
    pub fn all(self) -> usize {
        [
            self.risen,
            self.fallen,
            self.unchanged,
            self.new,
            self.ended,
            self.form_changed,
        ]
        .into_iter()
        .sum()
    }

    /// In words: `19 charges: 18 rise, 1 falls`.
    #[must_use]
    pub fn words(self) -> String {
        let said = [
            (self.risen, "rises", "rise"),
            (self.fallen, "falls", "fall"),
            (self.unchanged, "is unchanged", "are unchanged"),
            (self.new, "is new", "are new"),
            (self.ended, "has ended", "have ended"),
            (
                self.form_changed,
                "is priced differently",
                "are priced differently",
            ),
        ];
        let parts: Vec<String> = said
            .into_iter()
            .filter(|(count, _, _)| *count > 0)
            .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
            .collect();
        let all = self.all();
        let charges = if all == 1 { "charge" } else { "charges" };
        if parts.is_empty() {
            return format!("no {charges}");
        }
        format!("{all} {charges}: {}", parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        Money::parse(text).unwrap()
    }

    #[test]
    fn range_ends_change_separately() {
        let (old, new) = (money("223..=230"), money("230..=240"));
        let pounds = RangeDelta::pounds(old, new).unwrap();
        assert_eq!((pounds.low, pounds.high), (7.into(), 10.into()));
        let fraction = RangeDelta::fraction(old, new).unwrap();
        assert_eq!(fraction.low.round_dp(4).to_string(), "0.0314");
        assert_eq!(fraction.most().round_dp(4).to_string(), "0.0435");
        assert_eq!(RangeDelta::fraction(Money::ZERO, new), None);
    }

    #[test]
    fn changes_are_counted_in_words() {
        let mut counts = Counts::default();
        assert_eq!(counts.words(), "no charges");
        let moved = |by: i64| Change::Moved(RangeDelta::same(by.into()), None);
        for change in [moved(1), moved(2), moved(-1), Change::Unchanged] {
            counts.add(change);
        }
        assert_eq!(counts.words(), "4 charges: 2 rise, 1 falls, 1 is unchanged");
    }
}
