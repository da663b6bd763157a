//! What was found of one signature, for pages, for the command and for whoever decides whether it is accepted.

use chrono::{DateTime, Utc};

use super::certificate::CertificateInfo;
use super::level::Level;
use crate::pdf::SignatureKind;

/// Whether the bytes are those that were signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integrity {
    /// They are.
    Intact,
    /// They are not, or the signature is not of the certificate that it names.
    Broken,
    /// It cannot be said: the algorithm is not known here, or the signature cannot be read.
    Unknown,
}

/// Whether the signer's certificate leads to an authority that is trusted, at the time of the judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// It does.
    Trusted,
    /// It leads to none that is trusted here.
    Untrusted,
    /// It had run out, or one of its authorities had.
    Expired,
    /// It was not valid yet.
    NotYetValid,
    /// It is for other things than signatures.
    NotForSigning,
    /// It breaks a rule of its authorities, or has a critical part that is not known here.
    Invalid,
    /// The signer's certificate is not in the file, or cannot be read.
    NoCertificate,
}

/// Whether the signer's certificate, or one of its authorities', had been revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revocation {
    /// It had not.
    Good,
    /// It was revoked before the time of the judgement.
    Revoked {
        /// When.
        at: DateTime<Utc>,
    },
    /// There is no answer that can be relied on.
    Unknown,
}

/// What all of it comes to (ETSI EN 319 102-1, 5.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Intact, of a trusted signer, not revoked.
    Valid,
    /// Nothing is wrong, but something could not be established.
    Indeterminate,
    /// Something is wrong.
    Invalid,
}

/// What is wrong with a signature, or missing for saying that it is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemCode {
    /// The signature is not CMS SignedData in DER, or is of a kind that is not known here.
    Unreadable,
    /// It has no signer, or more than one.
    NotOneSigner,
    /// The bytes of the document differ from those that were signed.
    DocumentChanged,
    /// The signature value is not of the certificate's key.
    SignatureWrong,
    /// A required signed attribute is missing, stands twice or contradicts the rest.
    AttributesWrong,
    /// The certificate is not tied to the signature by signing-certificate-v2 (ETSI EN 319 142-1, 6.3).
    NotTied,
    /// The certificate named is not the one that the signature is tied to.
    TiedToOther,
    /// MD5 or SHA-1.
    WeakDigest,
    /// RSA under 2048 bits.
    WeakKey,
    /// The algorithm is not known here.
    UnknownAlgorithm,
    /// The signer's certificate is not in the file.
    NoCertificate,
    /// The certificate leads to no trusted authority.
    Untrusted,
    /// The certificate had run out at the time of the judgement, and no time stamp proves that it was signed before.
    Expired,
    /// The certificate was not valid yet.
    NotYetValid,
    /// The certificate is for other things.
    NotForSigning,
    /// The certificate breaks a rule of its authorities.
    CertificateInvalid,
    /// The certificate was revoked before the signature can be proved to have been there.
    Revoked,
    /// The time stamp is not of this signature, or is broken.
    TimeStampWrong,
    /// It is not known whether the certificate was revoked.
    RevocationUnknown,
}

impl ProblemCode {
    /// Every code.
    pub const ALL: [Self; 19] = [
        Self::Unreadable,
        Self::NotOneSigner,
        Self::DocumentChanged,
        Self::SignatureWrong,
        Self::AttributesWrong,
        Self::NotTied,
        Self::TiedToOther,
        Self::WeakDigest,
        Self::WeakKey,
        Self::UnknownAlgorithm,
        Self::NoCertificate,
        Self::Untrusted,
        Self::Expired,
        Self::NotYetValid,
        Self::NotForSigning,
        Self::CertificateInvalid,
        Self::Revoked,
        Self::TimeStampWrong,
        Self::RevocationUnknown,
    ];

    /// Whether it only leaves something open: the signature may be valid all the same.
    #[must_use]
    pub const fn leaves_open(self) -> bool {
        matches!(
            self,
            Self::UnknownAlgorithm
                | Self::NoCertificate
                | Self::Untrusted
                | Self::Expired
                | Self::NotYetValid
                | Self::CertificateInvalid
                | Self::RevocationUnknown
                | Self::Unreadable
        )
    }

    /// A word for JSON and logs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::NotOneSigner => "not_one_signer",
            Self::DocumentChanged => "document_changed",
            Self::SignatureWrong => "signature_wrong",
            Self::AttributesWrong => "attributes_wrong",
            Self::NotTied => "not_tied",
            Self::TiedToOther => "tied_to_other",
            Self::WeakDigest => "weak_digest",
            Self::WeakKey => "weak_key",
            Self::UnknownAlgorithm => "unknown_algorithm",
            Self::NoCertificate => "no_certificate",
            Self::Untrusted => "untrusted",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::NotForSigning => "not_for_signing",
            Self::CertificateInvalid => "certificate_invalid",
            Self::Revoked => "revoked",
            Self::TimeStampWrong => "time_stamp_wrong",
            Self::RevocationUnknown => "revocation_unknown",
        }
    }
}

/// What a reader should know of a signature that is not wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WarningCode {
    /// No time stamp proves when it was signed.
    TimeNotProven,
    /// The time stamp's certificate leads to no trusted authority, so its time proves nothing.
    TimeStampUntrusted,
    /// The time stamp's certificate has run out since.
    TimeStampExpired,
    /// It is not known whether the time stamp's certificate was revoked.
    TimeStampRevocationUnknown,
    /// The signer claims a time later than the proven one.
    ClaimedTimeLater,
    /// The certificate was revoked after the proven time.
    RevokedLater,
    /// The certificate has run out after the proven time.
    ExpiredLater,
    /// It does not follow PAdES baseline: another sub-filter, or an attribute that must not be there.
    NotBaseline,
}

impl WarningCode {
    /// Every code.
    pub const ALL: [Self; 8] = [
        Self::TimeNotProven,
        Self::TimeStampUntrusted,
        Self::TimeStampExpired,
        Self::TimeStampRevocationUnknown,
        Self::ClaimedTimeLater,
        Self::RevokedLater,
        Self::ExpiredLater,
        Self::NotBaseline,
    ];

    /// A word for JSON and logs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TimeNotProven => "time_not_proven",
            Self::TimeStampUntrusted => "time_stamp_untrusted",
            Self::TimeStampExpired => "time_stamp_expired",
            Self::TimeStampRevocationUnknown => "time_stamp_revocation_unknown",
            Self::ClaimedTimeLater => "claimed_time_later",
            Self::RevokedLater => "revoked_later",
            Self::ExpiredLater => "expired_later",
            Self::NotBaseline => "not_baseline",
        }
    }
}

/// A time that a time stamp proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvenTime {
    /// The time stamped.
    pub at: DateTime<Utc>,
    /// The time-stamp server's certificate.
    pub server: CertificateInfo,
}

/// What was found of one signature, seal or document time stamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureReport {
    /// The name of its form field.
    pub field: String,
    /// Signature (or seal) or document time stamp.
    pub kind: SignatureKind,
    /// The revision of the file that holds it, from 0.
    pub revision: usize,
    /// Offset behind the last byte that it covers.
    pub covered_to: usize,
    /// The signer's certificate, or the time-stamp server's.
    pub signer: Option<CertificateInfo>,
    /// Whether the certificate is for seals, so that an organisation and no person stands behind it: by its own word (ETSI EN 319 412-5,
    /// 4.2.3), or because it names an organisation by its identifier and no person (ETSI EN 319 412-3).
    pub is_seal: bool,
    /// Whether the certificate says of itself that it is qualified (EU 910/2014). Trusted lists are not read here.
    pub says_qualified: bool,
    /// The names of the authorities from the signer's on, up to the trusted one; only where there is a trusted path.
    pub chain: Vec<String>,
    /// The level of PAdES baseline that the file proves; nothing where it is not PAdES.
    pub level: Option<Level>,
    /// The time that the signer claims: `/M`, or the attribute signingTime.
    pub claimed_time: Option<DateTime<Utc>>,
    /// The time that a trusted time stamp proves.
    pub proven_time: Option<ProvenTime>,
    /// Are the bytes those that were signed.
    pub integrity: Integrity,
    /// Is the signer's certificate trusted.
    pub trust: Trust,
    /// Had it been revoked.
    pub revocation: Revocation,
    /// Whether the signer's certificate names a place where its revocation can be asked: OCSP or a list.
    pub tells_revocation: bool,
    /// The algorithms for people: `ECDSA P-256, SHA-256`.
    pub algorithms: String,
    /// Whether the signature, and what the file holds for checking it, is nothing but what was checked, written as this program writes it: digits
    /// in lower case, no certificate, list or answer without a part in the judgement. A seal of this program is exact as long as its
    /// trust holds, so a changed byte that no check reads shows here. Signatures of others need not be.
    pub exact: bool,
    /// The signer's words: `/Reason`.
    pub reason: Option<String>,
    /// The signer's words: `/Location`.
    pub location: Option<String>,
    /// What is wrong or could not be established, each once.
    pub problems: Vec<ProblemCode>,
    /// What a reader should know beside it, each once.
    pub warnings: Vec<WarningCode>,
}

impl SignatureReport {
    /// What all of it comes to.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.problems.iter().any(|problem| !problem.leaves_open()) {
            Verdict::Invalid
        } else if self.problems.is_empty() {
            Verdict::Valid
        } else {
            Verdict::Indeterminate
        }
    }

    /// The time that counts: the proven one, else the claimed one.
    #[must_use]
    pub fn time(&self) -> Option<DateTime<Utc>> {
        self.proven_time.as_ref().map(|proven| proven.at).or(self.claimed_time)
    }

    pub(super) fn problem(&mut self, code: ProblemCode) {
        if !self.problems.contains(&code) {
            self.problems.push(code);
        }
    }

    pub(super) fn warn(&mut self, code: WarningCode) {
        if !self.warnings.contains(&code) {
            self.warnings.push(code);
        }
    }
}

/// The key of a problem's text.
#[must_use]
pub const fn problem_key(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::Unreadable => "signature-problem-unreadable",
        ProblemCode::NotOneSigner => "signature-problem-not-one-signer",
        ProblemCode::DocumentChanged => "signature-problem-document-changed",
        ProblemCode::SignatureWrong => "signature-problem-signature-wrong",
        ProblemCode::AttributesWrong => "signature-problem-attributes-wrong",
        ProblemCode::NotTied => "signature-problem-not-tied",
        ProblemCode::TiedToOther => "signature-problem-tied-to-other",
        ProblemCode::WeakDigest => "signature-problem-weak-digest",
        ProblemCode::WeakKey => "signature-problem-weak-key",
        ProblemCode::UnknownAlgorithm => "signature-problem-unknown-algorithm",
        ProblemCode::NoCertificate => "signature-problem-no-certificate",
        ProblemCode::Untrusted => "signature-problem-untrusted",
        ProblemCode::Expired => "signature-problem-expired",
        ProblemCode::NotYetValid => "signature-problem-not-yet-valid",
        ProblemCode::NotForSigning => "signature-problem-not-for-signing",
        ProblemCode::CertificateInvalid => "signature-problem-certificate-invalid",
        ProblemCode::Revoked => "signature-problem-revoked",
        ProblemCode::TimeStampWrong => "signature-problem-time-stamp-wrong",
        ProblemCode::RevocationUnknown => "signature-problem-revocation-unknown",
    }
}

/// The key of a warning's text.
#[must_use]
pub const fn warning_key(code: WarningCode) -> &'static str {
    match code {
        WarningCode::TimeNotProven => "signature-warning-time-not-proven",
        WarningCode::TimeStampUntrusted => "signature-warning-time-stamp-untrusted",
        WarningCode::TimeStampExpired => "signature-warning-time-stamp-expired",
        WarningCode::TimeStampRevocationUnknown => "signature-warning-time-stamp-revocation-unknown",
        WarningCode::ClaimedTimeLater => "signature-warning-claimed-time-later",
        WarningCode::RevokedLater => "signature-warning-revoked-later",
        WarningCode::ExpiredLater => "signature-warning-expired-later",
        WarningCode::NotBaseline => "signature-warning-not-baseline",
    }
}

/// The key of the text that says what integrity was found.
#[must_use]
pub const fn integrity_key(integrity: Integrity) -> &'static str {
    match integrity {
        Integrity::Intact => "signature-integrity-intact",
        Integrity::Broken => "signature-integrity-broken",
        Integrity::Unknown => "signature-integrity-unknown",
    }
}

/// The key of the text that says what trust was found.
#[must_use]
pub const fn trust_key(trust: Trust) -> &'static str {
    match trust {
        Trust::Trusted => "signature-trust-trusted",
        Trust::Untrusted => "signature-trust-untrusted",
        Trust::Expired => "signature-trust-expired",
        Trust::NotYetValid => "signature-trust-not-yet-valid",
        Trust::NotForSigning => "signature-trust-not-for-signing",
        Trust::Invalid => "signature-trust-invalid",
        Trust::NoCertificate => "signature-trust-no-certificate",
    }
}

/// The key of the text that says what is known of revocation. Of [`Revocation::Revoked`] it takes the value `at`.
#[must_use]
pub const fn revocation_key(revocation: Revocation) -> &'static str {
    match revocation {
        Revocation::Good => "signature-revocation-good",
        Revocation::Revoked { .. } => "signature-revocation-revoked",
        Revocation::Unknown => "signature-revocation-unknown",
    }
}

/// The key of the verdict's text.
#[must_use]
pub const fn verdict_key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Valid => "signature-verdict-valid",
        Verdict::Indeterminate => "signature-verdict-indeterminate",
        Verdict::Invalid => "signature-verdict-invalid",
    }
}

/// The key of a level's text.
#[must_use]
pub const fn level_key(level: Level) -> &'static str {
    match level {
        Level::BaselineB => "signature-level-b-b",
        Level::BaselineT => "signature-level-b-t",
        Level::BaselineLt => "signature-level-b-lt",
    }
}
