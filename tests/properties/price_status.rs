//! A quote is indicative if any price that it used is only proposed.

use std::collections::BTreeSet;

use almoner_engine::{Book, Question};
use proptest::prelude::*;
use serde_json::Value;

/// The charges of the rule sets that are asked, of a tariff that was only proposed.
const DAY: &str = "2018-10-01";

/// A question of each rule set that quotes, as recorded.
fn questions() -> Vec<(String, String)> {
    let recorded = std::fs::read_dir("tests/golden").unwrap();
    let recorded = recorded.map(|it| std::fs::read_to_string(it.unwrap().path()).unwrap());
    let answers = recorded.filter_map(|text| serde_json::from_str::<Value>(&text).ok());
    let quotes = answers.filter(|it| it.get("lines").is_some());
    let on = |text: String| text.replace("2018-0", "2018-1");
    quotes
        .map(|it| {
            (
                it["rule_set"].as_str().unwrap().to_owned(),
                on(it["facts"].to_string()),
            )
        })
        .collect()
}

/// The council's book in which some charges are set by an adopted variation.
fn varied(charges: &BTreeSet<String>) -> Book {
    let mut files = almoner_built_in::files().to_vec();
    let entries = charges
        .iter()
        .map(|id| format!("(id: {id:?}, price: 7.00)"));
    let entries: Vec<String> = entries.collect();
    let file = format!(
        r#"Variation(year: "2018/19", in_force: "2018-04-01", authority:
            "Children's Services Overview and Scrutiny Committee, 12 December 2017, item 12, §4.4",
            decided: Adopted(on: "2018-03-20",
                by: "Director of the Service Area and Director of Commercial Services"),
            ground: "legal", reason: "A reason", source: "A record", charges: [{}])"#,
        entries.join(", ")
    );
    files.push((
        "tariffs/2018-19-varied.ron".to_owned(),
        file.leak().as_bytes(),
    ));
    Book::from_files(&files).unwrap()
}

/// The charges that the trace of an answer read.
fn read(answer: &Value) -> BTreeSet<String> {
    let steps = answer["trace"].as_array().unwrap().iter();
    let reads = steps.flat_map(|step| step["read"].as_array().into_iter().flatten());
    let charges = reads.filter_map(|read| read["charge"].as_str());
    charges.map(str::to_owned).collect()
}

fn answer(book: &Book, rule_set: &str, facts: &str) -> Option<Value> {
    let question = Question::new(rule_set).on(DAY.parse().unwrap()).json(facts);
    let answer = book.answer(&question).ok()?.to_json();
    serde_json::from_str(&answer).ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn quote_is_indicative_if_any_price_used_is_proposed(adopts in prop::collection::vec(any::<bool>(), 64)) {
        let plain = varied(&BTreeSet::from(["music.tuition".to_owned()]));
        let (mut quoted, mut asked) = (0, 0);
        for (rule_set, facts) in questions() {
            let Some(before) = answer(&plain, &rule_set, &facts) else { continue };
            let used = read(&before);
            if used.is_empty() || before["outcome"] != "quoted" {
                continue;
            }
            quoted += 1;
            let adopted: BTreeSet<String> = used
                .iter()
                .zip(std::iter::once(&true).chain(adopts.iter().cycle()))
                .filter(|(_, adopts)| **adopts)
                .map(|(charge, _)| charge.clone())
                .collect();
            let Some(after) = answer(&varied(&adopted), &rule_set, &facts) else { continue };
            let used = read(&after);
            let is_proposed = used.iter().any(|charge| !adopted.contains(charge));
            let expected = if is_proposed { "indicative" } else { "adopted" };
            prop_assert_eq!(&after["status"], expected, "{} adopts {:?}: {}", rule_set, adopted, after);
            let named: BTreeSet<String> = after["prices"].as_array().into_iter().flatten()
                .map(|price| price["charge"].as_str().unwrap().to_owned()).collect();
            if after.get("parts").is_none() {
                prop_assert_eq!(&named, &used);
            }
            asked += 1;
        }
        prop_assert_eq!(asked, quoted);
        prop_assert!(quoted > 0);
    }
}
