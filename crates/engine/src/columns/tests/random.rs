//! Random facts of every version of every rule set of the council.

use proptest::prelude::*;

use super::{compare_rows, council, random_table::ask};
use crate::{
    book::Book,
    columns::answer_rows::{answer_rows, by_columns_alone, by_rows_alone},
};

/// Answers random rows of a version by columns, and those that columns answered by the
/// row evaluator too.
fn compare(book: &Book, version: (&str, usize), seed: u64) -> usize {
    ask(book, version, (150, seed), |question, table| {
        compare_rows(book, question, table)
    })
}

fn versions(book: &Book) -> Vec<(String, usize)> {
    let sets = book.rule_sets();
    let each = sets.flat_map(|set| (0..set.versions.len()).map(|at| (set.id.to_string(), at)));
    each.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn columns_give_what_the_row_evaluator_gives(seed in any::<u64>()) {
        let book = council();
        for (rule_set, version) in versions(book) {
            compare(book, (&rule_set, version), seed);
        }
    }
}

/// Rows that columns leave have their answers in their places.
#[test]
fn rows_that_columns_leave_are_answered_in_order() {
    let book = council();
    for (rule_set, version) in versions(book) {
        let rows = 12;
        ask(
            book,
            (&rule_set, version),
            (rows, 4711),
            |question, table| {
                let found = answer_rows(book, question, table, 4..rows);
                let expected = by_rows_alone(book, question, table, &(0..rows).collect::<Vec<_>>());
                for row in 4..rows {
                    let (found, expected) = (found.row(row - 4), expected.row(row));
                    assert_eq!(found, expected, "{question:?} row {row}");
                }
            },
        );
    }
}

/// Which rule sets columns answer, and which not: a change of either is meant.
#[test]
fn columns_answer_the_rule_sets_that_they_can() {
    let book = council();
    let mut answered: Vec<String> = Vec::new();
    for (rule_set, version) in versions(book) {
        let is_answered = |seed: u64| {
            ask(
                book,
                (&rule_set, version),
                (150, seed * 977),
                |question, table| by_columns_alone(book, question, table, 0..150).0.by_columns > 0,
            )
        };
        if !answered.contains(&rule_set) && (1..6).any(is_answered) {
            answered.push(rule_set);
        }
    }
    let meant = [
        "childcare",
        "council-tax",
        "grangewaters",
        "head-start",
        "music",
        "nursery",
        "play-scheme",
        "play-service",
        "private-tuition",
    ];
    for rule_set in meant {
        assert!(
            answered.iter().any(|it| it == rule_set),
            "{rule_set}: {answered:?}"
        );
    }
}
