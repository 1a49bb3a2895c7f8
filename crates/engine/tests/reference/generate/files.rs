//! The files of a book but for the rule set that is asked about.

/// Prices of two years, changed within the first; rates, a calendar, and another rule
/// set from which values are taken.
pub(super) const FILES: [(&str, &str); 9] = [
    (
        "tariffs/charges.ron",
        r#"Charges(services: [(id: "x", title: "X", charges: [
    (id: "low", name: "Low"), (id: "mid", name: "Mid"), (id: "one", name: "One"), (id: "rate", name: "Rate"),
    (id: "odd", name: "Odd"), (id: "free", name: "Free"),
])])"#,
    ),
    (
        "tariffs/2018-19.ron",
        r#"Tariff(year: "2018/19", in_force: "2018-04-01", until: "2019-03-31", source: "P",
    decided: Adopted(on: "2018-01-01", by: "C"),
    vat_codes: { "E": Exempt, "S": Standard, "R": Reduced, "N": NotExplained, "O": OutsideScope },
    services: [(id: "x", category: Discretionary, vat: "E", cite: "A", charges: [
        (id: "low", price: 2.00..=4.00, row: 1, vat: "S"), (id: "mid", price: 3.05..=5.00, row: 2, vat: "R"),
        (id: "one", price: 5.00, row: 3, vat: "S"), (id: "rate", price: Variable(1.35), row: 4),
        (id: "odd", price: 2.25, row: 5, vat: "N"), (id: "free", price: 1.15, row: 6, vat: "O")])])"#,
    ),
    (
        "tariffs/2019-20.ron",
        r#"Tariff(year: "2019/20", in_force: "2019-04-01", until: "2020-03-31", source: "P",
    decided: Adopted(on: "2019-01-01", by: "C"),
    vat_codes: { "E": Exempt, "S": Standard, "R": Reduced, "N": NotExplained, "O": OutsideScope },
    services: [(id: "x", category: Discretionary, vat: "E", cite: "A", charges: [
        (id: "low", price: 2.50..=4.00, row: 1, vat: "S"), (id: "mid", price: 3.35..=5.00, row: 2, vat: "E"),
        (id: "one", price: 5.00, row: 3, vat: "S"), (id: "rate", price: Variable(1.45), row: 4),
        (id: "odd", price: 2.25, row: 5, vat: "N"), (id: "free", price: 1.25, row: 6, vat: "O")])])"#,
    ),
    (
        "tariffs/2018-19-varied.ron",
        r#"Variation(year: "2018/19", in_force: "2018-08-15", decided: Adopted(on: "2018-08-01", by: "D"),
    authority: "A", reason: "R", source: "S", charges: [(id: "x.one", price: 5.75), (id: "x.mid", price: 4.00..=4.50)])"#,
    ),
    (
        "rules/rate.ron",
        r#"Parameter(id: "rate", says: "Rate", gives: Money, until: "2019-12-31",
    takes: [(id: "colour", is: OneOf(["red", "green", "blue"]))], periods: [
    (from: "2018-01-01", cite: "I", rows: [(["red, green"], "£1.10"), (["blue"], "£2.20")], decided: Adopted(on: "2018-01-01", by: "Cabinet")),
    (from: "2018-06-01", cite: "I", rows: [(["-"], "£3.30")], decided: Adopted(on: "2018-06-01", by: "Cabinet")),
    (from: "2019-02-20", cite: "I", rows: [(["red"], "£3.30"), (["green, blue"], "£0.30")], decided: Adopted(on: "2018-06-01", by: "Cabinet"))])"#,
    ),
    (
        "calendars/terms.ron",
        r#"Calendar(id: "terms", says: "Terms", source: "S", known: "2017-01-01", from: "2018-01-01", until: "2019-12-31", days: [
    (from: "2018-02-01", until: "2018-03-10", says: "A"), (from: "2018-05-01", says: "B"),
    (from: "2018-05-03", until: "2018-07-20", says: "C"), (from: "2019-02-11", until: "2019-02-28", says: "D")])"#,
    ),
    (
        "rules/two/2018-01-01.ron",
        r#"Eligibility(id: "two", title: "Two", in_force: "2018-01-01", decided: Adopted(on: "2018-01-01", by: "C"), source: "Paper",
    facts: [
        (id: "born", is: Date, changes: Never), (id: "n", is: Whole, within: "0..9", changes: Never),
        (id: "flag", is: YesNo, assume: "no", changes: Never),
    ],
    values: [
        (id: "grade", is: "if age(born) >= 1 then n + 1 else n * 2"), (id: "bonus", is: "£2.55 * n", when: "n < 7"),
        (id: "fits", is: "flag or n > 3 or born >= 2018-06-01"),
    ],
    criteria: [(id: "c", says: "C", cite: "1", holds: "fits and bonus > £5.00")],
    follows: [(id: "last", says: "L", is: "on + 3 months")])"#,
    ),
    (
        "rules/two/2019-02-01.ron",
        r#"Eligibility(id: "two", title: "Two", in_force: "2019-02-01", until: "2019-05-31", based_on: "2018-01-01",
    decided: Adopted(on: "2019-01-01", by: "C"), source: "Paper",
    values: [(id: "grade", is: "n * 3 + month(on)")])"#,
    ),
    (
        "rules/two/cases.ron",
        r#"Cases(rule_set: "two", cases: [])"#,
    ),
];

pub(super) const TABLES: &str = r#"    tables: [
        (id: "price", takes: [(id: "n", is: Whole), (id: "c", is: OneOf(["red", "green", "blue"]))], gives: Money,
            otherwise: "none", rows: [(["..3", "-"], "£1.25"), (["4..9", "red, blue"], "charge x.low"), (["10..", "green"], "£9.99")]),
        (id: "fees", takes: [(id: "n", is: Whole, within: "0..12"), (id: "q", is: Whole, within: "0..6")], gives: Money,
            rows: [(["0..5", "-"], "£4.00"), (["6..12", "0..2"], "charge x.one"), (["6..12", "3..6"], "£0.35")]),
    ],
    packages: [(id: "seats", covers: ["adults", "children"], offers: [
        (id: "single", says: "S", holds: [1, 0], price: "£7.00"),
        (id: "child", says: "C", holds: [0, 1], price: "£4.50"),
        (id: "family", says: "F", holds: [2, 3], at_least: [1, 1], in_all: 4, price: "£15.00"),
        (id: "group", says: "G", holds: [4, 4], price: "£26.00"),
    ])],
"#;
