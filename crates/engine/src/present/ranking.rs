//! Several applicants screened together, in words: who is eligible in order of
//! priority, with the reasons for the order and whether there is a place; then
//! those for a person to decide, those of whom something is missing, and those
//! who are not eligible.

use super::{
    context::Context,
    deciding_criteria::{Decider, deciding_criteria},
    header::{Footer, Header},
    missing::{self, MissingFact},
    notes, outcome_words,
    value_words::{self, listed, sentence},
};
use crate::{
    answer::ranking::{Ranked, Ranking},
    base::{date::LongDate, value::Value},
    check::model::Priority,
    eval::{
        basis::Basis,
        ranking::{Placing, Position},
        screen::Outcome,
    },
};

/// In which order applicants are shown.
const ORDER: [Outcome; 4] = [
    Outcome::Eligible,
    Outcome::Refer,
    Outcome::Undetermined,
    Outcome::NotEligible,
];

/// Several applicants in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankingView {
    /// What was asked.
    pub header: Header,
    /// The places that are free, where that was given.
    pub places: Option<PlacesView>,
    /// The applicants by outcome, each outcome even where it is nobody's.
    pub groups: Vec<RankedGroup>,
    /// How open points were read, a sentence each.
    pub readings: Vec<String>,
    /// Who decides, and the papers.
    pub footer: Footer,
}

/// The places that are free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacesView {
    /// How many, and of which kind, in a sentence.
    pub words: String,
    /// How open points were read, a sentence each.
    pub readings: Vec<String>,
}

/// The applicants with one outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankedGroup {
    /// The outcome.
    pub outcome: Outcome,
    /// The outcome in words, and how many they are.
    pub heading: String,
    /// The applicants, in order.
    pub applicants: Vec<ApplicantView>,
}

/// One applicant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicantView {
    /// What the office calls the applicant.
    pub reference: String,
    /// `1`, or `1–2` where the order is open; none for those not eligible.
    pub position: Option<String>,
    /// Whether there is a place, where vacancies were given.
    pub place: Option<&'static str>,
    /// The criteria on which the outcome rests.
    pub deciding: Vec<Decider>,
    /// What is missing, where the outcome is not settled.
    pub missing: Vec<MissingFact>,
    /// The reasons for the order, a sentence each.
    pub order: Vec<String>,
}

/// All applicants.
#[must_use]
pub fn ranking(ranking: &Ranking<'_>) -> RankingView {
    let ruling = ranking.ruling();
    let count = match ranking.count() {
        1 => "1 applicant".to_owned(),
        count => format!("{count} applicants"),
    };
    let day = LongDate(ruling.on);
    let groups = ORDER.into_iter().map(|outcome| {
        let title = match outcome {
            Outcome::Eligible => "Eligible, in order of priority",
            _ => outcome_words::heading(outcome),
        };
        let applicants: Vec<ApplicantView> = ranking
            .with(outcome)
            .map(|(ranked, position)| one(ranking, ranked, position))
            .collect();
        RankedGroup {
            outcome,
            heading: format!("{title}: {}", applicants.len()),
            applicants,
        }
    });
    RankingView {
        header: Header::titled(
            ruling,
            &format!("{count} screened for {day}"),
            Basis::default(),
        ),
        places: places(ranking),
        groups: groups.collect(),
        readings: readings(ranking),
        footer: Footer::of([(ruling, Basis::default())]),
    }
}

fn places(ranking: &Ranking<'_>) -> Option<PlacesView> {
    let vacancies = ranking.vacancies()?;
    let version = ranking.ruling().version;
    let kinds = || {
        let kinds = vacancies.of_kind.iter();
        kinds.filter_map(|(kind, count)| Some((version.selection.places.get(*kind)?, count)))
    };
    let free: Vec<String> = kinds()
        .map(|(place, count)| {
            let cite = value_words::in_paper(version, &place.cite);
            value_words::cited(format!("{count} in {}", place.says), Some(cite))
        })
        .collect();
    let mut words = places_are_free(vacancies.total);
    if !free.is_empty() {
        words.push_str(&format!(": {}", listed(&free, "and")));
    }
    let mut readings: Vec<String> = Vec::new();
    for reading in kinds().filter_map(|(place, _)| place.reading.as_deref()) {
        let reading = sentence(reading);
        if !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    Some(PlacesView {
        words: format!("{words}."),
        readings,
    })
}

fn places_are_free(total: u16) -> String {
    match total {
        1 => "1 place is free".to_owned(),
        total => format!("{total} places are free"),
    }
}

fn one(ranking: &Ranking<'_>, ranked: &Ranked<'_>, position: &Position) -> ApplicantView {
    let context = Context::new(ranked.asked(), ranked.trace());
    let screening = ranked.screening();
    let is_eligible = screening.outcome == Outcome::Eligible;
    let missing = match screening.outcome {
        Outcome::Undetermined => missing::missing(&context, screening.missing),
        _ => Vec::new(),
    };
    let order = match screening.outcome {
        Outcome::NotEligible => Vec::new(),
        Outcome::Refer if ranked.answer().is_listed() => Vec::new(),
        _ => order(ranking, ranked, &context, position),
    };
    ApplicantView {
        reference: ranked.reference().to_owned(),
        position: is_eligible.then(|| {
            let (first, last) = position.positions();
            positions(first, last)
        }),
        place: place(ranking, position).filter(|_| is_eligible),
        // A list may be seen by others than the single answer, so it does not
        // say which condition is for a person to weigh.
        deciding: match screening.outcome {
            Outcome::Refer => Vec::new(),
            _ => deciding_criteria(&context, screening),
        },
        missing,
        order,
    }
}

fn positions(first: usize, last: usize) -> String {
    if first == last {
        first.to_string()
    } else {
        format!("{first}–{last}")
    }
}

/// Whether there is a place.
fn place(ranking: &Ranking<'_>, position: &Position) -> Option<&'static str> {
    let vacancies = ranking.vacancies()?;
    Some(match position.placing(usize::from(vacancies.total)) {
        Placing::Place => "there is a place",
        Placing::Open => "we do not know yet whether there is a place",
        Placing::NoPlace => "no place is left",
    })
}

/// The reasons for the order.
fn order(
    ranking: &Ranking<'_>,
    ranked: &Ranked<'_>,
    context: &Context<'_>,
    position: &Position,
) -> Vec<String> {
    let version = ranking.ruling().version;
    let rules = version.selection.priority.iter();
    let mut reasons: Vec<String> = rules
        .zip(&ranked.applicant().weights)
        .map(|(rule, weight)| {
            let says = context.cited(context.say(&rule.says, None), Some(&rule.cite));
            format!("{says}: {}.", found(context, rule, *weight))
        })
        .collect();
    let list = |numbers: &[usize]| {
        let references: Vec<&str> = ranking.references(numbers).collect();
        listed(&references, "and")
    };
    if !position.alike.is_empty() {
        let ties = version.selection.ties.as_deref();
        let ties = ties.unwrap_or("the rules do not say who goes first");
        reasons.push(sentence(&format!(
            "Equal with {}: {ties}",
            list(&position.alike)
        )));
    }
    if !position.open.is_empty() {
        let them = list(&position.open);
        reasons.push(format!(
            "We do not know yet who comes first: {them} or this applicant."
        ));
    }
    if ranked.screening().outcome == Outcome::Eligible && !position.undecided.is_empty() {
        let them = list(&position.undecided);
        reasons.push(format!(
            "If {them} can be found eligible, the order may change."
        ));
    }
    reasons
}

/// What a rule of priority finds.
fn found(context: &Context<'_>, rule: &Priority, weight: Value) -> String {
    if context.secrets().result(rule.by.number) {
        return "(withheld)".to_owned();
    }
    match weight {
        Value::Unknown(missing) => {
            let needs = missing::names(context, missing, None);
            format!("not known yet (depends on {needs})")
        }
        weight => context.value_words(weight, &rule.by.ty),
    }
}

/// How open points were read, once for all, in alphabetical order. Readings
/// about the days of schedules are left out, as no days are shown.
fn readings(ranking: &Ranking<'_>) -> Vec<String> {
    let selection = &ranking.ruling().version.selection;
    let is_of_days = |reading: &str| {
        let mut schedules = selection.schedules.iter();
        schedules.any(|it| it.reading.as_deref() == Some(reading))
    };
    let mut found: Vec<String> = Vec::new();
    let mut add = |reading: &str| {
        if !is_of_days(reading) && !found.iter().any(|it| it == reading) {
            found.push(reading.to_owned());
        }
    };
    let of_rules = selection.priority.iter();
    of_rules
        .filter_map(|rule| rule.reading.as_deref())
        .for_each(&mut add);
    let all = ORDER.iter().flat_map(|outcome| ranking.with(*outcome));
    for (ranked, _) in all {
        let context = Context::new(ranked.asked(), ranked.trace());
        notes::used_readings(&context)
            .into_iter()
            .for_each(&mut add);
    }
    found.sort();
    found.iter().map(|reading| sentence(reading)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_is_and_two_are() {
        assert_eq!(places_are_free(1), "1 place is free");
        assert_eq!(places_are_free(2), "2 places are free");
        assert_eq!(places_are_free(0), "0 places are free");
    }

    #[test]
    fn open_position_is_a_range() {
        assert_eq!(positions(1, 1), "1");
        assert_eq!(positions(1, 3), "1–3");
    }
}
