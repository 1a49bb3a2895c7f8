//! A saved answer in words, as it was saved: read from its own text, so that it can
//! be shown where today's rules give another.

use serde_json::Value;

use super::{
    outcome_words,
    value_words::{self, capital},
};
use crate::{
    answer::verify::{Saved, Verdict},
    base::{date::LongDate, ids::RecordId, money::Money},
    book::Book,
    check::model::Version,
    eval::screen,
};

/// A saved answer in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SavedAnswerView {
    /// What it was about: `Music tuition, 1 May 2018`.
    pub title: String,
    /// The outcome of a screening, in words.
    pub outcome: Option<&'static str>,
    /// The lines with their amounts, or the conditions with their standing, in order.
    pub rows: Vec<SavedRow>,
}

/// A line or a condition, with what it came to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SavedRow {
    /// Its words.
    pub words: String,
    /// An amount, or a standing.
    pub result: String,
    /// Whether it is the total.
    pub is_total: bool,
}

/// Whether a saved answer is today's, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerdictView {
    /// In a sentence.
    pub headline: &'static str,
    /// Where the two differ.
    pub differences: Vec<String>,
}

/// Whether a saved answer is today's, in words.
#[must_use]
pub fn verdict(verdict: &Verdict) -> VerdictView {
    let (headline, differences) = match verdict {
        Verdict::Identical => (
            "Identical: the same question gives the same answer.",
            &[][..],
        ),
        Verdict::Unchanged => (
            "The same answer. A file has changed since, in nothing that this answer uses.",
            &[][..],
        ),
        Verdict::Differs(differences) => {
            let says = "Different: the same question gives another answer today.";
            (says, differences.as_slice())
        }
        Verdict::Altered(differences) => {
            let says = "Altered: this is not the answer that was given.";
            (says, differences.as_slice())
        }
        Verdict::NeedsFacts(_) => (
            "This answer keeps confidential facts back. Give them again to see it.",
            &[][..],
        ),
    };
    VerdictView {
        headline,
        differences: differences.to_vec(),
    }
}

/// A saved answer in words, with what records are called in the rules of today.
#[must_use]
pub fn saved_answer(book: &Book, saved: &Saved<'_>) -> SavedAnswerView {
    let whole = saved.json();
    let version = book.program().rule_set(saved.rule_set());
    let version = version.map(|set| set.newest());
    let mut rows: Vec<SavedRow> = entries(whole, "lines")
        .flat_map(|line| self::line(version, line))
        .collect();
    let total = amount(&whole["total"]).or_else(|| {
        let is_quote = whole.get("lines").is_some();
        is_quote.then(|| "not settled".to_owned())
    });
    rows.extend(total.map(|result| SavedRow {
        words: "Total".to_owned(),
        result,
        is_total: true,
    }));
    rows.extend(entries(whole, "criteria").filter_map(criterion));
    let title = whole["title"].as_str().unwrap_or_default();
    SavedAnswerView {
        title: format!("{title}, {}", LongDate(saved.on())),
        outcome: outcome(whole).map(outcome_words::heading),
        rows,
    }
}

fn entries<'v>(whole: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    whole[name].as_array().into_iter().flatten()
}

/// The outcome of a screening.
fn outcome(whole: &Value) -> Option<screen::Outcome> {
    Some(match whole["outcome"].as_str()? {
        "eligible" => screen::Outcome::Eligible,
        "not_eligible" => screen::Outcome::NotEligible,
        "undetermined" if whole.get("criteria").is_some() => screen::Outcome::Undetermined,
        "refer" if whole.get("criteria").is_some() => screen::Outcome::Refer,
        _ => return None,
    })
}

/// A line that is charged, and its reductions.
fn line(version: Option<&Version>, line: &Value) -> Vec<SavedRow> {
    let says = line["says"].as_str().unwrap_or_default();
    let words = match record(version, &line["record"]) {
        Some(record) => format!("{record}: {says}"),
        None => capital(says),
    };
    let own = amount(&line["gross"]).or_else(|| amount(&line["amount"]));
    let own = own.map(|result| SavedRow {
        words,
        result,
        is_total: false,
    });
    let given = entries(line, "reductions").filter(|it| it["state"] == "given");
    let given = given.filter_map(|it| {
        Some(SavedRow {
            words: capital(it["says"].as_str()?),
            result: format!("−{}", amount(&it["amount"])?),
            is_total: false,
        })
    });
    own.into_iter().chain(given).collect()
}

fn criterion(criterion: &Value) -> Option<SavedRow> {
    let standing = match criterion["standing"].as_str()? {
        "met" => "Met",
        "not_met" => "Not met",
        "refer" => "For a person",
        "does_not_apply" => "Does not apply",
        _ => "Not decided yet",
    };
    let cite = criterion["cite"].as_str();
    Some(SavedRow {
        words: value_words::cited(criterion["says"].as_str()?.to_owned(), cite),
        result: standing.to_owned(),
        is_total: false,
    })
}

/// `Child 2`.
fn record(version: Option<&Version>, record: &Value) -> Option<String> {
    let list = record["list"].as_str()?;
    let number = u16::try_from(record["number"].as_u64()?)
        .ok()?
        .checked_sub(1)?;
    let version = version?;
    let list = version.list_named(list)?;
    let words = version.record_words(RecordId { list, number });
    Some(capital(&words))
}

/// An amount, or a range, as it is read.
fn amount(amount: &Value) -> Option<String> {
    let text = match amount {
        Value::String(text) => text.clone(),
        Value::Object(range) => {
            let end = |name: &str| range.get(name).and_then(Value::as_str);
            format!("{}..={}", end("min")?, end("max")?)
        }
        _ => return None,
    };
    Some(Money::parse(&text).ok()?.to_string())
}
