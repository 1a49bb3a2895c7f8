//! What every answer has in common: a name in the log, a time limit, headers
//! that keep browsers careful, and a place in the counts. The log holds the
//! route and not the address, and nothing of a body.

use std::{
    sync::atomic::Ordering,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::{problem::Problem, service::Service};

const REQUEST_ID: &str = "x-request-id";
const TRACE: &str = "traceparent";

/// What is sent with every answer.
const HEADERS: [(&str, &str); 7] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=()",
    ),
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'",
    ),
];

/// Goes round everything else.
pub(super) async fn manners(
    State(service): State<Service>,
    request: Request,
    next: Next,
) -> Response {
    let since = Instant::now();
    let method = method(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let (id, trace) = (
        request_id(&service, request.headers()),
        trace(&service, request.headers()),
    );
    let answered = tokio::time::timeout(service.0.limits.total, next.run(request)).await;
    let mut response = answered.unwrap_or_else(|_| {
        let says = "the answer took too long";
        let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, says);
        problem.retry_after(5).into_response()
    });
    let status = response.status().as_u16();
    let route = route.as_ref().map_or("none", |route| route.as_str());
    service.0.meters.requested(route, status);
    let microseconds = u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::info!(
        request_id = id.as_str(),
        traceparent = trace.as_str(),
        method,
        route,
        status,
        microseconds,
        "answered"
    );
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        put(headers, HeaderName::from_static(name), value);
    }
    put(headers, HeaderName::from_static(REQUEST_ID), &id);
    put(headers, HeaderName::from_static(TRACE), &trace);
    put(headers, header::CACHE_CONTROL, "no-store");
    response
}

/// Sets a header that is not set already.
fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.entry(name).or_insert(value);
    }
}

/// A method's name, of those there are: a caller's own words are not logged.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// The caller's own name for the request where it is a plain one, or a new one.
fn request_id(service: &Service, headers: &HeaderMap) -> String {
    let given = headers
        .get(REQUEST_ID)
        .and_then(|value| value.to_str().ok());
    let is_plain = |text: &&str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        (8..=64).contains(&text.len()) && text.bytes().all(plain)
    };
    given
        .filter(is_plain)
        .map_or_else(|| number(service), str::to_owned)
}

/// 16 hexadecimal digits that no other request has for a long while: they need
/// not be secret.
fn number(service: &Service) -> String {
    let count = service.0.meters.numbered.fetch_add(1, Ordering::Relaxed);
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let now = u64::try_from(now.as_nanos()).unwrap_or(u64::MAX);
    format!(
        "{:016x}",
        now.wrapping_add(count).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1
    )
}

/// The caller's trace carried on, or a new one (W3C Trace Context).
fn trace(service: &Service, headers: &HeaderMap) -> String {
    let given = headers.get(TRACE).and_then(|value| value.to_str().ok());
    let span = number(service);
    match given.and_then(trace_id) {
        Some((trace, flags)) => format!("00-{trace}-{span}-{flags}"),
        None => format!("00-{}{}-{span}-00", number(service), number(service)),
    }
}

/// The trace and its flags, of a header that is written as it must be.
fn trace_id(text: &str) -> Option<(&str, &str)> {
    let mut parts = text.split('-');
    let (version, trace, span, flags) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let hexadecimal = |text: &str, length: usize| {
        let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        text.len() == length && text.bytes().all(digit)
    };
    let is_something = |text: &str| text.bytes().any(|byte| byte != b'0');
    let is_good = version == "00"
        && parts.next().is_none()
        && hexadecimal(trace, 32)
        && is_something(trace)
        && hexadecimal(span, 16)
        && is_something(span)
        && hexadecimal(flags, 2);
    is_good.then_some((trace, flags))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_well_written_trace_is_carried_on() {
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        let good = format!("00-{trace}-00f067aa0ba902b7-01");
        assert_eq!(trace_id(&good), Some((trace, "01")));
        let zero = "0".repeat(32);
        for bad in [
            "",
            &good[..54],
            &format!("{good}-x"),
            &format!("00-{zero}-00f067aa0ba902b7-01"),
            &good.to_uppercase(),
        ] {
            assert_eq!(trace_id(bad), None, "{bad}");
        }
    }
}
