//! How many of each charge were sold and will be, read from a table with a row for each
//! charge, its id under `charge` and the numbers under the two years, or under
//! `volume` where both are the same.

use std::fmt;

use rust_decimal::Decimal;

use crate::{
    finance::tariff_ref::TariffRef,
    sheets::{self, Cell, Line, Unreadable},
};
use almoner_engine::{base::name, check::model::PriceForm};

/// How many of a charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Volume {
    /// The charge's id.
    pub id: String,
    /// In the first year.
    pub before: Decimal,
    /// In the second.
    pub after: Decimal,
}

/// Why a row cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The row in the file, from one; none for the whole file.
    pub row: Option<u64>,
    /// The heading of the column.
    pub column: Option<String>,
    /// What is wrong.
    pub says: String,
    /// What to do.
    pub help: Option<String>,
}

/// `row 5, column 2018/19: …`, with what to do under it.
impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(row) = self.row {
            write!(f, "row {row}")?;
            if let Some(column) = &self.column {
                write!(f, ", column {column}")?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&self.says)?;
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

/// Far above what any council sells of anything, and small enough to calculate with.
const MAX_VOLUME: i64 = 1_000_000_000;

/// Enough for a share of an hour, and few enough that no product is cut off.
const MAX_DECIMALS: u32 = 4;

/// Reads a table of volumes, CSV, TSV or XLSX: its first sheet, whose first row
/// names the columns.
///
/// # Errors
/// Everything that is wrong with it, row by row.
pub fn read(
    bytes: &[u8],
    old: TariffRef<'_>,
    new: TariffRef<'_>,
) -> Result<Vec<Volume>, Vec<Remark>> {
    let mut reading = Reading {
        tariffs: [old, new],
        sheet: None,
        columns: None,
        volumes: Vec::new(),
        remarks: Vec::new(),
    };
    let whole = sheets::read(bytes, |line| reading.take(line));
    if let Err(Unreadable { says, help }) = whole {
        reading.remark(None, None, says, Some(help.to_owned()));
    } else if reading.columns.is_none() && reading.remarks.is_empty() {
        let says = "the file is empty".to_owned();
        let help = reading.wanted();
        reading.remark(None, None, says, Some(help));
    }
    if reading.remarks.is_empty() {
        Ok(reading.volumes)
    } else {
        Err(reading.remarks)
    }
}

/// Which column is which.
#[derive(Clone, Debug)]
struct Columns {
    charge: usize,
    /// The first and the second year's, with their headings.
    years: [(usize, String); 2],
}

struct Reading<'b> {
    tariffs: [TariffRef<'b>; 2],
    sheet: Option<String>,
    /// None until the row of headings; within, none where that cannot be used.
    columns: Option<Option<Columns>>,
    volumes: Vec<Volume>,
    remarks: Vec<Remark>,
}

impl Reading<'_> {
    fn take(&mut self, line: Line<'_>) {
        let first = self.sheet.get_or_insert_with(|| line.sheet.to_owned());
        if *first != line.sheet || line.cells.iter().all(Cell::is_empty) {
            return;
        }
        match self.columns.clone() {
            None => {
                let columns = self.headings(line);
                self.columns = Some(columns);
            }
            Some(Some(columns)) => self.row(line, &columns),
            Some(None) => {}
        }
    }

    fn headings(&mut self, line: Line<'_>) -> Option<Columns> {
        let at = |wanted: &[&str]| {
            let mut cells = line.cells.iter().map(|cell| plain(&cell.text));
            cells.position(|cell| wanted.contains(&cell.as_str()))
        };
        let years = self
            .tariffs
            .map(|tariff_ref| plain(&tariff_ref.tariff.year));
        let same = years[0] == years[1];
        let [before, after] = [(&years[0], "before"), (&years[1], "after")]
            .map(|(year, word)| at(&[word]).or_else(|| at(&[year]).filter(|_| !same)));
        let both = at(&["volume"]);
        let heading = |at: usize| {
            (
                at,
                line.cells
                    .get(at)
                    .map_or_else(String::new, |it| it.text.clone()),
            )
        };
        let found = (at(&["charge", "id"]), before.or(both), after.or(both));
        if let (Some(charge), Some(before), Some(after)) = found {
            return Some(Columns {
                charge,
                years: [heading(before), heading(after)],
            });
        }
        let lacks = match found {
            (None, ..) => "charge",
            (_, None, _) => &self.tariffs[0].tariff.year,
            _ => &self.tariffs[1].tariff.year,
        };
        let says = format!("no column is called `{lacks}`");
        let help = self.wanted();
        self.remark(Some(line.row), None, says, Some(help));
        None
    }

    /// What the first row should be.
    fn wanted(&self) -> String {
        let [old, new] = self.tariffs.map(|tariff_ref| &tariff_ref.tariff.year);
        if old == new {
            "the first row names the columns: charge, before, after".to_owned()
        } else {
            format!("the first row names the columns: charge, {old}, {new}; or charge, volume")
        }
    }

    fn row(&mut self, line: Line<'_>, columns: &Columns) {
        let cell = |at: usize| line.cells.get(at).map_or("", |it| &*it.text);
        let id = cell(columns.charge);
        let [before, after] = columns.years.clone().map(|(at, heading)| {
            let number = number(cell(at));
            if let Err(why) = &number {
                let help = Some("write a number, such as 1200 or 37.5; 0 for none".to_owned());
                self.remark(Some(line.row), Some(heading), why.clone(), help);
            }
            number.unwrap_or_default()
        });
        if self.knows(id, line.row) {
            self.priced(id, line.row, columns, [before, after]);
            self.volumes.push(Volume {
                id: id.to_owned(),
                before,
                after,
            });
        }
    }

    /// Whether a charge is one of theirs, and named for the first time.
    fn knows(&mut self, id: &str, row: u64) -> bool {
        let column = Some("charge".to_owned());
        if id.is_empty() {
            let says = "the charge is missing".to_owned();
            self.remark(Some(row), column, says, None);
            return false;
        }
        if self.volumes.iter().any(|known| known.id == id) {
            let says = format!("`{id}` has a row already");
            let help = Some("add the numbers up in one row".to_owned());
            self.remark(Some(row), column, says, help);
            return false;
        }
        let tariffs = self.tariffs;
        let ids = || {
            let charges = tariffs
                .into_iter()
                .flat_map(|tariff_ref| tariff_ref.book.charges.iter());
            charges.map(|charge| &*charge.id)
        };
        let known = ids().any(|known| known == id);
        if !known {
            let near = name::nearest(id, ids());
            let help = near.map(|near| format!("did you mean `{near}`?"));
            let says = format!("there is no charge `{id}`");
            self.remark(Some(row), column, says, help);
        }
        known
    }

    /// Reports volumes of charges that have no price to multiply by.
    fn priced(&mut self, id: &str, row: u64, columns: &Columns, volumes: [Decimal; 2]) {
        let tariffs = self.tariffs.into_iter().zip(volumes).zip(&columns.years);
        let without = tariffs.filter(|((tariff_ref, volume), _)| {
            let price = tariff_ref.price(id).map(|price| price.form);
            !volume.is_zero() && price.and_then(PriceForm::amount).is_none()
        });
        let remarks: Vec<Remark> = without
            .map(|((tariff_ref, volume), (_, heading))| {
                let year = &tariff_ref.tariff.year;
                let why = match tariff_ref.price(id).map(|price| price.form) {
                    Some(PriceForm::Ended) => format!("`{id}` has ended in {year}"),
                    Some(_) => format!("`{id}` has words for a price in {year}, and no amount"),
                    None => format!("{year} has no price for `{id}`"),
                };
                Remark {
                    row: Some(row),
                    column: Some(heading.clone()),
                    says: format!("{why}, but {} are sold", volume.normalize()),
                    help: Some("write 0, or give it a price in the tariff".to_owned()),
                }
            })
            .collect();
        self.remarks.extend(remarks);
    }

    fn remark(
        &mut self,
        row: Option<u64>,
        column: Option<String>,
        says: String,
        help: Option<String>,
    ) {
        self.remarks.push(Remark {
            row,
            column,
            says,
            help,
        });
    }
}

/// A heading in one form: small letters, `2017/18` for `2017-18`.
fn plain(heading: &str) -> String {
    heading.trim().to_lowercase().replace('-', "/")
}

/// A number of things, none below zero.
fn number(text: &str) -> Result<Decimal, String> {
    let digits = text.replace([',', ' '], "");
    let read = if digits.is_empty() {
        None
    } else {
        Decimal::from_str_exact(&digits).ok()
    };
    match read {
        None if text.is_empty() => Err("this cell is empty".to_owned()),
        None => Err(format!("`{text}` is not a number")),
        Some(number) if number < Decimal::ZERO => Err(format!("`{text}` is below zero")),
        Some(number) if number > Decimal::from(MAX_VOLUME) => {
            Err(format!("`{text}` is more than a thousand million"))
        }
        Some(number) if number.normalize().scale() > MAX_DECIMALS => {
            Err(format!("`{text}` has more than four decimals"))
        }
        Some(number) => Ok(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_or_refused_in_words() {
        assert_eq!(number("1,200"), Ok(Decimal::from(1200)));
        assert_eq!(number("37.50"), Ok(Decimal::new(3750, 2)));
        assert_eq!(number("").unwrap_err(), "this cell is empty");
        assert_eq!(number("lots").unwrap_err(), "`lots` is not a number");
        assert_eq!(number("-1").unwrap_err(), "`-1` is below zero");
        assert!(number("1000000001").unwrap_err().contains("more than"));
        assert!(number("1e3").is_err() && number("0.00001").is_err());
    }
}
