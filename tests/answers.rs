//! Answers in JSON: the same question, the same bytes; nothing confidential in
//! them; and proved later by asking again.

use almoner_engine::{
    answer::{
        Question, Refusal, json,
        verify::{self, Saved, Unprovable, Verdict},
    },
    base::{
        date,
        source_text::{SourceFile, SourceSet},
    },
    book::Book,
    check::check,
    load::{BookFrom, load},
    program, source,
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn compiled(sources: &SourceSet) -> Book {
    let checked = check(sources, source::parse(sources));
    let Some(book) = checked.book else {
        panic!("{:?}", checked.diagnostics);
    };
    Book::from(program::compile(book))
}

fn built_in() -> Book {
    compiled(
        &load(BookFrom::Files(almoner_built_in::files()))
            .unwrap()
            .sources,
    )
}

/// The council's book with some words of one file changed.
fn changed(path: &str, from: &str, to: &str) -> Book {
    let loaded = load(BookFrom::Files(almoner_built_in::files())).unwrap();
    let files = loaded.sources.iter().map(|(_, file)| {
        let mut text = file.text().to_owned();
        if file.path() == path {
            assert!(text.contains(from), "{path} has no {from}");
            text = text.replace(from, to);
        }
        SourceFile::new(file.path(), text.into_bytes()).unwrap()
    });
    compiled(&SourceSet::new(files.collect()))
}

/// A book of one rule set.
fn of_one(id: &str, text: &str) -> Book {
    let path = format!("rules/{id}/2017-04-01.ron");
    compiled(&SourceSet::new(vec![
        SourceFile::new(path, text.into()).unwrap(),
    ]))
}

fn answer(book: &Book, rule_set: &str, facts: &str) -> String {
    let question = Question::new(rule_set)
        .on(date::parse("2018-05-01").unwrap())
        .json(facts);
    match book.answer(&question) {
        Ok(answer) => answer.to_json(),
        Err(Refusal::Fault(faulted)) => json::fault(&faulted.in_book(book).unwrap()),
        Err(refusal) => panic!("{refusal}"),
    }
}

fn read(answer: &str) -> Value {
    serde_json::from_str(answer).unwrap_or_else(|error| panic!("{error}: {answer}"))
}

const MUSIC: &str = r#"{"lessons": 10, "minutes": 20, "pupils": 2, "free_school_meals": true,
    "key_stage": 2, "pupil_premium": false}"#;

const APPLICANT: &str = r#"{"date_of_birth": "2000-02-29", "unspent_convictions": ["other"],
    "references": [{"kind": "character"}, {"kind": "training"}]}"#;

const A_PENNY_SHORT: &str = r#"{"parents": [
    {"date_of_birth": "1985-06-15", "work": "employed", "quarter_earnings": "1628.64", "benefits": "none"},
    {"date_of_birth": "1985-06-15", "work": "employed", "quarter_earnings": "1628.63", "benefits": "none"}
]}"#;

const CHILDREN: &str = r#"{"children": [
    {"date_of_birth": "2016-01-01", "pattern": "full", "days_per_week": 5, "lunches_per_week": 5},
    {"date_of_birth": "2010-01-01", "pattern": "none", "lunches_per_week": 0, "after_school_club_days": 1},
    {"pattern": "half_day", "days_per_week": 5, "lunches_per_week": 0}
]}"#;

const SECRETIVE: &str = r#"Pricing(
    id: "secretive",
    title: "Help with rent",
    in_force: "2017-04-01",
    decided: Adopted(on: "2017-04-01", by: "Cabinet"),
    source: "a paper",
    rounding: (mode: "half_up", to: "£0.01"),
    facts: [
        (id: "income", is: Money, ask: "?", confidential: true),
        (id: "people", is: Whole, ask: "?"),
    ],
    tables: [(
        id: "band", says: "?", takes: [(id: "earned", is: Money, within: "£0..")],
        gives: Whole, rows: [(["£0..£99.99"], "1"), (["£100.."], "2")],
    )],
    values: [
        (id: "share", says: "A share of {income}", is: "income / people"),
        (id: "step", says: "A step", is: "band(income)"),
        (id: "poor", says: "Poor", is: "share < £200"),
    ],
    lines: [(
        id: "help", says: "Help for those with {share}", cite: "1",
        when: "poor and step = 2", each: "£10", quantity: "people",
    )],
)"#;

#[test]
fn quote_has_its_parts_in_order() {
    let quoted = answer(&built_in(), "music", MUSIC);
    let begins = concat!(
        r#"{"format":4,"rule_set":"music","title":"Music tuition and instrument loan","version":"2017-04-01","#,
        r#""tariff":"2018/19","status":"indicative","on":"2018-05-01","known":null,"#,
        r#""outcome":"quoted","lines":[{"id":"tuition","record":null,"#,
        r#""says":"10 lessons of 20 minutes, 2 pupils sharing","state":"priced","reason":null,"#,
        r#""each":"5.00","quantity":10,"gross":"50.00","chosen":null,"reductions":[{"#,
    );
    assert!(quoted.starts_with(begins), "{quoted}");
    let said = read(&quoted);
    assert_eq!(said["total"], "25.00");
    let assumed = json!([
        {"fact": "instrument", "at": "/instrument", "value": "none"},
        {"fact": "further_entries", "at": "/further_entries", "value": []},
        {"fact": "exams", "at": "/exams", "value": 0},
        {"fact": "ensembles", "at": "/ensembles", "value": 0},
        {"fact": "programme", "at": "/programme", "value": "none"},
    ]);
    assert_eq!(said["assumed"], assumed);
    assert_eq!(said["facts"], read(MUSIC));
    let price = json!({
        "charge": "music.tuition", "value": "30.00",
        "row": "Children's Services Overview and Scrutiny Committee, 12 December 2017, item 12, Appendix 1, row 67",
    });
    assert_eq!(said["trace"][2]["read"][0], price);
    let key_stage = json!({"text": "key_stage >= 2", "left": 2, "holds": true});
    assert_eq!(said["trace"][0]["tests"][0], key_stage);
}

#[test]
fn screening_withholds_what_is_confidential() {
    let screened = answer(&built_in(), "head-start", APPLICANT);
    assert!(!screened.contains("\"other\""), "{screened}");
    let said = read(&screened);
    assert_eq!(said["outcome"], "undetermined");
    assert_eq!(said["withheld"], json!(["unspent_convictions"]));
    let mut steps = said["trace"].as_array().unwrap().iter();
    let offences = steps.find(|step| step["id"] == "offences").unwrap();
    assert_eq!(offences["read"], json!([]));
    assert_eq!(offences["tests"], json!([]));
    assert_eq!(offences["result"], true);
    let missing: Vec<&Value> = said["missing"].as_array().unwrap().iter().collect();
    let at: Vec<&str> = missing.iter().filter_map(|it| it["at"].as_str()).collect();
    assert!(at.contains(&"/references/0/relative"), "{at:?}");
    // Whether a referee is a relative is worth asking of characters only.
    assert!(!at.contains(&"/references/1/relative"), "{at:?}");
}

#[test]
fn penny_short_of_the_minimum_is_explained() {
    let screened = read(&answer(&built_in(), "childcare", A_PENNY_SHORT));
    let criteria = screened["criteria"].as_array().unwrap();
    let minimum = criteria.iter().find(|it| it["id"] == "minimum_earnings");
    let minimum = minimum.unwrap();
    assert_eq!(minimum["standing"], "not_met");
    assert_eq!(
        minimum["remedy"],
        "In all, £0.01 is lacking over the three months."
    );
    let trace = screened["trace"].as_array().unwrap();
    let of_second = |id: &str| trace.iter().find(|it| it["id"] == id && it["record"] == 2);
    assert_eq!(of_second("quarter_minimum").unwrap()["result"], "1628.64");
    let earns_enough = of_second("earns_enough").unwrap();
    assert_eq!(earns_enough["result"], false);
    let test = json!({"text": "quarter_earnings >= quarter_minimum",
        "left": "1628.63", "holds": false});
    let tests = earns_enough["tests"].as_array().unwrap();
    assert!(tests.contains(&test), "{tests:?}");
}

#[test]
fn json_holds_records_options_and_ranges() {
    let said = read(&answer(&built_in(), "nursery", CHILDREN));
    let place = &said["lines"][0];
    assert_eq!(place["record"], json!({"list": "children", "number": 1}));
    assert_eq!(place["compared"].as_array().unwrap().len(), 2);
    assert!(place["chosen"].is_string());
    let week = json!({"min": "230.00", "max": "240.00"});
    assert_eq!(place["compared"][1]["amount"], week);
    assert_eq!(said["lines"][1]["state"], "does_not_apply");
    let lines = said["lines"].as_array().unwrap();
    let club = lines.iter().find(|it| it["id"] == "after_school_club");
    assert_eq!(club.unwrap()["reason"], "no after-school club booked");
    assert_eq!(said["lines"][2]["state"], "undetermined");
    assert_eq!(said["outcome"], "undetermined");
    assert_eq!(said["missing"][0]["at"], "/children/2/date_of_birth");
    assert_eq!(said["facts"], read(CHILDREN));
}

#[test]
fn confidential_values_are_in_no_part_of_an_answer() {
    let program = of_one("secretive", SECRETIVE);
    let quoted = answer(
        &program,
        "secretive",
        r#"{"people": 7, "income": "1234.31"}"#,
    );
    let said = read(&quoted);
    assert_eq!(said["total"], "70.00");
    for secret in ["1234", "1,234", "176.3", "\"row\":2"] {
        assert!(!quoted.contains(secret), "{secret} in {quoted}");
    }
    assert_eq!(said["lines"][0]["says"], "Help for those with (withheld)");
    // Of the steps on the way none is there, of the line's condition what came out.
    assert_eq!(said["trace"][0]["formula"], "poor and step = 2");
    assert_eq!(said["trace"][0]["read"], json!([]));
    assert_eq!(said["trace"][0]["result"], true);
}

#[test]
fn division_by_zero_is_a_fault_with_the_trace_so_far() {
    let program = of_one("secretive", SECRETIVE);
    let said = read(&answer(
        &program,
        "secretive",
        r#"{"people": 0, "income": "5"}"#,
    ));
    assert_eq!(said["outcome"], "fault");
    assert_eq!(said["fault"]["text"], "income / people");
    assert_eq!(said["trace"][0]["failed"], true);
}

/// Said of an answer whose rules, prices and facts are those of today.
const ALTERED: &str = "the saved answer has been altered, or another build of almoner gave it: \
    its rules, prices and facts are those of today";

fn verify(book: &Book, saved: &str, extra: Option<&str>) -> Result<Verdict, Unprovable> {
    verify::verify(book, &Saved::read(saved)?, extra)
}

#[test]
fn saved_answer_is_identical() {
    let program = built_in();
    for (rule_set, facts) in [("music", MUSIC), ("nursery", CHILDREN)] {
        let saved = answer(&program, rule_set, facts);
        assert_eq!(verify(&program, &saved, None), Ok(Verdict::Identical));
        let pretty = format!("{:#}", read(&saved));
        assert_eq!(verify(&program, &pretty, None), Ok(Verdict::Identical));
    }
    let saved = answer(&program, "head-start", APPLICANT);
    let needs = Verdict::NeedsFacts(vec!["unspent_convictions".to_owned()]);
    assert_eq!(verify(&program, &saved, None), Ok(needs.clone()));
    assert_eq!(verify(&program, &saved, Some("{}")), Ok(needs));
    let extra = |kind: &str| format!(r#"{{"unspent_convictions": ["{kind}"]}}"#);
    let same = verify(&program, &saved, Some(&extra("other")));
    assert_eq!(same, Ok(Verdict::Identical));
    let other = verify(&program, &saved, Some(&extra("arson")));
    let Ok(Verdict::Differs(says)) = other else {
        panic!("{other:?}");
    };
    let standing = "criterion offences: standing was met, and is now refer";
    assert!(says.iter().any(|it| it == standing), "{says:?}");
    assert!(verify(&program, &saved, Some("{\"x\": 1}")).is_err());
    let unsaid = saved.replace("\"known\":null,", "");
    assert_ne!(unsaid, saved);
    let lacks = "this is not an answer of almoner: it has no `known`";
    let refused = verify(&program, &unsaid, None).unwrap_err();
    assert_eq!(refused.to_string(), lacks);
}

#[test]
fn verify_names_a_changed_price() {
    let saved = answer(&built_in(), "music", MUSIC);
    let dearer = changed("tariffs/2018-19.ron", "Variable(30.00)", "Variable(33.00)");
    let Ok(Verdict::Differs(says)) = verify(&dearer, &saved, None) else {
        panic!("the prices differ");
    };
    assert_eq!(says[0], "the file of the tariff has changed since");
    assert!(
        says[1].starts_with("the price of music.tuition was £30.00 (Children's"),
        "{says:?}"
    );
    assert!(says[1].contains("and is now £33.00"), "{says:?}");
    assert!(
        says.contains(&"the total was £25.00, and is now £27.50".to_owned()),
        "{says:?}"
    );
}

#[test]
fn verify_finds_a_changed_answer() {
    let program = built_in();
    let saved = answer(&program, "music", MUSIC);
    let cheaper = saved.replace(r#""total":"25.00""#, r#""total":"2.50""#);
    let Ok(Verdict::Altered(says)) = verify(&program, &cheaper, None) else {
        panic!("the totals differ");
    };
    let total = "the total is £2.50 in the saved answer, and £25.00 when asked again";
    assert_eq!(says, [total]);
    let others = saved.replace(r#""minutes":20"#, r#""minutes":30"#);
    let Ok(Verdict::Altered(says)) = verify(&program, &others, None) else {
        panic!("the facts differ");
    };
    let total = "the total is £25.00 in the saved answer, and £37.50 when asked again";
    assert!(says.contains(&total.to_owned()), "{says:?}");
    let broken = saved.replace("\"trace\":[", "");
    let damaged = verify(&program, &broken, None).unwrap_err();
    assert!(
        damaged
            .to_string()
            .starts_with("the saved answer is damaged"),
        "{damaged}"
    );
    let foreign = verify(&program, "{\"rule_set\": \"music\"}", None).unwrap_err();
    assert_eq!(
        foreign.to_string(),
        "this is not an answer of almoner: it has no `on`"
    );
    let listed = verify(&program, r#"["music","2018-05-01",null,{},[]]"#, None);
    assert_eq!(
        listed.unwrap_err().to_string(),
        "this is not an answer of almoner: it has no `rule_set`"
    );
}

#[test]
fn subtotals_and_the_bound_of_a_total_are_in_the_answer() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/saved");
    let program = compiled(&load(BookFrom::Directory(folder.as_ref())).unwrap().sources);
    let said = |facts: &str| read(&answer(&program, "stay", facts));
    let of = |number: u8, amount: Value| json!({ "record": { "list": "guests", "number": number }, "amount": amount });
    let open = said(r#"{"guests": [{"nights": 3}, {"nights": 2, "resident": true}]}"#);
    let booking = json!({ "record": null, "amount": "1.00" });
    let subtotals = json!([of(1, Value::Null), of(2, json!("22.30")), booking]);
    assert_eq!(open["subtotals"], subtotals);
    assert_eq!(
        (&open["total"], &open["at_most"]),
        (&Value::Null, &json!("58.80"))
    );

    let settled = said(r#"{"guests": [{"nights": 3, "resident": false}]}"#);
    assert_eq!(
        settled["subtotals"],
        json!([of(1, json!("35.50")), booking])
    );
    assert_eq!(settled["total"], "36.50");
    assert_eq!(settled.get("at_most"), None);

    // The list itself is missing: there may be any number of guests.
    assert_eq!(said("{}").get("at_most"), None);
    assert_eq!(said(r#"{"guests": [{}]}"#).get("at_most"), None);
}

/// Answers as they were written before they had a number of their format, and
/// before they had a fingerprint of their own.
#[test]
fn answers_of_earlier_formats_are_proved() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/saved");
    let sources = load(BookFrom::Directory(folder.as_ref())).unwrap().sources;
    let program = compiled(&sources);
    let names = [
        ("undetermined", false),
        ("in-parts", false),
        ("undetermined-format-3", true),
        ("in-parts-format-3", true),
    ];
    for (name, has_format) in names {
        let saved = std::fs::read_to_string(format!("{folder}/{name}.json")).unwrap();
        assert_eq!(saved.contains("\"format\""), has_format, "{name}");
        assert_eq!(
            verify(&program, &saved, None),
            Ok(Verdict::Identical),
            "{name}"
        );
        let spaced = serde_json::to_string_pretty(&read(&saved)).unwrap();
        assert_eq!(
            verify(&program, &spaced, None),
            Ok(Verdict::Identical),
            "{name}"
        );
        let tampered = saved.replacen("\"total\":null", "\"total\":\"1.00\"", 1);
        let Ok(Verdict::Differs(says)) = verify(&program, &tampered, None) else {
            panic!("{name}: the totals differ");
        };
        let total = "the total was £1.00, and is now none";
        assert_eq!(says, [ALTERED, total], "{name}");
        if has_format {
            continue;
        }
        let added = saved.replacen("\"total\":null", "\"total\":null,\"at_most\":\"1.00\"", 1);
        let Ok(Verdict::Differs(says)) = verify(&program, &added, None) else {
            panic!("{name}: a bound was added");
        };
        assert_eq!(says, [ALTERED, "`at_most` differs"], "{name}");
    }
}

fn members() -> Vec<&'static str> {
    MUSIC.trim_matches(['{', '}']).split(',').collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn same_facts_give_the_same_bytes(order in Just(members()).prop_shuffle()) {
        let program = built_in();
        let shuffled = answer(&program, "music", &format!("{{{}}}", order.join(",")));
        prop_assert_eq!(shuffled, answer(&program, "music", MUSIC));
    }

    #[test]
    fn any_saved_text_is_refused_without_panic(at in 0usize..4000, byte in "[\"{},:0a]") {
        let program = of_one("secretive", SECRETIVE);
        let mut saved = answer(&program, "secretive", r#"{"people": 7}"#);
        if saved.is_char_boundary(at) && at < saved.len() {
            saved.insert_str(at, &byte);
        }
        let _ = verify(&program, &saved, None);
    }
}

#[test]
fn format_of_the_future_cannot_be_proved() {
    let book = built_in();
    let saved = answer(&book, "music", MUSIC);
    for format in ["99", "0", "-1", "1.0", "\"1\""] {
        let other = saved.replacen("\"format\":4", &format!("\"format\":{format}"), 1);
        let error = Saved::read(&other).unwrap_err().to_string();
        assert!(error.starts_with("the answer's format is"), "{error}");
    }
}
