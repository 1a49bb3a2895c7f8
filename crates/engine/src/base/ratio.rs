//! Exact numbers: a decimal over a whole number that a decimal cannot be
//! divided by. No operation rounds; what does not fit is `None`.

use std::{cmp::Ordering, fmt};

use rust_decimal::{Decimal, prelude::ToPrimitive};

/// An exact number, such as 7.625 or 31/6.
///
/// Most numbers are decimals, and their arithmetic is that of [`Decimal`], held
/// to be exact. A quotient that no decimal can hold keeps its divisor.
///
/// ```
/// use almoner_engine::base::ratio::Ratio;
/// let third = Ratio::from(1).checked_div(3.into()).unwrap();
/// assert_eq!(third.to_string(), "1/3");
/// assert_eq!(third.checked_mul(3.into()).unwrap().to_string(), "1");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    over: Decimal,
    /// At least 1, without a factor of 2, of 5 or of the digits of `over`.
    under: u64,
}

/// The most digits that a decimal has after its point.
const MAX_SCALE: u32 = 28;

impl Ratio {
    /// Nothing.
    pub const ZERO: Ratio = Ratio::decimal(Decimal::ZERO);

    /// One.
    pub const ONE: Ratio = Ratio::decimal(Decimal::ONE);

    /// A decimal.
    #[must_use]
    pub const fn decimal(number: Decimal) -> Ratio {
        Ratio {
            over: number,
            under: 1,
        }
    }

    /// The number as a decimal, where it is one.
    #[must_use]
    #[inline]
    pub fn as_decimal(self) -> Option<Decimal> {
        (self.under == 1).then_some(self.over)
    }

    /// The number as a decimal, cut off after 28 digits where it has more. Only
    /// for what is shown cut short, and for numbers that are decimals anyway.
    #[must_use]
    pub fn approximate(self) -> Decimal {
        match self.under {
            1 => self.over,
            under => self.over.checked_div(under.into()).unwrap_or(self.over),
        }
    }

    /// Whether it is 0.
    #[must_use]
    #[inline]
    pub fn is_zero(self) -> bool {
        self.over.is_zero()
    }

    /// Whether it is below 0.
    #[must_use]
    #[inline]
    pub fn is_negative(self) -> bool {
        self.over.is_sign_negative() && !self.over.is_zero()
    }

    /// The number without its sign.
    #[must_use]
    pub fn abs(self) -> Ratio {
        Ratio {
            over: self.over.abs(),
            ..self
        }
    }

    /// The sum.
    #[must_use]
    #[inline]
    pub fn checked_add(self, other: Ratio) -> Option<Ratio> {
        if self.under == 1 && other.under == 1 {
            return exact_sum(self.over, other.over).map(Ratio::decimal);
        }
        self.add_fraction(other)
    }

    fn add_fraction(self, other: Ratio) -> Option<Ratio> {
        let common = gcd(self.under, other.under);
        let under = self.under.checked_div(common)?.checked_mul(other.under)?;
        let scaled = |it: Ratio| exact_product(it.over, under.checked_div(it.under)?.into());
        Ratio::reduced(exact_sum(scaled(self)?, scaled(other)?)?, under)
    }

    /// The difference.
    #[must_use]
    #[inline]
    pub fn checked_sub(self, other: Ratio) -> Option<Ratio> {
        self.checked_add(-other)
    }

    /// The product.
    #[must_use]
    #[inline]
    pub fn checked_mul(self, other: Ratio) -> Option<Ratio> {
        if self.under == 1 && other.under == 1 {
            return exact_product(self.over, other.over).map(Ratio::decimal);
        }
        self.mul_fraction(other)
    }

    fn mul_fraction(self, other: Ratio) -> Option<Ratio> {
        // Common factors go first, so that fewer products are too long.
        let first = Ratio::reduced(self.over, other.under)?;
        let second = Ratio::reduced(other.over, self.under)?;
        Some(Ratio {
            over: exact_product(first.over, second.over)?,
            under: first.under.checked_mul(second.under)?,
        })
    }

    /// The quotient; `None` also where `other` is 0.
    #[must_use]
    #[inline]
    pub fn checked_div(self, other: Ratio) -> Option<Ratio> {
        if self.under == 1 && other.under == 1 {
            let quotient = self.over.checked_div(other.over)?;
            if quotient.scale() < MAX_SCALE
                && exact_product(quotient, other.over) == Some(self.over)
            {
                return Some(Ratio::decimal(quotient));
            }
        }
        self.checked_mul(other.inverse()?)
    }

    /// One divided by the number.
    fn inverse(self) -> Option<Ratio> {
        let over = self.over.normalize();
        let mut rest = over.mantissa().unsigned_abs();
        if rest == 0 {
            return None;
        }
        let (twos, fives) = (take_out(&mut rest, 2), take_out(&mut rest, 5));
        // One by 2^a × 5^b is 5^(a-b), or 2^(b-a), by a power of ten.
        let digits = match twos.checked_sub(fives) {
            Some(more) => 5i128.checked_pow(more)?,
            None => 2i128.checked_pow(fives.checked_sub(twos)?)?,
        };
        let shift = i64::from(over.scale()) - i64::from(twos.max(fives));
        let shifted = match u32::try_from(shift) {
            Ok(tens) => digits.checked_mul(10i128.checked_pow(tens)?)?,
            Err(_) => digits,
        };
        let scale = u32::try_from(shift.min(0).unsigned_abs()).ok()?;
        let power = fit(shifted, scale)?;
        let inverse = exact_product(power, self.under.into())?;
        let signed = if over.is_sign_negative() {
            -inverse
        } else {
            inverse
        };
        Ratio::reduced(signed, u64::try_from(rest).ok()?)
    }

    /// A decimal over a number without factors of 2 and 5, in lowest terms.
    fn reduced(over: Decimal, under: u64) -> Option<Ratio> {
        if under == 1 {
            return Some(Ratio::decimal(over));
        }
        let digits = over.mantissa().unsigned_abs();
        let rest = digits.checked_rem(under.into())?;
        let common = gcd(under, rest.to_u64()?);
        let mantissa = over.mantissa().checked_div(common.into())?;
        Some(Ratio {
            over: fit(mantissa, over.scale())?,
            under: under.checked_div(common)?,
        })
    }

    /// The whole number towards 0, and whether it is the number itself.
    #[must_use]
    pub fn trunc(self) -> (Decimal, bool) {
        let whole = self.over.trunc();
        if self.under == 1 {
            return (whole, whole == self.over);
        }
        // A fraction in lowest terms is never whole.
        let quotient = whole.mantissa().checked_div(self.under.into());
        let part = quotient.and_then(|it| Decimal::try_from_i128_with_scale(it, 0).ok());
        (part.unwrap_or_default(), false)
    }

    /// The whole number at or below.
    #[must_use]
    pub fn floor(self) -> Decimal {
        match self.trunc() {
            (whole, false) if self.is_negative() => whole - Decimal::ONE,
            (whole, _) => whole,
        }
    }

    /// The whole number at or above.
    #[must_use]
    pub fn ceil(self) -> Decimal {
        -(-self).floor()
    }

    /// A share of one in hundredths, as a percentage is written.
    #[must_use]
    pub fn hundredfold(self) -> Ratio {
        self.checked_mul(100.into()).unwrap_or(self)
    }

    /// The number with its digits as they are and no zeros after the last one.
    #[must_use]
    pub fn normalize(self) -> Ratio {
        Ratio {
            over: self.over.normalize(),
            ..self
        }
    }
}

impl std::ops::Neg for Ratio {
    type Output = Ratio;

    fn neg(self) -> Ratio {
        Ratio {
            over: -self.over,
            ..self
        }
    }
}

impl Default for Ratio {
    fn default() -> Ratio {
        Ratio::ZERO
    }
}

impl From<Decimal> for Ratio {
    fn from(number: Decimal) -> Ratio {
        Ratio::decimal(number)
    }
}

impl From<i64> for Ratio {
    fn from(number: i64) -> Ratio {
        Ratio::decimal(number.into())
    }
}

impl From<u16> for Ratio {
    fn from(number: u16) -> Ratio {
        Ratio::decimal(number.into())
    }
}

impl From<u32> for Ratio {
    fn from(number: u32) -> Ratio {
        Ratio::decimal(number.into())
    }
}

impl From<i32> for Ratio {
    fn from(number: i32) -> Ratio {
        Ratio::decimal(number.into())
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Ratio) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Ratio) -> Ordering {
        if self.under == 1 && other.under == 1 {
            return self.over.cmp(&other.over);
        }
        let signs = other.is_negative().cmp(&self.is_negative());
        let sizes = || products(*self, *other).cmp(&products(*other, *self));
        signs.then_with(|| match self.is_negative() {
            true => sizes().reverse(),
            false => sizes(),
        })
    }
}

/// `7.625`; where no decimal is the number, the fraction in whole numbers,
/// `31/6`.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let over = self.over.normalize();
        if self.under == 1 {
            return write!(f, "{over}");
        }
        let mut digits = over.mantissa().unsigned_abs();
        let mut under = u128::from(self.under);
        for factor in [2u128, 5] {
            for _ in 0..over.scale() {
                match digits.is_multiple_of(factor) {
                    true => digits /= factor,
                    false => under = under.saturating_mul(factor),
                }
            }
        }
        if under == u128::MAX {
            return write!(f, "{over}/{}", self.under);
        }
        let sign = if self.is_negative() { "-" } else { "" };
        write!(f, "{sign}{digits}/{under}")
    }
}

/// The sum of two decimals; `None` where it has too many digits.
#[inline]
fn exact_sum(left: Decimal, right: Decimal) -> Option<Decimal> {
    let sum = left.checked_add(right)?;
    let scale = left.scale().max(right.scale());
    if sum.scale() >= scale || left.is_zero() || right.is_zero() {
        return Some(sum);
    }
    let (left, right) = (left.normalize(), right.normalize());
    let scale = left.scale().max(right.scale());
    let digits = |it: Decimal| {
        let tens = 10i128.checked_pow(scale.checked_sub(it.scale())?)?;
        it.mantissa().checked_mul(tens)
    };
    fit(digits(left)?.checked_add(digits(right)?)?, scale)
}

/// The product of two decimals; `None` where it has too many digits.
#[inline]
fn exact_product(left: Decimal, right: Decimal) -> Option<Decimal> {
    let scale = left.scale() + right.scale();
    if scale <= MAX_SCALE {
        let product = left.checked_mul(right)?;
        if product.scale() == scale || left.is_zero() || right.is_zero() {
            return Some(product);
        }
    }
    let (left, right) = (left.normalize(), right.normalize());
    let digits = left.mantissa().checked_mul(right.mantissa())?;
    fit(digits, left.scale() + right.scale())
}

/// A decimal of these digits; `None` where they do not fit.
fn fit(mut digits: i128, mut scale: u32) -> Option<Decimal> {
    loop {
        if scale <= MAX_SCALE
            && let Ok(decimal) = Decimal::try_from_i128_with_scale(digits, scale)
        {
            return Some(decimal);
        }
        if digits % 10 != 0 || scale == 0 {
            return None;
        }
        digits /= 10;
        scale -= 1;
    }
}

/// How often a factor is in a number, from which it is taken out.
fn take_out(number: &mut u128, factor: u128) -> u32 {
    let mut times = 0;
    while number.is_multiple_of(factor) {
        *number /= factor;
        times += 1;
    }
    times
}

fn gcd(mut a: u64, mut b: u64) -> u64 {
    while let Some(rest) = a.checked_rem(b) {
        (a, b) = (b, rest);
    }
    a
}

/// The digits of a number times what the other is over, both to one power of
/// ten: in machine words, the most significant first.
fn products(one: Ratio, other: Ratio) -> [u64; 5] {
    let digits = one.over.mantissa().unsigned_abs();
    let low = u64::try_from(digits & u128::from(u64::MAX)).unwrap_or(0);
    let high = u64::try_from(digits >> 64).unwrap_or(0);
    let mut words = [0, 0, 0, high, low];
    times(&mut words, other.under);
    for _ in one.over.scale()..other.over.scale() {
        times(&mut words, 10);
    }
    words
}

fn times(words: &mut [u64; 5], factor: u64) {
    let mut carry = 0u128;
    for word in words.iter_mut().rev() {
        let product = u128::from(*word) * u128::from(factor) + carry;
        *word = u64::try_from(product & u128::from(u64::MAX)).unwrap_or(0);
        carry = product >> 64;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ratio(text: &str) -> Ratio {
        let part = |text: &str| Ratio::decimal(text.parse().unwrap());
        match text.split_once('/') {
            Some((over, under)) => part(over).checked_div(part(under)).unwrap(),
            None => part(text),
        }
    }

    #[test]
    fn fractions_are_shown_in_lowest_terms() {
        for (written, shown) in [
            ("31/6", "31/6"),
            ("30.50/60", "61/120"),
            ("-30.50/60", "-61/120"),
            ("30.50/-60", "-61/120"),
            ("7.6250", "7.625"),
            ("1/8", "0.125"),
            ("3/0.04", "75"),
            ("0.3/0.9", "1/3"),
            ("100/-3", "-100/3"),
            ("0/7", "0"),
        ] {
            assert_eq!(ratio(written).to_string(), shown, "{written}");
        }
        assert_eq!(ratio("1").checked_div(Ratio::ZERO), None);
    }

    #[test]
    fn whole_numbers_near_a_fraction() {
        for (written, floor, ceil) in [
            ("31/6", 5, 6),
            ("-31/6", -6, -5),
            ("-5", -5, -5),
            ("1/3", 0, 1),
            ("-1/3", -1, 0),
            ("2.5", 2, 3),
        ] {
            let number = ratio(written);
            assert_eq!((number.floor(), number.ceil()), (floor.into(), ceil.into()));
        }
    }

    #[test]
    fn what_does_not_fit_is_not_rounded() {
        let most = Ratio::decimal(Decimal::MAX);
        let least = ratio("0.0000000000000000000000000001");
        assert_eq!(most.checked_add(least), None);
        assert_eq!(least.checked_mul(ratio("0.1")), None);
        assert_eq!(most.checked_mul(ratio("0.5")), None);
        assert_eq!(most.checked_mul(Ratio::ONE), Some(most));
        assert!(least.checked_mul(ratio("10")).is_some());
        assert!(ratio("1/3") > ratio("0.3333333333333333333333333333"));
        assert!(ratio("1/3") < ratio("0.3333333333333333333333333334"));
        assert!(ratio("-1/3") < ratio("-0.3333333333333333333333333333"));
    }

    fn numbers() -> impl Strategy<Value = (i64, i64)> {
        (-100_000i64..100_000, 1i64..5_000)
    }

    proptest! {
        /// Held against fractions of whole numbers.
        #[test]
        fn arithmetic_is_that_of_fractions((a, b) in numbers(), (c, d) in numbers()) {
            let of = |over: i128, under: i128| {
                let whole = |it: i128| Ratio::from(i64::try_from(it).unwrap());
                whole(over).checked_div(whole(under)).unwrap()
            };
            let (a, b, c, d) = (i128::from(a), i128::from(b), i128::from(c), i128::from(d));
            let (x, y) = (of(a, b), of(c, d));
            prop_assert_eq!(x.checked_add(y), Some(of(a * d + c * b, b * d)));
            prop_assert_eq!(x.checked_sub(y), Some(of(a * d - c * b, b * d)));
            prop_assert_eq!(x.checked_mul(y), Some(of(a * c, b * d)));
            prop_assert_eq!(x.cmp(&y), (a * d).cmp(&(c * b)));
            if c != 0 {
                prop_assert_eq!(x.checked_div(y), Some(of(a * d, b * c)));
            }
            prop_assert_eq!(x.floor().to_string(), a.div_euclid(b).to_string());
        }
    }
}
