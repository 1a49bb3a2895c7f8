//! Facts as they are written in files, read into the columns of a table. Each
//! different text is read once, by the same reader as for a single question, so that
//! a column has the values that the row evaluator would have.
//!
//! A row with a text that is no value, or that means different things in different
//! versions of the rules, is left out: only the row evaluator says what is wrong
//! with it.

use std::collections::HashMap;

use super::{
    bits::Bits,
    dates,
    table::{ListColumn, Table},
    written_values::{Field, ValueKind, Values, plain_day, plain_whole},
};
use crate::{
    base::{
        ids::{FactId, ListId},
        types::Type,
        value::Value,
    },
    check::model::{Home, RuleSet, Version},
    eval::facts::Facts,
    facts::{GivenFacts, Intake},
};

/// The most different texts of one fact that are kept.
const MAX_KEPT: usize = 1 << 16;

/// How a fact is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// As in the cell of a spreadsheet.
    Cell,
    /// As a JSON value.
    Json,
}

/// Reads rows of written facts into tables, one after the other.
#[derive(Debug)]
pub struct TableReader<'s> {
    written: Written,
    facts: Vec<FactReader<'s>>,
    /// The fact that decides on which day a row is asked about, by its place.
    first_day: Option<usize>,
    rows: usize,
    /// What the row that is being read has of each fact.
    row: Vec<Field>,
}

/// One fact: how it is read, and its columns so far.
#[derive(Debug)]
struct FactReader<'s> {
    name: &'s str,
    /// Every version that has the fact.
    versions: Vec<(&'s Version, FactId)>,
    shape: Shape<'s>,
    kept: HashMap<Box<str>, Option<Field>>,
}

/// The columns of a fact.
#[derive(Debug)]
enum Shape<'s> {
    One(Values),
    List(ListValues<'s>),
}

/// The facts of a list's records so far, and which rows have which.
#[derive(Debug)]
struct ListValues<'s> {
    fields: Vec<(&'s str, Values)>,
    offsets: Vec<usize>,
    given: Vec<bool>,
    records: usize,
}

impl<'s> TableReader<'s> {
    /// A reader of these facts of a rule set; none if a version has one of them as
    /// another type, so that no column can hold it.
    #[must_use]
    pub fn new(set: &'s RuleSet, facts: &[&'s str], written: Written) -> Option<TableReader<'s>> {
        let readers = facts.iter().map(|name| FactReader::new(set, name));
        let first_day = set.first_day_fact();
        Some(TableReader {
            written,
            facts: readers.collect::<Option<Vec<_>>>()?,
            first_day: facts.iter().position(|name| Some(*name) == first_day),
            rows: 0,
            row: vec![Field::Absent; facts.len()],
        })
    }

    /// Reads a fact of the next row, by its place among the facts; false if only the
    /// row evaluator can say what it is.
    pub fn read(&mut self, fact: usize, text: &str) -> bool {
        let (Some(reader), Some(own)) = (self.facts.get_mut(fact), self.row.get_mut(fact)) else {
            return false;
        };
        let field = match reader.quickly(text) {
            Some(field) => Some(field),
            None => reader.field(text, self.written),
        };
        let is_read = field.is_some();
        *own = field.unwrap_or(Field::Absent);
        is_read
    }

    /// Whether the day that the row is asked about may follow from its facts.
    #[must_use]
    pub fn decides_day(&self) -> bool {
        let own = self.first_day.and_then(|fact| self.row.get(fact));
        own.is_some_and(|own| *own != Field::Absent)
    }

    /// Ends a row: it gets its place in the table, or is left out.
    pub fn end_row(&mut self, is_kept: bool) {
        for (reader, own) in self.facts.iter_mut().zip(&mut self.row) {
            let field = std::mem::replace(own, Field::Absent);
            if is_kept {
                reader.push(field);
            }
        }
        self.rows += usize::from(is_kept);
    }

    /// The table of all rows that were kept; the next begins.
    pub fn take(&mut self) -> Table {
        let mut table = Table {
            rows: std::mem::take(&mut self.rows),
            ..Table::default()
        };
        for reader in &mut self.facts {
            reader.take(&mut table);
        }
        table
    }
}

impl<'s> FactReader<'s> {
    fn new(set: &'s RuleSet, name: &'s str) -> Option<FactReader<'s>> {
        let found = |version: &'s Version| Some((version, version.fact(name)?.0));
        let versions: Vec<(&Version, FactId)> = set.versions.iter().filter_map(found).collect();
        let facts = || versions.iter().map(|(version, fact)| &version.facts[*fact]);
        let is_list = facts().all(|fact| fact.ty == Type::List);
        let shape = if is_list {
            Shape::List(ListValues {
                fields: fields_of(&versions)?,
                offsets: vec![0],
                given: Vec::new(),
                records: 0,
            })
        } else {
            Shape::One(Values::of(facts())?)
        };
        Some(FactReader {
            name,
            versions,
            shape,
            kept: HashMap::new(),
        })
    }

    /// Whole numbers and days in their plainest form, without a look-up.
    fn quickly(&self, text: &str) -> Option<Field> {
        let Shape::One(values) = &self.shape else {
            return None;
        };
        let (number, value) = match values.kind {
            ValueKind::Whole => {
                let number = plain_whole(text)?;
                (number, Value::Whole(number))
            }
            ValueKind::Date => {
                let packed = plain_day(text)?;
                (packed, Value::Date(dates::unpacked(packed)?))
            }
            _ => return None,
        };
        let mut facts = self.versions.iter().map(|(it, fact)| &it.facts[*fact]);
        let is_within = facts.all(|fact| fact.within.contains(value));
        is_within.then_some(Field::Number(number))
    }

    fn field(&mut self, text: &str, written: Written) -> Option<Field> {
        let is_text = matches!(&self.shape, Shape::One(values) if values.kind == ValueKind::Text);
        if is_text {
            return self.read(text, written);
        }
        if let Some(field) = self.kept.get(text) {
            return field.clone();
        }
        let field = self.read(text, written);
        if self.kept.len() >= MAX_KEPT {
            self.kept.clear();
        }
        self.kept.insert(text.into(), field.clone());
        field
    }

    /// What the text is, where all versions that have the fact agree.
    fn read(&self, text: &str, written: Written) -> Option<Field> {
        let mut versions = self.versions.iter();
        let (version, fact) = versions.next()?;
        let field = self.read_by(version, *fact, text, written)?;
        versions
            .all(|(version, fact)| {
                self.read_by(version, *fact, text, written).as_ref() == Some(&field)
            })
            .then_some(field)
    }

    fn read_by(
        &self,
        version: &Version,
        fact: FactId,
        text: &str,
        written: Written,
    ) -> Option<Field> {
        let mut given = GivenFacts::default();
        let member;
        match written {
            Written::Cell => given.cell(self.name, text),
            Written::Json => {
                member = format!("{{{}:{text}}}", serde_json::Value::from(self.name));
                given.json(&member);
            }
        }
        let mut intake = Intake::new(version);
        given.read(&mut intake);
        let facts = intake.finish_given().ok()?;
        if facts.dated().is_some() {
            return None;
        }
        match (&self.shape, version.facts[fact].home) {
            (Shape::List(own), Home::List(list)) => records_of(version, &facts, list, &own.fields),
            (Shape::One(values), _) => {
                let declared = &version.facts[fact];
                values.kind.field(&facts, &declared.ty, facts.value(fact))
            }
            _ => None,
        }
    }

    fn push(&mut self, field: Field) {
        match &mut self.shape {
            Shape::One(values) => values.push(field),
            Shape::List(list) => list.push(field),
        }
    }

    /// Adds its columns to a table, unless no row has the fact.
    fn take(&mut self, table: &mut Table) {
        match &mut self.shape {
            Shape::One(values) => {
                let column = values.take(self.name);
                table.columns.extend(column.given.any().then_some(column));
            }
            Shape::List(list) => {
                let list = list.take(self.name);
                table.lists.extend(list.given.any().then_some(list));
            }
        }
    }
}

impl ListValues<'_> {
    fn push(&mut self, field: Field) {
        let (is_given, own) = match field {
            Field::Records(own) => (true, own),
            _ => (false, [].into()),
        };
        self.given.push(is_given);
        self.records += own.len();
        self.offsets.push(self.records);
        for record in own {
            for ((_, values), field) in self.fields.iter_mut().zip(record) {
                values.push(field);
            }
        }
    }

    fn take(&mut self, name: &str) -> ListColumn {
        self.records = 0;
        let columns = self.fields.iter_mut();
        let columns = columns.map(|(name, values)| values.take(name));
        ListColumn {
            name: name.to_owned(),
            columns: columns.filter(|it| it.given.any()).collect(),
            offsets: std::mem::replace(&mut self.offsets, vec![0]),
            given: Bits::of(self.given.drain(..)),
        }
    }
}

/// The facts of a list's records, those of every version.
fn fields_of<'s>(versions: &[(&'s Version, FactId)]) -> Option<Vec<(&'s str, Values)>> {
    let lists = versions.iter().map(|(version, fact)| {
        let Home::List(list) = version.facts[*fact].home else {
            return None;
        };
        Some((*version, list))
    });
    let lists: Vec<(&Version, ListId)> = lists.collect::<Option<_>>()?;
    let facts = || lists.iter().flat_map(|(it, list)| it.fields(*list));
    let mut names: Vec<&str> = Vec::new();
    for (_, fact) in facts() {
        if !names.contains(&&*fact.id) {
            names.push(&fact.id);
        }
    }
    let field = |name: &'s str| {
        let own = facts().map(|(_, fact)| fact);
        Some((name, Values::of(own.filter(|fact| *fact.id == *name))?))
    };
    names.into_iter().map(field).collect()
}

fn records_of(
    version: &Version,
    facts: &Facts,
    list: ListId,
    fields: &[(&str, Values)],
) -> Option<Field> {
    let Some(records) = facts.records(list) else {
        return Some(Field::Absent);
    };
    let record = |number: u16| {
        let field = |(name, values): &(&str, Values)| {
            let mut own = version.fields(list);
            let Some((_, declared)) = own.find(|(_, fact)| *fact.id == **name) else {
                return Some(Field::Absent);
            };
            let Home::Record(_, column) = declared.home else {
                return None;
            };
            let value = records.cell(number, column);
            values.kind.field(facts, &declared.ty, value)
        };
        fields.iter().map(field).collect::<Option<Box<[Field]>>>()
    };
    let records = (0..records.count()).map(record);
    Some(Field::Records(records.collect::<Option<_>>()?))
}
