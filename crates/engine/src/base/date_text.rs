//! Dates as people type them: `2018-05-01`, `1/5/2018`, `1 May 2018`. The day
//! comes first, as in the United Kingdom, unless a year of four digits does.

use super::date::{self, Date, MONTHS};

/// What a text says as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateText {
    /// A day.
    Day(Date),
    /// A day in a year of which only the last two digits are given.
    ShortYear {
        /// The day of the month, not checked yet.
        day: i8,
        /// The month, 1 to 12.
        month: i8,
        /// The last two digits of the year.
        year: i16,
    },
    /// A day after the last of its month; with the first of that month.
    AfterMonthEnd(Date),
    /// The month is not 1 to 12, in a text that begins with the day.
    NoSuchMonth,
    /// The month is not 1 to 12, in a text that begins with the year.
    NoSuchMonthAfterYear,
    /// No date at all.
    Unreadable,
}

/// Reads a date in any form that people type; `None` if the text is no day of
/// the calendar, or its year has two digits.
///
/// ```
/// use almoner_engine::base::{date, date_text};
///
/// let day = date::parse("1999-03-03");
/// for text in ["1999-03-03", "3/3/1999", "3 March 1999", "3rd mar. 1999"] {
///     assert_eq!(date_text::parse(text), day);
/// }
/// assert_eq!(date_text::parse("3/3/99"), None);
/// ```
#[must_use]
pub fn parse(text: &str) -> Option<Date> {
    match read(text) {
        DateText::Day(day) => Some(day),
        _ => None,
    }
}

/// Reads a date in any form that people type.
#[must_use]
pub fn read(text: &str) -> DateText {
    let text = text.trim();
    if let Some(day) = date::parse(text) {
        return DateText::Day(day);
    }
    numeric(text)
        .or_else(|| with_month_name(text))
        .unwrap_or(DateText::Unreadable)
}

/// The days a year of two digits can mean: in the 1900s, and in the 2000s.
pub fn in_each_century(day: i8, month: i8, year: i16) -> impl Iterator<Item = Date> {
    let years = [1900 + year, 2000 + year].into_iter();
    years.filter_map(move |year| Date::new(year, month, day).ok())
}

/// Three numbers with one kind of mark between them.
fn numeric(text: &str) -> Option<DateText> {
    let mark = text.chars().find(|c| !c.is_ascii_digit())?;
    if !['/', '-', '.'].contains(&mark) {
        return None;
    }
    let mut parts = text.split(mark);
    let [first, second, third] = [parts.next()?, parts.next()?, parts.next()?];
    if parts.next().is_some() {
        return None;
    }
    let month = up_to_two_digits(second)?;
    Some(if first.len() == 4 {
        match on_day(digits(first)?, month, up_to_two_digits(third)?) {
            DateText::NoSuchMonth => DateText::NoSuchMonthAfterYear,
            other => other,
        }
    } else if third.len() == 2 && mark == '-' {
        // `18-05-01` can begin with the year or with the day.
        return None;
    } else {
        day_first(up_to_two_digits(first)?, month, third)?
    })
}

/// `3 March 1999`, `3rd of mar 99`, `March 3, 1999`.
fn with_month_name(text: &str) -> Option<DateText> {
    let parts = words(text)?;
    let [first, second, year] = parts.as_slice() else {
        return None;
    };
    let (month, day) = match (month_named(first), month_named(second)) {
        (Some(month), None) => (month, up_to_two_digits(second)?),
        (None, Some(month)) => (month, up_to_two_digits(first)?),
        _ => return None,
    };
    day_first(day, month, year)
}

fn day_first(day: i8, month: i8, year: &str) -> Option<DateText> {
    match year.len() {
        4 => Some(on_day(digits(year)?, month, day)),
        2 if (1..=12).contains(&month) => Some(DateText::ShortYear {
            day,
            month,
            year: digits(year)?,
        }),
        2 => Some(DateText::NoSuchMonth),
        _ => None,
    }
}

fn on_day(year: i16, month: i8, day: i8) -> DateText {
    match (Date::new(year, month, day), Date::new(year, month, 1)) {
        (Ok(day), _) => DateText::Day(day),
        (_, Ok(first)) => DateText::AfterMonthEnd(first),
        _ => DateText::NoSuchMonth,
    }
}

/// Runs of letters and of digits, without `of` and without `rd` after a
/// number. `None` if a character is neither of them nor a separator.
fn words(text: &str) -> Option<Vec<&str>> {
    let mut words: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let of_kind = |c: char| match next.is_ascii_digit() {
            true => c.is_ascii_digit(),
            false => c.is_ascii_alphabetic(),
        };
        let length = rest.find(|c| !of_kind(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length);
        if word.is_empty() {
            if ![' ', ',', '.', '-', '/'].contains(&next) {
                return None;
            }
            rest = rest.get(next.len_utf8()..)?;
            continue;
        }
        let is_any = |of: &[&str]| of.iter().any(|it| it.eq_ignore_ascii_case(word));
        let after_number = words.last().is_some_and(|last| digits(last).is_some());
        if !(after_number && is_any(&["st", "nd", "rd", "th", "of"])) {
            words.push(word);
        }
        rest = after;
    }
    Some(words)
}

/// The month of a name or of its first letters, at least three.
fn month_named(word: &str) -> Option<i8> {
    let is = |name: &str| {
        let start = name.get(..word.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    let number = MONTHS.iter().position(|name| is(name))?;
    (word.len() >= 3).then(|| i8::try_from(number + 1).ok())?
}

fn up_to_two_digits(text: &str) -> Option<i8> {
    (text.len() <= 2).then(|| digits(text))??.try_into().ok()
}

fn digits(text: &str) -> Option<i16> {
    let all = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn dates_that_people_type_are_read_day_first() {
        for (text, day) in [
            ("2018-05-01", "2018-05-01"),
            ("2018-5-1", "2018-05-01"),
            ("2018/05/01", "2018-05-01"),
            ("1/5/2018", "2018-05-01"),
            ("01.05.2018", "2018-05-01"),
            ("1-5-2018", "2018-05-01"),
            (" 1 May 2018 ", "2018-05-01"),
            ("3 March 1999", "1999-03-03"),
            ("3rd March, 1999", "1999-03-03"),
            ("3rd of march 1999", "1999-03-03"),
            ("27 mar 2014", "2014-03-27"),
            ("27-Mar-2014", "2014-03-27"),
            ("27mar2014", "2014-03-27"),
            ("1 sept 2018", "2018-09-01"),
            ("March 3, 1999", "1999-03-03"),
        ] {
            assert_eq!(parse(text), date::parse(day), "{text}");
            assert!(parse(text).is_some(), "{text}");
        }
    }

    #[test]
    fn short_year_is_not_guessed() {
        let short = |day, month, year| DateText::ShortYear { day, month, year };
        assert_eq!(read("1/1/16"), short(1, 1, 16));
        assert_eq!(read("27/3/14"), short(27, 3, 14));
        assert_eq!(read("27 mar 14"), short(27, 3, 14));
        let days: Vec<String> = in_each_century(29, 2, 0).map(|it| it.to_string()).collect();
        assert_eq!(days, ["2000-02-29"]);
    }

    #[test]
    fn invalid_date_has_a_reason() {
        let first = |text| DateText::AfterMonthEnd(date::parse(text).unwrap());
        assert_eq!(read("31/6/2018"), first("2018-06-01"));
        assert_eq!(read("2018-02-29"), first("2018-02-01"));
        assert_eq!(read("30 Feb 2018"), first("2018-02-01"));
        assert_eq!(read("12/31/2018"), DateText::NoSuchMonth);
        assert_eq!(read("2018-31-12"), DateText::NoSuchMonthAfterYear);
        for text in [
            "",
            "today",
            "1",
            "1/5",
            "18-05-01",
            "1/5/201",
            "1/5-2018",
            "1 ma 2018",
            "5 2018 1",
            "1/5/2018/1",
            "March 1999",
            "1 May 2018 £",
            "٣/٣/١٩٩٩",
            "may may 2018",
        ] {
            assert_eq!(read(text), DateText::Unreadable, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_day_is_read_as_it_is_printed(days in 0i64..80_000) {
            let day = date::add_days(date::parse("1900-01-01").unwrap(), days).unwrap();
            let (d, m, y) = (day.day(), day.month(), day.year());
            prop_assert_eq!(parse(&date::LongDate(day).to_string()), Some(day));
            prop_assert_eq!(parse(&format!("{d}/{m}/{y}")), Some(day));
            prop_assert_eq!(parse(&day.to_string()), Some(day));
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in any::<String>()) {
            let _ = read(&text);
        }
    }
}
