//! An answer as a list of several people may have it: others see a list than see
//! the single answer, so nothing in it rests on a confidential fact.
//!
//! It is answered again without the confidential facts, and criteria that rest on
//! them are left out. What the list says can therefore not depend on them, except
//! for one bit: where all else is met, a criterion that rests on them and is not met,
//! or not decided, makes it a case for a person to decide. Of such a case, and
//! of any other that a person decides, the list says nothing else.

use super::{
    Answer, Evaluation, Faulted, Outcome, Part, Question, Refusal, answer, model::WholeTogether,
};
use crate::{
    base::date::Date,
    book::Book,
    check::model::{Fact, Home, Kind, Version},
    eval::{
        facts::Facts,
        period_screening,
        screen::{self, Screening, Standing},
    },
    facts::{Problem, ProblemCode},
    program::{model::Ruling, secrets::is_secret},
};

/// An answer as a list has it.
#[derive(Debug)]
pub struct Listed<'b> {
    answer: Answer<'b>,
    /// What the order goes by, where the list says nothing of it.
    for_order: Option<Answer<'b>>,
}

impl<'b> Listed<'b> {
    /// The answer.
    #[must_use]
    pub fn answer(&self) -> &Answer<'b> {
        &self.answer
    }

    /// The answer alone.
    #[must_use]
    pub fn into_answer(self) -> Answer<'b> {
        self.answer
    }

    /// The facts that the order goes by are those of this answer.
    pub(super) fn for_order(&self) -> &Answer<'b> {
        self.for_order.as_ref().unwrap_or(&self.answer)
    }
}

impl Book {
    /// Answers a question for a list that others may see: nothing in the answer
    /// rests on a confidential fact.
    ///
    /// # Errors
    /// As for [`Book::answer`].
    pub fn answer_for_list(&self, question: &Question<'_>) -> Result<Answer<'_>, Refusal> {
        answer_for_list(self, question).map(Listed::into_answer)
    }
}

/// Answers a question for a list that others may see. A quote, and the answer of
/// rules without confidential facts, is what it is anywhere.
///
/// # Errors
/// As for [`answer`].
pub fn answer_for_list<'b>(book: &'b Book, question: &Question<'_>) -> Result<Listed<'b>, Refusal> {
    let whole = match answer(book, question) {
        Err(Refusal::Fault(faulted)) if rests_on_confidential(book, &faulted) => {
            return Err(fault());
        }
        other => other?,
    };
    let asks_confidential = whole.parts().any(|part| part.ruling.secrets.has_facts());
    if !asks_confidential || whole.asked().ruling.version.kind == Kind::Pricing {
        let for_order = None;
        return Ok(Listed {
            answer: whole,
            for_order,
        });
    }
    let outcome = whole.outcome();
    // Without a confidential fact the answer is the same a second time.
    let mut open = match gives_confidential(book, question) {
        true => answer(book, &question.without_confidential()).map_err(|_| fault())?,
        false => whole,
    };
    leave_out_criteria(&mut open);
    open.is_listed = true;
    let is_referred = match open.outcome() {
        Outcome::Eligible => outcome != Outcome::Eligible,
        outcome => outcome == Outcome::Refer,
    };
    Ok(match is_referred {
        true => Listed {
            answer: referred(&open),
            for_order: Some(open),
        },
        false => Listed {
            answer: open,
            for_order: None,
        },
    })
}

/// Whether a question may give a fact that some version of the rules calls confidential.
fn gives_confidential(book: &Book, question: &Question<'_>) -> bool {
    let Some(set) = book.program().rule_set(&question.rule_set) else {
        return true;
    };
    let names = question.facts.names();
    let is_given = |fact: &Fact| names.iter().any(|name| **name == *fact.id);
    let is_confidential = |version: &Version| {
        let mut facts = version.facts.iter();
        facts.any(|fact| {
            let given = match fact.home {
                // The records of a list are given with it.
                Home::Record(list, _) => version.list(list),
                _ => fact,
            };
            is_secret(version, fact) && is_given(given)
        })
    };
    !question.changes.is_empty() || set.versions.iter().any(is_confidential)
}

fn rests_on_confidential(book: &Book, faulted: &Faulted) -> bool {
    let faulted = faulted.in_book(book);
    faulted.is_some_and(|it| it.asked().ruling.secrets.has_facts())
}

/// A sum that cannot be done; not which, for it may rest on a confidential fact.
fn fault() -> Refusal {
    let says = "the rules ask for a sum that cannot be done with these facts";
    Refusal::Facts(vec![Problem::new(ProblemCode::Fault, "", says)])
}

/// Leaves out the criteria that rest on confidential facts: as if they did not
/// apply.
fn leave_out_criteria(answer: &mut Answer<'_>) {
    let parts = std::iter::once(&mut answer.first).chain(&mut answer.later);
    for part in parts {
        let ruling = part.ruling;
        if let Evaluation::Screening(screening) = &mut part.evaluation {
            leave_out_of(screening, &ruling);
        }
    }
    let outcomes = answer.parts();
    let outcomes = outcomes.filter_map(|part| Some((part.days()?, part.screening()?.outcome)));
    let outcomes: Vec<((Date, Date), screen::Outcome)> = outcomes.collect();
    let on = answer.asked().ruling.on;
    let is_of = |((first, last), _): &&((Date, Date), screen::Outcome)| *first <= on && on <= *last;
    let on_day = outcomes.iter().find(is_of).map(|(_, outcome)| *outcome);
    let Some(whole) = &mut answer.whole else {
        return;
    };
    if let WholeTogether::Screenings(together) = &mut whole.together {
        let rule = whole.ruling.version.period.map(|it| it.outcome);
        let outcomes = outcomes.iter().map(|(_, outcome)| *outcome);
        together.outcome = period_screening::outcome_of(rule.unwrap_or_default(), outcomes);
        together.on_day = on_day;
    }
}

fn leave_out_of(screening: &mut Screening, ruling: &Ruling<'_>) {
    let (outcome, _) = screen::outcome_of(&screening.standings);
    let mut conflict = screening.cannot_all_be_met.iter();
    let is_left_out = conflict.any(|it| ruling.secrets.criterion(usize::from(*it)));
    if is_left_out {
        // What is left need not contradict itself.
        screening.cannot_all_be_met.clear();
    }
    // While it is open which days it is for, nothing else decides; and no criterion alone
    // where some cannot all be met.
    let is_decided_otherwise = outcome != screening.outcome && !is_left_out;
    for (number, standing) in screening.standings.iter_mut().enumerate() {
        if ruling.secrets.criterion(number) {
            *standing = Standing::DoesNotApply;
        }
    }
    if !is_decided_otherwise {
        (screening.outcome, screening.missing) = screen::outcome_of(&screening.standings);
    }
    if screening.outcome == screen::Outcome::NotEligible {
        screening.schedules.clear();
    }
}

/// An answer that says no more than that a person decides.
fn referred<'b>(open: &Answer<'b>) -> Answer<'b> {
    let of = match &open.whole {
        Some(whole) => (whole.ruling, whole.fragments),
        None => (open.first.ruling, open.first.fragments),
    };
    let (ruling, fragments) = of;
    let version = ruling.version;
    Answer {
        first: Part {
            days: None,
            ruling,
            fragments,
            facts: Facts::none(version),
            evaluation: Evaluation::Screening(Screening::referred(version)),
            trace: None,
        },
        later: Vec::new(),
        whole: None,
        is_listed: true,
    }
}
