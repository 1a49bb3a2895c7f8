//! Books with mistakes at the desk: what is whole answers, and nothing else does.

use std::fs;

use super::QUOTE;
use crate::harness::{Finished, TempDir, almoner};

/// A quote for music on a day.
fn quote(book: &TempDir, on: &str) -> Finished {
    let args = QUOTE
        .iter()
        .map(|it| if *it == "2018-05-01" { on } else { it });
    almoner(args).book(book).run()
}

/// Next year's tariff, which breaks off.
fn torn_draft(book: &TempDir) {
    let tariff = fs::read_to_string(book.join("tariffs/2018-19.ron")).expect("it is there");
    let next = tariff
        .replace("2018/19", "2019/20")
        .replace("in_force: \"2018-04-01\"", "in_force: \"2019-04-01\"")
        .replace("until: \"2019-03-31\"", "until: \"2020-03-31\"");
    assert!(next.contains("in_force: \"2019-04-01\""), "{next}");
    book.write("tariffs/2019-20.ron", &next[..next.len() / 2]);
}

#[test]
fn broken_draft_does_not_stop_todays_quotes() {
    let book = TempDir::of_rule_set("music");
    let before = quote(&book, "2018-05-01").success().text();
    torn_draft(&book);
    let after = quote(&book, "2018-05-01").success();
    assert_eq!(after.text(), before);
    let warning = "warning: `tariffs/2019-20.ron` has mistakes: questions that need charges from \
                   1 April 2019 (2019-04-01) are not answered.";
    assert!(after.stderr.starts_with(warning), "{}", after.stderr);
    assert!(!after.stderr.contains("no-cases"), "{}", after.stderr);
    let refused = quote(&book, "2019-05-01").exits(3);
    assert!(refused.text().is_empty(), "{}", refused.text());
    let says = "files of this book that count from 1 April 2019 (2019-04-01) have mistakes";
    assert!(refused.stderr.contains(says), "{}", refused.stderr);
    almoner(["check"]).book(&book).run().exits(3);
}

/// An earlier version never answers in the place of one that has mistakes.
#[test]
fn broken_version_is_not_replaced_by_an_earlier_one() {
    let book = TempDir::of_rule_set("music");
    let rules = fs::read_to_string(book.join("rules/music/2017-04-01.ron")).expect("it is there");
    let next = rules.replace("in_force: \"2017-04-01\"", "in_force: \"2018-06-01\"");
    let next = next.replacen("lines: [", "linez: [", 1);
    book.write("rules/music/2018-06-01.ron", &next);
    quote(&book, "2018-05-31").success();
    quote(&book, "2018-06-01").exits(3);
    quote(&book, "2018-07-01").exits(3);
    // The name of the file says when it begins, whatever is written in it.
    let late = next.replace("in_force: \"2018-06-01\"", "in_force: \"2108-06-01\"");
    book.write("rules/music/2018-06-01.ron", late);
    quote(&book, "2018-07-01").exits(3);
}

#[test]
fn booking_that_reaches_a_broken_draft_is_refused() {
    let book = TempDir::of_rule_set("nursery");
    torn_draft(&book);
    let facts = |last: &str| {
        format!(
            r#"{{"first_day":"2019-03-26","last_day":"{last}","children":[{{"date_of_birth":
            "2016-11-01","pattern":"half_day","attends":["tuesday"],"lunches_on":[]}}]}}"#
        )
    };
    let ask = |last: &str| {
        let ask = ["quote", "nursery", "--on", "2019-03-26", "--facts", "-"];
        almoner(ask).book(&book).stdin(facts(last)).run()
    };
    ask("2019-03-31").success();
    let refused = ask("2019-04-06");
    assert!([3, 4].contains(&refused.code.unwrap_or(0)), "{refused:?}");
    assert!(refused.text().is_empty(), "{}", refused.text());
}

#[test]
fn mistake_without_a_day_stops_every_quote_and_is_said_alone() {
    let book = TempDir::of_rule_set("music");
    let charges = fs::read_to_string(book.join("tariffs/charges.ron")).expect("it is there");
    let half = charges.char_indices().nth(charges.chars().count() / 2);
    let (half, _) = charges.split_at(half.expect("it is long").0);
    book.write("tariffs/charges.ron", half);
    let refused = quote(&book, "2018-05-01").exits(3);
    assert_eq!(
        refused.stderr.matches("error[").count(),
        1,
        "{}",
        refused.stderr
    );
    assert!(
        refused.stderr.starts_with("error[syntax]"),
        "{}",
        refused.stderr
    );
    assert!(!refused.stderr.contains("warning"), "{}", refused.stderr);
}

/// Two small rule sets next to music, of which `aid` takes a value from `grant`.
fn with_grant_and_aid(grant: &str) -> TempDir {
    let book = TempDir::of_rule_set("music");
    let head = r#"decided: Adopted(on: "2018-01-01", by: "Council"), source: "Paper","#;
    let screening = |id: &str, body: &str| {
        format!(r#"Eligibility(id: "{id}", title: "{id}", in_force: "2018-04-01", {head} {body})"#)
    };
    let facts = r#"facts: [(id: "points", is: Whole, ask: "How many points?")],"#;
    let criteria =
        |holds: &str| format!(r#"criteria: [(id: "c", says: "C", cite: "§1", holds: "{holds}")]"#);
    let own = format!(
        r#"{facts} values: [(id: "enough", is: "points >= 18")], {}{grant}"#,
        criteria("enough")
    );
    book.write("rules/grant/2018-04-01.ron", screening("grant", &own));
    let uses = r#"uses: [(id: "theirs", rule_set: "grant", facts: { "points": "points" }, values: ["enough"])],"#;
    let own = format!("{uses} {facts} {}", criteria("theirs.enough"));
    book.write("rules/aid/2018-04-01.ron", screening("aid", &own));
    book
}

fn screen(book: &TempDir, rule_set: &str) -> Finished {
    let args = ["screen", rule_set, "--on", "2018-05-01", "--points", "20"];
    almoner(args).book(book).run()
}

#[test]
fn broken_rule_set_does_not_stop_the_others() {
    let whole = with_grant_and_aid("");
    let before = quote(&whole, "2018-05-01").success().text();
    screen(&whole, "grant").success();
    screen(&whole, "aid").success();
    for mistake in [", nothing: 1", ", ]", r#", facts: [], in_force: "soon""#] {
        let book = with_grant_and_aid(mistake);
        let after = quote(&book, "2018-05-01").success();
        assert_eq!(after.text(), before, "{mistake}");
        for says in [
            "`rules/grant/2018-04-01.ron`",
            "the rules of `grant` from 1 April 2018",
        ] {
            assert!(
                after.stderr.starts_with("warning: `rules/"),
                "{}",
                after.stderr
            );
            assert!(after.stderr.contains(says), "{}", after.stderr);
        }
        // What takes values from it is not answered either.
        for rule_set in ["grant", "aid"] {
            let refused = screen(&book, rule_set).exits(3);
            assert!(refused.text().is_empty(), "{}", refused.text());
            let says = format!("error[rules-rejected]: the rules of `{rule_set}` have mistakes");
            assert!(refused.stderr.contains(&says), "{}", refused.stderr);
        }
        let both = [
            "answer",
            "music",
            "grant",
            "--on",
            "2018-05-01",
            "--facts",
            "-",
        ];
        let both = almoner(both).book(&book).stdin("{}").run().exits(3);
        let says = "the rules of `grant` have mistakes";
        assert!(both.stderr.contains(says), "{}", both.stderr);
    }
}

/// A value about a later day is no less refused than an answer about it.
#[test]
fn value_about_a_day_with_broken_rules_is_a_fault() {
    let book = with_grant_and_aid("");
    book.change(
        "rules/aid/2018-04-01.ron",
        "rule_set: \"grant\",",
        "rule_set: \"grant\", on: \"on + 1 month\",",
    );
    screen(&book, "aid").success();
    let rules = fs::read_to_string(book.join("rules/grant/2018-04-01.ron")).expect("it is there");
    let next = rules.replace("2018-04-01", "2018-06-01");
    book.write(
        "rules/grant/2018-06-01.ron",
        next.replace("criteria", "criterions"),
    );
    let refused = screen(&book, "aid").exits(4);
    let says = "Files of the book that these rules rest on have mistakes.";
    assert!(refused.stderr.contains(says), "{}", refused.stderr);
}

/// A later version with mistakes keeps what takes values from it from being answered by
/// the earlier one.
#[test]
fn rule_set_is_not_answered_by_the_earlier_version_of_one_it_uses() {
    let book = with_grant_and_aid("");
    let rules = fs::read_to_string(book.join("rules/grant/2018-04-01.ron")).expect("it is there");
    let next = rules.replace("2018-04-01", "2018-05-01");
    book.write(
        "rules/grant/2018-05-01.ron",
        next.replace("criteria", "criterions"),
    );
    let says = "files of this book that count from 1 May 2018 (2018-05-01) have mistakes";
    for rule_set in ["grant", "aid"] {
        let on = |day| almoner(["screen", rule_set, "--on", day, "--points", "20"]);
        on("2018-04-30").book(&book).run().success();
        let refused = on("2018-05-01").book(&book).run().exits(3);
        assert!(refused.stderr.contains(says), "{}", refused.stderr);
    }
    quote(&book, "2018-05-01").success();
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_out_of_the_book_are_refused_with_all_other_mistakes() {
    use std::os::unix::fs::symlink;
    let book = with_grant_and_aid(", nothing: 1");
    let links = [
        (
            "/nowhere.ron",
            "rules/dangling.ron",
            "it is not there, or links to what is not there",
        ),
        (
            "circle.ron",
            "rules/circle.ron",
            "it is a link that leads back to itself",
        ),
        ("/", "rules/root", "it is a link that leads out of the book"),
        (
            "/etc/passwd",
            "rules/users.ron",
            "it is a link that leads out of the book",
        ),
    ];
    for (to, link, _) in links {
        symlink(to, book.join(link)).expect("a link");
    }
    // Within the book links are followed.
    symlink("music", book.join("rules/again")).expect("a link");
    let checked = almoner(["check"]).book(&book).run().exits(3);
    for (_, link, says) in links {
        let says = format!("error[unreadable]: this cannot be read: {says}\n --> {link}:1:1");
        let said = checked
            .stderr
            .replace("--> ", " --> ")
            .replace("  --> ", " --> ");
        assert!(said.contains(&says), "{says} in\n{said}");
    }
    assert!(
        checked.stderr.contains("`nothing` is not a field"),
        "{}",
        checked.stderr
    );
    assert!(checked.stderr.contains("rules/again"), "{}", checked.stderr);
}

#[test]
fn file_too_large_for_a_rule_file_is_refused_unread() {
    let book = with_grant_and_aid("");
    let file = fs::File::create(book.join("rules/large.ron")).expect("a file");
    file.set_len(48 * 1024 * 1024).expect("room for it");
    let checked = almoner(["check"]).book(&book).run().exits(3);
    let says = "error[unreadable]: this cannot be read: it is larger than 8 MiB";
    assert!(checked.stderr.contains(says), "{}", checked.stderr);
    for number in 0..9 {
        let path = book.join(format!("rules/{number}.ron"));
        let file = fs::File::create(path).expect("a file");
        file.set_len(8 * 1024 * 1024).expect("room for it");
    }
    let checked = almoner(["check"]).book(&book).run().exits(1);
    let says = "there are more than 64 MiB of rule files";
    assert!(checked.stderr.contains(says), "{}", checked.stderr);
}
