//! What would change a screening.

use std::collections::BTreeSet;

use almoner_engine::{
    Book, Date, Outcome,
    answer::json::{Change, Later, Nearest, Way},
    check::model::RuleSet,
};
use serde_json::Value;

use super::{
    super::{cost::Cost, is_long, random::Random},
    Facts, ask,
    cases::random_case,
    changes::{nearer, outcome, spot, with_changes},
    columns::{Books, Columns, Row},
    days::check_timeline,
    exhaustive::{MAX_FACTS, choices},
    explained, facts_in, rule_set,
    secrecy::check_secrecy,
    version_on,
};

/// What was found, and tried.
#[derive(Debug, Default)]
struct Counts {
    ways: usize,
    /// Cases that no change makes a yes.
    none: usize,
    /// Searches that reached the most evaluations: certain up to some number of facts.
    stopped: usize,
    /// Changes tried, and cases of which every change of up to four facts was.
    tried: usize,
    whole: usize,
    checks: usize,
    waits: usize,
    timelines: usize,
    timelines_stopped: usize,
    days_of_change: usize,
    secrets: usize,
}

pub(crate) fn screenings(cases: usize) {
    let books = Books::built_in();
    let book = &books.own;
    for (seed, name) in (10..).zip(["childcare", "head-start", "council-tax"]) {
        let set = rule_set(book, name);
        let mut columns = Columns::new(&books, name);
        let mut random = Random::new(seed);
        let mut counts = Counts::default();
        let mut cost = Cost::default();
        let mut asked = 0;
        while asked < cases {
            let (on, facts) = random_case(&mut random, set);
            let Some(found) = explained(book, name, on, &facts, &mut cost) else {
                continue;
            };
            asked += 1;
            counts.checks += found.checks.len();
            let about = format!("{name} on {on}: {}", Value::Object(facts.clone()));
            if let Some(nearest) = &found.nearest {
                let case = (on, &facts);
                let (tried, is_whole) =
                    check_nearest(&mut columns, set, case, nearest, &mut random, &about);
                counts.tried += tried;
                counts.whole += usize::from(is_whole);
                counts.ways += nearest.ways.len();
                match nearest.stopped_after {
                    Some(_) => counts.stopped += 1,
                    None => counts.none += usize::from(nearest.ways.is_empty()),
                }
            }
            if let Some(later) = &found.later {
                check_later(book, set, (on, &facts), later, &about);
                counts.waits += 1;
            }
            let present = ask(book, name, on, &facts).map(|it| it.0);
            // Columns leave the days of a case that lacks a fact to the row evaluator.
            if asked % 10 == 1 || (is_long() && present != Some(Outcome::Undetermined)) {
                counts.timelines += 1;
                match check_timeline(&mut columns, set, (on, &facts), &about) {
                    Some(changes) => counts.days_of_change += changes,
                    None => counts.timelines_stopped += 1,
                }
            }
            counts.secrets += check_secrecy(book, set, (on, &facts), &found, &about);
        }
        println!(
            "{name}: {asked} cases, {counts:?}; {cost}; {}",
            columns.counted()
        );
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

/// Every way is good and is as near as it can be; none with fewer facts, and no other
/// with as many, is found by trying. Returns how many changes were tried, and whether it
/// was all of them.
fn check_nearest(
    columns: &mut Columns<'_>,
    set: &RuleSet,
    (on, facts): (Date, &Facts),
    nearest: &Nearest,
    random: &mut Random,
    about: &str,
) -> (usize, bool) {
    let goal = outcome(nearest.outcome);
    let mut keys: BTreeSet<Vec<String>> = BTreeSet::new();
    for way in &nearest.ways {
        check_way(columns.book(), &set.id, (on, facts), goal, way, about);
        keys.insert(key(&way.changes));
    }
    let way = nearest.ways.first();
    let size = way
        .filter(|_| goal == Outcome::Eligible)
        .map(|it| it.changes.len());
    let choices = choices(version_on(set, on), on, facts);
    let (mut tried, mut is_whole) = (0, true);
    let certain = nearest.stopped_after.map(|it| usize::try_from(it).unwrap());
    let certain = certain.unwrap_or(MAX_FACTS).min(MAX_FACTS);
    let present = ask(columns.book(), &set.id, on, facts).map(|it| it.0);
    let most = count_of_tries(present);
    for count in 1..=size.unwrap_or(certain).min(certain) {
        let (all, is_every) = choices.of_size(count, (&mut *random, most));
        is_whole &= is_every;
        tried += all.len();
        let rows = all.into_iter().map(|changes| Row {
            on,
            case: 0,
            changes,
        });
        let rows: Vec<Row> = rows.collect();
        let case = [facts.clone()];
        let outcomes = columns.answer(&case, &choices.changes, &rows);
        for (row, outcome) in rows.iter().zip(outcomes) {
            if outcome != Some(Outcome::Eligible) {
                continue;
            }
            let changes = row.changes.iter().map(|it| &choices.changes[*it]);
            let is_named = size == Some(count) && keys.contains(&key(changes.clone()));
            let changes: Vec<&Change> = changes.collect();
            assert!(is_named, "{about}\n{changes:?} gives a yes, {nearest:?}");
        }
    }
    (tried, is_whole)
}

/// A way gives the outcome, and no step nearer does.
fn check_way(
    book: &Book,
    name: &str,
    (on, facts): (Date, &Facts),
    goal: Outcome,
    way: &Way,
    about: &str,
) {
    let gives = |changes: &[Change]| {
        let changed = with_changes(facts, changes);
        ask(book, name, on, &changed).map(|it| it.0) == Some(goal)
    };
    assert!(gives(&way.changes), "{about}\n{way:?}");
    for (at, change) in way.changes.iter().enumerate() {
        let mut fewer = way.changes.clone();
        fewer.remove(at);
        assert!(!gives(&fewer), "{about}\n{way:?}");
        if let Some(nearer) = nearer(change) {
            let mut changes = way.changes.clone();
            changes[at].to = Some(nearer);
            assert!(!gives(&changes), "{about}\n{way:?}");
        }
    }
}

fn key<'c>(changes: impl IntoIterator<Item = &'c Change>) -> Vec<String> {
    let mut key: Vec<String> = changes.into_iter().map(spot).collect();
    key.sort();
    key
}

/// How many changes of one number of facts are tried for a case. Columns leave the rows
/// that lack a fact to the row evaluator.
fn count_of_tries(present: Option<Outcome>) -> usize {
    match (is_long(), present) {
        (true, Some(Outcome::Undetermined)) => 1_000,
        (true, _) => 20_000,
        (false, _) => 400,
    }
}
