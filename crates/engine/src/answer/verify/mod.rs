//! Proving a saved answer: the same question is asked again, and the two
//! answers are held against each other.

mod differences;
mod saved;
#[cfg(test)]
mod tests;
mod verdict;

use serde_json::Value;

pub use self::{
    saved::{Saved, Unprovable},
    verdict::Verdict,
};
use crate::{
    answer::{Detail, Question, Refusal, answer, json},
    book::Book,
    facts::Problem,
};

impl Book {
    /// Asks the question of a saved answer again, and compares the two answers.
    /// `extra` is a JSON object of the confidential facts that the answer
    /// withholds.
    ///
    /// ```
    /// use almoner_engine::{Book, Question, Saved, Verdict};
    ///
    /// let book = Book::from_files(almoner_built_in::files())?;
    /// let question = Question::new("music").on("2018-05-01".parse()?).fact("lessons", 10);
    /// let saved = book.answer(&question)?.to_json();
    /// let verdict = book.verify(&Saved::read(&saved)?, None)?;
    /// assert_eq!(verdict, Verdict::Identical);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When `extra` holds something that cannot be a fact.
    pub fn verify(&self, saved: &Saved<'_>, extra: Option<&str>) -> Result<Verdict, Unprovable> {
        verify(self, saved, extra)
    }
}

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
            Some(faulted) => json::fault(&faulted),
            None => return Ok(Verdict::Differs(vec![faulted.words().to_owned()])),
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
    let mut tree = json::Tree::read(&again).map_err(|error| saved::damaged(&error))?;
    json::as_in_format(&mut tree, saved.format);
    let after = tree.to_value();
    let lacking = lacking(&saved.withheld, &after);
    if !lacking.is_empty() {
        return Ok(Verdict::NeedsFacts(lacking));
    }
    if is_same_answer(&saved.tree, tree.clone()) {
        return Ok(Verdict::Identical);
    }
    if is_same_but_for_files(&saved.tree, tree) {
        return Ok(Verdict::Unchanged);
    }
    let mut differences = differences::between(&saved.whole, &after);
    if differences.is_empty() {
        differences.push(ALTERED.to_owned());
    } else if has_all_fingerprints(&saved.whole, &after) {
        differences.insert(0, ALTERED_OR_BUILD.to_owned());
    }
    Ok(Verdict::Differs(differences))
}

/// The message for differences that no answer of the engine can have: entries
/// in another order, an entry twice, digits after those that a double has.
const ALTERED: &str = "the saved answer has been altered";

/// The message where rules, prices and facts are the same: the same engine
/// would have given the same answer.
const ALTERED_OR_BUILD: &str = "the saved answer has been altered, or another build of almoner \
    gave it: its rules, prices and facts are those of today";

/// Whether all fingerprints of two answers are the same.
fn has_all_fingerprints(saved: &Value, again: &Value) -> bool {
    let fingerprints = |value: &Value| value.get("fingerprints").cloned();
    let own = fingerprints(saved);
    own.is_some() && own == fingerprints(again)
}

/// Whether two answers are the same but for the fingerprints of the files of
/// rules, prices and rates, and the engine that gave them. The trace has every
/// price, rate and formula that was used: what has changed is not among them.
fn is_same_but_for_files(saved: &json::Tree, mut again: json::Tree) -> bool {
    let Some(json::Tree::Array(_)) = saved.get("trace") else {
        return false;
    };
    let then = saved.get("fingerprints");
    let now = again.get_mut("fingerprints");
    if !then
        .zip(now)
        .is_some_and(|(then, now)| take_over(then, now))
    {
        return false;
    }
    if let (Some(json::Tree::Array(then)), Some(json::Tree::Array(now))) =
        (saved.get("parts"), again.get_mut("parts"))
    {
        for (then, now) in then.iter().zip(now) {
            let then = then.get("fingerprints");
            let now = now.get_mut("fingerprints");
            if !then
                .zip(now)
                .is_some_and(|(then, now)| take_over(then, now))
            {
                return false;
            }
        }
    }
    is_same_answer(saved, again)
}

/// Puts the fingerprints of files that one answer has in the place of those of
/// the other; false where one is not of the form of a SHA-256 fingerprint.
fn take_over(then: &json::Tree, now: &mut json::Tree) -> bool {
    ["rules", "tariff", "parameters", "rule_sets"]
        .into_iter()
        .all(|key| match (then.get(key), now.get_mut(key)) {
            (Some(then), Some(now)) => take_over_one(then, now),
            (then, now) => then.is_none() && now.is_none(),
        })
}

fn take_over_one(then: &json::Tree, now: &mut json::Tree) -> bool {
    match (then, now) {
        (json::Tree::Null, json::Tree::Null) => true,
        (json::Tree::Text(then), json::Tree::Text(now)) => {
            let digits = then.strip_prefix("sha256:").unwrap_or_default();
            now.clone_from(then);
            digits.len() == 64 && digits.bytes().all(|it| it.is_ascii_hexdigit())
        }
        (json::Tree::Object(then), json::Tree::Object(now)) => {
            let same = then.keys().eq(now.keys());
            let mut pairs = then.values().zip(now.values_mut());
            same && pairs.all(|(then, now)| take_over_one(then, now))
        }
        _ => false,
    }
}

/// Whether two answers are the same but for the engine that gave them.
fn is_same_answer(saved: &json::Tree, mut again: json::Tree) -> bool {
    let engine = |tree: &json::Tree| match tree.get("fingerprints")?.get("engine")? {
        json::Tree::Text(engine) if engine.starts_with("almoner ") => Some(engine.clone()),
        _ => None,
    };
    if let (Some(earlier), Some(fingerprints)) = (engine(saved), again.get_mut("fingerprints"))
        && let Some(now) = fingerprints.get_mut("engine")
    {
        *now = json::Tree::Text(earlier);
    }
    saved.says_the_same_as(&again)
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

/// Whether facts are refused only because of the extra facts.
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
