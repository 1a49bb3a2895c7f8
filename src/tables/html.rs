//! Tables as one self-contained HTML page: no script, nothing fetched. On
//! paper it is A4 landscape with the header row on every page; every table
//! has a caption and its headings say what they are headings of (WCAG 2.2,
//! success criterion 1.3.1; technique H63). A bar repeats what its figure says
//! and is hidden from those who hear the page.

use rust_decimal::Decimal;

use super::{cell_format, escape::markup};
use crate::finance::report::{Cell, Column, Kind, Report, Row, RowKind, Table};

const STYLE: &str = include_str!("page.css");

/// A report as a page.
#[must_use]
pub fn report(report: &Report) -> String {
    let title = markup(&report.title);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    );
    push_notes(&mut page, &report.lead, "lead");
    for table in &report.tables {
        push_table(&mut page, table, report);
        push_notes(&mut page, &table.notes, "note");
    }
    if report.foot().next().is_some() {
        // Not alone on a page.
        page.push_str("<section class=\"sources\">\n<h2>Sources</h2>\n");
        push_notes(&mut page, &report.notes, "note");
        push_notes(&mut page, &report.fingerprints, "print");
        page.push_str("</section>\n");
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn push_notes<'n>(page: &mut String, notes: impl IntoIterator<Item = &'n String>, class: &str) {
    for note in notes {
        page.push_str(&format!("<p class=\"{class}\">{}</p>\n", markup(note)));
    }
}

fn push_table(page: &mut String, table: &Table, report: &Report) {
    let shown: Vec<(usize, &Column)> = table.shown(report.shows_keys).collect();
    // A caption that says what the page's heading says is only heard.
    let quiet = if table.title == report.title {
        " class=\"quiet\""
    } else {
        ""
    };
    page.push_str(&format!(
        "<div class=\"sheet\" role=\"region\" aria-label=\"{0}\" tabindex=\"0\">\n<table>\n<caption{quiet}>{0}</caption>\n<thead>\n<tr>",
        markup(&table.title)
    ));
    for (_, column) in &shown {
        if column.kind == Kind::Bar {
            page.push_str("<td class=\"bar\" aria-hidden=\"true\"></td>");
            continue;
        }
        let class = class(column);
        page.push_str(&format!(
            "<th scope=\"col\"{class}>{}</th>",
            markup(&column.heading)
        ));
    }
    page.push_str("</tr>\n</thead>\n");
    for section in table.sections() {
        page.push_str("<tbody>\n");
        if let Some(heading) = section.heading {
            let across = shown.len();
            page.push_str(&format!(
                "<tr class=\"service\"><th scope=\"rowgroup\" colspan=\"{across}\">{}</th></tr>\n",
                markup(heading)
            ));
        }
        for row in section.rows {
            push_row(page, &shown, row);
        }
        page.push_str("</tbody>\n");
    }
    page.push_str("</table>\n</div>\n");
}

fn class(column: &Column) -> &'static str {
    match column.kind {
        Kind::Code if column.is_key => " class=\"key\"",
        Kind::Money | Kind::Printed | Kind::Percent | Kind::Count => " class=\"figure\"",
        Kind::Code => " class=\"code\"",
        Kind::Text | Kind::Bar => "",
    }
}

fn push_row(page: &mut String, shown: &[(usize, &Column)], row: &Row) {
    let across = shown.len();
    match row.kind {
        RowKind::Charge => push_cells(page, shown, row, ""),
        RowKind::Subtotal if !row.is_words() => {
            push_cells(page, shown, row, " class=\"subtotal\"");
        }
        RowKind::Service | RowKind::Subtotal | RowKind::Note => page.push_str(&format!(
            "<tr class=\"{}\"><td colspan=\"{across}\">{}</td></tr>\n",
            row.kind.name(),
            markup(row.text())
        )),
    }
}

fn push_cells(page: &mut String, shown: &[(usize, &Column)], row: &Row, mark: &str) {
    page.push_str(&format!("<tr{mark}>"));
    for (at, (number, column)) in shown.iter().enumerate() {
        let cell = row.cells.get(*number).unwrap_or(&Cell::Empty);
        if let Cell::Bar(length) = cell {
            push_bar(page, *length);
            continue;
        }
        let words = markup(&cell_format::display(cell));
        let class = class(column);
        match (at, row.cites.as_slice()) {
            (0, []) => page.push_str(&format!("<th scope=\"row\"{class}>{words}</th>")),
            (0, cites) => {
                let cites = markup(&cites.join("; "));
                page.push_str(&format!(
                    "<th scope=\"row\"{class} title=\"{cites}\">{words}</th>"
                ));
            }
            _ => page.push_str(&format!("<td{class}>{words}</td>")),
        }
    }
    page.push_str("</tr>\n");
}

/// Half the cell is for falls, half for rises.
fn push_bar(page: &mut String, length: Decimal) {
    let width = length
        .abs()
        .min(Decimal::ONE)
        .saturating_mul(Decimal::from(50))
        .round_dp(1);
    let side = if length.is_sign_negative() {
        "fall"
    } else {
        "rise"
    };
    page.push_str(&format!(
        "<td class=\"bar\" aria-hidden=\"true\"><span class=\"{side}\" style=\"width:{width}%\"></span></td>"
    ));
}
