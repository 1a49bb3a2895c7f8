//! The nearest yes, level by level: all changes of no fact, of one, of two, and so
//! on. A change that gives no yes is grown by what one criterion in its way read:
//! whatever larger change gives a yes must change some fact that this criterion
//! read, or it would fail again. So no change is missed, and the first level with
//! a yes has every smallest one.

use std::collections::BTreeSet;

use super::{
    candidates,
    changes::{Changes, blocks, with},
    explanation::{Nearest, Way},
    narrow,
    probe::{Blocking, Probe, Prober},
    records,
};
use crate::{
    answer::{
        Outcome,
        changed_facts::{FactChange, Spot},
    },
    eval::screen::Standing,
};

/// The nearest outcome that is better than the present one.
pub(super) fn nearest(prober: &mut Prober<'_>, present: Outcome) -> Option<Nearest> {
    let goals: &[Outcome] = match present {
        // What is open may still become a yes.
        Outcome::NotEligible => &[Outcome::Eligible, Outcome::Undetermined, Outcome::Refer],
        Outcome::Undetermined | Outcome::Refer => &[Outcome::Eligible],
        _ => return None,
    };
    let mut stopped_after = None;
    for goal in goals {
        let found = search(prober, *goal);
        if !found.ways.is_empty() {
            return Some(Nearest {
                goal: *goal,
                ways: found.ways,
                stopped_after,
            });
        }
        stopped_after = stopped_after.or(found.stopped_after);
    }
    Some(Nearest {
        goal: present,
        ways: Vec::new(),
        stopped_after,
    })
}

/// Every smallest change that gives a yes; none where there is none, or the question was
/// asked as often as it may be.
pub(super) fn to_a_yes(prober: &mut Prober<'_>) -> Vec<Way> {
    search(prober, Outcome::Eligible).ways
}

/// What a search for one outcome found.
struct Found {
    ways: Vec<Way>,
    /// Where it was not finished: the number of facts up to which it is certain.
    stopped_after: Option<usize>,
}

fn search(prober: &mut Prober<'_>, goal: Outcome) -> Found {
    let mut level: Vec<Changes> = vec![Vec::new()];
    // From here on, the changes of a level are revisions of those before.
    let mut revisions = 1;
    let mut is_whole = true;
    for size in 0usize.. {
        let mut answers: Vec<Changes> = Vec::new();
        let mut next: BTreeSet<String> = BTreeSet::new();
        let mut grown: Vec<Changes> = Vec::new();
        let mut at = 0;
        while let Some(changes) = level.get(at).cloned() {
            at += 1;
            let Some(probe) = prober.ask(&changes) else {
                return Found::stopped(size);
            };
            is_whole &= probe.is_followed;
            if probe.outcome == Some(goal) {
                answers.push(changes);
                continue;
            }
            let Growth { larger, revised } = grow(prober, goal, &changes, &probe);
            for changes in larger {
                if next.insert(format!("{changes:?}")) {
                    grown.push(changes);
                }
            }
            // What is revised once is not revised again: it could go on without an end.
            let revised = revised.into_iter().filter(|_| at <= revisions);
            for changes in revised {
                if !level.contains(&changes) {
                    level.push(changes);
                }
            }
        }
        if !answers.is_empty() {
            let ways = narrow::ways(prober, goal, answers);
            return Found {
                ways,
                stopped_after: None,
            };
        }
        if grown.is_empty() {
            let stopped_after = (!is_whole).then_some(0);
            return Found {
                ways: Vec::new(),
                stopped_after,
            };
        }
        level = grown;
        revisions = level.len();
    }
    Found::stopped(0)
}

impl Found {
    /// A search that had to stop while it tried changes of this many facts.
    fn stopped(size: usize) -> Found {
        Found {
            ways: Vec::new(),
            stopped_after: Some(size.saturating_sub(1)),
        }
    }
}

/// What a change that is no answer leads to.
struct Growth {
    /// Changes of one more fact.
    larger: Vec<Changes>,
    /// Changes of the same facts, of which one has another value: a change that came
    /// after it moved what it is compared with.
    revised: Vec<Changes>,
}

fn grow(prober: &mut Prober<'_>, goal: Outcome, changes: &[FactChange], probe: &Probe) -> Growth {
    let mut growth = Growth {
        larger: Vec::new(),
        revised: Vec::new(),
    };
    for spot in to_follow(prober, goal, probe) {
        let own = changes.iter().position(|it| it.spot == spot);
        match (spot, own) {
            (Spot::List(list), _) => {
                let larger = records::changes(prober, goal, (changes, probe), list);
                growth.larger.extend(larger);
            }
            (_, Some(own)) if changes.len() > 1 && is_ordered(prober, spot) => {
                for change in candidates::changes(prober, spot, probe) {
                    let mut revised = changes.to_vec();
                    if let Some(own) = revised.get_mut(own) {
                        *own = change;
                    }
                    growth.revised.push(revised);
                }
            }
            // Every option was tried already.
            (_, Some(_)) => {}
            (_, None) => {
                let new = candidates::changes(prober, spot, probe).into_iter();
                growth
                    .larger
                    .extend(new.map(|change| with(changes, change)));
            }
        }
    }
    growth
}

/// What can be changed of what one criterion read: of the criteria whose standing
/// must change the one that read the least of it. Where one part of a period is enough,
/// one criterion of each.
fn to_follow(prober: &Prober<'_>, goal: Outcome, probe: &Probe) -> BTreeSet<Spot> {
    let can_change = |it: &Blocking| {
        let spots = it.reads.iter().copied();
        let spots = spots.filter(|it| candidates::can_change(prober, *it));
        spots.collect::<BTreeSet<Spot>>()
    };
    let parts = probe.blocking.iter().map(|part| {
        let blocking = || part.iter().filter(|it| blocks(it.standing, goal));
        if goal == Outcome::Eligible {
            return blocking().map(can_change).min_by_key(BTreeSet::len);
        }
        // What is not met must be met. What is open need not be decided: a case can be
        // for a person to decide whatever the answer is.
        let not_met = blocking().filter(|it| it.standing == Standing::NotMet);
        let not_met = not_met.map(can_change).min_by_key(BTreeSet::len);
        match not_met {
            Some(_) => not_met,
            None => blocking().map(can_change).reduce(|mut all, it| {
                all.extend(it);
                all
            }),
        }
    });
    let parts = parts.flatten();
    match prober.needs_every_part() {
        true => parts.min_by_key(BTreeSet::len).unwrap_or_default(),
        false => parts.flatten().collect(),
    }
}

fn is_ordered(prober: &Prober<'_>, spot: Spot) -> bool {
    match spot {
        Spot::Case(fact) | Spot::Record(fact, _) => prober.version.facts[fact].ty.is_ordered(),
        Spot::List(_) => false,
    }
}
