//! What the columns of a CSV file are, as CSV on the Web metadata (W3C
//! Recommendation, Metadata Vocabulary for Tabular Data, 17 December 2015), to
//! be kept next to the file as `NAME.csv-metadata.json`.

use serde::Serialize;

use super::csv::is_written;
use crate::finance::report::{Cell, Column, Kind, Report, Table};

#[derive(Serialize)]
struct Metadata<'p> {
    #[serde(rename = "@context")]
    context: [&'static str; 1],
    url: &'p str,
    #[serde(rename = "dc:title")]
    title: &'p str,
    #[serde(rename = "dc:description")]
    description: String,
    dialect: Dialect,
    #[serde(rename = "tableSchema")]
    schema: Schema<'p>,
}

#[derive(Serialize)]
struct Dialect {
    encoding: &'static str,
    header: bool,
    delimiter: &'static str,
    #[serde(rename = "lineTerminators")]
    ends: [&'static str; 1],
}

#[derive(Serialize)]
struct Schema<'p> {
    columns: Vec<Described<'p>>,
}

#[derive(Serialize)]
struct Described<'p> {
    name: &'p str,
    titles: &'p str,
    datatype: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    separator: Option<&'static str>,
}

/// The description of the CSV file at `url`.
#[must_use]
pub fn report(report: &Report, url: &str) -> String {
    let columns = report
        .tables
        .first()
        .map_or(&[][..], |table| &table.columns);
    let described = (0..).zip(columns).filter(|(_, it)| is_written(it));
    let described = described.map(|(number, column)| {
        let alike = report.tables.iter().filter(|it| it.columns == *columns);
        let cells = alike.flat_map(Table::entries);
        let words = cells.filter_map(|row| row.cells.get(number)).any(is_words);
        describe(column, words)
    });
    let metadata = Metadata {
        context: ["http://www.w3.org/ns/csvw"],
        url,
        title: &report.title,
        description: report
            .foot()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" "),
        dialect: Dialect {
            encoding: "utf-8",
            header: true,
            delimiter: ",",
            ends: ["\r\n"],
        },
        schema: Schema {
            columns: described.collect(),
        },
    };
    serde_json::to_string_pretty(&metadata).unwrap_or_default()
}

/// A price may be a range, and a change differ at its ends: such a cell is a
/// list of two decimals. Amounts that the council prints in words are texts, and
/// so is a column of figures with words among them, such as `POA`.
fn describe(column: &Column, has_words: bool) -> Described<'_> {
    let (datatype, separator) = match column.kind {
        _ if has_words => ("string", None),
        Kind::Money | Kind::Percent => ("decimal", Some("..")),
        Kind::Count => ("integer", None),
        _ => ("string", None),
    };
    Described {
        name: column.id,
        titles: &column.heading,
        datatype,
        separator,
    }
}

fn is_words(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(_) | Cell::Printed(..))
}
