//! The access log and the metrics of requests. The log holds the name of the
//! token, the caller's network, the status and the route; neither the whole
//! address of a person's computer nor anything of a body. The fields have the names of
//! OpenTelemetry's conventions for HTTP.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{Method, header::HeaderMap, header::HeaderValue},
    middleware::Next,
    response::Response,
};

use super::{
    auth::TokenName,
    peer::Peer,
    response,
    shared_state::Service,
    trace_context::{self, REQUEST_ID, RequestId, TRACEPARENT},
};

/// Logs and counts a request, and completes the headers of its response.
pub(super) async fn layer(
    State(service): State<Service>,
    mut request: Request,
    next: Next,
) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let peer = request.extensions().get::<Peer>().copied();
    let log = RequestLog::start(request.method(), request.headers(), peer);
    let id = RequestId(log.request_id.clone());
    request.extensions_mut().insert(id);
    let response = next.run(request).await;
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    log.end(&service, route, response)
}

/// A request in progress.
pub(super) struct RequestLog {
    started: Instant,
    method: &'static str,
    request_id: HeaderValue,
    traceparent: HeaderValue,
    peer: Option<Peer>,
}

impl RequestLog {
    pub(super) fn start(method: &Method, headers: &HeaderMap, peer: Option<Peer>) -> RequestLog {
        RequestLog {
            started: Instant::now(),
            method: known(method),
            request_id: trace_context::request_id(headers),
            traceparent: trace_context::traceparent(headers),
            peer,
        }
    }

    /// Logs and counts the response, and completes its headers.
    pub(super) fn end(self, service: &Service, route: &str, response: Response) -> Response {
        let status = response.status().as_u16();
        let duration = self.started.elapsed().as_secs_f64();
        let token = response.extensions().get::<TokenName>();
        tracing::info!(
            client.network = self.peer.map(Peer::network),
            token = token.map(|it| &*it.0),
            request_id = self.request_id.to_str().unwrap_or_default(),
            traceparent = self.traceparent.to_str().unwrap_or_default(),
            http.request.method = self.method,
            http.route = route,
            http.response.status_code = status,
            duration,
            "request completed"
        );
        let metrics = &service.0.metrics;
        metrics.request(self.method, route, status, duration);
        let mut response = response::with_defaults(response);
        let headers = response.headers_mut();
        headers.insert(&REQUEST_ID, self.request_id);
        headers.insert(&TRACEPARENT, self.traceparent);
        response
    }
}

/// The name of a known method, or OpenTelemetry's for others: a caller's own
/// words are not logged.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::OPTIONS => "OPTIONS",
        _ => "_OTHER",
    }
}
