//! Dates as whole numbers, year × 10,000 + month × 100 + day, and what is done
//! with one row's numbers. Total: a number that is no date gives 0, and so does a date
//! before the year 0.

use super::{
    civil::{Civil, add_days, add_months, birthday, days_between},
    operations::{Binary, DatePart, Division, Rounded},
};
use crate::base::date::{self, Date};

pub(super) use super::civil::{LAST, MAX_DAYS};

/// A date as a number.
pub(super) fn packed(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

/// The date of a number.
pub(super) fn unpacked(day: i64) -> Option<Date> {
    date::from_parts(day / 10_000, day / 100 % 100, day % 100)
}

/// A calculation with two numbers.
#[inline]
pub(super) fn binary(how: Binary, a: i64, b: i64) -> i64 {
    match how {
        Binary::Add => a.wrapping_add(b),
        Binary::Subtract => a.wrapping_sub(b),
        Binary::Multiply => a.wrapping_mul(b),
        Binary::Least => a.min(b),
        Binary::Most => a.max(b),
        // Rounds towards the earlier year, and 29 February comes after
        // 28 February: the birthday of a leap day is 1 March.
        Binary::Age => (b.wrapping_sub(a)).div_euclid(10_000),
        Binary::AddDays => add_days(a, b),
        Binary::AddMonths => add_months(a, b),
        Binary::Birthday => birthday(a, b),
        Binary::HowMany => i64::from(a.count_ones()),
        Binary::EitherOption => a | b,
        Binary::OtherOptions => a & !b,
        Binary::DaysBetween => days_between(a, b),
    }
}

/// A part of a date.
pub(super) fn part(part: DatePart, day: i64) -> i64 {
    match part {
        DatePart::Year => day / 10_000,
        DatePart::Month => day / 100 % 100,
        DatePart::Day => day % 100,
        // 1 March of the year 0 was a Wednesday, and so was that of the year −400.
        DatePart::Weekday => Civil::of(day).map_or(0, |it| i64::from((it.days() + 2) % 7 + 1)),
    }
}

/// A number over another, at least 1, to a whole number.
#[inline]
pub(super) fn divided(how: Division, over: i64, under: i64) -> i64 {
    let under = under.max(1);
    match how {
        Division::Floor => over.div_euclid(under),
        Division::Ceiling => over.wrapping_neg().div_euclid(under).wrapping_neg(),
        Division::Rounded(mode) => {
            let (size, under) = (over.unsigned_abs(), under.unsigned_abs());
            let (whole, beyond) = (size / under, size % under);
            let away = match mode {
                Rounded::HalfUp => beyond >= under - beyond,
                Rounded::HalfEven => {
                    beyond > under - beyond || beyond == under - beyond && whole % 2 == 1
                }
                Rounded::Up => beyond > 0,
                Rounded::Down => false,
            };
            let rounded = (whole + u64::from(away)).cast_signed();
            match over < 0 {
                true => rounded.wrapping_neg(),
                false => rounded,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        base::rounding::{Mode, Rounding},
        columns::civil::number_of_day,
    };
    use rust_decimal::Decimal;

    fn any_day() -> impl Strategy<Value = Date> {
        (1900i16..2100, 1i8..=12, 1i8..=31).prop_filter_map("a day", |(year, month, day)| {
            Date::new(year, month, day).ok()
        })
    }

    #[test]
    fn dates_before_the_first_year_have_no_number() {
        let day = 20_180_501;
        assert_eq!(binary(Binary::AddMonths, day, -12 * 2018), 501);
        assert_eq!(binary(Binary::AddMonths, day, -12 * 2018 - 5), 0);
        assert_eq!(binary(Binary::Birthday, day, -2019), 0);
        assert_eq!(binary(Binary::AddDays, day, -800_000), 0);
        assert_eq!(binary(Binary::AddDays, LAST, 1), 0);
    }

    #[test]
    fn every_day_is_that_of_the_calendar() {
        let first = Date::new(0, 1, 1).unwrap();
        let mut day = first;
        let since = |day| date::days_between(Date::new(1970, 1, 1).unwrap(), day);
        for days in 0.. {
            let number = packed(day);
            assert_eq!(add_days(packed(first), days), number);
            assert_eq!(days_between(number, packed(first)), days);
            assert_eq!(number_of_day(i32::try_from(since(day)).unwrap()), number);
            let weekday = i64::from(day.weekday().to_monday_one_offset());
            assert_eq!(part(DatePart::Weekday, number), weekday, "{day}");
            match day.tomorrow() {
                Ok(next) => day = next,
                Err(_) => break,
            }
        }
        assert_eq!(packed(day), LAST);
    }

    proptest! {
        #[test]
        fn dates_as_numbers_are_those_of_the_calendar(
            a in any_day(), b in any_day(), months in -300i64..300, days in -900_000i64..900_000,
            years in -200i64..200,
        ) {
            let (x, y) = (packed(a), packed(b));
            prop_assert_eq!(unpacked(x), Some(a));
            prop_assert_eq!(binary(Binary::Age, x, y), date::age(a, b));
            prop_assert_eq!(binary(Binary::DaysBetween, x, y), date::days_between(b, a));
            let number = |day: Option<Date>| day.filter(|it| it.year() >= 0).map_or(0, packed);
            let (by_months, by_days) = (date::add_months(a, months), date::add_days(a, days));
            prop_assert_eq!(binary(Binary::AddMonths, x, months), number(by_months));
            prop_assert_eq!(binary(Binary::AddDays, x, days), number(by_days));
            let birthday = date::birthday(a, years);
            prop_assert_eq!(binary(Binary::Birthday, x, years), number(birthday));
        }

        #[test]
        fn no_number_overflows(over in any::<i64>(), under in any::<i64>()) {
            let ways = [
                Division::Floor, Division::Ceiling,
                Division::Rounded(Rounded::HalfUp), Division::Rounded(Rounded::HalfEven),
                Division::Rounded(Rounded::Up), Division::Rounded(Rounded::Down),
            ];
            for how in ways {
                for (over, under) in [(over, under), (i64::MIN, under), (i64::MIN, 1)] {
                    divided(how, over, under);
                }
            }
            for how in [Binary::AddDays, Binary::AddMonths, Binary::Birthday, Binary::DaysBetween] {
                binary(how, 20_180_501, over);
                binary(how, over, under);
            }
        }

        #[test]
        fn quotients_are_rounded_as_amounts_are(over in -5_000i64..5_000, under in 1i64..300) {
            let modes = [
                (Mode::HalfUp, Rounded::HalfUp), (Mode::HalfEven, Rounded::HalfEven),
                (Mode::Up, Rounded::Up), (Mode::Down, Rounded::Down),
            ];
            let exact = crate::base::ratio::Ratio::from(over).checked_div(under.into()).unwrap();
            for (mode, rounded) in modes {
                let rule = Rounding::new(mode, Decimal::ONE).unwrap();
                let expected = rule.apply(exact).unwrap();
                let found = divided(Division::Rounded(rounded), over, under);
                prop_assert_eq!(Decimal::from(found), expected);
            }
            prop_assert_eq!(Decimal::from(divided(Division::Floor, over, under)), exact.floor());
            prop_assert_eq!(Decimal::from(divided(Division::Ceiling, over, under)), exact.ceil());
        }
    }
}
