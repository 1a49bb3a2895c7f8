//! Columns answer the questions to random books as the row evaluator does. Here no second
//! evaluator is asked: the two ways of the engine are held against each other.

use almoner_engine::{
    Book,
    columns::{
        Days, RowAnswer, RowsQuestion, Table, TableReader, Written, answer_row, answer_rows,
    },
    facts::json::raw_members,
    model::RuleSet,
};

use crate::{
    case::{Case, Given},
    compare::Files,
    days,
    generate::{Choices, rules::FACTS},
};

/// The values that facts may have: without them, bounds of most formulas are not proven.
const WITHIN: [(&str, &str); 9] = [
    ("w1", "-3..12"),
    ("w2", "-3..12"),
    ("n1", "-2..18"),
    ("m1", "£0..£50"),
    ("m2", "£0..£50"),
    ("p1", "0%..110%"),
    ("k", "-3..12"),
    ("s", "£0..£50"),
    ("b", "1990-12-31..2019-12-31"),
];

/// What some facts are declared with further.
const FURTHER: [(&str, &str); 6] = [
    ("y1", "confidential: true"),
    ("w1", "confidential: true"),
    ("f", "confidential: true"),
    ("w2", "no_more_than: \"w1\""),
    ("y2", "needs: [\"y1\"]"),
    ("d2", "not_before: \"d1\""),
];

/// The files with declarations that columns depend on.
pub(crate) fn declared(mut files: Files, choices: &mut Choices<'_>) -> Files {
    let mut more: Vec<(&str, String)> = Vec::new();
    if !choices.one_in(4) {
        more.extend(WITHIN.map(|(id, within)| (id, format!("within: \"{within}\""))));
    }
    for (id, further) in FURTHER {
        if choices.one_in(6) {
            more.push((id, further.to_owned()));
        }
    }
    for (path, text) in &mut files {
        if path.starts_with("rules/one/") {
            for (id, declares) in &more {
                let id = format!("(id: \"{id}\", ");
                *text = text.replace(&format!("{id}is:"), &format!("{id}{declares}, is:"));
            }
        }
    }
    files
}

/// How many rows were compared, and how many of them columns answered.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Compared {
    pub(crate) rows: usize,
    pub(crate) by_columns: usize,
}

/// What the two ways disagree about, each case a row of one table.
pub(crate) fn disagreement(
    book: &Book,
    cases: &[Case],
    choices: &mut Choices<'_>,
) -> Result<Compared, String> {
    let set = book.program().rule_set("one").expect("the rule set");
    let (table, on) = table(set, cases);
    let days = match choices.one_in(4) {
        true => Days::One(day(on[0])),
        false => Days::Each(on),
    };
    let question = RowsQuestion {
        rule_set: "one",
        days: &days,
        default_day: None,
        known: choices.one_in(4).then(|| day(20_180_601)),
        reasons: !choices.one_in(3),
    };
    let found = answer_rows(book, &question, &table, 0..table.rows);
    for row in 0..table.rows {
        let asked = question.of_row(&table, row);
        let words = format!("{asked:?}");
        let expected = match answer_row(book, &found.entries, asked) {
            Ok(answer) => answer,
            Err(refusal) => {
                let mut answer = RowAnswer::default();
                answer.problem = Some(refusal.to_string().into());
                answer
            }
        };
        let count = if question.reasons {
            found.entries.len()
        } else {
            0
        };
        let (own, other) = (with_all(found.row(row), count), with_all(expected, count));
        if own != other {
            return Err(format!("{words}\ncolumns {own:?}\nrow by row {other:?}"));
        }
    }
    Ok(Compared {
        rows: table.rows,
        by_columns: found.by_columns,
    })
}

/// With a place for each reason, where there are reasons.
fn with_all(mut answer: RowAnswer, count: usize) -> RowAnswer {
    answer.lines.resize(count, None);
    answer.criteria.resize(count, None);
    answer
}

fn day(packed: i64) -> almoner_engine::Date {
    let text = packed.to_string();
    let text = format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]);
    text.parse().expect("a day")
}

/// The cases as a table, and the days they are about. What columns cannot hold, such as a
/// fact that is given with days, is not given.
fn table(set: &RuleSet, cases: &[Case]) -> (Table, Vec<i64>) {
    let more = ["c1", "a1", "x1", "e1", "e2", "kids", "kids_complete"];
    let names = FACTS.iter().map(|(id, _)| *id).chain(more);
    let is_read = |name: &&str| {
        let has_it = |version: &almoner_engine::model::Version| version.fact(name).is_some();
        set.versions.iter().any(has_it) && TableReader::new(set, &[name], Written::Json).is_some()
    };
    let names: Vec<&str> = names.filter(is_read).collect();
    let mut reader = TableReader::new(set, &names, Written::Json).expect("its facts");
    let mut on = Vec::new();
    for case in cases {
        let mut case = case.clone();
        for record in case.lists.values_mut().flatten() {
            record.days = None;
            record
                .facts
                .retain(|_, given| matches!(given, Given::Always(..)));
        }
        for (name, raw) in raw_members(&case.json()).expect("an object") {
            if let Some(place) = names.iter().position(|it| **it == *name) {
                reader.read(place, &raw);
            }
        }
        reader.end_row(true);
        let text = days::print(case.on).replace('-', "");
        on.push(text.parse().expect("digits"));
    }
    (reader.take(), on)
}
