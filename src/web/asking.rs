//! `POST /v1/quotes/{rule_set}` and `POST /v1/screenings/{rule_set}`: one
//! question, or one on each line.

use std::time::Instant;

use hyper::{
    Uri,
    body::Incoming,
    header::{HeaderMap, HeaderName},
};

use super::{
    answer::{Asks, Wanted},
    body::{self, Body, Reading, Response},
    negotiate::{self, JSON, LINES},
    problem::Problem,
    service::Service,
    shelf::Shelf,
    stream::Answers,
};
use almoner_engine::{answer::json::Told, check::model::Kind};

/// Names the book that an answer is from.
static BOOK: HeaderName = HeaderName::from_static("almoner-book");

/// What a path and its query ask for: `?trace=no` leaves the trace out.
pub(super) fn wanted(id: &str, kind: Kind, uri: &Uri) -> Result<Wanted, Problem> {
    let mut told = Told::Traced;
    let query = uri.query().unwrap_or("").split('&');
    for part in query.filter(|part| !part.is_empty()) {
        told = match part {
            "trace=yes" => Told::Traced,
            "trace=no" => Told::Silent,
            _ => {
                let says = "after the `?` a question takes `trace=yes` or `trace=no`";
                let problem = Problem::unreadable(says);
                return Err(problem.help("the facts go into `facts` of the body"));
            }
        };
    }
    let id = id.to_owned();
    Ok(Wanted { id, kind, told })
}

/// Answers one question or a stream of them.
pub(super) async fn ask(
    service: &Service,
    wanted: Wanted,
    headers: &HeaderMap,
    body: Incoming,
) -> Result<Response, Problem> {
    let shelf = service.shelf();
    let asks = Asks::find(&shelf.program, &wanted, service.0.today)?;
    let said = negotiate::kind_of_body(headers, &[JSON, LINES])?;
    negotiate::choose(headers, &[said])?;
    if said == LINES {
        let answers = Answers::new(service, &shelf, wanted, body);
        return Ok(respond(LINES, Body::Stream(Box::new(answers)), &shelf));
    }
    let reading = Reading::of(&service.0.limits);
    let bytes = reading.whole(body).await?;
    let text = body::text(&bytes)?;
    let since = Instant::now();
    let answered = asks.answer(text);
    let outcome = match &answered {
        Ok(answer) => answer.outcome,
        Err(problem) => problem.outcome(),
    };
    service.0.meters.answered(asks.id, outcome, since);
    Ok(respond(JSON, Body::of(answered?.json), &shelf))
}

/// An answer, which nobody keeps, with the book it is from.
pub(super) fn respond(kind: &'static str, body: Body, shelf: &Shelf) -> Response {
    let mut response = body::sent(kind, body);
    response.headers_mut().insert(&BOOK, shelf.name.clone());
    response
}
