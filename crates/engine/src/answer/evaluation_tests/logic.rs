//! Three-valued logic, by its whole truth tables, with a fourth value for what
//! does not apply.

use super::{ask, book, rule_set};
use crate::{answer::Evaluation, eval::screen::Standing};

/// Yes, no, unknown, does not apply.
const VALUES: [char; 4] = ['y', 'n', '?', '-'];

/// The standing of the criterion `test` for two operands.
fn decided(test: &str, left: char, right: char) -> char {
    let rules = rule_set(
        "Eligibility",
        &format!(
            r#"facts: [
                (id: "a", is: YesNo, ask: "?"), (id: "b", is: YesNo, ask: "?"),
                (id: "has_a", is: YesNo, ask: "?"), (id: "has_b", is: YesNo, ask: "?"),
            ],
            values: [
                (id: "x", says: "X", is: "a", when: "has_a"),
                (id: "y", says: "Y", is: "b", when: "has_b"),
            ],
            criteria: [
                (id: "tested", says: "Tested", cite: "1", holds: "{test}"),
                (id: "used", says: "Used", cite: "1", holds: "x or y or not x or not y"),
            ],"#
        ),
    );
    let facts = [("a", left), ("b", right)].map(|(name, value)| match value {
        'y' => format!(r#""{name}": true, "has_{name}": true"#),
        'n' => format!(r#""{name}": false, "has_{name}": true"#),
        '?' => format!(r#""has_{name}": true"#),
        _ => format!(r#""has_{name}": false"#),
    });
    let book = book(&rules);
    let answer = ask(&book, &format!("{{{}}}", facts.join(", "))).unwrap();
    let Evaluation::Screening(screening) = answer.first().evaluation() else {
        panic!("a screening");
    };
    match screening.standings[0] {
        Standing::Met => 'y',
        Standing::NotMet => 'n',
        Standing::Unknown(_) => '?',
        Standing::DoesNotApply => '-',
        Standing::Refer => panic!("no criterion refers"),
    }
}

/// Rows are the left operand, columns the right one, both in this order: yes,
/// no, unknown, does not apply.
fn check(test: &str, table: [&str; 4]) {
    for (left, row) in VALUES.into_iter().zip(table) {
        for (right, expected) in VALUES.into_iter().zip(row.chars()) {
            let decided = decided(test, left, right);
            assert_eq!(decided, expected, "{test}: x is {left}, y is {right}");
        }
    }
}

#[test]
fn and_is_decided_by_a_no() {
    check("x and y", ["yn?-", "nnnn", "?n??", "-n?-"]);
}

#[test]
fn or_is_decided_by_a_yes() {
    check("x or y", ["yyyy", "yn?-", "y???", "y-?-"]);
}

#[test]
fn not_of_unsettled_is_unsettled() {
    check("not x", ["nnnn", "yyyy", "????", "----"]);
}

#[test]
fn equality_needs_both_sides() {
    // An unknown operand is yes or no, and either compared with what does not
    // apply does not apply: so does the test, whichever it is.
    check("x = y", ["yn?-", "ny?-", "???-", "----"]);
}

#[test]
fn condition_chooses_and_matters_only_where_branches_differ() {
    check("if x then y else not y", ["yn?-", "ny?-", "???-", "----"]);
    check("if x then y else y", ["yn?-", "yn?-", "yn?-", "----"]);
}

#[test]
fn known_is_always_settled() {
    check("x is known", ["yyyy", "yyyy", "nnnn", "yyyy"]);
}

/// As `if unknown then 5 else 5` is 5.
#[test]
fn choice_of_two_values_that_do_not_apply_does_not_apply() {
    let facts = r#"(id: "either", is: YesNo, ask: "?"), (id: "n", is: Whole, ask: "?"),"#;
    let rules = format!(
        r#"facts: [{facts}],
        values: [(id: "few", when: "n < 3", is: "£1"), (id: "some", when: "n < 6", is: "£2")],
        lines: [
            (id: "line", says: "Line", cite: "1", each: "if either then few else some"),
            (id: "flat", says: "Flat", cite: "1", each: "£7"),
        ],"#
    );
    let book = super::book(&super::rule_set("Pricing", &rules));
    assert_eq!(super::total(&book, r#"{"n": 9}"#).as_deref(), Some("£7.00"));
    assert_eq!(super::total(&book, r#"{"n": 4}"#), None);
}

/// For someone of 9 it does not apply, so it is not known before the age is.
#[test]
fn choice_by_a_test_that_may_not_apply_is_open_though_its_values_are_the_same() {
    let rules = r#"facts: [(id: "either", is: YesNo, ask: "?"), (id: "n", is: Whole, ask: "?")],
        values: [(id: "chosen", when: "n < 3", is: "either")],
        lines: [
            (id: "line", says: "Line", cite: "1", each: "if chosen then £5 else £5"),
            (id: "flat", says: "Flat", cite: "1", each: "£7"),
        ],"#;
    let book = super::book(&super::rule_set("Pricing", rules));
    for (facts, expected) in [
        (r#"{"n": 9}"#, Some("£7.00")),
        (r#"{"n": 1}"#, Some("£12.00")),
        (r#"{"either": true}"#, None),
        ("{}", None),
    ] {
        assert_eq!(super::total(&book, facts).as_deref(), expected, "{facts}");
    }
}

/// Whichever way `either` turns out, the price is £5, and a test that cannot be made is no
/// fault while the other one may be.
#[test]
fn choice_by_a_test_of_which_one_part_cannot_be_made_is_settled_where_its_values_are_the_same() {
    let rules = r#"facts: [
            (id: "either", is: YesNo, ask: "?"), (id: "n", is: Whole, ask: "?"),
            (id: "zero", is: Whole, ask: "?"),
        ],
        values: [(id: "few", when: "n < 3", is: "n")],
        lines: [
            (id: "line", says: "Line", cite: "1", each: "if (TEST) then £5 else £5"),
            (id: "no_line", says: "Few", cite: "1", each: "£1 * few"),
        ],"#;
    for (test, expected) in [
        ("if either then 7 / zero > 1 else n < 3", Some("£5.00")),
        ("if either then n < 3 else 7 / zero > 1", Some("£5.00")),
        // It may turn out to be one that does not apply.
        ("if either then 7 / zero > 1 else few > 1", None),
    ] {
        let book = super::book(&super::rule_set("Pricing", &rules.replace("TEST", test)));
        let total = super::total(&book, r#"{"n": 7, "zero": 0}"#);
        assert_eq!(total.as_deref(), expected, "{test}");
    }
}
