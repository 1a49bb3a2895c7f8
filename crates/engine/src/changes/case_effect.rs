//! What a change of rules does to one case.

use super::{side_answer::SideAnswer, traces::Parting};
use crate::{answer::Outcome, base::money::Money};

/// What a change of rules does to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EffectKind {
    /// A quote comes to more.
    Dearer,
    /// A quote comes to less.
    Cheaper,
    /// It is now a price.
    NowPriced,
    /// It is now a yes.
    NowYes,
    /// It is now a no.
    NowNo,
    /// Facts are now missing.
    NowUndetermined,
    /// A person now decides.
    NowRefer,
    /// It is now not answered.
    NowUnanswered,
    /// The outcome is the same, and something else differs: what follows, or what a
    /// price that is not settled may come to.
    Otherwise,
    /// It is not answered on either side.
    Unanswered,
    /// Nothing differs.
    Unchanged,
}

impl EffectKind {
    /// Every kind, in the order in which they are shown.
    pub const ALL: [EffectKind; 11] = [
        EffectKind::Dearer,
        EffectKind::Cheaper,
        EffectKind::NowPriced,
        EffectKind::NowYes,
        EffectKind::NowNo,
        EffectKind::NowUndetermined,
        EffectKind::NowRefer,
        EffectKind::NowUnanswered,
        EffectKind::Otherwise,
        EffectKind::Unanswered,
        EffectKind::Unchanged,
    ];

    /// Its words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            EffectKind::Dearer => "dearer",
            EffectKind::Cheaper => "cheaper",
            EffectKind::NowPriced => "now a price",
            EffectKind::NowYes => "now yes",
            EffectKind::NowNo => "now no",
            EffectKind::NowUndetermined => "now not decided yet",
            EffectKind::NowRefer => "now for a person to decide",
            EffectKind::NowUnanswered => "now not answered",
            EffectKind::Otherwise => "same outcome, something else differs",
            EffectKind::Unanswered => "not answered before or after",
            EffectKind::Unchanged => "unchanged",
        }
    }

    /// What the change from one answer to another is.
    pub(super) fn of(before: &SideAnswer, after: &SideAnswer) -> EffectKind {
        if let (Some(old), Some(new)) = (before.total, after.total) {
            return of_totals(old, new);
        }
        let Some(outcome) = after.outcome else {
            return match before.outcome {
                Some(_) => EffectKind::NowUnanswered,
                None => EffectKind::Unanswered,
            };
        };
        if before.outcome != Some(outcome) {
            return match outcome {
                Outcome::Eligible => EffectKind::NowYes,
                Outcome::NotEligible => EffectKind::NowNo,
                Outcome::Undetermined => EffectKind::NowUndetermined,
                Outcome::Refer => EffectKind::NowRefer,
                Outcome::Quoted | Outcome::Alternatives | Outcome::DoesNotApply => {
                    EffectKind::NowPriced
                }
            };
        }
        match before.follows == after.follows && before.readings == after.readings {
            true => EffectKind::Unchanged,
            false => EffectKind::Otherwise,
        }
    }
}

/// A range is dearer if neither end falls and one rises.
fn of_totals(old: Money, new: Money) -> EffectKind {
    let (least, most) = (new.min().cmp(&old.min()), new.max().cmp(&old.max()));
    match (least.is_lt() || most.is_lt(), least.is_gt() || most.is_gt()) {
        (false, false) => EffectKind::Unchanged,
        (false, true) => EffectKind::Dearer,
        (true, false) => EffectKind::Cheaper,
        (true, true) => EffectKind::Otherwise,
    }
}

/// What a change of rules does to one case.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CaseEffect {
    /// What the case is called.
    pub name: String,
    /// What it does.
    pub kind: EffectKind,
    /// The answer before the change.
    pub before: SideAnswer,
    /// The answer after it.
    pub after: SideAnswer,
    /// The first step at which the two answers differ, where that was found.
    pub parting: Option<Parting>,
}
