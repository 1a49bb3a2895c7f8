//! `batch` with reasons as codes, which reads rows into columns: every row has what the
//! row evaluator gives, which `--reasons words` asks.

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::Value;

use crate::harness::{almoner, root, utf8};

/// What both ways of writing reasons say of a row.
const SHARED: [&str; 9] = [
    "row",
    "ref",
    "on",
    "outcome",
    "total",
    "total_min",
    "total_max",
    "missing",
    "problem",
];

type Rows = Vec<BTreeMap<String, String>>;

fn rows(text: &str) -> Rows {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headings = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        let names = headings.iter().map(str::to_owned);
        names.zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|it| row(it.unwrap())).collect()
}

fn answers(rule_set: &str, from: &str, reasons: &str, input: &str) -> Rows {
    let args = ["--in", "-", "--from", from, "--on", "2018-05-01"];
    let batch = almoner(["batch", rule_set, "--reasons", reasons])
        .args(args)
        .stdin(input)
        .run();
    rows(&batch.text())
}

/// Holds both ways against each other; how many rows have an outcome.
fn compare(rule_set: &str, from: &str, input: &str) -> usize {
    let codes = answers(rule_set, from, "codes", input);
    let words = answers(rule_set, from, "words", input);
    assert_eq!(codes.len(), words.len());
    for (code, word) in codes.iter().zip(&words) {
        for name in SHARED {
            // Without a total, words also say the least and the most of every reading.
            let is_open =
                name.starts_with("total_") && code.get("total_min").is_none_or(String::is_empty);
            let both = (code.get(name), word.get(name));
            assert!(is_open || both.0 == both.1, "{name}: {code:?} {word:?}");
        }
    }
    codes.iter().filter(|it| !it["outcome"].is_empty()).count()
}

/// A table of cells, each of a column's texts by chance, the first most often.
fn table(rows: usize, columns: &[(&str, &[&str])]) -> String {
    let mut random = fastrand::Rng::with_seed(23);
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let mut text = format!("ref,{}\n", names.join(","));
    for row in 0..rows {
        write!(text, "R-{row}").unwrap();
        for (_, texts) in columns {
            let text_of = random.usize(0..texts.len() * 2);
            let cell = texts.get(text_of).unwrap_or(&texts[0]);
            write!(text, ",\"{cell}\"").unwrap();
        }
        text.push('\n');
    }
    text
}

const MUSIC: [(&str, &[&str]); 9] = [
    (
        "on",
        &[
            "2018-05-01",
            "",
            "1/9/2017",
            "1 May 2018",
            "1990-01-01",
            "soon",
        ],
    ),
    (
        "lessons",
        &["10", "20.0", " 7 ", "", "0", "12", "1.5", "-3"],
    ),
    ("minutes", &["30", "20", "15", "45", "", "007"]),
    ("pupils", &["1", "2", "3", "4", "", "99999"]),
    (
        "free_school_meals",
        &["yes", "no", "TRUE", "n", "", "maybe"],
    ),
    ("key_stage", &["2", "1", "", "3", "9"]),
    ("pupil_premium", &["no", "yes", "", "0"]),
    ("instrument", &["none", "guitar", "Guitar", "", "kazoo"]),
    ("first_instrument", &["no", "yes", ""]),
];

const HEAD_START: [(&str, &[&str]); 8] = [
    (
        "date_of_birth",
        &[
            "1998-03-01",
            "2000-06-15",
            "15/06/2000",
            "1/1/99",
            "",
            "in June",
        ],
    ),
    ("in_care_or_care_leaver", &["yes", "no", ""]),
    ("supported_by_inspire", &["yes", "no", ""]),
    ("in_education_employment_or_training", &["yes", "no", ""]),
    (
        "references",
        &[
            "kind=training;kind=character,relative=no",
            "none",
            "kind=character,relative=yes",
            "",
            "kind=training,relative=no,relative=no",
            "sort=training",
        ],
    ),
    ("references_complete", &["yes", "no", ""]),
    (
        "unspent_convictions",
        &["none", "arson", "violence+arson", "", "arsonist"],
    ),
    ("eligible_for_social_housing", &["yes", "no", ""]),
];

const NURSERY: [(&str, &[&str]); 3] = [
    (
        "children",
        &[
            "date_of_birth=2015-03-01,pattern=full,days_per_week=3,lunches_per_week=3",
            "date_of_birth=2016-03-01,pattern=half_day,days_per_week=5,lunches_per_week=9",
            "date_of_birth=2015-03-01,pattern=none;date_of_birth=2016-12-01,pattern=full,days_per_week=1",
            "none",
            "",
        ],
    ),
    ("first_day", &["", "", "2018-05-07", "2018-09-03"]),
    ("last_day", &["", "2018-05-11", "2018-10-05"]),
];

/// Versions ask for different facts of a parent: an early one refuses an insurance number.
const CHILDCARE: [(&str, &[&str]); 8] = [
    (
        "on",
        &["2024-06-10", "2018-05-01", "2017-10-01", "", "2019-02-03"],
    ),
    (
        "child_date_of_birth",
        &["2021-01-01", "2014-12-31", "", "31/12/2020", "2021-02-30"],
    ),
    ("looked_after", &["no", "", "yes"]),
    ("ordinarily_resident", &["yes", "no", ""]),
    ("no_recourse_to_public_funds", &["no", "", "yes"]),
    ("code_obtained_on", &["", "2018-03-31", "2024-03-31"]),
    ("care_to_work", &["", "yes", "no"]),
    (
        "parents",
        &[
            "date_of_birth=1990-01-01,work=employed,quarter_earnings=6000,adjusted_net_income=24000,\
             national_insurance_number=yes",
            "date_of_birth=1990-01-01,work=employed,quarter_earnings=£6000.50,\
             adjusted_net_income=24000;work=none,benefits=carers_allowance,incapacity_benefit",
            "work=self_employed,self_employment_began=1/5/2018,quarter_earnings=100",
            "work=employed,works=employed",
            "work=employed,work=employed",
            "work=employed,quarter_earnings=",
            "work=employed,quarter_earnings=lots",
            "work=none@..2018-04-30,work=employed@2018-05-01..",
            "@2018-01-01..,work=employed",
            "employed",
            "none",
            "",
        ],
    ),
];

/// The same as JSON.
const PARENTS: [&str; 12] = [
    r#"[{"date_of_birth":"1990-01-01","work":"employed","quarter_earnings":6000,"adjusted_net_income":"24000.00","national_insurance_number":true}]"#,
    r#"[{"work":"employed","quarter_earnings":6000.5},{"work":"none","benefits":["carers_allowance"]}]"#,
    r#"[{"work":"employed","quarter_earnings":null,"national_insurance_number":null}]"#,
    r#"[{"work":"employed","work":null}]"#,
    r#"[{"works":null}]"#,
    r#"[{"work":[{"value":"none","until":"2018-04-30"},{"value":"employed","from":"2018-05-01"}]}]"#,
    r#"[{"value":{"work":"employed"},"from":"2018-01-01"}]"#,
    r#"[{"work":3}]"#,
    r#"[{"work":"employed"},1]"#,
    "[]",
    "null",
    "{}",
];

#[test]
fn codes_and_words_agree_on_records_of_several_versions() {
    assert!(compare("childcare", "csv", &table(300, &CHILDCARE)) > 100);
    let mut lines = String::new();
    for row in 0..60 {
        let day = ["2024-06-10", "2018-05-01", "2017-10-01"][row % 3];
        let parents = PARENTS[row / 3 % PARENTS.len()];
        // An early version does not ask for it.
        let foster = ["", "\"foster_child\":null,"][usize::from(row % 5 == 0)];
        let child = "\"child_date_of_birth\":\"2015-01-01\",\"looked_after\":false";
        writeln!(
            lines,
            "{{\"ref\":\"C-{row}\",\"on\":\"{day}\",\"facts\":{{{foster}{child},\"parents\":{parents}}}}}"
        )
        .unwrap();
    }
    assert!(compare("childcare", "ndjson", &lines) > 20);
}

#[test]
fn codes_and_words_agree_on_rows_of_cells() {
    assert!(compare("music", "csv", &table(400, &MUSIC)) > 20);
    assert!(compare("head-start", "csv", &table(300, &HEAD_START)) > 20);
    assert!(compare("nursery", "csv", &table(60, &NURSERY)) > 20);
}

#[test]
fn codes_and_words_agree_on_examples() {
    let read =
        |name: &str| std::fs::read_to_string(root().join("examples/batch").join(name)).unwrap();
    assert_eq!(compare("head-start", "csv", &read("applicants.csv")), 6);
    assert_eq!(compare("music", "ndjson", &read("lessons.ndjson")), 3);
}

#[test]
fn codes_and_words_agree_on_lines_of_json() {
    let mut random = fastrand::Rng::with_seed(5);
    let values: [(&str, &[&str]); 6] = [
        ("lessons", &["10", "\"12\"", "null", "1.5", "[]"]),
        ("minutes", &["30", "20"]),
        ("pupils", &["1", "2", "{\"value\":3}"]),
        ("free_school_meals", &["true", "false", "\"yes\""]),
        ("key_stage", &["2", "\"2\"", "null"]),
        ("instruments", &["1"]),
    ];
    let mut lines = String::new();
    for row in 0..200 {
        write!(lines, "{{\"ref\":\"R-{row}\"").unwrap();
        for (name, texts) in values {
            if random.usize(0..8) > 0 && name != "instruments" || random.usize(0..40) == 0 {
                let text = texts[random.usize(0..texts.len())];
                write!(lines, ",\"{name}\":{text}").unwrap();
            }
        }
        lines.push_str("}\n");
    }
    lines.push_str("{\"lessons\":1,\"lessons\":2}\nnothing\n");
    assert!(compare("music", "ndjson", &lines) > 50);
}

/// More rows than are in memory at once, of which one cannot be read.
#[test]
fn rows_keep_their_order_and_numbers() {
    const ROWS: usize = 40_000;
    let mut text = "ref,lessons,minutes,pupils,pupil_premium,free_school_meals\n".to_owned();
    for row in 0..ROWS {
        let pupils = if row == 35_000 { "none" } else { "2" };
        writeln!(text, "R-{row},10,20,{pupils},no,no").unwrap();
    }
    let args = ["batch", "music", "--in", "-", "--on", "2018-05-01"];
    let batch = almoner(args).stdin(text).run().exits(4);
    assert!(batch.stderr.contains("row 35002: "), "{}", batch.stderr);
    let answers = rows(&batch.text());
    assert_eq!(answers.len(), ROWS);
    for (number, row) in answers.iter().enumerate() {
        assert_eq!(row["row"], (number + 2).to_string());
        assert_eq!(row["ref"], format!("R-{number}"));
        // A lesson of 20 minutes for one of two pupils costs a sixth of £30.00.
        let total = if number == 35_000 { "" } else { "50.00" };
        assert_eq!(row["total"], total, "{row:?}");
        assert_eq!(row["lines.tuition"], total);
    }
}

#[test]
fn codes_are_written_as_json() {
    let lines = utf8(&root().join("examples/batch/lessons.ndjson")).to_owned();
    for (to, is_array) in [("ndjson", false), ("json", true)] {
        let args = ["--in", &lines, "--to", to, "--on", "2018-05-01"];
        let text = almoner(["batch", "music"]).args(args).run().text();
        let found: Vec<Value> = match is_array {
            true => serde_json::from_str(&text).unwrap(),
            false => text
                .lines()
                .map(|it| serde_json::from_str(it).unwrap())
                .collect(),
        };
        assert_eq!(found.len(), 3, "{text}");
        assert_eq!(found[0]["lines"]["tuition"], "25.00");
        assert_eq!(found[0]["total_min"], "25.00");
        assert_eq!(found[1]["on"], "2017-05-01");
        assert_eq!(found[2]["missing"][0], "pupil_premium");
        assert_eq!(found[2]["total_min"], Value::Null);
    }
}

#[test]
fn criteria_are_codes() {
    let text = "ref,date_of_birth\nA,2003-01-01\n";
    let args = ["batch", "head-start", "--in", "-", "--on", "2018-06-15"];
    let answers = rows(&almoner(args).stdin(text).run().success().text());
    assert_eq!(answers[0]["outcome"], "not_eligible");
    assert_eq!(answers[0]["criteria.aged_18"], "not_met");
    assert_eq!(answers[0]["criteria.social_housing"], "undetermined");
    // What rests on a confidential fact is not said.
    assert_eq!(answers[0]["criteria.offences"], "");
}

#[test]
fn working_needs_json() {
    let args = ["batch", "music", "--in", "-", "--reasons", "trace"];
    let refused = almoner(args).stdin("lessons\n1\n").run().exits(2);
    assert!(
        refused.stderr.contains("is not written as CSV"),
        "{refused:?}"
    );
    let args = ["--to", "ndjson", "--on", "2018-05-01"];
    let batch = almoner(["batch", "music", "--in", "-", "--reasons", "trace"]).args(args);
    let text = batch.stdin("lessons\n1\n").run().text();
    assert!(text.contains("\"trace\""), "{text}");
}
