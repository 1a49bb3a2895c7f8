//! Values with days as text: `4000@2023-03-01..2023-03-15`. Both days are
//! included; an end that is left out is open.

use super::problem::shown;
use crate::{
    base::{date::Date, date_text},
    check::model::{DatedText, DaysText, FactText},
    eval::timeline::DaySpan,
};

/// What is wrong with days whose last is before their first.
pub(super) const REVERSED: &str = "ends before it begins";

/// A value with its days; `None` where a text has no days at its end. An `@` in
/// a text, as in an address, is none.
#[must_use]
pub(super) fn dated(text: &str) -> Option<DatedText> {
    let (value, days) = text.trim().rsplit_once('@')?;
    Some(DatedText {
        days: range(days)?,
        value: value.trim().into(),
    })
}

/// `2023-03-01..2023-03-15`, with an end open or not; `None` where a text is
/// something else.
pub(super) fn range(text: &str) -> Option<DaysText> {
    let (from, until) = text.split_once("..")?;
    let end = |text: &str| Some(text.trim()).filter(|it| !it.is_empty()).map(Box::from);
    let is_end = |text: &str| {
        text.trim_start()
            .bytes()
            .next()
            .is_none_or(|it| it.is_ascii_digit())
    };
    let days = DaysText {
        from: end(from),
        until: end(until),
    };
    (is_end(from) && is_end(until) && days != DaysText::default()).then_some(days)
}

/// The texts given for one fact: a single value, or several with their days.
///
/// # Errors
/// When there are several, and not all have days.
pub fn fact_from_texts<'t>(
    texts: impl IntoIterator<Item = &'t str> + Clone,
) -> Result<FactText, String> {
    let all: Option<Vec<DatedText>> = texts.clone().into_iter().map(dated).collect();
    if let Some(values) = all.filter(|values| !values.is_empty()) {
        return Ok(FactText::Dated(values));
    }
    let mut texts = texts.into_iter();
    match (texts.next(), texts.next()) {
        (text, None) => Ok(FactText::One(text.unwrap_or("").into())),
        _ => Err(
            "give it once, or each value with its days, such as 4000@2023-03-01..2023-03-15"
                .to_owned(),
        ),
    }
}

/// Reads days; or says what is wrong with them, in words that follow what they
/// are the days of.
pub(super) fn days(text: &DaysText) -> Result<DaySpan, String> {
    let day = |text: &Option<Box<str>>| -> Result<Option<Date>, String> {
        let Some(text) = text else { return Ok(None) };
        let wrong = || {
            format!(
                "has `{}` where a day belongs, such as 2023-03-01",
                shown(text)
            )
        };
        date_text::parse(text).map(Some).ok_or_else(wrong)
    };
    let days = DaySpan {
        first: day(&text.from)?,
        last: day(&text.until)?,
    };
    match days.is_reversed() {
        true => Err(REVERSED.to_owned()),
        false => Ok(days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_the_last_at_sign() {
        for (text, value, from, until) in [
            (
                "4000@2023-03-01..2023-03-15",
                "4000",
                Some("2023-03-01"),
                Some("2023-03-15"),
            ),
            ("4000 @ 2023-03-01..", "4000", Some("2023-03-01"), None),
            ("a@b@..15 March 2023", "a@b", None, Some("15 March 2023")),
        ] {
            let dated = dated(text).unwrap();
            assert_eq!(&*dated.value, value);
            assert_eq!(dated.days.from.as_deref(), from);
            assert_eq!(dated.days.until.as_deref(), until);
        }
    }

    #[test]
    fn text_without_days_is_one_value() {
        for text in ["4000", "a@b.org", "a@..", "a@b..c", "4000@2023-03-01"] {
            assert_eq!(dated(text), None, "{text}");
        }
    }

    #[test]
    fn several_values_need_days() {
        assert!(fact_from_texts(["1", "2"]).is_err());
        assert!(fact_from_texts(["1@..2023-03-15", "2"]).is_err());
        let both = fact_from_texts(["1@..2023-03-15", "2@2023-03-16.."]).unwrap();
        assert!(matches!(both, FactText::Dated(values) if values.len() == 2));
    }

    #[test]
    fn wrong_days_are_named() {
        let range = |text| days(&range(text).unwrap());
        assert!(range("2023-02-30..").unwrap_err().contains("2023-02-30"));
        assert_eq!(range("2023-03-02..2023-03-01").unwrap_err(), REVERSED);
    }
}
