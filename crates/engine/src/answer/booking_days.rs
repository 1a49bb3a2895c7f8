//! The first and last day of a period, and whether a question can be about
//! them.

use crate::{
    base::{
        date::{Date, LongDate},
        value::{Missing, Value},
    },
    check::model::{Kind, NamedDay, RuleSet, Version},
    eval::{evaluator::Evaluator, facts::Facts, fault::Fault, trace::Recorder},
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
    let first = day(booked.from.fact()?);
    match booked.to.fact() {
        Some(to) => day(to).and(first),
        None => first,
    }
}

/// What is known of the days that a question is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ends {
    /// There is no period.
    None,
    /// Some end depends on these facts.
    Unknown(Missing),
    /// The first and the last day.
    Days(Date, Date),
}

/// Evaluates the ends of the period as on the day asked about; the facts keep
/// what that read.
pub(super) fn ends<R: Recorder>(
    ruling: &Ruling<'_>,
    facts: &mut Facts,
    recorder: R,
) -> Result<Ends, Fault> {
    let Some(period) = ruling.version.period else {
        return Ok(Ends::None);
    };
    let mut evaluator = Evaluator::new(ruling, facts, recorder);
    let mut end = |end| match end {
        NamedDay::Fact(fact) => {
            evaluator.read.note(fact);
            Ok(facts.value(fact))
        }
        NamedDay::Value(value) => evaluator.named_value(value),
    };
    let ends = (end(period.from)?, end(period.to)?);
    let read = std::mem::take(&mut evaluator.read);
    facts.set_read(read);
    Ok(match ends {
        (Value::Date(first), Value::Date(last)) => Ends::Days(first, last),
        (Value::Unknown(a), Value::Unknown(b)) => Ends::Unknown(a.union(b)),
        (Value::Unknown(missing), Value::Date(_)) | (Value::Date(_), Value::Unknown(missing)) => {
            Ends::Unknown(missing)
        }
        _ => Ends::None,
    })
}

/// Whether an answer says of which days it is even where nothing changes within
/// them: the day asked about need not be one of them.
pub(crate) fn names_its_days(version: &Version) -> bool {
    let from = version.period.map(|period| period.from);
    from.is_some_and(|from| version.kind == Kind::Eligibility || from.fact().is_none())
}

/// Checks that the days can be those of a booking about which the question is.
pub(super) fn check(ruling: &Ruling<'_>, first: Date, last: Date) -> Result<(), Problem> {
    let Some(booked) = ruling.version.period else {
        return Ok(());
    };
    let version = ruling.version;
    let name = |end| match end {
        NamedDay::Fact(fact) => &*version.facts[fact].id,
        NamedDay::Value(value) => &*version.values[value].id,
    };
    let (from, to) = (name(booked.from), name(booked.to));
    let at = |end: NamedDay| end.fact().map(|_| format!("/{}", name(end)));
    if last < first {
        let says = format!(
            "`{to}` is {}, before `{from}`, {}",
            LongDate(last),
            LongDate(first)
        );
        let at = at(booked.to).or(at(booked.from)).unwrap_or_default();
        let problem = Problem::new(ProblemCode::PeriodReversed, at, says);
        return Err(problem.help("name the first day first"));
    }
    if !names_its_days(version) && first != ruling.on {
        let says = format!(
            "the question is about {}, but `{from}` is {}",
            LongDate(ruling.on),
            LongDate(first)
        );
        let help = format!(
            "leave the day out, or ask about {}: a booking is asked about from its first day",
            LongDate(first)
        );
        let problem = Problem::new(ProblemCode::DayMismatch, format!("/{from}"), says);
        return Err(problem.help(help));
    }
    Ok(())
}

/// The fact that is the last day of a period; none where that is a value, which
/// nobody gave.
pub(super) fn last_day(version: &Version) -> Option<&str> {
    let fact = version.period?.to.fact()?;
    Some(&version.facts[fact].id)
}
