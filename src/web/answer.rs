//! One question answered: the bytes that the command line writes.

use super::{
    problem::Problem,
    question::{GivenFacts, Question},
    service::Today,
};
use almoner_engine::{
    answer::{
        Asked,
        json::{self, Told, Whole},
    },
    base::date::Date,
    check::model::Kind,
    facts::{
        Intake,
        parts::{self, NoParts, Part},
    },
    program::{
        choose::{Refused, What, Why},
        model::{Program, Ruling},
    },
};
use hyper::StatusCode;

/// An answer, with the word under which it is counted.
#[derive(Debug)]
pub(super) struct Answer {
    /// One line of JSON, its end included.
    pub(super) json: String,
    /// `quoted`, `eligible`, `undetermined` and so on.
    pub(super) outcome: &'static str,
}

/// What a path and its query ask for.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// The rule set's id, as it was named.
    pub(super) id: String,
    /// What it must do.
    pub(super) kind: Kind,
    /// Whether with the trace.
    pub(super) told: Told,
}

/// A rule set of a program, of the kind asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asks<'a> {
    pub(super) program: &'a Program,
    pub(super) id: &'a str,
    pub(super) today: Today,
    pub(super) told: Told,
}

impl<'a> Asks<'a> {
    /// The rule set of that name, if it answers questions of the kind.
    pub(super) fn find(
        program: &'a Program,
        wanted: &Wanted,
        today: Today,
    ) -> Result<Asks<'a>, Problem> {
        let missing = |says: String| Problem::new(StatusCode::NOT_FOUND, says);
        let set = program
            .rule_set(&wanted.id)
            .ok_or_else(|| missing("there is no rule set of that name".to_owned()))
            .map_err(|problem| problem.help("/v1/rule-sets lists those there are"))?;
        let of = set.versions.last().map(|version| version.kind);
        if of != Some(wanted.kind) {
            let (does, at) = match of {
                Some(Kind::Pricing) => ("quotes prices", "quotes"),
                _ => ("screens people", "screenings"),
            };
            let problem = missing(format!("`{}` {does}", set.id));
            return Err(problem.help(format!("POST to /v1/{at}/{}", set.id)));
        }
        Ok(Asks {
            program,
            id: &set.id,
            today,
            told: wanted.told,
        })
    }

    /// Answers a question.
    pub(super) fn answer(self, text: &str) -> Result<Answer, Problem> {
        let question = Question::read(text)?;
        let give = |intake: &mut Intake<'_>| match &question.facts {
            GivenFacts::Read(members) => intake.members(members),
            GivenFacts::Unread(text) => intake.json(text),
        };
        let set = self.program.rule_set(self.id);
        let first_day = || parts::first_day(set?, &give);
        let (on, is_today) = match question.on.or_else(first_day) {
            Some(on) => (on, false),
            None => (today(self.today)?, true),
        };
        let ruling = self
            .program
            .choose(self.id, on, question.known)
            .map_err(|refused| refusal(&refused, is_today))?;
        let mut intake = Intake::new(ruling.version);
        give(&mut intake);
        let facts = intake.finish(&ruling).map_err(Problem::facts)?;
        let asked = Asked {
            ruling: &ruling,
            facts: &facts,
        };
        let parts =
            parts::parts(self.program, (&ruling, &facts), &give).map_err(|error| match error {
                NoParts::Problems(problems) => Problem::facts(problems),
                NoParts::Refused(refused) => no_such_days(&ruling, &refused),
            })?;
        worked_out(asked, &parts, self.told)
    }
}

fn today(today: Today) -> Result<Date, Problem> {
    let unknown = "the service does not know what day it is";
    let problem = || Problem::new(StatusCode::SERVICE_UNAVAILABLE, unknown);
    today().ok_or_else(|| problem().help("name the day: \"on\": \"2018-05-01\""))
}

fn worked_out(asked: Asked<'_>, parts: &[Part<'_>], told: Told) -> Result<Answer, Problem> {
    let Whole { mut json, outcome } = json::answer_in_parts(asked, parts, told);
    if outcome == "fault" {
        let says = "the rules ask for a sum that cannot be done with these facts";
        return Err(Problem::unanswered("fault", says).answer(json));
    }
    json.push('\n');
    Ok(Answer { json, outcome })
}

/// No rules or prices for some of the days of a booking.
fn no_such_days(ruling: &Ruling<'_>, refused: &Refused) -> Problem {
    let version = ruling.version;
    let last = version.period.map(|booked| usize::from(booked.to));
    let last = last.and_then(|number| version.facts.get(number));
    let at = match refused.why {
        Why::NotYetKnown(..) => "/known".to_owned(),
        _ => format!("/facts/{}", last.map_or("", |fact| &fact.id)),
    };
    let says = "there are no rules or prices for some of those days";
    Problem::unanswered("refused", says).at(&at, refused.to_string())
}

/// No rules or prices for the day.
fn refusal(refused: &Refused, is_today: bool) -> Problem {
    let mut says = refused.to_string();
    if is_today {
        says = format!("today, {}: {says}", refused.on);
    }
    if let (What::RuleSet(_), _) = (&refused.what, &refused.why) {
        return Problem::new(StatusCode::NOT_FOUND, says);
    }
    let at = match refused.why {
        Why::NotYetKnown(..) => "/known",
        _ => "/on",
    };
    Problem::unanswered("refused", "there are no rules or prices for that day").at(at, says)
}
