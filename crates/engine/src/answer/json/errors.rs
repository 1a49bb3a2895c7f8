//! Why there is no answer, as JSON.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    envelope::{self, Head, Tail},
    writer,
};
use crate::{
    answer::FaultedAnswer,
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Severity,
        source_text::{Place, SourceSet},
    },
    eval::{basis::Basis, fault_message},
    facts::Problem,
    program::{select::Unavailable, step_label},
};

/// An answer that could not be finished because a sum could not be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Fault {
    /// What it rests on.
    #[serde(flatten)]
    pub head: Head,
    /// Always `fault`.
    pub outcome: FaultOutcome,
    /// What could not be done.
    pub fault: FaultDetail,
    /// The facts, the trace so far and the fingerprints.
    #[serde(flatten)]
    pub tail: Tail,
}

/// The outcome of an answer that could not be finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FaultOutcome {
    /// A sum could not be done.
    Fault,
}

/// A sum that could not be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FaultDetail {
    /// What could not be done.
    pub says: String,
    /// What the formula belongs to, as in a step of the trace; null if the
    /// fault is in no formula.
    pub step: Option<String>,
    /// The name of that in the rule set.
    pub id: Option<String>,
    /// Where it comes from.
    pub cite: Option<String>,
    /// The part of the formula, as it is written in the rule file.
    pub text: Option<String>,
}

/// Facts that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problems {
    /// What is wrong with each.
    pub problems: Vec<FactProblem>,
}

/// A fact that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FactProblem {
    /// The stable code of the problem, `unknown-fact`.
    pub code: String,
    /// The JSON Pointer (RFC 6901) to it.
    pub at: String,
    /// What is wrong with it.
    pub says: String,
    /// How it can be put right.
    pub help: Option<String>,
}

/// Errors and warnings about rule files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostics {
    /// Each of them.
    pub diagnostics: Vec<FileDiagnostic>,
}

/// An error or warning about a rule file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Diagnostic")]
pub struct FileDiagnostic {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: u64,
    /// The character in the line, counted from 1.
    pub column: u64,
    /// The stable code of the diagnostic.
    pub code: String,
    /// Whether it stops the book from being used.
    pub severity: DiagnosticSeverity,
    /// What is wrong.
    pub says: String,
    /// Other places that have to do with it.
    pub related: Vec<RelatedPlace>,
    /// How it can be put right.
    pub help: Option<String>,
}

/// Whether a diagnostic stops the book from being used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Severity")]
pub enum DiagnosticSeverity {
    /// It does.
    Error,
    /// It does not.
    Warning,
}

/// A place that has to do with a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RelatedPlace {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: u64,
    /// The character in the line, counted from 1.
    pub column: u64,
    /// What is there.
    pub says: String,
}

/// A question that no rules or prices answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotAnswered {
    /// Why they do not.
    pub refused: Refusal,
}

/// Why no rules or prices answer a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Refusal {
    /// The stable code, `not-available`.
    pub code: String,
    /// The day asked about.
    #[schemars(extend("format" = "date"))]
    pub on: String,
    /// What there is none of, and why.
    pub says: String,
}

/// Writes what is wrong with the facts.
pub(super) fn problems(problems: &[Problem]) -> String {
    let mut out = String::from("{\"problems\":[");
    for (number, problem) in problems.iter().enumerate() {
        if number > 0 {
            out.push(',');
        }
        out.push_str("{\"code\":");
        writer::text(&mut out, problem.code.name());
        out.push_str(",\"at\":");
        writer::text(&mut out, &problem.at);
        out.push_str(",\"says\":");
        writer::text(&mut out, &problem.says);
        out.push_str(",\"help\":");
        writer::text_or_null(&mut out, problem.help.as_deref());
        out.push('}');
    }
    out.push_str("]}");
    out
}

/// Writes remarks on rule files.
pub(super) fn diagnostics(sources: &SourceSet, remarks: &[Diagnostic]) -> String {
    let mut out = String::from("{\"diagnostics\":[");
    for (number, remark) in remarks.iter().enumerate() {
        if number > 0 {
            out.push(',');
        }
        out.push('{');
        place(&mut out, sources, remark.place);
        out.push_str(",\"code\":");
        writer::text(&mut out, remark.code.name());
        out.push_str(match remark.code.severity() {
            Severity::Error => ",\"severity\":\"error\",\"says\":",
            Severity::Warning => ",\"severity\":\"warning\",\"says\":",
        });
        writer::text(&mut out, &remark.says);
        out.push_str(",\"related\":[");
        for (number, (at, says)) in remark.related.iter().enumerate() {
            out.push_str(if number > 0 { ",{" } else { "{" });
            place(&mut out, sources, *at);
            out.push_str(",\"says\":");
            writer::text(&mut out, says);
            out.push('}');
        }
        out.push_str("],\"help\":");
        writer::text_or_null(&mut out, remark.help.as_deref());
        out.push('}');
    }
    out.push_str("]}");
    out
}

/// Writes a place as file, line and column, both counted from 1; a column is
/// a character.
fn place(out: &mut String, sources: &SourceSet, place: Place) {
    let (line, column) = sources.line_and_column(place);
    out.push_str("\"file\":");
    writer::text(out, sources.path(place.file));
    for (key, count) in [(",\"line\":", line), (",\"column\":", column)] {
        out.push_str(key);
        writer::whole(out, i64::from(count));
    }
}

/// Writes why no rules or prices answer a question.
pub(super) fn refused(refused: &Unavailable) -> String {
    let mut out = String::from("{\"refused\":{\"code\":\"not-available\",\"on\":");
    writer::day(&mut out, refused.on);
    out.push_str(",\"says\":");
    writer::text(&mut out, &refused.to_string());
    out.push_str("}}");
    out
}

/// Writes what could not be done, and what had been done by then.
pub(super) fn fault(faulted: &FaultedAnswer<'_>) -> String {
    let asked = faulted.asked();
    let ruling = asked.ruling;
    let found = faulted.fault();
    let mut out = String::new();
    envelope::head(&mut out, ruling, asked.fragments, ruling.status());
    out.push_str(",\"outcome\":\"fault\",\"fault\":{\"says\":");
    writer::text(&mut out, &fault_message::fault_message(ruling, found));
    let part = found
        .formula
        .map(|formula| ruling.version.formula_sites[formula]);
    let about = part.map(|part| step_label::step_label(ruling.version, part.step));
    out.push_str(",\"step\":");
    writer::text_or_null(&mut out, about.as_ref().map(|about| about.kind));
    out.push_str(",\"id\":");
    writer::text_or_null(&mut out, about.as_ref().map(|about| about.id));
    out.push_str(",\"cite\":");
    writer::text_or_null(&mut out, about.as_ref().and_then(|about| about.cite));
    out.push_str(",\"text\":");
    let written = fault_message::faulty_text(ruling.version, found);
    writer::text_or_null(&mut out, written.as_deref());
    out.push('}');
    envelope::end(&mut out, asked, faulted.trace(), Basis::default());
    out
}
