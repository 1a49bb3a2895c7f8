//! What is written to an applicant, to be pasted into a letter: the rule set's
//! own paragraphs, and between them what the answer has to say. Of what is
//! referred to a person nothing is said.

use super::{answered::Answered, deciding::deciding, open, page::Page, screening::scheduled};
use almoner_engine::{
    check::model::Wording,
    eval::screen::{Outcome, Screening},
};

/// The letter for an answer; none where the rule set has none for its outcome.
#[must_use]
pub fn letter(answered: &Answered<'_>, screening: &Screening) -> Option<String> {
    let selection = &answered.version().selection;
    let outcome = screening.outcome.name();
    let letter = selection
        .letters
        .iter()
        .find(|it| &*it.outcome == outcome)?;
    let mut page = Page::default();
    paragraphs(&mut page, answered, &letter.opening);
    page.blank();
    match screening.outcome {
        Outcome::Eligible => {
            let schedules = selection.schedules.iter().zip(&screening.schedules);
            for (schedule, days) in schedules {
                if !answered.secrets().schedule(schedule) {
                    scheduled(&mut page, answered, schedule, days);
                }
            }
        }
        Outcome::NotEligible => {
            for decider in deciding(answered, screening) {
                page.hanging(2, "- ", &decider.words());
            }
        }
        Outcome::Undetermined => {
            for question in open::questions(answered, screening.missing) {
                page.hanging(2, "- ", &question);
            }
        }
        Outcome::Refer => {}
    }
    paragraphs(&mut page, answered, &letter.closing);
    Some(page.finish())
}

fn paragraphs(page: &mut Page, answered: &Answered<'_>, paragraphs: &[Wording]) {
    for words in paragraphs {
        page.blank();
        page.paragraph(0, &answered.say(words, None));
    }
}
