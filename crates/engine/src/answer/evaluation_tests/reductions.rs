//! Reductions: all off the gross amount, rounded once, never below nothing,
//! with a maximum.

use proptest::prelude::*;

use super::{pricing, reductions, total};
use crate::{base::money::Money, book::Book, eval::quote::Reduced};

fn reduced(price: &str, reductions: &[&str]) -> Book {
    let each: Vec<String> = reductions
        .iter()
        .enumerate()
        .map(|(number, it)| format!(r#"(id: "r{number}", says: "R", cite: "1", {it})"#))
        .collect();
    pricing(
        r#"(id: "half", is: YesNo, ask: "?"), (id: "more", is: YesNo, ask: "?")"#,
        &format!(
            r#"each: "{price}", quantity: "if half or more then 1 else 1",
            reductions: [{}]"#,
            each.join(", ")
        ),
    )
}

fn given(pounds: &str) -> Reduced {
    Reduced::Given(Some(Money::parse(pounds).unwrap()))
}

const YES: &str = r#"{"half": true, "more": true}"#;

#[test]
fn every_reduction_is_taken_off_the_gross_amount() {
    let book = reduced(
        "£10.00",
        &[
            r#"when: "half", take: "50%""#,
            r#"when: "more", take: "20%""#,
        ],
    );
    assert_eq!(total(&book, YES).as_deref(), Some("£3.00"));
    assert_eq!(reductions(&book, YES), [given("5"), given("2")]);
    let only = r#"{"half": false, "more": true}"#;
    assert_eq!(total(&book, only).as_deref(), Some("£8.00"));
    assert_eq!(reductions(&book, only), [Reduced::NotGiven, given("2")]);
}

#[test]
fn unknown_limit_leaves_the_reduction_open() {
    let book = pricing(
        r#"(id: "half", is: YesNo, ask: "?"),
        (id: "limit", is: Money, within: "£1..£5", ask: "?")"#,
        r#"each: "£10.00", quantity: "1", reductions: [
            (id: "r", says: "R", cite: "1", when: "half", take: "50%", at_most: "limit"),
        ]"#,
    );
    let given = r#"{"half": true, "limit": "2.00"}"#;
    assert_eq!(total(&book, given).as_deref(), Some("£8.00"));
    assert_eq!(total(&book, r#"{"half": true}"#), None);
}

#[test]
fn reductions_never_make_a_total_negative() {
    let book = reduced(
        "£10.00",
        &[
            r#"when: "half", take: "£8.00""#,
            r#"when: "more", take: "£5.00""#,
        ],
    );
    assert_eq!(total(&book, YES).as_deref(), Some("£0.00"));
    assert_eq!(reductions(&book, YES), [given("8"), given("2")]);
}

#[test]
fn reduction_stops_at_its_maximum() {
    let book = reduced(
        "£100.00",
        &[r#"when: "half", take: "50%", at_most: "£30.00""#],
    );
    assert_eq!(total(&book, YES).as_deref(), Some("£70.00"));
    let book = reduced(
        "£40.00",
        &[r#"when: "half", take: "50%", at_most: "£30.00""#],
    );
    assert_eq!(total(&book, YES).as_deref(), Some("£20.00"));
}

#[test]
fn net_amount_is_rounded_half_up() {
    let book = reduced("£0.05", &[r#"when: "half", take: "50%""#]);
    assert_eq!(total(&book, YES).as_deref(), Some("£0.03"));
    assert_eq!(reductions(&book, YES), [given("0.02")]);
}

/// Two halves of £1.01 leave nothing: 1.01 − 0.505 − 0.505.
#[test]
fn reductions_are_rounded_once_together() {
    for (price, take, left, each) in [
        ("£1.01", "50%", "£0.00", ["0.50", "0.51"]),
        ("£0.05", "10%", "£0.04", ["0.00", "0.01"]),
        ("£10.05", "10%", "£8.04", ["1.00", "1.01"]),
        ("£100.00", "10%", "£80.00", ["10.00", "10.00"]),
    ] {
        let first = format!(r#"when: "half", take: "{take}""#);
        let second = format!(r#"when: "more", take: "{take}""#);
        let book = reduced(price, &[&first, &second]);
        assert_eq!(total(&book, YES).as_deref(), Some(left), "{price}");
        assert_eq!(reductions(&book, YES), each.map(given), "{price}");
    }
}

#[test]
fn unknown_reduction_leaves_the_total_open_unless_nothing_is_left() {
    let book = reduced(
        "£10.00",
        &[
            r#"when: "half", take: "50%""#,
            r#"when: "more", take: "£10.00""#,
        ],
    );
    assert_eq!(total(&book, r#"{"more": false}"#), None);
    assert_eq!(total(&book, r#"{"more": true}"#).as_deref(), Some("£0.00"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// The amounts taken off and what is left make the gross amount, and two
    /// amounts taken off are what is written where the price allows it.
    #[test]
    fn parts_add_up_to_the_whole(price in 1i64..5_000, first in 0i64..3_000, second in 0i64..3_000) {
        let pounds = |pence: i64| format!("£{}.{:02}", pence / 100, pence % 100);
        let book = reduced(
            &pounds(price),
            &[
                &format!(r#"when: "half", take: "{}""#, pounds(first)),
                &format!(r#"when: "more", take: "{}""#, pounds(second)),
            ],
        );
        let left = (price - first - second).max(0);
        let one = first.min(price);
        let other = second.min(price - one);
        prop_assert_eq!(total(&book, YES), Some(pounds(left)));
        prop_assert_eq!(reductions(&book, YES), [given(&pounds(one)), given(&pounds(other))]);
        prop_assert_eq!(one + other + left, price);
    }

    /// Percentages together leave what their sum leaves, and the amounts taken
    /// off add up to the difference.
    #[test]
    fn percentages_leave_what_their_sum_leaves(price in 1i64..5_000, first in 1i64..=60, second in 1i64..=60) {
        let price = Money::exact(rust_decimal::Decimal::new(price, 2));
        let percent = |when: &str, of: i64| format!(r#"when: "{when}", take: "{of}%""#);
        let sum = percent("half", (first + second).min(100));
        let book = reduced(&price.to_string(), &[&percent("half", first), &percent("more", second)]);
        prop_assert_eq!(total(&book, YES), total(&reduced(&price.to_string(), &[&sum]), YES));
        let left = Money::parse(&total(&book, YES).unwrap()).unwrap();
        let taken = reductions(&book, YES).into_iter().try_fold(left, |sum, one| match one {
            Reduced::Given(Some(one)) => sum.checked_add(one),
            _ => None,
        });
        prop_assert_eq!(taken, Some(price));
    }
}
