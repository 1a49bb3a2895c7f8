//! The outcome of a screening that is the same for all completions, though no
//! criterion alone settles it: one reference cannot be of two kinds.

use std::ops::ControlFlow;

use super::{Completions, Ended};
use crate::{
    answer::Evaluation,
    base::{ids::CriterionId, value::Missing},
    eval::{
        facts::Facts,
        screen::{Outcome, Screening, Standing},
    },
    program::model::Ruling,
};

/// The most evaluations for an outcome.
pub(crate) const MAX_EVALUATIONS: u32 = 100;

/// Settles a screening that is undetermined, where all completions have one
/// outcome. Returns how many completions were evaluated.
pub(crate) fn settle(ruling: &Ruling<'_>, facts: &Facts, screening: &mut Screening) -> u32 {
    MAX_EVALUATIONS - settle_within(ruling, facts, screening, MAX_EVALUATIONS)
}

/// The same with at most this many evaluations. Returns how many of them are left.
pub(super) fn settle_within(
    ruling: &Ruling<'_>,
    facts: &Facts,
    screening: &mut Screening,
    evaluations: u32,
) -> u32 {
    if screening.outcome != Outcome::Undetermined || facts.is_of_part() {
        return evaluations;
    }
    let most = evaluations.min(MAX_EVALUATIONS);
    let given = facts.clone().without_assumed(ruling.version);
    let mut found: Vec<Screening> = Vec::new();
    let mut completions = Completions::new(ruling, most);
    let ended = completions.visit(&given, |leaf| {
        let Evaluation::Screening(leaf) = leaf.evaluation else {
            return ControlFlow::Break(());
        };
        let is_other = found.first().is_some_and(|it| it.outcome != leaf.outcome);
        if is_other || leaf.outcome == Outcome::Undetermined {
            return ControlFlow::Break(());
        }
        found.push(leaf.clone());
        ControlFlow::Continue(())
    });
    let left = evaluations - (most - completions.left());
    if ended == Ended::All {
        settle_as(&found, screening);
    }
    left
}

/// Settles a screening as all of its completions are, if their outcomes are the same.
fn settle_as(found: &[Screening], screening: &mut Screening) {
    let Some(first) = found.first() else {
        return;
    };
    if first.outcome == Outcome::Eligible && stays_open(found, &screening.standings) {
        return;
    }
    screening.outcome = first.outcome;
    screening.missing = Missing::NONE;
    for (index, standing) in screening.standings.iter_mut().enumerate() {
        if let Standing::Unknown(_) = standing
            && let Some(common) = common(found, index)
        {
            *standing = common;
        }
    }
    if screening.outcome == Outcome::NotEligible && !screening.standings.contains(&Standing::NotMet)
    {
        screening.cannot_all_be_met = conflict(found);
    }
}

/// Whether a criterion stays open that is met in some completions and does not apply in
/// others: then nothing is granted yet.
pub(crate) fn stays_open(found: &[Screening], standings: &[Standing]) -> bool {
    standings.iter().enumerate().any(|(index, standing)| {
        matches!(standing, Standing::Unknown(_)) && common(found, index).is_none()
    })
}

/// How a criterion stands in every completion, if it stands the same in all.
fn common(found: &[Screening], index: usize) -> Option<Standing> {
    let standings = || found.iter().filter_map(|it| it.standings.get(index));
    let first = *standings().next()?;
    let is_same = standings().all(|it| *it == first);
    (is_same && !matches!(first, Standing::Unknown(_))).then_some(first)
}

/// Few criteria of which each completion does not meet one: always the one that
/// is not met in most of those that are left.
fn conflict(found: &[Screening]) -> Vec<CriterionId> {
    let mut left: Vec<&Screening> = found.iter().collect();
    let mut conflict = Vec::new();
    while let Some(first) = left.first() {
        let is_not_met = |it: &Screening, index| it.standings.get(index) == Some(&Standing::NotMet);
        let count = |index: &usize| left.iter().filter(|it| is_not_met(it, *index)).count();
        let Some(index) = (0..first.standings.len()).rev().max_by_key(count) else {
            break;
        };
        if count(&index) == 0 {
            break;
        }
        left.retain(|it| !is_not_met(it, index));
        conflict.push(CriterionId::new(index));
    }
    conflict.sort();
    conflict
}
