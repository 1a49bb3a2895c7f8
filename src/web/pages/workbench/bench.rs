//! What every page of the workbench works on.

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::request,
    response::{IntoResponse as _, Response},
};

use super::{
    super::{form_fields::Fields, sent_form},
    book_files::EditedBook,
};
use crate::web::{problem::Problem, shared_state::Service};

/// The service, and the book that is edited on it.
pub(super) struct Bench {
    pub(super) service: Service,
    pub(super) book: EditedBook,
}

impl Bench {
    fn of(service: &Service) -> Result<Bench, Problem> {
        let book = service.0.edited_book.clone();
        Ok(Bench {
            service: service.clone(),
            book: book.ok_or_else(Problem::unknown_address)?,
        })
    }
}

impl FromRequestParts<Service> for Bench {
    type Rejection = Problem;

    async fn from_request_parts(
        _: &mut request::Parts,
        service: &Service,
    ) -> Result<Bench, Problem> {
        Bench::of(service)
    }
}

/// A form of the workbench.
pub(super) struct SentDraft {
    pub(super) bench: Bench,
    pub(super) fields: Fields,
}

impl FromRequest<Service> for SentDraft {
    type Rejection = Response;

    async fn from_request(request: Request, service: &Service) -> Result<SentDraft, Response> {
        let read = async {
            let bench = Bench::of(service)?;
            let (head, body) = request.into_parts();
            let fields = sent_form::read_fields(service, &head.headers, body).await?;
            Ok(SentDraft { bench, fields })
        };
        read.await
            .map_err(|problem: Problem| problem.into_response())
    }
}
