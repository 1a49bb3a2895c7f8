//! Forms that were sent: to a rule set, or with a file.

use axum::{
    Extension,
    body::Body,
    extract::{FromRequest, FromRequestParts as _, Path, Request},
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};

use super::{form_fields::Fields, multipart::Parts};
use crate::web::{
    body::{self, BodyLimits},
    long_work, negotiate,
    problem::Problem,
    shared_state::Service,
    snapshot::Snapshot,
};
use almoner_engine::check::model::{Kind, RuleSet};

const FORM: &str = "application/x-www-form-urlencoded";

/// What the pages under one folder are about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Desk(pub(super) Kind);

/// A form that was sent to a rule set.
pub(super) struct SentForm {
    pub(super) service: Service,
    /// The kind of rule set that the address is for.
    pub(super) kind: Kind,
    /// The rule set, as the address names it.
    pub(super) id: String,
    /// What was typed.
    pub(super) fields: Fields,
}

impl FromRequest<Service> for SentForm {
    type Rejection = Response;

    async fn from_request(request: Request, service: &Service) -> Result<SentForm, Response> {
        let (mut parts, body) = request.into_parts();
        let Extension(Desk(kind)) = Extension::from_request_parts(&mut parts, service)
            .await
            .map_err(|rejection| rejection.into_response())?;
        let Path(id) = Path::from_request_parts(&mut parts, service)
            .await
            .map_err(|rejection| rejection.into_response())?;
        let fields = read_fields(service, &parts.headers, body)
            .await
            .map_err(|problem| problem.into_response())?;
        Ok(SentForm {
            service: service.clone(),
            kind,
            id,
            fields,
        })
    }
}

/// What was typed into a form.
///
/// # Errors
/// The body is no form, or too long, or breaks off.
pub(super) async fn read_fields(
    service: &Service,
    headers: &HeaderMap,
    body: Body,
) -> Result<Fields, Problem> {
    negotiate::kind_of_body(headers, &[FORM])?;
    let limits = BodyLimits::new(&service.0.limits);
    let read = limits.read(body, &service.0.budget).await?;
    Ok(Fields::read(body::text(&read.bytes)?))
}

/// A rule set of the kind that the address is for.
///
/// # Errors
/// There is none.
pub(super) fn find<'s>(
    snapshot: &'s Snapshot,
    id: &str,
    kind: Kind,
) -> Result<&'s RuleSet, Problem> {
    let found = snapshot.book.program().rule_set(id);
    let found = found.filter(|set| set.kind() == kind);
    found.ok_or_else(Problem::unknown_address)
}

/// Answers a form with a file, off the threads that serve connections. What the body
/// takes is counted until the form is answered.
pub(super) async fn answer_parts(
    service: Service,
    limits: BodyLimits,
    request: Request,
    answer: impl FnOnce(&Service, &Parts) -> Result<Response, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let (head, body) = request.into_parts();
    let read = limits.read(body, &service.0.budget).await?;
    long_work::run(move || {
        let parts = Parts::read(&head.headers, &read.bytes)?;
        answer(&service, &parts)
    })
    .await
}
