//! What a version says of those who meet its criteria, as JSON: left out where
//! it says nothing.

use serde::Serialize;

use super::book::as_written;
use crate::{
    check::model::{Every, Selection},
    source::model::FirstEntry,
};

/// Schedules, who comes first, places and letters.
#[derive(Serialize)]
pub(super) struct SelectionShape<'b> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    schedules: Vec<ScheduleShape<'b>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    priority: Vec<PriorityShape<'b>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ties: Option<&'b str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<PlaceShape<'b>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    letters: Vec<LetterShape<'b>>,
}

#[derive(Serialize)]
struct ScheduleShape<'b> {
    id: &'b str,
    says: String,
    stretches: Vec<StretchShape<'b>>,
    cite: &'b str,
    reading: Option<&'b str>,
}

#[derive(Serialize)]
struct StretchShape<'b> {
    every: String,
    from: Option<&'b str>,
    until: &'b str,
}

#[derive(Serialize)]
struct PriorityShape<'b> {
    id: &'b str,
    says: String,
    by: &'b str,
    first: &'static str,
    cite: &'b str,
    reading: Option<&'b str>,
}

#[derive(Serialize)]
struct PlaceShape<'b> {
    id: &'b str,
    says: &'b str,
    holds: u16,
    cite: &'b str,
    reading: Option<&'b str>,
}

#[derive(Serialize)]
struct LetterShape<'b> {
    outcome: &'b str,
    opening: Vec<String>,
    closing: Vec<String>,
}

impl<'b> SelectionShape<'b> {
    pub(super) fn of(selection: &'b Selection) -> SelectionShape<'b> {
        let schedules = selection.schedules.iter().map(|it| ScheduleShape {
            id: &it.id,
            says: as_written(&it.says),
            stretches: it
                .stretches
                .iter()
                .map(|stretch| StretchShape {
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
            says: as_written(&it.says),
            by: &it.by.text,
            first: match (&it.by.ty, it.first) {
                (crate::base::types::Type::YesNo, _) => "yes",
                (_, FirstEntry::Least) => "least",
                (_, FirstEntry::Most) => "most",
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
            opening: it.opening.iter().map(as_written).collect(),
            closing: it.closing.iter().map(as_written).collect(),
        });
        SelectionShape {
            schedules: schedules.collect(),
            priority: priority.collect(),
            ties: selection.ties.as_deref(),
            places: places.collect(),
            letters: letters.collect(),
        }
    }
}

fn every(every: Every) -> String {
    match every {
        Every::Days(1) => "1 day".to_owned(),
        Every::Days(days) => format!("{days} days"),
        Every::Months(1) => "1 month".to_owned(),
        Every::Months(months) => format!("{months} months"),
    }
}
