//! Rules that were lowered before, and are run on the next rows.

use std::{mem, ops::RangeInclusive, sync::Arc};

use super::{
    lowered::Lowered,
    lowering::lower,
    table::{Column, ColumnValues, Table},
};
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
    /// A table without rows.
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
        let rules = (ruling.rule_set_id, ruling.version_id, ruling.tariff_id);
        let mut kept = self.kept.iter();
        let found = kept.find(|(key, _)| {
            key.rules == rules
                && key.known == ruling.known
                && key.days == *days
                && has_columns(table, &key.columns)
        });
        if let Some((_, lowered)) = found {
            return lowered.clone();
        }
        let lowered = Arc::new(lower(ruling, table, days.clone()));
        if self.kept.len() >= MAX_KEPT {
            self.kept.clear();
        }
        let key = Key {
            rules,
            known: ruling.known,
            days: days.clone(),
            columns: table.without_rows(),
        };
        self.kept.push((key, lowered.clone()));
        lowered
    }
}

/// Whether two tables have the same columns, of the same types and texts.
fn has_columns(table: &Table, other: &Table) -> bool {
    let lists = || table.lists.iter().zip(&other.lists);
    table.lists.len() == other.lists.len()
        && are_alike(&table.columns, &other.columns)
        && lists().all(|(a, b)| a.name == b.name && are_alike(&a.columns, &b.columns))
}

fn are_alike(columns: &[Column], others: &[Column]) -> bool {
    let mut pairs = columns.iter().zip(others);
    columns.len() == others.len()
        && pairs.all(|(a, b)| a.name == b.name && is_of_type(&a.values, &b.values))
}

fn is_of_type(values: &ColumnValues, other: &ColumnValues) -> bool {
    match (values, other) {
        (ColumnValues::Decimal(_, a), ColumnValues::Decimal(_, b)) => a == b,
        (ColumnValues::Text(_, a), ColumnValues::Text(_, b))
        | (ColumnValues::Options(_, a), ColumnValues::Options(_, b)) => a == b,
        _ => mem::discriminant(values) == mem::discriminant(other),
    }
}
