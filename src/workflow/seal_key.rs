//! Kela's seal as the operator set it: the key is read anew each time, so that a key that was mended or changed is taken without a restart.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::WorkflowError;
use crate::clock::Randomness;
use crate::config::Secret;
use crate::outbound::PublicOnly;
use crate::seal::{KeyError, Level, SealError, SealKey, SealSettings, SealText, Sealed, Sealer, TrustAnchors};

/// The longest that one question to a time-stamp server, an OCSP responder or a place of revocation lists may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// How Kela seals, as the operator set it.
#[derive(Debug, Clone)]
pub struct SealSetup {
    /// The file of the key with its certificate, PKCS#12 or PEM.
    pub key_file: Option<PathBuf>,
    /// The password of that file.
    pub password: Option<Secret>,
    /// The level wanted.
    pub level: Level,
    /// Whether a lower level is taken while a server fails, to be raised later.
    pub lower_allowed: bool,
    /// The time-stamp server.
    pub time_stamp_url: Option<String>,
    /// The trusted authorities: of the seal, of time stamps and of signatures that come back.
    pub trust: TrustAnchors,
    /// The longest that one question to a server may take; all questions of one document may take four times as long.
    pub patience: Duration,
    /// Where the servers that certificates name may be.
    pub outbound: PublicOnly,
}

impl Default for SealSetup {
    /// Without a key: nothing can be sealed.
    fn default() -> Self {
        Self {
            key_file: None,
            password: None,
            level: Level::BaselineB,
            lower_allowed: false,
            time_stamp_url: None,
            trust: TrustAnchors::default(),
            patience: PATIENCE,
            outbound: PublicOnly::default(),
        }
    }
}

/// Why nothing can be sealed, or a document was not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealFailure {
    /// No key is set.
    #[error("no key of the seal is set (--seal-key)")]
    NotSet,
    /// The key cannot be used, a server failed, or the document cannot be extended.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl From<KeyError> for SealFailure {
    fn from(error: KeyError) -> Self {
        Self::Seal(SealError::Key(error))
    }
}

impl From<SealFailure> for WorkflowError {
    fn from(failure: SealFailure) -> Self {
        Self::Seal { code: failure.code(), detail: failure.to_string() }
    }
}

impl SealFailure {
    /// Which failure it is; [`failure_key`] gives its text.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotSet => "seal-key-not-set",
            Self::Seal(error) => error.code(),
        }
    }
}

/// The key of the text for administrators: what is wrong with the seal and what to do.
#[must_use]
pub fn failure_key(code: &str) -> &'static str {
    match code {
        "seal-key-not-set" => "sealing-key-not-set",
        "seal-key-missing" => "sealing-key-missing",
        "seal-key-unreadable" => "sealing-key-unreadable",
        "seal-key-wrong-password" => "sealing-key-wrong-password",
        "seal-key-incomplete" => "sealing-key-incomplete",
        "seal-key-several" => "sealing-key-several",
        "seal-key-unsupported" => "sealing-key-unsupported",
        "seal-key-mismatch" => "sealing-key-mismatch",
        "seal-key-expired" => "sealing-key-expired",
        "seal-key-not-yet-valid" => "sealing-key-not-yet-valid",
        "seal-key-not-for-signing" => "sealing-key-not-for-signing",
        "seal-key-untrusted" => "sealing-key-untrusted",
        "seal-key-revoked" => "sealing-key-revoked",
        "seal-no-time-stamp-server" => "sealing-no-time-stamp-server",
        "seal-time-stamp-failed" => "sealing-time-stamp-failed",
        "seal-revocation-unknown" => "sealing-revocation-unknown",
        "seal-document-unreadable" => "sealing-document-unreadable",
        "seal-not-sealed" => "sealing-other-key",
        "seal-not-confirmed" => "sealing-not-confirmed",
        _ => "sealing-other-failure",
    }
}

/// A failure as a job keeps it, `code: what the program says`, parted again.
#[must_use]
pub fn parted(kept: &str) -> (&str, &str) {
    kept.split_once(": ").filter(|(code, _)| code.starts_with("seal-")).unwrap_or(("", kept))
}

impl SealSetup {
    /// Reads the key. Blocks.
    ///
    /// # Errors
    /// Where none is set, or it cannot be used.
    pub fn key(&self) -> Result<SealKey, SealFailure> {
        let file = self.key_file.as_deref().ok_or(SealFailure::NotSet)?;
        Ok(SealKey::from_file(file, self.password.as_ref().map(Secret::reveal))?)
    }

    fn sealer(&self) -> Result<Sealer, SealFailure> {
        Ok(Sealer::new(SealSettings {
            key: self.key()?,
            level: self.level,
            lower_allowed: self.lower_allowed,
            time_stamp_url: self.time_stamp_url.clone(),
            trust: self.trust.clone(),
            name: None,
            location: None,
            patience: self.patience,
            outbound: self.outbound,
        }))
    }

    /// Seals `pdf` at `now`, on a thread that may block.
    ///
    /// # Errors
    /// [`WorkflowError::Seal`] with what is wrong.
    pub(super) async fn seal(
        &self,
        pdf: Vec<u8>,
        text: Words,
        now: DateTime<Utc>,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Sealed, WorkflowError> {
        let setup = self.clone();
        blocking(move || {
            let text = SealText { field_name: SEAL, tooltip: &text.tooltip, reason: Some(&text.reason) };
            Ok(setup.sealer()?.seal(&pdf, &text, now, &*randomness)?)
        })
        .await
    }

    /// Raises the seal of a document to the level wanted, on a thread that may block.
    ///
    /// # Errors
    /// [`WorkflowError::Seal`] with what is wrong.
    pub(super) async fn upgrade(
        &self,
        sealed: Vec<u8>,
        tooltip: String,
        now: DateTime<Utc>,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Sealed, WorkflowError> {
        let setup = self.clone();
        blocking(move || {
            let text = SealText { field_name: TIME_STAMP, tooltip: &tooltip, reason: None };
            Ok(setup.sealer()?.upgrade(&sealed, &text, now, &*randomness)?)
        })
        .await
    }
}

/// The name of the seal's field in the document.
const SEAL: &str = "kela-seal";
/// The name of the field of a time stamp that is added later.
const TIME_STAMP: &str = "kela-time-stamp";

/// What stands with a seal in the document, in its language.
#[derive(Debug, Clone)]
pub(super) struct Words {
    /// What the field is.
    pub(super) tooltip: String,
    /// Why it is sealed.
    pub(super) reason: String,
}

/// Does `work` on a thread that may block.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SealFailure> + Send + 'static,
) -> Result<T, WorkflowError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => Ok(done?),
        Err(error) => Err(WorkflowError::Document(error.to_string())),
    }
}
