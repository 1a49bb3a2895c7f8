//! What a quote without a total can come to: both ends, and whether each is a total that
//! there can be.

use super::{ask, book, book_with_range, pricing, rule_set};
use crate::{
    answer::{Evaluation, PossibleTotals},
    book::Book,
};

fn possible(book: &Book, facts: &str) -> PossibleTotals {
    let answer = ask(book, facts).unwrap_or_else(|it| panic!("{it}"));
    let part = answer.first();
    let Evaluation::Quote(quote) = part.evaluation() else {
        panic!("a quote");
    };
    PossibleTotals::of(part.ruling(), part.facts(), quote)
}

/// The ends, and whether they are the narrowest.
fn ends(book: &Book, facts: &str) -> (Option<String>, Option<String>, bool) {
    let found = possible(book, facts);
    let text = |money: Option<crate::base::money::Money>| money.map(|it| it.to_string());
    (
        text(found.at_least),
        text(found.at_most),
        found.are_narrowest,
    )
}

fn narrowest(low: &str, high: &str) -> (Option<String>, Option<String>, bool) {
    (Some(low.to_owned()), Some(high.to_owned()), true)
}

/// £10.00, of which half is taken off, up to the limit: £5.00 to £9.00.
#[test]
fn limit_of_a_reduction_gives_both_ends() {
    let book = pricing(
        r#"(id: "limit", is: Money, within: "£1..£5", ask: "?")"#,
        r#"each: "£10.00", reductions: [
            (id: "half", says: "Half", cite: "1", when: "yes", take: "50%", at_most: "limit"),
        ]"#,
    );
    assert_eq!(ends(&book, "{}"), narrowest("£5.00", "£9.00"));
}

/// 3 to 500 lessons at £7.25, and 2 more that are free.
#[test]
fn number_of_many_values_gives_both_ends() {
    let lessons = r#"(id: "lessons", is: Whole, within: "3..500", ask: "?")"#;
    let book = pricing(lessons, r#"each: "£7.25", quantity: "lessons - 2""#);
    assert_eq!(ends(&book, "{}"), narrowest("£7.25", "£3,610.50"));
}

/// With 200 the price turns: 199 at £2.00 and 1,000 at £0.50 come to more than any other.
#[test]
fn lowest_and_highest_need_not_be_at_the_ends() {
    let people = r#"(id: "people", is: Whole, within: "1..500", ask: "?")"#;
    let price = r#"each: "if people < 200 then £2.00 else £0.50", quantity: "people""#;
    let book = pricing(people, price);
    assert_eq!(ends(&book, "{}"), narrowest("£2.00", "£398.00"));
    // 300 - 300 people: £0.00 in the middle.
    let away = r#"each: "£1.00", quantity: "if people > 300 then people - 300 else 300 - people""#;
    assert_eq!(
        ends(&pricing(people, away), "{}"),
        narrowest("£0.00", "£299.00")
    );
}

/// Any number of people, at £2.00 and no less than £5.00.
#[test]
fn without_a_highest_total_the_lowest_is_known() {
    let people = r#"(id: "people", is: Whole, within: "0..", ask: "?")"#;
    let book = pricing(people, r#"each: "max(£5.00, £2.00 * people)""#);
    assert_eq!(ends(&book, "{}"), (Some("£5.00".to_owned()), None, true));
    let capped = pricing(people, r#"each: "min(£75.00, £2.00 * people + £5.00)""#);
    assert_eq!(ends(&capped, "{}"), narrowest("£5.00", "£75.00"));
}

/// The highest of hours * (2 - hours) is £1.00, for 1 hour: no step of hours finds it, and
/// no total is below £0.00 or above £4.00.
#[test]
fn number_with_decimals_gives_ends_that_no_total_is_beyond() {
    let hours = r#"(id: "hours", is: Number, within: "0..2", ask: "?")"#;
    let book = pricing(hours, r#"each: "£1.00 * hours * (2 - hours)""#);
    let (low, high, is_narrowest) = ends(&book, "{}");
    assert_eq!((low.as_deref(), is_narrowest), (Some("£0.00"), false));
    assert_eq!(high.as_deref(), Some("£4.00"));
    let rising = pricing(hours, r#"each: "£1.00 * hours""#);
    assert_eq!(ends(&rising, "{}"), narrowest("£0.00", "£2.00"));
}

/// Where a person prices some completions, nothing is said.
#[test]
fn price_that_a_person_may_set_leaves_no_ends() {
    let people = r#"(id: "people", is: Whole, within: "1..500", ask: "?")"#;
    let line = r#"refer: "An officer prices it", cheapest_of: [
        (id: "few", says: "few", when: "people < 400", each: "£3.00", quantity: "people"),
    ]"#;
    let book = pricing(people, line);
    assert_eq!(possible(&book, "{}"), PossibleTotals::default());
    assert_eq!(ends(&book, r#"{"people": 3}"#), (None, None, false));
}

/// Each child costs £4.00, and all together no more than £30.00 and no less than £6.00.
#[test]
fn limits_hold_both_ends() {
    let book = book(&rule_set(
        "Pricing",
        r#"facts: [(id: "children", is: Whole, within: "1..40", ask: "?"), (id: "hot", is: YesNo, ask: "?")],
        limits: [(id: "family", says: "Family", cite: "2", at_most: "£30.00", at_least: "£6.00")],
        lines: [
            (id: "place", says: "Place", cite: "1", each: "£4.00", quantity: "children"),
            (id: "meal", says: "Meal", cite: "1", when: "hot", each: "£1.50", quantity: "children"),
        ],"#,
    ));
    assert_eq!(ends(&book, "{}"), narrowest("£6.00", "£30.00"));
    assert_eq!(
        ends(&book, r#"{"hot": false}"#),
        narrowest("£6.00", "£30.00")
    );
    assert_eq!(
        ends(&book, r#"{"children": 5}"#),
        narrowest("£20.00", "£27.50")
    );
}

/// Each child costs £4.00 by the hour, and how many children there are is not known.
#[test]
fn list_without_an_end_has_a_lowest_total() {
    let book = book(&rule_set(
        "Pricing",
        r#"facts: [(
            id: "children", one: "child", complete: "Are these all?",
            is: List([(id: "hours", is: Whole, within: "1..9", ask: "?")]),
        )],
        lines: [(
            id: "place", for_each: "children", says: "Place", cite: "1", each: "£4.00", quantity: "hours",
        )],"#,
    ));
    let open = r#"{"children": [{"hours": 2}], "children_complete": false}"#;
    assert_eq!(ends(&book, open), (Some("£8.00".to_owned()), None, true));
    let complete = r#"{"children": [{"hours": 2}, {}], "children_complete": true}"#;
    assert_eq!(ends(&book, complete), narrowest("£12.00", "£44.00"));
}

/// An hour costs £30 to £60.
#[test]
fn price_that_is_a_range_has_its_own_ends() {
    let book = book_with_range(
        r#"Pricing(
            id: "one", title: "One", in_force: "2018-04-01",
            decided: Adopted(on: "2018-01-01", by: "Council"), source: "Paper",
            facts: [(id: "hours", is: Whole, within: "2..100", ask: "?")],
            lines: [(id: "hall", says: "Hall", cite: "1", charge: "hall.hour", each: "charge", quantity: "hours")],
        )"#,
    );
    assert_eq!(ends(&book, "{}"), narrowest("£60.00", "£6,000.00"));
}

/// A family of 2 and 4 costs £110.00, a group of 10 £121.00.
#[test]
fn packages_for_an_unknown_party_have_both_ends() {
    let book = book(&rule_set(
        "Pricing",
        r#"facts: [
            (id: "adults", is: Whole, within: "1..2", ask: "?"),
            (id: "children", is: Whole, within: "0..400", ask: "?"),
        ],
        packages: [(
            id: "visit", says: "Visit", cite: "1", covers: ["adults", "children"], offers: [
                (id: "group", says: "group", holds: [10, 10], in_all: 10, price: "£121.00"),
                (id: "family", says: "family", holds: [2, 4], at_least: [1, 1], price: "£110.00"),
            ],
        )],
        lines: [(id: "visit", says: "Visit", cite: "1", each: "visit(adults, children)")],"#,
    ));
    // 1 adult and 400 children: a family with 4 of them, and 40 groups.
    assert_eq!(
        ends(&book, r#"{"adults": 1}"#),
        narrowest("£110.00", "£4,950.00")
    );
}
