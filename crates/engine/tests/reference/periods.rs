//! A question about a day or a period: its parts, each asked about its own first day.

use almoner_engine::source::model::ValueEntry;

use crate::{
    book::{Book, Written},
    case::Case,
    formula::Evaluator,
    screening::Screening,
    value::{Computed, Evaluated, Fault, Value},
};

/// The parts of a question, each with the rules, the prices and the facts of its first day.
pub(crate) struct Parts<'w> {
    pub(crate) is_period: bool,
    /// First and last day.
    pub(crate) days: Vec<(i64, i64)>,
    books: Vec<Book<'w>>,
    cases: Vec<Case>,
    has_all_faults: bool,
}

/// First and last day of the period of a question; none without one.
pub(crate) fn period(written: &Written<'_>, case: &Case) -> Result<Option<(i64, i64)>, Fault> {
    let book = written.at("one", case.on).expect("a version");
    let Some(period) = &book.rules.head.period else {
        return Ok(None);
    };
    let evaluator = Evaluator::new(&book, case);
    let day = |name: &str| match evaluator.text(name, &evaluator.scope())? {
        Computed::Known(Value::Day(day)) => Ok(day),
        other => panic!("no day: {other:?}"),
    };
    Ok(Some((day(period.from)?, day(period.to)?)))
}

impl<'w> Parts<'w> {
    pub(crate) fn new(
        written: &'w Written<'w>,
        case: &Case,
        days: Vec<(i64, i64)>,
        is_period: bool,
    ) -> Parts<'w> {
        let starts = || days.iter().map(|(first, _)| *first);
        let on = |day: i64| Case {
            on: day,
            ..case.clone()
        };
        Parts {
            is_period,
            books: starts()
                .map(|day| written.at("one", day).expect("a version"))
                .collect(),
            cases: starts().map(on).collect(),
            days,
            has_all_faults: false,
        }
    }

    /// The same, in which a fault counts also where an unknown test or condition may make
    /// it none.
    pub(crate) fn with_all_faults(self) -> Parts<'w> {
        Parts {
            has_all_faults: true,
            ..self
        }
    }

    pub(crate) fn part(&self, number: usize) -> Evaluator<'_> {
        Evaluator {
            part: self.is_period.then_some(self.days[number]),
            has_all_faults: self.has_all_faults,
            ..Evaluator::new(&self.books[number], &self.cases[number])
        }
    }

    /// One part, by its rules and facts and with the ends of several together.
    pub(crate) fn in_span(&self, number: usize, first: usize, last: usize) -> Evaluator<'_> {
        let days = (self.days[first].0, self.days[last].1);
        Evaluator {
            part: self.is_period.then_some(days),
            ..self.part(number)
        }
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = Evaluator<'_>> {
        (0..self.days.len()).map(|number| self.part(number))
    }

    /// Runs of parts of one calendar month.
    pub(crate) fn months(&self) -> Vec<(usize, usize)> {
        let month = |number: usize| {
            let (year, month, _) = crate::days::parts(self.days[number].0).expect("a day");
            (year, month)
        };
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for number in 0..self.days.len() {
            match runs.last_mut() {
                Some((first, last)) if month(*first) == month(number) => *last = number,
                _ => runs.push((number, number)),
            }
        }
        runs
    }
}

/// What a screening finds.
pub(crate) struct ScreeningFound {
    pub(crate) outcome: &'static str,
    /// That on the day asked about, if it lies in the period.
    pub(crate) on_day: Option<&'static str>,
    pub(crate) parts: Vec<Screening>,
    /// Each with the part that it is of, counted from 0, unless it is for all.
    pub(crate) follows: Vec<(String, Option<usize>, Computed)>,
}

pub(crate) fn screening(parts: &Parts<'_>, on: i64) -> Result<ScreeningFound, Fault> {
    let found = parts.all().map(|part| part.screening());
    let found = found.collect::<Result<Vec<_>, _>>()?;
    let outcomes: Vec<&str> = found.iter().map(|it| it.outcome).collect();
    let period = &parts.part(0).book.rules.head.period;
    let outcome = match period.as_ref().and_then(|period| period.outcome) {
        None => found[0].outcome,
        Some(rule) => of_period(rule, &outcomes),
    };
    let has_on = |(first, last): &(i64, i64)| *first <= on && on <= *last;
    let on_day = parts.days.iter().position(has_on);
    let mut follows = Vec::new();
    for (number, part) in parts.all().enumerate() {
        let is_no = parts.is_period && found[number].outcome == "not_eligible";
        let is_for_all = |value: &ValueEntry<'_>| value.sum.is_some() || reads_sum(value);
        if !is_no {
            let own = part.follows(is_for_all)?.into_iter();
            follows.extend(own.map(|(id, computed)| (id, Some(number), computed)));
        }
    }
    for value in &parts.part(0).book.rules.follows {
        let computed = if let Some(which) = value.sum {
            sum(parts, &outcomes, value.id, which)?
        } else if reads_sum(value) {
            of_sum(parts, &outcomes, value)?
        } else {
            continue;
        };
        follows.push((value.id.to_owned(), None, computed));
    }
    Ok(ScreeningFound {
        outcome,
        on_day: on_day.map(|number| found[number].outcome),
        parts: found,
        follows,
    })
}

/// What the outcomes of the parts come to.
fn of_period(rule: &str, outcomes: &[&'static str]) -> &'static str {
    let all = |wanted: &str| outcomes.iter().all(|it| *it == wanted);
    let any = |wanted: &str| outcomes.contains(&wanted);
    match rule {
        "every_part" if any("not_eligible") => "not_eligible",
        "every_part" if all("eligible") => "eligible",
        "any_part" if any("eligible") => "eligible",
        "any_part" if all("not_eligible") => "not_eligible",
        _ if any("undetermined") => "undetermined",
        _ => "refer",
    }
}

/// The generator calls what reads a sum `r` and a number, and the sum that it reads `s0`.
fn reads_sum(value: &ValueEntry<'_>) -> bool {
    value.is.contains("s0")
}

fn sum(parts: &Parts<'_>, outcomes: &[&str], id: &str, which: &str) -> Evaluated {
    let mut all = Vec::new();
    let mut may_be_absent = false;
    for (part, outcome) in parts.all().zip(outcomes) {
        let is_counted = match (which, *outcome) {
            ("parts", _) | ("eligible_parts", "eligible") | ("referred_parts", "refer") => true,
            // Once it is settled it may add to the sum.
            (_, "undetermined") => false,
            _ => continue,
        };
        let value = part.value_entry(id).expect("a sum");
        let value = part.value(value, &part.scope())?;
        if !is_counted && value == Computed::NotApplicable {
            may_be_absent = true;
            continue;
        }
        all.push(match value {
            Computed::Known(_) if !is_counted => Computed::Unknown,
            value => value,
        });
    }
    // 0 if that part turns out not to count.
    if all.is_empty() && may_be_absent {
        all.push(Computed::Unknown);
    }
    if all.iter().any(|it| *it != Computed::NotApplicable) {
        // Parts in which it does not apply are passed over.
        all.retain(|it| *it != Computed::NotApplicable);
    }
    Ok(match Computed::all(all) {
        Err(open) => open,
        Ok(values) => {
            let mut sum = crate::fraction::whole(0);
            for value in values {
                match value {
                    Value::Number(number) => sum += number,
                    other => panic!("no number: {other:?}"),
                }
            }
            Computed::Known(Value::Number(sum))
        }
    })
}

/// What reads the sum `s0` is evaluated once.
fn of_sum(parts: &Parts<'_>, outcomes: &[&str], value: &ValueEntry<'_>) -> Evaluated {
    let first = parts.part(0);
    let which = first
        .value_entry("s0")
        .and_then(|it| it.sum)
        .expect("a sum");
    let Computed::Known(Value::Number(sum)) = sum(parts, outcomes, "s0", which)? else {
        return sum(parts, outcomes, "s0", which);
    };
    first.text(&value.is.replace("s0", &format!("({sum})")), &first.scope())
}
