//! Answers about revocation: OCSP (RFC 6960) and lists (RFC 5280, 5).

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use der::asn1::{BitString, GeneralizedTime, Null, OctetString};
use der::{Decode, Encode};
use rcgen::{CertificateRevocationListParams, KeyIdMethod, KeyPair, RevokedCertParams, SerialNumber, SigningKey as _};
use ring::digest;
use x509_cert::Certificate;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_ocsp::{
    BasicOcspResponse, CertId, CertStatus, OcspGeneralizedTime, OcspRequest, OcspResponse, OcspResponseStatus, ResponderId,
    ResponseBytes, ResponseData, RevokedInfo, SingleResponse, Version,
};

use super::AuthorityError;
use super::issue::{self, since_epoch};
use super::keep::{Kept, KeyAndCertificate};

/// Serial numbers that were revoked, with when.
pub(super) type Revoked = BTreeMap<Vec<u8>, DateTime<Utc>>;

/// How long an answer counts.
const COUNTS: TimeDelta = TimeDelta::days(7);

/// How an answer differs from a right one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Twist {
    /// It is of a month ago.
    pub outdated: bool,
    /// It is signed by a key of nobody.
    pub other_key: bool,
}

impl Twist {
    fn this_update(self, now: DateTime<Utc>) -> DateTime<Utc> {
        if self.outdated { now - TimeDelta::days(30) } else { now }
    }

    fn key(self, right: &KeyAndCertificate) -> Result<KeyPair, rcgen::Error> {
        if self.other_key { KeyPair::generate() } else { right.key() }
    }
}

/// `ecdsa-with-SHA256`, with which every key of the authority signs.
pub(super) fn ecdsa() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid: const_oid::db::rfc5912::ECDSA_WITH_SHA_256, parameters: None }
}

pub(super) fn generalized(at: DateTime<Utc>) -> Result<GeneralizedTime, der::Error> {
    GeneralizedTime::from_unix_duration(since_epoch(at))
}

/// The answer to an OCSP request; `None` if it cannot be read.
pub(super) fn ocsp(
    kept: &Kept,
    revoked: &Revoked,
    request: &[u8],
    now: DateTime<Utc>,
    twist: Twist,
) -> Result<Vec<u8>, AuthorityError> {
    let Ok(request) = OcspRequest::from_der(request) else { return Ok(OcspResponse::malformed_request().to_der()?) };
    let this_update = twist.this_update(now);
    let mut responses = Vec::new();
    for asked in &request.tbs_request.request_list {
        responses.push(SingleResponse {
            cert_id: asked.req_cert.clone(),
            cert_status: status(&asked.req_cert, kept.issuing.parsed()?, revoked)?,
            this_update: OcspGeneralizedTime(generalized(this_update)?),
            next_update: Some(OcspGeneralizedTime(generalized(this_update + COUNTS)?)),
            single_extensions: None,
        });
    }
    let nonce = request.tbs_request.request_extensions.unwrap_or_default();
    let nonce: Vec<_> =
        nonce.into_iter().filter(|extension| extension.extn_id == const_oid::db::rfc6960::ID_PKIX_OCSP_NONCE).collect();
    let responder = kept.responder.parsed()?;
    let data = ResponseData {
        version: Version::V1,
        responder_id: ResponderId::ByName(responder.tbs_certificate.subject.clone()),
        produced_at: OcspGeneralizedTime(generalized(now)?),
        responses,
        response_extensions: (!nonce.is_empty()).then_some(nonce),
    };
    let signature = twist.key(&kept.responder)?.sign(&data.to_der()?)?;
    let basic = BasicOcspResponse {
        tbs_response_data: data,
        signature_algorithm: ecdsa(),
        signature: BitString::from_bytes(&signature)?,
        certs: Some(vec![responder.clone()]),
    };
    let bytes =
        ResponseBytes { response_type: const_oid::db::rfc6960::ID_PKIX_OCSP_BASIC, response: OctetString::new(basic.to_der()?)? };
    Ok(OcspResponse { response_status: OcspResponseStatus::Successful, response_bytes: Some(bytes) }.to_der()?)
}

/// Of another authority's certificates nothing is known.
fn status(id: &CertId, issuer: &Certificate, revoked: &Revoked) -> Result<CertStatus, AuthorityError> {
    let algorithm = match id.hash_algorithm.oid {
        const_oid::db::rfc5912::ID_SHA_256 => &digest::SHA256,
        _ => &digest::SHA1_FOR_LEGACY_USE_ONLY,
    };
    let key = issuer.tbs_certificate.subject_public_key_info.subject_public_key.raw_bytes();
    if digest::digest(algorithm, key).as_ref() != id.issuer_key_hash.as_bytes() {
        return Ok(CertStatus::Unknown(Null));
    }
    Ok(match revoked.get(id.serial_number.as_bytes()) {
        Some(at) => {
            let revocation_time = OcspGeneralizedTime(generalized(*at)?);
            CertStatus::Revoked(RevokedInfo { revocation_time, revocation_reason: None })
        }
        None => CertStatus::good(),
    })
}

/// The revocation list of the root (`of_root`) or of the issuing authority.
pub(super) fn list(
    kept: &Kept,
    of_root: bool,
    revoked: &Revoked,
    now: DateTime<Utc>,
    twist: Twist,
) -> Result<Vec<u8>, AuthorityError> {
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    let of_issuing = |serial: &Vec<u8>| *serial == kept.issuing.serial();
    let this_update = twist.this_update(now);
    let entry = |(serial, at): (&Vec<u8>, &DateTime<Utc>)| RevokedCertParams {
        serial_number: SerialNumber::from_slice(serial),
        revocation_time: epoch + since_epoch(*at),
        reason_code: None,
        invalidity_date: None,
    };
    let params = CertificateRevocationListParams {
        this_update: epoch + since_epoch(this_update),
        next_update: epoch + since_epoch(this_update + COUNTS),
        crl_number: SerialNumber::from(u64::try_from(this_update.timestamp()).unwrap_or(1)),
        issuing_distribution_point: None,
        revoked_certs: revoked.iter().filter(|(serial, _)| of_issuing(serial) == of_root).map(entry).collect(),
        key_identifier_method: KeyIdMethod::Sha256,
    };
    let mut issuer = if of_root { issue::root(&kept.root)? } else { issue::issuing(&kept.issuing)? };
    if twist.other_key {
        issuer = issue::with_key_of_nobody(of_root)?;
    }
    Ok(params.signed_by(&issuer)?.der().to_vec())
}
