//! The calendar in whole numbers: what columns do with dates. A number that is no date gives 0,
//! and so does what is no date from the year 0 to 9999.

/// The last day that a date can be.
pub(super) const LAST: i64 = 99_991_231;

/// More days than there are from the first date to the last.
pub(super) const MAX_DAYS: i64 = 8_000_000;

/// The number of the day that is this many days after 1 January 1970: year × 10,000 +
/// month × 100 + day, as columns have it. Years before 0 count down.
#[must_use]
pub fn number_of_day(days_since_1970: i32) -> i64 {
    let days = i64::from(days_since_1970) + DAYS_TO_1970;
    let era = days.div_euclid(DAYS_OF_ERA);
    let day_of_era = u32::try_from(days.rem_euclid(DAYS_OF_ERA)).unwrap_or(0);
    let day = Civil::of_days(day_of_era);
    (i64::from(day.year) + era * YEARS_OF_ERA) * 10_000 + i64::from(day.month * 100 + day.day)
}

/// From 1 March of the year 0 to 1 January 1970.
const DAYS_TO_1970: i64 = 719_468;

/// The calendar repeats after 400 years.
const YEARS_OF_ERA: i64 = 400;
const DAYS_OF_ERA: i64 = 146_097;

const DAYS_OF_MONTH: [u32; 13] = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// A day of the calendar. Columns calculate with these numbers, and not with
/// [`Date`](crate::base::date::Date): they are divided by constants alone, in 32 bits.
#[derive(Clone, Copy)]
pub(super) struct Civil {
    year: u32,
    month: u32,
    day: u32,
}

impl Civil {
    /// The date of a number; none if it is no date from the year 0 to 9999.
    #[inline]
    pub(super) fn of(number: i64) -> Option<Civil> {
        let number = u32::try_from(number).ok().filter(|_| number <= LAST)?;
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
        let is_date = day >= 1 && day <= days_of_month(year, month);
        is_date.then_some(Civil { year, month, day })
    }

    #[inline]
    fn number(self) -> i64 {
        i64::from(self.year * 10_000 + self.month * 100 + self.day)
    }

    /// The date of a year, which may lie beyond the last.
    #[inline]
    fn in_year(year: i64, month: u32, day: u32) -> Option<Civil> {
        let year = u32::try_from(year).ok().filter(|year| *year <= 9999)?;
        Some(Civil { year, month, day })
    }

    /// The days from 1 March of the year −400 to this. Years are counted from March on, so that
    /// the leap day is their last.
    #[inline]
    pub(super) fn days(self) -> u32 {
        let (year, month_from_march) = match self.month > 2 {
            true => (self.year + 400, self.month - 3),
            false => (self.year + 399, self.month + 9),
        };
        let leap_days = year / 4 - year / 100 + year / 400;
        year * 365 + leap_days + (153 * month_from_march + 2) / 5 + self.day - 1
    }

    /// The day that is this many days after 1 March of the year 0, or of any other year that
    /// 400 divides, with years counted from that.
    #[inline]
    fn of_days(days: u32) -> Civil {
        let century = (4 * days + 3) / 146_097;
        let day_of_century = days - 146_097 * century / 4;
        let year_of_century = (4 * day_of_century + 3) / 1461;
        let day_of_year = day_of_century - 1461 * year_of_century / 4;
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let year = 100 * century + year_of_century;
        match month_from_march < 10 {
            true => Civil {
                year,
                month: month_from_march + 3,
                day,
            },
            false => Civil {
                year: year + 1,
                month: month_from_march - 9,
                day,
            },
        }
    }
}

/// The days of a month; none where there is no such month.
#[inline]
fn days_of_month(year: u32, month: u32) -> u32 {
    let is_leap_year =
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let month = usize::try_from(month).unwrap_or(0);
    let days = DAYS_OF_MONTH.get(month).copied().unwrap_or(0);
    days + u32::from(month == 2 && is_leap_year)
}

/// As [`date::add_days`](crate::base::date::add_days).
#[inline]
pub(super) fn add_days(day: i64, days: i64) -> i64 {
    let Some(from) = Civil::of(day) else { return 0 };
    let within_month = i64::from(from.day).saturating_add(days);
    if within_month >= 1 && within_month <= i64::from(days_of_month(from.year, from.month)) {
        return day + days;
    }
    let later = i64::from(from.days()).saturating_add(days);
    let later = u32::try_from(later).ok().filter(|_| later <= MAX_DAYS);
    let later = later.map(Civil::of_days).and_then(|it| {
        // Counted from the year −400.
        let year = i64::from(it.year) - YEARS_OF_ERA;
        Civil::in_year(year, it.month, it.day)
    });
    later.map_or(0, Civil::number)
}

/// As [`date::add_months`](crate::base::date::add_months).
#[inline]
pub(super) fn add_months(day: i64, months: i64) -> i64 {
    let later = Civil::of(day).and_then(|it| {
        let months = i64::from(it.year * 12 + it.month - 1).checked_add(months)?;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12));
        let first = Civil::in_year(year, u32::try_from(month).ok()? + 1, 1)?;
        let day = it.day.min(days_of_month(first.year, first.month));
        Some(Civil { day, ..first })
    });
    later.map_or(0, Civil::number)
}

/// As [`date::birthday`](crate::base::date::birthday).
#[inline]
pub(super) fn birthday(born: i64, years: i64) -> i64 {
    let later = Civil::of(born).and_then(|it| {
        let year = i64::from(it.year).checked_add(years)?;
        let later = Civil::in_year(year, it.month, it.day)?;
        Some(match it.day <= days_of_month(later.year, it.month) {
            true => later,
            false => Civil {
                month: 3,
                day: 1,
                ..later
            },
        })
    });
    later.map_or(0, Civil::number)
}

/// The days from the second date to the first.
#[inline]
pub(super) fn days_between(last: i64, first: i64) -> i64 {
    match (Civil::of(last), Civil::of(first)) {
        (Some(last), Some(first)) => i64::from(last.days()) - i64::from(first.days()),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_since_1970_are_civil_dates() {
        assert_eq!(number_of_day(0), 19_700_101);
        assert_eq!(number_of_day(17_652), 20_180_501);
        assert_eq!(number_of_day(11_016), 20_000_229);
        assert_eq!(number_of_day(-1), 19_691_231);
        assert_eq!(number_of_day(-719_162), 10_101);
    }

    #[test]
    fn numbers_that_are_no_dates_give_nothing() {
        for number in [
            -1,
            0,
            100,
            20_180_229,
            20_181_301,
            20_180_100,
            20_180_132,
            LAST + 1,
        ] {
            assert_eq!(add_days(number, 1), 0, "{number}");
            assert_eq!(add_months(number, 1), 0, "{number}");
            assert_eq!(birthday(number, 1), 0, "{number}");
            assert_eq!(days_between(20_180_501, number), 0, "{number}");
        }
    }
}
