//! Money in pounds, exact or a range, built from text and never from a float.

use std::{borrow::Cow, fmt};

use rust_decimal::Decimal;

use super::{ratio::Ratio, rounding::Rounding};

/// An amount in pounds sterling: exact, or a range such as £230–£240 when the
/// printed price is one.
///
/// Arithmetic keeps both ends and is exact; nothing is rounded unless
/// [`Money::round`] is called with a stated [`Rounding`]. Every operation that
/// can overflow answers `None`.
///
/// ```
/// use almoner_engine::base::money::Money;
/// let weekly = Money::parse("230.00..=240.00").unwrap();
/// assert_eq!(weekly.to_string(), "£230.00–£240.00");
/// assert_eq!(Money::parse("£25").unwrap().to_string(), "£25.00");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    low: Ratio,
    high: Ratio,
    /// Whether the ends differ; kept so that exact amounts, which most are,
    /// are calculated once.
    range: bool,
}

/// Why a text is not an amount of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MoneyError {
    /// Not digits with at most one decimal point.
    NotAnAmount,
    /// A range whose first end is above its second.
    Backwards,
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            MoneyError::NotAnAmount => {
                "an amount is written as digits with a decimal point, such as 25.00"
            }
            MoneyError::Backwards => "a range starts with its lower end, such as 230.00..=240.00",
        })
    }
}

impl Money {
    /// Nothing: £0.00.
    pub const ZERO: Money = Money::exact(Decimal::ZERO);

    /// An exact amount in pounds.
    #[must_use]
    pub const fn exact(pounds: Decimal) -> Money {
        Money::one(Ratio::decimal(pounds))
    }

    /// An exact amount in pounds that need be no decimal.
    #[must_use]
    pub const fn one(pounds: Ratio) -> Money {
        Money {
            low: pounds,
            high: pounds,
            range: false,
        }
    }

    /// A range in pounds, both ends included; `None` when it runs backwards.
    #[must_use]
    pub fn range(min: Decimal, max: Decimal) -> Option<Money> {
        (min <= max).then(|| Money::between(min.into(), max.into()))
    }

    /// Two ends in order.
    fn between(low: Ratio, high: Ratio) -> Money {
        Money {
            low,
            high,
            range: low != high,
        }
    }

    /// An amount whose ends were calculated apart, in whichever order.
    pub(crate) fn of_ends([one, other]: [Ratio; 2]) -> Money {
        Money::between(one.min(other), one.max(other))
    }

    /// Reads `25.00`, `£25`, `1,234.50` or a range `230.00..=240.00`.
    ///
    /// # Errors
    /// When the text is neither, or a range runs backwards.
    pub fn parse(text: &str) -> Result<Money, MoneyError> {
        match text.split_once("..=") {
            None => Ok(Money::exact(parse_pounds(text)?)),
            Some((low, high)) => {
                Money::range(parse_pounds(low)?, parse_pounds(high)?).ok_or(MoneyError::Backwards)
            }
        }
    }

    /// The lower end in pounds; the amount itself when exact.
    #[must_use]
    #[inline]
    pub const fn low(self) -> Ratio {
        self.low
    }

    /// The upper end in pounds; the amount itself when exact.
    #[must_use]
    #[inline]
    pub const fn high(self) -> Ratio {
        self.high
    }

    /// The lower end of an amount that is printed or rounded, and so a decimal;
    /// of any other, [cut off](Ratio::approximate).
    #[must_use]
    pub fn min(self) -> Decimal {
        self.low.approximate()
    }

    /// The upper end of an amount that is printed or rounded, as for
    /// [`Money::min`].
    #[must_use]
    pub fn max(self) -> Decimal {
        self.high.approximate()
    }

    /// Whether the two ends differ.
    #[must_use]
    pub fn is_range(self) -> bool {
        self.range
    }

    /// The sum, end by end.
    #[must_use]
    #[inline]
    pub fn checked_add(self, other: Money) -> Option<Money> {
        self.each_end(|end, of| end.checked_add(of), other)
    }

    /// What is left when any amount within `other` is taken from any amount
    /// within `self`: the ends cross over, as they must for unrelated ranges.
    #[must_use]
    #[inline]
    pub fn checked_sub(self, other: Money) -> Option<Money> {
        let min = self.low.checked_sub(other.high)?;
        if !self.range && !other.range {
            return Some(Money::one(min));
        }
        Some(Money::between(min, self.high.checked_sub(other.low)?))
    }

    /// The difference end by end, for two amounts that move together, such as
    /// a price before and after the same reduction.
    #[must_use]
    #[inline]
    pub fn difference(self, other: Money) -> Option<Money> {
        if !self.range && !other.range {
            return self.low.checked_sub(other.low).map(Money::one);
        }
        self.each_end(|end, of| end.checked_sub(of), other)
    }

    /// This amount that many times.
    #[must_use]
    #[inline]
    pub fn checked_mul(self, times: impl Into<Ratio>) -> Option<Money> {
        let times = times.into();
        let first = self.low.checked_mul(times)?;
        if !self.range {
            return Some(Money::one(first));
        }
        let second = self.high.checked_mul(times)?;
        Some(Money::between(first.min(second), first.max(second)))
    }

    /// This amount shared by `among`; `None` for zero or overflow.
    #[must_use]
    #[inline]
    pub fn checked_div(self, among: impl Into<Ratio>) -> Option<Money> {
        let among = among.into();
        let first = self.low.checked_div(among)?;
        if !self.range {
            return Some(Money::one(first));
        }
        let second = self.high.checked_div(among)?;
        Some(Money::between(first.min(second), first.max(second)))
    }

    /// Whether it is exact, and so short that rounding leaves it as it is.
    #[must_use]
    #[inline]
    pub fn is_left_by(self, rounding: Rounding) -> bool {
        !self.range && rounding.leaves(self.low)
    }

    /// Both ends rounded as stated.
    #[must_use]
    #[inline]
    pub fn round(self, rounding: Rounding) -> Option<Money> {
        if self.is_left_by(rounding) {
            return Some(self);
        }
        let low = rounding.apply(self.low)?;
        if !self.range {
            return Some(Money::exact(low));
        }
        Some(Money::between(
            low.into(),
            rounding.apply(self.high)?.into(),
        ))
    }

    /// The lower of two prices, whichever it turns out to be: end by end, so a
    /// range that overlaps the other price stays a range.
    #[must_use]
    pub fn cheaper(self, other: Money) -> Money {
        let min = self.low.min(other.low);
        if !self.range && !other.range {
            return Money::one(min);
        }
        Money::between(min, self.high.min(other.high))
    }

    /// The higher of two prices, end by end.
    #[must_use]
    pub fn dearer(self, other: Money) -> Money {
        let min = self.low.max(other.low);
        if !self.range && !other.range {
            return Money::one(min);
        }
        Money::between(min, self.high.max(other.high))
    }

    /// The amount, with anything below £0.00 taken as nothing.
    #[must_use]
    #[inline]
    pub fn at_least_nothing(self) -> Money {
        if !self.range && !self.low.is_negative() {
            return self;
        }
        self.dearer(Money::ZERO)
    }

    /// Whether the two amounts share at least one value.
    #[must_use]
    pub fn overlaps(self, other: Money) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// Whether both ends are whole pennies.
    #[must_use]
    pub fn is_whole_pennies(self) -> bool {
        let whole = |pounds: Ratio| {
            let decimal = pounds.as_decimal();
            decimal.is_some_and(|it| it.scale() <= 2 || it.normalize().scale() <= 2)
        };
        whole(self.low) && (!self.range || whole(self.high))
    }

    fn each_end(self, end: impl Fn(Ratio, Ratio) -> Option<Ratio>, other: Money) -> Option<Money> {
        let min = end(self.low, other.low)?;
        if !self.range && !other.range {
            return Some(Money::one(min));
        }
        let max = end(self.high, other.high)?;
        Some(Money::between(min.min(max), min.max(max)))
    }
}

/// Pounds as read aloud: `£1,234.50`, a range with a dash between its ends.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_end(f, self.low)?;
        if self.is_range() {
            f.write_str("–")?;
            write_end(f, self.high)?;
        }
        Ok(())
    }
}

/// The amount as plain digits with at least two decimals, `1234.50`: the form
/// used on the wire.
#[must_use]
pub fn plain_pounds(pounds: Decimal) -> String {
    let mut shown = pounds.normalize();
    if shown.scale() < 2 {
        shown.rescale(2);
    }
    shown.to_string()
}

/// The same of pounds that need be no decimal: `31/6` where none is the amount.
#[must_use]
pub fn exact_pounds(pounds: Ratio) -> String {
    match pounds.as_decimal() {
        Some(decimal) => plain_pounds(decimal),
        None => pounds.to_string(),
    }
}

/// Income and spending as finance prints them: what comes in is below zero and
/// printed in brackets; whole pounds have no pence.
///
/// ```
/// # use almoner_engine::base::money::booked;
/// assert_eq!(booked((-1_236_463).into()), "(1,236,463)");
/// ```
#[must_use]
pub fn booked(pounds: Decimal) -> String {
    let shown = Money::exact(pounds.abs()).to_string().replace('£', "");
    let shown = shown.strip_suffix(".00").unwrap_or(&shown);
    if pounds < Decimal::ZERO {
        format!("({shown})")
    } else {
        shown.to_owned()
    }
}

/// Pounds that are no decimal are shown as a fraction, `£31/6`.
fn write_end(f: &mut fmt::Formatter<'_>, pounds: Ratio) -> fmt::Result {
    match pounds.as_decimal() {
        Some(decimal) => write_pounds(f, decimal),
        None if pounds.is_negative() => write!(f, "-£{}", -pounds),
        None => write!(f, "£{pounds}"),
    }
}

fn write_pounds(f: &mut fmt::Formatter<'_>, pounds: Decimal) -> fmt::Result {
    let plain = plain_pounds(pounds.abs());
    let (whole, pence) = plain.split_once('.').unwrap_or((&plain, "00"));
    if pounds.is_sign_negative() && !pounds.is_zero() {
        f.write_str("-")?;
    }
    f.write_str("£")?;
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            f.write_str(",")?;
        }
        write!(f, "{digit}")?;
    }
    write!(f, ".{pence}")
}

fn parse_pounds(text: &str) -> Result<Decimal, MoneyError> {
    let trimmed = text.trim();
    let (negative, unsigned) = match trimmed.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, trimmed),
    };
    let digits = unsigned.strip_prefix('£').unwrap_or(unsigned).trim();
    let plain = without_thousands(digits).ok_or(MoneyError::NotAnAmount)?;
    if !is_plain_decimal(&plain) {
        return Err(MoneyError::NotAnAmount);
    }
    let pounds = Decimal::from_str_exact(&plain).map_err(|_| MoneyError::NotAnAmount)?;
    Ok(if negative { -pounds } else { pounds })
}

/// Removes thousands commas; `None` if a comma is in any other position.
fn without_thousands(digits: &str) -> Option<Cow<'_, str>> {
    if !digits.contains(',') {
        return Some(Cow::Borrowed(digits));
    }
    let (whole, rest) = match digits.split_once('.') {
        Some((whole, pence)) => (whole, Some(pence)),
        None => (digits, None),
    };
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let mut plain = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.is_empty() || first.len() > 3 {
            return None;
        }
        plain.push_str(group);
    }
    if let Some(pence) = rest {
        plain.push('.');
        plain.push_str(pence);
    }
    Some(Cow::Owned(plain))
}

fn is_plain_decimal(text: &str) -> bool {
    let mut parts = text.split('.');
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    parts.next().is_some_and(all_digits)
        && parts.next().is_none_or(all_digits)
        && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rounding::Mode;

    fn money(text: &str) -> Money {
        Money::parse(text).unwrap()
    }

    #[test]
    fn error_of_no_amount_says_how_to_write_one() {
        let says = |text: &str| Money::parse(text).unwrap_err().to_string();
        assert_eq!(
            says("free"),
            "an amount is written as digits with a decimal point, such as 25.00"
        );
    }

    #[test]
    fn money_reads_common_spellings() {
        assert_eq!(money("£1,234.5").to_string(), "£1,234.50");
        assert_eq!(money(" £ 25 ").to_string(), "£25.00");
        assert_eq!(money("-3.20").to_string(), "-£3.20");
        for wrong in [
            "", "£", "1.2.3", "12,34.00", ",123", "1e3", "ten", "1,23", "5.",
        ] {
            assert_eq!(Money::parse(wrong), Err(MoneyError::NotAnAmount), "{wrong}");
        }
        assert_eq!(Money::parse("240..=230"), Err(MoneyError::Backwards));
    }

    #[test]
    fn half_a_penny_rounds_up() {
        let penny = Rounding::to_the_penny(Mode::HalfUp);
        let net = money("18.37").checked_mul(Decimal::new(5, 1)).unwrap();
        assert_eq!(net.round(penny).unwrap(), money("9.19"));
    }

    #[test]
    fn cheaper_of_overlapping_prices_is_a_range() {
        let weekly = money("230.00..=240.00");
        let daily = money("237.50");
        assert!(weekly.overlaps(daily));
        assert_eq!(weekly.cheaper(daily), money("230.00..=237.50"));
    }

    #[test]
    fn negative_factors_keep_the_ends_in_order() {
        let range = money("10..=21").checked_mul(Decimal::NEGATIVE_ONE).unwrap();
        assert_eq!(range, money("-21..=-10"));
    }
}
