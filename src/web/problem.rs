//! What went wrong, as problem details (RFC 9457): `application/problem+json`
//! with a JSON Pointer for each faulty part of the request.

use hyper::{
    StatusCode,
    header::{self, HeaderValue},
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use super::response::{self, Body, Response};
use almoner_engine::{
    answer::json::Fault,
    facts::{self, ProblemCode},
};

/// Something wrong with a part of the request.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ProblemPart")]
struct Faulty {
    /// Where, as a JSON Pointer (RFC 6901) into the body.
    pointer: String,
    /// The stable code of what is wrong, such as `unknown-fact`.
    code: &'static str,
    /// What is wrong.
    detail: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

/// Why a request was not answered.
#[derive(Debug)]
pub(super) struct Problem(Box<Details>);

/// Why a request was not answered: problem details (RFC 9457).
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(super) struct Details {
    /// The kind of problem, as a place on the page about the service.
    #[serde(rename = "type")]
    #[schemars(extend("format" = "uri-reference"))]
    kind: &'static str,
    /// The name of the status.
    title: &'static str,
    /// The HTTP status.
    #[serde(serialize_with = "as_number")]
    #[schemars(with = "u16")]
    status: StatusCode,
    /// What is wrong with this request.
    #[serde(skip_serializing_if = "String::is_empty")]
    detail: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    /// Each faulty part of the request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Faulty>,
    /// In a stream, the line of the question, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    /// As far as the answer went, where a sum could not be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Fault>")]
    answer: Option<Box<RawValue>>,
    #[serde(skip)]
    outcome: &'static str,
    #[serde(skip)]
    retry_after: Option<u16>,
}

fn as_number<S: serde::Serializer>(status: &StatusCode, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u16(status.as_u16())
}

/// The place on the page about the service where a status is explained.
fn place(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "/#unreadable",
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS => {
            "/#who-may-call"
        }
        StatusCode::NOT_FOUND => "/#not-found",
        StatusCode::METHOD_NOT_ALLOWED => "/#method",
        StatusCode::NOT_ACCEPTABLE | StatusCode::UNSUPPORTED_MEDIA_TYPE => "/#formats",
        StatusCode::REQUEST_TIMEOUT
        | StatusCode::PAYLOAD_TOO_LARGE
        | StatusCode::SERVICE_UNAVAILABLE => "/#limits",
        StatusCode::UNPROCESSABLE_ENTITY => "/#facts",
        StatusCode::INTERNAL_SERVER_ERROR => "/#ourselves",
        _ => "about:blank",
    }
}

/// The reason phrase of a status (RFC 9110, §15); `http` has older ones for two.
fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => "Content Too Large",
        StatusCode::UNPROCESSABLE_ENTITY => "Unprocessable Content",
        _ => status.canonical_reason().unwrap_or("Error"),
    }
}

impl Problem {
    /// A problem with this status.
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Problem {
        Problem(Box::new(Details {
            kind: place(status),
            title: title(status),
            status,
            detail: detail.into(),
            help: None,
            errors: Vec::new(),
            line: None,
            answer: None,
            outcome: "problem",
            retry_after: None,
        }))
    }

    /// 404: no page has this path.
    pub(super) fn no_such_address() -> Problem {
        let says = "nothing is at this address";
        let problem = Problem::new(StatusCode::NOT_FOUND, says);
        problem.help("/v1/rule-sets and /v1/tariffs list what there is; / explains the rest")
    }

    /// 500. It says nothing of what happened: the log has it.
    pub(super) fn internal() -> Problem {
        let says = "the fault is with the service and not with the question";
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, says)
    }

    /// The body cannot be read at all.
    pub(super) fn unreadable(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, detail)
    }

    /// A question that was understood but cannot be answered.
    pub(super) fn unanswered(outcome: &'static str, detail: impl Into<String>) -> Problem {
        let mut problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail);
        problem.0.outcome = outcome;
        problem
    }

    /// What is wrong with the facts, each at its place in the body.
    pub(super) fn facts(problems: Vec<facts::Problem>) -> Problem {
        let says = "the facts are not as the rules ask for them";
        let mut problem = Problem::unanswered("rejected", says);
        let errors = problems.into_iter().map(|problem| Faulty {
            pointer: format!("/facts{}", problem.at),
            code: problem.code.name(),
            detail: problem.says,
            help: problem.help,
        });
        problem.0.errors.extend(errors);
        problem
    }

    /// With what to do.
    pub(super) fn help(mut self, help: impl Into<String>) -> Problem {
        self.0.help = Some(help.into());
        self
    }

    /// With a faulty part of the body.
    pub(super) fn at(
        mut self,
        pointer: &str,
        code: ProblemCode,
        detail: impl Into<String>,
    ) -> Problem {
        self.0.errors.push(Faulty {
            pointer: pointer.to_owned(),
            code: code.name(),
            detail: detail.into(),
            help: None,
        });
        self
    }

    /// With the answer as far as it went.
    pub(super) fn answer(mut self, json: String) -> Problem {
        self.0.answer = RawValue::from_string(json).ok();
        self
    }

    /// With the number of the line it is about.
    pub(super) fn line(mut self, number: u64) -> Problem {
        self.0.line = Some(number);
        self
    }

    /// With how many seconds to wait.
    pub(super) fn retry_after(mut self, seconds: u16) -> Problem {
        self.0.retry_after = Some(seconds);
        self
    }

    /// The word under which it is counted.
    pub(super) fn outcome(&self) -> &'static str {
        self.0.outcome
    }

    /// As one line of JSON.
    pub(super) fn json(&self) -> String {
        let mut line = serde_json::to_string(&self.0).unwrap_or_default();
        line.push('\n');
        line
    }

    /// As it is sent.
    pub(super) fn response(self) -> Response {
        let mut response = response::ok("application/problem+json", Body::full(self.json()));
        *response.status_mut() = self.0.status;
        let headers = response.headers_mut();
        if let Some(seconds) = self.0.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.0.status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer realm=\"almoner\"");
            headers.insert(header::WWW_AUTHENTICATE, scheme);
        }
        response
    }
}
