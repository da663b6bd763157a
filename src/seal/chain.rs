//! From a signer's certificate to a trusted authority, by rustls-webpki (RFC 5280, 6).

use chrono::{DateTime, Utc};
use const_oid::ObjectIdentifier;
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{EndEntityCert, ExtendedKeyUsageValidator, KeyPurposeId, KeyPurposeIdIter};

use super::asn1::BadDer;
use super::certificate::Certificate;
use super::oid;
use super::report::Trust;
use crate::x509::TrustAnchors;

/// What a certificate is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Signing or sealing documents.
    Signing,
    /// Time stamps (RFC 3161, 2.3).
    TimeStamping,
}

/// The purposes of extendedKeyUsage, one of which a signer's certificate must have where it has any.
const SIGNING: [ObjectIdentifier; 6] = [
    oid::DOCUMENT_SIGNING,
    oid::EMAIL_PROTECTION,
    oid::CLIENT_AUTH,
    oid::ANY_PURPOSE,
    oid::MICROSOFT_DOCUMENT_SIGNING,
    oid::ADOBE_DOCUMENT_SIGNING,
];

/// A path that holds at a time.
#[derive(Debug, Clone)]
pub(super) struct Path<'a> {
    /// The certificates of the authorities from the leaf's issuer on, the trusted one last. Empty if the leaf itself is trusted.
    pub authorities: Vec<&'a [u8]>,
}

/// The path from `leaf` over some of `others` to one of `anchors`, as it holds at `at`.
pub(super) fn find_path<'a>(
    leaf: &Certificate<'a>,
    others: &[&'a [u8]],
    anchors: &'a TrustAnchors,
    at: DateTime<Utc>,
    purpose: Purpose,
) -> Result<Path<'a>, Trust> {
    if !leaf.extensions.allows_signatures() {
        return Err(Trust::NotForSigning);
    }
    let purposes = leaf.extensions.purposes.as_ref();
    let wanted: Vec<Option<ObjectIdentifier>> = match (purpose, purposes) {
        (Purpose::Signing, None) => vec![None],
        (Purpose::Signing, Some(has)) => SIGNING.into_iter().filter(|purpose| has.contains(purpose)).map(Some).collect(),
        (Purpose::TimeStamping, _) if leaf.extensions.is_for(oid::TIME_STAMPING) => vec![Some(oid::TIME_STAMPING)],
        (Purpose::TimeStamping, _) => Vec::new(),
    };
    let mut found = Err(Trust::NotForSigning);
    for purpose in wanted {
        found = path_for(leaf, others, anchors, at, Wanted(purpose));
        if found.is_ok() {
            break;
        }
    }
    found
}

/// The certificates of a path that can be revoked, each with its issuer: all but the trusted authority.
pub(super) fn pairs<'a>(leaf: &Certificate<'a>, path: &Path<'a>) -> Result<Vec<(Certificate<'a>, Certificate<'a>)>, BadDer> {
    let mut found = Vec::new();
    let mut certificate = leaf.clone();
    for der in &path.authorities {
        let issuer = Certificate::read(der)?;
        found.push((certificate, issuer.clone()));
        certificate = issuer;
    }
    Ok(found)
}

fn path_for<'a>(
    leaf: &Certificate<'a>,
    others: &[&'a [u8]],
    anchors: &'a TrustAnchors,
    at: DateTime<Utc>,
    wanted: Wanted,
) -> Result<Path<'a>, Trust> {
    if anchors.certificates().iter().any(|anchor| anchor == leaf.der) {
        return match at {
            _ if at < leaf.not_before => Err(Trust::NotYetValid),
            _ if at > leaf.not_after => Err(Trust::Expired),
            _ => Ok(Path { authorities: Vec::new() }),
        };
    }
    let trusted: Vec<CertificateDer<'_>> =
        anchors.certificates().iter().map(|der| CertificateDer::from(der.as_slice())).collect();
    let read: Vec<TrustAnchor<'_>> = trusted.iter().filter_map(|der| webpki::anchor_from_trusted_cert(der).ok()).collect();
    let between: Vec<CertificateDer<'_>> = others.iter().map(|der| CertificateDer::from(*der)).collect();
    let der = CertificateDer::from(leaf.der);
    let entity = EndEntityCert::try_from(&der).map_err(|error| refusal(&error))?;
    let seconds = u64::try_from(at.timestamp()).unwrap_or(0);
    let time = UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds));
    let path = entity
        .verify_for_usage(webpki::ALL_VERIFICATION_ALGS, &read, &between, time, wanted, None, None)
        .map_err(|error| refusal(&error))?;
    let mut authorities = Vec::new();
    for step in path.intermediate_certificates() {
        let der = step.der();
        authorities.extend(others.iter().find(|other| **other == der.as_ref()));
    }
    let is_anchor = |der: &&Vec<u8>| {
        let der = CertificateDer::from(der.as_slice());
        webpki::anchor_from_trusted_cert(&der).is_ok_and(|anchor| anchor == *path.anchor())
    };
    authorities.extend(anchors.certificates().iter().find(is_anchor).map(Vec::as_slice));
    let may_sign = |der: &&[u8]| Certificate::read(der).is_ok_and(|authority| authority.extensions.allows_certificates());
    if authorities.iter().all(may_sign) { Ok(Path { authorities }) } else { Err(Trust::Invalid) }
}

/// The purpose that every certificate of a path must allow which restricts its purposes; `None` is any of [`SIGNING`].
#[derive(Clone, Copy)]
struct Wanted(Option<ObjectIdentifier>);

impl ExtendedKeyUsageValidator for Wanted {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), webpki::Error> {
        let accepted = |found: &KeyPurposeId<'_>| {
            let is = |purpose: &ObjectIdentifier| *found == KeyPurposeId::new(purpose.as_bytes());
            match &self.0 {
                Some(purpose) => is(purpose) || is(&oid::ANY_PURPOSE),
                None => SIGNING.iter().any(is),
            }
        };
        let mut any = false;
        for purpose in purposes {
            any = true;
            if accepted(&purpose?) {
                return Ok(());
            }
        }
        if any {
            let required = webpki::KeyUsage::client_auth();
            Err(webpki::Error::RequiredEkuNotFoundContext(webpki::RequiredEkuNotFoundContext { required, present: Vec::new() }))
        } else {
            Ok(())
        }
    }
}

fn refusal(error: &webpki::Error) -> Trust {
    use webpki::Error;
    match error {
        Error::UnknownIssuer | Error::InvalidSignatureForPublicKey => Trust::Untrusted,
        Error::CertExpired { .. } => Trust::Expired,
        Error::CertNotValidYet { .. } => Trust::NotYetValid,
        Error::RequiredEkuNotFoundContext(_) => Trust::NotForSigning,
        _ => Trust::Invalid,
    }
}
