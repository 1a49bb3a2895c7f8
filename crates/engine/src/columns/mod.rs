//! Whole populations: the rules of one version with one tariff, lowered to
//! operations on columns, and run on many rows at once. A fast path next
//! to [`Book::answer`], with the same answers: `tests` hold the two equal.
//!
//! [`lower`] never fails. What it leaves to the row evaluator it names, with the
//! reason; a row that needs it is marked, and so is a row that is not settled,
//! whose missing facts only the row evaluator says. `answer_rows` groups rows
//! by rules and prices, runs the columns, and asks the row evaluator about the
//! marked rows, in order. Of a screening, `completions` of rows that lack facts show
//! which of them need no search for what is settled all the same.
//!
//! Numbers are whole numbers over a denominator that is known when the rules
//! are lowered, in 64-bit registers whose bounds are proven from what facts may
//! be. A yes/no is two bit masks, known-yes and known-no. The facts of a list's
//! records are columns of their own, with the number of each row's first record.

mod aggregate;
mod answer_rows;
mod answered;
mod arithmetic;
mod bits;
mod bounded;
mod by_columns;
mod by_criteria;
mod by_day;
mod by_row;
mod calendars;
mod choice;
mod civil;
mod completed_table;
mod completions;
mod criteria;
mod dates;
mod day_forms;
mod expression;
mod facts;
mod fillable;
mod follows;
mod frame;
mod functions;
mod groups;
mod lacking;
mod lines;
mod list_reader;
mod liveness;
mod lookup;
mod lowered;
mod lowered_rules;
mod lowering;
mod number;
mod one_part;
mod open_days;
mod operations;
mod outcomes;
mod period;
mod prices;
mod reasons;
mod reductions;
mod registers;
mod relations;
mod row_facts;
mod run_masks;
mod run_numbers;
mod schedules;
mod selects;
mod table;
mod table_reader;
#[cfg(test)]
mod tests;
mod text_cache;
mod used;
mod value_reader;
mod written_values;

pub use answer_rows::{Days, RowsQuestion, answer_rows, answer_rows_with};
pub use answered::{Amounts, RowAnswer, RowsAnswered, entries};
pub use bits::Bits;
pub use by_row::answer_row;
pub use civil::number_of_day;
pub use lowered::{FallsBack, Lowered, Standing};
pub use lowered_rules::LoweredRules;
pub use lowering::lower;
pub use table::{Column, ColumnValues, ListColumn, Table};
pub use table_reader::TableReader;
pub use written_values::Written;

#[cfg(doc)]
use crate::book::Book;
