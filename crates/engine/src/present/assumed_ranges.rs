//! The assumptions on which an answer depends, in words.

use super::{
    change_words::spot_words,
    context::Context,
    explanation_section::ExplanationSection,
    value_words::{self, listed},
};
use crate::{
    answer::changed_facts::Spot,
    base::types::Type,
    explain::{AssumedRange, SameValues},
};

/// The values of assumed facts with which the answer is the same, of those with which
/// it may be another.
pub(super) fn assumed_ranges(
    context: &Context<'_>,
    assumed: &[AssumedRange],
) -> Option<ExplanationSection> {
    let matter = assumed.iter().filter(|it| !it.is_every());
    let entries: Vec<String> = matter.filter_map(|it| assumed_words(context, it)).collect();
    (!entries.is_empty()).then(|| ExplanationSection {
        heading: "What we assumed",
        lead: Some(
            "You did not answer these, so we assumed an answer. It stays the same with:".to_owned(),
        ),
        entries,
        notes: Vec::new(),
    })
}

/// `First day in reception: 1 June 2025 or later (we assumed 1 September 2025)`.
fn assumed_words(context: &Context<'_>, assumed: &AssumedRange) -> Option<String> {
    let (Spot::Case(fact) | Spot::Record(fact, _)) = assumed.spot else {
        return None;
    };
    let ty = &context.version().facts[fact].ty;
    let words = |value| context.value_words(value, ty);
    let is_date = *ty == Type::Date;
    let same = match &assumed.same {
        SameValues::Listed(values) => {
            let values: Vec<String> = values.iter().map(|it| words(*it)).collect();
            listed(&values, "or")
        }
        SameValues::Between(bounds) => match (bounds.low, bounds.high) {
            (Some(low), Some(high)) if low == high => words(low),
            (Some(low), Some(high)) => format!("{} to {}", words(low), words(high)),
            (Some(low), None) if is_date => format!("{} or later", words(low)),
            (None, Some(high)) if is_date => format!("{} or earlier", words(high)),
            (Some(low), None) => format!("at least {}", words(low)),
            (None, Some(high)) => format!("at most {}", words(high)),
            (None, None) => return None,
        },
    };
    let name = value_words::capital(&spot_words(context, assumed.spot));
    let value = words(assumed.value);
    Some(match same == value {
        true => format!("{name}: {same}"),
        false => format!("{name}: {same} (we assumed {value})"),
    })
}
