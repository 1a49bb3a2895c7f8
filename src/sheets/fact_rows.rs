//! The facts of many questions: the rows of a CSV file, the lines of NDJSON or
//! the elements of a JSON array. One is kept at a time, however many there are;
//! a JSON array is limited in length and kept whole.
//!
//! A row may carry a reference (`ref`) and a day (`on`) with its facts; a JSON
//! row either holds its facts next to them or under `facts`, as a question
//! over HTTP does.

use std::io::{self, BufRead, Read};

use super::{Broken, CellRows, MAX_BYTES, Records, Unreadable, WrongHeading};
use almoner_engine::facts::{GivenFacts, Problem, ProblemCode, json, pointer, shown};
use almoner_engine::{
    base::{
        date::Date,
        date_text::{self, DateText},
        name::nearest,
    },
    check::model::{Home, RuleSet},
};

/// The most bytes of a JSON array: what is longer goes line by line.
const MAX_ARRAY: u64 = 16 * 1024 * 1024;

/// The column of a row's reference. A fact of the same name is written
/// `fact-ref`.
pub const REFERENCE: &str = "ref";
/// The column of the day a row asks about. A fact of the same name is written
/// `fact-on`.
pub const DAY: &str = "on";

/// How the rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// CSV or TSV, with a row of headings.
    Csv,
    /// One JSON object on each line.
    Ndjson,
    /// One JSON array of objects.
    Json,
}

/// One case as it was written.
#[derive(Debug)]
pub struct Row {
    /// Its number: the line it begins on, or the element of the array.
    pub number: u64,
    /// What its owner calls it.
    pub reference: Option<String>,
    /// The day it asks about, if it names one.
    pub on: Option<Date>,
    facts: Written,
    problems: Vec<Problem>,
}

#[derive(Debug)]
enum Written {
    Json(String),
    Cells(Vec<(Box<str>, String)>),
}

impl Row {
    /// A row of a table, with its line and what its columns hold.
    #[must_use]
    pub fn of_cells(number: u64, cells: &[&str], columns: &[Column]) -> Row {
        of_cells(number, cells, columns)
    }

    /// The members of its JSON object, each value still text; none of a table's row,
    /// or where something is wrong.
    #[must_use]
    pub fn json_members(&self) -> Option<Vec<(String, String)>> {
        match &self.facts {
            Written::Json(text) if self.problems.is_empty() => json::raw_members(text),
            _ => None,
        }
    }

    /// Its facts, and what is wrong with the row itself.
    #[must_use]
    pub fn facts(&self) -> GivenFacts<'_> {
        let mut facts = GivenFacts::default();
        for problem in &self.problems {
            facts.problem(problem.clone());
        }
        match &self.facts {
            Written::Json(text) => facts.json(text),
            Written::Cells(cells) => {
                for (name, text) in cells {
                    facts.cell(&**name, text.as_str());
                }
            }
        }
        facts
    }
}

/// The rows of one file.
#[derive(Debug)]
pub struct Rows<R> {
    from: Source<R>,
    number: u64,
}

#[derive(Debug)]
enum Source<R> {
    Csv(Box<Records<R>>, Vec<Column>),
    Lines(R),
    Elements(std::vec::IntoIter<String>),
}

/// What a column holds.
#[derive(Clone, Debug)]
pub enum Column {
    /// What the row's owner calls it.
    Reference,
    /// The day asked about.
    Day,
    /// The fact of this name.
    Fact(Box<str>),
    /// Nothing that is read.
    Skipped,
}

impl<R: BufRead> Rows<R> {
    /// Opens a file of cases for a rule set; the columns of a table that
    /// `skip` names are not read.
    ///
    /// # Errors
    /// When the whole cannot be read, or a column holds no fact of the rule set.
    pub fn open(
        shape: Shape,
        mut from: R,
        set: &RuleSet,
        skip: &[&str],
    ) -> Result<Rows<R>, Broken> {
        let from = match shape {
            Shape::Csv => {
                let records = Records::open(from)?;
                let columns = columns(records.headings(), set, skip)?;
                Source::Csv(Box::new(records), columns)
            }
            Shape::Ndjson => Source::Lines(from),
            Shape::Json => {
                let mut text = String::new();
                (&mut from)
                    .take(MAX_ARRAY + 1)
                    .read_to_string(&mut text)
                    .map_err(not_text)?;
                Source::Elements(elements(&text).map_err(Broken::Text)?.into_iter())
            }
        };
        Ok(Rows { from, number: 0 })
    }

    /// What the columns of a table hold; none of JSON.
    #[must_use]
    pub fn columns(&self) -> Option<&[Column]> {
        match &self.from {
            Source::Csv(_, columns) => Some(columns),
            Source::Lines(_) | Source::Elements(_) => None,
        }
    }

    /// Adds the next row of a table to others, as it was written; false where there is
    /// none.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub fn read_cells(&mut self, rows: &mut CellRows) -> Result<bool, Broken> {
        let Source::Csv(records, _) = &mut self.from else {
            return Ok(false);
        };
        while let Some((number, cells)) = records.read_next()? {
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                rows.push(number, cells);
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The next row.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub fn read_next(&mut self) -> Result<Option<Row>, Broken> {
        match &mut self.from {
            Source::Csv(records, columns) => loop {
                let Some((number, cells)) = records.read_next()? else {
                    return Ok(None);
                };
                // Spreadsheets keep rows whose cells were cleared, as commas.
                if cells.iter().any(|cell| !cell.trim().is_empty()) {
                    let cells: Vec<&str> = cells.iter().collect();
                    return Ok(Some(of_cells(number, &cells, columns)));
                }
            },
            Source::Lines(lines) => loop {
                self.number += 1;
                let Some(line) = line(lines, self.number)? else {
                    return Ok(None);
                };
                if !line.trim().is_empty() {
                    return Ok(Some(of_json(self.number, &line)));
                }
            },
            Source::Elements(elements) => {
                self.number += 1;
                Ok(elements.next().map(|text| of_json(self.number, &text)))
            }
        }
    }
}

/// What each column of a table holds.
fn columns(headings: &[String], set: &RuleSet, skip: &[&str]) -> Result<Vec<Column>, Broken> {
    let mut columns = Vec::with_capacity(headings.len());
    let mut wrong = Vec::new();
    for (number, heading) in headings.iter().enumerate() {
        let plain = heading.to_lowercase().replace([' ', '-'], "_");
        let again = headings.iter().take(number).any(|it| it == heading);
        columns.push(if skip.contains(&heading.as_str()) {
            Column::Skipped
        } else if again {
            wrong.push(repeated(heading));
            Column::Skipped
        } else if plain == REFERENCE {
            Column::Reference
        } else if plain == DAY {
            Column::Day
        } else if let Some(fact) = fact_of(set, &plain) {
            Column::Fact(fact)
        } else {
            wrong.push(unknown(heading, &plain, set));
            Column::Skipped
        });
    }
    if !wrong.is_empty() {
        return Err(Broken::Headings(wrong));
    }
    Ok(columns)
}

fn fact_of(set: &RuleSet, heading: &str) -> Option<Box<str>> {
    let name = heading.strip_prefix("fact_").unwrap_or(heading);
    let mut versions = set.versions.iter().rev();
    versions.find_map(|version| {
        let found = version.fact(heading).or_else(|| version.fact(name));
        found.map(|(_, fact)| fact.id.clone())
    })
}

fn repeated(heading: &str) -> WrongHeading {
    WrongHeading {
        name: shown(heading).to_string(),
        is_repeated: true,
        says: format!("two columns are called `{}`", shown(heading)),
    }
}

fn unknown(heading: &str, plain: &str, set: &RuleSet) -> WrongHeading {
    let facts = set.versions.iter().flat_map(|version| &version.facts);
    let facts = facts.filter(|fact| !matches!(fact.home, Home::Record(..)));
    let near = nearest(plain, facts.map(|fact| &*fact.id));
    let near = near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
    WrongHeading {
        name: shown(heading).to_string(),
        is_repeated: false,
        says: format!(
            "the column `{}` is no fact of {}{near}",
            shown(heading),
            set.id
        ),
    }
}

fn of_cells(number: u64, cells: &[&str], columns: &[Column]) -> Row {
    let mut row = Row {
        number,
        reference: None,
        on: None,
        facts: Written::Cells(Vec::new()),
        problems: Vec::new(),
    };
    if cells.len() != columns.len() {
        let mut named = columns.iter().zip(cells);
        let reference = named.find(|(column, _)| matches!(column, Column::Reference));
        row.reference = reference.map(|(_, text)| text.trim().to_owned());
        let says = format!(
            "the row has {} cells, but there are {} columns",
            cells.len(),
            columns.len()
        );
        let help = "put a cell with a comma in quotation marks";
        let problem = Problem::new(ProblemCode::Unreadable, "", says);
        row.problems.push(problem.help(help));
        return row;
    }
    let mut facts = Vec::new();
    for (column, text) in columns.iter().zip(cells) {
        let text = text.trim();
        match column {
            _ if text.is_empty() => {}
            Column::Skipped => {}
            Column::Reference => row.reference = Some(text.to_owned()),
            Column::Day => row.day(text),
            Column::Fact(name) => facts.push((name.clone(), text.to_owned())),
        }
    }
    row.facts = Written::Cells(facts);
    row
}

impl Row {
    fn day(&mut self, text: &str) {
        let must = match date_text::read(text) {
            DateText::Day(day) => {
                self.on = Some(day);
                return;
            }
            DateText::ShortYear { .. } => "a day with all four digits of the year",
            _ => "a day that exists",
        };
        let says = format!("`on` must be {must}, not `{}`", shown(text));
        let problem = Problem::new(ProblemCode::InvalidValue, pointer(&[DAY]), says);
        let help = "write it such as 2018-05-01, 1/5/2018 or 1 May 2018";
        self.problems.push(problem.help(help));
    }
}

/// A row from one JSON object. What is not one becomes the row's problem.
fn of_json(number: u64, text: &str) -> Row {
    let mut row = Row {
        number,
        reference: None,
        on: None,
        facts: Written::Json(text.to_owned()),
        problems: Vec::new(),
    };
    let Some(members) = json::raw_members(text) else {
        return row;
    };
    let mut facts = String::from("{");
    let mut nested = None;
    for (name, raw) in &members {
        let unquoted = || serde_json::from_str::<String>(raw).unwrap_or_else(|_| raw.clone());
        match name.as_str() {
            REFERENCE if raw != "null" => row.reference = Some(unquoted().trim().to_owned()),
            DAY if raw != "null" => row.day(&unquoted()),
            REFERENCE | DAY => {}
            "facts" if raw.starts_with('{') => nested = Some(raw.clone()),
            _ => {
                if facts.len() > 1 {
                    facts.push(',');
                }
                facts.push_str(&serde_json::Value::from(name.as_str()).to_string());
                facts.push(':');
                facts.push_str(raw);
            }
        }
    }
    facts.push('}');
    row.reference = row.reference.filter(|it| !it.is_empty());
    row.facts = Written::Json(match nested {
        Some(nested) if facts == "{}" => nested,
        Some(nested) => {
            let says = "facts are given both under `facts` and next to `ref`: use one of the two";
            let problem = Problem::new(ProblemCode::Duplicate, "", says);
            row.problems.push(problem);
            nested
        }
        None => facts,
    });
    row
}

/// The next line of NDJSON.
fn line(from: &mut impl BufRead, number: u64) -> Result<Option<String>, Broken> {
    let mut bytes = Vec::new();
    let room = u64::try_from(MAX_BYTES + 1).unwrap_or(u64::MAX);
    let read = from
        .take(room)
        .read_until(b'\n', &mut bytes)
        .map_err(Broken::World)?;
    if read == 0 {
        return Ok(None);
    }
    if bytes.len() > MAX_BYTES {
        return Err(Broken::Text(Unreadable {
            says: format!("line {number} is longer than 1 MiB"),
            help: "each line holds one JSON object",
        }));
    }
    let text = String::from_utf8(bytes).map_err(|_| {
        Broken::Text(Unreadable {
            says: format!("line {number} is not UTF-8 text"),
            help: "save it as UTF-8",
        })
    })?;
    Ok(Some(text.trim_start_matches('\u{feff}').to_owned()))
}

fn elements(text: &str) -> Result<Vec<String>, Unreadable> {
    if u64::try_from(text.len()).is_ok_and(|length| length > MAX_ARRAY) {
        return Err(Unreadable {
            says: "the array is longer than 16 MiB".to_owned(),
            help: "write one object on each line instead (NDJSON)",
        });
    }
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(Unreadable {
            says: "the file is empty".to_owned(),
            help: "it holds an array of objects: [{\"ref\": \"A\", …}, …]",
        });
    }
    json::raw_elements(text).map_err(|error| Unreadable {
        says: format!(
            "the file cannot be read as a JSON array from line {}, column {} on",
            error.line(),
            error.column()
        ),
        help: "it holds an array of objects: [{\"ref\": \"A\", …}, …]",
    })
}

fn not_text(error: io::Error) -> Broken {
    if error.kind() == io::ErrorKind::InvalidData {
        return Broken::Text(Unreadable {
            says: "the file is not UTF-8 text".to_owned(),
            help: "save it as UTF-8",
        });
    }
    Broken::World(error)
}

#[cfg(test)]
mod tests {
    use almoner_engine::{
        book::{Book, open},
        load::BookFrom,
    };

    use super::*;

    fn book() -> Book {
        let opened = open(BookFrom::Files(almoner_built_in::files())).unwrap();
        opened.book.unwrap()
    }

    /// Every row of a file for head-start, or why the file is refused.
    fn rows(shape: Shape, text: &str) -> Result<Vec<Row>, String> {
        let program = book().into_program();
        let sets = &program.contents().rule_sets;
        let set = sets.iter().find(|set| &*set.id == "head-start").unwrap();
        let says = |broken: Broken| match broken {
            Broken::Text(unreadable) => unreadable.says,
            Broken::Headings(wrong) => {
                let says: Vec<String> = wrong.into_iter().map(|it| it.says).collect();
                says.join("; ")
            }
            Broken::World(error) => panic!("{error}"),
        };
        let mut open = Rows::open(shape, text.as_bytes(), set, &["note"]).map_err(says)?;
        let mut rows = Vec::new();
        while let Some(row) = open.read_next().map_err(says)? {
            rows.push(row);
        }
        Ok(rows)
    }

    #[test]
    fn every_shape_gives_the_same_reference_and_day() {
        let array = r#"[{"ref":" A ","on":"2018-05-01","date_of_birth":"2000-01-01"}]"#;
        let line = array.trim_matches(['[', ']']);
        let table = "ref,On,date of birth,note\nA,1 May 2018,2000-01-01,x\n";
        for (shape, text) in [
            (Shape::Json, array),
            (Shape::Ndjson, line),
            (Shape::Csv, table),
        ] {
            let rows = rows(shape, text).unwrap();
            let [row] = rows.as_slice() else {
                panic!("{shape:?}: {rows:?}");
            };
            assert_eq!(row.reference.as_deref(), Some("A"), "{shape:?}");
            assert_eq!(row.on, Some(Date::constant(2018, 5, 1)), "{shape:?}");
            assert!(row.facts().problems().is_empty(), "{shape:?}");
        }
    }

    #[test]
    fn day_that_does_not_exist_is_a_problem_of_its_row() {
        let rows = rows(Shape::Csv, "ref,on\nA,2018-02-30\nB,2018-02-28\n").unwrap();
        let says = |row: &Row| row.problems.iter().map(|it| it.says.clone()).collect();
        let expected = vec!["`on` must be a day that exists, not `2018-02-30`".to_owned()];
        let found: Vec<Vec<String>> = rows.iter().map(says).collect();
        assert_eq!(found, [expected, Vec::new()]);
    }

    #[test]
    fn row_with_too_few_cells_keeps_its_reference() {
        let rows = rows(Shape::Csv, "ref,date_of_birth\nA\n").unwrap();
        assert_eq!(rows[0].reference.as_deref(), Some("A"));
        assert_eq!(rows[0].problems.len(), 1);
    }

    #[test]
    fn every_unknown_or_repeated_column_is_named() {
        let says = rows(Shape::Csv, "ref,ref,date_of_brith,note\n").unwrap_err();
        assert!(says.contains("two columns are called `ref`"), "{says}");
        assert!(says.contains("did you mean `date_of_birth`?"), "{says}");
    }

    #[test]
    fn facts_given_in_two_places_are_a_problem() {
        let both = r#"{"ref":"A","facts":{"date_of_birth":"2000-01-01"},"housing":true}"#;
        let rows = rows(Shape::Ndjson, both).unwrap();
        assert_eq!(rows[0].problems.len(), 1);
    }

    #[test]
    fn empty_or_broken_array_is_refused() {
        assert_eq!(rows(Shape::Json, " ").unwrap_err(), "the file is empty");
        let says = rows(Shape::Json, "[{}\n{}]").unwrap_err();
        assert!(says.contains("from line 2, column 1 on"), "{says}");
    }
}
