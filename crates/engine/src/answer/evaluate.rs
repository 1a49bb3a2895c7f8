//! The one way from a question to its answer: select the version and the
//! tariff, read the facts, split the period, evaluate each part.

use super::{
    Answer, Detail, Evaluation, Faulted, Part, PartDays, Question, booking_days,
    change_points::{NotSplit, Period, PeriodPart},
    read_facts::read_facts,
    refusal::{DaySource, Refusal},
};
use crate::{
    base::date::Date,
    book::Book,
    check::model::{Fact, Kind, Version},
    eval::{
        defaults::with_defaults,
        facts::Facts,
        fault::{Fault, Impossible},
        parts_total, quote, screen,
        trace::{Recorder, Silent, Trace},
    },
    facts::{Problem, contradictions},
    program::model::{Program, Ruling},
};

impl Book {
    /// The facts that a rule set asks for on a day, in the order of its file:
    /// the fields of a list's records follow it.
    ///
    /// # Errors
    /// When there is no such rule set, or none of its versions covers the day.
    pub fn facts(&self, rule_set: &str, on: Date) -> Result<&[Fact], Refusal> {
        let ruling = self.program().select(rule_set, on, None)?;
        Ok(ruling.version.facts.as_slice())
    }

    /// Answers a question.
    ///
    /// # Errors
    /// When no rules or prices cover the day, the facts cannot be read, or a
    /// sum cannot be done with them.
    pub fn answer(&self, question: &Question<'_>) -> Result<Answer<'_>, Refusal> {
        answer(self, question)
    }
}

/// Answers a question.
///
/// # Errors
/// When no rules or prices cover the day, the facts cannot be read, or a sum
/// cannot be done with them.
pub fn answer<'b>(book: &'b Book, question: &Question<'_>) -> Result<Answer<'b>, Refusal> {
    let program = book.program();
    match question.detail {
        Detail::Traced => finish(book, evaluate(program, question, Trace::new)?, Some),
        Detail::Silent => finish(book, evaluate(program, question, || Silent)?, |Silent| None),
    }
}

/// An answer, unless the evaluation of some part could not be finished.
fn finish<'b, R: Recorder>(
    book: &'b Book,
    evaluated: Evaluated<'b, R>,
    trace: impl Fn(R) -> Option<Trace>,
) -> Result<Answer<'b>, Refusal> {
    let part = |part: EvaluatedPart<'b, R>| finish_part(book, part, &trace);
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
    let quotes = quotes.filter_map(|part| Some((part.quote()?, part.ruling.version)));
    match parts_total::totals(quotes) {
        Some(totals) => Ok(Answer {
            first,
            later,
            whole: Some((facts, totals)),
        }),
        None => Err(Refusal::Fault(Box::new(Faulted::new(
            book,
            &first.ruling,
            first.facts,
            Fault::without_place(Impossible::Overflow),
            first.trace,
        )))),
    }
}

fn finish_part<'b, R>(
    book: &'b Book,
    part: EvaluatedPart<'b, R>,
    trace: impl Fn(R) -> Option<Trace>,
) -> Result<Part<'b>, Refusal> {
    let EvaluatedPart {
        days,
        ruling,
        facts,
        evaluation,
        recorder,
        ..
    } = part;
    let trace = trace(recorder);
    let fragments = book.fragments(&ruling);
    match evaluation {
        Ok(evaluation) => Ok(Part {
            days,
            ruling,
            fragments,
            facts,
            evaluation,
            trace,
        }),
        Err(fault) => Err(Refusal::Fault(Box::new(Faulted::new(
            book, &ruling, facts, fault, trace,
        )))),
    }
}

/// A question that was evaluated.
pub(crate) struct Evaluated<'p, R> {
    /// The facts of the whole question, where it has several parts.
    pub(crate) facts: Option<Facts>,
    /// The first part: the only one where nothing changes within the period.
    pub(crate) first: EvaluatedPart<'p, R>,
    /// The others, in the order of their days.
    pub(crate) later: Vec<EvaluatedPart<'p, R>>,
}

/// Days for which the answer reads the same.
pub(crate) struct EvaluatedPart<'p, R> {
    /// Its days, where the question has several parts.
    pub(crate) days: Option<PartDays>,
    pub(crate) ruling: Ruling<'p>,
    pub(crate) facts: Facts,
    pub(crate) evaluation: Result<Evaluation, Fault>,
    /// What was recorded while the answer was evaluated.
    pub(crate) recorder: R,
    /// What was recorded while assumptions were evaluated.
    pub(crate) assumptions: R,
}

/// Evaluates a question. `recorder` makes what listens to each part.
pub(crate) fn evaluate<'p, R: Recorder>(
    program: &'p Program,
    question: &Question<'_>,
    recorder: impl Fn() -> R,
) -> Result<Evaluated<'p, R>, Refusal> {
    let set = program.rule_set(&question.rule_set);
    let (on, day) = question.day_in(set).ok_or(Refusal::NoDay)?;
    let ruling = program
        .select(&question.rule_set, on, question.known)
        .map_err(|reason| refuse(question, Refusal::NotAvailable { reason, day }))?;
    let given = read_facts(ruling.version, &question.facts)?;
    let mut assumptions = recorder();
    let unassumed = ruling.version.period.is_some().then(|| given.clone());
    let on_day = given.on(ruling.on);
    agree(ruling.version, &on_day)?;
    let facts = with_defaults(&ruling, on_day, &mut assumptions);
    let parts = match &unassumed {
        Some(given) => split(program, question, &ruling, &facts, given)?,
        None => Vec::new(),
    };
    let mut parts = parts.into_iter();
    let Some(first) = parts.next() else {
        return Ok(Evaluated {
            facts: None,
            first: evaluate_part(ruling, facts, None, assumptions, recorder()),
            later: Vec::new(),
        });
    };
    let part = |part: PeriodPart<'p>| -> EvaluatedPart<'p, R> {
        let PeriodPart {
            ruling,
            given: mut facts,
            last,
            begins,
        } = part;
        facts.set_period(ruling.version, ruling.on, last);
        let mut assumptions = recorder();
        let facts = with_defaults(&ruling, facts, &mut assumptions);
        let days = PartDays {
            first: ruling.on,
            last,
            begins,
        };
        evaluate_part(ruling, facts, Some(days), assumptions, recorder())
    };
    Ok(Evaluated {
        facts: Some(facts),
        first: part(first),
        later: parts.map(part).collect(),
    })
}

/// Refuses facts that cannot go together.
fn agree(version: &Version, facts: &Facts) -> Result<(), Refusal> {
    match contradictions(version, facts) {
        problems if problems.is_empty() => Ok(()),
        problems => Err(Refusal::Facts(problems)),
    }
}

/// A refusal; where the facts could not even be gathered, that comes first.
fn refuse(question: &Question<'_>, refusal: Refusal) -> Refusal {
    match question.facts.problems() {
        [] => refusal,
        problems => Refusal::Facts(problems.to_vec()),
    }
}

/// The parts of a period within which something the answer reads changes; none
/// where it reads the same on every day.
fn split<'p>(
    program: &'p Program,
    question: &Question<'_>,
    ruling: &Ruling<'p>,
    facts: &Facts,
    given: &Facts,
) -> Result<Vec<PeriodPart<'p>>, Refusal> {
    let (Some(booked), Some((first, last))) =
        (ruling.version.period, booking_days::period(ruling, facts))
    else {
        return Ok(Vec::new());
    };
    let refuse = |problem: Problem| Refusal::Facts(vec![problem]);
    booking_days::check(ruling, first, last).map_err(refuse)?;
    let last_day = &ruling.version.facts[booked.to].id;
    let period = Period {
        program,
        rule_set: &question.rule_set,
        given: &question.facts,
        known: question.known,
        first,
        last,
        last_day,
    };
    let parts = period.split(ruling, given).map_err(|why| match why {
        NotSplit::NotAvailable(reason) => Refusal::NotAvailable {
            reason,
            day: DaySource::WithinBooking(last_day.clone()),
        },
        NotSplit::Facts(refusal) => refusal,
    })?;
    for part in &parts {
        agree(part.ruling.version, &part.given)?;
    }
    Ok(match parts.len() {
        0 | 1 => Vec::new(),
        _ => parts,
    })
}

fn evaluate_part<R: Recorder>(
    ruling: Ruling<'_>,
    facts: Facts,
    days: Option<PartDays>,
    assumptions: R,
    mut recorder: R,
) -> EvaluatedPart<'_, R> {
    let evaluation = match ruling.version.kind {
        Kind::Pricing => quote(&ruling, &facts, &mut recorder).map(Evaluation::Quote),
        Kind::Eligibility => screen(&ruling, &facts, &mut recorder).map(Evaluation::Screening),
    };
    EvaluatedPart {
        days,
        ruling,
        facts,
        evaluation,
        recorder,
        assumptions,
    }
}
