//! What is written to an applicant: the rule set's own paragraphs, and between
//! them what the answer has to say; then who decides and how to ask for a review. Of
//! what is referred to a person nothing is said, nor of what rests on a confidential
//! fact.

use super::{
    context::Context,
    deciding_criteria::{Decider, deciding_criteria},
    header,
    schedule::{self, ScheduleView},
    value_words::sentence,
};
use crate::{
    base::ids::FactId,
    check::{
        formula::{Formula, Node, Quantifier},
        model::{Fact, Home, Version, Wording},
    },
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
    /// Where the answer is no: what would change it, and when.
    pub changes: Vec<LetterChanges>,
    /// Where the answer is yes: what the source asks for and no rule checked.
    pub not_checked: Vec<String>,
    /// The paragraphs after it.
    pub closing: Vec<String>,
    /// Who decides, where something is decided how to ask for a review, and how to
    /// reach them: a paragraph each.
    pub decision: Vec<String>,
}

/// A paragraph and what stands under it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LetterChanges {
    /// The paragraph.
    pub lead: String,
    /// An item each; none where the paragraph stands alone.
    pub items: Vec<String>,
    /// Sentences after them.
    pub notes: Vec<String>,
}

/// The letter for an answer; none where the rule set has none for its outcome.
/// `whole` has the facts of the whole question, where that goes over a period.
pub(super) fn letter(
    (context, whole): (&Context<'_>, &Context<'_>),
    screening: &Screening,
) -> Option<LetterView> {
    let letters = &context.version().selection.letters;
    let outcome = outcome_said(context, screening);
    let letter = letters.iter().find(|it| &*it.outcome == outcome.name())?;
    let mut view = LetterView {
        opening: paragraphs(whole, &letter.opening),
        closing: paragraphs(whole, &letter.closing),
        decision: decision(context, outcome),
        ..LetterView::default()
    };
    match outcome {
        Outcome::Eligible => {
            view.schedules = schedule::schedules(context, screening);
            let open = Some(&*screening.open_provisions);
            view.not_checked = header::not_checked(context.ruling, open).collect();
        }
        Outcome::NotEligible => {
            let deciding = deciding_criteria(context, screening).into_iter();
            let shown = deciding.filter(|it| !is_confidential(context, &it.id));
            view.items = shown.map(|it| reason(context, &it)).collect();
        }
        Outcome::Undetermined => view.items = open_points(context, screening),
        Outcome::Refer => {}
    }
    Some(view)
}

/// The outcome that a letter is about: a no that rests on confidential facts alone is
/// for those who decide to explain.
fn outcome_said(context: &Context<'_>, screening: &Screening) -> Outcome {
    let deciding = deciding_criteria(context, screening);
    let is_secret = deciding.iter().all(|it| is_confidential(context, &it.id));
    match screening.outcome {
        Outcome::NotEligible if is_secret => Outcome::Refer,
        outcome => outcome,
    }
}

/// Whether a criterion rests on a confidential fact.
fn is_confidential(context: &Context<'_>, id: &str) -> bool {
    let mut criteria = context.version().criteria.iter();
    let number = criteria.position(|it| *it.id == *id);
    number.is_some_and(|number| context.secrets().criterion(number))
}

/// Who decides; of a yes or a no how to ask for a review; and how to reach them.
fn decision(context: &Context<'_>, outcome: Outcome) -> Vec<String> {
    let selection = &context.version().selection;
    let all = [
        selection.decides.as_deref(),
        review(context.version(), outcome),
        selection.contact.as_deref(),
    ];
    all.into_iter().flatten().map(sentence).collect()
}

/// How to ask for a review of a yes or a no.
pub(super) fn review(version: &Version, outcome: Outcome) -> Option<&str> {
    let is_decided = matches!(outcome, Outcome::Eligible | Outcome::NotEligible);
    version.selection.review.as_deref().filter(|_| is_decided)
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
        .filter(|(criterion, standing)| waits(standing) && is_met_by_one_more(&criterion.holds))
        .filter_map(|(criterion, _)| Some(context.say(criterion.letter.as_ref()?, None)))
        .collect()
}

/// Whether one more record of a list can meet a formula, so that its letter says what
/// to send: it asks for any record, and nothing of all of them.
fn is_met_by_one_more(formula: &Formula) -> bool {
    let (mut any, mut other) = (false, false);
    formula.expr.each(&mut |part| {
        if let Node::Aggregate(aggregate) = &part.node {
            match aggregate.quantifier {
                Quantifier::Any => any = true,
                _ => other = true,
            }
        }
    });
    any && !other
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
