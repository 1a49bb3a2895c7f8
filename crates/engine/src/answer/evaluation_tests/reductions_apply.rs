//! How reductions and increases act together: off the gross amount, one after
//! the other, or only the best; with limits and rounding of their own.

use proptest::prelude::*;

use super::{ask, book_with_range, pricing, reductions, total};
use crate::{answer::Evaluation, base::money::Money, book::Book, eval::quote::Reduced};

/// A line of this price with reductions, and how they act together.
fn book(price: &str, apply: &str, reductions: &[&str]) -> Book {
    pricing(
        r#"(id: "one", is: YesNo, ask: "?"), (id: "two", is: YesNo, ask: "?")"#,
        &format!(
            r#"each: "{price}", quantity: "if one or two then 1 else 1",
            reductions_apply: "{apply}", reductions: [{}]"#,
            entries(reductions)
        ),
    )
}

fn entries(reductions: &[&str]) -> String {
    let entries = reductions
        .iter()
        .enumerate()
        .map(|(number, it)| format!(r#"(id: "r{number}", says: "R", cite: "1", {it})"#));
    entries.collect::<Vec<String>>().join(", ")
}

fn money(pounds: &str) -> Option<Money> {
    Some(Money::parse(pounds).unwrap())
}

fn given(pounds: &str) -> Reduced {
    Reduced::Given(money(pounds))
}

fn added(pounds: &str) -> Reduced {
    Reduced::Added(money(pounds))
}

/// What the total cannot be above while it is not settled.
fn at_most(book: &Book, facts: &str) -> Option<String> {
    let answer = ask(book, facts).unwrap();
    let Evaluation::Quote(quote) = answer.first().evaluation() else {
        panic!("a quote");
    };
    let at_most = quote.at_most(answer.first().ruling().version);
    at_most.map(|money| money.to_string())
}

const BOTH: &str = r#"{"one": true, "two": true}"#;
const HALF: &str = r#"when: "one", take: "50%""#;
const TEN_MORE: &str = r#"when: "two", adds: "£10.00""#;

/// A day nursery's fee of £138: a relief of a half, then £10 more, is £79; the
/// other way round £74; a relief of £200 leaves nothing.
#[test]
fn reliefs_and_increases_one_after_the_other() {
    let relief_first = book("£138.00", "one_after_other", &[HALF, TEN_MORE]);
    assert_eq!(total(&relief_first, BOTH).as_deref(), Some("£79.00"));
    assert_eq!(reductions(&relief_first, BOTH), [given("69"), added("10")]);
    let increase_first = book("£138.00", "one_after_other", &[TEN_MORE, HALF]);
    assert_eq!(total(&increase_first, BOTH).as_deref(), Some("£74.00"));
    assert_eq!(
        reductions(&increase_first, BOTH),
        [added("10"), given("74")]
    );
    let all = r#"when: "one", take: "£200.00""#;
    let nothing = book("£138.00", "one_after_other", &[all]);
    assert_eq!(total(&nothing, BOTH).as_deref(), Some("£0.00"));
    assert_eq!(reductions(&nothing, BOTH), [given("138")]);
    let then_more = book("£138.00", "one_after_other", &[all, TEN_MORE]);
    assert_eq!(total(&then_more, BOTH).as_deref(), Some("£10.00"));
}

/// Garden waste at £55 with two halves is free off the gross price, £13.75 with
/// each off what is left, £27.50 with the better one only.
#[test]
fn two_halves_depend_on_how_they_apply() {
    let second = r#"when: "two", take: "50%""#;
    for (apply, left) in [
        ("to_gross", "£0.00"),
        ("one_after_other", "£13.75"),
        ("best", "£27.50"),
    ] {
        let book = book("£55.00", apply, &[HALF, second]);
        assert_eq!(total(&book, BOTH).as_deref(), Some(left), "{apply}");
    }
}

#[test]
fn increases_to_gross_do_not_depend_on_the_order() {
    for order in [[HALF, TEN_MORE], [TEN_MORE, HALF]] {
        let book = book("£138.00", "to_gross", &order);
        assert_eq!(total(&book, BOTH).as_deref(), Some("£79.00"));
    }
    let book = book(
        "£10.00",
        "to_gross",
        &[r#"when: "one", take: "£200.00""#, TEN_MORE],
    );
    assert_eq!(total(&book, BOTH).as_deref(), Some("£0.00"));
    assert_eq!(reductions(&book, BOTH), [given("10"), added("0")]);
}

#[test]
fn what_is_left_is_rounded_before_the_next() {
    let second = r#"when: "two", take: "25%""#;
    let book = book("£10.01", "one_after_other", &[HALF, second]);
    assert_eq!(reductions(&book, BOTH), [given("5.00"), given("1.25")]);
    assert_eq!(total(&book, BOTH).as_deref(), Some("£3.76"));
}

#[test]
fn best_takes_the_larger_and_of_equal_ones_the_first() {
    let twenty = r#"when: "two", take: "£20.00""#;
    let dear = book("£100.00", "best", &[twenty, HALF]);
    assert_eq!(
        reductions(&dear, BOTH),
        [Reduced::NotBest(money("20")), given("50")]
    );
    let cheap = book("£30.00", "best", &[twenty, HALF]);
    assert_eq!(
        reductions(&cheap, BOTH),
        [given("20"), Reduced::NotBest(money("15"))]
    );
    let equal = book("£40.00", "best", &[twenty, HALF]);
    assert_eq!(
        reductions(&equal, BOTH),
        [given("20"), Reduced::NotBest(money("20"))]
    );
    let only = r#"{"one": true, "two": false}"#;
    assert_eq!(reductions(&cheap, only), [Reduced::NotGiven, given("15")]);
}

/// A price of £30 to £60: £20 takes more at the lower end, a half at the upper.
#[test]
fn ranges_of_prices_are_reduced_end_by_end() {
    let twenty = r#"when: "two", take: "£20.00""#;
    let more = r#"when: "two", adds: "10%""#;
    for (apply, second, left) in [
        ("best", twenty, "£10.00–£30.00"),
        ("to_gross", twenty, "£0.00–£10.00"),
        ("one_after_other", twenty, "£0.00–£10.00"),
        ("to_gross", more, "£18.00–£36.00"),
        ("one_after_other", more, "£16.50–£33.00"),
    ] {
        let book = priced_by_range(apply, &[HALF, second]);
        assert_eq!(
            total(&book, BOTH).as_deref(),
            Some(left),
            "{apply} {second}"
        );
    }
}

/// A line whose charge is £30 to £60.
fn priced_by_range(apply: &str, reductions: &[&str]) -> Book {
    priced_with_range("charge", apply, reductions)
}

/// A line of this price, in which `charge` is £30 to £60.
fn priced_with_range(each: &str, apply: &str, reductions: &[&str]) -> Book {
    book_with_range(&format!(
        r#"Pricing(
            id: "one", title: "One", in_force: "2018-04-01",
            decided: Adopted(on: "2018-01-01", by: "Council"), source: "Paper",
            rounding: (mode: "half_up", to: "£0.01"),
            facts: [(id: "one", is: YesNo, ask: "?"), (id: "two", is: YesNo, ask: "?")],
            lines: [(id: "line", says: "Line", cite: "1", charge: "hall.hour", each: "{each}",
                reductions_apply: "{apply}", reductions: [{}])],
        )"#,
        entries(reductions)
    ))
}

/// Of £27.30 to £27.60 a reduction of 73.2%, in whole pounds, takes £19 or £20, which
/// leaves more of the lower price.
#[test]
fn reduction_in_whole_pounds_can_leave_less_of_a_higher_price() {
    let narrow = "charge / 100 + £27.00";
    let pounds = r#"when: "one", take: "73.2%", rounding: (mode: "down", to: "£1.00")"#;
    let book = priced_with_range(narrow, "to_gross", &[pounds]);
    assert_eq!(total(&book, BOTH).as_deref(), Some("£7.60–£8.30"));
    assert_eq!(reductions(&book, BOTH), [given("19..=20")]);

    // £4 of £8.30, £3 of £7.60.
    let half = r#"when: "two", take: "50%", rounding: (mode: "down", to: "£1.00")"#;
    let book = priced_with_range(narrow, "one_after_other", &[pounds, half]);
    assert_eq!(total(&book, BOTH).as_deref(), Some("£4.30–£4.60"));
    assert_eq!(reductions(&book, BOTH), [given("19..=20"), given("3..=4")]);

    // £7.80 or £8.10 after the other: the lower at each end is £7.80 and £7.60.
    let amount = r#"when: "two", take: "£19.50""#;
    let book = priced_with_range(narrow, "best", &[pounds, amount]);
    assert_eq!(total(&book, BOTH).as_deref(), Some("£7.60–£7.80"));
}

#[test]
fn reduction_keeps_to_its_limits_and_rounds_its_own_amount() {
    let limited = r#"when: "one", take: "10%", at_least: "£5.00", at_most: "£20.00""#;
    for (price, left) in [
        ("£49.99", "£44.99"),
        ("£50.00", "£45.00"),
        ("£50.10", "£45.09"),
        ("£200.00", "£180.00"),
        ("£200.10", "£180.10"),
        ("£4.00", "£0.00"),
    ] {
        let book = book(price, "to_gross", &[limited]);
        assert_eq!(total(&book, BOTH).as_deref(), Some(left), "{price}");
    }
    let pounds = r#"when: "one", take: "10%", rounding: (mode: "down", to: "£1.00")"#;
    let book = book("£59.90", "to_gross", &[pounds, TEN_MORE]);
    assert_eq!(reductions(&book, BOTH), [given("5"), added("10")]);
    assert_eq!(total(&book, BOTH).as_deref(), Some("£64.90"));
}

#[test]
fn unknown_ones_leave_the_right_limit() {
    let one = r#"{"one": true}"#;
    let two = r#"{"two": true}"#;
    let second = r#"when: "two", take: "20%""#;
    let to_gross = book("£10.00", "to_gross", &[HALF, second]);
    assert_eq!(at_most(&to_gross, one).as_deref(), Some("£5.00"));
    assert_eq!(at_most(&to_gross, two).as_deref(), Some("£8.00"));
    let best = book("£10.00", "best", &[HALF, second]);
    assert_eq!(at_most(&best, two).as_deref(), Some("£8.00"));
    assert_eq!(total(&best, two), None);
    let increase = book("£10.00", "one_after_other", &[HALF, TEN_MORE]);
    assert_eq!(at_most(&increase, one), None);
    assert_eq!(at_most(&increase, two).as_deref(), Some("£20.00"));
    assert_eq!(total(&increase, one), None);
}

#[test]
fn unknown_one_cannot_matter_once_nothing_is_left() {
    let all = r#"when: "two", take: "100%""#;
    let two = r#"{"two": true}"#;
    for apply in ["to_gross", "one_after_other", "best"] {
        let book = book("£10.00", apply, &[HALF, all]);
        assert_eq!(total(&book, two).as_deref(), Some("£0.00"), "{apply}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Whatever the way, what is taken off and added makes the difference, the
    /// base of each is right, and the best leaves no less than both together.
    #[test]
    fn amounts_make_the_difference(price in 1i64..20_000, first in 0i64..=120, second in 0i64..9_000, rises: bool) {
        let pounds = |pence: i64| format!("£{}.{:02}", pence / 100, pence % 100);
        let first = format!(r#"when: "one", take: "{first}%""#);
        let does = if rises { "adds" } else { "take" };
        let second = format!(r#"when: "two", {does}: "{}""#, pounds(second));
        let mut lefts = Vec::new();
        for apply in ["to_gross", "one_after_other", "best"] {
            if rises && apply == "best" {
                continue;
            }
            let book = book(&pounds(price), apply, &[&first, &second]);
            let left = Money::parse(&total(&book, BOTH).unwrap()).unwrap();
            let gross = Money::parse(&pounds(price)).unwrap();
            let sum = reductions(&book, BOTH).into_iter().try_fold(gross, |left, one| match one {
                Reduced::Given(one) => left.difference(one?),
                Reduced::Added(one) => left.checked_add(one?),
                _ => Some(left),
            });
            prop_assert_eq!(sum, Some(left));
            lefts.push(left.min());
        }
        if let [to_gross, _, best] = lefts.as_slice() {
            prop_assert!(to_gross <= best);
        }
    }
}
