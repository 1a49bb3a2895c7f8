//! What a case expects of the explanation of its answer, held against it.

use super::difference::Difference;
use crate::{
    answer::{Question, evaluate},
    check::model::{Case, ExplanationPart},
    eval::trace::Silent,
    explain::{self, Explanation, notation, saving_notation},
    program::model::{Program, Ruling},
};

/// What of the explanation is not as the case expects.
pub(super) fn differences(
    program: &Program,
    question: &Question<'_>,
    case: &Case,
) -> Vec<Difference> {
    if case.explains.is_empty() {
        return Vec::new();
    }
    // That it is refused is a difference of its own, unless it is expected.
    let Ok(evaluated) = evaluate(program, question, || Silent) else {
        return Vec::new();
    };
    let Some(outcome) = evaluated.outcome() else {
        return Vec::new();
    };
    let ruling = evaluated.ruling();
    let explanation = explain::explain(program, question, ruling, (outcome, evaluated.total()));
    let expected = case.explains.iter();
    let difference = |part: ExplanationPart, expected: &[Box<str>]| {
        let mut actual = entries(part, &explanation, ruling);
        let mut wanted: Vec<String> = expected.iter().map(ToString::to_string).collect();
        actual.sort();
        wanted.sort();
        (in_order(&actual) != in_order(&wanted)).then(|| Difference {
            what: format!("explains {}", part.field()).into(),
            expected: listed(&wanted).into(),
            actual: listed(&actual),
        })
    };
    expected
        .filter_map(|it| difference(it.part, &it.entries))
        .collect()
}

/// Entries with the changes of each in order, and in order themselves.
fn in_order<'e>(entries: &'e [String]) -> Vec<Vec<&'e str>> {
    let ordered = |entry: &'e String| -> Vec<&'e str> {
        let (changes, price) = entry.rsplit_once(": ").unwrap_or((entry, ""));
        let mut changes: Vec<&str> = changes.split(" and ").collect();
        changes.sort_unstable();
        changes.push(price);
        changes
    };
    let mut entries: Vec<Vec<&str>> = entries.iter().map(ordered).collect();
    entries.sort();
    entries
}

fn listed(entries: &[String]) -> String {
    match entries {
        [] => "nothing".to_owned(),
        entries => entries.join("; "),
    }
}

/// The entries of a part of an explanation as cases write them.
fn entries(part: ExplanationPart, explanation: &Explanation, ruling: &Ruling<'_>) -> Vec<String> {
    let version = ruling.version;
    match part {
        ExplanationPart::Change => {
            let nearest = explanation.nearest.iter();
            let ways = nearest.flat_map(|it| &it.ways);
            ways.map(|way| notation(version, &way.changes)).collect()
        }
        ExplanationPart::From => {
            let spans = explanation.timeline.iter().flat_map(|it| &it.spans);
            let later = spans.skip(1);
            later
                .map(|span| format!("{} {}", span.from, span.outcome.name()))
                .collect()
        }
        ExplanationPart::Cheaper => {
            let savings = explanation.cheaper.iter().flat_map(|it| &it.savings);
            savings.map(|it| saving_notation(version, it)).collect()
        }
    }
}
