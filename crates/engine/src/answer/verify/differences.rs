//! The differences between two answers to one question, in words.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::named_entries::{named, prices, rates, statuses, steps};
use crate::base::sequence::listed;

/// The arrays of an answer that are compared entry by entry: the key, the word
/// for an entry, and its keys whose values are reported.
const ENTRIES: [(&str, &str, &[&str]); 7] = [
    (
        "parts",
        "part",
        &[
            "first", "last", "version", "tariff", "status", "outcome", "total",
        ],
    ),
    (
        "lines",
        "line",
        &["state", "amount", "gross", "each", "quantity", "chosen"],
    ),
    ("totals", "total", &["state", "amount", "times"]),
    ("limits", "limit", &["state", "difference"]),
    ("criteria", "criterion", &["standing"]),
    ("follows", "what follows:", &["value"]),
    ("schedules", "schedule", &["dates"]),
];

/// The most differences that are named.
const MAX_NAMED: usize = 500;

/// What a key of an answer is called.
fn key_words(key: &str) -> String {
    match key {
        "read" => "what it read".to_owned(),
        "tests" => "its comparisons".to_owned(),
        "given" => "what was given".to_owned(),
        _ => key.replace('_', " "),
    }
}

/// Every difference, the most important first; none where the two say the same.
/// The engine alone is no difference, but is named with others. Of an answer
/// that has been altered, nothing is said to have changed in the book.
pub(super) fn between(before: &Value, after: &Value, is_altered: bool) -> Vec<String> {
    let mut found = DifferenceCollector {
        says: Vec::new(),
        is_altered,
        before,
        after,
    };
    found.sources();
    found.prices();
    found.statuses_and_rates();
    found.one("outcome", "the outcome");
    found.one("outcome_on_day", "the outcome on the day asked about");
    found.one("total", "the total");
    for (key, word, parts) in ENTRIES {
        found.entries(key, word, parts);
    }
    found.working();
    found.rest();
    if !found.says.is_empty() {
        let engine = |value: &Value| value.pointer("/fingerprints/engine").cloned();
        found.changed(
            "the engine",
            engine(before).as_ref(),
            engine(after).as_ref(),
        );
    }
    let more = found.says.len().saturating_sub(MAX_NAMED);
    found.says.truncate(MAX_NAMED);
    if more > 0 {
        found.says.push(format!("and {more} more"));
    }
    found.says
}

/// Collects the differences of two answers, a sentence each.
struct DifferenceCollector<'a> {
    says: Vec<String>,
    is_altered: bool,
    before: &'a Value,
    after: &'a Value,
}

impl DifferenceCollector<'_> {
    /// Adds a sentence if two values differ, and returns whether they do.
    fn changed(&mut self, what: &str, before: Option<&Value>, after: Option<&Value>) -> bool {
        let differs = before != after;
        if differs {
            self.was_and_is(what, &plain(before), &plain(after));
        }
        differs
    }

    /// Adds what the saved answer has and what the question gives today.
    fn was_and_is(&mut self, what: &str, before: &str, after: &str) {
        self.says.push(match self.is_altered {
            true => format!("{what} is {before} in the saved answer, and {after} when asked again"),
            false => format!("{what} was {before}, and is now {after}"),
        });
    }

    fn one(&mut self, key: &str, what: &str) {
        self.changed(what, self.before.get(key), self.after.get(key));
    }

    /// The rules, the tariff, the parameters and the facts.
    fn sources(&mut self) {
        self.one("version", "the first day in force of the rules");
        self.one("tariff", "the tariff");
        self.one("status", "the status");
        let own = |value: &Value| value.get("fingerprints").cloned().unwrap_or_default();
        for key in differing(&own(self.before), &own(self.after)) {
            if self
                .after
                .pointer("/fingerprints")
                .is_some_and(|it| it.get(&key).is_none())
            {
                let says = format!("`fingerprints` has `{key}`, which today's answer has not");
                self.says.push(says);
            }
        }
        if self.is_altered {
            return;
        }
        for (key, says) in [
            ("rules", "the file of the rules has changed since"),
            ("tariff", "the file of the tariff has changed since"),
            (
                "facts",
                "the facts are not those for which the answer was given",
            ),
            ("parameters", "the file of a dated rate has changed since"),
            ("calendars", "the file of a calendar has changed since"),
            ("rule_sets", "rules that these rules use have changed since"),
        ] {
            let of = |value: &Value| {
                value
                    .get("fingerprints")
                    .and_then(|it| it.get(key))
                    .cloned()
            };
            if of(self.before) != of(self.after) {
                self.says.push(says.to_owned());
            }
        }
    }

    /// The prices that were read.
    fn prices(&mut self) {
        let (before, after) = (prices(self.before), prices(self.after));
        for (charge, price) in &before {
            if let Some(now) = after.get(charge)
                && now != price
            {
                let row = |price: &Value| match price.get("row").and_then(Value::as_str) {
                    Some(row) => format!(" ({row})"),
                    None => String::new(),
                };
                let text = |price: &Value| format!("{}{}", plain(price.get("value")), row(price));
                self.was_and_is(&format!("the price of {charge}"), &text(price), &text(now));
            }
        }
    }

    /// The entries of an array, matched by name and record.
    fn entries(&mut self, key: &str, word: &str, parts: &[&str]) {
        let (before, after) = (named(self.before, key), named(self.after, key));
        let now = by_name(&after);
        for (name, entry) in &before {
            let Some(now) = now.get(name.as_str()) else {
                self.says.push(match self.is_altered {
                    true => format!("{word} {name} is only in the saved answer"),
                    false => format!("{word} {name} is there no longer"),
                });
                continue;
            };
            let mut any = false;
            for part in parts {
                let what = format!("{word} {name}: {}", part.replace('_', " "));
                any |= self.changed(&what, entry.get(part), now.get(part));
            }
            if !any && entry != now {
                self.others(&format!("{word} {name}"), entry, now);
            }
        }
        let was = by_name(&before);
        for (name, _) in &after {
            if !was.contains_key(name.as_str()) {
                self.says.push(match self.is_altered {
                    true => format!("{word} {name} is not in the saved answer"),
                    false => format!("{word} {name} was not there"),
                });
            }
        }
    }

    /// The results of formulas.
    fn working(&mut self) {
        let (before, after) = (steps(self.before), steps(self.after));
        let now = by_name(&after);
        for (name, step) in &before {
            match now.get(name.as_str()) {
                Some(now) if now == step => {}
                Some(now) => {
                    let result = (step.get("result"), now.get("result"));
                    let what = format!("the working of {name}: the result");
                    let differs = self.changed(&what, result.0, result.1);
                    let formula = (step.get("formula"), now.get("formula"));
                    let what = format!("the formula of {name}");
                    if !self.changed(&what, formula.0, formula.1) && !differs {
                        self.others(&format!("the working of {name}"), step, now);
                    }
                }
                None => {}
            }
        }
        let only_in = |one: &[(String, &Value)], other: &[(String, &Value)]| {
            let there: BTreeSet<&str> = other.iter().map(|(name, _)| name.as_str()).collect();
            let names = one.iter().map(|(name, _)| name.clone());
            names
                .filter(|name| !there.contains(name.as_str()))
                .collect::<Vec<String>>()
        };
        let (gone, new) = match self.is_altered {
            true => ("only in the saved answer", "not in the saved answer"),
            false => ("no longer calculated", "not calculated before"),
        };
        self.several(&only_in(&before, &after), gone);
        self.several(&only_in(&after, &before), new);
    }

    /// Steps that only one of the answers has, in one sentence.
    fn several(&mut self, names: &[String], what: &str) {
        let (shown, rest) = names.split_at(names.len().min(3));
        let verb = match (names.len(), what.ends_with("before")) {
            (0, _) => return,
            (1, true) => "was",
            (1, false) => "is",
            (_, true) => "were",
            (_, false) => "are",
        };
        let more = match rest.len() {
            0 => String::new(),
            1 => " and 1 more step".to_owned(),
            count => format!(" and {count} more steps"),
        };
        let shown = shown.join("; ");
        self.says.push(format!("{shown}{more} {verb} {what}"));
    }

    /// The other keys in which two entries differ: texts with what they were and
    /// are, the rest by name.
    fn others(&mut self, what: &str, before: &Value, after: &Value) {
        let mut names: Vec<String> = Vec::new();
        for key in differing(before, after) {
            match (before.get(&key), after.get(&key)) {
                (Some(Value::String(old)), Some(Value::String(new))) => {
                    let what = format!("{what}: {}", key.replace('_', " "));
                    self.was_and_is(&what, &format!("“{old}”"), &format!("“{new}”"));
                }
                _ => names.push(key_words(&key)),
            }
        }
        if !names.is_empty() {
            let names = listed(&names, "and");
            self.says.push(match self.is_altered {
                true => format!("{what}: {names} not as when asked again"),
                false => format!("{what}: {names} changed"),
            });
        }
    }

    /// Prices and rates that have been adopted since, and rates that have changed.
    fn statuses_and_rates(&mut self) {
        let (before, after) = (statuses(self.before), statuses(self.after));
        for (what, figure) in &before {
            let text =
                |of: &Value, key: &str| of.get(key).and_then(Value::as_str).map(str::to_owned);
            if let Some(now) = after.get(what)
                && text(figure, "status").as_deref() == Some("proposed")
                && text(now, "status").as_deref() == Some("adopted")
            {
                if self.is_altered {
                    continue;
                }
                let by = text(now, "by").unwrap_or_default();
                let known = text(now, "known").unwrap_or_default();
                self.says.push(format!(
                    "{what} was proposed, and has been adopted since ({by}, {known})"
                ));
            }
        }
        let (before, after) = (rates(self.before), rates(self.after));
        for (rate, value) in &before {
            if let Some(now) = after.get(rate).filter(|now| *now != value) {
                let (value, now) = (plain(Some(value)), plain(Some(now)));
                self.was_and_is(&format!("the rate of {rate}"), &value, &now);
            }
        }
    }

    /// Differences in all keys that the other methods do not compare.
    fn rest(&mut self) {
        const COMPARED_ELSEWHERE: [&str; 8] = [
            "version",
            "tariff",
            "status",
            "outcome",
            "outcome_on_day",
            "total",
            "trace",
            "fingerprints",
        ];
        for key in differing(self.before, self.after) {
            let is_compared = ENTRIES.iter().any(|(compared, ..)| *compared == key);
            if !is_compared && !COMPARED_ELSEWHERE.contains(&key.as_str()) {
                self.says.push(format!("`{key}` differs"));
            }
        }
    }
}

/// Entries by their names, which are each there once.
fn by_name<'v>(entries: &'v [(String, &'v Value)]) -> BTreeMap<&'v str, &'v Value> {
    let entries = entries.iter();
    entries.map(|(name, it)| (name.as_str(), *it)).collect()
}

/// The keys under which two objects differ.
fn differing(before: &Value, after: &Value) -> Vec<String> {
    let of = |value: &Value| value.as_object().cloned().unwrap_or_default();
    let (before, after) = (of(before), of(after));
    let mut keys: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
    keys.sort_unstable();
    keys.dedup();
    keys.retain(|key| before.get(key) != after.get(key));
    keys
}

/// A value in words.
fn plain(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "none".to_owned(),
        Some(Value::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        Some(Value::String(text)) if is_amount(text) => format!("£{text}"),
        Some(Value::String(text)) if is_word(text) => text.replace('_', " "),
        Some(Value::String(text)) => format!("“{text}”"),
        Some(value) => {
            let end = |key| value.get(key).and_then(Value::as_str);
            match (end("min"), end("max"), end("does_not_apply")) {
                (Some(min), Some(max), _) => format!("£{min} to £{max}"),
                (_, _, Some(reason)) => format!("out of place ({reason})"),
                _ => value.to_string(),
            }
        }
    }
}

/// Whether a text is a word for programs, such as `not_eligible`, a day or a year.
fn is_word(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_-/.:+ ".contains(&byte))
}

/// Whether a text is an amount as answers write it: `25.00`.
fn is_amount(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let parts = unsigned.split_once('.');
    parts.is_some_and(|(whole, pence)| digits(whole) && digits(pence) && pence.len() >= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_an_answer_are_shown_in_words() {
        for (value, words) in [
            (serde_json::json!(null), "none"),
            (serde_json::json!(true), "yes"),
            (serde_json::json!("12.50"), "£12.50"),
            (serde_json::json!("not_eligible"), "not eligible"),
            (serde_json::json!("Says: \"no\""), "“Says: \"no\"”"),
            (
                serde_json::json!({"min": "230.00", "max": "240.00"}),
                "£230.00 to £240.00",
            ),
            (
                serde_json::json!({"does_not_apply": "no row"}),
                "out of place (no row)",
            ),
            (serde_json::json!(31), "31"),
        ] {
            assert_eq!(plain(Some(&value)), words);
        }
    }

    #[test]
    fn differences_beyond_the_most_are_counted() {
        let answer = |amount: &str| {
            let lines = (0..MAX_NAMED + 100).map(|number| {
                let id = format!("line_{number}");
                serde_json::json!({"id": id, "amount": amount})
            });
            serde_json::json!({"lines": lines.collect::<Vec<Value>>()})
        };
        let says = between(&answer("1.00"), &answer("2.00"), false);
        let named = |number| format!("line line_{number}: amount was £1.00, and is now £2.00");
        assert_eq!(says.len(), MAX_NAMED + 1);
        assert_eq!(says[MAX_NAMED - 1], named(MAX_NAMED - 1));
        assert_eq!(says[MAX_NAMED], "and 100 more");
    }

    /// A key of an answer that was renamed would be compared no longer.
    #[test]
    fn compared_keys_are_those_of_the_types() {
        let schemas = crate::answer::json::schemas();
        let of = |name: &str, key: &str| schemas[name]["properties"].get(key);
        for (key, _, parts) in ENTRIES {
            let array = of("Quote", key).or_else(|| of("Screening", key));
            let entry = array.unwrap_or_else(|| panic!("no answer has `{key}`"));
            let entry = entry["items"]["$ref"].as_str().unwrap();
            let (_, entry) = entry.rsplit_once('/').unwrap();
            for part in parts {
                assert!(of(entry, part).is_some(), "{entry} has no `{part}`");
            }
        }
        for key in [
            "version",
            "tariff",
            "status",
            "outcome",
            "total",
            "trace",
            "fingerprints",
        ] {
            assert!(of("Quote", key).is_some(), "a quote has no `{key}`");
        }
        for (of_what, key) in [
            ("Step", "step"),
            ("Step", "id"),
            ("Step", "part"),
            ("Step", "in_part"),
            ("Step", "record"),
            ("Step", "read"),
            ("Step", "result"),
            ("ReadCharge", "charge"),
            ("ReadCharge", "value"),
            ("ReadCharge", "row"),
            ("Line", "part"),
            ("Record", "list"),
            ("Record", "number"),
            ("Fingerprints", "engine"),
            ("Fingerprints", "parameters"),
            ("Fingerprints", "calendars"),
            ("NotApplicable", "does_not_apply"),
        ] {
            assert!(of(of_what, key).is_some(), "{of_what} has no `{key}`");
        }
    }
}
