//! What evaluation promises, tested from outside: with books and answers only.

mod alternatives;
mod calendars;
mod completions;
mod contradictions;
mod dated_facts;
mod dates;
mod exact;
mod limits;
mod logic;
mod lookups;
mod named_days;
mod people;
mod possible_totals;
mod recurrences;
mod reductions;
mod reductions_apply;
mod secrets;
mod together;
mod unknowns;
mod uses;
mod variations;
mod vat;

use crate::{
    answer::{Answer, Evaluation, Question, Refusal},
    base::date::{self, Date},
    book::Book,
    eval::quote,
};

fn book(rules: &str) -> Book {
    book_of_files(&[("rules/one/2017-04-01.ron", rules)])
}

fn book_of_files(files: &[(&str, &str)]) -> Book {
    let owned = |&(path, text): &(&str, &str)| {
        let bytes: &'static [u8] = text.as_bytes().to_vec().leak();
        (path.to_owned(), bytes)
    };
    let owned: Vec<_> = files.iter().map(owned).collect();
    Book::from_files(&owned).unwrap_or_else(|it| panic!("{it}\n{files:?}"))
}

/// A rule set of one version: `kind` is `Pricing` or `Eligibility`.
fn rule_set(kind: &str, entries: &str) -> String {
    format!(
        r#"{kind}(
            id: "one", title: "One", in_force: "2017-04-01",
            decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
            {entries}
        )"#
    )
}

fn day(text: &str) -> Date {
    date::parse(text).unwrap()
}

/// A rule set that prices one line.
fn pricing(facts: &str, line: &str) -> Book {
    book(&rule_set(
        "Pricing",
        &format!(
            r#"rounding: (mode: "half_up", to: "£0.01"),
            facts: [{facts}],
            lines: [(id: "line", says: "Line", cite: "1", {line})],"#
        ),
    ))
}

/// The book of a rule set with the charge `hall.hour`, which is £30 to £60.
fn book_with_range(rules: &str) -> Book {
    let charges = r#"Charges(services: [
        (id: "hall", title: "Hall", charges: [(id: "hour", name: "An hour")]),
    ])"#;
    let tariff = r#"Tariff(
        year: "2018/19", in_force: "2018-04-01", until: "2019-03-31",
        decided: Adopted(on: "2018-01-01", by: "Council"), source: "Paper",
        vat_codes: { "E": Exempt },
        services: [(
            id: "hall", category: Discretionary, vat: "E", cite: "Appendix 1",
            charges: [(id: "hour", price: 30.00..=60.00, row: 1)],
        )],
    )"#;
    book_of_files(&[
        ("rules/one/2018-04-01.ron", rules),
        ("tariffs/charges.ron", charges),
        ("tariffs/2018-19.ron", tariff),
    ])
}

fn ask<'b>(book: &'b Book, facts: &str) -> Result<Answer<'b>, Refusal> {
    book.answer(&Question::new("one").on(day("2018-05-01")).json(facts))
}

/// The total, as printed.
fn total(book: &Book, facts: &str) -> Option<String> {
    let answer = ask(book, facts).unwrap_or_else(|it| panic!("{it}"));
    answer.total().map(|total| total.to_string())
}

/// The amounts of the reductions of the only line.
fn reductions(book: &Book, facts: &str) -> Vec<quote::Reduced> {
    let answer = ask(book, facts).unwrap_or_else(|it| panic!("{it}"));
    let Evaluation::Quote(quote) = answer.first().evaluation() else {
        panic!("a quote");
    };
    let quote::LineState::Applies(priced) = &quote.lines[0].state else {
        panic!("the line applies");
    };
    priced.reductions.to_vec()
}
