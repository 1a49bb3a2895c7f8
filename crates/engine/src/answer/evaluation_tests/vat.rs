//! The VAT that a quote contains: a sixth of what is standard-rated, known only
//! where every price comes from charges of one VAT status.

use crate::{answer::Question, book::Book};

/// A hall with a standard-rated room, an exempt one, one at the reduced rate and
/// one whose letter is not explained, and these lines.
fn book(lines: &str) -> Book {
    book_with("", "", lines)
}

fn book_with(period: &str, facts: &str, lines: &str) -> Book {
    let rules = format!(
        r#"Pricing(
            id: "hire", title: "Hire", in_force: "2018-04-01",
            decided: Adopted(on: "2018-01-01", by: "Council"), source: "Paper",
            rounding: (mode: "half_up", to: "£0.01"),{period}
            facts: [{facts}
                (id: "local", is: YesNo, ask: "Does the hirer live here?"),
                (id: "hours", is: Whole, assume: "2", ask: "For how many hours?"),
                (id: "deposit", is: Money, assume: "£6.00", ask: "Which deposit?"),
            ],
            tables: [(
                id: "rooms", says: "Room prices", cite: "§1", takes: [(id: "local", is: YesNo)], gives: Money,
                rows: [(["yes"], "charge hall.standard"), (["no"], "charge hall.dear")],
            )],
            lines: [{lines}],
        )"#
    );
    let charges = r#"Charges(services: [
        (id: "hall", title: "Halls", charges: [
            (id: "standard", name: "Standard"), (id: "dear", name: "Dear"),
            (id: "exempt", name: "Exempt"), (id: "reduced", name: "Reduced"),
            (id: "unexplained", name: "Unexplained"),
        ]),
    ])"#;
    let tariff = r#"Tariff(
        year: "2018/19", in_force: "2018-04-01", until: "2019-03-31",
        decided: Adopted(on: "2018-01-01", by: "Council"), source: "Paper",
        vat_codes: { "E": Exempt, "N": NotExplained, "R": Reduced, "S": Standard },
        services: [(
            id: "hall", category: Discretionary, vat: "S", cite: "Appendix 1",
            charges: [
                (id: "standard", price: 12.00, row: 1), (id: "dear", price: 250.00, row: 2),
                (id: "exempt", price: 5.00, row: 3, vat: "E"),
                (id: "reduced", price: 21.00, row: 4, vat: "R"),
                (id: "unexplained", price: 6.00, row: 5, vat: "N"),
            ],
        )],
    )"#;
    super::book_of_files(&[
        ("rules/hire/2018-04-01.ron", &rules),
        ("tariffs/charges.ron", charges),
        ("tariffs/2018-19.ron", tariff),
    ])
}

/// The VAT and the net amount in the JSON of a quote.
fn vat(lines: &str) -> Option<(String, String)> {
    let book = book(lines);
    vat_of(&book, r#"{"local": true}"#)
}

fn vat_of(book: &Book, facts: &str) -> Option<(String, String)> {
    let question = Question::new("hire").on(super::day("2018-05-01"));
    let answer = book.answer(&question.json(facts)).unwrap();
    let json: serde_json::Value = serde_json::from_str(&answer.to_json()).unwrap();
    let text = |key: &str| json["vat"][key].as_str().map(str::to_owned);
    text("amount").zip(text("net"))
}

fn line(id: &str, price: &str) -> String {
    format!(r#"(id: "{id}", says: "Room", cite: "§1", {price}),"#)
}

fn contains(lines: &str, amount: &str, net: &str) {
    let found = vat(lines);
    assert_eq!(found, Some((amount.to_owned(), net.to_owned())), "{lines}");
}

#[test]
fn standard_rated_price_contains_a_sixth() {
    contains(&line("a", r#"charge: "hall.standard""#), "2.00", "10.00");
    contains(&line("a", r#"charge: "hall.dear""#), "41.67", "208.33");
    contains(&line("a", r#"each: "rooms(local) * 50%""#), "1.00", "5.00");
    contains(&line("a", r#"charge: "hall.reduced""#), "1.00", "20.00");
    contains(
        &line("a", r#"each: "charge hall.standard * hours""#),
        "4.00",
        "20.00",
    );
}

#[test]
fn reductions_lower_the_vat() {
    let half = r#"charge: "hall.standard",
        reductions: [(id: "r", says: "R", cite: "§1", when: "local", take: "50%")]"#;
    contains(&line("a", half), "1.00", "5.00");
}

#[test]
fn exempt_lines_stay_in_the_net_amount() {
    let standard = line("a", r#"charge: "hall.standard""#);
    let exempt = line("b", r#"charge: "hall.exempt""#);
    contains(&(standard.clone() + &exempt), "2.00", "15.00");
    assert_eq!(vat(&exempt), None);
    let reduced = line("c", r#"charge: "hall.reduced""#);
    contains(&(standard + &exempt + &reduced), "3.00", "35.00");
}

#[test]
fn nothing_is_said_where_vat_is_not_known() {
    let standard = line("a", r#"charge: "hall.standard""#);
    for price in [
        r#"charge: "hall.unexplained""#,
        r#"each: "£5.00""#,
        r#"each: "charge hall.standard + £5.00""#,
        r#"each: "charge hall.standard + deposit""#,
        r#"each: "if local then charge hall.standard else charge hall.exempt""#,
    ] {
        assert_eq!(
            vat(&(standard.clone() + &line("b", price))),
            None,
            "{price}"
        );
    }
}

/// £12.00 of 1 May contains £2.00, and £250.00 of 2 May £41.67.
#[test]
fn vat_of_a_booking_in_parts_is_that_of_all_parts() {
    let days = r#"(id: "first", is: Date, ask: "?"), (id: "last", is: Date, ask: "?"),"#;
    let period = r#"period: (from: "first", to: "last"),"#;
    let lines = line("room", r#"each: "rooms(local)""#);
    let facts = r#"{"first": "2018-05-01", "last": "2018-05-02", "local": [
        {"until": "2018-05-01", "value": true}, {"from": "2018-05-02", "value": false}]}"#;
    let found = vat_of(&book_with(period, days, &lines), facts);
    assert_eq!(found, Some(("43.67".to_owned(), "218.33".to_owned())));
}
