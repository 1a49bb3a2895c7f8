//! Facts changed for a question that is asked again, as explanations do.

use crate::{
    base::{
        ids::{FactId, ListId},
        value::Value,
    },
    check::model::{Home, Version},
    eval::facts::{FactError, Facts},
};

/// What a change is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// A fact of the case.
    Case(FactId),
    /// A fact of a record, by the record's number.
    Record(FactId, u16),
    /// A list: which records it has.
    List(ListId),
}

/// What a change makes of it.
#[derive(Clone, Debug, PartialEq)]
pub enum NewValue {
    /// A fact has this value.
    Value(Value),
    /// A list loses the record with this number.
    Without(u16),
    /// A list has one more record, of which these facts are known.
    With(Vec<(FactId, Value)>),
}

/// One change. Facts are numbered as in the version that answers on the day
/// asked about.
#[derive(Clone, Debug, PartialEq)]
pub struct FactChange {
    /// Of what.
    pub spot: Spot,
    /// To what.
    pub to: NewValue,
}

/// Makes changes to the facts of a version. A fact that the version does not
/// ask for is left out.
///
/// # Errors
/// When a value is none that its fact can have.
pub(super) fn apply(
    changes: &[FactChange],
    asked: &Version,
    version: &Version,
    facts: &mut Facts,
) -> Result<(), FactError> {
    let numbers = Numbers { asked, version };
    for change in changes {
        match (change.spot, &change.to) {
            (Spot::Case(fact), NewValue::Value(value)) => {
                if let Some(fact) = numbers.fact(fact) {
                    facts.give(version, fact, *value)?;
                }
            }
            (Spot::Record(fact, record), NewValue::Value(value)) => {
                if let Some(fact) = numbers.fact(fact) {
                    facts.give_field(version, fact, record, *value)?;
                }
            }
            (Spot::List(list), NewValue::Without(record)) => {
                if let Some(list) = numbers.list(list) {
                    facts.drop_record(list, *record);
                }
            }
            (Spot::List(list), NewValue::With(fields)) => {
                let Some(list) = numbers.list(list) else {
                    continue;
                };
                if facts.records(list).is_none() {
                    facts.give_list(version, list);
                }
                let record = facts.add_record(version, list)?;
                for (fact, value) in fields {
                    if let Some(fact) = numbers.fact(*fact) {
                        facts.give_field(version, fact, record, *value)?;
                    }
                }
            }
            _ => return Err(FactError::WrongType),
        }
    }
    Ok(())
}

/// The numbers of one version's facts in another.
struct Numbers<'v> {
    asked: &'v Version,
    version: &'v Version,
}

impl Numbers<'_> {
    fn fact(&self, number: FactId) -> Option<FactId> {
        if std::ptr::eq(self.asked, self.version) {
            return Some(number);
        }
        let fact = &self.asked.facts[number];
        match fact.home {
            Home::Record(list, _) => {
                let list = self.list(list)?;
                let mut fields = self.version.fields(list);
                fields.find(|(_, it)| it.id == fact.id).map(|(it, _)| it)
            }
            _ => self.version.fact(&fact.id).map(|(it, _)| it),
        }
    }

    fn list(&self, number: ListId) -> Option<ListId> {
        let name = self.asked.list_name(number);
        match self.version.fact(name)?.1.home {
            Home::List(list) => Some(list),
            _ => None,
        }
    }
}
