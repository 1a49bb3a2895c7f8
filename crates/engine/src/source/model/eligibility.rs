//! What an `Eligibility` file says in addition to its facts and values: criteria, and
//! what is done with those who meet them.

use serde::Deserialize;

use crate::base::terms::PriorityOrder;

/// The smallest citable yes/no test.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriterionEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// The policy's words.
    pub says: &'s str,
    /// The formula that must be yes.
    pub holds: &'s str,
    /// When it applies at all.
    #[serde(borrow, default)]
    pub when: Option<&'s str>,
    /// The fact or value that is the day it is about.
    #[serde(borrow, default)]
    pub on: Option<&'s str>,
    /// Only a person decides when it does not hold: what to say then.
    #[serde(borrow, default)]
    pub refer: Option<&'s str>,
    /// What would turn a no into a yes.
    #[serde(borrow, default)]
    pub remedy: Option<&'s str>,
    /// What a letter says to the person who does not meet it yet.
    #[serde(borrow, default)]
    pub letter: Option<&'s str>,
    /// Where it comes from.
    #[serde(borrow, default)]
    pub cite: Option<&'s str>,
    /// How an open point of the source is read.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
}

/// What is done with those who meet the criteria, in lists of entries.
#[derive(Clone, Debug, Default)]
pub struct SelectionEntries<'s> {
    /// Days that keep returning.
    pub schedules: Vec<ScheduleEntry<'s>>,
    /// Who comes first, the weightiest first.
    pub priority: Vec<PriorityEntry<'s>>,
    /// What there is to be given out.
    pub places: Vec<VacancyEntry<'s>>,
    /// What is written to the applicant.
    pub letters: Vec<LetterEntry<'s>>,
}

/// Recurring days, in consecutive periods.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScheduleEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// What falls on these days, in words.
    pub says: &'s str,
    /// The periods, in order.
    #[serde(borrow)]
    pub stretches: Vec<RecurrenceEntry<'s>>,
    /// Where it comes from.
    #[serde(borrow, default)]
    pub cite: Option<&'s str>,
    /// How an open point of the source is read.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
}

/// A period in which days recur at one interval.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecurrenceEntry<'s> {
    /// The interval, such as `7 days` or `1 month`.
    pub every: &'s str,
    /// The day from which intervals are counted, itself none of the days; the
    /// end of the period before when left out.
    #[serde(borrow, default)]
    pub from: Option<&'s str>,
    /// The last day it can be.
    pub until: &'s str,
}

/// One rule of who comes first.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriorityEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// The policy's words.
    pub says: &'s str,
    /// What decides: a yes comes before a no.
    pub by: &'s str,
    /// For days and numbers: whether the least or the most comes first.
    #[serde(default)]
    pub first: Option<PriorityOrder>,
    /// Where it comes from.
    #[serde(borrow, default)]
    pub cite: Option<&'s str>,
    /// How an open point of the source is read.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
}

/// Places of one kind that can be given out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VacancyEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// What it is, in words.
    pub says: &'s str,
    /// How many there are, taken or free.
    pub holds: u16,
    /// The first day on which there are any.
    #[serde(borrow, default)]
    pub opens: Option<&'s str>,
    /// Where it comes from.
    #[serde(borrow, default)]
    pub cite: Option<&'s str>,
    /// How an open point of the source is read.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
}

/// What is written to an applicant when the answer has this outcome.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterEntry<'s> {
    /// `eligible`, `not_eligible`, `undetermined` or `refer`.
    pub outcome: &'s str,
    /// The paragraphs before what the answer itself has to say.
    #[serde(borrow)]
    pub opening: Vec<&'s str>,
    /// The paragraphs after it.
    #[serde(borrow, default)]
    pub closing: Vec<&'s str>,
}
