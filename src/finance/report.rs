//! Tables that say what each cell is, so that every writer (terminal, CSV,
//! JSON, Markdown, HTML, spreadsheet, document) shows it in its own way.

use rust_decimal::Decimal;

use super::price_change::RangeDelta;
use almoner_engine::base::money::Money;

/// A page of one or more tables.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The name.
    pub title: String,
    /// What is said under the title on paper: whose charges, who decides, when.
    pub lead: Vec<String>,
    /// Decisions, sources, readings.
    pub notes: Vec<String>,
    /// Whether names for programs, such as ids, are shown to people too.
    pub shows_keys: bool,
    /// The source files, each with its fingerprint.
    pub fingerprints: Vec<String>,
    /// The tables, in order.
    pub tables: Vec<Table>,
}

/// One table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What it is called, its caption.
    pub title: String,
    /// What belongs under it.
    pub notes: Vec<String>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name for programs.
    pub id: &'static str,
    /// Its heading for people.
    pub heading: String,
    /// What its cells are.
    pub kind: Kind,
    /// Whether it is left out where there is little room, as in a terminal.
    pub wide: bool,
    /// Whether it is a name for programs, left out on paper where another column
    /// says the same for people.
    pub is_key: bool,
    /// How its figures follow from others of the same row, for formulas in a
    /// spreadsheet.
    pub working: Option<Working>,
}

/// How a figure follows from others of its row, by their columns' ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Working {
    /// The second less the first.
    Difference(&'static str, &'static str),
    /// What the second is more than the first, as a fraction of the first.
    Fraction(&'static str, &'static str),
    /// One times the other.
    Product(&'static str, &'static str),
    /// A bar, as long as that figure is great.
    Bar(&'static str),
}

impl Working {
    /// The figure that follows from the two; none from nothing.
    #[must_use]
    pub fn of(self, first: Decimal, second: Decimal) -> Option<Decimal> {
        match self {
            Working::Difference(..) => second.checked_sub(first),
            Working::Fraction(..) => second.checked_sub(first)?.checked_div(first),
            Working::Product(..) => first.checked_mul(second),
            Working::Bar(_) => None,
        }
    }
}

/// What a column's cells are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A short code such as a VAT letter or a charge's id.
    Code,
    /// Pounds.
    Money,
    /// Pounds in the words in which the council prints them, `£30 (variable)`.
    Printed,
    /// A percentage.
    Percent,
    /// A whole number.
    Count,
    /// A drawn length; it repeats a figure of the row.
    Bar,
}

impl Kind {
    /// Whether cells are aligned right, as figures are.
    #[must_use]
    pub fn is_figure(self) -> bool {
        matches!(
            self,
            Kind::Money | Kind::Printed | Kind::Percent | Kind::Count
        )
    }
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// An entry: a charge, a finding, a stream of income.
    Charge,
    /// The heading of the rows under it.
    Service,
    /// The sum of the rows above it.
    Subtotal,
    /// Words across the table.
    Note,
}

impl RowKind {
    /// The kind's name for programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            RowKind::Charge => "charge",
            RowKind::Service => "service",
            RowKind::Subtotal => "subtotal",
            RowKind::Note => "note",
        }
    }
}

/// A row. Headings, subtotals and notes have their words in the first cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// The charge's id, where it is a charge's.
    pub id: Option<Box<str>>,
    /// Where its figures are printed.
    pub cites: Vec<String>,
    /// One cell a column; those missing at the end are empty.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words or a code.
    Text(String),
    /// An amount.
    Money(Money),
    /// Income and spending as in the books: what comes in is below zero, and is
    /// printed in brackets; end by end where a price is a range.
    Income(RangeDelta),
    /// A difference in pounds, end by end.
    Change(RangeDelta),
    /// A fraction of one, shown as a percentage, end by end.
    Percent(RangeDelta),
    /// A whole number.
    Count(u64),
    /// The length of a bar, as a fraction of the longest; below zero to the left.
    Bar(Decimal),
    /// An amount printed in words of its own, `£30 (variable)`.
    Printed(String, Option<Money>),
}

impl Column {
    /// A column shown everywhere.
    #[must_use]
    pub fn new(id: &'static str, heading: impl Into<String>, kind: Kind) -> Column {
        Column {
            id,
            heading: heading.into(),
            kind,
            wide: false,
            is_key: false,
            working: None,
        }
    }

    /// A column of names for programs.
    #[must_use]
    pub fn key(id: &'static str, heading: impl Into<String>) -> Column {
        Column {
            is_key: true,
            ..Column::new(id, heading, Kind::Code)
        }
    }

    /// The column with how its figures follow from others.
    #[must_use]
    pub fn worked(self, working: Working) -> Column {
        Column {
            working: Some(working),
            ..self
        }
    }

    /// A column left out where there is little room.
    #[must_use]
    pub fn wide(id: &'static str, heading: impl Into<String>, kind: Kind) -> Column {
        Column {
            wide: true,
            ..Column::new(id, heading, kind)
        }
    }
}

impl Row {
    /// A row that is an entry of the table.
    #[must_use]
    pub fn entry(id: Option<&str>, cells: Vec<Cell>) -> Row {
        Row {
            kind: RowKind::Charge,
            id: id.map(Box::from),
            cites: Vec::new(),
            cells,
        }
    }

    /// A row of words across the table.
    #[must_use]
    pub fn words(kind: RowKind, words: impl Into<String>) -> Row {
        Row {
            kind,
            id: None,
            cites: Vec::new(),
            cells: vec![Cell::Text(words.into())],
        }
    }

    /// Whether it is words across the table: a heading, a note, or a subtotal
    /// that has no figure for each column.
    #[must_use]
    pub fn is_words(&self) -> bool {
        self.kind != RowKind::Charge && self.cells.len() < 2
    }

    /// The words of a heading, subtotal or note.
    #[must_use]
    pub fn text(&self) -> &str {
        match self.cells.first() {
            Some(Cell::Text(words)) => words,
            _ => "",
        }
    }
}

impl Cell {
    /// Words.
    #[must_use]
    pub fn text(words: impl Into<String>) -> Cell {
        Cell::Text(words.into())
    }

    /// A count of things.
    #[must_use]
    pub fn count(things: usize) -> Cell {
        Cell::Count(u64::try_from(things).unwrap_or(u64::MAX))
    }
}

impl Report {
    /// The lines at its foot where nothing stands under the title: its notes, then
    /// its fingerprints.
    pub fn foot(&self) -> impl Iterator<Item = &String> {
        self.lead
            .iter()
            .chain(&self.notes)
            .chain(&self.fingerprints)
    }
}

impl Table {
    /// The columns for people, with their numbers: without names for programs,
    /// unless they are asked for or nothing else names an entry.
    pub fn shown(&self, shows_keys: bool) -> impl Iterator<Item = (usize, &Column)> {
        let has_names = self.columns.iter().any(|it| it.kind == Kind::Text);
        let columns = (0..).zip(&self.columns);
        columns.filter(move |(_, it)| shows_keys || !has_names || !it.is_key)
    }

    /// The rows that are entries.
    pub fn entries(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.kind == RowKind::Charge)
    }

    /// The rows section by section, in order. A table without headings is one
    /// section.
    pub fn sections(&self) -> impl Iterator<Item = Section<'_>> {
        let has_headings = self.rows.iter().any(|row| row.kind == RowKind::Service);
        // A subtotal after a section's own is that of all sections.
        let is_total = move |before: &Row, row: &Row| {
            has_headings && [before.kind, row.kind] == [RowKind::Subtotal; 2]
        };
        let sections = self
            .rows
            .chunk_by(move |a, b| b.kind != RowKind::Service && !is_total(a, b));
        sections.map(move |rows| match rows.split_first() {
            Some((heading, rows)) if heading.kind == RowKind::Service => Section {
                heading: Some(heading.text()),
                rows,
                is_total: false,
            },
            first => Section {
                heading: None,
                rows,
                is_total: has_headings && first.is_some_and(|it| it.0.kind == RowKind::Subtotal),
            },
        })
    }
}

/// The rows under one heading of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Section<'t> {
    /// The heading, if the table has any.
    pub heading: Option<&'t str>,
    /// The rows under it.
    pub rows: &'t [Row],
    /// Whether they are the totals of all sections.
    pub is_total: bool,
}

impl<'t> Section<'t> {
    /// The rows in runs, for writers whose tables cannot have words across
    /// them: rows with cells as they follow one another, a row of words alone.
    pub fn runs(self) -> impl Iterator<Item = &'t [Row]> {
        self.rows.chunk_by(|a, b| !a.is_words() && !b.is_words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn total_row_is_outside_all_sections() {
        let entry = |name: &str| Row::entry(Some(name), vec![Cell::text(name), Cell::Empty]);
        let table = Table {
            rows: vec![
                Row::words(RowKind::Service, "A"),
                entry("a.1"),
                entry("a.2"),
                Row::words(RowKind::Subtotal, "A: 2"),
                Row::words(RowKind::Service, "B"),
                entry("b.1"),
                Row::words(RowKind::Subtotal, "B: 1"),
                Row::words(RowKind::Subtotal, "All: 3"),
            ],
            ..Table::default()
        };
        let found: Vec<_> = table
            .sections()
            .map(|it| (it.heading, it.rows.len(), it.is_total))
            .collect();
        let expected = [
            (Some("A"), 3, false),
            (Some("B"), 2, false),
            (None, 1, true),
        ];
        assert_eq!(found, expected);
        let runs: Vec<usize> = table
            .sections()
            .flat_map(Section::runs)
            .map(<[Row]>::len)
            .collect();
        assert_eq!(runs, [2, 1, 1, 1, 1]);
        let plain = Table {
            rows: vec![
                entry("a"),
                Row::words(RowKind::Subtotal, "1"),
                Row::words(RowKind::Subtotal, "2"),
            ],
            ..Table::default()
        };
        assert_eq!(plain.sections().count(), 1);
        assert_eq!(Table::default().sections().count(), 0);
    }
}
