//! How open points of the papers are read: on entries, printed where they affected
//! the answer, and never in a comment.

use std::collections::BTreeSet;

use almoner_engine::{
    GivenFacts, Question,
    answer::Answer,
    book::open,
    load::BookFrom,
    present::{self, AnswerView},
};
use serde_json::Value;

/// Phrases with which a reading begins.
const READS: [&str; 5] = [
    "read as",
    "taken as",
    "taken to",
    "is a reading",
    "is taken.",
];

#[test]
fn no_comment_of_a_rule_or_tariff_file_holds_a_reading() {
    let mut found = Vec::new();
    for (path, text) in almoner_built_in::files() {
        let text = std::str::from_utf8(text).expect("UTF-8");
        let comments = comments(text);
        for phrase in READS.iter().filter(|phrase| comments.contains(**phrase)) {
            found.push(format!("{path}: “{phrase}” in a comment"));
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn comment_with_a_reading_is_found_across_lines() {
    let text =
        "// a package is read\n// as the price (\nid: \"read as // no\", // Taken  to mean\n";
    assert_eq!(
        comments(text),
        "a package is read as the price ( taken to mean"
    );
}

/// The comments of a file in one line, in small letters.
fn comments(text: &str) -> String {
    let comments = text.lines().filter_map(|line| {
        let outside = |at: &usize| line[..*at].matches('"').count() % 2 == 0;
        let mut starts = line.match_indices("//").map(|(at, _)| at);
        let start = starts.find(outside)?;
        Some(line[start..].trim_start_matches('/'))
    });
    let comments: Vec<&str> = comments.flat_map(str::split_whitespace).collect();
    comments.join(" ").to_lowercase()
}

#[test]
fn every_printed_reading_is_in_the_json_answer() {
    let opened = open(BookFrom::Files(almoner_built_in::files())).expect("the book is there");
    let book = opened.book.expect("a sound book");
    let (mut printed, mut answers) = (BTreeSet::new(), 0);
    for set in &book.program().contents().rule_sets {
        for case in &set.cases {
            let mut question = Question::new(&*set.id).on(case.on);
            if let Some(known) = case.known {
                question = question.known(known);
            }
            let mut facts = GivenFacts::default();
            for (name, given) in &case.facts {
                facts.text(&**name, given.clone());
            }
            question = question.facts(facts);
            let Ok(answer) = book.answer(&question) else {
                continue;
            };
            answers += 1;
            let traced: Value = serde_json::from_str(&answer.to_json()).expect("JSON");
            let in_json = readings_in(&traced);
            for reading in readings(&answer) {
                assert!(
                    in_json.contains(&plain(&reading)),
                    "{}: {}: {reading}",
                    set.id,
                    case.says
                );
                printed.insert(reading);
            }
        }
    }
    assert!(answers > 500 && printed.len() > 30, "{answers} {printed:?}");
    let has = |part: &str| printed.iter().any(|reading| reading.contains(part));
    assert!(
        has("29 February") && has("rounded to the penny"),
        "{printed:?}"
    );
}

/// The readings that an answer prints.
fn readings(answer: &Answer<'_>) -> Vec<String> {
    match present::answer(answer) {
        AnswerView::Screening(view) => view.readings,
        AnswerView::Quote(view) => {
            let parts = view.parts.into_iter();
            parts.flat_map(|part| part.notes.readings).collect()
        }
        _ => Vec::new(),
    }
}

/// Every reading in the JSON answer: of steps of the trace, of what they read, of
/// lines, their alternatives and reductions, and of no entry.
fn readings_in(answer: &Value) -> BTreeSet<String> {
    match answer {
        Value::Object(members) => {
            let own = members.get("reading").and_then(Value::as_str);
            let general = members.get("readings").and_then(Value::as_array);
            let general = general.into_iter().flatten().filter_map(Value::as_str);
            let inner = members.values().flat_map(readings_in);
            own.into_iter()
                .chain(general)
                .map(plain)
                .chain(inner)
                .collect()
        }
        Value::Array(entries) => entries.iter().flat_map(readings_in).collect(),
        _ => BTreeSet::new(),
    }
}

/// Without what makes it a sentence: its first letter small, no full stop.
fn plain(reading: &str) -> String {
    let mut letters = reading.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    let rest = letters.as_str().trim_end_matches('.').chars();
    first.chain(rest).collect()
}
