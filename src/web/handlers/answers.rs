//! `POST /v1/answers`: one set of facts, answered by several rule sets.

use std::{sync::Arc, time::Instant};

use almoner_engine::{answer::Detail, book::Book, check::model::RuleSet};
use axum::{
    Extension,
    body::Body,
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};

use super::questions::read_detail;
use crate::web::{
    answer,
    auth::{Caller, Scope},
    body::{self, BodyLimits},
    long_answer, long_work,
    negotiate::{self, JSON},
    problem::Problem,
    rule_sets_asked::RuleSetsAsked,
    shared_state::Service,
};

/// Answers a question to several rule sets. The token needs the scope of each
/// of them.
pub(crate) async fn answers(
    State(service): State<Service>,
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let snapshot = service.snapshot();
    let detail = read_detail(query.as_deref())?;
    negotiate::kind_of_body(&headers, &[JSON])?;
    negotiate::choose(&headers, &[JSON])?;
    let limits = BodyLimits::new(&service.0.limits);
    let read = limits.read(body, &service.0.budget).await?;
    let (answering, of) = (service.clone(), Arc::clone(&snapshot));
    let answer = move || answer_all(&answering, &of.book, &caller, &read.bytes, detail);
    long_answer::respond(&service, &snapshot, long_work::run(answer).await?)
}

fn answer_all(
    service: &Service,
    book: &Book,
    caller: &Caller,
    body: &[u8],
    detail: Detail,
) -> Result<String, Problem> {
    let asked = RuleSetsAsked::read(body::text(body)?)?;
    let sets: Vec<&RuleSet> = asked.rule_sets(book)?;
    for set in &sets {
        caller.require(Scope::of(set.kind()))?;
    }
    let ids: Vec<&str> = sets.iter().map(|set| &*set.id).collect();
    let question = answer::question("", asked.question, service.0.today).detail(detail);
    let since = Instant::now();
    let together = match book.answer_together(&ids, &question) {
        Ok(together) => together,
        Err(refusal) => {
            let problem = answer::problem(book, refusal);
            for id in &ids {
                service.0.metrics.answer(id, problem.outcome(), since);
            }
            return Err(problem);
        }
    };
    for (id, answer) in ids.iter().zip(together.answers()) {
        long_answer::check_trace(&service.0.limits, answer)?;
        service.0.metrics.answer(id, answer.outcome().name(), since);
    }
    Ok(together.to_json() + "\n")
}
