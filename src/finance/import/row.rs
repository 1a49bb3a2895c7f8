//! A row of a schedule.

use super::{
    amount::{self, Printed},
    layout::{Columns, Layout},
    remark::{Remark, Wrong},
};
use crate::sheets::Line;
use almoner_engine::{
    base::money::Money,
    check::model::{Category, PriceForm},
};

/// A row as it was read: a charge, or words without a price.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) category: Option<Category>,
    /// By the number of the year in the schedule.
    pub(super) years: Vec<Option<Year>>,
    /// What stands in columns that are not the layout's.
    pub(super) note: String,
    sheet: String,
    row: u64,
}

/// A charge in a year.
#[derive(Clone, Debug)]
pub(super) struct Year {
    pub(super) letter: String,
    pub(super) price: Price,
}

/// Its price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Price {
    /// An amount, or that it has ended.
    Form(PriceForm),
    /// What is printed in place of one.
    Words(String),
}

impl Entry {
    /// Whether it is words without any price.
    pub(super) fn is_note(&self) -> bool {
        self.years.iter().all(Option::is_none)
    }

    /// Whether the last year of the schedule leaves its price out.
    pub(super) fn has_ended(&self) -> bool {
        let last = self.years.last().and_then(Option::as_ref);
        last.is_some_and(|year| year.price == Price::Form(PriceForm::Ended))
    }

    pub(super) fn letter(&self, year: usize) -> Option<&str> {
        let year = self.years.get(year)?.as_ref()?;
        Some(&year.letter)
    }

    pub(super) fn remark(&self, wrong: Wrong, says: String, help: String) -> Remark {
        Remark {
            wrong,
            says,
            help,
            at: Some((self.sheet.clone(), self.row)),
        }
    }
}

/// Reads a row; nothing for an empty one.
pub(super) fn read(
    line: Line<'_>,
    layout: &Layout,
    years: &[String],
    above: Option<&Entry>,
    remarks: &mut Vec<Remark>,
) -> Option<Entry> {
    let cell = |at: Option<usize>| {
        at.and_then(|at| line.cells.get(at))
            .map_or("", String::as_str)
    };
    let mut row = Row {
        entry: Entry {
            name: cell(Some(layout.name)).to_owned(),
            category: None,
            years: Vec::new(),
            note: note(line.cells, layout),
            sheet: line.sheet.to_owned(),
            row: line.row,
        },
        above: above.filter(|above| !above.is_note()),
        remarks,
    };
    let four = |columns: Columns| [columns.vat, columns.net, columns.tax, columns.gross].map(cell);
    let cells: Vec<Option<[&str; 4]>> = years
        .iter()
        .map(|year| layout.columns(year).map(four))
        .collect();
    let said = |[_, net, tax, gross]: [&str; 4]| [net, tax, gross].iter().any(|it| !it.is_empty());
    if !cells.iter().flatten().any(|it| said(*it)) {
        let words = !row.entry.name.is_empty() || !row.entry.note.is_empty();
        row.entry.years = vec![None; years.len()];
        return words.then_some(row.entry);
    }
    if row.entry.name.is_empty() {
        row.remark(
            Wrong::Row,
            "a price has no name in its row".into(),
            "name the fee, or clear the row",
        );
    }
    row.category(cell(layout.category), layout.category.is_some());
    let last = cells.len().saturating_sub(1);
    for (number, cells) in cells.iter().enumerate() {
        let year = match cells {
            // A charge that was not there yet.
            Some(it) if number < last && !said(*it) => None,
            Some(it) => row.year(number, *it),
            None => None,
        };
        row.entry.years.push(year);
    }
    Some(row.entry)
}

/// The words of other columns.
fn note(cells: &[String], layout: &Layout) -> String {
    let others = layout.notes.iter().filter_map(|(at, heading)| {
        let words = cells.get(*at).filter(|words| !words.is_empty())?;
        Some(format!("{heading}: {words}"))
    });
    others.collect::<Vec<_>>().join("; ")
}

struct Row<'r> {
    entry: Entry,
    above: Option<&'r Entry>,
    remarks: &'r mut Vec<Remark>,
}

impl Row<'_> {
    fn remark(&mut self, wrong: Wrong, says: String, help: &str) {
        let remark = self.entry.remark(wrong, says, help.to_owned());
        self.remarks.push(remark);
    }

    fn category(&mut self, cell: &str, has_column: bool) {
        self.entry.category = match cell.to_lowercase().as_str() {
            "d" | "discretionary" => Some(Category::Discretionary),
            "s" | "statutory" => Some(Category::Statutory),
            "r" | "regulatory" => Some(Category::Regulatory),
            _ => None,
        };
        let above = self.above.and_then(|above| above.category);
        if self.entry.category.is_some() {
        } else if cell.is_empty() && above.is_some() && has_column {
            self.entry.category = above;
            self.remark(
                Wrong::Above,
                "it is not said who sets the charge: read as the row above".into(),
                "",
            );
        } else {
            let says = format!("`{cell}` does not say who sets the charge");
            self.remark(Wrong::Row, says, "write D, S or R");
        }
    }

    fn year(&mut self, number: usize, [letter, net, tax, gross]: [&str; 4]) -> Option<Year> {
        let mut letter = letter.to_owned();
        if letter.is_empty() {
            match self.above.and_then(|above| above.letter(number)) {
                Some(above) => {
                    above.clone_into(&mut letter);
                    self.remark(
                        Wrong::Above,
                        format!("no VAT letter: read as the row above, `{letter}`"),
                        "",
                    );
                }
                None => self.remark(
                    Wrong::VatLetter,
                    "the charge has no VAT letter".into(),
                    "write it in its column",
                ),
            }
        }
        let printed = match amount::read(gross) {
            Printed::Nothing if !matches!(amount::read(net), Printed::Nothing) => {
                let says = format!("`{net}` is there without VAT, but not with it");
                self.remark(
                    Wrong::Price,
                    says,
                    "write what is paid in the column with VAT",
                );
                return None;
            }
            printed => printed,
        };
        let price = match printed {
            Printed::Nothing => Price::Form(PriceForm::Ended),
            Printed::Amount(form) => {
                self.sum(form, [net, tax, gross]);
                Price::Form(form)
            }
            Printed::Words(words) => {
                let says = format!("`{words}` is no amount: kept as printed");
                self.remark(Wrong::Words, says, "");
                Price::Words(words)
            }
            Printed::Wrong(why) => {
                let wrong = if why.contains("penny") {
                    Wrong::Pennies
                } else {
                    Wrong::Price
                };
                self.remark(
                    wrong,
                    format!("`{gross}` {why}"),
                    "correct the amount in the file",
                );
                return None;
            }
        };
        Some(Year { letter, price })
    }

    /// Whether net and VAT make what is paid, where all three are amounts.
    fn sum(&mut self, form: PriceForm, [net, tax, gross]: [&str; 3]) {
        let amount = |cell: &str| match amount::read(cell) {
            Printed::Amount(form) => form.amount(),
            Printed::Nothing => Some(Money::ZERO),
            _ => None,
        };
        if net.is_empty() {
            return;
        }
        if let (Some(parts), Some(tax), Some(whole)) = (amount(net), amount(tax), form.amount())
            && parts.checked_add(tax) != Some(whole)
        {
            let shown = if tax == Money::ZERO {
                String::new()
            } else {
                format!(" and {tax} of VAT")
            };
            let says = format!("{parts}{shown} do not make `{gross}`: what is paid is kept");
            self.remark(Wrong::Sum, says, "");
        }
    }
}
