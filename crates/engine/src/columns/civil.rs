//! The calendar in whole numbers: what columns do with dates. A number that is no date gives 0,
//! and so does what is no date from the year 0 to 9999.

/// The last day that a date can be.
pub(super) const LAST: i64 = 99_991_231;

/// More days than there are from the first date to the last.
pub(super) const MAX_DAYS: i64 = 8_000_000;

/// The number of the day that is this many days after 1 January 1970: year × 10,000 + month × 100 + day,
/// as columns have it. Years before 0 count down.
#[must_use]
pub fn number_of_day(days_since_1970: i32) -> i64 {
    Civil::of_days(i64::from(days_since_1970) + DAYS_TO_1970).number()
}

/// From 1 March of the year 0 to 1 January 1970.
const DAYS_TO_1970: i64 = 719_468;

/// The days of 400 years.
const DAYS_OF_ERA: i64 = 146_097;

/// A day of the calendar. Columns calculate with these numbers, and not with [`Date`](crate::base::date::Date):
/// it takes a fraction of the time.
#[derive(Clone, Copy)]
pub(super) struct Civil {
    year: i64,
    month: i64,
    day: i64,
}

impl Civil {
    /// The date of a number; none if it is no date from the year 0 to 9999.
    #[inline]
    pub(super) fn of(number: i64) -> Option<Civil> {
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
        let is_date = (0..=LAST).contains(&number)
            && (1..=12).contains(&month)
            && (1..=days_of_month(year, month)).contains(&day);
        is_date.then_some(Civil { year, month, day })
    }

    #[inline]
    fn number(self) -> i64 {
        self.year * 10_000 + self.month * 100 + self.day
    }

    /// The number, if the date is one from the year 0 to 9999; else 0.
    #[inline]
    fn number_or_none(self) -> i64 {
        match (0..=9999).contains(&self.year) {
            true => self.number(),
            false => 0,
        }
    }

    /// The days from 1 March of the year 0: years are counted from March on, so that the leap
    /// day is their last.
    #[inline]
    pub(super) fn days(self) -> i64 {
        let year = self.year - i64::from(self.month <= 2);
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let month_from_march = (self.month + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + self.day - 1;
        era * DAYS_OF_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year
    }

    /// The reverse of [`Civil::days`].
    #[inline]
    fn of_days(days: i64) -> Civil {
        let (era, day_of_era) = (days.div_euclid(DAYS_OF_ERA), days.rem_euclid(DAYS_OF_ERA));
        let leap_days = day_of_era / 1460 - day_of_era / 36_524 + day_of_era / 146_096;
        let year_of_era = (day_of_era - leap_days) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let month = (month_from_march + 2) % 12 + 1;
        Civil {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month,
            day: day_of_year - (153 * month_from_march + 2) / 5 + 1,
        }
    }
}

#[inline]
fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// As [`date::add_days`](crate::base::date::add_days).
#[inline]
pub(super) fn add_days(day: i64, days: i64) -> i64 {
    let later = Civil::of(day).and_then(|it| it.days().checked_add(days));
    let is_near = |days: &i64| (-MAX_DAYS..=MAX_DAYS).contains(days);
    let later = later.filter(is_near).map(Civil::of_days);
    later.map_or(0, Civil::number_or_none)
}

/// As [`date::add_months`](crate::base::date::add_months).
#[inline]
pub(super) fn add_months(day: i64, months: i64) -> i64 {
    let later = Civil::of(day).and_then(|it| {
        let month = (it.year * 12 + it.month - 1).checked_add(months)?;
        let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
        let day = it.day.min(days_of_month(year, month));
        Some(Civil { year, month, day })
    });
    later.map_or(0, Civil::number_or_none)
}

/// As [`date::birthday`](crate::base::date::birthday).
#[inline]
pub(super) fn birthday(born: i64, years: i64) -> i64 {
    let later = Civil::of(born).and_then(|it| {
        let year = it.year.checked_add(years)?;
        Some(match it.day <= days_of_month(year, it.month) {
            true => Civil { year, ..it },
            false => Civil {
                year,
                month: 3,
                day: 1,
            },
        })
    });
    later.map_or(0, Civil::number_or_none)
}

/// The days from the second date to the first.
#[inline]
pub(super) fn days_between(last: i64, first: i64) -> i64 {
    match (Civil::of(last), Civil::of(first)) {
        (Some(last), Some(first)) => last.days() - first.days(),
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
