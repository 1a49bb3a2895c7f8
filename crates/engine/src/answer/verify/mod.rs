//! Proving a saved answer: the same question is asked again, and the two
//! answers are held against each other.

mod differences;
mod saved;

use std::fmt;

use serde_json::{Value, json};

pub use self::saved::Saved;
use crate::{
    answer::{
        Asked,
        json::{self, Told},
    },
    eval::facts::Facts,
    facts::{
        Intake, Problem,
        parts::{self, NoParts, Part},
    },
    program::model::{Program, Ruling},
};

/// What comes of asking again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The same answer, from the same rules, prices and facts. The engine may
    /// be another.
    Identical,
    /// Where the answers part, in words, weightiest first.
    Differs(Vec<String>),
    /// The answer withholds these confidential facts, without which it cannot
    /// be asked for again.
    NeedsFacts(Vec<String>),
}

impl Verdict {
    /// As one JSON object: `{"verdict":"identical"}`, or `differs` with
    /// `differences`, or `needs_facts` with `facts`.
    #[must_use]
    pub fn json(&self) -> String {
        match self {
            Verdict::Identical => json!({ "verdict": "identical" }),
            Verdict::Differs(differences) => {
                json!({ "verdict": "differs", "differences": differences })
            }
            Verdict::NeedsFacts(facts) => json!({ "verdict": "needs_facts", "facts": facts }),
        }
        .to_string()
    }
}

/// Why an answer cannot be asked for again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unprovable {
    /// It is not an answer as [`json::answer`] writes it.
    Answer(String),
    /// What was given beside it cannot be facts.
    Facts(Vec<Problem>),
}

impl fmt::Display for Unprovable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unprovable::Answer(says) => f.write_str(says),
            Unprovable::Facts(problems) => {
                let says: Vec<&str> = problems.iter().map(|problem| &*problem.says).collect();
                f.write_str(&says.join("; "))
            }
        }
    }
}

impl std::error::Error for Unprovable {}

/// Asks the question of a saved answer again. `extra` is a JSON object of the
/// confidential facts that the answer withholds; a list with confidential
/// facts in its records is given whole.
///
/// # Errors
/// When `extra` holds something that cannot be a fact.
pub fn verify(
    program: &Program,
    saved: &Saved<'_>,
    extra: Option<&str>,
) -> Result<Verdict, Unprovable> {
    let ruling = match program.choose(saved.rule_set(), saved.on, saved.known) {
        Ok(ruling) => ruling,
        Err(refused) => return Ok(Verdict::Differs(vec![refused.to_string()])),
    };
    if !saved.withheld.is_empty() && extra.is_none() {
        return Ok(Verdict::NeedsFacts(saved.withheld.clone()));
    }
    if let Some(extra) = extra {
        given(&ruling, &[extra]).map_err(Unprovable::Facts)?;
    }
    let texts: Vec<&str> = std::iter::once(saved.facts).chain(extra).collect();
    let facts = match given(&ruling, &texts) {
        Ok(facts) => facts,
        Err(problems) => return Ok(no_longer(&problems)),
    };
    let parts = parts::parts(program, (&ruling, &facts), &|intake| fill(intake, &texts));
    let again = match parts {
        Ok(parts) => answer((&ruling, &facts), &parts, told(&saved.whole)),
        Err(NoParts::Refused(refused)) => return Ok(Verdict::Differs(vec![refused.to_string()])),
        Err(NoParts::Problems(problems)) => return Ok(no_longer(&problems)),
    };
    if again == saved.text {
        return Ok(Verdict::Identical);
    }
    let after: Value = serde_json::from_str(&again).map_err(|error| saved::unreadable(&error))?;
    let lacking = lacking(&saved.withheld, &after);
    if !lacking.is_empty() {
        return Ok(Verdict::NeedsFacts(lacking));
    }
    let differences = differences::between(&saved.whole, &after);
    Ok(if differences.is_empty() {
        Verdict::Identical
    } else {
        Verdict::Differs(differences)
    })
}

/// The answer to the question, as it would be written today.
fn answer((ruling, facts): (&Ruling<'_>, &Facts), parts: &[Part<'_>], told: Told) -> String {
    json::answer_in_parts(Asked { ruling, facts }, parts, told).json
}

/// An answer that was saved without its trace is held against one without.
fn told(saved: &Value) -> Told {
    match saved.get("trace") {
        Some(Value::Null) => Told::Silent,
        _ => Told::Traced,
    }
}

/// What is different where facts are refused today.
fn no_longer(problems: &[Problem]) -> Verdict {
    let says = problems.iter();
    let says = says.map(|it| format!("a fact can no longer be given: {}", it.says));
    Verdict::Differs(says.collect())
}

fn fill(intake: &mut Intake<'_>, texts: &[&str]) {
    for text in texts {
        intake.json(text);
    }
}

fn given(ruling: &Ruling<'_>, texts: &[&str]) -> Result<Facts, Vec<Problem>> {
    let mut intake = Intake::new(ruling.version);
    fill(&mut intake, texts);
    intake.finish(ruling)
}

/// The withheld facts that were not supplied again.
fn lacking(withheld: &[String], after: &Value) -> Vec<String> {
    let supplied = after.get("withheld").and_then(Value::as_array);
    let is_supplied = |name: &&String| {
        supplied.is_some_and(|names| names.iter().any(|it| it.as_str() == Some(name)))
    };
    let lacking = withheld.iter().filter(|name| !is_supplied(name));
    lacking.cloned().collect()
}
