//! The stable codes of the service's problems. What is wrong with a fact has a
//! code of the engine, `ProblemCode`.

use axum::http::StatusCode;
use schemars::{JsonSchema, schema_for};
use serde::Serialize;
use serde_json::Value;

/// The kind of problem. The names are stable; what the engine and the command
/// also report has the name it has there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ProblemCode")]
#[serde(rename_all = "kebab-case")]
pub(super) enum Code {
    /// The request is not HTTP/1.1.
    MalformedRequest,
    /// The head of the request, or its address, is longer than the limit.
    HeadTooLarge,
    /// The request expects something other than `100-continue`.
    ExpectationFailed,
    /// The body is transferred in a coding other than `chunked`.
    UnsupportedTransferCoding,
    /// The body is not what it must be: not JSON, not UTF-8, or cut off.
    MalformedBody,
    /// The part of the address after the `?` is not understood.
    InvalidQuery,
    /// The request has no `Host`, or more than one.
    InvalidHost,
    /// The service has no tokens and does not answer to this host name.
    UnknownHost,
    /// The request needs a token.
    TokenRequired,
    /// The token does not have the scope that the address needs.
    ScopeRequired,
    /// A form was sent from a page of another site.
    CrossOrigin,
    /// Too many requests from this network had no valid token.
    TooManyFailures,
    /// Nothing has this address.
    UnknownAddress,
    /// No rule set has this name, or none of its kind is in force on the day.
    UnknownRuleSet,
    /// The rule set answers questions of the other kind.
    WrongKind,
    /// No tariff has this name.
    UnknownTariff,
    /// The address does not take the method; `Allow` names those it takes.
    MethodNotAllowed,
    /// None of the media types in `Accept` is available.
    NotAcceptable,
    /// The body did not arrive in time.
    BodyTimeout,
    /// The body is longer than the limit.
    BodyTooLarge,
    /// The answer would be longer than the limit.
    AnswerTooLarge,
    /// Long questions and answers take all the memory there is for them.
    Overloaded,
    /// The body has another media type, character set or encoding.
    UnsupportedMediaType,
    /// A member of the body other than `facts` is invalid.
    InvalidQuestion,
    /// Facts are missing or invalid.
    #[serde(rename = "facts")]
    InvalidFacts,
    /// No rules or prices cover the day.
    NotAvailable,
    /// The rules divide by zero or overflow with these facts.
    Fault,
    /// The saved answer cannot be verified.
    CannotVerify,
    /// The service has no key to seal answers with.
    NoKey,
    /// The file of the key cannot be used, so nothing is issued.
    KeyRefused,
    /// The service failed.
    InternalError,
    /// The service is stopping.
    Stopping,
    /// The answer took longer than the limit.
    AnswerTimeout,
    /// The question names no day, and the service has no clock.
    NoDay,
}

impl Code {
    /// The HTTP status of the problem.
    pub(super) fn status(self) -> StatusCode {
        match self {
            Code::MalformedRequest
            | Code::MalformedBody
            | Code::InvalidQuery
            | Code::InvalidHost => StatusCode::BAD_REQUEST,
            Code::HeadTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Code::ExpectationFailed => StatusCode::EXPECTATION_FAILED,
            Code::UnsupportedTransferCoding => StatusCode::NOT_IMPLEMENTED,
            Code::UnknownHost => StatusCode::MISDIRECTED_REQUEST,
            Code::TokenRequired => StatusCode::UNAUTHORIZED,
            Code::ScopeRequired | Code::CrossOrigin => StatusCode::FORBIDDEN,
            Code::TooManyFailures => StatusCode::TOO_MANY_REQUESTS,
            Code::UnknownAddress | Code::UnknownRuleSet | Code::WrongKind | Code::UnknownTariff => {
                StatusCode::NOT_FOUND
            }
            Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Code::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Code::BodyTimeout => StatusCode::REQUEST_TIMEOUT,
            Code::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Code::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Code::InvalidQuestion
            | Code::InvalidFacts
            | Code::NotAvailable
            | Code::Fault
            | Code::AnswerTooLarge
            | Code::CannotVerify
            | Code::NoKey => StatusCode::UNPROCESSABLE_ENTITY,
            Code::InternalError => StatusCode::INTERNAL_SERVER_ERROR,
            Code::Stopping
            | Code::Overloaded
            | Code::AnswerTimeout
            | Code::NoDay
            | Code::KeyRefused => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The reason phrase of the status (RFC 9110, §15); `http` has older ones
    /// for two.
    pub(super) fn title(self) -> &'static str {
        match self.status() {
            StatusCode::PAYLOAD_TOO_LARGE => "Content Too Large",
            StatusCode::UNPROCESSABLE_ENTITY => "Unprocessable Content",
            status => status.canonical_reason().unwrap_or("Error"),
        }
    }

    /// The section of the page about the service that explains the status.
    pub(super) fn section(self) -> &'static str {
        match self.status().as_u16() {
            400 => "/api#unreadable",
            401 | 403 | 421 | 429 => "/api#who-may-call",
            404 => "/api#not-found",
            405 => "/api#method",
            406 | 415 | 417 | 501 => "/api#formats",
            408 | 413 | 431 | 503 => "/api#limits",
            422 => "/api#facts",
            _ => "/api#ourselves",
        }
    }

    /// The label under which a question with this problem is counted.
    pub(super) fn outcome(self) -> &'static str {
        match self {
            Code::InvalidQuestion | Code::InvalidFacts | Code::CannotVerify => "rejected",
            Code::NotAvailable => "refused",
            Code::Fault => "fault",
            _ => "problem",
        }
    }

    /// Seconds to wait before trying again.
    pub(super) fn retry_after(self) -> Option<u16> {
        match self {
            Code::TooManyFailures => Some(60),
            Code::Stopping | Code::AnswerTimeout => Some(5),
            Code::Overloaded => Some(1),
            _ => None,
        }
    }
}

/// Every code with its meaning, as a table of the documents.
#[must_use]
pub fn markdown() -> String {
    let schema = schema_for!(Code);
    let codes = schema.get("oneOf").and_then(Value::as_array);
    let mut table = "| code | meaning |\n|---|---|\n".to_owned();
    for code in codes.into_iter().flatten() {
        let text = |name: &str| code.get(name).and_then(Value::as_str).unwrap_or_default();
        table.push_str(&format!(
            "| `{}` | {} |\n",
            text("const"),
            text("description")
        ));
    }
    table
}
