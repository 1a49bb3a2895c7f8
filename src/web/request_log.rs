//! The access log and the counts of requests. The log holds the route and not
//! the address, and nothing of a body.

use std::time::Instant;

use hyper::{Method, header::HeaderValue};

use super::{
    response::{self, Head},
    routes::Route,
    service::Service,
    trace_context::{REQUEST_ID, TRACEPARENT},
};

/// A request in progress, as its log line will name it.
pub(super) struct RequestLog {
    started: Instant,
    method: &'static str,
    route: &'static str,
    request_id: HeaderValue,
    traceparent: HeaderValue,
}

impl RequestLog {
    pub(super) fn start(service: &Service, route: Option<Route>, head: &Head) -> RequestLog {
        let headers = head.headers();
        let ids = &service.0.ids;
        RequestLog {
            started: Instant::now(),
            method: method(head.method()),
            route: route.map_or("none", |route| route.pattern),
            request_id: ids.request_id(headers),
            traceparent: ids.traceparent(headers),
        }
    }

    /// Counts and logs the response, and completes its headers.
    pub(super) fn end<B>(self, service: &Service, response: &mut hyper::Response<B>) {
        let status = response.status().as_u16();
        service.0.metrics.request(self.route, status);
        tracing::info!(
            request_id = self.request_id.to_str().unwrap_or_default(),
            traceparent = self.traceparent.to_str().unwrap_or_default(),
            method = self.method,
            route = self.route,
            status,
            microseconds = u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX),
            "answered"
        );
        let headers = response.headers_mut();
        response::complete(headers);
        headers.insert(&REQUEST_ID, self.request_id);
        headers.insert(&TRACEPARENT, self.traceparent);
    }
}

/// The name of a known method: a caller's own words are not logged.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
