//! Change points: the days within a period on which something that the answer
//! reads changes. Between two of them the same rules, prices, rates and facts
//! answer for every day.
//!
//! The question is evaluated for the first day, with a recorder that notes
//! every value that depends on the day and until when it surely stays
//! (`eval/day_reads.rs`); then for the day after that, and so on. Neighbouring
//! days with the same rules, tariff and values are one part. Nothing is assumed
//! of what formulas look like: where the next change is not known, the next
//! day is evaluated.

use std::borrow::Cow;

use super::{
    changed_facts::FactChange,
    read_facts::{self, read_facts},
    refusal::Refusal,
    varied_prices::{self, PricesRead, prices_read},
};
use crate::{
    base::{
        date::{self, Date},
        ids::{FactId, FormulaId, ParameterId},
    },
    check::model::Version,
    eval::{
        day_reads::{DayReads, Origin, Turned},
        defaults::with_defaults,
        facts::Facts,
        trace::Silent,
    },
    facts::{GivenFacts, Problem, ProblemCode},
    program::{
        model::{Program, Ruling},
        select::{Needed, Unavailable},
    },
};

/// The most parts of an answer: more than a change every day of a year.
const MAX_PARTS: usize = 400;

/// Days in a row for which the answer reads the same.
#[derive(Debug)]
pub(super) struct PeriodPart<'p> {
    /// The rules and prices, asked about its first day.
    pub(super) ruling: Ruling<'p>,
    /// The facts as its version declares them, without its assumptions.
    pub(super) given: Facts,
    /// Its last day.
    pub(super) last: Date,
    /// Why it begins; nothing for the first.
    pub(super) begins: Vec<Change>,
    /// The rules and prices of days in it on which a variation begins that changes
    /// no price the answer reads.
    varied: Vec<Ruling<'p>>,
}

/// What the evaluation of one day reads.
struct DayRead<'p> {
    reads: DayReads<'p>,
    prices: PricesRead,
}

/// What changes on the first day of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// A version of the rules begins.
    Version,
    /// A tariff begins.
    Tariff,
    /// A variation of the tariff begins.
    Variation,
    /// A calendar month begins, over each of which the rules have a limit.
    Month,
    /// A rate changes.
    Rate(ParameterId),
    /// An age reaches a number of years: the fact that is the date of birth, of
    /// which record, and the years.
    Birthday(FactId, Option<u16>, i64),
    /// A fact that was given with days, of which record; for a list, the record
    /// that joins or leaves.
    Fact(FactId, Option<u16>),
    /// What this formula says of the day changes; of which record.
    Formula(FormulaId, Option<u16>),
}

/// A question about a period.
pub(super) struct Period<'q, 'p> {
    pub(super) program: &'p Program,
    pub(super) rule_set: &'q str,
    pub(super) given: &'q GivenFacts<'q>,
    /// Facts that are changed, numbered as in the version asked.
    pub(super) changes: &'q [FactChange],
    pub(super) asked: &'p Version,
    pub(super) known: Option<Date>,
    pub(super) first: Date,
    pub(super) last: Date,
    /// The fact that is its last day, for messages.
    pub(super) last_day: Option<&'q str>,
}

/// Why a period cannot be split.
#[derive(Debug)]
pub(super) enum NotSplit {
    /// Some day of it has no rules or prices.
    NotAvailable(Unavailable),
    /// The facts cannot be read by the rules of a later day.
    Facts(Refusal),
}

impl From<Unavailable> for NotSplit {
    fn from(reason: Unavailable) -> NotSplit {
        NotSplit::NotAvailable(reason)
    }
}

impl<'p> Period<'_, 'p> {
    /// The parts, in the order of their days.
    pub(super) fn split(
        &self,
        ruling: &Ruling<'p>,
        given: &Facts,
    ) -> Result<Vec<PeriodPart<'p>>, NotSplit> {
        let parts = self.split_at(ruling, given, true)?;
        // A part has other ends than the period, and may read other prices.
        match parts.iter().all(reads_no_varied_price) {
            true => Ok(parts),
            false => self.split_at(ruling, given, false),
        }
    }

    /// The parts; where a variation begins that changes no price the answer reads,
    /// there is a new one unless `joins`.
    fn split_at(
        &self,
        ruling: &Ruling<'p>,
        given: &Facts,
        joins: bool,
    ) -> Result<Vec<PeriodPart<'p>>, NotSplit> {
        let mut parts: Vec<PeriodPart<'p>> = Vec::new();
        let mut before: Option<DayRead<'p>> = None;
        let mut given = self.within(ruling.version, given.clone());
        let mut version = ruling.version;
        let mut next = Some(self.first);
        while let Some(day) = next.filter(|day| *day <= self.last) {
            let ruling = self.program.select(self.rule_set, day, self.known);
            let ruling = ruling.map_err(|why| self.not_covered(why, version, before.as_ref()))?;
            if !std::ptr::eq(version, ruling.version) {
                version = ruling.version;
                given = self.read_for(version).map_err(NotSplit::Facts)?;
            }
            let today = match given.dated() {
                Some(_) => Cow::Owned(given.clone().on(day)),
                None => Cow::Borrowed(&given),
            };
            let reads = read_day(&ruling, &today);
            if let Some(why) = self.without_rates(day, &reads.reads) {
                return Err(why.into());
            }
            let mut begins = match (parts.last(), &before) {
                (Some(part), Some(before)) => {
                    changes((&part.ruling, before), (&ruling, &reads), joins)
                }
                _ => Vec::new(),
            };
            if !parts.is_empty() && version.limits_months() && day == day.first_of_month() {
                begins.push(Change::Month);
            }
            let is_same = !parts.is_empty() && begins.is_empty();
            if !is_same {
                if let Some(part) = parts.last_mut() {
                    part.last = date::add_days(day, -1).unwrap_or(day);
                }
                parts.push(PeriodPart {
                    ruling,
                    given: today.into_owned(),
                    last: self.last,
                    begins,
                    varied: Vec::new(),
                });
            } else if let Some(part) = parts.last_mut()
                && part.ruling.tariff_id != ruling.tariff_id
            {
                part.varied.push(ruling);
            }
            if parts.len() > MAX_PARTS {
                return Err(NotSplit::Facts(self.too_many_parts()));
            }
            next = self.next_day(day, reads.reads.until());
            if version.limits_months() {
                let month = date::add_days(day.last_of_month(), 1);
                next = next.into_iter().chain(month).min();
            }
            before = Some(reads);
        }
        Ok(parts)
    }

    /// The facts that a version asks for, changed.
    fn read_for(&self, version: &Version) -> Result<Facts, Refusal> {
        let mut facts = read_facts(version, self.given)?;
        read_facts::change(self.changes, self.asked, version, &mut facts)?;
        Ok(self.within(version, facts))
    }

    /// Facts with the days of the whole period as its ends.
    fn within(&self, version: &Version, mut facts: Facts) -> Facts {
        facts.set_period(version, self.first, self.last);
        facts
    }

    /// Everything that does not cover a day without rules or prices: what the
    /// day before needed is needed then.
    fn not_covered(
        &self,
        mut why: Unavailable,
        version: &Version,
        before: Option<&DayRead<'_>>,
    ) -> Unavailable {
        if why.what != Needed::Tariff
            && !version.charges.is_empty()
            && let Err(tariff) = self.program.tariff(why.on, self.known)
        {
            why.also.push((tariff.what, tariff.why));
        }
        let rates = before.map_or(&[][..], |it| it.reads.rates()).iter();
        why.also
            .extend(rates.filter_map(|number| self.program.no_rate(*number, why.on, self.known)));
        why
    }

    /// The parameters that a day reads and that have no rate then.
    fn without_rates(&self, on: Date, reads: &DayReads<'_>) -> Option<Unavailable> {
        let rates = reads.rates().iter();
        let mut without = rates.filter_map(|number| self.program.no_rate(*number, on, self.known));
        let (what, why) = without.next()?;
        Some(Unavailable {
            what,
            on,
            why,
            also: without.collect(),
        })
    }

    /// The next day on which anything may be different.
    fn next_day(&self, day: Date, until: Option<Date>) -> Option<Date> {
        let after = until.and_then(|until| date::add_days(until.max(day), 1));
        let rules = self.program.next_change(self.rule_set, day);
        after.into_iter().chain(rules).min()
    }

    fn too_many_parts(&self) -> Refusal {
        let says = format!("the answer changes on more than {MAX_PARTS} days of this period");
        let at = self.last_day.map(|fact| format!("/{fact}"));
        let at = at.unwrap_or_default();
        let problem = Problem::new(ProblemCode::TooMany, at, says);
        Refusal::Facts(vec![problem.help("ask about a shorter period")])
    }
}

/// What the evaluation of a day reads of it.
fn read_day<'p>(ruling: &Ruling<'p>, given: &Facts) -> DayRead<'p> {
    let mut reads = DayReads::new(ruling, given.dated());
    let facts = with_defaults(ruling, given.clone(), &mut reads);
    reads.after_assumptions();
    // A fault is recorded; the part in which it lies reports it.
    let prices = prices_read(ruling, &facts, &mut reads);
    DayRead { reads, prices }
}

/// Whether a part, with its own days as its ends, reads no price that differs
/// within it.
fn reads_no_varied_price(part: &PeriodPart<'_>) -> bool {
    if part.varied.is_empty() {
        return true;
    }
    let ruling = &part.ruling;
    let mut facts = part.given.clone();
    facts.set_period(ruling.version, ruling.on, part.last);
    let facts = with_defaults(ruling, facts, &mut Silent);
    let read = prices_read(ruling, &facts, Silent);
    let mut later = part.varied.iter();
    later.all(|varied| varied_prices::are_same(ruling, varied, [&read, &read]))
}

/// What is different from one day to a later one; nothing where the answer
/// reads the same.
fn changes(
    (old, before): (&Ruling<'_>, &DayRead<'_>),
    (new, after): (&Ruling<'_>, &DayRead<'_>),
    joins: bool,
) -> Vec<Change> {
    let is_unused = || joins && varied_prices::are_same(old, new, [&before.prices, &after.prices]);
    let (before, after) = (&before.reads, &after.reads);
    let mut changes = Vec::new();
    if !std::ptr::eq(old.version, new.version) {
        changes.push(Change::Version);
    }
    if old.tariff_id != new.tariff_id && !is_unused() {
        let varied = new
            .tariff
            .is_some_and(|tariff| !tariff.variations.is_empty());
        changes.push(match varied {
            true => Change::Variation,
            false => Change::Tariff,
        });
    }
    if !changes.is_empty() {
        return changes;
    }
    let Some(value) = before.first_changed(after.values()) else {
        return changes;
    };
    let turned = before.turned(new.on, after.values()).into_iter();
    let may_be_named = |turned: &Turned| match turned {
        Turned::Rate(_) => true,
        Turned::Birthday(fact, ..) | Turned::Fact(fact, _) => !new.secrets.fact(*fact),
    };
    changes.extend(turned.filter(may_be_named).map(|turned| match turned {
        Turned::Rate(number) => Change::Rate(number),
        Turned::Birthday(fact, record, years) => Change::Birthday(fact, record, years),
        Turned::Fact(fact, record) => Change::Fact(fact, record),
    }));
    if changes.is_empty() {
        changes.push(match value.origin {
            Origin::Formula(formula) => Change::Formula(formula, value.record),
            Origin::Records(list) => Change::Fact(list, None),
        });
    }
    changes
}
