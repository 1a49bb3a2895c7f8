//! Finance's tables as JSON: `{"title","notes","fingerprints","tables":[{"title","notes",
//! "columns":[{"id","heading","kind"}],"rows":[…]}]}`. A row that is an entry
//! has its cells by their columns' ids; a heading, subtotal or note has its
//! words. Bars are left out.

use almoner_engine::{answer::json::Amount, base::money::plain_pounds};
use rust_decimal::Decimal;
use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::finance::{
    change::Ends,
    table::{Cell, Column, Kind, Paper, Row, Table},
};

#[derive(Serialize)]
struct Page<'t> {
    title: &'t str,
    notes: Vec<&'t String>,
    fingerprints: &'t [String],
    tables: Vec<Entry<'t>>,
}

#[derive(Serialize)]
struct Entry<'t> {
    title: &'t str,
    notes: &'t [String],
    columns: Vec<Heading<'t>>,
    rows: Vec<RowEntry<'t>>,
}

#[derive(Serialize)]
struct Heading<'t> {
    id: &'t str,
    heading: &'t str,
    kind: &'static str,
}

#[derive(Serialize)]
struct RowEntry<'t> {
    row: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    says: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    charge: Option<&'t str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    cites: &'t [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    cells: Option<Cells<'t>>,
}

/// A paper as one JSON object.
#[must_use]
pub fn paper(paper: &Paper) -> String {
    let page = Page {
        title: &paper.title,
        notes: paper.foot().collect(),
        fingerprints: &paper.fingerprints,
        tables: paper.tables.iter().map(table).collect(),
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
            says: Some(row.said()),
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

#[derive(Serialize)]
#[serde(untagged)]
enum Value<'t> {
    Null,
    Text(&'t str),
    Count(u64),
    Money(Amount),
    One(String),
    Both {
        low: String,
        high: String,
    },
    Printed {
        printed: &'t str,
        amount: Option<Amount>,
    },
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
            Cell::Printed(printed, money) => Value::Printed {
                printed,
                amount: money.map(Amount::of),
            },
        }
    }

    fn both(ends: Ends, words: impl Fn(Decimal) -> String) -> Value<'t> {
        if ends.is_one() {
            return Value::One(words(ends.low));
        }
        Value::Both {
            low: words(ends.low),
            high: words(ends.high),
        }
    }
}

fn percent(fraction: Decimal) -> String {
    format!("{}%", super::percent(fraction))
}
