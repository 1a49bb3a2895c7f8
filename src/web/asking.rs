//! `POST /v1/quotes/{rule_set}` and `POST /v1/screenings/{rule_set}`: one
//! question, or one on each line.

use std::time::Instant;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Uri, header},
    response::Response,
};

use super::{
    answer::{Asks, Wanted},
    body::Reading,
    named::Named,
    negotiate::{self, JSON, LINES},
    problem::Problem,
    service::Service,
    stream::Answers,
};
use crate::{check::model::Kind, report::json::Told};

/// Quotes.
pub(super) async fn quote(
    State(service): State<Service>,
    Named(id): Named<String>,
    request: Request,
) -> Result<Response, Problem> {
    ask(service, wanted(id, Kind::Pricing, request.uri())?, request).await
}

/// Screens.
pub(super) async fn screen(
    State(service): State<Service>,
    Named(id): Named<String>,
    request: Request,
) -> Result<Response, Problem> {
    ask(
        service,
        wanted(id, Kind::Eligibility, request.uri())?,
        request,
    )
    .await
}

/// What a path and its query ask for: `?trace=no` leaves the trace out.
fn wanted(id: String, kind: Kind, uri: &Uri) -> Result<Wanted, Problem> {
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
    Ok(Wanted { id, kind, told })
}

async fn ask(service: Service, wanted: Wanted, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let headers = &parts.headers;
    let shelf = service.shelf();
    let asks = Asks::find(&shelf.program, &wanted, service.0.today)?;
    let said = negotiate::kind_of_body(headers, &[JSON, LINES])?;
    negotiate::choose(headers, &[said])?;
    if said == LINES {
        let answers = Answers::new(&service, &shelf, wanted, body);
        return Ok(respond(LINES, Body::new(answers), &shelf.fingerprint));
    }
    let text = Reading::of(&service.0.limits).text(headers, body).await?;
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
