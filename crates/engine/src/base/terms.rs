//! Closed sets of terms that rule files and the checked book share: reading one
//! is enough to check it.

use serde::Deserialize;

/// What a VAT letter means.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum Vat {
    /// Exempt from VAT.
    Exempt,
    /// Outside the scope of VAT.
    OutsideScope,
    /// Zero-rated.
    ZeroRated,
    /// At the reduced rate.
    Reduced,
    /// At the standard rate.
    Standard,
    /// The paper has the letter and does not explain it.
    NotExplained,
}

/// Who sets a charge.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum Category {
    /// The council.
    Discretionary,
    /// An Act or instrument.
    Statutory,
    /// The council, within a legal frame.
    Regulatory,
}

/// What one price buys.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub enum Unit {
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week.
    Week,
    /// A school term.
    Term,
    /// A session.
    Session,
    /// A visit.
    Visit,
    /// One person for one night.
    PersonNight,
    /// One person for one day.
    PersonDay,
    /// One activity for a group, however long the stay.
    Activity(Stay),
    /// One person for a period of time.
    Person(Stay),
    /// A group of up to this many people.
    Group(u16, Stay),
    /// A family of up to this many adults and children.
    Family(u16, u16, Stay),
    /// A unit that the catalogue declares, by its id.
    Unit(Box<str>),
}

/// How long a group stays.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum Stay {
    /// A number of minutes.
    Minutes(u16),
    /// One session.
    Session,
    /// Half a day, two sessions.
    HalfDay,
    /// A full day, four sessions.
    FullDay,
    /// A number of days and of nights.
    Nights(u16, u16),
}

/// What the figures of a column are.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum BudgetFigure {
    /// What was taken in the year before last.
    Outturn,
    /// What was budgeted for the year that is running.
    Budget,
    /// What the year that is running is thought to bring.
    Forecast,
    /// What is budgeted for the year to come.
    Proposed,
    /// The difference of two other columns.
    Variance,
}

/// Which end comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum PriorityOrder {
    /// The earliest day, the smallest number.
    Least,
    /// The latest day, the largest number.
    Most,
}
