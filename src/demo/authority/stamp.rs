//! The time-stamp server (RFC 3161).

use chrono::{DateTime, Utc};
use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos};
use const_oid::ObjectIdentifier;
use const_oid::db::{rfc5911, rfc5912};
use der::asn1::{Int, OctetString, SetOfVec};
use der::{Any, Decode, Encode, Sequence};
use rcgen::SigningKey as _;
use ring::digest::{SHA256, digest};
use x509_cert::Certificate;
use x509_cert::attr::Attribute;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_tsp::{MessageImprint, TimeStampReq, TimeStampResp, TspVersion, TstInfo};

use super::AuthorityError;
use super::faults::TimeStampFault;
use super::keep::{Kept, KeyAndCertificate};
use super::respond::{ecdsa, generalized};
use crate::clock::{Randomness, SystemRandomness};

const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
/// A policy of nobody, under the enterprise number for examples (RFC 5612).
const POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.3161");

/// ESSCertIDv2 with the digest alone (RFC 5035, 4).
#[derive(Sequence)]
struct CertificateDigest {
    digest: OctetString,
}

/// SigningCertificateV2 (RFC 5035, 3).
#[derive(Sequence)]
struct SigningCertificate {
    certificates: Vec<CertificateDigest>,
}

/// The answer to a request.
pub(super) fn answer(
    kept: &Kept,
    request: &[u8],
    now: DateTime<Utc>,
    fault: Option<TimeStampFault>,
) -> Result<Vec<u8>, AuthorityError> {
    let request = TimeStampReq::from_der(request).ok().filter(|_| fault != Some(TimeStampFault::Refuses));
    let Some(mut request) = request else {
        // PKIStatusInfo with status rejection.
        return Ok(TimeStampResp { status: Decode::from_der(&[0x30, 3, 2, 1, 2])?, time_stamp_token: None }.to_der()?);
    };
    let at = match fault {
        Some(TimeStampFault::TimeOff(off)) => now + off,
        _ => now,
    };
    if fault == Some(TimeStampFault::WrongNonce) {
        request.nonce = Some(Int::new(&[7; 8])?);
    }
    if fault == Some(TimeStampFault::WrongImprint) {
        request.message_imprint = MessageImprint { hashed_message: OctetString::new(vec![7; 32])?, ..request.message_imprint };
    }
    let signer = match fault {
        Some(TimeStampFault::WrongCertificate) => &kept.responder,
        _ => &kept.stamper,
    };
    let info = TstInfo {
        version: TspVersion::V1,
        policy: POLICY,
        message_imprint: request.message_imprint,
        serial_number: serial()?,
        gen_time: generalized(at)?,
        accuracy: None,
        ordering: false,
        nonce: request.nonce,
        tsa: None,
        extensions: None,
    };
    let token = token(signer, kept.issuing.parsed()?, &info, fault == Some(TimeStampFault::WrongSignature))?;
    Ok(TimeStampResp { status: Decode::from_der(&[0x30, 3, 2, 1, 0])?, time_stamp_token: Some(token) }.to_der()?)
}

fn serial() -> Result<Int, der::Error> {
    let mut bytes = vec![1];
    bytes.extend(SystemRandomness.bytes32().into_iter().take(8));
    Int::new(&bytes)
}

fn attribute(oid: ObjectIdentifier, value: Any) -> Result<Attribute, der::Error> {
    Ok(Attribute { oid, values: SetOfVec::try_from(vec![value])? })
}

fn token(signer: &KeyAndCertificate, issuer: &Certificate, info: &TstInfo, spoiled: bool) -> Result<ContentInfo, AuthorityError> {
    let content = info.to_der()?;
    let sha256 = AlgorithmIdentifierOwned { oid: rfc5912::ID_SHA_256, parameters: None };
    let tie = SigningCertificate {
        certificates: vec![CertificateDigest { digest: OctetString::new(digest(&SHA256, &signer.der()?).as_ref())? }],
    };
    let attributes = SetOfVec::try_from(vec![
        attribute(rfc5911::ID_CONTENT_TYPE, Any::encode_from(&TST_INFO)?)?,
        attribute(rfc5911::ID_MESSAGE_DIGEST, Any::encode_from(&OctetString::new(digest(&SHA256, &content).as_ref())?)?)?,
        attribute(SIGNING_CERTIFICATE_V2, Any::encode_from(&tie)?)?,
    ])?;
    let over = if spoiled { vec![7] } else { attributes.to_der()? };
    let certificate = signer.parsed()?;
    let signer_info = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: certificate.tbs_certificate.issuer.clone(),
            serial_number: certificate.tbs_certificate.serial_number.clone(),
        }),
        digest_alg: sha256.clone(),
        signed_attrs: Some(attributes),
        signature_algorithm: ecdsa(),
        signature: OctetString::new(signer.key()?.sign(&over)?)?,
        unsigned_attrs: None,
    };
    let signed = SignedData {
        version: CmsVersion::V3,
        digest_algorithms: SetOfVec::try_from(vec![sha256])?,
        encap_content_info: EncapsulatedContentInfo {
            econtent_type: TST_INFO,
            econtent: Some(Any::encode_from(&OctetString::new(content)?)?),
        },
        certificates: Some(CertificateSet::try_from(
            [certificate, issuer].map(|one| CertificateChoices::Certificate(one.clone())).to_vec(),
        )?),
        crls: None,
        signer_infos: SignerInfos::try_from(vec![signer_info])?,
    };
    Ok(ContentInfo { content_type: rfc5911::ID_SIGNED_DATA, content: Any::encode_from(&signed)? })
}
