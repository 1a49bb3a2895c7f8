//! `almoner quote RULE-SET --out FILE`: a quote to hand over.

use std::fs;

use super::QUOTE;
use crate::harness::{TempDir, almoner, utf8};

#[test]
fn quote_is_written_to_be_handed_over() {
    let folder = TempDir::new();
    let json = almoner(QUOTE).args(["--format", "json"]).run().json();
    let own = json["fingerprints"]["answer"].as_str().unwrap();
    let reference = &own.trim_start_matches("sha256:")[..10];
    for name in ["quote.txt", "quote.html"] {
        let path = folder.join(name);
        almoner(QUOTE).args(["--out", utf8(&path)]).run().success();
        let text = fs::read_to_string(&path).unwrap();
        for words in [
            "£50.00",
            "£25.00",
            "Total",
            reference,
            "Issued on",
            "Indicative",
            "31 March 2019",
        ] {
            assert!(text.contains(words), "{words} is not in {text}");
        }
        assert!(!text.contains("free_school_meals"), "{text}");
    }
    let path = folder.join("quote.docx");
    almoner(QUOTE).args(["--out", utf8(&path)]).run().success();
    assert_eq!(&fs::read(&path).unwrap()[..2], b"PK");
}

#[test]
fn quote_replaces_no_file_and_takes_no_other_ending() {
    let folder = TempDir::new();
    let path = folder.write("quote.html", "by hand");
    almoner(QUOTE).args(["--out", utf8(&path)]).run().exits(1);
    assert_eq!(fs::read_to_string(&path).unwrap(), "by hand");
    almoner(QUOTE)
        .args(["--out", utf8(&path), "--replace"])
        .run()
        .success();
    assert!(fs::read_to_string(&path).unwrap().contains("£25.00"));
    let other = folder.join("quote.pdf");
    let refused = almoner(QUOTE).args(["--out", utf8(&other)]).run().exits(2);
    assert!(refused.stderr.contains(".docx"), "{}", refused.stderr);
}
