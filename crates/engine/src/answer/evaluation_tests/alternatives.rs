//! Lines with several readings of an open point: a total under each of them.

use super::{ask, book, book_of_files, day, pricing, rule_set, total};
use crate::{
    answer::{Outcome, Question},
    book::Book,
    present,
};

/// Every alternative: "£5.00 if it is small".
fn alternatives(book: &Book, facts: &str) -> Vec<String> {
    let answer = ask(book, facts).unwrap_or_else(|it| panic!("{it}"));
    worded(&answer)
}

fn worded(answer: &crate::Answer<'_>) -> Vec<String> {
    let all = present::alternatives(answer).into_iter();
    all.map(|it| format!("{} if {}", it.amount, it.reading))
        .collect()
}

fn json(book: &Book, facts: &str) -> serde_json::Value {
    let answer = ask(book, facts).unwrap_or_else(|it| panic!("{it}"));
    serde_json::from_str(&answer.to_json()).unwrap()
}

const PEOPLE: &str = r#"(id: "people", is: Whole, within: "1..30", ask: "?"),
    (id: "member", is: YesNo, ask: "?", assume: "no"),"#;

const CLIMBING: &str = r#"alternatives: [
        (id: "group", reading: "the price is for the group", each: "£54.50"),
        (id: "person", reading: "it is for each person", each: "£54.50", quantity: "people"),
    ],
    reductions: [
        (id: "members", says: "50% off", cite: "2", when: "member", take: "50%"),
        (id: "five", says: "£5 off", cite: "3", when: "member", take: "£5.00"),
    ]"#;

#[test]
fn both_totals_are_named_and_none_is_the_total() {
    let book = pricing(PEOPLE, CLIMBING);
    let answer = ask(&book, r#"{"people": 30}"#).unwrap();
    assert_eq!(answer.outcome(), Outcome::Alternatives);
    assert_eq!(answer.total(), None);
    let both = [
        "£54.50 if the price is for the group",
        "£1,635.00 if it is for each person",
    ];
    assert_eq!(worded(&answer), both);
    let json = json(&book, r#"{"people": 30}"#);
    assert_eq!(json["outcome"], "alternatives");
    assert!(json["total"].is_null());
    assert_eq!(json["alternatives"][0]["total"], "54.50");
    assert_eq!(json["alternatives"][1]["reading"], "it is for each person");
    assert_eq!(json["alternatives"][1]["total"], "1635.00");
    assert_eq!(json["lines"][0]["state"], "alternatives");
    assert_eq!(json["lines"][0]["alternatives"][1]["quantity"], 30);
}

#[test]
fn readings_that_come_to_the_same_leave_one_total() {
    let book = pricing(PEOPLE, CLIMBING);
    assert_eq!(total(&book, r#"{"people": 1}"#).unwrap(), "£54.50");
    assert!(alternatives(&book, r#"{"people": 1}"#).is_empty());
}

#[test]
fn reductions_are_taken_off_under_each_reading() {
    let book = pricing(PEOPLE, CLIMBING);
    // 54.50 - 27.25 - 5.00, and 109.00 - 54.50 - 5.00.
    let both = [
        "£22.25 if the price is for the group",
        "£49.50 if it is for each person",
    ];
    let facts = r#"{"people": 2, "member": true}"#;
    assert_eq!(alternatives(&book, facts), both);
    let line = &json(&book, facts)["lines"][0];
    assert_eq!(line["alternatives"][1]["reductions"][0]["amount"], "54.50");
    // Each formula of a reduction is in the trace once.
    let steps = json(&book, facts)["trace"].to_string();
    assert_eq!(steps.matches(r#""formula":"50%""#).count(), 1);
}

#[test]
fn missing_fact_decides_before_the_readings() {
    let book = pricing(PEOPLE, CLIMBING);
    let answer = ask(&book, "{}").unwrap();
    assert_eq!(answer.outcome(), Outcome::Undetermined);
    assert!(present::alternatives(&answer).is_empty());
}

/// Three lines, the first two about one point.
fn points(list: &str) -> Book {
    book(&rule_set(
        "Pricing",
        &format!(
            r#"facts: [
                (id: "people", is: Whole, within: "1..30", ask: "?"),
                (id: "visits", ask: "?", is: List([(id: "hours", is: Whole, ask: "?")])),
            ],
            lines: [
                (id: "a", says: "A", cite: "1", for_each: "visits", alternatives: [
                    (id: "group", reading: "it is for the group", each: "£10.00", quantity: "hours"),
                    (id: "person", reading: "it is for each person", each: "£10.00", quantity: "hours * people"),
                ]),
                (id: "b", says: "B", cite: "2", alternatives: [
                    (id: "group", reading: "B is for the group", each: "£1.00"),
                    (id: "person", reading: "B is for each person", each: "£1.00", quantity: "people"),
                ]),
                {list}
            ],
            totals: [
                (id: "term", says: "a term of 10 weeks", for_each: "visits", of: ["a"], times: "10", cite: "3"),
            ],"#
        ),
    ))
}

#[test]
fn lines_about_one_point_are_read_the_same_way() {
    let book = points("");
    let facts = r#"{"people": 3, "visits": [{"hours": 1}, {"hours": 2}]}"#;
    // 10 + 20 + 1, and 30 + 60 + 3.
    let both = [
        "£31.00 if it is for the group",
        "£93.00 if it is for each person",
    ];
    assert_eq!(alternatives(&book, facts), both);
    let json = json(&book, facts);
    let second = &json["subtotals"][1]["alternatives"];
    assert_eq!(
        (&second[0]["amount"], &second[1]["amount"]),
        (&"20.00".into(), &"60.00".into())
    );
    let all = json["totals"].as_array().unwrap().last().unwrap();
    assert!(all["amount"].is_null() && all["state"] == "alternatives");
    assert_eq!(all["alternatives"][0]["amount"], "300.00");
    assert_eq!(all["alternatives"][1]["amount"], "900.00");
}

#[test]
fn points_that_differ_are_combined() {
    let book = points(
        r#"(id: "c", says: "C", cite: "4", alternatives: [
            (id: "once", reading: "C is paid once", each: "£100.00"),
            (id: "never", reading: "C is not charged", each: "£0.00"),
        ]),"#,
    );
    let all = [
        "£111.00 if it is for the group and C is paid once",
        "£11.00 if it is for the group and C is not charged",
        "£122.00 if it is for each person and C is paid once",
        "£22.00 if it is for each person and C is not charged",
    ];
    let facts = r#"{"people": 2, "visits": [{"hours": 1}]}"#;
    assert_eq!(alternatives(&book, facts), all);
}

#[test]
fn line_that_a_person_prices_leaves_the_sums_of_the_rest() {
    let book = points(r#"(id: "c", says: "C", cite: "4", refer: "An officer sets it."),"#);
    let facts = r#"{"people": 2, "visits": []}"#;
    let both = [
        "£1.00, plus a price to be agreed, if B is for the group",
        "£2.00, plus a price to be agreed, if B is for each person",
    ];
    assert_eq!(alternatives(&book, facts), both);
    let json = json(&book, facts);
    assert_eq!(json["outcome"], "refer");
    assert!(json["alternatives"][0]["total"].is_null());
    assert_eq!(json["alternatives"][1]["without_referred"], "2.00");
}

#[test]
fn parts_of_a_booking_are_read_the_same_way() {
    let version = |first: &str, price: &str| {
        format!(
            r#"Pricing(
                id: "one", title: "One", in_force: "{first}",
                decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
                period: (from: "first_day", to: "last_day"),
                facts: [
                    (id: "first_day", is: Date, ask: "?"),
                    (id: "last_day", is: Date, ask: "?"),
                    (id: "people", is: Whole, within: "1..30", ask: "?"),
                ],
                lines: [(id: "hall", says: "Hall", cite: "1", alternatives: [
                    (id: "group", reading: "it is for the group", each: "{price}",
                        quantity: "count_days(last_day - first_day) + 1"),
                    (id: "person", reading: "it is for each person", each: "{price}",
                        quantity: "(count_days(last_day - first_day) + 1) * people"),
                ])],
            )"#
        )
    };
    let (first, second) = (
        version("2017-04-01", "£1.00"),
        version("2018-04-01", "£2.00"),
    );
    let book = book_of_files(&[
        ("rules/one/2017-04-01.ron", first.as_str()),
        ("rules/one/2018-04-01.ron", second.as_str()),
    ]);
    let facts = r#"{"first_day": "2018-03-31", "last_day": "2018-04-02", "people": 10}"#;
    let question = Question::new("one").on(day("2018-03-31")).json(facts);
    let answer = book.answer(&question).unwrap();
    assert_eq!(answer.outcome(), Outcome::Alternatives);
    // 1 × £1 and 2 × £2, for the group and for ten people.
    let both = [
        "£5.00 if it is for the group",
        "£50.00 if it is for each person",
    ];
    assert_eq!(worded(&answer), both);
    let written = answer.to_json();
    let json: serde_json::Value = serde_json::from_str(&written).unwrap();
    assert_eq!(json["alternatives"][1]["total"], "50.00");
    assert_eq!(json["parts"][1]["alternatives"][0]["total"], "4.00");
    let saved = crate::Saved::read(&written).unwrap();
    assert!(matches!(
        book.verify(&saved, None),
        Ok(crate::Verdict::Identical)
    ));
}

/// Two readings that a limit brings to one total.
fn limited(totals: &str) -> serde_json::Value {
    let rules = format!(
        r#"rounding: (mode: "half_up", to: "£0.01"),
        facts: [{PEOPLE} (id: "terms", is: Whole, ask: "?")],
        values: [(id: "few", when: "terms < 4", is: "terms")],
        lines: [(id: "wall", says: "Wall", cite: "1", {CLIMBING})],
        limits: [(id: "most", says: "Most", cite: "2", at_most: "£50")],
        totals: [{totals}],"#
    );
    let book = book(&rule_set("Pricing", &rules));
    json(&book, r#"{"people": 30, "terms": 4}"#)
}

#[test]
fn totals_name_each_reading_where_a_limit_leaves_one_total() {
    let json = limited(r#"(id: "year", says: "Year", times: "2")"#);
    assert_eq!(
        (&json["outcome"], &json["total"]),
        (&"quoted".into(), &"50.00".into())
    );
    assert!(json.get("alternatives").is_none());
    // Totals are as without limits: 2 × £54.50, 2 × £1,635.00.
    let year = &json["totals"][0];
    assert_eq!(year["state"], "alternatives");
    assert_eq!(year["alternatives"][0]["amount"], "109.00");
    assert_eq!(year["alternatives"][1]["amount"], "3270.00");
    assert_eq!(json["limits"][0]["state"], "alternatives");
}

#[test]
fn total_is_one_where_all_readings_come_to_it() {
    let json = limited(r#"(id: "year", says: "Year", times: "terms - 4")"#);
    assert_eq!(json["totals"][0]["state"], "priced");
    assert_eq!(json["totals"][0]["amount"], "0.00");
}

#[test]
fn there_is_no_total_where_its_times_do_not_apply() {
    let json = limited(r#"(id: "year", says: "Year", times: "few")"#);
    assert_eq!(json["totals"][0]["state"], "does_not_apply");
}

#[test]
fn totals_name_each_reading_while_something_else_is_unknown() {
    let rules = format!(
        r#"rounding: (mode: "half_up", to: "£0.01"),
        facts: [{PEOPLE} (id: "hours", is: Whole, ask: "?")],
        lines: [
            (id: "wall", says: "Wall", cite: "1", {CLIMBING}),
            (id: "hall", says: "Hall", cite: "1", each: "£1 * hours"),
        ],
        totals: [(id: "year", says: "Year", of: ["wall"], times: "2")],"#
    );
    let book = book(&rule_set("Pricing", &rules));
    let json = json(&book, r#"{"people": 30}"#);
    assert_eq!(json["outcome"], "undetermined");
    assert_eq!(json["totals"][0]["alternatives"][1]["amount"], "3270.00");
}

/// A line that no reading prices is not charged, so nothing is taken off it.
#[test]
fn fault_in_a_reduction_of_a_line_without_a_price_is_none() {
    let rules = r#"facts: [(id: "n", is: Whole, ask: "?")],
        values: [(id: "few", when: "n < 3", is: "£10")],
        lines: [
            (
                id: "line", says: "Line", cite: "1",
                alternatives: [
                    (id: "once", reading: "it is paid once", each: "few"),
                    (id: "twice", reading: "it is paid twice", each: "few * 2"),
                ],
                reductions: [(id: "off", says: "Off", cite: "2", when: "10 / (n - 9) > 1", take: "£1")],
            ),
            (id: "flat", says: "Flat", cite: "1", each: "£7"),
        ],"#;
    let book = book(&rule_set("Pricing", rules));
    assert_eq!(total(&book, r#"{"n": 9}"#).as_deref(), Some("£7.00"));
}

/// Under one reading nobody prices the hall, under the other nobody the garden.
#[test]
fn quote_of_which_a_person_prices_a_line_under_every_reading_refers() {
    let line = |id: &str, first: &str, second: &str| {
        format!(
            r#"(id: "{id}", says: "{id}", cite: "1", refer: "We ask.", alternatives: [
                (id: "day", reading: "a day is meant", each: "{first}"),
                (id: "night", reading: "a night is meant", each: "{second}"),
            ]),"#
        )
    };
    for (garden, without) in [("£5", ["10.00", "5.00"]), ("£10", ["10.00", "10.00"])] {
        let rules = format!(
            r#"facts: [(id: "n", is: Whole, ask: "?")],
            values: [(id: "few", when: "n < 3", is: "£1")],
            lines: [{} {}],"#,
            line("hall", "£10", "few"),
            line("garden", "few", garden),
        );
        let book = book(&rule_set("Pricing", &rules));
        let answer = ask(&book, r#"{"n": 9}"#).unwrap();
        assert_eq!(answer.outcome(), Outcome::Refer, "{garden}");
        assert_eq!(answer.total(), None);
        let json = json(&book, r#"{"n": 9}"#);
        match without[0] == without[1] {
            true => assert_eq!(json["without_referred"], without[0]),
            false => {
                let alternatives = json["alternatives"].as_array().unwrap().iter();
                let found: Vec<_> = alternatives.map(|it| &it["without_referred"]).collect();
                assert_eq!(found, without);
            }
        }
    }
}

/// The dearer reading of each day, £10 and £20, and £3 for the club that one may be in.
#[test]
fn open_booking_in_parts_with_limits_is_at_most_its_dearest_readings() {
    let version = |first: &str, price: &str| {
        format!(
            r#"Pricing(
                id: "one", title: "One", in_force: "{first}",
                decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
                period: (from: "first_day", to: "last_day"),
                facts: [
                    (id: "first_day", is: Date, ask: "?"),
                    (id: "last_day", is: Date, ask: "?"),
                    (id: "people", is: Whole, within: "1..30", ask: "?"),
                    (id: "member", is: YesNo, ask: "?"),
                ],
                lines: [
                    (id: "hall", says: "Hall", cite: "1", alternatives: [
                        (id: "group", reading: "it is for the group", each: "{price}"),
                        (id: "person", reading: "it is for each person", each: "{price}",
                            quantity: "people"),
                    ]),
                    (id: "club", says: "Club", cite: "1", each: "£1.50", reductions: [
                        (id: "members", says: "Members", cite: "2", when: "member", take: "£0.50"),
                    ]),
                ],
                limits: [(id: "most", says: "Most", cite: "2", at_most: "£500")],
            )"#
        )
    };
    let book = book_of_files(&[
        ("rules/one/2017-04-01.ron", &version("2017-04-01", "£1.00")),
        ("rules/one/2018-04-01.ron", &version("2018-04-01", "£2.00")),
    ]);
    let facts = r#"{"first_day": "2018-03-31", "last_day": "2018-04-01", "people": 10}"#;
    let question = Question::new("one").on(day("2018-03-31")).json(facts);
    let written = book.answer(&question).unwrap().to_json();
    let json: serde_json::Value = serde_json::from_str(&written).unwrap();
    assert_eq!(json["outcome"], "undetermined", "{written}");
    assert_eq!(json["at_most"], "33.00", "{written}");
}
