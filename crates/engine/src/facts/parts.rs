//! A booking over days with different rules or prices, taken apart: one
//! question for each stretch of days, with the facts cut to that stretch.

use super::{Intake, Problem, Spot, words::Taken};
use crate::{
    base::{
        date::{Date, Spoken},
        ids::FactId,
        value::Value,
    },
    check::model::{Booked, RuleSet, Version},
    eval::facts::Facts,
    program::{
        choose::Refused,
        model::{Program, Ruling},
    },
};

/// One part of a booking: the rules and prices of its days, and the facts.
#[derive(Debug)]
pub struct Part<'p> {
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
    /// What answers, asked about its first day.
    pub ruling: Ruling<'p>,
    /// The facts, with the first and last day of the part in place of those of
    /// the whole booking.
    pub facts: Facts,
}

/// Why a booking cannot be taken apart.
#[derive(Debug)]
pub enum NoParts {
    /// There are no rules or prices for some of its days.
    Refused(Refused),
    /// Its days cannot be, or its facts are none for a later version.
    Problems(Vec<Problem>),
}

/// Gives the facts of a question to an intake, as often as they are needed.
pub type Giving<'g> = &'g dyn Fn(&mut Intake<'_>);

/// The first day of a booking, where the question says over which days it
/// goes: the day that is asked about if no other is named.
#[must_use]
pub fn first_day(set: &RuleSet, give: Giving<'_>) -> Option<Date> {
    let booked = |version: &'_ Version| version.period.is_some();
    let version = set.versions.iter().rev().find(|version| booked(version))?;
    let mut intake = Intake::new(version);
    give(&mut intake);
    days(version.period?, &intake.facts).map(|(first, _)| first)
}

/// The first and the last day of a booking, if both are known.
fn days(booked: Booked, facts: &Facts) -> Option<(Date, Date)> {
    match (facts.value(booked.from), facts.value(booked.to)) {
        (Value::Date(first), Value::Date(last)) => Some((first, last)),
        _ => None,
    }
}

/// The first and the last day that a question is about, where its rule set is
/// one of bookings and both are known.
#[must_use]
pub fn period(ruling: &Ruling<'_>, facts: &Facts) -> Option<(Date, Date)> {
    days(ruling.version.period?, facts)
}

/// The parts of a booking; none where one set of rules and prices is enough,
/// so that the question is asked whole.
///
/// # Errors
/// When some of its days have no rules or prices, or the days cannot be.
pub fn parts<'p>(
    program: &'p Program,
    (ruling, facts): (&Ruling<'p>, &Facts),
    give: Giving<'_>,
) -> Result<Vec<Part<'p>>, NoParts> {
    let Some((first, last)) = period(ruling, facts) else {
        return Ok(Vec::new());
    };
    possible(ruling, (first, last)).map_err(|problem| NoParts::Problems(vec![problem]))?;
    let stretches = program
        .stretches(&ruling.version.id, (first, last), ruling.known)
        .map_err(NoParts::Refused)?;
    if stretches.len() < 2 {
        return Ok(Vec::new());
    }
    let one = |stretch: &crate::program::stretches::Stretch<'p>| {
        let (ruling, first) = (stretch.ruling, stretch.ruling.on);
        let mut intake = Intake::new(ruling.version);
        give(&mut intake);
        intake.cut(first, stretch.last);
        let facts = intake.finish(&ruling).map_err(NoParts::Problems)?;
        Ok(Part {
            first,
            last: stretch.last,
            ruling,
            facts,
        })
    };
    stretches.iter().map(one).collect()
}

/// Whether the days can be those of a booking about which the question is.
fn possible(ruling: &Ruling<'_>, (first, last): (Date, Date)) -> Result<(), Problem> {
    let version = ruling.version;
    let named = |fact: Option<FactId>| fact.map_or("", |fact| &*version.facts[fact].id);
    let from = named(version.period.map(|it| it.from));
    let to = named(version.period.map(|it| it.to));
    if last < first {
        return Err(Problem {
            at: format!("/{to}"),
            says: format!(
                "`{to}` is {}, before `{from}`, {}",
                Spoken(last),
                Spoken(first)
            ),
            help: Some("name the first day first".to_owned()),
        });
    }
    if first != ruling.on {
        return Err(Problem {
            at: format!("/{from}"),
            says: format!(
                "the question is about {}, but `{from}` is {}",
                Spoken(ruling.on),
                Spoken(first)
            ),
            help: Some(format!(
                "leave the day out, or ask about {first}: a booking is asked about from its first day"
            )),
        });
    }
    Ok(())
}

impl Intake<'_> {
    /// Puts other days in the place of a booking's.
    fn cut(&mut self, first: Date, last: Date) {
        let version = self.version;
        let Some(booked) = version.period else { return };
        for (number, day) in [(booked.from, first), (booked.to, last)] {
            let day = Taken::Value(Value::Date(day));
            self.put(number, &version.facts[number], Spot::Case, day);
        }
    }
}
