//! Facts: typed values about one case, checked against the rule set that
//! declares them.

mod assumed;
mod dated;

use std::{fmt, sync::Arc};

use super::{
    bounded::range::Values, facts_read::FactsRead, records::Records, timeline::DatedFacts,
};
use crate::{
    base::{
        bounds::Bounds,
        date::Date,
        ids::{FactId, IdVec, ListId, TextId, ValueId},
        types::Type,
        value::{Missing, Value},
    },
    check::model::{Fact, Home, NamedDay, Version},
};

/// The facts of one case. What was not given is unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    values: IdVec<FactId, Value>,
    lists: IdVec<ListId, Option<Records>>,
    texts: IdVec<TextId, Box<str>>,
    assumed: Missing,
    /// What finding assumptions and the ends of the period read.
    read: FactsRead,
    /// What was given with days; `None` where nothing was, which is usual.
    dated: Option<Arc<DatedFacts>>,
    /// The days of the period or part, where values are its ends.
    days: Option<(Date, Date)>,
    /// Values that are not evaluated: sums over the parts of the period.
    sums: Vec<(ValueId, Value)>,
    /// Unknown facts, of the case or of a record, that are tried as some of the
    /// values that they may have.
    narrowed: Vec<(FactId, Option<u16>, Values)>,
}

/// Why a value cannot be a fact.
#[derive(Clone, Debug, PartialEq)]
pub enum FactError {
    /// It is of another type than the fact.
    WrongType,
    /// It lies outside what the fact may be.
    OutOfBounds(Bounds),
    /// More records or texts than can be numbered.
    TooMany,
}

impl fmt::Display for FactError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FactError::WrongType => f.write_str("is of the wrong type"),
            FactError::OutOfBounds(bounds) => {
                write!(f, "must be {bounds}")
            }
            FactError::TooMany => f.write_str("has more entries than one question can hold"),
        }
    }
}

impl Facts {
    /// No facts yet, for questions of this version.
    #[must_use]
    pub fn none(version: &Version) -> Facts {
        Facts {
            values: IdVec::numbered(
                version
                    .facts
                    .ids()
                    .map(|fact| Value::Unknown(Missing::fact(fact))),
            ),
            lists: version.lists.map(|_| None),
            texts: IdVec::new(),
            assumed: Missing::NONE,
            read: FactsRead::default(),
            dated: None,
            days: None,
            sums: Vec::new(),
            narrowed: Vec::new(),
        }
    }

    /// Gives a fact of the case by its number.
    ///
    /// # Errors
    /// When the value's type or size is not what the fact may be.
    pub fn give(&mut self, version: &Version, fact: FactId, value: Value) -> Result<(), FactError> {
        accepts(&version.facts[fact], value)?;
        self.values[fact] = value;
        if self.dated.is_some() {
            self.dated_mut().case.remove(&fact);
        }
        Ok(())
    }

    /// Puts other days in the place of the first and last day of a period.
    pub(crate) fn set_period(&mut self, version: &Version, first: Date, last: Date) {
        let Some(period) = version.period else { return };
        self.days = Some((first, last));
        for (end, day) in [(period.from, first), (period.to, last)] {
            if let NamedDay::Fact(fact) = end {
                self.values[fact] = Value::Date(day);
            }
        }
    }

    /// Whether they are of a part of a period, or of all of it.
    pub(crate) fn is_of_part(&self) -> bool {
        self.days.is_some()
    }

    /// Puts sums over the parts of the period in the place of values.
    pub(crate) fn set_sums(&mut self, sums: Vec<(ValueId, Value)>) {
        self.sums = sums;
    }

    /// The values that are not evaluated: the ends of the period, and sums over
    /// its parts.
    pub(crate) fn put_values(&self, version: &Version) -> impl Iterator<Item = (ValueId, Value)> {
        let period = version.period.zip(self.days);
        let ends = period.map(|(it, (first, last))| [(it.from, first), (it.to, last)]);
        let ends = ends.into_iter().flatten();
        let ends = ends.filter_map(|(end, day)| Some((end.value()?, Value::Date(day))));
        ends.chain(self.sums.iter().copied())
    }

    /// The first and the last day of the period, as far as they are known: the
    /// facts that are its ends, or the days put in their place.
    pub(crate) fn period(&self, version: &Version) -> Option<(Date, Date)> {
        let period = version.period?;
        let day = |end, put: Option<Date>| match end {
            NamedDay::Fact(fact) => match self.value(fact) {
                Value::Date(day) => Some(day),
                _ => None,
            },
            NamedDay::Value(_) => put,
        };
        let first = day(period.from, self.days.map(|(first, _)| first))?;
        Some((first, day(period.to, self.days.map(|(_, last)| last))?))
    }

    /// Gives a list, with no records yet.
    pub fn give_list(&mut self, version: &Version, list: ListId) {
        let columns = version.lists[list].columns;
        if self.dated.is_some() {
            self.dated_mut().forget_list(list);
        }
        self.lists[list] = Some(Records::none(columns));
    }

    /// Adds a record with nothing known of it to a list, and says its number.
    ///
    /// # Errors
    /// When there are more records than can be numbered.
    pub fn add_record(&mut self, version: &Version, list: ListId) -> Result<u16, FactError> {
        let declared = &version.lists[list];
        let records = self.lists[list].as_mut().ok_or(FactError::WrongType)?;
        let unknown = |column| Value::Unknown(Missing::fact(declared.field(column)));
        records.add(unknown).ok_or(FactError::TooMany)
    }

    /// Takes a record out of a list; the others keep their numbers.
    pub(crate) fn drop_record(&mut self, list: ListId, record: u16) {
        if let Some(records) = &mut self.lists[list] {
            records.drop_record(record);
        }
    }

    /// Gives a fact of a record.
    ///
    /// # Errors
    /// When the value's type or size is not what the fact may be.
    pub fn give_field(
        &mut self,
        version: &Version,
        fact: FactId,
        record: u16,
        value: Value,
    ) -> Result<(), FactError> {
        let declared = &version.facts[fact];
        let Home::Record(list, column) = declared.home else {
            return Err(FactError::WrongType);
        };
        accepts(declared, value)?;
        let records = self.lists[list].as_mut();
        let slot = records.and_then(|records| records.cell_mut(record, column));
        *slot.ok_or(FactError::WrongType)? = value;
        Ok(())
    }

    /// Keeps a text and gives the value that refers to it.
    ///
    /// # Errors
    /// When there are more texts than can be numbered.
    pub fn keep_text(&mut self, text: &str) -> Result<Value, FactError> {
        if self.texts.len() > usize::from(u16::MAX) {
            return Err(FactError::TooMany);
        }
        Ok(Value::Text(self.texts.push(text.into())))
    }

    /// The same facts with their texts numbered by place, those of the case
    /// first, so that facts are equal whatever order they were given in. No
    /// text may be referred to from two places.
    #[must_use]
    pub(crate) fn in_order(mut self) -> Facts {
        if self.texts.is_empty() {
            return self;
        }
        let mut given = std::mem::take(&mut self.texts);
        let cells = self.lists.iter_mut().flatten();
        let cells = cells.flat_map(Records::cells_mut);
        for value in self.values.iter_mut().chain(cells) {
            if let Value::Text(text) = value {
                *text = self.texts.push(std::mem::take(&mut given[*text]));
            }
        }
        if let Some(dated) = &mut self.dated {
            for text in Arc::make_mut(dated).texts() {
                *text = self.texts.push(std::mem::take(&mut given[*text]));
            }
        }
        self
    }

    /// A fact of the case.
    #[must_use]
    pub fn value(&self, fact: FactId) -> Value {
        self.values[fact]
    }

    /// A fact of the case, by reference.
    pub(super) fn value_ref(&self, fact: FactId) -> &Value {
        &self.values[fact]
    }

    /// The records of a list, if it was given.
    #[must_use]
    pub fn records(&self, list: ListId) -> Option<&Records> {
        self.lists[list].as_ref()
    }

    /// A text among the facts.
    #[must_use]
    pub fn text(&self, text: TextId) -> &str {
        &self.texts[text]
    }

    /// Which facts were not given but assumed.
    #[must_use]
    pub fn assumed(&self) -> Missing {
        self.assumed
    }

    /// Whether a fact was given, rather than assumed; of a record, one record's.
    pub(crate) fn is_given(&self, fact: &Fact, number: FactId, record: Option<u16>) -> bool {
        let timeline = || self.dated().and_then(|it| it.timeline(number, record));
        match (fact.home, record) {
            (Home::List(list), _) => {
                self.records(list).is_some() && !self.assumed().contains(number)
            }
            (Home::Record(list, column), Some(record)) => {
                let is_given = |records: &Records| {
                    records.cell(record, column).is_settled() && !records.is_assumed(record, column)
                };
                self.records(list).is_some_and(is_given) || timeline().is_some()
            }
            (Home::Record(..), None) => false,
            (Home::Case | Home::Completeness(_), _) => {
                self.value(number).is_settled() && !self.assumed().contains(number)
                    || timeline().is_some()
            }
        }
    }

    /// Forgets facts, as if they had not been given.
    pub(crate) fn forget(&mut self, version: &Version, facts: impl Fn(&Fact) -> bool) {
        for (number, fact) in version.facts.iter_ids().filter(|(_, fact)| facts(fact)) {
            let unknown = Value::Unknown(Missing::fact(number));
            if self.dated.is_some() {
                let dated = self.dated_mut();
                dated.case.remove(&number);
                dated.fields.retain(|_, (of, _)| *of != number);
                if let Home::List(list) = fact.home {
                    dated.forget_list(list);
                }
            }
            match fact.home {
                Home::Case | Home::Completeness(_) => self.values[number] = unknown,
                Home::List(list) => self.lists[list] = None,
                Home::Record(list, column) => {
                    if let Some(records) = &mut self.lists[list] {
                        records.clear(column, unknown);
                    }
                }
            }
        }
    }

    /// What finding assumptions and the ends of the period read.
    pub(crate) fn read(&self) -> &FactsRead {
        &self.read
    }

    /// Replaces it.
    pub(crate) fn set_read(&mut self, read: FactsRead) {
        self.read = read;
    }
}

/// Whether a value may be this fact.
///
/// # Errors
/// When its type is another, or it lies outside the fact's bounds.
pub fn accepts(fact: &Fact, value: Value) -> Result<(), FactError> {
    let fits = matches!(
        (&fact.ty, value),
        (_, Value::Unknown(_))
            | (Type::YesNo, Value::YesNo(_))
            | (Type::Whole, Value::Whole(_))
            | (Type::Number, Value::Number(_) | Value::Whole(_))
            | (Type::Money, Value::Money(_))
            | (Type::Percent, Value::Percent(_))
            | (Type::Date, Value::Date(_))
            | (Type::Time, Value::Time(_))
            | (Type::Choice(_), Value::Choice(_))
            | (Type::Choices(_), Value::Choices(_))
            | (Type::Text, Value::Text(_))
    );
    if !fits {
        return Err(FactError::WrongType);
    }
    if !fact.within.contains(value) {
        return Err(FactError::OutOfBounds(fact.within));
    }
    Ok(())
}
