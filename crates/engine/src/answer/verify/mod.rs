//! Proving a saved answer: the same question is asked again, and the two
//! answers are held against each other.

mod differences;
mod saved;

use std::fmt;

use serde_json::Value;

pub use self::saved::Saved;
use crate::{
    answer::{Detail, Question, Refusal, answer, json},
    book::Book,
    facts::Problem,
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
            Verdict::Identical => serde_json::json!({ "verdict": "identical" }),
            Verdict::Differs(differences) => {
                serde_json::json!({ "verdict": "differs", "differences": differences })
            }
            Verdict::NeedsFacts(facts) => {
                serde_json::json!({ "verdict": "needs_facts", "facts": facts })
            }
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
pub fn verify(book: &Book, saved: &Saved<'_>, extra: Option<&str>) -> Result<Verdict, Unprovable> {
    let question = question(saved, extra);
    let again = match answer(book, &question) {
        Ok(answer) => answer.to_json(),
        Err(Refusal::Fault(faulted)) => match faulted.in_book(book) {
            Ok(faulted) => json::fault(&faulted),
            Err(refusal) => return Ok(Verdict::Differs(vec![refusal.to_string()])),
        },
        Err(Refusal::Facts(problems)) if is_about_extra(book, saved, extra) => {
            return Err(Unprovable::Facts(problems));
        }
        Err(Refusal::Facts(problems)) => return Ok(no_longer(&problems)),
        Err(refusal) => return Ok(Verdict::Differs(vec![refusal.to_string()])),
    };
    if !saved.withheld.is_empty() && extra.is_none() {
        return Ok(Verdict::NeedsFacts(saved.withheld.clone()));
    }
    if again == saved.text {
        return Ok(Verdict::Identical);
    }
    let mut after: Value =
        serde_json::from_str(&again).map_err(|error| saved::unreadable(&error))?;
    json::as_in_format(&mut after, saved.format());
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

/// The question that a saved answer answers, with or without its trace as it
/// was saved.
fn question<'t>(saved: &'t Saved<'_>, extra: Option<&'t str>) -> Question<'t> {
    let mut question = Question::new(saved.rule_set())
        .on(saved.on)
        .json(saved.facts);
    if let Some(known) = saved.known {
        question = question.known(known);
    }
    if let Some(extra) = extra {
        question = question.json(extra);
    }
    question.detail(match saved.whole.get("trace") {
        Some(Value::Null) => Detail::Silent,
        _ => Detail::Traced,
    })
}

/// Whether facts are refused only because of what was given beside the answer.
fn is_about_extra(book: &Book, saved: &Saved<'_>, extra: Option<&str>) -> bool {
    let without = || answer(book, &question(saved, None));
    extra.is_some() && !matches!(without(), Err(Refusal::Facts(_)))
}

/// What is different where facts are refused today.
fn no_longer(problems: &[Problem]) -> Verdict {
    let says = problems.iter();
    let says = says.map(|it| format!("a fact can no longer be given: {}", it.says));
    Verdict::Differs(says.collect())
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
