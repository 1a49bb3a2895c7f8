//! The routes of the two listeners and the layers around them.
//!
//! ```text
//! request log ▸ compression ▸ CORS ▸ error pages ▸ problem details ▸ timeout ▸
//! panics ▸ host ▸ auth ▸ handler
//! ```

use std::sync::Arc;

use axum::{
    Extension, Router,
    body::Body,
    extract::{Request, State},
    handler::Handler,
    http::{
        Method, StatusCode,
        header::{self, HeaderValue},
    },
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, get, post},
};
use tower::{
    ServiceBuilder,
    util::{MapResponseLayer, option_layer},
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, Predicate,
        predicate::{NotForContentType, SizeAbove},
    },
    timeout::TimeoutLayer,
};

use super::{
    auth::{Scope, TokenName},
    connections::Activity,
    handlers::{
        answers,
        health::{self, MonitoringAccess},
        pages, questions, tables, verify,
    },
    negotiate::{self, NDJSON},
    pages::{error_page, routes as page_routes},
    peer::Peer,
    problem::{self, Problem},
    request_log, response,
    shared_state::Service,
};

/// The routes for callers.
pub(super) fn for_callers(service: &Service) -> Router {
    let limits = service.0.limits;
    let overloaded = StatusCode::SERVICE_UNAVAILABLE;
    let worth_compressing = SizeAbove::new(1024).and(NotForContentType::const_new(NDJSON));
    let layers = ServiceBuilder::new()
        .layer(from_fn_with_state(service.clone(), request_log::layer))
        .layer(CompressionLayer::new().compress_when(worth_compressing))
        .layer(option_layer(service.0.cors.clone()))
        .layer(from_fn(error_page::layer))
        .map_response(|it: Response<_>| problem::with_details(it.map(Body::new)))
        .layer(TimeoutLayer::with_status_code(overloaded, limits.total))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(service.clone(), check_host))
        .layer(from_fn_with_state(service.clone(), authorize));
    Router::new()
        .route("/v1/quotes/{rule_set}", asks(questions::quote))
        .route("/v1/screenings/{rule_set}", asks(questions::screening))
        .route("/v1/answers", asks(answers::answers))
        .route("/v1/verify", asks(verify::verify))
        .route("/v1/rule-sets", reads(pages::page))
        .route("/v1/rule-sets/{id}", reads(pages::page))
        .route("/v1/rule-sets/{id}/schema", reads(pages::page))
        .route(
            "/v1/rule-sets/{id}/versions/{first_day}",
            reads(pages::page),
        )
        .route("/v1/tariffs", reads(pages::page))
        .route("/v1/tariffs/{year}", reads(tables::tariff))
        .route("/v1/comparisons/{old}/{new}", reads(tables::comparison))
        .route("/v1/appendices/{year}", reads(tables::appendices))
        .route("/openapi.json", reads(pages::page))
        .route("/livez", reads(health::live))
        .route("/readyz", reads(health::ready))
        .merge(page_routes::routes())
        .layer(layers)
        .with_state(service.clone())
}

/// The routes of the monitoring listener, separate so that probes do not queue
/// behind callers.
///
/// Beyond this machine, metrics and reasons need a token.
pub(super) fn for_monitoring(service: &Service, is_loopback: bool) -> Router {
    Router::new()
        .route("/livez", reads(health::live))
        .route("/readyz", reads(health::ready_in_detail))
        .route("/metrics", reads(health::metrics))
        .layer(from_fn_with_state(
            (service.clone(), is_loopback),
            see_details,
        ))
        .layer(from_fn_with_state(service.clone(), check_host))
        .layer(MapResponseLayer::new(|response| {
            response::with_defaults(problem::with_details(response))
        }))
        .with_state(service.clone())
}

fn asks<H: Handler<T, Service>, T: 'static>(handler: H) -> MethodRouter<Service> {
    let others = async |method| other_method(&method, "POST, OPTIONS");
    post(handler).fallback(others)
}

fn reads<H: Handler<T, Service>, T: 'static>(handler: H) -> MethodRouter<Service> {
    let others = async |method| other_method(&method, "GET, HEAD, OPTIONS");
    get(handler).fallback(others)
}

/// 204 for OPTIONS and 405 for methods that a route does not take.
fn other_method(method: &Method, allowed: &'static str) -> Response {
    let status = match *method {
        Method::OPTIONS => StatusCode::NO_CONTENT,
        _ => StatusCode::METHOD_NOT_ALLOWED,
    };
    let allowed = HeaderValue::from_static(allowed);
    (status, [(header::ALLOW, allowed)]).into_response()
}

/// Notes what a caller of the monitoring listener may see: all of it on this
/// machine, and otherwise what its token is for.
async fn see_details(
    State((service, is_loopback)): State<(Service, bool)>,
    mut request: Request,
    next: Next,
) -> Response {
    let has_details = is_loopback || service.0.auth.has_scope(&request, Scope::Metrics);
    let access = MonitoringAccess { has_details };
    request.extensions_mut().insert(access);
    next.run(request).await
}

/// Passes on a request for a host that the service answers to, with a body that it
/// can read.
async fn check_host(
    State(service): State<Service>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    service.0.hosts.check(&request)?;
    negotiate::check_transfer(request.headers())?;
    Ok(next.run(request).await)
}

/// Passes on a request that has a token for its path, with its `Caller`.
async fn authorize(
    State(service): State<Service>,
    Extension(peer): Extension<Peer>,
    mut request: Request,
    next: Next,
) -> Result<Response, Response> {
    let auth = &service.0.auth;
    match auth.authorize(&request) {
        Ok(caller) => {
            let name = caller.token_name();
            request.extensions_mut().insert(caller);
            Ok(named(next.run(request).await, name))
        }
        Err(denied) => {
            service.0.metrics.auth_failures.inc();
            let activity = request.extensions().get::<Arc<Activity>>().cloned();
            drop(request);
            let name = denied.token_name();
            let denying = auth.deny(denied, peer);
            let problem = match activity {
                Some(activity) => activity.waiting(denying).await,
                None => denying.await,
            };
            Err(named(problem.into_response(), name))
        }
    }
}

/// A response with the name of the caller's token, for the log.
fn named(mut response: Response, name: Option<TokenName>) -> Response {
    if let Some(name) = name {
        response.extensions_mut().insert(name);
    }
    response
}
