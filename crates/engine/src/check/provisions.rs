//! Provisions: what the source says, held against the entries that are said to
//! encode it.

use std::collections::BTreeMap;

use super::{
    catalogue,
    diagnostics::{FileScope, Sink},
    line_checker,
    model::{Bearing, Home, Provision, ProvisionStatus, Version},
    symbols::Usage,
    values::EntryContext,
};
use crate::{
    base::{diagnostic::Diagnostic, diagnostic_code::Code, types::Type},
    source::model::{FactEntry, ProvisionEntry, ProvisionStatusEntry, RuleFile, TypeEntry},
};

/// What an entry has that a provision can rest on.
#[derive(Clone, Copy, Default)]
struct Basis {
    reading: bool,
    refer: bool,
}

/// Checks the provisions of a version.
pub(super) fn check(
    written: &RuleFile<'_>,
    around: &EntryContext<'_>,
    sink: &mut Sink<'_>,
) -> Vec<Provision> {
    let ids = written.provisions.iter().map(|it| it.id);
    catalogue::names("provisions", ids, around.file, sink);
    let entries = entries(written);
    let provisions = written.provisions.iter();
    provisions
        .map(|entry| provision(entry, &entries, around, sink))
        .collect()
}

fn provision(
    entry: &ProvisionEntry<'_>,
    entries: &BTreeMap<&str, Basis>,
    around: &EntryContext<'_>,
    sink: &mut Sink<'_>,
) -> Provision {
    let place = around.file.place(entry.id);
    let cite = around.cite(entry.cite).unwrap_or_default();
    if cite.is_empty() {
        line_checker::no_citation("provision", entry.id, place, sink);
    }
    let mut bad = |says: String, help: &str| {
        sink.add(Diagnostic::new(Code::BadProvision, place, says).help(help));
    };
    if entry.says.trim().is_empty() {
        let says = format!("the provision `{}` does not say what it is about", entry.id);
        bad(says, "say in your own words what the source says there");
    }
    let by = match &entry.status {
        ProvisionStatusEntry::NotEncoded { why } => {
            if why.trim().is_empty() {
                let says = format!("the provision `{}` does not say why", entry.id);
                bad(says, "say why no rule has it: answers print the reason");
            }
            &[][..]
        }
        ProvisionStatusEntry::Encoded { by }
        | ProvisionStatusEntry::Read { by }
        | ProvisionStatusEntry::Referred { by } => {
            if by.is_empty() {
                let says = format!("the provision `{}` names no entry", entry.id);
                bad(says, "name the entries, or write `NotEncoded(why: \"…\")`");
            }
            by
        }
    };
    for name in by {
        named(name, entry, entries, around, sink);
    }
    let names = |by: &[&str]| by.iter().map(|name| Box::from(*name)).collect();
    Provision {
        id: entry.id.into(),
        cite,
        says: entry.says.into(),
        when: None,
        status: match &entry.status {
            ProvisionStatusEntry::Encoded { by } => ProvisionStatus::Encoded(names(by)),
            ProvisionStatusEntry::Read { by } => ProvisionStatus::Read(names(by)),
            ProvisionStatusEntry::Referred { by } => ProvisionStatus::Referred(names(by)),
            ProvisionStatusEntry::NotEncoded { why } => ProvisionStatus::NotEncoded((*why).into()),
        },
        place,
    }
}

/// Gives each provision the fact or value by which it bears on a case; both are
/// used then.
pub(super) fn add_bearings(
    written: &RuleFile<'_>,
    version: &mut Version,
    (used, file): (&mut Usage, FileScope<'_>),
    sink: &mut Sink<'_>,
) {
    for (number, entry) in written.provisions.iter().enumerate() {
        let Some(name) = entry.when else { continue };
        let place = file.place(name);
        used.names.insert(name.into());
        match bearing(name, version) {
            Ok(bearing) => {
                if let Some(provision) = version.provisions.get_mut(number) {
                    provision.when = Some(bearing);
                }
            }
            Err(says) => {
                let diagnostic = Diagnostic::new(Code::BadProvision, place, says);
                sink.add(diagnostic.help("name a fact or a value of the case that is yes or no"));
            }
        }
        if !matches!(entry.status, ProvisionStatusEntry::NotEncoded { .. }) {
            let says = format!(
                "the provision `{}` has rules, which say when they apply",
                entry.id
            );
            let diagnostic = Diagnostic::new(Code::BadProvision, place, says);
            sink.add(diagnostic.help("leave `when` out: it is for what no rule encodes"));
        }
    }
}

fn bearing(name: &str, version: &Version) -> Result<Bearing, String> {
    let (is_of_case, ty, bearing) = if let Some((number, fact)) = version.fact(name) {
        (fact.home == Home::Case, &fact.ty, Bearing::Fact(number))
    } else {
        let mut values = version.values.iter_ids();
        match values.find(|(_, value)| &*value.id == name) {
            Some((number, value)) => (value.each.is_none(), &value.is.ty, Bearing::Value(number)),
            None => {
                let is_of_record = version.facts.iter().any(|fact| &*fact.id == name);
                return Err(match is_of_record {
                    true => of_each_record(name),
                    false => format!("there is no fact or value `{name}`"),
                });
            }
        }
    };
    match ty {
        _ if !is_of_case => Err(of_each_record(name)),
        Type::YesNo => Ok(bearing),
        _ => Err(format!("`{name}` is {ty}, not yes or no")),
    }
}

fn of_each_record(name: &str) -> String {
    format!("`{name}` is of each record, not of the case")
}

/// An entry that a provision names is there, and has what the status says.
fn named(
    name: &str,
    entry: &ProvisionEntry<'_>,
    entries: &BTreeMap<&str, Basis>,
    around: &EntryContext<'_>,
    sink: &mut Sink<'_>,
) {
    let place = around.file.place(name);
    let Some(basis) = entries.get(name) else {
        let says = format!("there is no `{name}` for the provision `{}`", entry.id);
        let diagnostic = Diagnostic::new(Code::UnknownName, place, says);
        sink.add(
            diagnostic
                .help("name a fact, table, value, criterion, line or reduction")
                .nearest(name, entries.keys().copied()),
        );
        return;
    };
    let (lacks, help) = match &entry.status {
        ProvisionStatusEntry::Read { .. } if !basis.reading => {
            ("no reading", "give it a `reading`, or write `Encoded`")
        }
        ProvisionStatusEntry::Referred { .. } if !basis.refer => (
            "nothing that a person decides",
            "give it a `refer`, or write `Encoded`",
        ),
        _ => return,
    };
    let says = format!(
        "`{name}` has {lacks}, which the provision `{}` says it has",
        entry.id
    );
    sink.add(Diagnostic::new(Code::BadProvision, place, says).help(help));
}

/// Every entry that a provision can name.
fn entries<'s>(written: &RuleFile<'s>) -> BTreeMap<&'s str, Basis> {
    let mut entries: BTreeMap<&str, Basis> = BTreeMap::new();
    let mut add = |id, reading: Option<&str>, refer: Option<&str>| {
        let basis = entries.entry(id).or_default();
        basis.reading |= reading.is_some();
        basis.refer |= refer.is_some();
    };
    each_fact(&written.facts, &mut |id| add(id, None, None));
    for it in &written.tables {
        add(it.id, it.reading, None);
    }
    for it in &written.packages {
        add(it.id, it.reading, None);
    }
    for it in written.values.iter().chain(&written.follows) {
        add(it.id, it.reading, None);
    }
    for it in &written.criteria {
        add(it.id, it.reading, it.refer);
    }
    for it in &written.selection.schedules {
        add(it.id, it.reading, None);
    }
    for it in &written.selection.priority {
        add(it.id, it.reading, None);
    }
    for it in &written.selection.places {
        add(it.id, it.reading, None);
    }
    for it in &written.lines {
        add(it.id, it.reading, it.refer);
        for reduction in &it.reductions {
            add(reduction.id, reduction.reading, None);
        }
    }
    for it in &written.totals {
        add(it.id, it.reading, None);
    }
    for it in &written.limits {
        add(it.id, it.reading, None);
    }
    entries
}

/// Every fact, those of records too.
fn each_fact<'s>(facts: &[FactEntry<'s>], add: &mut impl FnMut(&'s str)) {
    for fact in facts {
        add(fact.id);
        if let TypeEntry::List(fields) | TypeEntry::Also(fields) = &fact.is {
            for field in fields {
                add(field.id);
            }
        }
    }
}
