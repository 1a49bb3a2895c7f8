//! The policy officer's own tests: each case asked of the program, and what it
//! expects held against the answer.

mod actual;
pub mod coverage;
mod expected;

use crate::{
    base::source_text::Place,
    check::model::{Case, Kind, RuleSet},
    eval::{fault::fault_words, quote, screen},
    intake::{Intake, Problem},
    program::model::{Program, Ruling},
};
use actual::{Answer, Found};
use coverage::watch::Watch;

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

/// What came of asking a case: the rules that were asked, and their answer or
/// why there is none.
type Asked<'p> = Result<(Ruling<'p>, Watch, Result<Answer, String>), String>;

fn ask<'p>(program: &'p Program, set: &RuleSet, case: &Case) -> Asked<'p> {
    let ruling = program
        .choose(&set.id, case.on, case.known)
        .map_err(|refused| refused.to_string())?;
    let mut watch = Watch::default();
    let answer = answer(&ruling, case, &mut watch);
    Ok((ruling, watch, answer))
}

fn ran(set: &RuleSet, case: &Case, asked: &Asked<'_>) -> Ran {
    let differences = match asked {
        Err(refusal) | Ok((.., Err(refusal))) => refused(case, refusal),
        Ok((ruling, _, Ok(answer))) => {
            let found = Found { ruling, answer };
            case.expect
                .iter()
                .filter_map(|(what, expected)| difference(&found, what, expected))
                .collect()
        }
    };
    Ran {
        rule_set: set.id.clone(),
        says: case.says.clone(),
        place: case.place,
        differences,
    }
}

/// Asks the question, or says why there is no answer.
fn answer(ruling: &Ruling<'_>, case: &Case, watch: &mut Watch) -> Result<Answer, String> {
    let mut intake = Intake::new(ruling.version);
    for (name, given) in &case.facts {
        intake.give(name, given);
    }
    let facts = intake.finish_recorded(ruling, watch);
    let facts = facts.map_err(|problems| told(&problems))?;
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
