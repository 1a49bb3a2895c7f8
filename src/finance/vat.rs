//! VAT in a price. A tariff's price is what is paid: VAT is part of it. Under
//! half a penny rounds down, half or more up, and the net is found from the
//! gross (HMRC, VAT guide, Notice 700, §17.5).

use rust_decimal::Decimal;

use almoner_engine::{
    base::{
        money::Money,
        rounding::{Mode, Rounding},
    },
    check::model::{Price, Tariff, Vat},
};

/// A price split into net and VAT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// Without VAT.
    pub net: Money,
    /// The VAT.
    pub tax: Money,
}

/// The rate of a status as a fraction: the standard rate has been 20% since 4
/// January 2011, the reduced one 5% since 1 September 1997 (VATA 1994 ss.2
/// and 29A). None where no VAT is charged.
#[must_use]
pub fn rate(vat: Vat) -> Option<Decimal> {
    match vat {
        Vat::Standard => Some(Decimal::new(20, 2)),
        Vat::Reduced => Some(Decimal::new(5, 2)),
        Vat::Exempt | Vat::OutsideScope | Vat::ZeroRated | Vat::NotExplained => None,
    }
}

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
pub fn split(price: &Price, tariff: &Tariff) -> Option<Split> {
    let rate = rate(meaning(tariff, &price.vat)?)?;
    of_gross(price.form.amount()?, rate)
}

/// Net and VAT found from what is paid.
#[must_use]
pub fn of_gross(gross: Money, rate: Decimal) -> Option<Split> {
    let whole = Decimal::ONE.checked_add(rate)?;
    let net = gross
        .checked_div(whole)?
        .round(Rounding::to_the_penny(Mode::HalfUp))?;
    Some(Split {
        net,
        tax: gross.difference(net)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn net_and_vat_add_up_to_gross() {
        let gross = Money::parse("250.00").unwrap();
        let split = of_gross(gross, Decimal::new(20, 2)).unwrap();
        assert_eq!(split.net.to_string(), "£208.33");
        assert_eq!(split.tax.to_string(), "£41.67");
        assert_eq!(rate(Vat::ZeroRated), None);
    }
}
