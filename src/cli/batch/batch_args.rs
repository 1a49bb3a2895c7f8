//! What `almoner batch` is given on the command line.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::{
    cli::{args, case_file, exit, stdout::Format},
    sheets::fact_rows::Shape,
};
use almoner_engine::base::date::Date;

const AFTER: &str = "\
The columns of a CSV file are named after the facts (`almoner facts RULE-SET`); \
an empty cell is a fact that is not known. A list is written in one cell, its \
records as in flags with semicolons between them: \
`kind=training;kind=character,relative=no`, or `none`. `ref` is what you call \
the row and comes back with its answer; `on` is the day it asks about. In \
JSON a row is an object of facts, `ref` and `on`, or `{\"ref\", \"on\", \
\"facts\": {…}}`. Confidential facts may be given; no answer repeats them.";

/// Answer every row of a file of cases
#[derive(Args)]
#[command(after_help = format!("{AFTER}\n\n{}", exit::exit_codes()))]
pub(in crate::cli) struct BatchArgs {
    /// Whose questions the rows ask; one that quotes or one that screens
    #[arg(id = "what", value_name = "RULE-SET")]
    pub(super) rule_set: String,
    /// The cases: .csv, .tsv, .ndjson, .json, .parquet or .arrow; `-` for standard input
    #[arg(id = "in", long = "in", value_name = "FILE")]
    pub(super) cases: PathBuf,
    /// Where the answers go: .csv, .ndjson, .json, .parquet or .arrow [default: standard output]
    #[arg(id = "out", long = "out", value_name = "FILE")]
    pub(super) answers: Option<PathBuf>,
    /// Replace the file of answers if it is there already
    #[arg(long, requires = "out")]
    pub(super) replace: bool,
    /// How the cases are written [default: as the file's name says, or csv]
    #[arg(long, value_name = "KIND")]
    pub(super) from: Option<FileKind>,
    /// How the answers are written [default: as the file's name says, or csv]
    #[arg(long, value_name = "KIND")]
    pub(super) to: Option<FileKind>,
    /// The day asked about where a row names none [default: today in Europe/London]
    #[arg(long, value_name = "DATE", value_parser = args::day)]
    pub(super) on: Option<Date>,
    /// Use only rules and prices known by this day [default: all]
    #[arg(long, value_name = "DATE", value_parser = args::day)]
    pub(super) known: Option<Date>,
    /// How answers say what they rest on: a code for each line or condition, words, or all
    /// of the working
    #[arg(long, value_name = "KIND", default_value = "codes")]
    pub(super) reasons: Reasons,
    /// A column that holds no fact and is not read
    #[arg(long, value_name = "COLUMN")]
    pub(super) skip: Vec<String>,
    /// Exit with 5 when some answer is no or not settled
    #[arg(long)]
    pub(super) fail_if_not_eligible: bool,
}

/// How answers say what they rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Reasons {
    Codes,
    Words,
    Trace,
}

/// How a file is written.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum FileKind {
    Csv,
    Ndjson,
    Json,
    Parquet,
    Arrow,
}

impl FileKind {
    /// How rows are written; none of a table.
    fn shape(self) -> Option<Shape> {
        match self {
            FileKind::Csv => Some(Shape::Csv),
            FileKind::Ndjson => Some(Shape::Ndjson),
            FileKind::Json => Some(Shape::Json),
            FileKind::Parquet | FileKind::Arrow => None,
        }
    }
}

impl BatchArgs {
    pub(super) fn cases_shape(&self) -> Shape {
        let named = self.from.and_then(FileKind::shape);
        named
            .or_else(|| case_file::shape_of(&self.cases))
            .unwrap_or(Shape::Csv)
    }

    pub(super) fn answers_shape(&self, format: Format) -> Shape {
        let named = self.to.and_then(FileKind::shape);
        let by_name = || self.answers_path().and_then(case_file::shape_of);
        named.or_else(by_name).unwrap_or(match format {
            Format::Json => Shape::Ndjson,
            Format::Text => Shape::Csv,
        })
    }

    /// The file of answers; none for standard output.
    pub(super) fn answers_path(&self) -> Option<&Path> {
        let path = self.answers.as_deref();
        path.filter(|path| path.as_os_str() != "-")
    }
}
