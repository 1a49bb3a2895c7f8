//! What has been given so far, and the facts it makes in the end: in the
//! order of the declarations, whatever the order in which it came.

use super::{Spot, words::Taken};
use crate::{
    base::value::{Missing, Value},
    check::model::{Fact, Home, Version},
    eval::facts::{FactError, Facts},
};

/// Stands for what was not given.
const NOTHING: Value = Value::Unknown(Missing::NONE);

/// Values by fact number, and the lists that were given. A text stands by its
/// number among `texts`.
#[derive(Debug)]
pub(super) struct Gathered {
    values: Vec<Value>,
    lists: Vec<Option<Rows>>,
    texts: Vec<Box<str>>,
}

/// The records of one list, row after row.
#[derive(Clone, Debug)]
struct Rows {
    cells: Vec<Value>,
    columns: usize,
    count: u16,
}

impl Gathered {
    pub(super) fn new(version: &Version) -> Gathered {
        Gathered {
            values: vec![NOTHING; version.facts.len()],
            lists: vec![None; version.lists.len()],
            texts: Vec::new(),
        }
    }

    /// Starts a list anew.
    pub(super) fn begin(&mut self, version: &Version, list: u16) {
        let declared = version.lists.get(usize::from(list));
        let slot = self.lists.get_mut(usize::from(list));
        if let (Some(declared), Some(slot)) = (declared, slot) {
            *slot = Some(Rows {
                cells: Vec::new(),
                columns: usize::from(declared.columns),
                count: 0,
            });
        }
    }

    /// Adds a record of which nothing is given yet, and says its number.
    pub(super) fn add_record(&mut self, list: u16) -> u16 {
        let Some(Some(rows)) = self.lists.get_mut(usize::from(list)) else {
            return 0;
        };
        let number = rows.count;
        rows.cells.resize(rows.cells.len() + rows.columns, NOTHING);
        rows.count = number.saturating_add(1);
        number
    }

    /// Puts a value in its place; `None` when there are too many texts.
    pub(super) fn put(
        &mut self,
        number: u16,
        fact: &Fact,
        spot: Spot,
        taken: Taken<'_>,
    ) -> Option<()> {
        let value = match taken {
            Taken::Value(value) => value,
            Taken::Text(text) => {
                let number = u16::try_from(self.texts.len()).ok()?;
                self.texts.push(text.into());
                Value::Text(number)
            }
        };
        let slot = match (spot, fact.home) {
            (Spot::Record(record), Home::Record(list, column)) => {
                let rows = self.lists.get_mut(usize::from(list))?.as_mut()?;
                let index = usize::from(record) * rows.columns + usize::from(column);
                rows.cells.get_mut(index)
            }
            _ => self.values.get_mut(usize::from(number)),
        };
        *slot? = value;
        Some(())
    }

    /// The facts, in the order of the declarations.
    pub(super) fn facts(&self, version: &Version) -> Result<Facts, FactError> {
        let mut facts = Facts::none(version);
        for ((number, fact), value) in (0u16..).zip(&version.facts).zip(&self.values) {
            match (fact.home, value) {
                (Home::List(list), _) => self.list(version, list, &mut facts)?,
                (_, Value::Unknown(_)) => {}
                (_, value) => {
                    let value = self.kept(*value, &mut facts)?;
                    facts.give(version, number, value)?;
                }
            }
        }
        Ok(facts)
    }

    fn list(&self, version: &Version, list: u16, facts: &mut Facts) -> Result<(), FactError> {
        let declared = version.lists.get(usize::from(list));
        let rows = self.lists.get(usize::from(list)).and_then(Option::as_ref);
        let (Some(declared), Some(rows)) = (declared, rows) else {
            return Ok(());
        };
        facts.give_list(version, list);
        for number in 0..rows.count {
            let record = facts.add_record(version, list)?;
            let cells = rows.cells.iter().skip(usize::from(number) * rows.columns);
            for (column, value) in (declared.first..).zip(cells.take(rows.columns)) {
                if !matches!(value, Value::Unknown(_)) {
                    let value = self.kept(*value, facts)?;
                    facts.give_field(version, column, record, value)?;
                }
            }
        }
        Ok(())
    }

    /// A value as the facts hold it.
    fn kept(&self, value: Value, facts: &mut Facts) -> Result<Value, FactError> {
        let Value::Text(number) = value else {
            return Ok(value);
        };
        let text = self.texts.get(usize::from(number));
        facts.keep_text(text.map_or("", AsRef::as_ref))
    }
}

/// The name of a list.
pub(super) fn list_name(version: &Version, list: u16) -> &str {
    let list = version.lists.get(usize::from(list));
    let fact = list.and_then(|list| version.facts.get(usize::from(list.fact)));
    fact.map_or("", |fact| &fact.id)
}
