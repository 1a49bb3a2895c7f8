//! `almoner batch`: a file of cases in, a file of answers out, some rows at a time, on
//! all cores.

mod answer_file;
mod batch_args;
mod coded;
#[cfg(feature = "columns")]
mod columnar;
mod progress;
mod row_question;
mod table_files;
mod tally;

use std::{num::NonZero, thread};

pub(super) use batch_args::BatchArgs;

use super::{
    case_file::CaseFile,
    clock,
    exit::{Exit, Failure},
    open_book,
    stdout::Format,
};
use crate::{
    sheets::fact_rows::{Row, Shape},
    tables,
    text::{
        batch::{self, Columns, Owner},
        coded_rows::CodedRows,
    },
};
use almoner_engine::{
    answer::{Detail, Refusal, json},
    base::date::Date,
    book::Book,
    check::model::RuleSet,
    facts::Problem,
};
use answer_file::AnswerFile;
use batch_args::Reasons;
use coded::Coding;
use row_question::{next_rows, owner, problems, question};
use table_files::TableFiles;
use tally::Tally;

/// How many rows are in memory at once, for each core.
const ROWS_OF_A_CORE: usize = 1024;

/// Fewer rows are not worth a thread.
const MIN_ROWS_OF_A_THREAD: usize = 64;

pub(super) fn run(book: &Book, args: &BatchArgs, format: Format) -> Result<Exit, Failure> {
    let set = open_book::rule_set(book.program(), &args.rule_set)?;
    if let Some(files) = TableFiles::of(args)? {
        #[cfg(feature = "columns")]
        return columnar::run(book, args, files);
        #[cfg(not(feature = "columns"))]
        return Err(table_files::refuse(files));
    }
    let skip: Vec<&str> = args.skip.iter().map(String::as_str).collect();
    let mut cases = CaseFile::open(&args.cases, args.cases_shape(), set, &skip)?;
    let default_day = match args.on {
        Some(on) => on,
        None => clock::today()?,
    };
    let shape = args.answers_shape(format);
    let is_csv = shape == Shape::Csv;
    if args.reasons == Reasons::Trace && is_csv {
        let says = "the working of an answer is not written as CSV";
        let help = "name a file that ends in .ndjson or .json with --out, or give --to ndjson";
        return Err(Failure::new(Exit::Usage, says).help(help));
    }
    let answers = AnswerFile::create(args.answers_path(), shape, &args.cases, args.replace)?;
    if args.reasons == Reasons::Codes {
        let coding = Coding {
            book,
            set,
            default_day,
            known: args.known,
            rows: CodedRows::of(set, is_csv),
            is_array: shape == Shape::Json,
            columns: cases.columns().map(<[_]>::to_vec),
        };
        let tally = coding.run(&mut cases, answers)?;
        return tally.end(args.fail_if_not_eligible);
    }
    let asking = Asking {
        book,
        set,
        default_day,
        known: args.known,
        columns: Columns::of(set),
        is_csv,
        detail: detail(args.reasons, is_csv),
    };
    let tally = Tally::default();
    let mut batch = Batch { answers, tally };
    batch.answers.begin(&asking.columns.headings())?;
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    loop {
        let (rows, ended) = next_rows(&mut cases, cores * ROWS_OF_A_CORE);
        for (row, answered) in rows.iter().zip(asking.answer_all(&rows, cores)) {
            batch.write(row, answered)?;
            batch.answers.progress(row.number)?;
        }
        if ended? {
            break;
        }
    }
    batch.end(args.fail_if_not_eligible)
}

/// Words in JSON are all of an answer but its working.
fn detail(reasons: Reasons, is_csv: bool) -> Detail {
    match reasons {
        Reasons::Words if !is_csv => Detail::Silent,
        _ => Detail::default(),
    }
}

/// What is asked of every row. Rows are answered on all cores.
struct Asking<'p> {
    book: &'p Book,
    set: &'p RuleSet,
    default_day: Date,
    known: Option<Date>,
    columns: Columns,
    is_csv: bool,
    detail: Detail,
}

/// The answer to a row, as it is written.
struct Answered {
    text: String,
    found: Found,
}

enum Found {
    Outcome(&'static str),
    /// What is wrong with the row.
    Rejected(String),
}

impl Asking<'_> {
    /// The answers in the order of the rows, each core with rows of its own.
    fn answer_all(&self, rows: &[Row], cores: usize) -> Vec<Answered> {
        let answer =
            |rows: &[Row]| -> Vec<Answered> { rows.iter().map(|row| self.answer(row)).collect() };
        if rows.len() < MIN_ROWS_OF_A_THREAD || cores == 1 {
            return answer(rows);
        }
        thread::scope(|scope| {
            let parts = rows.chunks(rows.len().div_ceil(cores));
            let start = |part| (part, scope.spawn(move || answer(part)));
            let started: Vec<_> = parts.map(start).collect();
            let answered = started.into_iter();
            let answered = answered.map(|(part, it)| it.join().unwrap_or_else(|_| answer(part)));
            answered.flatten().collect()
        })
    }

    fn answer(&self, row: &Row) -> Answered {
        let question = question(row, self.set, self.default_day, self.known).detail(self.detail);
        match self.book.answer_for_list(&question) {
            Ok(answer) => {
                let day = answer.asked().ruling.on.to_string();
                let owner = owner(row, &day);
                let text = if self.is_csv {
                    tables::csv::record(&self.columns.answered(owner, &answer))
                } else {
                    batch::line(owner, "answer", &answer.to_json())
                };
                let found = Found::Outcome(answer.outcome().name());
                Answered { text, found }
            }
            Err(Refusal::Fault(faulted)) if !self.is_csv => {
                let day = faulted.on().to_string();
                let json = match faulted.in_book(self.book) {
                    Some(faulted) => json::fault(&faulted),
                    None => {
                        let refusal = Refusal::Fault(faulted);
                        return self.reject(owner(row, &day), &problems(refusal));
                    }
                };
                let text = batch::line(owner(row, &day), "answer", &json);
                let found = Found::Outcome("fault");
                Answered { text, found }
            }
            Err(refusal) => {
                let day = question.day(self.book).map(|day| day.to_string());
                let owner = owner(row, day.as_deref().unwrap_or_default());
                self.reject(owner, &problems(refusal))
            }
        }
    }

    /// What is wrong with a row.
    fn reject(&self, owner: Owner<'_>, problems: &[Problem]) -> Answered {
        let says: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let text = if self.is_csv {
            tables::csv::record(&self.columns.rejected(owner, problems))
        } else {
            batch::line(owner, "rejected", &json::problems(problems))
        };
        let found = Found::Rejected(says.join("; "));
        Answered { text, found }
    }
}

/// A run over a file.
struct Batch {
    answers: AnswerFile,
    tally: Tally,
}

impl Batch {
    fn write(&mut self, row: &Row, answered: Answered) -> Result<(), Failure> {
        match answered.found {
            Found::Outcome(outcome) => self.tally.count(outcome),
            Found::Rejected(says) => self.tally.reject(row.number, &says),
        }
        self.answers.write(&answered.text)
    }

    /// Ends the file of answers, and says how many there are of each.
    fn end(self, fail_if_not_eligible: bool) -> Result<Exit, Failure> {
        self.answers.finish()?;
        self.tally.end(fail_if_not_eligible)
    }
}
