//! Gathering what it takes to check a signature later: certificates, OCSP answers and revocation lists (ETSI EN 319 142-1, 5.4.2).

use chrono::{DateTime, Utc};

use super::certificate::Certificate;
use super::chain::Path;
use super::fetch::Fetch;
use super::revocation::{self, Evidence, RevocationError, Status};
use super::sealer::SealError;
use crate::clock::Randomness;
use crate::pdf::ValidationData;

/// Adds the certificates of `path` and fresh answers about each that can be revoked. A revoked one is an error.
pub(super) fn gather(
    into: &mut ValidationData,
    fetch: &dyn Fetch,
    leaf: &Certificate<'_>,
    path: &Path<'_>,
    now: DateTime<Utc>,
    randomness: &dyn Randomness,
) -> Result<(), SealError> {
    let unreadable =
        |_| RevocationError { certificate: revocation::name(leaf), tried: vec!["a certificate cannot be read".to_owned()] };
    for der in std::iter::once(&leaf.der).chain(&path.authorities) {
        push(&mut into.certificates, der.to_vec());
    }
    for (certificate, issuer) in revocation::pairs(leaf, path).map_err(unreadable)? {
        let nonce = randomness.bytes32();
        let (answer, evidence) = revocation::ask(fetch, &certificate, &issuer, now, nonce.get(..16))?;
        if let Status::Revoked { at } = answer.status {
            return Err(SealError::Revoked { certificate: revocation::name(&certificate), at });
        }
        match evidence {
            Evidence::Ocsp(bytes) => push(&mut into.ocsp_responses, bytes),
            Evidence::Crl(bytes) => push(&mut into.crls, bytes),
        }
    }
    Ok(())
}

fn push(list: &mut Vec<Vec<u8>>, der: Vec<u8>) {
    if !list.contains(&der) {
        list.push(der);
    }
}
