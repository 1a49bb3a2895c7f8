//! What a rule set takes from others: the value of the version in force on a
//! day, from facts that are passed by name. The day, each fact and each value
//! become named values: `hours.on`, `hours.date_of_birth`, `hours.first_day`.

use std::collections::BTreeMap;

use super::{
    catalogue,
    diagnostics::{FileScope, Sink},
    formula::{Expr, Formula, Node, Used},
    list_names,
    model::{Home, NamedValue, Version, Wording, Words},
    resolve::{self, FormulaText},
    symbols::{Scope, Symbol},
    used_facts,
};
use crate::{
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        ids::{FormulaId, ListId, ValueId},
        name,
        source_text::Place,
        types::Type,
    },
    source::model::UseEntry,
};

/// The rule sets that were checked, by id.
pub(super) type CheckedSets = BTreeMap<Box<str>, Vec<Version>>;

/// A named value that a use makes.
pub(super) struct UsedEntry<'s> {
    /// Its name: `hours.first_day`.
    pub(super) id: String,
    /// Where it is written.
    place: Place,
    each: Option<ListId>,
    part: UsedPart<'s>,
}

enum UsedPart<'s> {
    /// The day or a fact: a formula and its type.
    Passed(&'s str, Type, Box<str>),
    /// A value of the other rule set.
    Taken(Box<Taken>),
}

struct Taken {
    rule_set: Box<str>,
    value: Box<str>,
    ty: Type,
    /// The named value that is the day; without one, the day of the question.
    on: Option<String>,
    /// Their names, and the named values that are passed.
    facts: Vec<(Box<str>, String)>,
    says: Box<str>,
    cite: Option<Box<str>>,
    reading: Option<Box<str>>,
    title: Box<str>,
}

impl<'s> UsedEntry<'s> {
    /// The formula it is written as, where there is one.
    pub(super) fn text(&self) -> Option<&'s str> {
        match self.part {
            UsedPart::Passed(text, ..) => Some(text),
            UsedPart::Taken(_) => None,
        }
    }

    /// The named values that it needs by name.
    pub(super) fn needs(&self) -> impl Iterator<Item = &str> {
        let taken = match &self.part {
            UsedPart::Passed(..) => None,
            UsedPart::Taken(taken) => Some(taken),
        };
        taken.into_iter().flat_map(|taken| {
            let facts = taken.facts.iter().map(|(_, ours)| ours.as_str());
            facts.chain(taken.on.as_deref())
        })
    }

    /// Where it is written.
    pub(super) fn place(&self) -> Place {
        self.place
    }
}

/// Adds the names of what is used; `first` is the number of the first.
pub(super) fn declare<'s>(
    uses: &[UseEntry<'s>],
    first: usize,
    sets: &CheckedSets,
    file: FileScope<'_>,
    scope: &mut Scope<'_>,
    sink: &mut Sink<'_>,
) -> Vec<UsedEntry<'s>> {
    let mut used: Vec<UsedEntry<'s>> = Vec::new();
    for (at, entry) in uses.iter().enumerate() {
        let place = file.place(entry.id);
        if !name::is_name(entry.id) {
            catalogue::bad_name(entry.id, place, sink);
        }
        if let Some(other) = uses.iter().take(at).find(|other| other.id == entry.id) {
            let says = format!("two uses are called `{}`", entry.id);
            let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
            sink.add(diagnostic.related(file.place(other.id), "the other one"));
            continue;
        }
        let parts = UseChecker { entry, file }.parts(sets, scope, sink);
        for part in parts {
            let number = ValueId::new(first + used.len());
            let symbol = Symbol::Value(number, None, part.each);
            if scope.add(&part.id, symbol, part.place).is_ok() {
                used.push(part);
            } else {
                let says = format!("`{}` is named twice", part.id);
                sink.at(Code::DuplicateName, part.place, says);
            }
        }
    }
    used
}

/// One use and the file it is written in.
struct UseChecker<'e, 's, 'f> {
    entry: &'e UseEntry<'s>,
    file: FileScope<'f>,
}

impl<'s> UseChecker<'_, 's, '_> {
    fn parts(
        &self,
        sets: &CheckedSets,
        scope: &mut Scope<'_>,
        sink: &mut Sink<'_>,
    ) -> Vec<UsedEntry<'s>> {
        let entry = self.entry;
        let Some(versions) = sets.get(entry.rule_set) else {
            self.no_such_set(sets, scope, sink);
            let names = entry.values.iter().map(|value| self.name(value));
            names.for_each(|name| scope.add_failed_use(name));
            return Vec::new();
        };
        let each = entry
            .for_each
            .and_then(|list| list_names::list_named(list, self.file, scope, sink));
        let mut parts = Vec::new();
        let day = entry.on.filter(|on| on.trim() != "on");
        if let Some(on) = day {
            let says = "the day asked about".into();
            parts.push(UsedEntry {
                id: self.name("on"),
                place: self.file.place(on),
                each,
                part: UsedPart::Passed(on, Type::Date, says),
            });
        }
        let mut passed = Vec::new();
        for (theirs, ours) in &entry.facts.0 {
            if let Some((ty, says)) = self.fact(theirs, versions, sink) {
                passed.push((Box::from(*theirs), self.name(theirs)));
                parts.push(UsedEntry {
                    id: self.name(theirs),
                    place: self.file.place(ours),
                    each,
                    part: UsedPart::Passed(ours, ty, says),
                });
            } else {
                scope.may_use(ours);
            }
        }
        for value in &entry.values {
            let Some(taken) = self.value(value, versions, sink) else {
                scope.add_failed_use(self.name(value));
                continue;
            };
            let taken = Taken {
                on: day.map(|_| self.name("on")),
                facts: passed.clone(),
                ..taken
            };
            parts.push(UsedEntry {
                id: self.name(value),
                place: self.file.place(value),
                each,
                part: UsedPart::Taken(Box::new(taken)),
            });
        }
        parts
    }

    fn name(&self, part: &str) -> String {
        format!("{}.{part}", self.entry.id)
    }

    fn no_such_set(&self, sets: &CheckedSets, scope: &mut Scope<'_>, sink: &mut Sink<'_>) {
        let id = self.entry.rule_set;
        for text in self.entry.facts.0.iter().map(|(_, ours)| ours) {
            scope.may_use(text);
        }
        if sink.has_rule_set(id) {
            // It could not be read, or uses this one: that was reported.
            return;
        }
        let says = format!("there is no rule set `{id}`");
        let diagnostic = Diagnostic::new(Code::UnknownName, self.file.place(id), says);
        sink.add(diagnostic.nearest(id, sets.keys().map(AsRef::as_ref)));
    }

    /// The type of a fact of the other rule set in each version that has it.
    fn fact(
        &self,
        theirs: &str,
        versions: &[Version],
        sink: &mut Sink<'_>,
    ) -> Option<(Type, Box<str>)> {
        let place = self.file.place(theirs);
        let set = self.entry.rule_set;
        let mut found = None;
        for version in versions {
            let Some((_, fact)) = version.fact(theirs) else {
                continue;
            };
            if fact.home != Home::Case || fact.ty == Type::Text {
                let says = format!("`{theirs}` of `{set}` cannot be passed");
                let diagnostic = Diagnostic::new(Code::TypeMismatch, place, says);
                sink.add(diagnostic.help("lists and texts stay with their own rule set"));
                return None;
            }
            let before = found.replace((fact.ty.by(fact.per), fact.words().into()));
            if before.is_some_and(|(ty, _)| ty != fact.ty.by(fact.per)) {
                let says = format!("`{theirs}` is not of one type in every version of `{set}`");
                sink.at(Code::TypeMismatch, place, says);
                return None;
            }
        }
        if found.is_none() {
            let says = format!("`{set}` has no fact `{theirs}`");
            let facts = versions.iter().flat_map(|it| &it.facts);
            let diagnostic = Diagnostic::new(Code::UnknownName, place, says);
            sink.add(diagnostic.nearest(theirs, facts.map(|fact| &*fact.id)));
        }
        found
    }

    /// A value of the other rule set, which every version must have.
    fn value(&self, id: &str, versions: &[Version], sink: &mut Sink<'_>) -> Option<Taken> {
        let place = self.file.place(id);
        let set = self.entry.rule_set;
        let mut taken: Option<Taken> = None;
        for version in versions {
            let Some(number) = version.values.id_where(|value| &*value.id == id) else {
                let says = format!("`{set}` from {} has no value `{id}`", version.in_force);
                let diagnostic = Diagnostic::new(Code::UnknownName, place, says);
                let values = version.values.iter().map(|value| &*value.id);
                sink.add(diagnostic.nearest(id, values));
                return None;
            };
            let value = &version.values[number];
            if value.each.is_some() || value.is.ty == Type::Text {
                let says = format!("`{id}` of `{set}` cannot be taken");
                let diagnostic = Diagnostic::new(Code::TypeMismatch, place, says);
                sink.add(diagnostic.help("take a value that is one for the whole case"));
                return None;
            }
            if taken
                .as_ref()
                .is_some_and(|taken| taken.ty != value.is.kind())
            {
                let says = format!("`{id}` is not of one type in every version of `{set}`");
                sink.at(Code::TypeMismatch, place, says);
                return None;
            }
            let passed: Vec<&str> = self.entry.facts.0.iter().map(|(fact, _)| *fact).collect();
            if let Some(lacking) = used_facts::lacking(version, number, &passed) {
                let says = format!("`{id}` of `{set}` reads `{lacking}`, which is not passed");
                let diagnostic = Diagnostic::new(Code::UnknownName, place, says);
                let is_list = version
                    .fact(&lacking)
                    .is_none_or(|(_, it)| it.home != Home::Case);
                let help = match is_list {
                    true => "lists stay with their own rule set: take another value".to_owned(),
                    false => format!("pass it: `facts: {{ \"{lacking}\": \"…\" }}`"),
                };
                sink.add(diagnostic.help(help));
                return None;
            }
            taken = Some(Taken {
                rule_set: set.into(),
                value: id.into(),
                ty: value.is.kind(),
                on: None,
                facts: Vec::new(),
                says: match value.says.plain() {
                    Some(says) if !says.is_empty() => says.into(),
                    _ => name::to_words(id).into(),
                },
                cite: value.cite.clone(),
                reading: value.reading.clone(),
                title: version.title.clone(),
            });
        }
        taken
    }
}

/// The named value that an entry makes.
pub(super) fn value(
    entry: &UsedEntry<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Option<NamedValue> {
    let value = |is: Formula, says: &str, cite: Option<Box<str>>, reading| NamedValue {
        id: entry.id.as_str().into(),
        says: Wording(vec![Words::Plain(says.into())]),
        is,
        each: entry.each,
        on: None,
        when: None,
        reason: None,
        converts: None,
        cite,
        reading,
        place: entry.place,
    };
    match &entry.part {
        UsedPart::Passed(text, ty, says) => {
            let site = FormulaText {
                each: entry.each,
                ..FormulaText::of_case(text, entry.place)
            };
            let is = resolve::formula(site, Some(ty), scope, sink)?;
            Some(value(is, says, None, None))
        }
        UsedPart::Taken(taken) => {
            let is = taken.formula(entry, scope)?;
            Some(value(
                is,
                &taken.says,
                taken.cite.clone(),
                taken.reading.clone(),
            ))
        }
    }
}

impl Taken {
    fn formula(&self, entry: &UsedEntry<'_>, scope: &Scope<'_>) -> Option<Formula> {
        let end = u32::try_from(entry.id.len()).unwrap_or(u32::MAX);
        let part = |node| Expr {
            node,
            start: end,
            end,
        };
        let named = |id: &str| match scope.look_up(id) {
            Some(Symbol::Value(number, Some(_), each)) => Some(part(Node::Value(*number, *each))),
            _ => None,
        };
        let facts = self.facts.iter();
        let facts: Option<Vec<_>> = facts
            .map(|(theirs, ours)| Some((theirs.clone(), named(ours)?)))
            .collect();
        let on = match &self.on {
            Some(on) => named(on)?,
            None => part(Node::On),
        };
        let used = Used {
            rule_set: self.rule_set.clone(),
            value: self.value.clone(),
            ty: self.ty.plain(),
            on,
            facts: facts?.into(),
            reason: scope.reason(format!("the rules of {} give none", self.title)),
        };
        Some(Formula {
            expr: Expr {
                node: Node::Used(Box::new(used)),
                start: 0,
                end,
            },
            ty: self.ty.plain(),
            per: self.ty.per(),
            text: entry.id.as_str().into(),
            place: entry.place,
            number: FormulaId::new(0),
        })
    }
}
