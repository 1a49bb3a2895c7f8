//! Given facts that nobody can change and on which the outcome turns. They are no
//! advice: one that was entered wrongly may be why the answer is what it is.

use std::collections::BTreeSet;

use super::{
    candidates::{self, found_by},
    changes::blocks,
    explanation::Check,
    prober::Prober,
};
use crate::{
    answer::{Outcome, changed_facts::Spot},
    check::model::Changes,
    eval::facts::Facts,
    program::secrets::is_secret,
};

/// The given facts of which some other value alone gives a better outcome.
pub(super) fn checks(prober: &mut Prober<'_>, present: Outcome) -> Vec<Check> {
    if !matches!(present, Outcome::NotEligible | Outcome::Refer) {
        return Vec::new();
    }
    let Some(now) = prober.ask(&[]) else {
        return Vec::new();
    };
    let Some(facts) = &now.facts else {
        return Vec::new();
    };
    let blocking = now.blocking.iter().flatten();
    let blocking = blocking.filter(|it| blocks(it.standing, Outcome::Eligible));
    let spots: BTreeSet<Spot> = blocking.flat_map(|it| it.reads.iter().copied()).collect();
    let spots = spots
        .into_iter()
        .filter(|it| is_fixed(prober, facts, *it))
        .collect::<Vec<Spot>>();
    let mut checks = Vec::new();
    for spot in spots {
        let decides = candidates::changes(prober, spot, &now)
            .into_iter()
            .any(|change| {
                let outcome = prober.outcome(&[change]).flatten();
                outcome.is_some_and(|it| is_better(it, present))
            });
        if decides {
            checks.push(Check {
                spot,
                present: found_by(prober, spot, Some(facts)),
            });
        }
    }
    checks
}

/// Whether a fact was given, cannot be changed and may be named.
fn is_fixed(prober: &Prober<'_>, facts: &Facts, spot: Spot) -> bool {
    let (number, record) = match spot {
        Spot::Case(fact) => (fact, None),
        Spot::Record(fact, record) => (fact, Some(record)),
        Spot::List(_) => return false,
    };
    let fact = &prober.version.facts[number];
    fact.changes != Changes::Can
        && !is_secret(prober.version, fact)
        && facts.is_given(fact, number, record)
}

fn is_better(outcome: Outcome, present: Outcome) -> bool {
    match present {
        Outcome::NotEligible => outcome != Outcome::NotEligible,
        _ => outcome == Outcome::Eligible,
    }
}
