//! The facts of a question, as a version of the rules declares them.

use super::{
    changed_facts::{self, FactChange},
    refusal::Refusal,
};
use crate::{
    base::date::LongDate,
    check::model::{RuleSet, Version},
    eval::facts::Facts,
    facts::{GivenFacts, Intake, Problem, ProblemCode},
    program::secrets::is_secret,
};

/// The facts as a version declares them, without its assumptions.
pub(super) fn read_facts(version: &Version, given: &GivenFacts<'_>) -> Result<Facts, Refusal> {
    let mut intake = Intake::new(version);
    given.read(&mut intake);
    let mut facts = intake.finish_given().map_err(Refusal::Facts)?;
    if given.is_without_confidential() {
        facts.forget(version, |fact| is_secret(version, fact));
    }
    Ok(facts)
}

/// As [`read_facts`], for a version of a rule set: of a fact that only another
/// version asks for, the refusal says from when.
pub(super) fn read_facts_of(
    set: Option<&RuleSet>,
    version: &Version,
    given: &GivenFacts<'_>,
) -> Result<Facts, Refusal> {
    read_facts(version, given).map_err(|refusal| with_other_days(refusal, set, version))
}

/// A refusal that says of facts which the version does not ask for when another
/// version of the rule set does.
fn with_other_days(refusal: Refusal, set: Option<&RuleSet>, version: &Version) -> Refusal {
    let (Refusal::Facts(problems), Some(set)) = (&refusal, set) else {
        return refusal;
    };
    let problems = problems.iter().cloned();
    Refusal::Facts(problems.map(|it| with_days(it, set, version)).collect())
}

fn with_days(problem: Problem, set: &RuleSet, version: &Version) -> Problem {
    if problem.code != ProblemCode::UnknownFact {
        return problem;
    }
    let name = problem.at.rsplit('/').next().unwrap_or_default();
    let asks = |version: &&Version| version.facts.iter().any(|fact| &*fact.id == name);
    if asks(&version) {
        // The version asks for it, but not in this place.
        return problem;
    }
    let versions = || set.versions.iter().filter(asks);
    let later = versions().find(|it| it.in_force > version.in_force);
    let earlier = versions().rfind(|it| it.in_force < version.in_force);
    let help = match (later, earlier) {
        (Some(later), _) => format!("it is asked from {} on", LongDate(later.in_force)),
        (None, Some(_)) => {
            let from = LongDate(version.in_force);
            format!("it is no longer asked from {from} on: leave it out")
        }
        (None, None) => return problem,
    };
    problem.help(help)
}

/// Makes changes to facts that were read.
pub(super) fn change(
    changes: &[FactChange],
    asked: &Version,
    version: &Version,
    facts: &mut Facts,
) -> Result<(), Refusal> {
    changed_facts::apply(changes, asked, version, facts).map_err(|error| {
        let problem = Problem::new(ProblemCode::InvalidValue, "", error.to_string());
        Refusal::Facts(vec![problem])
    })
}
