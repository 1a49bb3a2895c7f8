//! Facts that cannot go together, as a rule set says: a stay that ends before
//! it starts, lunches on days that are not attended.

use std::borrow::Cow;

use super::problem::{Problem, ProblemCode, pointer};
use crate::{
    base::{
        bounds::{DisplayValue, order},
        date::LongDate,
        ids::{FactId, RecordId},
        sequence::listed,
        types::{Options, Type},
        value::Value,
    },
    check::{
        formula::Operator,
        model::{Fact, Home, Relation, RelationKind, Version},
    },
    eval::{arithmetic, facts::Facts},
    program::secrets,
};

/// Every contradiction among the facts that were given. What was not given
/// contradicts nothing.
#[must_use]
pub fn contradictions(version: &Version, facts: &Facts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (number, fact) in version.facts.iter_ids() {
        for (index, relation) in fact.relations.iter().enumerate() {
            let others = together(fact, index);
            if others.is_empty() {
                continue;
            }
            for record in records(fact, facts) {
                let pair = Pair {
                    version,
                    fact,
                    relation: *relation,
                    record,
                    given: given(version, facts, number, record),
                    other: sum(version, facts, others, record),
                    others,
                };
                problems.extend(pair.problem());
            }
        }
    }
    problems
}

/// The relations that are checked together with this one: of `no_more_than`
/// all, with the first.
fn together(fact: &Fact, index: usize) -> &[Relation] {
    let rest = fact.relations.get(index..).unwrap_or_default();
    let is_more = |it: &Relation| it.kind == RelationKind::NoMoreThan;
    if !rest.first().is_some_and(is_more) {
        return rest.get(..1).unwrap_or_default();
    }
    let before = fact.relations.get(..index).unwrap_or_default();
    match before.iter().any(is_more) {
        true => &[],
        false => rest.split(|it| !is_more(it)).next().unwrap_or_default(),
    }
}

/// What was given of several facts together. The first must be given; another
/// that is not adds nothing.
fn sum(
    version: &Version,
    facts: &Facts,
    others: &[Relation],
    record: Option<u16>,
) -> Option<Value> {
    let mut given = others
        .iter()
        .map(|it| given(version, facts, it.other, record));
    let first = given.next()??;
    given
        .flatten()
        .try_fold(first, |sum, next| match (sum, next) {
            (Value::Choices(sum), Value::Choices(next)) => Some(Value::Choices(sum | next)),
            _ => arithmetic::apply(Operator::Add, &sum, &next).ok(),
        })
}

/// The records that have a fact; none for one of the case.
fn records(fact: &Fact, facts: &Facts) -> Vec<Option<u16>> {
    let Home::Record(list, _) = fact.home else {
        return vec![None];
    };
    let records = facts.records(list);
    records.map_or_else(Vec::new, |it| it.present().map(Some).collect())
}

/// What was given of a fact, of a list how many records.
fn given(version: &Version, facts: &Facts, number: FactId, record: Option<u16>) -> Option<Value> {
    let value = match (version.facts[number].home, record) {
        (Home::Record(list, column), Some(record)) => facts.records(list)?.cell(record, column),
        (Home::List(list), _) => Value::Whole(facts.records(list)?.count().into()),
        _ => facts.value(number),
    };
    value.is_settled().then_some(value)
}

/// A fact and one that it must agree with, of one record or of the case.
struct Pair<'v> {
    version: &'v Version,
    fact: &'v Fact,
    relation: Relation,
    record: Option<u16>,
    given: Option<Value>,
    other: Option<Value>,
    /// The others with which `no_more_than` compares it.
    others: &'v [Relation],
}

impl Pair<'_> {
    fn problem(&self) -> Option<Problem> {
        let (given, other) = (self.given?, self.other?);
        let (says, help) = match self.relation.kind {
            RelationKind::NotBefore => self.before(given, other)?,
            RelationKind::NoMoreThan => self.more(given, other)?,
            RelationKind::Excludes => {
                let both = is_something(self.fact, given) && is_something(self.other(), other);
                both.then(|| self.excluded())?
            }
            RelationKind::Needs => {
                let alone = is_something(self.fact, given) && !is_something(self.other(), other);
                alone.then(|| self.needed())?
            }
        };
        let problem = Problem::new(ProblemCode::Contradiction, self.pointer(), says);
        Some(problem.help(help))
    }

    fn other(&self) -> &Fact {
        &self.version.facts[self.relation.other]
    }

    /// What both are called, the first with the number of its record.
    fn names(&self) -> (String, String) {
        let first = match (self.record, self.fact.home) {
            (Some(number), Home::Record(list, _)) => {
                let record = self.version.record_words(RecordId { list, number });
                format!("{} of {record}", self.fact.quoted())
            }
            _ => self.fact.quoted(),
        };
        let others = self.others();
        match self.others.len() {
            0 | 1 => (first, others),
            _ => (first, format!("{others} together")),
        }
    }

    /// What the others are called.
    fn others(&self) -> String {
        let others = self.others.iter();
        let others = others.map(|it| self.version.facts[it.other].quoted());
        listed(&others.collect::<Vec<String>>(), "and")
    }

    /// Whether neither value is confidential, so that both can be repeated.
    fn can_be_shown(&self) -> bool {
        let others = self.others.iter().map(|it| &self.version.facts[it.other]);
        let mut all = std::iter::once(self.fact).chain(others);
        !all.any(|fact| secrets::is_secret(self.version, fact))
    }

    fn before(&self, given: Value, other: Value) -> Option<(String, String)> {
        let (Value::Date(day), Value::Date(earliest)) = (given, other) else {
            return None;
        };
        if day >= earliest {
            return None;
        }
        let (first, second) = self.names();
        let says = match self.can_be_shown() {
            true => format!(
                "{first} is {}, before {second}, {}",
                LongDate(day),
                LongDate(earliest)
            ),
            false => format!("{first} is before {second}"),
        };
        Some((says, "check both dates".to_owned()))
    }

    fn more(&self, given: Value, other: Value) -> Option<(String, String)> {
        let (first, second) = self.names();
        if let (Value::Choices(given), Value::Choices(other)) = (given, other) {
            let beyond = given & !other;
            let options = self.fact.ty.options().filter(|_| self.can_be_shown());
            let does = if self.others.len() > 1 { "do" } else { "does" };
            let says = match options.map(|options| named(options, beyond)) {
                Some(words) => format!("{first} has {words}, and {second} {does} not"),
                None => format!("{first} has something that {second} {does} not have"),
            };
            let help = format!("add it to {}, or take it out", self.others());
            return (beyond != 0).then_some((says, help));
        }
        if !order(given, other)?.is_gt() {
            return None;
        }
        let shown = |value: Value| DisplayValue(value).to_string();
        let says = match self.can_be_shown() {
            true => format!(
                "{first} is {}, more than {second}, {}",
                shown(given),
                shown(other)
            ),
            false => format!("{first} is more than {second}"),
        };
        Some((says, "check both".to_owned()))
    }

    fn excluded(&self) -> (String, String) {
        let (first, second) = self.names();
        let says = format!("{first} and {second} cannot go together");
        (says, "give one of them only".to_owned())
    }

    fn needed(&self) -> (String, String) {
        let (first, second) = self.names();
        let says = match self.can_be_shown() {
            true => format!(
                "{first} is given, but {second} is {}",
                nothing(self.other())
            ),
            false => format!("{first} cannot go without {second}"),
        };
        (says, "change one of them".to_owned())
    }

    fn pointer(&self) -> String {
        match (self.record, self.fact.home) {
            (Some(record), Home::Record(list, _)) => pointer(&[
                self.version.list_name(list),
                &record.to_string(),
                &self.fact.id,
            ]),
            _ => pointer(&[&self.fact.id]),
        }
    }
}

/// Whether something is asked for: anything but no, nothing and none.
fn is_something(fact: &Fact, value: Value) -> bool {
    match (value, &fact.ty) {
        (Value::YesNo(yes), _) => yes,
        (Value::Choices(options), _) => options != 0,
        (Value::Choice(option), Type::Choice(options)) => options.name(option) != "none",
        (Value::Money(money), _) => !money.min().is_zero(),
        (Value::Percent(share), _) => !share.is_zero(),
        (value, _) => value.number().is_none_or(|number| !number.is_zero()),
    }
}

/// The word for a value that is nothing.
fn nothing(fact: &Fact) -> &'static str {
    match &fact.ty {
        Type::YesNo => "no",
        Type::Choice(_) | Type::Choices(_) | Type::List => "none",
        Type::Money => "£0.00",
        _ => "0",
    }
}

/// Options by their words, one after the other.
fn named(options: &Options, chosen: u64) -> String {
    let words = options.chosen(chosen).map(|number| options.words(number));
    words.collect::<Vec<Cow<'_, str>>>().join(", ")
}
