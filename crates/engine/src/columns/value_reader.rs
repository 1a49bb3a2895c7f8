//! One fact, of the case or of a list's records, read from texts into its column. Each
//! different text is read once.

use super::{
    dates,
    text_cache::TextCache,
    written_values::{Field, ValueKind, Values, Written, plain_day, plain_whole},
};
use crate::{
    base::{ids::FactId, value::Value},
    check::model::{Fact, Home, Version},
    facts::{GivenFacts, Intake},
};

/// The most different texts of one fact that are kept.
const MAX_TEXTS: usize = 1 << 14;

/// Reads one fact.
#[derive(Debug)]
pub(super) struct ValueReader<'s> {
    name: &'s str,
    /// A version for each way in which the fact is declared: in all others its texts are
    /// the same values.
    versions: Vec<(&'s Version, FactId)>,
    /// Whether no version refuses its name.
    is_in_all: bool,
    values: Values,
    cache: TextCache,
}

impl<'s> ValueReader<'s> {
    /// Of the fact as these versions have it, of all that may be asked; none if their types
    /// differ.
    pub(super) fn of(
        name: &'s str,
        versions: &[(&'s Version, FactId)],
        all: usize,
    ) -> Option<ValueReader<'s>> {
        let mut declared: Vec<(&Version, FactId)> = Vec::new();
        for (version, fact) in versions.iter().copied() {
            let own = &version.facts[fact];
            let is_same = |(version, fact): &(&Version, FactId)| {
                let other = &version.facts[*fact];
                other.ty == own.ty && other.within == own.within
            };
            if !declared.iter().any(is_same) {
                declared.push((version, fact));
            }
        }
        let values = Values::of(declared.iter().map(|(version, fact)| &version.facts[*fact]))?;
        Some(ValueReader {
            name,
            versions: declared,
            is_in_all: versions.len() == all,
            values,
            cache: TextCache::new(MAX_TEXTS),
        })
    }

    pub(super) fn name(&self) -> &'s str {
        self.name
    }

    /// The values so far.
    pub(super) fn values(&mut self) -> &mut Values {
        &mut self.values
    }

    /// What the text is; none if only the row evaluator can say it. A fact of which nothing is
    /// given has no place in a column, and a version without the fact refuses its name all
    /// the same.
    pub(super) fn field(&mut self, text: &str, written: Written) -> Option<Field> {
        let field = self.any_field(text, written);
        field.filter(|it| self.is_in_all || *it != Field::Absent)
    }

    fn any_field(&mut self, text: &str, written: Written) -> Option<Field> {
        if let Some(field) = self.quickly(text) {
            return Some(field);
        }
        if self.values.kind == ValueKind::Text {
            return self.read(text, written);
        }
        if let Some(field) = self.cache.get(text) {
            return field.clone();
        }
        let field = self.read(text, written);
        self.cache.keep(text, &field);
        field
    }

    /// Whole numbers and days in their plainest form, without a look-up.
    fn quickly(&self, text: &str) -> Option<Field> {
        let (number, value) = match self.values.kind {
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
        number: FactId,
        text: &str,
        written: Written,
    ) -> Option<Field> {
        let fact = &version.facts[number];
        let (name, text) = self.as_given(version, fact, text, written);
        let mut given = GivenFacts::default();
        match written {
            Written::Cell => given.cell(name, text.as_str()),
            Written::Json => given.json(&text),
        }
        let mut intake = Intake::new(version);
        given.read(&mut intake);
        let facts = intake.finish_given().ok()?;
        if facts.dated().is_some() {
            return None;
        }
        let value = match fact.home {
            Home::Record(list, column) => facts.records(list)?.cell(0, column),
            _ => facts.value(number),
        };
        self.values.kind.field(&facts, &fact.ty, value)
    }

    /// The name and the text as which it is given alone: a fact of a record in a list of
    /// one record.
    fn as_given<'v>(
        &'v self,
        version: &'v Version,
        fact: &Fact,
        text: &str,
        written: Written,
    ) -> (&'v str, String) {
        let list = match fact.home {
            Home::Record(list, _) => Some(version.list_name(list)),
            _ => None,
        };
        let quoted = serde_json::Value::from;
        match (written, list) {
            (Written::Cell, None) => (self.name, text.to_owned()),
            (Written::Cell, Some(list)) => (list, format!("{}={text}", self.name)),
            (Written::Json, None) => (self.name, format!("{{{}:{text}}}", quoted(self.name))),
            (Written::Json, Some(list)) => {
                let (list_name, name) = (quoted(list), quoted(self.name));
                (list, format!("{{{list_name}:[{{{name}:{text}}}]}}"))
            }
        }
    }
}
