//! What is missing: the facts that would settle the answer, their questions,
//! and who can answer them.

use super::{
    context::Context,
    format::{self, listed},
};
use crate::{
    base::{
        ids::{FactId, RecordId},
        name::spoken,
        value::{Missing, Value},
    },
    check::model::{Fact, Home},
    eval::next_questions,
    program::step_label,
};

/// Something that is not known and would settle the answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MissingFact {
    /// The fact's id; none where it is a price that is a range.
    pub fact: Option<String>,
    /// Where it is given, `children[1].date_of_birth`: once, or for each
    /// record that lacks it.
    pub at: Vec<String>,
    /// What it is called, with the records that lack it.
    pub name: String,
    /// The question that asks for it.
    pub question: Option<String>,
    /// Where a list is there but not complete, that it is.
    pub incomplete: Option<&'static str>,
    /// Who can answer.
    pub from: Option<String>,
}

impl MissingFact {
    /// `key_stage — Which key stage is the pupil in? (from the parent)`.
    #[must_use]
    pub fn words(&self) -> String {
        let question = self.incomplete.or(self.question.as_deref());
        let words = match question {
            Some(question) => format!("{} — {question}", self.name),
            None => self.name.clone(),
        };
        self.with_source(words)
    }

    /// The question alone, as it is put to an applicant.
    #[must_use]
    pub fn as_question(&self) -> String {
        let question = match (&self.question, &self.fact) {
            (Some(question), _) => question.clone(),
            (None, Some(fact)) => spoken(fact),
            (None, None) => self.name.clone(),
        };
        self.with_source(question)
    }

    fn with_source(&self, words: String) -> String {
        match &self.from {
            Some(from) => format!("{words} (from {from})"),
            None => words,
        }
    }
}

/// Everything that is missing, each fact once.
pub(super) fn missing(context: &Context<'_>, missing: Missing) -> Vec<MissingFact> {
    let mut facts: Vec<(FactId, MissingFact)> = Vec::new();
    for wanted in next_questions::next_questions(context.ruling, context.facts, missing) {
        let at = step_label::fact_path(context.version(), wanted.fact, wanted.record);
        match facts.iter_mut().find(|(number, _)| *number == wanted.fact) {
            Some((_, fact)) => fact.at.push(at),
            None => facts.push((wanted.fact, one(context, wanted.fact, at))),
        }
    }
    let mut facts: Vec<MissingFact> = facts.into_iter().map(|(_, fact)| fact).collect();
    let is_range = missing.intersects(Missing::PRICE_IS_A_RANGE);
    if is_range || (facts.is_empty() && !missing.is_empty()) {
        let words = "the printed price is a range, and the answer is not the same for all of it.";
        facts.push(MissingFact {
            name: words.to_owned(),
            ..MissingFact::default()
        });
    }
    facts
}

fn one(context: &Context<'_>, number: FactId, at: String) -> MissingFact {
    let fact = &context.version().facts[number];
    let is_open = matches!(fact.home, Home::List(list) if context.facts.records(list).is_some());
    MissingFact {
        fact: Some(fact.id.to_string()),
        at: vec![at],
        name: name(context, fact),
        question: Some(fact.ask.to_string()).filter(|ask| !ask.is_empty()),
        incomplete: is_open.then_some("more may come: what is there so far does not decide"),
        from: fact.from.as_ref().map(ToString::to_string),
    }
}

/// A fact's name; a record's with the records that lack it.
fn name(context: &Context<'_>, fact: &Fact) -> String {
    let Home::Record(list, column) = fact.home else {
        return fact.id.to_string();
    };
    let version = context.version();
    let lacking: Vec<String> = context
        .facts
        .records(list)
        .into_iter()
        .flat_map(|records| {
            (0..records.count())
                .filter(move |record| matches!(records.cell(*record, column), Value::Unknown(_)))
        })
        .map(|number| format::record(version, RecordId { list, number }))
        .collect();
    if lacking.is_empty() {
        return fact.id.to_string();
    }
    format!("{} of {}", fact.id, listed(&lacking, "and"))
}

/// The names alone, `key_stage and pupil_premium`. Where the words are about
/// a record, its own facts are named without it.
pub(super) fn names(context: &Context<'_>, missing: Missing, record: Option<RecordId>) -> String {
    let version = context.version();
    let names: Vec<String> = missing
        .facts()
        .map(|number| {
            let fact = &version.facts[number];
            match (fact.home, record) {
                (Home::Record(list, _), Some(of)) if list == of.list => fact.id.to_string(),
                _ => name(context, fact),
            }
        })
        .collect();
    if names.is_empty() {
        return "a price that is a range".to_owned();
    }
    listed(&names, "and")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key_stage() -> MissingFact {
        MissingFact {
            fact: Some("key_stage".to_owned()),
            name: "key_stage of child 2".to_owned(),
            question: Some("Which key stage?".to_owned()),
            from: Some("the parent".to_owned()),
            ..MissingFact::default()
        }
    }

    #[test]
    fn question_comes_with_who_can_answer() {
        let fact = key_stage();
        let words = "key_stage of child 2 — Which key stage? (from the parent)";
        assert_eq!(fact.words(), words);
        assert_eq!(fact.as_question(), "Which key stage? (from the parent)");
    }

    #[test]
    fn fact_without_a_question_is_asked_by_its_name() {
        let fact = MissingFact {
            question: None,
            from: None,
            ..key_stage()
        };
        assert_eq!(fact.words(), "key_stage of child 2");
        assert_eq!(fact.as_question(), "key stage");
    }

    #[test]
    fn incomplete_list_is_not_asked_for_again() {
        let list = MissingFact {
            incomplete: Some("more may come"),
            from: None,
            ..key_stage()
        };
        assert_eq!(list.words(), "key_stage of child 2 — more may come");
        assert_eq!(list.as_question(), "Which key stage?");
    }
}
