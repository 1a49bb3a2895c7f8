//! What cases expect of explanations.

use super::{
    case_names::CaseNames,
    diagnostics::{FileScope, Sink},
    model::{ExpectedExplanation, ExplanationPart, OUTCOMES},
    provenance,
};
use crate::{
    base::{date, diagnostic::Diagnostic, diagnostic_code::Code, name},
    source::model::CaseEntry,
};

/// What a case expects of the explanation of its answer.
pub(super) fn check(
    entry: &CaseEntry<'_>,
    names: &CaseNames<'_>,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> Vec<ExpectedExplanation> {
    let Some(explains) = &entry.explains else {
        return Vec::new();
    };
    for way in explains.change.iter().flatten() {
        way.split(" and ")
            .for_each(|it| changed(it, way, names, file, sink));
    }
    for saving in explains.cheaper.iter().flatten() {
        let (change, _) = saving.rsplit_once(": ").unwrap_or((saving, ""));
        change
            .split(" and ")
            .for_each(|it| changed(it, saving, names, file, sink));
    }
    for span in explains.from.iter().flatten() {
        later(span, file, sink);
    }
    let parts = [
        (ExplanationPart::Change, &explains.change),
        (ExplanationPart::From, &explains.from),
        (ExplanationPart::Cheaper, &explains.cheaper),
    ];
    let parts = parts
        .into_iter()
        .filter_map(|(part, entries)| Some(ExpectedExplanation::new(part, entries.as_ref()?)));
    parts.collect()
}

/// A change begins with the name of a fact, or with a list and a fact of its
/// records.
fn changed(
    change: &str,
    whole: &str,
    names: &CaseNames<'_>,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) {
    let subject = change.split(' ').next().unwrap_or_default();
    let (list, fact) = match subject.split_once(']') {
        Some((list, fact)) => {
            let list = list.split('[').next().unwrap_or_default();
            (Some(list), fact.trim_start_matches('.'))
        }
        None => (None, subject),
    };
    if names.facts_of(list).any(|known| known == fact) {
        return;
    }
    let says = format!("there is no fact `{subject}` to change");
    let diagnostic = Diagnostic::new(Code::BadCase, file.place(whole), says);
    let help = "write a change as `fact at least value`, `list[1].fact value`, `list with fact value` or `list without 1`";
    sink.add(match name::nearest(fact, names.facts_of(list)) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help(help),
    });
}

/// A later day with its outcome.
fn later(span: &str, file: FileScope<'_>, sink: &mut Sink<'_>) {
    let Some((day, outcome)) = span.split_once(' ') else {
        let says = format!("`{span}` is not a day and an outcome");
        let diagnostic = Diagnostic::new(Code::BadCase, file.place(span), says);
        sink.add(diagnostic.help("write `2026-04-01 not_eligible`"));
        return;
    };
    if date::parse(day).is_none() {
        let says = format!("`{day}` is not a day of the calendar");
        let diagnostic = Diagnostic::new(Code::BadDate, file.place(span), says);
        sink.add(diagnostic.help(provenance::remedy(day)));
    }
    if !OUTCOMES.contains(&outcome) {
        let says = format!("`{outcome}` is no outcome of a screening");
        let diagnostic = Diagnostic::new(Code::BadCase, file.place(span), says);
        sink.add(diagnostic.help(format!("it can be {}", OUTCOMES.join(", "))));
    }
}
