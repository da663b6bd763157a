//! Whether a file holds anything beside a signature that no check has read.

use super::certificate::Certificate;
use super::chain::Path;
use super::signed_data::SignedData;
use super::{crl, ocsp};
use crate::pdf::{EmbeddedSignature, ValidationData};

/// What took part in the judgement of a file.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// The certificates of every path that held.
    certificates: Vec<Vec<u8>>,
    /// The certificates that were asked about, each with its issuer.
    pairs: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Record {
    /// Notes a path that held.
    pub fn add(&mut self, leaf: &Certificate<'_>, path: &Path<'_>) {
        let mut certificate = leaf.der;
        self.certificates.push(certificate.to_vec());
        for issuer in &path.authorities {
            self.certificates.push(issuer.to_vec());
            let pair = (certificate.to_vec(), issuer.to_vec());
            if !self.pairs.contains(&pair) {
                self.pairs.push(pair);
            }
            certificate = issuer;
        }
    }

    /// Whether every certificate of a message, and of its time stamps, is of a path, and the rest of it is what the check reads.
    pub fn has_used_message(&self, signed: &SignedData<'_>) -> bool {
        let used = |der: &&[u8]| self.certificates.iter().any(|used| used == der);
        let stamps = signed.signer.time_stamps();
        signed.is_plain
            && signed.certificates.iter().all(used)
            && stamps
                .iter()
                .all(|token| SignedData::read(token).is_ok_and(|token| token.is_plain && token.certificates.iter().all(used)))
    }

    /// Whether everything in the document's security store says something of a certificate of a path.
    pub fn has_used_all(&self, store: &ValidationData) -> bool {
        let about = |says: &dyn Fn(&Certificate<'_>, &Certificate<'_>) -> bool| {
            self.pairs.iter().any(|(certificate, issuer)| {
                let read = (Certificate::read(certificate), Certificate::read(issuer));
                matches!(read, (Ok(certificate), Ok(issuer)) if says(&certificate, &issuer))
            })
        };
        store.certificates.iter().all(|der| self.certificates.contains(der))
            && store.ocsp_responses.iter().all(|answer| about(&|one, issuer| ocsp::read(answer, one, issuer, None).is_ok()))
            && store.crls.iter().all(|list| about(&|one, issuer| crl::read(list, one, issuer).is_ok()))
    }
}

/// Whether the hex string of the signature has the digits that this program writes.
pub(super) fn is_written_as_here(file: &[u8], signature: &EmbeddedSignature) -> bool {
    let [_, end, next, _] = signature.byte_range;
    let written = file.get(end..next).and_then(|written| written.strip_prefix(b"<")?.strip_suffix(b">"));
    written.is_some_and(|written| {
        let digits = hex::encode(&signature.der);
        written.strip_prefix(digits.as_bytes()).is_some_and(|padding| padding.iter().all(|digit| *digit == b'0'))
    })
}
