//! How cases went and what they reach, as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    Ran,
    coverage::{Coverage, Kind, Target},
};
use crate::base::source_text::SourceSet;

/// How a case went.
#[derive(Serialize)]
struct CaseRan<'b> {
    /// The rule set it is a case of.
    rule_set: &'b str,
    /// Its words.
    says: &'b str,
    /// The file it is written in.
    file: &'b str,
    /// The line of the file, counted from 1.
    line: u32,
    /// Whether the answer is as expected.
    passed: bool,
    /// Where the answer is not as expected.
    differences: Vec<CaseDifference<'b>>,
}

/// Where an answer is not as a case expects.
#[derive(Serialize)]
struct CaseDifference<'b> {
    /// What it is about.
    what: &'b str,
    /// What the case expects.
    expected: &'b str,
    /// What the answer has.
    actual: &'b str,
}

/// How cases went.
#[must_use]
pub fn cases(sources: &SourceSet, ran: &[Ran]) -> String {
    let all: Vec<CaseRan<'_>> = ran.iter().map(|ran| case_ran(sources, ran)).collect();
    serde_json::to_string(&all).unwrap_or_default()
}

/// How one case went.
fn case_ran<'b>(sources: &'b SourceSet, ran: &'b Ran) -> CaseRan<'b> {
    let differences = ran.differences.iter().map(|it| CaseDifference {
        what: &it.what,
        expected: &it.expected,
        actual: &it.actual,
    });
    CaseRan {
        rule_set: &ran.rule_set,
        says: &ran.says,
        file: sources.path(ran.place.file),
        line: sources.line_and_column(ran.place).0,
        passed: ran.passed(),
        differences: differences.collect(),
    }
}

/// What the cases of a rule set reach.
#[derive(Serialize)]
struct Measured<'b> {
    /// The rule set.
    rule_set: &'b str,
    /// Whether they reach everything.
    complete: bool,
    /// How each case went.
    cases: Vec<CaseRan<'b>>,
    /// How many they reach, by kind.
    counts: BTreeMap<&'static str, Count>,
    /// What they do not reach.
    left_out: Vec<Left<'b>>,
    /// What is not counted, since no case can reach it.
    not_counted: Vec<Left<'b>>,
}

/// How many are reached.
#[derive(Serialize)]
struct Count {
    /// How many are reached.
    reached: usize,
    /// How many there are.
    of: usize,
}

/// Something that no case reaches.
#[derive(Serialize)]
struct Left<'b> {
    /// Its kind.
    kind: &'static str,
    /// What it is.
    says: &'b str,
    /// The file it is written in.
    file: &'b str,
    /// The line of the file, counted from 1.
    line: u32,
    /// Why no case can reach it.
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
        left_out: it.left_out().map(|target| left(sources, target)).collect(),
        not_counted: it
            .beyond
            .iter()
            .map(|target| left(sources, target))
            .collect(),
    }
}

fn left<'b>(sources: &'b SourceSet, target: &'b Target) -> Left<'b> {
    Left {
        kind: key(target.kind),
        says: &target.says,
        file: sources.path(target.place.file),
        line: sources.line_and_column(target.place).0,
        because: target.cannot.as_deref(),
    }
}

fn key(kind: Kind) -> &'static str {
    match kind {
        Kind::FirstDay => "first_days",
        kind => kind.name(),
    }
}
