//! Files as written: structure read, strings still unparsed and borrowed from
//! the text, so that every one of them knows its place.
//!
//! Lists of entries are read entry by entry: one bad entry costs one diagnostic
//! and not the rest of the file.

use super::{
    budget::BudgetFile, calendar::CalendarFile, formula::model::Formula, plan::PlanFile,
    policy::PolicyFile,
};

mod case;
mod choice_option;
mod decision;
mod eligibility;
mod fact;
mod limit;
mod line;
mod packages;
mod parameter;
mod provision;
mod rounding;
mod rule_file;
mod table;
mod tariff;
mod total;
mod value;

pub use case::{CaseEntry, CasesFile, ExplainsEntry};
pub use choice_option::ChoiceEntry;
pub use decision::DecisionEntry;
pub use eligibility::{
    CriterionEntry, LetterEntry, PriorityEntry, RecurrenceEntry, ScheduleEntry, SelectionEntries,
    VacancyEntry,
};
pub use fact::{ChangesEntry, FactEntry, TypeEntry};
pub use limit::LimitEntry;
pub use line::{AlternativeEntry, LineEntry, OptionEntry, ReductionEntry};
pub use packages::{PackageEntry, PackagesEntry};
pub use parameter::{ParameterFile, ParameterHead, PeriodEntry};
pub use provision::{ProvisionEntry, ProvisionStatusEntry};
pub use rounding::RoundingEntry;
pub use rule_file::{BookingPeriodEntry, RuleFile, RuleHead};
pub use table::{ColumnEntry, RowEntry, TableEntry};
pub use tariff::{
    CatalogueEntry, CatalogueFile, CatalogueHead, CatalogueServiceHead, ChargeEntry, ServiceHead,
    TariffFile, TariffHead, UnitEntry, VariationFile, VariationHead, VariationPowerEntry,
    VariedChargeEntry,
};
pub use total::TotalEntry;
pub use value::{ConversionEntry, UseEntry, ValueEntry};

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
