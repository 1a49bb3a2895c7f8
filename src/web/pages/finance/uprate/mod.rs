//! `/uprate/{year}`: next year's prices as a form that is calculated again, and as
//! files. The book is never written.
//!
//! ```text
//! plan_upload ─▶ plan_form ─▶ drafting ─▶ view       the form with each price
//!  a plan's file  as typed     calculated └─▶ files  the year's file, the plan, papers
//! ```

mod drafting;
mod files;
mod plan_form;
mod plan_upload;
mod view;

use axum::{
    body::Body,
    extract::{Path, RawQuery, Request, State},
    http::HeaderMap,
    response::Response,
};

use self::drafting::Drafting;
use crate::{
    finance::tariff_file,
    web::{
        body::BodyLimits,
        pages::{form_fields::Fields, off_worker::off_worker, sent_form, typed_facts::FieldError},
        paths,
        problem::Problem,
        shared_state::Service,
    },
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

/// `POST /uprate/{year}/plan`: the form filled in from a plan's file.
pub(in crate::web::pages) async fn upload(
    State(service): State<Service>,
    Path(year): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let limits = BodyLimits::new(&service.0.limits);
    sent_form::answer_parts(service, limits, request, move |service, parts| {
        let snapshot = service.snapshot();
        let tariff = paths::tariff_named(snapshot.book.contents(), &year)?;
        let next = tariff_file::year_after(&tariff.tariff.year).unwrap_or_default();
        let text = parts.bytes("plan").unwrap_or_default();
        let texts = [next.as_str(), drafting::catalogue(&snapshot)];
        let (fields, errors) = match plan_upload::fields(text, tariff, texts) {
            Ok(fields) => (fields, Vec::new()),
            Err(errors) => (Fields::default(), errors),
        };
        let today = (service.0.today)();
        let mut drafting = Drafting::new(&snapshot, tariff, &fields, today);
        let errors = errors.into_iter().map(|says| FieldError {
            field: "plan".to_owned(),
            says,
        });
        drafting.plan.errors.extend(errors);
        view::page(drafting, true)
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
