//! Books of a few rules.

use super::{assert_same, compare_rows, council, random_table::first_day, yes_no};
use crate::{
    base::date,
    book::Book,
    columns::{
        Bits, Column, ColumnValues, Days, ListColumn, RowsQuestion, Table,
        answer_rows::{answer_rows, by_rows_alone},
        lower,
    },
};

#[test]
fn what_falls_back_is_named_with_the_reason() {
    let book = council();
    let set = book.program().rule_set("grangewaters").unwrap();
    let on = first_day(book, set.newest());
    let ruling = book.program().select("grangewaters", on, None).unwrap();
    let lowered = lower(&ruling, &Table::default(), on..=on);
    for it in lowered.falls_back() {
        assert!(!it.step.is_empty() && !it.why.is_empty(), "{it:?}");
        assert!(!it.why.ends_with('.'), "{it:?}");
    }
}

/// A row in which the test of an `if` may not apply is for the row evaluator, though both
/// branches are the same.
#[test]
fn choice_by_a_test_that_may_not_apply_is_not_settled_in_columns() {
    let rules = r#"Eligibility(
        id: "one", title: "One", in_force: "2018-04-01",
        decided: Adopted(on: "2018-01-01", by: "C"), source: "Paper",
        facts: [
            (id: "either", is: YesNo, ask: "?", changes: Never),
            (id: "n", is: Whole, within: "0..9", ask: "?", changes: Never),
        ],
        values: [(id: "chosen", when: "n < 3", is: "either")],
        criteria: [(id: "tested", says: "T", cite: "1", holds: "(if chosen then 5 else 5) > 6")],
    )"#;
    let book = Book::from_files(&[("rules/one/2018-04-01.ron".to_owned(), rules.as_bytes())]);
    let book = book.unwrap();
    let on = date::parse("2018-05-01");
    let mut either = yes_no("either", &[true; 4]);
    either.given = Bits::of([true, false, true, false].into_iter());
    let table = Table {
        rows: 4,
        columns: vec![
            either,
            Column {
                name: "n".to_owned(),
                values: ColumnValues::Whole(vec![1, 1, 9, 9]),
                given: Bits::of([false, true, true, false].into_iter()),
            },
        ],
        lists: Vec::new(),
    };
    let question = RowsQuestion {
        rule_set: "one",
        days: &Days::Unnamed,
        default_day: on,
        known: None,
        reasons: true,
    };
    let found = answer_rows(&book, &question, &table, 0..4);
    let expected = by_rows_alone(&book, &question, &table, &[0, 1, 2, 3]);
    for row in 0..4 {
        assert_same((&found, &expected), row, &question, &table);
    }
}

/// Offsets of a list that was not given say nothing, also where none is assumed.
#[test]
fn list_that_was_not_given_has_no_records() {
    let rules = r#"Eligibility(
        id: "one", title: "One", in_force: "2018-04-01",
        decided: Adopted(on: "2018-01-01", by: "C"), source: "Paper",
        facts: [(id: "kids", assume: "none", is: List([(id: "k", is: Whole, within: "0..9")]))],
        criteria: [(id: "few", says: "F", cite: "1", holds: "(sum k of kids) < 5")],
    )"#;
    let book = Book::from_files(&[("rules/one/2018-04-01.ron".to_owned(), rules.as_bytes())]);
    let book = book.unwrap();
    let given = [true, false, true];
    let table = Table {
        rows: 3,
        columns: Vec::new(),
        lists: vec![ListColumn {
            name: "kids".to_owned(),
            offsets: vec![0, 1, 3, 4],
            given: Bits::of(given.into_iter()),
            columns: vec![Column {
                name: "k".to_owned(),
                values: ColumnValues::Whole(vec![9, 8, 7, 1]),
                given: Bits::all(true, 4),
            }],
        }],
    };
    let question = RowsQuestion {
        rule_set: "one",
        days: &Days::Unnamed,
        default_day: date::parse("2018-05-01"),
        known: None,
        reasons: true,
    };
    let found = answer_rows(&book, &question, &table, 0..3);
    assert_eq!(found.by_columns, 3);
    let outcomes = found.outcomes.iter().flatten().map(|it| it.name());
    let meant = ["not_eligible", "eligible", "eligible"];
    assert_eq!(outcomes.collect::<Vec<_>>(), meant);
    assert_eq!(compare_rows(&book, &question, &table), 3);
}

/// The same where the facts are unknown in every row: without a column, and a text, of which
/// only the row evaluator says that it was not stated.
#[test]
fn choice_by_a_test_of_unknown_facts_is_not_settled_in_columns() {
    let rules = r#"Eligibility(
        id: "one", title: "One", in_force: "2018-04-01",
        decided: Adopted(on: "2018-01-01", by: "C"), source: "Paper",
        facts: [
            (id: "either", is: YesNo, ask: "?", changes: Never),
            (id: "reason", is: Text, ask: "?"),
            (id: "n", is: Whole, within: "0..9", ask: "?", changes: Never),
        ],
        values: [
            (id: "small", when: "n < 3", is: "either"),
            (id: "stated_small", when: "stated(reason)", is: "either"),
        ],
        criteria: [
            (id: "a", says: "A", cite: "1", holds: "(if small then 5 else 5) < 6"),
            (id: "b", says: "B", cite: "1", holds: "(if stated_small then 5 else 5) < 6"),
            (id: "c", says: "C", cite: "1", holds: "(if either then 5 else 5) < 6"),
        ],
    )"#;
    let book = Book::from_files(&[("rules/one/2018-04-01.ron".to_owned(), rules.as_bytes())]);
    let book = book.unwrap();
    let either = yes_no("either", &[true, false]);
    let some = Column {
        given: Bits::of([true, false].into_iter()),
        ..either.clone()
    };
    let reason = Column {
        name: "reason".to_owned(),
        values: ColumnValues::Text(vec![0, 0], vec!["a reason".to_owned()]),
        given: Bits::of([true, false].into_iter()),
    };
    for columns in [vec![], vec![either], vec![some.clone()], vec![some, reason]] {
        let table = Table {
            rows: 2,
            columns,
            lists: Vec::new(),
        };
        let question = RowsQuestion {
            rule_set: "one",
            days: &Days::Unnamed,
            default_day: date::parse("2018-05-01"),
            known: None,
            reasons: true,
        };
        let found = answer_rows(&book, &question, &table, 0..2);
        let expected = by_rows_alone(&book, &question, &table, &[0, 1]);
        for row in 0..2 {
            assert_same((&found, &expected), row, &question, &table);
        }
        assert_eq!(found.outcomes[1].unwrap().name(), "undetermined");
    }
}

/// A fact that is not known yet may be none that the other rule set accepts: then there is no
/// value, though another fact would decide it.
#[test]
fn value_of_other_rules_is_open_while_a_fact_may_be_refused() {
    let other = r#"Eligibility(
        id: "two", title: "Two", in_force: "2018-04-01",
        decided: Adopted(on: "2018-01-01", by: "C"), source: "Paper",
        facts: [
            (id: "n", is: Whole, within: "0..9", ask: "?", changes: Never),
            (id: "y", is: YesNo, ask: "?", changes: Never),
        ],
        values: [(id: "fits", is: "n > 3 or y")],
        criteria: [(id: "a", says: "A", cite: "1", holds: "fits")],
    )"#;
    let own = r#"Eligibility(
        id: "one", title: "One", in_force: "2018-04-01",
        decided: Adopted(on: "2018-01-01", by: "C"), source: "Paper",
        facts: [
            (id: "w", is: Whole, ask: "?", changes: Never),
            (id: "y", is: YesNo, ask: "?", changes: Never),
        ],
        uses: [(id: "u", rule_set: "two", facts: { "n": "w", "y": "y" }, values: ["fits"])],
        criteria: [(id: "a", says: "A", cite: "1", holds: "u.fits")],
    )"#;
    let files = [("one", own), ("two", other)];
    let files = files.map(|(id, text)| (format!("rules/{id}/2018-04-01.ron"), text.as_bytes()));
    let book = Book::from_files(&files).unwrap();
    let table = Table {
        rows: 4,
        columns: vec![
            yes_no("y", &[true; 4]),
            Column {
                name: "w".to_owned(),
                values: ColumnValues::Whole(vec![0, 1, 20, 9]),
                given: Bits::of([false, true, true, true].into_iter()),
            },
        ],
        lists: Vec::new(),
    };
    let question = RowsQuestion {
        rule_set: "one",
        days: &Days::Unnamed,
        default_day: date::parse("2018-05-01"),
        known: None,
        reasons: true,
    };
    let found = answer_rows(&book, &question, &table, 0..4);
    let expected = by_rows_alone(&book, &question, &table, &[0, 1, 2, 3]);
    for row in 0..4 {
        assert_same((&found, &expected), row, &question, &table);
    }
    assert_eq!(found.outcomes[0].unwrap().name(), "undetermined");
}
