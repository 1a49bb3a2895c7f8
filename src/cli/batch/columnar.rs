//! `batch` from one table to another, Parquet or Arrow: some rows at a time, answered by
//! columns on all cores.

use std::{
    fs::File,
    io::{BufReader, BufWriter},
    sync::mpsc::{self, SyncSender},
    thread,
};

use almoner_arrow::{Asked, BatchError, answer_batch, answer_batch_in_words};
use almoner_engine::{answer::Answer, book::Book};
use arrow_array::{Array as _, RecordBatch, StringArray, cast::AsArray as _};
use arrow_ipc::{reader::FileReader, writer::FileWriter};
use arrow_schema::{ArrowError, SchemaRef};
use parquet::{
    arrow::{
        ArrowWriter,
        arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder},
    },
    basic::Compression,
    errors::ParquetError,
    file::properties::WriterProperties,
    schema::types::ColumnPath,
};

use super::{
    answer_file,
    batch_args::{BatchArgs, Reasons},
    progress::Progress,
    table_files::{TableFiles, TableKind},
    tally::Tally,
};
use crate::{
    cli::{
        clock,
        exit::{Exit, Failure},
        read_file,
        save::{self, TempFile},
    },
    text::batch,
};

/// How many rows are answered at once; some more are read and written meanwhile.
const MAX_ROWS: usize = 16_384;

/// The rows of a row group of Parquet, which are in memory as they are compressed.
const MAX_ROWS_OF_GROUP: usize = 65_536;

/// Answers every row of a table.
pub(super) fn run(book: &Book, args: &BatchArgs, files: TableFiles<'_>) -> Result<Exit, Failure> {
    let default_day = match args.on {
        Some(on) => on,
        None => clock::today()?,
    };
    let asked = Asked {
        rule_set: &args.rule_set,
        on: Some(default_day),
        known: args.known,
        reasons: args.reasons == Reasons::Codes,
    };
    let cases = Cases::open(files.cases)?;
    let schema = cases.schema();
    let answer = |batch: &RecordBatch| {
        let batch = without(batch, &args.skip).map_err(|error| unreadable(files, &error))?;
        let answered = match args.reasons {
            Reasons::Codes => answer_batch(book, &asked, &batch),
            Reasons::Words => answer_batch_in_words(book, &asked, &batch, "reasons", &batch::words),
            Reasons::Trace => answer_batch_in_words(book, &asked, &batch, "answer", &working),
        };
        answered.map_err(|error| refused(files, &error))
    };
    // Columns that are no facts are refused before a file is begun.
    let empty = answer(&RecordBatch::new_empty(schema))?;
    answer_file::check_distinct(files.answers.0, files.cases.0)?;
    let mut answers = Answers::create(files, empty.schema(), args.replace)?;
    let mut tally = Tally::default();
    let mut progress = Progress::new(true);
    // While some rows are answered, the next are read and those before are written.
    let answers = thread::scope(|scope| {
        let (read_to, read) = mpsc::sync_channel(1);
        let (write_to, to_write) = mpsc::sync_channel(1);
        scope.spawn(move || send_parts(cases, &read_to));
        let writing = scope.spawn(move || {
            for batch in to_write {
                answers.write(&batch)?;
            }
            Ok::<Answers<'_>, Failure>(answers)
        });
        let mut first = 1;
        for part in read {
            let part = part.map_err(|error| unreadable(files, &error))?;
            let answered = answer(&part)?;
            count(&mut tally, &answered, first);
            first += u64::try_from(answered.num_rows()).unwrap_or(0);
            if write_to.send(answered).is_err() {
                break;
            }
            progress.show(first - 1)?;
        }
        drop(write_to);
        let ended = |_| unwritable(files, &"its writer ended early");
        writing.join().map_err(ended)?
    })?;
    progress.end()?;
    answers.finish()?;
    tally.end(args.fail_if_not_eligible)
}

/// Reads all cases, no more rows at a time than may be in memory.
fn send_parts(cases: Cases, to: &SyncSender<Result<RecordBatch, ArrowError>>) {
    for batch in cases {
        let batch = match batch {
            Ok(batch) => batch,
            Err(error) => {
                // Where nobody reads on, nobody needs the error.
                drop(to.send(Err(error)));
                return;
            }
        };
        let mut begin = 0;
        while begin < batch.num_rows() {
            let rows = MAX_ROWS.min(batch.num_rows() - begin);
            if to.send(Ok(batch.slice(begin, rows))).is_err() {
                return;
            }
            begin += rows;
        }
    }
}

/// All of an answer, with its working.
fn working(answer: &Answer<'_>) -> String {
    answer.to_json().trim_end().to_owned()
}

/// A batch without the columns that are not read.
fn without(batch: &RecordBatch, skip: &[String]) -> Result<RecordBatch, ArrowError> {
    let schema = batch.schema();
    let names = schema.fields().iter().enumerate();
    let kept = names.filter(|(_, field)| !skip.contains(field.name()));
    let kept: Vec<usize> = kept.map(|(number, _)| number).collect();
    batch.project(&kept)
}

fn count(tally: &mut Tally, answered: &RecordBatch, first: u64) {
    let texts = |name: &str| -> Option<&StringArray> {
        answered.column_by_name(name)?.as_string_opt::<i32>()
    };
    let (Some(outcomes), Some(problems)) = (texts("outcome"), texts("problem")) else {
        return;
    };
    for (row, number) in (0..answered.num_rows()).zip(first..) {
        match problems.is_valid(row) {
            true => tally.reject(number, problems.value(row)),
            false => tally.count(outcomes.value(row)),
        }
    }
}

fn unreadable(files: TableFiles<'_>, error: &ArrowError) -> Failure {
    let name = read_file::name(files.cases.0);
    Failure::new(Exit::Facts, format!("{name}: cannot be read: {error}"))
}

fn refused(files: TableFiles<'_>, error: &BatchError) -> Failure {
    let name = read_file::name(files.cases.0);
    Failure::new(Exit::Facts, format!("{name}: {error}"))
}

/// The cases.
enum Cases {
    Parquet(ParquetRecordBatchReader, SchemaRef),
    Arrow(FileReader<BufReader<File>>),
}

impl Cases {
    fn open((path, kind): (&std::path::Path, TableKind)) -> Result<Cases, Failure> {
        let name = read_file::name(path);
        let file = File::open(path).map_err(|error| read_file::unreadable(&name, &error))?;
        let not = |what: &str, error: &dyn std::fmt::Display| {
            Failure::new(Exit::Facts, format!("{name}: is no {what} file: {error}"))
        };
        Ok(match kind {
            TableKind::Parquet => {
                let not = |error: ParquetError| not("Parquet", &error);
                let file = ParquetRecordBatchReaderBuilder::try_new(file).map_err(not)?;
                let schema = file.schema().clone();
                let rows = file.with_batch_size(MAX_ROWS).build().map_err(not)?;
                Cases::Parquet(rows, schema)
            }
            TableKind::Arrow => {
                let file = FileReader::try_new_buffered(file, None);
                Cases::Arrow(file.map_err(|error| not("Arrow", &error))?)
            }
        })
    }

    fn schema(&self) -> SchemaRef {
        match self {
            Cases::Parquet(_, schema) => schema.clone(),
            Cases::Arrow(file) => file.schema(),
        }
    }
}

impl Iterator for Cases {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Cases::Parquet(rows, _) => rows.next(),
            Cases::Arrow(file) => file.next(),
        }
    }
}

/// The answers. The file appears under its name only once it is whole.
struct Answers<'a> {
    files: TableFiles<'a>,
    to: Destination,
}

enum Destination {
    Parquet(Box<ArrowWriter<BufWriter<TempFile>>>),
    Arrow(Box<FileWriter<BufWriter<TempFile>>>),
}

impl<'a> Answers<'a> {
    fn create(
        files: TableFiles<'a>,
        schema: SchemaRef,
        replace: bool,
    ) -> Result<Answers<'a>, Failure> {
        let file = BufWriter::new(save::begin(files.answers.0, replace)?);
        let to = match files.answers.1 {
            TableKind::Parquet => {
                let properties = WriterProperties::builder()
                    .set_compression(Compression::SNAPPY)
                    .set_max_row_group_row_count(Some(MAX_ROWS_OF_GROUP))
                    // References differ from row to row: a dictionary would save nothing.
                    .set_column_dictionary_enabled(ColumnPath::from("ref"), false)
                    .build();
                ArrowWriter::try_new(file, schema, Some(properties))
                    .map(|to| Destination::Parquet(Box::new(to)))
                    .map_err(|error| unwritable(files, &error))?
            }
            TableKind::Arrow => FileWriter::try_new(file, &schema)
                .map(|to| Destination::Arrow(Box::new(to)))
                .map_err(|error| unwritable(files, &error))?,
        };
        Ok(Answers { files, to })
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<(), Failure> {
        match &mut self.to {
            Destination::Parquet(to) => to
                .write(batch)
                .map_err(|error| unwritable(self.files, &error)),
            Destination::Arrow(to) => to
                .write(batch)
                .map_err(|error| unwritable(self.files, &error)),
        }
    }

    fn finish(self) -> Result<(), Failure> {
        let files = self.files;
        let file = match self.to {
            Destination::Parquet(to) => {
                to.into_inner().map_err(|error| unwritable(files, &error))?
            }
            Destination::Arrow(mut to) => {
                to.finish().map_err(|error| unwritable(files, &error))?;
                to.into_inner().map_err(|error| unwritable(files, &error))?
            }
        };
        let file = file.into_inner().map_err(|error| error.into_error());
        save::finish(file.map_err(|error| save::unwritable(files.answers.0, &error))?)
    }
}

fn unwritable(files: TableFiles<'_>, error: &dyn std::fmt::Display) -> Failure {
    let path = files.answers.0.display();
    Failure::new(Exit::Io, format!("cannot write `{path}`: {error}"))
}
