//! Civil dates, spans and ages: a calendar without clock or time zone.

use std::fmt;

use jiff::{Span, civil};

/// A day of the Gregorian calendar.
pub type Date = civil::Date;

/// Reads `2018-05-01`: four digits, two, two, and a day that exists.
#[must_use]
pub fn parse(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = bytes else {
        return None;
    };
    let number = |digits: &[&u8]| {
        digits.iter().try_fold(0i16, |sum, digit| {
            digit
                .is_ascii_digit()
                .then(|| sum * 10 + i16::from(**digit - b'0'))
        })
    };
    let year = number(&[y1, y2, y3, y4])?;
    let month = i8::try_from(number(&[m1, m2])?).ok()?;
    let day = i8::try_from(number(&[d1, d2])?).ok()?;
    Date::new(year, month, day).ok()
}

/// The day with these numbers; `None` where there is no such day.
#[must_use]
pub fn from_parts(year: i64, month: i64, day: i64) -> Option<Date> {
    let year = i16::try_from(year).ok()?;
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Date::new(year, month, day).ok()
}

/// The day a person born on `born` turns `years`: a 29 February birthday falls
/// on 1 March in a common year. `None` outside the calendar.
#[must_use]
pub fn birthday(born: Date, years: i64) -> Option<Date> {
    let year = i64::from(born.year()).checked_add(years)?;
    let year = i16::try_from(year).ok()?;
    Date::new(year, born.month(), born.day())
        .or_else(|_| Date::new(year, 3, 1))
        .ok()
}

/// Whether the day a person turns an age is one that another reading of a
/// 29 February birthday would put on 28 February.
#[must_use]
pub fn is_moved_birthday(born: Date, birthday: Date) -> bool {
    is_leap_day(born) && !is_leap_day(birthday)
}

/// Whether an age is another where a 29 February birthday falls on 28 February.
#[must_use]
pub fn is_moved_age(born: Date, on: Date) -> bool {
    is_leap_day(born) && (on.month(), on.day()) == (2, 28) && !on.in_leap_year()
}

fn is_leap_day(day: Date) -> bool {
    (day.month(), day.day()) == (2, 29)
}

/// Whole years lived on `on`; an age is reached at the start of the birthday.
/// Negative before birth.
#[must_use]
pub fn age(born: Date, on: Date) -> i64 {
    let years = i64::from(on.year()) - i64::from(born.year());
    let had_birthday = (on.month(), on.day()) >= (born.month(), born.day());
    if had_birthday { years } else { years - 1 }
}

/// `months` later (earlier when negative), on the same day of the month or the
/// last day of a shorter one.
#[must_use]
pub fn add_months(date: Date, months: i64) -> Option<Date> {
    // Derived from the month rather than by a span: half of what a
    // screening does is dates that follow from another.
    let month = i64::from(date.month()) - 1;
    let count = (i64::from(date.year()) * 12 + month).checked_add(months)?;
    let year = i16::try_from(count.div_euclid(12)).ok()?;
    let month = i8::try_from(count.rem_euclid(12) + 1).ok()?;
    Date::new(year, month, date.day()).ok().or_else(|| {
        let first = Date::new(year, month, 1).ok()?;
        Some(first.last_of_month())
    })
}

/// `days` later, or earlier when negative.
#[must_use]
pub fn add_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// The days from `from` to `to`.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i64 {
    const SECONDS_A_DAY: i64 = 86_400;
    to.duration_since(from).as_secs() / SECONDS_A_DAY
}

/// The days of a week, Monday first.
pub const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// How many of the days from `first` to `last`, both included, are one of the
/// weekdays: one bit each, Monday's the lowest.
#[must_use]
pub fn days_on(weekdays: u64, first: Date, last: Date) -> i64 {
    let days = days_between(first, last) + 1;
    if days <= 0 {
        return 0;
    }
    let (weeks, rest) = (days / 7, days % 7);
    let begins = i64::from(first.weekday().to_monday_zero_offset());
    let is_on = |day: i64| weekdays & (1 << (day % 7)) != 0;
    let further = (begins..begins + rest).filter(|day| is_on(*day)).count();
    let a_week = (0..7).filter(|day| is_on(*day)).count();
    let count = |days: usize| i64::try_from(days).unwrap_or(0);
    weeks * count(a_week) + count(further)
}

/// How many calendar weeks, Monday to Sunday, have every one of the weekdays
/// between `first` and `last`, both included.
#[must_use]
pub fn whole_weeks(weekdays: u64, first: Date, last: Date) -> i64 {
    let on: Vec<i64> = (0..7).filter(|day| weekdays & (1 << day) != 0).collect();
    let (Some(earliest), Some(latest)) = (on.first(), on.last()) else {
        return 0;
    };
    // Mondays of such weeks lie from `first - earliest` to `last - latest`.
    let begins = i64::from(first.weekday().to_monday_zero_offset());
    let to_monday = (earliest - begins).rem_euclid(7);
    let days = days_between(first, last) + earliest - latest - to_monday;
    if days < 0 { 0 } else { days / 7 + 1 }
}

/// A date as read aloud: `1 May 2018`.
#[derive(Clone, Copy, Debug)]
pub struct LongDate(pub Date);

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl fmt::Display for LongDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let month = usize::try_from(self.0.month() - 1)
            .ok()
            .and_then(|index| MONTHS.get(index))
            .unwrap_or(&"");
        write!(f, "{} {month} {}", self.0.day(), self.0.year())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        parse(text).unwrap()
    }

    #[test]
    fn age_is_reached_on_the_birthday() {
        assert_eq!(age(day("2000-06-15"), day("2018-06-14")), 17);
        assert_eq!(age(day("2000-06-15"), day("2018-06-15")), 18);
    }

    #[test]
    fn only_a_leap_day_birthday_in_a_common_year_is_moved() {
        let born = day("2000-02-29");
        assert!(is_moved_birthday(born, day("2018-03-01")));
        assert!(!is_moved_birthday(born, day("2020-02-29")));
        assert!(!is_moved_birthday(day("2000-03-01"), day("2018-03-01")));
        assert!(is_moved_age(born, day("2018-02-28")));
        for on in ["2018-03-01", "2018-02-27", "2020-02-28"] {
            assert!(!is_moved_age(born, day(on)), "{on}");
        }
    }

    #[test]
    fn leap_day_birthday_falls_on_the_first_of_march() {
        let born = day("2000-02-29");
        assert_eq!(age(born, day("2018-02-28")), 17);
        assert_eq!(age(born, day("2018-03-01")), 18);
        assert_eq!(birthday(born, 18), Some(day("2018-03-01")));
        assert_eq!(birthday(born, 20), Some(day("2020-02-29")));
    }

    #[test]
    fn impossible_dates_are_refused() {
        for wrong in [
            "2018-02-29",
            "2018-13-01",
            "18-01-01",
            "2018-1-1",
            "2018-01-011",
            "",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn date_arithmetic_stops_at_month_ends() {
        assert_eq!(days_between(day("2018-03-26"), day("2018-04-06")), 11);
        assert_eq!(days_between(day("1901-01-01"), day("1900-12-31")), -1);
        assert_eq!(add_months(day("2018-08-31"), 6), Some(day("2019-02-28")));
        assert_eq!(add_months(day("2018-08-31"), i64::MAX), None);
        assert_eq!(LongDate(day("2018-05-01")).to_string(), "1 May 2018");
    }

    #[test]
    fn weekdays_and_whole_weeks_are_counted_as_one_by_one() {
        let day = |text: &str| parse(text).unwrap();
        let week = 0b001_1111;
        assert_eq!(days_on(week, day("2018-03-26"), day("2018-03-31")), 5);
        assert_eq!(whole_weeks(week, day("2018-03-26"), day("2018-03-31")), 1);
        let start = day("2018-03-20");
        for weekdays in 0..128u64 {
            for from in 0..9 {
                for length in -2..24 {
                    let first = add_days(start, from).unwrap();
                    let last = add_days(first, length).unwrap();
                    let mut days = 0;
                    for step in 0..=length {
                        let one = add_days(first, step).unwrap();
                        let number = one.weekday().to_monday_zero_offset();
                        days += i64::from(weekdays & (1 << number) != 0);
                    }
                    let monday = add_days(start, -8).unwrap();
                    let mut weeks = 0;
                    for week in 0..8 {
                        let in_it = |offset: i64| {
                            let one = add_days(monday, week * 7 + offset).unwrap();
                            first <= one && one <= last
                        };
                        let on = (0..7).filter(|day| weekdays & (1 << day) != 0);
                        weeks += i64::from(weekdays != 0 && on.clone().all(in_it));
                    }
                    assert_eq!(days_on(weekdays, first, last), days);
                    assert_eq!(whole_weeks(weekdays, first, last), weeks);
                }
            }
        }
    }
}
