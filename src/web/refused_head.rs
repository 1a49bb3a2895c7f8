//! Requests whose head hyper cannot read. It answers them with a bare status before
//! anything of ours sees them: they get problem details, a line in the log and are
//! counted.

use axum::{
    http::{HeaderMap, StatusCode},
    response::IntoResponse as _,
};

use super::{
    connections::Activity,
    peer::Peer,
    problem::Problem,
    problem_code::Code,
    response,
    shared_state::Service,
    trace_context::{self, REQUEST_ID},
};

/// How a refusal by hyper begins.
const BEGINNING: &[u8] = b"HTTP/1.1 4";

/// The name of a header that every response of ours has, on each listener.
const OWN_HEADER: &[u8] = b"permissions-policy";

/// A refusal by hyper with problem details; none if these bytes are not one.
pub(super) fn with_details(bytes: &[u8]) -> Option<Vec<u8>> {
    let status = bytes.strip_prefix(BEGINNING)?.get(..2)?;
    let is_own = bytes
        .windows(OWN_HEADER.len())
        .any(|it| it.eq_ignore_ascii_case(OWN_HEADER));
    if is_own {
        return None;
    }
    let (code, says) = match status {
        b"31" => (Code::HeadTooLarge, "the head of the request is too long"),
        b"14" => (Code::HeadTooLarge, "the address of the request is too long"),
        _ => (Code::MalformedRequest, "the request is not HTTP/1.1"),
    };
    let problem = Problem::new(code, says);
    let body = problem.json();
    let mut response = response::with_defaults(problem.into_response());
    let request_id = trace_context::request_id(&HeaderMap::new());
    response.headers_mut().insert(&REQUEST_ID, request_id);
    let status = response.status();
    let reason = status.canonical_reason().unwrap_or_default();
    let mut written = format!("HTTP/1.1 {} {reason}\r\n", status.as_u16()).into_bytes();
    for (name, value) in response.headers() {
        written.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    let end = format!(
        "content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    written.extend(end.into_bytes());
    written.extend(body.into_bytes());
    Some(written)
}

/// Logs and counts a request that ended a connection before it was read.
pub(super) fn log(service: &Service, peer: Peer, activity: &Activity, error: &hyper::Error) {
    let status = if error.is_parse_too_large() {
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE
    } else if error.is_parse() {
        StatusCode::BAD_REQUEST
    } else if error.is_timeout() && activity.has_partial_head() {
        StatusCode::REQUEST_TIMEOUT
    } else {
        // The caller broke the connection, or it was idle.
        return;
    };
    let status = status.as_u16();
    tracing::info!(
        client.network = peer.network(),
        http.request.method = "_OTHER",
        http.route = "none",
        http.response.status_code = status,
        "request not read"
    );
    // Counted after it is logged, as other requests are.
    let metrics = &service.0.metrics;
    metrics.request("_OTHER", "none", status, 0.0);
}
