//! Facts and answers as Arrow record batches: what Parquet, Polars, pandas,
//! DuckDB, DataFusion and Spark read and write.
//!
//! A batch has a column for each fact, named after it, and may have `on`, the day
//! that a row is about, and `ref`, which comes back with its answer. [`schema`]
//! says which types there are; [`answer_batch`] answers every row.
//!
//! ```
//! use std::sync::Arc;
//!
//! use almoner_arrow::{Asked, answer_batch};
//! use almoner_engine::Book;
//! use arrow_array::{ArrayRef, BooleanArray, Int64Array, RecordBatch};
//!
//! let book = Book::from_files(almoner_built_in::files())?;
//! let columns: [(&str, ArrayRef); 5] = [
//!     ("lessons", Arc::new(Int64Array::from(vec![10, 10]))),
//!     ("minutes", Arc::new(Int64Array::from(vec![20, 20]))),
//!     ("pupils", Arc::new(Int64Array::from(vec![2, 2]))),
//!     ("free_school_meals", Arc::new(BooleanArray::from(vec![true, true]))),
//!     ("key_stage", Arc::new(Int64Array::from(vec![Some(2), None]))),
//! ];
//! let batch = RecordBatch::try_from_iter(columns)?;
//! let on = Some("2018-05-01".parse()?);
//! let answers = answer_batch(&book, &Asked { rule_set: "music", on, known: None, reasons: false }, &batch)?;
//! assert_eq!(answers.num_rows(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod names;
mod pennies;
mod read;
mod schema;
mod write;

use std::{fmt, num::NonZero, ops::Range, thread};

use almoner_engine::{
    Book, Date,
    answer::Answer,
    columns::{Days, LoweredRules, RowsQuestion, answer_rows_with},
    model::RuleSet,
};
use arrow_array::RecordBatch;

pub use schema::{answer_schema, schema};
use write::Answers;

/// The fewest rows for which another thread is worth its start.
const MIN_ROWS: usize = 8 * 1024;

/// The rows that a core reads, answers and writes at once.
const MAX_ROWS_OF_BLOCK: usize = 16 * 1024;

/// What is asked about every row of a batch.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The rule set.
    pub rule_set: &'a str,
    /// The day asked about where a row names none, and none follows from its facts.
    pub on: Option<Date>,
    /// Uses only rules and prices that were known by this day.
    pub known: Option<Date>,
    /// Whether the answer says what each line comes to, or how each criterion
    /// stands.
    pub reasons: bool,
}

/// Why a batch has no answers. It never holds the value of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BatchError {
    /// There is no such rule set.
    NoRuleSet(String),
    /// A column that is no fact of the rule set.
    NoFact {
        /// The column.
        column: String,
        /// A fact with a name that is near.
        nearest: Option<String>,
    },
    /// A column of a type that its fact cannot have.
    WrongType {
        /// The column.
        column: String,
        /// Its type.
        found: String,
        /// What it must be, in words.
        must_be: &'static str,
    },
    /// Arrow refuses the answers.
    Arrow(String),
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BatchError::NoRuleSet(id) => write!(f, "there is no rule set `{id}`"),
            BatchError::NoFact { column, nearest } => {
                write!(f, "the column `{column}` is no fact of the rule set")?;
                match nearest {
                    Some(near) => write!(f, ": did you mean `{near}`?"),
                    None => Ok(()),
                }
            }
            BatchError::WrongType {
                column,
                found,
                must_be,
            } => write!(f, "the column `{column}` is {found}, and must be {must_be}"),
            BatchError::Arrow(says) => f.write_str(says),
        }
    }
}

impl std::error::Error for BatchError {}

impl<'a> Asked<'a> {
    fn set<'b>(&self, book: &'b Book) -> Result<&'b RuleSet, BatchError> {
        let set = book.program().rule_set(self.rule_set);
        set.ok_or_else(|| BatchError::NoRuleSet(self.rule_set.to_owned()))
    }

    fn question<'q>(&self, days: &'q Days, reasons: bool) -> RowsQuestion<'q>
    where
        'a: 'q,
    {
        RowsQuestion {
            rule_set: self.rule_set,
            days,
            default_day: self.on,
            known: self.known,
            reasons,
        }
    }
}

/// Answers every row of a batch, on all cores: `ref` if the batch has it, then
/// the columns of [`answer_schema`]. The rows keep their order.
///
/// # Errors
/// When there is no such rule set, or a column cannot be a fact of it. What is
/// wrong with one row is in its `problem`.
pub fn answer_batch(
    book: &Book,
    asked: &Asked<'_>,
    batch: &RecordBatch,
) -> Result<RecordBatch, BatchError> {
    let set = asked.set(book)?;
    let answer = |rows| answer_part(book, (asked, set), batch, rows);
    let parts = each_on_all_cores(batch.num_rows(), answer);
    let mut answers = Answers::new(set, asked.reasons, batch.num_rows());
    for (number, part) in parts.into_iter().enumerate() {
        match number {
            0 => answers = part?,
            _ => answers.append(part?)?,
        }
    }
    answers.finish(batch.column_by_name("ref").cloned())
}

/// Answers some rows of a batch, a block after the other: what is between the two batches
/// stays in the cache, and its memory is used again.
fn answer_part(
    book: &Book,
    (asked, set): (&Asked<'_>, &RuleSet),
    batch: &RecordBatch,
    rows: Range<usize>,
) -> Result<Answers, BatchError> {
    let mut answers = Answers::new(set, asked.reasons, rows.len());
    let mut rules = LoweredRules::default();
    let mut begin = rows.start;
    loop {
        let len = MAX_ROWS_OF_BLOCK.min(rows.end - begin);
        let (table, days) = read::table(set, &batch.slice(begin, len))?;
        let question = asked.question(&days, asked.reasons);
        answers.add(answer_rows_with(
            book,
            &question,
            &table,
            0..len,
            &mut rules,
        ))?;
        begin += len;
        if begin >= rows.end {
            return Ok(answers);
        }
    }
}

/// Answers every row of a batch as [`answer_batch`] does, with one more column: a text
/// about each answer, which the row evaluator gives one after the other. Null where there
/// is no answer.
///
/// # Errors
/// As for [`answer_batch`].
pub fn answer_batch_in_words(
    book: &Book,
    asked: &Asked<'_>,
    batch: &RecordBatch,
    column: &str,
    words: &(dyn Fn(&Answer<'_>) -> String + Sync),
) -> Result<RecordBatch, BatchError> {
    let answered = answer_batch(book, asked, batch)?;
    let (table, days) = read::table(asked.set(book)?, batch)?;
    let question = asked.question(&days, false);
    let say = |row: usize| {
        let answer = book.answer_for_list(&question.of_row(&table, row)).ok()?;
        Some(words(&answer))
    };
    let said = each_on_all_cores(table.rows, |rows| rows.map(say).collect::<Vec<_>>());
    write::with_texts(&answered, column, said.into_iter().flatten())
}

/// What is done with all rows, in parts that follow each other, each on a core.
fn each_on_all_cores<T: Send>(rows: usize, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let parts = cores.min(rows / MIN_ROWS).max(1);
    let size = rows.div_ceil(parts);
    let range = |part: usize| (part * size).min(rows)..((part + 1) * size).min(rows);
    if parts == 1 {
        return vec![work(0..rows)];
    }
    let work = &work;
    thread::scope(|scope| {
        let start = |part| scope.spawn(move || work(range(part)));
        let started: Vec<_> = (0..parts).map(start).collect();
        let done = started.into_iter().enumerate().map(|(part, thread)| {
            // A thread that could not end leaves its rows to this one.
            thread.join().unwrap_or_else(|_| work(range(part)))
        });
        done.collect()
    })
}
