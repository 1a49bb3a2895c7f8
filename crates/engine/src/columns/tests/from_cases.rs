//! Rows made of the cases that the council's rule sets must answer: most of them eligible or
//! priced. Some facts are left out, and some are those of another case.

use proptest::prelude::*;

use super::{compare_rows, council, random_table::Random};
use crate::{
    book::Book,
    check::model::{Case, DaysText, FactText, RecordText, RuleSet},
    columns::{Days, RowsQuestion, Table, TableReader, Written, dates},
};

/// Facts as cells of a spreadsheet, by their names.
type Cells<'c> = Vec<(&'c str, String)>;

/// Of all facts, this many are left out.
#[derive(Clone, Copy)]
struct OneIn(i64);

fn cells<'c>(case: &'c Case, left_out: OneIn, random: &mut Random) -> Cells<'c> {
    let mut cells = Vec::new();
    for (name, fact) in &case.facts {
        if random.one_in(left_out.0) {
            continue;
        }
        match fact {
            FactText::One(text) => cells.push((&**name, text.to_string())),
            FactText::List(records) => cells.push((name, records_cell(records, left_out, random))),
            FactText::Dated(_) => {}
        }
    }
    cells
}

fn records_cell(records: &[RecordText], left_out: OneIn, random: &mut Random) -> String {
    let always = records.iter().filter(|it| it.days == DaysText::default());
    let records = always.map(|record| {
        let mut facts = Vec::new();
        for (name, fact) in &record.facts {
            if let FactText::One(text) = fact
                && !random.one_in(left_out.0)
            {
                facts.push(format!("{name}={text}"));
            }
        }
        facts.join(",")
    });
    let records: Vec<String> = records.filter(|it| !it.is_empty()).collect();
    match records.is_empty() {
        true => "none".to_owned(),
        false => records.join(";"),
    }
}

/// A table of as many cases, and the day of each row.
fn table(set: &RuleSet, rows: usize, random: &mut Random) -> (Table, Vec<i64>) {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in set.cases.iter().flat_map(|case| &case.facts) {
        let is_read = || TableReader::new(set, &[&**name], Written::Cell).is_some();
        if !names.contains(&&**name) && is_read() {
            names.push(name);
        }
    }
    let mut reader = TableReader::new(set, &names, Written::Cell).unwrap();
    let mut days = Vec::new();
    let left_out = [OneIn(4), OneIn(12), OneIn(60)];
    let count = i64::try_from(set.cases.len()).unwrap();
    let any_case = |random: &mut Random| &set.cases[usize::try_from(random.next(count)).unwrap()];
    for _ in 0..rows {
        let case = any_case(random);
        let left_out = left_out[usize::try_from(random.next(3)).unwrap()];
        let mut row = cells(case, left_out, random);
        if random.one_in(3) {
            for (name, text) in cells(any_case(random), OneIn(2), random) {
                row.retain(|(own, _)| *own != name);
                row.push((name, text));
            }
        }
        let mut is_read = true;
        for (name, text) in &row {
            let place = names.iter().position(|it| it == name);
            is_read &= place.is_some_and(|place| reader.read(place, text));
        }
        reader.end_row(is_read);
        if is_read {
            days.push(dates::packed(case.on));
        }
    }
    (reader.take(), days)
}

/// Compares rows made of the cases of a rule set: how many.
fn compare(book: &Book, set: &RuleSet, rows: usize, seed: u64) -> usize {
    let mut random = Random(seed | 1);
    let (table, days) = table(set, rows, &mut random);
    let question = RowsQuestion {
        rule_set: &set.id,
        days: &Days::Each(days),
        default_day: None,
        known: None,
        reasons: !random.one_in(3),
    };
    compare_rows(book, &question, &table)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn columns_give_what_the_row_evaluator_gives(seed in any::<u64>()) {
        let book = council();
        let sets = book.rule_sets().filter(|set| !set.cases.is_empty());
        let compared = sets.map(|set| compare(book, set, 60, seed));
        prop_assert!(compared.sum::<usize>() > 60);
    }
}

#[test]
#[ignore = "takes minutes: 200 tables of each rule set"]
fn many_rows_give_what_the_row_evaluator_gives() {
    let book = council();
    for set in book.rule_sets().filter(|set| !set.cases.is_empty()) {
        let compared = (1..=200).map(|seed| compare(book, set, 150, seed * 7919));
        println!("{}: {} rows agree", set.id, compared.sum::<usize>());
    }
}
