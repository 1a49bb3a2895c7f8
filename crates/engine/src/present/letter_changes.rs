//! What would change a no and when, as a letter says it.

use super::{context::Context, explanation::Ways, letter::LetterChanges};
use crate::{
    answer::Outcome,
    base::date::LongDate,
    explain::{Explanation, Later, Nearest, Timeline},
};

/// What would change a no, and the days on which time alone does.
pub(super) fn changes(context: &Context<'_>, explanation: &Explanation) -> Vec<LetterChanges> {
    let nearest = explanation.nearest.as_ref();
    let nearest = nearest.and_then(|it| self::nearest(context, it));
    let timeline = explanation.timeline.as_ref().and_then(timeline);
    let later = explanation.later.as_ref();
    let later = later.map(|it| self::later(context, it));
    let all = nearest.into_iter().chain(timeline).chain(later);
    all.collect()
}

fn nearest(context: &Context<'_>, nearest: &Nearest) -> Option<LetterChanges> {
    let Ways {
        entries,
        notes,
        if_changed,
    } = Ways::of(context, &nearest.ways);
    let lead = match (entries.is_empty(), nearest.goal) {
        (true, _) if nearest.stopped_after.is_some() => return None,
        (true, _) => "We know of no change that you could make now to get a yes.".to_owned(),
        (false, Outcome::Eligible) => format!("The answer would be a yes {if_changed}:"),
        (false, _) => format!("The answer would no longer be a no {if_changed}:"),
    };
    Some(LetterChanges {
        lead,
        items: entries,
        notes,
    })
}

fn later(context: &Context<'_>, later: &Later) -> LetterChanges {
    let Ways {
        entries,
        notes,
        if_changed,
    } = Ways::of(context, &later.ways);
    LetterChanges {
        lead: format!(
            "On {} the answer would be a yes {if_changed}:",
            LongDate(later.on)
        ),
        items: entries,
        notes,
    }
}

/// The days from which the answer is another; none where time alone does not change
/// it.
fn timeline(timeline: &Timeline) -> Option<LetterChanges> {
    let later = timeline.spans.iter().skip(1);
    let items: Vec<String> = later
        .map(|span| {
            let outcome = match span.outcome {
                Outcome::NotEligible => "the answer is a no",
                Outcome::Refer => "a person would decide",
                Outcome::Undetermined => {
                    "the answer is no longer a no, and we may need to ask you more"
                }
                _ => "the answer is a yes",
            };
            format!("From {}: {outcome}.", LongDate(span.from))
        })
        .collect();
    (!items.is_empty()).then(|| LetterChanges {
        lead: "Time alone changes the answer too. If nothing else changes:".to_owned(),
        items,
        notes: Vec::new(),
    })
}
