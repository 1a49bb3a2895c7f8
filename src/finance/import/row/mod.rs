//! A row of a schedule.

mod price;

use std::rc::Rc;

use super::{
    amount, amount_text,
    diagnostic::{Code, Diagnostic},
    entry::{Entry, Price, Year},
    heading,
    layout::{Columns, Layout},
    printed::Printed,
    totals,
};
use crate::{
    finance::print_format,
    sheets::{Cell, CellKind, Line, cell_name},
};
use almoner_engine::{base::money::Money, check::model::Category};

static EMPTY: Cell = Cell {
    text: String::new(),
    kind: CellKind::Empty,
    is_hidden: false,
    is_struck: false,
    merged_rows: None,
    words_shown: String::new(),
};

/// A cell for an amount, and what it says of one.
struct AmountCell<'l> {
    cell: &'l Cell,
    printed: Printed,
}

impl<'l> AmountCell<'l> {
    fn read(cell: &'l Cell) -> AmountCell<'l> {
        AmountCell {
            cell,
            printed: amount::read(cell),
        }
    }

    /// An amount, and £0.00 for an empty cell and for a dash.
    fn amount_or_zero(&self) -> Option<Money> {
        match self.printed {
            Printed::Amount(form) => form.amount(),
            Printed::Nothing | Printed::Dash => Some(Money::ZERO),
            _ => None,
        }
    }
}

/// A year's cells and their columns.
struct YearCells<'l> {
    columns: Columns,
    letter: &'l Cell,
    net: AmountCell<'l>,
    tax: AmountCell<'l>,
    gross: AmountCell<'l>,
}

impl<'l> YearCells<'l> {
    /// The cell that holds what is paid, or that the price is read from.
    fn shown(&self) -> &AmountCell<'l> {
        if self.columns.gross.is_some() {
            &self.gross
        } else {
            &self.net
        }
    }

    /// Whether there is more than dashes for prices.
    fn has_price(&self) -> bool {
        [&self.net, &self.tax, &self.gross]
            .into_iter()
            .any(|it| !matches!(it.printed, Printed::Nothing | Printed::Dash))
    }

    /// Whether any of the cells for prices has something in it.
    fn is_filled(&self) -> bool {
        [&self.net, &self.tax, &self.gross]
            .into_iter()
            .any(|it| !it.cell.is_empty())
    }
}

/// Reads a row; nothing for an empty one and for totals.
pub(super) fn read(
    line: Line<'_>,
    layout: &Layout,
    years: &[String],
    before: &[Entry],
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
        above: before.last().filter(|above| !above.is_note()),
        diagnostics,
    };
    row.entry.service = row.service(cell(layout.service));
    let of_year = |year: &String| {
        let columns = layout.columns(year)?;
        Some(YearCells {
            columns,
            letter: cell(columns.vat),
            net: AmountCell::read(cell(columns.net)),
            tax: AmountCell::read(cell(columns.tax)),
            gross: AmountCell::read(cell(columns.gross)),
        })
    };
    let cells: Vec<Option<YearCells<'_>>> = years.iter().map(of_year).collect();
    let category = cell(layout.category);
    let is_marked = |it: &Cell| !it.text.trim_matches(['-', '–', '£', ' ']).is_empty();
    let has_marks = is_marked(category) || cells.iter().flatten().any(|it| is_marked(it.letter));
    if !cells.iter().flatten().any(|it| it.has_price()) {
        let last = cells.iter().flatten().next_back();
        let at = last.and_then(|it| it.columns.gross.or(it.columns.net));
        return row.without_price(has_marks, at, years.len());
    }
    let gross = |it: &Option<YearCells<'_>>| it.as_ref().map(|it| it.gross.printed.clone());
    let gross = || cells.iter().map(gross).collect::<Vec<_>>();
    if totals::is_total(&row.entry.name, has_marks, gross, before) {
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
    row.without_heading(line.cells, layout);
    row.entry.years = Vec::with_capacity(cells.len());
    let last = cells.len().saturating_sub(1);
    for (number, cells) in cells.into_iter().enumerate() {
        let year = match cells {
            // A charge that was not there yet.
            Some(it) if number < last && !it.is_filled() => None,
            Some(it) => row.year(number, it),
            None => None,
        };
        row.entry.years.push(year);
    }
    Some(row.entry)
}

/// How a range is printed, where an appendix would print it otherwise.
fn printed_as(price: &Price, shown: &Cell) -> Option<Box<str>> {
    let Price::Form(form) = price else {
        return None;
    };
    form.amount().filter(|it| it.is_range())?;
    let aside = amount_text::aside(&shown.text).unwrap_or_default();
    let text = shown.text.strip_suffix(aside)?.trim();
    let is_usual = text == print_format::price(*form);
    (!is_usual && form.is_printed_as(text)).then(|| text.into())
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

struct Row<'r> {
    entry: Entry,
    above: Option<&'r Entry>,
    diagnostics: &'r mut Vec<Diagnostic>,
}

impl Row<'_> {
    /// A note, a heading, or a charge whose prices are missing.
    fn without_price(mut self, has_marks: bool, at: Option<usize>, years: usize) -> Option<Entry> {
        if has_marks {
            let says = "the charge has no price in any year".to_owned();
            let help = "write a price, or clear the row's letters";
            self.bad(Code::Price, at, says, help);
            return Some(self.entry);
        }
        let has_words = !self.entry.name.is_empty() || !self.entry.note.is_empty();
        self.entry.years = vec![None; years];
        has_words.then_some(self.entry)
    }

    fn diagnostic(&mut self, code: Code, column: Option<usize>, says: String, help: &str) {
        let diagnostic = self.entry.diagnostic(code, says, help.to_owned());
        self.diagnostics.push(diagnostic.in_column(column));
    }

    /// Reports a cell that cannot be taken.
    fn bad(&mut self, code: Code, column: Option<usize>, says: String, help: &str) {
        self.entry.is_bad = true;
        self.diagnostic(code, column, says, help);
    }

    /// The service in its column, or that of the row above.
    fn service(&self, cell: &Cell) -> Option<String> {
        if cell.is_empty() {
            return self.above.and_then(|above| above.service.clone());
        }
        Some(cell.text.clone())
    }

    /// Keeps cells under no heading as a note, and names them.
    fn without_heading(&mut self, cells: &[Cell], layout: &Layout) {
        let name = self.entry.name.clone();
        let loose = cells.iter().enumerate().filter(|(at, cell)| {
            !cell.is_empty() && cell.text != name && !layout.headed.contains(at)
        });
        for (at, cell) in loose {
            let column = cell_name(at, 0);
            let words = format!("column {}: {}", column.trim_end_matches('0'), cell.text);
            let says = format!("`{}` stands under no heading: kept as a note", cell.text);
            self.diagnostic(Code::NoHeading, Some(at), says, "");
            self.add_note(&words);
        }
    }

    fn add_note(&mut self, words: &str) {
        if self.entry.note.split("; ").any(|it| it == words) {
            return;
        }
        if !self.entry.note.is_empty() {
            self.entry.note.push_str("; ");
        }
        self.entry.note.push_str(words);
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

    fn year(&mut self, number: usize, mut cells: YearCells<'_>) -> Option<Year> {
        // A column headed `VAT` may hold letters.
        let has_letters =
            cells.columns.vat.is_none() && matches!(cells.tax.printed, Printed::Words(_));
        if has_letters {
            cells.letter = cells.tax.cell;
            cells.tax = AmountCell::read(&EMPTY);
        }
        let price = self.price(&cells)?;
        let letter = self.letter(number, &cells);
        let column = |it: Option<usize>| it.and_then(|it| it.try_into().ok());
        let of_tax = cells.columns.tax.filter(|_| !has_letters);
        let tax = match of_tax {
            Some(_) => cells.printed_tax(),
            None if cells.columns.tax.is_none() => cells.left_as_tax(&price),
            None => None,
        };
        Some(Year {
            letter,
            tax,
            tax_column: column(of_tax.or(cells.columns.net)),
            printed_as: printed_as(&price, cells.shown().cell),
            price,
            letter_column: column(cells.columns.vat),
        })
    }

    fn letter(&mut self, number: usize, cells: &YearCells<'_>) -> Rc<str> {
        let above = self.above.and_then(|above| above.letter(number));
        if !cells.letter.is_empty() {
            let text = cells.letter.text.as_str();
            let above = above.filter(|it| ***it == *text);
            return above.map_or_else(|| text.into(), Rc::clone);
        }
        let has_column = cells.columns.vat.is_some();
        match above {
            Some(above) if has_column => {
                let above = Rc::clone(above);
                self.diagnostic(
                    Code::Above,
                    cells.columns.vat,
                    format!("no VAT letter: read as the row above, `{above}`"),
                    "",
                );
                above
            }
            // Without such a column it is asked for once, for all rows.
            _ if !has_column => Rc::default(),
            _ => {
                self.bad(
                    Code::VatLetter,
                    cells.columns.vat,
                    "the charge has no VAT letter".into(),
                    "write it in its column",
                );
                Rc::default()
            }
        }
    }
}

/// The year in a title, in words above the headings.
pub(super) fn year_in_title(cells: &[Cell]) -> Option<String> {
    cells.iter().find_map(|cell| heading::year_in(&cell.text))
}
