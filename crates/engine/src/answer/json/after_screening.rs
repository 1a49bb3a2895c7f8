//! What a version says of those who meet its criteria, as JSON: left out where
//! it says nothing.

use schemars::JsonSchema;
use serde::Serialize;

use crate::check::model::{Interval, PriorityOrder, Selection, Wording};

/// Schedules, priority, places and letters.
#[derive(Serialize, JsonSchema)]
pub(super) struct SelectionShape<'b> {
    /// Days on which something falls due.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    schedules: Vec<ScheduleShape<'b>>,
    /// The rules of priority, the first decides first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    priority: Vec<PriorityShape<'b>>,
    /// What decides between applicants of the same priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    ties: Option<&'b str>,
    /// Who decides, as letters say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    decides: Option<&'b str>,
    /// How to ask for a review, as letters say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    review: Option<&'b str>,
    /// How to reach those who answer for it, as letters and quotes say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<&'b str>,
    /// How long a quote that is issued is valid: `28 days`, `3 months`.
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_for: Option<String>,
    /// The kinds of places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<PlaceShape<'b>>,
    /// The letters, by outcome.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    letters: Vec<LetterShape<'b>>,
}

/// Days on which something falls due.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ScheduleRule")]
struct ScheduleShape<'b> {
    /// Its name.
    id: &'b str,
    /// Its words, with formulas in braces.
    says: String,
    /// Its periods, one after the other.
    stretches: Vec<SchedulePeriodShape<'b>>,
    /// Where it comes from.
    cite: &'b str,
    /// How an open point of the source is read.
    reading: Option<&'b str>,
}

/// A period in which something falls due at regular intervals.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SchedulePeriod")]
struct SchedulePeriodShape<'b> {
    /// The interval: `"1 month"`, `"14 days"`.
    every: String,
    /// The formula of its first day; null if it follows the period before.
    from: Option<&'b str>,
    /// The formula of its last day.
    until: &'b str,
}

/// A rule of priority.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PriorityRule")]
struct PriorityShape<'b> {
    /// Its name.
    id: &'b str,
    /// Its words, with formulas in braces.
    says: String,
    /// The formula by which it compares applicants.
    by: &'b str,
    /// Which of them comes first.
    first: FirstShape,
    /// Where it comes from.
    cite: &'b str,
    /// How an open point of the source is read.
    reading: Option<&'b str>,
}

/// Which applicant comes first.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PriorityOrder")]
enum FirstShape {
    /// The one for whom the formula is yes.
    Yes,
    /// The one with the least.
    Least,
    /// The one with the most.
    Most,
}

/// A kind of place.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PlaceKind")]
struct PlaceShape<'b> {
    /// Its name.
    id: &'b str,
    /// Its words.
    says: &'b str,
    /// How many there are.
    holds: u16,
    /// Where it comes from.
    cite: &'b str,
    /// How an open point of the source is read.
    reading: Option<&'b str>,
}

/// A letter about an outcome.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LetterTemplate")]
struct LetterShape<'b> {
    /// The outcome.
    outcome: &'b str,
    /// The paragraphs before the reasons, with formulas in braces.
    opening: Vec<String>,
    /// The paragraphs after the reasons, with formulas in braces.
    closing: Vec<String>,
}

impl<'b> SelectionShape<'b> {
    pub(super) fn of(selection: &'b Selection) -> SelectionShape<'b> {
        let schedules = selection.schedules.iter().map(|it| ScheduleShape {
            id: &it.id,
            says: it.says.as_written(),
            stretches: it
                .recurrences
                .iter()
                .map(|stretch| SchedulePeriodShape {
                    every: every(stretch.every),
                    from: stretch.from.as_ref().map(|from| &*from.text),
                    until: &stretch.until.text,
                })
                .collect(),
            cite: &it.cite,
            reading: it.reading.as_deref(),
        });
        let priority = selection.priority.iter().map(|it| PriorityShape {
            id: &it.id,
            says: it.says.as_written(),
            by: &it.by.text,
            first: match (&it.by.ty, it.first) {
                (crate::base::types::Type::YesNo, _) => FirstShape::Yes,
                (_, PriorityOrder::Least) => FirstShape::Least,
                (_, PriorityOrder::Most) => FirstShape::Most,
            },
            cite: &it.cite,
            reading: it.reading.as_deref(),
        });
        let places = selection.places.iter().map(|it| PlaceShape {
            id: &it.id,
            says: &it.says,
            holds: it.holds,
            cite: &it.cite,
            reading: it.reading.as_deref(),
        });
        let letters = selection.letters.iter().map(|it| LetterShape {
            outcome: &it.outcome,
            opening: it.opening.iter().map(Wording::as_written).collect(),
            closing: it.closing.iter().map(Wording::as_written).collect(),
        });
        SelectionShape {
            schedules: schedules.collect(),
            priority: priority.collect(),
            ties: selection.ties.as_deref(),
            decides: selection.decides.as_deref(),
            review: selection.review.as_deref(),
            contact: selection.contact.as_deref(),
            valid_for: selection.valid_for.map(every),
            places: places.collect(),
            letters: letters.collect(),
        }
    }
}

fn every(every: Interval) -> String {
    match every {
        Interval::Days(1) => "1 day".to_owned(),
        Interval::Days(days) => format!("{days} days"),
        Interval::Months(1) => "1 month".to_owned(),
        Interval::Months(months) => format!("{months} months"),
    }
}
