//! Rounding with a stated mode and unit: the only way an amount loses digits.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

use super::ratio::Ratio;

/// How a value exactly between, or off, two multiples of the unit is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// To the nearest; a half goes away from zero (what finance calls half up).
    HalfUp,
    /// To the nearest; a half goes to the even neighbour.
    HalfEven,
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
}

/// The modes with the words that rule files use for them.
pub const MODES: [(&str, Mode); 4] = [
    ("half_up", Mode::HalfUp),
    ("half_even", Mode::HalfEven),
    ("up", Mode::Up),
    ("down", Mode::Down),
];

impl Mode {
    /// The mode a rule file names.
    #[must_use]
    pub fn named(word: &str) -> Option<Mode> {
        MODES
            .iter()
            .find(|(name, _)| *name == word)
            .map(|(_, mode)| *mode)
    }

    fn strategy(self) -> RoundingStrategy {
        match self {
            Mode::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Mode::HalfEven => RoundingStrategy::MidpointNearestEven,
            Mode::Up => RoundingStrategy::AwayFromZero,
            Mode::Down => RoundingStrategy::ToZero,
        }
    }
}

/// A mode and a unit, such as half up to £0.01.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounding {
    mode: Mode,
    unit: Decimal,
    /// Decimal places when the unit is a power of ten below one.
    places: Option<u32>,
}

impl Rounding {
    /// Rounds to whole multiples of `unit`; `None` unless it is above zero.
    #[must_use]
    pub fn new(mode: Mode, unit: Decimal) -> Option<Rounding> {
        let plain = unit.normalize();
        let places = (plain.mantissa() == 1).then_some(plain.scale());
        (unit > Decimal::ZERO).then_some(Rounding { mode, unit, places })
    }

    /// To £0.01 in the given mode.
    #[must_use]
    pub fn to_the_penny(mode: Mode) -> Rounding {
        Rounding {
            mode,
            unit: Decimal::new(1, 2),
            places: Some(2),
        }
    }

    /// How values between two multiples of the unit are settled.
    #[must_use]
    pub fn mode(self) -> Mode {
        self.mode
    }

    /// What results are multiples of.
    #[must_use]
    pub fn unit(self) -> Decimal {
        self.unit
    }

    /// Whether a value has no more decimal places than the unit, so that
    /// rounding cannot change it.
    #[must_use]
    #[inline]
    pub fn leaves(self, value: Ratio) -> bool {
        let scale = value.as_decimal().map(|it| it.scale());
        scale
            .zip(self.places)
            .is_some_and(|(scale, places)| scale <= places)
    }

    /// The rounded value; `None` on overflow.
    #[must_use]
    pub fn apply(self, value: impl Into<Ratio>) -> Option<Decimal> {
        let value = value.into();
        if let (Some(places), Some(decimal)) = (self.places, value.as_decimal()) {
            let round = || decimal.round_dp_with_strategy(places, self.mode.strategy());
            return Some(with_places(decimal, places).unwrap_or_else(round));
        }
        let units = value.checked_div(self.unit.into())?;
        let (whole, is_exact) = units.trunc();
        let away = !is_exact && self.goes_away_from_zero(units, whole)?;
        let step = match units.is_negative() {
            true => Decimal::NEGATIVE_ONE,
            false => Decimal::ONE,
        };
        let whole = if away {
            whole.checked_add(step)?
        } else {
            whole
        };
        Ratio::decimal(whole)
            .checked_mul(self.unit.into())?
            .as_decimal()
    }

    /// Whether a number of units that is not whole is rounded away from zero.
    fn goes_away_from_zero(self, units: Ratio, whole: Decimal) -> Option<bool> {
        let beyond = units.checked_sub(whole.into())?.abs();
        let half = Ratio::decimal(Decimal::new(5, 1));
        Some(match self.mode {
            Mode::Up => true,
            Mode::Down => false,
            Mode::HalfUp => beyond >= half,
            Mode::HalfEven => {
                let is_odd = !(whole % Decimal::TWO).is_zero();
                beyond > half || beyond == half && is_odd
            }
        })
    }
}

/// The value with at most this many decimal places, where that takes nothing
/// away from it: most amounts are exact, and need no rounding.
fn with_places(value: Decimal, places: u32) -> Option<Decimal> {
    let Some(beyond) = value.scale().checked_sub(places) else {
        return Some(value);
    };
    let tens = 10i64.checked_pow(beyond)?;
    let mantissa = i64::try_from(value.mantissa()).ok()?;
    (mantissa % tens == 0).then(|| Decimal::new(mantissa / tens, places))
}

impl fmt::Display for Rounding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mode = match self.mode {
            Mode::HalfUp => "half up",
            Mode::HalfEven => "half to even",
            Mode::Up => "up",
            Mode::Down => "down",
        };
        write!(f, "{mode} to £{}", self.unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounded(mode: Mode, unit: &str, value: &str) -> String {
        let rounding = Rounding::new(mode, unit.parse().unwrap()).unwrap();
        let value = rounding.apply(value.parse::<Decimal>().unwrap()).unwrap();
        value.normalize().to_string()
    }

    #[test]
    fn rounds_to_any_unit() {
        assert_eq!(rounded(Mode::HalfUp, "0.05", "5.025"), "5.05");
        assert_eq!(rounded(Mode::HalfUp, "0.50", "54.60"), "54.5");
        assert_eq!(rounded(Mode::HalfUp, "1", "267.75"), "268");
        assert_eq!(rounded(Mode::HalfEven, "0.01", "0.125"), "0.12");
        assert_eq!(rounded(Mode::Down, "0.01", "21.9299"), "21.92");
        assert_eq!(rounded(Mode::Up, "1", "-1.2"), "-2");
        assert_eq!(rounded(Mode::Up, "0.01", "-25.3000"), "-25.3");
        assert_eq!(rounded(Mode::Up, "0.01", "-25.3001"), "-25.31");
        assert!(Rounding::new(Mode::Up, Decimal::ZERO).is_none());
    }

    /// Sixths of a penny, which no decimal is, in each mode and for a unit that
    /// is no power of ten.
    #[test]
    fn fractions_round_by_what_they_are() {
        let sixths = |number: i64, mode, unit: &str| {
            let value = Ratio::from(number).checked_div(600.into()).unwrap();
            let rounding = Rounding::new(mode, unit.parse().unwrap()).unwrap();
            rounding.apply(value).unwrap().normalize().to_string()
        };
        let modes = [Mode::HalfUp, Mode::HalfEven, Mode::Up, Mode::Down];
        for (number, unit, expected) in [
            (31, "0.01", ["0.05", "0.05", "0.06", "0.05"]),
            (32, "0.01", ["0.05", "0.05", "0.06", "0.05"]),
            (33, "0.01", ["0.06", "0.06", "0.06", "0.05"]),
            (34, "0.01", ["0.06", "0.06", "0.06", "0.05"]),
            (27, "0.01", ["0.05", "0.04", "0.05", "0.04"]),
            (-27, "0.01", ["-0.05", "-0.04", "-0.05", "-0.04"]),
            (-31, "0.01", ["-0.05", "-0.05", "-0.06", "-0.05"]),
            (9, "0.03", ["0.03", "0", "0.03", "0"]),
            (10, "0.03", ["0.03", "0.03", "0.03", "0"]),
            (27, "0.03", ["0.06", "0.06", "0.06", "0.03"]),
        ] {
            let all = modes.map(|mode| sixths(number, mode, unit));
            assert_eq!(all, expected, "{number}/600 to {unit}");
        }
    }
}
