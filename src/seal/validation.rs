//! Gathering what it takes to check a signature later: certificates, OCSP answers and revocation lists (ETSI EN 319 142-1, 5.4.2).

use chrono::{DateTime, Utc};

use super::certificate::Certificate;
use super::chain::Path;
use super::fetch::Fetch;
use super::revocation::{self, Evidence, RevocationError, Status};
use super::sealer::SealError;
use crate::clock::Randomness;
use crate::pdf::ValidationData;

/// What was gathered, and by whom it is asked for.
#[derive(Clone)]
pub(super) struct Gathering<'a> {
    pub data: ValidationData,
    /// The certificates about which there is an answer already.
    settled: Vec<Vec<u8>>,
    fetch: &'a dyn Fetch,
    now: DateTime<Utc>,
    randomness: &'a dyn Randomness,
}

impl<'a> Gathering<'a> {
    pub fn new(fetch: &'a dyn Fetch, now: DateTime<Utc>, randomness: &'a dyn Randomness) -> Self {
        Self { data: ValidationData::default(), settled: Vec::new(), fetch, now, randomness }
    }

    /// Adds the certificates of `path` and fresh answers about each that can be revoked. A revoked one is an error.
    pub fn add(&mut self, leaf: &Certificate<'_>, path: &Path<'_>) -> Result<(), SealError> {
        for der in std::iter::once(&leaf.der).chain(&path.authorities) {
            push(&mut self.data.certificates, der.to_vec());
        }
        let unreadable = |_| {
            let tried = vec!["a certificate cannot be read".to_owned()];
            RevocationError { certificate: revocation::name(leaf), tried }
        };
        for (certificate, issuer) in super::chain::pairs(leaf, path).map_err(unreadable)? {
            if !self.settled.iter().any(|settled| settled == certificate.der) {
                self.settle(&certificate, &issuer)?;
            }
        }
        Ok(())
    }

    fn settle(&mut self, certificate: &Certificate<'_>, issuer: &Certificate<'_>) -> Result<(), SealError> {
        let nonce = self.randomness.bytes32();
        let (answer, evidence) = revocation::ask(self.fetch, certificate, issuer, self.now, nonce.get(..16))?;
        if let Status::Revoked { at } = answer.status {
            return Err(SealError::Revoked { certificate: revocation::name(certificate), at });
        }
        match evidence {
            Evidence::Ocsp(bytes) => push(&mut self.data.ocsp_responses, bytes),
            Evidence::Crl(bytes) => push(&mut self.data.crls, bytes),
        }
        self.settled.push(certificate.der.to_vec());
        Ok(())
    }
}

fn push(list: &mut Vec<Vec<u8>>, der: Vec<u8>) {
    if !list.contains(&der) {
        list.push(der);
    }
}
