//! One question answered: the bytes that the command line writes.

use super::{
    limits::Limits, long_answer, paths, problem::Problem, problem_code::Code, question::Question,
    seals::Seals, shared_state::Today,
};
use almoner_engine::{
    answer::{self, DaySource, Detail, Refusal, json},
    book::Book,
    check::model::Kind,
    facts::ProblemCode,
    program::select::{Cause, Needed, Unavailable},
};

/// An answer, with the word under which it is counted.
#[derive(Debug)]
pub(super) struct Answer {
    /// One line of JSON, its end included.
    pub(super) json: String,
    /// `quoted`, `eligible`, `undetermined` and so on.
    pub(super) outcome: &'static str,
}

/// The rule set, kind and detail that a path and its query ask for.
#[derive(Clone, Debug)]
pub(super) struct AnswerRequest {
    /// The rule set's id, as it was named.
    pub(super) id: String,
    /// What it must do.
    pub(super) kind: Kind,
    /// Whether with the trace.
    pub(super) detail: Detail,
    /// Whether with what would change it.
    pub(super) explains: bool,
    /// Whether it is issued, with the council's seal.
    pub(super) seals: bool,
}

/// What issues an answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Issuing<'a> {
    pub(super) seals: &'a Seals,
    /// The name of the token that asks.
    pub(super) desk: Option<&'a str>,
}

/// A rule set of a book, of the kind asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asks<'a> {
    pub(super) book: &'a Book,
    pub(super) id: &'a str,
    pub(super) today: Today,
    pub(super) detail: Detail,
    /// Whether with what would change it.
    explains: bool,
    /// Whether the answers are of a list that others may see.
    is_listed: bool,
    /// What issues the answer, where it is issued.
    issuing: Option<Issuing<'a>>,
}

impl<'a> Asks<'a> {
    /// The rule set of that name, if it answers questions of the kind.
    pub(super) fn find(
        book: &'a Book,
        request: &AnswerRequest,
        today: Today,
    ) -> Result<Asks<'a>, Problem> {
        let unknown = "there is no rule set of that name";
        let set = book
            .program()
            .rule_set(&request.id)
            .ok_or_else(|| Problem::new(Code::UnknownRuleSet, unknown))
            .map_err(|problem| problem.help("/v1/rule-sets lists those there are"))?;
        if set.kind() != request.kind {
            let does = match set.kind() {
                Kind::Pricing => "quotes prices",
                Kind::Eligibility => "screens people",
            };
            let problem = Problem::new(Code::WrongKind, format!("`{}` {does}", set.id));
            return Err(problem.help(format!("POST to {}", paths::questions(set.kind(), &set.id))));
        }
        Ok(Asks {
            book,
            id: &set.id,
            today,
            detail: request.detail,
            explains: request.explains,
            is_listed: false,
            issuing: None,
        })
    }

    /// The same, for answers that are issued.
    pub(super) fn issued(self, issuing: Option<Issuing<'a>>) -> Asks<'a> {
        Asks { issuing, ..self }
    }

    /// The same, for a list of several people: nothing in an answer rests on a
    /// confidential fact.
    pub(super) fn for_list(self) -> Asks<'a> {
        Asks {
            is_listed: true,
            ..self
        }
    }

    /// Answers a question.
    pub(super) fn answer(self, text: &str, limits: &Limits) -> Result<Answer, Problem> {
        let question = question(self.id, Question::read(text)?, self.today).detail(self.detail);
        let answered = match self.is_listed {
            true => self.book.answer_for_list(&question),
            false => self.book.answer(&question),
        };
        match answered {
            Ok(answer) => {
                long_answer::check_trace(limits, &answer)?;
                let json = match self.explains {
                    true => self.book.explain(&question, &answer).to_json(&answer),
                    false => answer.to_json(),
                };
                let json = match self.issuing {
                    Some(Issuing { seals, desk }) => {
                        seals.issue(&answer, &json, (self.today)(), desk)?.json
                    }
                    None => json,
                };
                Ok(Answer {
                    json: json + "\n",
                    outcome: answer.outcome().name(),
                })
            }
            Err(refusal) => Err(problem(self.book, refusal)),
        }
    }
}

/// What is asked of a rule set, of today where the question names no day.
pub(super) fn question<'t>(
    rule_set: &'t str,
    asked: Question<'t>,
    today: Today,
) -> answer::Question<'t> {
    let mut question = answer::Question::new(rule_set).facts(asked.facts);
    if let Some(on) = asked.on {
        question = question.on(on);
    } else if let Some(today) = today() {
        question = question.default_day(today);
    }
    match asked.known {
        Some(known) => question.known(known),
        None => question,
    }
}

/// Why there is no answer.
pub(super) fn problem(book: &Book, refusal: Refusal) -> Problem {
    match refusal {
        Refusal::Facts(problems) => Problem::facts(problems),
        Refusal::NotAvailable { reason, day } => match day {
            DaySource::WithinBooking(last_day) => no_such_days(&last_day, &reason),
            day => not_available(&reason, day == DaySource::Default),
        },
        Refusal::Fault(faulted) => {
            let says = "the rules ask for a sum that cannot be done with these facts";
            let problem = Problem::new(Code::Fault, says);
            match faulted.in_book(book) {
                Some(answer) => problem.answer(json::fault(&answer)),
                None => problem.help(faulted.words()),
            }
        }
        Refusal::NoDay => {
            let unknown = "the service does not know what day it is";
            let problem = Problem::new(Code::NoDay, unknown);
            problem.help("name the day: \"on\": \"2018-05-01\"")
        }
        other => Problem::new(Code::NotAvailable, other.to_string()),
    }
}

/// No rules or prices for some of the days of a booking.
fn no_such_days(last_day: &str, refused: &Unavailable) -> Problem {
    let at = match refused.why {
        Cause::NotYetKnown(..) => "/known".to_owned(),
        _ => format!("/facts/{last_day}"),
    };
    let says = "there are no rules or prices for some of those days";
    let code = ProblemCode::NotAvailable;
    Problem::new(Code::NotAvailable, says).at(&at, code, refused.to_string())
}

/// No rules or prices for the day.
fn not_available(refused: &Unavailable, is_today: bool) -> Problem {
    let mut says = refused.to_string();
    if is_today {
        says = format!("today, {}: {says}", refused.on);
    }
    if let (Needed::RuleSet(_), _) = (&refused.what, &refused.why) {
        return Problem::new(Code::UnknownRuleSet, says);
    }
    let at = match refused.why {
        Cause::NotYetKnown(..) => "/known",
        _ => "/on",
    };
    let problem = Problem::new(
        Code::NotAvailable,
        "there are no rules or prices for that day",
    );
    problem.at(at, ProblemCode::NotAvailable, says)
}
