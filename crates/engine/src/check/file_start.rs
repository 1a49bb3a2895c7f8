//! For which answers a rule file counts and from which day on, as far as its text says
//! it: the file may have mistakes.

use std::collections::BTreeSet;

use crate::{
    base::date::{self, Date},
    source::compact_text::compact_text,
};

/// Kinds of files that no answer rests on. A rule set that uses a parameter which is
/// not there has a mistake of its own.
const WITHOUT_ANSWERS: [&str; 5] = ["Cases(", "Policy(", "Plan(", "Budget(", "Parameter("];

/// What a file counts for, each with the first day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Counts {
    /// Nothing that answers rest on.
    Nothing,
    /// Prices.
    Prices(Date),
    /// The rules of a rule set: the one that the file names, and the one of its folder.
    RuleSets(BTreeSet<Box<str>>, Date),
}

/// What a file counts for; `None` where it is not known.
pub(crate) fn counts(path: &str, text: &str) -> Option<Counts> {
    let text = compact_text(text);
    let is = |kinds: &[&str]| kinds.iter().any(|kind| text.starts_with(kind));
    if is(&WITHOUT_ANSWERS) {
        return Some(Counts::Nothing);
    }
    let after = |field: &str| {
        let (_, after) = text.split_once(field)?;
        after.split('"').next()
    };
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or(path);
    // The file of a version has the name of its first day.
    let named = name.get(..10).and_then(date::parse);
    let written = after("in_force:\"").and_then(date::parse);
    let first = named.into_iter().chain(written).min();
    if is(&["Tariff(", "Variation("]) {
        return written.and(first).map(Counts::Prices);
    }
    if is(&["Eligibility(", "Pricing("]) {
        let ids = after("(id:\"").into_iter().chain(parts.next());
        let from = written.and(first).unwrap_or(Date::MIN);
        return Some(Counts::RuleSets(ids.map(Box::from).collect(), from));
    }
    None
}
