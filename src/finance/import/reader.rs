//! Reads a file row by row: headings, and the charges under them.

use super::{
    diagnostic::{Code, Diagnostic, Place},
    heading,
    layout::{self, Columns, Layout, NoLayout},
    options::Options,
    row,
    schedule::Schedule,
};
use crate::sheets::{self, Cell, CellKind, Line, NumberUnit, Unreadable};

/// How many rows above the charges can be headings together.
const MAX_HEADING_ROWS: usize = 3;

/// The most charges that a tariff has room for, and diagnostics that are kept.
const MAX_ENTRIES: usize = u16::MAX as usize;

/// A schedule as it is read row by row.
struct Reading<'o> {
    schedule: Schedule,
    options: &'o Options,
    sheet: String,
    layout: Option<Layout>,
    /// The last rows with words, for headings over several rows.
    above: Vec<Vec<Cell>>,
    /// Whether the sheet has the sources of another, as almoner writes them.
    is_of_sources: bool,
    /// The year that the sheet's title names.
    title_year: Option<String>,
    /// The first row of the sheet with pounds that no headings explain.
    unexplained: Option<Place>,
    /// The first visible rows of the sheet with words and a number that no
    /// headings explain.
    numbers: Vec<(Place, Vec<Cell>)>,
    /// Those of sheets without headings.
    without_headings: Vec<(Place, Vec<Cell>)>,
    /// The layouts of all sheets.
    layouts: Vec<Layout>,
    /// The row that was nearest to headings, and why it is not one.
    nearest: Option<(Place, String, NoLayout)>,
    has_layout: bool,
}

/// Reads a schedule.
///
/// # Errors
/// When the file is damaged, of another kind or too large.
pub fn read(bytes: &[u8], options: &Options) -> Result<Schedule, Unreadable> {
    let mut reading = Reading {
        schedule: Schedule::default(),
        options,
        sheet: String::new(),
        layout: None,
        above: Vec::new(),
        is_of_sources: false,
        title_year: None,
        unexplained: None,
        numbers: Vec::new(),
        without_headings: Vec::new(),
        layouts: Vec::new(),
        nearest: None,
        has_layout: false,
    };
    sheets::read(bytes, |line| reading.line(line))?;
    reading.end_sheet();
    reading.name_lost_rows();
    let lost = std::mem::take(&mut reading.nearest);
    let has_layout = reading.has_layout;
    let mut schedule = reading.schedule;
    schedule.sort_years();
    schedule.join_years();
    schedule.warn_of_equal_names();
    if !has_layout {
        // Without headings no row is explained: one diagnostic says so.
        schedule.diagnostics.retain(|it| it.code != Code::Layout);
        schedule.diagnostics.push(no_layout(lost));
    } else if schedule.diagnostics.len() > MAX_ENTRIES {
        let says = format!("more than {MAX_ENTRIES} cells or rows need attention");
        let diagnostic = Diagnostic::of_file(Code::TooMany, says, "split the file by service");
        schedule.diagnostics.insert(0, diagnostic);
    } else if schedule.charges() == 0 && schedule.is_whole() {
        let says = "there are headings, but no charges under them";
        let help = "each charge needs a name and a price in its row";
        schedule
            .diagnostics
            .push(Diagnostic::of_file(Code::Layout, says, help));
    } else if schedule.entries.len() > MAX_ENTRIES {
        let says = format!("a tariff has room for {MAX_ENTRIES} charges: there are more");
        let help = "split the file by service";
        let diagnostic = Diagnostic::of_file(Code::TooMany, says, help);
        schedule.diagnostics.insert(0, diagnostic);
    }
    if has_layout {
        schedule.fill_in(options);
    }
    Ok(schedule)
}

/// The diagnostic for a file in which no row has the headings of a schedule.
fn no_layout(nearest: Option<(Place, String, NoLayout)>) -> Diagnostic {
    let needs = "a schedule needs a row of headings: the name of the fee, and for each year what \
                 is paid, such as `Charge incl. VAT 2018/19`; say which column is which with \
                 --column gross=HEADING, and the year with --year 2018/19";
    let Some((place, row, why)) = nearest else {
        return Diagnostic::of_file(
            Code::Layout,
            "no row has the headings of a schedule of fees",
            needs,
        );
    };
    let (says, help) = match why {
        NoLayout::NoYear => (
            format!("the headings name no year: {row}"),
            "say it: --year 2018/19".to_owned(),
        ),
        NoLayout::Ambiguous(why) => (
            why,
            "say which is which: --column gross=HEADING, --column note=HEADING".to_owned(),
        ),
        NoLayout::Other(_) => (
            format!("no row has the headings of a schedule of fees; the nearest is: {row}"),
            needs.to_owned(),
        ),
    };
    Diagnostic {
        code: Code::Layout,
        says,
        help,
        at: Some(place),
    }
}

impl Reading<'_> {
    fn line(&mut self, line: Line<'_>) {
        // More than a tariff has room for: that is said of the file.
        let schedule = &self.schedule;
        if schedule.entries.len().max(schedule.diagnostics.len()) > MAX_ENTRIES {
            return;
        }
        let is_asked = |sheet: &String| sheet.eq_ignore_ascii_case(line.sheet);
        if !self.options.sheets.is_empty() && !self.options.sheets.iter().any(is_asked) {
            return;
        }
        if self.sheet != line.sheet {
            self.end_sheet();
            line.sheet.clone_into(&mut self.sheet);
        }
        if self.is_of_sources || line.cells.iter().all(Cell::is_empty) {
            return;
        }
        let is_charge = self
            .layout
            .as_ref()
            .is_some_and(|it| it.has_price(line.cells));
        if !is_charge && self.take_headings(line) {
            return;
        }
        let Some(layout) = &self.layout else {
            let place = || Place {
                sheet: line.sheet.to_owned(),
                row: line.row,
                column: None,
            };
            if self.unexplained.is_none() && has_pounds(line.cells) {
                self.unexplained = Some(place());
            }
            if self.numbers.len() < MAX_HEADING_ROWS && has_named_number(line.cells) {
                self.numbers.push((place(), line.cells.to_vec()));
            }
            return;
        };
        let Schedule {
            years,
            entries,
            diagnostics,
            ..
        } = &mut self.schedule;
        let entry = row::read(line, layout, years, entries, diagnostics);
        entries.extend(entry);
    }

    /// Whether a row ends the headings of the charges under it.
    fn take_headings(&mut self, line: Line<'_>) -> bool {
        if self.layout.is_none() && layout::is_of_sources(line.cells) {
            self.is_of_sources = true;
            return true;
        }
        let words = line.cells.iter().filter(|it| !it.is_empty()).count();
        if self.layout.is_some() && words < 2 {
            return false;
        }
        if self.layout.is_none() {
            let in_title = row::year_in_title(line.cells);
            if words == 1 || self.title_year.is_none() {
                self.title_year = in_title.or_else(|| self.title_year.take());
            }
        }
        let of_sheet = heading::year_in(line.sheet);
        let year = self.options.year.clone();
        let year = year.or_else(|| self.title_year.clone()).or(of_sheet);
        let mut rows: Vec<&[Cell]> = Vec::new();
        if self.layout.is_none() {
            rows.extend(self.above.iter().map(Vec::as_slice));
        }
        rows.push(line.cells);
        let found = Layout::of(&rows, year.as_deref(), self.options);
        match found {
            Ok(layout) => {
                self.found(layout, line);
                true
            }
            Err(why) if self.layout.is_none() => {
                let is_nearer = self
                    .nearest
                    .as_ref()
                    .is_none_or(|(_, _, other)| why.nearness() > other.nearness());
                if words > 1 && is_nearer {
                    let texts = line.cells.iter().map(|it| it.text.as_str());
                    let texts: Vec<&str> = texts.filter(|it| !it.is_empty()).collect();
                    let place = Place {
                        sheet: line.sheet.to_owned(),
                        row: line.row,
                        column: None,
                    };
                    self.nearest = Some((place, texts.join(" | "), why));
                }
                self.above.push(line.cells.to_vec());
                if self.above.len() >= MAX_HEADING_ROWS {
                    self.above.remove(0);
                }
                false
            }
            Err(_) => false,
        }
    }

    fn found(&mut self, layout: Layout, line: Line<'_>) {
        self.has_layout = true;
        self.end_unexplained();
        for year in layout.years() {
            if !self.schedule.years.iter().any(|known| known == year) {
                self.schedule.years.push(year.to_owned());
            }
            if layout.columns(year).is_some_and(Columns::is_split) {
                self.schedule.split_years.insert(year.to_owned());
            }
        }
        if self.layout.as_ref() != Some(&layout) {
            let sheet = if line.sheet.is_empty() {
                String::new()
            } else {
                format!("{}, ", line.sheet)
            };
            let words = format!("{sheet}row {}: read as {}", line.row, layout.words());
            self.schedule.layouts.push(words);
        }
        self.layouts.push(layout.clone());
        self.layout = Some(layout);
        self.above.clear();
    }

    /// Names the sheets without headings whose rows have the columns of another
    /// sheet.
    fn name_lost_rows(&mut self) {
        let mut sheets: Vec<String> = Vec::new();
        for (place, cells) in std::mem::take(&mut self.without_headings) {
            let is_charge = |it: &Layout| {
                let name = cells.get(it.name);
                it.has_price(&cells) && name.is_some_and(|name| !name.is_empty())
            };
            if self.layouts.iter().any(is_charge) && !sheets.contains(&place.sheet) {
                sheets.push(place.sheet.clone());
                self.unexplained = Some(place);
                self.end_unexplained();
            }
        }
    }

    /// Rows with prices that no headings explain are named, not lost.
    fn end_unexplained(&mut self) {
        if let Some(place) = self.unexplained.take() {
            self.schedule.diagnostics.push(Diagnostic {
                code: Code::Layout,
                says: "there are prices here, but no headings above them".to_owned(),
                help: "name the sheets to read with --sheet NAME, or give the rows headings"
                    .to_owned(),
                at: Some(place),
            });
        }
    }

    fn end_sheet(&mut self) {
        if self.layout.is_none() {
            self.end_unexplained();
            self.without_headings.append(&mut self.numbers);
        }
        self.unexplained = None;
        self.numbers.clear();
        self.layout = None;
        self.above.clear();
        self.title_year = None;
        self.is_of_sources = false;
    }
}

/// Whether a row has pounds in it.
fn has_pounds(cells: &[Cell]) -> bool {
    cells.iter().any(|it| match it.kind {
        CellKind::Number(format) => format.unit == NumberUnit::Pounds || format.places == Some(2),
        CellKind::Text => it.text.starts_with('£') && it.text.len() > 3,
        _ => false,
    })
}

/// Whether a row has words and a number that may be a price: no year, not hidden.
fn has_named_number(cells: &[Cell]) -> bool {
    let is_price = |it: &Cell| {
        let is_number = matches!(it.kind, CellKind::Number(_)) && !it.is_hidden;
        let is_year = it.text.parse().is_ok_and(|it| (1990..2100).contains(&it));
        is_number && !is_year
    };
    let has_words = cells.iter().any(|it| it.kind == CellKind::Text);
    has_words && cells.iter().any(is_price)
}
