//! A row of a table of cases, asked of the rules before a change and after it.

use almoner_engine::{base::date::Date, changes::EffectCase};

use crate::sheets::fact_rows::Row;

/// The case of a row; one that names no day is asked about this one.
#[must_use]
pub fn row_case(row: &Row, today: Date) -> EffectCase<'_> {
    EffectCase {
        name: match &row.reference {
            Some(reference) => reference.clone(),
            None => format!("row {}", row.number),
        },
        on: row.on.unwrap_or(today),
        known: None,
        facts: row.facts(),
        is_person: true,
    }
}
