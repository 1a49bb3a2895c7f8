//! The addresses of the pages.

use axum::{Router, middleware::from_fn, routing::get};

use super::{assets, same_origin};
use crate::web::{handlers::pages::page, shared_state::Service};

/// The routes.
pub(in crate::web) fn routes() -> Router<Service> {
    Router::new()
        .route("/", get(page))
        .route("/api", get(page))
        .route("/accessibility", get(page))
        .route("/privacy", get(page))
        .route("/transparency", get(page))
        .route("/about", get(page))
        .route("/assets/{name}", get(assets::asset))
        .layer(from_fn(same_origin::layer))
}
