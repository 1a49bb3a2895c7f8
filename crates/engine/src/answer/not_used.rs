//! The facts that were given and that an answer did not use.

use super::Answer;
use crate::{
    base::{
        ids::{FactId, ListId, RecordId, ValueId},
        types::Type,
        value::{Missing, Value},
    },
    check::{
        formula::{Expr, Formula, Node},
        model::{Fact, Home, Role, Version, Words},
    },
    eval::{
        condition_words::condition_words,
        facts::Facts,
        facts_read::FactsRead,
        quote::{LineState, Quote},
        template::TemplateRenderer,
    },
    program::model::Ruling,
};

/// A fact that was given and that no formula of the answer read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotUsed {
    /// The fact.
    pub(crate) fact: FactId,
    /// The record, of a fact of a record.
    pub(crate) record: Option<u16>,
}

impl Answer<'_> {
    /// The facts that were given and that no part of the answer read, by their
    /// numbers in the version of [`Answer::asked`].
    pub(crate) fn not_used(&self) -> Vec<NotUsed> {
        let asked = self.asked();
        let version = asked.ruling.version;
        let mut read = asked.facts.read().clone();
        for part in self.parts() {
            let of = part.ruling.version;
            read.add(part.evaluation.read(), |facts| {
                as_numbered(version, of, facts)
            });
            if let Some(quote) = part.quote() {
                let named = named_by_lines(quote, of);
                read.add(&named, |facts| as_numbered(version, of, facts));
            }
        }
        not_used(asked.ruling, asked.facts, &read)
    }
}

/// The facts that were given and are not among those that were read, in the order
/// of the declarations. A list that was not read stands for all that its records
/// have.
///
/// Left out are facts whose absence from what was read could show the value of a
/// confidential one; whether a list is complete, if the list was read; and texts
/// that the rules only repeat.
pub(crate) fn not_used(ruling: &Ruling<'_>, facts: &Facts, read: &FactsRead) -> Vec<NotUsed> {
    let version = ruling.version;
    let is_read = |list: ListId| read.contains(version.lists[list].fact, None);
    let mut found = Vec::new();
    for (number, fact) in version.facts.iter_ids() {
        let mut note = |record| {
            let is_missed = !read.contains(number, record) && facts.is_given(fact, number, record);
            if is_missed && may_be_named(ruling, number, fact) {
                found.push(NotUsed {
                    fact: number,
                    record,
                });
            }
        };
        match fact.home {
            Home::Case => note(None),
            Home::Completeness(list) if is_read(list) => {}
            Home::Completeness(_) => note(None),
            Home::List(list) => {
                if facts.records(list).is_some_and(|it| it.given() > 0) {
                    note(None);
                }
            }
            Home::Record(list, _) if is_read(list) => {
                let records = facts.records(list).map_or(0, |records| records.given());
                (0..records).for_each(|record| note(Some(record)));
            }
            Home::Record(..) => {}
        }
    }
    found
}

/// The facts that the wordings of the lines that are charged, or priced by a person,
/// show: they are used though no formula of a price reads them.
pub(crate) fn named_by_lines(quote: &Quote, version: &Version) -> FactsRead {
    let mut named = FactsRead::default();
    for quoted in &quote.lines {
        let line = &version.lines[quoted.line];
        let way = match &quoted.state {
            LineState::Applies(priced) => priced.chosen.map(|it| &line.options[it].says),
            LineState::Refer(_) | LineState::Alternatives(_) => None,
            LineState::Unknown(_) | LineState::DoesNotApply(_) => continue,
        };
        let words = way.into_iter().chain([&line.says]).flat_map(|it| &it.0);
        for formula in words.filter_map(Words::formula) {
            formula
                .expr
                .each(&mut |part| match (&part.node, quoted.record) {
                    (&Node::Fact(fact), _) => named.note(fact),
                    (&Node::Field(_, _, fact), Some(record)) => named.note_in_record(fact, record),
                    _ => {}
                });
        }
    }
    named
}

fn may_be_named(ruling: &Ruling<'_>, number: FactId, fact: &Fact) -> bool {
    let version = ruling.version;
    let is_repeated = fact.ty == Type::Text && is_only_repeated(version, number);
    !is_repeated && !ruling.secrets.shown_by_unread(number)
}

/// Whether only wordings name a fact.
fn is_only_repeated(version: &Version, fact: FactId) -> bool {
    let mut any_wording = false;
    let mut any_other = false;
    version.each_formula(|formula| {
        if names(&formula.expr, fact) {
            match version.formula_sites[formula.number].role {
                Role::Wording => any_wording = true,
                _ => any_other = true,
            }
        }
    });
    any_wording && !any_other
}

fn names(expr: &Expr, fact: FactId) -> bool {
    let mut found = false;
    expr.each(&mut |part| match &part.node {
        Node::Fact(number) | Node::Field(_, _, number) => found |= *number == fact,
        _ => {}
    });
    found
}

/// Its name in files: `children.lunches`.
pub(crate) fn path(version: &Version, fact: FactId) -> String {
    let id = &version.facts[fact].id;
    match version.facts[fact].home {
        Home::Record(list, _) => format!("{}.{id}", version.list_name(list)),
        _ => id.to_string(),
    }
}

/// When a fact matters, as a clause that fits after "only": `if the visit
/// includes a day visit`. None where the rules do not say so, or not in words
/// that a reader knows, and where it is so already.
pub(crate) fn matters_when(
    ruling: &Ruling<'_>,
    facts: &Facts,
    number: FactId,
    record: Option<u16>,
) -> Option<String> {
    let version = ruling.version;
    let fact = &version.facts[number];
    let Some(when) = &fact.when else {
        return only_for_priority(version, number)
            .then(|| "when applicants are put in order of priority".to_owned());
    };
    let record = match fact.home {
        Home::Record(list, _) => RecordId::of(Some(list), record),
        _ => None,
    };
    let is_so = TemplateRenderer::new(ruling, facts).value_of(when, record);
    if is_so == Some(Value::YesNo(true)) {
        return None;
    }
    Some(format!("if {}", condition_words(version, &when.expr)?))
}

/// Whether only rules of priority read a fact.
fn only_for_priority(version: &Version, fact: FactId) -> bool {
    let mut priority = version.selection.priority.iter();
    if !priority.any(|rule| reads(version, &rule.by, fact)) {
        return false;
    }
    let criteria = version.criteria.iter();
    let mut criteria = criteria.flat_map(|it| it.when.iter().chain([&it.holds]));
    let mut follows = version.follows.iter();
    !criteria.any(|formula| reads(version, formula, fact))
        && !follows.any(|value| value_reads(version, *value, fact))
}

fn reads(version: &Version, formula: &Formula, fact: FactId) -> bool {
    let mut found = false;
    formula.expr.each(&mut |part| match &part.node {
        Node::Fact(number) | Node::Field(_, _, number) => found |= *number == fact,
        Node::Value(value, _) => found = found || value_reads(version, *value, fact),
        _ => {}
    });
    found
}

fn value_reads(version: &Version, value: ValueId, fact: FactId) -> bool {
    let value = &version.values[value];
    let mut formulas = value.when.iter().chain([&value.is]);
    formulas.any(|formula| reads(version, formula, fact))
}

/// Facts of a part's version by their numbers in another; those that it has
/// not are left out.
pub(crate) fn as_numbered(version: &Version, of: &Version, facts: Missing) -> Missing {
    if std::ptr::eq(version, of) {
        return facts;
    }
    let place = |version: &Version, number: FactId| {
        let fact = &version.facts[number];
        let list = match fact.home {
            Home::Record(list, _) => Some(version.list(list).id.clone()),
            _ => None,
        };
        (list, fact.id.clone())
    };
    let range = match facts.intersects(Missing::PRICE_IS_A_RANGE) {
        true => Missing::PRICE_IS_A_RANGE,
        false => Missing::NONE,
    };
    facts.facts().fold(range, |all, number| {
        let same = version
            .facts
            .ids()
            .find(|other| place(version, *other) == place(of, number));
        same.map_or(all, |same| all.union(Missing::fact(same)))
    })
}
