//! Decimal numbers and percentages as people write them.

use rust_decimal::Decimal;

/// Digits with at most one decimal point between them, and perhaps a minus.
#[must_use]
pub fn parse(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, rest) = match digits.split_once('.') {
        Some((whole, rest)) => (whole, Some(rest)),
        None => (digits, None),
    };
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(whole) || !rest.is_none_or(plain) {
        return None;
    }
    let number = Decimal::from_str_exact(text).ok()?;
    Some(number.normalize())
}

/// `5%` or `5` as its fraction, 0.05.
#[must_use]
pub fn parse_percent(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let mut fraction = parse(text.strip_suffix('%').unwrap_or(text).trim_end())?;
    fraction.set_scale(fraction.scale() + 2).ok()?;
    Some(fraction.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_fractions() {
        assert_eq!(parse_percent("5%"), Some(Decimal::new(5, 2)));
        assert_eq!(parse_percent(" 2.5 %"), Some(Decimal::new(25, 3)));
        assert_eq!(parse_percent("-50"), Some(Decimal::new(-5, 1)));
        for bad in ["", "%", "five", "+5", "1e3", "5.", ".5"] {
            assert_eq!(parse_percent(bad), None, "{bad}");
        }
    }
}
