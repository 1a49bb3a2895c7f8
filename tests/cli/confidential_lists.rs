//! Lists of several people are seen by others than single answers: nothing in a
//! ranking, a batch or a stream may let a confidential fact be inferred.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::harness::{
    almoner,
    service::{posted, shared},
};

/// What can be given of convictions, and whether they are a matter for the panel.
const CONVICTIONS: [(Option<&str>, bool); 5] = [
    (Some("none"), false),
    (Some("other"), false),
    (Some("arson"), true),
    (Some("violence,fraud"), true),
    (None, true),
];

/// Words that would say which condition is for the panel.
const CANARIES: [&str; 7] = [
    "offence",
    "convict",
    "criminal",
    "arson",
    "fraud",
    "withheld\":[\"",
    "drug",
];

/// A way to have several people answered: each one's entry by reference. In a
/// ranking an entry names others, so that each person is ranked alone.
type Face = (&'static str, fn(&[Value]) -> BTreeMap<String, String>);

const FACES: [Face; 6] = [
    ("a ranking as text", ranking_as_text),
    ("a ranking as JSON", ranking_as_json),
    ("a batch as CSV", |all| batch("csv", all)),
    ("a batch as NDJSON", |all| batch("ndjson", all)),
    ("a batch as JSON", |all| batch("json", all)),
    ("a stream over HTTP", stream),
];

fn applicant(reference: &str, convictions: Option<&str>, other: &[(&str, Value)]) -> Value {
    let mut facts: Map<String, Value> = [
        ("ref", json!(reference)),
        ("date_of_birth", json!("1998-06-15")),
        ("in_care_or_care_leaver", json!(true)),
        ("supported_by_inspire", json!(true)),
        ("in_education_employment_or_training", json!(true)),
        (
            "references",
            json!([{"kind": "training"}, {"kind": "character", "relative": false}]),
        ),
        ("eligible_for_social_housing", json!(true)),
        ("agrees_to_conditions", json!(true)),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into_iter()
    .collect();
    for (name, value) in other {
        facts.insert((*name).to_owned(), value.clone());
    }
    if let Some(convictions) = convictions {
        let kinds: Vec<&str> = convictions
            .split(',')
            .filter(|kind| *kind != "none")
            .collect();
        facts.insert("unspent_convictions".to_owned(), json!(kinds));
    }
    Value::Object(facts)
}

/// Those of whom something else decides, whatever their convictions: too old, not
/// all known, and for the panel because of the age at the end of the term.
fn others() -> [(&'static str, Vec<(&'static str, Value)>); 3] {
    [
        ("not_eligible", vec![("date_of_birth", json!("1980-01-01"))]),
        (
            "undetermined",
            vec![("eligible_for_social_housing", Value::Null)],
        ),
        ("refer", vec![("date_of_birth", json!("1992-10-01"))]),
    ]
}

fn ranked(args: &[&str], all: &[Value]) -> String {
    let lines: Vec<String> = all.iter().map(Value::to_string).collect();
    let screen = ["screen", "head-start", "--on", "2018-06-15", "--facts", "-"];
    almoner(screen)
        .args(args)
        .stdin(format!("[{}]", lines.join(",")))
        .run()
        .text()
}

fn ranking_as_text(all: &[Value]) -> BTreeMap<String, String> {
    let text = ranked(&[], all);
    let list = text
        .split("How we read the policy:")
        .next()
        .unwrap_or_default();
    let mut entries = BTreeMap::new();
    let mut reference = String::new();
    for line in list.lines() {
        if let Some(start) = line.find("HS-") {
            let word = |it: &str| it.split_whitespace().next().unwrap_or_default().to_owned();
            if line.starts_with("  ") && !line.starts_with("     ") {
                reference = word(line.get(start..).unwrap_or_default());
            }
        }
        let is_entry = line.starts_with("  ");
        match is_entry {
            true => entries
                .entry(reference.clone())
                .or_insert_with(String::new)
                .push_str(line),
            false => reference = String::new(),
        }
    }
    entries.remove("");
    entries
}

fn ranking_as_json(all: &[Value]) -> BTreeMap<String, String> {
    let text = ranked(&["--format", "json"], all);
    let ranking: Value = serde_json::from_str(&text).expect("it is JSON");
    let outcomes = ["eligible", "refer", "undetermined", "not_eligible"];
    let lists = outcomes.iter().filter_map(|it| ranking[it].as_array());
    let entries = lists.flatten();
    entries
        .map(|it| (it["ref"].to_string(), it.to_string()))
        .collect()
}

fn batch(to: &str, all: &[Value]) -> BTreeMap<String, String> {
    let lines: Vec<String> = all.iter().map(Value::to_string).collect();
    let args = ["batch", "head-start", "--on", "2018-06-15", "--in", "-"];
    let kinds = ["--from", "ndjson", "--to", to];
    let text = almoner(args)
        .args(kinds)
        .stdin(lines.join("\n"))
        .run()
        .text();
    let rows = text.lines().filter(|line| line.contains("HS-"));
    let of = |line: &str| {
        let start = line.find("HS-").unwrap_or_default();
        let word = line.get(start..).unwrap_or_default();
        let end = word.find([',', '"']).unwrap_or(word.len());
        let reference = word.get(..end).unwrap_or_default().to_owned();
        (reference, line.trim_end_matches(',').to_owned())
    };
    rows.map(of).collect()
}

fn stream(all: &[Value]) -> BTreeMap<String, String> {
    let questions = all.iter().map(|facts| {
        let mut facts = facts.clone();
        let facts = facts.as_object_mut().expect("it is an object");
        facts.remove("ref");
        json!({ "on": "2018-06-15", "facts": facts }).to_string() + "\n"
    });
    let questions: String = questions.collect();
    let path = "/v1/screenings/head-start";
    let reply = shared().send(&posted(path, "application/x-ndjson", questions.as_bytes()));
    let answers = reply.text().lines().map(str::to_owned);
    let references = all.iter().map(|it| it["ref"].to_string());
    references.zip(answers).collect()
}

/// An entry without the number of its row and its reference.
fn without_row(entry: &str, number: usize) -> String {
    let row = number + 1;
    let entry = entry.replace(&format!("\"row\":{row},"), "");
    let entry = entry.strip_prefix(&format!("{row},")).unwrap_or(&entry);
    entry.replace(&format!("HS-{number}"), "HS-0")
}

/// The entries of the same applicant with each kind of conviction.
fn entries(face: Face, other: &[(&str, Value)]) -> Vec<String> {
    let all: Vec<Value> = CONVICTIONS
        .iter()
        .enumerate()
        .map(|(number, (given, _))| applicant(&format!("HS-{number}"), *given, other))
        .collect();
    let entries: Vec<String> = match face.0.starts_with("a ranking") {
        true => {
            let alone = all.chunks(1).map(face.1);
            alone.flat_map(BTreeMap::into_values).collect()
        }
        false => face.1(&all).into_values().collect(),
    };
    assert_eq!(entries.len(), all.len(), "{}: {entries:?}", face.0);
    let named = entries.iter().enumerate();
    named
        .map(|(number, entry)| without_row(entry, number))
        .collect()
}

#[test]
fn convictions_change_no_entry_that_something_else_decides() {
    for face in FACES {
        for (outcome, other) in others() {
            let entries = entries(face, &other);
            let first = entries.first().cloned().unwrap_or_default();
            for entry in &entries {
                assert_eq!(*entry, first, "{}, {outcome}", face.0);
                assert!(
                    !CANARIES.iter().any(|it| entry.contains(it)),
                    "{}: {entry}",
                    face.0
                );
            }
        }
    }
}

#[test]
fn entry_for_the_panel_says_nothing_else() {
    for face in FACES {
        let entries = entries(face, &[]);
        let by_convictions = entries.iter().zip(CONVICTIONS);
        let of = |referred: bool| -> Vec<&String> {
            let entries = by_convictions
                .clone()
                .filter(|(_, (_, it))| *it == referred);
            entries.map(|(entry, _)| entry).collect()
        };
        for same in [of(true), of(false)] {
            assert!(
                same.windows(2).all(|two| two[0] == two[1]),
                "{}: {same:#?}",
                face.0
            );
        }
        let referred = of(true)[0];
        assert_ne!(referred, of(false)[0], "{}", face.0);
        // The panel decides on a shorter term too: nobody sees which it is.
        let (_, shorter) = &others()[2];
        let shorter = self::entries(face, shorter);
        assert_eq!(shorter.first(), Some(referred), "{}", face.0);
        for word in CANARIES
            .iter()
            .chain(&["1998", "Priority", "criterion", "references"])
        {
            assert!(
                !referred.contains(word),
                "{}: `{word}` in {referred}",
                face.0
            );
        }
    }
}

#[test]
fn others_in_a_ranking_show_nothing_of_convictions() {
    let of_other = |convictions: Option<&str>| {
        let all = [
            applicant("HS-1", Some("none"), &[]),
            applicant("HS-2", convictions, &[]),
            applicant(
                "HS-3",
                Some("none"),
                &[("eligible_for_social_housing", json!(false))],
            ),
        ];
        let args = ["--vacancies", "1"];
        (
            ranked(&args, &all),
            ranked(&[&args[..], &["--format", "json"]].concat(), &all),
        )
    };
    let referred = of_other(Some("arson"));
    assert_eq!(of_other(None), referred);
    assert_eq!(of_other(Some("drug_dealing")), referred);
    assert_eq!(of_other(Some("other")), of_other(Some("none")));
    for text in [&referred.0, &referred.1] {
        assert!(!CANARIES.iter().any(|it| text.contains(it)), "{text}");
    }
}

#[test]
fn listed_answer_is_not_proved() {
    let answer = stream(&[applicant("HS-1", Some("arson"), &[])]);
    let answer = answer.into_values().next().expect("there is an answer");
    let verified = almoner(["verify", "-"]).stdin(answer).run();
    assert_eq!(verified.code, Some(4), "{verified:?}");
    assert!(
        verified.stderr.contains("this answer is of a list"),
        "{verified:?}"
    );
}
