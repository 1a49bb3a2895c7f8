//! What is written to an applicant: the rule set's own paragraphs, and between
//! them what the answer has to say. Of what is referred to a person nothing is
//! said.

use super::{
    context::Context,
    deciding_criteria::{Decider, deciding_criteria},
    header,
    schedule::{self, ScheduleView},
    value_words::sentence,
};
use crate::{
    base::ids::FactId,
    check::model::{Fact, Home, Wording},
    eval::{
        next_questions::next_questions,
        screen::{Outcome, Screening, Standing},
    },
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
    /// Where the answer is yes: what the source asks for and no rule checked.
    pub not_checked: Vec<String>,
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
        Outcome::Eligible => {
            view.schedules = schedule::schedules(context, screening);
            view.not_checked = header::not_checked(context.ruling).collect();
        }
        Outcome::NotEligible => {
            let deciding = deciding_criteria(context, screening);
            view.items = deciding.iter().map(|it| reason(context, it)).collect();
        }
        Outcome::Undetermined => view.items = open_points(context, screening),
        Outcome::Refer => {}
    }
    Some(view)
}

/// A condition that is not met, as the rules put it to the person; otherwise
/// its own words with its paragraph, and what would meet it.
fn reason(context: &Context<'_>, decider: &Decider) -> String {
    let mut criteria = context.version().criteria.iter();
    let criterion = criteria.find(|it| *it.id == *decider.id);
    let letter = criterion.and_then(|it| Some((it.letter.as_ref()?, &it.cite)));
    match letter {
        Some((words, cite)) => {
            let words = context.say(words, None);
            let words = words.trim_end_matches('.').to_owned();
            format!("{}.", context.cited(words, Some(cite)))
        }
        None => {
            let remedy = decider.remedy.iter().cloned();
            let words = std::iter::once(format!("{}.", decider.criterion)).chain(remedy);
            words.collect::<Vec<_>>().join(" ")
        }
    }
}

/// What the person is asked to send or to answer, each once.
fn open_points(context: &Context<'_>, screening: &Screening) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    let mut add = |words: String| {
        if !items.contains(&words) {
            items.push(words);
        }
    };
    for wanted in next_questions(context.ruling, context.facts, screening.missing) {
        let fact = &context.version().facts[wanted.fact];
        let is_of_list = matches!(fact.home, Home::List(_) | Home::Completeness(_));
        let to_send = to_send(context, screening, wanted.fact);
        match (is_of_list, to_send.is_empty()) {
            (true, false) => to_send.into_iter().for_each(&mut add),
            _ => add(question(fact)),
        }
    }
    items
}

/// What the conditions that wait for a fact say in a letter.
fn to_send(context: &Context<'_>, screening: &Screening, fact: FactId) -> Vec<String> {
    let criteria = context.version().criteria.iter().zip(&screening.standings);
    let waits = |standing: &Standing| match standing {
        Standing::Unknown(missing) => missing.contains(fact),
        _ => false,
    };
    criteria
        .filter(|(_, standing)| waits(standing))
        .filter_map(|(criterion, _)| Some(context.say(criterion.letter.as_ref()?, None)))
        .collect()
}

/// A question as it is put to the person.
fn question(fact: &Fact) -> String {
    match (&fact.letter, &*fact.ask) {
        (Some(letter), _) => letter.to_string(),
        (None, "") => sentence(&fact.words()),
        (None, ask) => ask.to_owned(),
    }
}

fn paragraphs(context: &Context<'_>, paragraphs: &[Wording]) -> Vec<String> {
    let paragraphs = paragraphs.iter();
    paragraphs.map(|it| context.say(it, None)).collect()
}
