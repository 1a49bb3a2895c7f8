//! Which path leads where. The router works without a port.

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{Response, StatusCode, header},
    middleware::from_fn_with_state,
    response::IntoResponse as _,
    routing::{MethodRouter, get, post},
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, Predicate as _,
        predicate::{NotForContentType, SizeAbove},
    },
};

use super::{
    asking, gate, health, manners, negotiate, origin, pages, papers, problem::Problem, proving,
    service::Service,
};

/// The whole service.
pub fn router(service: &Service) -> Router {
    let page = || reads(get(pages::page));
    let mut router = Router::new()
        .route("/v1/rule-sets", page())
        .route("/v1/rule-sets/{id}", page())
        .route("/v1/rule-sets/{id}/versions/{first_day}", page())
        .route("/v1/tariffs", page())
        .route("/v1/tariffs/{year}", reads(get(papers::tariff)))
        .route(
            "/v1/comparisons/{old}/{new}",
            reads(get(papers::comparison)),
        )
        .route("/v1/appendices/{year}", reads(get(papers::appendices)))
        .route("/v1/rule-sets/{id}/schema", page())
        .route("/openapi.json", page())
        .route("/style.css", page())
        .route("/", page())
        .route("/v1/quotes/{rule_set}", asks(post(asking::quote)))
        .route("/v1/screenings/{rule_set}", asks(post(asking::screen)))
        .route("/v1/verify", asks(post(proving::verify)))
        .route("/livez", reads(get(health::live)))
        .route("/readyz", reads(get(health::ready)))
        .fallback(async || pages::missing())
        .method_not_allowed_fallback(async || not_here())
        .layer(from_fn_with_state(service.clone(), gate::gate));
    if !service.0.origins.is_empty() {
        router = router.layer(origin::layer(&service.0.origins));
    }
    let small = SizeAbove::new(1024).and(NotForContentType::const_new(negotiate::LINES));
    router
        .layer(CatchPanicLayer::custom(|_| ourselves()))
        .layer(CompressionLayer::new().compress_when(small))
        .layer(from_fn_with_state(service.clone(), manners::manners))
        .with_state(service.clone())
}

/// The counts, and how the service is, for a listener of their own: whoever
/// watches it gets through however many callers wait at the other one.
pub(super) fn metrics(service: &Service) -> Router {
    let text = async |State(service): State<Service>| {
        let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
        ([(header::CONTENT_TYPE, kind)], service.0.meters.text())
    };
    Router::new()
        .route("/metrics", get(text))
        .route("/livez", get(health::live))
        .route("/readyz", get(health::ready))
        .fallback(async || pages::missing())
        .method_not_allowed_fallback(async || not_here())
        .with_state(service.clone())
}

/// What is read also says what else can be done with it.
fn reads(route: MethodRouter<Service>) -> MethodRouter<Service> {
    route.options(async || allow("GET, HEAD, OPTIONS"))
}

fn asks(route: MethodRouter<Service>) -> MethodRouter<Service> {
    route.options(async || allow("POST, OPTIONS"))
}

fn allow(methods: &'static str) -> impl axum::response::IntoResponse {
    (StatusCode::NO_CONTENT, [(header::ALLOW, methods)])
}

fn not_here() -> Problem {
    let says = "this address does not take that method; `Allow` says which it takes";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, says)
}

/// Says nothing of what happened: the log of the process has it.
fn ourselves() -> Response<Body> {
    let says = "the fault is with the service and not with the question";
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, says).into_response()
}
