//! Fractions of whole numbers of any length, and the four ways of rounding.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

pub(crate) type Fraction = BigRational;

pub(crate) fn whole(number: i64) -> Fraction {
    Fraction::from_integer(BigInt::from(number))
}

/// Reads `-12`, `12.50`, `1,234.50` or `31/6`.
pub(crate) fn parse(text: &str) -> Option<Fraction> {
    let text = text.trim().replace(',', "");
    if let Some((top, bottom)) = text.split_once('/') {
        let bottom = parse(bottom)?;
        return (!bottom.is_zero()).then(|| parse(top).map(|top| top / bottom))?;
    }
    let (digits, places) = match text.split_once('.') {
        Some((before, after)) => (format!("{before}{after}"), after.len()),
        None => (text, 0),
    };
    let top: BigInt = digits.parse().ok()?;
    Some(Fraction::new(
        top,
        BigInt::from(10).pow(u32::try_from(places).ok()?),
    ))
}

/// The multiple of `unit` that a mode of rounding takes.
pub(crate) fn round(number: &Fraction, mode: &str, unit: &Fraction) -> Fraction {
    let units = number.abs() / unit;
    let below = units.floor();
    let rest = &units - &below;
    let half = Fraction::new(BigInt::from(1), BigInt::from(2));
    let goes_up = match mode {
        "down" => false,
        "up" => !rest.is_zero(),
        "half_up" => rest >= half,
        "half_even" => rest > half || (rest == half && is_odd(&below)),
        other => panic!("no mode of rounding: {other}"),
    };
    let rounded = if goes_up { below + whole(1) } else { below };
    let sized = rounded * unit;
    if number.is_negative() { -sized } else { sized }
}

fn is_odd(number: &Fraction) -> bool {
    let two = BigInt::from(2);
    !(number.to_integer() % two).is_zero()
}
