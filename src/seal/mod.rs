//! Kela's electronic seal and the judging of signatures in PDF files: PAdES baseline (ETSI EN 319 142-1) by incremental updates.
//!
//! A seal proves where a document comes from and that it is whole; it is no consent, and is never called a signature in texts.
//! Everything here blocks: a caller in an async task uses `spawn_blocking`.

mod algorithm;
mod asn1;
mod certificate;
mod chain;
mod cms;
mod crl;
mod distinguished_name;
mod exactness;
mod fetch;
mod judge;
mod key;
mod key_file;
mod level;
mod ocsp;
mod oid;
mod report;
mod revocation;
mod sealer;
mod sealing;
mod signed_data;
mod time_stamp;
mod validation;

pub use certificate::CertificateInfo;
pub use chain::{TrustAnchors, TrustError};
pub use distinguished_name::DistinguishedName;
pub use fetch::{Fetch, FetchError, FetchReason, HttpFetch, NamedBy};
pub use judge::judge;
pub use key::{KeyError, SealKey};
pub use level::Level;
pub use report::{
    Integrity, ProblemCode, ProvenTime, Revocation, SignatureReport, Trust, Verdict, WarningCode, integrity_key, level_key,
    problem_key, revocation_key, trust_key, verdict_key, warning_key,
};
pub use revocation::RevocationError;
pub use sealer::{SealError, SealSettings, SealText, Sealed, Sealer};
pub use time_stamp::{TimeStampError, TimeStampReason};
