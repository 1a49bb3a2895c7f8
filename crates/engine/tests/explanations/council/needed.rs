//! What is still needed to settle a screening.

use almoner_engine::{
    Book, Date, Outcome,
    check::model::{Home, RuleSet},
};
use serde_json::Value;

use super::{
    super::{cost::Cost, random::Random},
    Facts, ask, built_in,
    cases::{completed, random_case},
    explained, rule_set, version_on,
};

/// How many completions of a case are tried.
const SAMPLES: usize = 24;

/// What depends on missing facts: another completion has another outcome, and the sets
/// that are said to settle it do.
pub(crate) fn needed(cases: usize) {
    let book = built_in();
    for (seed, name) in (30..).zip(["childcare", "head-start", "council-tax"]) {
        let set = rule_set(&book, name);
        let mut random = Random::new(seed);
        let (mut asked, mut settled, mut sets, mut alike) = (0, 0, 0, 0);
        let mut cost = Cost::default();
        while asked < cases {
            let (on, mut facts) = random_case(&mut random, set);
            facts.retain(|_, _| random.chance(70));
            let Some(found) = explained(&book, name, on, &facts, &mut cost) else {
                continue;
            };
            let about = format!("{name} on {on}: {}", Value::Object(facts.clone()));
            let Some((outcome, _)) = ask(&book, name, on, &facts) else {
                continue;
            };
            let mut others: Vec<Outcome> = Vec::new();
            for _ in 0..SAMPLES {
                let complete = completed(&mut random, set, on, &facts, &[]);
                others.extend(ask(&book, name, on, &complete).map(|it| it.0));
            }
            others.retain(|it| *it != Outcome::Undetermined);
            others.sort_by_key(|it| it.name());
            others.dedup();
            asked += 1;
            if outcome != Outcome::Undetermined {
                assert!(
                    others.iter().all(|it| *it == outcome),
                    "{about}\n{others:?}"
                );
                settled += 1;
                continue;
            }
            alike += usize::from(others.len() < 2);
            let Some(needed) = found.needed else { continue };
            let version = version_on(set, on);
            let is_of_case = |name: &str| {
                let mut facts = version.facts.iter();
                facts.any(|it| *it.id == *name && it.home == Home::Case)
            };
            for settling in &needed.settling {
                let own: Vec<&str> = settling.facts.iter().map(|it| &*it.fact).collect();
                if !own.iter().all(|it| is_of_case(it)) {
                    continue;
                }
                check_settles(&book, set, &mut random, (on, &facts), &own, &about);
                sets += 1;
            }
        }
        println!(
            "{name}: {asked} partial cases, {settled} settled, {sets} settling sets, \
             {alike} of which no two samples differ; {cost}"
        );
    }
}

/// With values for the facts of a set, every completion has the same outcome.
fn check_settles(
    book: &Book,
    set: &RuleSet,
    random: &mut Random,
    (on, facts): (Date, &Facts),
    own: &[&str],
    about: &str,
) {
    for _ in 0..SAMPLES / 4 {
        let given = completed(random, set, on, facts, own);
        let outcome = ask(book, &set.id, on, &given).map(|it| it.0);
        let Some(outcome) = outcome else { continue };
        assert_ne!(
            outcome,
            Outcome::Undetermined,
            "{about}\n{own:?}: {given:?}"
        );
        let complete = completed(random, set, on, &given, &[]);
        let again = ask(book, &set.id, on, &complete).map(|it| it.0);
        assert!(
            again.is_none_or(|it| it == outcome || it == Outcome::Undetermined),
            "{about}\n{own:?}: {given:?}, {complete:?}"
        );
    }
}
