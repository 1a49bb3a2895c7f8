//! What would cost less than a quote: each saving is so, and none larger is found by
//! trying.

use almoner_engine::{
    Book, Date,
    answer::json::{Cheaper, Saving},
    check::model::RuleSet,
};
use rust_decimal::Decimal;
use serde_json::Value;

use super::{
    super::{cost::Cost, random::Random},
    Facts, ask, built_in,
    cases::random_case,
    changes::with_changes,
    explained, rule_set,
    savings::best,
};

/// Savings that are named: of more only the largest.
const MAX_SAVINGS: usize = 3;

#[derive(Debug, Default)]
struct Counts {
    savings: usize,
    /// Searches that were stopped.
    stopped: usize,
    /// Cheaper bookings found by trying.
    cheaper: usize,
    tried: usize,
}

pub(crate) fn quotes(cases: usize) {
    let book = built_in();
    let names = [
        "grangewaters",
        "music",
        "nursery",
        "play-scheme",
        "play-service",
        "private-tuition",
    ];
    for (seed, name) in (20..).zip(names) {
        let set = rule_set(&book, name);
        let mut random = Random::new(seed);
        let mut counts = Counts::default();
        let mut cost = Cost::default();
        let (mut asked, mut tried) = (0, 0);
        while asked < cases && tried < cases * 50 {
            tried += 1;
            let (on, facts) = random_case(&mut random, set);
            let Some(found) = explained(&book, name, on, &facts, &mut cost) else {
                continue;
            };
            let Some(cheaper) = &found.cheaper else {
                continue;
            };
            asked += 1;
            counts.stopped += usize::from(!cheaper.complete);
            counts.savings += cheaper.savings.len();
            check(&book, set, (on, &facts), cheaper, &mut counts);
        }
        println!("{name}: {asked} quotes, {counts:?}; {cost}");
    }
}

fn check(
    book: &Book,
    set: &RuleSet,
    (on, facts): (Date, &Facts),
    cheaper: &Cheaper,
    counts: &mut Counts,
) {
    let about = format!(
        "{} on {on}: {}\n{cheaper:?}",
        set.id,
        Value::Object(facts.clone())
    );
    for saving in &cheaper.savings {
        let changed = with_changes(facts, &saving.changes);
        let answer = ask(book, &set.id, on, &changed).unwrap();
        let again = answer.1.map(|it| it.min());
        assert_eq!(again, Some(total(saving)), "{about}\n{saving:?}");
    }
    let (best, tried) = best(book, set, (on, facts));
    counts.tried += tried;
    let Some((lowest, by)) = best else { return };
    counts.cheaper += 1;
    let found = cheaper.savings.iter().map(total).min();
    let is_found = found.is_some_and(|found| found <= lowest);
    assert!(
        is_found || !cheaper.complete || cheaper.savings.len() == MAX_SAVINGS,
        "{about}\n{lowest} by {}",
        Value::Object(by)
    );
}

fn total(saving: &Saving) -> Decimal {
    let total = serde_json::to_value(&saving.total).unwrap();
    total.as_str().unwrap().parse().unwrap()
}
