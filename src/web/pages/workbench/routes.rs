//! The addresses of the workbench, which are there only where it was asked for.

use axum::{
    Router,
    routing::{get, post},
};

use super::{ask_page, edit_page, effect_page};
use crate::web::shared_state::Service;

/// The routes.
pub(in crate::web::pages) fn routes() -> Router<Service> {
    Router::new()
        .route("/workbench", get(edit_page::files))
        .route(
            "/workbench/edit",
            get(edit_page::open).post(edit_page::check),
        )
        .route("/workbench/file", post(edit_page::download))
        .route("/workbench/effect", post(effect_page::show))
        .route("/workbench/ask", post(ask_page::ask))
}
