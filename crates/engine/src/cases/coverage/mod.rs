//! What a rule set's cases reach, and what no case reaches: every criterion
//! decided both ways, every line, reduction and way to price, every row, every
//! boundary at, just below and just above, every version's first day and the
//! day before.
//!
//! A thing counts once, where it is written: what a later version takes over
//! from an earlier one is not asked for again. It is measured on the answers
//! that the cases themselves are held against, by a recorder that listens to
//! the one evaluator.

mod boundary_targets;
mod collect_targets;
mod hits;
pub(super) mod recorder;
mod row_targets;
mod target;

use super::{Ran, ask, ran};
use crate::{
    answer::WholeTogether,
    base::{bounds::Bounds, date, source_text::SourceSet, value::Value},
    check::{
        model::{Contents, RuleSet, Version},
        value_range::ValueRanges,
    },
    eval::price_limits::Limited,
    program::model::Program,
};
use collect_targets::Targets;
use hits::Hits;
pub use target::{Kind, Target};

/// How far the cases of a rule set reach.
#[derive(Debug)]
pub struct Coverage {
    /// The rule set.
    pub rule_set: Box<str>,
    /// How its cases went.
    pub ran: Vec<Ran>,
    /// What cases can reach, by kind and place, and whether one does.
    pub targets: Vec<(Target, bool)>,
    /// What no case can reach, with the reason.
    pub beyond: Vec<Target>,
}

impl Coverage {
    /// Whether every case passed and nothing is left out.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.ran.iter().all(Ran::passed) && self.left_out().next().is_none()
    }

    /// What no case reaches though one could.
    pub fn left_out(&self) -> impl Iterator<Item = &Target> {
        let left_out = self.targets.iter().filter(|(_, reached)| !reached);
        left_out.map(|(target, _)| target)
    }

    /// How many things of a kind are reached, and how many there are.
    #[must_use]
    pub fn count(&self, kind: Kind) -> (usize, usize) {
        let of_kind = || {
            self.targets
                .iter()
                .filter(|(target, _)| target.kind == kind)
        };
        (
            of_kind().filter(|(_, reached)| *reached).count(),
            of_kind().count(),
        )
    }
}

/// Asks every case of a rule set and measures what they reach.
#[must_use]
pub fn measure(program: &Program, sources: &SourceSet, set: &RuleSet) -> Coverage {
    let mut hits = Hits::default();
    let mut all = Vec::with_capacity(set.cases.len());
    for case in &set.cases {
        let asked = ask(program, set, case);
        all.push(ran(set, case, &asked));
        let parts = asked.as_ref().map_or(&[][..], |answer| &answer.parts);
        hits.day(set, case, parts.first().map(|part| &part.ruling));
        let period = asked
            .as_ref()
            .ok()
            .and_then(|answer| answer.period.as_ref());
        if let Some(period) = period {
            hits.worked(&period.ruling, &period.recorder);
            for (part, recorder) in &period.limits {
                if let Some(part) = parts.get(*part) {
                    hits.worked(&part.ruling, recorder);
                }
            }
            if let Ok(WholeTogether::Quotes(totals)) = &period.together {
                let first = |it: &Limited| parts.get(it.parts.0).map(|it| it.ruling.version);
                let limits = totals.limits.iter();
                limits.for_each(|it| hits.limit(first(it), it));
            }
        }
        for part in parts {
            hits.worked(&part.ruling, &part.recorder);
            if let Ok(answer) = &part.answer {
                hits.answered(part.ruling.version, answer);
            }
        }
    }
    let all_targets = targets_of(program.contents(), sources, set);
    let (beyond, targets) = all_targets
        .into_iter()
        .partition(|target: &Target| target.cannot.is_some());
    let targets: Vec<Target> = targets;
    Coverage {
        rule_set: set.id.clone(),
        ran: all,
        targets: targets
            .into_iter()
            .map(|target| {
                let reached = hits.has(&target.requires);
                (target, reached)
            })
            .collect(),
        beyond,
    }
}

/// Every target of a rule set, by kind and then by place.
fn targets_of(book: &Contents, sources: &SourceSet, set: &RuleSet) -> Vec<Target> {
    let mut targets = Targets::new(book, sources);
    for version in &set.versions {
        let ranges = ValueRanges::new(version, asked_on(set, version));
        targets.elements(version);
        boundary_targets::add(&mut targets, &ranges);
        row_targets::add(&mut targets, &ranges);
    }
    targets.sorted()
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
