//! Rules that were lowered before, and are run on the next rows.

use std::{ops::RangeInclusive, sync::Arc};

use super::{lowered::Lowered, lowering::lower, table::Table};
use crate::{
    base::{
        date::Date,
        ids::{RuleSetId, TariffId, VersionId},
    },
    program::model::Ruling,
};

/// The most rules that are kept.
const MAX_KEPT: usize = 64;

/// Rules of one book that were lowered for the columns of tables: kept from one table to
/// the next that has the same columns.
#[derive(Debug, Default)]
pub struct LoweredRules {
    kept: Vec<(Key, Arc<Lowered>)>,
}

/// For what rules were lowered.
#[derive(Debug, PartialEq)]
struct Key {
    rules: (RuleSetId, VersionId, Option<TariffId>),
    known: Option<Date>,
    days: RangeInclusive<Date>,
    columns: Table,
}

impl LoweredRules {
    /// The rules of a ruling for a table, on these days.
    pub(super) fn of(
        &mut self,
        ruling: &Ruling<'_>,
        table: &Table,
        days: &RangeInclusive<Date>,
    ) -> Arc<Lowered> {
        let key = Key {
            rules: (ruling.rule_set_id, ruling.version_id, ruling.tariff_id),
            known: ruling.known,
            days: days.clone(),
            columns: table.shape(ruling.version),
        };
        if let Some((_, lowered)) = self.kept.iter().find(|(kept, _)| *kept == key) {
            return lowered.clone();
        }
        let lowered = Arc::new(lower(ruling, table, days.clone()));
        if self.kept.len() >= MAX_KEPT {
            self.kept.clear();
        }
        self.kept.push((key, lowered.clone()));
        lowered
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        book::Book,
        columns::{Bits, Column, ColumnValues},
    };

    /// Otherwise each table would have its rules lowered and kept for it.
    #[test]
    fn rules_do_not_depend_on_what_texts_say() {
        let book = Book::from_files(almoner_built_in::files()).unwrap();
        let on: Date = "2018-05-01".parse().unwrap();
        let ruling = book.program().select("play-scheme", on, None).unwrap();
        let table = |text: &str| Table {
            rows: 1,
            columns: vec![Column {
                name: "agreed_reason".to_owned(),
                values: ColumnValues::Text(vec![0], vec![text.to_owned()]),
                given: Bits::all(true, 1),
            }],
            lists: Vec::new(),
        };
        let mut rules = LoweredRules::default();
        let [one, other] = ["a hardship", "a mistake"].map(|text| {
            let lowered = rules.of(&ruling, &table(text), &(on..=on));
            assert_eq!(rules.kept.len(), 1);
            lowered
        });
        assert!(Arc::ptr_eq(&one, &other));
    }
}
