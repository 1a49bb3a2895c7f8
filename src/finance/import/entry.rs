//! A charge of a schedule, or words between charges.

use std::rc::Rc;

use super::diagnostic::{Code, Diagnostic, Place};
use crate::sheets::Line;
use almoner_engine::{
    base::{money::Money, vat::VatSplit},
    check::model::{Category, PriceForm, Vat},
};

/// A row as it was read: a charge, or words without a price.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub(super) name: String,
    /// The service that a column names.
    pub(super) service: Option<String>,
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
    pub(super) letter: Rc<str>,
    /// The column of the letters, where there is one.
    pub(super) letter_column: Option<u16>,
    pub(super) price: Price,
    /// How a range is printed, where an appendix would print it otherwise.
    pub(super) printed_as: Option<Box<str>>,
    /// The VAT, where the schedule says it.
    pub(super) tax: Option<Tax>,
    /// The column of the VAT, or of the charge without it.
    pub(super) tax_column: Option<u16>,
}

/// The VAT in a charge. A year is kept for every row, so that what few rows have
/// is kept apart.
#[derive(Clone, Debug)]
pub(super) enum Tax {
    /// A dash, or an empty cell: none.
    Dash,
    /// An amount that is printed.
    Printed(Box<Money>),
    /// What is left between the charge without VAT and with it.
    Left(Box<Money>),
}

impl Tax {
    pub(super) fn amount(&self) -> Money {
        match self {
            Tax::Dash => Money::ZERO,
            Tax::Printed(amount) | Tax::Left(amount) => **amount,
        }
    }
}

/// Its price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Price {
    /// An amount, or that it has ended.
    Form(PriceForm),
    /// What is printed in place of one.
    Words(String),
}

impl Year {
    /// The VAT that a tariff file must say: what is printed, where an appendix
    /// would print something else.
    pub(super) fn vat_amount(&self, letters: &[(Box<str>, Vat)]) -> Option<Money> {
        let printed = self.tax.as_ref()?;
        let tax = printed.amount();
        let Price::Form(form) = &self.price else {
            return None;
        };
        let gross = form.amount()?;
        let (_, meaning) = letters.iter().find(|(it, _)| **it == *self.letter)?;
        let is_said = match meaning.rate() {
            Some(rate) => VatSplit::of_gross(gross, rate)?.vat != tax,
            None => matches!(printed, Tax::Printed(_)) || tax != Money::ZERO,
        };
        is_said.then_some(tax)
    }
}

impl Entry {
    pub(super) fn of(line: Line<'_>, name: &str, note: String) -> Entry {
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

    /// Whether another row is the same charge on a sheet of other years.
    pub(super) fn is_of_other_years(&self, other: &Entry) -> bool {
        let mut both = self.years.iter().zip(&other.years);
        self.place.sheet != other.place.sheet
            && self.category == other.category
            && both.all(|(own, other)| own.is_none() || other.is_none())
    }

    /// Takes the prices of the same charge in other years.
    pub(super) fn join(&mut self, other: Entry) {
        for (own, other) in self.years.iter_mut().zip(other.years) {
            *own = own.take().or(other);
        }
        if self.note.is_empty() {
            self.note = other.note;
        }
    }

    /// Ends a charge that the schedule of the last year does not have.
    pub(super) fn end(&mut self) {
        if self.is_bad || !matches!(self.years.as_slice(), [.., None]) {
            return;
        }
        let before = self.years.iter().rev().flatten().next();
        let ended = before.map(|it| Year {
            letter: Rc::clone(&it.letter),
            price: Price::Form(PriceForm::Ended),
            tax: None,
            tax_column: None,
            letter_column: None,
            printed_as: None,
        });
        if let Some(last) = self.years.last_mut() {
            *last = ended;
        }
    }

    /// Whether the last year of the schedule leaves its price out.
    pub(super) fn has_ended(&self) -> bool {
        let last = self.years.last().and_then(Option::as_ref);
        last.is_some_and(|year| year.price == Price::Form(PriceForm::Ended))
    }

    pub(super) fn letter(&self, year: usize) -> Option<&Rc<str>> {
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
