//! The program and what it chooses for a question.

use std::{collections::BTreeMap, sync::OnceLock};

use crate::{
    base::{
        date::Date,
        ids::{ChargeId, IdVec, ParameterId, RuleSetId, TariffId, VersionId},
        value::Value,
    },
    check::model::{Contents, Parameter, RatePeriod, RuleSet, Status, Tariff, Version},
};

use super::secrets::Secrets;

/// A book ready to answer. It is never changed, so that any number of
/// questions can be asked of it at once.
#[derive(Debug)]
pub struct Program {
    pub(super) book: Contents,
    pub(super) prices: IdVec<TariffId, PriceRow>,
    /// By rule set and version, as soon as they have answered.
    pub(super) secrets: IdVec<RuleSetId, IdVec<VersionId, OnceLock<Secrets>>>,
    /// What its book lacks.
    pub(super) lacks: Lacks,
}

/// What a book lacks because files of it have mistakes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lacks {
    /// The first day of which there may be other prices; none if all are there.
    pub prices_from: Option<Date>,
    /// The rule sets of which there may be other rules, each with the first day.
    pub rule_sets: BTreeMap<Box<str>, Date>,
}

impl Lacks {
    /// The first day on which a rule set lacks rules.
    pub(super) fn rules_from(&self, rule_set: &str) -> Option<Date> {
        self.rule_sets.get(rule_set).copied()
    }
}

impl Program {
    /// Answers only questions that need nothing of what is lacking.
    pub(crate) fn answer_without(&mut self, lacks: Lacks) {
        self.lacks = lacks;
    }

    /// What it lacks because files have mistakes.
    #[must_use]
    pub fn lacks(&self) -> &Lacks {
        &self.lacks
    }

    /// The book it was compiled from.
    #[must_use]
    pub fn contents(&self) -> &Contents {
        &self.book
    }

    /// The number of the rule set with this id; `check` has refused a use of
    /// one that is not there.
    pub(crate) fn rule_set_id(&self, id: &str) -> RuleSetId {
        let found = self.book.rule_sets.id_where(|set| &*set.id == id);
        found.unwrap_or_else(|| RuleSetId::new(0))
    }

    /// The rule set with this id.
    #[must_use]
    pub fn rule_set(&self, id: &str) -> Option<&RuleSet> {
        self.book.rule_sets.iter().find(|set| &*set.id == id)
    }
}

/// A tariff's prices by charge number, as values.
#[derive(Debug)]
pub struct PriceRow {
    pub(super) prices: IdVec<ChargeId, Option<Value>>,
}

impl PriceRow {
    /// The price of a charge.
    #[must_use]
    pub fn price(&self, charge: ChargeId) -> Option<Value> {
        self.prices[charge]
    }
}

/// The rules and prices that answer one question: those in force on its day,
/// as known on the day it is asked as of.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Ruling<'p> {
    /// The version of the rule set.
    pub version: &'p Version,
    /// The number of the rule set.
    pub rule_set_id: RuleSetId,
    /// The number of the version in it.
    pub version_id: VersionId,
    /// What its answers must not show.
    pub secrets: &'p Secrets,
    /// The tariff, when the rule set uses prices.
    pub tariff: Option<&'p Tariff>,
    /// The number of the tariff.
    pub tariff_id: Option<TariffId>,
    /// The tariff's prices as values.
    pub prices: Option<&'p PriceRow>,
    /// Every parameter of the book.
    pub parameters: &'p IdVec<ParameterId, Parameter>,
    /// The program that it is of, for values of other rule sets.
    pub program: &'p Program,
    /// The whole book, for names of charges.
    pub book: &'p Contents,
    /// Proposed if the price of a charge that counts is: of any that the rules
    /// may use, until an evaluation says which it used.
    pub prices_status: Status,
    /// Proposed if a rate that counts is: any of the day asked about that the
    /// rules may use, until an evaluation says which it used.
    pub rates_status: Status,
    /// The day asked about.
    pub on: Date,
    /// Only what was known by the end of this day counts; all of it if none.
    pub known: Option<Date>,
}

impl Ruling<'_> {
    /// Proposed if the rules are or, of the prices and rates that count, any is:
    /// the answer then is indicative.
    #[must_use]
    pub fn status(&self) -> Status {
        match (self.prices_status, self.rates_status) {
            (Status::Adopted, Status::Adopted) => self.version.decision.status,
            _ => Status::Proposed,
        }
    }

    /// The rates of the day that the rules may use.
    pub(crate) fn rates_of_day(&self) -> impl Iterator<Item = RatePeriod> {
        let numbers = self.version.parameters.iter();
        numbers.filter_map(|number| {
            let period = self.parameters[*number].period_on(self.on, self.known)?;
            Some(RatePeriod {
                parameter: *number,
                period,
            })
        })
    }

    /// The status of these rates: proposed if any is.
    #[must_use]
    pub fn status_of_rates(&self, rates: impl IntoIterator<Item = RatePeriod>) -> Status {
        let period = |it: RatePeriod| self.parameters[it.parameter].period(it.period);
        let mut periods = rates.into_iter().filter_map(period);
        match periods.any(|it| it.decision.status == Status::Proposed) {
            true => Status::Proposed,
            false => Status::Adopted,
        }
    }

    /// The status of these charges' prices: proposed if that of any is.
    #[must_use]
    pub fn status_of(&self, charges: &[ChargeId]) -> Status {
        let is_proposed = |tariff: &Tariff| {
            let mut charges = charges.iter();
            charges.any(|it| tariff.decision_of(*it).status == Status::Proposed)
        };
        match self.tariff.is_some_and(is_proposed) {
            true => Status::Proposed,
            false => Status::Adopted,
        }
    }
}
