//! Questions answered. [`answer`] is the one way from a question to its
//! answer: it selects the version and the tariff, reads the facts, splits a
//! booking where rules or prices change, and evaluates. The command line, the
//! service, batches, `verify` and the cases all go through it.

mod evaluate;
pub mod json;
pub mod periods;
mod question;
pub mod ranking;
mod refusal;
pub mod verify;

pub(crate) use evaluate::{Evaluated, EvaluatedPart, evaluate};
pub use question::{Detail, Question};
pub use refusal::{DaySource, Faulted, Refusal};

use crate::{
    base::{date::Date, money::Money},
    book::Book,
    check::model::Status,
    eval::{
        facts::Facts,
        fault::{Fault, Impossible},
        quote::{self, Quote},
        screen::{self, Screening},
        split_quote::{self, Totals},
        trace::{Recorder, Silent, Trace},
    },
    program::model::Ruling,
};

/// A question that was answered: the rules and prices that answer it, and the
/// facts of the case.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The rules and prices.
    pub ruling: &'a Ruling<'a>,
    /// The facts.
    pub facts: &'a Facts,
}

/// What was found: a price, or whether someone is eligible.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Evaluation {
    /// A price.
    Quote(Quote),
    /// Whether someone is eligible.
    Screening(Screening),
}

/// What comes of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// A quote with a total.
    Quoted,
    /// A quote of which no line applies.
    DoesNotApply,
    /// Every criterion is met.
    Eligible,
    /// Some criterion is not met.
    NotEligible,
    /// It depends on facts that are not known.
    Undetermined,
    /// A person decides or prices the rest.
    Refer,
}

impl Outcome {
    /// The name for programs: `quoted`, `not_eligible`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Quoted => "quoted",
            Outcome::DoesNotApply => "does_not_apply",
            Outcome::Eligible => "eligible",
            Outcome::NotEligible => "not_eligible",
            Outcome::Undetermined => "undetermined",
            Outcome::Refer => "refer",
        }
    }

    /// Whether the answer is a yes or a price: nothing is open, nothing
    /// refused.
    #[must_use]
    pub fn is_settled_yes(self) -> bool {
        matches!(
            self,
            Outcome::Quoted | Outcome::DoesNotApply | Outcome::Eligible
        )
    }
}

impl From<quote::Outcome> for Outcome {
    fn from(outcome: quote::Outcome) -> Outcome {
        match outcome {
            quote::Outcome::Quoted => Outcome::Quoted,
            quote::Outcome::Undetermined => Outcome::Undetermined,
            quote::Outcome::Refer => Outcome::Refer,
            quote::Outcome::DoesNotApply => Outcome::DoesNotApply,
        }
    }
}

impl From<screen::Outcome> for Outcome {
    fn from(outcome: screen::Outcome) -> Outcome {
        match outcome {
            screen::Outcome::Eligible => Outcome::Eligible,
            screen::Outcome::NotEligible => Outcome::NotEligible,
            screen::Outcome::Undetermined => Outcome::Undetermined,
            screen::Outcome::Refer => Outcome::Refer,
        }
    }
}

/// The answer to a question. It has several parts where it is about a booking
/// within which rules or prices change.
#[derive(Debug)]
pub struct Answer<'b> {
    first: Part<'b>,
    later: Vec<Part<'b>>,
    /// Where there are several parts: the facts of the whole question, and what
    /// the parts come to together.
    whole: Option<(Facts, Totals)>,
}

/// Days for which the same rules and prices are in force, and their answer.
#[derive(Debug)]
pub struct Part<'b> {
    days: Option<(Date, Date)>,
    ruling: Ruling<'b>,
    facts: Facts,
    evaluation: Evaluation,
    trace: Option<Trace>,
}

impl<'b> Part<'b> {
    /// The first and the last day, where the answer has several parts.
    #[must_use]
    pub fn days(&self) -> Option<(Date, Date)> {
        self.days
    }

    /// The rules and prices that answer.
    #[must_use]
    pub fn ruling(&self) -> &Ruling<'b> {
        &self.ruling
    }

    /// The facts, with what was assumed; where the answer has several parts,
    /// the first and last day are those of this part.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The rules, prices and facts together.
    #[must_use]
    pub fn asked(&self) -> Asked<'_> {
        Asked {
            ruling: &self.ruling,
            facts: &self.facts,
        }
    }

    /// What was found.
    #[must_use]
    pub fn evaluation(&self) -> &Evaluation {
        &self.evaluation
    }

    /// The quote, if it is one.
    #[must_use]
    pub fn quote(&self) -> Option<&Quote> {
        match &self.evaluation {
            Evaluation::Quote(quote) => Some(quote),
            Evaluation::Screening(_) => None,
        }
    }

    /// How it was worked out, where the question asked for that.
    #[must_use]
    pub fn trace(&self) -> Option<&Trace> {
        self.trace.as_ref()
    }
}

impl<'b> Answer<'b> {
    /// What comes of the question.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match (&self.whole, &self.first.evaluation) {
            (Some((_, totals)), _) => totals.outcome.into(),
            (None, Evaluation::Quote(quote)) => quote.outcome().into(),
            (None, Evaluation::Screening(screening)) => screening.outcome.into(),
        }
    }

    /// The total of a quote, once everything is known; of all parts together.
    #[must_use]
    pub fn total(&self) -> Option<Money> {
        match (&self.whole, &self.first.evaluation) {
            (Some((_, totals)), _) => totals.total,
            (None, Evaluation::Quote(quote)) => quote.total,
            (None, Evaluation::Screening(_)) => None,
        }
    }

    /// Proposed if the rules or prices of any part are: the answer then is
    /// indicative.
    #[must_use]
    pub fn status(&self) -> Status {
        let proposed = |part: &Part<'_>| part.ruling.status() == Status::Proposed;
        match self.parts().any(proposed) {
            true => Status::Proposed,
            false => Status::Adopted,
        }
    }

    /// The rules and prices of the first day, with the facts of the whole
    /// question.
    #[must_use]
    pub fn asked(&self) -> Asked<'_> {
        Asked {
            ruling: &self.first.ruling,
            facts: self.facts(),
        }
    }

    /// The facts of the whole question.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        let whole = self.whole.as_ref().map(|(facts, _)| facts);
        whole.unwrap_or(&self.first.facts)
    }

    /// The first part: the only one, unless rules or prices change within a
    /// booking.
    #[must_use]
    pub fn first(&self) -> &Part<'b> {
        &self.first
    }

    /// Every part, in the order of their days.
    pub fn parts(&self) -> impl Iterator<Item = &Part<'b>> + Clone {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// What several parts come to together; none where there is one part.
    #[must_use]
    pub fn totals(&self) -> Option<&Totals> {
        self.whole.as_ref().map(|(_, totals)| totals)
    }

    /// The answer as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::answer(self)
    }
}

/// Answers a question.
///
/// # Errors
/// When no rules or prices cover the day, the facts cannot be read, or a sum
/// cannot be done with them.
pub fn answer<'b>(book: &'b Book, question: &Question<'_>) -> Result<Answer<'b>, Refusal<'b>> {
    let program = book.program();
    match question.detail {
        Detail::Traced => finish(evaluate(program, question, Trace::new)?, Some),
        Detail::Silent => finish(evaluate(program, question, || Silent)?, |Silent| None),
    }
}

/// An answer, unless the evaluation of some part could not be finished.
fn finish<'b, R: Recorder>(
    evaluated: Evaluated<'b, R>,
    trace: impl Fn(R) -> Option<Trace>,
) -> Result<Answer<'b>, Refusal<'b>> {
    let part = |part: EvaluatedPart<'b, R>| finish_part(part, &trace);
    let first = part(evaluated.first)?;
    let later = evaluated.later.into_iter().map(part);
    let later = later.collect::<Result<Vec<_>, _>>()?;
    let Some(facts) = evaluated.facts else {
        return Ok(Answer {
            first,
            later,
            whole: None,
        });
    };
    let quotes = std::iter::once(&first).chain(&later);
    match split_quote::totals(quotes.filter_map(Part::quote)) {
        Some(totals) => Ok(Answer {
            first,
            later,
            whole: Some((facts, totals)),
        }),
        None => Err(Refusal::Fault(Box::new(Faulted {
            ruling: first.ruling,
            facts: first.facts,
            fault: Fault::without_place(Impossible::Overflow),
            trace: first.trace,
        }))),
    }
}

fn finish_part<'b, R>(
    part: EvaluatedPart<'b, R>,
    trace: impl Fn(R) -> Option<Trace>,
) -> Result<Part<'b>, Refusal<'b>> {
    let EvaluatedPart {
        days,
        ruling,
        facts,
        evaluation,
        recorder,
        ..
    } = part;
    let trace = trace(recorder);
    match evaluation {
        Ok(evaluation) => Ok(Part {
            days,
            ruling,
            facts,
            evaluation,
            trace,
        }),
        Err(fault) => Err(Refusal::Fault(Box::new(Faulted {
            ruling,
            facts,
            fault,
            trace,
        }))),
    }
}
