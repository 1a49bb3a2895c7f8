//! An amount of money in words.

use std::fmt;

use super::value_words;
use crate::base::money::Money;

/// An amount in words, or the words that replace it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// `£50.00`, `£230.00–£240.00`, `not known yet`, `to be agreed`.
    pub words: String,
    /// The amount, where it is one; never negative.
    pub money: Option<Money>,
}

impl Amount {
    /// An amount, or that it is not known yet.
    #[must_use]
    pub fn settled(money: Option<Money>) -> Amount {
        Amount {
            words: money.map_or_else(|| "not known yet".to_owned(), |money| money.to_string()),
            money,
        }
    }

    /// What is taken off, with a minus sign, or that it is not known yet.
    pub(super) fn deduction(money: Option<Money>) -> Amount {
        match money {
            Some(taken) => Amount {
                words: value_words::deduction(taken),
                money,
            },
            None => Amount::settled(None),
        }
    }

    /// What is added, with a plus sign, or that it is not known yet.
    pub(super) fn added(money: Option<Money>) -> Amount {
        let mut added = Amount::settled(money);
        if money.is_some_and(|money| money != Money::ZERO) {
            added.words.insert(0, '+');
        }
        added
    }

    /// That a person sets it.
    pub(super) fn refer() -> Amount {
        Amount::words("to be agreed")
    }

    /// Words in place of an amount.
    pub(super) fn words(words: impl Into<String>) -> Amount {
        Amount {
            words: words.into(),
            money: None,
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn increase_has_a_plus_sign_unless_it_is_nothing() {
        let words = |text: &str| Amount::added(Money::parse(text).ok()).words;
        assert_eq!(words("25"), "+£25.00");
        assert_eq!(words("0"), "£0.00");
        assert_eq!(Amount::added(None).words, "not known yet");
    }

    #[test]
    fn reduction_has_a_minus_sign_unless_it_is_nothing() {
        let words = |text: &str| Amount::deduction(Money::parse(text).ok()).words;
        assert_eq!(words("25"), "−£25.00");
        assert_eq!(words("0"), "£0.00");
        assert_eq!(words("1..=2"), "−£1.00–£2.00");
        assert_eq!(Amount::deduction(None).words, "not known yet");
    }
}
