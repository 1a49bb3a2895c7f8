//! The first and last day of a booking, and whether a question can be about
//! them.

use crate::{
    base::{
        date::{Date, LongDate},
        value::Value,
    },
    check::model::{BookingPeriod, RuleSet},
    eval::facts::Facts,
    facts::{GivenFacts, Problem, ProblemCode},
    program::model::Ruling,
};

/// The first day of a booking, where the question says over which days it
/// goes.
pub(super) fn first_day(set: &RuleSet, given: &GivenFacts<'_>) -> Option<Date> {
    let versions = set.versions.iter().rev();
    let (version, booked) = versions
        .filter_map(|version| Some((version, version.period?)))
        .next()?;
    let day = |number| given.day(&version.facts[number]);
    day(booked.to).and(day(booked.from))
}

/// The first and the last day that a question is about, where its rule set is
/// one of bookings and both are known.
#[must_use]
pub fn period(ruling: &Ruling<'_>, facts: &Facts) -> Option<(Date, Date)> {
    let booked: BookingPeriod = ruling.version.period?;
    match (facts.value(booked.from), facts.value(booked.to)) {
        (Value::Date(first), Value::Date(last)) => Some((first, last)),
        _ => None,
    }
}

/// Checks that the days can be those of a booking about which the question is.
pub(super) fn check(ruling: &Ruling<'_>, first: Date, last: Date) -> Result<(), Problem> {
    let Some(booked) = ruling.version.period else {
        return Ok(());
    };
    let facts = &ruling.version.facts;
    let (from, to) = (&facts[booked.from].id, &facts[booked.to].id);
    if last < first {
        let says = format!(
            "`{to}` is {}, before `{from}`, {}",
            LongDate(last),
            LongDate(first)
        );
        let problem = Problem::new(ProblemCode::PeriodReversed, format!("/{to}"), says);
        return Err(problem.help("name the first day first"));
    }
    if first != ruling.on {
        let says = format!(
            "the question is about {}, but `{from}` is {}",
            LongDate(ruling.on),
            LongDate(first)
        );
        let help = format!(
            "leave the day out, or ask about {first}: a booking is asked about from its first day"
        );
        let problem = Problem::new(ProblemCode::DayMismatch, format!("/{from}"), says);
        return Err(problem.help(help));
    }
    Ok(())
}
