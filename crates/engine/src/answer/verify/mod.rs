//! Proving a saved answer: the same question is asked again, and the two
//! answers are compared.

mod compare;
mod differences;
mod named_entries;
mod reopen;
mod saved;
#[cfg(test)]
mod tests;
mod verdict;

use serde_json::Value;

pub use self::{
    reopen::Reopened,
    saved::{Saved, Unprovable},
    verdict::Verdict,
};
use crate::{
    answer::{
        Detail, Question, Refusal, answer,
        json::{self, OwnFingerprint},
    },
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
    let needs_facts = !saved.withheld.is_empty() && extra.is_none();
    let max_bytes = saved.max_compared.max(saved.text.len());
    let again = match answer(book, &question) {
        Ok(answer) if !needs_facts && answer.min_json_bytes() > max_bytes => {
            return Ok(Verdict::Differs(vec![TOO_LONG.to_owned()]));
        }
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
    if needs_facts {
        return Ok(Verdict::NeedsFacts(saved.withheld.clone()));
    }
    if again == saved.text {
        return Ok(Verdict::Identical);
    }
    if again.len() > saved.max_compared {
        return Ok(Verdict::Differs(vec![TOO_LONG.to_owned()]));
    }
    let mut tree = json::Tree::read(&again).map_err(|error| saved::damaged(&error))?;
    json::as_in_format(&mut tree, saved.format);
    let after = tree.to_value();
    let lacking = lacking(&saved.withheld, &after);
    if !lacking.is_empty() {
        return Ok(Verdict::NeedsFacts(lacking));
    }
    if saved.tree.says_the_same_as(&tree) {
        return Ok(Verdict::Identical);
    }
    let own = own_fingerprint(saved, &after);
    if own != Some(OwnFingerprint::Differs) {
        let is_proved = own != Some(OwnFingerprint::KeysSorted);
        if is_proved && compare::is_same_but_for_engine(&saved.tree, tree.clone()) {
            return Ok(Verdict::Identical);
        }
        if compare::is_same_but_for_files(&saved.tree, tree) {
            return Ok(Verdict::Unchanged);
        }
    }
    let is_altered = own == Some(OwnFingerprint::Differs);
    let mut differences = differences::between(&saved.whole, &after, is_altered);
    if is_altered {
        return Ok(Verdict::Altered(differences));
    }
    if differences.is_empty() {
        differences.push(ALTERED.to_owned());
    } else if has_all_fingerprints(&saved.whole, &after) {
        differences.insert(0, ALTERED_OR_BUILD.to_owned());
    }
    Ok(Verdict::Differs(differences))
}

/// What an answer's own fingerprint says of it; none of a format that has none.
fn own_fingerprint(saved: &Saved<'_>, again: &Value) -> Option<OwnFingerprint> {
    (saved.format >= FIRST_WITH_OWN_FINGERPRINT)
        .then(|| OwnFingerprint::of(&saved.text, &saved.whole, again))
}

/// The first format whose answers have a fingerprint of their own.
const FIRST_WITH_OWN_FINGERPRINT: u64 = 4;

/// The message for differences that no answer of the engine can have: entries
/// in another order, an entry twice, digits after those that a double has.
const ALTERED: &str = "the saved answer has been altered";

/// The message for an answer that is too long to be compared. The saved one is
/// another: it has been read, and so is shorter.
const TOO_LONG: &str = "today's answer to its question is too long to be compared";

/// The message where rules, prices and facts are the same: the same engine
/// would have given the same answer.
const ALTERED_OR_BUILD: &str = "the saved answer has been altered, or another build of almoner \
    gave it: its rules, prices and facts are those of today";

/// Whether the fingerprints of two answers' rules, prices and facts are the same.
fn has_all_fingerprints(saved: &Value, again: &Value) -> bool {
    let fingerprints = |value: &Value| {
        let mut all = value.get("fingerprints")?.as_object()?.clone();
        all.remove("answer");
        Some(all)
    };
    let own = fingerprints(saved);
    own.is_some() && own == fingerprints(again)
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
