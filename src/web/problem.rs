//! Refusals for programs: problem details (RFC 9457), in English.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Serialize;

use super::PageError;

/// What is wrong with one value of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldProblem {
    /// Where it stands: a JSON pointer as a fragment (RFC 6901, section 6), such as `#/domains/0`.
    pub pointer: String,
    /// What is wrong with it.
    pub detail: String,
}

/// Why a program got no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Always `about:blank`: the status says of what kind it is.
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<&'static str>,
    /// What is wrong with the body, value by value.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: Box<[FieldProblem]>,
    /// Under what an internal error was logged.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
}

impl Problem {
    /// A problem of this status, with what is the case and what to do.
    #[must_use]
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        let title = status.canonical_reason().unwrap_or_default();
        Self {
            kind: "about:blank",
            title,
            status: status.as_u16(),
            detail: detail.into(),
            parameter: None,
            errors: Box::default(),
            id: None,
        }
    }

    /// A parameter of the address that does not fit: what was expected, and what was given.
    #[must_use]
    pub fn parameter(name: &'static str, expected: &str, given: &str) -> Self {
        let given: String = given.chars().filter(|character| !character.is_control()).take(100).collect();
        let detail = [name, ": expected ", expected, ", given: ", &given].concat();
        Self { parameter: Some(name), ..Self::new(StatusCode::BAD_REQUEST, detail) }
    }

    /// With what is wrong with the body, value by value.
    #[must_use]
    pub fn with_errors(self, errors: Vec<FieldProblem>) -> Self {
        Self { errors: errors.into(), ..self }
    }

    pub(super) fn with_id(self, id: Option<String>) -> Self {
        Self { id, ..self }
    }

    /// The answer.
    #[must_use]
    pub fn respond(&self) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(self).unwrap_or_default();
        HttpResponse::build(status).content_type("application/problem+json").body(body)
    }
}

impl From<&PageError> for Problem {
    fn from(error: &PageError) -> Self {
        let detail = match error {
            PageError::BadValue { name, given, expected } => return Self::parameter(name, expected, given),
            PageError::BadRequest => "The request could not be read.",
            PageError::Forbidden | PageError::ForeignForm => "This is not yours to have.",
            PageError::NotFound => "There is nothing at this address.",
            PageError::MethodNotAllowed { .. } => "The address does not know this method.",
            PageError::Conflict => "It was changed meanwhile.",
            PageError::TooLarge => "The request is too large.",
            PageError::Unprocessable => "The request does not fit together.",
            PageError::TooMany { .. } => "Too many requests. Wait, and try again.",
            PageError::Unavailable => "The service is busy. Try again in half a minute.",
            PageError::Internal(_) => "There is a fault in the service. It was logged under the id.",
        };
        Self::new(error.status(), detail)
    }
}

/// Whether the path is one for programs, whose refusals are problem details.
#[must_use]
pub fn is_for_programs(path: &str) -> bool {
    path.starts_with("/api/") || path.starts_with("/log/")
}
