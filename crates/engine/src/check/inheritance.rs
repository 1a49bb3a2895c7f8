//! Versions based on earlier ones: what a version takes over is put into it
//! before anything else is checked, so that the rest of the checker sees whole
//! versions only. A text taken over stays borrowed from the file it was
//! written in: diagnostics point there, and its citations are places in that
//! file's paper.

use std::{collections::BTreeMap, iter};

use super::{
    dependency_order::{DependencyOrder, dependency_order},
    diagnostics::{FileScope, Sink, SourceDocument},
};
use crate::{
    base::{diagnostic::Diagnostic, diagnostic_code::Code, name, source_text::SourceId},
    source::model::{Document, FactEntry, RuleFile, SelectionEntries, TypeEntry},
};

/// The most versions that one is based on, one after the other. What a version rests on
/// is read again for the fingerprint of each.
const MAX_CHAIN: usize = 100;

/// Which file each version takes over from, and which paper each file cites.
#[derive(Default)]
pub(super) struct Inheritance<'s> {
    bases: BTreeMap<SourceId, SourceId>,
    papers: BTreeMap<SourceId, &'s str>,
}

impl<'s> Inheritance<'s> {
    /// The files that a version takes over from, the nearest first.
    pub(super) fn of(&self, file: SourceId) -> impl Iterator<Item = SourceId> {
        let base = |file: &SourceId| self.bases.get(file).copied();
        iter::successors(base(&file), base)
    }

    /// The paper that a file's citations are places in.
    pub(super) fn paper(&self, file: SourceId) -> &'s str {
        self.papers.get(&file).copied().unwrap_or("")
    }
}

/// Puts what each version takes over into it. A version whose base is not
/// there, or leads back to it, is reported and left out.
pub(super) fn merge<'s>(
    documents: Vec<SourceDocument<'s>>,
    sink: &mut Sink<'_>,
) -> (Vec<SourceDocument<'s>>, Inheritance<'s>) {
    let links = links(&documents, sink);
    let mut inheritance = Inheritance::default();
    let mut whole: BTreeMap<usize, Option<RuleFile<'s>>> = BTreeMap::new();
    for (file, document) in &documents {
        if let Some(own) = rules(document) {
            inheritance.papers.insert(*file, own.head.source);
        }
    }
    for (index, order) in in_order(&links) {
        let Some((file, own)) = rules_at(index, &documents) else {
            continue;
        };
        match order {
            Order::Alone => {}
            Order::After(base) => {
                let Some((base_file, base_own)) = rules_at(base, &documents) else {
                    continue;
                };
                inheritance.bases.insert(file, base_file);
                let base = match whole.get(&base) {
                    Some(base) => base.as_ref(),
                    None => Some(base_own),
                };
                let merged = base.and_then(|base| merged(base, own, file, &inheritance, sink));
                whole.insert(index, merged);
            }
            Order::Broken => {
                whole.insert(index, None);
            }
            Order::Circle(circle) => {
                if circle.iter().min() == Some(&index) {
                    circular(&circle, &documents, sink);
                }
                whole.insert(index, None);
            }
        }
    }
    let put_in = |(index, (file, document)): (usize, SourceDocument<'s>)| {
        let document = match (whole.remove(&index), document) {
            (None, document) => document,
            (Some(Some(rules)), Document::Eligibility(_)) => Document::Eligibility(rules),
            (Some(Some(rules)), _) => Document::Pricing(rules),
            (Some(None), _) => {
                sink.lacks_entries(file);
                return None;
            }
        };
        Some((file, document))
    };
    let merged = documents.into_iter().enumerate().filter_map(put_in);
    (merged.collect(), inheritance)
}

/// A version over its base; `None` and a diagnostic where its chain is too long.
fn merged<'s>(
    base: &RuleFile<'s>,
    own: &RuleFile<'s>,
    file: SourceId,
    inheritance: &Inheritance<'s>,
    sink: &mut Sink<'_>,
) -> Option<RuleFile<'s>> {
    if inheritance.of(file).nth(MAX_CHAIN).is_some() {
        too_long(own, file, sink);
        return None;
    }
    unknown_drops(inheritance.of(file), own, base, file, sink);
    Some(over(base, own))
}

/// What a version says it is based on.
#[derive(Clone, Copy)]
enum Link {
    /// Nothing.
    None,
    /// The document of that number.
    To(usize),
    /// Something that is not there.
    Broken,
}

/// How a version is made of others.
#[derive(Debug, PartialEq)]
enum Order {
    /// Of none.
    Alone,
    /// Of the document of that number, which comes before it.
    After(usize),
    /// What it is based on is not there.
    Broken,
    /// It is based on itself, through these.
    Circle(Vec<usize>),
}

fn rules<'d, 's>(document: &'d Document<'s>) -> Option<&'d RuleFile<'s>> {
    match document {
        Document::Eligibility(rules) | Document::Pricing(rules) => Some(rules),
        _ => None,
    }
}

/// What each document is based on; a base that is not there is reported.
fn links(documents: &[SourceDocument<'_>], sink: &mut Sink<'_>) -> Vec<Link> {
    let mut versions: BTreeMap<&str, Vec<(usize, SourceId, &str)>> = BTreeMap::new();
    for (index, (file, document)) in documents.iter().enumerate() {
        if let Some(rules) = rules(document) {
            let version = (index, *file, rules.head.in_force);
            versions.entry(rules.head.id).or_default().push(version);
        }
    }
    let link = |(index, _)| match rules_at(index, documents) {
        Some((file, own)) => {
            let others = versions.get(own.head.id).map_or(&[][..], Vec::as_slice);
            link(file, own, others, sink)
        }
        None => Link::None,
    };
    documents.iter().enumerate().map(link).collect()
}

/// What a version is based on, of the versions of its rule set: document, file and
/// first day in force.
fn link(
    file: SourceId,
    own: &RuleFile<'_>,
    others: &[(usize, SourceId, &str)],
    sink: &mut Sink<'_>,
) -> Link {
    let Some(base) = own.head.based_on else {
        for drop in &own.head.drops {
            let place = sink.sources.place(file, drop);
            let says = format!("there is nothing to drop `{drop}` from");
            let help = "say which version this one is based on: `based_on: \"…\"`";
            sink.add(Diagnostic::new(Code::UnknownName, place, says).help(help));
        }
        return Link::None;
    };
    let path = format!("rules/{}/{base}.ron", own.head.id);
    let sources = sink.sources;
    let named = |file: SourceId| sources.get(file).is_some_and(|file| file.path() == path);
    let by_path = others.iter().find(|(_, file, _)| named(*file));
    let found = by_path.or_else(|| others.iter().find(|(_, _, from)| *from == base));
    if let Some((at, ..)) = found {
        return Link::To(*at);
    }
    if !sink.has_unread_file(&["Eligibility(", "Pricing("], own.head.id) {
        let days = others.iter().map(|(_, _, from)| *from);
        let days: Vec<&str> = days.filter(|from| *from != own.head.in_force).collect();
        let says = format!(
            "`{}` has no version from {base} to be based on",
            own.head.id
        );
        let diagnostic = Diagnostic::new(Code::UnknownName, sources.place(file, base), says);
        sink.add(match name::nearest(base, days.iter().copied()) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None if days.is_empty() => diagnostic.help("write this version in full"),
            None => diagnostic.help(format!("there is one from {}", days.join(", "))),
        });
    }
    Link::Broken
}

fn rules_at<'d, 's>(
    index: usize,
    documents: &'d [SourceDocument<'s>],
) -> Option<(SourceId, &'d RuleFile<'s>)> {
    let (file, document) = documents.get(index)?;
    Some((*file, rules(document)?))
}

/// Every document with how it is made, each after the one that it is based on, so that
/// it is put together once.
fn in_order(links: &[Link]) -> Vec<(usize, Order)> {
    let needs = links.iter().map(|link| match link {
        Link::To(base) => vec![*base],
        Link::None | Link::Broken => Vec::new(),
    });
    let needs: Vec<Vec<usize>> = needs.collect();
    let DependencyOrder { order, circles } = dependency_order(&needs);
    // The circle of each version in one, and its place there.
    let members = circles.iter().flat_map(|circle| {
        let members = circle.iter().enumerate();
        members.map(move |(place, index)| (*index, (circle, place)))
    });
    let members: BTreeMap<usize, (&Vec<usize>, usize)> = members.collect();
    let made = |index: usize| match (members.get(&index), links.get(index)) {
        (Some((circle, place)), _) => {
            let mut circle = (*circle).clone();
            circle.rotate_left(*place);
            Order::Circle(circle)
        }
        (None, Some(Link::To(base))) => Order::After(*base),
        (None, Some(Link::Broken)) => Order::Broken,
        (None, Some(Link::None) | None) => Order::Alone,
    };
    let ordered = order.into_iter().map(|index| (index, made(index)));
    ordered.collect()
}

fn too_long(own: &RuleFile<'_>, file: SourceId, sink: &mut Sink<'_>) {
    let says = format!("a version can be based on {MAX_CHAIN} others at most");
    let place = sink.sources.place(file, own.head.based_on.unwrap_or(""));
    let diagnostic = Diagnostic::new(Code::TooMany, place, says);
    sink.add(diagnostic.help("write this version in full"));
}

fn circular(circle: &[usize], documents: &[SourceDocument<'_>], sink: &mut Sink<'_>) {
    let members: Vec<(SourceId, &RuleFile<'_>)> = circle
        .iter()
        .filter_map(|index| rules_at(*index, documents))
        .collect();
    let Some((file, first)) = members.first() else {
        return;
    };
    let days: Vec<&str> = members.iter().map(|(_, it)| it.head.in_force).collect();
    let from = first.head.in_force;
    let says = match days.as_slice() {
        [_] => format!("the version from {from} is based on itself"),
        _ => format!(
            "the version from {from} is based on itself: {} → {from}",
            days.join(" → ")
        ),
    };
    let place = sink.sources.place(*file, first.head.based_on.unwrap_or(""));
    let help = "base it on an earlier version, or write it in full";
    sink.add(Diagnostic::new(Code::Circular, place, says).help(help));
}

/// What a version makes of its base.
fn over<'s>(base: &RuleFile<'s>, own: &RuleFile<'s>) -> RuleFile<'s> {
    let drops = &own.head.drops;
    let mut head = own.head.clone();
    head.advice = head.advice.or(base.head.advice);
    head.about = head.about.or(base.head.about);
    head.ties = head.ties.or(base.head.ties);
    head.decides = head.decides.or(base.head.decides);
    head.review = head.review.or(base.head.review);
    head.contact = head.contact.or(base.head.contact);
    head.valid_for = head.valid_for.or(base.head.valid_for);
    head.rounding = head.rounding.or_else(|| base.head.rounding.clone());
    head.period = head.period.or_else(|| base.head.period.clone());
    RuleFile {
        head,
        facts: put_over(&base.facts, &grown(&base.facts, &own.facts), drops, |it| {
            it.id
        }),
        uses: put_over(&base.uses, &own.uses, drops, |it| it.id),
        tables: put_over(&base.tables, &own.tables, drops, |it| it.id),
        packages: put_over(&base.packages, &own.packages, drops, |it| it.id),
        values: put_over(&base.values, &own.values, drops, |it| it.id),
        criteria: put_over(&base.criteria, &own.criteria, drops, |it| it.id),
        follows: put_over(&base.follows, &own.follows, drops, |it| it.id),
        selection: selection_over(&base.selection, &own.selection, drops),
        lines: put_over(&base.lines, &own.lines, drops, |it| it.id),
        totals: put_over(&base.totals, &own.totals, drops, |it| it.id),
        limits: put_over(&base.limits, &own.limits, drops, |it| it.id),
        provisions: put_over(&base.provisions, &own.provisions, drops, |it| it.id),
    }
}

/// What a version does with those who meet its criteria.
fn selection_over<'s>(
    base: &SelectionEntries<'s>,
    own: &SelectionEntries<'s>,
    drops: &[&str],
) -> SelectionEntries<'s> {
    SelectionEntries {
        schedules: put_over(&base.schedules, &own.schedules, drops, |it| it.id),
        priority: put_over(&base.priority, &own.priority, drops, |it| it.id),
        places: put_over(&base.places, &own.places, drops, |it| it.id),
        letters: put_over(&base.letters, &own.letters, drops, |it| it.outcome),
    }
}

/// A version's own facts, the lists that it only adds to filled up from its
/// base.
fn grown<'s>(base: &[FactEntry<'s>], own: &[FactEntry<'s>]) -> Vec<FactEntry<'s>> {
    let own = own.iter();
    own.map(|entry| {
        let before = base.iter().find(|before| before.id == entry.id);
        match (&entry.is, before.map(|before| (before, &before.is))) {
            (TypeEntry::Also(more), Some((before, TypeEntry::List(fields)))) => FactEntry {
                id: entry.id,
                is: TypeEntry::List(put_over(fields, more, &[], |it| it.id)),
                ask: match entry.ask {
                    "" => before.ask,
                    ask => ask,
                },
                label: entry.label.or(before.label),
                hint: entry.hint.or(before.hint),
                within: entry.within.or(before.within),
                when: entry.when.or(before.when),
                assume: entry.assume.or(before.assume),
                one: entry.one.or(before.one),
                complete: entry.complete.or(before.complete),
                not_before: entry.not_before.or(before.not_before),
                no_more_than: entry.no_more_than.or(before.no_more_than),
                excludes: own_or_base(&entry.excludes, &before.excludes),
                needs: own_or_base(&entry.needs, &before.needs),
                from: entry.from.or(before.from),
                letter: entry.letter.or(before.letter),
                confidential: entry.confidential || before.confidential,
                changes: entry.changes.or(before.changes),
                personal: entry.personal.or(before.personal),
            },
            _ => entry.clone(),
        }
    })
    .collect()
}

/// The names that an entry gives; those of its base where it gives none.
fn own_or_base<'s>(own: &[&'s str], base: &[&'s str]) -> Vec<&'s str> {
    if own.is_empty() { base } else { own }.to_vec()
}

/// The base's entries without those dropped; an entry of the same name takes
/// the place of the base's, a new one comes last.
fn put_over<'s, T: Clone>(base: &[T], own: &[T], drops: &[&str], id: fn(&T) -> &'s str) -> Vec<T> {
    let kept = base.iter().filter(|entry| !drops.contains(&id(entry)));
    let mut entries: Vec<(bool, T)> = kept.map(|entry| (false, entry.clone())).collect();
    for entry in own {
        let same = |(new, old): &&mut (bool, T)| !*new && id(old) == id(entry);
        match entries.iter_mut().find(same) {
            Some(old) => *old = (true, entry.clone()),
            None => entries.push((true, entry.clone())),
        }
    }
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// Reports what a version drops and its base does not have.
fn unknown_drops(
    chain: impl Iterator<Item = SourceId>,
    own: &RuleFile<'_>,
    base: &RuleFile<'_>,
    file: SourceId,
    sink: &mut Sink<'_>,
) {
    if own.head.drops.is_empty() {
        return;
    }
    let ids = ids(base);
    let unread: Vec<String> = chain.filter_map(|file| sink.unread_text(file)).collect();
    let place = FileScope {
        sources: sink.sources,
        file,
    };
    for drop in own.head.drops.iter().filter(|drop| !ids.contains(drop)) {
        let quoted = format!("\"{drop}\"");
        if unread.iter().any(|text| text.contains(&quoted)) {
            continue;
        }
        let says = format!(
            "the version from {} has no `{drop}` to drop",
            base.head.in_force
        );
        let diagnostic = Diagnostic::new(Code::UnknownName, place.place(drop), says);
        sink.add(
            diagnostic
                .help("take it out of `drops`")
                .nearest(drop, ids.iter().copied()),
        );
    }
}

/// The names of all entries.
fn ids<'s>(rules: &RuleFile<'s>) -> Vec<&'s str> {
    let facts = rules.facts.iter().map(|it| it.id);
    let uses = rules.uses.iter().map(|it| it.id);
    let tables = rules.tables.iter().map(|it| it.id);
    let packages = rules.packages.iter().map(|it| it.id);
    let values = rules.values.iter().chain(&rules.follows).map(|it| it.id);
    let criteria = rules.criteria.iter().map(|it| it.id);
    let lines = rules.lines.iter().map(|it| it.id);
    let totals = rules.totals.iter().map(|it| it.id);
    let limits = rules.limits.iter().map(|it| it.id);
    let provisions = rules.provisions.iter().map(|it| it.id);
    let selection = &rules.selection;
    let schedules = selection.schedules.iter().map(|it| it.id);
    let priority = selection.priority.iter().map(|it| it.id);
    let places = selection.places.iter().map(|it| it.id);
    let letters = selection.letters.iter().map(|it| it.outcome);
    facts
        .chain(uses)
        .chain(tables)
        .chain(packages)
        .chain(values)
        .chain(criteria)
        .chain(schedules)
        .chain(priority)
        .chain(places)
        .chain(letters)
        .chain(lines)
        .chain(totals)
        .chain(limits)
        .chain(provisions)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_version_is_made_once_and_after_its_base() {
        let count = 3_000;
        // Written in the opposite order, which is the worst: each is based on the next.
        let link = |index| match index + 1 < count {
            true => Link::To(index + 1),
            false => Link::None,
        };
        let links: Vec<Link> = (0..count).map(link).collect();
        let ordered = in_order(&links);
        assert_eq!(ordered.len(), count);
        for (place, (index, order)) in ordered.iter().enumerate() {
            assert_eq!(*index, count - 1 - place);
            let expected = match place {
                0 => Order::Alone,
                _ => Order::After(index + 1),
            };
            assert_eq!(*order, expected);
        }
    }

    #[test]
    fn circles_and_broken_links_are_distinguished() {
        let links = [
            Link::To(1),
            Link::To(2),
            Link::To(1),
            Link::Broken,
            Link::To(3),
            Link::None,
        ];
        let expected = [
            (2, Order::Circle(vec![2, 1])),
            (1, Order::Circle(vec![1, 2])),
            (0, Order::After(1)),
            (3, Order::Broken),
            (4, Order::After(3)),
            (5, Order::Alone),
        ];
        assert_eq!(in_order(&links), expected);
    }
}
