//! Periods within which something is another on each day.

use super::{answer_as_rows_do, days, outcomes, small_book, table, where_given, yes_no};

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
            r#"period: (from: "first", to: "last", outcome: "any_part"),
            facts: [
                (id: "born", is: Date, ask: "?", changes: Never),
                (id: "first", is: Date),
                (id: "last", is: Date, not_before: "first"),
            ],
            values: [{values}],
            criteria: [(id: "a", says: "A", cite: "1", {criterion}holds: "born < 2018-01-01")],
            follows: [{follows}],"#
        );
        let book = small_book(&[("one", &rules)]);
        let columns = vec![
            days("born", &[20_170_101; 2]),
            days("first", &[20_180_501; 2]),
            days("last", &[20_180_501, 20_180_509]),
        ];
        let found = answer_as_rows_do(&book, &table(2, columns));
        assert_eq!(found.by_columns, by_columns, "{rules}");
    }
}

/// A period is split where it changes which facts are missing. What is missing of the second
/// row does not decide it, and completions of it that differ are the same on each day.
#[test]
fn period_is_split_where_what_is_missing_changes() {
    let rules = r#"period: (from: "first", to: "last", outcome: "any_part"),
        facts: [
            (id: "fits", is: YesNo, ask: "?", changes: Never),
            (id: "asked", is: YesNo, ask: "?", changes: Never),
            (id: "end", is: Date, within: "2018-05-05..2018-06-01", ask: "?", changes: Never),
            (id: "first", is: Date),
            (id: "last", is: Date, not_before: "first"),
        ],
        criteria: [
            (id: "a", says: "A", cite: "1", holds: "fits"),
            (id: "b", says: "B", cite: "1", holds: "asked and on < end"),
        ],"#;
    let columns = vec![
        yes_no("fits", &[true, false]),
        where_given(yes_no("asked", &[true; 2]), &[true, false]),
        where_given(days("end", &[20_180_520; 2]), &[true, false]),
        days("first", &[20_180_502; 2]),
        days("last", &[20_180_509; 2]),
    ];
    let found = answer_as_rows_do(&small_book(&[("one", rules)]), &table(2, columns));
    assert_eq!(outcomes(&found), ["eligible", "not_eligible"]);
    // In parts, each criterion has an answer for each of them.
    assert_eq!(found.row(1).criteria, [None, None]);
}
