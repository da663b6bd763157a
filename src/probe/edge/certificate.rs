//! A server's certificate in the words of an observation: what it says of itself, and where it leads to.

use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{DateTime, Utc};
use const_oid::ObjectIdentifier;
use rustls_pki_types::{CertificateDer, UnixTime};
use webpki::{EndEntityCert, ExtendedKeyUsageValidator, KeyPurposeIdIter};

use super::roots::Roots;
use crate::federation::{CertificateSeen, PathSeen, RevocationSeen};
use crate::x509::algorithm::{self, KeyKind};
use crate::x509::asn1::{Tlv, tag};
use crate::x509::certificate::Certificate;
use crate::x509::distinguished_name::DistinguishedName;
use crate::x509::fetch::Fetch;
use crate::x509::oid;
use crate::x509::revocation::{self, Evidence, Status};

/// Most certificates of a chain that are looked at, the server's own among them.
const MOST_CERTIFICATES: usize = 12;
/// Most names that are kept.
const MOST_NAMES: usize = 500;
/// Most certificates that are fetched for a path, and the most bytes of one.
const MOST_FETCHED: usize = 3;
const MOST_BYTES: u64 = 64 * 1024;

/// A chain as a server sent it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chain<'a> {
    pub certificates: &'a [Vec<u8>],
    /// The stapled OCSP answer; may be empty.
    pub ocsp: &'a [u8],
}

/// By whom is asked what a certificate does not say itself.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    pub fetch: &'a dyn Fetch,
    /// Whether authorities are fetched from any port, not from 80 alone: for the demonstration and tests. Nobody vouches for who names them.
    pub any_port: bool,
    /// How many authorities may still be fetched, by all certificates of a round.
    pub left: &'a AtomicUsize,
}

impl Asking<'_> {
    /// A certificate in DER or PEM from where another says its issuer's is.
    fn authority(&self, place: &str) -> Option<Vec<u8>> {
        use rustls_pki_types::pem::PemObject as _;
        let port = url::Url::parse(place).ok()?.port_or_known_default();
        if !self.any_port && port != Some(80) {
            return None;
        }
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).ok()?;
        let bytes = self.fetch.get(place, MOST_BYTES).ok()?;
        let der = if bytes.starts_with(b"-----") { CertificateDer::from_pem_slice(&bytes).ok()?.to_vec() } else { bytes };
        Certificate::read(&der).is_ok().then_some(der)
    }
}

/// What can be read of the chain at `at` without asking anybody; with `asking`, what is missing is fetched and revocation asked for. Blocks
/// if so.
pub(super) fn look(chain: Chain<'_>, at: DateTime<Utc>, roots: &Roots, asking: Option<Asking<'_>>) -> Option<CertificateSeen> {
    let der = chain.certificates.first()?;
    let leaf = Certificate::read(der).ok()?;
    let info = leaf.info().ok()?;
    let others: Vec<Vec<u8>> = chain.certificates.iter().skip(1).take(MOST_CERTIFICATES).cloned().collect();
    let (path, issuer) = find_path(&leaf, others, at, roots, asking);
    let revocation = match (&path, issuer) {
        (PathSeen::Trusted { .. } | PathSeen::IntermediateMissing { .. }, Some(issuer)) => {
            revocation_of(&leaf, &issuer, chain.ocsp, at, asking.map(|asking| asking.fetch))
        }
        _ => RevocationSeen::NotAsked,
    };
    let purposes = leaf.extensions.purposes.as_ref();
    let is_for = |purpose| purposes.is_none_or(|has| has.contains(&purpose) || has.contains(&oid::ANY_PURPOSE));
    Some(CertificateSeen {
        subject: words(&info.subject),
        issuer: words(&info.issuer),
        serial: info.serial,
        not_before: leaf.not_before,
        not_after: leaf.not_after,
        names: names(&leaf, info.subject.common_name.as_deref()),
        key: match leaf.key.kind() {
            KeyKind::Other => leaf.key.type_id().to_string(),
            known => known.name(),
        },
        rsa_bits: match leaf.key.kind() {
            KeyKind::Rsa(bits) => u32::try_from(bits).ok(),
            _ => None,
        },
        weak_digest: weak_digest(chain.certificates),
        purposes: purposes.map(|has| has.iter().map(|purpose| purpose_name(*purpose)).collect()),
        for_servers: is_for(oid::SERVER_AUTH),
        for_clients: is_for(oid::CLIENT_AUTH),
        fingerprint: info.fingerprint,
        path,
        revocation,
    })
}

/// The name that people know a holder by; never empty.
fn words(name: &DistinguishedName) -> String {
    let short = name.short();
    if short.is_empty() { "?".to_owned() } else { short.to_owned() }
}

fn names(leaf: &Certificate<'_>, common_name: Option<&str>) -> Vec<String> {
    let is_name = |text: &&str| {
        !text.is_empty()
            && text.len() <= 253
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'*'))
    };
    let tidy = |text: &str| text.trim_end_matches('.').to_ascii_lowercase();
    match &leaf.extensions.dns_names {
        Some(names) => names.iter().copied().filter(is_name).take(MOST_NAMES).map(tidy).collect(),
        None => common_name.filter(is_name).map(tidy).into_iter().collect(),
    }
}

fn purpose_name(purpose: ObjectIdentifier) -> String {
    match purpose {
        oid::SERVER_AUTH => "serverAuth".to_owned(),
        oid::CLIENT_AUTH => "clientAuth".to_owned(),
        oid::ANY_PURPOSE => "any".to_owned(),
        oid::EMAIL_PROTECTION => "emailProtection".to_owned(),
        oid::TIME_STAMPING => "timeStamping".to_owned(),
        oid::OCSP_SIGNING => "OCSPSigning".to_owned(),
        other => other.to_string(),
    }
}

/// A signature by MD5 or SHA-1, of the certificate itself or of an authority in between. A root's own signature proves nothing anyway.
fn weak_digest(chain: &[Vec<u8>]) -> Option<String> {
    let read = chain.iter().take(MOST_CERTIFICATES).enumerate();
    let weak = read.filter_map(|(index, der)| {
        let one = Certificate::read(der).ok()?;
        let counts = index == 0 || !one.is_self_issued();
        counts.then(|| algorithm::weak_digest(&one.signature_algorithm)).flatten()
    });
    weak.max_by_key(|digest| *digest == "MD5").map(ToOwned::to_owned)
}

enum Refusal {
    /// No authority that is known signed it.
    UnknownIssuer,
    /// There is a path, but it does not hold.
    Broken(&'static str),
    /// It cannot be found out here.
    Unknown(String),
}

/// A path: the root's name, and the certificate of the leaf's issuer where it is at hand.
type Found = (String, Option<Vec<u8>>);

/// Where the leaf leads to, and its issuer's certificate.
fn find_path(
    leaf: &Certificate<'_>,
    mut others: Vec<Vec<u8>>,
    at: DateTime<Utc>,
    roots: &Roots,
    asking: Option<Asking<'_>>,
) -> (PathSeen, Option<Vec<u8>>) {
    if roots.further().iter().any(|root| root == leaf.der) {
        return (PathSeen::Trusted { root: name_of(leaf) }, None);
    }
    if leaf.is_self_issued() {
        return (PathSeen::SelfSigned, None);
    }
    // The leaf's own days are judged by themselves.
    let time = at.clamp(leaf.not_before, leaf.not_after.max(leaf.not_before));
    let mut missing: Option<(String, String)> = None;
    for asked in 0..=MOST_FETCHED {
        match verify(leaf, &others, time, roots) {
            Ok((root, issuer)) => {
                let path = match missing {
                    None => PathSeen::Trusted { root },
                    Some((issuer, place)) => PathSeen::IntermediateMissing { issuer, place },
                };
                return (path, issuer);
            }
            Err(Refusal::Broken(reason)) => return (PathSeen::Broken { reason: reason.to_owned() }, None),
            Err(Refusal::Unknown(reason)) => return (PathSeen::Unknown { reason }, None),
            Err(Refusal::UnknownIssuer) => {}
        }
        let (issuer, end) = top(leaf, &others);
        let first = missing.as_ref().map_or(&issuer, |(first, _)| first).clone();
        let End::Open { wanted, place } = end else { return (PathSeen::Untrusted { issuer: first }, None) };
        let fetched = place.filter(|_| asked < MOST_FETCHED).zip(asking).and_then(|(place, asking)| {
            let der = asking.authority(&place)?;
            Some((der, place))
        });
        // Without it nobody can tell where the chain leads: that is said of the chain, not of its end.
        let Some((der, place)) = fetched else { return (PathSeen::Incomplete { issuer: first }, None) };
        let helps = Certificate::read(&der).is_ok_and(|one| one.subject.whole == wanted) && !others.contains(&der);
        if !helps {
            return (PathSeen::Untrusted { issuer: first }, None);
        }
        missing.get_or_insert((issuer, place));
        others.push(der);
    }
    (PathSeen::Incomplete { issuer: top(leaf, &others).0 }, None)
}

fn name_of(one: &Certificate<'_>) -> String {
    DistinguishedName::read(one.subject).map_or_else(|_| "?".to_owned(), |name| words(&name))
}

/// How a chain ends.
enum End {
    /// With a certificate that its holder issued to itself.
    Root,
    /// With one whose issuer is not at hand.
    Open {
        /// The issuer's name, as encoded.
        wanted: Vec<u8>,
        /// Where its certificate is said to be, by http.
        place: Option<String>,
    },
}

/// The name of the authority that the chain ends with, and how.
fn top(leaf: &Certificate<'_>, others: &[Vec<u8>]) -> (String, End) {
    let read: Vec<Certificate<'_>> = others.iter().filter_map(|der| Certificate::read(der).ok()).collect();
    let mut last = leaf;
    for _ in 0..=read.len() {
        match read.iter().find(|one| one.subject.whole == last.issuer.whole) {
            Some(one) if one.is_self_issued() => return (name_of(one), End::Root),
            Some(one) => last = one,
            None => break,
        }
    }
    let issuer = DistinguishedName::read(last.issuer).map_or_else(|_| "?".to_owned(), |name| words(&name));
    let place = last.extensions.issuers.iter().find(|place| place.starts_with("http://")).map(|place| (*place).to_owned());
    (issuer, End::Open { wanted: last.issuer.whole.to_vec(), place })
}

fn verify(leaf: &Certificate<'_>, others: &[Vec<u8>], at: DateTime<Utc>, roots: &Roots) -> Result<Found, Refusal> {
    let own: Vec<CertificateDer<'_>> = roots.further().iter().map(|der| CertificateDer::from(der.as_slice())).collect();
    let anchors = Roots::anchors(&own);
    let between: Vec<CertificateDer<'_>> = others.iter().map(|der| CertificateDer::from(der.as_slice())).collect();
    let der = CertificateDer::from(leaf.der);
    let entity = EndEntityCert::try_from(&der).map_err(|error| refusal(&error))?;
    let time = UnixTime::since_unix_epoch(std::time::Duration::from_secs(u64::try_from(at.timestamp()).unwrap_or(0)));
    let path = entity
        .verify_for_usage(webpki::ALL_VERIFICATION_ALGS, &anchors, &between, time, AnyPurpose, None, None)
        .map_err(|error| refusal(&error))?;
    let subject = path.anchor().subject.as_ref();
    let root = DistinguishedName::read(Tlv { tag: tag::SEQUENCE, value: subject, whole: subject });
    let root = root.map_or_else(|_| "?".to_owned(), |name| words(&name));
    let issuer = path.intermediate_certificates().next().map(|one| one.der().as_ref().to_vec()).or_else(|| {
        let is_anchor = |der: &&CertificateDer<'_>| webpki::anchor_from_trusted_cert(der).is_ok_and(|one| one == *path.anchor());
        own.iter().find(is_anchor).map(|der| der.as_ref().to_vec())
    });
    Ok((root, issuer))
}

/// Purposes are judged by themselves.
struct AnyPurpose;

impl ExtendedKeyUsageValidator for AnyPurpose {
    fn validate(&self, mut purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), webpki::Error> {
        purposes.try_for_each(|purpose| purpose.map(drop))
    }
}

fn refusal(error: &webpki::Error) -> Refusal {
    use webpki::Error;
    match error {
        Error::UnknownIssuer => Refusal::UnknownIssuer,
        Error::CertExpired { .. } => Refusal::Broken("the certificate of an authority in between has run out"),
        Error::CertNotValidYet { .. } => Refusal::Broken("the certificate of an authority in between is not valid yet"),
        Error::InvalidSignatureForPublicKey => Refusal::Broken("a signature in the chain is wrong"),
        Error::PathLenConstraintViolated => Refusal::Broken("an authority in between may not certify authorities"),
        Error::EndEntityUsedAsCa => Refusal::Broken("a certificate in between is no authority's"),
        Error::NameConstraintViolation => Refusal::Broken("an authority in between may not certify these names"),
        other => Refusal::Unknown(format!("{other:?}").chars().take(120).collect()),
    }
}

fn revocation_of(
    leaf: &Certificate<'_>,
    issuer: &[u8],
    stapled: &[u8],
    at: DateTime<Utc>,
    fetch: Option<&dyn Fetch>,
) -> RevocationSeen {
    let Ok(issuer) = Certificate::read(issuer) else { return RevocationSeen::NotAsked };
    let said = |status, by: &str| match status {
        Status::Good => Some(RevocationSeen::Good { by: by.to_owned() }),
        Status::Revoked { at } => Some(RevocationSeen::Revoked { at, by: by.to_owned() }),
        Status::Unknown => None,
    };
    if !stapled.is_empty()
        && let Ok(answer) = crate::x509::ocsp::read(stapled, leaf, &issuer, None)
        && answer.is_fresh(at)
        && let Some(seen) = said(answer.status, "stapled")
    {
        return seen;
    }
    let Some(fetch) = fetch else { return RevocationSeen::NotAsked };
    let names_a_place = !leaf.extensions.ocsp.is_empty() || !leaf.extensions.crls.is_empty();
    match revocation::ask(fetch, leaf, &issuer, at, None) {
        Ok((answer, evidence)) => {
            let by = if matches!(evidence, Evidence::Ocsp(_)) { "ocsp" } else { "crl" };
            said(answer.status, by).unwrap_or(RevocationSeen::NotAsked)
        }
        Err(error) => RevocationSeen::NotKnown { names_a_place, tried: error.tried.join("; ") },
    }
}

#[cfg(test)]
#[path = "certificate_tests.rs"]
mod tests;
