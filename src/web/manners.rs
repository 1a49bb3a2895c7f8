//! What every answer has in common: a name in the log, headers that keep
//! browsers careful, and a place in the counts. The log holds the route and
//! not the address, and nothing of a body.

use std::{
    mem,
    sync::{LazyLock, atomic::Ordering},
    time::Instant,
};

use hyper::{
    Method,
    header::{self, HeaderMap, HeaderName, HeaderValue},
};

use super::{body::Head, route::Route, service::Service};

/// What is sent with every answer that does not say otherwise, with room for
/// what else most answers have.
pub(super) static HEADERS: LazyLock<HeaderMap> = LazyLock::new(|| {
    let headers = [
        ("cache-control", "no-store"),
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
    let mut room = HeaderMap::with_capacity(headers.len() + 6);
    for (name, value) in headers {
        room.insert(name, HeaderValue::from_static(value));
    }
    room
});

static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
static TRACE: HeaderName = HeaderName::from_static("traceparent");

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// A request as it is named in the log and to its caller.
pub(super) struct Manners {
    since: Instant,
    method: &'static str,
    route: &'static str,
    id: HeaderValue,
    trace: HeaderValue,
}

impl Manners {
    /// Notes a request that begins.
    pub(super) fn of(service: &Service, route: Option<Route>, head: &Head) -> Manners {
        let headers = head.headers();
        Manners {
            since: Instant::now(),
            method: method(head.method()),
            route: route.map_or("none", |route| route.pattern),
            id: request_id(service, headers),
            trace: trace(service, headers),
        }
    }

    /// Counts and logs the answer, and completes its head.
    pub(super) fn end<B>(self, service: &Service, response: &mut hyper::Response<B>) {
        let status = response.status().as_u16();
        service.0.meters.requested(self.route, status);
        tracing::info!(
            request_id = self.id.to_str().unwrap_or_default(),
            traceparent = self.trace.to_str().unwrap_or_default(),
            method = self.method,
            route = self.route,
            status,
            microseconds = u64::try_from(self.since.elapsed().as_micros()).unwrap_or(u64::MAX),
            "answered"
        );
        let headers = response.headers_mut();
        // Most answers begin with them; where others say otherwise, it holds.
        if !headers.contains_key(header::X_FRAME_OPTIONS) {
            let said = mem::replace(headers, HEADERS.clone());
            headers.extend(said);
        }
        headers.insert(&REQUEST_ID, self.id);
        headers.insert(&TRACE, self.trace);
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
fn request_id(service: &Service, headers: &HeaderMap) -> HeaderValue {
    let is_plain = |value: &&HeaderValue| {
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-' || *byte == b'_';
        (8..=64).contains(&value.len()) && value.as_bytes().iter().all(plain)
    };
    let given = headers.get(&REQUEST_ID).filter(is_plain);
    given.map_or_else(|| value(number(service).to_vec()), HeaderValue::clone)
}

/// 16 hexadecimal digits that no other request has for a long while: they need
/// not be secret.
fn number(service: &Service) -> [u8; 16] {
    let count = service.0.meters.numbered.fetch_add(1, Ordering::Relaxed);
    let mut rest = count.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut digits = [b'0'; 16];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS.get(rest as usize & 0xf).copied().unwrap_or(*digit);
        rest >>= 4;
    }
    digits
}

/// What is written in plain letters and signs.
fn value(text: Vec<u8>) -> HeaderValue {
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}

/// The caller's trace carried on, or a new one (W3C Trace Context).
fn trace(service: &Service, headers: &HeaderMap) -> HeaderValue {
    let given = headers.get(&TRACE).and_then(|value| value.to_str().ok());
    let span = number(service);
    let written = match given.and_then(trace_id) {
        Some((trace, flags)) => [
            b"00-",
            trace.as_bytes(),
            b"-",
            &span,
            b"-",
            flags.as_bytes(),
        ]
        .concat(),
        None => {
            let (high, low) = (number(service), number(service));
            [b"00-", high.as_slice(), &low, b"-", &span, b"-00"].concat()
        }
    };
    value(written)
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
