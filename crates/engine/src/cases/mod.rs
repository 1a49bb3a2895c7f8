//! The policy officer's own tests: each case asked of the program, and what it
//! expects held against the answer.

mod actual;
pub mod coverage;
mod expected;
mod in_parts;

use crate::{
    base::source_text::Place,
    check::model::{Case, Kind, RuleSet},
    eval::{facts::Facts, fault::fault_words, quote, screen},
    facts::{
        Intake, Problem,
        parts::{self, Part},
    },
    program::model::{Program, Ruling},
};
use actual::{Answer, Found};
use coverage::watch::Watch;
use expected::Actual;

/// A case that was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// The rule set.
    pub rule_set: Box<str>,
    /// What the case shows.
    pub says: Box<str>,
    /// Where it is written.
    pub place: Place,
    /// What did not come out as expected; nothing if all did.
    pub differences: Vec<Difference>,
}

impl Ran {
    /// Whether everything came out as expected.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.differences.is_empty()
    }
}

/// Something that did not come out as expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What: `total`, or the name of a criterion.
    pub what: Box<str>,
    /// What the case says.
    pub expected: Box<str>,
    /// What came out.
    pub actual: String,
}

/// Asks every case of a rule set, in the order written.
#[must_use]
pub fn run(program: &Program, set: &RuleSet) -> Vec<Ran> {
    let one = |case: &Case| ran(set, case, &ask(program, set, case));
    set.cases.iter().map(one).collect()
}

/// What came of asking a case: the question, or each part of one that is about
/// a booking; or why there are no rules for it.
type Asked<'p> = Result<Vec<AskedPart<'p>>, String>;

/// The rules that were asked, and their answer or why there is none.
struct AskedPart<'p> {
    ruling: Ruling<'p>,
    watch: Watch,
    answer: Result<Answer, String>,
}

fn ask<'p>(program: &'p Program, set: &RuleSet, case: &Case) -> Asked<'p> {
    let ruling = program
        .choose(&set.id, case.on, case.known)
        .map_err(|refused| refused.to_string())?;
    let mut watch = Watch::default();
    let facts = facts(&ruling, case, &mut watch);
    let parts = match &facts {
        Ok(facts) => parts::parts(program, (&ruling, facts), &|intake| give(intake, case)),
        Err(_) => Ok(Vec::new()),
    };
    match parts {
        Ok(parts) if parts.is_empty() => {
            let answer = facts.and_then(|facts| answer(&ruling, facts, &mut watch));
            Ok(vec![AskedPart {
                ruling,
                watch,
                answer,
            }])
        }
        Ok(parts) => Ok(parts.into_iter().map(ask_part).collect()),
        Err(error) => Err(in_parts::refusal(&error)),
    }
}

fn ask_part(part: Part<'_>) -> AskedPart<'_> {
    let mut watch = Watch::default();
    let answer = answer(&part.ruling, part.facts, &mut watch);
    AskedPart {
        ruling: part.ruling,
        watch,
        answer,
    }
}

fn ran(set: &RuleSet, case: &Case, asked: &Asked<'_>) -> Ran {
    let differences = match asked {
        Err(refusal) => refused(case, refusal),
        Ok(parts) => match found(parts) {
            Err(refusal) => refused(case, refusal),
            Ok(found) => match found.as_slice() {
                [only] => differing(case, |what| only.find(what)),
                several => differing(case, |what| in_parts::find(several, what)),
            },
        },
    };
    Ran {
        rule_set: set.id.clone(),
        says: case.says.clone(),
        place: case.place,
        differences,
    }
}

/// The answers of all parts, or why one has none.
fn found<'a>(parts: &'a [AskedPart<'_>]) -> Result<Vec<Found<'a>>, &'a str> {
    let one = |part: &'a AskedPart<'_>| {
        let ruling = &part.ruling;
        match &part.answer {
            Ok(answer) => Ok(Found { ruling, answer }),
            Err(refusal) => Err(refusal.as_str()),
        }
    };
    parts.iter().map(one).collect()
}

/// Holds what a case expects against what is found.
fn differing(case: &Case, find: impl Fn(&str) -> Actual) -> Vec<Difference> {
    let expected = case.expect.iter();
    let difference = |(what, expected): &(Box<str>, Box<str>)| {
        let actual = find(what);
        (!expected::is_met(&actual, expected)).then(|| Difference {
            what: what.clone(),
            expected: expected.clone(),
            actual: actual.to_string(),
        })
    };
    expected.filter_map(difference).collect()
}

/// Gives an intake the facts of a case.
fn give(intake: &mut Intake<'_>, case: &Case) {
    for (name, given) in &case.facts {
        intake.give(name, given);
    }
}

fn facts(ruling: &Ruling<'_>, case: &Case, watch: &mut Watch) -> Result<Facts, String> {
    let mut intake = Intake::new(ruling.version);
    give(&mut intake, case);
    let facts = intake.finish_recorded(ruling, watch);
    facts.map_err(|problems| told(&problems))
}

/// Asks the question, or says why there is no answer.
fn answer(ruling: &Ruling<'_>, facts: Facts, watch: &mut Watch) -> Result<Answer, String> {
    // What is assumed is worked out apart from the answer's own trace.
    let assumed = std::mem::take(&mut watch.trace);
    let (screening, quote) = match ruling.version.kind {
        Kind::Eligibility => (
            Some(screen::screen_recorded(ruling, &facts, &mut *watch)),
            None,
        ),
        Kind::Pricing => (
            None,
            Some(quote::quote_recorded(ruling, &facts, &mut *watch)),
        ),
    };
    watch.assumed = assumed;
    let fault = |fault| fault_words(ruling, &fault);
    Ok(Answer {
        screening: screening.transpose().map_err(fault)?,
        quote: quote.transpose().map_err(fault)?,
        worked: watch.trace.worked(),
        facts,
    })
}

fn told(problems: &[Problem]) -> String {
    let said: Vec<&str> = problems.iter().map(|problem| &*problem.says).collect();
    said.join("; ")
}

/// A case without an answer passes only if it expects to be refused, in words
/// that the refusal contains.
fn refused(case: &Case, refusal: &str) -> Vec<Difference> {
    case.expect
        .iter()
        .filter(|(what, expected)| !(&**what == "refused" && refusal.contains(&**expected)))
        .map(|(what, expected)| Difference {
            what: what.clone(),
            expected: expected.clone(),
            actual: format!("refused: {refusal}"),
        })
        .collect()
}
