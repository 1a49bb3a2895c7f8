//! Limits on what lines come to together, and what they change.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    envelope::Answer,
    record::{self, Record},
    values::{self, Amount},
    writer,
};
use crate::{
    answer::Asked,
    base::ids::RecordId,
    check::model::Version,
    eval::price_limits::{Bearer, LimitState, Limited},
};

/// A limit on what lines come to together: for the quote, for a month of its
/// period, or for a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Limit {
    /// Its name in the rule set.
    pub id: String,
    /// The record it is for.
    pub record: Option<Record>,
    /// Its words.
    pub says: String,
    /// The number of the first part that it adds up; only if the quote has parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_part: Option<u32>,
    /// The number of the last part that it adds up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_part: Option<u32>,
    /// Whether it changes what the lines come to.
    pub state: LimitOutcome,
    /// What the lines come to without it; null if that is not known.
    pub before: Option<Amount>,
    /// What they come to with it.
    pub after: Option<Amount>,
    /// What it adds; below zero for what it takes off. Null if it changes nothing
    /// or that is not known.
    pub difference: Option<Amount>,
    /// The lines that bear the difference, the last first.
    pub borne_by: Vec<BorneBy>,
    /// Where it comes from.
    pub cite: Option<String>,
    /// How an open point of the source is read.
    pub reading: Option<String>,
}

/// Whether a limit changes what lines come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LimitOutcome {
    /// It does.
    Changed,
    /// They come to what it allows.
    Kept,
    /// It depends on how an open point of the source is read.
    Alternatives,
    /// It depends on facts that are missing.
    Undetermined,
    /// A person must price some of the lines.
    Refer,
    /// There is no such limit, or none of its lines is charged.
    DoesNotApply,
}

/// A line that bears the difference that a limit makes, or some of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BorneBy {
    /// The name of the line.
    pub line: String,
    /// The record it is for.
    pub record: Option<Record>,
    /// What is added to it; below zero for what is taken off.
    pub difference: Amount,
    /// The number of its part; only if the quote has parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<u32>,
}

/// Writes `"limits"`, where the rules have any. `parts` are those of the quote,
/// or the one that it is in.
pub(super) fn write<'a>(answer: &mut Answer<'a>, limits: &[Limited], parts: &[Asked<'a>]) {
    let versions = || parts.iter().map(|part| part.ruling.version);
    if versions().all(|version| version.limits.is_empty()) {
        return;
    }
    let in_parts = parts.first().is_some_and(|part| part.facts.is_of_part());
    answer.out.push_str(",\"limits\":[");
    let mut first = true;
    for limited in limits {
        let Some(asked) = parts.get(limited.parts.0) else {
            continue;
        };
        values::separate(&mut answer.out, &mut first);
        answer.turn_to(limited.parts.0, *asked);
        write_one(answer, limited, in_parts, parts);
    }
    answer.out.push(']');
}

fn write_one(answer: &mut Answer<'_>, limited: &Limited, in_parts: bool, parts: &[Asked<'_>]) {
    let version = answer.asked.ruling.version;
    let limit = &version.limits[limited.limit];
    let fragments = &answer.asked.fragments.version.limits[limited.limit];
    let of_record = RecordId::of(limit.for_each, limited.record);
    answer.out.push_str("{\"id\":");
    answer.out.push_str(&fragments.id);
    answer.out.push_str(",\"record\":");
    record::write(&mut answer.out, version, of_record);
    answer.out.push_str(",\"says\":");
    answer.prepared(fragments.says.as_deref(), &limit.says, of_record);
    if in_parts {
        writer::part_number(&mut answer.out, "from_part", limited.parts.0);
        writer::part_number(&mut answer.out, "to_part", limited.parts.1);
    }
    let (state, before, after, difference) = match &limited.state {
        LimitState::Changed(it) => (
            "changed",
            Some(it.before),
            Some(it.after),
            Some(it.difference),
        ),
        LimitState::Kept(sum) => ("kept", Some(*sum), Some(*sum), None),
        LimitState::Alternatives => ("alternatives", None, None, None),
        LimitState::Unknown(_) => ("undetermined", None, None, None),
        LimitState::Refer => ("refer", None, None, None),
        LimitState::DoesNotApply => ("does_not_apply", None, None, None),
    };
    answer.out.push_str(",\"state\":\"");
    answer.out.push_str(state);
    answer.amount("\",\"before\":", before);
    answer.amount(",\"after\":", after);
    answer.amount(",\"difference\":", difference);
    answer.out.push_str(",\"borne_by\":[");
    if let LimitState::Changed(changed) = &limited.state {
        let mut first = true;
        for bearer in &changed.bearers {
            if let Some(part) = parts.get(bearer.part) {
                values::separate(&mut answer.out, &mut first);
                write_bearer(answer, bearer, in_parts, part.ruling.version);
            }
        }
    }
    answer.out.push(']');
    answer.out.push_str(&fragments.cite);
    answer.out.push('}');
}

fn write_bearer(answer: &mut Answer<'_>, bearer: &Bearer, in_parts: bool, version: &Version) {
    let line = &version.lines[bearer.line];
    answer.out.push_str("{\"line\":");
    writer::text(&mut answer.out, &line.id);
    answer.out.push_str(",\"record\":");
    let of_record = RecordId::of(line.for_each, bearer.record);
    record::write(&mut answer.out, version, of_record);
    answer.amount(",\"difference\":", Some(bearer.difference));
    if in_parts {
        writer::part_number(&mut answer.out, "part", bearer.part);
    }
    answer.out.push('}');
}
