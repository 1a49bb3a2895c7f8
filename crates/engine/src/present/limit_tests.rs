//! Limits on what lines come to together: of a quote, of each record, and of each
//! month of a period. Every amount is calculated by hand in the test's words.

use crate::{
    answer::{Answer, Question, Refusal},
    base::date::{self, Date},
    book::Book,
    present::{self, AnswerView, LimitView},
};

fn book(rules: &str) -> Book {
    book_of_files(&[("rules/one/2017-04-01.ron", rules)])
}

fn book_of_files(files: &[(&str, &str)]) -> Book {
    let owned = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), &*text.as_bytes().to_vec().leak()));
    let owned: Vec<(String, &'static [u8])> = owned.collect();
    Book::from_files(&owned).unwrap_or_else(|it| panic!("{it}"))
}

fn day(text: &str) -> Date {
    date::parse(text).unwrap()
}

fn ask<'b>(book: &'b Book, facts: &str) -> Result<Answer<'b>, Refusal> {
    book.answer(&Question::new("one").on(day("2018-05-01")).json(facts))
}

fn total(book: &Book, facts: &str) -> Option<String> {
    let answer = ask(book, facts).unwrap_or_else(|it| panic!("{it}"));
    answer.total().map(|total| total.to_string())
}

/// Two prices that are given, and limits over them.
fn prices(limits: &str) -> Book {
    book(&format!(
        r#"Pricing(
            id: "one", title: "One", in_force: "2017-04-01",
            decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
            rounding: (mode: "half_up", to: "£0.01"),
            facts: [
                (id: "a", is: Money, ask: "?"), (id: "b", is: Money, ask: "?"),
                (id: "allowance", is: Money, assume: "£100", ask: "?"),
                (id: "held", is: YesNo, assume: "yes", ask: "?"),
                (id: "agreed", is: YesNo, assume: "yes", ask: "?"),
            ],
            lines: [
                (id: "first", says: "First", cite: "1", when: "a > £0", each: "a"),
                (id: "second", says: "Second", cite: "2", when: "b > £0", each: "b"),
                (id: "third", says: "Third", cite: "3", when: "not agreed", refer: "Ask the officer"),
            ],
            limits: [{limits}],
        )"#
    ))
}

fn limits(answer: &Answer<'_>) -> Vec<LimitView> {
    let AnswerView::Quote(view) = present::answer(answer) else {
        panic!("a quote");
    };
    view.limits
}

fn shown(book: &Book, facts: &str) -> Vec<String> {
    let answer = ask(book, facts).unwrap_or_else(|it| panic!("{it}"));
    let shown = limits(&answer).into_iter();
    shown
        .map(|it| format!("{}: {}, {}", it.label, it.amount, it.note))
        .collect()
}

#[test]
fn most_is_borne_by_the_last_line_and_then_the_one_before() {
    let book = prices(r#"(id: "cap", says: "No more than £100", cite: "4", at_most: "allowance")"#);
    assert_eq!(total(&book, r#"{"a": 70, "b": 30}"#).unwrap(), "£100.00");
    assert!(shown(&book, r#"{"a": 70, "b": 30}"#).is_empty());
    assert_eq!(total(&book, r#"{"a": 70, "b": 40}"#).unwrap(), "£100.00");
    assert_eq!(
        shown(&book, r#"{"a": 70, "b": 40}"#),
        ["No more than £100: −£10.00, taken off “Second”"]
    );
    assert_eq!(
        shown(&book, r#"{"a": 150, "b": 40}"#),
        ["No more than £100: −£90.00, taken off “Second” (£40.00) and “First” (£50.00)"]
    );
}

#[test]
fn least_is_added_to_the_last_line_and_to_nothing_if_there_is_none() {
    let book = prices(r#"(id: "least", says: "A smallest invoice", cite: "4", at_least: "£10")"#);
    assert_eq!(
        shown(&book, r#"{"a": 3, "b": 4}"#),
        ["A smallest invoice: +£3.00, added to “Second”"]
    );
    assert_eq!(total(&book, r#"{"a": 3, "b": 4}"#).unwrap(), "£10.00");
    assert_eq!(total(&book, r#"{"a": 0, "b": 0}"#), None);
}

#[test]
fn what_is_below_the_smallest_amount_is_not_charged() {
    let book = prices(
        r#"(id: "small", says: "Small sums", cite: "4", nothing_below: "£10", lines: ["first"])"#,
    );
    assert_eq!(total(&book, r#"{"a": 9.99, "b": 1}"#).unwrap(), "£1.00");
    assert_eq!(total(&book, r#"{"a": 10, "b": 1}"#).unwrap(), "£11.00");
}

#[test]
fn limits_act_on_what_the_ones_before_them_leave() {
    let book = prices(
        r#"(id: "own", says: "Of the first", cite: "4", at_most: "£50", lines: ["first"]),
           (id: "all", says: "Of all", cite: "5", at_most: "£60")"#,
    );
    // 80 is held to 50; 50 and 40 are held to 60.
    assert_eq!(
        shown(&book, r#"{"a": 80, "b": 40}"#),
        [
            "Of the first: −£30.00, taken off “First”",
            "Of all: −£30.00, taken off “Second”"
        ]
    );
    assert_eq!(total(&book, r#"{"a": 80, "b": 40}"#).unwrap(), "£60.00");
}

#[test]
fn what_is_not_known_leaves_the_total_open() {
    let book = prices(
        r#"(id: "cap", says: "Cap", cite: "4", when: "held", at_most: "allowance", lines: ["first"])"#,
    );
    let open = |facts: &str| total(&book, facts).is_none();
    assert!(open(r#"{"a": 70}"#), "a line is unknown");
    let unknown =
        prices(r#"(id: "cap", says: "Cap", cite: "4", at_most: "a + b", lines: ["first"])"#);
    let answer = ask(&unknown, r#"{"a": 70}"#).unwrap();
    assert_eq!(answer.outcome().name(), "undetermined");
    // No line of the limit is charged, so what it reads is not asked for.
    let book = prices(r#"(id: "cap", says: "Cap", cite: "4", at_most: "b", lines: ["first"])"#);
    assert!(total(&book, r#"{"a": 0, "b": 2}"#).is_some());
    let referred = prices(r#"(id: "cap", says: "Cap", cite: "4", at_most: "£1")"#);
    let answer = ask(&referred, r#"{"a": 70, "b": 1, "agreed": false}"#).unwrap();
    assert_eq!(answer.outcome().name(), "refer");
    assert!(answer.to_json().contains(r#""state":"refer""#));
}

#[test]
fn ranges_are_held_end_by_end() {
    let rules = r#"Pricing(
        id: "one", title: "One", in_force: "2017-04-01",
        decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
        facts: [(id: "weeks", is: Whole, ask: "?")],
        lines: [
            (id: "first", says: "First", cite: "1", charge: "hall.week", quantity: "weeks"),
            (id: "second", says: "Second", cite: "2", each: "£5"),
        ],
        limits: [(id: "cap", says: "Cap", cite: "4", at_most: "£30")],
    )"#;
    let charges = r#"Charges(services: [(id: "hall", title: "Halls", charges: [(id: "week", name: "A week")])])"#;
    let tariff = r#"Tariff(
        year: "2018/19", in_force: "2018-04-01", until: "2019-03-31",
        decided: Adopted(on: "2018-01-01", by: "Council"), source: "Paper", vat_codes: { "E": Exempt },
        services: [(id: "hall", category: Discretionary, vat: "E", cite: "1", charges: [
            (id: "week", price: 10.00..=20.00, row: 1),
        ])],
    )"#;
    let book = book_of_files(&[
        ("rules/one/2017-04-01.ron", rules),
        ("tariffs/charges.ron", charges),
        ("tariffs/2018-19.ron", tariff),
    ]);
    // 10 to 20 and 5 are 15 to 25; twice is 25 to 45, held to 25 to 30.
    assert_eq!(total(&book, r#"{"weeks": 1}"#).unwrap(), "£15.00–£25.00");
    assert_eq!(total(&book, r#"{"weeks": 2}"#).unwrap(), "£25.00–£30.00");
    assert_eq!(total(&book, r#"{"weeks": 4}"#).unwrap(), "£30.00");
}

#[test]
fn each_reading_is_held_by_itself() {
    let book = book(
        r#"Pricing(
            id: "one", title: "One", in_force: "2017-04-01",
            decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
            facts: [(id: "people", is: Whole, ask: "?")],
            lines: [(id: "wall", says: "Wall", cite: "1", alternatives: [
                (id: "group", reading: "it is for the group", each: "£40"),
                (id: "person", reading: "it is for each person", each: "£40", quantity: "people"),
            ])],
            limits: [(id: "cap", says: "Cap", cite: "4", at_most: "£100")],
        )"#,
    );
    let answer = ask(&book, r#"{"people": 3}"#).unwrap();
    let totals = present::alternatives(&answer).into_iter();
    let totals: Vec<String> = totals.map(|it| it.amount.words).collect();
    assert_eq!(totals, ["£40.00", "£100.00"]);
    assert_eq!(total(&book, r#"{"people": 1}"#).unwrap(), "£40.00");
}

/// A fee of £289 a month, by the days of it that the unit is open; a change of
/// unit makes a part of its own.
fn fees(limits: &str) -> Book {
    book(&format!(
        r#"Pricing(
            id: "one", title: "One", in_force: "2017-04-01",
            decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
            rounding: (mode: "half_up", to: "£0.01"),
            period: (from: "first_day", to: "last_day"),
            facts: [
                (id: "first_day", is: Date, ask: "?"), (id: "last_day", is: Date, ask: "?"),
                (id: "open", is: AnyOf(["monday", "tuesday", "wednesday", "thursday", "friday"]), ask: "?"),
                (id: "children", ask: "?", is: List([(id: "unit", is: OneOf(["a", "b"]), ask: "?")])),
            ],
            values: [
                (id: "month_from", says: "From", is: "date(year(on), month(on), 1)"),
                (id: "a_day", says: "A day", is: "round(£289 / open_days, half_up, £0.01)"),
                (id: "open_days", says: "Days", is: "days_on(open, month_from, month_from + 1 months - 1 days)"),
            ],
            lines: [
                (id: "unit_a", says: "A place in A", cite: "1", for_each: "children", when: "unit = a", each: "a_day", quantity: "days_on(open, first_day, last_day)"),
                (id: "unit_b", says: "A place in B", cite: "1", for_each: "children", when: "unit = b", each: "a_day", quantity: "days_on(open, first_day, last_day)"),
            ],
            limits: [{limits}],
        )"#
    ))
}

const MONTH: &str = r#"(
    id: "month", says: "To the fee of a month", cite: "§6", over: "month", for_each: "children",
    when: "day(first_day) = 1 and day(last_day + 1 days) = 1", at_most: "£289", at_least: "£289",
)"#;

fn of_days(book: &Book, first: &str, last: &str, children: &str) -> (String, Vec<String>) {
    let facts = format!(
        r#"{{"first_day": "{first}", "last_day": "{last}", "children": [{children}],
            "open": ["monday", "tuesday", "wednesday", "thursday", "friday"]}}"#
    );
    let question = Question::new("one").on(day(first)).json(&facts);
    let answer = book.answer(&question).unwrap_or_else(|it| panic!("{it}"));
    let shown = limits(&answer).into_iter();
    let shown = shown.map(|it| format!("{}: {}, {}", it.label, it.amount, it.note));
    (answer.total().unwrap().to_string(), shown.collect())
}

#[test]
fn pieces_of_a_month_add_up_to_the_month() {
    let book = fees(MONTH);
    // May 2023 has 23 weekdays: £12.57 a day; 7 of them are £87.99 and 16 £201.12.
    let moves = r#"{"unit": [{"until": "2023-05-09", "value": "a"}, {"from": "2023-05-10", "value": "b"}]}"#;
    let (total, shown) = of_days(&book, "2023-05-01", "2023-05-31", moves);
    assert_eq!(total, "£289.00");
    assert_eq!(
        shown,
        [
            "To the fee of a month, child 1, May 2023: −£0.11, taken off child 1, 10 May 2023 to 31 May 2023"
        ]
    );
    // One part of the same month: 23 × £12.57 is £289.11.
    let (total, shown) = of_days(&book, "2023-05-01", "2023-05-31", r#"{"unit": "a"}"#);
    assert_eq!((total.as_str(), shown.len()), ("£289.00", 1));
    // Not a whole month: nothing is held.
    let (total, shown) = of_days(&book, "2023-05-02", "2023-05-31", r#"{"unit": "a"}"#);
    assert_eq!((total.as_str(), shown.len()), ("£276.54", 0));
}

#[test]
fn each_month_of_a_period_is_held_by_itself() {
    let book = fees(MONTH);
    // April has 20 weekdays at £14.45, which are £289.00; May is £0.11 above.
    let (total, shown) = of_days(&book, "2023-04-01", "2023-05-31", r#"{"unit": "a"}"#);
    assert_eq!(total, "£578.00");
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert!(shown[0].contains("May 2023: −£0.11"), "{shown:?}");
}

#[test]
fn limit_over_the_quote_takes_all_parts_together() {
    let book =
        fees(r#"(id: "family", says: "A family pays no more", cite: "§7", at_most: "£500")"#);
    let moves = r#"{"unit": [{"until": "2023-05-09", "value": "a"}, {"from": "2023-05-10", "value": "b"}]}, {"unit": "a"}"#;
    let (total, shown) = of_days(&book, "2023-05-01", "2023-05-31", moves);
    // Two children at £289.11 are £578.22.
    assert_eq!(total, "£500.00");
    assert_eq!(
        shown,
        ["A family pays no more: −£78.22, taken off child 2, 10 May 2023 to 31 May 2023"]
    );
}
