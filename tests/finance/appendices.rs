//! Finance's work from outside: the appendices against the council's printed
//! tables cell by cell, and the files that papers are written to.

use std::fs;

use crate::harness::{TempDir, almoner, council_book, root, stdout_of, utf8};

/// The rows of a CSV text, its header first.
fn records(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let records = reader.records().map(|record| record.expect("a record"));
    records
        .map(|record| record.iter().map(str::to_owned).collect())
        .collect()
}

/// The council's printed table.
fn printed(table: &str) -> Vec<Vec<String>> {
    let path = root().join("tests/council").join(table);
    let text = fs::read_to_string(path).expect("the council's table");
    let rows = text.lines();
    rows.map(|row| row.split('\t').map(str::to_owned).collect())
        .collect()
}

#[test]
fn appendices_match_the_printed_ones_letter_for_letter() {
    let ours = records(&stdout_of(["appendix", "2018/19", "--format", "csv"]));
    let mut council = printed("appendix-1.tsv");
    council.extend(printed("appendix-2.tsv").into_iter().skip(1));
    assert_eq!(ours.len(), 1 + 74);
    assert_eq!(ours.len(), council.len());
    // The heading and 740 cells, letter for letter.
    for (ours, council) in ours.iter().zip(&council) {
        assert_eq!(ours.len(), 10);
        assert_eq!(ours, council);
    }
}

#[test]
fn each_price_can_say_its_row_and_its_decision() {
    let cited = ["appendix", "2018/19", "--cited", "--format", "csv"];
    let rows = records(&stdout_of(cited));
    let lunch = rows.iter().find(|row| row[10] == "nursery.lunch");
    let paper = "Children's Services Overview and Scrutiny Committee";
    assert_eq!(
        lunch.expect("the row")[11..],
        [
            format!("{paper}, 12 December 2017, item 12, Appendix 1, row 56"),
            "adopted by Thurrock Council, taken as known from 1 April 2017".to_owned(),
            format!("{paper}, 12 December 2017, item 12, Appendix 1, row 56"),
            format!("proposed to {paper}, item 12, 12 December 2017"),
        ]
    );
    assert!(rows.iter().all(|row| row.len() == 15));
}

#[test]
fn thirteen_of_nineteen_nursery_rows_rise_above_three_per_cent() {
    let nursery = [
        "compare",
        "2017/18",
        "2018/19",
        "--format",
        "csv",
        "--service",
        "nursery",
    ];
    let all = records(&stdout_of(nursery));
    let above = records(&stdout_of([&nursery[..], &["--above", "3%"]].concat()));
    assert_eq!((all.len(), above.len()), (1 + 19, 1 + 13));
    let week = all
        .iter()
        .find(|row| row[1] == "age_2_3.full.week")
        .expect("the row");
    assert_eq!(
        week[2..],
        [
            "223.00..230.00",
            "230.00..240.00",
            "7.00..10.00",
            "3.14..4.35",
            "rises",
            "3.00",
            "0.14..1.35"
        ]
    );
    let text = stdout_of(["compare", "2017/18", "2018/19", "--service", "nursery"]);
    assert!(text.contains("19 charges: 18 rise, 1 falls; 13 of 19 above policy"));
    let over = ["compare", "2017/18", "2018/19", "--over-policy"];
    let over = records(&stdout_of([&over[..], &["--format", "csv"]].concat()));
    let nursery = above.iter().skip(1).map(|row| &row[1]);
    let of_nursery = over.iter().filter(|row| row[7] == "3.00");
    assert!(of_nursery.map(|row| &row[1]).eq(nursery));
}

#[test]
fn compare_accepts_a_day_and_another_book() {
    let book = council_book();
    let file = book.join("tariffs/2018-19.ron");
    let text = fs::read_to_string(&file).expect("the year's file");
    let adopted = text
        .replace(
            "Proposed(on: \"2017-12-12\", by:",
            "Adopted(on: \"2018-02-28\", by:",
        )
        .replace(" 5.50,", " 5.25,");
    let second = book.join("tariffs/2018-19-adopted.ron");
    fs::write(&second, &adopted).expect("written");
    let states = ["2018/19@proposed", "2018/19@adopted", "--book", utf8(&book)];
    let own = stdout_of([&["compare", "--format", "csv"], &states[..]].concat());
    assert!(
        own.starts_with("Charge,Id,\"2018/19, proposed\",\"2018/19, adopted\""),
        "{own}"
    );
    assert!(own.contains("hourly,5.50,5.25,-0.25"), "{own}");

    fs::remove_file(&second).expect("removed");
    fs::write(&file, adopted).expect("written");
    let there = format!("{}:2018/19", utf8(&book));
    let rows = records(&stdout_of([
        "compare", "2018/19", &there, "--format", "csv",
    ]));
    assert_eq!(rows[0][2..4], ["2018/19, proposed", "2018/19, adopted"]);
    assert_eq!(rows.iter().filter(|row| row[6] == "falls").count(), 1);
    let no_year = format!("{}:2031/32", utf8(&book));
    for (asked, code) in [("nowhere:2018/19", 1), ("tests:2018/19", 1), (&*no_year, 2)] {
        let refused = almoner(["compare", "2018/19", asked]).run();
        assert_eq!(refused.code, Some(code), "{asked}");
    }
    fs::write(&file, "Tariff(").expect("written");
    let broken = almoner(["compare", "2018/19", &there]).run();
    assert_eq!(broken.code, Some(3));
}

#[test]
fn report_file_has_the_format_of_its_extension() {
    let folder = TempDir::new();
    for ending in ["txt", "csv", "json", "md", "html", "xlsx", "docx"] {
        let path = folder.join(format!("appendix.{ending}"));
        stdout_of(["appendix", "2018/19", "--out", utf8(&path)]);
        let first = fs::read(&path).expect("the file");
        stdout_of(["appendix", "2018/19", "--replace", "--out", utf8(&path)]);
        assert_eq!(
            first,
            fs::read(&path).expect("the file"),
            "{ending}: other bytes"
        );
    }
    let described = fs::read_to_string(folder.join("appendix.csv-metadata.json"));
    let described: serde_json::Value =
        serde_json::from_str(&described.expect("a description")).expect("JSON");
    assert_eq!(described["url"], "appendix.csv");
    assert_eq!(
        described["tableSchema"]["columns"][9]["titles"],
        "Charge incl. VAT 2018/19"
    );
    let page = fs::read_to_string(folder.join("appendix.html")).expect("a page");
    assert!(page.contains("<caption>Appendix 1</caption>") && page.contains("scope=\"col\""));
    assert!(page.contains("A4 landscape") && !page.contains("<script"));
    let json = fs::read_to_string(folder.join("appendix.json")).expect("JSON");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(
        json["tables"][0]["rows"][53]["cells"]["gross"]["amount"]["max"],
        "240.00"
    );
}

#[test]
fn tariff_file_is_compared_with_the_book() {
    let folder = TempDir::new();
    let tariff = fs::read_to_string(root().join("tariffs/2018-19.ron"));
    let dearer = tariff.expect("a tariff").replace(" 5.50,", " 6.00,");
    let path = folder.join("2018-19.ron");
    fs::write(&path, dearer).expect("written");
    let rows = records(&stdout_of([
        "compare",
        "2018/19",
        utf8(&path),
        "--above",
        "0",
        "--format",
        "csv",
    ]));
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert_eq!(rows[1][1..5], ["hourly", "5.50", "6.00", "0.50"]);

    fs::write(&path, "Tariff(year: 5)").expect("written");
    let rejected = almoner(["compare", "2018/19", utf8(&path)]).run();
    assert_eq!(rejected.code, Some(3));
    let unknown = almoner(["compare", "2018/19", "2031/32"]).run();
    assert_eq!(unknown.code, Some(2));
}

const STEPS: &str = "5p under £10, 50p under £100, £1";

#[test]
fn uprating_method_gives_forty_of_grangewaters_forty_three() {
    let explain = [
        "explain-uprating",
        "2017/18",
        "2018/19",
        "--service",
        "grangewaters",
    ];
    let text = stdout_of(explain);
    let found = format!("Grangewaters: 5% rounded to {STEPS} explains 40 of 43");
    assert!(text.contains(&found), "{text}");
    let rows = records(&stdout_of([&explain[..], &["--format", "csv"]].concat()));
    let exceptions: Vec<[&str; 3]> = rows
        .iter()
        .skip(1)
        .map(|row| [&row[1], &row[4], &row[5]].map(String::as_str))
        .collect();
    assert_eq!(
        exceptions,
        [
            ["grangewaters.club.thurrock_angling", "9461.00", "9460.00"],
            [
                "grangewaters.club.motorboat_and_waterski",
                "200.00",
                "199.00"
            ],
            [
                "grangewaters.residential.up_to_19.self_catering.days_4",
                "206.00",
                "205.00"
            ],
        ]
    );
}

#[test]
fn next_years_file_passes_the_checks_and_keeps_its_reasons() {
    let book = council_book();
    let file = book.join("tariffs/2019-20.ron");
    let keep = "grangewaters.club.thurrock_angling=agreed for \"three\" years";
    stdout_of([
        "uprate",
        "2018/19",
        "--by",
        "5%",
        "--round",
        STEPS,
        "--on",
        "2018-12-11",
        "--service",
        "grangewaters",
        "--keep",
        keep,
        "--set",
        "nursery.age_2_3.full.week=235.00..=245.00:§4.12",
        "--out",
        utf8(&file),
    ]);
    let checked = stdout_of(["check", "--book", utf8(&book)]);
    assert!(checked.contains("no errors"), "{checked}");
    let text = fs::read_to_string(&file).expect("the file");
    for line in [
        "    year: \"2019/20\",",
        "    in_force: \"2019-04-01\",",
        r##"price: 9460.00, row: 10, note: r#"agreed for "three" years"#),"##,
        r#"price: 235.00..=245.00, row: 54, note: "§4.12"),"#,
        r#"(id: "corporate.minutes_90",                      price:   57.00, row: 12),"#,
        "                // Corporate groups",
    ] {
        assert!(text.contains(line), "{line}");
    }
    let known = [
        "compare",
        "2018/19",
        "2019/20",
        "--book",
        utf8(&book),
        "--format",
        "csv",
    ];
    let rows = records(&stdout_of(known));
    let risen = rows.iter().filter(|row| row[6] == "rises").count();
    assert_eq!(
        risen,
        42 + 1,
        "every Grangewaters row but the kept one, and the range"
    );
}

#[test]
fn price_kept_by_hand_needs_a_reason() {
    let without = almoner([
        "uprate",
        "2018/19",
        "--by",
        "5%",
        "--round",
        STEPS,
        "--keep",
        "nursery.lunch=",
    ])
    .run();
    assert_eq!(without.code, Some(2));
}

#[test]
fn policy_breach_is_named_with_its_paragraph_and_pounds() {
    let rows = records(&stdout_of([
        "policy", "2017/18", "2018/19", "--format", "csv",
    ]));
    let of = |rule: &str| {
        rows.iter()
            .filter(move |row| row[0] == rule)
            .collect::<Vec<_>>()
    };
    assert_eq!(of("nursery_at_most_3").len(), 13);
    assert!(of("nursery_at_most_3").iter().all(|row| row[1] == "§4.12"));
    assert_eq!(of("grangewaters_5").len(), 3);
    let weeks: Vec<&str> = of("week_within_five_days")
        .iter()
        .map(|row| &*row[4])
        .collect();
    assert!(weeks.contains(&"in 2018/19 a week is £133.00, above 5 × £26.50 = £132.50"));
    assert!(weeks.contains(&"in 2017/18 a week is £128.75, above 5 × £23.75 = £118.75"));
    let apart = of("week_and_day_together");
    assert_eq!(
        apart[0][2],
        "nursery.babies.half_day.week, nursery.babies.half_day.day"
    );
    assert_eq!((apart.len(), &*apart[0][5]), (1, "-3.75"));
    let twins = of("residential_twins");
    assert_eq!((twins.len(), &*twins[0][5]), (1, "-1.00"));
    assert!(twins[0][4].starts_with("cost £206.00 and £205.00"));
    assert_eq!(of("has_unit").len(), 2);
}

#[test]
fn vat_that_does_not_add_up_or_changes_is_a_finding() {
    let folder = TempDir::new();
    let tariff = root().join("tariffs/2018-19.ron");
    let text = fs::read_to_string(tariff).expect("the year's file");
    let standard = text.replace("vat_codes: { ", "vat_codes: { \"S\": Standard, ");
    let path = folder.join("2018-19.ron");
    let policy = ["policy", "2017/18", utf8(&path), "--rule", "vat_adds_up"];
    let found = || records(&stdout_of([&policy[..], &["--format", "csv"]].concat()));
    // From another status to the standard rate.
    let changed = standard.replace(
        "id: \"play_scheme\", category: Discretionary, vat: \"O\"",
        "id: \"play_scheme\", category: Discretionary, vat: \"S\"",
    );
    fs::write(&path, changed).expect("written");
    assert_eq!(found()[1][4], "its VAT letter goes from O to S");
    // New at the standard rate, and no net amount makes it: £0.02 and £0.00 are
    // £0.02, £0.03 and £0.01 are £0.04.
    let earlier = folder.join("2017-18.ron");
    let before = root().join("tariffs/2017-18.ron");
    let before = fs::read_to_string(before).expect("the year's file");
    let before = before.replace("vat_codes: { ", "vat_codes: { \"S\": Standard, ");
    for (price, findings) in [("0.03", 1), ("0.06", 0), ("250.00", 0)] {
        let at = |text: &str| {
            let vat = text.replace("Discretionary, vat: \"O\"", "Discretionary, vat: \"S\"");
            vat.replace("price: 17.00", &format!("price: {price}"))
        };
        fs::write(&earlier, at(&before)).expect("written");
        fs::write(&path, at(&standard)).expect("written");
        let both = [
            "policy",
            utf8(&earlier),
            utf8(&path),
            "--rule",
            "vat_adds_up",
        ];
        let rows = records(&stdout_of([&both[..], &["--format", "csv"]].concat()));
        assert_eq!(rows.len(), 1 + findings, "{price}");
    }
}

#[test]
fn policy_is_summed_up_rule_by_rule() {
    let policy = ["policy", "2017/18", "2018/19", "--format", "csv"];
    let rows = records(&stdout_of([&policy[..], &["--summary"]].concat()));
    let of = |place: &str| {
        let found = rows.iter().find(|row| row[2] == place).expect("the rule");
        [&found[3], &found[4]].map(String::as_str)
    };
    assert_eq!(rows.len(), 1 + 9);
    assert_eq!(
        of("§4.12"),
        [
            "19 rows",
            "13 findings. Of 19 rows, 13 rise by more, 5 by less, 1 falls"
        ]
    );
    assert_eq!(
        of("§4.13"),
        [
            "43 rows",
            "3 findings. Of 43 rows, 40 are as the method gives"
        ]
    );
    assert_eq!(of("§4.10"), ["0 rows", "nothing to check"]);
    assert_eq!(of("§8.2"), ["67 rows", "no exceptions"]);
    let twins = stdout_of([&policy[..], &["--rule", "residential_twins"]].concat());
    assert_eq!(records(&twins).len(), 1 + 1);
    let unknown = almoner([&policy[..], &["--rule", "residential_twin"]].concat()).run();
    assert_eq!(unknown.code, Some(2));
    let said = &unknown.stderr;
    assert!(said.contains("did you mean `residential_twins`?"), "{said}");
}

#[test]
fn words_printed_for_a_price_are_kept_year_by_year() {
    let folder = TempDir::new();
    let tariff = root().join("tariffs/2018-19.ron");
    let text = fs::read_to_string(tariff).expect("the year's file");
    let words = "price: Printed(\"13.5% of works value\")";
    let text = text.replacen("price: 17.00", words, 1);
    let path = folder.join("2018-19.ron");
    fs::write(&path, &text).expect("a file");
    let compared = stdout_of(["compare", "2018/19", utf8(&path), "--format", "csv"]);
    assert!(
        compared.contains("17.00,13.5% of works value,,,"),
        "{compared}"
    );
    let same = stdout_of(["compare", utf8(&path), utf8(&path), "--format", "csv"]);
    assert!(same.contains("works value,,,unchanged"), "{same}");
}

#[test]
fn uprating_says_where_the_next_year_is_not_what_the_method_gives() {
    let uprate = ["uprate", "2017/18", "--by", "5%", "--on", "2017-12-12"];
    let method = ["--service", "grangewaters", "--round", STEPS];
    let output = almoner([&uprate[..], &method].concat()).run();
    let remarks = &output.stderr;
    let remarks = remarks.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "The book has 2018/19 already: 40 of 43 raised charges have there the price",
        "Club Use of Site - Thurrock Angling Club is £9,460.00, the method gives £9,461.00",
        "Waterski Club (Per visit) is £199.00, the method gives £200.00",
        "Self catering (4 days, 3 night) is £205.00, the method gives £206.00.",
    ] {
        assert!(remarks.contains(words), "{words} in {remarks}");
    }
}

#[test]
fn statutory_charges_are_left_as_they_are_and_named() {
    let book = council_book();
    let file = book.join("tariffs/2018-19.ron");
    let text = fs::read_to_string(&file).expect("the year's file");
    let text = text.replace(
        "id: \"after_school_club\", category: Discretionary",
        "id: \"after_school_club\", category: Statutory",
    );
    fs::write(&file, &text).expect("written");
    let uprate = ["uprate", "2018/19", "--by", "5%", "--round", STEPS];
    let output = almoner([&uprate[..], &["--book", utf8(&book)]].concat()).run();
    let remarks = &output.stderr;
    let remarks = remarks.split_whitespace().collect::<Vec<_>>().join(" ");
    let named = "Set by law and left as they are: After school club: Learning and Universal Outcomes - After School Club - Holiday Club - Per day.";
    assert!(remarks.contains(named), "{remarks}");
    let report = book.join("report.csv");
    let reported = ["--book", utf8(&book), "--report", utf8(&report)];
    let silent = almoner([&uprate[..], &reported].concat()).run();
    assert_eq!(silent.stderr, "");
    let rows = records(&fs::read_to_string(&report).expect("the report"));
    assert_eq!(rows[2][6], "statutory: set by law");
    let written = output.text();
    assert!(
        written.contains("(id: \"holiday_club.day\", price: 36.50, row: 2)"),
        "{written}"
    );
    // Changed all the same, it is a finding until a note names the instrument.
    let policy = ["policy", "2017/18", "2018/19", "--format", "csv"];
    let rule = ["--rule", "statutory_stays", "--book", utf8(&book)];
    for (price, findings) in [
        ("36.50", 0),
        ("40.00", 1),
        ("40.00, note: \"SI 2018/1\"", 0),
    ] {
        let changed = text.replace("price: 36.50", &format!("price: {price}"));
        fs::write(&file, changed).expect("written");
        let rows = records(&stdout_of([&policy[..], &rule].concat()));
        assert_eq!(rows.len(), 1 + findings, "{price}");
    }
}

#[test]
fn csv_begins_with_a_byte_order_mark_when_asked() {
    let plain = almoner(["appendix", "2018/19", "--format", "csv"])
        .run()
        .success();
    let marked = almoner(["appendix", "2018/19", "--format", "csv", "--bom"])
        .run()
        .success();
    assert_eq!(
        marked.stdout,
        ["\u{feff}".as_bytes(), &plain.stdout].concat()
    );
    let folder = TempDir::new();
    let file = folder.join("a.csv");
    almoner(["appendix", "2018/19", "--bom", "--out", utf8(&file)])
        .run()
        .success();
    assert_eq!(fs::read(&file).expect("the file"), marked.stdout);
    let refused = almoner(["appendix", "2018/19", "--format", "html", "--bom"]).run();
    assert_eq!(refused.code, Some(2));
    assert!(
        refused.stderr.contains("`--bom` is for CSV"),
        "{}",
        refused.stderr
    );
}

#[test]
fn figures_that_the_paper_does_not_print_are_marked() {
    let folder = TempDir::new();
    let file = folder.join("fees.csv");
    let text =
        "Item,S/D,VAT code,2018/19 charge\nHalls - Hall,D,S,£12.00\nHalls - Hut,D,S,£5-£10\n";
    fs::write(&file, text).expect("a file");
    let book = folder.join("book");
    let import = [
        "import",
        utf8(&file),
        "--out",
        utf8(&book),
        "--vat",
        "S=standard",
    ];
    let taken = almoner(import).run();
    assert_eq!(taken.code, Some(0), "{}", taken.stderr);
    let tariff = fs::read_to_string(book.join("tariffs/2018-19.ron")).expect("a tariff");
    assert!(tariff.contains("prints_only_gross: true"), "{tariff}");
    let appendix = [
        "appendix",
        "2018/19",
        "--format",
        "csv",
        "--book",
        utf8(&book),
    ];
    let rows = records(&stdout_of(appendix));
    assert_eq!(
        rows[0][3..],
        [
            "Charge excl. VAT 2018/19 (calculated)",
            "VAT Amount 2018/19 (calculated)",
            "Charge incl. VAT 2018/19"
        ]
    );
    // VAT is a sixth of what is paid.
    assert_eq!(rows[1][3..], ["£ 10.00", "£ 2.00", "£ 12.00"]);
    assert_eq!(rows[2][5], "£5-£10");
}
