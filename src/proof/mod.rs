//! Whether a file proves itself: a document or an audit bundle, examined offline with nothing but what is in it and the authorities that
//! the reader trusts. Knows no store: what the service holds of a document is for `workflow` to tell.
//!
//! [`examine`] decides by the first bytes what a file is. What was found is told in words by [`told`] and as JSON by [`json`]; both say the
//! same. What is proven by what, and how to check it with other people's tools: docs/verification.md.

mod bundle_file;
mod certificates;
mod claim;
mod data;
mod fault;
mod json;
mod leftover;
mod log_part;
mod pdf_file;
mod sealer;
mod verdict;
mod words;

pub use bundle_file::{AgreementFound, BundleExamination, DocumentFound, LogFound};
pub use certificates::certificates_of;
pub use claim::{Claim, EvidenceClaim, Identity};
pub use data::DataFinding;
pub use fault::{BundleFault, Fault, Located, Remark};
pub use json::json;
pub use pdf_file::PdfExamination;
pub use sealer::SealerFound;
pub use words::{Section, Told, told};

use chrono::{DateTime, Utc};

use crate::agreement::BusinessId;
use crate::bundle::ArchiveError;
use crate::log::VerifierKey;
use crate::pdf::PdfError;
use crate::seal::TrustAnchors;

/// The format of the JSON that [`json`] gives; raised when a member changes its meaning or goes away.
pub const FORMAT: u32 = 1;

/// What a file is held against.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// The authorities that are trusted for seals, signatures and time stamps; none where the reader gave none.
    pub trust: Option<&'a TrustAnchors>,
    /// Who must have sealed, from elsewhere than the file: Kela's Y-tunnus. None where the reader does not say; then whose the seal is is
    /// told, and whether that is Kela is for the reader to see.
    pub sealer: Option<&'a BusinessId>,
    /// The keys of the log, one for each time that it changed, where the reader has them from elsewhere than the bundle.
    pub log_keys: &'a [VerifierKey],
    /// The time of the judgement.
    pub now: DateTime<Utc>,
    /// The most bytes that a bundle may unfold to, [`bundle::MAX_UNFOLDED`](crate::bundle::MAX_UNFOLDED) at the most.
    pub most_unfolded: usize,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub enum Examination {
    /// Of a document.
    Pdf(Box<PdfExamination>),
    /// Of a bundle.
    Bundle(Box<BundleExamination>),
}

impl Examination {
    /// Whether the file is what it says, and from whom it says.
    #[must_use]
    pub fn is_authentic(&self) -> bool {
        match self {
            Self::Pdf(found) => found.is_authentic(),
            Self::Bundle(found) => found.is_authentic(),
        }
    }

    /// SHA-256 of the file, in hex.
    #[must_use]
    pub fn sha256(&self) -> &str {
        match self {
            Self::Pdf(found) => &found.sha256,
            Self::Bundle(found) => &found.sha256,
        }
    }
}

/// Why nothing could be found: the file cannot be read as what it seems to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is neither a PDF nor a ZIP file.
    #[error("neither a PDF file nor an audit bundle")]
    Unknown,
    /// The PDF cannot be read, or says what readers may understand differently.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// The bundle cannot be read.
    #[error(transparent)]
    Bundle(#[from] ArchiveError),
}

impl Unreadable {
    /// Whether a bundle is larger, or unfolds to more, than what the reader takes.
    #[must_use]
    pub const fn is_too_much(&self) -> bool {
        matches!(self, Self::Bundle(ArchiveError::Limit))
    }

    /// The key of its text.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Unknown => "proof-unreadable-unknown",
            Self::Pdf(_) => "proof-unreadable-pdf",
            Self::Bundle(ArchiveError::Damaged) => "proof-unreadable-damaged",
            Self::Bundle(ArchiveError::Limit) => "proof-unreadable-limit",
            Self::Bundle(_) => "proof-unreadable-bundle",
        }
    }
}

/// Examines a file: a PDF, or an audit bundle.
///
/// # Errors
/// [`Unreadable`].
pub fn examine(bytes: &[u8], against: &Against<'_>) -> Result<Examination, Unreadable> {
    if bytes.starts_with(b"%PDF-") {
        examine_pdf(bytes, against).map(|found| Examination::Pdf(Box::new(found)))
    } else if bytes.starts_with(b"PK") {
        examine_bundle(bytes, against).map(|found| Examination::Bundle(Box::new(found)))
    } else {
        Err(Unreadable::Unknown)
    }
}

/// Examines a PDF: an agreement, or the proof of signature, of one that was given in the service.
///
/// # Errors
/// [`Unreadable::Pdf`].
pub fn examine_pdf(bytes: &[u8], against: &Against<'_>) -> Result<PdfExamination, Unreadable> {
    Ok(pdf_file::examine(bytes, against)?)
}

/// Examines an audit bundle.
///
/// # Errors
/// [`Unreadable::Bundle`].
pub fn examine_bundle(bytes: &[u8], against: &Against<'_>) -> Result<BundleExamination, Unreadable> {
    Ok(bundle_file::examine(bytes, against)?)
}

/// SHA-256 of bytes, in hex.
fn sha256(bytes: &[u8]) -> String {
    hex::encode(crate::log::merkle::sha256(&[bytes]).0)
}
