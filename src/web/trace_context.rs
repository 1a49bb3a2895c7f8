//! Request ids, and the W3C Trace Context of a request.

use axum::http::header::{HeaderMap, HeaderName, HeaderValue};

pub(super) static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
pub(super) static TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// The id of a request, for pages that say what went wrong.
#[derive(Clone, Debug)]
pub(super) struct RequestId(pub(super) HeaderValue);

/// The caller's own id where it is a plain one, or a new one.
pub(super) fn request_id(headers: &HeaderMap) -> HeaderValue {
    let is_plain = |value: &&HeaderValue| {
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-' || *byte == b'_';
        (8..=64).contains(&value.len()) && value.as_bytes().iter().all(plain)
    };
    let given = headers.get(&REQUEST_ID).filter(is_plain);
    given.map_or_else(
        || value(format!("{:016x}", fastrand::u64(..))),
        HeaderValue::clone,
    )
}

/// The caller's trace with a new span, or a new trace. Ids are not secret.
pub(super) fn traceparent(headers: &HeaderMap) -> HeaderValue {
    let given = headers.get(&TRACEPARENT);
    let given = given.and_then(|value| value.to_str().ok());
    let span = fastrand::u64(1..);
    value(match given.and_then(trace_id) {
        Some((trace, flags)) => format!("00-{trace}-{span:016x}-{flags}"),
        None => format!("00-{:032x}-{span:016x}-00", fastrand::u128(1..)),
    })
}

/// A header value of ASCII letters, digits and hyphens.
fn value(text: String) -> HeaderValue {
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}

/// The trace id and flags of a well-formed `traceparent`.
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
    fn malformed_traceparent_is_ignored() {
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
