//! Periods within which something is another on each day.

use super::{assert_same, compare_rows};
use crate::{
    base::date,
    book::Book,
    columns::{
        Bits, Column, ColumnValues, Days, RowsQuestion, Table,
        answer_rows::{answer_rows, by_rows_alone},
    },
};

/// A row is for the row evaluator where what is evaluated changes within its period, also if
/// nothing reads it.
#[test]
fn period_is_split_where_what_nothing_reads_changes() {
    for (values, criterion, follows, by_columns) in [
        ("", "", r#"(id: "today", says: "T", is: "on")"#, 1),
        ("", "", r#"(id: "since", says: "S", is: "on - born")"#, 1),
        ("", "", r#"(id: "ten", says: "T", is: "10 days")"#, 2),
        (
            r#"(id: "soon", is: "on + 3 days")"#,
            r#"on: "soon", "#,
            "",
            1,
        ),
    ] {
        let rules = format!(
            r#"Eligibility(
                id: "one", title: "One", in_force: "2018-04-01",
                decided: Adopted(on: "2018-01-01", by: "C"), source: "Paper",
                period: (from: "first", to: "last", outcome: "any_part"),
                facts: [
                    (id: "born", is: Date, ask: "?", changes: Never),
                    (id: "first", is: Date),
                    (id: "last", is: Date, not_before: "first"),
                ],
                values: [{values}],
                criteria: [(id: "a", says: "A", cite: "1", {criterion}holds: "born < 2018-01-01")],
                follows: [{follows}],
            )"#
        );
        let text: &'static [u8] = rules.clone().into_bytes().leak();
        let files = [("rules/one/2018-04-01.ron".to_owned(), text)];
        let book = Book::from_files(&files).unwrap();
        let dates = |name: &str, days: [i64; 2]| Column {
            name: name.to_owned(),
            values: ColumnValues::Date(days.to_vec()),
            given: Bits::all(true, 2),
        };
        let table = Table {
            rows: 2,
            columns: vec![
                dates("born", [20_170_101; 2]),
                dates("first", [20_180_501; 2]),
                dates("last", [20_180_501, 20_180_509]),
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
        let found = answer_rows(&book, &question, &table, 0..2);
        let expected = by_rows_alone(&book, &question, &table, &[0, 1]);
        for row in 0..2 {
            assert_same((&found, &expected), row, &question, &table);
        }
        assert_eq!(found.by_columns, by_columns, "{rules}");
        assert_eq!(compare_rows(&book, &question, &table), by_columns);
    }
}
