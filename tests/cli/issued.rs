//! Answers that the council issues, and what `verify` says of them.

use std::{fs, path::PathBuf};

use super::QUOTE;
use crate::harness::{Almoner, TempDir, almoner, utf8};

/// A folder with a council's secret key and the file of its public keys.
struct Council {
    folder: TempDir,
}

impl Council {
    fn new() -> Council {
        let council = Council {
            folder: TempDir::new(),
        };
        let line = council.make_key("secret.key");
        council.folder.write("keys", line);
        council
    }

    /// Makes a secret key, and returns the line of its public one.
    fn make_key(&self, name: &str) -> String {
        let path = self.folder.join(name);
        let made = ["key", "new", "--council", "Anytown Council", "--out"];
        almoner(made).args([&path]).run().success().text()
    }

    fn key(&self) -> PathBuf {
        self.folder.join("secret.key")
    }

    fn keys(&self) -> PathBuf {
        self.folder.join("keys")
    }

    /// A music quote that it issues, as JSON.
    fn quote(&self) -> String {
        let issued = almoner(QUOTE).args(["--format", "json", "--desk", "front desk", "--seal"]);
        issued.args([self.key()]).run().success().text()
    }

    /// `verify` with its public keys.
    fn verify(&self, answer: &str) -> Almoner {
        let verify = almoner(["verify", "-", "--keys"]).args([self.keys()]);
        verify.stdin(answer)
    }
}

/// An issued answer without its seal.
fn not_issued(quote: &str) -> String {
    let (answer, _) = quote.split_once(",\"issued\":").expect("it is issued");
    format!("{answer}}}\n")
}

#[test]
fn issued_consistent_and_altered_answers_have_their_own_verdicts() {
    let council = Council::new();
    let quote = council.quote();

    let text = council
        .verify(&quote)
        .args(["--issued"])
        .run()
        .success()
        .text();
    let says = "Issued by Anytown Council, and still what the rules say.\nReference: ";
    assert!(text.starts_with(says), "{text}");
    assert!(text.contains("by Anytown Council, front desk."), "{text}");
    let json = council
        .verify(&quote)
        .args(["--format", "json"])
        .run()
        .success()
        .json();
    assert_eq!(
        (&json["verdict"], &json["issue"]),
        (&"identical".into(), &"issued".into())
    );
    assert_eq!(json["issued"]["council"], "Anytown Council");

    let bare = not_issued(&quote);
    assert_eq!(bare, almoner(QUOTE).args(["--format", "json"]).run().text());
    let text = council.verify(&bare).run().success().text();
    assert!(
        text.ends_with("The council has not issued it: it has no seal.\n"),
        "{text}"
    );
    council.verify(&bare).args(["--issued"]).run().exits(5);

    for (from, to) in [("\"25.00\"", "\"24.00\""), ("front desk", "front door")] {
        let text = council
            .verify(&quote.replacen(from, to, 1))
            .run()
            .exits(5)
            .text();
        assert!(text.starts_with("Altered: "), "{text}");
    }
    let other = Council::new();
    let text = other.verify(&quote).run().exits(5).text();
    assert!(text.contains("none of the council's keys"), "{text}");

    let unchecked = almoner(["verify", "-"]).stdin(&*quote).run().success();
    assert!(
        unchecked.text().starts_with("Identical"),
        "{}",
        unchecked.text()
    );
    assert!(
        unchecked.stderr.contains("was not checked"),
        "{}",
        unchecked.stderr
    );
}

#[test]
fn issued_answer_stays_issued_when_prices_change() {
    let council = Council::new();
    let quote = council.quote();
    let book = TempDir::of_rule_set("music");
    book.change(
        "tariffs/2018-19.ron",
        "Variable(30.00), row: 67",
        "Variable(33.00), row: 67",
    );
    let text = council.verify(&quote).book(&book).run().success().text();
    let says = "Issued by Anytown Council. The rules, prices or facts have changed since:\n  - ";
    assert!(text.starts_with(says), "{text}");
    assert!(text.contains("£25.00"), "{text}");
    council
        .verify(&not_issued(&quote))
        .book(&book)
        .run()
        .exits(5);
}

#[test]
fn keys_can_be_changed_and_a_withdrawn_one_proves_nothing() {
    let council = Council::new();
    let before = council.quote();
    let old_line = fs::read_to_string(council.keys()).expect("it is there");
    fs::remove_file(council.key()).expect("it is removed");
    let new_line = council.make_key("secret.key");
    council.folder.write(
        "keys",
        format!("# of today\n{new_line}# earlier\n{old_line}"),
    );
    for quote in [&before, &council.quote()] {
        council.verify(quote).args(["--issued"]).run().success();
    }
    let check = almoner(["key", "check"]).args([council.keys()]).run();
    assert_eq!(check.success().text(), "2 keys, no errors\n");
    council.folder.write("keys", new_line);
    council.verify(&before).run().exits(5);
    council.folder.write("keys", "ed25519:00 Anytown Council\n");
    let wrong = council.verify(&before).run().exits(2).stderr;
    assert!(wrong.contains("line 1: the key must be"), "{wrong}");
}

#[test]
#[cfg(unix)]
fn secret_key_that_others_can_read_seals_nothing() {
    use std::os::unix::fs::PermissionsExt as _;
    let council = Council::new();
    let permissions = |path: PathBuf| fs::metadata(path).expect("it is there").permissions();
    assert_eq!(permissions(council.key()).mode() & 0o777, 0o600);
    let key = council.key();
    let again = ["key", "new", "--council", "Anytown", "--out", utf8(&key)];
    let says = almoner(again).run().exits(1).stderr;
    assert!(says.contains("is there already"), "{says}");
    for mode in [0o604, 0o602, 0o620] {
        let open = fs::Permissions::from_mode(mode);
        fs::set_permissions(council.key(), open).expect("it can be changed");
        let sealed = almoner(QUOTE)
            .args(["--format", "json", "--seal"])
            .args([council.key()]);
        let refused = sealed.run().exits(2);
        assert!(
            refused.stderr.contains("others on this machine"),
            "{}",
            refused.stderr
        );
        assert!(!refused.text().contains("\"total\""), "{}", refused.text());
    }
    fs::set_permissions(council.keys(), fs::Permissions::from_mode(0o666)).expect("changed");
    let says = council.verify("{}").run().exits(2).stderr;
    assert!(
        says.contains("everybody on this machine can change it"),
        "{says}"
    );
}

#[test]
fn issued_answer_is_kept_before_it_is_shown() {
    let council = Council::new();
    let ask = || almoner(QUOTE).args(["--seal"]).args([council.key()]);
    let says = ask().run().exits(2).stderr;
    assert!(says.contains("must be kept"), "{says}");
    let path = council.folder.join("quote.json");
    let shown = ask().args(["--save", utf8(&path)]).run().success().text();
    let saved = fs::read_to_string(&path).expect("it is saved");
    let reference = shown.split_once("Reference: ").expect("it is shown").1;
    let reference = reference.lines().next().expect("it is on a line");
    assert!(
        saved.contains(&format!("\"reference\":\"{reference}\"")),
        "{saved}"
    );
    council.verify(&saved).args(["--issued"]).run().success();
    let again = ask().args(["--save", utf8(&path)]).run().exits(1);
    assert!(again.text().is_empty(), "{}", again.text());
    assert_eq!(fs::read_to_string(&path).expect("it is there"), saved);
}

/// A book whose tariff ends on 31 March 2100.
fn book_with_validity(valid_for: &str) -> TempDir {
    let book = TempDir::new();
    let rules = r#"Pricing(id: "hall", title: "The hall", in_force: "2018-04-01",
        decided: Adopted(on: "2018-02-28", by: "Council"), source: "Paper",
        VALID contact: "Ask at the front desk.",
        facts: [(id: "hours", is: Whole, within: "1..10", ask: "How many hours?")],
        lines: [(id: "hire", says: "Hire", each: "charge", charge: "hall.hour",
            quantity: "hours", cite: "§1")])"#;
    let rules = rules.replace("VALID", valid_for);
    book.write("rules/hall/2018-04-01.ron", rules);
    let charges = r#"Charges(services: [(id: "hall", title: "Hall",
        charges: [(id: "hour", name: "Hall, an hour")])])"#;
    book.write("tariffs/charges.ron", charges);
    let tariff = r#"Tariff(year: "2018/19", in_force: "2018-04-01", until: "2100-03-31",
        decided: Adopted(on: "2018-02-28", by: "Council"), source: "Paper",
        vat_codes: { "E": Exempt },
        services: [(id: "hall", category: Discretionary, vat: "E", cite: "§1",
            charges: [(id: "hour", price: 10.00, row: 1)])])"#;
    book.write("tariffs/2018-19.ron", tariff);
    book
}

#[test]
fn issued_quote_says_until_when_it_is_valid_and_whom_to_ask() {
    let council = Council::new();
    let issued = |valid_for: &str| {
        let book = book_with_validity(valid_for);
        let ask = [
            "quote",
            "hall",
            "--hours",
            "2",
            "--on",
            "2018-05-01",
            "--format",
            "json",
        ];
        let quote = almoner(ask)
            .book(&book)
            .args(["--seal"])
            .args([council.key()])
            .run();
        quote.success().json()["issued"].clone()
    };
    let day = |value: &serde_json::Value| -> jiff::civil::Date {
        value
            .as_str()
            .expect("it is a day")
            .parse()
            .expect("it is a day")
    };
    let four_weeks = issued("valid_for: \"28 days\",");
    let days = day(&four_weeks["valid_until"])
        .since(day(&four_weeks["on"]))
        .expect("later");
    assert_eq!(days.get_days(), 28);
    assert_eq!(four_weeks["contact"], "Ask at the front desk.");
    // Never beyond the last day of the tariff.
    assert_eq!(
        issued("valid_for: \"100 years\",")["valid_until"],
        "2100-03-31"
    );
    assert!(issued("")["valid_until"].is_null());
}

#[test]
fn letters_and_lists_are_not_issued() {
    let council = Council::new();
    let facts = r#"[{"ref":"a","date_of_birth":"2000-06-15"}]"#;
    let ask = [
        "screen",
        "head-start",
        "--on",
        "2018-06-15",
        "--facts",
        "-",
        "--seal",
    ];
    let says = almoner(ask)
        .args([council.key()])
        .stdin(facts)
        .run()
        .exits(2)
        .stderr;
    assert!(
        says.contains("--seal is for the answer to one question"),
        "{says}"
    );
}
