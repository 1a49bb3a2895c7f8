//! The addresses of the pages.

use axum::{
    Extension, Router,
    middleware::from_fn,
    routing::{get, post},
};

use super::{
    answer_papers, applicants, assets, desk_page,
    finance::{appendix, compare, forecast, newest_pair, newest_year, policy, uprate},
    prices, question_page,
    rules::rule_page,
    same_origin, saved_page,
    sent_form::Desk,
    workbench,
};
use crate::web::{handlers::pages::page, shared_state::Service};
use almoner_engine::check::model::Kind;

/// The routes.
pub(in crate::web) fn routes() -> Router<Service> {
    Router::new()
        .route("/", get(desk_page::open))
        .merge(quotes())
        .merge(screenings())
        .merge(finance())
        .route("/prices/{year}", get(prices::prices))
        .route("/charges/{charge}", get(prices::charge))
        .route("/rules", get(rule_page::list))
        .route("/rules/{rule_set}", get(rule_page::rule_set))
        .route("/rules/{rule_set}/{first_day}", get(rule_page::version))
        .merge(workbench::routes::routes())
        .route("/saved", get(saved_page::open).post(saved_page::submit))
        .route("/api", get(page))
        .route("/accessibility", get(page))
        .route("/privacy", get(page))
        .route("/transparency", get(page))
        .route("/about", get(page))
        .route("/assets/{name}", get(assets::asset))
        .layer(from_fn(same_origin::layer))
}

/// Finance's papers; those without a year lead to the newest.
fn finance() -> Router<Service> {
    let forecasts = get(forecast::open).post(forecast::submit);
    Router::new()
        .route("/compare", get(newest_pair))
        .route("/compare/{old}/{new}", get(compare::open))
        .route("/appendix", get(newest_year))
        .route(
            "/appendix/{year}",
            get(appendix::open).post(appendix::submit),
        )
        .route("/policy", get(newest_pair))
        .route("/policy/{old}/{new}", get(policy::open))
        .route("/forecast", get(newest_pair))
        .route("/forecast/{old}/{new}", forecasts)
        .route("/uprate", get(newest_year))
        .route("/uprate/{year}", get(uprate::open).post(uprate::submit))
        .route("/uprate/{year}/plan", post(uprate::upload))
        .route("/uprate/{year}/{file}", post(uprate::download))
}

/// The forms that quote, and what is made from their answers.
fn quotes() -> Router<Service> {
    let form = get(question_page::open).post(question_page::submit);
    let explained = post(question_page::explain);
    Router::new()
        .route("/quote/{rule_set}", form)
        .route("/quote/{rule_set}/explained", explained)
        .route("/quote/{rule_set}/working", post(answer_papers::working))
        .route("/quote/{rule_set}/saved", post(answer_papers::save))
        .route("/quote/{rule_set}/document", post(answer_papers::document))
        .layer(Extension(Desk(Kind::Pricing)))
}

/// The forms that screen, and what is made from their answers.
fn screenings() -> Router<Service> {
    let form = get(question_page::open).post(question_page::submit);
    let explained = post(question_page::explain);
    let several = get(applicants::open).post(applicants::submit);
    Router::new()
        .route("/screen/{rule_set}", form)
        .route("/screen/{rule_set}/explained", explained)
        .route("/screen/{rule_set}/working", post(answer_papers::working))
        .route("/screen/{rule_set}/saved", post(answer_papers::save))
        .route("/screen/{rule_set}/letter", post(answer_papers::letter))
        .route("/screen/{rule_set}/applicants", several)
        .layer(Extension(Desk(Kind::Eligibility)))
}
