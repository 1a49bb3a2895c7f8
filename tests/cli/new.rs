//! The files that `almoner new` and `almoner book` write: they pass the checks
//! as they are, and no file is ever replaced.

use std::fs;

use crate::harness::{TempDir, almoner};

#[test]
fn new_rule_sets_pass_check_and_test() {
    let folder = TempDir::new();
    let new = |args: &[&str]| {
        let command = almoner(["new", "--from", "1 May 2018", "--book", folder.path()]);
        command.args(args).run()
    };
    new(&["room-hire"]).success();
    new(&["pool"]).success();
    new(&["hardship-fund", "--screening"]).success();
    let checked = almoner(["check"]).book(folder.path()).run().success();
    assert!(
        checked.text().contains("8 files: no errors, no warnings"),
        "{}",
        checked.text()
    );
    let tested = almoner(["test"]).book(folder.path()).run().success();
    assert!(
        tested.text().contains("9 cases, none failed"),
        "{}",
        tested.text()
    );
}

#[test]
fn new_replaces_no_file_and_refuses_a_bad_id() {
    let folder = TempDir::new();
    let new = |id: &str| almoner(["new", id, "--book", folder.path()]).run();
    new("pool").success();
    let file = folder.join("rules/pool/cases.ron");
    fs::write(&file, "mine").unwrap();
    let again = new("pool").exits(2);
    assert!(
        again.stderr.starts_with("error[usage]: "),
        "{}",
        again.stderr
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    for id in ["Pool", "../pool", "", "a--b"] {
        let refused = new(id).exits(2);
        assert!(refused.stderr.starts_with("error["), "{}", refused.stderr);
    }
}

#[test]
fn book_writes_the_built_in_book_to_an_empty_folder_only() {
    let folder = TempDir::new();
    let out = folder.join("out");
    let book = || almoner(["book".as_ref(), out.as_os_str()]).run();
    book().success();
    for (path, text) in almoner_built_in::files() {
        assert_eq!(fs::read(out.join(path)).unwrap(), *text, "{path}");
    }
    almoner(["check"]).book(&out).run().success();
    let again = book().exits(2);
    assert!(again.stderr.contains("is not empty"), "{}", again.stderr);
}

#[test]
fn saved_answer_gives_its_facts() {
    let asked = [
        "quote",
        "music",
        "--on",
        "2018-05-01",
        "--minutes",
        "30",
        "--pupils",
        "2",
        "--lessons",
        "10",
        "--free-school-meals",
        "no",
        "--pupil-premium",
        "no",
        "--format",
        "json",
    ];
    let saved = almoner(asked).run().success().text();
    let again = |rule_set: &str| {
        let command = almoner(["quote", rule_set, "--on", "2018-05-01", "--format", "json"]);
        command.args(["--facts", "-"]).stdin(saved.as_str()).run()
    };
    let answer = again("music").success();
    assert_eq!(answer.json()["total"], almoner(asked).run().json()["total"]);
    let refused = again("nursery").exits(4);
    assert_eq!(refused.json()["problems"].as_array().unwrap().len(), 1);
    assert!(refused.stderr.contains("a saved answer of `music`"));
}

#[test]
fn problems_of_the_command_line_have_codes_in_text_and_json() {
    for (args, exit, code) in [
        (
            ["quote", "musik", "--known", "2018-05-01"],
            2,
            "unknown-rule-set",
        ),
        (["quote", "music", "--on", "2050-01-01"], 4, "not-available"),
        (["quote", "music", "--facts", "missing.json"], 1, "io"),
        (
            ["quote", "music", "--minutes=soon", "--on=2018-05-01"],
            4,
            "invalid-value",
        ),
        (["screen", "music", "--on", "2018-05-01"], 2, "usage"),
    ] {
        let ended = almoner(["--format", "json"]).args(args).run().exits(exit);
        let says = format!("error[{code}]: ");
        assert!(ended.stderr.starts_with(&says), "{}", ended.stderr);
        let json = ended.json();
        let refused = &json["refused"]["code"];
        let problem = &json["problems"][0]["code"];
        assert!([refused, problem].contains(&&code.into()), "{json}");
    }
    let typed = almoner(["quote", "music", "--bogus"]).run().exits(2);
    assert!(typed.stderr.starts_with("error[unknown-option]: "));
}
