//! X.509 (RFC 5280) as the seal and the look at Edge servers share it: certificates, their algorithms and names, OCSP (RFC 6960) and
//! revocation lists, and asking for these over HTTP. Everything that asks blocks: a caller in an async task uses `spawn_blocking`.

pub(crate) mod algorithm;
mod anchors;
pub(crate) mod asn1;
pub(crate) mod certificate;
pub(crate) mod crl;
pub(crate) mod distinguished_name;
pub(crate) mod fetch;
pub(crate) mod ocsp;
pub(crate) mod oid;
pub(crate) mod revocation;

pub use anchors::{TrustAnchors, TrustError};
pub use certificate::CertificateInfo;
pub use distinguished_name::DistinguishedName;
pub use fetch::{Fetch, FetchError, FetchReason, HttpFetch, NamedBy};
pub use revocation::RevocationError;
