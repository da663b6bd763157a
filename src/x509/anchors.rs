//! The authorities that are trusted.

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use thiserror::Error;

use super::certificate::Certificate;

/// Why trust anchors cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TrustError {
    /// It is not PEM.
    #[error("not PEM: {0}")]
    Pem(String),
    /// There is no certificate in it.
    #[error("no certificate is in it")]
    Empty,
    /// A certificate in it cannot be read.
    #[error("certificate {number} of it cannot be read")]
    Certificate {
        /// Which, from 1.
        number: usize,
    },
}

/// The authorities that are trusted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustAnchors {
    certificates: Vec<Vec<u8>>,
}

impl TrustAnchors {
    /// Reads the certificates of a PEM file.
    ///
    /// # Errors
    /// When it has none, or one that cannot be read.
    pub fn from_pem(text: &str) -> Result<Self, TrustError> {
        let mut certificates = Vec::new();
        for certificate in CertificateDer::pem_slice_iter(text.as_bytes()) {
            let der = certificate.map_err(|error| TrustError::Pem(error.to_string()))?;
            let readable = Certificate::read(&der).is_ok() && webpki::anchor_from_trusted_cert(&der).is_ok();
            if !readable {
                return Err(TrustError::Certificate { number: certificates.len() + 1 });
            }
            certificates.push(der.to_vec());
        }
        if certificates.is_empty() { Err(TrustError::Empty) } else { Ok(Self { certificates }) }
    }

    /// The certificates, in DER.
    #[must_use]
    pub fn certificates(&self) -> &[Vec<u8>] {
        &self.certificates
    }
}
