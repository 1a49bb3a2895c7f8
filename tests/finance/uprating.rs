//! Next year's file has the prices of the report in every layout of a tariff;
//! what rounding undoes is named; rises above policy mean one thing.

use std::fs;

use crate::harness::{Finished, TempDir, almoner, council_book, utf8};

const CATALOGUE: &str = "Charges(services: [(id: \"hall\", title: \"Halls\", charges: [\
    (id: \"short\", per: Hour, name: \"Halls - Short\"), (id: \"long\", name: \"Halls - Long\"), \
    (id: \"lease\", name: \"Halls - Lease\")])])\n";

/// The same tariff in several layouts.
const LAYOUTS: [&str; 4] = [
    // Two charges on a line.
    "Tariff(\n    year: \"2026/27\",\n    in_force: \"2026-04-01\",\n    until: \"2027-03-31\",\n    \
     decided: Proposed(on: \"2025-12-12\", by: \"Cabinet\"),\n    source: \"item 1\",\n    \
     vat_codes: { \"E\": Exempt },\n    services: [\n        (\n            id: \"hall\", category: Discretionary, vat: \"E\", cite: \"Appendix 1\",\n            charges: [\n      \
     (id: \"short\", price: 20.00, row: 1), (id: \"long\", price: 15.00, row: 2),\n      (id: \"lease\", price: Printed(\"POA\"), row: 3),\n            ],\n        ),\n    ],\n)\n",
    // On one line, with services first and a tab.
    "Tariff(services:\t[(id: \"hall\", category: Discretionary, vat: \"E\", cite: \"Appendix 1\", charges: [(id: \"short\", price: 20.00, row: 1), (id: \"long\", price: 15.00, row: 2), (id: \"lease\", price: Printed(\"POA\"), row: 3)])], year: \"2026/27\", in_force: \"2026-04-01\", until: \"2027-03-31\", decided: Proposed(on: \"2025-12-12\", by: \"Cabinet\"), source: \"item 1\", vat_codes: { \"E\": Exempt })\n",
    // A field a line, in another order, with comments that look like fields.
    "// services: [\nTariff(\n  year: \"2026/27\", in_force: \"2026-04-01\", until: \"2027-03-31\",\n  decided: Proposed(on: \"2025-12-12\", by: \"Cabinet\"), source: \"services: [\", vat_codes: {\"E\": Exempt},\n  /* services: [ */ services: [\n  (id: \"hall\", category: Discretionary, vat: \"E\", cite: \"Appendix 1\", charges: [\n  (\n    row: 1,\n    price: 20.00,\n    id: \"short\",\n  ),\n  (\n    id: \"long\", note: \"an (old) note, kept\",\n    price: 15.00,\n    row: 2\n  ),\n  (id: \"lease\", row: 3, price: Printed(\"POA\")),\n  ])])\n",
    // Without spaces, price last.
    "Tariff(year:\"2026/27\",in_force:\"2026-04-01\",until:\"2027-03-31\",decided:Proposed(on:\"2025-12-12\",by:\"Cabinet\"),source:\"item 1\",vat_codes:{\"E\":Exempt},services:[(id:\"hall\",category:Discretionary,vat:\"E\",cite:\"Appendix 1\",charges:[\n(id:\"short\",row:1,price:20.00),\n(id:\"long\",row:2,price:15.00),\n(id:\"lease\",row:3,price:Printed(\"POA\")),\n])])\n",
];

/// A book of a catalogue and one tariff.
fn book_of(catalogue: &str, tariff: &str) -> TempDir {
    let book = TempDir::new();
    for folder in ["rules", "tariffs"] {
        fs::create_dir_all(book.join(folder)).expect("a folder");
    }
    fs::write(book.join("tariffs/charges.ron"), catalogue).expect("written");
    fs::write(book.join("tariffs/2026-27.ron"), tariff).expect("written");
    book
}

#[test]
fn next_years_file_has_the_reported_prices_in_every_layout() {
    for layout in LAYOUTS {
        let book = book_of(CATALOGUE, layout);
        let out = book.join("tariffs/2027-28.ron");
        let home = ["--book", utf8(&book)];
        let uprate = [
            "uprate",
            "2026/27",
            "--by",
            "4%",
            "--round",
            "50p",
            "--on",
            "2026-12-01",
            "--set",
            "hall.long=16.50:decided by (Cabinet)",
            "--out",
            utf8(&out),
        ];
        almoner([&uprate[..], &home].concat()).run().success();
        almoner([&["check"], &home[..]].concat()).run().success();
        let csv = almoner([&["tariff", "2027/28", "--format", "csv"], &home[..]].concat());
        let csv = csv.run();
        let csv = csv.success().text();
        assert!(csv.contains("hall.short,21.00,"), "{layout}\n{csv}");
        assert!(csv.contains("hall.long,16.50,"), "{layout}\n{csv}");
        assert!(csv.contains("decided by (Cabinet)"), "{layout}\n{csv}");
        assert!(csv.contains("hall.lease,POA,"), "{layout}\n{csv}");
        assert!(!csv.contains("an (old) note"), "{csv}");
        let years = ["compare", "2026/27", "2027/28"];
        let text = almoner([&years[..], &home].concat()).run().success().text();
        assert!(text.contains("3 charges: 2 rise, 1 is unchanged"), "{text}");
    }
}

#[test]
fn what_rounding_undoes_is_never_called_raised() {
    let tariff = LAYOUTS[0].replace("20.00", "0.20").replace("15.00", "3.15");
    let book = book_of(CATALOGUE, &tariff);
    let uprate = |by: &str, round: &str| {
        let args = [
            "uprate",
            "2026/27",
            "--by",
            by,
            "--round",
            round,
            "--on",
            "2026-12-01",
            "--book",
            utf8(&book),
        ];
        almoner(args).run().success().stderr
    };
    let report = uprate("1%", "£1");
    assert!(report.contains("0 of 3 charges raised by 1%"), "{report}");
    assert!(report.contains("Rounding lowers: Halls: Long."), "{report}");
    assert!(
        report.contains("Rounding makes free of charge: Halls: Short."),
        "{report}"
    );
    let report = uprate("1%", "10p");
    assert!(
        report.contains("Rounding leaves unchanged: Halls: Short."),
        "{report}"
    );
}

#[test]
fn without_a_policy_nothing_is_held_against_it() {
    let book = council_book();
    let next = book.join("tariffs/2019-20.ron");
    let home = ["--book", utf8(&book)];
    let uprate = [
        "uprate",
        "2018/19",
        "--by",
        "3%",
        "--round",
        "5p",
        "--on",
        "2018-12-01",
        "--out",
        utf8(&next),
    ];
    almoner([&uprate[..], &home].concat()).run().success();
    for verb in [
        &["compare", "2018/19", "2019/20", "--over-policy"][..],
        &["compare", "2018/19", "2019/20", "--policy"],
        &["policy", "2018/19", "2019/20"],
    ] {
        let output = almoner([verb, &home].concat()).run();
        assert_eq!(output.code, Some(2), "{verb:?}: {}", output.stderr);
        let says = "the book has no policy for 2019/20";
        assert!(output.stderr.contains(says), "{}", output.stderr);
    }
}

#[test]
fn above_policy_is_what_policy_finds() {
    let text = almoner(["compare", "2017/18", "2018/19", "--over-policy"]);
    let text = text.run().success().text();
    // 5% and its rounding give every price of Grangewaters or more.
    assert!(!text.contains("Grangewaters"), "{text}");
    assert!(text.contains("All: 13 charges"), "{text}");
    let policy = almoner([
        "policy",
        "2017/18",
        "2018/19",
        "--rule",
        "nursery_at_most_3",
    ]);
    let policy = policy.run().success().text();
    assert!(policy.contains("13 findings"), "{policy}");
}

#[test]
fn what_was_free_is_in_the_list_of_rises() {
    let before = LAYOUTS[0]
        .replace("20.00", "0.00")
        .replace("15.00", "Printed(\"POA\")");
    let book = book_of(CATALOGUE, &before);
    let after = LAYOUTS[0]
        .replace("2026/27", "2027/28")
        .replace("2027-03-31", "2028-03-31")
        .replace("2026-04-01", "2027-04-01");
    fs::write(book.join("tariffs/2027-28.ron"), after).expect("written");
    let args = [
        "compare",
        "2026/27",
        "2027/28",
        "--above",
        "3%",
        "--book",
        utf8(&book),
    ];
    let text = almoner(args).run().success().text();
    assert!(text.contains("Short"), "{text}");
    let apart = "Priced differently, with no percentage: Halls - Long (POA to £15.00).";
    assert!(text.contains(apart), "{text}");
}

/// A catalogue with a charge that this year does not have.
const WITH_NEW: &str = "Charges(services: [(id: \"hall\", title: \"Halls\", charges: [\
    (id: \"short\", per: Hour, name: \"Halls - Short\"), (id: \"long\", name: \"Halls - Long\"), \
    (id: \"lease\", name: \"Halls - Lease\"), (id: \"night\", name: \"Halls - Night\")])])\n";

/// Runs `uprate` with a plan of these rules on a tariff.
fn planned(tariff: &str, year: &str, rules: &str) -> (TempDir, Finished) {
    let book = book_of(WITH_NEW, tariff);
    let plan = format!("Plan(\n  year: \"{year}\",\n  rules: [\n{rules}\n  ],\n)\n");
    fs::write(book.join("plan.ron"), plan).expect("written");
    let plan = book.join("plan.ron");
    let out = book.join("tariffs/2027-28.ron");
    let args = [
        "uprate",
        "2026/27",
        "--on",
        "2026-12-01",
        "--plan",
        utf8(&plan),
    ];
    let ends = ["--out", utf8(&out), "--book", utf8(&book)];
    let finished = almoner([&args[..], &ends].concat()).run();
    (book, finished)
}

#[test]
fn plan_raises_keeps_sets_adds_and_ends_in_every_layout() {
    let rules = "    (charges: \"*\", price: Raise(\"9%\", \"£1\"), reason: \"all\"),\n    \
        (charges: \"hall\", price: Raise(\"2%\", \"50p\"), reason: \"inflation\"),\n    \
        (charges: \"hall.l*g\", price: Set(\"16.50\"), reason: \"by (Cabinet)\"),\n    \
        (charges: \"hall.night\", price: New(\"40.00\"), reason: \"opens in May\"),\n    \
        (charges: \"hall.lease\", price: End, reason: \"sold\"),";
    for layout in LAYOUTS {
        let (book, done) = planned(layout, "2027/28", rules);
        let done = done.success();
        assert!(
            done.stderr
                .contains("hall: 1 of 1 charge raised by 2%, rounded half up to 50p: inflation."),
            "{}",
            done.stderr
        );
        let home = ["--book", utf8(&book)];
        almoner([&["check"], &home[..]].concat()).run().success();
        let csv = almoner([&["tariff", "2027/28", "--format", "csv"], &home[..]].concat());
        let csv = csv.run().success().text();
        for expected in ["20.50", "16.50", "40.00"] {
            assert!(csv.contains(expected), "{expected} in {csv} of {layout}");
        }
        let written = fs::read_to_string(book.join("tariffs/2027-28.ron")).expect("the file");
        assert!(written.contains("(id: \"night\", price: 40.00, row: 4, note: \"opens in May\")"));
        assert!(
            written.contains("Ended") && written.contains("inflation"),
            "{written}"
        );
    }
}

/// The year of a plan, its rules, and the place and the words of the mistake.
const MISTAKES: [[&str; 4]; 10] = [
    [
        "2027/28",
        "(charges: \"hal\", price: Keep, reason: \"x\")",
        "plan.ron:4:12",
        "did you mean `hall`?",
    ],
    [
        "2027/28",
        "(charges: \"hall.longg\", price: Keep, reason: \"x\")",
        "plan.ron:4:12",
        "did you mean `hall.long`?",
    ],
    [
        "2027/28",
        "(charges: \"hall\", price: Raise(\"3\", \"5p\"), reason: \"x\")",
        "plan.ron:4:",
        "`3` is not a percentage",
    ],
    [
        "2027/28",
        "(charges: \"hall\", price: Set(\"1.005\"), reason: \"x\")",
        "plan.ron:4:",
        "`1.005` is not a price",
    ],
    [
        "2027/28",
        "(charges: \"hall\", price: Keep, reason: \" \")",
        "plan.ron:4:",
        "the reason is missing",
    ],
    [
        "2027/28",
        "(charges: \"hall\", price: Kept, reason: \"x\")",
        "plan.ron:4:",
        "Keep",
    ],
    [
        "2027/28",
        "(charges: \"hall\", price: Keep, reason: \"x\"),\n(charges: \"hall.*\", price: End, reason: \"x\")",
        "plan.ron:5:12",
        "equally precise",
    ],
    [
        "2028/29",
        "(charges: \"hall\", price: Keep, reason: \"x\")",
        "plan.ron:2:10",
        "the year after 2026/27 is 2027/28",
    ],
    [
        "2027/28",
        "(charges: \"hall.long\", price: New(\"2.00\"), reason: \"x\")",
        "plan.ron:4:12",
        "has a price in 2026/27 already",
    ],
    [
        "2027/28",
        "(charges: \"hall.night\", price: Keep, reason: \"x\")",
        "plan.ron:4:12",
        "has no price in 2026/27",
    ],
];

#[test]
fn plan_is_refused_with_the_place_of_each_mistake() {
    for [year, rules, place, says] in MISTAKES {
        let (book, refused) = planned(LAYOUTS[0], year, rules);
        let said = &refused.stderr;
        assert_eq!(refused.code, Some(3), "{said}");
        assert!(
            said.contains(place) && said.contains(says),
            "{rules}: {said}"
        );
        assert!(!book.join("tariffs/2027-28.ron").exists(), "{rules}");
    }
}

#[test]
fn services_are_raised_by_percentages_of_their_own() {
    let uprate = |args: &[&str]| {
        let first = ["uprate", "2018/19", "--on", "2018-12-01"];
        almoner([&first[..], args].concat()).run()
    };
    let services = [
        "--service",
        "nursery=3%@5p:staff costs",
        "--service",
        "music.*=0%@1p",
    ];
    let done = uprate(&services).success();
    let said = &done.stderr;
    assert!(
        said.contains(
            "nursery: 19 of 19 charges raised by 3%, rounded half up to 5p: staff costs."
        ),
        "{said}"
    );
    assert!(said.contains("unchanged"), "{said}");
    let all = uprate(&[&["--by", "5%", "--round", "£1"], &services[..]].concat()).success();
    assert!(all.stderr.contains("All others: "), "{}", all.stderr);
    for (args, says) in [
        (
            &["--service", "nurserry=3%@5p"][..],
            "did you mean `nursery`?",
        ),
        (&["--service", "nursery"], "--service nursery=3%@5p"),
        (&["--service", "nursery=3%"], "does not say the rounding"),
        (
            &["--service", "nursery=3%@5p", "--service", "nursery.*=4%@5p"],
            "equally precise",
        ),
        (&[], "--plan FILE"),
    ] {
        let refused = uprate(args);
        assert_eq!(refused.code, Some(2), "{args:?}");
        assert!(refused.stderr.contains(says), "{}", refused.stderr);
    }
}

#[test]
fn example_plan_makes_a_year_that_passes_the_checks() {
    let book = council_book();
    let out = book.join("tariffs/2019-20.ron");
    let args = [
        "uprate",
        "2018/19",
        "--on",
        "2018-12-01",
        "--plan",
        "examples/plan-2019-20.ron",
    ];
    let ends = ["--out", utf8(&out), "--book", utf8(&book)];
    let done = almoner([&args[..], &ends].concat()).run().success();
    assert!(done.stderr.contains("kept:"), "{}", done.stderr);
    let written = fs::read_to_string(&out).expect("the file");
    assert!(
        written.contains("note: \"agreed with the nurseries\""),
        "{written}"
    );
    // Cases that expect 2019 to have no prices move on a year: nothing else is wrong.
    let prices = [
        "tariff",
        "2019/20",
        "--format",
        "csv",
        "--book",
        utf8(&book),
    ];
    let prices = almoner(prices).run().success().text();
    assert!(prices.contains("nursery.hourly,6.50"), "{prices}");
}

#[test]
fn draft_is_looked_at_with_the_policy_of_the_year_before() {
    let book = council_book();
    let draft = book.join("2019-20.ron");
    let args = [
        "uprate",
        "2018/19",
        "--by",
        "4%",
        "--round",
        "5p",
        "--on",
        "2018-12-01",
    ];
    almoner([&args[..], &["--out", utf8(&draft)]].concat())
        .run()
        .success();
    let run = |args: &[&str]| almoner([args, &["2018/19", utf8(&draft)]].concat()).run();
    assert_eq!(run(&["policy"]).code, Some(2));
    let found = run(&[
        "policy",
        "--policy",
        "2018/19",
        "--summary",
        "--format",
        "csv",
    ])
    .success();
    // Every nursery price rises by about 4%, which is above 3%.
    assert!(found.text().contains("19 findings"), "{}", found.text());
    let refused = run(&["policy", "--policy", "2020/21"]);
    assert_eq!(refused.code, Some(2));
    assert!(
        refused.stderr.contains("there are: 2018/19"),
        "{}",
        refused.stderr
    );
    assert_eq!(run(&["forecast"]).code, Some(2));
    let volumes = book.join("volumes.csv");
    fs::write(&volumes, "charge,volume\nnursery.hourly,100\n").expect("written");
    let year = [
        "forecast",
        "--policy",
        "2018-19",
        "--volumes",
        utf8(&volumes),
    ];
    let forecast = run(&[&year[..], &["--format", "csv"]].concat())
        .success()
        .text();
    assert!(forecast.contains("Day Nurseries,1 of 19"), "{forecast}");
}

#[test]
fn comparison_is_filtered_by_what_became_of_the_price() {
    let rows = |only: &[&str]| -> Vec<String> {
        let args = ["compare", "2017/18", "2018/19", "--format", "csv"];
        let only = only.iter().flat_map(|way| ["--only", way]);
        let text = almoner(args.into_iter().chain(only)).run().success().text();
        // The name is shorter where all rows of a service begin alike: what follows it.
        let figures = |row: &str| row.rsplitn(8, ',').take(7).collect::<Vec<_>>().join(",");
        text.lines().skip(1).map(figures).collect()
    };
    let all = rows(&[]);
    let ways = ["falls", "new", "ended", "unchanged"];
    for way in ways {
        let word = format!(",{way},");
        let expected: Vec<&String> = all.iter().filter(|row| row.contains(&word)).collect();
        let given = rows(&[way]);
        assert_eq!(given.iter().collect::<Vec<_>>(), expected, "{way}");
    }
    assert!(!rows(&["falls"]).is_empty() && !rows(&["ended"]).is_empty());
    let two = rows(&["falls"]).len() + rows(&["ended"]).len();
    assert_eq!(rows(&["falls", "ended"]).len(), two);

    // Free until now: in every list of rises.
    let old = LAYOUTS[0].replace("15.00", "0.00");
    let book = book_of(CATALOGUE, &old);
    let new = LAYOUTS[0].replace("2027-03-31", "2028-03-31");
    let new = new
        .replace("2026-04-01", "2027-04-01")
        .replace("2026/27", "2027/28");
    fs::write(book.join("tariffs/2027-28.ron"), new).expect("written");
    for filter in [
        &["--only", "rises"][..],
        &["--above", "3%"],
        &["--above", "50%"],
    ] {
        let args = [
            "compare",
            "2026/27",
            "2027/28",
            "--format",
            "csv",
            "--book",
            utf8(&book),
        ];
        let text = almoner([&args[..], filter].concat()).run().success().text();
        assert!(text.contains("long") && text.lines().count() == 2, "{text}");
    }
}
