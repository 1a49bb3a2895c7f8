//! Facts as declared: numbered, typed, named once.

use super::{
    catalogue::bad_name,
    cells,
    model::{Fact, Home, List},
    names::{Named, Scope},
    remarks::{In, Remarks},
    resolve::{self, Standing},
};
use crate::{
    base::{
        bounds::Bounds,
        code::Code,
        diagnostic::Diagnostic,
        ids::{FactId, IdVec, ListId},
        name,
        source_text::Place,
        types::{Options, Type},
        value::Missing,
    },
    check::model::MOST_LISTS,
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
}

/// Declares the facts of a version and adds their names.
pub(super) fn declare<'s>(
    entries: &[FactEntry<'s>],
    file: In<'_>,
    scope: &mut Scope<'_>,
    remarks: &mut Remarks<'_>,
) -> Declared<'s> {
    let mut declared = Declared::default();
    for entry in entries {
        let fields = match &entry.is {
            TypeEntry::List(fields) => fields,
            TypeEntry::Also(fields) => {
                nothing_to_add_to(entry, file, remarks);
                fields
            }
            _ => {
                declared.add(entry, Home::Case, file, scope, remarks);
                continue;
            }
        };
        let list = declared.lists.next_id();
        let fact = declared.add(entry, Home::List(list), file, scope, remarks);
        let complete = entry.complete.map(|question| {
            let fact = completeness(entry, question, list, file);
            declared.push(fact, scope, remarks)
        });
        let first = declared.facts.next_id();
        for (column, field) in (0u16..).zip(fields) {
            if matches!(field.is, TypeEntry::List(_) | TypeEntry::Also(_)) {
                let says = "a record cannot hold a list of its own";
                remarks.at(Code::Shape, file.place(field.id), says);
                continue;
            }
            declared.add(field, Home::Record(list, column), file, scope, remarks);
        }
        declared.lists.push(List {
            fact,
            first,
            columns: declared
                .facts
                .next_id()
                .number()
                .saturating_sub(first.number()),
            complete,
        });
    }
    declared.limits(remarks);
    declared
}

/// Remarks on a list that only adds to one that is not there.
fn nothing_to_add_to(entry: &FactEntry<'_>, file: In<'_>, remarks: &mut Remarks<'_>) {
    let says = format!("there is no list `{}` to add to", entry.id);
    let remark = Diagnostic::new(Code::UnknownName, file.place(entry.id), says);
    let help = "base this version on one that has the list, or write it as `List([…])`";
    remarks.add(remark.help(help));
}

impl<'s> Declared<'s> {
    fn add(
        &mut self,
        entry: &FactEntry<'s>,
        home: Home,
        file: In<'_>,
        scope: &mut Scope<'_>,
        remarks: &mut Remarks<'_>,
    ) -> FactId {
        let ty = type_of(&entry.is, file, remarks);
        let within = entry
            .within
            .and_then(|within| bounds_of(within, &ty, file, remarks));
        self.formulas
            .push((self.facts.next_id(), entry.when, entry.assume));
        let fact = Fact {
            id: entry.id.into(),
            ty,
            ask: entry.ask.into(),
            label: label(entry.label, file, remarks).map(Box::from),
            hint: entry.hint.map(Box::from),
            within: within.unwrap_or_default(),
            when: None,
            assume: None,
            from: entry.from.map(Box::from),
            confidential: entry.confidential,
            home,
            place: file.place(entry.id),
        };
        self.push(fact, scope, remarks)
    }

    fn push(&mut self, fact: Fact, scope: &mut Scope<'_>, remarks: &mut Remarks<'_>) -> FactId {
        let number = self.facts.next_id();
        let named = Named::Fact(number, fact.ty.clone(), fact.home);
        add_name(&fact.id, named, fact.place, scope, remarks);
        self.facts.push(fact)
    }

    fn limits(&self, remarks: &mut Remarks<'_>) {
        let mut beyond = |fact: Option<&Fact>, most: usize, what: &str| {
            if let Some(fact) = fact {
                let says = format!("a rule set can have {most} {what} at most");
                let remark = Diagnostic::new(Code::TooMany, fact.place, says);
                remarks.add(remark.label("this is one too many"));
            }
        };
        beyond(
            self.facts.iter().nth(Missing::MOST_FACTS),
            Missing::MOST_FACTS,
            "facts",
        );
        let list = self.lists.iter().nth(MOST_LISTS);
        let list = list.and_then(|list| self.facts.find(list.fact));
        beyond(list, MOST_LISTS, "lists");
    }

    /// Resolves what the facts themselves hang on.
    pub(super) fn resolve(&mut self, file: In<'_>, scope: &Scope<'_>, remarks: &mut Remarks<'_>) {
        for (index, when, assume) in &self.formulas {
            let fact = &mut self.facts[*index];
            let each = match fact.home {
                Home::Record(list, _) => Some(list),
                _ => None,
            };
            let mut formula = |text: &str, each, expected: &Type| {
                let standing = Standing {
                    each,
                    ..Standing::of_case(text, file.place(text))
                };
                resolve::formula(standing, Some(expected), scope, remarks)
            };
            fact.when = when.and_then(|when| formula(when, each, &Type::YesNo));
            fact.assume = assume.and_then(|assume| formula(assume, None, &fact.ty.clone()));
        }
    }
}

/// The fact that says whether a list is complete.
fn completeness(entry: &FactEntry<'_>, question: &str, list: ListId, file: In<'_>) -> Fact {
    Fact {
        id: format!("{}_complete", entry.id).into(),
        ty: Type::YesNo,
        ask: question.into(),
        label: None,
        hint: None,
        within: Bounds::default(),
        when: None,
        assume: None,
        from: entry.from.map(Box::from),
        confidential: false,
        home: Home::Completeness(list),
        place: file.place(question),
    }
}

/// Adds a name, or remarks that it is taken or cannot be one.
pub(super) fn add_name(
    id: &str,
    named: Named,
    place: Place,
    scope: &mut Scope<'_>,
    remarks: &mut Remarks<'_>,
) {
    if !name::is_name(id) {
        bad_name(id, place, remarks);
    }
    if let Some(remark) = reserved(id, place) {
        remarks.add(remark);
    }
    if scope.is_parameter(id) {
        let says = format!("`{id}` is the name of a parameter of this book");
        let remark = Diagnostic::new(Code::DuplicateName, place, says);
        remarks.add(remark.help("choose another name"));
    }
    if let Err(first) = scope.add(id, named, place) {
        let says = format!("the name `{id}` is used twice");
        let remark = Diagnostic::new(Code::DuplicateName, place, says);
        let remark = remark.related(first, "first used here");
        remarks.add(remark.help("formulas could not tell them apart: choose another name"));
    }
}

/// The remark on a name that means something else in formulas.
pub(super) fn reserved(id: &str, place: Place) -> Option<Diagnostic> {
    let functions = super::formula::FUNCTIONS.iter().map(|(word, _)| *word);
    let mut taken = functions.chain(["on", "round"]).chain(formula::RESERVED);
    taken.any(|word| word == id).then(|| {
        let says = format!("`{id}` has a meaning of its own in formulas");
        Diagnostic::new(Code::DuplicateName, place, says).help("choose another name")
    })
}

/// The values that a fact or column may have, as written.
pub(super) fn bounds_of(
    within: &str,
    ty: &Type,
    file: In<'_>,
    remarks: &mut Remarks<'_>,
) -> Option<Bounds> {
    if ty.is_ordered() {
        return cells::bounds(within, ty, file, remarks);
    }
    let says = format!("{ty} has no order, so `within` means nothing");
    let remark = Diagnostic::new(Code::TypeMismatch, file.place(within), says);
    remarks.add(remark.help("leave `within` out"));
    None
}

/// A type as declared.
pub(super) fn type_of(entry: &TypeEntry<'_>, file: In<'_>, remarks: &mut Remarks<'_>) -> Type {
    match entry {
        TypeEntry::YesNo => Type::YesNo,
        TypeEntry::Whole => Type::Whole,
        TypeEntry::Number => Type::Number,
        TypeEntry::Money => Type::Money,
        TypeEntry::Percentage => Type::Percent,
        TypeEntry::Date => Type::Date,
        TypeEntry::OneOf(names) => Type::Choice(options(names, file, remarks)),
        TypeEntry::AnyOf(names) => Type::Choices(options(names, file, remarks)),
        TypeEntry::Text => Type::Text,
        TypeEntry::List(_) | TypeEntry::Also(_) => Type::List,
    }
}

fn options(entries: &[ChoiceEntry<'_>], file: In<'_>, remarks: &mut Remarks<'_>) -> Options {
    for (index, option) in entries.iter().enumerate() {
        let place = file.place(option.name);
        if !name::is_name(option.name) {
            bad_name(option.name, place, remarks);
        }
        if let Some(remark) = reserved(option.name, place) {
            remarks.add(remark);
        }
        let mut before = entries.iter().take(index);
        if let Some(first) = before.find(|before| before.name == option.name) {
            let says = format!("the option `{}` is listed twice", option.name);
            let remark = Diagnostic::new(Code::DuplicateName, place, says);
            let remark = remark.related(file.place(first.name), "first listed here");
            remarks.add(remark.help("take one out"));
        }
        option_label(option, entries.iter().take(index), file, remarks);
    }
    if let Some(first) = entries.get(Options::MOST) {
        let says = format!("a choice can have {} options at most", Options::MOST);
        let remark = Diagnostic::new(Code::TooMany, file.place(first.name), says);
        remarks.add(remark.label("this is one too many"));
    }
    Options::labelled(entries.iter().map(|option| (option.name, option.label)))
}

/// Remarks on words for an option that are empty, or those of one before it.
fn option_label<'e>(
    option: &ChoiceEntry<'_>,
    mut before: impl Iterator<Item = &'e ChoiceEntry<'e>>,
    file: In<'_>,
    remarks: &mut Remarks<'_>,
) {
    let Some(words) = label(option.label, file, remarks) else {
        return;
    };
    let same = before.find_map(|it| it.label.filter(|label| *label == words));
    if let Some(first) = same {
        let says = format!("two options have the words \u{201c}{words}\u{201d}");
        let remark = Diagnostic::new(Code::DuplicateName, file.place(words), says);
        let remark = remark.related(file.place(first), "first used here");
        remarks.add(remark.help("a reader could not tell them apart: choose other words"));
    }
}

/// Words for the reader, unless there are none; remarks on those that are
/// empty or hold a formula.
fn label<'s>(label: Option<&'s str>, file: In<'_>, remarks: &mut Remarks<'_>) -> Option<&'s str> {
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
    remarks.add(Diagnostic::new(Code::Shape, file.place(words), says.to_owned()).help(help));
    None
}
