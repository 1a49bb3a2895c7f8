//! A version of a rule set, as written.

use serde::Deserialize;

use super::{
    decision::DecisionEntry,
    eligibility::{CriterionEntry, SelectionEntries},
    fact::FactEntry,
    limit::LimitEntry,
    line::LineEntry,
    packages::PackagesEntry,
    provision::ProvisionEntry,
    rounding::RoundingEntry,
    table::TableEntry,
    total::TotalEntry,
    value::{UseEntry, ValueEntry},
};

/// A version of a rule set.
#[derive(Clone, Debug)]
pub struct RuleFile<'s> {
    /// Its own fields.
    pub head: RuleHead<'s>,
    /// Facts, in order.
    pub facts: Vec<FactEntry<'s>>,
    /// Values taken from other rule sets, in order.
    pub uses: Vec<UseEntry<'s>>,
    /// Decision tables, in order.
    pub tables: Vec<TableEntry<'s>>,
    /// Sets of packages, in order.
    pub packages: Vec<PackagesEntry<'s>>,
    /// Named values, in order.
    pub values: Vec<ValueEntry<'s>>,
    /// Criteria, in order; only in `Eligibility`.
    pub criteria: Vec<CriterionEntry<'s>>,
    /// What follows from an eligible answer; only in `Eligibility`.
    pub follows: Vec<ValueEntry<'s>>,
    /// What is done with those who meet them; only in `Eligibility`.
    pub selection: SelectionEntries<'s>,
    /// Priced lines, in order; only in `Pricing`.
    pub lines: Vec<LineEntry<'s>>,
    /// Totals other than the quote's own, in order; only in `Pricing`.
    pub totals: Vec<TotalEntry<'s>>,
    /// Limits on what lines come to together, in order; only in `Pricing`.
    pub limits: Vec<LimitEntry<'s>>,
    /// What the source says, and what the rules make of it, in order.
    pub provisions: Vec<ProvisionEntry<'s>>,
}

/// The fields of a rule set's version that are not lists of entries.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleHead<'s> {
    /// The rule set, the same in every version.
    pub id: &'s str,
    /// What it is called.
    pub title: &'s str,
    /// First day in force.
    pub in_force: &'s str,
    /// The earlier version, by its first day in force, of which everything is
    /// taken over that is not written here.
    #[serde(borrow, default)]
    pub based_on: Option<&'s str>,
    /// What of that version is not taken over, by id.
    #[serde(borrow, default)]
    pub drops: Vec<&'s str>,
    /// Last day in force, when no later version takes over.
    #[serde(borrow, default)]
    pub until: Option<&'s str>,
    /// Who decided it, and when it became known.
    #[serde(borrow)]
    pub decided: DecisionEntry<'s>,
    /// The paper that citations beginning with `§` or `Appendix` are places in.
    pub source: &'s str,
    /// Who decides in the end; printed under every answer.
    #[serde(borrow, default)]
    pub advice: Option<&'s str>,
    /// The span around the day asked about that a screening is about, such as a
    /// billing year; only in `Eligibility`.
    #[serde(borrow, default)]
    pub about: Option<&'s str>,
    /// How the paper settles ties between applicants whom no priority puts in
    /// order; only in `Eligibility`.
    #[serde(borrow, default)]
    pub ties: Option<&'s str>,
    /// Who decides, as letters say it; only in `Eligibility`.
    #[serde(borrow, default)]
    pub decides: Option<&'s str>,
    /// How to ask for a review of a decision, as letters say it; only in
    /// `Eligibility`.
    #[serde(borrow, default)]
    pub review: Option<&'s str>,
    /// How to reach those who answer for it, as letters and quotes say it.
    #[serde(borrow, default)]
    pub contact: Option<&'s str>,
    /// How long a quote that is issued is valid, such as `28 days`; only in
    /// `Pricing`.
    #[serde(borrow, default)]
    pub valid_for: Option<&'s str>,
    /// How amounts are rounded; only in `Pricing`.
    #[serde(borrow, default)]
    pub rounding: Option<RoundingEntry<'s>>,
    /// Over which days a question goes.
    #[serde(borrow, default)]
    pub period: Option<BookingPeriodEntry<'s>>,
}

/// `(from: "first_day", to: "last_day")`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BookingPeriodEntry<'s> {
    /// The fact or value that is the first day.
    pub from: &'s str,
    /// The fact or value that is the last day.
    pub to: &'s str,
    /// What the outcomes of its parts come to: `every_part` or `any_part`; only
    /// in `Eligibility`.
    #[serde(borrow, default)]
    pub outcome: Option<&'s str>,
}
