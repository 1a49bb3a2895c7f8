//! Diagnostics of the rows of an imported file.

use std::fmt;

use crate::sheets::cell_name;

/// The code of a diagnostic. The names are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// No row has the headings of a schedule.
    Layout,
    /// There are more charges than a tariff has room for.
    TooMany,
    /// A row has no name, or no letter for who sets the charge.
    Row,
    /// A VAT letter is missing, or nothing says what it means.
    VatLetter,
    /// A price has parts of a penny.
    Pennies,
    /// A price is below zero, or a range runs backwards.
    Price,
    /// What is in a price's cell is not plainly a price.
    Kind,
    /// A cell shows something other than what it holds.
    Shown,
    /// A price is in a hidden row, column or sheet.
    Hidden,
    /// One price is merged over several rows.
    Merged,
    /// Net and VAT do not make the charge, or the VAT is not that of its letter.
    Sum,
    /// A row of totals is left out.
    Total,
    /// Words are read as £0.00.
    Free,
    /// A price is no amount and is kept as it is printed.
    Words,
    /// A cell is empty and is read as the one above it.
    Above,
    /// Two rows have one name.
    Twice,
    /// A cell of a charge stands under no heading.
    NoHeading,
    /// Words after an amount are kept as a note.
    Aside,
}

impl Code {
    /// The name printed in square brackets.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Code::Layout => "wrong-layout",
            Code::TooMany => "too-many",
            Code::Row => "bad-row",
            Code::VatLetter => "unknown-vat-code",
            Code::Pennies => "price-decimals",
            Code::Price => "bad-price",
            Code::Kind => "not-a-price",
            Code::Shown => "shown-otherwise",
            Code::Hidden => "hidden-price",
            Code::Merged => "merged-price",
            Code::Sum => "vat-sum",
            Code::Total => "total-row",
            Code::Free => "free",
            Code::Words => "no-amount",
            Code::Above => "as-above",
            Code::Twice => "duplicate-name",
            Code::NoHeading => "no-heading",
            Code::Aside => "words-with-price",
        }
    }

    /// Whether the row cannot be taken.
    #[must_use]
    pub fn is_error(self) -> bool {
        !matches!(
            self,
            Code::Words
                | Code::Above
                | Code::Twice
                | Code::Total
                | Code::Free
                | Code::NoHeading
                | Code::Aside
        )
    }
}

/// What is wrong with a row or a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its code.
    pub code: Code,
    /// What is wrong.
    pub says: String,
    /// What to do; empty where nothing need be done.
    pub help: String,
    /// Where; none for the whole file.
    pub at: Option<Place>,
}

/// A row or a cell of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The sheet; empty for a file without sheets.
    pub sheet: String,
    /// The row, from one.
    pub row: u64,
    /// The column, from zero; none for the whole row.
    pub column: Option<usize>,
}

/// `Fees, row 12, cell F12`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.sheet.is_empty() {
            write!(f, "{}, ", self.sheet)?;
        }
        write!(f, "row {}", self.row)?;
        match self.column {
            Some(column) => write!(f, ", cell {}", cell_name(column, self.row)),
            None => Ok(()),
        }
    }
}

impl Diagnostic {
    /// The diagnostic with its column, from zero.
    pub(super) fn in_column(mut self, column: Option<usize>) -> Diagnostic {
        if let Some(at) = &mut self.at {
            at.column = column;
        }
        self
    }

    pub(super) fn of_file(code: Code, says: impl Into<String>, help: &str) -> Diagnostic {
        Diagnostic {
            code,
            says: says.into(),
            help: help.to_owned(),
            at: None,
        }
    }

    /// Whether it keeps the row or the file from being imported.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.code.is_error()
    }
}

/// `error[bad-price]: row 12: …`, with what to do under it.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weight = if self.is_error() { "error" } else { "warning" };
        write!(f, "{weight}[{}]: ", self.code.name())?;
        if let Some(at) = &self.at {
            write!(f, "{at}: ")?;
        }
        write!(f, "{}", self.says)?;
        if !self.help.is_empty() {
            write!(f, "\n  help: {}", self.help)?;
        }
        Ok(())
    }
}
