//! The key of the seal with its certificate.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use ring::rand::SystemRandom;
use ring::signature::{self, EcdsaKeyPair, KeyPair as _, RsaKeyPair};
use thiserror::Error;

use super::algorithm::{Digest, KeyKind};
use super::asn1::{self, tag};
use super::certificate::{Certificate, CertificateInfo};
use super::key_file::PrivateKey;
use super::oid;

/// What is wrong with the key of the seal, for the administrator.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyError {
    /// The file is not there or cannot be read.
    #[error("the file of the seal's key cannot be read: {path} ({reason})")]
    Missing {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The file is neither PKCS#12 nor PEM, or broken.
    #[error("the file of the seal's key is not PKCS#12 or PEM that can be read: {reason}")]
    Unreadable {
        /// What is wrong.
        reason: String,
    },
    /// The password does not open the file, or there is none and the key is encrypted.
    #[error("the password does not open the seal's key")]
    WrongPassword,
    /// There is no private key in the file, or no certificate.
    #[error("the file of the seal's key lacks a {0}")]
    Lacks(
        /// `private key` or `certificate`.
        &'static str,
    ),
    /// The file has more than one private key.
    #[error("the file of the seal's key has more than one private key")]
    SeveralKeys,
    /// The key is of a kind that cannot be used.
    #[error("the seal's key cannot be used: {kind}; it must be ECDSA P-256, ECDSA P-384 or RSA of 2048 to 4096 bits")]
    Unsupported {
        /// What it is.
        kind: String,
    },
    /// No certificate of the file is of the private key.
    #[error("the seal's certificate and private key do not belong together")]
    Mismatch,
    /// The certificate has run out.
    #[error("the seal's certificate ran out on {not_after}")]
    Expired {
        /// When.
        not_after: DateTime<Utc>,
    },
    /// The certificate is not valid yet.
    #[error("the seal's certificate is valid only from {not_before}")]
    NotYetValid {
        /// From when.
        not_before: DateTime<Utc>,
    },
    /// The certificate is for other things (RFC 5280, 4.2.1.3).
    #[error("the seal's certificate is not for signatures: its key usage has neither digitalSignature nor nonRepudiation")]
    NotForSigning,
    /// The key refused to sign.
    #[error("the seal's key did not sign")]
    Failed,
}

impl KeyError {
    /// The key of its text for people.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "seal-key-missing",
            Self::Unreadable { .. } => "seal-key-unreadable",
            Self::WrongPassword => "seal-key-wrong-password",
            Self::Lacks(_) => "seal-key-incomplete",
            Self::SeveralKeys => "seal-key-several",
            Self::Unsupported { .. } => "seal-key-unsupported",
            Self::Mismatch => "seal-key-mismatch",
            Self::Expired { .. } => "seal-key-expired",
            Self::NotYetValid { .. } => "seal-key-not-yet-valid",
            Self::NotForSigning => "seal-key-not-for-signing",
            Self::Failed => "seal-key-failed",
        }
    }
}

enum Pair {
    Ecdsa(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

/// A private key with its certificate and those between it and the root.
pub struct SealKey {
    pair: Pair,
    digest: Digest,
    /// The certificate of the key first, then the others of the file, without roots.
    certificates: Vec<Vec<u8>>,
    info: CertificateInfo,
    for_signing: bool,
}

impl std::fmt::Debug for SealKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SealKey").field("certificate", &self.info).finish_non_exhaustive()
    }
}

impl SealKey {
    /// Joins a private key and the certificate among `certificates` that is of it.
    pub(super) fn join(key: &PrivateKey, certificates: Vec<Vec<u8>>) -> Result<Self, KeyError> {
        if certificates.is_empty() {
            return Err(KeyError::Lacks("certificate"));
        }
        let mut others = Vec::new();
        let mut own = None;
        for der in certificates {
            let read =
                Certificate::read(&der).map_err(|_| KeyError::Unreadable { reason: "a certificate is broken".to_owned() })?;
            let pair = if own.is_none() { pair(key, &read)? } else { None };
            if let Some((pair, digest)) = pair {
                let info =
                    read.info().map_err(|_| KeyError::Unreadable { reason: "the certificate's name is broken".to_owned() })?;
                own = Some((pair, digest, info, read.extensions.allows_signatures(), der));
            } else if !read.is_self_issued() && !others.contains(&der) {
                others.push(der);
            }
        }
        let (pair, digest, info, for_signing, der) = own.ok_or(KeyError::Mismatch)?;
        others.insert(0, der);
        Ok(Self { pair, digest, certificates: others, info, for_signing })
    }

    /// The certificate in words.
    #[must_use]
    pub const fn certificate(&self) -> &CertificateInfo {
        &self.info
    }

    /// Whether the seal may be made at `now`: the certificate is valid and is for signatures. Revocation is asked where the seal is made.
    ///
    /// # Errors
    /// With what is wrong.
    pub fn check(&self, now: DateTime<Utc>) -> Result<(), KeyError> {
        if now < self.info.not_before {
            return Err(KeyError::NotYetValid { not_before: self.info.not_before });
        }
        if now > self.info.not_after {
            return Err(KeyError::Expired { not_after: self.info.not_after });
        }
        if self.for_signing { Ok(()) } else { Err(KeyError::NotForSigning) }
    }

    /// The certificate of the key, then those of the authorities between it and the root.
    pub(super) fn certificates(&self) -> &[Vec<u8>] {
        &self.certificates
    }

    /// The certificate's bytes.
    pub(super) fn own_certificate(&self) -> &[u8] {
        self.certificates.first().map(Vec::as_slice).unwrap_or_default()
    }

    /// The digest that goes with the key.
    pub(super) const fn digest(&self) -> Digest {
        self.digest
    }

    /// The AlgorithmIdentifier of its signatures (RFC 5754, 3).
    pub(super) fn signature_algorithm(&self) -> Vec<u8> {
        match (&self.pair, self.digest) {
            (Pair::Rsa(_), _) => asn1::sequence(&[&asn1::oid(oid::RSA_SHA256), &asn1::tlv(tag::NULL, &[])]),
            (Pair::Ecdsa(_), Digest::Sha384) => asn1::sequence(&[&asn1::oid(oid::ECDSA_SHA384)]),
            (Pair::Ecdsa(_), _) => asn1::sequence(&[&asn1::oid(oid::ECDSA_SHA256)]),
        }
    }

    /// Signs `message`. ring takes the randomness of its nonce and its blinding from the machine: it allows no other source.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Ecdsa(pair) => Ok(pair.sign(&random, message).map_err(|_| KeyError::Failed)?.as_ref().to_vec()),
            Pair::Rsa(pair) => {
                let mut value = vec![0; pair.public().modulus_len()];
                pair.sign(&signature::RSA_PKCS1_SHA256, &random, message, &mut value).map_err(|_| KeyError::Failed)?;
                Ok(value)
            }
        }
    }
}

/// The pair of a private key and the public key of a certificate; nothing where they do not belong together.
fn pair(key: &PrivateKey, certificate: &Certificate<'_>) -> Result<Option<(Pair, Digest)>, KeyError> {
    let kind = certificate.key.kind();
    match (key, kind) {
        (PrivateKey::Ec { curve: oid::P256, scalar }, KeyKind::P256) => {
            Ok(ecdsa(&signature::ECDSA_P256_SHA256_ASN1_SIGNING, scalar, 32, certificate).map(|pair| (pair, Digest::Sha256)))
        }
        (PrivateKey::Ec { curve: oid::P384, scalar }, KeyKind::P384) => {
            Ok(ecdsa(&signature::ECDSA_P384_SHA384_ASN1_SIGNING, scalar, 48, certificate).map(|pair| (pair, Digest::Sha384)))
        }
        (PrivateKey::Rsa { der }, KeyKind::Rsa(_)) => {
            let pair = RsaKeyPair::from_der(der)
                .map_err(|error| KeyError::Unsupported { kind: [&kind.name(), " (", &error.to_string(), ")"].concat() })?;
            Ok((pair.public_key().as_ref() == certificate.key.bits).then_some((Pair::Rsa(pair), Digest::Sha256)))
        }
        (PrivateKey::Ec { curve: oid::P256 | oid::P384, .. }, _) | (PrivateKey::Rsa { .. }, _) => Ok(None),
        (PrivateKey::Ec { curve, .. }, _) => Err(KeyError::Unsupported { kind: ["EC ", &curve.to_string()].concat() }),
        (PrivateKey::Other { algorithm }, _) => Err(KeyError::Unsupported { kind: algorithm.to_string() }),
    }
}

fn ecdsa(
    algorithm: &'static signature::EcdsaSigningAlgorithm,
    scalar: &[u8],
    length: usize,
    certificate: &Certificate<'_>,
) -> Option<Pair> {
    let mut padded = vec![0; length.checked_sub(scalar.len())?];
    padded.extend_from_slice(scalar);
    let random = SystemRandom::new();
    EcdsaKeyPair::from_private_key_and_public_key(algorithm, &padded, certificate.key.bits, &random).ok().map(Pair::Ecdsa)
}
