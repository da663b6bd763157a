//! Kela's electronic seal and the judging of signatures in PDF files: PAdES baseline (ETSI EN 319 142-1) by incremental updates.
//!
//! A seal proves where a document comes from and that it is whole; it is no consent, and is never called a signature in texts.
//! Everything here blocks: a caller in an async task uses `spawn_blocking`.

mod chain;
mod cms;
mod exactness;
mod judge;
mod key;
mod key_file;
mod level;
mod report;
mod sealer;
mod sealing;
mod signed_data;
mod time_stamp;
mod validation;

pub use crate::x509::{
    CertificateInfo, DistinguishedName, Fetch, FetchError, FetchReason, HttpFetch, NamedBy, RevocationError, TrustAnchors,
    TrustError,
};
use crate::x509::{algorithm, asn1, certificate, crl, distinguished_name, fetch, ocsp, oid, revocation};
pub use judge::{judge, judge_read};
pub use key::{KeyError, SealKey};
pub use level::Level;
pub use report::{
    Integrity, ProblemCode, ProvenTime, Revocation, SignatureReport, Trust, Verdict, WarningCode, integrity_key, level_key,
    problem_key, revocation_key, trust_key, verdict_key, warning_key,
};
pub use sealer::{SealError, SealSettings, SealText, Sealed, Sealer};
pub use time_stamp::{TimeStampError, TimeStampReason};
