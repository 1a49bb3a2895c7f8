//! The addresses of the pages.

use axum::{
    Router,
    middleware::from_fn,
    routing::{get, post},
};

use super::{assets, question_page, same_origin};
use crate::web::{handlers::pages::page, shared_state::Service};

/// The routes.
pub(in crate::web) fn routes() -> Router<Service> {
    let quote = get(question_page::quote).post(question_page::ask_quote);
    let screen = get(question_page::screen).post(question_page::ask_screen);
    Router::new()
        .route("/", get(page))
        .route("/quote/{rule_set}", quote)
        .route("/quote/{rule_set}/saved", post(question_page::save))
        .route("/screen/{rule_set}", screen)
        .route("/screen/{rule_set}/saved", post(question_page::save))
        .route("/screen/{rule_set}/letter", post(question_page::letter))
        .route("/api", get(page))
        .route("/accessibility", get(page))
        .route("/privacy", get(page))
        .route("/transparency", get(page))
        .route("/about", get(page))
        .route("/assets/{name}", get(assets::asset))
        .layer(from_fn(same_origin::layer))
}
