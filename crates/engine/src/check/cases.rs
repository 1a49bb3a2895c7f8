//! Cases: what each rule set must answer.

use std::borrow::Cow;

use super::{
    case_names::{CaseNames, EXPECTED},
    diagnostics::{FileScope, Sink, SourceDocument},
    header_index::HeaderIndex,
    model::{Case, FactText, RuleSet},
    provenance,
};
use crate::{
    base::{diagnostic::Diagnostic, diagnostic_code::Code, name},
    source::{
        case_facts::{self, CaseFactEntry},
        model::{CaseEntry, CasesFile, Document},
    },
};

/// Checks every case against its rule set and puts it there.
pub(super) fn check(
    documents: &[SourceDocument<'_>],
    sets: &mut [RuleSet],
    headers: &HeaderIndex,
    sink: &mut Sink<'_>,
) {
    let mut meant: Vec<Box<str>> = Vec::new();
    for (id, document) in documents {
        let Document::Cases(written) = document else {
            continue;
        };
        let file = FileScope {
            sources: sink.sources,
            file: *id,
        };
        let names: Vec<Box<str>> = sets.iter().map(|set| set.id.clone()).collect();
        misplaced(written.rule_set, file, sink);
        let Some(set) = sets.iter_mut().find(|set| &*set.id == written.rule_set) else {
            let near = name::nearest(written.rule_set, names.iter().map(AsRef::as_ref));
            meant.extend(near.map(Box::from));
            unknown(written.rule_set, near, file, sink);
            continue;
        };
        read(written, set, file, sink);
    }
    for set in sets.iter().filter(|set| set.cases.is_empty()) {
        // Cases that could not be read, or that name another rule set, have
        // had their diagnostic.
        let folder = format!("rules/{}/", set.id);
        let mut written = documents.iter().filter(|(id, document)| {
            let path = sink.sources.path(*id);
            matches!(document, Document::Cases(_)) && path.starts_with(&folder)
        });
        if written.next().is_some()
            || meant.contains(&set.id)
            || sink.has_unread_file(&["Cases("], &set.id)
        {
            continue;
        }
        let Some(version) = set.versions.first() else {
            continue;
        };
        let says = format!("`{}` has no cases", set.id);
        let help = format!("write what it must answer in rules/{}/cases.ron", set.id);
        let place = headers.get(version.file).id;
        sink.add(Diagnostic::new(Code::NoCases, place, says).help(help));
    }
}

/// Cases are kept in the folder of their rule set.
fn misplaced(rule_set: &str, file: FileScope<'_>, sink: &mut Sink<'_>) {
    let path = file.path();
    let folder = format!("rules/{rule_set}/");
    let named = path
        .strip_prefix("rules/")
        .and_then(|path| path.split('/').next());
    // Where the folder has its own rule set, it is the name that is wrong.
    if !path.starts_with(&folder) && named != Some(rule_set) {
        let says = format!("the cases of `{rule_set}` are kept in {path}");
        let diagnostic = Diagnostic::new(Code::Misplaced, file.place(rule_set), says);
        sink.add(diagnostic.help(format!(
            "keep them in {folder}cases.ron, or correct `rule_set`"
        )));
    }
}

/// A rule set that there is none of; unless its rules could not be read.
fn unknown(rule_set: &str, near: Option<&str>, file: FileScope<'_>, sink: &mut Sink<'_>) {
    if sink.has_unread_file(&["Eligibility(", "Pricing("], rule_set) {
        return;
    }
    let says = format!("there is no rule set `{rule_set}`");
    let diagnostic = Diagnostic::new(Code::UnknownName, file.place(rule_set), says);
    sink.add(diagnostic.help(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write its rules in the folder rules/{rule_set}, or take the cases out"),
    }));
}

fn read(written: &CasesFile<'_>, set: &mut RuleSet, file: FileScope<'_>, sink: &mut Sink<'_>) {
    let names = CaseNames::of(set.versions.as_slice());
    for entry in &written.cases {
        let facts = facts(entry, &names, file, sink);
        expectations(entry, &names, file, sink);
        set.cases.push(Case {
            says: entry.says.into(),
            on: provenance::day(entry.on, file, sink),
            known: entry.known.map(|known| provenance::day(known, file, sink)),
            facts,
            expect: entry
                .expect
                .0
                .iter()
                .map(|(what, how)| ((*what).into(), (*how).into()))
                .collect(),
            place: file.place(entry.says),
        });
    }
}

fn facts(
    entry: &CaseEntry<'_>,
    names: &CaseNames<'_>,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> Vec<(Box<str>, FactText)> {
    let mut facts = Vec::with_capacity(entry.facts.0.len());
    let written: Vec<&str> = entry.facts.0.iter().map(|(name, _)| *name).collect();
    given_twice(&written, file, sink);
    for (name, raw) in &entry.facts.0 {
        known_fact(name, None, names, file, sink);
        match case_facts::read(raw) {
            Ok(read) => {
                if let CaseFactEntry::List(records) = &read {
                    for record in records {
                        let written: Vec<&str> = record.iter().map(|(name, _)| *name).collect();
                        given_twice(&written, file, sink);
                        for field in written {
                            known_fact(field, Some(name), names, file, sink);
                        }
                    }
                }
                facts.push(((*name).into(), given(read)));
            }
            Err(help) => {
                let says = format!("the records of `{name}` cannot be read");
                let place = file.place(raw.get_ron());
                sink.add(Diagnostic::new(Code::BadCase, place, says).help(help));
            }
        }
    }
    facts
}

/// Reports a name that is written twice among those of one entry.
fn given_twice(names: &[&str], file: FileScope<'_>, sink: &mut Sink<'_>) {
    for (number, name) in names.iter().enumerate() {
        if let Some(first) = names.iter().take(number).find(|first| *first == name) {
            let says = format!("`{name}` is written twice here");
            let diagnostic = Diagnostic::new(Code::DuplicateName, file.place(name), says);
            let diagnostic = diagnostic.related(file.place(first), "first written here");
            sink.add(diagnostic.help("take one out"));
        }
    }
}

/// Reports a fact that the rule set does not have there: in the case, or
/// in the records of `list`.
fn known_fact(
    name: &str,
    list: Option<&str>,
    names: &CaseNames<'_>,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) {
    let here: Vec<&str> = names.facts_of(list).collect();
    let list_is_known = list.is_none() || !here.is_empty();
    if here.contains(&name) || !list_is_known || names.may_be_in_error(name, sink) {
        return;
    }
    let says = match list {
        Some(list) => format!("the records of `{list}` have no fact `{name}`"),
        None => format!("the rule set has no fact `{name}`"),
    };
    let help = match names.home_of(name) {
        Some(Some(list)) => format!("it is a fact of each record of `{list}`: write it there"),
        Some(None) => "it is a fact of the case: write it next to the list".to_owned(),
        None => match name::nearest(name, here.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it can be {}", here.join(", ")),
        },
    };
    let diagnostic = Diagnostic::new(Code::BadCase, file.place(name), says);
    sink.add(diagnostic.help(help));
}

fn given(read: CaseFactEntry<'_>) -> FactText {
    let field = |(name, text): (&str, &str)| (name.into(), text.into());
    match read {
        CaseFactEntry::One(text) => FactText::One(text.into()),
        CaseFactEntry::List(records) => FactText::List(
            records
                .into_iter()
                .map(|fields| fields.into_iter().map(field).collect())
                .collect(),
        ),
    }
}

/// A case expects an outcome, a total, what is missing, or something of a
/// value, criterion, line or reduction by its name (`line`, `line[2]`,
/// `line.reduction`, `line.chosen`).
fn expectations(
    entry: &CaseEntry<'_>,
    names: &CaseNames<'_>,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) {
    let expected: Vec<&str> = entry.expect.0.iter().map(|(what, _)| *what).collect();
    given_twice(&expected, file, sink);
    for (what, _) in &entry.expect.0 {
        let plain = without_record(without_part(what));
        let id = plain.rsplit('.').next().unwrap_or(&plain);
        if names.can_be_expected(&plain) || names.may_be_in_error(id, sink) {
            continue;
        }
        let says = format!("the rule set has nothing called `{what}` to expect");
        let diagnostic = Diagnostic::new(Code::BadCase, file.place(what), says);
        let help = names.nearest_expected(&plain).map_or_else(
            || {
                format!(
                    "expect {}, or name a value, criterion, line or reduction",
                    EXPECTED.join(", ")
                )
            },
            |near| format!("did you mean `{near}`?"),
        );
        sink.add(diagnostic.help(help));
    }
}

/// `part[2].place` without its part: `place`.
fn without_part(what: &str) -> &str {
    let of_part = what.strip_prefix(Case::PART);
    let split = of_part.and_then(|it| it.split_once("]."));
    split.map_or(what, |(_, what)| what)
}

/// `place[2].chosen` without its record: `place.chosen`.
fn without_record(what: &str) -> Cow<'_, str> {
    match what.split_once('[') {
        Some((name, rest)) => {
            let behind = rest.split_once(']').map_or("", |(_, behind)| behind);
            format!("{name}{behind}").into()
        }
        None => what.into(),
    }
}
