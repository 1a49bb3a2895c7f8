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
use almoner_engine::{
    answer::verify::{self, Saved, Unprovable},
    check::model::Kind,
    program::model::Program,
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
    let saved = Saved::read(answer).map_err(problem)?;
    caller.may(scope(&shelf.program, &saved))?;
    let verdict = verify::verify(&shelf.program, &saved, facts).map_err(problem)?;
    let written = verdict.json() + "\n";
    Ok(asking::respond(JSON, Body::of(written), &shelf))
}

fn problem(why: Unprovable) -> Problem {
    match why {
        Unprovable::Answer(says) => wrong().at("/answer", says),
        Unprovable::Facts(problems) => Problem::facts(problems),
    }
}

fn wrong() -> Problem {
    Problem::unanswered("rejected", "this cannot be proved")
}

/// The saved answer and the withheld facts, still text.
fn parts(text: &str) -> Result<(&str, Option<&str>), Problem> {
    let (mut answer, mut facts) = (None, None);
    for (name, raw) in question::members(text, &["answer", "facts"])? {
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
fn scope(program: &Program, saved: &Saved<'_>) -> Scope {
    let newest = program
        .rule_set(saved.rule_set())
        .and_then(|set| set.versions.last());
    match newest.map(|version| version.kind) {
        Some(Kind::Eligibility) => Scope::Screenings,
        Some(Kind::Pricing) | None => Scope::Quotes,
    }
}
