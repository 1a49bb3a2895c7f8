//! The nearest yes, level by level: all changes of no fact, of one, of two, and so
//! on. A change that gives no yes is grown by what one criterion in its way read:
//! whatever larger change gives a yes must change some fact that this criterion
//! read, or it would fail again. So no change is missed, and the first level with
//! a yes has every smallest one.

use std::{collections::BTreeSet, rc::Rc};

use super::{
    blocking::Blocking,
    candidates,
    changes::{Changes, blocks, with},
    explanation::{Nearest, Way},
    interior::without_interior,
    narrow,
    out_of_reach::is_out_of_reach,
    probe::Probe,
    prober::Prober,
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
    let mut level = Level::of(vec![Vec::new()]);
    let mut is_whole = true;
    for size in 0usize.. {
        let Some(answers) = level.answers(prober, goal) else {
            return Found::stopped(size.checked_sub(1));
        };
        if !answers.is_empty() {
            let ways = narrow::ways(prober, goal, answers);
            return Found {
                ways,
                stopped_after: None,
            };
        }
        is_whole &= level.is_followed;
        let Some(larger) = level.larger(prober, goal) else {
            return Found::stopped(Some(size));
        };
        if larger.is_empty() {
            let stopped_after = (!is_whole).then_some(0);
            return Found {
                ways: Vec::new(),
                stopped_after,
            };
        }
        level = Level::of(larger);
    }
    Found::stopped(None)
}

/// Changes with the same number of facts.
struct Level {
    changes: Vec<Changes>,
    /// Whether all rules that answered them are those of the question.
    is_followed: bool,
}

impl Level {
    fn of(changes: Vec<Changes>) -> Level {
        Level {
            changes,
            is_followed: true,
        }
    }

    /// The changes that give the outcome, of these and of their revisions; `None` where
    /// the question was asked as often as it may be.
    fn answers(&mut self, prober: &mut Prober<'_>, goal: Outcome) -> Option<Vec<Changes>> {
        let mut answers = Vec::new();
        // What is revised once is not revised again: it could go on without an end.
        let revisions = self.changes.len();
        let mut at = 0;
        while let Some(changes) = self.changes.get(at).cloned() {
            at += 1;
            let probe = prober.ask(&changes)?;
            self.is_followed &= probe.is_followed;
            if prober.gives(&changes, goal)? {
                answers.push(changes);
                continue;
            }
            if at > revisions || changes.is_empty() {
                continue;
            }
            let probe = followed(prober, goal, &changes)?;
            let mut revised = revised(prober, goal, &changes, &probe);
            revised.retain(|it| !self.changes.contains(it));
            if !revised.is_empty() && growing(prober, goal, &changes)?.is_some() {
                self.changes.append(&mut revised);
            }
        }
        Some(answers)
    }

    /// What these changes, of which none gives the outcome, lead to: changes of one more
    /// fact. `None` where the question was asked as often as it may be.
    fn larger(&self, prober: &mut Prober<'_>, goal: Outcome) -> Option<Vec<Changes>> {
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut all: Vec<Changes> = Vec::new();
        for changes in &without_interior(prober, &self.changes) {
            let Some(probe) = growing(prober, goal, changes)? else {
                continue;
            };
            for larger in larger(prober, goal, changes, &probe)? {
                if seen.insert(format!("{larger:?}")) {
                    all.push(larger);
                }
            }
        }
        Some(all)
    }
}

impl Found {
    /// A search that had to stop after it tried all changes of up to this many facts.
    fn stopped(after: Option<usize>) -> Found {
        Found {
            ways: Vec::new(),
            stopped_after: Some(after.unwrap_or_default()),
        }
    }
}

/// What a change gives that may lead to the outcome with more changes; `Some(None)` where
/// it is out of reach, `None` where the question was asked as often as it may be.
fn growing(
    prober: &mut Prober<'_>,
    goal: Outcome,
    changes: &[FactChange],
) -> Option<Option<Rc<Probe>>> {
    let probe = followed(prober, goal, changes)?;
    let is_out_of_reach = is_out_of_reach(prober, goal, changes, &probe);
    Some((!is_out_of_reach).then_some(probe))
}

/// What a change gives, as it is followed to an outcome.
fn followed(prober: &mut Prober<'_>, goal: Outcome, changes: &[FactChange]) -> Option<Rc<Probe>> {
    match goal {
        Outcome::Eligible => prober.in_the_way(changes),
        _ => prober.ask_settled(changes),
    }
}

/// Changes of the same facts, of which one has another value: a change that came after
/// it moved what it is compared with.
fn revised(
    prober: &Prober<'_>,
    goal: Outcome,
    changes: &[FactChange],
    probe: &Probe,
) -> Vec<Changes> {
    let mut all = Vec::new();
    for spot in to_follow(prober, goal, changes, probe) {
        let own = changes.iter().position(|it| it.spot == spot);
        let Some(own) = own.filter(|_| is_ordered(prober, spot)) else {
            // Every option was tried already.
            continue;
        };
        for change in candidates::changes(prober, spot, probe) {
            let mut revised = changes.to_vec();
            if let Some(own) = revised.get_mut(own) {
                *own = change;
            }
            all.push(revised);
        }
    }
    all
}

/// Changes of one more fact; `None` where the question was asked as often as it may be.
fn larger(
    prober: &mut Prober<'_>,
    goal: Outcome,
    changes: &[FactChange],
    probe: &Probe,
) -> Option<Vec<Changes>> {
    let mut all = Vec::new();
    for spot in to_follow(prober, goal, changes, probe) {
        if let Spot::List(list) = spot {
            all.extend(records::changes(prober, goal, (changes, probe), list)?);
        } else if changes.iter().all(|it| it.spot != spot) {
            let new = candidates::changes(prober, spot, probe).into_iter();
            all.extend(new.map(|change| with(changes, change)));
        }
    }
    Some(all)
}

/// What can be changed of what one criterion read: of the criteria whose standing
/// must change the one that read the least of it. Where one part of a period is enough,
/// one criterion of each.
fn to_follow(
    prober: &Prober<'_>,
    goal: Outcome,
    changes: &[FactChange],
    probe: &Probe,
) -> BTreeSet<Spot> {
    let can_change = |it: &Blocking| {
        let spots = it.reads.iter().copied();
        let spots = spots.filter(|it| candidates::can_change(prober, *it));
        spots.collect::<BTreeSet<Spot>>()
    };
    let parts = probe.blocking.iter().map(|part| {
        let blocking = || part.iter().filter(|it| blocks(it.standing, goal));
        if goal == Outcome::Eligible {
            // What is open can be met whatever the missing facts are, as all criteria
            // together say: what is certain comes first.
            let is_open = |it: &&Blocking| matches!(it.standing, Standing::Unknown(_));
            let certain = blocking().filter(|it| !is_open(it)).map(can_change);
            let certain = certain.min_by_key(BTreeSet::len);
            let of_open = || match prober.is_open_though_yes(changes) {
                // Some criterion turns between met and does not apply: which is not known.
                true => blocking().map(can_change).reduce(union),
                false => blocking().map(can_change).min_by_key(BTreeSet::len),
            };
            return certain.or_else(of_open);
        }
        // What is not met must be met. What is open need not be decided: a case can be
        // for a person to decide whatever the answer is.
        let not_met = blocking().filter(|it| it.standing == Standing::NotMet);
        let not_met = not_met.map(can_change).min_by_key(BTreeSet::len);
        match not_met {
            Some(_) => not_met,
            None => blocking().map(can_change).reduce(union),
        }
    });
    let parts = parts.flatten();
    match prober.needs_every_part() {
        true => parts.min_by_key(BTreeSet::len).unwrap_or_default(),
        false => parts.flatten().collect(),
    }
}

fn union(mut all: BTreeSet<Spot>, others: BTreeSet<Spot>) -> BTreeSet<Spot> {
    all.extend(others);
    all
}

fn is_ordered(prober: &Prober<'_>, spot: Spot) -> bool {
    match spot {
        Spot::Case(fact) | Spot::Record(fact, _) => prober.version.facts[fact].ty.is_ordered(),
        Spot::List(_) => false,
    }
}
