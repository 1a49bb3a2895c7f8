//! What a rule set's cases reach, and what no case reaches: every criterion
//! decided both ways, every line, reduction and way to price, every row, every
//! boundary at, just below and just above, every version's first day and the
//! day before.
//!
//! A thing counts once, where it is written: what a later version takes over
//! from an earlier one is not asked for again. It is measured on the answers
//! that the cases themselves are held against, by a recorder that listens to
//! the one evaluator.

mod bounds;
mod distance;
mod goal;
mod goals;
mod possible;
mod rows;
mod seen;
pub(super) mod watch;

use super::{Ran, ask, ran};
use crate::{
    base::{bounds::Bounds, date, source_text::SourceSet, value::Value},
    check::model::{Contents, RuleSet, Version},
    program::model::Program,
};
pub use goal::{Goal, Kind};
use goals::Goals;
use possible::Days;
use seen::Seen;

/// How far the cases of a rule set reach.
#[derive(Debug)]
pub struct Coverage {
    /// The rule set.
    pub rule_set: Box<str>,
    /// How its cases went.
    pub ran: Vec<Ran>,
    /// What cases can reach, by kind and place, and whether one does.
    pub goals: Vec<(Goal, bool)>,
    /// What no case can reach, with the reason.
    pub beyond: Vec<Goal>,
}

impl Coverage {
    /// Whether every case passed and nothing is left out.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.ran.iter().all(Ran::passed) && self.left_out().next().is_none()
    }

    /// What no case reaches though one could.
    pub fn left_out(&self) -> impl Iterator<Item = &Goal> {
        let left_out = self.goals.iter().filter(|(_, reached)| !reached);
        left_out.map(|(goal, _)| goal)
    }

    /// How many things of a kind are reached, and how many there are.
    #[must_use]
    pub fn count(&self, kind: Kind) -> (usize, usize) {
        let of_kind = || self.goals.iter().filter(|(goal, _)| goal.kind == kind);
        (
            of_kind().filter(|(_, reached)| *reached).count(),
            of_kind().count(),
        )
    }
}

/// Asks every case of a rule set and measures what they reach.
#[must_use]
pub fn measure(program: &Program, sources: &SourceSet, set: &RuleSet) -> Coverage {
    let mut seen = Seen::default();
    let mut all = Vec::with_capacity(set.cases.len());
    for case in &set.cases {
        let asked = ask(program, set, case);
        all.push(ran(set, case, &asked));
        let parts = asked.as_deref().unwrap_or(&[]);
        seen.day(set, case, parts.first().map(|part| &part.ruling));
        for part in parts {
            seen.worked(&part.ruling, &part.watch);
            if let Ok(answer) = &part.answer {
                seen.answered(part.ruling.version, answer);
            }
        }
    }
    let all_goals = goals_of(program.contents(), sources, set);
    let (beyond, goals) = all_goals
        .into_iter()
        .partition(|goal: &Goal| goal.cannot.is_some());
    let goals: Vec<Goal> = goals;
    Coverage {
        rule_set: set.id.clone(),
        ran: all,
        goals: goals
            .into_iter()
            .map(|goal| {
                let reached = seen.has(&goal.sought);
                (goal, reached)
            })
            .collect(),
        beyond,
    }
}

/// Every goal of a rule set, by kind and then by place.
fn goals_of(book: &Contents, sources: &SourceSet, set: &RuleSet) -> Vec<Goal> {
    let mut goals = Goals::new(book, sources);
    for version in &set.versions {
        let days = Days {
            version,
            on: asked_on(set, version),
        };
        goals.elements(version);
        bounds::add(&mut goals, &days);
        rows::add(&mut goals, &days);
    }
    goals.sorted()
}

/// The days on which a version can be the one that answers.
fn asked_on(set: &RuleSet, version: &Version) -> Bounds {
    let later = set.versions.iter().map(|it| it.in_force);
    let next = later.filter(|day| *day > version.in_force).min();
    let last = next.and_then(|day| date::add_days(day, -1));
    let until = [last, version.until].into_iter().flatten().min();
    Bounds {
        low: Some(Value::Date(version.in_force)),
        high: until.map(Value::Date),
    }
}
