//! Where two answers are first compared step by step: the criteria and lines whose
//! outcome differs.

use super::entry::{EntryName, Section};
use crate::{
    answer::Part,
    check::model::Version,
    eval::{
        quote::{LineState, Quote, QuotedLine},
        screen::{Outcome, Screening, Standing},
    },
};

/// The entries whose outcome differs, in the order in which they are looked at: those
/// first that decide the answer after the change.
pub(super) fn starts(old: &Part<'_>, new: &Part<'_>) -> Vec<EntryName> {
    let versions = (old.ruling().version, new.ruling().version);
    let mut starts = Vec::new();
    if let (Some(one), Some(other)) = (old.screening(), new.screening()) {
        criteria(versions, (one, other), &mut starts);
    }
    if let (Some(one), Some(other)) = (old.quote(), new.quote()) {
        lines(versions, (one, other), &mut starts);
    }
    starts.sort_by_key(|(_, decides)| !decides);
    starts.into_iter().map(|(name, _)| name).collect()
}

fn criteria(
    (old, new): (&Version, &Version),
    (one, other): (&Screening, &Screening),
    starts: &mut Vec<(EntryName, bool)>,
) {
    let standing = |version: &Version, screening: &Screening, id: &str| {
        let mut criteria = version.criteria.iter().zip(&screening.standings);
        let found = criteria.find(|(criterion, _)| *criterion.id == *id);
        found.map(|(_, standing)| *standing)
    };
    for (criterion, now) in new.criteria.iter().zip(&other.standings) {
        let then = standing(old, one, &criterion.id);
        if !is_same(then, Some(*now)) {
            let decides = decides(other.outcome, *now);
            starts.push((EntryName::new(Section::Criterion, &*criterion.id), decides));
        }
    }
    for (criterion, then) in old.criteria.iter().zip(&one.standings) {
        let now = standing(new, other, &criterion.id);
        if now.is_none() && !is_same(Some(*then), None) {
            starts.push((EntryName::new(Section::Criterion, &*criterion.id), false));
        }
    }
    let follows = new.follows.iter().map(|it| &new.values[*it].id);
    starts.extend(follows.map(|id| (EntryName::new(Section::Follows, &**id), false)));
}

fn decides(outcome: Outcome, standing: Standing) -> bool {
    match outcome {
        Outcome::Eligible => false,
        Outcome::NotEligible => standing == Standing::NotMet,
        Outcome::Undetermined => matches!(standing, Standing::Unknown(_)),
        Outcome::Refer => standing == Standing::Refer,
    }
}

/// A criterion that is not there, or does not apply, hinders as little as one that
/// is met.
fn is_same(then: Option<Standing>, now: Option<Standing>) -> bool {
    let is_met =
        |it: Option<Standing>| matches!(it, None | Some(Standing::Met | Standing::DoesNotApply));
    match (then, now) {
        (Some(Standing::Unknown(_)), Some(Standing::Unknown(_))) => true,
        _ => then == now || is_met(then) && is_met(now),
    }
}

fn lines(
    (old, new): (&Version, &Version),
    (one, other): (&Quote, &Quote),
    starts: &mut Vec<(EntryName, bool)>,
) {
    let of = |version: &Version, quote: &Quote, id: &str, record| {
        let is_it = |it: &&QuotedLine| it.record == record && *version.lines[it.line].id == *id;
        quote
            .lines
            .iter()
            .find(is_it)
            .map(|line| state(&line.state))
    };
    for line in &other.lines {
        let id = &new.lines[line.line].id;
        let now = state(&line.state);
        let then = of(old, one, id, line.record).unwrap_or(State::Nothing);
        if then != now {
            let decides = matches!(now, State::Open | State::Refer);
            starts.push((EntryName::new(Section::Line, &**id), decides));
        }
    }
    for line in &one.lines {
        let id = &old.lines[line.line].id;
        if of(new, other, id, line.record).is_none() {
            starts.push((EntryName::new(Section::Line, &**id), false));
        }
    }
    let limits = new
        .limits
        .iter()
        .map(|it| EntryName::new(Section::Limit, &*it.id));
    starts.extend(limits.map(|name| (name, false)));
}

/// What a line comes to, as far as it matters to the total.
#[derive(PartialEq)]
enum State {
    Nothing,
    Price(String),
    Open,
    Refer,
}

fn state(state: &LineState) -> State {
    match state {
        LineState::Applies(priced) => match priced.net {
            Some(net) => State::Price(net.to_string()),
            None => State::Open,
        },
        LineState::Alternatives(_) | LineState::Unknown(_) => State::Open,
        LineState::Refer(_) => State::Refer,
        LineState::DoesNotApply(_) => State::Nothing,
    }
}
