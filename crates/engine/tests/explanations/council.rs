//! Explanations of the council's rules on random facts: each change and saving is
//! applied and asked again, nothing smaller is found by trying, no confidential fact is
//! named, and the days are those of scanning every day.

use std::collections::BTreeSet;

use almoner_engine::{
    Book, Date, Outcome, Question,
    answer::{
        Detail,
        json::{Change, ChangeKind, Explanation, NearestOutcome},
    },
    base::{
        date::{add_days, birthday},
        money::Money,
        types::Type,
    },
    book::open,
    check::model::{Case, Changes, Fact, FactText, Home, RuleSet, Version},
    explain::TimelineEnd,
    load::BookFrom,
};
use serde_json::{Map, Value, json};

use super::random::Random;

type Facts = Map<String, Value>;

fn built_in() -> Book {
    let opened = open(BookFrom::Files(almoner_built_in::files())).unwrap();
    opened.into_book().unwrap()
}

pub(crate) fn screenings(cases: usize) {
    let book = built_in();
    for (seed, name) in (10..).zip(["childcare", "head-start", "council-tax"]) {
        let set = rule_set(&book, name);
        let mut random = Random::new(seed);
        let (mut ways, mut none, mut changes, mut most) = (0, 0, 0, 0);
        let mut asked = 0;
        while asked < cases {
            let (on, facts) = random_case(&mut random, set);
            let Some(found) = explained(&book, name, on, &facts) else {
                continue;
            };
            asked += 1;
            most = most.max(found.evaluations);
            let about = format!("{name} on {on}: {}", Value::Object(facts.clone()));
            if let Some(nearest) = &found.nearest {
                check_nearest(&book, set, (on, &facts), nearest, &about);
                ways += nearest.ways.len();
                none += usize::from(nearest.ways.is_empty());
            }
            if asked % 10 == 1 {
                changes += check_timeline(&book, name, (on, &facts), &about);
            }
            let text = serde_json::to_string(&found).unwrap();
            assert!(!text.contains("unspent"), "{about}\n{text}");
        }
        println!(
            "{name}: {asked} cases, {ways} ways, {none} without one, {changes} days of change, at most {most} evaluations"
        );
    }
}

pub(crate) fn quotes(cases: usize) {
    let book = built_in();
    for (seed, name) in (20..).zip(["grangewaters", "music", "nursery"]) {
        let set = rule_set(&book, name);
        let mut random = Random::new(seed);
        let (mut savings, mut asked, mut most) = (0, 0, 0);
        let mut tried = 0;
        while asked < cases && tried < cases * 50 {
            tried += 1;
            let (on, facts) = random_case(&mut random, set);
            let Some(found) = explained(&book, name, on, &facts) else {
                continue;
            };
            let Some(cheaper) = &found.cheaper else {
                continue;
            };
            asked += 1;
            most = most.max(found.evaluations);
            for saving in &cheaper.savings {
                let mut changed = facts.clone();
                saving.changes.iter().for_each(|it| apply(&mut changed, it));
                let answer = ask(&book, name, on, &changed).unwrap();
                let total = serde_json::to_value(&saving.total).unwrap();
                let again = answer.1.map(|it| it.min().to_string());
                let about = format!(
                    "{name} on {on}: {} {saving:?}",
                    Value::Object(facts.clone())
                );
                assert_eq!(
                    again.as_deref().map(pounds),
                    total.as_str().map(pounds),
                    "{about}"
                );
                savings += 1;
            }
        }
        println!("{name}: {asked} quotes, {savings} savings, at most {most} evaluations");
    }
}

fn pounds(text: &str) -> rust_decimal::Decimal {
    text.parse().unwrap()
}

fn rule_set<'b>(book: &'b Book, name: &str) -> &'b RuleSet {
    let mut sets = book.contents().rule_sets.iter();
    sets.find(|set| &*set.id == name).unwrap()
}

fn explained(book: &Book, name: &str, on: Date, facts: &Facts) -> Option<Explanation> {
    let text = Value::Object(facts.clone()).to_string();
    let question = Question::new(name)
        .on(on)
        .json(&text)
        .detail(Detail::Silent);
    let answer = book.answer(&question).ok()?;
    Some(book.explain(&question, &answer).shape(&answer))
}

fn ask(book: &Book, name: &str, on: Date, facts: &Facts) -> Option<(Outcome, Option<Money>)> {
    let text = Value::Object(facts.clone()).to_string();
    let question = Question::new(name)
        .on(on)
        .json(&text)
        .detail(Detail::Silent);
    let answer = book.answer(&question).ok()?;
    Some((answer.outcome(), answer.total()))
}

/// The facts of a case of the rule set, some of them changed at random.
fn random_case(random: &mut Random, set: &RuleSet) -> (Date, Facts) {
    let case = random.pick(&set.cases);
    let version = set.versions.iter().rfind(|it| it.in_force <= case.on);
    let version = version.unwrap_or(set.newest());
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
            let days = i64::try_from(random.below(9_000)).unwrap() - 8_000;
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

/// Makes a change to facts as an answer has it.
fn apply(facts: &mut Facts, change: &Change) {
    let to = || serde_json::to_value(&change.to).unwrap();
    match (change.change, &change.record) {
        (ChangeKind::Value, None) => {
            facts.insert(change.fact.clone(), to());
        }
        (ChangeKind::Value, Some(record)) => {
            let at = usize::try_from(record.number).unwrap() - 1;
            facts[&record.list][at][&change.fact] = to();
        }
        (ChangeKind::RecordLess, Some(record)) => {
            let at = usize::try_from(record.number).unwrap() - 1;
            // Kept as a hole, so that the others keep their numbers.
            facts[&record.list][at] = Value::Null;
        }
        (ChangeKind::RecordMore, _) => {
            let with = serde_json::to_value(&change.with).unwrap();
            let list = facts.entry(change.fact.clone()).or_insert(json!([]));
            list.as_array_mut().unwrap().push(with);
        }
        other => panic!("{other:?}"),
    }
}

fn with_changes(facts: &Facts, changes: &[Change]) -> Facts {
    let mut facts = facts.clone();
    changes.iter().for_each(|it| apply(&mut facts, it));
    for value in facts.values_mut() {
        if let Value::Array(records) = value {
            records.retain(|it| !it.is_null());
        }
    }
    facts
}

fn outcome(of: NearestOutcome) -> Outcome {
    match of {
        NearestOutcome::Eligible => Outcome::Eligible,
        NearestOutcome::NotEligible => Outcome::NotEligible,
        NearestOutcome::Undetermined => Outcome::Undetermined,
        NearestOutcome::Refer => Outcome::Refer,
    }
}

/// Every way is good, is as near as it can be, and none with fewer facts is found by
/// trying.
fn check_nearest(
    book: &Book,
    set: &RuleSet,
    (on, facts): (Date, &Facts),
    nearest: &almoner_engine::answer::json::Nearest,
    about: &str,
) {
    let goal = outcome(nearest.outcome);
    let name = &*set.id;
    let mut keys: BTreeSet<Vec<String>> = BTreeSet::new();
    for way in &nearest.ways {
        let changed = with_changes(facts, &way.changes);
        let again = ask(book, name, on, &changed).map(|it| it.0);
        assert_eq!(again, Some(goal), "{about}\n{way:?}");
        keys.insert(way.changes.iter().map(spot).collect());
        for (at, change) in way.changes.iter().enumerate() {
            if let Some(nearer) = nearer(change) {
                let mut changes = way.changes.clone();
                changes[at].to = Some(nearer);
                let again = ask(book, name, on, &with_changes(facts, &changes)).map(|it| it.0);
                assert_ne!(again, Some(goal), "{about}\n{way:?}");
            }
        }
    }
    assert_eq!(nearest.stopped_after, None, "{about}");
    let size = nearest
        .ways
        .first()
        .map_or(usize::MAX, |it| it.changes.len());
    let is_yes = goal == Outcome::Eligible && !nearest.ways.is_empty();
    for tried in tries(set, on, facts) {
        let changed = with_changes(facts, &tried);
        if ask(book, name, on, &changed).map(|it| it.0) != Some(Outcome::Eligible) {
            continue;
        }
        assert!(is_yes, "{about}\n{tried:?} gives a yes, {nearest:?}");
        assert!(
            tried.len() >= size,
            "{about}\n{tried:?} is smaller than {nearest:?}"
        );
        if tried.len() == size {
            let mut key: Vec<String> = tried.iter().map(spot).collect();
            let same = |it: &Vec<String>| {
                let mut it = it.clone();
                it.sort();
                key.sort();
                it == key
            };
            assert!(
                keys.iter().any(same),
                "{about}\n{tried:?} is none of {nearest:?}"
            );
        }
    }
}

/// What a change is of.
fn spot(change: &Change) -> String {
    let record = change.record.as_ref().map(|it| it.number);
    match change.change {
        ChangeKind::Value => format!("{} {record:?}", change.fact),
        kind => format!("{} {kind:?}", change.fact),
    }
}

/// A value one step nearer to the present one.
fn nearer(change: &Change) -> Option<almoner_engine::answer::json::Value> {
    use almoner_engine::answer::json::Value as Json;
    let (Some(Json::Text(to)), Some(Json::Text(now))) = (&change.to, &change.now) else {
        return None;
    };
    if let (Ok(to), Ok(now)) = (to.parse::<Date>(), now.parse::<Date>()) {
        let by = if to > now { -1 } else { 1 };
        let day = add_days(to, by)?;
        return (day != now).then(|| Json::Text(day.to_string()));
    }
    let (to, now) = (
        to.parse::<rust_decimal::Decimal>().ok()?,
        now.parse::<rust_decimal::Decimal>().ok()?,
    );
    let penny = rust_decimal::Decimal::new(1, 2);
    let value = if to > now { to - penny } else { to + penny };
    (value != now).then(|| Json::Text(value.to_string()))
}

/// Changes of one and of two facts that can change, by every option and by amounts and
/// days at which the law turns.
fn tries(set: &RuleSet, on: Date, facts: &Facts) -> Vec<Vec<Change>> {
    let version = set.versions.iter().rfind(|it| it.in_force <= on);
    let version = version.unwrap_or(set.newest());
    let mut single: Vec<Change> = Vec::new();
    for fact in version.facts.iter().filter(|it| it.changes == Changes::Can) {
        match fact.home {
            Home::Case => single.extend(
                values(fact, on)
                    .into_iter()
                    .map(|to| changed(fact, None, to)),
            ),
            Home::Record(list, _) => {
                let list = version.list_name(list);
                let records = facts
                    .get(list)
                    .and_then(Value::as_array)
                    .map_or(0, Vec::len);
                for number in 0..records {
                    let record = almoner_engine::answer::json::Record {
                        list: list.to_owned(),
                        number: u32::try_from(number + 1).unwrap(),
                    };
                    let of_record = values(fact, on).into_iter();
                    single.extend(of_record.map(|to| changed(fact, Some(record.clone()), to)));
                }
            }
            _ => {}
        }
    }
    let mut tries: Vec<Vec<Change>> = single.iter().map(|it| vec![it.clone()]).collect();
    for (at, first) in single.iter().enumerate() {
        for second in single
            .iter()
            .skip(at + 1)
            .filter(|it| spot(it) != spot(first))
        {
            tries.push(vec![first.clone(), second.clone()]);
        }
    }
    tries
}

fn changed(fact: &Fact, record: Option<almoner_engine::answer::json::Record>, to: Value) -> Change {
    Change {
        fact: fact.id.to_string(),
        record,
        change: ChangeKind::Value,
        to: serde_json::from_value(to).unwrap(),
        now: None,
        limit: almoner_engine::answer::json::ChangeLimit::Exactly,
        with: None,
    }
}

fn values(fact: &Fact, on: Date) -> Vec<Value> {
    match &fact.ty {
        Type::YesNo => vec![json!(true), json!(false)],
        Type::Choice(options) => options.iter().map(|it| json!(it)).collect(),
        Type::Money => ["0.00", "2379.52", "20000.00", "100000.00"]
            .map(|it| json!(it))
            .into(),
        Type::Date => [-400, 0, 14, 30, 200, 900]
            .map(|days| json!(add_days(on, days).unwrap().to_string()))
            .into(),
        _ => Vec::new(),
    }
}

/// The timeline against every day scanned; how many changes there are.
fn check_timeline(book: &Book, name: &str, (on, facts): (Date, &Facts), about: &str) -> usize {
    let text = Value::Object(facts.clone()).to_string();
    let question = Question::new(name)
        .on(on)
        .json(&text)
        .detail(Detail::Silent);
    let answer = book.answer(&question).unwrap();
    let Some(timeline) = book.explain(&question, &answer).timeline else {
        return 0;
    };
    assert_ne!(timeline.ends, TimelineEnd::Spent, "{about}\n{timeline:?}");
    let last = birthday(on, 10).unwrap();
    let mut spans: Vec<(Date, Outcome)> = Vec::new();
    let mut day = on;
    while day <= last {
        let set = rule_set(book, name);
        let version = set.versions.iter().rfind(|it| it.in_force <= day);
        let asked = version.map(|version| {
            let facts = facts
                .iter()
                .filter(|(name, _)| version.fact(name).is_some());
            facts
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect::<Facts>()
        });
        let Some((outcome, _)) = asked.and_then(|facts| ask(book, name, day, &facts)) else {
            break;
        };
        if spans.last().is_none_or(|(_, before)| *before != outcome) {
            spans.push((day, outcome));
        }
        day = add_days(day, 1).unwrap();
    }
    let found: Vec<(Date, Outcome)> = timeline
        .spans
        .iter()
        .map(|it| (it.from, it.outcome))
        .collect();
    assert_eq!(found, spans, "{about}");
    assert_eq!(timeline.until, add_days(day, -1).unwrap(), "{about}");
    spans.len() - 1
}
