//! `/uprate/{year}`: next year's prices as a form that is calculated again, and as
//! files. The book is never written.
//!
//! ```text
//! plan_form ─▶ drafting ─▶ view       the form with what becomes of each price
//!  as typed     calculated └─▶ files  the year's file, the plan, the papers
//! ```

mod drafting;
mod files;
mod plan_form;
mod view;

use axum::{
    body::Body,
    extract::{Path, RawQuery, Request, State},
    http::HeaderMap,
    response::Response,
};

use self::drafting::Drafting;
use crate::web::{
    pages::{form_fields::Fields, off_worker::off_worker, sent_form},
    paths,
    problem::Problem,
    shared_state::Service,
};

/// `GET /uprate/{year}`: percentages can be in the address.
pub(in crate::web::pages) async fn open(
    State(service): State<Service>,
    Path(year): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let fields = Fields::read(query.as_deref().unwrap_or_default());
    off_worker(move || {
        with_draft(&service, &year, &fields, |drafting| {
            view::page(drafting, false)
        })
    })
    .await
}

/// `POST /uprate/{year}`: the whole page, or for the script what is calculated.
pub(in crate::web::pages) async fn submit(
    State(service): State<Service>,
    Path(year): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let (head, body) = request.into_parts();
    let is_part = head.headers.contains_key("x-part");
    let fields = sent(&service, &head.headers, body).await?;
    off_worker(move || {
        with_draft(&service, &year, &fields, |drafting| match is_part {
            true => view::part(drafting),
            false => view::page(drafting, true),
        })
    })
    .await
}

/// `POST /uprate/{year}/{file}`: the year's file, the plan, or a paper about them.
pub(in crate::web::pages) async fn download(
    State(service): State<Service>,
    Path((year, file)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Problem> {
    let (head, body) = request.into_parts();
    let fields = sent(&service, &head.headers, body).await?;
    off_worker(move || {
        with_draft(&service, &year, &fields, |drafting| {
            files::file(drafting, &file, &head.headers)
        })
    })
    .await
}

async fn sent(service: &Service, headers: &HeaderMap, body: Body) -> Result<Fields, Problem> {
    sent_form::read_fields(service, headers, body).await
}

fn with_draft(
    service: &Service,
    year: &str,
    fields: &Fields,
    answer: impl FnOnce(Drafting<'_>) -> Result<Response, Problem>,
) -> Result<Response, Problem> {
    let snapshot = service.snapshot();
    let tariff = paths::tariff_named(snapshot.book.contents(), year)?;
    let today = (service.0.today)();
    answer(Drafting::new(&snapshot, tariff, fields, today))
}
