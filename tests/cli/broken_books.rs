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
    let warning = "warning: `tariffs/2019-20.ron` has mistakes: questions about days from \
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
