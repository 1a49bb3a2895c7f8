//! `POST /v1/quotes/{rule_set}` and `POST /v1/screenings/{rule_set}`: one
//! question, or one on each line.

use std::{sync::Arc, time::Instant};

use almoner_engine::{answer::Detail, check::model::Kind};
use axum::{
    Extension,
    body::Body,
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
};

use super::stream::Answers;
use crate::web::{
    answer::{AnswerRequest, Asks, Issuing},
    auth::{Caller, TokenName},
    body::{self, BodyLimits},
    long_answer,
    long_work::{self, MAX_SHORT},
    negotiate::{self, JSON, NDJSON},
    problem::Problem,
    problem_code::Code,
    shared_state::Service,
};

/// `POST /v1/quotes/{rule_set}`.
pub(crate) async fn quote(
    State(service): State<Service>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let request = read_request(id, Kind::Pricing, query.as_deref())?;
    ask(&service, request, caller, &headers, body).await
}

/// `POST /v1/screenings/{rule_set}`.
pub(crate) async fn screening(
    State(service): State<Service>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let request = read_request(id, Kind::Eligibility, query.as_deref())?;
    ask(&service, request, caller, &headers, body).await
}

/// Reads what the path and the query ask for: `?trace=no` leaves the trace out,
/// `?explain=yes` adds what would change the answer, `?seal=yes` issues it.
fn read_request(id: String, kind: Kind, query: Option<&str>) -> Result<AnswerRequest, Problem> {
    let (mut explains, mut seals) = (false, false);
    let parts = query.unwrap_or("").split('&');
    let of_trace: Vec<&str> = parts
        .filter(|part| {
            match *part {
                "explain=yes" => explains = true,
                "explain=no" => explains = false,
                "seal=yes" => seals = true,
                "seal=no" => seals = false,
                _ => return true,
            }
            false
        })
        .collect();
    let says = "after the `?` a question takes `trace`, `explain` and `seal`, each with `=yes` \
                or `=no`";
    let detail = detail_of(&of_trace, says)?;
    Ok(AnswerRequest {
        id,
        kind,
        detail,
        explains,
        seals,
    })
}

/// Reads the query of a question to several rule sets: `?trace=no` leaves the trace
/// out.
pub(super) fn read_detail(query: Option<&str>) -> Result<Detail, Problem> {
    let parts: Vec<&str> = query.unwrap_or("").split('&').collect();
    let says = "after the `?` a question takes `trace=yes` or `trace=no`";
    detail_of(&parts, says)
}

fn detail_of(parts: &[&str], says: &str) -> Result<Detail, Problem> {
    let mut detail = Detail::Traced;
    for part in parts.iter().filter(|part| !part.is_empty()) {
        detail = match *part {
            "trace=yes" => Detail::Traced,
            "trace=no" => Detail::Silent,
            _ => {
                let problem = Problem::new(Code::InvalidQuery, says);
                return Err(problem.help("the facts go into `facts` of the body"));
            }
        };
    }
    Ok(detail)
}

/// Answers one question or a stream of them.
async fn ask(
    service: &Service,
    request: AnswerRequest,
    caller: Caller,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let snapshot = service.snapshot();
    let asks = Asks::find(&snapshot.book, &request, service.0.today)?;
    let media_type = negotiate::kind_of_body(headers, &[JSON, NDJSON])?;
    negotiate::choose(headers, &[media_type])?;
    if media_type == NDJSON {
        let of_one = match (request.explains, request.seals) {
            (true, _) => Some("explained"),
            (false, true) => Some("issued"),
            (false, false) => None,
        };
        if let Some(done) = of_one {
            let says = format!("only the answer to one question is {done}, not those of a list");
            let problem = Problem::new(Code::InvalidQuery, says);
            return Err(problem.help("send the question alone, as `application/json`"));
        }
        let answers = Answers::new(service, &snapshot, request, caller, body);
        return Ok(snapshot.respond(NDJSON, Body::new(answers)));
    }
    let limits = BodyLimits::new(&service.0.limits);
    let read = limits.read(body, &service.0.budget).await?;
    let since = Instant::now();
    let desk = caller.token_name();
    let answered = if read.bytes.len() > MAX_SHORT || request.explains {
        let (service, snapshot) = (service.clone(), Arc::clone(&snapshot));
        let request = request.clone();
        let answering = move || {
            let asks = Asks::find(&snapshot.book, &request, service.0.today)?;
            let issuing = issuing(&service, &request, desk.as_ref());
            asks.issued(issuing)
                .answer(body::text(&read.bytes)?, &service.0.limits)
        };
        long_work::run(answering).await
    } else {
        let issuing = issuing(service, &request, desk.as_ref());
        asks.issued(issuing)
            .answer(body::text(&read.bytes)?, &service.0.limits)
    };
    let outcome = match &answered {
        Ok(answer) => answer.outcome,
        Err(problem) => problem.outcome(),
    };
    service.0.metrics.answer(asks.id, outcome, since);
    long_answer::respond(service, &snapshot, answered?.json)
}

/// What issues the answer, where it is to be issued.
fn issuing<'a>(
    service: &'a Service,
    request: &AnswerRequest,
    desk: Option<&'a TokenName>,
) -> Option<Issuing<'a>> {
    let desk = desk.map(|name| &*name.0);
    let seals = &service.0.seals;
    request.seals.then_some(Issuing { seals, desk })
}
