//! `POST /v1/quotes/{rule_set}` and `POST /v1/screenings/{rule_set}`: one
//! question, or one on each line.

use std::time::Instant;

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};

use super::{
    answer::Asks,
    body::Reading,
    negotiate::{self, JSON, LINES},
    problem::Problem,
    service::Service,
    stream::Answers,
};
use crate::check::model::Kind;

/// Quotes.
pub(super) async fn quote(
    State(service): State<Service>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    ask(service, (id, Kind::Pricing), &headers, body).await
}

/// Screens.
pub(super) async fn screen(
    State(service): State<Service>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    ask(service, (id, Kind::Eligibility), &headers, body).await
}

async fn ask(
    service: Service,
    (id, kind): (String, Kind),
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let shelf = service.shelf();
    let asks = Asks::find(&shelf.program, (&id, kind), service.0.today)?;
    let said = negotiate::kind_of_body(headers, &[JSON, LINES])?;
    negotiate::choose(headers, &[said])?;
    let reading = Reading::of(&service.0.limits);
    if said == LINES {
        let answers = Answers::new(&service, &shelf, (id, kind), body);
        return Ok(respond(LINES, Body::new(answers), &shelf.fingerprint));
    }
    let text = reading.text(headers, body).await?;
    let since = Instant::now();
    let answered = asks.answer(&text);
    let outcome = match &answered {
        Ok(answer) => answer.outcome,
        Err(problem) => problem.outcome(),
    };
    service.0.meters.answered(asks.id, outcome, since);
    Ok(respond(
        JSON,
        Body::from(answered?.json),
        &shelf.fingerprint,
    ))
}

/// An answer, which nobody keeps, with the book it is from.
pub(super) fn respond(kind: &'static str, body: Body, book: &str) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(book) = HeaderValue::from_str(book) {
        headers.insert("almoner-book", book);
    }
    response
}
