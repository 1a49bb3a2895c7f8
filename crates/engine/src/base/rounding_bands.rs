//! How new prices are rounded, by how large they are: `5p under £10, 50p under
//! £100, £1`.

use std::fmt;

use rust_decimal::Decimal;

use super::{
    money::Money,
    rounding::{Mode, Rounding},
};

/// Units by the size of the price that is rounded, half up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundingBands {
    /// The unit below an amount, the amounts rising; the last has none.
    bands: Vec<(Option<Decimal>, Decimal)>,
}

impl RoundingBands {
    /// To whole multiples of one unit.
    #[must_use]
    pub fn flat(unit: Decimal) -> RoundingBands {
        RoundingBands {
            bands: vec![(None, unit)],
        }
    }

    /// The unit below each amount, and the unit above them all.
    #[must_use]
    pub fn new(below: &[(Decimal, Decimal)], unit: Decimal) -> RoundingBands {
        let below = below.iter().map(|(amount, unit)| (Some(*amount), *unit));
        RoundingBands {
            bands: below.chain([(None, unit)]).collect(),
        }
    }

    /// Reads `5p under £10, 50p under £100, £1`.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn parse(text: &str) -> Result<RoundingBands, String> {
        let mut bands: Vec<(Option<Decimal>, Decimal)> = Vec::new();
        for part in text.split(',').map(str::trim) {
            let (unit, below) = match part.split_once(" under ").or(part.split_once(" below ")) {
                Some((unit, below)) => (unit, Some(amount(below)?)),
                None => (part, None),
            };
            let unit = amount(unit)?;
            if unit <= Decimal::ZERO {
                return Err("a unit of nothing cannot be rounded to".to_owned());
            }
            match (bands.last(), below) {
                (Some((None, _)), _) => {
                    return Err(format!(
                        "nothing can follow the unit of all the rest: `{part}`"
                    ));
                }
                (Some((Some(before), _)), Some(below)) if below <= *before => {
                    return Err(format!("the amounts must rise: `{part}`"));
                }
                _ => bands.push((below, unit)),
            }
        }
        match bands.last() {
            Some((None, _)) => Ok(RoundingBands { bands }),
            _ => Err("the last unit is for all the rest, such as `£1`".to_owned()),
        }
    }

    /// An amount rounded by the band that it falls in.
    #[must_use]
    pub fn apply(&self, pounds: Decimal) -> Option<Decimal> {
        let band = self
            .bands
            .iter()
            .find(|(below, _)| below.is_none_or(|below| pounds < below));
        Rounding::new(Mode::HalfUp, band?.1)?.apply(pounds)
    }

    /// How many bands there are: fewer are simpler.
    #[must_use]
    pub fn count(&self) -> usize {
        self.bands.len()
    }
}

fn amount(text: &str) -> Result<Decimal, String> {
    let text = text.trim();
    let wrong = || format!("`{text}` is not an amount such as 50p or £1");
    if let Some(pence) = text.strip_suffix('p') {
        let pence = Money::parse(pence).map_err(|_| wrong())?;
        return pence
            .min()
            .checked_div(Decimal::ONE_HUNDRED)
            .ok_or_else(wrong);
    }
    Money::parse(text).map(Money::min).map_err(|_| wrong())
}

impl fmt::Display for RoundingBands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (below, unit)) in self.bands.iter().enumerate() {
            if number > 0 {
                f.write_str(", ")?;
            }
            f.write_str(&short(*unit))?;
            if let Some(below) = below {
                write!(f, " under {}", short(*below))?;
            }
        }
        Ok(())
    }
}

/// `5p`, `£1`, `£2.50`.
fn short(pounds: Decimal) -> String {
    if pounds < Decimal::ONE {
        return format!(
            "{}p",
            pounds.saturating_mul(Decimal::ONE_HUNDRED).normalize()
        );
    }
    let shown = Money::exact(pounds).to_string();
    shown.strip_suffix(".00").unwrap_or(&shown).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounded(pounds: &str) -> String {
        let bands = RoundingBands::parse("5p under £10, 50p under £100, £1").unwrap();
        assert_eq!(bands.to_string(), "5p under £10, 50p under £100, £1");
        let rounded = bands.apply(pounds.parse().unwrap()).unwrap();
        rounded.normalize().to_string()
    }

    #[test]
    fn unit_grows_with_the_price() {
        assert_eq!(rounded("5.275"), "5.3");
        assert_eq!(rounded("54.60"), "54.5");
        assert_eq!(rounded("267.75"), "268");
        assert_eq!(rounded("136.5"), "137");
    }

    #[test]
    fn invalid_bands_are_refused() {
        for wrong in [
            "",
            "5p under £10",
            "£1, 5p under £10",
            "5p under £10, 10p under £5, £1",
            "0p",
            "five",
        ] {
            assert!(RoundingBands::parse(wrong).is_err(), "{wrong}");
        }
    }
}
