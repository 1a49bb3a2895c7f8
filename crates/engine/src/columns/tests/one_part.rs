//! Periods within which something is another on each day.

use super::{
    answer_as_rows_do, days, outcomes, priced_book, small_book, table, where_given, whole, yes_no,
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

/// A part that does not count adds nothing, though what it would add is divided by nothing.
#[test]
fn part_that_does_not_count_may_be_divided_by_nothing() {
    let rules = r#"period: (from: "first", to: "last", outcome: "any_part"),
        facts: [
            (id: "fits", is: YesNo, ask: "?", changes: Never),
            (id: "n", is: Whole, within: "0..9", ask: "?", changes: Never),
            (id: "m", is: Whole, within: "0..9", ask: "?", changes: Never),
            (id: "first", is: Date),
            (id: "last", is: Date, not_before: "first"),
        ],
        criteria: [(id: "a", says: "A", cite: "1", holds: "fits")],
        follows: [
            (id: "share", says: "S", cite: "1", when: "n > 0", is: "4 / n", sum: "eligible_parts"),
            (id: "decided", says: "D", cite: "1", is: "if share < 1 then 5 / m else 1"),
        ],"#;
    let columns = vec![
        yes_no("fits", &[false, false, false, true]),
        whole("n", &[0, 0, 2, 2]),
        whole("m", &[0, 1, 0, 0]),
        days("first", &[20_180_502; 4]),
        days("last", &[20_180_509; 4]),
    ];
    let found = answer_as_rows_do(&small_book(&[("one", rules)]), &table(4, columns));
    let meant = ["refused", "not_eligible", "refused", "eligible"];
    assert_eq!(outcomes(&found), meant);
}

/// A booking is split where a part of a formula comes to something else, also where the
/// answer does not rest on it: each of the two parts is charged.
#[test]
fn booking_is_split_where_a_part_of_a_formula_changes() {
    let late = r#"(id: "late", when: "on >= 2018-05-05", is: "on < 2018-05-05")"#;
    for (values, when, total) in [
        // At first it does not apply, then it is no.
        (late, "late", ""),
        // It does not apply, for one reason and then for another.
        (
            r#"(id: "early", when: "on < 2018-05-05", is: "n > 3"),
            (id: "soon", when: "early", is: "n > 4")"#,
            "soon",
            "",
        ),
        (
            late,
            "(if late then count_days(last - first) else 8) < 7",
            "",
        ),
        (
            "",
            "n > 3",
            r#"(id: "year", says: "Y", times: "age(born)")"#,
        ),
        (
            "",
            "n > 3",
            r#"(id: "year", says: "Y", times: "max(n, age(born))")"#,
        ),
    ] {
        let book = priced_book(&format!(
            r#"rounding: (mode: "half_up", to: "£0.01"),
            period: (from: "first", to: "last"),
            facts: [
                (id: "n", is: Whole, within: "0..9", ask: "?"),
                (id: "born", is: Date, ask: "?"),
                (id: "first", is: Date),
                (id: "last", is: Date, not_before: "first"),
            ],
            values: [{values}],
            lines: [
                (id: "one", says: "O", cite: "1", each: "£10", quantity: "1"),
                (id: "more", says: "M", cite: "1", when: "{when}", each: "£10", quantity: "1"),
            ],
            totals: [{total}],"#
        ));
        let columns = vec![
            whole("n", &[2; 2]),
            days("born", &[20_100_505; 2]),
            days("first", &[20_180_501, 20_180_506]),
            days("last", &[20_180_509; 2]),
        ];
        let found = answer_as_rows_do(&book, &table(2, columns));
        let totals: Vec<_> = (0..2).map(|row| found.row(row).total).collect();
        assert_eq!(
            totals,
            [Some((2000, 2000)), Some((1000, 1000))],
            "{when} {total}"
        );
    }
}

/// The same of a screening: what a criterion comes to is said of each part.
#[test]
fn period_is_split_where_a_criterion_that_does_not_apply_changes() {
    let rules = r#"period: (from: "first", to: "last", outcome: "any_part"),
        facts: [
            (id: "first", is: Date),
            (id: "last", is: Date, not_before: "first"),
        ],
        values: [(id: "late", when: "on >= 2018-05-05", is: "on < 2018-05-05")],
        criteria: [
            (id: "a", says: "A", cite: "1", when: "late", holds: "no"),
            (id: "b", says: "B", cite: "1", holds: "count_days(last - first) > 100"),
        ],"#;
    let columns = vec![
        days("first", &[20_180_501, 20_180_506]),
        days("last", &[20_180_509; 2]),
    ];
    let found = answer_as_rows_do(&small_book(&[("one", rules)]), &table(2, columns));
    assert_eq!(outcomes(&found), ["not_eligible"; 2]);
    assert_eq!(found.row(0).criteria, [None, None]);
}
