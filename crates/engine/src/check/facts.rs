//! Facts as declared: numbered, typed, named once.

use super::{
    catalogue::bad_name,
    cells,
    diagnostics::{FileScope, Sink},
    fact_changes::StatedChange,
    fact_relations,
    model::{Changes, Fact, Home, List, RelationKind},
    resolve::{self, FormulaText},
    symbols::{Scope, Symbol},
};
use crate::{
    base::{
        bounds::Bounds,
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        ids::{FactId, IdVec, ListId},
        name,
        source_text::Place,
        types::{Options, Type},
        value::Missing,
    },
    check::model::MAX_LISTS,
    source::{
        formula,
        model::{ChoiceEntry, FactEntry, TypeEntry},
    },
};

/// The facts of a version, and the formulas still to be resolved for them.
#[derive(Default)]
pub(super) struct Declared<'s> {
    pub(super) facts: IdVec<FactId, Fact>,
    pub(super) lists: IdVec<ListId, List>,
    formulas: Vec<(FactId, Option<&'s str>, Option<&'s str>)>,
    relations: Vec<(FactId, Vec<(RelationKind, &'s str)>)>,
    pub(super) stated_changes: IdVec<FactId, StatedChange>,
}

/// Declares the facts of a version and adds their names.
pub(super) fn declare<'s>(
    entries: &[FactEntry<'s>],
    file: FileScope<'_>,
    scope: &mut Scope<'_>,
    sink: &mut Sink<'_>,
) -> Declared<'s> {
    let mut declared = Declared::default();
    for entry in entries {
        let fields = match &entry.is {
            TypeEntry::List(fields) => fields,
            TypeEntry::Also(fields) => {
                nothing_to_add_to(entry, file, sink);
                fields
            }
            _ => {
                no_records(entry, file, sink);
                declared.add(entry, Home::Case, file, scope, sink);
                continue;
            }
        };
        let list = declared.lists.next_id();
        let fact = declared.add(entry, Home::List(list), file, scope, sink);
        let complete = entry.complete.map(|question| {
            let fact = completeness(entry, question, list, file);
            declared.stated_changes.push(StatedChange::default());
            declared.push(fact, scope, sink)
        });
        let first = declared.facts.next_id();
        for (column, field) in (0u16..).zip(fields) {
            if matches!(field.is, TypeEntry::List(_) | TypeEntry::Also(_)) {
                let says = "a record cannot hold a list of its own";
                sink.at(Code::Shape, file.place(field.id), says);
                continue;
            }
            declared.add(field, Home::Record(list, column), file, scope, sink);
        }
        declared.lists.push(List {
            fact,
            first,
            columns: declared
                .facts
                .next_id()
                .number()
                .saturating_sub(first.number()),
            one: label(entry.one, file, sink).map(Box::from),
            complete,
        });
    }
    declared.limits(sink);
    declared
}

/// Reports words for one record of what is no list.
fn no_records(entry: &FactEntry<'_>, file: FileScope<'_>, sink: &mut Sink<'_>) {
    if let Some(one) = entry.one {
        let says = format!("`{}` is no list, so it has no records", entry.id);
        let diagnostic = Diagnostic::new(Code::Shape, file.place(one), says);
        sink.add(diagnostic.help("leave `one` out"));
    }
}

/// Reports a list that only adds to one that is not there.
fn nothing_to_add_to(entry: &FactEntry<'_>, file: FileScope<'_>, sink: &mut Sink<'_>) {
    let says = format!("there is no list `{}` to add to", entry.id);
    let diagnostic = Diagnostic::new(Code::UnknownName, file.place(entry.id), says);
    let help = "base this version on one that has the list, or write it as `List([…])`";
    sink.add(diagnostic.help(help));
}

impl<'s> Declared<'s> {
    fn add(
        &mut self,
        entry: &FactEntry<'s>,
        home: Home,
        file: FileScope<'_>,
        scope: &mut Scope<'_>,
        sink: &mut Sink<'_>,
    ) -> FactId {
        let ty = type_of(&entry.is, file, sink);
        let assume = match &entry.is {
            TypeEntry::List(_) => empty_list(entry, file, sink),
            _ => entry.assume,
        };
        let within = entry
            .within
            .and_then(|within| bounds_of(within, &ty, file, sink));
        self.formulas
            .push((self.facts.next_id(), entry.when, assume));
        self.relations
            .push((self.facts.next_id(), fact_relations::written(entry)));
        let fact = Fact {
            id: entry.id.into(),
            per: ty.per(),
            ty: ty.plain(),
            ask: entry.ask.into(),
            label: label(entry.label, file, sink).map(Box::from),
            hint: entry.hint.map(Box::from),
            within: within.unwrap_or_default(),
            when: None,
            assume: None,
            relations: Vec::new(),
            from: entry.from.map(Box::from),
            letter: label(entry.letter, file, sink).map(Box::from),
            confidential: entry.confidential,
            changes: Changes::Never,
            personal: true,
            home,
            place: file.place(entry.id),
        };
        self.stated_changes.push(StatedChange::of(entry));
        self.push(fact, scope, sink)
    }

    fn push(&mut self, fact: Fact, scope: &mut Scope<'_>, sink: &mut Sink<'_>) -> FactId {
        let number = self.facts.next_id();
        let named = Symbol::Fact(number, fact.ty.by(fact.per), fact.home);
        add_name(&fact.id, named, fact.place, scope, sink);
        self.facts.push(fact)
    }

    fn limits(&self, sink: &mut Sink<'_>) {
        let mut beyond = |fact: Option<&Fact>, most: usize, what: &str| {
            if let Some(fact) = fact {
                let says = format!("a rule set can have {most} {what} at most");
                let diagnostic = Diagnostic::new(Code::TooMany, fact.place, says);
                sink.add(diagnostic.label("this is one too many"));
            }
        };
        beyond(
            self.facts.iter().nth(Missing::MAX_FACTS),
            Missing::MAX_FACTS,
            "facts",
        );
        let list = self.lists.iter().nth(MAX_LISTS);
        let list = list.and_then(|list| self.facts.find(list.fact));
        beyond(list, MAX_LISTS, "lists");
    }

    /// Resolves the formulas of the facts themselves, `when` and `assume`, and
    /// the names of the facts that they must agree with.
    pub(super) fn resolve(&mut self, file: FileScope<'_>, scope: &Scope<'_>, sink: &mut Sink<'_>) {
        for (index, written) in &self.relations {
            let fact = &self.facts[*index];
            self.facts[*index].relations =
                fact_relations::check(*index, fact, written, file, scope, sink);
        }
        for (index, when, assume) in &self.formulas {
            let fact = &mut self.facts[*index];
            let each = match fact.home {
                Home::Record(list, _) => Some(list),
                _ => None,
            };
            let mut formula = |text: &str, each, expected: &Type| {
                let site = FormulaText {
                    each,
                    ..FormulaText::of_case(text, file.place(text))
                };
                resolve::formula(site, Some(expected), scope, sink)
            };
            fact.when = when.and_then(|when| formula(when, each, &Type::YesNo));
            let ty = match fact.home {
                Home::List(_) => no_options(),
                _ => fact.ty.by(fact.per),
            };
            fact.assume = assume.and_then(|assume| formula(assume, None, &ty));
        }
    }
}

/// The type of what stands for an empty list.
fn no_options() -> Type {
    Type::Choices(Options::labelled(std::iter::empty::<(&str, Option<&str>)>()))
}

/// What is assumed for a list, which can only be that it has no records. Any
/// other text is reported.
fn empty_list<'s>(
    entry: &FactEntry<'s>,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> Option<&'s str> {
    let assume = entry.assume?;
    let (code, says, help) = if assume.trim() != "none" {
        let says = "of a list it can be assumed only that it has no records";
        (Code::TypeMismatch, says, "write `assume: \"none\"`")
    } else if entry.complete.is_some() {
        let says = "a list that is assumed to be empty is complete";
        (Code::Shape, says, "leave out `complete`, or `assume`")
    } else {
        return Some(assume);
    };
    sink.add(Diagnostic::new(code, file.place(assume), says).help(help));
    None
}

/// The fact that says whether a list is complete.
fn completeness(entry: &FactEntry<'_>, question: &str, list: ListId, file: FileScope<'_>) -> Fact {
    Fact {
        id: format!("{}_complete", entry.id).into(),
        ty: Type::YesNo,
        per: None,
        ask: question.into(),
        label: Some(format!("whether these are all the {}", list_words(entry)).into()),
        hint: None,
        within: Bounds::default(),
        when: None,
        assume: None,
        relations: Vec::new(),
        from: entry.from.map(Box::from),
        letter: None,
        confidential: false,
        changes: Changes::Never,
        personal: true,
        home: Home::Completeness(list),
        place: file.place(question),
    }
}

/// What a list is called within a sentence.
fn list_words(entry: &FactEntry<'_>) -> String {
    match entry.label {
        Some(label) => label.to_owned(),
        None => name::to_words(entry.id),
    }
}

/// Adds a name, or reports that it is taken or cannot be one.
pub(super) fn add_name(
    id: &str,
    named: Symbol,
    place: Place,
    scope: &mut Scope<'_>,
    sink: &mut Sink<'_>,
) {
    if !name::is_name(id) {
        bad_name(id, place, sink);
        scope.add_bad_name(id);
    }
    if let Some(diagnostic) = reserved(id, place) {
        sink.add(diagnostic);
    }
    if scope.is_parameter(id) {
        let says = format!("`{id}` is the name of a parameter of this book");
        let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
        sink.add(diagnostic.help("choose another name"));
    }
    if scope.is_calendar(id) {
        let says = format!("`{id}` is the name of a calendar of this book");
        let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
        sink.add(diagnostic.help("choose another name"));
    }
    if let Err(first) = scope.add(id, named, place) {
        let says = format!("the name `{id}` is used twice");
        let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
        let diagnostic = diagnostic.related(first, "first used here");
        sink.add(diagnostic.help("formulas could not distinguish them: choose another name"));
    }
}

/// The diagnostic on a name that means something else in formulas.
pub(super) fn reserved(id: &str, place: Place) -> Option<Diagnostic> {
    let functions = super::formula::FUNCTIONS.iter().map(|(word, _)| *word);
    let mut taken = functions
        .chain(["on", "round", "over", "except", "per"])
        .chain(super::resolve::CALENDAR_FUNCTIONS)
        .chain(formula::RESERVED);
    taken.any(|word| word == id).then(|| {
        let says = format!("`{id}` has a meaning of its own in formulas");
        Diagnostic::new(Code::DuplicateName, place, says).help("choose another name")
    })
}

/// The values that a fact or column may have, as written.
pub(super) fn bounds_of(
    within: &str,
    ty: &Type,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> Option<Bounds> {
    if ty.is_ordered() {
        return cells::bounds(within, &ty.plain(), file, sink);
    }
    let says = format!("{ty} has no order, so `within` means nothing");
    let diagnostic = Diagnostic::new(Code::TypeMismatch, file.place(within), says);
    sink.add(diagnostic.help("leave `within` out"));
    None
}

/// A type as declared.
pub(super) fn type_of(entry: &TypeEntry<'_>, file: FileScope<'_>, sink: &mut Sink<'_>) -> Type {
    match entry {
        TypeEntry::YesNo => Type::YesNo,
        TypeEntry::Whole => Type::Whole,
        TypeEntry::Number => Type::Number,
        TypeEntry::Money => Type::Money,
        TypeEntry::MoneyPer(unit) => Type::MoneyPer(*unit),
        TypeEntry::Percentage => Type::Percent,
        TypeEntry::Date => Type::Date,
        TypeEntry::Time => Type::Time,
        TypeEntry::OneOf(names) => Type::Choice(options(names, file, sink)),
        TypeEntry::AnyOf(names) => Type::Choices(options(names, file, sink)),
        TypeEntry::Text => Type::Text,
        TypeEntry::List(_) | TypeEntry::Also(_) => Type::List,
    }
}

fn options(entries: &[ChoiceEntry<'_>], file: FileScope<'_>, sink: &mut Sink<'_>) -> Options {
    for (index, option) in entries.iter().enumerate() {
        let place = file.place(option.name);
        if !name::is_name(option.name) {
            bad_name(option.name, place, sink);
        }
        if let Some(diagnostic) = reserved(option.name, place) {
            sink.add(diagnostic);
        }
        let mut before = entries.iter().take(index);
        if let Some(first) = before.find(|before| before.name == option.name) {
            let says = format!("the option `{}` is listed twice", option.name);
            let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
            let diagnostic = diagnostic.related(file.place(first.name), "first listed here");
            sink.add(diagnostic.help("take one out"));
        }
        option_label(option, entries.iter().take(index), file, sink);
    }
    if let Some(first) = entries.get(Options::MAX) {
        let says = format!("a choice can have {} options at most", Options::MAX);
        let diagnostic = Diagnostic::new(Code::TooMany, file.place(first.name), says);
        sink.add(diagnostic.label("this is one too many"));
    }
    Options::labelled(entries.iter().map(|option| (option.name, option.label)))
}

/// Reports words for an option that are empty, or those of one before it.
fn option_label<'e>(
    option: &ChoiceEntry<'_>,
    mut before: impl Iterator<Item = &'e ChoiceEntry<'e>>,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) {
    let Some(words) = label(option.label, file, sink) else {
        return;
    };
    let same = before.find_map(|it| it.label.filter(|label| *label == words));
    if let Some(first) = same {
        let says = format!("two options have the words \u{201c}{words}\u{201d}");
        let diagnostic = Diagnostic::new(Code::DuplicateName, file.place(words), says);
        let diagnostic = diagnostic.related(file.place(first), "first used here");
        sink.add(diagnostic.help("a reader could not distinguish them: choose other words"));
    }
}

/// Words for the reader, unless there are none. Those that are empty or hold a
/// formula are reported.
fn label<'s>(label: Option<&'s str>, file: FileScope<'_>, sink: &mut Sink<'_>) -> Option<&'s str> {
    let words = label?;
    let (says, help) = if words.trim().is_empty() {
        (
            "these words are empty",
            "write what a reader calls it, or leave it out",
        )
    } else if words.contains(['{', '}']) {
        (
            "no formula can stand in these words",
            "write them without `{` and `}`",
        )
    } else {
        return Some(words);
    };
    sink.add(Diagnostic::new(Code::Shape, file.place(words), says.to_owned()).help(help));
    None
}
