//! Columns give what the row evaluator gives, for every version of every rule
//! set of the council, facts missing and refused included.

mod bounded;
mod from_cases;
mod head_start;
mod one_part;
mod random;
mod random_table;
mod small;

use std::sync::LazyLock;

use super::{
    Bits, Column, ColumnValues, Days, RowsAnswered, RowsQuestion, Table,
    answer_rows::{answer_rows, by_columns_alone, by_rows_alone},
};
use crate::{
    answer::Outcome,
    base::date,
    book::{self, Book},
    load::BookFrom,
};

/// The council's book with its cases.
fn council() -> &'static Book {
    static BOOK: LazyLock<Book> = LazyLock::new(|| {
        let opened = book::open(BookFrom::Files(almoner_built_in::files()));
        opened.unwrap().into_book().unwrap()
    });
    &BOOK
}

fn assert_same(
    (found, expected): (&RowsAnswered, &RowsAnswered),
    row: usize,
    question: &RowsQuestion<'_>,
    table: &Table,
) {
    let (found, expected) = (found.row(row), expected.row(row));
    assert!(
        found == expected,
        "{question:?} row {row}: {:?}\n by columns {found:?}\n by row {expected:?}",
        super::row_facts::row_facts(table, row)
    );
}

/// Answers the rows of a table by columns, and those that columns answered, or of which they
/// found that no completions need be searched, by the row evaluator too; how many they are.
fn compare_rows(book: &Book, question: &RowsQuestion<'_>, table: &Table) -> usize {
    let (found, left) = by_columns_alone(book, question, table, 0..table.rows);
    let mut rows: Vec<usize> = (0..table.rows).collect();
    rows.retain(|row| left.binary_search(row).is_err());
    let expected = by_rows_alone(book, question, table, &rows);
    for row in &rows {
        assert_same((&found, &expected), *row, question, table);
    }
    rows.len()
}

/// A book of screenings of 2018: their ids, and what they say.
fn small_book(sets: &[(&str, &str)]) -> Book {
    let files = sets.iter().map(|(id, says)| file("Eligibility", id, says));
    Book::from_files(&files.collect::<Vec<_>>()).unwrap()
}

/// A book of one rule set with prices of 2018, `one`.
fn priced_book(says: &str) -> Book {
    Book::from_files(&[file("Pricing", "one", says)]).unwrap()
}

fn file(kind: &str, id: &str, says: &str) -> (String, &'static [u8]) {
    let text = format!(
        r#"{kind}(
            id: "{id}", title: "A set", in_force: "2018-04-01",
            decided: Adopted(on: "2018-01-01", by: "C"), source: "Paper", {says}
        )"#
    );
    (format!("rules/{id}/2018-04-01.ron"), text.leak().as_bytes())
}

/// Answers the rows of a table on 1 May 2018 by the rule set `one`, as the row evaluator does.
fn answer_as_rows_do(book: &Book, table: &Table) -> RowsAnswered {
    let question = RowsQuestion {
        rule_set: "one",
        days: &Days::Unnamed,
        default_day: date::parse("2018-05-01"),
        known: None,
        reasons: true,
    };
    let found = answer_rows(book, &question, table, 0..table.rows);
    let all: Vec<usize> = (0..table.rows).collect();
    let expected = by_rows_alone(book, &question, table, &all);
    for row in all {
        assert_same((&found, &expected), row, &question, table);
    }
    found
}

/// The outcome of each row; of those that are refused, that.
fn outcomes(found: &RowsAnswered) -> Vec<&'static str> {
    let outcomes = found.outcomes.iter();
    let name = |it: &Option<Outcome>| it.map_or("refused", |it| it.name());
    outcomes.map(name).collect()
}

/// A table of these columns.
fn table(rows: usize, columns: Vec<Column>) -> Table {
    Table {
        rows,
        columns,
        lists: Vec::new(),
    }
}

/// A column that every row has.
fn column(name: &str, values: ColumnValues) -> Column {
    let rows = match &values {
        ColumnValues::YesNo(bits) => bits.len(),
        values => values.numbers().unwrap().len(),
    };
    Column {
        name: name.to_owned(),
        values,
        given: Bits::all(true, rows),
    }
}

fn yes_no(name: &str, bits: &[bool]) -> Column {
    column(name, ColumnValues::YesNo(Bits::of(bits.iter().copied())))
}

fn whole(name: &str, numbers: &[i64]) -> Column {
    column(name, ColumnValues::Whole(numbers.to_vec()))
}

fn days(name: &str, days: &[i64]) -> Column {
    column(name, ColumnValues::Date(days.to_vec()))
}

/// The same column for the rows that have it.
fn where_given(column: Column, given: &[bool]) -> Column {
    let given = Bits::of(given.iter().copied());
    Column { given, ..column }
}
