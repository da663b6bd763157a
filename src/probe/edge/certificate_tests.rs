//! Certificates of our own making: what is read of them, and where they lead to. And taken apart, thousands of times.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rcgen::{BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair};

use super::super::hello::tests::mutated;
use super::*;
use crate::x509::TrustAnchors;
use crate::x509::fetch::{FetchError, FetchReason, NamedBy};

fn at() -> DateTime<Utc> {
    "2026-11-21T10:00:00Z".parse().unwrap()
}

struct Authority {
    params: CertificateParams,
    key: String,
    pem: String,
    der: Vec<u8>,
}

impl Authority {
    fn new(name: &str, by: Option<&Self>) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let made = match by {
            None => params.self_signed(&key).unwrap(),
            Some(by) => params.signed_by(&key, &by.issuer()).unwrap(),
        };
        Self { params, key: key.serialize_pem(), pem: made.pem(), der: made.der().to_vec() }
    }

    fn issuer(&self) -> Issuer<'static, KeyPair> {
        Issuer::new(self.params.clone(), KeyPair::from_pem(&self.key).unwrap())
    }

    fn leaf(&self, change: impl FnOnce(&mut CertificateParams)) -> Vec<u8> {
        let mut params = CertificateParams::new(vec!["SIP.kunta.example".to_owned(), "*.kunta.example".to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, "sip.kunta.example");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.not_before = rcgen::date_time_ymd(2026, 1, 1);
        params.not_after = rcgen::date_time_ymd(2027, 1, 1);
        change(&mut params);
        params.signed_by(&KeyPair::generate().unwrap(), &self.issuer()).unwrap().der().to_vec()
    }

    fn roots(&self) -> Roots {
        Roots::with(TrustAnchors::from_pem(&self.pem).unwrap())
    }
}

fn seen(certificates: &[Vec<u8>], roots: &Roots) -> CertificateSeen {
    look(Chain { certificates, ocsp: &[] }, at(), roots, None).unwrap()
}

#[test]
fn a_certificate_is_told_in_the_words_that_matter() {
    let root = Authority::new("Juuri", None);
    let one = seen(&[root.leaf(|_| {})], &root.roots());
    assert_eq!((one.subject.as_str(), one.issuer.as_str()), ("sip.kunta.example", "Juuri"));
    assert_eq!(one.names, ["sip.kunta.example", "*.kunta.example"]);
    assert_eq!((one.key.as_str(), one.rsa_bits, one.weak_digest), ("ECDSA P-256", None, None));
    assert_eq!(one.purposes.as_deref(), Some(&["serverAuth".to_owned()][..]));
    assert!(one.for_servers && !one.for_clients);
    assert_eq!(one.path, PathSeen::Trusted { root: "Juuri".into() });
    assert_eq!(one.revocation, RevocationSeen::NotAsked);
    // Without subjectAltName the common name stands in; without purposes it is for any.
    let old = root.leaf(|params| (params.subject_alt_names, params.extended_key_usages) = (Vec::new(), Vec::new()));
    let old = seen(&[old], &root.roots());
    assert_eq!((old.names, old.purposes, old.for_clients), (vec!["sip.kunta.example".to_owned()], None, true));
}

#[test]
fn paths_end_where_they_do() {
    let (root, stranger) = (Authority::new("Juuri", None), Authority::new("Vieras", None));
    let between = Authority::new("Väli", Some(&root));
    let leaf = between.leaf(|_| {});
    let path = |certificates: &[Vec<u8>], roots: &Roots| seen(certificates, roots).path;
    let whole = [leaf.clone(), between.der.clone()];
    assert_eq!(path(&whole, &root.roots()), PathSeen::Trusted { root: "Juuri".into() });
    assert_eq!(path(&whole, &stranger.roots()), PathSeen::Untrusted { issuer: "Juuri".into() });
    // A root that is sent along is not trusted for that.
    let with_root = [leaf.clone(), between.der.clone(), root.der.clone()];
    assert_eq!(path(&with_root, &stranger.roots()), PathSeen::Untrusted { issuer: "Juuri".into() });
    assert_eq!(path(std::slice::from_ref(&leaf), &root.roots()), PathSeen::Untrusted { issuer: "Väli".into() });
    // An end that is over does not make the path wrong: the days are judged apart.
    let expired = root.leaf(|params| params.not_after = rcgen::date_time_ymd(2026, 11, 1));
    assert_eq!(path(&[expired], &root.roots()), PathSeen::Trusted { root: "Juuri".into() });
    let own = CertificateParams::new(vec!["sip.kunta.example".to_owned()]).unwrap();
    let own = own.self_signed(&KeyPair::generate().unwrap()).unwrap();
    assert_eq!(path(&[own.der().to_vec()], &root.roots()), PathSeen::SelfSigned);
    let trusted = Roots::with(TrustAnchors::from_pem(&own.pem()).unwrap());
    assert!(
        matches!(path(&[own.der().to_vec()], &trusted), PathSeen::Trusted { .. }),
        "unless it is a root of the operator's choice"
    );
    // An authority of the right name with another key.
    let other = Authority::new("Väli", Some(&root));
    assert!(!matches!(path(&[leaf, other.der], &root.roots()), PathSeen::Trusted { .. }));
}

/// Has one certificate, at one place, and counts the questions.
struct Place(&'static str, Vec<u8>, std::sync::atomic::AtomicUsize);

impl Fetch for Place {
    fn get(&self, url: &str, _most: u64) -> Result<Vec<u8>, FetchError> {
        self.2.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        if url == self.0 { Ok(self.1.clone()) } else { Err(FetchError { url: url.to_owned(), reason: FetchReason::Status(404) }) }
    }

    fn post(&self, _by: NamedBy, url: &str, _kind: &str, _body: &[u8], _most: u64) -> Result<Vec<u8>, FetchError> {
        self.get(url, 0)
    }
}

fn issuers_at(place: &str) -> rcgen::CustomExtension {
    use crate::x509::asn1::{oid as encoded, sequence, tlv};
    let name = tlv(tag::context_primitive(6), &[place.as_bytes()]);
    let access = sequence(&[&sequence(&[&encoded(oid::AD_CA_ISSUERS), &name])]);
    rcgen::CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 1], access)
}

#[test]
fn an_authority_that_was_not_sent_is_fetched_from_where_the_certificate_says() {
    let root = Authority::new("Juuri", None);
    let between = Authority::new("Väli", Some(&root));
    let leaf = between.leaf(|params| params.custom_extensions.push(issuers_at("http://ca.example/i.cer")));
    let fetched = |der: &[u8], leaf: &[u8]| {
        let place = Place("http://ca.example/i.cer", der.to_vec(), 0.into());
        let path = look(Chain { certificates: &[leaf.to_vec()], ocsp: &[] }, at(), &root.roots(), Some(&place)).unwrap().path;
        (path, place.2.into_inner())
    };
    let missing = PathSeen::IntermediateMissing { issuer: "Väli".into(), place: "http://ca.example/i.cer".into() };
    assert_eq!(fetched(&between.der, &leaf).0, missing);
    assert_eq!(fetched(between.pem.as_bytes(), &leaf).0, missing, "some places have PEM");
    // Another certificate, garbage, or nothing there: not trusted, after a bounded number of questions.
    for wrong in [root.der.clone(), leaf.clone(), b"<html>".to_vec()] {
        let (path, asked) = fetched(&wrong, &leaf);
        assert_eq!(path, PathSeen::Untrusted { issuer: "Väli".into() });
        assert!(asked <= MOST_FETCHED + 1, "{asked}");
    }
    // Addresses of other kinds are not asked.
    for place in ["ldap://ca.example/i", "https://ca.example/i.cer", "file:///etc/passwd"] {
        let leaf = between.leaf(|params| params.custom_extensions.push(issuers_at(place)));
        assert_eq!(fetched(&between.der, &leaf), (PathSeen::Untrusted { issuer: "Väli".into() }, 0), "{place}");
    }
}

#[test]
fn nobody_to_ask_and_nobody_who_answers_are_told_apart() {
    let root = Authority::new("Juuri", None);
    let place = Place("", Vec::new(), 0.into());
    let asked = |leaf: Vec<u8>| {
        look(Chain { certificates: &[leaf], ocsp: b"garbage" }, at(), &root.roots(), Some(&place)).unwrap().revocation
    };
    assert!(matches!(asked(root.leaf(|_| {})), RevocationSeen::NotKnown { names_a_place: false, .. }));
    let named = root.leaf(|params| {
        params.crl_distribution_points =
            vec![rcgen::CrlDistributionPoint { uris: vec!["http://ca.example/list.crl".to_owned()] }];
    });
    let RevocationSeen::NotKnown { names_a_place: true, tried } = asked(named) else { panic!() };
    assert_eq!(tried, "http://ca.example/list.crl: HTTP status 404");
}

#[test]
fn certificates_taken_apart_are_read_without_a_panic_and_in_bounded_time() {
    let root = Authority::new("Juuri", None);
    let between = Authority::new("Väli", Some(&root));
    let chain =
        [between.leaf(|params| params.custom_extensions.push(issuers_at("http://ca.example/i.cer"))), between.der.clone()];
    let roots = root.roots();
    let mut random = StdRng::seed_from_u64(12);
    let mut read = 0;
    for round in 0..1_500 {
        let mut changed = chain.to_vec();
        let at_which = random.random_range(0..changed.len());
        changed[at_which] = mutated(&changed[at_which], &mut random);
        let result = std::panic::catch_unwind(|| look(Chain { certificates: &changed, ocsp: &changed[1] }, at(), &roots, None));
        let seen = result.unwrap_or_else(|_| panic!("round {round}"));
        if let Some(seen) = seen {
            read += 1;
            let same = changed == chain;
            assert!(
                same || at_which != 0 || !matches!(seen.path, PathSeen::Trusted { .. }) || changed[0] == chain[0],
                "round {round}"
            );
        }
    }
    assert!(read > 100, "{read}");
}
