//! A file of cases: a row of facts for each.

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
};

use super::{
    exit::{Exit, Failure},
    read_file,
};
use crate::sheets::{
    Broken, CellRows,
    fact_rows::{Column, Row, Rows, Shape},
};
use almoner_engine::check::model::RuleSet;

/// Cases, read row by row.
pub(super) struct CaseFile {
    rows: Rows<Box<dyn BufRead>>,
    name: String,
}

impl CaseFile {
    /// Opens a file of cases.
    pub(super) fn open(
        path: &Path,
        shape: Shape,
        set: &RuleSet,
        skip: &[&str],
    ) -> Result<CaseFile, Failure> {
        let name = read_file::name(path);
        let from: Box<dyn BufRead> = if read_file::is_standard_input(path) {
            Box::new(BufReader::new(io::stdin()))
        } else {
            let file = File::open(path).map_err(|error| read_file::unreadable(&name, &error))?;
            Box::new(BufReader::new(file))
        };
        CaseFile::read(from, name, shape, set, skip)
    }

    /// Reads cases from elsewhere, which messages call by this name.
    pub(super) fn read(
        from: Box<dyn BufRead>,
        name: String,
        shape: Shape,
        set: &RuleSet,
        skip: &[&str],
    ) -> Result<CaseFile, Failure> {
        let rows = Rows::open(shape, from, set, skip).map_err(|broken| failure(broken, &name))?;
        Ok(CaseFile { rows, name })
    }

    /// What the columns of a table hold; none of JSON.
    pub(super) fn columns(&self) -> Option<&[Column]> {
        self.rows.columns()
    }

    /// Adds the next case of a table to others, as it was written; false where there is
    /// none.
    pub(super) fn read_cells(&mut self, rows: &mut CellRows) -> Result<bool, Failure> {
        let next = self.rows.read_cells(rows);
        next.map_err(|broken| failure(broken, &self.name))
    }

    /// The next case.
    pub(super) fn next_row(&mut self) -> Result<Option<Row>, Failure> {
        let next = self.rows.read_next();
        next.map_err(|broken| failure(broken, &self.name))
    }
}

/// A file that cannot be read, or not to its end.
fn failure(broken: Broken, name: &str) -> Failure {
    match broken {
        Broken::Text(why) => {
            Failure::new(Exit::Facts, format!("{name}: {}", why.says)).help(why.help)
        }
        Broken::Headings(wrong) => {
            let says: Vec<String> = wrong.into_iter().map(|it| it.says).collect();
            Failure::new(Exit::Facts, format!("{name}: {}", says.join("; "))).help(
                "each column is named after a fact (`almoner facts RULE-SET`), `ref` or `on`; \
                 one that holds neither is named with --skip",
            )
        }
        Broken::World(error) => read_file::unreadable(name, &error),
    }
}

/// How a file is written, by its name.
pub(super) fn shape_of(path: &Path) -> Option<Shape> {
    let ending = path.extension()?.to_str()?.to_lowercase();
    match ending.as_str() {
        "csv" | "tsv" => Some(Shape::Csv),
        "ndjson" | "jsonl" => Some(Shape::Ndjson),
        "json" => Some(Shape::Json),
        _ => None,
    }
}
