//! What decided a screening, each criterion in a sentence or two: the policy's
//! words and paragraph, what was required and what there is, and what would
//! turn a no into a yes.

use super::{
    context::Context,
    failed_tests::{Reason, failed_tests},
    value_words,
};
use crate::{
    base::{
        ids::CriterionId,
        value::{Missing, Value},
    },
    check::{
        formula::Formula,
        model::{Criterion, Home, Wording},
    },
    eval::screen::{Outcome, Screening, Standing},
};

/// A criterion on which the outcome rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decider {
    /// The criterion's id.
    pub id: String,
    /// The policy's words with the paragraph.
    pub criterion: String,
    /// What was required and what there is, a sentence each.
    pub reasons: Vec<String>,
    /// What would turn a no into a yes, in a sentence.
    pub remedy: Option<String>,
}

impl Decider {
    /// All of it in one text.
    #[must_use]
    pub fn words(&self) -> String {
        let reasons: Vec<&str> = self
            .reasons
            .iter()
            .chain(&self.remedy)
            .map(|it| &**it)
            .collect();
        match reasons.as_slice() {
            [] => self.criterion.clone(),
            reasons => format!("{}: {}", self.criterion, reasons.join(" ")),
        }
    }
}

/// The criteria on which an outcome rests, in file order; none where all are
/// met.
pub(super) fn deciding_criteria(context: &Context<'_>, screening: &Screening) -> Vec<Decider> {
    let criteria = context.version().criteria.iter_ids();
    let is_in_conflict = |it: &CriterionId| screening.cannot_all_be_met.contains(it);
    criteria
        .zip(&screening.standings)
        .filter(|((number, _), standing)| {
            decides(screening.outcome, **standing) || is_in_conflict(number)
        })
        .map(|((number, criterion), standing)| {
            let says = context.say(&criterion.says, None);
            let reasons = reasons(context, criterion, *standing).into_iter();
            let reasons = reasons.chain(in_conflict(context, screening, number));
            let remedy = remedy(context, criterion, *standing);
            Decider {
                id: criterion.id.to_string(),
                criterion: context.cited(says, Some(&criterion.cite)),
                reasons: reasons.map(|it| it.words).collect(),
                remedy,
            }
        })
        .collect()
}

/// That a criterion cannot be met together with others, in a sentence.
pub(super) fn in_conflict(
    context: &Context<'_>,
    screening: &Screening,
    number: CriterionId,
) -> Option<Reason> {
    let conflict = &screening.cannot_all_be_met;
    if !conflict.contains(&number) {
        return None;
    }
    let others = conflict.iter().filter(|it| **it != number);
    let others = others.map(|it| {
        let says = context.say(&context.version().criteria[*it].says, None);
        format!("\u{201c}{says}\u{201d}")
    });
    let others = value_words::listed(&others.collect::<Vec<String>>(), "and");
    let words = format!("It cannot be met together with {others}");
    Some(Reason::plain(words).into_sentence())
}

fn decides(outcome: Outcome, standing: Standing) -> bool {
    match outcome {
        Outcome::Eligible => false,
        Outcome::NotEligible => standing == Standing::NotMet,
        Outcome::Undetermined => matches!(standing, Standing::Unknown(_)),
        Outcome::Refer => standing == Standing::Refer,
    }
}

/// The reasons for a criterion's standing, a sentence each.
pub(super) fn reasons(
    context: &Context<'_>,
    criterion: &Criterion,
    standing: Standing,
) -> Vec<Reason> {
    let reasons = match standing {
        Standing::Met => Vec::new(),
        Standing::NotMet => failed_tests(context, &criterion.holds, None),
        Standing::Refer => {
            let refer = criterion.refer.iter();
            refer
                .map(|refer| Reason::plain(context.say(refer, None)))
                .collect()
        }
        Standing::Unknown(missing) => {
            let remedy = to_bring(context, criterion, missing).into_iter();
            remedy
                .map(|remedy| Reason::plain(context.say(remedy, None)))
                .collect()
        }
        Standing::DoesNotApply => {
            let why = does_not_apply(context, criterion).into_iter();
            why.map(Reason::plain).collect()
        }
    };
    reasons.into_iter().map(Reason::into_sentence).collect()
}

/// What would meet a criterion that only lacks more records of a given list.
/// The open questions cover all other missing facts.
fn to_bring<'c>(
    context: &Context<'_>,
    criterion: &'c Criterion,
    missing: Missing,
) -> Option<&'c Wording> {
    let is_of_list = |fact| match context.version().facts[fact].home {
        Home::List(list) | Home::Completeness(list) => context.facts.records(list).is_some(),
        _ => false,
    };
    let waits = missing.facts().all(is_of_list) && missing.facts().next().is_some();
    criterion.remedy.as_ref().filter(|_| waits)
}

/// What would turn a criterion that is not met into one that is: a sentence.
pub(super) fn remedy(
    context: &Context<'_>,
    criterion: &Criterion,
    standing: Standing,
) -> Option<String> {
    let remedy = criterion.remedy.as_ref();
    let remedy = remedy.filter(|_| standing == Standing::NotMet)?;
    let words = context.say_if_known(remedy, None)?;
    Some(value_words::sentence(&words))
}

/// Why a criterion does not apply, where there is more to say than that.
fn does_not_apply(context: &Context<'_>, criterion: &Criterion) -> Option<String> {
    let reason = |formula: &Formula| match context.work_of(formula, None)?.result? {
        Value::DoesNotApply(reason) => {
            let reason = context.reason(reason);
            (!reason.is_empty()).then(|| reason.to_owned())
        }
        _ => None,
    };
    reason(&criterion.holds).or_else(|| criterion.when.as_ref().and_then(reason))
}
