//! A report's tables, laid out for a page: figures to the right, the changes as bars
//! with what policy allows as a line.

use askama::Template;
use rust_decimal::Decimal;

use crate::{
    finance::report::{Cell, Column, Kind, Report, Row, RowKind, Table},
    tables,
};

/// The width of a bar's drawing, in its own units.
const WIDTH: i64 = 100;

/// Above the drawings, for those who hear the page.
const BAR_HEADING: &str = "Change, as a bar";

/// A report's tables.
#[derive(Template)]
#[template(path = "report_tables.html")]
pub(in crate::web::pages) struct ReportView<'r> {
    tables: Vec<TableView<'r>>,
}

/// The address that a row leads to.
type Link<'a> = &'a dyn Fn(&Row) -> Option<String>;

/// The words that mark a row.
type Mark<'a> = &'a dyn Fn(&Row) -> Option<&'static str>;

/// What a page adds to the rows of a report.
#[derive(Default)]
pub(in crate::web::pages) struct Additions<'a> {
    /// The address that a row's first cell leads to.
    pub(super) link: Option<Link<'a>>,
    /// Words that mark a row in the column of this id.
    pub(super) mark: Option<(&'static str, Mark<'a>)>,
}

struct TableView<'r> {
    title: &'r str,
    /// Whether the page's heading says the same.
    is_page_title: bool,
    heads: Vec<Head<'r>>,
    bodies: Vec<Body<'r>>,
    notes: &'r [String],
}

struct Head<'r> {
    words: &'r str,
    class: &'static str,
}

struct Body<'r> {
    heading: Option<&'r str>,
    rows: Vec<RowView<'r>>,
}

enum RowView<'r> {
    Words(&'static str, &'r str),
    Cells(&'static str, Vec<CellView>),
}

struct CellView {
    class: &'static str,
    words: String,
    href: Option<String>,
    mark: Option<&'static str>,
    bar: Option<Bar>,
}

/// A bar in a drawing that is 100 wide.
struct Bar {
    class: &'static str,
    from: Decimal,
    width: Decimal,
    /// Where nothing changes.
    origin: Decimal,
    /// How far policy allows.
    policy: Option<Decimal>,
    title: String,
}

impl<'r> ReportView<'r> {
    pub(in crate::web::pages) fn new(
        report: &'r Report,
        additions: &Additions<'_>,
    ) -> ReportView<'r> {
        let tables = report.tables.iter();
        let tables = tables.filter(|table| !table.rows.is_empty());
        let tables = tables.map(|table| TableView::new(table, report, additions));
        ReportView {
            tables: tables.collect(),
        }
    }
}

impl<'r> TableView<'r> {
    fn new(table: &'r Table, report: &'r Report, additions: &Additions<'_>) -> TableView<'r> {
        let shown: Vec<(usize, &Column)> = table.shown(report.shows_keys).collect();
        let heads = shown.iter().map(|(_, column)| match column.kind {
            Kind::Bar => Head {
                words: BAR_HEADING,
                class: "drawing",
            },
            _ => Head {
                words: &column.heading,
                class: class(column),
            },
        });
        let scale = Scale::of(table);
        let bodies = table.sections().map(|section| Body {
            heading: section.heading,
            rows: section
                .rows
                .iter()
                .map(|row| row_view(row, &shown, &scale, additions))
                .collect(),
        });
        TableView {
            title: &table.title,
            is_page_title: table.title == report.title,
            heads: heads.collect(),
            bodies: bodies.collect(),
            notes: &table.notes,
        }
    }
}

fn class(column: &Column) -> &'static str {
    match column.kind {
        Kind::Printed => "figure printed",
        kind if kind.is_figure() => "figure",
        Kind::Code => "code",
        _ => "",
    }
}

fn row_view<'r>(
    row: &'r Row,
    shown: &[(usize, &Column)],
    scale: &Scale,
    additions: &Additions<'_>,
) -> RowView<'r> {
    if row.is_words() {
        return RowView::Words(row.kind.name(), row.text());
    }
    let is_sum = row.kind == RowKind::Subtotal;
    let cells = shown.iter().enumerate().map(|(at, (number, column))| {
        let cell = row.cells.get(*number).unwrap_or(&Cell::Empty);
        let link = additions.link.filter(|_| at == 0 && !is_sum);
        let mark = additions.mark.filter(|(id, _)| *id == column.id);
        CellView {
            class: if column.kind == Kind::Bar {
                "drawing"
            } else {
                class(column)
            },
            words: tables::display(cell),
            href: link.and_then(|link| link(row)),
            mark: mark.and_then(|(_, mark)| mark(row)),
            bar: scale.bar(row, cell),
        }
    });
    RowView::Cells(if is_sum { "subtotal" } else { "" }, cells.collect())
}

/// How changes are drawn in one table.
struct Scale {
    /// The numbers of the columns of the change and of what policy says.
    percent: Option<usize>,
    policy: Option<usize>,
    /// The change that is as long as the drawing, as a fraction.
    longest: Decimal,
    /// Where nothing changes.
    origin: Decimal,
    /// The width of the longest change.
    room: Decimal,
}

impl Scale {
    fn of(table: &Table) -> Scale {
        let at = |id: &str| table.columns.iter().position(|it| it.id == id);
        let (percent, bar) = (at("percent"), at("bar"));
        let lengths = || {
            let rows = table.entries();
            rows.filter_map(|row| match row.cells.get(bar?)? {
                Cell::Bar(length) => Some((*length, largest(row, percent?)?)),
                _ => None,
            })
        };
        let longest = lengths().map(|(_, change)| change).max();
        let fall = lengths().map(|(length, _)| length).min();
        let rise = lengths().map(|(length, _)| length).max();
        let fall = fall.unwrap_or_default().min(Decimal::ZERO).abs();
        let whole = rise.unwrap_or_default().max(Decimal::ZERO) + fall;
        let room = Decimal::from(WIDTH).checked_div(whole).unwrap_or_default();
        Scale {
            percent,
            policy: at("policy"),
            longest: longest.unwrap_or_default(),
            origin: fall.saturating_mul(room),
            room,
        }
    }

    /// The bar of a cell that has one.
    fn bar(&self, row: &Row, cell: &Cell) -> Option<Bar> {
        let Cell::Bar(length) = cell else { return None };
        let place = |share: Decimal| {
            let at = share.saturating_mul(self.room).saturating_add(self.origin);
            at.round_dp(1).normalize()
        };
        let (from, to) = match length.is_sign_negative() {
            true => (place(*length), place(Decimal::ZERO)),
            false => (place(Decimal::ZERO), place(*length)),
        };
        let words = |at: Option<usize>| {
            let cell = at.and_then(|at| row.cells.get(at));
            cell.map(tables::display).filter(|it| !it.is_empty())
        };
        let allowed = self.policy.and_then(|at| largest(row, at));
        let share = allowed.and_then(|it| it.checked_div(self.longest));
        let change = words(self.percent).unwrap_or_default();
        Some(Bar {
            class: if length.is_sign_negative() {
                "fall"
            } else {
                "rise"
            },
            from,
            width: to.saturating_sub(from).normalize(),
            origin: place(Decimal::ZERO),
            policy: share.map(place).filter(|at| *at <= Decimal::from(WIDTH)),
            title: match words(self.policy) {
                Some(allowed) => {
                    let allowed = allowed.trim_start_matches('+');
                    format!("{change}; policy allows {allowed}")
                }
                None => change,
            },
        })
    }
}

/// The larger end of a percentage, without its sign.
fn largest(row: &Row, at: usize) -> Option<Decimal> {
    match row.cells.get(at)? {
        Cell::Percent(ends) => Some(ends.low.abs().max(ends.high.abs())),
        _ => None,
    }
}
