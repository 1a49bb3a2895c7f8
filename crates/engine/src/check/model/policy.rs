//! What a year's prices must keep to.

use rust_decimal::Decimal;

use crate::base::{rounding_bands::RoundingBands, source_text::SourceId};

/// What a year's prices must keep to, compared with those of the year before.
#[derive(Debug)]
#[non_exhaustive]
pub struct Policy {
    /// The year whose prices it is about.
    pub year: Box<str>,
    /// What it is called.
    pub title: Box<str>,
    /// The paper it is from.
    pub source: Box<str>,
    /// Its rules, in order.
    pub rules: Vec<PolicyRule>,
    /// The file it is written in.
    pub file: SourceId,
}

/// One rule of a policy.
#[derive(Debug)]
#[non_exhaustive]
pub struct PolicyRule {
    /// Its name.
    pub id: Box<str>,
    /// What it asks, in words.
    pub says: Box<str>,
    /// Where it comes from, in full.
    pub cite: Box<str>,
    /// The one service it is about.
    pub service: Option<Box<str>>,
    /// What must be so.
    pub check: PolicyCheck,
    /// How an open point of the source is read.
    pub reading: Option<Box<str>>,
}

/// What a policy asks of prices; percentages are fractions of one.
#[derive(Clone, Debug, PartialEq)]
pub enum PolicyCheck {
    /// No price rises by more.
    RisesAtMost(Decimal),
    /// Every price rises by this, rounded so.
    RisesBy(Decimal, RoundingBands),
    /// A statutory charge changes only with a note.
    StatutoryStays,
    /// A week costs no more than a number of days.
    WeekWithinDays(u8),
    /// The prices per week and per day move the same way.
    WeekAndDayTogether,
    /// Two charges whose ids begin with these prefixes and are equal after them
    /// have one price.
    TwinsAgree(Box<str>, Box<str>),
    /// Net and VAT make the price, and the status stays.
    VatAddsUp,
    /// Each price has a unit.
    HasUnit,
    /// Over this many years together no service takes more than it costs.
    IncomeWithinCost(u8),
    /// What is proposed to be taken is at least this fraction of the cost.
    RecoversAtLeast(Decimal),
    /// Every stream that is proposed to bring something in has a charge.
    StreamsHaveCharges,
}

impl PolicyCheck {
    /// Whether it is about the streams of a budget.
    #[must_use]
    pub fn needs_budget(&self) -> bool {
        matches!(
            self,
            PolicyCheck::IncomeWithinCost(_)
                | PolicyCheck::RecoversAtLeast(_)
                | PolicyCheck::StreamsHaveCharges
        )
    }
}

impl Policy {
    /// The fraction by which policy lets a service's prices rise, where it says:
    /// that by which they rise, or the most.
    #[must_use]
    pub fn rise(&self, service: &str) -> Option<Decimal> {
        self.rules.iter().find_map(|rule| match rule.check {
            PolicyCheck::RisesAtMost(by) | PolicyCheck::RisesBy(by, _) => {
                let all = rule.service.as_deref();
                all.is_none_or(|of| of == service).then_some(by)
            }
            _ => None,
        })
    }
}
