//! What holds for every value that a missing fact may have, holds: what is evaluated then may
//! be a fault, though columns do not know that it is evaluated.

use super::{
    Column, answer_as_rows_do, days, outcomes, small_book, table, where_given, whole, yes_no,
};
use crate::columns::{Bits, ListColumn, Table};

/// Rules that ask for `n` and `k` from 0 to 9, `m` and `y`.
fn rules(values: &str, holds: &str, follows: &str) -> String {
    format!(
        r#"facts: [
            (id: "n", is: Whole, within: "0..9", ask: "?", changes: Never),
            (id: "m", is: Whole, within: "0..9", ask: "?", changes: Never),
            (id: "low", is: Whole, within: "0..9", no_more_than: "m"),
            (id: "y", is: YesNo, ask: "?", changes: Never),
            (id: "kids", is: List([(id: "k", is: Whole, within: "0..9")])),
        ],
        tables: [(
            id: "third", says: "T", cite: "1", takes: [(id: "of", is: Whole, within: "3..")], gives: Whole,
            rows: [(["3.."], "1")],
        )],
        values: [{values}],
        criteria: [(id: "a", says: "A", cite: "1", holds: "{holds}")],
        follows: [{follows}],"#
    )
}

/// Two rows that lack `n`, `low` and `k`, of which one divides by `m`, which is 0.
fn tables() -> [Table; 2] {
    let given = vec![whole("m", &[0, 1]), yes_no("y", &[true; 2])];
    let lacks = |name: &str| where_given(whole(name, &[7, 7]), &[false; 2]);
    let with_columns: Vec<Column> = given
        .iter()
        .cloned()
        .chain([lacks("n"), lacks("low")])
        .collect();
    [given, with_columns].map(|columns| Table {
        lists: vec![ListColumn {
            name: "kids".to_owned(),
            offsets: vec![0, 1, 2],
            given: Bits::all(true, 2),
            columns: vec![where_given(whole("k", &[7, 7]), &[false; 2])],
        }],
        ..table(2, columns)
    })
}

/// A fault counts although something else is unknown.
#[test]
fn fault_to_which_bounds_lead_is_refused() {
    for (values, holds, follows) in [
        (r#"(id: "v", when: "n < 10", is: "5 / m")"#, "y", "v"),
        (r#"(id: "v", when: "n < 10", is: "5 / m + n")"#, "y", "v"),
        ("", "5 / (if n < 10 then m else 1) + n > 7 or y", ""),
        (r#"(id: "v", is: "min(n, 0)")"#, "y", "5 / (v + m)"),
        (r#"(id: "v", is: "n * 0 + m")"#, "y", "5 / v"),
        (
            r#"(id: "v", is: "low")"#,
            "y",
            "if low < 1 then 5 / (v + m) else 7",
        ),
        ("", "y", "5 / (m * (count kids where k < 10))"),
        ("", "y", "sum 5 / m of kids where k < 10"),
        ("", "y", "m + (least 3 of kids where k > 9 - 9 * m)"),
        ("", "y", "third(if n < 10 then m * 3 else 3)"),
        ("", "y", "5 / m + n"),
    ] {
        let follows = match follows {
            "" => String::new(),
            is => format!(r#"(id: "w", says: "W", is: "{is}")"#),
        };
        let text = rules(values, holds, &follows);
        let book = small_book(&[("one", &text)]);
        for table in tables() {
            let found = answer_as_rows_do(&book, &table);
            assert_eq!(outcomes(&found), ["refused", "eligible"], "{text}");
        }
    }
}

/// A value is known that is the same whatever the missing facts are.
#[test]
fn value_that_bounds_settle_is_known() {
    let text = rules(
        r#"(id: "v", is: "min(n, 0)")"#,
        "v is known and not (n is known)",
        "",
    );
    let book = small_book(&[("one", &text)]);
    for table in tables() {
        let found = answer_as_rows_do(&book, &table);
        assert_eq!(outcomes(&found), ["eligible"; 2]);
    }
}

/// Where bounds say how many days a schedule has, there may be more than an answer can hold.
#[test]
fn schedule_to_which_bounds_lead_may_be_too_long() {
    let rules = r#"facts: [
            (id: "begins", is: Date, ask: "?", changes: Never),
            (id: "other", is: Date, within: "2018-02-01..2018-10-01", ask: "?", changes: Never),
            (id: "y", is: YesNo, ask: "?", changes: Never),
        ],
        criteria: [(id: "a", says: "A", cite: "1", holds: "y")],
        schedules: [(id: "visits", says: "V", cite: "1", stretches: [
            (every: "1 day", from: "min(begins, other)", until: "on"),
        ])],"#;
    let book = small_book(&[("one", rules)]);
    let other = where_given(days("other", &[20_180_401; 3]), &[false, false, true]);
    let columns = [
        yes_no("y", &[true; 3]),
        days("begins", &[19_000_101, 20_180_101, 19_000_101]),
    ];
    for more in [vec![], vec![other]] {
        let columns = columns.iter().cloned().chain(more).collect();
        let found = answer_as_rows_do(&book, &table(3, columns));
        assert_eq!(outcomes(&found), ["refused", "eligible", "refused"]);
    }
}
