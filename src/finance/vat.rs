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

/// Net and VAT of a price, as printed where the tariff says so; none where no VAT
/// is charged.
#[must_use]
pub fn split(price: &Price, tariff: &Tariff) -> Option<VatSplit> {
    let amount = price.form.amount()?;
    if let Some(vat) = price.vat_amount {
        let net = amount.difference(vat)?;
        return Some(VatSplit { net, vat });
    }
    let rate = meaning(tariff, &price.vat)?.rate()?;
    VatSplit::of_gross(amount, rate)
}
