//! What is written to an applicant: the rule set's own paragraphs, and between
//! them what the answer has to say. Of what is referred to a person nothing is
//! said.

use super::{
    context::Context,
    deciding_criteria::{Decider, deciding_criteria},
    missing,
    schedule::{self, ScheduleView},
};
use crate::{
    check::model::Wording,
    eval::screen::{Outcome, Screening},
};

/// A letter in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LetterView {
    /// The paragraphs before what the answer says.
    pub opening: Vec<String>,
    /// Where the answer is yes: days that keep returning.
    pub schedules: Vec<ScheduleView>,
    /// Where the answer is no, the reasons; where something is missing, the
    /// questions.
    pub items: Vec<String>,
    /// The paragraphs after it.
    pub closing: Vec<String>,
}

/// The letter for an answer; none where the rule set has none for its outcome.
pub(super) fn letter(context: &Context<'_>, screening: &Screening) -> Option<LetterView> {
    let letters = &context.version().selection.letters;
    let outcome = screening.outcome.name();
    let letter = letters.iter().find(|it| &*it.outcome == outcome)?;
    let mut view = LetterView {
        opening: paragraphs(context, &letter.opening),
        closing: paragraphs(context, &letter.closing),
        ..LetterView::default()
    };
    match screening.outcome {
        Outcome::Eligible => view.schedules = schedule::schedules(context, screening),
        Outcome::NotEligible => {
            let deciding = deciding_criteria(context, screening);
            view.items = deciding.iter().map(Decider::words).collect();
        }
        Outcome::Undetermined => {
            let missing = missing::missing(context, screening.missing).into_iter();
            view.items = missing
                .filter(|it| it.fact.is_some())
                .map(|it| it.as_question())
                .collect();
        }
        Outcome::Refer => {}
    }
    Some(view)
}

fn paragraphs(context: &Context<'_>, paragraphs: &[Wording]) -> Vec<String> {
    let paragraphs = paragraphs.iter();
    paragraphs.map(|it| context.say(it, None)).collect()
}
