//! Random facts for the council's rules: those of a case, some of them changed.

use almoner_engine::{
    Date,
    answer::json::NeededFact,
    base::{date::add_days, types::Type},
    check::model::{Case, Fact, FactText, Home, RuleSet, Version},
};
use serde_json::{Value, json};

use super::{super::random::Random, Facts, version_on};

/// The facts of a case of the rule set, some of them changed at random.
pub(super) fn random_case(random: &mut Random, set: &RuleSet) -> (Date, Facts) {
    let case = random.pick(&set.cases);
    let version = version_on(set, case.on);
    let mut facts = facts_of(case, version);
    for fact in version.facts.iter() {
        match fact.home {
            Home::Case if random.chance(25) => {
                let value = value(random, fact, case.on);
                facts.insert(fact.id.to_string(), value);
            }
            Home::Record(list, _) => {
                let list = version.list_name(list);
                let Some(Value::Array(records)) = facts.get_mut(list) else {
                    continue;
                };
                for record in records {
                    if random.chance(15) {
                        record[&*fact.id] = value(random, fact, case.on);
                    }
                }
            }
            _ => {}
        }
    }
    facts.retain(|_, value| !value.is_null());
    (case.on, facts)
}

fn facts_of(case: &Case, version: &Version) -> Facts {
    let one = |text: &FactText| match text {
        FactText::One(text) => json!(text),
        _ => Value::Null,
    };
    let mut facts = Facts::new();
    for (name, text) in &case.facts {
        if version.fact(name).is_none() {
            continue;
        }
        let value = match text {
            FactText::List(records) => {
                let records = records.iter().map(|record| {
                    let fields = record
                        .facts
                        .iter()
                        .map(|(name, text)| (name.to_string(), one(text)));
                    Value::Object(fields.filter(|(_, it)| !it.is_null()).collect())
                });
                Value::Array(records.collect())
            }
            text => one(text),
        };
        facts.insert(name.to_string(), value);
    }
    facts.retain(|_, value| !value.is_null());
    facts
}

fn value(random: &mut Random, fact: &Fact, on: Date) -> Value {
    match &fact.ty {
        Type::YesNo => json!(random.chance(50)),
        Type::Whole => json!(random.below(12)),
        Type::Money => {
            let amounts = [
                "0.00",
                "1000.00",
                "2379.51",
                "2379.52",
                "5000.00",
                "99999.99",
                "100000.00",
                "100000.01",
            ];
            json!(random.pick(&amounts))
        }
        Type::Date => {
            let days = match random.chance(30) {
                true => i64::try_from(random.below(60)).unwrap() - 30,
                false => i64::try_from(random.below(9_000)).unwrap() - 8_000,
            };
            json!(add_days(on, days).unwrap().to_string())
        }
        Type::Choice(options) => {
            let names: Vec<&str> = options.iter().collect();
            json!(random.pick(&names))
        }
        Type::Choices(options) => {
            let names: Vec<&str> = options.iter().filter(|_| random.chance(20)).collect();
            json!(names)
        }
        _ => Value::Null,
    }
}

/// Facts that were not given, with random values: all, or those named, of the case or of
/// a record by its number. A list that was not given has up to two records. A fact of
/// which an assumption asks whether it is known stays missing: it would be no
/// completion. Most values are those of one case of the rule set, chosen at random: some
/// outcomes take values that hardly any random facts have together.
pub(super) fn completed(
    random: &mut Random,
    set: &RuleSet,
    on: Date,
    facts: &Facts,
    only: Option<&[NeededFact]>,
) -> Facts {
    let version = version_on(set, on);
    let mut facts = facts.clone();
    let like = facts_of(random.pick(&set.cases), version);
    let value = |random: &mut Random, fact: &Fact, of: Option<&Value>| {
        let of = of.filter(|_| random.chance(85));
        of.cloned().unwrap_or_else(|| value(random, fact, on))
    };
    let assumptions = version.facts.iter().filter_map(|it| it.assume.as_ref());
    let assumptions: Vec<&str> = assumptions.map(|it| it.written(&it.expr)).collect();
    for fact in version.facts.iter().filter(|it| it.assume.is_none()) {
        let name = &*fact.id;
        if assumptions.contains(&format!("{name} is known").as_str()) {
            continue;
        }
        let is_own = |record: Option<usize>| {
            let is_it = |it: &NeededFact| {
                let number = it.record.as_ref().map(|it| it.number as usize);
                it.fact == name && (number.is_none() || number == record)
            };
            only.is_none_or(|only| only.iter().any(is_it))
        };
        match fact.home {
            Home::Case | Home::Completeness(_) if is_own(None) && !facts.contains_key(name) => {
                facts.insert(name.to_owned(), value(random, fact, like.get(name)));
            }
            Home::List(_) if is_own(None) && !facts.contains_key(name) => {
                let count = like.get(name).and_then(Value::as_array).map(Vec::len);
                let count = count.filter(|_| random.chance(85));
                let records = vec![json!({}); count.unwrap_or_else(|| random.below(3))];
                facts.insert(name.to_owned(), Value::Array(records));
            }
            // The fields of a list follow it.
            Home::Record(list, _) => {
                let list = version.list_name(list);
                let is_new = only.is_some_and(|only| only.iter().any(|it| it.fact == list));
                let records = facts.get_mut(list).and_then(Value::as_array_mut);
                for (at, record) in records.into_iter().flatten().enumerate() {
                    if record.get(name).is_none() && (is_new || is_own(Some(at + 1))) {
                        let of = like.get(list).and_then(|it| it.get(at)?.get(name));
                        record[name] = value(random, fact, of);
                    }
                }
            }
            _ => {}
        }
    }
    without_null(&mut facts);
    facts
}

fn without_null(facts: &mut Facts) {
    facts.retain(|_, value| !value.is_null());
    for value in facts.values_mut() {
        for record in value.as_array_mut().into_iter().flatten() {
            if let Some(record) = record.as_object_mut() {
                record.retain(|_, value| !value.is_null());
            }
        }
    }
}
