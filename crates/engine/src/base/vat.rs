//! VAT in what is paid: a tariff's price contains its VAT.

use rust_decimal::Decimal;

use super::{
    money::Money,
    rounding::{Mode, Rounding},
    terms::Vat,
};

impl Vat {
    /// The rate as a fraction: the standard rate has been 20% since 4 January
    /// 2011, the reduced one 5% since 1 September 1997 (VATA 1994 ss.2 and
    /// 29A). `None` where no VAT is charged.
    #[must_use]
    pub fn rate(self) -> Option<Decimal> {
        match self {
            Vat::Standard => Some(Decimal::new(20, 2)),
            Vat::Reduced => Some(Decimal::new(5, 2)),
            Vat::Exempt | Vat::OutsideScope | Vat::ZeroRated | Vat::NotExplained => None,
        }
    }
}

/// What is paid, as net and VAT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VatSplit {
    /// Without VAT.
    pub net: Money,
    /// The VAT.
    pub vat: Money,
}

impl VatSplit {
    /// The VAT that a gross amount contains at this rate, half a penny rounded
    /// up, and what is left of it (HMRC, VAT guide, Notice 700, §17.5, and
    /// VATREC12030); `None` where an amount is too large.
    #[must_use]
    pub fn of_gross(gross: Money, rate: Decimal) -> Option<VatSplit> {
        let vat = gross
            .checked_mul(rate)?
            .checked_div(Decimal::ONE.checked_add(rate)?)?
            .round(Rounding::to_the_penny(Mode::HalfUp))?;
        Some(VatSplit {
            net: gross.difference(vat)?,
            vat,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standard(gross: &str) -> (String, String) {
        let gross = Money::parse(gross).unwrap();
        let split = VatSplit::of_gross(gross, Vat::Standard.rate().unwrap()).unwrap();
        (split.net.to_string(), split.vat.to_string())
    }

    #[test]
    fn half_a_penny_of_vat_goes_up() {
        let pair = |net: &str, vat: &str| (net.to_owned(), vat.to_owned());
        assert_eq!(standard("3.15"), pair("£2.62", "£0.53"));
        assert_eq!(standard("0.03"), pair("£0.02", "£0.01"));
        assert_eq!(standard("250.00"), pair("£208.33", "£41.67"));
        assert_eq!(standard("0.02"), pair("£0.02", "£0.00"));
        assert_eq!(
            standard("230..=240"),
            pair("£191.67–£200.00", "£38.33–£40.00")
        );
        assert_eq!(Vat::ZeroRated.rate(), None);
    }

    /// A sixth in whole pennies, for every gross amount to £18.00.
    #[test]
    fn vat_of_every_price_is_the_nearest_penny() {
        for pence in 1..=1_800i64 {
            let gross = Money::exact(Decimal::new(pence, 2));
            let split = VatSplit::of_gross(gross, Decimal::new(2, 1)).unwrap();
            let nearest = (pence + 3) / 6;
            assert_eq!(split.vat, Money::exact(Decimal::new(nearest, 2)), "{gross}");
            assert_eq!(split.net, Money::exact(Decimal::new(pence - nearest, 2)));
        }
    }
}
