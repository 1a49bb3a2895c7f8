//! Named values, in the order in which they need each other.

use std::collections::BTreeMap;

use super::{
    conversions,
    dependency_order::dependency_order,
    diagnostics::{FileScope, Sink},
    facts,
    formula::Formula,
    inheritance::Inheritance,
    list_names,
    model::{NamedDay, NamedValue, Plural, Wording, Words},
    named_day, provenance,
    resolve::{self, FormulaText},
    symbols::{BookSymbols, Scope, Symbol},
    uses::{self, UsedEntry},
};
use crate::{
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        ids::{IdVec, ListId, ValueId},
        source_text::Place,
        types::Type,
    },
    source::{
        formula::model::{Formula as Written, FormulaKind},
        model::{ValueEntry, WordingPart},
        wording,
    },
};

/// What all of a version's entries are checked against.
pub(super) struct EntryContext<'a> {
    pub(super) file: FileScope<'a>,
    pub(super) inheritance: &'a Inheritance<'a>,
}

impl EntryContext<'_> {
    /// A citation in full: a place in the paper of the file it is written in.
    pub(super) fn cite(&self, cite: Option<&str>) -> Option<Box<str>> {
        let paper = |cite| self.inheritance.paper(self.file.place(cite).file);
        cite.map(|cite| provenance::citation(paper(cite), cite))
    }
}

/// Adds the names of values, whose types are not known yet.
pub(super) fn declare(
    entries: &[&ValueEntry<'_>],
    file: FileScope<'_>,
    scope: &mut Scope<'_>,
    sink: &mut Sink<'_>,
) {
    for (number, entry) in (0..).map(ValueId::new).zip(entries) {
        let each = entry
            .each
            .and_then(|list| list_names::list_named(list, file, scope, sink));
        let named = Symbol::Value(number, None, each);
        facts::add_name(entry.id, named, file.place(entry.id), scope, sink);
    }
    conversions::declare(entries, file, scope, sink);
}

/// Resolves the values, each after those it needs.
pub(super) fn check(
    entries: &[&ValueEntry<'_>],
    used: &[UsedEntry<'_>],
    around: &EntryContext<'_>,
    scope: &mut Scope<'_>,
    sink: &mut Sink<'_>,
) -> IdVec<ValueId, NamedValue> {
    let count = entries.len() + used.len();
    let mut checked: Vec<Option<NamedValue>> = (0..count).map(|_| None).collect();
    for index in order(entries, used, around.file, scope.shared, sink) {
        let part = || used.get(index.checked_sub(entries.len())?);
        let (id, value) = match (entries.get(index), part()) {
            (Some(entry), _) => (entry.id, value(entry, around, scope, sink)),
            (None, Some(part)) => (part.id.as_str(), uses::value(part, scope, sink)),
            (None, None) => continue,
        };
        scope.settle(id, value.as_ref().map(|value| value.is.kind()));
        if let Some(slot) = checked.get_mut(index) {
            *slot = value;
        }
    }
    // Wordings may name any value, evaluated before or after.
    for (entry, value) in entries.iter().zip(&mut checked) {
        let each = match scope.get(entry.id) {
            Some(Symbol::Value(_, _, each)) => *each,
            _ => None,
        };
        let on = value.as_ref().and_then(|value| value.on);
        let says = words(site(entry.says, each, on, around.file), scope, sink);
        if let Some(value) = value {
            value.says = says;
        }
    }
    IdVec::numbered(checked.into_iter().flatten())
}

fn value(
    entry: &ValueEntry<'_>,
    around: &EntryContext<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Option<NamedValue> {
    let each = match scope.get(entry.id) {
        Some(Symbol::Value(_, _, each)) => *each,
        _ => None,
    };
    let on = named_day::resolve(entry.on, around.file, scope, sink);
    let when = entry.when.and_then(|when| {
        let site = site(when, each, on, around.file);
        resolve::formula(site, Some(&Type::YesNo), scope, sink)
    });
    let is = resolve::formula(site(entry.is, each, on, around.file), None, scope, sink);
    if let Some(is) = &is {
        conversions::check(entry, is, around.file, sink);
    }
    let place = around.file.place(entry.id);
    let reason = reason(entry, around.file, sink).map(|words| scope.reason(words));
    Some(NamedValue {
        id: entry.id.into(),
        says: Wording::default(),
        is: is?,
        each,
        when,
        on,
        reason,
        converts: entry.converts.map(|units| (units.from, units.to)),
        cite: around.cite(entry.cite),
        reading: entry.reading.map(Box::from),
        place,
    })
}

/// Why the value does not apply when `when` is no, in the rules' own words or by
/// the formula.
fn reason(entry: &ValueEntry<'_>, file: FileScope<'_>, sink: &mut Sink<'_>) -> Option<String> {
    if let (None, Some(otherwise)) = (entry.when, entry.otherwise) {
        let says = "`otherwise` says why a value does not apply, and this one always does";
        let diagnostic = Diagnostic::new(Code::Shape, file.place(otherwise), says);
        sink.add(diagnostic.help("say in `when` when it applies, or take `otherwise` out"));
    }
    let when = entry.when?;
    let stated = entry.otherwise.map(str::to_owned);
    Some(stated.unwrap_or_else(|| format!("only where {when}")))
}

fn site<'t>(
    text: &'t str,
    each: Option<ListId>,
    on: Option<NamedDay>,
    file: FileScope<'_>,
) -> FormulaText<'t> {
    FormulaText {
        each,
        ..FormulaText::on(on, text, file.place(text))
    }
}

/// A wording with its formulas resolved.
pub(super) fn words(site: FormulaText<'_>, scope: &Scope<'_>, sink: &mut Sink<'_>) -> Wording {
    let parts = match wording::parse(site.text) {
        Ok(parts) => parts,
        Err(error) => {
            let help = "between `{` and `}` stands a formula; write `{{` for a brace itself";
            let diagnostic = site.unread(error);
            sink.add(match diagnostic.help {
                Some(_) => diagnostic,
                None => diagnostic.help(help),
            });
            scope.may_use(site.text);
            return Wording::default();
        }
    };
    let mut words = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            WordingPart::Words(plain) => words.push(Words::Plain(plain.into())),
            WordingPart::Formula(text, written) => {
                let formula = put_in((text, &written), site, scope, sink);
                words.extend(formula.map(Words::Formula));
            }
            WordingPart::Plural(text, written, [one, other]) => {
                let count = put_in((text, &written), site, scope, sink);
                let count = count.filter(|count| counts(count, text, site, sink));
                words.extend(count.map(|count| {
                    Words::Plural(Plural {
                        count,
                        one: one.into(),
                        other: other.into(),
                    })
                }));
            }
        }
    }
    Wording(words)
}

/// A formula of a wording, with its text.
fn put_in(
    (text, written): (&str, &Written),
    site: FormulaText<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Option<Formula> {
    let place = sink.sources.place(site.place.file, text);
    let site = FormulaText {
        text,
        place,
        ..site
    };
    resolve::resolved(written, site, None, scope, sink)
}

/// Whether a formula can choose between singular and plural words: it must give
/// a number. Reports it otherwise.
fn counts(count: &Formula, text: &str, site: FormulaText<'_>, sink: &mut Sink<'_>) -> bool {
    if count.ty.is_number() {
        return true;
    }
    let place = sink.sources.place(site.place.file, text);
    let says = format!("`{text}` is {}, not a number", count.ty);
    let help = "the words for one and for other numbers, `{…: …|…}`, need a number before `:`";
    sink.add(Diagnostic::new(Code::TypeMismatch, place, says).help(help));
    false
}

/// The order in which values can be evaluated; circles are reported and
/// left out. Those of other rule sets come after the entries.
fn order(
    entries: &[&ValueEntry<'_>],
    used: &[UsedEntry<'_>],
    file: FileScope<'_>,
    shared: &BookSymbols,
    sink: &mut Sink<'_>,
) -> Vec<usize> {
    let ids: Vec<(&str, Place)> = entries
        .iter()
        .map(|entry| (entry.id, file.place(entry.id)))
        .chain(used.iter().map(|part| (part.id.as_str(), part.place())))
        .collect();
    let numbers: BTreeMap<&str, usize> = (0..).zip(&ids).map(|(n, (id, _))| (*id, n)).collect();
    let named_in = |text: &str, needed: &mut Vec<usize>| {
        if let Ok(written) = &*shared.formulas.read(text) {
            each_name(written, &mut |name| needed.extend(numbers.get(name)));
            needed.extend(conversions::needed(written, entries));
        }
    };
    let mut needs: Vec<Vec<usize>> = Vec::with_capacity(ids.len());
    for entry in entries {
        let mut needed = Vec::new();
        needed.extend(entry.on.and_then(|on| numbers.get(on)));
        for text in entry.when.iter().chain([&entry.is]) {
            named_in(text, &mut needed);
        }
        needs.push(needed);
    }
    for part in used {
        let mut needed: Vec<usize> = part
            .needs()
            .filter_map(|id| numbers.get(id))
            .copied()
            .collect();
        part.text()
            .iter()
            .for_each(|text| named_in(text, &mut needed));
        needs.push(needed);
    }
    let found = dependency_order(&needs);
    for circle in &found.circles {
        let chain: Vec<(&str, Place)> =
            circle.iter().filter_map(|n| ids.get(*n)).copied().collect();
        let Some((first, place)) = chain.first() else {
            continue;
        };
        let names: Vec<&str> = chain.iter().map(|(id, _)| *id).collect();
        let says = match names.as_slice() {
            [_] => format!("`{first}` depends on itself"),
            _ => format!(
                "`{first}` depends on itself: {} → {first}",
                names.join(" → ")
            ),
        };
        sink.add(
            Diagnostic::new(Code::Circular, *place, says)
                .help("break the circle by working one of them out from facts"),
        );
    }
    found.order
}

/// Every name in a formula.
fn each_name<'f>(written: &'f Written, visit: &mut dyn FnMut(&'f str)) {
    if let FormulaKind::Name(name) | FormulaKind::Qualified(_, name) = &written.kind {
        visit(name);
    }
    for part in written.parts() {
        each_name(part, visit);
    }
}
