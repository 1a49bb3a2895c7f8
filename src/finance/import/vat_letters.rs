//! What the VAT letters of a schedule mean, and whether the VAT that is printed
//! agrees with them.

use std::collections::BTreeSet;

use super::{
    diagnostic::{Code, Diagnostic},
    entry::{self, Entry, Price},
    schedule::Schedule,
    writer::Letters,
};
use almoner_engine::{
    base::{money::Money, vat::VatSplit},
    check::model::{PriceForm, Vat},
};

impl Schedule {
    /// Checks the VAT letters and the VAT that is printed against what the
    /// letters mean. Rows without a column of letters take the one that was
    /// explained, where there is only one.
    pub fn explain(&mut self, letters: impl Fn(&str) -> Option<Letters>) {
        for (number, year) in self.years.iter().enumerate() {
            let known = letters(year).unwrap_or_default();
            let mut reported = BTreeSet::new();
            let entries = self.entries.iter_mut();
            let wrong = entries.filter_map(|it| check(it, number, year, &known, &mut reported));
            self.diagnostics.extend(wrong);
        }
    }
}

/// What is wrong with the VAT of a charge in a year. A letter without a meaning is
/// reported once a year.
fn check(
    entry: &mut Entry,
    number: usize,
    year: &str,
    known: &Letters,
    reported: &mut BTreeSet<String>,
) -> Option<Diagnostic> {
    let of_year = entry.years.get_mut(number)?.as_mut()?;
    if of_year.letter.is_empty() && !entry.is_bad {
        match known.as_slice() {
            [(only, _)] => of_year.letter = (&**only).into(),
            _ => return reported.insert(String::new()).then(|| no_letters(year)),
        }
    }
    if of_year.letter.is_empty() {
        return None;
    }
    let Some((_, meaning)) = known.iter().find(|(it, _)| **it == *of_year.letter) else {
        let letter = of_year.letter.to_string();
        let column = of_year.letter_column.map(usize::from);
        let is_new = reported.insert(letter.clone());
        return is_new.then(|| unknown_letter(entry, &letter, column, year));
    };
    let (says, column) = wrong_vat(of_year, *meaning)?;
    let help = "correct the VAT or its letter".to_owned();
    let diagnostic = entry.diagnostic(Code::Sum, says, help);
    entry.is_bad = true;
    Some(diagnostic.in_column(column))
}

fn no_letters(year: &str) -> Diagnostic {
    let says = format!("no column has the VAT letters of {year}");
    let help = "say one for all charges: --vat O=outside-scope, or --vat X=not-explained";
    Diagnostic::of_file(Code::VatLetter, says, help)
}

fn unknown_letter(entry: &Entry, letter: &str, column: Option<usize>, year: &str) -> Diagnostic {
    let says = format!("nothing says what the VAT letter `{letter}` means in {year}");
    let help = format!(
        "say it: --vat {letter}=standard, or exempt, outside-scope, zero-rated, reduced or \
         not-explained"
    );
    entry
        .diagnostic(Code::VatLetter, says, help)
        .in_column(column)
}

/// What is wrong with the printed VAT of a charge, by the meaning of its letter,
/// and the column. A penny more or less is accepted as rounding.
fn wrong_vat(year: &entry::Year, meaning: Vat) -> Option<(String, Option<usize>)> {
    let letter = &year.letter;
    let tax = year.tax.as_ref()?.amount();
    let column = year.tax_column.map(usize::from);
    let Price::Form(PriceForm::Fixed(gross) | PriceForm::Variable(gross)) = year.price else {
        return None;
    };
    if meaning == Vat::NotExplained {
        return None;
    }
    let Some(rate) = meaning.rate() else {
        let says = || format!("{tax} of VAT, but `{letter}` has none");
        return (tax != Money::ZERO).then(|| (says(), column));
    };
    let expected = VatSplit::of_gross(gross, rate)?.vat;
    let ends = [(tax.min(), expected.min()), (tax.max(), expected.max())];
    let penny = rust_decimal::Decimal::new(1, 2);
    let is_right = ends.into_iter().all(|(a, b)| (a - b).abs() <= penny);
    if is_right {
        return None;
    }
    let percent = rate
        .saturating_mul(rust_decimal::Decimal::ONE_HUNDRED)
        .normalize();
    let says = format!("{tax} of VAT in {gross}, but `{letter}` is {percent}%: {expected}");
    Some((says, column))
}
