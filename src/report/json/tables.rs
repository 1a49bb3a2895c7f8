//! Finance's tables as JSON: `{"title","notes","fingerprints","tables":[{"title","notes",
//! "columns":[{"id","heading","kind"}],"rows":[…]}]}`. A row that is an entry
//! has its cells by their columns' ids; a heading, subtotal or note has its
//! words. Bars are left out.

use rust_decimal::Decimal;

use super::{text, values};
use crate::finance::{
    change::Ends,
    table::{Cell, Column, Kind, Paper, Row, RowKind, Table},
};

/// A paper as one JSON object.
#[must_use]
pub fn paper(paper: &Paper) -> String {
    let mut out = String::from("{");
    named(&mut out, "title", &paper.title);
    out.push(',');
    texts(&mut out, "notes", paper.foot());
    out.push(',');
    texts(&mut out, "fingerprints", &paper.fingerprints);
    out.push_str(",\"tables\":[");
    let mut first = true;
    for it in &paper.tables {
        values::separate(&mut out, &mut first);
        table(&mut out, it);
    }
    out.push_str("]}");
    out
}

fn table(out: &mut String, table: &Table) {
    out.push('{');
    named(out, "title", &table.title);
    out.push(',');
    texts(out, "notes", &table.notes);
    out.push_str(",\"columns\":[");
    let mut first = true;
    for column in table.columns.iter().filter(|it| it.kind != Kind::Bar) {
        values::separate(out, &mut first);
        out.push('{');
        named(out, "id", column.id);
        out.push(',');
        named(out, "heading", &column.heading);
        out.push(',');
        named(out, "kind", kind(column.kind));
        out.push('}');
    }
    out.push_str("],\"rows\":[");
    let mut first = true;
    for it in &table.rows {
        values::separate(out, &mut first);
        row(out, &table.columns, it);
    }
    out.push_str("]}");
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

fn row(out: &mut String, columns: &[Column], row: &Row) {
    out.push('{');
    named(out, "row", row.kind.name());
    if row.kind != RowKind::Charge && row.cells.len() < 2 {
        out.push(',');
        named(out, "says", row.said());
        out.push('}');
        return;
    }
    if let Some(id) = &row.id {
        out.push(',');
        named(out, "charge", id);
    }
    if !row.cites.is_empty() {
        out.push(',');
        texts(out, "cites", &row.cites);
    }
    out.push_str(",\"cells\":{");
    let mut first = true;
    let cells = row.cells.iter().chain(std::iter::repeat(&Cell::Empty));
    for (column, it) in columns.iter().zip(cells) {
        if column.kind != Kind::Bar {
            values::separate(out, &mut first);
            text::text(out, column.id);
            out.push(':');
            cell(out, it);
        }
    }
    out.push_str("}}");
}

fn cell(out: &mut String, cell: &Cell) {
    match cell {
        Cell::Empty | Cell::Bar(_) => out.push_str("null"),
        Cell::Text(words) => text::text(out, words),
        Cell::Money(money) => values::money(out, *money),
        Cell::Income(ends) => both(out, *ends, amount),
        Cell::Change(ends) => both(out, *ends, amount),
        Cell::Percent(ends) => both(out, *ends, percent),
        Cell::Count(count) => out.push_str(&count.to_string()),
        Cell::Printed(words, money) => {
            out.push('{');
            named(out, "printed", words);
            out.push_str(",\"amount\":");
            values::money_or_null(out, *money);
            out.push('}');
        }
    }
}

fn both(out: &mut String, ends: Ends, write: impl Fn(&mut String, Decimal)) {
    if ends.is_one() {
        return write(out, ends.low);
    }
    out.push_str("{\"low\":");
    write(out, ends.low);
    out.push_str(",\"high\":");
    write(out, ends.high);
    out.push('}');
}

fn amount(out: &mut String, pounds: Decimal) {
    out.push('"');
    text::decimal(out, pounds, 2);
    out.push('"');
}

fn percent(out: &mut String, fraction: Decimal) {
    out.push('"');
    text::decimal(out, crate::report::tables::percent(fraction), 2);
    out.push_str("%\"");
}

fn named(out: &mut String, name: &str, value: &str) {
    text::text(out, name);
    out.push(':');
    text::text(out, value);
}

fn texts<'t>(out: &mut String, name: &str, all: impl IntoIterator<Item = &'t String>) {
    text::text(out, name);
    out.push_str(":[");
    let mut first = true;
    for it in all {
        values::separate(out, &mut first);
        text::text(out, it);
    }
    out.push(']');
}
