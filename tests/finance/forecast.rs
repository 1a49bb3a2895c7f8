//! Income by service stream from outside: the paper's own budget, volumes from
//! a file, and the errors of a file with mistakes.

use std::fs;

use serde_json::Value;

use crate::harness::{Finished, TempDir, almoner, utf8};

fn forecast(args: &[&str]) -> Finished {
    almoner(["forecast", "2017/18", "2018/19"]).args(args).run()
}

fn json(args: &[&str]) -> Value {
    forecast(&[args, &["--format", "json"]].concat())
        .success()
        .json()
}

/// The cells of a stream's or charge's row in a table.
fn cells<'j>(paper: &'j Value, table: usize, name: &str) -> &'j Value {
    let rows = paper.pointer(&format!("/tables/{table}/rows"));
    let rows = rows.and_then(Value::as_array).expect("rows");
    let of = |key: &str| format!("/cells/{key}");
    let named = |row: &&Value| {
        let mut names = ["stream", "id"]
            .iter()
            .filter_map(|key| row.pointer(&of(key)));
        names.any(|it| it == name)
    };
    let row = rows.iter().find(named).expect("the row");
    row.get("cells").expect("its cells")
}

fn pounds(value: &Value) -> i64 {
    let text = value.as_str().expect("an exact amount");
    let pence = text.replace('.', "");
    pence.parse().expect("pounds and pence")
}

#[test]
fn budget_table_adds_up_and_its_text_does_not() {
    let paper = json(&[]);
    let printed = &paper["tables"][1];
    let total = cells(&paper, 1, "Total");
    for (column, figure) in [
        ("outturn", "-1236463.00"),
        ("budget", "-1175131.00"),
        ("forecast", "-1122597.00"),
        ("proposed", "-1248131.00"),
    ] {
        assert_eq!(total[column], figure);
        let rows = printed["rows"].as_array().expect("rows");
        let streams = rows.iter().filter(|row| row["row"] == "charge");
        let sum: i64 = streams.map(|row| pounds(&row["cells"][column])).sum();
        assert_eq!(sum, pounds(&total[column]), "{column}");
    }
    let notes = printed["notes"].to_string();
    assert!(notes.contains("every printed total is the sum of its streams"));
    assert!(
        notes.contains("§4.3 does not agree with the table") && notes.contains("is 73,000."),
        "{notes}"
    );
}

#[test]
fn forecast_without_volumes_gives_the_break_even_volume() {
    let paper = json(&[]);
    let nursery = cells(&paper, 0, "Day Nurseries");
    // 321,758 from 224,046; the rows rise by -2.91% to 15.38%.
    assert_eq!(nursery["must_rise"], "43.61%");
    assert_eq!(nursery["prices"]["low"], "-2.91%");
    assert_eq!(nursery["prices"]["high"], "15.38%");
    // 321,758 ÷ 224,046 is 1.4361; ÷ 1.1538 and ÷ 0.9709 that is 1.2446 and 1.4792.
    assert_eq!(nursery["volume"]["low"], "24.46%");
    assert_eq!(nursery["volume"]["high"], "47.92%");
    // The budget is the forecast, and prices rise by 3%: 1 ÷ 1.03 is 0.9709.
    let college = cells(&paper, 0, "Adult College");
    assert_eq!(
        (&college["prices"], &college["volume"]),
        (&"3.00%".into(), &"-2.91%".into())
    );
    let placement = cells(&paper, 0, "Placement Support");
    assert!(placement["prices"].is_null() && placement["volume"].is_null());
    // 321,758 from 263,758.
    let from_budget = json(&["--from", "budget"]);
    assert_eq!(
        cells(&from_budget, 0, "Day Nurseries")["must_rise"],
        "21.99%"
    );
}

#[test]
fn price_and_volume_effects_add_up() {
    let folder = TempDir::new();
    let volumes = folder.write(
        "volumes.csv",
        "Charge,2017-18,2018/19,note\r\n\
         grangewaters.club.motorboat_and_waterski,52,50,visits\r\n\
         grangewaters.celebration.under_14.minutes_90,\"1,300\",1310,\r\n\
         \r\n\
         private_tuition.first_person.minutes_90,40,0,ended\r\n\
         nursery.age_2_3.full.week,10,12,\r\n",
    );
    let volumes = utf8(&volumes);
    let paper = json(&["--volumes", volumes]);
    let skills = cells(&paper, 0, "Learning & Skills");
    // 52 × £190 + 1,300 × £140; 50 × £199 + 1,310 × £147.
    assert_eq!(skills["income_before"], "-191880.00");
    assert_eq!(skills["income_after"], "-202520.00");
    assert_eq!(skills["counted"], "2 of 44");
    let change = pounds(&skills["income_after"]) - pounds(&skills["income_before"]);
    let effects = pounds(&skills["volume_effect"]) + pounds(&skills["price_effect"]);
    assert_eq!(change, effects);
    // The budget is 313,665.
    assert_eq!(skills["against_budget"], "111145.00");
    // 5% is 50 × £9.50 + 1,310 × £7; the club's £199.50 would be £200, and is £199.
    let parts = cells(&paper, 1, "Learning & Skills");
    assert_eq!(parts["by_percent"], "-9645.00");
    assert_eq!(parts["by_rounding"], "-25.00");
    assert_eq!(parts["otherwise"], "50.00");
    let nursery = cells(&paper, 0, "Day Nurseries");
    assert_eq!(nursery["income_after"]["low"], "-2760.00");
    assert_eq!(nursery["income_after"]["high"], "-2880.00");
    let loose = cells(&paper, 0, "In no stream");
    assert_eq!(
        (&loose["volume_effect"], &loose["price_effect"]),
        (&"1880.00".into(), &"0.00".into())
    );
    // 90% and 105% of 202,520; 313,665 ÷ 202,520 is 1.5488.
    let demand = cells(&paper, 2, "Learning & Skills");
    assert_eq!(demand["demand_90"], "-182268.00");
    assert_eq!(demand["demand_105"], "-212646.00");
    assert_eq!(demand["budget_needs"], "54.88%");
}

#[test]
fn every_mistake_in_the_volumes_is_named_by_row_and_column() {
    let folder = TempDir::new();
    let volumes = folder.write(
        "mistaken.csv",
        "charge,2017/18,2018/19\n\
         nursery.luch,1,2\n\
         nursery.lunch,lots,-5\n\
         nursery.lunch,1,1\n\
         ,3,4\n\
         private_tuition.first_person.minutes_90,3,4\n\
         music.tuition,1\n",
    );
    let output = forecast(&["--volumes", utf8(&volumes)]);
    assert_eq!(output.code, Some(4));
    let said = &output.stderr;
    for remark in [
        "row 2, column charge: there is no charge `nursery.luch`\n  help: did you mean `nursery.lunch`?",
        "row 3, column 2017/18: `lots` is not a number",
        "row 3, column 2018/19: `-5` is below zero",
        "row 4, column charge: `nursery.lunch` has a row already",
        "row 5, column charge: the charge is missing",
        "row 6, column 2018/19: `private_tuition.first_person.minutes_90` has ended in 2018/19",
        "row 7, column 2018/19: this cell is empty",
    ] {
        assert!(said.contains(remark), "{remark} in\n{said}");
    }
    for (name, text, remark) in [
        (
            "no-charge.csv",
            "charg,volume\n",
            "row 1: no column is called `charge`",
        ),
        (
            "no-year.csv",
            "charge,2017/18\n",
            "row 1: no column is called `2018/19`",
        ),
        ("nothing.csv", "", "the file is empty"),
        ("no-book.csv", "PK\u{3}\u{4}", "the workbook is damaged"),
    ] {
        let volumes = folder.write(name, text);
        let output = forecast(&["--volumes", utf8(&volumes)]);
        let said = &output.stderr;
        assert_eq!(output.code, Some(4), "{said}");
        assert!(said.contains(remark), "{said}");
    }
}

#[test]
fn volumes_are_read_with_any_separator_and_blank_rows() {
    let folder = TempDir::new();
    let commas = folder.write(
        "a.csv",
        "charge,2017/18,2018/19\nnursery.hourly,4200,4000\n",
    );
    let expected = forecast(&["--volumes", utf8(&commas), "--format", "csv"]).success();
    for text in [
        "charge;2017/18;2018/19\r\nnursery.hourly;4200;4000\r\n;;\r\n;;\r\n",
        "sep=;\r\ncharge;2017/18;2018/19\r\nnursery.hourly;4200;4000\r\n",
        "\u{feff}charge\t2017/18\t2018/19\rnursery.hourly\t4200\t4000\r",
    ] {
        let volumes = folder.write("b.csv", text);
        let given = forecast(&["--volumes", utf8(&volumes), "--format", "csv"]).success();
        assert_eq!(given.text(), expected.text(), "{text:?}");
    }
}

#[test]
fn example_is_forecast_in_every_format() {
    for format in ["text", "csv", "md", "html"] {
        let output = forecast(&["--volumes", "examples/volumes.csv", "--format", format]);
        let said = output.text();
        assert!(
            output.code == Some(0) && said.contains("Day Nurseries"),
            "{format}"
        );
    }
    let folder = TempDir::new();
    let book = folder.join("forecast.xlsx");
    forecast(&["--volumes", "examples/volumes.csv", "--out", utf8(&book)]).success();
    assert!(fs::read(&book).expect("the file").starts_with(b"PK"));
}

/// The book of a hall that costs more or less than it takes.
fn hall(cost: &str, variance: &str) -> TempDir {
    let book = TempDir::new();
    book.write(
        "tariffs/charges.ron",
        "Charges(services: [(id: \"hall\", title: \"Halls\", charges: [(id: \"hour\", name: \"Hall - Hour\")])])",
    );
    for (year, first, price) in [("2025/26", 2025, "10.00"), ("2026/27", 2026, "11.00")] {
        let last = first + 1;
        let name = format!("tariffs/{}.ron", year.replace('/', "-"));
        let text = format!(
            "Tariff(year: \"{year}\", in_force: \"{first}-04-01\", until: \"{last}-03-31\", \
             decided: Adopted(on: \"{first}-02-01\", by: \"Council\"), source: \"item 1\", \
             vat_codes: {{\"E\": Exempt}}, services: [(id: \"hall\", category: Discretionary, \
             vat: \"E\", cite: \"Appendix 1\", charges: [(id: \"hour\", price: {price}, row: 1)])])"
        );
        book.write(&name, text);
    }
    book.write(
        "rules/finance/budget-2026-27.ron",
        format!(
            "Budget(year: \"2026/27\", title: \"Income\", source: \"item 1\", cite: \"§2\", columns: [\
             (is: Budget, heading: \"Budget\"), (is: Proposed, heading: \"Proposed\"), \
             (is: Variance, heading: \"Variance\", from: Budget, to: Proposed)], streams: [\
             (id: \"halls\", name: \"Halls\", income: [\"(1,000)\", \"(1,100)\", \"{variance}\"], \
             cost: [{cost}], takes: [\"hall\"]), \
             (id: \"parks\", name: \"Parks\", income: [\"(50)\", \"(50)\", \"-\"])], \
             total: [\"(1,050)\", \"(1,150)\", \"{variance}\"])"
        ),
    );
    book.write(
        "rules/finance/policy-2026-27.ron",
        "Policy(year: \"2026/27\", title: \"Policy\", source: \"item 1\", rules: [\
         (id: \"cost\", says: \"Over two years income is within cost\", cite: \"§1\", check: IncomeWithinCost(2)), \
         (id: \"share\", says: \"Halls recover 90%\", cite: \"§1\", check: RecoversAtLeast(\"90%\")), \
         (id: \"charge\", says: \"Income has a charge\", cite: \"§1\", check: StreamsHaveCharges)])",
    );
    book
}

/// The findings of the hall's policy, as rule and words.
fn findings(book: &TempDir) -> Vec<(String, String)> {
    let args = [
        "policy",
        "2025/26",
        "2026/27",
        "--format",
        "json",
        "--book",
        utf8(book),
    ];
    let paper = almoner(args).run().success().json();
    let rows = paper["tables"][0]["rows"].as_array().expect("rows");
    let found = rows.iter().filter(|row| row["row"] == "charge").map(|row| {
        let text = |key: &str| row["cells"][key].as_str().expect("words").to_owned();
        (text("rule"), text("says"))
    });
    found.collect()
}

#[test]
fn streams_are_held_against_their_cost_and_their_charges() {
    let without = (
        "charge".to_owned(),
        "(50) is budgeted, and no charge of 2026/27 brings it in".to_owned(),
    );
    // 1,000 + 1,100 against 1,100 + 950: 50 above; 1,100 of 950 is more than 90%.
    let above = findings(&hall("\"1,100\", \"950\", \"(150)\"", "(100)"));
    let says = "over 2 years an income of £2,100.00 is above the cost of £2,050.00";
    assert_eq!(
        above,
        [("cost".to_owned(), says.to_owned()), without.clone()]
    );
    // 1,000 + 1,100 against 1,000 + 1,250: within; 1,100 is 88% of 1,250, 90% is 1,125.
    let below = findings(&hall("\"1,000\", \"1,250\", \"250\"", "(100)"));
    let says = "£1,100.00 is 88% of the cost of £1,250.00; 90% is £1,125.00";
    assert_eq!(below, [("share".to_owned(), says.to_owned()), without]);
}

#[test]
fn variance_is_added_up_again_and_costs_are_printed() {
    let wrong = hall("\"1,100\", \"950\", \"(150)\"", "(90)");
    let check = almoner(["check", "--book", utf8(&wrong)]).run();
    assert!(
        check.stderr.contains("the variance is (100), not (90)"),
        "{}",
        check.stderr
    );
    let book = hall("\"1,100\", \"1,250\", \"150\"", "(100)");
    let args = [
        "forecast",
        "2025/26",
        "2026/27",
        "--from",
        "budget",
        "--book",
        utf8(&book),
    ];
    let text = almoner(args).run().success().text();
    assert!(
        text.contains("Income and cost") && text.contains("88%"),
        "{text}"
    );
}
