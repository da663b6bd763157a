//! Writing the signature: CMS SignedData (RFC 5652) with the signed attributes of PAdES baseline (ETSI EN 319 142-1, 6.3).
//!
//! There is no signingTime: in PAdES the claimed time stands in `/M`.

use super::algorithm::Digest;
use super::asn1::{self, BadDer, sequence, tag, tlv};
use super::certificate::Certificate;
use super::key::{KeyError, SealKey};
use super::oid;

/// A signature whose unsigned attributes are still open.
pub(super) struct Signed {
    /// The contents of the SET OF signed attributes.
    attributes: Vec<u8>,
    /// The signature value.
    value: Vec<u8>,
}

/// Signs `covered`.
pub(super) fn sign(key: &SealKey, covered: &[&[u8]]) -> Result<Signed, KeyError> {
    let attributes = asn1::set_contents(vec![
        attribute(oid::CONTENT_TYPE, &asn1::oid(oid::DATA)),
        attribute(oid::MESSAGE_DIGEST, &tlv(tag::OCTET_STRING, &[&key.digest().of_parts(covered)])),
        attribute(oid::SIGNING_CERTIFICATE_V2, &signing_certificate(key.own_certificate())),
    ]);
    // What is signed is the SET OF, although it stands in the message as [0] (RFC 5652, 5.4).
    let value = key.sign(&tlv(tag::SET, &[&attributes]))?;
    Ok(Signed { attributes, value })
}

fn attribute(id: const_oid::ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    sequence(&[&asn1::oid(id), &tlv(tag::SET, &[value])])
}

/// SigningCertificateV2 (RFC 5035, 3) with the SHA-256 of the certificate, which is the default and therefore not named.
fn signing_certificate(certificate: &[u8]) -> Vec<u8> {
    let digest = tlv(tag::OCTET_STRING, &[&Digest::Sha256.of_parts(&[certificate])]);
    sequence(&[&sequence(&[&sequence(&[&digest])])])
}

impl Signed {
    /// What a time stamp of the signature stamps.
    pub fn value(&self) -> &[u8] {
        &self.value
    }

    /// The whole message, with a time stamp of the signature if there is one.
    pub fn finish(&self, key: &SealKey, time_stamp: Option<&[u8]>) -> Result<Vec<u8>, BadDer> {
        let own = Certificate::read(key.own_certificate())?;
        let number = tlv(tag::INTEGER, &[own.serial]);
        let digest = key.digest().algorithm_identifier();
        let unsigned =
            time_stamp.map(|token| tlv(tag::context(1), &[&attribute(oid::SIGNATURE_TIME_STAMP, token)])).unwrap_or_default();
        let signer = sequence(&[
            &asn1::unsigned(&[1]),
            &sequence(&[own.issuer.whole, &number]),
            &digest,
            &tlv(tag::context(0), &[&self.attributes]),
            &key.signature_algorithm(),
            &tlv(tag::OCTET_STRING, &[&self.value]),
            &unsigned,
        ]);
        let signed_data = sequence(&[
            &asn1::unsigned(&[1]),
            &tlv(tag::SET, &[&digest]),
            &sequence(&[&asn1::oid(oid::DATA)]),
            &tlv(tag::context(0), &[&asn1::set_contents(key.certificates().to_vec())]),
            &tlv(tag::SET, &[&signer]),
        ]);
        Ok(sequence(&[&asn1::oid(oid::SIGNED_DATA), &tlv(tag::context(0), &[&signed_data])]))
    }
}
