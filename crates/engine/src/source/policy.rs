//! Policies as written: what a year's prices must keep to.

use serde::Deserialize;

/// What a year's prices must keep to, compared with those of the year before.
#[derive(Debug)]
pub struct PolicyFile<'s> {
    /// Its own fields.
    pub head: PolicyHead<'s>,
    /// The rules, in order.
    pub rules: Vec<PolicyEntry<'s>>,
}

/// The fields of a policy that are not lists of entries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyHead<'s> {
    /// The year whose prices it is about, `2018/19`.
    pub year: &'s str,
    /// What it is called.
    pub title: &'s str,
    /// The paper that citations beginning with `§` are places in.
    pub source: &'s str,
}

/// One rule of a policy.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// What it asks, in words.
    pub says: &'s str,
    /// Where it comes from.
    pub cite: &'s str,
    /// The one service it is about; all if not given.
    #[serde(borrow, default)]
    pub service: Option<&'s str>,
    /// Whether that service may have no charges at all.
    #[serde(default)]
    pub if_any: bool,
    /// What must be so.
    #[serde(borrow)]
    pub check: PolicyCheckEntry<'s>,
    /// How an open point of the source is read.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
}

/// What a policy can ask of prices.
#[derive(Debug, Deserialize)]
pub enum PolicyCheckEntry<'s> {
    /// No price rises by more than this percentage.
    RisesAtMost(#[serde(borrow)] &'s str),
    /// Every price rises by this percentage, rounded in these steps.
    RisesBy(#[serde(borrow)] &'s str, #[serde(borrow)] &'s str),
    /// A statutory charge changes only with a note that names the instrument.
    StatutoryStays,
    /// A week costs no more than a number of days.
    WeekWithinDays(u8),
    /// The price per week and the price per day move the same way.
    WeekAndDayTogether,
    /// Two charges whose ids begin with these prefixes and are equal after them
    /// have one price.
    TwinsAgree(#[serde(borrow)] &'s str, #[serde(borrow)] &'s str),
    /// Net and VAT make the price, and the VAT status stays.
    VatAddsUp,
    /// Each price has a unit.
    HasUnit,
    /// Over this many years together no service takes more than it costs.
    IncomeWithinCost(u8),
    /// What is proposed to be taken is at least this percentage of the cost.
    RecoversAtLeast(#[serde(borrow)] &'s str),
    /// Every stream that is proposed to bring something in has a charge.
    StreamsHaveCharges,
}
