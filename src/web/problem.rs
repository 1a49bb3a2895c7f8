//! What went wrong, as problem details (RFC 9457): `application/problem+json`
//! with a JSON Pointer for each faulty part of the request.

use axum::{
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
    response::{IntoResponse, Response},
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use super::problem_code::Code;
use almoner_engine::{
    answer::json::Fault,
    facts::{self, ProblemCode},
};

/// Something wrong with a part of the request.
#[derive(Clone, Debug, Serialize, JsonSchema)]
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

/// Why a request was not answered. A response has it among its extensions, for
/// pages that say it to people.
#[derive(Clone, Debug)]
pub(super) struct Problem(Box<Details>);

/// Why a request was not answered: problem details (RFC 9457).
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(super) struct Details {
    /// The kind of problem, as a place on the page about the service.
    #[serde(rename = "type")]
    #[schemars(extend("format" = "uri-reference"))]
    kind: &'static str,
    /// The stable code of the problem, such as `unknown-rule-set`.
    code: Code,
    /// The reason phrase of the status.
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
}

fn as_number<S: serde::Serializer>(status: &StatusCode, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u16(status.as_u16())
}

impl Problem {
    /// A problem with this code.
    pub(super) fn new(code: Code, detail: impl Into<String>) -> Problem {
        Problem(Box::new(Details {
            kind: code.section(),
            code,
            title: code.title(),
            status: code.status(),
            detail: detail.into(),
            help: None,
            errors: Vec::new(),
            line: None,
            answer: None,
        }))
    }

    /// 404: no page has this path.
    pub(super) fn unknown_address() -> Problem {
        let problem = Problem::new(Code::UnknownAddress, "nothing is at this address");
        problem.help("/v1/rule-sets and /v1/tariffs list what there is; / explains the rest")
    }

    /// 500. The cause is in the log only.
    pub(super) fn internal() -> Problem {
        let says = "the fault is with the service and not with the question";
        Problem::new(Code::InternalError, says)
    }

    /// The body cannot be read at all.
    pub(super) fn malformed_body(detail: impl Into<String>) -> Problem {
        Problem::new(Code::MalformedBody, detail)
    }

    /// The problem of a response that a library made.
    fn of_status(status: StatusCode) -> Problem {
        match status {
            StatusCode::METHOD_NOT_ALLOWED => Problem::new(
                Code::MethodNotAllowed,
                "this address does not take that method; `Allow` says which it takes",
            ),
            StatusCode::SERVICE_UNAVAILABLE => {
                Problem::new(Code::AnswerTimeout, "the answer took too long")
            }
            // No route, or a path that is not UTF-8.
            _ if status.is_client_error() => Problem::unknown_address(),
            _ => Problem::internal(),
        }
    }

    /// What is wrong with the facts, each at its place in the body.
    pub(super) fn facts(problems: Vec<facts::Problem>) -> Problem {
        let says = "the facts are not as the rules ask for them";
        let mut problem = Problem::new(Code::InvalidFacts, says);
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

    /// The HTTP status.
    pub(super) fn status(&self) -> StatusCode {
        self.0.status
    }

    /// What is wrong.
    pub(super) fn detail(&self) -> &str {
        &self.0.detail
    }

    /// What to do.
    pub(super) fn help_words(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// The label under which the question is counted.
    pub(super) fn outcome(&self) -> &'static str {
        self.0.code.outcome()
    }

    /// As one line of JSON.
    pub(super) fn json(&self) -> String {
        let mut line = serde_json::to_string(&self.0).unwrap_or_default();
        line.push('\n');
        line
    }
}

const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.0.status, self.json()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, PROBLEM_JSON);
        if let Some(seconds) = self.0.code.retry_after() {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.0.status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer realm=\"almoner\"");
            headers.insert(header::WWW_AUTHENTICATE, scheme);
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Gives a response that a library made, of a bare status, its problem details.
pub(super) fn with_details(response: Response) -> Response {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    let media_type = response.headers().get(header::CONTENT_TYPE);
    let is_page = media_type.is_some_and(|it| it.as_bytes().starts_with(b"text/html"));
    if !is_error || is_page || media_type == Some(&PROBLEM_JSON) {
        return response;
    }
    let mut problem = Problem::of_status(status).into_response();
    if let Some(methods) = response.headers().get(header::ALLOW) {
        let methods = methods.clone();
        problem.headers_mut().insert(header::ALLOW, methods);
    }
    problem
}
