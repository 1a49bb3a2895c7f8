//! A booking across the first day of a variation: a new part only where the
//! variation changes a price that is read.

use super::{book_of_files, day};
use crate::{answer::Question, book::Book};

const CHARGES: &str = r#"Charges(services: [(id: "hall", title: "Hall", charges: [
    (id: "day", name: "Hall, a day"), (id: "lunch", name: "Lunch"), (id: "short", name: "Short hire"),
])])"#;

const YEAR: &str = r#"Tariff(
    year: "2018/19", in_force: "2018-04-01", until: "2019-03-31",
    decided: Adopted(on: "2018-01-01", by: "Cabinet"), source: "a paper", vat_codes: {"E": Exempt},
    services: [(id: "hall", category: Discretionary, vat: "E", cite: "1", charges: [
        (id: "day", price: 10.00, row: 1), (id: "lunch", price: 3.00, row: 2), (id: "short", price: 1.00, row: 3),
    ])],
)"#;

const RULES: &str = r#"Pricing(
    id: "hall", title: "Hall", in_force: "2018-04-01",
    decided: Adopted(on: "2018-01-01", by: "Cabinet"), source: "a paper",
    period: (from: "first_day", to: "last_day"),
    facts: [
        (id: "first_day", is: Date, ask: "From?"),
        (id: "last_day", is: Date, ask: "Until?"),
        (id: "lunches", is: Whole, within: "0..9", ask: "How many lunches a day?"),
    ],
    lines: [
        (id: "hall", says: "Hall", cite: "1", charge: "hall.day", quantity: "1"),
        (id: "lunch", says: "Lunch", cite: "1", when: "lunches > 0", charge: "hall.lunch", quantity: "lunches"),
        (
            id: "short", says: "Short hire", cite: "1",
            when: "last_day < first_day + days(9)", charge: "hall.short",
        ),
    ],
)"#;

/// The first days of the parts, in the book in which these prices are varied.
fn parts(varied: &[(&str, &str)], facts: &str) -> Vec<String> {
    let texts = varied.iter().map(|(from, charge)| {
        let path = format!("tariffs/2018-19-varied-{from}.ron");
        let text = format!(
            r#"Variation(
                year: "2018/19", in_force: "{from}", decided: Adopted(on: "2018-08-01", by: "Director"),
                authority: "2", reason: "costs", source: "3", charges: [(id: "{charge}", price: 7.00)],
            )"#
        );
        (path, text)
    });
    let texts: Vec<(String, String)> = texts.collect();
    let mut files = vec![
        ("tariffs/charges.ron", CHARGES),
        ("tariffs/2018-19.ron", YEAR),
        ("rules/hall/2018-04-01.ron", RULES),
    ];
    files.extend(texts.iter().map(|(path, text)| (&**path, &**text)));
    of_book(&book_of_files(&files), facts)
}

fn of_book(book: &Book, facts: &str) -> Vec<String> {
    let question = Question::new("hall").on(day("2018-08-28")).json(facts);
    let answer = book.answer(&question).unwrap_or_else(|it| panic!("{it}"));
    let days = answer.parts().map(|part| part.days());
    days.map(|days| days.map_or("all".to_owned(), |(first, _)| first.to_string()))
        .collect()
}

#[test]
fn price_that_is_not_read_makes_no_part() {
    let facts = r#"{"first_day": "2018-08-28", "last_day": "2018-09-09", "lunches": 0}"#;
    assert_eq!(parts(&[("2018-09-01", "hall.lunch")], facts), ["all"]);
}

#[test]
fn price_that_is_read_makes_a_part() {
    let facts = r#"{"first_day": "2018-08-28", "last_day": "2018-09-09", "lunches": 1}"#;
    let varied = [("2018-09-01", "hall.lunch")];
    assert_eq!(parts(&varied, facts), ["2018-08-28", "2018-09-01"]);
}

#[test]
fn price_that_may_be_read_makes_a_part() {
    // How many lunches is not known.
    let facts = r#"{"first_day": "2018-08-28", "last_day": "2018-09-09"}"#;
    let varied = [("2018-09-01", "hall.lunch")];
    assert_eq!(parts(&varied, facts), ["2018-08-28", "2018-09-01"]);
}

#[test]
fn price_that_only_a_part_reads_makes_a_part() {
    // The hire of 13 days is not short, and its part of 9 days from 1 September is.
    let facts = r#"{"first_day": "2018-08-28", "last_day": "2018-09-09", "lunches": 0}"#;
    let varied = [("2018-09-01", "hall.day"), ("2018-09-05", "hall.short")];
    let three = ["2018-08-28", "2018-09-01", "2018-09-05"];
    assert_eq!(parts(&varied, facts), three);
}
