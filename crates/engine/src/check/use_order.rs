//! The order of rule sets: each after those that it uses.

use std::collections::BTreeMap;

use super::{
    dependency_order::dependency_order,
    diagnostics::{FileScope, Sink, SourceDocument},
};
use crate::{
    base::{diagnostic::Diagnostic, diagnostic_code::Code, source_text::Place},
    source::model::{Document, RuleFile},
};

/// The documents that are versions, those of used rule sets first. A circle is
/// reported once, at the use that closes it.
pub(super) fn in_order_of_use<'d, 's>(
    documents: &'d [SourceDocument<'s>],
    sink: &mut Sink<'_>,
) -> Vec<&'d SourceDocument<'s>> {
    let mut ids: Vec<&str> = Vec::new();
    let rules = |document: &'d SourceDocument<'s>| match &document.1 {
        Document::Eligibility(rules) | Document::Pricing(rules) => Some((document, rules)),
        _ => None,
    };
    let versions: Vec<(&SourceDocument<'s>, &RuleFile<'s>)> =
        documents.iter().filter_map(rules).collect();
    for (_, rules) in &versions {
        if !ids.contains(&rules.head.id) {
            ids.push(rules.head.id);
        }
    }
    let number = |id: &str| ids.iter().position(|it| *it == id);
    let mut needs = vec![Vec::new(); ids.len()];
    let mut places: BTreeMap<(usize, usize), Place> = BTreeMap::new();
    for ((file, _), rules) in &versions {
        let scope = FileScope {
            sources: sink.sources,
            file: *file,
        };
        for entry in &rules.uses {
            if let (Some(from), Some(to)) = (number(rules.head.id), number(entry.rule_set)) {
                needs.get_mut(from).into_iter().for_each(|it| it.push(to));
                places
                    .entry((from, to))
                    .or_insert_with(|| scope.place(entry.rule_set));
            }
        }
    }
    let found = dependency_order(&needs);
    for circle in &found.circles {
        let names: Vec<&str> = circle
            .iter()
            .filter_map(|at| ids.get(*at))
            .copied()
            .collect();
        let ends = circle.last().zip(circle.first());
        let place = ends.and_then(|(last, first)| places.get(&(*last, *first)));
        if let (Some(place), Some(first)) = (place, names.first()) {
            let says = format!(
                "the rules of `{first}` use themselves: {} → {first}",
                names.join(" → ")
            );
            let diagnostic = Diagnostic::new(Code::Circular, *place, says);
            sink.add(diagnostic.help("take one of these uses out, and ask for the fact instead"));
        }
    }
    let mut ordered = Vec::with_capacity(versions.len());
    for id in found.order.iter().filter_map(|at| ids.get(*at)) {
        let same = versions.iter().filter(|(_, rules)| rules.head.id == *id);
        ordered.extend(same.map(|(document, _)| *document));
    }
    ordered
}
