//! How Kela seals: the settings, what stands in the seal, and why it may fail.

use std::time::Duration;

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::TrustAnchors;
use super::fetch::HttpFetch;
use super::key::{KeyError, SealKey};
use super::level::Level;
use super::report::{ProblemCode, Trust};
use super::revocation::RevocationError;
use super::time_stamp::TimeStampError;
use crate::outbound::PublicOnly;
use crate::pdf::PdfError;

/// How Kela seals.
#[derive(Debug)]
pub struct SealSettings {
    /// The key with its certificate.
    pub key: SealKey,
    /// The level wanted.
    pub level: Level,
    /// Whether a lower level is taken where a server fails, to be raised later. Never where the certificate is known to be revoked.
    pub lower_allowed: bool,
    /// The time-stamp server (RFC 3161, 3.4), needed from B-T on.
    pub time_stamp_url: Option<String>,
    /// The authorities that the seal's and the time-stamp server's certificates lead to; needed from B-T on.
    pub trust: TrustAnchors,
    /// `/Name` of the seal; without it the certificate's name stands.
    pub name: Option<String>,
    /// `/Location` of the seal.
    pub location: Option<String>,
    /// The longest that one question to a server may take; all questions of one document may take four times as long.
    pub patience: Duration,
    /// Where the servers that certificates name may be. The time-stamp server is the operator's, and may be anywhere.
    pub outbound: PublicOnly,
}

/// What stands with a seal in the document.
#[derive(Debug, Clone, Copy)]
pub struct SealText<'a> {
    /// The name of the form field, which no other field of the document has.
    pub field_name: &'a str,
    /// What the field is, in words, in the document's language.
    pub tooltip: &'a str,
    /// Why it is sealed, in the document's language.
    pub reason: Option<&'a str>,
}

/// A sealed document.
#[derive(Debug)]
pub struct Sealed {
    /// The file: the bytes that were given, and what was appended.
    pub bytes: Vec<u8>,
    /// The level reached.
    pub level: Level,
    /// Why the level is lower than the settings want, where it is.
    pub lowered: Option<SealError>,
}

/// Why a document was not sealed, or not at the level wanted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SealError {
    /// The key or its certificate cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The seal's certificate does not lead to a trusted authority.
    #[error("the seal's certificate does not lead to a trusted authority: {0:?}")]
    Untrusted(Trust),
    /// The level needs a time-stamp server, and none is set.
    #[error("the level needs a time-stamp server, and none is set")]
    NoTimeStampServer,
    /// The time-stamp server did not give a time stamp that holds.
    #[error(transparent)]
    TimeStamp(#[from] TimeStampError),
    /// It could not be established whether a certificate is revoked.
    #[error(transparent)]
    Revocation(#[from] RevocationError),
    /// A certificate of the seal is revoked.
    #[error("the certificate of {certificate} was revoked on {at}")]
    Revoked {
        /// Whose.
        certificate: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// The document holds no seal of this key.
    #[error("the document holds no seal of this key")]
    NotSealed,
    /// The document that was made does not pass its own check, and is thrown away.
    #[error("the sealed document does not pass its own check: {0:?}")]
    NotConfirmed(Vec<ProblemCode>),
    /// The document cannot be read or extended.
    #[error("the document cannot be sealed: {0}")]
    Pdf(#[from] PdfError),
}

impl SealError {
    /// The key of its text for people.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Key(error) => error.code(),
            Self::Untrusted(_) => "seal-key-untrusted",
            Self::NoTimeStampServer => "seal-no-time-stamp-server",
            Self::TimeStamp(_) => "seal-time-stamp-failed",
            Self::Revocation(_) => "seal-revocation-unknown",
            Self::Revoked { .. } => "seal-key-revoked",
            Self::NotSealed => "seal-not-sealed",
            Self::NotConfirmed(_) => "seal-not-confirmed",
            Self::Pdf(_) => "seal-document-unreadable",
        }
    }
}

/// Seals documents.
pub struct Sealer {
    pub(super) settings: SealSettings,
    pub(super) fetch: HttpFetch,
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sealer").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Sealer {
    /// A sealer that asks servers by HTTP.
    #[must_use]
    pub fn new(settings: SealSettings) -> Self {
        let fetch = HttpFetch::new(settings.patience, settings.outbound);
        Self { settings, fetch }
    }

    /// How it seals.
    #[must_use]
    pub const fn settings(&self) -> &SealSettings {
        &self.settings
    }
}
