//! Finance's tables as JSON: `{"title","notes","fingerprints","tables":[{"title","notes",
//! "columns":[{"id","heading","kind"}],"rows":[…]}]}`. A row that is an entry
//! has its cells by their columns' ids; a heading, subtotal or note has its
//! words. Bars are left out.

use std::collections::BTreeMap;

use almoner_engine::{answer::json::Amount, base::money::plain_pounds};
use rust_decimal::Decimal;
use schemars::{JsonSchema, SchemaGenerator};
use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::finance::{
    price_change::RangeDelta,
    report::{Cell, Column, Kind, Report, Row, Table},
};

/// Tables of prices, with their title and notes.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Report")]
struct Page<'t> {
    /// The title.
    title: &'t str,
    /// Notes on all the tables.
    notes: Vec<&'t String>,
    /// The fingerprints of the tariffs.
    fingerprints: &'t [String],
    /// The tables.
    tables: Vec<Entry<'t>>,
}

/// A table.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Table")]
struct Entry<'t> {
    /// The title.
    title: &'t str,
    /// Notes on this table.
    notes: &'t [String],
    /// The columns, from left to right.
    columns: Vec<Heading<'t>>,
    /// The rows, from the top.
    rows: Vec<RowEntry<'t>>,
}

/// A column.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Column")]
struct Heading<'t> {
    /// The name of its cells in a row.
    id: &'t str,
    /// The words at its head.
    heading: &'t str,
    /// `text`, `code`, `money`, `printed`, `percent` or `count`.
    kind: &'static str,
}

/// A row: an entry with cells, or words that go across the table.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Row")]
struct RowEntry<'t> {
    /// What the row is: `charge`, a heading, a subtotal or a note.
    row: &'static str,
    /// The words of a row without cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    says: Option<&'t str>,
    /// The name of the charge.
    #[serde(skip_serializing_if = "Option::is_none")]
    charge: Option<&'t str>,
    /// Where it is printed.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    cites: &'t [String],
    /// The cells, by the ids of their columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<BTreeMap<String, Value<'static>>>")]
    cells: Option<Cells<'t>>,
}

/// Adds the schema of tables.
pub fn add_schemas(generator: &mut SchemaGenerator) {
    generator.subschema_for::<Page<'_>>();
}

/// A report as one JSON object.
#[must_use]
pub fn report(report: &Report) -> String {
    let page = Page {
        title: &report.title,
        notes: report.foot().collect(),
        fingerprints: &report.fingerprints,
        tables: report.tables.iter().map(table).collect(),
    };
    serde_json::to_string(&page).unwrap_or_default()
}

fn table(table: &Table) -> Entry<'_> {
    let columns = table.columns.iter().filter(|it| it.kind != Kind::Bar);
    let headings = columns.map(|column| Heading {
        id: column.id,
        heading: &column.heading,
        kind: kind(column.kind),
    });
    Entry {
        title: &table.title,
        notes: &table.notes,
        columns: headings.collect(),
        rows: table
            .rows
            .iter()
            .map(|it| row(&table.columns, it))
            .collect(),
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Code => "code",
        Kind::Money => "money",
        Kind::Printed => "printed",
        Kind::Percent => "percent",
        Kind::Count => "count",
        Kind::Bar => "bar",
    }
}

fn row<'t>(columns: &'t [Column], row: &'t Row) -> RowEntry<'t> {
    let name = row.kind.name();
    if row.is_words() {
        return RowEntry {
            row: name,
            says: Some(row.text()),
            charge: None,
            cites: &[],
            cells: None,
        };
    }
    RowEntry {
        row: name,
        says: None,
        charge: row.id.as_deref(),
        cites: &row.cites,
        cells: Some(Cells { columns, row }),
    }
}

/// A row's cells, by the ids of their columns.
struct Cells<'t> {
    columns: &'t [Column],
    row: &'t Row,
}

impl Serialize for Cells<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let cells = self.row.cells.iter().chain(std::iter::repeat(&Cell::Empty));
        for (column, cell) in self.columns.iter().zip(cells) {
            if column.kind != Kind::Bar {
                map.serialize_entry(column.id, &Value::of(cell))?;
            }
        }
        map.end()
    }
}

/// The content of a cell.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "Cell")]
enum Value<'t> {
    /// Nothing.
    Null,
    /// Words.
    Text(&'t str),
    /// A number of things.
    Count(u64),
    /// An amount in pounds.
    Money(Amount),
    /// A change in pounds or a percentage.
    One(String),
    /// The lowest and the highest change where a price is a range.
    Both(Both),
    /// Words in the place of a price.
    Printed(Printed<'t>),
}

/// The lowest and the highest change where a price is a range.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ChangeRange")]
struct Both {
    /// The lowest.
    low: String,
    /// The highest.
    high: String,
}

/// Words in the place of a price.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PrintedPrice")]
struct Printed<'t> {
    /// The words.
    printed: &'t str,
    /// The amount that is in them.
    amount: Option<Amount>,
}

impl<'t> Value<'t> {
    fn of(cell: &'t Cell) -> Value<'t> {
        match cell {
            Cell::Empty | Cell::Bar(_) => Value::Null,
            Cell::Text(words) => Value::Text(words),
            Cell::Money(money) => Value::Money(Amount::of(*money)),
            Cell::Income(ends) | Cell::Change(ends) => Value::both(*ends, plain_pounds),
            Cell::Percent(ends) => Value::both(*ends, percent),
            Cell::Count(count) => Value::Count(*count),
            Cell::Printed(printed, money) => Value::Printed(Printed {
                printed,
                amount: money.map(Amount::of),
            }),
        }
    }

    fn both(ends: RangeDelta, words: impl Fn(Decimal) -> String) -> Value<'t> {
        if ends.is_one() {
            return Value::One(words(ends.low));
        }
        Value::Both(Both {
            low: words(ends.low),
            high: words(ends.high),
        })
    }
}

fn percent(fraction: Decimal) -> String {
    format!("{}%", super::percent(fraction))
}
