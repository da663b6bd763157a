//! What a page can refuse with, and how it is told: what is the case, what to do.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use maud::html;

use super::layout::{Frame, Page};
use super::problem::Problem;
use crate::agreement::Language;
use crate::clock::Randomness;
use crate::i18n::Translate;
use crate::store::StoreError;
use crate::workflow::WorkflowError;

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The request is not one that our pages send (400).
    #[error("bad request")]
    BadRequest,
    /// A value of the address is not one that it can have (400).
    #[error("a value of the address is not understood")]
    BadValue {
        /// Its name.
        name: &'static str,
        /// What was given.
        given: String,
        /// What it looks like.
        expected: &'static str,
    },
    /// The session's role may not (403).
    #[error("forbidden")]
    Forbidden,
    /// The form did not carry this browser's token or came from another site (403).
    #[error("not posted from our own page")]
    ForeignForm,
    /// There is no such page, or it is not this person's to know (404).
    #[error("not found")]
    NotFound,
    /// The page is there, but not for this method (405).
    #[error("method not allowed")]
    MethodNotAllowed {
        /// The methods that are, as the `Allow` header lists them.
        allow: &'static str,
    },
    /// Somebody else changed the thing meanwhile (409). A page that can say what and who says it itself.
    #[error("conflict")]
    Conflict,
    /// The form is too large (413).
    #[error("too large")]
    TooLarge,
    /// The form cannot be accepted, and its page cannot be shown again (422).
    #[error("unprocessable")]
    Unprocessable,
    /// Too many attempts (429).
    #[error("too many requests")]
    TooMany {
        /// Seconds until the next attempt is worth making.
        retry_after: u32,
    },
    /// Too slow, or too much to do (503).
    #[error("unavailable")]
    Unavailable,
    /// A defect or a fault (500). The cause is logged under an id that the page shows; it must hold nothing that a person typed.
    #[error("internal error: {0}")]
    Internal(String),
}

impl From<WorkflowError> for PageError {
    fn from(error: WorkflowError) -> Self {
        match error {
            WorkflowError::NotFound => Self::NotFound,
            WorkflowError::Forbidden => Self::Forbidden,
            WorkflowError::Conflict(_) | WorkflowError::State(_) | WorkflowError::Obstacle(_) => Self::Conflict,
            WorkflowError::Invalid(_) | WorkflowError::Lacking(_) | WorkflowError::Link(_) => Self::Unprocessable,
            WorkflowError::TooMany { retry_after } => Self::TooMany { retry_after },
            WorkflowError::Store(StoreError::Busy | StoreError::Unavailable(_)) => {
                tracing::error!(%error, "the database is not to be had");
                Self::Unavailable
            }
            WorkflowError::Store(_)
            | WorkflowError::Compose(_)
            | WorkflowError::Log(_)
            | WorkflowError::Document(_)
            | WorkflowError::Seal { .. } => Self::internal(&error),
        }
    }
}

impl PageError {
    /// An internal error from any other, with its sources.
    pub fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        let causes: Vec<String> = std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect();
        Self::Internal(causes.join(": "))
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest | Self::BadValue { .. } => StatusCode::BAD_REQUEST,
            Self::Forbidden | Self::ForeignForm => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unprocessable => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What is the case, and what to do.
    fn texts(&self, lang: Language) -> (String, String) {
        let (title, text) = match self {
            Self::BadRequest => ("common-bad-request-title", "common-bad-request-text"),
            Self::Forbidden => ("common-forbidden-title", "common-forbidden-text"),
            Self::ForeignForm => ("common-foreign-form-title", "common-foreign-form-text"),
            Self::NotFound => ("common-not-found-title", "common-not-found-text"),
            Self::MethodNotAllowed { .. } => ("common-method-title", "common-method-text"),
            Self::Conflict => ("common-conflict-title", "common-conflict-text"),
            Self::TooLarge => ("common-too-large-title", "common-too-large-text"),
            Self::Unprocessable => ("common-unprocessable-title", "common-unprocessable-text"),
            Self::BadValue { name, given, expected } => {
                let shown: String = given.chars().filter(|c| crate::agreement::draft::is_plain(*c)).take(120).collect();
                let values = [("name", (*name).into()), ("given", shown.into()), ("expected", (*expected).into())];
                return (lang.t("common-bad-request-title"), lang.ta("common-bad-value-text", &values));
            }
            Self::TooMany { retry_after } => {
                let minutes = retry_after.div_ceil(60).max(1);
                return (lang.t("common-too-many-title"), lang.ta("common-too-many-text", &[("minutes", minutes.into())]));
            }
            Self::Unavailable => ("common-unavailable-title", "common-unavailable-text"),
            Self::Internal(_) => ("common-internal-title", "common-internal-text"),
        };
        (lang.t(title), lang.t(text))
    }

    /// Logs the cause of an internal error under an id of its own.
    fn log(&self, randomness: &dyn Randomness) -> Option<String> {
        let Self::Internal(cause) = self else { return None };
        let id: String = hex::encode(randomness.bytes32()).chars().take(12).collect();
        tracing::error!(id, cause, "a page failed");
        Some(id)
    }

    /// The refusal as problem details, for programs.
    pub(super) fn respond_to_program(self, randomness: &dyn Randomness) -> HttpResponse {
        let id = self.log(randomness);
        self.with_headers(Problem::from(&self).with_id(id).respond())
    }

    pub(super) fn respond(self, frame: &Frame, randomness: &dyn Randomness) -> HttpResponse {
        let lang = frame.lang;
        let (title, text) = self.texts(lang);
        let id = self.log(randomness);
        let body = html! {
            div.sheet.q {
                h1 { (title) }
                p { (text) }
                @if let Some(id) = id {
                    p.small.soft { (lang.t("common-internal-id")) " " code { (id) } }
                }
                p.acts { a href=(frame.home()) { (lang.t("common-to-start")) } }
            }
        };
        self.with_headers(frame.respond(self.status(), &Page::new(&title), body))
    }

    /// With the headers that belong to the status.
    fn with_headers(&self, mut response: HttpResponse) -> HttpResponse {
        let extra = match self {
            Self::MethodNotAllowed { allow } => Some((header::ALLOW, (*allow).to_owned())),
            Self::TooMany { retry_after } => Some((header::RETRY_AFTER, retry_after.to_string())),
            Self::Unavailable => Some((header::RETRY_AFTER, "30".to_owned())),
            _ => None,
        };
        if let Some((name, value)) = extra.and_then(|(name, value)| Some((name, header::HeaderValue::from_str(&value).ok()?))) {
            response.headers_mut().insert(name, value);
        }
        response
    }
}
