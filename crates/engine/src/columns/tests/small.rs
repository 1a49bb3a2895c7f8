//! Books of a few rules.

use super::{
    answer_as_rows_do, column, council, outcomes, priced_book, random_table::first_day, small_book,
    table, where_given, whole, yes_no,
};
use crate::columns::{Bits, ColumnValues, ListColumn, Table, lower};

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
    let rules = r#"
        facts: [
            (id: "either", is: YesNo, ask: "?", changes: Never),
            (id: "n", is: Whole, within: "0..9", ask: "?", changes: Never),
        ],
        values: [(id: "chosen", when: "n < 3", is: "either")],
        criteria: [(id: "tested", says: "T", cite: "1", holds: "(if chosen then 5 else 5) > 6")],"#;
    let either = where_given(yes_no("either", &[true; 4]), &[true, false, true, false]);
    let n = where_given(whole("n", &[1, 1, 9, 9]), &[false, true, true, false]);
    answer_as_rows_do(&small_book(&[("one", rules)]), &table(4, vec![either, n]));
}

/// Offsets of a list that was not given say nothing, also where none is assumed.
#[test]
fn list_that_was_not_given_has_no_records() {
    let rules = r#"
        facts: [(id: "kids", assume: "none", is: List([(id: "k", is: Whole, within: "0..9")]))],
        criteria: [(id: "few", says: "F", cite: "1", holds: "(sum k of kids) < 5")],"#;
    let table = Table {
        lists: vec![ListColumn {
            name: "kids".to_owned(),
            offsets: vec![0, 1, 3, 4],
            given: Bits::of([true, false, true].into_iter()),
            columns: vec![whole("k", &[9, 8, 7, 1])],
        }],
        ..table(3, Vec::new())
    };
    let found = answer_as_rows_do(&small_book(&[("one", rules)]), &table);
    assert_eq!(found.by_columns, 3);
    let meant = ["not_eligible", "eligible", "eligible"];
    assert_eq!(outcomes(&found), meant);
}

/// The same where the facts are unknown in every row: without a column, and a text, of which
/// only the row evaluator says that it was not stated.
#[test]
fn choice_by_a_test_of_unknown_facts_is_not_settled_in_columns() {
    let rules = r#"
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
        ],"#;
    let book = small_book(&[("one", rules)]);
    let either = yes_no("either", &[true, false]);
    let some = where_given(either.clone(), &[true, false]);
    let reason = ColumnValues::Text(vec![0, 0], vec!["a reason".to_owned()]);
    let reason = where_given(column("reason", reason), &[true, false]);
    for columns in [vec![], vec![either], vec![some.clone()], vec![some, reason]] {
        let found = answer_as_rows_do(&book, &table(2, columns));
        assert_eq!(outcomes(&found)[1], "undetermined");
    }
}

/// A fact that is not known yet may be none that the other rule set accepts: then there is no
/// value, though another fact would decide it.
#[test]
fn value_of_other_rules_is_open_while_a_fact_may_be_refused() {
    let other = r#"
        facts: [
            (id: "n", is: Whole, within: "0..9", ask: "?", changes: Never),
            (id: "y", is: YesNo, ask: "?", changes: Never),
        ],
        values: [(id: "fits", is: "n > 3 or y")],
        criteria: [(id: "a", says: "A", cite: "1", holds: "fits")],"#;
    let own = r#"
        facts: [
            (id: "w", is: Whole, ask: "?", changes: Never),
            (id: "y", is: YesNo, ask: "?", changes: Never),
        ],
        uses: [(id: "u", rule_set: "two", facts: { "n": "w", "y": "y" }, values: ["fits"])],
        criteria: [(id: "a", says: "A", cite: "1", holds: "u.fits")],"#;
    let w = where_given(whole("w", &[0, 1, 20, 9]), &[false, true, true, true]);
    let table = table(4, vec![yes_no("y", &[true; 4]), w]);
    let found = answer_as_rows_do(&small_book(&[("one", own), ("two", other)]), &table);
    assert_eq!(outcomes(&found)[0], "undetermined");
}

/// The same where another fact limits it, so that bounds may settle what it is; and what
/// follows may then be a fault.
#[test]
fn value_of_other_rules_is_open_while_a_limited_fact_may_be_refused() {
    let other = r#"
        facts: [
            (id: "n", is: Whole, within: "0..9", ask: "?", changes: Never),
            (id: "y", is: YesNo, ask: "?", changes: Never),
        ],
        values: [(id: "fits", is: "n > 3 or y")],
        criteria: [(id: "a", says: "A", cite: "1", holds: "fits")],"#;
    for (criteria, expected) in [
        (
            r#"(id: "a", says: "A", cite: "1", holds: "u.fits")"#,
            ["undetermined", "eligible"],
        ),
        (
            r#"(id: "a", says: "A", cite: "1", holds: "not y"),
            (id: "b", says: "B", cite: "1", when: "u.fits or 5 / m > 2", holds: "y")"#,
            ["refused", "not_eligible"],
        ),
    ] {
        let own = format!(
            r#"
            facts: [
                (id: "w", is: Whole, ask: "?", changes: Never),
                (id: "low", is: Whole, no_more_than: "w", ask: "?", changes: Never),
                (id: "m", is: Whole, within: "0..9", ask: "?", changes: Never),
                (id: "y", is: YesNo, ask: "?", changes: Never),
            ],
            uses: [(id: "u", rule_set: "two", facts: {{ "n": "w", "y": "y" }}, values: ["fits"])],
            criteria: [{criteria}],"#
        );
        let book = small_book(&[("one", &own), ("two", other)]);
        let w = where_given(whole("w", &[0, 4]), &[false, true]);
        let columns = vec![whole("m", &[0, 0]), yes_no("y", &[true; 2]), w];
        let found = answer_as_rows_do(&book, &table(2, columns));
        assert_eq!(outcomes(&found), expected);
    }
}

/// A part that is the same for all records is a fault in the cases in which it is one.
#[test]
fn fault_of_a_case_within_a_list_is_that_of_its_row() {
    let rules = r#"
        facts: [
            (id: "m", is: Whole, within: "0..9", ask: "?", changes: Never),
            (id: "kids", is: List([(id: "k", is: Whole, within: "0..9")])),
        ],
        criteria: [(id: "a", says: "A", cite: "1", holds: "any kids where 8 / m > k")],"#;
    let table = Table {
        lists: vec![ListColumn {
            name: "kids".to_owned(),
            offsets: vec![0, 2, 4, 6, 6],
            given: Bits::all(true, 4),
            columns: vec![whole("k", &[1, 9, 1, 9, 9, 9])],
        }],
        ..table(4, vec![whole("m", &[4, 0, 4, 0])])
    };
    let found = answer_as_rows_do(&small_book(&[("one", rules)]), &table);
    let meant = ["eligible", "refused", "not_eligible", "not_eligible"];
    assert_eq!(outcomes(&found), meant);
}

/// What is not taken may be divided by nothing, which says nothing of what is.
#[test]
fn amounts_that_do_not_count_may_be_divided_by_nothing() {
    let reductions = r#"reductions: [
        (id: "cut", says: "C", cite: "1", when: "n > 0", take: "£4 / n"),
        (id: "more", says: "M", cite: "1", when: "n < 9", adds: "£1"),
    ]"#;
    let ways = r#"cheapest_of: [
        (id: "a", says: "A", when: "n > 0", each: "£4 / n", quantity: "1"),
        (id: "b", says: "B", when: "n < 9", each: "£1", quantity: "1"),
    ]"#;
    for (line, expected) in [
        (
            format!(r#"each: "£10", quantity: "1", {reductions}"#),
            [1100, 700, 900],
        ),
        (
            format!(r#"each: "£10", quantity: "1", reductions_apply: "to_gross", {reductions}"#),
            [1100, 700, 900],
        ),
        (
            format!(
                r#"each: "£10", quantity: "1", reductions_apply: "one_after_other", {reductions}"#
            ),
            [1100, 700, 900],
        ),
        (ways.to_owned(), [100, 100, 100]),
    ] {
        let book = priced_book(&format!(
            r#"rounding: (mode: "half_up", to: "£0.01"),
            facts: [(id: "n", is: Whole, within: "0..9", ask: "?")],
            lines: [(id: "line", says: "L", cite: "1", {line})],"#
        ));
        let found = answer_as_rows_do(&book, &table(3, vec![whole("n", &[0, 1, 2])]));
        let totals: Vec<_> = (0..3).map(|row| found.row(row).total).collect();
        let expected = expected.map(|pennies| Some((pennies, pennies)));
        assert_eq!(totals, expected, "{line}");
    }
}

/// Whatever is missing, a person decides by what is assumed of the confidential fact: a list
/// says so whether the fact is given or not.
#[test]
fn list_of_columns_does_not_show_a_confidential_fact_while_others_are_missing() {
    let rules = r#"
        facts: [
            (id: "secret", confidential: true, is: YesNo, assume: "no", ask: "?", changes: Never),
            (id: "open", is: YesNo, ask: "?", changes: Never),
        ],
        criteria: [
            (id: "shown", says: "S", cite: "1", holds: "open", refer: "A person decides."),
            (id: "hidden", says: "H", cite: "2", holds: "secret", refer: "A person decides."),
        ],"#;
    let secret = where_given(
        yes_no("secret", &[true, false, true, true, true]),
        &[true, true, false, true, true],
    );
    let open = where_given(
        yes_no("open", &[true, true, true, true, false]),
        &[false, false, false, true, true],
    );
    let found = answer_as_rows_do(
        &small_book(&[("one", rules)]),
        &table(5, vec![secret, open]),
    );
    let expected = ["refer", "refer", "refer", "eligible", "refer"];
    assert_eq!(outcomes(&found), expected);
}

/// What completions of a row come to without what is given of the confidential fact is what a
/// list says of it.
#[test]
fn completions_of_a_list_are_those_without_confidential_facts() {
    let rules = r#"
        facts: [
            (id: "secret", confidential: true, is: YesNo, assume: "no", ask: "?", changes: Never),
            (id: "large", is: YesNo, ask: "?", changes: Never),
            (id: "open", is: YesNo, ask: "?", changes: Never),
        ],
        criteria: [
            (id: "always", says: "A", cite: "1", holds: "no", refer: "A person decides."),
            (id: "hidden", says: "H", cite: "2", holds: "not (large and secret)"),
            (id: "shown", says: "S", cite: "1", holds: "open", refer: "A person decides."),
        ],"#;
    let none = [false; 2];
    let secret = where_given(yes_no("secret", &[true; 2]), &[true, false]);
    let large = where_given(yes_no("large", &[true; 2]), &none);
    let open = where_given(yes_no("open", &[true; 2]), &none);
    let book = small_book(&[("one", rules)]);
    for columns in [vec![secret.clone()], vec![secret, large, open]] {
        let found = answer_as_rows_do(&book, &table(2, columns));
        assert_eq!(outcomes(&found), ["refer"; 2]);
    }
}
