//! Criteria, and what is done with those who meet them.

use super::{named_day::NamedDay, wording::Wording};
use crate::{
    base::{
        date::{self, Date},
        ids::{IdVec, LetterId, PriorityId, ScheduleId},
        source_text::Place as Spot,
        terms::PriorityOrder,
        value::Value,
    },
    check::formula::Formula,
};

/// The smallest citable yes/no test.
#[derive(Debug)]
#[non_exhaustive]
pub struct Criterion {
    /// Its name.
    pub id: Box<str>,
    /// The policy's words.
    pub says: Wording,
    /// The formula that must be yes.
    pub holds: Formula,
    /// When it applies at all.
    pub when: Option<Formula>,
    /// The day it is about, if not the day asked about.
    pub on: Option<NamedDay>,
    /// What to say when only a person can decide.
    pub refer: Option<Wording>,
    /// What would turn a no into a yes.
    pub remedy: Option<Wording>,
    /// What a letter says to the person who does not meet it yet.
    pub letter: Option<Wording>,
    /// Where it comes from.
    pub cite: Box<str>,
    /// How an open point of the source is read.
    pub reading: Option<Box<str>>,
    /// Where its id is written.
    pub place: Spot,
}

/// What is done with those who meet the criteria.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Selection {
    /// The span around the day asked about that a screening is about; the day
    /// itself if none.
    pub about: Option<Box<str>>,
    /// Days that keep returning, in file order.
    pub schedules: IdVec<ScheduleId, Schedule>,
    /// Who comes first, the weightiest first.
    pub priority: IdVec<PriorityId, Priority>,
    /// How the paper settles ties: applicants whom no priority puts in order.
    pub ties: Option<Box<str>>,
    /// Who decides, as letters say it.
    pub decides: Option<Box<str>>,
    /// How to ask for a review of a decision, as letters say it.
    pub review: Option<Box<str>>,
    /// How to reach those who answer for it, as letters and quotes say it.
    pub contact: Option<Box<str>>,
    /// How long a quote that is issued is valid.
    pub valid_for: Option<Interval>,
    /// What there is to be given out, in file order.
    pub places: Vec<Vacancy>,
    /// What is written to the applicant, in file order.
    pub letters: IdVec<LetterId, Letter>,
}

/// Days that keep returning.
#[derive(Debug)]
#[non_exhaustive]
pub struct Schedule {
    /// Its name.
    pub id: Box<str>,
    /// What falls on these days.
    pub says: Wording,
    /// The periods, in order; at least one.
    pub recurrences: Vec<Recurrence>,
    /// Where it comes from.
    pub cite: Box<str>,
    /// How an open point of the source is read.
    pub reading: Option<Box<str>>,
    /// Where its id is written.
    pub place: Spot,
}

/// A period in which days recur at one interval.
#[derive(Debug)]
#[non_exhaustive]
pub struct Recurrence {
    /// The interval.
    pub every: Interval,
    /// The day from which intervals are counted; the end of the period before
    /// if none. The first period has one.
    pub from: Option<Formula>,
    /// The last day it can be.
    pub until: Formula,
}

/// An interval: a number of days or months, one at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interval {
    /// A number of days.
    Days(u16),
    /// A number of months.
    Months(u16),
}

impl Interval {
    /// The day that is this long after another, repeated `times` times; none past
    /// the last day of the calendar.
    #[must_use]
    pub fn after(self, day: Date, times: i64) -> Option<Date> {
        match self {
            Interval::Days(days) => date::add_days(day, times.checked_mul(days.into())?),
            Interval::Months(months) => date::add_months(day, times.checked_mul(months.into())?),
        }
    }

    /// The interval of a span; `None` for a span of zero or less.
    #[must_use]
    pub fn of(span: Value) -> Option<Interval> {
        let count = |count: i64| u16::try_from(count).ok().filter(|count| *count > 0);
        match span {
            Value::Days(days) => count(days).map(Interval::Days),
            Value::Months(months) => count(months).map(Interval::Months),
            _ => None,
        }
    }
}

/// One rule of who comes first.
#[derive(Debug)]
#[non_exhaustive]
pub struct Priority {
    /// Its name.
    pub id: Box<str>,
    /// The policy's words.
    pub says: Wording,
    /// What decides.
    pub by: Formula,
    /// Which end comes first; a yes always comes before a no.
    pub first: PriorityOrder,
    /// Where it comes from.
    pub cite: Box<str>,
    /// How an open point of the source is read.
    pub reading: Option<Box<str>>,
    /// Where its id is written.
    pub place: Spot,
}

/// Places of one kind that can be given out.
#[derive(Debug)]
#[non_exhaustive]
pub struct Vacancy {
    /// Its name.
    pub id: Box<str>,
    /// What it is.
    pub says: Box<str>,
    /// How many there are, taken or free.
    pub holds: u16,
    /// The first day on which there are any; from the first if none.
    pub opens: Option<Date>,
    /// Where it comes from.
    pub cite: Box<str>,
    /// How an open point of the source is read.
    pub reading: Option<Box<str>>,
}

/// What is written to an applicant.
#[derive(Debug)]
#[non_exhaustive]
pub struct Letter {
    /// The outcome it is for, as the answer names it.
    pub outcome: Box<str>,
    /// The paragraphs before what the answer itself has to say.
    pub opening: Vec<Wording>,
    /// The paragraphs after it.
    pub closing: Vec<Wording>,
}

/// The outcomes of a screening, as answers name them.
pub const OUTCOMES: [&str; 4] = ["eligible", "not_eligible", "undetermined", "refer"];
