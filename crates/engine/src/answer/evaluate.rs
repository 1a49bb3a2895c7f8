//! The one way from a question to its answer: select the version and the
//! tariff, read the facts, split the period, evaluate each part.

use super::{
    Answer, Detail, Evaluation, Faulted, Part, PartDays, Question,
    booking_days::{self, Ends},
    change_points::{NotSplit, Period, PeriodPart},
    completions::outcome,
    evaluated::{Evaluated, WholeQuestion},
    evaluated_part::EvaluatedPart,
    limits_over_parts,
    model::{Whole, WholeTogether},
    not_used::as_numbered,
    read_facts::{self, read_facts_of},
    refusal::{DaySource, Refusal},
};
use crate::{
    base::{date::Date, value::Missing},
    book::Book,
    check::model::{Fact, Kind, RuleSet, Version},
    eval::{
        defaults::with_defaults,
        facts::Facts,
        facts_read::FactsRead,
        fault::Fault,
        period_screening::{self, ScreenedPart},
        quote,
        quote::quote_of_part,
        screen,
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
    let Some(whole) = evaluated.whole else {
        return Ok(Answer {
            first,
            later,
            whole: None,
            is_listed: false,
        });
    };
    let WholeQuestion {
        ruling,
        facts,
        together,
        recorder,
        limits,
    } = whole;
    let limits = limits.into_iter();
    let limits = limits.filter_map(|(part, recorder)| Some((part, trace(recorder)?)));
    match together {
        Ok(together) => Ok(Answer {
            first,
            later,
            whole: Some(Whole {
                fragments: book.fragments(&ruling),
                ruling,
                facts,
                together,
                trace: trace(recorder),
                limit_traces: limits.collect(),
            }),
            is_listed: false,
        }),
        Err(fault) => Err(Refusal::Fault(Box::new(Faulted::new(
            book,
            &first.ruling,
            first.facts,
            fault,
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
    let given = given_facts(set, ruling.version, question)?;
    let mut assumptions = recorder();
    let unassumed = ruling.version.period.is_some().then(|| given.clone());
    let on_day = given.on(ruling.on);
    check_contradictions(ruling.version, &on_day)?;
    let mut facts = with_defaults(&ruling, on_day, &mut assumptions);
    let asked = |ruling, open| PartAsked {
        ruling,
        open,
        settles: !question.is_unsettled,
    };
    let single = |fault: Option<Fault>, open, facts, assumptions| Evaluated {
        whole: None,
        first: match fault {
            None => evaluate_part(asked(ruling, open), facts, None, assumptions, recorder()),
            Some(fault) => failed_part(ruling, facts, fault, assumptions, recorder()),
        },
        later: Vec::new(),
    };
    let Some(given) = &unassumed else {
        return Ok(single(None, Missing::NONE, facts, assumptions));
    };
    let days = match booking_days::ends(&ruling, &mut facts, &mut assumptions) {
        Ok(Ends::Days(first, last)) => (first, last),
        Ok(Ends::None) => return Ok(single(None, Missing::NONE, facts, assumptions)),
        Ok(Ends::Unknown(missing)) => return Ok(single(None, missing, facts, assumptions)),
        Err(fault) => return Ok(single(Some(fault), Missing::NONE, facts, assumptions)),
    };
    let parts = split(program, question, &ruling, given, days)?;
    let in_parts = parts.len() > 1 || booking_days::names_its_days(ruling.version);
    let has_limits = |part: &PeriodPart<'_>| !part.ruling.version.limits.is_empty();
    let has_limits = parts.iter().any(has_limits);
    let mut parts = parts.into_iter();
    let Some(first) = parts.next().filter(|_| in_parts) else {
        return Ok(single(None, Missing::NONE, facts, assumptions));
    };
    let read = facts.read().clone();
    let part = |part: PeriodPart<'p>, mut assumptions: R| -> EvaluatedPart<'p, R> {
        let asked = asked(part.ruling, Missing::NONE);
        let (facts, days) = of_part(part, (ruling.version, &read), &mut assumptions);
        let days = Some((days, has_limits));
        evaluate_part(asked, facts, days, assumptions, recorder())
    };
    let mut first = part(first, assumptions);
    let mut later: Vec<_> = parts.map(|it| part(it, recorder())).collect();
    let all = std::iter::once(&mut first).chain(&mut later);
    let whole = whole_question(ruling, facts, days, all.collect(), &recorder);
    Ok(Evaluated {
        whole: Some(whole),
        first,
        later,
    })
}

/// The facts of a question, with its changes.
fn given_facts(
    set: Option<&RuleSet>,
    version: &Version,
    question: &Question<'_>,
) -> Result<Facts, Refusal> {
    let mut given = read_facts_of(set, version, &question.facts)?;
    read_facts::change(&question.changes, version, version, &mut given)?;
    Ok(given)
}

/// The facts and days of a part, with what finding the period read of the facts
/// of the version asked.
fn of_part<R: Recorder>(
    part: PeriodPart<'_>,
    (asked, read): (&Version, &FactsRead),
    assumptions: &mut R,
) -> (Facts, PartDays) {
    let PeriodPart {
        ruling,
        given: mut facts,
        last,
        begins,
        ..
    } = part;
    facts.set_period(ruling.version, ruling.on, last);
    facts.set_read(read.renumbered(|it| as_numbered(ruling.version, asked, it)));
    let days = PartDays {
        first: ruling.on,
        last,
        begins,
    };
    (with_defaults(&ruling, facts, assumptions), days)
}

/// Refuses facts that cannot go together.
fn check_contradictions(version: &Version, facts: &Facts) -> Result<(), Refusal> {
    match contradictions(version, facts) {
        problems if problems.is_empty() => Ok(()),
        problems => Err(Refusal::Facts(problems)),
    }
}

/// The question as a whole, and what its parts come to together.
fn whole_question<'p, R: Recorder>(
    ruling: Ruling<'p>,
    mut facts: Facts,
    (first, last): (Date, Date),
    mut parts: Vec<&mut EvaluatedPart<'p, R>>,
    recorder: impl Fn() -> R,
) -> WholeQuestion<'p, R> {
    let mut of_whole = recorder();
    let (together, limits) = match ruling.version.kind {
        Kind::Pricing => {
            let (totals, limits) = limits_over_parts::totals(&mut parts, recorder);
            (totals.map(WholeTogether::Quotes), limits)
        }
        Kind::Eligibility => {
            let screened = parts.iter().filter_map(|part| screened_part(part));
            let screened: Vec<ScreenedPart<'_>> = screened.collect();
            facts.set_period(ruling.version, first, last);
            let screening =
                period_screening::together(&ruling, &mut facts, &screened, &mut of_whole);
            (screening.map(WholeTogether::Screenings), Vec::new())
        }
    };
    WholeQuestion {
        ruling,
        facts,
        together,
        recorder: of_whole,
        limits,
    }
}

/// A refusal; where the facts could not even be gathered, that comes first.
fn refuse(question: &Question<'_>, refusal: Refusal) -> Refusal {
    match question.facts.problems() {
        [] => refusal,
        problems => Refusal::Facts(problems.to_vec()),
    }
}

/// The parts of a period, between the days on which something the answer reads
/// changes.
fn split<'p>(
    program: &'p Program,
    question: &Question<'_>,
    ruling: &Ruling<'p>,
    given: &Facts,
    (first, last): (Date, Date),
) -> Result<Vec<PeriodPart<'p>>, Refusal> {
    let refuse = |problem: Problem| Refusal::Facts(vec![problem]);
    booking_days::check(ruling, first, last).map_err(refuse)?;
    let last_day = booking_days::last_day(ruling.version);
    let period = Period {
        program,
        rule_set: &question.rule_set,
        given: &question.facts,
        changes: &question.changes,
        asked: ruling.version,
        known: question.known,
        first,
        last,
        last_day,
    };
    let parts = period.split(ruling, given).map_err(|why| match why {
        NotSplit::NotAvailable(reason) => Refusal::NotAvailable {
            reason,
            day: match last_day {
                Some(fact) => DaySource::WithinBooking(fact.into()),
                None => DaySource::Named,
            },
        },
        NotSplit::Facts(refusal) => refusal,
    })?;
    for part in &parts {
        check_contradictions(part.ruling.version, &part.given)?;
    }
    Ok(parts)
}

fn screened_part<'a, R>(part: &'a EvaluatedPart<'_, R>) -> Option<ScreenedPart<'a>> {
    let days = part.days.as_ref()?;
    match &part.evaluation {
        Ok(Evaluation::Screening(screening)) => Some(ScreenedPart {
            version: part.ruling.version,
            days: (days.first, days.last),
            screening,
        }),
        _ => None,
    }
}

/// The rules by which a part is answered.
struct PartAsked<'p> {
    ruling: Ruling<'p>,
    /// The facts on which it depends which days it has.
    open: Missing,
    /// Whether completions of a screening are looked at.
    settles: bool,
}

/// A part. Of a part of a period, whether limits act on all of them together goes with
/// its days.
fn evaluate_part<R: Recorder>(
    asked: PartAsked<'_>,
    facts: Facts,
    days: Option<(PartDays, bool)>,
    assumptions: R,
    mut recorder: R,
) -> EvaluatedPart<'_, R> {
    let PartAsked {
        mut ruling,
        open,
        settles,
    } = asked;
    let quoted = |recorder: &mut R| match &days {
        Some((_, has_limits)) => quote_of_part(&ruling, &facts, *has_limits, recorder),
        None => quote(&ruling, &facts, recorder),
    };
    let mut completions = 0;
    let evaluation = match ruling.version.kind {
        Kind::Pricing => quoted(&mut recorder).map(|mut quote| {
            if !open.is_empty() && booking_days::names_its_days(ruling.version) {
                quote.depends_on(open);
            }
            Evaluation::Quote(quote)
        }),
        Kind::Eligibility => screen(&ruling, &facts, &mut recorder).map(|mut screening| {
            if !open.is_empty() {
                screening.depends_on(open);
            } else if settles {
                completions = outcome::settle(&ruling, &facts, &mut screening);
            }
            Evaluation::Screening(screening)
        }),
    };
    // While something is missing, a price not read yet may still count. Where
    // none was read, the status is that of the tariff as far as the rules use it.
    if let Ok(evaluation) = &evaluation
        && evaluation.is_settled()
    {
        if !evaluation.prices().is_empty() {
            ruling.prices_status = ruling.status_of(evaluation.prices());
        }
        ruling.rates_status = ruling.status_of_rates(evaluation.rates().iter().copied());
    }
    EvaluatedPart {
        days: days.map(|(days, _)| days),
        ruling,
        facts,
        evaluation,
        recorder,
        assumptions,
        completions,
    }
}

/// A part of which not even the days could be evaluated.
fn failed_part<R>(
    ruling: Ruling<'_>,
    facts: Facts,
    fault: Fault,
    assumptions: R,
    recorder: R,
) -> EvaluatedPart<'_, R> {
    EvaluatedPart {
        days: None,
        ruling,
        facts,
        evaluation: Err(fault),
        recorder,
        assumptions,
        completions: 0,
    }
}
