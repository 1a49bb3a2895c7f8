//! The only clock of the command line. The engine gets the day as an argument,
//! so that the same question always has the same answer.

use jiff::{Timestamp, tz::TimeZone};

use super::exit::{Exit, Failure};
use almoner_engine::base::date::Date;

/// Where the council is.
const PLACE: &str = "Europe/London";

/// Today's date in Europe/London.
pub(super) fn today() -> Result<Date, Failure> {
    let zone = TimeZone::get(PLACE).map_err(|error| {
        Failure::new(
            Exit::Io,
            format!("the time zone {PLACE} is not known: {error}"),
        )
        .help("name the day with --on DATE")
    })?;
    Ok(date_at(Timestamp::now(), zone))
}

fn date_at(instant: Timestamp, zone: TimeZone) -> Date {
    instant.to_zoned(zone).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_begins_at_midnight_in_london() {
        let zone = || TimeZone::get(PLACE).unwrap();
        let at = |instant: &str| date_at(instant.parse().unwrap(), zone()).to_string();
        assert_eq!(at("2018-06-30T22:59:59Z"), "2018-06-30");
        assert_eq!(at("2018-06-30T23:00:00Z"), "2018-07-01");
        assert_eq!(at("2018-12-31T23:59:59Z"), "2018-12-31");
    }
}
