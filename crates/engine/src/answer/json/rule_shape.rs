//! An entry of a version, as the pages about the book have it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::check::model::{Criterion, Line, NamedValue, PriceLimit, Total};

/// A value, criterion, line, total or reduction of a rule set.
#[derive(Default, Serialize, JsonSchema)]
pub(super) struct Rule<'b> {
    /// Its name.
    id: &'b str,
    /// Its words, with formulas in braces.
    says: String,
    /// Its formulas, as they are written in the rule file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    formulas: Vec<&'b str>,
    /// The formula that says when it applies; absent if always.
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<&'b str>,
    /// Where it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    cite: Option<&'b str>,
    /// How an open point of the source is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<&'b str>,
    /// What each reduction of a line is taken off: `to_gross`, `one_after_other`
    /// or `best`; absent without reductions.
    #[serde(skip_serializing_if = "Option::is_none")]
    reductions_apply: Option<&'static str>,
    /// The reductions of a line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reductions: Vec<Rule<'b>>,
}

/// A named value.
pub(super) fn value(value: &NamedValue) -> Rule<'_> {
    Rule {
        id: &value.id,
        says: value.says.as_written(),
        formulas: vec![&value.is.text],
        when: value.when.as_ref().map(|when| &*when.text),
        cite: value.cite.as_deref(),
        reading: value.reading.as_deref(),
        ..Rule::default()
    }
}

/// A criterion.
pub(super) fn criterion(criterion: &Criterion) -> Rule<'_> {
    Rule {
        id: &criterion.id,
        says: criterion.says.as_written(),
        formulas: vec![&criterion.holds.text],
        when: criterion.when.as_ref().map(|when| &*when.text),
        cite: Some(&criterion.cite),
        reading: criterion.reading.as_deref(),
        ..Rule::default()
    }
}

/// A total.
pub(super) fn total(total: &Total) -> Rule<'_> {
    Rule {
        id: &total.id,
        says: total.says.as_written(),
        formulas: vec![&total.times.text],
        when: total.when.as_ref().map(|when| &*when.text),
        cite: total.cite.as_deref(),
        reading: total.reading.as_deref(),
        ..Rule::default()
    }
}

/// A limit.
pub(super) fn limit(limit: &PriceLimit) -> Rule<'_> {
    Rule {
        id: &limit.id,
        says: limit.says.as_written(),
        formulas: limit.bounds().map(|formula| &*formula.text).collect(),
        when: limit.when.as_ref().map(|when| &*when.text),
        cite: Some(&limit.cite),
        reading: limit.reading.as_deref(),
        ..Rule::default()
    }
}

/// A line.
pub(super) fn line(line: &Line) -> Rule<'_> {
    let reductions = line.reductions.iter().map(|it| Rule {
        id: &it.id,
        says: it.says.as_written(),
        formulas: std::iter::once(&it.take)
            .chain(&it.at_least)
            .chain(&it.at_most)
            .map(|formula| &*formula.text)
            .collect(),
        when: Some(&it.when.text),
        cite: Some(&it.cite),
        reading: it.reading.as_deref(),
        ..Rule::default()
    });
    let formulas = line
        .options
        .iter()
        .flat_map(|option| std::iter::once(&option.each).chain(&option.quantity));
    Rule {
        id: &line.id,
        says: line.says.as_written(),
        formulas: formulas.map(|formula| &*formula.text).collect(),
        when: line.when.as_ref().map(|when| &*when.text),
        cite: Some(&line.cite),
        reading: line.reading.as_deref(),
        reductions_apply: (!line.reductions.is_empty()).then(|| line.reductions_apply.name()),
        reductions: reductions.collect(),
    }
}
