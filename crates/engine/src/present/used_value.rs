//! A value of another rule set, in words: the version that gave it, and how.

use super::{context::Context, substitution, value_words};
use crate::{
    base::date::LongDate,
    check::model::{Role, Step},
    eval::trace::{Entry, Source, TracedUse, Worked},
};

/// The lines of each value of another rule set that a formula read.
pub(super) fn lines_of(context: &Context<'_>, worked: &Worked) -> Vec<String> {
    let read = worked.entries.iter().filter_map(|entry| match entry {
        Entry::Read(Source::Used(place), ..) => context.used.get(usize::from(*place)),
        _ => None,
    });
    read.flat_map(|used| lines(context, used)).collect()
}

/// The version that gave it, and each of its values that was evaluated.
fn lines(context: &Context<'_>, used: &TracedUse) -> Vec<String> {
    let set = &context.ruling.book.rule_sets[used.rule_set];
    let known = context.ruling.known;
    let Ok(ruling) = context.ruling.program.select(&set.id, used.on, known) else {
        return Vec::new();
    };
    let version = ruling.version;
    let nested = Context {
        ruling: &ruling,
        facts: &used.facts,
        formulas: version.formulas(),
        worked: used.trace.worked(),
        used: used.trace.used().to_vec(),
    };
    let rules = format!(
        "rule set {} from {}, asked about {}",
        set.id,
        LongDate(version.in_force),
        LongDate(used.on)
    );
    let cite = version.values[used.value].cite.as_deref();
    let mut lines = vec![value_words::cited(rules, cite)];
    for worked in &nested.worked {
        let (Step::Value(number), Role::Is) = nested.part(worked.formula) else {
            continue;
        };
        let Some(result) = worked.result.filter(|_| !ruling.secrets.value(number)) else {
            continue;
        };
        let value = &version.values[number];
        let formula = substitution::substituted(&nested, &value.is, worked);
        let result = nested.words_by(result, &value.is.ty, value.is.per);
        lines.push(format!("{}: {formula} = {result}", value.id));
    }
    lines
}
