//! A saved answer, read for what is needed to ask its question again.

use std::{borrow::Cow, fmt};

use serde::Deserialize;
use serde_json::{Value, value::RawValue};

use crate::{
    answer::json::{FORMAT, OrderedObject, Tree, TreeError, quoted},
    base::date::{self, Date},
    facts::Problem,
};

/// An answer as [`crate::answer::json::answer`] wrote it.
#[derive(Debug)]
pub struct Saved<'t> {
    /// Without what was added to the answer, which is part of no fingerprint.
    pub(super) text: Cow<'t, str>,
    /// The number of its format; 0 of those saved before formats were numbered.
    pub(super) format: u64,
    /// All of it, to compare with the new answer.
    pub(super) tree: Tree,
    /// The same, to describe differences.
    pub(super) whole: Value,
    pub(super) on: Date,
    pub(super) known: Option<Date>,
    pub(super) facts: &'t str,
    pub(super) withheld: Vec<String>,
    /// The most bytes of today's answer with which it is compared.
    pub(super) max_compared: usize,
    rule_set: Cow<'t, str>,
}

/// What is needed to ask again.
#[derive(Deserialize)]
struct Question<'t> {
    #[serde(borrow)]
    rule_set: Cow<'t, str>,
    on: Cow<'t, str>,
    /// `null` where nothing limits what is known, but always there.
    #[serde(deserialize_with = "Option::deserialize")]
    known: Option<Cow<'t, str>>,
    #[serde(borrow)]
    facts: &'t RawValue,
    withheld: Vec<String>,
}

impl<'t> Saved<'t> {
    /// Reads a saved answer.
    ///
    /// # Errors
    /// When it is not an answer of almoner.
    pub fn read(text: &'t str) -> Result<Saved<'t>, Unprovable> {
        let text = text.trim_start_matches('\u{feff}').trim();
        check_density(text)?;
        let own = without_additions(text);
        let tree = Tree::read(&own).map_err(|error| damaged(&error))?;
        let whole = tree.to_value();
        // Derived, a question would be taken from an array too, by position.
        let question = Some(text).filter(|_| whole.is_object());
        if whole.get("listed").is_some() {
            return Err(of_list());
        }
        let question = question.and_then(|text| serde_json::from_str(text).ok());
        let is_whole = |it: &Question<'_>| it.facts.get().starts_with('{');
        let Some(question): Option<Question<'_>> = question.filter(is_whole) else {
            return Err(foreign(&whole));
        };
        let known = question.known.as_deref().map(|text| day("known", text));
        Ok(Saved {
            text: own,
            format: format(&whole)?,
            tree,
            whole,
            on: day("on", &question.on)?,
            known: known.transpose()?,
            facts: question.facts.get(),
            withheld: question.withheld,
            max_compared: usize::MAX,
            rule_set: question.rule_set,
        })
    }

    /// The same; where today's answer is longer than this, it is another, and not
    /// compared further. A short text can hold many facts, whose answer is
    /// long, and a comparison takes many times its length in memory.
    #[must_use]
    pub fn compared_within(self, max_bytes: usize) -> Saved<'t> {
        Saved {
            max_compared: max_bytes,
            ..self
        }
    }

    /// All of it.
    #[must_use]
    pub fn json(&self) -> &Value {
        &self.whole
    }

    /// The day it is about.
    #[must_use]
    pub fn on(&self) -> Date {
        self.on
    }

    /// The day by which what it used was known; none where that was not limited.
    #[must_use]
    pub fn known(&self) -> Option<Date> {
        self.known
    }

    /// The confidential facts that it withholds.
    #[must_use]
    pub fn withheld(&self) -> &[String] {
        &self.withheld
    }

    /// The rule set that answered.
    #[must_use]
    pub fn rule_set(&self) -> &str {
        &self.rule_set
    }
}

/// The fewest bytes for each object and each value of a long answer, which has about
/// 110 and 20, and how many of them a text may have whatever its length.
const BYTES_OF_OBJECT: usize = 100;
const BYTES_OF_VALUE: usize = 17;
const MIN_OBJECTS: usize = 10_000;
const MIN_VALUES: usize = 50_000;

/// Refuses a text with more objects or values than an answer of its length has, before
/// it is read: an object of eight bytes takes more than a kilobyte in memory.
///
/// # Errors
/// It has more.
fn check_density(text: &str) -> Result<(), Unprovable> {
    let (mut objects, mut values) = (0, 0);
    let (mut is_in_text, mut is_escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = is_in_text,
            b'"' => is_in_text = !is_in_text,
            _ if is_in_text => {}
            b'{' => (objects, values) = (objects + 1, values + 1),
            b',' | b'[' => values += 1,
            _ => {}
        }
    }
    let is_dense = objects > MIN_OBJECTS + text.len() / BYTES_OF_OBJECT
        || values > MIN_VALUES + text.len() / BYTES_OF_VALUE;
    if is_dense {
        let says = "this is not an answer of almoner: it has more values than one of its length";
        return Err(Unprovable::Answer(says.to_owned()));
    }
    Ok(())
}

/// What may be added to an answer: what would change it, which follows from the
/// rest, and that it was issued, which has a seal of its own.
const ADDITIONS: [&str; 2] = ["explanation", "issued"];

/// An answer without what was added to it.
fn without_additions(text: &str) -> Cow<'_, str> {
    let members: Result<OrderedObject<&RawValue>, _> = serde_json::from_str(text);
    let Ok(OrderedObject(members)) = members else {
        return Cow::Borrowed(text);
    };
    let is_own = |name: &str| !ADDITIONS.contains(&name);
    if members.iter().all(|(name, _)| is_own(name)) {
        return Cow::Borrowed(text);
    }
    let members = members.iter().filter(|(name, _)| is_own(name));
    let members: Vec<String> = members
        .map(|(name, value)| format!("{}:{}", quoted(name), value.get()))
        .collect();
    Cow::Owned(format!("{{{}}}", members.join(",")))
}

/// Why an answer cannot be asked for again.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unprovable {
    /// It is not an answer of almoner.
    Answer(String),
    /// The facts given with it cannot be read.
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

/// The number of an answer's format.
fn format(answer: &Value) -> Result<u64, Unprovable> {
    let Some(given) = answer.get("format") else {
        return Ok(0);
    };
    let known = given
        .as_u64()
        .filter(|format| (1..=u64::from(FORMAT)).contains(format));
    known.ok_or_else(|| {
        let says =
            format!("the answer's format is {given}; this almoner knows those up to {FORMAT}");
        Unprovable::Answer(says)
    })
}

fn day(key: &str, text: &str) -> Result<Date, Unprovable> {
    let says = || format!("this is not an answer of almoner: `{key}` is not a day");
    date::parse(text).ok_or_else(|| Unprovable::Answer(says()))
}

pub(super) fn damaged(error: &TreeError) -> Unprovable {
    match error {
        TreeError::Syntax(error) => unreadable(error),
        TreeError::RepeatedKey(key) => {
            let says =
                format!("the saved answer has been altered: it has `{key}` twice in one place");
            Unprovable::Answer(says)
        }
    }
}

fn unreadable(error: &serde_json::Error) -> Unprovable {
    let place = format!("line {}, column {}", error.line(), error.column());
    Unprovable::Answer(if error.is_eof() {
        format!("the saved answer is damaged: it breaks off at {place}")
    } else {
        format!("the saved answer is damaged: it cannot be read as JSON from {place} on")
    })
}

/// An answer of a list leaves out what it rests on.
fn of_list() -> Unprovable {
    let says = "this answer is of a list: it leaves out confidential facts and what rests on \
        them, so it cannot be proved. Ask for the case alone";
    Unprovable::Answer(says.to_owned())
}

/// Why a JSON text is not an answer.
fn foreign(value: &Value) -> Unprovable {
    let keys = ["rule_set", "on", "known", "facts", "withheld"];
    let lacking = keys.iter().find(|key| value.get(key).is_none());
    Unprovable::Answer(match lacking {
        Some(key) => format!("this is not an answer of almoner: it has no `{key}`"),
        None => "this is not an answer of almoner: its parts are not of the right kind".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dense_texts_are_refused_unread() {
        for unit in ["0,", "{},", "[],", "{\"a\":0},", "\"\","] {
            let dense = format!("[{}0]", unit.repeat(200_000));
            assert!(check_density(&dense).is_err(), "{unit}");
            let quoted = serde_json::to_string(&dense).unwrap();
            assert!(check_density(&quoted).is_ok(), "one text, {unit}");
        }
    }

    #[test]
    fn facts_of_another_kind_are_no_saved_answer() {
        let saved = |facts: &str| {
            let answer = r#"{"rule_set":"music","on":"2018-05-01","known":null,"withheld":[],"#;
            Saved::read(&format!("{answer}\"facts\":{facts}}}")).map(|saved| saved.on)
        };
        assert!(saved("{}").is_ok());
        for facts in ["[]", "null", "1", "\"{}\""] {
            let Err(Unprovable::Answer(says)) = saved(facts) else {
                panic!("{facts} is taken");
            };
            assert!(says.contains("not of the right kind"), "{says}");
        }
    }
}
