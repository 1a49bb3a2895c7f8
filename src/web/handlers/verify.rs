//! `POST /v1/verify`: `{"answer": {…}, "facts": {…}}`, where `facts` are the
//! confidential ones that the answer withholds.

use hyper::{body::Incoming, header::HeaderMap};

use crate::web::{
    auth::{Caller, Scope},
    body::{self, BodyLimits},
    negotiate::{self, JSON},
    problem::Problem,
    question,
    response::{Body, Response},
    service::Service,
};
use almoner_engine::{
    answer::verify::{self, Saved, Unprovable},
    book::Book,
    check::model::Kind,
};

/// Verifies a saved answer.
pub(crate) async fn verify(
    service: &Service,
    caller: Caller,
    headers: &HeaderMap,
    body: Incoming,
) -> Result<Response, Problem> {
    let snapshot = service.snapshot();
    negotiate::kind_of_body(headers, &[JSON])?;
    negotiate::choose(headers, &[JSON])?;
    let bytes = BodyLimits::new(&service.0.limits).read(body).await?;
    let (answer, facts) = parts(body::text(&bytes)?)?;
    let saved = Saved::read(answer).map_err(problem)?;
    caller.require(scope(&snapshot.book, &saved))?;
    let verdict = verify::verify(&snapshot.book, &saved, facts).map_err(problem)?;
    let written = verdict.json() + "\n";
    Ok(snapshot.respond(JSON, Body::full(written)))
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

/// The scope that the question itself needs.
fn scope(book: &Book, saved: &Saved<'_>) -> Scope {
    let newest = book
        .program()
        .rule_set(saved.rule_set())
        .and_then(|set| set.versions.last());
    match newest.map(|version| version.kind) {
        Some(Kind::Eligibility) => Scope::Screenings,
        Some(Kind::Pricing) | None => Scope::Quotes,
    }
}
