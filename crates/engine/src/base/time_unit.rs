//! The stretches of time by which amounts are given: £250 a week is not £250 a
//! month.

use serde::Deserialize;

/// A stretch of time that an amount is by. How many of one make another is never
/// built in: a month of 52/12 weeks and one of 4 weeks are different rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum TimeUnit {
    /// A day.
    Day,
    /// A week.
    Week,
    /// Two weeks, as benefits are paid.
    Fortnight,
    /// A month.
    Month,
    /// A term.
    Term,
    /// A year.
    Year,
}

impl TimeUnit {
    /// Every unit, shortest first.
    pub const ALL: [TimeUnit; 6] = [
        TimeUnit::Day,
        TimeUnit::Week,
        TimeUnit::Fortnight,
        TimeUnit::Month,
        TimeUnit::Term,
        TimeUnit::Year,
    ];

    /// Its name in formulas.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            TimeUnit::Day => "day",
            TimeUnit::Week => "week",
            TimeUnit::Fortnight => "fortnight",
            TimeUnit::Month => "month",
            TimeUnit::Term => "term",
            TimeUnit::Year => "year",
        }
    }

    /// The unit of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<TimeUnit> {
        TimeUnit::ALL.into_iter().find(|unit| unit.name() == name)
    }

    /// As it follows an amount: `£250.00 a week`.
    #[must_use]
    pub fn a(self) -> &'static str {
        match self {
            TimeUnit::Day => "a day",
            TimeUnit::Week => "a week",
            TimeUnit::Fortnight => "a fortnight",
            TimeUnit::Month => "a month",
            TimeUnit::Term => "a term",
            TimeUnit::Year => "a year",
        }
    }

    /// As a type of amount is named after it: `an amount by the week`.
    #[must_use]
    pub fn by(self) -> &'static str {
        match self {
            TimeUnit::Day => "by the day",
            TimeUnit::Week => "by the week",
            TimeUnit::Fortnight => "by the fortnight",
            TimeUnit::Month => "by the month",
            TimeUnit::Term => "by the term",
            TimeUnit::Year => "by the year",
        }
    }

    /// The plural of its name.
    #[must_use]
    pub fn several(self) -> &'static str {
        match self {
            TimeUnit::Day => "days",
            TimeUnit::Week => "weeks",
            TimeUnit::Fortnight => "fortnights",
            TimeUnit::Month => "months",
            TimeUnit::Term => "terms",
            TimeUnit::Year => "years",
        }
    }
}
