//! The policy officer's own tests: each case asked of the program, and what it
//! expects held against the answer.

mod actual;
mod expected;

use crate::{
    base::source_text::Place,
    check::model::{Case, Kind, RuleSet},
    eval::{fault::fault_words, quote, screen},
    intake::{Intake, Problem},
    program::model::{Program, Ruling},
};
use actual::{Answer, Found};

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
    let one = |case: &Case| Ran {
        rule_set: set.id.clone(),
        says: case.says.clone(),
        place: case.place,
        differences: differences(program, set, case),
    };
    set.cases.iter().map(one).collect()
}

fn differences(program: &Program, set: &RuleSet, case: &Case) -> Vec<Difference> {
    let answered = program
        .choose(&set.id, case.on, case.known)
        .map_err(|refused| refused.to_string())
        .and_then(|ruling| Ok((answer(&ruling, case)?, ruling)));
    match answered {
        Err(refusal) => refused(case, &refusal),
        Ok((answer, ruling)) => {
            let found = Found {
                ruling: &ruling,
                answer: &answer,
            };
            case.expect
                .iter()
                .filter_map(|(what, expected)| difference(&found, what, expected))
                .collect()
        }
    }
}

/// Asks the question, or says why there is no answer.
fn answer(ruling: &Ruling<'_>, case: &Case) -> Result<Answer, String> {
    let mut intake = Intake::new(ruling.version);
    for (name, given) in &case.facts {
        intake.give(name, given);
    }
    let facts = intake.finish(ruling).map_err(|problems| told(&problems))?;
    let worked = match ruling.version.kind {
        Kind::Eligibility => {
            screen::screen_traced(ruling, &facts).map(|(it, trace)| (Some(it), None, trace))
        }
        Kind::Pricing => {
            quote::quote_traced(ruling, &facts).map(|(it, trace)| (None, Some(it), trace))
        }
    };
    let (screening, quote, trace) =
        worked.map_err(|unfinished| fault_words(ruling, &unfinished.fault))?;
    Ok(Answer {
        screening,
        quote,
        worked: trace.worked(),
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

fn difference(found: &Found<'_>, what: &str, expected: &str) -> Option<Difference> {
    let actual = found.find(what);
    if expected::is_met(&actual, expected) {
        return None;
    }
    Some(Difference {
        what: what.into(),
        expected: expected.into(),
        actual: actual.to_string(),
    })
}
