//! What a fact must agree with: the names resolved, the types fitting.

use super::{
    diagnostics::{FileScope, Sink},
    model::{Fact, Home, Relation, RelationKind},
    symbols::{Scope, Symbol},
};
use crate::{
    base::{diagnostic::Diagnostic, diagnostic_code::Code, ids::FactId, types::Type},
    source::model::FactEntry,
};

/// The relations of a fact as written.
pub(super) fn written<'s>(entry: &FactEntry<'s>) -> Vec<(RelationKind, &'s str)> {
    let one = |kind, other: Option<&'s str>| other.map(|other| (kind, other));
    let each = |kind, others: &[&'s str]| -> Vec<(RelationKind, &'s str)> {
        others.iter().map(|other| (kind, *other)).collect()
    };
    let not_before = one(RelationKind::NotBefore, entry.not_before);
    let together = entry.no_more_than.into_iter();
    let together = together.flat_map(|others| others.split('+').map(str::trim));
    let no_more_than = together.map(|other| (RelationKind::NoMoreThan, other));
    not_before
        .into_iter()
        .chain(no_more_than)
        .chain(each(RelationKind::Excludes, &entry.excludes))
        .chain(each(RelationKind::Needs, &entry.needs))
        .collect()
}

/// The relations of a fact that can be checked; what is wrong with the others
/// is reported.
pub(super) fn check(
    number: FactId,
    fact: &Fact,
    written: &[(RelationKind, &str)],
    file: FileScope<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Vec<Relation> {
    let mut relations: Vec<Relation> = Vec::with_capacity(written.len());
    for (kind, id) in written {
        let Some((other, ty, home)) = other_fact(id, file, scope, sink) else {
            continue;
        };
        let relation = Relation {
            kind: *kind,
            other: *other,
            place: file.place(id),
        };
        let mut before = relations.iter().filter(|it| it.other == *other);
        let before = before.find(|it| contradicts(it.kind, *kind));
        let wrong = if *other == number {
            Some(with_itself(relation, id))
        } else if let Some(before) = before {
            Some(named_before(*before, relation, id))
        } else {
            wrong_home(fact, relation, id, *home).or_else(|| wrong_type(fact, relation, id, ty))
        };
        match wrong {
            Some(diagnostic) => sink.add(diagnostic),
            None => relations.push(relation),
        }
    }
    relations
}

/// The fact of that name, or a diagnostic.
fn other_fact<'c>(
    id: &str,
    file: FileScope<'_>,
    scope: &'c Scope<'_>,
    sink: &mut Sink<'_>,
) -> Option<(&'c FactId, &'c Type, &'c Home)> {
    match scope.look_up(id) {
        Some(Symbol::Fact(number, ty, home)) => return Some((number, ty, home)),
        Some(_) => {
            let says = format!("a fact can agree with facts only, and `{id}` is none");
            sink.at(Code::TypeMismatch, file.place(id), says);
        }
        None if scope.may_be_unread(id) => {}
        None => {
            let says = format!("there is no fact `{id}`");
            let diagnostic = Diagnostic::new(Code::UnknownName, file.place(id), says);
            sink.add(diagnostic.nearest(id, scope.candidates()));
        }
    }
    None
}

fn with_itself(relation: Relation, id: &str) -> Diagnostic {
    let says = format!("`{id}` is compared with itself");
    Diagnostic::new(Code::WithItself, relation.place, says).help("name another fact")
}

/// Whether two relations to one fact are one too many: the same twice, or that
/// it is needed and excluded.
fn contradicts(before: RelationKind, kind: RelationKind) -> bool {
    let presence = |kind| matches!(kind, RelationKind::Excludes | RelationKind::Needs);
    before == kind || presence(before) && presence(kind)
}

fn named_before(before: Relation, relation: Relation, id: &str) -> Diagnostic {
    let (says, help) = if before.kind == relation.kind {
        let field = relation.kind.field();
        (format!("`{id}` is twice in `{field}`"), "take one out")
    } else {
        let says = format!("`{id}` is excluded and needed, so that this could never be given");
        (says, "take it out of `excludes` or of `needs`")
    };
    let diagnostic = Diagnostic::new(Code::DuplicateName, relation.place, says);
    diagnostic
        .related(before.place, "first named here")
        .help(help)
}

/// A fact agrees with one of the case, or with one of the same record.
fn wrong_home(fact: &Fact, relation: Relation, id: &str, home: Home) -> Option<Diagnostic> {
    let Home::Record(list, _) = home else {
        return None;
    };
    if matches!(fact.home, Home::Record(own, _) if own == list) {
        return None;
    }
    let says = format!(
        "`{id}` is a fact of each record, and `{}` is not one of the same record",
        fact.id
    );
    let diagnostic = Diagnostic::new(Code::Shape, relation.place, says);
    Some(diagnostic.help("name a fact of the case, or write it on the fact of the record"))
}

fn wrong_type(fact: &Fact, relation: Relation, id: &str, ty: &Type) -> Option<Diagnostic> {
    let (fits, must, help) = match relation.kind {
        RelationKind::NotBefore => (
            fact.ty == Type::Date && *ty == Type::Date,
            "only a date can be on or after another",
            "for numbers and options write `no_more_than`",
        ),
        RelationKind::NoMoreThan => (
            comparable(&fact.ty.by(fact.per), ty),
            "only numbers of one type, or the same options, can be compared so",
            "for dates write `not_before`",
        ),
        RelationKind::Excludes | RelationKind::Needs => return None,
    };
    if fits {
        return None;
    }
    let says = format!(
        "`{}` is {} and `{id}` is {ty}: {must}",
        fact.id,
        fact.ty.by(fact.per)
    );
    let diagnostic = Diagnostic::new(Code::TypeMismatch, relation.place, says);
    Some(diagnostic.help(help))
}

fn comparable(left: &Type, right: &Type) -> bool {
    match (left, right) {
        (Type::Choices(left), Type::Choices(right)) => left == right,
        (Type::Percent, Type::Percent) => true,
        (money, other) if money.is_money() => money == other,
        (left, right) => left.is_number() && right.is_number(),
    }
}
