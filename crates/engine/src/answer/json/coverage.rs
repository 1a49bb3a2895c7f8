//! What cases reach, as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::book::{CaseRan, case_ran};
use crate::{
    base::source_text::SourceSet,
    cases::coverage::{Coverage, Goal, Kind},
};

#[derive(Serialize)]
struct Measured<'b> {
    rule_set: &'b str,
    complete: bool,
    cases: Vec<CaseRan<'b>>,
    counts: BTreeMap<&'static str, Count>,
    left_out: Vec<Left<'b>>,
    not_counted: Vec<Left<'b>>,
}

#[derive(Serialize)]
struct Count {
    reached: usize,
    of: usize,
}

#[derive(Serialize)]
struct Left<'b> {
    kind: &'static str,
    says: &'b str,
    file: &'b str,
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<&'b str>,
}

/// What the cases of each rule set reach.
#[must_use]
pub fn coverage(sources: &SourceSet, measured: &[Coverage]) -> String {
    let all: Vec<Measured<'_>> = measured.iter().map(|it| one(sources, it)).collect();
    serde_json::to_string(&all).unwrap_or_default()
}

fn one<'b>(sources: &'b SourceSet, it: &'b Coverage) -> Measured<'b> {
    let count = |kind: Kind| {
        let (reached, of) = it.count(kind);
        (key(kind), Count { reached, of })
    };
    Measured {
        rule_set: &it.rule_set,
        complete: it.is_complete(),
        cases: it.ran.iter().map(|ran| case_ran(sources, ran)).collect(),
        counts: Kind::ALL.map(count).into(),
        left_out: it.left_out().map(|goal| left(sources, goal)).collect(),
        not_counted: it.beyond.iter().map(|goal| left(sources, goal)).collect(),
    }
}

fn left<'b>(sources: &'b SourceSet, goal: &'b Goal) -> Left<'b> {
    Left {
        kind: key(goal.kind),
        says: &goal.says,
        file: sources.get(goal.place.file).map_or("", |file| file.path()),
        line: sources.line_and_column(goal.place).0,
        because: goal.cannot.as_deref(),
    }
}

fn key(kind: Kind) -> &'static str {
    match kind {
        Kind::FirstDay => "first_days",
        kind => kind.name(),
    }
}
