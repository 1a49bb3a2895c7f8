//! Next year's prices as a form: its figures and files are those of the command line,
//! and the book stays as it is.

use std::{fs, path::Path};

use serde_json::Value;

use crate::harness::{TempDir, almoner, council_book, utf8};

use super::super::answers::post as send_form;
use super::{Document, Reply, Service, assert_same, assert_whole, shared};

const PATH: &str = "/uprate/2018-19";

/// What is said of the decision, in the form and on the command line.
const HEAD: [(&str, &str); 3] = [
    ("on", "11/12/2018"),
    ("to", "Cabinet"),
    ("source", "item 9"),
];
const HEAD_ARGS: [&str; 6] = [
    "--on",
    "2018-12-11",
    "--to",
    "Cabinet",
    "--source",
    "item 9",
];

/// Every kind of rule.
const PLAN: [(&str, &str); 16] = [
    ("by.all", "2"),
    ("round.all", "5p under £10, 50p under £100, £1"),
    ("why.all", "inflation"),
    ("by.nursery", "3%"),
    ("round.nursery", "5p"),
    ("why.nursery", "staff costs"),
    ("by.music", "0"),
    ("why.music", "under \"review\""),
    ("set.nursery.hourly", "£6.50"),
    ("note.nursery.hourly", "agreed"),
    ("set.nursery.lunch", "3.15"),
    ("note.nursery.lunch", "the caterer's price"),
    ("set.nursery.age_3_5.full.week", "235 – 245"),
    ("note.nursery.age_3_5.full.week", "five days"),
    ("set.duke_of_edinburgh.expedition", "ends"),
    ("note.duke_of_edinburgh.expedition", "given up"),
];

fn sent(service: &Service, path: &str, fields: &[(&str, &str)], headers: &str) -> Reply {
    let owned = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    send_form(service, path, &owned.collect::<Vec<_>>(), headers)
}

fn file(service: &Service, name: &str, fields: &[(&str, &str)]) -> Vec<u8> {
    let reply = sent(service, &format!("{PATH}/{name}"), fields, "");
    assert_eq!(
        reply.status,
        200,
        "{name}: {}",
        String::from_utf8_lossy(&reply.body)
    );
    let saved = reply.header("content-disposition").unwrap();
    assert!(saved.starts_with("attachment; "), "{saved}");
    reply.body
}

/// What the command line makes of a plan, with its report.
fn printed(folder: &Path, plan: &[&str]) -> (Vec<u8>, Value) {
    let report = folder.join("report.json");
    let args = ["uprate", "2018/19", "--report", utf8(&report), "--replace"];
    let run = almoner(args).args(HEAD_ARGS).args(plan).run();
    let file = run.success().stdout.clone();
    let report = fs::read(&report).unwrap();
    (file, serde_json::from_slice(&report).unwrap())
}

/// The cells of the charges on a page, by charge.
fn prices(page: &Document) -> Vec<(String, Vec<String>)> {
    let tables = page
        .all("table")
        .filter(|it| it.get("class") == Some("by-hand"));
    let rows = tables.flat_map(|it| page.rows(it));
    let rows = rows.filter(|row| row.len() == 9);
    let rows = rows
        .skip(1)
        .map(|row| row.into_iter().map(str::to_owned).collect());
    let links = page
        .all("a")
        .filter_map(|it| it.get("href")?.strip_prefix("/charges/"));
    links.map(str::to_owned).zip(rows).collect()
}

#[test]
fn plan_gives_the_command_lines_prices_and_file() {
    let service = shared();
    let fields = [&PLAN[..], &HEAD].concat();
    let page = assert_whole(&sent(&service, PATH, &fields, ""));
    let folder = TempDir::new();
    let plan = file(&service, "plan.ron", &fields);
    let text = String::from_utf8(plan.clone()).unwrap();
    for rule in [
        "(charges: \"*\", price: Raise(\"2%\", \"5p under £10, 50p under £100, £1\"), reason: \"inflation\"),",
        "(charges: \"music\", price: Raise(\"0%\", \"5p under £10, 50p under £100, £1\"), reason: r#\"under \"review\"\"#),",
        "(charges: \"nursery.hourly\", price: Set(\"6.50\"), reason: \"agreed\"),",
        "(charges: \"nursery.lunch\", price: Keep, reason: \"the caterer's price\"),",
        "(charges: \"nursery.age_3_5.full.week\", price: Set(\"235.00..=245.00\"), reason: \"five days\"),",
        "(charges: \"duke_of_edinburgh.expedition\", price: End, reason: \"given up\"),",
    ] {
        assert!(text.contains(rule), "{rule}\n{text}");
    }
    let path = folder.join("plan.ron");
    fs::write(&path, plan).unwrap();
    let (tariff, report) = printed(folder.as_ref(), &["--plan", utf8(&path)]);
    assert!(file(&service, "tariff.ron", &fields) == tariff);
    // The sentence on a percentage that is in no file has other words.
    let own: Value = serde_json::from_slice(&file(&service, "report.json", &fields)).unwrap();
    assert_eq!(own["tables"], report["tables"]);

    let rows = prices(&page);
    let mut compared = 0;
    for row in report["tables"][0]["rows"].as_array().unwrap() {
        let Some(cells) = row["cells"].as_object() else {
            continue;
        };
        let id = row["charge"].as_str().unwrap();
        let (_, shown) = rows.iter().find(|(own, _)| own == id).unwrap();
        for (at, column) in [(1, "old"), (2, "exact"), (5, "new"), (7, "percent")] {
            assert_same(&shown[at], &cells[column]);
            compared += 1;
        }
    }
    assert!(compared > 250, "{compared}");
}

fn upload(service: &Service, plan: &str) -> Reply {
    super::post(service, &format!("{PATH}/plan"), &[("plan", plan)], "")
}

/// A plan that was downloaded fills in the form again.
#[test]
fn plan_is_opened_again() {
    let service = shared();
    let fields = [&PLAN[..], &HEAD].concat();
    let plan = String::from_utf8(file(&service, "plan.ron", &fields)).unwrap();
    let page = assert_whole(&upload(&service, &plan));
    for (name, value) in PLAN {
        let field = page.by_id(&format!("f-{name}")).unwrap();
        let shown = field.get("value").unwrap();
        let value = value
            .trim_end_matches('%')
            .trim_start_matches('£')
            .replace(" – ", ".00..=");
        assert!(shown.starts_with(&value), "{name}: {shown}");
    }
    assert_eq!(
        prices(&page),
        prices(&assert_whole(&sent(&service, PATH, &fields, "")))
    );
}

/// With a pattern, and prices that stay.
#[test]
fn plan_written_by_hand_is_opened() {
    let service = shared();
    let example = fs::read_to_string("examples/plan-2019-20.ron").unwrap();
    let page = assert_whole(&upload(&service, &example));
    let value = |id: &str| page.by_id(id).unwrap().get("value").unwrap().to_owned();
    assert_eq!(value("f-by.nursery.*.week"), "2.5");
    assert_eq!(value("f-by.music.*"), "keep");
    let folder = TempDir::new();
    let (_, report) = printed(folder.as_ref(), &["--plan", "examples/plan-2019-20.ron"]);
    let rows = prices(&page);
    for row in report["tables"][0]["rows"].as_array().unwrap() {
        let Some(cells) = row["cells"].as_object() else {
            continue;
        };
        let (_, shown) = rows
            .iter()
            .find(|(id, _)| row["charge"] == id.as_str())
            .unwrap();
        assert_same(&shown[5], &cells["new"]);
    }
}

#[test]
fn faults_of_a_plan_are_named_by_line() {
    let service = shared();
    for (text, says) in [
        (
            "Plan(year: \"2030/31\", rules: [])",
            "The plan is for 2030/31, and this page is for 2019/20.",
        ),
        (
            "Plan(year: \"2019/20\", rules: [(charges: \"nursry\", price: Keep, reason: \"x\")])",
            "Line 1: There is no service",
        ),
        ("", "Line 1: "),
        ("Tariff(", "Line "),
    ] {
        let reply = upload(&service, text);
        assert_eq!(reply.status, 422, "{text}");
        let page = assert_whole(&reply);
        let links = page.all("a").filter(|it| it.get("href") == Some("#f-plan"));
        let said: Vec<&str> = links.map(|it| it.text.as_str()).collect();
        assert!(said.iter().any(|it| it.starts_with(says)), "{said:?}");
    }
}

/// 3% of £5.50 is £5.665, which is £5.65 to the nearest 5p.
#[test]
fn percentage_gives_the_command_lines_file() {
    let service = shared();
    let fields = [&[("by.all", "3"), ("round.all", "5p")][..], &HEAD].concat();
    let page = assert_whole(&sent(&service, PATH, &fields, ""));
    let rows = prices(&page);
    let (_, hourly) = rows.iter().find(|(id, _)| id == "nursery.hourly").unwrap();
    let cells: Vec<&str> = hourly.iter().map(String::as_str).collect();
    assert_eq!(cells[1..3], ["£5.50", "£5.665"]);
    assert_eq!(cells[5..8], ["£5.65", "+£0.15", "+2.73%"]);
    let folder = TempDir::new();
    let (tariff, report) = printed(folder.as_ref(), &["--by", "3%", "--round", "5p"]);
    assert!(file(&service, "tariff.ron", &fields) == tariff);
    let own: Value = serde_json::from_slice(&file(&service, "report.json", &fields)).unwrap();
    assert_eq!(own, report);
    // A link can carry percentages.
    let linked = service.get(&format!("{PATH}?by.all=3&round.all=5p"));
    assert_eq!(prices(&assert_whole(&linked)), rows);
}

#[test]
fn draft_is_a_year_that_can_be_checked_and_compared() {
    let service = shared();
    // A rule set of the book needs the charge that ends.
    let mut fields = [&PLAN[..], &HEAD].concat();
    fields.retain(|(name, _)| !name.ends_with("expedition"));
    let book = council_book();
    let tariff = file(&service, "tariff.ron", &fields);
    fs::write(book.join("tariffs/2019-20.ron"), tariff).unwrap();
    let home = ["--book", utf8(&book)];
    almoner(["check"]).args(home).run().success();
    let printed = |args: &[&str]| -> Value {
        let run = almoner(args).args(["--format", "json"]).args(home).run();
        serde_json::from_slice(&run.success().stdout).unwrap()
    };
    let own =
        |name: &str| -> Value { serde_json::from_slice(&file(&service, name, &fields)).unwrap() };
    let policy = printed(&["policy", "2018/19", "2019/20", "--policy", "2018/19"]);
    assert_eq!(own("policy.json"), policy);
    // The page compares with last year's policy too, which the command line does not.
    let (own, printed) = (
        own("comparison.json"),
        printed(&["compare", "2018/19", "2019/20"]),
    );
    let rows = |of: &Value| of["tables"][0]["rows"].as_array().unwrap().clone();
    let (own, printed) = (rows(&own), rows(&printed));
    assert!(printed.len() > 70 && own.len() == printed.len());
    for (own, printed) in own.iter().zip(&printed) {
        for (column, value) in printed["cells"].as_object().into_iter().flatten() {
            assert_eq!(&own["cells"][column], value);
        }
    }
}

#[test]
fn what_rounding_undoes_is_shown() {
    let service = shared();
    let page = sent(&service, PATH, &[("by.all", "1"), ("round.all", "£1")], "");
    let text = page.text();
    for words in [
        "Unchanged by rounding",
        "Lowered by rounding",
        "Rounding leaves unchanged: ",
        "Rounding lowers: ",
    ] {
        assert!(text.contains(words), "{words}");
    }
    let above = sent(
        &service,
        PATH,
        &[("by.nursery", "10"), ("round.nursery", "5p")],
        "",
    );
    let rows = prices(&assert_whole(&above));
    let (_, hourly) = rows.iter().find(|(id, _)| id == "nursery.hourly").unwrap();
    assert!(
        hourly[8].contains("▲ Policy §4.12: rises by 10%, from £5.50 to £6.05; at most £5.66"),
        "{hourly:?}"
    );
}

#[test]
fn faults_are_named_at_their_fields() {
    let service = shared();
    let faulty = [
        ("by.all", "lots"),
        ("by.nursery", "3"),
        ("round.music", "5q"),
        ("set.nursery.lunch", "3.30"),
        ("set.nursery.hourly", "dear"),
        ("note.nursery.hourly", "why not"),
        ("note.music.tuition", "no price"),
        ("on", "yesterday"),
    ];
    for path in [
        PATH,
        &format!("{PATH}/tariff.ron"),
        &format!("{PATH}/report.xlsx"),
    ] {
        let reply = sent(&service, path, &faulty, "");
        assert_eq!(reply.status, 422, "{path}");
        let page = assert_whole(&reply);
        let links = page
            .all("a")
            .filter_map(|it| it.get("href")?.strip_prefix("#f-"));
        let links: Vec<&str> = links.collect();
        for field in [
            "by.all",
            "round.nursery",
            "round.music",
            "note.nursery.lunch",
            "set.nursery.hourly",
            "set.music.tuition",
            "on",
        ] {
            assert!(links.contains(&field), "{field} in {links:?}");
        }
        let kept = page.by_id("f-set.nursery.hourly").unwrap();
        assert_eq!(kept.get("value"), Some("dear"));
        assert!(
            page.all("title")
                .next()
                .unwrap()
                .text
                .starts_with("Error: ")
        );
    }
}

#[test]
fn plan_needs_a_reason_for_each_percentage() {
    let service = shared();
    let fields = [("by.all", "3"), ("round.all", "5p")];
    assert_eq!(
        sent(&service, &format!("{PATH}/tariff.ron"), &fields, "").status,
        200
    );
    let plan = sent(&service, &format!("{PATH}/plan.ron"), &fields, "");
    assert_eq!(plan.status, 422);
    assert!(plan.text().contains("href=\"#f-why.all\""));
    assert_eq!(
        sent(&service, &format!("{PATH}/tariff.ron"), &[], "").status,
        422
    );
    assert_eq!(
        sent(&service, &format!("{PATH}/secret.ron"), &fields, "").status,
        404
    );
    let large = sent(
        &service,
        PATH,
        &[("by.all", "99999999999999999999"), ("round.all", "5p")],
        "",
    );
    assert_eq!(large.status, 422);
}

#[test]
fn script_gets_the_calculated_cells_alone() {
    let service = shared();
    let fields = [
        ("by.all", "3"),
        ("round.all", "5p"),
        ("set.nursery.lunch", "4"),
    ];
    let part = sent(&service, PATH, &fields, "x-part: answer\r\n");
    assert_eq!(part.status, 200);
    assert!(part.text().starts_with("<div id=\"answer\""));
    let cells = Document::parse(part.text());
    assert_eq!(cells.faults_of_part(), Vec::<String>::new());
    let page = Document::parse(sent(&service, PATH, &fields, "").text()).all_out();
    let part: Vec<(String, String)> = cells.all_out();
    assert!(part.len() > 300, "{}", part.len());
    assert_eq!(page, part);
    assert!(part.iter().any(|(_, text)| text.contains("Give a reason")));
}

/// Every file of a folder, with its bytes.
fn contents(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            contents(&path, found);
        } else {
            found.push((utf8(&path).to_owned(), fs::read(&path).unwrap()));
        }
    }
}

#[test]
fn book_is_never_written() {
    let book = council_book();
    let mut before = Vec::new();
    contents(book.as_ref(), &mut before);
    let service = Service::start(&["--book", utf8(&book)]);
    let fields = [&PLAN[..], &HEAD].concat();
    for name in [
        "tariff.ron",
        "plan.ron",
        "report",
        "policy.csv",
        "comparison.docx",
    ] {
        file(&service, name, &fields);
    }
    let other = sent(&service, PATH, &[("_book", "sha256:0")], "");
    assert!(
        other
            .text()
            .contains("changed while you filled in this form")
    );
    let mut after = Vec::new();
    contents(book.as_ref(), &mut after);
    assert!(before.len() > 20 && before == after);
}
