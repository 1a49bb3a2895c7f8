//! The rates of a parameter from each day on, as JSON.

use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;

use super::{
    book::{Decided, written},
    values::{Amount, Value},
};
use crate::{
    base::{bounds::DisplayValue, types::Type, value},
    check::model::{Contents, Parameter, Period, Row, TableResult},
};

/// Adds the schema of the history of a parameter.
pub(super) fn add_schemas(generator: &mut SchemaGenerator) {
    generator.subschema_for::<RatesHistory<'_>>();
}

/// The rates of a parameter in every period.
#[derive(Serialize, JsonSchema)]
struct RatesHistory<'b> {
    /// The name of the parameter in the rule files.
    parameter: &'b str,
    /// What it is, in words.
    says: &'b str,
    /// The names of the columns that choose a row.
    columns: Vec<&'b str>,
    /// The last day for which the rates are known.
    #[schemars(extend("format" = "date"))]
    until: String,
    /// The rates from each day on, the oldest first.
    periods: Vec<RatesFrom<'b>>,
    /// The SHA-256 fingerprint of its file.
    fingerprint: String,
}

/// The rates from a day on.
#[derive(Serialize, JsonSchema)]
struct RatesFrom<'b> {
    /// The first day in force.
    #[schemars(extend("format" = "date"))]
    from: String,
    /// The last day in force.
    #[schemars(extend("format" = "date"))]
    until: String,
    /// Who decided the rates, and when.
    decided: Decided<'b>,
    /// The instrument that they come from.
    cite: &'b str,
    /// How an open point of it is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<&'b str>,
    /// The rates by row.
    rows: Vec<RateRow>,
}

/// A rate, and for what it is.
#[derive(Serialize, JsonSchema)]
struct RateRow {
    /// What each column must be, in words: `any`, `18 to 20`, `no`.
    cells: Vec<String>,
    /// The rate.
    gives: Value,
}

/// The rates of a parameter in every period.
#[must_use]
pub fn rates_history(book: &Contents, parameter: &Parameter) -> String {
    written(&RatesHistory {
        parameter: &parameter.id,
        says: &parameter.says,
        columns: parameter.columns.iter().map(|it| &*it.id).collect(),
        until: parameter.until.to_string(),
        periods: parameter
            .periods
            .iter()
            .map(|period| rates_from(book, parameter, period))
            .collect(),
        fingerprint: parameter.fingerprint.to_string(),
    })
}

fn rates_from<'b>(book: &'b Contents, parameter: &Parameter, period: &'b Period) -> RatesFrom<'b> {
    let row = |row: &Row| RateRow {
        cells: parameter
            .columns
            .iter()
            .zip(&row.cells)
            .map(|(column, cell)| column.words_of(cell))
            .collect(),
        gives: gives(book, row.gives, &parameter.gives),
    };
    RatesFrom {
        from: period.from.to_string(),
        until: parameter.last_day_of(period).to_string(),
        decided: Decided::of(&period.decision),
        cite: &period.cite,
        reading: period.reading.as_deref(),
        rows: period.rows.iter().map(row).collect(),
    }
}

fn gives(book: &Contents, gives: TableResult, ty: &Type) -> Value {
    let value = match gives {
        TableResult::Charge(number) => return Value::Text(book.charges[number].id.to_string()),
        TableResult::Value(value) => value,
    };
    match (value, ty.options()) {
        (value::Value::Money(amount), _) => match Amount::of(amount) {
            Amount::Exact(text) => Value::Text(text),
            Amount::Range(range) => Value::Range(range),
        },
        (value::Value::YesNo(yes), _) => Value::YesNo(yes),
        (value::Value::Whole(whole), _) => Value::Number(whole.into()),
        (value::Value::Choice(option), Some(options)) => {
            Value::Text(options.name(option).to_owned())
        }
        _ => Value::Text(DisplayValue(value).to_string()),
    }
}
