//! A screening over a period: its parts, and the criteria, what follows and the
//! working of all of them, each with its part's number.
//!
//! What is at the top of any answer (`version`, `on`, the fingerprints) is of the
//! day asked about; `status` is indicative if any part is; `outcome` is what the
//! outcomes of the parts come to, as the rule set says.

use super::{envelope::Answer, parts, screening};
use crate::{
    answer::{self as answered, Evaluation},
    base::value::Missing,
    eval::{
        general_readings,
        period_screening::PeriodScreening,
        screen::{self, Outcome},
    },
};

/// Writes a screening over a period.
pub(super) fn write(answer: &answered::Answer<'_>, whole: &PeriodScreening) -> String {
    let asked = answer.asked();
    let (outcome, length) = (whole.outcome.name(), parts::expected(answer));
    let mut out = Answer::begin_as(asked, answer.status(), outcome, length);
    out.is_listed = answer.is_listed();
    screening::write_listed(&mut out);
    if let Some(outcome) = whole.on_day {
        out.out.push_str(",\"outcome_on_day\":\"");
        out.out.push_str(outcome.name());
        out.out.push('"');
    }
    out.out.push_str(",\"parts\":[");
    for (number, (part, screening)) in screenings(answer).enumerate() {
        out.turn_to(number, part.asked());
        parts::write_head(&mut out.out, number, part, screening.outcome.name());
        parts::write_tail(&mut out.out, part);
    }
    out.out.push_str("],\"criteria\":[");
    let mut first = true;
    for (number, (part, screening)) in screenings(answer).enumerate() {
        out.turn_to(number, part.asked());
        screening::write_criteria(&mut out, screening, &mut first);
    }
    out.out.push_str("],\"follows\":[");
    write_follows(&mut out, answer, whole);
    out.out.push_str("],\"schedules\":[");
    let mut first = true;
    for (number, (part, screening)) in screenings(answer).enumerate() {
        out.turn_to(number, part.asked());
        screening::write_schedules(&mut out, screening, &mut first);
    }
    let mut out = out.out;
    out.push(']');
    let missing = match whole.is_open() {
        true => parts::of_all(answer, Evaluation::missing),
        false => Missing::NONE,
    };
    let whole = answer.whole_trace().map(|trace| (asked, trace));
    parts::end(&mut out, answer, missing, &readings(answer), whole);
    out
}

/// The readings of all parts that belong to no entry, each once.
fn readings(answer: &answered::Answer<'_>) -> Vec<&'static str> {
    let mut each = screenings(answer).map(|(_, it)| general_readings::of_screening(it));
    each.find(|it| !it.is_empty()).unwrap_or_default()
}

/// Each part with its screening.
fn screenings<'a>(
    answer: &'a answered::Answer<'_>,
) -> impl Iterator<Item = (&'a answered::Part<'a>, &'a screen::Screening)> {
    let parts = answer.parts();
    parts.filter_map(|part| Some((part, part.screening()?)))
}

/// Writes what follows for the whole period, then what follows in each part that
/// is not a no.
fn write_follows<'a>(
    out: &mut Answer<'a>,
    answer: &'a answered::Answer<'_>,
    whole: &PeriodScreening,
) {
    let mut first = true;
    out.turn_to_whole(answer.asked());
    let mut any = screenings(answer).map(|(_, screening)| screening.outcome);
    if any.any(|outcome| outcome != Outcome::NotEligible) {
        for follows in &whole.follows {
            screening::write_consequence(out, *follows, &mut first);
        }
    }
    for (number, (part, screening)) in screenings(answer).enumerate() {
        if screening.outcome == Outcome::NotEligible {
            continue;
        }
        out.turn_to(number, part.asked());
        let version = part.ruling().version;
        for (value, found) in version.follows.iter().zip(&screening.follows) {
            if version.sum_of(*value).is_none() && !version.of_whole.contains(value) {
                screening::write_consequence(out, (*value, *found), &mut first);
            }
        }
    }
}
