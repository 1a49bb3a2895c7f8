//! Small books, of whose questions every completion is tried: the engine settles
//! an outcome exactly where all completions have it.

use std::collections::BTreeMap;

use almoner_engine::{Question, Refusal, source};

use crate::{
    book::Written,
    case::{Case, Given},
    compare::{open, sources},
    days,
    formula::Evaluator,
    fraction,
    generate::{Choices, numbers},
    value::Value,
};

/// Books and questions for `cargo test`.
pub(crate) const BOOKS: u64 = 150;

/// Questions to each book.
const QUESTIONS: usize = 6;

/// The facts, with every value that each can have.
fn domains() -> Vec<(&'static str, Vec<(Value, String)>)> {
    let yes_no = [true, false].map(|yes| (Value::YesNo(yes), yes.to_string()));
    let whole = (0..4).map(|it| (Value::Number(fraction::whole(it)), it.to_string()));
    let colours = ["red", "green", "blue"];
    let colours = colours.map(|it| (Value::Option(it.to_owned()), format!("\"{it}\"")));
    let first = days::day_number(2018, 5, 1).expect("a day");
    let dates = (first..first + 4).map(|it| (Value::Day(it), format!("\"{}\"", days::print(it))));
    vec![
        ("y", yes_no.to_vec()),
        ("w", whole.collect()),
        ("c", colours.to_vec()),
        ("d", dates.collect()),
    ]
}

const FACTS: &str = r#"facts: [
    (id: "y", is: YesNo), (id: "w", is: Whole, within: "0..3"),
    (id: "c", is: OneOf(["red", "green", "blue"])),
    (id: "d", is: Date, within: "2018-05-01..2018-05-04"),
],"#;

fn number(choices: &mut Choices<'_>, depth: usize) -> String {
    match choices.below(if depth == 0 { 2 } else { 6 }) {
        0 => "w".to_owned(),
        1 => choices.number(4).to_string(),
        2 => format!(
            "({} + {})",
            number(choices, depth - 1),
            number(choices, depth - 1)
        ),
        3 => format!(
            "({} - {})",
            number(choices, depth - 1),
            number(choices, depth - 1)
        ),
        4 => format!(
            "max({}, {})",
            number(choices, depth - 1),
            number(choices, depth - 1)
        ),
        _ => format!(
            "(if {} then {} else {})",
            test(choices, depth - 1),
            number(choices, depth - 1),
            number(choices, depth - 1)
        ),
    }
}

fn test(choices: &mut Choices<'_>, depth: usize) -> String {
    let sign = choices.of(&["<", "<=", ">", ">=", "=", "!="]);
    match choices.below(if depth == 0 { 4 } else { 8 }) {
        0 => "y".to_owned(),
        1 => choices
            .of(&["(c = red)", "(c in [red, blue])", "(c != green)"])
            .to_owned(),
        2 => format!("(d {sign} 2018-05-0{})", 1 + choices.number(3)),
        3 => format!("(w {sign} {})", choices.number(3)),
        4 => format!(
            "({} and {})",
            test(choices, depth - 1),
            test(choices, depth - 1)
        ),
        5 => format!(
            "({} or {})",
            test(choices, depth - 1),
            test(choices, depth - 1)
        ),
        6 => format!("(not {})", test(choices, depth - 1)),
        _ => format!(
            "({} {sign} {})",
            number(choices, depth - 1),
            number(choices, depth - 1)
        ),
    }
}

fn book(choices: &mut Choices<'_>) -> Vec<(String, String)> {
    let mut rules = format!(
        "Eligibility(id: \"one\", title: \"One\", in_force: \"2018-04-01\", \
         decided: Adopted(on: \"2018-01-01\", by: \"C\"), source: \"Paper\", {FACTS} criteria: ["
    );
    for index in 0..=choices.number(2) {
        let holds = test(choices, 3);
        rules += &format!("(id: \"c{index}\", says: \"C\", cite: \"1\", holds: \"{holds}\"),");
    }
    vec![("rules/one/2018-04-01.ron".to_owned(), rules + "])")]
}

/// What is found for books made of these seeds: how many questions were asked, and
/// how many of them with facts missing were settled.
pub(crate) fn compare(seeds: std::ops::Range<u64>) -> (usize, usize) {
    let (mut asked, mut settled) = (0, 0);
    for seed in seeds {
        let numbers = numbers(seed, 11, 400);
        let choices = &mut Choices::new(&numbers);
        let files = book(choices);
        let Some(book) = open(&files) else { continue };
        let sources = sources(&files);
        let parsed = source::parse(&sources);
        let written = Written::new(&parsed);
        for _ in 0..QUESTIONS {
            let mut case = Case {
                on: days::day_number(2018, 5, 2).expect("a day"),
                facts: BTreeMap::new(),
                lists: BTreeMap::new(),
            };
            for (id, values) in domains() {
                if choices.one_in(3) {
                    let (value, json) = choices.of(&values);
                    case.facts.insert(id, Given::Always(value, json));
                }
            }
            let mut outcomes = outcomes(&written, &case);
            outcomes.dedup();
            let expected = match outcomes.as_slice() {
                [] => continue,
                [only] => *only,
                _ => "undetermined",
            };
            let json = case.json();
            let on = days::print(case.on).parse().expect("a day");
            let found = match book.answer(&Question::new("one").on(on).json(&json)) {
                Ok(answer) => answer.outcome().name(),
                Err(Refusal::Fault(_)) => continue,
                Err(refused) => panic!("{refused}"),
            };
            assert_eq!(found, expected, "{json}\n{}", files[0].1);
            asked += 1;
            settled += usize::from(case.facts.len() < domains().len() && found != "undetermined");
        }
    }
    (asked, settled)
}

/// The outcomes of all completions, in order.
fn outcomes(written: &Written<'_>, case: &Case) -> Vec<&'static str> {
    let mut all = vec![case.clone()];
    for (id, values) in domains() {
        if case.facts.contains_key(id) {
            continue;
        }
        all = all
            .into_iter()
            .flat_map(|case| {
                values.iter().map(move |(value, json)| {
                    let mut case = case.clone();
                    case.facts
                        .insert(id, Given::Always(value.clone(), json.clone()));
                    case
                })
            })
            .collect();
    }
    let outcome = |case: &Case| {
        let book = written.at("one", case.on).expect("a version");
        let screening = Evaluator::new(&book, case).screening();
        screening.ok().map(|it| it.outcome)
    };
    let mut outcomes: Vec<&'static str> = all.iter().filter_map(outcome).collect();
    outcomes.sort_unstable();
    outcomes
}
