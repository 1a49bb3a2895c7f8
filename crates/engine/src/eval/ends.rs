//! Amounts made of a price that is a range, calculated for each end of the price.

use crate::base::{money::Money, ratio::Ratio};

/// An amount where the price is its lower end, and where it is its upper end: the
/// second can be the lower of the two, as where a reduction is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) at_low: Ratio,
    pub(super) at_high: Ratio,
}

impl Ends {
    pub(super) const NOTHING: Ends = Ends {
        at_low: Ratio::ZERO,
        at_high: Ratio::ZERO,
    };

    /// Of a price, or of anything that rises with it.
    pub(super) fn of(money: Money) -> Ends {
        Ends {
            at_low: money.low(),
            at_high: money.high(),
        }
    }

    /// The amount, from the lower of the two to the higher.
    pub(super) fn money(self) -> Money {
        Money::of_ends([self.at_low, self.at_high])
    }

    /// Makes something of the amount that rises with it.
    pub(super) fn rising(self, make: impl FnOnce(Money) -> Option<Money>) -> Option<Ends> {
        make(self.money()).map(|made| self.turned_as(made))
    }

    /// Rounds the amount.
    pub(super) fn rounded<E>(
        self,
        round: impl FnOnce(Money) -> Result<Money, E>,
    ) -> Result<Ends, E> {
        round(self.money()).map(|rounded| self.turned_as(rounded))
    }

    /// Anything below £0.00 taken as nothing.
    pub(super) fn at_least_nothing(self) -> Ends {
        self.turned_as(self.money().at_least_nothing())
    }

    /// The ends of what rises with this amount.
    fn turned_as(self, made: Money) -> Ends {
        let ends = Ends::of(made);
        if self.is_turned() {
            ends.turned()
        } else {
            ends
        }
    }

    /// Whether the amount is lower where the price is higher.
    fn is_turned(self) -> bool {
        self.at_high < self.at_low
    }

    fn turned(self) -> Ends {
        Ends {
            at_low: self.at_high,
            at_high: self.at_low,
        }
    }

    /// Both together, end by end; `None` where that is too large.
    pub(super) fn add(self, other: Ends) -> Option<Ends> {
        Some(Ends {
            at_low: self.at_low.checked_add(other.at_low)?,
            at_high: self.at_high.checked_add(other.at_high)?,
        })
    }

    /// The first less the other, end by end; `None` where that is too large.
    pub(super) fn less(self, other: Ends) -> Option<Ends> {
        Some(Ends {
            at_low: self.at_low.checked_sub(other.at_low)?,
            at_high: self.at_high.checked_sub(other.at_high)?,
        })
    }

    /// The lower of the two at each end.
    pub(super) fn least(self, other: Ends) -> Ends {
        Ends {
            at_low: self.at_low.min(other.at_low),
            at_high: self.at_high.min(other.at_high),
        }
    }
}
