//! Words from outside on the command line: control and bidirectional characters
//! are shown and never obeyed, and texts with them are refused.

use std::{
    fs::File,
    process::{Command, Stdio},
};

use crate::harness::{Finished, TempDir, almoner, root, utf8};

/// Clear the screen, set the title, turn the direction of writing.
const HOSTILE: &str = "\u{1b}[2J\u{1b}]0;own\u{7}\u{202e}evil";

/// Nothing of it is left to obey; it can be read that it was there.
fn is_shown(text: &str) -> bool {
    let obeyed = ["\u{1b}[2J", "\u{1b}]0", "\u{7}", "\u{202e}"];
    !obeyed.iter().any(|it| text.contains(it)) && text.contains("\\u001b[2J")
}

fn check(said: &Finished) {
    let all = format!("{}{}", said.text(), said.stderr);
    assert!(is_shown(&all), "{all:?}");
}

/// Screens two people, one of them with hostile words as a reference.
fn screen_hostile(format: &str) -> Finished {
    let folder = TempDir::new();
    let rows = format!("ref,date_of_birth\n{HOSTILE},2000-06-15\nr2,2000-06-15\n");
    let rows = folder.write("people.csv", rows);
    let screen = ["screen", "head-start", "--on", "2018-06-15", "--facts"];
    almoner(screen)
        .args([utf8(&rows), "--format", format])
        .run()
}

#[test]
fn facts_and_flags_are_shown() {
    check(&screen_hostile("text"));
    let set = format!("{HOSTILE}mus");
    check(&almoner(["quote", &set]).run().exits(2));
    check(&almoner(["history", &set]).run().exits(2));
    check(&almoner(["tariff", &set]).run().exits(2));
    check(&almoner(["quote", "music", "--on", "2018-05-01", "--minutes", &set]).run());
    check(
        &almoner(["verify", &format!("/none/{HOSTILE}")])
            .run()
            .exits(1),
    );
}

#[test]
fn json_stays_the_same_json() {
    let said = screen_hostile("json");
    assert!(is_shown(&said.text()), "{}", said.text());
    assert!(
        said.json().to_string().contains("\u{202e}evil"),
        "the words are kept"
    );
}

#[test]
fn rule_files_with_control_characters_are_refused() {
    let book = TempDir::of_rule_set("music");
    let name = format!("rules/music/{HOSTILE}.ron");
    book.write(&name, "Pricing(");
    check(&almoner(["check", "--book", book.path()]).run().exits(3));
    std::fs::remove_file(book.join(&name)).expect("it is removed");

    book.change("tariffs/charges.ron", "says: \"", "says: \"\u{202e}");
    let refused = almoner(["check", "--book", book.path()]).run().exits(3);
    let says = "the text has the control character U+202E here";
    assert!(refused.stderr.contains(says), "{}", refused.stderr);
}

#[test]
fn import_names_the_cell_with_a_control_character() {
    let folder = TempDir::new();
    let table = format!("Charge,2018/19\nHall hire,10.00\nRoom {HOSTILE},5.00\n");
    let table = folder.write("fees.csv", table);
    let out = folder.join("book");
    let import = [
        "import",
        utf8(&table),
        "--category",
        "D",
        "--out",
        utf8(&out),
    ];
    let refused = almoner(import).run().exits(3);
    let says = "cell A3 has the control character U+001B";
    assert!(refused.stderr.contains(says), "{}", refused.stderr);
    assert!(!out.exists());
}

#[test]
fn help_to_a_full_disk_is_an_error() {
    for args in [
        &["--help"][..],
        &["quote", "music", "--help"],
        &["--version"],
    ] {
        let full = File::options()
            .write(true)
            .open("/dev/full")
            .expect("a full disk");
        let status = Command::new(env!("CARGO_BIN_EXE_almoner"))
            .args(args)
            .current_dir(root())
            .env_remove("ALMONER_BOOK")
            .stdout(full)
            .stderr(Stdio::null())
            .status();
        assert_eq!(status.expect("it runs").code(), Some(1), "{args:?}");
    }
}
