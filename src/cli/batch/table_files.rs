//! Which files of cases and answers are tables: Parquet or Arrow, by column.

use std::path::Path;

use super::batch_args::{BatchArgs, FileKind};
use crate::cli::exit::{Exit, Failure};

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableKind {
    Parquet,
    Arrow,
}

/// Cases and answers that are tables.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(
    not(feature = "columns"),
    expect(dead_code, reason = "read by the feature `columns`")
)]
pub(super) struct TableFiles<'a> {
    pub(super) cases: (&'a Path, TableKind),
    pub(super) answers: (&'a Path, TableKind),
}

impl<'a> TableFiles<'a> {
    /// The files, if both are tables; none if neither is.
    pub(super) fn of(args: &'a BatchArgs) -> Result<Option<TableFiles<'a>>, Failure> {
        let answers = args.answers_path();
        let kinds = (
            table_kind(args.from, Some(&args.cases)),
            table_kind(args.to, answers),
        );
        match (kinds, answers) {
            ((None, None), _) => Ok(None),
            ((Some(cases), Some(kind)), Some(answers)) => Ok(Some(TableFiles {
                cases: (&args.cases, cases),
                answers: (answers, kind),
            })),
            ((_, Some(_)), None) => {
                let says = "a table is not written to standard output";
                Err(Failure::new(Exit::Usage, says).help("name a file with --out"))
            }
            _ => {
                let says = "cases and answers must both be tables (Parquet or Arrow), or neither";
                let help = "give both files the ending .parquet or .arrow, or both .csv or .ndjson";
                Err(Failure::new(Exit::Usage, says).help(help))
            }
        }
    }
}

fn table_kind(named: Option<FileKind>, path: Option<&Path>) -> Option<TableKind> {
    if let Some(named) = named {
        return match named {
            FileKind::Parquet => Some(TableKind::Parquet),
            FileKind::Arrow => Some(TableKind::Arrow),
            FileKind::Csv | FileKind::Ndjson | FileKind::Json => None,
        };
    }
    let ending = path?.extension()?.to_str()?.to_lowercase();
    match ending.as_str() {
        "parquet" => Some(TableKind::Parquet),
        "arrow" | "feather" => Some(TableKind::Arrow),
        _ => None,
    }
}

/// Tables need Arrow, which this program was built without.
#[cfg(not(feature = "columns"))]
pub(super) fn refuse(_: TableFiles<'_>) -> Failure {
    let says = "this almoner was built without Parquet and Arrow";
    let help = "give the cases as .csv or .ndjson, or build it with `--features columns`";
    Failure::new(Exit::Usage, says).help(help)
}
