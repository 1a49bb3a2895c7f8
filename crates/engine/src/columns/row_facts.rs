//! One row of a table as the facts of one question, for the row evaluator.

use rust_decimal::Decimal;

use super::{
    dates,
    table::{Column, ColumnValues, Table},
};
use crate::{
    base::time::Time,
    facts::{FactRecord, FactValue, GivenFacts},
};

/// The facts of a row.
pub(super) fn row_facts(table: &Table, row: usize) -> GivenFacts<'_> {
    let mut facts = GivenFacts::default();
    for column in &table.columns {
        if let Some(value) = value(column, row) {
            facts.fact(column.name.as_str(), value);
        }
    }
    for list in table.lists.iter().filter(|list| list.given.get(row)) {
        let records = list.records(row).map(|record| {
            let given = list.columns.iter();
            let given = given.filter_map(|it| Some((it.name.clone(), value(it, record)?)));
            given.fold(FactRecord::new(), |record, (name, value)| {
                record.fact(name, value)
            })
        });
        facts.fact(list.name.as_str(), records.collect::<Vec<_>>());
    }
    facts
}

/// The value of a column in a row, where it was given.
fn value(column: &Column, row: usize) -> Option<FactValue> {
    if !column.given.get(row) {
        return None;
    }
    let at = |values: &[i64]| values.get(row).copied().unwrap_or(0);
    Some(match &column.values {
        ColumnValues::YesNo(yes) => FactValue::YesNo(yes.get(row)),
        ColumnValues::Whole(values) => FactValue::Whole(at(values)),
        ColumnValues::Decimal(values, scale) => {
            FactValue::Number(Decimal::from_i128_with_scale(at(values).into(), *scale))
        }
        ColumnValues::Date(values) => match dates::unpacked(at(values)) {
            Some(day) => FactValue::Date(day),
            None => FactValue::Text(at(values).to_string()),
        },
        ColumnValues::Time(values) => match Time::from_minutes(at(values)) {
            Some(time) => FactValue::Time(time),
            None => FactValue::Text(format!("{} minutes", at(values))),
        },
        ColumnValues::Text(values, texts) => {
            let text = usize::try_from(at(values))
                .ok()
                .and_then(|it| texts.get(it));
            FactValue::Text(text.cloned().unwrap_or_default())
        }
        ColumnValues::Options(values, texts) => {
            let bits = at(values);
            let chosen = texts
                .iter()
                .enumerate()
                .filter(|(bit, _)| bits >> bit & 1 != 0);
            FactValue::Options(chosen.map(|(_, text)| text.clone()).collect())
        }
    })
}
