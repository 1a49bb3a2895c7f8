//! `POST /v1/verify`: `{"answer": {…}, "facts": {…}}`, where `facts` are the
//! confidential ones that the answer withholds.

use std::sync::Arc;

use axum::{Extension, body::Body, extract::State, http::HeaderMap, response::Response};
use serde::de::MapAccess;
use serde_json::value::RawValue;

use crate::seal::Proof;
use crate::web::{
    auth::{Caller, Scope},
    body::{self, BodyLimits},
    json_body, long_answer, long_work,
    negotiate::{self, JSON},
    problem::Problem,
    problem_code::Code,
    shared_state::Service,
};
use almoner_engine::{
    answer::verify::{self, Saved, Unprovable},
    book::Book,
    facts::ProblemCode,
};

/// Verifies a saved answer.
pub(crate) async fn verify(
    State(service): State<Service>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let snapshot = service.snapshot();
    negotiate::kind_of_body(&headers, &[JSON])?;
    negotiate::choose(&headers, &[JSON])?;
    let limits = BodyLimits::of_saved_answer(&service.0.limits);
    let read = limits.read(body, &service.0.budget).await?;
    let (proving, of) = (service.clone(), Arc::clone(&snapshot));
    let prove = move || prove(&proving, &of.book, &caller, &read.bytes);
    long_answer::respond(&service, &snapshot, long_work::run(prove).await?)
}

fn prove(service: &Service, book: &Book, caller: &Caller, body: &[u8]) -> Result<String, Problem> {
    let (answer, facts) = parts(body::text(body)?)?;
    let saved = Saved::read(answer).map_err(problem)?;
    let saved = saved.compared_within(BodyLimits::of_saved_answer(&service.0.limits).max_bytes);
    caller.require(scope(book, &saved))?;
    let verdict = verify::verify(book, &saved, facts).map_err(problem)?;
    let proof = Proof::new(verdict, service.0.seals.check(answer));
    Ok(proof.json() + "\n")
}

fn problem(why: Unprovable) -> Problem {
    match why {
        Unprovable::Facts(problems) => Problem::facts(problems),
        other => wrong().at("/answer", ProblemCode::Unreadable, other.to_string()),
    }
}

fn wrong() -> Problem {
    Problem::new(Code::CannotVerify, "this cannot be proved")
}

/// The saved answer and the withheld facts, still text.
fn parts(text: &str) -> Result<(&str, Option<&str>), Problem> {
    let Parts {
        answer,
        facts,
        other,
    } = json_body::read(text)?;
    if let Some((code, says)) = other {
        return Err(wrong().at("", code, says));
    }
    let missing = || wrong().at("/answer", ProblemCode::Missing, "`answer` is missing");
    let answer = answer.ok_or_else(missing)?;
    let facts = facts.filter(|raw| *raw != "null");
    if facts.is_some_and(|raw| !raw.starts_with('{')) {
        let says = "`facts` must be one JSON object";
        return Err(wrong().at("/facts", ProblemCode::InvalidValue, says));
    }
    Ok((answer, facts))
}

/// The members of the body, and what is wrong with the first other.
#[derive(Default)]
struct Parts<'t> {
    answer: Option<&'t str>,
    facts: Option<&'t str>,
    other: Option<(ProblemCode, &'static str)>,
}

impl<'t> json_body::Members<'t> for Parts<'t> {
    fn member<M: MapAccess<'t>>(&mut self, name: &str, map: &mut M) -> Result<(), M::Error> {
        let raw = map.next_value::<&RawValue>()?.get();
        let says = match name {
            "answer" if self.answer.is_none() => {
                self.answer = Some(raw);
                return Ok(());
            }
            "facts" if self.facts.is_none() => {
                self.facts = Some(raw);
                return Ok(());
            }
            "answer" | "facts" => (
                ProblemCode::Duplicate,
                "`answer` and `facts` are given once",
            ),
            _ => (
                ProblemCode::UnknownFact,
                "only `answer` and `facts` are looked at",
            ),
        };
        self.other.get_or_insert(says);
        Ok(())
    }
}

/// The scope that the question itself needs.
fn scope(book: &Book, saved: &Saved<'_>) -> Scope {
    let set = book.program().rule_set(saved.rule_set());
    set.map_or(Scope::Quotes, |set| Scope::of(set.kind()))
}
