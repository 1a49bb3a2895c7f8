//! `POST /v1/verify`: `{"answer": {…}, "facts": {…}}`, where `facts` are the
//! confidential ones that the answer withholds.

use hyper::{body::Incoming, header::HeaderMap};

use super::{
    asking,
    body::{self, Body, Reading, Response},
    gate::{Caller, Scope},
    negotiate::{self, JSON},
    problem::Problem,
    question,
    service::Service,
};
use crate::{
    check::model::Kind,
    program::model::Program,
    verify::{self, Unprovable},
};

/// Proves a saved answer.
pub(super) async fn verify(
    service: &Service,
    caller: Caller,
    headers: &HeaderMap,
    body: Incoming,
) -> Result<Response, Problem> {
    let shelf = service.shelf();
    negotiate::kind_of_body(headers, &[JSON])?;
    negotiate::choose(headers, &[JSON])?;
    let reading = Reading::of(&service.0.limits);
    let bytes = reading.whole(body).await?;
    let (answer, facts) = parts(body::text(&bytes)?)?;
    caller.may(scope(&shelf.program, answer))?;
    let verdict = verify::verify(&shelf.program, answer, facts).map_err(|why| match why {
        Unprovable::Answer(says) => wrong().at("/answer", says),
        Unprovable::Facts(problems) => Problem::facts(problems),
    })?;
    let written = verdict.json() + "\n";
    Ok(asking::respond(JSON, Body::of(written), &shelf))
}

fn wrong() -> Problem {
    Problem::unanswered("rejected", "this cannot be proved")
}

/// The saved answer and the withheld facts, still text.
fn parts(text: &str) -> Result<(&str, Option<&str>), Problem> {
    let (mut answer, mut facts) = (None, None);
    for (name, raw) in question::members(text)? {
        let slot = match &*name {
            "answer" => &mut answer,
            "facts" => &mut facts,
            _ => return Err(wrong().at("", "only `answer` and `facts` are looked at")),
        };
        if slot.replace(raw).is_some() {
            return Err(wrong().at("", "`answer` and `facts` are given once"));
        }
    }
    let answer = answer.ok_or_else(|| wrong().at("/answer", "`answer` is missing"))?;
    let facts = facts.filter(|raw| *raw != "null");
    if facts.is_some_and(|raw| !raw.starts_with('{')) {
        return Err(wrong().at("/facts", "`facts` must be one JSON object"));
    }
    Ok((answer, facts))
}

/// Who may ask a question again: whoever may ask it.
fn scope(program: &Program, answer: &str) -> Scope {
    let saved: Option<serde_json::Value> = serde_json::from_str(answer).ok();
    let id = saved.as_ref().and_then(|it| it.get("rule_set")?.as_str());
    let version = id.and_then(|id| program.rule_set(id)?.versions.last());
    match version.map(|version| version.kind) {
        Some(Kind::Eligibility) => Scope::Screenings,
        Some(Kind::Pricing) | None => Scope::Quotes,
    }
}
