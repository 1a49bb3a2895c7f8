//! What is missing: the facts that would settle the answer, their questions,
//! and who can answer them.

use super::{
    context::Context,
    value_words::{capital, listed},
};
use crate::{
    base::{
        ids::{FactId, RecordId},
        value::Missing,
    },
    check::model::Home,
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
    /// The records that lack it, and the days for which it is lacking:
    /// `child 2`, `for 5 May 2023`; none if neither is known.
    pub lacking: Option<String>,
    /// The question that asks for it.
    pub question: Option<String>,
    /// The words for a list that was given but is not complete.
    pub incomplete: Option<&'static str>,
    /// Who can answer.
    pub from: Option<String>,
}

impl MissingFact {
    /// `Which key stage is the pupil in? (child 2; ask the school)`.
    #[must_use]
    pub fn words(&self) -> String {
        let question = match self.incomplete {
            Some(incomplete) => format!("{}: {incomplete}", capital(&self.name)),
            None => self.question.clone().unwrap_or_else(|| self.name.clone()),
        };
        let lacking = self.lacking.clone().filter(|_| self.question.is_some());
        let ask = self.from.as_deref().map(ask);
        let behind: Vec<String> = lacking.into_iter().chain(ask).collect();
        match behind.as_slice() {
            [] => question,
            behind => format!("{question} ({})", behind.join("; ")),
        }
    }
}

/// `ask the school`; a name has no article.
fn ask(from: &str) -> String {
    let is_name = from.starts_with(char::is_uppercase) || from.starts_with("the ");
    match is_name {
        true => format!("ask {from}"),
        false => format!("ask the {from}"),
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
        let words =
            "The printed price is a range, and the answer depends on where in it the price is.";
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
        name: name(context, number),
        lacking: lacking(context, number),
        question: Some(fact.ask.to_string()).filter(|ask| !ask.is_empty()),
        incomplete: is_open.then_some("more may come, and what we have does not decide it"),
        from: fact.from.as_ref().map(ToString::to_string),
    }
}

/// A fact's name with its record, `key stage of child 2`.
pub(super) fn cell_name(context: &Context<'_>, (number, record): (FactId, Option<u16>)) -> String {
    let version = context.version();
    let words = version.facts[number].words();
    match (version.facts[number].home, record) {
        (Home::Record(list, _), Some(number)) => {
            let record = version.record_words(RecordId { list, number });
            format!("{words} of {record}")
        }
        _ => words.into_owned(),
    }
}

/// A fact's name, `key stage of child 2`, `income for 5 May 2023`.
fn name(context: &Context<'_>, number: FactId) -> String {
    let fact = &context.version().facts[number];
    match (lacking(context, number), fact.home) {
        (Some(records), Home::Record(..)) => format!("{} of {records}", fact.words()),
        (Some(days), _) => format!("{} {days}", fact.words()),
        (None, _) => fact.words().into_owned(),
    }
}

/// The records that lack a fact, and the days that no value covers where it is
/// given with days: `child 2`, `child 2 for 5 May 2023`, `for 5 May 2023`.
fn lacking(context: &Context<'_>, number: FactId) -> Option<String> {
    let (version, on, facts) = (context.version(), context.ruling.on, context.facts);
    let days = |record| {
        let gaps = facts.gaps(version, on, number, record);
        let gaps: Vec<String> = gaps.iter().map(ToString::to_string).collect();
        (!gaps.is_empty()).then(|| format!("for {}", listed(&gaps, "and")))
    };
    let Home::Record(list, _) = version.facts[number].home else {
        return days(None);
    };
    let records = facts.lacking(version, on, number).into_iter();
    let records = records.map(|record| {
        let name = version.record_words(RecordId {
            list,
            number: record,
        });
        match days(Some(record)) {
            Some(days) => format!("{name} {days}"),
            None => name,
        }
    });
    let records: Vec<String> = records.collect();
    (!records.is_empty()).then(|| listed(&records, "and"))
}

/// The names alone, `key stage and Pupil Premium`. Where the words are about
/// a record, its own facts are named without it.
pub(super) fn names(context: &Context<'_>, missing: Missing, record: Option<RecordId>) -> String {
    let version = context.version();
    let names: Vec<String> = missing
        .facts()
        .map(|number| {
            let fact = &version.facts[number];
            match (fact.home, record) {
                (Home::Record(list, _), Some(of)) if list == of.list => fact.words().into_owned(),
                _ => name(context, number),
            }
        })
        .collect();
    if names.is_empty() {
        return "the price, which is printed as a range".to_owned();
    }
    listed(&names, "and")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key_stage() -> MissingFact {
        MissingFact {
            fact: Some("key_stage".to_owned()),
            name: "key stage of child 2".to_owned(),
            lacking: Some("child 2".to_owned()),
            question: Some("Which key stage?".to_owned()),
            from: Some("school".to_owned()),
            ..MissingFact::default()
        }
    }

    #[test]
    fn question_comes_with_who_can_answer() {
        let words = "Which key stage? (child 2; ask the school)";
        assert_eq!(key_stage().words(), words);
        let housing = MissingFact {
            from: Some("Housing".to_owned()),
            lacking: None,
            ..key_stage()
        };
        assert_eq!(housing.words(), "Which key stage? (ask Housing)");
    }

    #[test]
    fn fact_without_a_question_is_asked_by_its_name() {
        let fact = MissingFact {
            question: None,
            from: None,
            ..key_stage()
        };
        assert_eq!(fact.words(), "key stage of child 2");
    }

    #[test]
    fn incomplete_list_is_not_asked_for_again() {
        let list = MissingFact {
            name: "references".to_owned(),
            lacking: None,
            incomplete: Some("more may come"),
            from: None,
            ..key_stage()
        };
        assert_eq!(list.words(), "References: more may come");
    }
}
