//! Whether what came out is what a case expects, whichever way the case
//! writes it.

use std::fmt;

use rust_decimal::Decimal;

use crate::base::{
    date, date_text,
    money::Money,
    ratio::Ratio,
    time::{self, TimeText},
    value::Value,
};

/// Something that came out of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Actual {
    /// Words, such as `not eligible`, then other accepted spellings.
    Words(&'static str, &'static [&'static str]),
    /// An amount.
    Money(Money),
    /// A settled value, with its own words.
    Value(Value, String),
    /// A name.
    Name(String),
    /// Names, in no order.
    Names(Vec<String>),
    /// One for each record.
    Each(Vec<Actual>),
}

pub(super) const NOT_SETTLED: Actual =
    Actual::Words("not settled", &["unknown", "undetermined", "not known"]);
pub(super) const DOES_NOT_APPLY: Actual = Actual::Words("does not apply", &[]);

impl fmt::Display for Actual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actual::Words(words, _) => f.write_str(words),
            Actual::Money(money) => write!(f, "{money}"),
            Actual::Value(_, words) => f.write_str(words),
            Actual::Name(name) => f.write_str(name),
            Actual::Names(names) if names.is_empty() => f.write_str("none"),
            Actual::Names(names) => f.write_str(&names.join(", ")),
            Actual::Each(each) => {
                let words: Vec<String> = each.iter().map(ToString::to_string).collect();
                f.write_str(&words.join(", "))
            }
        }
    }
}

/// Whether it is what the case expects.
pub(super) fn is_met(actual: &Actual, expected: &str) -> bool {
    match actual {
        Actual::Words(words, others) => {
            let expected = plain(expected);
            expected == *words || others.contains(&expected.as_str())
        }
        Actual::Money(money) => is_amount(*money, expected),
        Actual::Value(Value::Money(money), _) => is_amount(*money, expected),
        Actual::Value(Value::Date(day), _) => {
            date_text::parse(expected) == Some(*day)
                || plain(expected) == plain(&date::LongDate(*day).to_string())
        }
        Actual::Value(Value::Time(time), _) => time::read(expected) == TimeText::Time(*time),
        Actual::Value(Value::Number(number), _) => {
            let wanted = expected.trim().parse::<Decimal>();
            match wanted {
                Ok(wanted) => Ratio::decimal(wanted) == *number,
                Err(_) => expected.trim() == number.to_string(),
            }
        }
        Actual::Value(_, words) => plain(words) == plain(expected),
        Actual::Name(name) => plain(name) == plain(expected),
        Actual::Names(names) => {
            let mut wanted: Vec<String> = expected
                .split([',', ' '])
                .map(str::trim)
                .filter(|name| !name.is_empty() && *name != "none")
                .map(str::to_owned)
                .collect();
            let mut names = names.clone();
            wanted.sort();
            names.sort();
            wanted == names
        }
        Actual::Each(each) => {
            let wanted: Vec<&str> = expected.split(", ").collect();
            let pairs = each.iter().zip(&wanted);
            wanted.len() == each.len() && pairs.into_iter().all(|(it, wanted)| is_met(it, wanted))
        }
    }
}

/// An amount, whatever its sign: `£25.00`, `25`, `£230.00–£240.00`.
fn is_amount(money: Money, expected: &str) -> bool {
    let text = expected.trim().replace('–', "..=").replace('−', "-");
    Money::parse(&text).is_ok_and(|expected| expected == money)
}

/// Words without regard to capitals, hyphens and underscores.
fn plain(words: &str) -> String {
    words.trim().to_lowercase().replace(['_', '-'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_thing_can_be_written_in_several_ways() {
        let weekly = Actual::Money(Money::parse("230..=240").unwrap());
        assert!(is_met(&weekly, "£230.00–£240.00") && is_met(&weekly, "230.00..=240.00"));
        assert!(!is_met(&weekly, "£230.00"));
        let no = Actual::Words("not eligible", &[]);
        assert!(is_met(&no, "NotEligible") || is_met(&no, "not_eligible"));
        let names = Actual::Names(vec!["b".to_owned(), "a".to_owned()]);
        assert!(is_met(&names, "a, b") && !is_met(&names, "a"));
        let day = Actual::Value(
            Value::Date(date::parse("2019-05-31").unwrap()),
            String::new(),
        );
        assert!(is_met(&day, "31 May 2019") && is_met(&day, "2019-05-31"));
        assert!(is_met(&NOT_SETTLED, "unknown"));
        let hours = Actual::Value(
            Value::Number(Decimal::new(228, 1).into()),
            "22.8".to_owned(),
        );
        assert!(is_met(&hours, "22.80") && !is_met(&hours, "22.81"));
    }
}
