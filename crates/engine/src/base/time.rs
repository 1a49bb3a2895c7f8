//! Times of day, to the minute: `18:00` in files and JSON, `6pm` as read aloud
//! and as people type it.

use std::fmt;

/// A time of day in whole minutes after midnight, 00:00 to 24:00. `24:00` is
/// the end of the day, so that "until midnight" is later than 23:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(u16);

/// What a text says as a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeText {
    /// A time.
    Time(Time),
    /// Hours and minutes, but not those of a day: `25:00`, `13pm`.
    NoSuchTime,
    /// A time that could be in the morning or in the afternoon: `6.30`, `6`.
    HalfUnknown {
        /// As it would be in the morning.
        morning: Time,
    },
    /// `midnight`, which could begin the day or end it.
    Midnight,
    /// No time at all.
    Unreadable,
}

impl Time {
    /// The start of the day.
    pub const MIN: Time = Time(0);

    /// The end of the day.
    pub const MAX: Time = Time(24 * 60);

    /// A time by its minutes after midnight; `None` if there is none.
    #[must_use]
    pub fn from_minutes(minutes: i64) -> Option<Time> {
        let time = Time(u16::try_from(minutes).ok()?);
        (time <= Time::MAX).then_some(time)
    }

    /// The minutes after midnight, 0 to 1,440.
    #[must_use]
    pub fn minutes(self) -> i64 {
        i64::from(self.0)
    }

    fn new(hour: u16, minute: u16) -> Option<Time> {
        let minutes = hour.checked_mul(60)?.checked_add(minute)?;
        (minute < 60 && minutes <= Time::MAX.0).then_some(Time(minutes))
    }
}

/// For programs: `18:00`.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// A time as read aloud: `6pm`, `6:30pm`, `midday`.
#[derive(Clone, Copy, Debug)]
pub struct ClockTime(pub Time);

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Time(minutes) = self.0;
        let (hour, minute) = (minutes / 60, minutes % 60);
        match (hour, minute) {
            (0, 0) => return f.write_str("midnight"),
            (12, 0) => return f.write_str("midday"),
            (24, _) => return f.write_str("midnight at the end of the day"),
            _ => {}
        }
        let (shown, half) = match hour {
            0 => (12, "am"),
            1..12 => (hour, "am"),
            12 => (12, "pm"),
            _ => (hour - 12, "pm"),
        };
        match minute {
            0 => write!(f, "{shown}{half}"),
            _ => write!(f, "{shown}:{minute:02}{half}"),
        }
    }
}

/// Reads `18:00`, the form of rule files; `None` for any other.
#[must_use]
pub fn parse(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    Time::new(digits(hour, 1..=2)?, digits(minute, 2..=2)?)
}

/// Reads a time in any form that people type: `18:00`, `6pm`, `6.30 p.m.`,
/// `midday`. A time that could be in either half of the day is not guessed.
#[must_use]
pub fn read(text: &str) -> TimeText {
    let text = text.trim().to_ascii_lowercase();
    match text.as_str() {
        "midday" | "noon" | "12 noon" => return TimeText::Time(Time(12 * 60)),
        "midnight" | "12 midnight" => return TimeText::Midnight,
        _ => {}
    }
    let halves = [("p.m.", 12), ("a.m.", 0), ("pm", 12), ("am", 0)];
    let half = halves
        .iter()
        .find_map(|(word, hours)| Some((text.strip_suffix(word)?.trim_end(), *hours)));
    let (clock, after) = half.unwrap_or((text.as_str(), 0));
    let Some((hour, minute)) = hour_and_minute(clock) else {
        return TimeText::Unreadable;
    };
    let time = match half {
        Some(_) if (1..=12).contains(&hour) => Time::new(hour % 12 + after, minute),
        Some(_) => None,
        None => Time::new(hour, minute),
    };
    match (time, half) {
        (None, _) => TimeText::NoSuchTime,
        (Some(time), Some(_)) => TimeText::Time(time),
        (Some(time), None) if clock.contains(':') || hour > 12 && clock.contains('.') => {
            TimeText::Time(time)
        }
        (Some(morning), None) => TimeText::HalfUnknown { morning },
    }
}

fn hour_and_minute(clock: &str) -> Option<(u16, u16)> {
    match clock.split_once([':', '.']) {
        Some((hour, minute)) => Some((digits(hour, 1..=2)?, digits(minute, 2..=2)?)),
        None => Some((digits(clock, 1..=2)?, 0)),
    }
}

fn digits(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<u16> {
    let all = length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn times_that_people_type_are_read() {
        for (text, time) in [
            ("18:00", "18:00"),
            ("9:05", "09:05"),
            ("00:00", "00:00"),
            ("24:00", "24:00"),
            ("18.30", "18:30"),
            ("6pm", "18:00"),
            ("6 PM", "18:00"),
            ("6.30pm", "18:30"),
            ("6:30 p.m.", "18:30"),
            ("9 a.m.", "09:00"),
            ("12am", "00:00"),
            ("12:15pm", "12:15"),
            ("midday", "12:00"),
            ("Noon", "12:00"),
        ] {
            assert_eq!(read(text), TimeText::Time(parse(time).unwrap()), "{text}");
        }
    }

    #[test]
    fn time_that_is_wrong_has_a_reason() {
        for text in ["25:00", "24:01", "18:60", "13pm", "0am", "31"] {
            assert_eq!(read(text), TimeText::NoSuchTime, "{text}");
        }
        let morning = parse("06:30").unwrap();
        assert_eq!(read("6.30"), TimeText::HalfUnknown { morning });
        assert_eq!(read("midnight"), TimeText::Midnight);
        for text in [
            "", "six", "18:0", "18:000", "1800", "18:00:00", "-1:00", "6pmpm", "٦pm",
        ] {
            assert_eq!(read(text), TimeText::Unreadable, "{text}");
        }
    }

    #[test]
    fn times_are_read_aloud_as_in_letters() {
        let aloud = |text: &str| ClockTime(parse(text).unwrap()).to_string();
        assert_eq!(aloud("18:00"), "6pm");
        assert_eq!(aloud("18:05"), "6:05pm");
        assert_eq!(aloud("00:30"), "12:30am");
        assert_eq!(aloud("12:00"), "midday");
        assert_eq!(aloud("12:30"), "12:30pm");
        assert_eq!(aloud("00:00"), "midnight");
        assert_eq!(aloud("24:00"), "midnight at the end of the day");
    }

    proptest! {
        #[test]
        fn every_time_is_read_as_it_is_written(minutes in 0i64..=1_440) {
            let time = Time::from_minutes(minutes).unwrap();
            prop_assert_eq!(parse(&time.to_string()), Some(time));
            prop_assert_eq!(read(&time.to_string()), TimeText::Time(time));
            if ![0, 1_440].contains(&minutes) {
                prop_assert_eq!(read(&ClockTime(time).to_string()), TimeText::Time(time));
            }
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in any::<String>()) {
            let _ = read(&text);
        }
    }
}
