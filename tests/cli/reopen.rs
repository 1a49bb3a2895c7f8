//! `almoner reopen`.

use super::QUOTE;
use crate::harness::{TempDir, almoner, utf8};

fn saved() -> String {
    almoner(QUOTE).args(["--format", "json"]).run().text()
}

#[test]
fn identical_answer_is_shown_as_it_was() {
    let printed = almoner(QUOTE).run().text();
    let shown = almoner(["reopen", "-"])
        .stdin(saved())
        .run()
        .success()
        .text();
    let (verdict, answer) = shown.split_once("\n\n").unwrap();
    assert_eq!(
        verdict,
        "Identical: the same question gives the same answer."
    );
    assert_eq!(answer.trim(), printed.trim());
}

#[test]
fn altered_answer_is_shown_with_todays() {
    let altered = saved().replace("\"total\":\"25.00\"", "\"total\":\"24.00\"");
    let shown = almoner(["reopen", "-"])
        .stdin(altered)
        .run()
        .exits(5)
        .text();
    let (saved, today) = shown.split_once("As it is today").unwrap();
    assert!(saved.starts_with("Altered: "), "{saved}");
    assert!(
        saved.contains("£24.00") && today.contains("£25.00"),
        "{shown}"
    );
}

#[test]
fn what_is_withheld_is_asked_for() {
    let screen = [
        "screen",
        "head-start",
        "--on",
        "2018-06-15",
        "--format",
        "json",
    ];
    let facts = r#"{"date_of_birth": "1999-03-01", "unspent_convictions": ["arson"]}"#;
    let folder = TempDir::new();
    let facts = folder.write("facts.json", facts);
    let json = almoner(screen).args(["--facts", utf8(&facts)]).run().text();
    let asked = almoner(["reopen", "-"]).stdin(&*json).run().exits(4);
    assert!(
        asked.stderr.contains("unspent_convictions"),
        "{}",
        asked.stderr
    );
    let withheld = folder.write("withheld.json", r#"{"unspent_convictions": ["arson"]}"#);
    let reopen = ["reopen", "-", "--facts", utf8(&withheld)];
    let shown = almoner(reopen).stdin(json).run().success().text();
    assert!(shown.starts_with("Identical: "), "{shown}");
}
