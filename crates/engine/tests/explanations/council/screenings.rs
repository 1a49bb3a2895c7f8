//! What would change a screening.

use std::collections::BTreeSet;

use almoner_engine::{
    Book, Date, Outcome, Question,
    answer::json::{Change, ChangeKind, ChangeLimit, Explanation, Later, Nearest, Record},
    base::{date::add_days, types::Type},
    check::model::{Changes, Fact, Home, RuleSet},
    present,
};
use serde_json::{Value, json};

use super::{
    super::{cost::Cost, random::Random},
    Facts, ask, built_in,
    cases::random_case,
    changes::{nearer, outcome, spot, with_changes},
    days::check_timeline,
    explained, facts_in, rule_set, version_on,
};

pub(crate) fn screenings(cases: usize) {
    let book = built_in();
    for (seed, name) in (10..).zip(["childcare", "head-start", "council-tax"]) {
        let set = rule_set(&book, name);
        let mut random = Random::new(seed);
        let (mut ways, mut none, mut checks, mut waits, mut changes) = (0, 0, 0, 0, 0);
        let mut cost = Cost::default();
        let mut asked = 0;
        while asked < cases {
            let (on, facts) = random_case(&mut random, set);
            let Some(found) = explained(&book, name, on, &facts, &mut cost) else {
                continue;
            };
            asked += 1;
            checks += found.checks.len();
            let about = format!("{name} on {on}: {}", Value::Object(facts.clone()));
            if let Some(nearest) = &found.nearest {
                check_nearest(&book, set, (on, &facts), nearest, &about);
                ways += nearest.ways.len();
                none += usize::from(nearest.ways.is_empty());
            }
            if let Some(later) = &found.later {
                check_later(&book, set, (on, &facts), later, &about);
                waits += 1;
            }
            if asked % 10 == 1 {
                changes += check_timeline(&book, name, (on, &facts), &about);
            }
            check_secrecy(&book, set, (on, &facts), &found, &about);
        }
        println!(
            "{name}: {asked} cases, {ways} ways, {none} without one, {checks} facts to check, {waits} to wait, \
             {changes} days of change; {cost}"
        );
    }
}

/// No change, check or rung names a confidential fact or has one of its values, and what
/// a letter says does not depend on them.
fn check_secrecy(
    book: &Book,
    set: &RuleSet,
    (on, facts): (Date, &Facts),
    found: &Explanation,
    about: &str,
) {
    let version = version_on(set, on);
    let secrets = version.facts.iter().filter(|it| it.confidential);
    let secrets: Vec<&Fact> = secrets.collect();
    let mut said = found.clone();
    // That a confidential fact is asked for is no secret.
    if let Some(needed) = &mut said.needed {
        needed.now.clear();
        needed.perhaps_later.clear();
        needed.settling.clear();
    }
    let text = serde_json::to_string(&said).unwrap();
    let letter = |facts: &Facts| {
        let text = Value::Object(facts.clone()).to_string();
        let question = Question::new(&*set.id).on(on).json(&text);
        let explanation = book.explain_for_letter(&question).unwrap()?;
        let answer = book.answer(&question).unwrap();
        let letter = present::letter(&answer, Some(&explanation))?;
        Some(letter.changes)
    };
    for fact in &secrets {
        assert!(!text.contains(&*fact.id), "{about}\n{text}");
        let Type::Choices(options) = &fact.ty else {
            continue;
        };
        let mut letters = Vec::new();
        for option in options.iter() {
            assert!(
                !text.contains(option) || option == "other",
                "{about}\n{text}"
            );
            let mut changed = facts.clone();
            changed.insert(fact.id.to_string(), json!([option]));
            letters.push(letter(&changed));
        }
        letters.dedup();
        assert_eq!(letters.len(), 1, "{about}\n{letters:?}");
    }
}

/// Each way gives a yes on the later day, and the facts as they are give none.
fn check_later(
    book: &Book,
    set: &RuleSet,
    (on, facts): (Date, &Facts),
    later: &Later,
    about: &str,
) {
    let day: Date = later.on.parse().unwrap();
    assert!(day > on, "{about}\n{later:?}");
    let version = version_on(set, day);
    let asked = |facts: &Facts| ask(book, &set.id, day, &facts_in(version, facts)).map(|it| it.0);
    assert_ne!(asked(facts), Some(Outcome::Eligible), "{about}\n{later:?}");
    for way in &later.ways {
        let again = asked(&with_changes(facts, &way.changes));
        assert_eq!(again, Some(Outcome::Eligible), "{about}\n{later:?}");
    }
}

/// Every way is good, is as near as it can be, and none with fewer facts is found by
/// trying.
fn check_nearest(
    book: &Book,
    set: &RuleSet,
    (on, facts): (Date, &Facts),
    nearest: &Nearest,
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

/// Changes of one and of two facts that can change, by every option and by amounts and
/// days at which the law turns.
fn tries(set: &RuleSet, on: Date, facts: &Facts) -> Vec<Vec<Change>> {
    let version = version_on(set, on);
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
                    let record = Record {
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

fn changed(fact: &Fact, record: Option<Record>, to: Value) -> Change {
    Change {
        fact: fact.id.to_string(),
        record,
        change: ChangeKind::Value,
        to: serde_json::from_value(to).unwrap(),
        now: None,
        limit: ChangeLimit::Exactly,
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
