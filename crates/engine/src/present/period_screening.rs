//! A screening over a period in words: the outcome of the whole, then each part
//! with its days, its outcome and its criteria.

use super::{
    context::Context,
    header::{self, Footer, Header},
    letter, missing, notes, outcome_words, part_begins, schedule,
    screening::{
        self, CriterionView, FollowsView, ScreenedPartView, ScreeningView, criteria_are, follow,
        still_needed,
    },
    value_words::{from_to, listed, sentence},
};
use crate::{
    answer::{Answer, Change},
    base::{
        date::{Date, LongDate},
        sequence::each_once,
    },
    eval::{
        basis::Basis,
        general_readings,
        period_screening::PeriodScreening,
        screen::{Outcome, Screening, Standing},
    },
};

/// More stretches of days than this are not listed in the headline.
const MAX_STRETCHES: usize = 3;

/// A part with its days and its screening.
struct PartScreened<'a> {
    context: Context<'a>,
    days: (Date, Date),
    begins: &'a [Change],
    screening: &'a Screening,
}

/// A screening over a period in words.
pub(super) fn screening(answer: &Answer<'_>, whole: &PeriodScreening) -> ScreeningView {
    let parts = answer.parts().filter_map(|part| {
        Some(PartScreened {
            context: Context::of_part(part),
            days: part.days()?,
            begins: part.begins(),
            screening: part.screening()?,
        })
    });
    let parts: &[PartScreened<'_>] = &parts.collect::<Vec<_>>();
    let missing = each_once(
        parts
            .iter()
            .filter(|_| whole.is_open())
            .flat_map(|part| missing::missing(&part.context, part.screening.missing)),
    );
    ScreeningView {
        header: title(parts),
        outcome: whole.outcome,
        headline: headline(answer, whole, parts, missing.len()),
        division: division(parts),
        criteria: Vec::new(),
        parts: views(parts),
        missing,
        settles: Vec::new(),
        later: Vec::new(),
        assumed: each_once(
            parts
                .iter()
                .flat_map(|part| notes::assumptions(&part.context, part.screening.assumed)),
        ),
        readings: each_once(
            parts
                .iter()
                .flat_map(|part| {
                    let general = general_readings::of_screening(part.screening);
                    notes::readings(&part.context, general)
                })
                .chain(notes::readings(
                    &Context::new(answer.asked(), answer.whole_trace()),
                    Vec::new(),
                )),
        ),
        follows: follows(answer, whole, parts),
        review: letter::review(answer.asked().ruling.version, whole.outcome).map(sentence),
        footer: Footer::of(
            parts
                .iter()
                .map(|part| (part.context.ruling, part.screening.into())),
        ),
    }
}

fn title(parts: &[PartScreened<'_>]) -> Header {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return Header::default();
    };
    let days = from_to(first.days.0, last.days.1);
    let mut title = Header::titled(
        first.context.ruling,
        &format!("screening for {days}"),
        Basis::default(),
    );
    let indicative = parts
        .iter()
        .flat_map(|part| header::indicative(part.context.ruling, part.screening.into()));
    title.indicative = each_once(indicative);
    title
}

fn headline(
    answer: &Answer<'_>,
    whole: &PeriodScreening,
    parts: &[PartScreened<'_>],
    missing: usize,
) -> String {
    let is_all = parts
        .iter()
        .all(|part| part.screening.outcome == whole.outcome);
    let words = match (whole.outcome, is_all) {
        (Outcome::Eligible, true) => "Eligible for the whole period.".to_owned(),
        (Outcome::Eligible, false) => {
            let eligible = stretches(parts);
            match eligible.len() {
                1..=MAX_STRETCHES => format!("Eligible {}.", listed(&eligible, "and")),
                _ => {
                    let first = eligible.first().map_or("", String::as_str);
                    format!("Eligible for part of the period, first {first}.")
                }
            }
        }
        (Outcome::NotEligible, true) => "Not eligible on any day of the period.".to_owned(),
        (Outcome::NotEligible, false) => {
            "Not eligible: the conditions are not met on every day of the period.".to_owned()
        }
        (Outcome::Undetermined, _) => format!("Not decided yet: {}.", still_needed(missing)),
        (Outcome::Refer, _) => "For a person to decide.".to_owned(),
    };
    let day = answer.asked().ruling.on;
    match whole.on_day {
        Some(outcome) if !is_all => {
            let outcome = outcome_words::in_sentence(outcome);
            format!("{words} On {}: {outcome}.", LongDate(day))
        }
        _ => words,
    }
}

/// The days on which somebody is eligible, parts that follow each other as one:
/// `from 1 April 2018 to 19 May 2018`.
fn stretches(parts: &[PartScreened<'_>]) -> Vec<String> {
    let is_eligible = |part: &PartScreened<'_>| part.screening.outcome == Outcome::Eligible;
    let same = |a: &PartScreened<'_>, b: &PartScreened<'_>| is_eligible(a) == is_eligible(b);
    let chunks = parts.chunk_by(same);
    chunks
        .filter_map(|chunk| Some((chunk.first()?, chunk.last()?)))
        .filter(|(first, _)| is_eligible(first))
        .map(|(first, last)| match (first.days.0, last.days.1) {
            (first, last) if first == last => format!("on {}", LongDate(first)),
            (first, last) => format!("from {}", from_to(first, last)),
        })
        .collect()
}

fn division(parts: &[PartScreened<'_>]) -> Option<String> {
    let begins =
        |part: &PartScreened<'_>| part_begins::words(&part.context, part.days.0, part.begins);
    let changes: Vec<String> = parts.iter().skip(1).map(begins).collect();
    let says = || format!("In {} parts: {}.", parts.len(), listed(&changes, "and"));
    (parts.len() > 1).then(says)
}

fn views(parts: &[PartScreened<'_>]) -> Vec<ScreenedPartView> {
    let mut before: Vec<CriterionView> = Vec::new();
    let mut views = Vec::with_capacity(parts.len());
    for part in parts {
        let criteria = screening::criteria(&part.context, part.screening);
        let changed = criteria.iter().filter(|it| !before.contains(it)).cloned();
        views.push(ScreenedPartView {
            headline: part_headline(part),
            criteria: changed.collect(),
        });
        before = criteria;
    }
    views
}

/// `From 1 April 2018 to 19 May 2018: not eligible (1 condition is not met).`
fn part_headline(part: &PartScreened<'_>) -> String {
    let outcome = outcome_words::in_sentence(part.screening.outcome);
    let of = |standing: Standing| {
        let standings = part.screening.standings.iter();
        criteria_are(standings.filter(|it| **it == standing).count())
    };
    let why = match part.screening.outcome {
        Outcome::Eligible => String::new(),
        Outcome::NotEligible => format!(" ({} not met)", of(Standing::NotMet)),
        Outcome::Refer => format!(" ({} left to a person)", of(Standing::Refer)),
        Outcome::Undetermined => {
            let missing = missing::missing(&part.context, part.screening.missing).len();
            format!(" ({})", still_needed(missing))
        }
    };
    let (first, last) = part.days;
    match first == last {
        true => format!("On {}: {outcome}{why}.", LongDate(first)),
        false => format!("From {}: {outcome}{why}.", from_to(first, last)),
    }
}

/// What follows for the whole period, then what follows in its parts, with the
/// days where that is not the same in all of them.
fn follows(
    answer: &Answer<'_>,
    whole: &PeriodScreening,
    parts: &[PartScreened<'_>],
) -> Option<FollowsView> {
    let is_no = |part: &&PartScreened<'_>| part.screening.outcome == Outcome::NotEligible;
    let open: Vec<&PartScreened<'_>> = parts.iter().filter(|part| !is_no(part)).collect();
    let context = Context::new(answer.asked(), None);
    let of_whole = whole.follows.iter();
    let mut values: Vec<String> = of_whole
        .filter_map(|(number, value)| follow(&context, *number, *value))
        .collect();
    values.extend(in_parts(&open));
    let schedules = each_once(
        open.iter()
            .flat_map(|part| schedule::schedules(&part.context, part.screening)),
    );
    let is_decided = open
        .iter()
        .all(|it| it.screening.outcome == Outcome::Eligible);
    let heading = match is_decided {
        true => "What follows",
        false => "If the council agrees",
    };
    let is_empty = open.is_empty() || values.is_empty() && schedules.is_empty();
    (!is_empty).then_some(FollowsView {
        heading,
        values,
        schedules,
    })
}

fn in_parts(parts: &[&PartScreened<'_>]) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    let of_part = |part: &PartScreened<'_>| {
        let version = part.context.version();
        let values = version.follows.iter().zip(&part.screening.follows);
        let own = values.filter(|(number, _)| {
            version.sum_of(**number).is_none() && !version.of_whole.contains(number)
        });
        own.filter_map(|(number, value)| follow(&part.context, *number, *value))
            .collect::<Vec<String>>()
    };
    let words: Vec<Vec<String>> = parts.iter().map(|part| of_part(part)).collect();
    for (part, own) in parts.iter().zip(&words) {
        for said in own {
            let in_all = words.iter().all(|other| other.contains(said));
            let said = match in_all {
                true => said.clone(),
                false => format!("{}: {said}", from_to(part.days.0, part.days.1)),
            };
            if !values.contains(&said) {
                values.push(said);
            }
        }
    }
    values
}
