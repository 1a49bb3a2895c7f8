//! Changes of up to four facts that can change, by values on both sides of whatever the
//! law compares them with: all of them, or that number at random where they are more.

use std::ops::Range;

use almoner_engine::{
    Date,
    answer::json::{Change, ChangeKind, ChangeLimit, OrderedObject, Record},
    base::{date::add_days, types::Type},
    check::model::{Changes, Fact, Home, Version},
};
use serde_json::{Value, json};

use super::{super::random::Random, Facts};

/// The most facts that are changed together.
pub(super) const MAX_FACTS: usize = 4;

/// How often one more record can be put in.
const MAX_NEW_RECORDS: usize = 3;

/// What can be changed.
pub(super) struct Choices {
    /// The other values of each fact, one fact's after the other's.
    pub(super) changes: Vec<Change>,
    /// Which of them are of one fact.
    facts: Vec<Range<usize>>,
}

pub(super) fn choices(version: &Version, on: Date, facts: &Facts) -> Choices {
    let mut all: Vec<Vec<Change>> = Vec::new();
    let facts_of_rules = version.facts.iter();
    for fact in facts_of_rules.filter(|it| it.changes == Changes::Can) {
        match fact.home {
            Home::Case => all.push(values(fact, on, facts.get(&*fact.id), None)),
            Home::Record(list, _) => {
                let list = version.list_name(list);
                for (number, record) in records(facts, list).iter().enumerate() {
                    let of = record_of(list, number);
                    all.push(values(fact, on, record.get(&*fact.id), Some(of)));
                }
            }
            Home::List(_) => all.extend(of_list(version, fact, on, facts)),
            Home::Completeness(_) => {}
        }
    }
    all.retain(|it| !it.is_empty());
    let mut end = 0;
    let facts = all.iter().map(|it| {
        let start = end;
        end += it.len();
        start..end
    });
    Choices {
        facts: facts.collect(),
        changes: all.into_iter().flatten().collect(),
    }
}

impl Choices {
    /// Changes of this many facts, by their numbers: every one, or `most` at random; and
    /// whether it is every one.
    pub(super) fn of_size(
        &self,
        size: usize,
        (random, most): (&mut Random, usize),
    ) -> (Vec<Vec<usize>>, bool) {
        if self.count(size) <= most {
            let mut all = Vec::new();
            every(&self.facts, size, &mut Vec::new(), &mut all);
            return (all, true);
        }
        let one = |random: &mut Random| {
            let mut left: Vec<&Range<usize>> = self.facts.iter().collect();
            let changes = (0..size).map(|_| {
                let of = left.swap_remove(random.below(left.len()));
                of.start + random.below(of.len())
            });
            changes.collect()
        };
        ((0..most).map(|_| one(random)).collect(), false)
    }

    /// How many changes of this many facts there are.
    fn count(&self, size: usize) -> usize {
        let mut of_size = vec![0; size + 1];
        of_size[0] = 1;
        for values in &self.facts {
            for size in (1..=size).rev() {
                of_size[size] += of_size[size - 1] * values.len();
            }
        }
        of_size[size]
    }
}

fn every(facts: &[Range<usize>], size: usize, chosen: &mut Vec<usize>, all: &mut Vec<Vec<usize>>) {
    if size == 0 {
        all.push(chosen.clone());
        return;
    }
    for (at, values) in facts.iter().enumerate() {
        for value in values.clone() {
            chosen.push(value);
            every(&facts[at + 1..], size - 1, chosen, all);
            chosen.pop();
        }
    }
}

fn of_list(version: &Version, fact: &Fact, on: Date, facts: &Facts) -> Vec<Vec<Change>> {
    let Home::List(number) = fact.home else {
        return Vec::new();
    };
    let list = version.list_name(number);
    let count = records(facts, list).len();
    let less = (0..count).map(|at| {
        let record = Some(record_of(list, at));
        vec![of_kind(list, ChangeKind::RecordLess, record)]
    });
    let mut new: Vec<OrderedObject<almoner_engine::answer::json::Value>> =
        vec![OrderedObject(Vec::new())];
    for (_, field) in version.fields(number) {
        let values = raw_values(field, on);
        new = new
            .into_iter()
            .flat_map(|before| {
                values.iter().map(move |value| {
                    let mut with = before.clone();
                    let value = serde_json::from_value(value.clone()).unwrap();
                    with.0.push((field.id.to_string(), value));
                    with
                })
            })
            .collect();
    }
    let more: Vec<Change> = new
        .into_iter()
        .map(|with| Change {
            with: Some(with),
            ..of_kind(list, ChangeKind::RecordMore, None)
        })
        .collect();
    less.chain(std::iter::repeat_n(more, MAX_NEW_RECORDS))
        .collect()
}

fn records(facts: &Facts, list: &str) -> Vec<Value> {
    let records = facts.get(list).and_then(Value::as_array);
    records.cloned().unwrap_or_default()
}

fn record_of(list: &str, at: usize) -> Record {
    Record {
        list: list.to_owned(),
        number: u32::try_from(at + 1).unwrap(),
    }
}

fn of_kind(list: &str, change: ChangeKind, record: Option<Record>) -> Change {
    Change {
        fact: list.to_owned(),
        record,
        change,
        to: None,
        now: None,
        limit: ChangeLimit::Exactly,
        with: None,
    }
}

fn values(fact: &Fact, on: Date, now: Option<&Value>, record: Option<Record>) -> Vec<Change> {
    let others = raw_values(fact, on).into_iter();
    let others = others.filter(|it| Some(it) != now);
    others
        .map(|to| Change {
            to: serde_json::from_value(to).unwrap(),
            ..of_kind(&fact.id, ChangeKind::Value, record.clone())
        })
        .collect()
}

fn raw_values(fact: &Fact, on: Date) -> Vec<Value> {
    match &fact.ty {
        Type::YesNo => vec![json!(true), json!(false)],
        Type::Choice(options) => options.iter().map(|it| json!(it)).collect(),
        Type::Money => vec![json!("0.00"), json!("20000.00")],
        Type::Whole => vec![json!(0), json!(1), json!(1_000)],
        Type::Date => [-400, 0, 14, 30, 200, 900]
            .map(|days| json!(add_days(on, days).unwrap().to_string()))
            .into(),
        _ => Vec::new(),
    }
}
