//! Which facts can be changed, and which are about a person.
//!
//! A screening has no default: what may be advised to whom is a decision of the
//! author. What is confidential, and the dates that ages are counted from,
//! never change, whatever is written.

use super::{
    diagnostics::Sink,
    formula::{Expr, Function, Node},
    model::{Changes, Fact, Home, Kind, Version},
};
use crate::{
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        ids::{FactId, IdVec},
        types::Type,
    },
    source::model::{ChangesEntry, FactEntry},
};

/// What a fact says of itself.
#[derive(Default)]
pub(super) struct StatedChange {
    changes: Option<Changes>,
    personal: Option<bool>,
}

impl StatedChange {
    pub(super) fn of(entry: &FactEntry<'_>) -> StatedChange {
        StatedChange {
            changes: entry.changes.map(|changes| match changes {
                ChangesEntry::Can => Changes::Can,
                ChangesEntry::Time => Changes::Time,
                ChangesEntry::Never => Changes::Never,
            }),
            personal: entry.personal,
        }
    }
}

/// Settles which facts of a version can be changed.
pub(super) fn settle(
    version: &mut Version,
    stated: &IdVec<FactId, StatedChange>,
    sink: &mut Sink<'_>,
) {
    let born = dates_of_birth(version);
    let mut settled: Vec<(FactId, Changes, bool)> = Vec::new();
    for ((number, fact), stated) in version.facts.iter_ids().zip(stated.as_slice()) {
        let fixed = fixed(version, number, fact, &born);
        if let Some((why, _)) =
            fixed.filter(|_| matches!(stated.changes, Some(it) if it != Changes::Never))
        {
            let says = format!("`{}` cannot change: {why}", fact.id);
            let diagnostic = Diagnostic::new(Code::Shape, fact.place, says);
            sink.add(diagnostic.help("write `changes: Never`, or leave it out"));
        }
        if let Some((why, _)) =
            fixed.filter(|(_, personal)| *personal && stated.personal == Some(false))
        {
            let says = format!("`{}` is personal: {why}", fact.id);
            let diagnostic = Diagnostic::new(Code::Shape, fact.place, says);
            sink.add(diagnostic.help("leave `personal` out"));
        }
        let changes = match (fixed, stated.changes) {
            (Some(_), _) => Changes::Never,
            (None, Some(changes)) => changes,
            (None, None) if version.kind == Kind::Pricing => Changes::Can,
            (None, None) => {
                sink.add(unstated(fact));
                Changes::Never
            }
        };
        settled.push((number, changes, stated.personal.unwrap_or(true)));
    }
    for (number, changes, personal) in settled {
        version.facts[number].changes = changes;
        version.facts[number].personal = personal;
    }
}

fn unstated(fact: &Fact) -> Diagnostic {
    let says = format!("nothing says whether `{}` can change", fact.id);
    let help = "write `changes: Can` if the answer may advise to change it, `changes: Time` if only time does, otherwise `changes: Never`";
    Diagnostic::new(Code::UnstatedChange, fact.place, says).help(help)
}

/// Why a fact cannot change whatever is written, and whether it is personal
/// for the same reason.
fn fixed(
    version: &Version,
    number: FactId,
    fact: &Fact,
    born: &[FactId],
) -> Option<(&'static str, bool)> {
    let of_list = match fact.home {
        Home::Record(list, _) => version.list(list).confidential,
        _ => false,
    };
    if matches!(fact.home, Home::Completeness(_)) {
        return Some(("it says whether a list is complete", false));
    }
    if fact.confidential || of_list {
        return Some(("it is confidential", true));
    }
    if born.contains(&number) {
        return Some(("an age is counted from it", true));
    }
    (fact.ty == Type::Text).then_some(("no value of a text can be named", false))
}

/// The dates that `age` and `birthday` count from.
fn dates_of_birth(version: &Version) -> Vec<FactId> {
    let mut born = Vec::new();
    version.each_formula(|formula| {
        formula.expr.each(&mut |part: &Expr| {
            let Node::Call(Function::Age | Function::Birthday, parts) = &part.node else {
                return;
            };
            born.extend(parts.first().and_then(|date| match subject(date).node {
                Node::Fact(fact) | Node::Field(_, _, fact) => Some(fact),
                _ => None,
            }));
        });
    });
    born
}

/// What is read of the record, where it is that of another record's formula.
fn subject(part: &Expr) -> &Expr {
    match &part.node {
        Node::Subject(_, part) => part,
        _ => part,
    }
}
