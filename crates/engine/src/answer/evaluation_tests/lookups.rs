//! Lookups: the one row that is met, values between and beyond the rows, and
//! columns that a row leaves open.

use super::{ask, book, total};
use crate::{answer::Refusal, book::Book};

fn priced_by(table: &str, each: &str) -> Book {
    book(&format!(
        r#"Pricing(
            id: "one", title: "One", in_force: "2017-04-01",
            decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
            facts: [
                (id: "n", is: Whole, ask: "?"),
                (id: "kind", is: OneOf(["old", "new"]), ask: "?"),
            ],
            tables: [{table}],
            lines: [(id: "line", says: "Line", cite: "1", each: "{each}", quantity: "1", when: "n > -100 or kind = old")],
        )"#
    ))
}

const BANDS: &str = r#"(
    id: "band", cite: "1",
    takes: [(id: "n", is: Whole, within: "1..9"), (id: "kind", is: OneOf(["old", "new"]))],
    gives: Money,
    rows: [(["1..3", "-"], "£1"), (["4..9", "old"], "£2"), (["4..9", "new"], "£3")],
)"#;

#[test]
fn row_that_is_met_gives_the_price() {
    let book = priced_by(BANDS, "band(n, kind)");
    for (n, kind, price) in [
        (1, "old", "£1.00"),
        (3, "new", "£1.00"),
        (4, "old", "£2.00"),
        (9, "new", "£3.00"),
    ] {
        let facts = format!(r#"{{"n": {n}, "kind": "{kind}"}}"#);
        assert_eq!(total(&book, &facts).as_deref(), Some(price), "{facts}");
    }
}

#[test]
fn column_that_the_row_leaves_open_need_not_be_known() {
    let book = priced_by(BANDS, "band(n, kind)");
    assert_eq!(total(&book, r#"{"n": 2}"#).as_deref(), Some("£1.00"));
    assert_eq!(total(&book, r#"{"n": 4}"#), None);
    assert_eq!(total(&book, r#"{"kind": "old"}"#), None);
}

#[test]
fn value_beyond_the_rows_is_a_fault() {
    let book = priced_by(BANDS, "band(n, kind)");
    for n in [0, 10] {
        let refusal = ask(&book, &format!(r#"{{"n": {n}, "kind": "old"}}"#)).unwrap_err();
        let Refusal::Fault(faulted) = refusal else {
            panic!("{refusal}");
        };
        let words = faulted.words();
        assert!(words.contains("the case lies outside the table band"), "{words}");
    }
}

#[test]
fn value_between_the_rows_does_not_apply_where_the_table_says_why() {
    let table = r#"(
        id: "band", cite: "1", otherwise: "there is no price for it",
        takes: [(id: "n", is: Whole)], gives: Money,
        rows: [(["1..3"], "£1"), (["5.."], "£2")],
    )"#;
    let book = priced_by(table, "band(n)");
    for (n, price) in [(3, "£1.00"), (4, "£0.00"), (5, "£2.00"), (0, "£0.00")] {
        let facts = format!(r#"{{"n": {n}}}"#);
        assert_eq!(total(&book, &facts).as_deref(), Some(price), "{facts}");
    }
}
