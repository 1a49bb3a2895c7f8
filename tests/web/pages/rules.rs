//! The rules as pages: the entries of `almoner show`, examples, and what changes.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Document, Reply, Service, send, shared};
use crate::harness::{almoner, stdout_of};

const SETS: [&str; 4] = ["music", "nursery", "head-start", "council-tax"];

fn get(service: &Service, path: &str) -> Reply {
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    send(service, request.as_bytes())
}

fn page(service: &Service, path: &str) -> Document {
    let reply = get(service, path);
    assert_eq!(reply.status, 200, "{path}");
    let document = Document::parse(reply.text());
    let faults = document.faults();
    assert!(faults.is_empty(), "{path}: {faults:#?}");
    document
}

fn text_of(document: &Document) -> String {
    flat(&document.all("main").next().unwrap().text)
}

/// A text with single blanks, to be searched.
fn flat(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

fn json(args: &[&str]) -> Value {
    almoner(args)
        .args(["--format", "json"])
        .run()
        .success()
        .json()
}

fn list<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    value[name].as_array().into_iter().flatten()
}

#[test]
fn every_version_has_a_page() {
    let service = shared();
    let document = page(&service, "/rules");
    let links: Vec<&str> = document.all("a").filter_map(|it| it.get("href")).collect();
    let versions = links.iter().filter(|it| it.matches('/').count() == 3);
    let versions: Vec<&&str> = versions.filter(|it| it.starts_with("/rules/")).collect();
    let listed = json(&["list"]);
    assert!(versions.len() >= listed["rule_sets"].as_array().unwrap().len());
    for path in versions {
        page(&service, path);
    }
}

#[test]
fn page_has_the_entries_of_show() {
    let service = shared();
    for set in SETS {
        let shown = json(&["show", set]);
        let first_day = shown["in_force"].as_str().unwrap();
        let document = page(&service, &format!("/rules/{set}/{first_day}"));
        let text = text_of(&document);
        let mut entries = 0;
        for section in ["values", "criteria", "lines", "totals", "limits"] {
            for entry in list(&shown, section) {
                let id = entry["id"].as_str().unwrap();
                // A fact of the same name has its own row.
                let anchor = id.replace('.', "-");
                let anchors = [anchor.clone(), format!("{anchor}-2")];
                let mut articles = document.all("article");
                let on_page = articles
                    .find(|it| anchors.iter().any(|id| it.get("id") == Some(id)))
                    .unwrap_or_else(|| panic!("{set}: {id}"));
                let own = flat(&on_page.text);
                for field in ["says", "reading"] {
                    let words = entry[field].as_str().unwrap_or_default();
                    let words = flat(words.trim_end_matches('.'));
                    assert!(own.contains(&words), "{set}: {id}: {field}: {own}");
                }
                for formula in entry["formulas"].as_object().into_iter().flatten() {
                    let written = flat(formula.1.as_str().unwrap_or_default());
                    // A bare `charge` is shown with the name of the charge.
                    if !written.contains("charge") {
                        assert!(own.contains(&written), "{set}: {id}: {written}: {own}");
                    }
                }
                entries += 1;
            }
        }
        assert!(entries > 3, "{set}");
        for fact in list(&shown, "facts") {
            let ask = flat(fact["ask"].as_str().unwrap_or_default());
            assert!(text.contains(&ask), "{set}: {ask}");
        }
        // What the paper says is there, and what the rules leave out of it.
        for provision in list(&shown, "provisions") {
            let says = flat(provision["says"].as_str().unwrap());
            assert!(text.contains(&says), "{set}: {says}");
        }
    }
}

#[test]
fn every_word_that_show_prints_is_on_the_page() {
    let service = shared();
    for set in SETS {
        let first_day = json(&["show", set])["in_force"]
            .as_str()
            .unwrap()
            .to_owned();
        let document = page(&service, &format!("/rules/{set}/{first_day}"));
        let text = text_of(&document);
        let words: BTreeSet<&str> = text.split(' ').collect();
        let shown = stdout_of(["show", set]).to_lowercase();
        let letters = |it: &&str| it.chars().filter(|it| it.is_alphanumeric()).count() > 4;
        // The first line has the name of the rule set, which is in the address.
        let (_, shown) = shown.split_once('\n').unwrap();
        for word in shown.split_whitespace().filter(letters) {
            let bare = word.trim_matches(|it: char| !it.is_alphanumeric());
            let is_there = words.contains(word) || text.contains(bare);
            assert!(is_there, "{set}: {word}");
        }
    }
}

#[test]
fn entries_have_examples_with_numbers_and_no_personal_facts() {
    let service = shared();
    let document = page(&service, "/rules/music/2017-04-01");
    let tuition = document.by_id("tuition").unwrap();
    assert!(tuition.text.contains("Example"), "{}", tuition.text);
    assert!(tuition.text.contains("= £"), "{}", tuition.text);
    let mut count = 0;
    for set in SETS {
        let document = page(&service, &format!("/rules/{set}"));
        let links = document.all("a").filter_map(|it| it.get("href"));
        let links: BTreeSet<&str> = links.filter(|it| it.contains("?on=")).collect();
        for link in links.into_iter().take(6) {
            let reply = get(&service, link);
            assert_eq!(reply.status, 200, "{link}");
            let refused = reply.text().contains("It was not used");
            assert!(!refused, "{link} has a fact about a person");
            count += 1;
        }
    }
    assert!(count > 12, "{count}");
}

#[test]
fn formulas_lead_to_what_they_read() {
    let service = shared();
    let document = page(&service, "/rules/music");
    let links: Vec<&str> = document.all("a").filter_map(|it| it.get("href")).collect();
    assert!(links.contains(&"#lessons"), "{links:?}");
    let charge = links.iter().find(|it| it.starts_with("/charges/music."));
    assert_eq!(service.get(charge.unwrap()).status, 200);
}

#[test]
fn two_days_are_compared_with_the_effect() {
    let service = shared();
    let days = ["2018-03-31", "2018-04-01"];
    for set in ["nursery", "music"] {
        let path = format!("/rules/{set}?before={}&after={}", days[0], days[1]);
        let text = text_of(&page(&service, &path));
        let diff = json(&["diff", set, days[0], days[1]]);
        assert!(
            text.contains(&flat(diff["notes"][0].as_str().unwrap())),
            "{text}"
        );
        let effect = json(&["effect", set, "--before", days[0], "--after", days[1]]);
        let tables = [diff, effect];
        let tables = tables.iter().flat_map(|it| list(it, "tables"));
        let mut rows = 0;
        for row in tables.flat_map(|table| list(table, "rows")) {
            for name in ["entry", "before", "after", "case", "effect", "step"] {
                let cell = row["cells"][name].as_str().unwrap_or_default();
                // Amounts are plain numbers in JSON.
                if !cell.starts_with(|it: char| it.is_ascii_digit()) {
                    assert!(text.contains(&flat(cell)), "{set}: {name}: {cell}");
                }
            }
            rows += 1;
        }
        assert!(rows > 2, "{set}: {rows}");
    }
}

#[test]
fn days_that_cannot_be_compared_are_explained() {
    let service = shared();
    let reply = service.get("/rules/music?before=31/4/2018&after=1/5/2031");
    assert_eq!(reply.status, 422);
    let document = Document::parse(reply.text());
    assert!(document.faults().is_empty(), "{:?}", document.faults());
    let text = text_of(&document);
    assert!(text.contains("the date must exist"), "{text}");
    assert!(text.contains("1 may 2031"), "{text}");
    let typed = document.by_id("f-before").unwrap();
    assert_eq!(typed.get("value"), Some("31/4/2018"));
    assert_eq!(service.get("/rules/music?before=1/5/2018").status, 422);
    assert_eq!(service.get("/rules/nothing").status, 404);
    assert_eq!(service.get("/rules/music/2016-01-01").status, 404);
}
