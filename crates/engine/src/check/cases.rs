//! Cases: what each rule set must answer.

use std::borrow::Cow;

use super::{
    case_names::{CaseNames, EXPECTED},
    diagnostics::{FileScope, Sink, SourceDocument},
    expected_explanations,
    header_index::HeaderIndex,
    model::{Case, DatedText, DaysText, FactText, RecordText, RuleSet},
    provenance,
};
use crate::{
    base::{diagnostic::Diagnostic, diagnostic_code::Code, name, source_text::Place},
    source::{
        case_facts::{self, CaseFactEntry, DatedEntry, NotRecords, RecordEntry},
        model::{CaseEntry, CasesFile, Document},
    },
};

/// How the files of versions begin.
const VERSIONS: &[&str] = &["Eligibility(", "Pricing("];

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
    if sink.has_unread_file(VERSIONS, rule_set) {
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
    let unread = sink.unread_files(VERSIONS, &set.id);
    let names = CaseNames::of(set.versions.as_slice(), &unread);
    let mut unknown = UnknownNames::default();
    for entry in &written.cases {
        let facts = facts(entry, &names, &mut unknown, file, sink);
        expectations(entry, &names, &mut unknown, file, sink);
        let explains = expected_explanations::check(entry, &names, file, sink);
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
            explains,
            place: file.place(entry.says),
        });
    }
    unknown.report(sink);
}

/// Names that cases use and the rule set does not have. One that is written in
/// several places, as after a fact is renamed, is one mistake.
#[derive(Default)]
struct UnknownNames<'s>(Vec<(UnknownName<'s>, Diagnostic, usize)>);

/// A fact, of the case or of a list's records, or something to expect.
#[derive(Clone, Copy, PartialEq)]
enum UnknownName<'s> {
    Fact(Option<&'s str>, &'s str),
    Expected(&'s str),
}

impl<'s> UnknownNames<'s> {
    fn add(&mut self, name: UnknownName<'s>, diagnostic: impl FnOnce() -> Diagnostic) {
        match self.0.iter_mut().find(|(before, ..)| *before == name) {
            Some((.., places)) => *places += 1,
            None => self.0.push((name, diagnostic(), 1)),
        }
    }

    fn report(self, sink: &mut Sink<'_>) {
        for (_, mut diagnostic, places) in self.0 {
            if places > 1 {
                diagnostic = diagnostic.label(format!("this and {}", more_places(places - 1)));
            }
            sink.add(diagnostic);
        }
    }
}

fn more_places(count: usize) -> String {
    match count {
        1 => "1 more place in this file".to_owned(),
        _ => format!("{count} more places in this file"),
    }
}

fn facts<'s>(
    entry: &CaseEntry<'s>,
    names: &CaseNames<'_>,
    unknown: &mut UnknownNames<'s>,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> Vec<(Box<str>, FactText)> {
    let mut facts = Vec::with_capacity(entry.facts.0.len());
    let written: Vec<&str> = entry.facts.0.iter().map(|(name, _)| *name).collect();
    given_twice(&written, file, sink);
    for (name, raw) in &entry.facts.0 {
        known_fact(name, None, names, unknown, (file, sink));
        let is_value = names.facts_of(None).any(|known| known == *name) && !names.is_list(name);
        match case_facts::read(raw, !is_value) {
            Ok(read) => {
                if let CaseFactEntry::List(records) = &read {
                    for record in records {
                        let fields = record.value.iter();
                        let written: Vec<&str> = fields.map(|(name, _)| *name).collect();
                        given_twice(&written, file, sink);
                        for field in written {
                            known_fact(field, Some(name), names, unknown, (file, sink));
                        }
                    }
                }
                facts.push(((*name).into(), given(read)));
            }
            Err(wrong) => {
                let place = file.place(raw.get_ron());
                sink.add(not_records(name, &wrong, names, place));
            }
        }
    }
    facts
}

/// What stands in brackets and is no records.
fn not_records(
    name: &str,
    wrong: &NotRecords<'_>,
    names: &CaseNames<'_>,
    place: Place,
) -> Diagnostic {
    let diagnostic = |says| Diagnostic::new(Code::BadCase, place, says);
    match wrong {
        NotRecords::Texts(texts) if !names.is_list(name) => {
            let says = format!("the value of `{name}` is one text, not a list");
            diagnostic(says).help(format!("write \"{}\"", texts.join(", ")))
        }
        NotRecords::Values => diagnostic(format!("the values of `{name}` cannot be read")).help(
            "values with days are written \
             `[{ \"from\": \"2023-03-01\", \"until\": \"2023-03-15\", \"value\": … }, …]`",
        ),
        _ => diagnostic(format!("the records of `{name}` cannot be read"))
            .help("records are written `[{ \"name\": value, … }, …]`"),
    }
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
fn known_fact<'s>(
    name: &'s str,
    list: Option<&'s str>,
    names: &CaseNames<'_>,
    unknown: &mut UnknownNames<'s>,
    (file, sink): (FileScope<'_>, &Sink<'_>),
) {
    let here: Vec<&str> = names.facts_of(list).collect();
    let list_is_known = list.is_none() || !here.is_empty();
    if here.contains(&name) || !list_is_known || names.may_be_in_error(name, sink) {
        return;
    }
    unknown.add(UnknownName::Fact(list, name), || {
        let says = match list {
            Some(list) => format!("the records of `{list}` have no fact `{name}`"),
            None => format!("the rule set has no fact `{name}`"),
        };
        Diagnostic::new(Code::BadCase, file.place(name), says).help(fact_help(name, &here, names))
    });
}

fn fact_help(name: &str, here: &[&str], names: &CaseNames<'_>) -> String {
    match names.home_of(name) {
        Some(Some(list)) => format!("it is a fact of each record of `{list}`: write it there"),
        Some(None) => "it is a fact of the case: write it next to the list".to_owned(),
        None => match name::nearest(name, here.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if here.is_empty() => "take it out: the rule set asks for no facts".to_owned(),
            None => format!("it can be {}", here.join(", ")),
        },
    }
}

fn given(read: CaseFactEntry<'_>) -> FactText {
    match read {
        CaseFactEntry::One(text) => FactText::One(text.into()),
        CaseFactEntry::Dated(values) => {
            let value = |entry: DatedEntry<'_, &str>| DatedText {
                days: days(&entry),
                value: entry.value.into(),
            };
            FactText::Dated(values.into_iter().map(value).collect())
        }
        CaseFactEntry::List(records) => FactText::List(records.into_iter().map(record).collect()),
    }
}

fn record(entry: DatedEntry<'_, RecordEntry<'_>>) -> RecordText {
    RecordText {
        days: days(&entry),
        facts: entry
            .value
            .into_iter()
            .map(|(name, read)| (name.into(), given(read)))
            .collect(),
    }
}

fn days<T>(entry: &DatedEntry<'_, T>) -> DaysText {
    DaysText {
        from: entry.from.map(Box::from),
        until: entry.until.map(Box::from),
    }
}

/// A case expects an outcome, a total, what is missing, or something of a
/// value, criterion, line or reduction by its name (`line`, `line[2]`,
/// `line.reduction`, `line.chosen`).
fn expectations<'s>(
    entry: &CaseEntry<'s>,
    names: &CaseNames<'_>,
    unknown: &mut UnknownNames<'s>,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) {
    let expected: Vec<&str> = entry.expect.0.iter().map(|(what, _)| *what).collect();
    if expected.is_empty() && entry.explains.is_none() {
        let says = "the case expects nothing, so that it cannot fail";
        let diagnostic = Diagnostic::new(Code::BadCase, file.place(entry.says), says);
        sink.add(diagnostic.help("add `expect: …` or `explains: …`"));
    }
    given_twice(&expected, file, sink);
    for (what, _) in &entry.expect.0 {
        let plain = without_record(without_part(what));
        let id = plain.rsplit('.').next().unwrap_or(&plain);
        if names.can_be_expected(&plain) || names.may_be_in_error(id, sink) {
            continue;
        }
        unknown.add(UnknownName::Expected(what), || {
            let says = format!("the rule set has nothing called `{what}` to expect");
            let help = names.nearest_expected(&plain).map_or_else(
                || {
                    format!(
                        "expect {}, or name a value, criterion, line or reduction",
                        EXPECTED.join(", ")
                    )
                },
                |near| format!("did you mean `{near}`?"),
            );
            Diagnostic::new(Code::BadCase, file.place(what), says).help(help)
        });
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
