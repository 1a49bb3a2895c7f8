//! A row of a schedule.

use super::{
    amount::{self, Printed},
    diagnostic::{Code, Diagnostic, Place},
    heading,
    layout::{Columns, Layout},
};
use crate::sheets::{Cell, CellKind, Line};
use almoner_engine::{
    base::money::Money,
    check::model::{Category, PriceForm},
};

/// A row as it was read: a charge, or words without a price.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) category: Option<Category>,
    /// By the number of the year in the schedule.
    pub(super) years: Vec<Option<Year>>,
    /// The text of columns that the layout does not use.
    pub(super) note: String,
    pub(super) place: Place,
    /// Whether a cell of it could not be taken.
    pub(super) is_bad: bool,
}

/// A charge in a year.
#[derive(Clone, Debug)]
pub(super) struct Year {
    pub(super) letter: String,
    pub(super) price: Price,
    /// The VAT that is printed, and its column.
    pub(super) tax: Option<(Money, usize)>,
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
    fn of(line: Line<'_>, name: &str, note: String) -> Entry {
        Entry {
            name: name.to_owned(),
            note,
            place: Place {
                sheet: line.sheet.to_owned(),
                row: line.row,
                column: None,
            },
            ..Entry::default()
        }
    }

    /// Whether it is words without any price.
    pub(super) fn is_note(&self) -> bool {
        !self.is_bad && self.years.iter().all(Option::is_none)
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

    pub(super) fn diagnostic(&self, code: Code, says: String, help: String) -> Diagnostic {
        Diagnostic {
            code,
            says,
            help,
            at: Some(self.place.clone()),
        }
    }

    /// Whether it is a heading of the charges under it: few words, and no
    /// sentence.
    pub(super) fn is_section(&self) -> bool {
        let lower = self.name.to_lowercase();
        self.is_note()
            && self.note.is_empty()
            && !self.name.is_empty()
            && self.name.len() <= 60
            && !self.name.ends_with('.')
            && !["note", "*", "please", "all "]
                .iter()
                .any(|it| lower.starts_with(it))
    }
}

static EMPTY: Cell = Cell {
    text: String::new(),
    kind: CellKind::Empty,
    is_hidden: false,
    merged_rows: None,
};

/// A year's cells and their columns.
#[derive(Clone, Copy)]
struct YearCells<'l> {
    columns: Columns,
    letter: &'l Cell,
    net: &'l Cell,
    tax: &'l Cell,
    gross: &'l Cell,
}

impl YearCells<'_> {
    /// Whether there is more than dashes for prices.
    fn has_price(self) -> bool {
        [self.net, self.tax, self.gross]
            .into_iter()
            .any(|it| !it.is_empty() && amount::read(it) != Printed::Nothing)
    }

    /// Whether any of the cells for prices has something in it.
    fn is_filled(self) -> bool {
        [self.net, self.tax, self.gross]
            .into_iter()
            .any(|it| !it.is_empty())
    }
}

/// Reads a row; nothing for an empty one and for totals.
pub(super) fn read(
    line: Line<'_>,
    layout: &Layout,
    years: &[String],
    above: Option<&Entry>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Entry> {
    let name = line.cells.get(layout.name).unwrap_or(&EMPTY);
    // A cell merged across the table has its words in every column.
    let cell = |at: Option<usize>| {
        let cell = at.and_then(|at| line.cells.get(at)).unwrap_or(&EMPTY);
        let is_across = cell.kind == CellKind::Text && cell.text == name.text;
        if is_across { &EMPTY } else { cell }
    };
    let mut row = Row {
        entry: Entry::of(line, &name.text, note(line.cells, layout, &name.text)),
        above: above.filter(|above| !above.is_note()),
        diagnostics,
    };
    let of_year = |year: &String| {
        let columns = layout.columns(year)?;
        Some(YearCells {
            columns,
            letter: cell(columns.vat),
            net: cell(columns.net),
            tax: cell(columns.tax),
            gross: cell(columns.gross),
        })
    };
    let cells: Vec<Option<YearCells<'_>>> = years.iter().map(of_year).collect();
    let category = cell(layout.category);
    let is_marked = |it: &Cell| !it.text.trim_matches(['-', '–', '£', ' ']).is_empty();
    let has_marks = is_marked(category) || cells.iter().flatten().any(|it| is_marked(it.letter));
    if !cells.iter().flatten().any(|it| it.has_price()) {
        return row.without_price(has_marks, years.len());
    }
    if is_total(&row.entry.name) && !has_marks {
        let says = format!("`{}` is a row of totals: left out", row.entry.name);
        row.diagnostic(Code::Total, None, says, "");
        return None;
    }
    if row.entry.name.is_empty() {
        let says = "a price has no name in its row".to_owned();
        let help = "name the fee, or clear the row";
        row.bad(Code::Row, Some(layout.name), says, help);
    }
    row.category(&category.text, layout.category);
    let last = cells.len().saturating_sub(1);
    for (number, cells) in cells.iter().enumerate() {
        let year = match cells {
            // A charge that was not there yet.
            Some(it) if number < last && !it.is_filled() => None,
            Some(it) => row.year(number, *it),
            None => None,
        };
        row.entry.years.push(year);
    }
    Some(row.entry)
}

/// The words of other columns.
fn note(cells: &[Cell], layout: &Layout, name: &str) -> String {
    let others = layout.notes.iter().filter_map(|(at, heading)| {
        let cell = cells
            .get(*at)
            .filter(|it| !it.is_empty() && it.text != name)?;
        Some(format!("{heading}: {}", cell.text))
    });
    others.collect::<Vec<_>>().join("; ")
}

fn is_total(name: &str) -> bool {
    let lower = name.to_lowercase();
    let first = lower.split([' ', '-', ':']).next().unwrap_or_default();
    matches!(first, "total" | "totals" | "subtotal" | "grand" | "sub") && lower.contains("total")
        || lower.ends_with(" total")
}

struct Row<'r> {
    entry: Entry,
    above: Option<&'r Entry>,
    diagnostics: &'r mut Vec<Diagnostic>,
}

impl Row<'_> {
    /// A note, a heading, or a charge whose prices are missing.
    fn without_price(mut self, has_marks: bool, years: usize) -> Option<Entry> {
        if has_marks {
            let says = "the charge has no price in any year".to_owned();
            let help = "write a price, or clear the row's letters";
            self.bad(Code::Price, None, says, help);
            return Some(self.entry);
        }
        let has_words = !self.entry.name.is_empty() || !self.entry.note.is_empty();
        self.entry.years = vec![None; years];
        has_words.then_some(self.entry)
    }

    fn diagnostic(&mut self, code: Code, column: Option<usize>, says: String, help: &str) {
        let mut diagnostic = self.entry.diagnostic(code, says, help.to_owned());
        if let Some(at) = &mut diagnostic.at {
            at.column = column;
        }
        self.diagnostics.push(diagnostic);
    }

    /// Reports a cell that cannot be taken.
    fn bad(&mut self, code: Code, column: Option<usize>, says: String, help: &str) {
        self.entry.is_bad = true;
        self.diagnostic(code, column, says, help);
    }

    fn category(&mut self, cell: &str, column: Option<usize>) {
        self.entry.category = match cell.to_lowercase().as_str() {
            "d" | "discretionary" => Some(Category::Discretionary),
            "s" | "statutory" => Some(Category::Statutory),
            "r" | "regulatory" => Some(Category::Regulatory),
            _ => None,
        };
        let above = self.above.and_then(|above| above.category);
        // Without such a column it is asked for once, for all rows.
        if self.entry.category.is_some() || column.is_none() {
        } else if cell.is_empty() && above.is_some() {
            self.entry.category = above;
            self.diagnostic(
                Code::Above,
                None,
                "it is not said who sets the charge: read as the row above".into(),
                "",
            );
        } else {
            let says = format!("`{cell}` does not say who sets the charge");
            self.bad(Code::Row, column, says, "write D, S or R");
        }
    }

    fn year(&mut self, number: usize, cells: YearCells<'_>) -> Option<Year> {
        // A column headed `VAT` may hold letters.
        let has_letters =
            cells.columns.vat.is_none() && matches!(amount::read(cells.tax), Printed::Words(_));
        let (letter, tax) = if has_letters {
            (cells.tax, &EMPTY)
        } else {
            (cells.letter, cells.tax)
        };
        let price = self.price(cells, letter, tax)?;
        let letter = self.letter(number, letter, cells);
        let tax = match amount::read(tax) {
            Printed::Amount(form) => form.amount(),
            Printed::Nothing if !has_letters => Some(Money::ZERO),
            _ => None,
        };
        Some(Year {
            letter,
            price,
            tax: tax.zip(cells.columns.tax),
        })
    }

    fn letter(&mut self, number: usize, letter: &Cell, cells: YearCells<'_>) -> String {
        if !letter.is_empty() {
            return letter.text.clone();
        }
        let has_column = cells.columns.vat.is_some();
        match self.above.and_then(|above| above.letter(number)) {
            Some(above) if has_column => {
                let above = above.to_owned();
                self.diagnostic(
                    Code::Above,
                    cells.columns.vat,
                    format!("no VAT letter: read as the row above, `{above}`"),
                    "",
                );
                above
            }
            // Without such a column it is asked for once, for all rows.
            _ if !has_column => String::new(),
            _ => {
                self.bad(
                    Code::VatLetter,
                    cells.columns.vat,
                    "the charge has no VAT letter".into(),
                    "write it in its column",
                );
                String::new()
            }
        }
    }

    /// The price; none where a cell cannot be taken.
    fn price(&mut self, cells: YearCells<'_>, letter: &Cell, tax: &Cell) -> Option<Price> {
        let at = cells.columns.gross.or(cells.columns.net);
        let shown = if cells.columns.gross.is_some() {
            cells.gross
        } else {
            cells.net
        };
        if !shown.is_empty() && shown.is_hidden {
            let says = format!("`{}` is in a hidden row, column or sheet", shown.text);
            self.bad(Code::Hidden, at, says, "show the row, or delete it");
            return None;
        }
        if let (Some((first, last)), CellKind::Number(_)) = (shown.merged_rows, shown.kind) {
            let says = format!("`{}` is merged over rows {first} to {last}", shown.text);
            self.bad(Code::Merged, at, says, "write the price in each row");
            return None;
        }
        let net = amount::read(cells.net);
        match self.gross(cells, &net, tax) {
            Printed::Nothing if net != Printed::Nothing => {
                let says = format!("`{}` is there without VAT, but not with it", cells.net.text);
                self.bad(
                    Code::Price,
                    at,
                    says,
                    "write what is paid in the column with VAT",
                );
                None
            }
            Printed::Nothing => Some(Price::Form(PriceForm::Ended)),
            Printed::Free => {
                let says = format!("`{}` is read as £0.00", shown.text);
                self.diagnostic(Code::Free, at, says, "");
                Some(Price::Form(PriceForm::Fixed(Money::ZERO)))
            }
            Printed::Amount(form) => {
                let is_zero = form.amount().is_some_and(|it| it == Money::ZERO);
                if is_zero && letter.is_empty() && cells.columns.vat.is_some() {
                    self.bad(
                        Code::Row,
                        at,
                        "£0.00 without a VAT letter: a heading, or free of charge?".to_owned(),
                        "clear the prices of a heading; write the letter of a charge",
                    );
                    return None;
                }
                self.sum(form, cells, tax)?;
                Some(Price::Form(form))
            }
            Printed::Words(words) => {
                let says = format!("`{words}` is no amount: kept as printed");
                self.diagnostic(Code::Words, at, says, "");
                Some(Price::Words(words))
            }
            Printed::Wrong(why) => {
                self.bad(why.code, at, why.says, why.help);
                None
            }
        }
    }

    /// What is paid: as printed, or net and VAT together where no column has it.
    fn gross(&self, cells: YearCells<'_>, net: &Printed, tax: &Cell) -> Printed {
        let gross = amount::read(cells.gross);
        match (&gross, net) {
            // Words in the column without VAT only.
            (Printed::Nothing, Printed::Words(_) | Printed::Free) => net.clone(),
            (Printed::Nothing, Printed::Amount(form)) if cells.columns.gross.is_none() => {
                let tax = match amount::read(tax) {
                    Printed::Amount(form) => form.amount(),
                    Printed::Nothing => Some(Money::ZERO),
                    _ => None,
                };
                let sum = form
                    .amount()
                    .zip(tax)
                    .and_then(|(net, tax)| net.checked_add(tax));
                sum.map_or(Printed::Nothing, |it| Printed::Amount(PriceForm::Fixed(it)))
            }
            (Printed::Nothing, Printed::Wrong(_)) if cells.columns.gross.is_none() => net.clone(),
            _ => gross,
        }
    }

    /// Whether net and VAT make what is paid, where all three are amounts.
    fn sum(&mut self, form: PriceForm, cells: YearCells<'_>, tax: &Cell) -> Option<()> {
        let amount = |cell: &Cell| match amount::read(cell) {
            Printed::Amount(form) => form.amount(),
            Printed::Nothing => Some(Money::ZERO),
            _ => None,
        };
        if cells.net.is_empty() {
            return Some(());
        }
        if let (Some(parts), Some(tax), Some(whole)) =
            (amount(cells.net), amount(tax), form.amount())
            && parts.checked_add(tax) != Some(whole)
        {
            let shown = if tax == Money::ZERO {
                String::new()
            } else {
                format!(" and {tax} of VAT")
            };
            let says = format!("{parts}{shown} do not make {whole}");
            let at = cells.columns.tax.or(cells.columns.gross);
            self.bad(Code::Sum, at, says, "correct the figure that is wrong");
            return None;
        }
        Some(())
    }
}

/// The year in a title, in words above the headings.
pub(super) fn year_in_title(cells: &[Cell]) -> Option<String> {
    cells.iter().find_map(|cell| heading::year_in(&cell.text))
}
