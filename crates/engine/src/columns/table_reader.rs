//! Facts as they are written in files, read into the columns of a table. Each
//! different text is read once, by the same reader as for a single question, so that
//! a column has the values that the row evaluator would have.
//!
//! A row with a text that is no value, or that means different things in different
//! versions of the rules, is left out: only the row evaluator says what is wrong
//! with it.

use super::{
    list_reader::ListReader,
    table::Table,
    text_cache::TextCache,
    value_reader::ValueReader,
    written_values::{Field, Written},
};
use crate::{
    base::{ids::FactId, types::Type},
    check::model::{RuleSet, Version},
};

/// The most different texts of one list that are kept.
const MAX_LISTS: usize = 1 << 12;

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

/// How a fact is read, and its columns so far.
#[derive(Debug)]
enum FactReader<'s> {
    One(ValueReader<'s>),
    List {
        name: &'s str,
        list: ListReader<'s>,
        cache: TextCache,
    },
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
        let field = reader.field(text, self.written);
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
        let all = set.versions.len();
        let found = |version: &'s Version| Some((version, version.fact(name)?.0));
        let versions: Vec<(&Version, FactId)> = set.versions.iter().filter_map(found).collect();
        let mut facts = versions.iter().map(|(version, fact)| &version.facts[*fact]);
        if !facts.all(|fact| fact.ty == Type::List) {
            return ValueReader::of(name, &versions, all).map(FactReader::One);
        }
        Some(FactReader::List {
            name,
            list: ListReader::of(&versions, all)?,
            cache: TextCache::new(MAX_LISTS),
        })
    }

    /// What the text is; none if only the row evaluator can say it.
    fn field(&mut self, text: &str, written: Written) -> Option<Field> {
        match self {
            FactReader::One(reader) => reader.field(text, written),
            FactReader::List { list, cache, .. } => {
                if let Some(field) = cache.get(text) {
                    return field.clone();
                }
                let field = list.field(text, written);
                cache.keep(text, &field);
                field
            }
        }
    }

    fn push(&mut self, field: Field) {
        match self {
            FactReader::One(reader) => reader.values().push(field),
            FactReader::List { list, .. } => list.push(field),
        }
    }

    /// Adds its columns to a table, unless no row has the fact.
    fn take(&mut self, table: &mut Table) {
        match self {
            FactReader::One(reader) => {
                let name = reader.name();
                let column = reader.values().take(name);
                table.columns.extend(column.given.any().then_some(column));
            }
            FactReader::List { name, list, .. } => {
                let list = list.take(name);
                table.lists.extend(list.given.any().then_some(list));
            }
        }
    }
}
