//! `batch` with reasons as codes: rows are read into columns and answered on all
//! cores, while the next are read.

use std::{mem, num::NonZero, ops::Range, thread};

use almoner_engine::{
    base::date::Date,
    base::date_text::{self, DateText},
    book::Book,
    check::model::RuleSet,
    columns::{
        Days, LoweredRules, RowsAnswered, RowsQuestion, Table, TableReader, Written, answer_row,
        answer_rows_with,
    },
};

use super::{
    answer_file::AnswerFile,
    row_question::{next_rows, owner, problems, question},
    tally::Tally,
};
use crate::{
    cli::{case_file::CaseFile, exit::Failure},
    sheets::{
        CellRows,
        fact_rows::{Column, Row},
    },
    text::{batch::Owner, coded_rows::CodedRows},
};

/// How many rows are in memory at once, for each core.
const ROWS_OF_A_CORE: usize = 8192;

/// Fewer rows are not worth a thread.
const MIN_ROWS_OF_A_THREAD: usize = 64;

/// What is asked of every row.
pub(super) struct Coding<'p> {
    pub(super) book: &'p Book,
    pub(super) set: &'p RuleSet,
    pub(super) default_day: Date,
    pub(super) known: Option<Date>,
    pub(super) rows: CodedRows,
    /// Whether rows of the answers stand in a JSON array.
    pub(super) is_array: bool,
    /// What the columns of a table hold; none of JSON.
    pub(super) columns: Option<Vec<Column>>,
}

/// Rows that are answered together.
enum Group {
    Cells(CellRows),
    Json(Vec<Row>),
}

/// The answers to some rows as they are written, and how many there are of each.
#[derive(Default)]
struct Block {
    text: String,
    tally: Tally,
}

impl Coding<'_> {
    /// Answers all rows of a file.
    pub(super) fn run(
        &self,
        cases: &mut CaseFile,
        mut answers: AnswerFile,
    ) -> Result<Tally, Failure> {
        answers.begin(&self.rows.headings())?;
        let mut tally = Tally::default();
        self.answer_all(cases, &mut answers, &mut tally)?;
        answers.finish()?;
        Ok(tally)
    }

    fn answer_all(
        &self,
        cases: &mut CaseFile,
        answers: &mut AnswerFile,
        tally: &mut Tally,
    ) -> Result<(), Failure> {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let mut readers: Vec<Option<FactReaders<'_>>> =
            (0..cores).map(|_| self.readers()).collect();
        let mut next = self.next_group(cases, cores);
        loop {
            let (group, ended) = next;
            let mut after = None;
            let blocks = thread::scope(|scope| {
                let size = group.len().div_ceil(cores).max(MIN_ROWS_OF_A_THREAD);
                let part = |core: usize| {
                    (core * size).min(group.len())..((core + 1) * size).min(group.len())
                };
                let group = &group;
                let started: Vec<_> = readers
                    .iter_mut()
                    .enumerate()
                    .map(|(core, reader)| {
                        let rows = part(core);
                        (
                            part(core),
                            scope.spawn(move || self.answer(group, rows, reader)),
                        )
                    })
                    .collect();
                if let Ok(false) = ended {
                    after = Some(self.next_group(cases, cores));
                }
                let answered = started.into_iter().map(|(rows, thread)| {
                    // A thread that could not end leaves its rows to this one.
                    let again = |_| self.answer(group, rows, &mut None);
                    thread.join().unwrap_or_else(again)
                });
                answered.collect::<Vec<Block>>()
            });
            for block in blocks {
                answers.write_rows(&block.text)?;
                tally.add(block.tally);
            }
            answers.count(group.len())?;
            ended?;
            match after {
                Some(group) => next = group,
                None => return Ok(()),
            }
        }
    }

    /// The next rows, and whether the file ends after them. What is read before a row
    /// that cannot be read is answered all the same.
    fn next_group(&self, cases: &mut CaseFile, cores: usize) -> (Group, Result<bool, Failure>) {
        let most = cores * ROWS_OF_A_CORE;
        if self.columns.is_some() {
            let mut rows = CellRows::default();
            while rows.len() < most {
                match cases.read_cells(&mut rows) {
                    Ok(true) => {}
                    Ok(false) => return (Group::Cells(rows), Ok(true)),
                    Err(failure) => return (Group::Cells(rows), Err(failure)),
                }
            }
            return (Group::Cells(rows), Ok(false));
        }
        let (rows, ended) = next_rows(cases, most);
        (Group::Json(rows), ended)
    }

    /// What reads rows into columns; none where a fact has another type in each version.
    fn readers(&self) -> Option<FactReaders<'_>> {
        let versions = self.set.versions.iter();
        let declared = versions.flat_map(|version| version.facts.iter());
        let declared = declared.map(|fact| &*fact.id);
        let mut names: Vec<&str> = Vec::new();
        match &self.columns {
            Some(columns) => names.extend(columns.iter().filter_map(|column| match column {
                Column::Fact(name) => Some(&**name),
                _ => None,
            })),
            None => {
                for name in declared {
                    let is_known = names.contains(&name);
                    let reads = || TableReader::new(self.set, &[name], Written::Json).is_some();
                    if !is_known && reads() {
                        names.push(name);
                    }
                }
            }
        }
        let written = match self.columns {
            Some(_) => Written::Cell,
            None => Written::Json,
        };
        Some(FactReaders {
            table: TableReader::new(self.set, &names, written)?,
            names,
            rules: LoweredRules::default(),
        })
    }

    /// Answers some rows of a group: those that can be read into columns together.
    fn answer<'s>(
        &self,
        group: &Group,
        rows: Range<usize>,
        own_readers: &mut Option<FactReaders<'s>>,
    ) -> Block {
        // Should this thread not end, nobody goes on where its readers stopped.
        let readers = &mut own_readers.take();
        let mut block = Block::default();
        let mut days = Vec::new();
        let mut places = Vec::new();
        if let Some(readers) = readers {
            for row in rows.clone() {
                let day = match group {
                    Group::Cells(cells) => self.read_cells(readers, cells, row),
                    Group::Json(rows) => rows.get(row).and_then(|it| readers.read_json(it)),
                };
                readers.table.end_row(day.is_some());
                places.push(day.map(|_| days.len()));
                days.extend(day);
            }
        }
        let table = readers.as_mut().map(|it| it.table.take());
        let named = days.iter().any(|day| *day != 0);
        let days = match named {
            true => Days::Each(days),
            false => Days::Unnamed,
        };
        let rules = readers.as_mut().map(|it| &mut it.rules);
        let answered = table.zip(rules);
        let answered = answered.map(|(table, rules)| self.answer_table(&table, &days, rules));
        let default_day = self.default_day.to_string();
        let mut day = DayText::default();
        for (row, place) in rows.zip(places.into_iter().chain(std::iter::repeat(None))) {
            let place = place.zip(answered.as_ref());
            // What is wrong with a row is said by itself, with its place.
            let place = place.filter(|(place, it)| it.problem_of(*place).is_none());
            let Some((place, answered)) = place else {
                self.answer_alone(&mut block, group, row);
                continue;
            };
            let named = match &days {
                Days::Each(days) => days.get(place).copied().unwrap_or(0),
                _ => 0,
            };
            let owner = Owner {
                number: group.number(row),
                reference: group.reference(row, self.columns.as_deref()),
                on: match named {
                    0 => &default_day,
                    named => day.of(named),
                },
            };
            self.write(&mut block, owner, answered, place);
        }
        *own_readers = readers.take();
        block
    }

    fn answer_table(&self, table: &Table, days: &Days, rules: &mut LoweredRules) -> RowsAnswered {
        let question = RowsQuestion {
            rule_set: &self.set.id,
            days,
            default_day: Some(self.default_day),
            known: self.known,
            reasons: true,
        };
        answer_rows_with(self.book, &question, table, 0..table.rows, rules)
    }

    /// Reads a row of cells: the day it names, 0 for none; nothing where only the row
    /// evaluator can say what its cells are.
    fn read_cells(
        &self,
        readers: &mut FactReaders<'_>,
        rows: &CellRows,
        row: usize,
    ) -> Option<i64> {
        let columns = self.columns.as_deref().unwrap_or_default();
        let cells = rows.cells(row);
        if cells.len() != columns.len() {
            return None;
        }
        let (mut named, mut fact) = (0, 0);
        for (column, text) in columns.iter().zip(cells) {
            let text = text.trim();
            let place = fact;
            fact += usize::from(matches!(column, Column::Fact(_)));
            match column {
                _ if text.is_empty() => {}
                Column::Reference | Column::Skipped => {}
                Column::Day => named = day_number(text)?,
                Column::Fact(_) => readers.table.read(place, text).then_some(())?,
            }
        }
        (named != 0 || !readers.table.decides_day()).then_some(named)
    }

    /// Answers a row by itself.
    fn answer_alone(&self, block: &mut Block, group: &Group, row: usize) {
        let read;
        let row = match (group, &self.columns) {
            (Group::Cells(rows), Some(columns)) => {
                let cells: Vec<&str> = rows.cells(row).collect();
                read = Row::of_cells(rows.number(row), &cells, columns);
                &read
            }
            (Group::Json(rows), _) => match rows.get(row) {
                Some(row) => row,
                None => return,
            },
            (Group::Cells(_), None) => return,
        };
        let asked = question(row, self.set, self.default_day, self.known);
        let day = asked.day(self.book).map(|day| day.to_string());
        let owner = owner(row, day.as_deref().unwrap_or_default());
        match answer_row(self.book, self.rows.entries(), asked) {
            Ok(answer) => {
                let answered = RowsAnswered::of_row(answer, self.rows.entries());
                self.write(block, owner, &answered, 0);
            }
            Err(refusal) => {
                let problems = problems(refusal);
                let says: Vec<String> = problems.iter().map(ToString::to_string).collect();
                block.tally.reject(owner.number, &says.join("; "));
                self.begin(block);
                self.rows.write_rejected(&mut block.text, owner, &problems);
            }
        }
    }

    fn write(&self, block: &mut Block, owner: Owner<'_>, answered: &RowsAnswered, row: usize) {
        let outcome = answered.outcomes.get(row).copied().flatten();
        block.tally.count(outcome.map_or("", |it| it.name()));
        self.begin(block);
        self.rows.write(&mut block.text, owner, answered, row);
    }

    /// Between the rows of an array stands a comma.
    fn begin(&self, block: &mut Block) {
        if self.is_array {
            block.text.truncate(block.text.trim_end().len());
            block.text.push_str(",\n");
        }
    }
}

impl Group {
    fn len(&self) -> usize {
        match self {
            Group::Cells(rows) => rows.len(),
            Group::Json(rows) => rows.len(),
        }
    }

    fn number(&self, row: usize) -> u64 {
        match self {
            Group::Cells(rows) => rows.number(row),
            Group::Json(rows) => rows.get(row).map_or(0, |it| it.number),
        }
    }

    fn reference(&self, row: usize, columns: Option<&[Column]>) -> Option<&str> {
        match self {
            Group::Cells(rows) => {
                let columns = columns.unwrap_or_default().iter().zip(rows.cells(row));
                let mut own = columns.filter(|(it, _)| matches!(it, Column::Reference));
                own.next().map(|(_, text)| text.trim())
            }
            Group::Json(rows) => rows.get(row)?.reference.as_deref(),
        }
    }
}

/// Reads rows of written facts into a table.
struct FactReaders<'s> {
    table: TableReader<'s>,
    /// The facts that it reads, by their places.
    names: Vec<&'s str>,
    /// The rules, lowered for the columns of the rows before.
    rules: LoweredRules,
}

impl FactReaders<'_> {
    /// Reads a JSON object, as for cells.
    fn read_json(&mut self, row: &Row) -> Option<i64> {
        let members = row.json_members()?;
        for (number, (name, raw)) in members.iter().enumerate() {
            let is_again = members
                .iter()
                .take(number)
                .any(|(before, _)| before == name);
            let fact = self.names.iter().position(|it| it == name)?;
            let is_read = !is_again && self.table.read(fact, raw);
            is_read.then_some(())?;
        }
        let named = row.on.map_or(0, packed);
        (named != 0 || !self.table.decides_day()).then_some(named)
    }
}

/// A day as a number; none where the text is no day.
fn day_number(text: &str) -> Option<i64> {
    match date_text::read(text) {
        DateText::Day(day) => Some(packed(day)),
        _ => None,
    }
}

/// Year × 10,000 + month × 100 + day.
fn packed(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

/// The text of the day before, which is mostly that of the next.
#[derive(Default)]
struct DayText {
    day: i64,
    text: String,
}

impl DayText {
    fn of(&mut self, day: i64) -> &str {
        if mem::replace(&mut self.day, day) != day {
            let (year, month) = (day / 10_000, day / 100 % 100);
            self.text = format!("{year:04}-{month:02}-{:02}", day % 100);
        }
        &self.text
    }
}
