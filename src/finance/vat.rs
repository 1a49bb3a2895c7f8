//! The VAT in a printed price, by the letter of its tariff.

use almoner_engine::{
    base::vat::VatSplit,
    check::model::{Price, Tariff, Vat},
};

/// What a letter means in a tariff.
#[must_use]
pub fn meaning(tariff: &Tariff, letter: &str) -> Option<Vat> {
    let mut codes = tariff.vat_codes.iter();
    codes
        .find(|(known, _)| &**known == letter)
        .map(|(_, meaning)| *meaning)
}

/// Net and VAT of a price; none where no VAT is charged.
#[must_use]
pub fn split(price: &Price, tariff: &Tariff) -> Option<VatSplit> {
    let rate = meaning(tariff, &price.vat)?.rate()?;
    VatSplit::of_gross(price.form.amount()?, rate)
}
