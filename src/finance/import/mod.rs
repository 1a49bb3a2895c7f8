//! A council's printed schedule of fees, in the ten-column layout of Appendix 1
//! and 2 or with further columns, as tariff files and their catalogue.
//!
//! The promise: nothing is guessed and nothing is lost in silence. A price that
//! is no amount stays the words it is, a note stays a comment, a VAT letter
//! means what the tariff's own table says, and every row that cannot be taken
//! is remarked on where it stands; then no file is made.

mod amount;

mod writer;

mod patch;

mod layout;

mod names;

mod remark;

mod row;

use std::collections::BTreeSet;

pub use remark::{Remark, Wrong};
pub use writer::{Head, Letters, WrittenFile};

use self::{layout::Layout, row::Entry, writer::Year};
use crate::sheets::{self, Line, Unreadable};
use almoner_engine::{base::source_text::SourceSet, check::model::Contents};

/// A schedule as it was read.
#[derive(Debug, Default)]
pub struct Schedule {
    years: Vec<String>,
    entries: Vec<Entry>,
    /// Whether some row had the headings.
    found: bool,
    /// What could not be read, or not as it stands, in the order of the rows.
    pub remarks: Vec<Remark>,
}

/// The years of a schedule, and the place of the current row in it.
#[derive(Default)]
struct Reading {
    schedule: Schedule,
    sheet: String,
    layout: Option<Layout>,
    /// The rows of the sheets before this one, and of this one: a workbook has
    /// the same row on the sheet of its service again.
    before: BTreeSet<String>,
    here: BTreeSet<String>,
}

/// Reads a schedule.
///
/// # Errors
/// When the file is damaged, of another kind or too large.
pub fn read(bytes: &[u8]) -> Result<Schedule, Unreadable> {
    let mut reading = Reading::default();
    sheets::read(bytes, |line| reading.line(line))?;
    let mut schedule = reading.schedule;
    schedule.remark_on_names();
    if !schedule.found {
        let help = "it needs a row of headings with the name of the fee and, for a year \
                    such as 2018/19, `VAT Status`, `Charge excl. VAT`, `VAT Amount` and \
                    `Charge incl. VAT`";
        let says = "no row has the headings of a schedule of fees";
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
        schedule
            .remarks
            .push(Remark::of_file(Wrong::TooMany, says, help));
    }
    Ok(schedule)
}

impl Schedule {
    /// How many charges it has.
    #[must_use]
    pub fn charges(&self) -> usize {
        self.entries.iter().filter(|it| !it.is_note()).count()
    }

    /// Whether every row could be taken.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.remarks.iter().any(Remark::is_error)
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

    /// Remarks on the VAT letters that a year's table does not explain.
    pub fn explain(&mut self, letters: impl Fn(&str) -> Option<Letters>) {
        for (number, year) in self.years.iter().enumerate() {
            let known = letters(year).unwrap_or_default();
            for entry in &self.entries {
                let Some(letter) = entry.letter(number) else {
                    continue;
                };
                if !known.iter().any(|(it, _)| **it == *letter) {
                    let says =
                        format!("nothing says what the VAT letter `{letter}` means in {year}");
                    let help = format!("say it: --vat {letter}=exempt");
                    self.remarks
                        .push(entry.remark(Wrong::VatLetter, says, help));
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
            };
            let kept = patch::tariff(&named, year, book, sources);
            files.push(kept.unwrap_or_else(|| writer::tariff(&named, year)));
        }
        files
    }
}

impl Reading {
    fn line(&mut self, line: Line<'_>) {
        if self.sheet != line.sheet {
            line.sheet.clone_into(&mut self.sheet);
            self.layout = None;
            self.before.append(&mut self.here);
        }
        if let Some(layout) = Layout::of(line.cells) {
            self.schedule.found = true;
            let mut years: Vec<&str> = layout.years().collect();
            years.sort_unstable();
            for year in years {
                if !self.schedule.years.iter().any(|known| known == year) {
                    self.schedule.years.push(year.to_owned());
                }
            }
            self.layout = Some(layout);
            return;
        }
        let Some(layout) = &self.layout else { return };
        if !line.sheet.is_empty() {
            let row = line.cells.join("\t").trim_end().to_owned();
            if self.before.contains(&row) {
                return;
            }
            self.here.insert(row);
        }
        let Schedule {
            years,
            entries,
            remarks,
            ..
        } = &mut self.schedule;
        entries.extend(row::read(line, layout, years, entries.last(), remarks));
    }
}
