//! Whether certificates are revoked: by OCSP (RFC 6960) and revocation lists (RFC 5280, 5).

use thiserror::Error;

/// It could not be established whether a certificate is revoked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("it is not known whether the certificate of {certificate} is revoked: {}", tried.join("; "))]
pub struct RevocationError {
    /// Whose.
    pub certificate: String,
    /// Each server asked and what was wrong with its answer, in words.
    pub tried: Vec<String>,
}
