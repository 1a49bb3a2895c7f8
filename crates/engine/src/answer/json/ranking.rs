//! Several applicants screened together, as JSON.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    envelope::{self, Head},
    screening::Screening,
    values::{self, Value},
    write_answer, writer,
};
use crate::{
    answer::ranking::{self, Ranked},
    eval::{
        ranking::{Placing, Position},
        screen::Outcome,
    },
};

/// Several applicants in order of priority.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Ranking {
    /// What it rests on.
    #[serde(flatten)]
    pub head: Head,
    /// How many places are free; null if the question did not say.
    pub vacancies: Option<Vacancies>,
    /// What decides between applicants of the same priority, in words.
    pub ties: Option<String>,
    /// Those who meet every criterion, in order of priority.
    pub eligible: Vec<Applicant>,
    /// Those of whom a person must decide.
    pub refer: Vec<Applicant>,
    /// Those of whom facts are missing.
    pub undetermined: Vec<Applicant>,
    /// Those who do not meet a criterion.
    pub not_eligible: Vec<Applicant>,
}

/// How many places are free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Vacancies {
    /// All of them.
    pub total: u32,
    /// Those of each kind.
    pub places: Vec<FreePlaces>,
}

/// How many places of one kind are free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FreePlaces {
    /// The name of the kind in the rule set.
    pub id: String,
    /// Its words.
    pub says: String,
    /// How many are free.
    pub count: u32,
    /// Where it comes from.
    pub cite: String,
    /// How an open point of the source is read.
    pub reading: Option<String>,
}

/// One of several applicants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Applicant {
    /// What the office calls the applicant.
    #[serde(rename = "ref")]
    pub reference: String,
    /// The best position the applicant may have; only if eligible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u64>,
    /// The worst position the applicant may have; only if eligible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<u64>,
    /// Whether there is a place; null if the question did not say how many are
    /// free. Only if eligible.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::values::present"
    )]
    pub place: Option<Option<HasPlace>>,
    /// What each rule of priority finds; not if not eligible, nor where `answer`
    /// is `listed` and a person decides. The same holds for the keys below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Vec<PriorityFinding>>,
    /// The references of applicants with the same priority; not if not eligible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alike: Option<Vec<String>>,
    /// The references of applicants whose order to this one is not known; not
    /// if not eligible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_beside: Option<Vec<String>>,
    /// The references of applicants who may come before this one once they
    /// are decided; not if not eligible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undecided_before: Option<Vec<String>>,
    /// The applicant's own answer.
    pub answer: Screening,
}

/// Whether there is a place for an applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HasPlace {
    /// There is.
    Yes,
    /// That depends on what is not known of others, or on a tie.
    Open,
    /// There is not.
    No,
}

/// What a rule of priority finds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PriorityFinding {
    /// The name of the rule.
    pub id: String,
    /// What it finds; null if that is not known.
    pub value: Option<Value>,
    /// Where it comes from.
    pub cite: String,
    /// How an open point of the source is read.
    pub reading: Option<String>,
}

/// Writes all of them.
pub(super) fn write(ranking: &ranking::Ranking<'_>) -> String {
    let ruling = ranking.ruling();
    let mut out = String::new();
    envelope::head(&mut out, ruling, ranking.fragments(), ruling.status());
    vacancies(&mut out, ranking);
    out.push_str(",\"ties\":");
    let ties = ruling.version.selection.ties.as_deref();
    writer::text_or_null(&mut out, ties);
    for outcome in [
        Outcome::Eligible,
        Outcome::Refer,
        Outcome::Undetermined,
        Outcome::NotEligible,
    ] {
        out.push_str(",\"");
        out.push_str(outcome.name());
        out.push_str("\":[");
        let mut first = true;
        for (ranked, position) in ranking.with(outcome) {
            values::separate(&mut out, &mut first);
            one(&mut out, ranking, ranked, position);
        }
        out.push(']');
    }
    out.push('}');
    out
}

fn vacancies(out: &mut String, ranking: &ranking::Ranking<'_>) {
    out.push_str(",\"vacancies\":");
    let Some(vacancies) = ranking.vacancies() else {
        return out.push_str("null");
    };
    out.push_str("{\"total\":");
    writer::whole(out, i64::from(vacancies.total));
    out.push_str(",\"places\":[");
    let places = &ranking.ruling().version.selection.places;
    let mut first = true;
    for (kind, count) in &vacancies.of_kind {
        let Some(place) = places.get(*kind) else {
            continue;
        };
        values::separate(out, &mut first);
        out.push_str("{\"id\":");
        writer::text(out, &place.id);
        out.push_str(",\"says\":");
        writer::text(out, &place.says);
        out.push_str(",\"count\":");
        writer::whole(out, i64::from(*count));
        cited(out, &place.cite, place.reading.as_deref());
        out.push('}');
    }
    out.push_str("]}");
}

fn one(out: &mut String, ranking: &ranking::Ranking<'_>, ranked: &Ranked<'_>, position: &Position) {
    out.push_str("{\"ref\":");
    writer::text(out, ranked.reference());
    let outcome = ranked.screening().outcome;
    if outcome == Outcome::Eligible {
        let (first, last) = position.positions();
        for (key, number) in [(",\"first\":", first), (",\"last\":", last)] {
            out.push_str(key);
            writer::whole(out, i64::try_from(number).unwrap_or(i64::MAX));
        }
        out.push_str(",\"place\":");
        let placing = ranking.vacancies();
        let placing = placing.map(|it| position.placing(usize::from(it.total)));
        out.push_str(match placing {
            Some(Placing::Place) => "\"yes\"",
            Some(Placing::Open) => "\"open\"",
            Some(Placing::NoPlace) => "\"no\"",
            None => "null",
        });
    }
    let says_nothing = ranked.answer().is_listed() && outcome == Outcome::Refer;
    if outcome != Outcome::NotEligible && !says_nothing {
        priority(out, ranking, ranked);
        for (key, numbers) in [
            (",\"alike\":[", &position.alike),
            (",\"open_beside\":[", &position.open),
            (",\"undecided_before\":[", &position.undecided),
        ] {
            out.push_str(key);
            let mut first = true;
            for reference in ranking.references(numbers) {
                values::separate(out, &mut first);
                writer::text(out, reference);
            }
            out.push(']');
        }
    }
    out.push_str(",\"answer\":");
    out.push_str(&write_answer::write(ranked.answer()));
    out.push('}');
}

/// What each rule of priority finds.
fn priority(out: &mut String, ranking: &ranking::Ranking<'_>, ranked: &Ranked<'_>) {
    let rules = ranking.ruling().version.selection.priority.iter();
    out.push_str(",\"priority\":[");
    let mut first = true;
    for (rule, weight) in rules.zip(&ranked.applicant().weights) {
        values::separate(out, &mut first);
        out.push_str("{\"id\":");
        writer::text(out, &rule.id);
        out.push_str(",\"value\":");
        if ranking.ruling().secrets.result(rule.by.number) {
            out.push_str(values::WITHHELD);
        } else {
            let options = rule.by.ty.options();
            values::value(out, ranked.asked(), *weight, options);
        }
        cited(out, &rule.cite, rule.reading.as_deref());
        out.push('}');
    }
    out.push(']');
}

fn cited(out: &mut String, cite: &str, reading: Option<&str>) {
    out.push_str(",\"cite\":");
    writer::text(out, cite);
    out.push_str(",\"reading\":");
    writer::text_or_null(out, reading);
}
