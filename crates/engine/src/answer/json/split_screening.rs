//! A screening over a period: its parts, and the criteria, what follows and the
//! working of all of them, each with its part's number.
//!
//! What is at the top of any answer (`version`, `on`, the fingerprints) is of the
//! day asked about; `status` is indicative if any part is; `outcome` is what the
//! outcomes of the parts come to, as the rule set says.

use super::{
    envelope::{self, Answer},
    facts, fingerprints, part_begins, screening, split_quote, trace, writer,
};
use crate::{
    answer::{self as answered, not_used},
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
    let length = split_quote::traces(answer).map(|(asked, trace)| envelope::expected(asked, trace));
    let mut out = Answer::begin_as(asked, answer.status(), whole.outcome.name(), length.sum());
    if let Some(outcome) = whole.on_day {
        out.out.push_str(",\"outcome_on_day\":\"");
        out.out.push_str(outcome.name());
        out.out.push('"');
    }
    out.out.push_str(",\"parts\":[");
    for (number, (part, screening)) in screenings(answer).enumerate() {
        out.turn_to(number, part.asked());
        write_part(&mut out, number, part, screening);
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
    let all = |of: fn(&screen::Screening) -> Missing| {
        screenings(answer).fold(Missing::NONE, |all, (part, screening)| {
            let version = part.ruling().version;
            let own = not_used::as_numbered(asked.ruling.version, version, of(screening));
            all.union(own)
        })
    };
    let missing = match whole.outcome {
        Outcome::Undetermined => all(|screening| screening.missing),
        _ => Missing::NONE,
    };
    out.push_str("],\"missing\":");
    facts::missing(&mut out, asked, missing);
    out.push_str(",\"assumed\":");
    facts::assumed(&mut out, asked, all(|screening| screening.assumed));
    envelope::readings_of_no_entry(&mut out, &readings(answer));
    facts::not_used(&mut out, asked, &answer.not_used());
    let is_traced = answer.first().trace().is_some();
    envelope::end_with(
        &mut out,
        asked,
        fingerprints::used_in_parts(answer),
        |out| match is_traced {
            true => {
                let whole = answer.whole_trace().map(|trace| (asked, trace));
                trace::write_parts(out, split_quote::traces(answer), whole);
            }
            false => out.push_str("null"),
        },
    );
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

/// The days of a part, what answers for them and its outcome.
fn write_part(
    answer: &mut Answer<'_>,
    number: usize,
    part: &answered::Part<'_>,
    screening: &screen::Screening,
) {
    let asked = answer.asked;
    let (ruling, out) = (asked.ruling, &mut answer.out);
    split_quote::write_days(out, number, part);
    if !part.begins().is_empty() {
        out.push_str(",\"begins\":");
        part_begins::write(out, asked, part.begins());
    }
    out.push_str(",\"version\":");
    writer::day(out, ruling.version.in_force);
    out.push_str(",\"tariff\":");
    out.push_str(asked.fragments.year());
    out.push_str(",\"status\":");
    out.push_str(envelope::status_word(ruling.status()));
    out.push_str(",\"outcome\":\"");
    out.push_str(screening.outcome.name());
    out.push_str("\",\"missing\":");
    facts::missing(out, asked, screening.missing);
    out.push_str(",\"fingerprints\":");
    out.push_str(&asked.fragments.version.rules);
    out.push_str(asked.fragments.tariff_fingerprint());
    out.push_str("}}");
}
