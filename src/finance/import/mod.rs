//! A council's printed schedule of fees, in any usual layout, as tariff files
//! and their catalogue.
//!
//! The promise: nothing is guessed and nothing is lost in silence. A price is
//! taken only from what is plainly a price; words stay the words they are, a
//! note stays a comment, a VAT letter means what the user or the tariff says,
//! and every cell that cannot be taken is named; then no file is made unless
//! the rest is asked for.

mod amount;

mod heading;

mod writer;

mod patch;

mod layout;

mod names;

mod options;

mod remark;

mod row;

use std::collections::BTreeSet;

pub use heading::Role;
pub use options::{ColumnChoice, Options};
pub use remark::{Place, Remark, Wrong};
pub use writer::{Head, Letters, WrittenFile};

use self::{
    layout::{Layout, NoLayout},
    row::{Entry, Price},
    writer::Year,
};
use super::{
    report::{Cell as ReportCell, Column, Kind, Report, Row, Table},
    vat,
};
use crate::sheets::{self, Cell, CellKind, Line, NumberUnit, Unreadable};
use almoner_engine::{
    base::{money::Money, source_text::SourceSet},
    check::model::{Contents, PriceForm, Vat},
};

/// A schedule as it was read.
#[derive(Debug, Default)]
pub struct Schedule {
    years: Vec<String>,
    entries: Vec<Entry>,
    /// How each sheet's headings were understood.
    pub layouts: Vec<String>,
    /// What could not be read, or only with a change, in the order of the rows.
    pub remarks: Vec<Remark>,
}

/// How many rows above the charges can be headings together.
const MAX_HEADING_ROWS: usize = 3;

/// A schedule as it is read row by row.
struct Reading<'o> {
    schedule: Schedule,
    options: &'o Options,
    sheet: String,
    layout: Option<Layout>,
    /// The last rows with words, for headings over several rows.
    above: Vec<Vec<Cell>>,
    /// The year that the sheet's title names.
    title_year: Option<String>,
    /// The first row of the sheet with pounds that no headings explain.
    unexplained: Option<Place>,
    /// The row that was nearest to headings, with why it is none.
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
        title_year: None,
        unexplained: None,
        nearest: None,
        has_layout: false,
    };
    sheets::read(bytes, |line| reading.line(line))?;
    reading.end_sheet();
    let lost = std::mem::take(&mut reading.nearest);
    let has_layout = reading.has_layout;
    let mut schedule = reading.schedule;
    schedule.sort_years();
    schedule.remark_on_names();
    if !has_layout {
        // Rows that nothing explains are then all rows.
        schedule.remarks.retain(|it| it.wrong != Wrong::Layout);
        schedule.remarks.push(no_layout(lost));
    } else if schedule.charges() == 0 && schedule.is_whole() {
        let says = "there are headings, but no charges under them";
        let help = "each charge needs a name and a price in its row";
        schedule
            .remarks
            .push(Remark::of_file(Wrong::Layout, says, help));
    } else if schedule.entries.len() > usize::from(u16::MAX) {
        let says = format!(
            "a tariff has room for {} charges, not {}",
            u16::MAX,
            schedule.entries.len()
        );
        let help = "split the file by service";
        let remark = Remark::of_file(Wrong::TooMany, says, help);
        schedule.remarks.insert(0, remark);
    }
    if has_layout {
        schedule.ask_for_categories(options);
    }
    Ok(schedule)
}

/// The year that words name, `2019/20`.
#[must_use]
pub fn year(text: &str) -> Option<String> {
    heading::year_in(text)
}

/// What could not be imported, or only with a change, cell by cell.
#[must_use]
pub fn rest(schedule: &Schedule) -> Report {
    let rows = schedule.remarks.iter().map(|it| {
        let place = it.at.as_ref();
        let cell = place.and_then(|at| Some(sheets::cell_name(at.column?, at.row)));
        let severity = if it.is_error() { "error" } else { "warning" };
        Row::entry(
            None,
            vec![
                ReportCell::text(place.map_or("", |at| &*at.sheet)),
                place.map_or(ReportCell::Empty, |at| ReportCell::Count(at.row)),
                cell.map_or(ReportCell::Empty, ReportCell::text),
                ReportCell::text(severity),
                ReportCell::text(it.wrong.name()),
                ReportCell::text(&*it.says),
                ReportCell::text(&*it.help),
            ],
        )
    });
    let title = "Cells that could not be taken".to_owned();
    let table = Table {
        title: title.clone(),
        notes: Vec::new(),
        columns: vec![
            Column::new("sheet", "Sheet", Kind::Text),
            Column::new("row", "Row", Kind::Count),
            Column::new("cell", "Cell", Kind::Code),
            Column::new("severity", "Severity", Kind::Code),
            Column::new("code", "Code", Kind::Code),
            Column::new("says", "What is wrong", Kind::Text),
            Column::new("help", "What to do", Kind::Text),
        ],
        rows: rows.collect(),
    };
    Report {
        title,
        tables: vec![table],
        ..Report::default()
    }
}

/// What no row says that is a schedule's heading.
fn no_layout(nearest: Option<(Place, String, NoLayout)>) -> Remark {
    let needs = "a schedule needs a row of headings: the name of the fee, and for each year what \
                 is paid, such as `Charge incl. VAT 2018/19`; say which column is which with \
                 --column gross=HEADING, and the year with --year 2018/19";
    let Some((place, row, why)) = nearest else {
        return Remark::of_file(
            Wrong::Layout,
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
    Remark {
        wrong: Wrong::Layout,
        says,
        help,
        at: Some(place),
    }
}

impl Schedule {
    /// How many charges it has.
    #[must_use]
    pub fn charges(&self) -> usize {
        self.entries
            .iter()
            .filter(|it| !it.is_note() && !it.is_bad)
            .count()
    }

    /// Whether every row could be taken.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.remarks.iter().any(Remark::is_error)
    }

    /// Whether everything that could not be taken is a row of its own, so that
    /// the other rows can be.
    #[must_use]
    pub fn is_whole_without_bad(&self) -> bool {
        let bad: BTreeSet<(&str, u64)> = self
            .entries
            .iter()
            .filter(|it| it.is_bad)
            .map(|it| (it.place.sheet.as_str(), it.place.row))
            .collect();
        self.remarks.iter().filter(|it| it.is_error()).all(|it| {
            let at = it.at.as_ref();
            at.is_some_and(|at| bad.contains(&(at.sheet.as_str(), at.row)))
        })
    }

    /// The years in its headings, the earliest first.
    #[must_use]
    pub fn years(&self) -> &[String] {
        &self.years
    }

    /// Remarks on rows that have the name of a row above them.
    fn remark_on_names(&mut self) {
        let mut names = BTreeSet::new();
        for entry in self.entries.iter().filter(|it| !it.is_note()) {
            if !names.insert(entry.name.as_str()) {
                let says = format!("a row above is `{}` too: both are kept", entry.name);
                self.remarks
                    .push(entry.remark(Wrong::Twice, says, String::new()));
            }
        }
    }

    /// Puts the years in order, and every entry's with them.
    fn sort_years(&mut self) {
        let mut order: Vec<usize> = (0..self.years.len()).collect();
        order.sort_by(|a, b| self.years.get(*a).cmp(&self.years.get(*b)));
        if order.is_sorted() {
            for entry in &mut self.entries {
                entry.years.resize(order.len(), None);
            }
            return;
        }
        self.years.sort();
        for entry in &mut self.entries {
            let mut years = std::mem::take(&mut entry.years);
            years.resize(order.len(), None);
            entry.years = order.iter().map(|at| years.get_mut(*at)?.take()).collect();
        }
    }

    /// Who sets the charges of rows that no column says it of.
    fn ask_for_categories(&mut self, options: &Options) {
        let mut is_missing = false;
        for entry in &mut self.entries {
            if entry.is_note() || entry.is_bad || entry.category.is_some() {
                continue;
            }
            entry.category = options.category;
            is_missing |= options.category.is_none();
        }
        if is_missing {
            let says = "no column says who sets the charges";
            let help = "say it for all of them: --category D, S or R";
            self.remarks.push(Remark::of_file(Wrong::Row, says, help));
        }
    }

    /// Rows whose charge has no price in the last year, so that it ends.
    pub fn ended(&self) -> impl Iterator<Item = &Place> {
        let ended = self.entries.iter().filter(|it| it.has_ended());
        ended.map(|it| &it.place)
    }

    /// How many rows could not be taken.
    #[must_use]
    pub fn left_out(&self) -> usize {
        self.entries.iter().filter(|it| it.is_bad).count()
    }

    /// Leaves out the rows that could not be taken, so that the others can be
    /// written. Remarks on them stay.
    pub fn leave_out_bad(&mut self) {
        self.entries.retain(|it| !it.is_bad);
    }

    /// Checks the VAT letters and the VAT that is printed against what the
    /// letters mean. Rows without a column of letters take the one that was
    /// explained, where there is only one.
    pub fn explain(&mut self, letters: impl Fn(&str) -> Option<Letters>) {
        for (number, year) in self.years.iter().enumerate() {
            let known = letters(year).unwrap_or_default();
            let mut asked: BTreeSet<String> = BTreeSet::new();
            for entry in &mut self.entries {
                let Some(of_year) = entry.years.get_mut(number).and_then(Option::as_mut) else {
                    continue;
                };
                if of_year.letter.is_empty() && !entry.is_bad {
                    match known.as_slice() {
                        [(only, _)] => of_year.letter = only.to_string(),
                        _ if !asked.insert(String::new()) => continue,
                        _ => {
                            let says = format!("no column has the VAT letters of {year}");
                            let help = "say one for all charges: --vat O=outside-scope, or \
                                        --vat X=not-explained";
                            self.remarks
                                .push(Remark::of_file(Wrong::VatLetter, says, help));
                            continue;
                        }
                    }
                }
                let letter = of_year.letter.clone();
                if letter.is_empty() {
                    continue;
                }
                let Some((_, meaning)) = known.iter().find(|(it, _)| **it == *letter) else {
                    if asked.insert(letter.clone()) {
                        let says =
                            format!("nothing says what the VAT letter `{letter}` means in {year}");
                        let help = format!(
                            "say it: --vat {letter}=standard, or exempt, outside-scope, \
                             zero-rated, reduced or not-explained"
                        );
                        self.remarks
                            .push(entry.remark(Wrong::VatLetter, says, help));
                    }
                    continue;
                };
                if let Some((says, column)) = wrong_vat(of_year, *meaning, &letter) {
                    let help = "correct the VAT or its letter".to_owned();
                    let mut remark = entry.remark(Wrong::Sum, says, help);
                    if let Some(at) = &mut remark.at {
                        at.column = Some(column);
                    }
                    entry.is_bad = true;
                    self.remarks.push(remark);
                }
            }
        }
    }

    /// The files: a tariff for each year, and the catalogue. Charges that a
    /// book's catalogue has by the same printed name keep their ids; a file of
    /// the book that says the same, prices apart, is given back with the prices
    /// that were read.
    #[must_use]
    pub fn files(
        &self,
        book: &Contents,
        sources: &SourceSet,
        letters: impl Fn(&str) -> Option<Letters>,
        head: &Head,
    ) -> Vec<WrittenFile> {
        let named = names::named(&self.entries, book);
        let kept = patch::catalogue(&named, book, sources);
        let mut files = vec![kept.unwrap_or_else(|| writer::catalogue(&named))];
        for (number, year) in self.years.iter().enumerate() {
            let letters = letters(year).unwrap_or_default();
            let year = Year {
                number,
                name: year,
                letters: &letters,
                head,
                adopted: patch::adopted(&named, number, year, book),
            };
            let kept = patch::tariff(&named, year, book, sources);
            files.push(kept.unwrap_or_else(|| writer::tariff(&named, year)));
        }
        files
    }
}

/// What is wrong with the VAT that is printed of a charge whose letter has a
/// meaning, and its column. A penny of rounding is right either way.
fn wrong_vat(year: &row::Year, meaning: Vat, letter: &str) -> Option<(String, usize)> {
    let (tax, column) = year.tax?;
    let Price::Form(PriceForm::Fixed(gross) | PriceForm::Variable(gross)) = year.price else {
        return None;
    };
    if meaning == Vat::NotExplained {
        return None;
    }
    let Some(rate) = vat::rate(meaning) else {
        let says = format!("{tax} of VAT, but `{letter}` has none");
        return (tax != Money::ZERO).then_some((says, column));
    };
    let expected = vat::of_gross(gross, rate)?.tax;
    let ends = [(tax.min(), expected.min()), (tax.max(), expected.max())];
    let penny = rust_decimal::Decimal::new(1, 2);
    let is_right = ends.into_iter().all(|(a, b)| (a - b).abs() <= penny);
    let percent = rate
        .saturating_mul(rust_decimal::Decimal::ONE_HUNDRED)
        .normalize();
    let says = format!("{tax} of VAT in {gross}, but `{letter}` is {percent}%: {expected}");
    (!is_right).then_some((says, column))
}

impl Reading<'_> {
    fn line(&mut self, line: Line<'_>) {
        let is_asked = |sheet: &String| sheet.eq_ignore_ascii_case(line.sheet);
        if !self.options.sheets.is_empty() && !self.options.sheets.iter().any(is_asked) {
            return;
        }
        if self.sheet != line.sheet {
            self.end_sheet();
            line.sheet.clone_into(&mut self.sheet);
        }
        if line.cells.iter().all(Cell::is_empty) {
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
            if self.unexplained.is_none() && has_pounds(line.cells) {
                self.unexplained = Some(Place {
                    sheet: line.sheet.to_owned(),
                    row: line.row,
                    column: None,
                });
            }
            return;
        };
        let Schedule {
            years,
            entries,
            remarks,
            ..
        } = &mut self.schedule;
        entries.extend(row::read(line, layout, years, entries.last(), remarks));
    }

    /// Whether a row ends the headings of the charges under it.
    fn take_headings(&mut self, line: Line<'_>) -> bool {
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
        self.layout = Some(layout);
        self.above.clear();
    }

    /// Rows with prices that no headings explain are named, not lost.
    fn end_unexplained(&mut self) {
        if let Some(place) = self.unexplained.take() {
            self.schedule.remarks.push(Remark {
                wrong: Wrong::Layout,
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
        }
        self.unexplained = None;
        self.layout = None;
        self.above.clear();
        self.title_year = None;
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
