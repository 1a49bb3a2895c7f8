//! `diff` and `effect` on a book whose rules change on 1 April 2027, with the
//! differences calculated by hand.

use serde_json::Value;

use crate::harness::{Finished, TempDir, almoner, root, utf8};

/// Hall hire: the hour rises from £10 to £12, charities get a half in place of a
/// fifth, and more than 16 hours are for the bookings team.
const HIRE: [(&str, &str); 2] = [
    (
        "2026-04-01",
        r#"values: [(id: "rate", says: "The hourly price", is: "£10.00")],
    lines: [
        (id: "hire", says: "Hire", each: "rate", quantity: "hours", cite: "1", reductions: [
            (id: "charity", says: "Charities", when: "charity", take: "20%", cite: "2"),
        ]),
    ],"#,
    ),
    (
        "2027-04-01",
        r#"values: [(id: "rate", says: "The hourly price", is: "£12.00")],
    lines: [
        (id: "hire", says: "Hire", each: "rate", quantity: "hours", cite: "1", reductions: [
            (id: "charity", says: "Charities", when: "charity", take: "50%", cite: "2"),
        ]),
        (id: "long", says: "A long hire", when: "hours > 16", cite: "3",
            refer: "The bookings team agrees a price."),
        (id: "licence", says: "A licence", when: "alcohol", each: "£25.00", cite: "4"),
    ],"#,
    ),
];

const HIRE_CASES: &str = r#"Cases(rule_set: "hire", cases: [
    (says: "Two hours", on: "2026-05-01", facts: {"hours": 2, "charity": false},
        expect: {"total": "£20.00"}),
    (says: "Two hours of a charity", on: "2026-05-01", facts: {"hours": 2, "charity": true},
        expect: {"total": "£16.00"}),
    (says: "Twenty hours", on: "2026-05-01", facts: {"hours": 20, "charity": false},
        expect: {"total": "£200.00"}),
    (says: "Not known whether a charity", on: "2026-05-01", facts: {"hours": 2},
        expect: {"outcome": "undetermined"}),
])"#;

/// Permits: the age falls from 18 to 16, and only residents get one.
const PERMIT: [(&str, &str); 2] = [
    (
        "2026-04-01",
        r#"facts: [(id: "years", is: Whole, ask: "How old?", within: "0..120")],
    criteria: [(id: "old_enough", says: "Is old enough", cite: "1", holds: "years >= 18")],"#,
    ),
    (
        "2027-04-01",
        r#"facts: [(id: "years", is: Whole, ask: "How old?", within: "0..120"),
        (id: "lives_here", is: YesNo, ask: "Lives here?")],
    criteria: [
        (id: "old_enough", says: "Is old enough", cite: "1", holds: "years >= 16"),
        (id: "resident", says: "Lives here", cite: "2", holds: "lives_here"),
    ],"#,
    ),
];

const PERMIT_CASES: &str = r#"Cases(rule_set: "permit", cases: [
    (says: "A resident of 17", on: "2027-05-01", facts: {"years": 17, "lives_here": true},
        expect: {"outcome": "eligible"}),
    (says: "Someone else of 30", on: "2027-05-01", facts: {"years": 30, "lives_here": false},
        expect: {"outcome": "not eligible"}),
    (says: "30, and not known where", on: "2027-05-01", facts: {"years": 30},
        expect: {"outcome": "undetermined"}),
    (says: "A resident of 15", on: "2027-05-01", facts: {"years": 15, "lives_here": true},
        expect: {"outcome": "not eligible"}),
])"#;

fn book() -> TempDir {
    let book = TempDir::new();
    let decided = r#"decided: Adopted(on: "2026-02-01", by: "Cabinet"), source: "the paper""#;
    for (day, rules) in HIRE {
        let head =
            format!(r#"id: "hire", title: "Hall hire", in_force: "{day}", {decided}, {ROUNDING}"#);
        let facts = r#"facts: [(id: "hours", is: Whole, ask: "How many hours?", within: "1..24"),
        (id: "charity", is: YesNo, ask: "Is it a charity?"),
        (id: "alcohol", is: YesNo, ask: "Is alcohol sold?", assume: "no")],"#;
        let facts = match day {
            "2027-04-01" => facts,
            _ => facts
                .split(",\n        (id: \"alcohol\"")
                .next()
                .expect("it has a start"),
        };
        let facts = match day {
            "2027-04-01" => facts.to_owned(),
            _ => format!("{facts}],"),
        };
        let text = format!("Pricing({head},\n    {facts}\n    {rules}\n)");
        book.write(&format!("rules/hire/{day}.ron"), text);
    }
    book.write("rules/hire/cases.ron", HIRE_CASES);
    for (day, rules) in PERMIT {
        let head = format!(r#"id: "permit", title: "Permits", in_force: "{day}", {decided}"#);
        let text = format!("Eligibility({head},\n    {rules}\n)");
        book.write(&format!("rules/permit/{day}.ron"), text);
    }
    book.write("rules/permit/cases.ron", PERMIT_CASES);
    book
}

const ROUNDING: &str = r#"rounding: (mode: "half_up", to: "£0.01")"#;

const DAYS: [&str; 4] = ["--before", "2027-03-31", "--after", "2027-04-01"];

fn effect(book: &TempDir, args: &[&str]) -> Finished {
    almoner(["effect"]).args(args).book(book).run()
}

/// The rows of a table of a report as JSON, each by the cells that are named.
fn rows(report: &Value, table: &str, cells: &[&str]) -> Vec<String> {
    let tables = report["tables"].as_array().expect("there are tables");
    let found = tables.iter().find(|it| it["title"] == table);
    let table = found.unwrap_or_else(|| panic!("no {table} in {report}"));
    let rows = table["rows"].as_array().expect("there are rows").iter();
    let cell = |row: &Value, name: &&str| match &row["cells"][*name] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let rows = rows.filter(|row| row["cells"].is_object());
    rows.map(|row| {
        cells
            .iter()
            .map(|it| cell(row, it))
            .collect::<Vec<_>>()
            .join(" | ")
    })
    .collect()
}

#[test]
fn effect_on_prices_is_counted_and_added_up() {
    let book = book();
    let json = effect(
        &book,
        &[&["hire"], &DAYS[..], &["--format", "json"]].concat(),
    )
    .json();
    assert_eq!(
        rows(
            &json,
            "How many",
            &["effect", "cases", "before", "after", "pounds"]
        ),
        [
            "dearer | 1 | 20.00 | 24.00 | 4.00",
            "cheaper | 1 | 16.00 | 12.00 | -4.00",
            "now for a person to decide | 1 | null | null | null",
            "unchanged | 1 | null | null | null",
            "All | 4 | 36.00 | 36.00 | 0.00",
        ]
    );
    assert_eq!(
        rows(
            &json,
            "The cases that differ",
            &["case", "before", "after", "entry", "step"]
        ),
        [
            "Two hours | £20.00 | £24.00 | rate | The hourly price: £10.00, now £12.00. \
             The formula was `£10.00`, now `£12.00`.",
            "Two hours of a charity | £16.00 | £12.00 | rate | The hourly price: £10.00, now £12.00. \
             The formula was `£10.00`, now `£12.00`.",
            "Twenty hours | £200.00 | for a person to decide | long | A long hire: now yes. \
             It was not looked at before.",
        ]
    );
    assert_eq!(
        rows(
            &json,
            "Changed entries that no case reaches",
            &["entry", "change", "says"]
        ),
        ["licence | added | A licence"]
    );
}

#[test]
fn effect_on_a_screening_names_the_criterion() {
    let book = book();
    let json = effect(
        &book,
        &[&["permit"], &DAYS[..], &["--format", "json"]].concat(),
    )
    .json();
    assert_eq!(
        rows(
            &json,
            "The cases that differ",
            &["case", "effect", "before", "after", "step"]
        ),
        [
            "A resident of 17 | now yes | no | yes | Is old enough: no, now yes. \
             The formula was `years >= 18`, now `years >= 16`.",
            "Someone else of 30 | now no | yes | no | Lives here: now no. \
             It was not looked at before.",
            "30, and not known where | now not decided yet | yes | not decided yet | \
             Lives here: now not known yet. It was not looked at before.",
        ]
    );
    let notes = json["notes"].to_string();
    assert!(
        notes.contains("Not asked before the change, and left out: lives_here."),
        "{notes}"
    );
    assert!(
        notes.contains("A case reaches every entry that changed."),
        "{notes}"
    );
}

#[test]
fn effect_takes_cases_of_a_file_and_another_book() {
    let (old, new) = (book(), book());
    new.change("rules/hire/2026-04-01.ron", "£10.00", "£11.00");
    let file = old.write(
        "cases.csv",
        "ref,on,hours,charity\nA,2026-05-01,3,no\nB,2027-05-01,3,no\n",
    );
    let args = ["hire", "--with", new.path(), "--in", utf8(&file)];
    let csv = effect(&old, &[&args[..], &["--all", "--format", "csv"]].concat()).success();
    let text = csv.text();
    // 3 × £10 = £30 and 3 × £11 = £33; the version of 2027 is the same in both.
    assert!(text.contains("A,dearer,£30.00,£33.00,3.00,rate,"), "{text}");
    assert!(text.contains("B,unchanged,£36.00,£36.00,0.00,"), "{text}");
    let out = old.join("effect.xlsx");
    effect(&old, &[&args[..], &["--out", utf8(&out)]].concat()).success();
    let workbook = std::fs::read(&out).expect("the workbook is there");
    assert!(workbook.starts_with(b"PK"));
}

#[test]
fn effect_needs_a_change() {
    let book = book();
    let says = effect(&book, &["hire"]).exits(2).stderr;
    assert!(says.contains("--with"), "{says}");
    let says = effect(
        &book,
        &["hire", "--before", "2020-01-01", "--after", "2027-04-01"],
    );
    assert!(says.exits(4).stderr.contains("2026-04-01"));
}

#[test]
fn effect_on_people_shows_nothing_confidential() {
    let council = TempDir::of_rule_set("head-start");
    let changed = TempDir::of_rule_set("head-start");
    changed.change(
        "rules/head-start/2016-06-01.ron",
        r#"holds: "eligible_for_social_housing""#,
        r#"holds: "not eligible_for_social_housing""#,
    );
    let of = |convictions: &str| {
        let row = format!(
            r#"{{"ref":"A","on":"2018-06-15","date_of_birth":"1998-06-15",
            "in_care_or_care_leaver":true,"supported_by_inspire":true,
            "in_education_employment_or_training":true,
            "references":[{{"kind":"training"}},{{"kind":"character","relative":false}}],
            "eligible_for_social_housing":true,"agrees_to_conditions":true{convictions}}}"#
        );
        let file = council.write("people.json", format!("[{row}]"));
        let args = [
            "head-start",
            "--with",
            changed.path(),
            "--in",
            utf8(&file),
            "--format",
            "json",
        ];
        effect(&council, &args).success().text()
    };
    let convicted = of(r#","unspent_convictions":["arson"]"#);
    assert!(convicted.contains("for a person to decide"), "{convicted}");
    assert_eq!(of(""), convicted);
    assert!(
        !convicted.contains("arson") && !convicted.contains("onvict"),
        "{convicted}"
    );
    assert!(of(r#","unspent_convictions":["other"]"#).contains("now no"));
}

#[test]
fn diff_has_every_entry_with_both_texts() {
    let book = book();
    let diff = |args: &[&str]| {
        let diff = ["diff", "hire", "2027-03-31", "2027-04-01"];
        almoner(diff).args(args).book(&book).run().success()
    };
    let text = diff(&[]).text();
    for expected in [
        "Hall hire — rules on 1 April 2027 compared with 31 March 2027",
        "3 entries changed, 3 added, 0 taken out; 3 are the same.",
        "rate — The hourly price\n    Formula\n      before  £10.00\n      after   £12.00\n",
        "hire.charity — Charities\n    Takes off\n      before  20%\n      after   50%\n",
        "licence — A licence (added)\n",
        "    Only when: alcohol\n",
        "    Price of one: £25.00\n",
    ] {
        assert!(text.contains(expected), "{expected} in\n{text}");
    }
    let json = diff(&["--format", "json"]).json();
    let differing = rows(
        &json,
        "What differs",
        &["entry", "change", "field", "before", "after"],
    );
    assert!(differing.contains(&"rate | changed | Formula | £10.00 | £12.00".to_owned()));
    let html = diff(&["--format", "html"]).text();
    assert!(html.contains("<td>£10.00</td>"), "{html}");
}

#[test]
fn diff_of_the_council_names_prices_and_another_book() {
    let changed = TempDir::of_rule_set("music");
    changed.change(
        "rules/music/2017-04-01.ron",
        "Thurrock Music Services",
        "Another paper",
    );
    let with = ["diff", "music", "2018-05-01", "--with", changed.path()];
    let text = almoner(with).book(root()).run().success().text();
    assert!(text.contains("Another paper"), "{text}");
    let same = almoner(["diff", "music", "2018-05-01", "2018-05-01"]).run();
    assert!(
        same.success()
            .text()
            .contains("0 entries changed, 0 added, 0 taken out")
    );
}
