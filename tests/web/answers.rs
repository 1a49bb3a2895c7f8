//! Over HTTP and on the command line: the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use almoner_engine::{book, check::model::Kind, load::BookFrom};
use serde_json::{Value, json};

use crate::harness::{TempDir, almoner, given_facts};

use super::service::{Service, posted, shared};

/// A case as it is asked.
pub(crate) struct Asked {
    set: String,
    verb: &'static str,
    pub(crate) path: String,
    pub(crate) case: String,
    on: String,
    known: Option<String>,
    facts: Value,
}

/// Every case of every rule set.
pub(crate) fn every_case() -> Vec<Asked> {
    let opened =
        book::open(BookFrom::Files(almoner_built_in::files())).expect("the book is built in");
    let program = opened.book.expect("the book is good").into_program();
    let mut asked = Vec::new();
    for set in &program.contents().rule_sets {
        let (verb, at) = match set.kind() {
            Kind::Pricing => ("quote", "quotes"),
            Kind::Eligibility => ("screen", "screenings"),
        };
        asked.extend(set.cases.iter().map(|case| Asked {
            set: set.id.to_string(),
            verb,
            path: format!("/v1/{at}/{}", set.id),
            case: case.says.to_string(),
            on: case.on.to_string(),
            known: case.known.map(|day| day.to_string()),
            facts: given_facts(case),
        }));
    }
    assert!(asked.len() > 50, "{} cases", asked.len());
    asked
}

/// What is typed is asked of the rule set in a book of its own: whatever else
/// is in a book, the bytes are the same.
fn on_the_command_line(asked: &Asked, book: &TempDir, flags: &[&str]) -> (Option<i32>, Vec<u8>) {
    let known = asked.known.iter().flat_map(|known| ["--known", known]);
    let run = almoner([asked.verb, &asked.set, "--format", "json", "--facts", "-"])
        .args(["--on", &asked.on, "--book", book.path()])
        .args(flags)
        .args(known)
        .stdin(asked.facts.to_string())
        .run();
    (run.code, run.stdout)
}

/// The question of a case.
pub(crate) fn question(asked: &Asked) -> String {
    json!({ "on": asked.on, "known": asked.known, "facts": asked.facts }).to_string()
}

#[test]
fn cases_match_command_line_bytes() {
    let service = shared();
    let cases = every_case();
    let sets: BTreeSet<&str> = cases.iter().map(|asked| &*asked.set).collect();
    let books = sets.into_iter().map(|set| (set, TempDir::of_rule_set(set)));
    let books: BTreeMap<&str, TempDir> = books.collect();
    let (service, books) = (&service, &books);
    std::thread::scope(|scope| {
        for some in cases.chunks(cases.len().div_ceil(4)) {
            scope.spawn(move || {
                for asked in some {
                    compare(service, asked, &books[&*asked.set]);
                }
            });
        }
    });
}

fn compare(service: &Service, asked: &Asked, book: &TempDir) {
    let reply = service.post(&asked.path, &question(asked));
    let (code, typed) = on_the_command_line(asked, book, &[]);
    match code {
        Some(0) => {
            assert_eq!(reply.status, 200, "{}: {}", asked.case, reply.text());
            assert!(reply.body == typed, "{}", asked.case);
        }
        _ => held_in_a_problem(asked, &reply, &typed),
    }
    // Begun with a byte-order mark, it is read member by member.
    let marked = format!("\u{feff}{}", question(asked));
    let marked = service.post(&asked.path, &marked);
    assert_eq!(marked.status, reply.status, "{}", asked.case);
    assert!(marked.body == reply.body, "{}", asked.case);
}

/// Where there is no answer, the problem holds what the command line says.
fn held_in_a_problem(asked: &Asked, reply: &super::service::Reply, typed: &[u8]) {
    assert_eq!(reply.status, 422, "{}", asked.case);
    let typed = String::from_utf8_lossy(typed);
    let typed = typed.trim_end();
    let said: Value = serde_json::from_str(typed).expect("it is JSON");
    let problem = reply.json();
    if let Some(refused) = said.get("refused") {
        assert_eq!(problem["errors"][0]["detail"], refused["says"]);
    } else if let Some(problems) = said.get("problems").and_then(Value::as_array) {
        let errors = problem["errors"].as_array().expect("each at its place");
        assert_eq!(errors.len(), problems.len());
        for (error, problem) in errors.iter().zip(problems) {
            assert_eq!(error["detail"], problem["says"]);
            let at = problem["at"].as_str().expect("it has a place");
            assert_eq!(error["pointer"], format!("/facts{at}"));
        }
    } else {
        assert!(reply.text().contains(typed), "{}", asked.case);
    }
}

#[test]
fn answer_without_trace_is_equal_and_verifies() {
    let service = shared();
    for set in ["music", "head-start"] {
        let book = TempDir::of_rule_set(set);
        let cases = every_case();
        let asked = cases
            .iter()
            .find(|it| it.set == set)
            .expect("it has a case");
        let whole = service.post(&asked.path, &question(asked)).json();
        let silent = service.post(&format!("{}?trace=no", asked.path), &question(asked));
        let (_, typed) = on_the_command_line(asked, &book, &["--no-trace"]);
        assert!(silent.body == typed, "{}", silent.text());
        let mut expected = whole.clone();
        assert!(
            whole["trace"]
                .as_array()
                .is_some_and(|trace| !trace.is_empty())
        );
        expected["trace"] = Value::Null;
        // The trace is part of the text that this fingerprint is of.
        expected["fingerprints"]["answer"] = silent.json()["fingerprints"]["answer"].clone();
        assert_eq!(silent.json(), expected);
        let saved = format!("{{\"answer\":{}}}", silent.text().trim_end());
        let proved = service.post("/v1/verify", &saved);
        assert!(
            ["identical", "needs_facts"].contains(&proved.json()["verdict"].as_str().expect("one")),
            "{}",
            proved.text()
        );
    }
    let unknown = service.post("/v1/quotes/music?trace=perhaps", r#"{"facts":{}}"#);
    assert_eq!(unknown.status, 400);
}

#[test]
fn stream_answers_in_order_with_same_bytes() {
    let service = shared();
    let music = every_case().into_iter().filter(|it| it.set == "music");
    let asked: Vec<Asked> = music.collect();
    let (mut lines, mut singly) = (String::new(), Vec::new());
    for asked in &asked {
        lines.push_str(&question(asked));
        lines.push('\n');
        let reply = service.post(&asked.path, &question(asked));
        singly.push((reply.status, reply.text().to_owned()));
    }
    let request = posted("/v1/quotes/music", "application/x-ndjson", lines.as_bytes());
    let reply = service.send(&request);
    assert_eq!(reply.header("content-type"), Some("application/x-ndjson"));
    let answers: Vec<&str> = reply.text().split_inclusive('\n').collect();
    assert_eq!(answers.len(), asked.len());
    for (answer, (status, alone)) in answers.iter().zip(&singly) {
        if *status == 200 {
            assert_eq!(answer, alone);
        } else {
            let line: Value = serde_json::from_str(answer).expect("it is JSON");
            assert_eq!(line["status"], *status);
        }
    }
}

#[test]
fn stream_reports_bad_line_by_number_and_continues() {
    let lines = "[\"2018-05-01\",null,{\"lessons\":1}]\n{\"facts\":1\n\
                 {\"on\":\"2018-05-01\",\"facts\":{\"lessons\":1}}\n";
    let request = posted("/v1/quotes/music", "application/x-ndjson", lines.as_bytes());
    let reply = shared().send(&request);
    let found = |line: &str| serde_json::from_str::<Value>(line).expect("it is JSON");
    let answers: Vec<Value> = reply.text().lines().map(found).collect();
    let [listed, broken, good] = answers.as_slice() else {
        panic!("{}", reply.text());
    };
    for (number, refused) in [(1, listed), (2, broken)] {
        assert_eq!(
            (&refused["status"], &refused["line"]),
            (&json!(400), &json!(number))
        );
    }
    assert_eq!(good["rule_set"], "music");
}

#[test]
fn saved_answer_verifies() {
    let service = shared();
    let answers = every_case()
        .into_iter()
        .map(|asked| service.post(&asked.path, &question(&asked)));
    let answer = answers
        .into_iter()
        .find(|answer| answer.status == 200)
        .expect("some case is answered");
    let saved = answer.text().trim_end();
    let proved = |saved: &str| {
        let reply = service.post("/v1/verify", &format!("{{\"answer\":{saved}}}"));
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()["verdict"].as_str().map(str::to_owned)
    };
    let verdict = proved(saved).expect("there is a verdict");
    assert!(
        ["identical", "needs_facts"].contains(&&*verdict),
        "{verdict}"
    );
    let music = service.post(
        "/v1/quotes/music",
        r#"{"on":"2018-05-01","facts":{"lessons":1}}"#,
    );
    let saved = music.text().trim_end();
    assert_eq!(proved(saved).as_deref(), Some("identical"));
    let listed = format!("{{\"answer\":{saved},\"facts\":[]}}");
    let listed = service.post("/v1/verify", &listed);
    assert_eq!(listed.status, 422);
    assert_eq!(listed.json()["errors"][0]["pointer"], "/facts");
    let changed = saved.replace("\"on\":\"2018-05-01\"", "\"on\":\"2018-05-02\"");
    assert_eq!(proved(&changed).as_deref(), Some("altered"));
}

#[test]
fn missing_day_defaults_to_today() {
    let service = shared();
    let reply = service.post("/v1/screenings/head-start", r#"{"facts":{}}"#);
    let day = reply.json()["on"].as_str().map(str::len);
    assert_eq!((reply.status, day), (200, Some(10)), "{}", reply.text());
}

/// A booking is asked about from its first day: no day need be named.
#[test]
fn split_booking_without_day_matches_command_line() {
    let service = shared();
    let book = TempDir::of_rule_set("nursery");
    let child = json!({
        "date_of_birth": "2016-11-01", "pattern": "half_day",
        "attends": ["monday", "friday"], "lunches_on": [],
    });
    let facts = json!({ "first_day": "2018-03-26", "last_day": "2018-04-06", "children": [child] });
    let question = json!({ "facts": facts }).to_string();
    let reply = service.post("/v1/quotes/nursery", &question);
    let asked = |on: &str| Asked {
        set: "nursery".to_owned(),
        verb: "quote",
        path: String::new(),
        case: String::new(),
        on: on.to_owned(),
        known: None,
        facts: facts.clone(),
    };
    let (_, typed) = on_the_command_line(&asked("2018-03-26"), &book, &[]);
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert!(reply.body == typed, "{}", reply.text());
    let answer = reply.json();
    let tariffs: Vec<&str> = answer["parts"]
        .as_array()
        .expect("there are parts")
        .iter()
        .filter_map(|part| part["tariff"].as_str())
        .collect();
    assert_eq!(tariffs, ["2017/18", "2018/19"]);
    let late = question.replace("2018-04-06", "2019-04-01");
    let refused = service.post("/v1/quotes/nursery", &late);
    assert_eq!(refused.json()["errors"][0]["pointer"], "/facts/last_day");
}
