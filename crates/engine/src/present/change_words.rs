//! The changes of an explanation, in words.

use super::{
    context::Context,
    value_words::{self, listed},
};
use crate::{
    answer::changed_facts::{NewValue, Spot},
    base::{
        date,
        ids::{FactId, ListId, RecordId},
        money::Money,
        types::Type,
        value::Value,
    },
    check::model::Home,
    explain::{Check, Limit, NamedChange, Present},
};

/// A change in words: what changes, to what, and what is there now.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Change {
    what: String,
    to: Vec<String>,
    now: String,
}

impl Change {
    pub(super) fn of(context: &Context<'_>, named: &NamedChange) -> Change {
        match (named.change.spot, &named.change.to) {
            (Spot::Case(fact), NewValue::Value(to)) => {
                let what = context.version().facts[fact].words();
                valued(context, named, fact, *to, &what)
            }
            (Spot::Record(fact, number), NewValue::Value(to)) => {
                let what = field_words(context, fact, number);
                valued(context, named, fact, *to, &what)
            }
            (Spot::List(list), NewValue::Without(number)) => {
                let number = *number;
                let record = RecordId { list, number };
                Change {
                    what: "without ".to_owned(),
                    to: vec![context.version().record_words(record)],
                    now: String::new(),
                }
            }
            (Spot::List(list), NewValue::With(fields)) => one_more(context, list, fields),
            _ => Change::default(),
        }
    }

    pub(super) fn words(&self) -> String {
        let to = listed(&self.to, "or");
        format!("{}{to}{}", self.what, self.now)
    }
}

/// A given fact that decides: `Parent 2: benefits: none`.
pub(super) fn check_words(context: &Context<'_>, check: &Check) -> String {
    let version = context.version();
    let name = value_words::capital(&spot_words(context, check.spot));
    let (Spot::Case(fact) | Spot::Record(fact, _)) = check.spot else {
        return name;
    };
    match check.present {
        Present::Value(now) => {
            let ty = &version.facts[fact].ty;
            format!("{name}: {}", context.value_words(now, ty))
        }
        Present::Unknown | Present::List => name,
    }
}

/// What is at a spot: `child 2: age`.
pub(super) fn spot_words(context: &Context<'_>, spot: Spot) -> String {
    let version = context.version();
    match spot {
        Spot::Case(fact) => version.facts[fact].words().into_owned(),
        Spot::Record(fact, number) => field_words(context, fact, number),
        Spot::List(list) => version.list_name(list).to_owned(),
    }
}

/// Changes that are made together.
pub(super) fn together(way: &[Change]) -> String {
    let changes: Vec<String> = way.iter().map(Change::words).collect();
    changes.join("; and ")
}

/// Ways that differ in the new value of one change only, as one.
pub(super) fn merged(ways: Vec<Vec<Change>>) -> Vec<Vec<Change>> {
    let mut merged: Vec<Vec<Change>> = Vec::new();
    for way in ways {
        match merged.iter_mut().find(|other| is_alike(other, &way)) {
            Some(other) => {
                for (own, new) in other.iter_mut().zip(way) {
                    if own.to != new.to {
                        own.to.extend(new.to);
                    }
                }
            }
            None => merged.push(way),
        }
    }
    merged
}

/// Whether two ways differ in the new value of one change only.
fn is_alike(one: &[Change], other: &[Change]) -> bool {
    let pairs = || one.iter().zip(other);
    one.len() == other.len()
        && pairs().filter(|(a, b)| a != b).count() == 1
        && pairs().all(|(a, b)| a.what == b.what && a.now == b.now)
}

/// A fact of a record, with whose it is: `child 2: age`.
fn field_words(context: &Context<'_>, fact: FactId, number: u16) -> String {
    let version = context.version();
    let words = version.facts[fact].words();
    match version.facts[fact].home {
        Home::Record(list, _) => {
            let record = RecordId { list, number };
            format!("{}: {words}", version.record_words(record))
        }
        _ => words.into_owned(),
    }
}

/// A list has one more record, of which these facts are known.
fn one_more(context: &Context<'_>, list: ListId, fields: &[(FactId, Value)]) -> Change {
    let version = context.version();
    let one = version.one_of(list);
    let words = |(fact, value): &(FactId, Value)| {
        let fact = &version.facts[*fact];
        (fact.words(), context.words_by(*value, &fact.ty, fact.per))
    };
    let (what, to) = match fields {
        [] => (format!("one more {one}"), Vec::new()),
        [only] => {
            let (name, value) = words(only);
            (format!("one more {one} with {name}: "), vec![value])
        }
        fields => {
            let fields = fields.iter().map(words);
            let fields = fields.map(|(name, value)| format!("{name}: {value}"));
            let fields: Vec<String> = fields.collect();
            let what = format!("one more {one} with ");
            (what, vec![listed(&fields, "and")])
        }
    };
    let now = String::new();
    Change { what, to, now }
}

/// A fact has this value, or one beyond it.
fn valued(
    context: &Context<'_>,
    named: &NamedChange,
    fact: FactId,
    to: Value,
    what: &str,
) -> Change {
    let fact = &context.version().facts[fact];
    let ty = &fact.ty;
    let now = match named.present {
        Present::Value(now) => {
            let apart = difference(now, to).map_or(String::new(), |it| format!(", {it}"));
            format!(" (now {}{apart})", context.words_by(now, ty, fact.per))
        }
        Present::Unknown | Present::List => " (not known yet)".to_owned(),
    };
    let words = context.words_by(to, ty, fact.per);
    let to = match (named.limit, ty) {
        (Limit::Exactly, _) => words,
        (Limit::AtLeast, Type::Date) => format!("{words} or later"),
        (Limit::AtMost, Type::Date) => format!("{words} or earlier"),
        (Limit::AtLeast, _) => format!("at least {words}"),
        (Limit::AtMost, _) => format!("at most {words}"),
    };
    Change {
        what: format!("{what}: "),
        to: vec![to],
        now,
    }
}

/// How much a value moves; none where that says nothing.
fn difference(now: Value, to: Value) -> Option<String> {
    match (now, to) {
        (Value::Money(now), Value::Money(to)) => {
            let more = to.min() >= now.min();
            let apart = Money::exact((to.min() - now.min()).abs());
            let word = if more { "more" } else { "less" };
            Some(format!("{} {word}", value_words::amount(apart)))
        }
        (Value::Date(now), Value::Date(to)) => {
            let days = date::days_between(now, to);
            let word = if days > 0 { "later" } else { "earlier" };
            let unit = if days.abs() == 1 { "day" } else { "days" };
            Some(format!("{} {unit} {word}", days.abs()))
        }
        (Value::Whole(now), Value::Whole(to)) => {
            let word = if to > now { "more" } else { "fewer" };
            Some(format!("{} {word}", to.abs_diff(now)))
        }
        _ => None,
    }
}
