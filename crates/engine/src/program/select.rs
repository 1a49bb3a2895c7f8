//! Selects the version and the tariff for a day: in force then, and known by
//! the day the question is asked as of. Nothing is ever answered from a
//! neighbouring year.

use std::fmt;

use super::{
    model::{Program, Ruling},
    secrets::Secrets,
};
use crate::{
    base::{
        date::{Date, LongDate},
        ids::{Id, IdVec, ParameterId, RuleSetId, TariffId},
        name,
    },
    check::model::{RuleSet, Status, Tariff, Version},
};

/// Why no rules or prices answer a question.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unavailable {
    /// What there is none of.
    pub what: Needed,
    /// The day asked about.
    pub on: Date,
    /// Why there is none.
    pub why: Cause,
    /// What else does not cover the day.
    pub also: Vec<(Needed, Cause)>,
}

/// What a question needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Needed {
    /// A rule set of this id.
    RuleSet(Box<str>),
    /// A version of the rule set with this title.
    Version(Box<str>),
    /// A tariff.
    Tariff,
    /// A rate of a parameter, by its words.
    Rate(Box<str>),
}

/// Why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// There is no such thing; perhaps this was meant.
    Unknown(Option<Box<str>>),
    /// The first begins later.
    Before(Date),
    /// The last, named so unless it has no name, has ended.
    After(Date, Box<str>),
    /// The one in force became known only on this day, after the day as of
    /// which the question is asked.
    NotYetKnown(Date, Date),
    /// None covers the day.
    Between,
    /// Files that begin on this day, which is not later, have mistakes.
    Broken(Date),
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Needed::RuleSet(id) = &self.what {
            return write_unknown(f, id, &self.why);
        }
        write_none(f, self.on, &self.what, &self.why)?;
        for (what, why) in &self.also {
            f.write_str("; and ")?;
            write_none(f, self.on, what, why)?;
        }
        Ok(())
    }
}

fn write_none(f: &mut fmt::Formatter<'_>, on: Date, what: &Needed, why: &Cause) -> fmt::Result {
    let what = match what {
        Needed::RuleSet(id) | Needed::Version(id) => format!("rules for {id}"),
        Needed::Tariff => "charges".to_owned(),
        Needed::Rate(says) => format!("rates of “{says}”"),
    };
    write!(f, "there are no {what} for {}: ", LongDate(on))?;
    match why {
        Cause::Before(first) => write!(
            f,
            "the first in this book are in force from {} ({first})",
            LongDate(*first)
        ),
        Cause::After(last, name) if name.is_empty() => write!(
            f,
            "the last in this book end on {} ({last})",
            LongDate(*last)
        ),
        Cause::After(last, name) => write!(
            f,
            "the last in this book, {name}, end on {} ({last})",
            LongDate(*last)
        ),
        Cause::NotYetKnown(became, asked) => write!(
            f,
            "those in force became known on {} ({became}), after {} ({asked})",
            LongDate(*became),
            LongDate(*asked)
        ),
        Cause::Broken(Date::MIN) => f.write_str("files of this book have mistakes"),
        Cause::Broken(from) => write!(
            f,
            "files of this book that count from {} ({from}) have mistakes",
            LongDate(*from)
        ),
        Cause::Between | Cause::Unknown(_) => f.write_str("none in this book covers that day"),
    }
}

fn write_unknown(f: &mut fmt::Formatter<'_>, id: &str, why: &Cause) -> fmt::Result {
    write!(f, "there is no rule set `{id}`")?;
    if let Cause::Unknown(Some(near)) = why {
        write!(f, "; did you mean `{near}`?")?;
    }
    Ok(())
}

/// Something in force from a day, known from a day.
trait Dated {
    fn in_force(&self) -> Date;
    fn until(&self) -> Option<Date>;
    fn known(&self) -> Date;
    fn name(&self) -> &str;
}

impl Dated for Version {
    fn in_force(&self) -> Date {
        self.in_force
    }
    fn until(&self) -> Option<Date> {
        self.until
    }
    fn known(&self) -> Date {
        self.decision.known
    }
    fn name(&self) -> &str {
        &self.title
    }
}

impl Dated for Tariff {
    fn in_force(&self) -> Date {
        self.in_force
    }
    fn until(&self) -> Option<Date> {
        Some(self.until)
    }
    fn known(&self) -> Date {
        self.known
    }
    fn name(&self) -> &str {
        &self.year
    }
}

impl Program {
    /// The rules and prices that answer a question about `on`, using only
    /// what was `known` by a day if one is given.
    ///
    /// # Errors
    /// When there is no such rule set, or none of its versions or no tariff
    /// covers the day.
    pub fn select(
        &self,
        rule_set: &str,
        on: Date,
        known: Option<Date>,
    ) -> Result<Ruling<'_>, Unavailable> {
        let (set_id, set) = self.find(rule_set, on)?;
        check_whole(
            self.lacks.rules_from(rule_set),
            Needed::Version(title_of(set)),
            on,
        )?;
        let (version_id, version) =
            newest(&set.versions, on, known).map_err(|why| Unavailable {
                what: Needed::Version(title_of(set)),
                on,
                why,
                also: Vec::new(),
            })?;
        let mut ruling = Ruling {
            version,
            rule_set_id: set_id,
            version_id,
            secrets: self.secrets[set_id][version_id].get_or_init(|| Secrets::of(version)),
            tariff: None,
            tariff_id: None,
            prices: None,
            prices_status: Status::Adopted,
            rates_status: Status::Adopted,
            parameters: &self.book.parameters,
            program: self,
            book: &self.book,
            on,
            known,
        };
        if !version.charges.is_empty() {
            let (id, tariff) = self.tariff(on, known)?;
            ruling.tariff = Some(tariff);
            ruling.tariff_id = Some(id);
            ruling.prices = Some(&self.prices[id]);
            ruling.prices_status = ruling.status_of(&version.charges);
        }
        if !version.parameters.is_empty() {
            ruling.rates_status = ruling.status_of_rates(ruling.rates_of_day());
        }
        Ok(ruling)
    }

    /// The tariff in force on a day, with its id.
    ///
    /// # Errors
    /// When no tariff covers the day.
    pub fn tariff(
        &self,
        on: Date,
        known: Option<Date>,
    ) -> Result<(TariffId, &Tariff), Unavailable> {
        check_whole(self.lacks.prices_from, Needed::Tariff, on)?;
        newest(&self.book.tariffs, on, known).map_err(|why| Unavailable {
            what: Needed::Tariff,
            on,
            why,
            also: Vec::new(),
        })
    }

    /// Why a parameter has no rate on a day; nothing if it has one.
    #[must_use]
    pub(crate) fn no_rate(
        &self,
        number: ParameterId,
        on: Date,
        known: Option<Date>,
    ) -> Option<(Needed, Cause)> {
        let parameter = &self.book.parameters[number];
        if parameter.period_on(on, known).is_some() {
            return None;
        }
        let first = parameter.periods.first();
        let in_force = parameter.period_on(on, None);
        let in_force = in_force.and_then(|period| parameter.period(period));
        let why = match (first, in_force, known) {
            (Some(first), ..) if on < first.from => Cause::Before(first.from),
            (_, Some(period), Some(asked)) => Cause::NotYetKnown(period.decision.known, asked),
            _ => Cause::After(parameter.until, Box::default()),
        };
        Some((Needed::Rate(parameter.says.clone()), why))
    }

    fn find(&self, id: &str, on: Date) -> Result<(RuleSetId, &RuleSet), Unavailable> {
        let sets = &self.book.rule_sets;
        let found = sets.iter_ids().find(|(_, set)| &*set.id == id);
        if found.is_none() {
            check_whole(self.lacks.rules_from(id), Needed::Version(id.into()), on)?;
        }
        found.ok_or_else(|| {
            let near = name::nearest(id, sets.iter().map(|set| &*set.id));
            Unavailable {
                what: Needed::RuleSet(id.into()),
                on,
                why: Cause::Unknown(near.map(Box::from)),
                also: Vec::new(),
            }
        })
    }
}

/// Refuses a day from which on the book lacks files that have mistakes.
fn check_whole(lacks_from: Option<Date>, what: Needed, on: Date) -> Result<(), Unavailable> {
    match lacks_from.filter(|from| on >= *from) {
        None => Ok(()),
        Some(from) => Err(Unavailable {
            what,
            on,
            why: Cause::Broken(from),
            also: Vec::new(),
        }),
    }
}

fn title_of(set: &RuleSet) -> Box<str> {
    set.versions
        .last()
        .map_or_else(|| set.id.clone(), |version| version.title.clone())
}

/// The one that began last among those in force on the day and known by then;
/// of two that began together, the one that became known last.
fn newest<I: Id, T: Dated>(
    all: &IdVec<I, T>,
    on: Date,
    known: Option<Date>,
) -> Result<(I, &T), Cause> {
    let is_known = |item: &T| known.is_none_or(|day| item.known() <= day);
    let begun = all.iter_ids().filter(|(_, item)| item.in_force() <= on);
    let order = |(_, item): &(I, &T)| (item.in_force(), item.known());
    let Some((_, any)) = begun.clone().max_by_key(order) else {
        return Err(match all.iter().map(Dated::in_force).min() {
            Some(first) => Cause::Before(first),
            None => Cause::Unknown(None),
        });
    };
    let known_by_then = begun.filter(|(_, item)| is_known(item));
    match known_by_then.max_by_key(order) {
        Some((id, item)) if item.until().is_none_or(|last| on <= last) => Ok((id, item)),
        _ => Err(why_not(all.as_slice(), any, on, known)),
    }
}

fn why_not<T: Dated>(all: &[T], in_force: &T, on: Date, known: Option<Date>) -> Cause {
    let covers = in_force.until().is_none_or(|last| on <= last);
    if let (true, Some(asked)) = (covers, known) {
        return Cause::NotYetKnown(in_force.known(), asked);
    }
    let last = all.iter().max_by_key(|item| item.until());
    match last.and_then(|item| Some((item.until()?, item))) {
        Some((day, item)) if day < on => Cause::After(day, item.name().into()),
        _ => Cause::Between,
    }
}
