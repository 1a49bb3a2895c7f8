//! Files as written: structure read, strings still unparsed and borrowed from
//! the text, so that every one of them knows its place.
//!
//! Lists of entries are read entry by entry: one bad entry costs one diagnostic
//! and not the rest of the file.

use ron::value::RawValue;
use serde::Deserialize;

use super::{
    budget::BudgetFile, calendar::CalendarFile, formula::model::Formula, ordered_map::OrderedMap,
    plan::PlanFile, policy::PolicyFile,
};

mod choice_option;
mod decision;
mod eligibility;
mod limit;
mod provision;
mod rounding;
mod tariff;
mod total;

pub use choice_option::ChoiceEntry;
pub use decision::DecisionEntry;
pub use eligibility::{
    CriterionEntry, LetterEntry, PriorityEntry, RecurrenceEntry, ScheduleEntry, SelectionEntries,
    VacancyEntry,
};

pub use limit::LimitEntry;
pub use provision::{ProvisionEntry, ProvisionStatusEntry};
pub use rounding::RoundingEntry;
pub use total::TotalEntry;

pub use tariff::{
    CatalogueEntry, CatalogueFile, CatalogueHead, CatalogueServiceHead, ChargeEntry, ServiceHead,
    TariffFile, TariffHead, UnitEntry, VariationFile, VariationHead, VariationPowerEntry,
    VariedChargeEntry,
};

/// One file, by the word it starts with.
#[derive(Debug)]
pub enum Document<'s> {
    /// `Eligibility(…)`: criteria that screen a person.
    Eligibility(RuleFile<'s>),
    /// `Pricing(…)`: lines that make a quote.
    Pricing(RuleFile<'s>),
    /// `Tariff(…)`: a year's prices.
    Tariff(TariffFile<'s>),
    /// `Variation(…)`: prices changed within a year.
    Variation(VariationFile<'s>),
    /// `Charges(…)`: the catalogue of charges.
    Charges(CatalogueFile<'s>),
    /// `Parameter(…)`: rates that change over time.
    Parameter(ParameterFile<'s>),
    /// `Calendar(…)`: days that rules speak of by name.
    Calendar(CalendarFile<'s>),
    /// `Cases(…)`: what a rule set must answer.
    Cases(CasesFile<'s>),
    /// `Policy(…)`: what a year's prices must keep to.
    Policy(PolicyFile<'s>),
    /// `Plan(…)`: how next year's prices follow from this year's.
    Plan(PlanFile<'s>),
    /// `Budget(…)`: what the service streams take in.
    Budget(BudgetFile<'s>),
}

impl<'s> Document<'s> {
    /// The id of the rule set it is about, if it is about one.
    #[must_use]
    pub fn rule_set(&self) -> Option<&'s str> {
        match self {
            Document::Eligibility(rules) | Document::Pricing(rules) => Some(rules.head.id),
            Document::Cases(cases) => Some(cases.rule_set),
            _ => None,
        }
    }
}

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

/// A fact as declared.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// Its type.
    #[serde(borrow)]
    pub is: TypeEntry<'s>,
    /// The question that asks for it.
    #[serde(borrow, default)]
    pub ask: &'s str,
    /// A short noun that fits into a sentence, for use where there is no room
    /// for the question.
    #[serde(borrow, default)]
    pub label: Option<&'s str>,
    /// More about the question, for help texts.
    #[serde(borrow, default)]
    pub hint: Option<&'s str>,
    /// The values it may have, `1..10` or `0..`.
    #[serde(borrow, default)]
    pub within: Option<&'s str>,
    /// When it is worth asking: a yes/no formula over other facts.
    #[serde(borrow, default)]
    pub when: Option<&'s str>,
    /// What is taken, and said to be taken, when it is not given: a formula.
    #[serde(borrow, default)]
    pub assume: Option<&'s str>,
    /// For a list: the question whether it is complete. Without it, a list
    /// that is given is complete.
    #[serde(borrow, default)]
    pub complete: Option<&'s str>,
    /// A date that it may not be before.
    #[serde(borrow, default)]
    pub not_before: Option<&'s str>,
    /// A fact than which it may not be more.
    #[serde(borrow, default)]
    pub no_more_than: Option<&'s str>,
    /// Facts that cannot be given with it.
    #[serde(borrow, default)]
    pub excludes: Vec<&'s str>,
    /// Facts without which it cannot be given.
    #[serde(borrow, default)]
    pub needs: Vec<&'s str>,
    /// Who supplies it.
    #[serde(borrow, default)]
    pub from: Option<&'s str>,
    /// The question as a letter puts it to the person it is about.
    #[serde(borrow, default)]
    pub letter: Option<&'s str>,
    /// Never shown, stored or logged.
    #[serde(default)]
    pub confidential: bool,
}

/// A fact's type as declared.
#[derive(Clone, Debug, Deserialize)]
pub enum TypeEntry<'s> {
    /// Yes or no.
    YesNo,
    /// A whole number.
    Whole,
    /// A decimal number.
    Number,
    /// Pounds.
    Money,
    /// A percentage.
    Percentage,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// One of these.
    #[serde(borrow)]
    OneOf(Vec<ChoiceEntry<'s>>),
    /// Any number of these.
    #[serde(borrow)]
    AnyOf(Vec<ChoiceEntry<'s>>),
    /// Free text.
    Text,
    /// Records, each with these facts.
    #[serde(borrow)]
    List(Vec<FactEntry<'s>>),
    /// The records of the version this one is based on, each with these facts
    /// too, or with these in the place of those of the same name.
    #[serde(borrow)]
    Also(Vec<FactEntry<'s>>),
}

/// A named intermediate result.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// What it is, in words; `{…}` puts a formula's value in.
    #[serde(borrow, default)]
    pub says: &'s str,
    /// The formula.
    pub is: &'s str,
    /// The list of whose every record this is a value.
    #[serde(borrow, default)]
    pub each: Option<&'s str>,
    /// The fact or value that is the day it is about.
    #[serde(borrow, default)]
    pub on: Option<&'s str>,
    /// When it applies.
    #[serde(borrow, default)]
    pub when: Option<&'s str>,
    /// Over which parts of the period it is added up: `parts` or
    /// `eligible_parts`; only of what follows.
    #[serde(borrow, default)]
    pub sum: Option<&'s str>,
    /// Where it comes from.
    #[serde(borrow, default)]
    pub cite: Option<&'s str>,
    /// How an open point of the source is read.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
}

/// What a rule set takes from another one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UseEntry<'s> {
    /// What stands before the point in `hours.first_day`.
    pub id: &'s str,
    /// The other rule set.
    pub rule_set: &'s str,
    /// The list of whose every record the values are asked.
    #[serde(borrow, default)]
    pub for_each: Option<&'s str>,
    /// The day asked about: a formula. Left out, that of the question.
    #[serde(borrow, default)]
    pub on: Option<&'s str>,
    /// The other rule set's facts by name: formulas.
    #[serde(borrow, default)]
    pub facts: OrderedMap<'s, &'s str>,
    /// The values that are taken, by name.
    #[serde(borrow)]
    pub values: Vec<&'s str>,
}

/// A decision table: columns tested in turn, one result.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableEntry<'s> {
    /// Its name, called like a function.
    pub id: &'s str,
    /// What it is, in words.
    #[serde(borrow, default)]
    pub says: &'s str,
    /// The columns.
    #[serde(borrow)]
    pub takes: Vec<ColumnEntry<'s>>,
    /// The type of the result.
    #[serde(borrow)]
    pub gives: TypeEntry<'s>,
    /// The rows: cells, then the result.
    #[serde(borrow)]
    pub rows: Vec<RowEntry<'s>>,
    /// What to say when no row fits; the result then does not apply.
    #[serde(borrow, default)]
    pub otherwise: Option<&'s str>,
    /// Where it comes from.
    #[serde(borrow, default)]
    pub cite: Option<&'s str>,
    /// How an open point of the source is read.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
}

/// Packages that cover a party: the cheapest are bought.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackagesEntry<'s> {
    /// Its name, called like a function with the counts to cover.
    pub id: &'s str,
    /// What it is, in words.
    #[serde(borrow, default)]
    pub says: &'s str,
    /// What is counted: `["adults", "children"]`.
    #[serde(borrow)]
    pub covers: Vec<&'s str>,
    /// The kinds of package.
    #[serde(borrow)]
    pub offers: Vec<PackageEntry<'s>>,
    /// Where it comes from.
    #[serde(borrow, default)]
    pub cite: Option<&'s str>,
    /// How an open point of the source is read.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
}

/// One kind of package.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackageEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// What it is, in words.
    pub says: &'s str,
    /// How many of each it holds at most.
    pub holds: Vec<u16>,
    /// How many of each there must be in it; empty if not given.
    #[serde(default)]
    pub at_least: Vec<u16>,
    /// How many it holds at most, all counted together.
    #[serde(default)]
    pub in_all: Option<u16>,
    /// Its price: an amount or a charge.
    pub price: &'s str,
}

/// A table's column.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// Its type: a whole number, number, money, percentage, date, choice or yes/no.
    #[serde(borrow)]
    pub is: TypeEntry<'s>,
    /// The values it may have; gaps outside them are none.
    #[serde(borrow, default)]
    pub within: Option<&'s str>,
}

/// A table's row: `(["0..1", "half_day"], "charge nursery.babies.half_day.day")`.
#[derive(Clone, Debug, Deserialize)]
pub struct RowEntry<'s>(
    /// One cell a column: a value, a range `2..5`, `18..`, several `a, b`, or `-` for any.
    #[serde(borrow)]
    pub Vec<&'s str>,
    /// The result, a formula without facts.
    #[serde(borrow)]
    pub &'s str,
);

/// A priced line, or one line per record of a list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// What is charged for, in words.
    pub says: &'s str,
    /// One line for each record of this list.
    #[serde(borrow, default)]
    pub for_each: Option<&'s str>,
    /// When there is such a line.
    #[serde(borrow, default)]
    pub when: Option<&'s str>,
    /// Why there is none when `when` is no.
    #[serde(borrow, default)]
    pub otherwise: Option<&'s str>,
    /// The charge that `charge` stands for in `each`.
    #[serde(borrow, default)]
    pub charge: Option<&'s str>,
    /// The price of one; `charge` if not given.
    #[serde(borrow, default)]
    pub each: Option<&'s str>,
    /// How many; one if not given.
    #[serde(borrow, default)]
    pub quantity: Option<&'s str>,
    /// Ways to price the same thing, of which the cheapest is taken.
    #[serde(borrow, default)]
    pub cheapest_of: Vec<OptionEntry<'s>>,
    /// What it costs as an open point of the source is read, one way or the
    /// other; the answer has all of them.
    #[serde(borrow, default)]
    pub alternatives: Vec<AlternativeEntry<'s>>,
    /// Only a person can price it where no way applies: what to say then.
    #[serde(borrow, default)]
    pub refer: Option<&'s str>,
    /// Reductions and increases, in the order in which they act.
    #[serde(borrow, default)]
    pub reductions: Vec<ReductionEntry<'s>>,
    /// What each of them is taken off: `to_gross`, `one_after_other` or `best`.
    #[serde(borrow, default)]
    pub reductions_apply: Option<&'s str>,
    /// Where it comes from.
    #[serde(borrow, default)]
    pub cite: Option<&'s str>,
    /// How an open point of the source is read.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
}

/// One way to price a line.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// What it is, in words.
    pub says: &'s str,
    /// When it can be chosen.
    #[serde(borrow, default)]
    pub when: Option<&'s str>,
    /// The charge that `charge` stands for in `each`.
    #[serde(borrow, default)]
    pub charge: Option<&'s str>,
    /// The price of one.
    #[serde(borrow, default)]
    pub each: Option<&'s str>,
    /// How many.
    #[serde(borrow, default)]
    pub quantity: Option<&'s str>,
}

/// One of several readings of an open point, with the price of the line under
/// it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlternativeEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// The reading, as a clause that fits after "if".
    pub reading: &'s str,
    /// The charge that `charge` stands for in `each`.
    #[serde(borrow, default)]
    pub charge: Option<&'s str>,
    /// The price of one.
    #[serde(borrow, default)]
    pub each: Option<&'s str>,
    /// How many.
    #[serde(borrow, default)]
    pub quantity: Option<&'s str>,
}

/// A reduction of a line, or an increase.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReductionEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// What it is, in words.
    pub says: &'s str,
    /// When it is given.
    pub when: &'s str,
    /// How much it takes off: a percentage or an amount.
    #[serde(borrow, default)]
    pub take: Option<&'s str>,
    /// In the place of `take`: how much it adds.
    #[serde(borrow, default)]
    pub adds: Option<&'s str>,
    /// The least it can be.
    #[serde(borrow, default)]
    pub at_least: Option<&'s str>,
    /// The most it can be.
    #[serde(borrow, default)]
    pub at_most: Option<&'s str>,
    /// How its own amount is rounded.
    #[serde(borrow, default)]
    pub rounding: Option<RoundingEntry<'s>>,
    /// Where it comes from.
    #[serde(borrow, default)]
    pub cite: Option<&'s str>,
    /// How an open point of the source is read.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
}

/// Rates that change over time, by band.
#[derive(Debug)]
pub struct ParameterFile<'s> {
    /// Its own fields.
    pub head: ParameterHead<'s>,
    /// Rates from a day on, in order.
    pub periods: Vec<PeriodEntry<'s>>,
}

/// The fields of a parameter that are not lists of entries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParameterHead<'s> {
    /// Its name, called like a function with the day last.
    pub id: &'s str,
    /// What it is, in words.
    pub says: &'s str,
    /// The columns that choose a band.
    #[serde(borrow, default)]
    pub takes: Vec<ColumnEntry<'s>>,
    /// The type of a rate.
    #[serde(borrow)]
    pub gives: TypeEntry<'s>,
    /// The last day for which the rates are known.
    pub until: &'s str,
}

/// The rates from a day on, until the next period's day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodEntry<'s> {
    /// First day in force.
    pub from: &'s str,
    /// The instrument.
    pub cite: &'s str,
    /// How an open point of it is read.
    #[serde(default)]
    pub reading: Option<&'s str>,
    /// The bands, as the rows of a table.
    #[serde(borrow)]
    pub rows: Vec<RowEntry<'s>>,
}

/// What a rule set must answer.
#[derive(Debug)]
pub struct CasesFile<'s> {
    /// The rule set.
    pub rule_set: &'s str,
    /// The cases, in order.
    pub cases: Vec<CaseEntry<'s>>,
}

/// A case: facts, a day and what must come of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseEntry<'s> {
    /// What it shows.
    pub says: &'s str,
    /// The day asked about.
    pub on: &'s str,
    /// The day as known on which it is asked.
    #[serde(borrow, default)]
    pub known: Option<&'s str>,
    /// The facts: `{ "minutes": 20, "references": [{ "kind": "training" }] }`,
    /// each unread so that no digit is lost.
    #[serde(borrow, default)]
    pub facts: OrderedMap<'s, &'s RawValue>,
    /// What must come of them, by `outcome`, `total`, `missing`, or the name
    /// of a value, criterion, line or reduction.
    #[serde(borrow)]
    pub expect: OrderedMap<'s, &'s str>,
}

/// A wording split at its `{…}` parts.
#[derive(Debug)]
pub enum WordingPart<'s> {
    /// Words, to be shown unchanged.
    Words(&'s str),
    /// A formula whose value is put in, with its text.
    Formula(&'s str, Formula),
    /// `{lessons: # lesson|# lessons}`: a formula with its text, the words if
    /// its value is one, and the words for any other number.
    Plural(&'s str, Formula, [&'s str; 2]),
}
