//! Days of the Gregorian calendar as day numbers, counted one year and one
//! month after the other. Day 0 is 1 January of the year 1, a Monday.

pub(crate) const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

const BEFORE_MONTH: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn month_length(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The day number; none of a day that does not exist or, as the engine has it, of
/// a year of more than four digits.
pub(crate) fn day_number(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(-9999..=9999).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    if !(1..=month_length(year, month)).contains(&day) {
        return None;
    }
    let before = year - 1;
    let years =
        before * 365 + before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400);
    let leap_day = i64::from(month > 2 && is_leap(year));
    Some(years + BEFORE_MONTH[usize::try_from(month - 1).ok()?] + leap_day + day - 1)
}

/// Year, month and day of a day number.
pub(crate) fn parts(number: i64) -> Option<(i64, i64, i64)> {
    // Not after the year, whatever the leap years before it.
    let mut year = number.div_euclid(if number < 0 { 365 } else { 366 }) + 1;
    while year < 9999 && day_number(year + 1, 1, 1)? <= number {
        year += 1;
    }
    let mut month = 1;
    while month < 12 && day_number(year, month + 1, 1)? <= number {
        month += 1;
    }
    let day = number - day_number(year, month, 1)? + 1;
    Some((year, month, day))
}

pub(crate) fn parse(text: &str) -> Option<i64> {
    let mut parts = text.split('-').map(|part| part.parse().ok());
    day_number(parts.next()??, parts.next()??, parts.next()??)
}

pub(crate) fn print(number: i64) -> String {
    let (year, month, day) = parts(number).expect("a day of the calendar");
    match year < 0 {
        true => format!("-{:06}-{month:02}-{day:02}", -year),
        false => format!("{year:04}-{month:02}-{day:02}"),
    }
}

/// 1 for Monday to 7 for Sunday.
pub(crate) fn weekday(number: i64) -> i64 {
    number.rem_euclid(7) + 1
}

/// Where the month is shorter, its last day.
pub(crate) fn add_months(number: i64, months: i64) -> Option<i64> {
    let (year, month, day) = parts(number)?;
    let all = year
        .checked_mul(12)?
        .checked_add(month - 1)?
        .checked_add(months)?;
    let (year, month) = (all.div_euclid(12), all.rem_euclid(12) + 1);
    day_number(year, month, day.min(month_length(year, month)))
}

/// The day on which an age is reached; from 29 February it is 1 March in a common year.
pub(crate) fn birthday(born: i64, years: i64) -> Option<i64> {
    let (year, month, day) = parts(born)?;
    let year = year.checked_add(years)?;
    match day_number(year, month, day) {
        None if month == 2 && day == 29 => day_number(year, 3, 1),
        reached => reached,
    }
}

/// Whole years from birth to a day; below zero before birth.
pub(crate) fn age(born: i64, on: i64) -> Option<i64> {
    let mut years = parts(on)?.0 - parts(born)?.0;
    if birthday(born, years)? > on {
        years -= 1;
    }
    Some(years)
}
