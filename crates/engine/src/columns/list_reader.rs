//! The records of a list, read from texts into columns: each of their facts by itself, as
//! the versions that have it declare it.

use std::borrow::Cow;

use super::{
    bits::Bits,
    table::ListColumn,
    value_reader::ValueReader,
    written_values::{Field, Written},
};
use crate::{
    base::ids::{FactId, ListId},
    check::model::{DaysText, FactText, Home, Version},
    facts::{self, MAX_RECORDS, json},
};

/// Reads the records of a list.
#[derive(Debug)]
pub(super) struct ListReader<'s> {
    fields: Vec<ValueReader<'s>>,
    /// Whether no version refuses its name.
    is_in_all: bool,
    /// The number of each row's first record, then that of all records so far.
    offsets: Vec<usize>,
    given: Vec<bool>,
}

impl<'s> ListReader<'s> {
    /// Of the list as these versions have it; none if their types differ.
    pub(super) fn of(versions: &[(&'s Version, FactId)], all: usize) -> Option<ListReader<'s>> {
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
            let versions = lists.iter().filter_map(|(version, list)| {
                let mut fields = version.fields(*list);
                let (number, _) = fields.find(|(_, fact)| *fact.id == *name)?;
                Some((*version, number))
            });
            let versions: Vec<(&Version, FactId)> = versions.collect();
            ValueReader::of(name, &versions, lists.len())
        };
        Some(ListReader {
            fields: names.into_iter().map(field).collect::<Option<_>>()?,
            is_in_all: lists.len() == all,
            offsets: vec![0],
            given: Vec::new(),
        })
    }

    /// The records of a text; none if only the row evaluator can say what they are.
    pub(super) fn field(&mut self, text: &str, written: Written) -> Option<Field> {
        let records = match written {
            Written::Json if text == "null" => {
                return self.is_in_all.then_some(Field::Absent);
            }
            Written::Json => json_records(text)?,
            Written::Cell => cell_records(text)?,
        };
        if records.len() > MAX_RECORDS {
            return None;
        }
        let records = records.iter().map(|texts| self.record(texts, written));
        Some(Field::Records(records.collect::<Option<_>>()?))
    }

    fn record(&mut self, texts: &RecordTexts<'_>, written: Written) -> Option<Box<[Field]>> {
        let mut record = vec![Field::Absent; self.fields.len()];
        for (number, (name, text)) in texts.iter().enumerate() {
            let mut before = texts.iter().take(number);
            if before.any(|(before, _)| before == name) {
                return None;
            }
            let place = self.fields.iter().position(|it| it.name() == name)?;
            let (reader, own) = self.fields.get_mut(place).zip(record.get_mut(place))?;
            *own = reader.field(text, written)?;
        }
        Some(record.into())
    }

    pub(super) fn push(&mut self, field: Field) {
        let (is_given, own) = match field {
            Field::Records(own) => (true, own),
            _ => (false, [].into()),
        };
        self.given.push(is_given);
        let before = self.offsets.last().copied().unwrap_or(0);
        self.offsets.push(before + own.len());
        for record in own {
            for (reader, field) in self.fields.iter_mut().zip(record) {
                reader.values().push(field);
            }
        }
    }

    pub(super) fn take(&mut self, name: &str) -> ListColumn {
        let fields = self.fields.iter_mut();
        let columns = fields.map(|it| {
            let name = it.name();
            it.values().take(name)
        });
        ListColumn {
            name: name.to_owned(),
            columns: columns.filter(|it| it.given.any()).collect(),
            offsets: std::mem::replace(&mut self.offsets, vec![0]),
            given: Bits::of(self.given.drain(..)),
        }
    }
}

/// The facts of a record as texts, by their names.
type RecordTexts<'t> = Vec<(Cow<'t, str>, Cow<'t, str>)>;

/// Those of each record in a cell; none where a record or a fact has days, and where they
/// cannot be read.
fn cell_records(text: &str) -> Option<Vec<RecordTexts<'_>>> {
    if let Some(records) = plain_cell_records(text) {
        return Some(records);
    }
    let records = facts::records_in_cell(text).ok()?.into_iter();
    let records = records.map(|record| {
        let facts = record.facts.into_iter().map(|(name, given)| match given {
            FactText::One(text) => Some((String::from(name).into(), String::from(text).into())),
            FactText::Dated(_) | FactText::List(_) => None,
        });
        (record.days == DaysText::default()).then(|| facts.collect::<Option<Vec<_>>>())?
    });
    records.collect()
}

/// The same where a record is nothing but names and values, which are not copied.
fn plain_cell_records(text: &str) -> Option<Vec<RecordTexts<'_>>> {
    if text.contains('@') || text.trim() == "none" {
        return None;
    }
    let records = text.split(';').map(str::trim);
    let records = records.filter(|it| !it.is_empty()).map(|record| {
        let facts = record.split(',').map(|fact| {
            let (name, text) = fact.split_once('=')?;
            Some((name.trim().into(), text.trim().into()))
        });
        facts.collect::<Option<RecordTexts<'_>>>()
    });
    records.collect()
}

/// Those of a JSON array, as for [`cell_records`]. A fact that has days is left to its
/// reader.
fn json_records(text: &str) -> Option<Vec<RecordTexts<'_>>> {
    let records = json::raw_elements(text).ok()?.into_iter();
    let records = records.map(|record| {
        let facts = json::raw_members(&record)?;
        // A record with days has its facts inside.
        let is_dated = |(name, raw): &(String, String)| name == "value" && raw.starts_with('{');
        let has_days = facts.iter().any(is_dated);
        let facts = facts.into_iter();
        let facts = facts.map(|(name, raw)| (name.into(), raw.into()));
        (!has_days).then(|| facts.collect())
    });
    records.collect()
}
