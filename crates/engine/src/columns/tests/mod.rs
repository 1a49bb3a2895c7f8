//! Columns give what the row evaluator gives, for every version of every rule
//! set of the council, facts missing and refused included.

mod from_cases;
mod head_start;
mod one_part;
mod random;
mod random_table;
mod small;

use std::sync::LazyLock;

use super::{
    Bits, Column, ColumnValues, RowsAnswered, RowsQuestion, Table,
    answer_rows::{by_columns_alone, by_rows_alone},
};
use crate::book::Book;

fn council() -> &'static Book {
    static BOOK: LazyLock<Book> =
        LazyLock::new(|| Book::from_files(almoner_built_in::files()).unwrap());
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

fn yes_no(name: &str, bits: &[bool]) -> Column {
    Column {
        name: name.to_owned(),
        values: ColumnValues::YesNo(Bits::of(bits.iter().copied())),
        given: Bits::all(true, bits.len()),
    }
}
