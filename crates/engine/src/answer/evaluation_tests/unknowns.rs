//! What a formula can come to while facts are missing: as wide as the values that they
//! may have, and no wider. Each expected end was found by hand from `FACTS`.

use super::{ask, book, rule_set};
use crate::{answer::Evaluation, eval::screen::Standing};

const FACTS: &str = r#"facts: [
    (id: "n", is: Whole, within: "2..5", ask: "?"),
    (id: "below", is: Whole, within: "-3..2", ask: "?"),
    (id: "pay", is: Money, within: "£1..£10", ask: "?"),
    (id: "share", is: Percentage, within: "0%..50%", ask: "?"),
    (id: "born", is: Date, within: "2000-06-15..2001-06-15", ask: "?"),
    (id: "is_new", is: YesNo, ask: "?"),
    (id: "kind", is: OneOf(["a", "b", "c"]), ask: "?"),
    (id: "first", is: OneOf(["a", "b", "c"]), ask: "?"),
    (id: "second", is: OneOf(["a", "b", "c"]), ask: "?"),
    (id: "kinds", is: AnyOf(["a", "b", "c"]), ask: "?"),
    (id: "given", is: AnyOf(["a", "b", "c"]), ask: "?"),
    (id: "people", is: List([
        (id: "years", is: Whole, within: "0..9", ask: "?"),
        (id: "works", is: YesNo, ask: "?"),
        (id: "fare", is: Money, within: "£1..£10",
            assume: "if is_new then £2 else £3", ask: "?"),
    ]), ask: "?"),
],
values: [
    (id: "either", says: "Either", is: "if is_new then first else second"),
    (id: "chosen", says: "Chosen", when: "n < 4", is: "is_new"),
    (id: "of_n", says: "By number", is: "by_number(n)"),
    (id: "of_either", says: "By option", is: "by_option(either)"),
    (id: "of_new", says: "By yes or no", is: "by_answer(is_new)"),
],
tables: [
    (id: "by_number", takes: [(id: "n", is: Whole, within: "0..9")], gives: Money,
        rows: [(["0..1"], "£1"), (["2..3"], "£5"), (["4..5"], "£7"), (["6.."], "£90")]),
    (id: "by_option", takes: [(id: "kind", is: OneOf(["a", "b", "c"]))], gives: Money,
        rows: [(["a"], "£4"), (["b"], "£6"), (["c"], "£80")]),
    (id: "by_answer", takes: [(id: "is", is: YesNo)], gives: Money,
        rows: [(["yes"], "£2"), (["no"], "£3")]),
],"#;

/// Two people, of whom one may have any age and may work.
const GIVEN: &str = r#"{"first": "a", "second": "b", "given": ["a", "b"],
    "people": [{"years": 4, "works": true}, {}]}"#;

/// How each formula stands while everything but `GIVEN` is missing.
fn standings(formulas: &[String]) -> String {
    let criterion = |(number, formula): (usize, &String)| {
        format!(r#"(id: "c{number}", says: "C", cite: "1", holds: "{formula}")"#)
    };
    let criteria: Vec<String> = formulas.iter().enumerate().map(criterion).collect();
    let entries = format!("{FACTS} criteria: [{}],", criteria.join(", "));
    let book = book(&rule_set("Eligibility", &entries));
    let answer = ask(&book, GIVEN).unwrap_or_else(|it| panic!("{it}"));
    let Evaluation::Screening(screening) = answer.first().evaluation() else {
        panic!("a screening");
    };
    signs(&screening.standings)
}

fn signs(standings: &[Standing]) -> String {
    let signs = standings.iter().map(|standing| match standing {
        Standing::Met => 'y',
        Standing::NotMet => 'n',
        Standing::Unknown(_) => '?',
        Standing::DoesNotApply | Standing::Refer => '!',
    });
    signs.collect()
}

#[test]
fn amount_lies_between_what_the_missing_facts_can_make_it() {
    let expected = [
        ("n", "2", "5"),
        ("n + below", "-1", "7"),
        ("n - below", "0", "8"),
        ("10 - n", "5", "8"),
        ("-n", "-5", "-2"),
        ("n * 3", "6", "15"),
        ("n * below", "-15", "10"),
        ("below * below", "-6", "9"),
        ("pay * n", "£2", "£50"),
        ("pay * share", "£0", "£5"),
        ("pay / n", "£0.20", "£5"),
        ("£20 - pay", "£10", "£19"),
        ("floor(n / 2)", "1", "2"),
        ("ceiling(n / 2)", "1", "3"),
        ("round(n / 2, half_up, 1)", "1", "3"),
        ("min(n, 4)", "2", "4"),
        ("max(n, 3)", "3", "5"),
        ("min(n, below)", "-3", "2"),
        ("max(n, below)", "2", "5"),
        ("how_many(kinds)", "0", "3"),
        ("age(born)", "16", "17"),
        ("year(born)", "2000", "2001"),
        ("if is_new then n else 9", "2", "9"),
        ("of_n", "£5", "£7"),
        ("of_either", "£4", "£6"),
        ("of_new", "£2", "£3"),
        ("sum years of people", "4", "13"),
        ("least years of people", "0", "4"),
        ("most years of people", "4", "9"),
        ("sum fare of people", "£4", "£6"),
        ("count people where works", "1", "2"),
        ("count people where years >= 4", "1", "2"),
        ("sum years of people where works", "4", "13"),
        ("sum years of people where years >= 4", "4", "13"),
        ("least years of people where works", "0", "4"),
        ("most years of people where years >= 4", "4", "9"),
    ];
    let formulas: Vec<String> = expected
        .iter()
        .flat_map(|(formula, low, high)| {
            let compared = [
                (">=", low),
                ("<", low),
                (">", low),
                ("<=", high),
                (">", high),
                ("<", high),
            ];
            compared.map(|(sign, end)| format!("({formula}) {sign} {end}"))
        })
        .collect();
    let standings = standings(&formulas);
    for (formula, standing) in formulas.chunks(6).zip(standings.as_bytes().chunks(6)) {
        let standing = String::from_utf8_lossy(standing);
        assert_eq!(standing, "yn?yn?", "{formula:?}");
    }
}

#[test]
fn test_is_open_only_where_the_missing_facts_decide_it() {
    let expected = [
        ("kind = a", '?'),
        ("kind in [a, b, c]", 'y'),
        ("either = c", 'n'),
        ("either in [a, b]", 'y'),
        ("either in [a, c]", '?'),
        ("either != c", 'y'),
        ("either = kind", '?'),
        ("first = second", 'n'),
        ("n = 6 or n = 1", 'n'),
        ("n = 3", '?'),
        ("n != 6", 'y'),
        ("n in 1..9", 'y'),
        ("n in 6..9", 'n'),
        ("n in 4..9", '?'),
        ("n in [2, 3, 4, 5]", 'y'),
        ("n in [1, 6]", 'n'),
        ("n in [2, 4]", '?'),
        ("born <= 2001-06-15", 'y'),
        ("born < 2000-06-15", 'n'),
        ("born >= 2000-12-01", '?'),
        ("kinds includes a", '?'),
        ("how_many(kinds) = 4", 'n'),
        ("any people where works", 'y'),
        ("every people where works", '?'),
        ("any people where years > 9", 'n'),
        ("every people where years <= 9", 'y'),
        ("any people where years < 4", '?'),
        ("every people where years < 4", 'n'),
        // A record for which a test does not apply is passed over.
        (
            "any people where ((if chosen then given else given) includes c)",
            'n',
        ),
        (
            "every people where ((if chosen then given else given) includes a)",
            'y',
        ),
        (
            "any people where ((if chosen then given else given) includes a)",
            '?',
        ),
    ];
    let formulas = expected.map(|(formula, _)| formula.to_owned());
    let standings = standings(&formulas);
    for ((formula, expected), standing) in expected.into_iter().zip(standings.chars()) {
        assert_eq!(standing, expected, "{formula}");
    }
}

/// What is assumed need not agree with other facts, so it says nothing of them; what is given
/// does.
#[test]
fn fact_that_is_assumed_limits_no_other() {
    let entries = r#"facts: [
            (id: "highest_count", is: Whole, assume: "2"),
            (id: "visits", is: Whole, no_more_than: "highest_count", ask: "?"),
            (id: "lowest_total", is: Whole, no_more_than: "total", assume: "20"),
            (id: "total", is: Whole, ask: "?"),
            (id: "people", is: List([
                (id: "begins", is: Date, assume: "on"),
                (id: "ends", is: Date, not_before: "begins"),
            ])),
        ],
        criteria: [
            (id: "own", says: "O", cite: "1", holds: "visits < 9"),
            (id: "other", says: "O", cite: "1", holds: "total > 9"),
            (id: "of_record", says: "R", cite: "1", holds: "every people where ends >= 2010-01-01"),
        ],"#;
    let book = book(&rule_set("Eligibility", entries));
    for (given, expected) in [
        (r#"{"people": [{}]}"#, "???"),
        (
            r#"{"highest_count": 8, "lowest_total": 10, "people": [{"begins": "2018-05-01"}]}"#,
            "yyy",
        ),
    ] {
        let answer = ask(&book, given).unwrap_or_else(|it| panic!("{it}"));
        let Evaluation::Screening(screening) = answer.first().evaluation() else {
            panic!("a screening");
        };
        assert_eq!(signs(&screening.standings), expected, "{given}");
    }
}
