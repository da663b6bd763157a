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
    // A root that is sent along is not trusted for that.
    let with_root = [leaf.clone(), between.der.clone(), root.der.clone()];
    assert_eq!(path(&with_root, &stranger.roots()), PathSeen::Untrusted { issuer: "Juuri".into() });
    // Whose issuer is not at hand may lead anywhere.
    assert_eq!(path(std::slice::from_ref(&leaf), &root.roots()), PathSeen::Incomplete { issuer: "Väli".into() });
    assert_eq!(path(&whole, &stranger.roots()), PathSeen::Incomplete { issuer: "Juuri".into() }, "its root was not sent");
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

fn asked_of(fetch: &dyn Fetch, leaf: &[u8], roots: &Roots, any_port: bool, left: &AtomicUsize) -> CertificateSeen {
    let asking = Asking { fetch, any_port, left };
    look(Chain { certificates: &[leaf.to_vec()], ocsp: &[] }, at(), roots, Some(asking)).unwrap()
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
        let path = asked_of(&place, leaf, &root.roots(), false, &AtomicUsize::new(20)).path;
        (path, place.2.into_inner())
    };
    let missing = PathSeen::IntermediateMissing { issuer: "Väli".into(), place: "http://ca.example/i.cer".into() };
    assert_eq!(fetched(&between.der, &leaf).0, missing);
    assert_eq!(fetched(between.pem.as_bytes(), &leaf).0, missing, "some places have PEM");
    // Another certificate, garbage, or nothing there: not trusted, after a bounded number of questions.
    let untrusted = PathSeen::Untrusted { issuer: "Väli".into() };
    let incomplete = PathSeen::Incomplete { issuer: "Väli".into() };
    for wrong in [root.der.clone(), leaf.clone()] {
        assert_eq!(fetched(&wrong, &leaf), (untrusted.clone(), 1));
    }
    // What is no certificate is as good as no answer: a network that asks for a password has such pages.
    assert_eq!(fetched(b"<html>", &leaf), (incomplete.clone(), 1));
    // Nobody to ask, no answer, nothing left of what a round may ask: the chain is incomplete, whatever it leads to.
    let place = Place("http://elsewhere.example/i.cer", between.der.clone(), 0.into());
    assert_eq!(asked_of(&place, &leaf, &root.roots(), false, &AtomicUsize::new(20)).path, incomplete);
    assert_eq!(seen(std::slice::from_ref(&leaf), &root.roots()).path, incomplete);
    let place = Place("http://ca.example/i.cer", between.der.clone(), 0.into());
    let left = AtomicUsize::new(1);
    assert_eq!(asked_of(&place, &leaf, &root.roots(), false, &left).path, missing);
    assert_eq!(asked_of(&place, &leaf, &root.roots(), false, &left).path, incomplete, "a round fetches so many");
    assert_eq!(place.2.into_inner(), 1);
    // What is fetched and leads to a root that is not known is not trusted: no luck would change it.
    let place = Place("http://ca.example/i.cer", root.der.clone(), 0.into());
    let own = root.leaf(|params| params.custom_extensions.push(issuers_at("http://ca.example/i.cer")));
    let stranger = Authority::new("Vieras", None);
    let untrusted = PathSeen::Untrusted { issuer: "Juuri".into() };
    assert_eq!(asked_of(&place, &own, &stranger.roots(), false, &AtomicUsize::new(20)).path, untrusted);
    // Strangers choose no port, but in the demonstration.
    let port = |any_port| {
        let leaf = between.leaf(|params| params.custom_extensions.push(issuers_at("http://ca.example:8080/i.cer")));
        let place = Place("http://ca.example:8080/i.cer", between.der.clone(), 0.into());
        let path = asked_of(&place, &leaf, &root.roots(), any_port, &AtomicUsize::new(20)).path;
        (matches!(path, PathSeen::IntermediateMissing { .. }), place.2.into_inner())
    };
    assert_eq!((port(false), port(true)), ((false, 0), (true, 1)));
    // Addresses of other kinds are not asked.
    for place in ["ldap://ca.example/i", "https://ca.example/i.cer", "file:///etc/passwd"] {
        let leaf = between.leaf(|params| params.custom_extensions.push(issuers_at(place)));
        assert_eq!(fetched(&between.der, &leaf), (incomplete.clone(), 0), "{place}");
    }
}

/// Every authority names the place of the next, and is there: three are fetched.
#[test]
fn a_long_way_up_ends_after_three() {
    struct Ladder(Vec<(String, Vec<u8>)>, AtomicUsize);
    impl Fetch for Ladder {
        fn get(&self, url: &str, _most: u64) -> Result<Vec<u8>, FetchError> {
            self.1.fetch_add(1, Ordering::SeqCst);
            let found = self.0.iter().find(|(place, _)| place == url);
            found.map(|(_, der)| der.clone()).ok_or(FetchError { url: url.to_owned(), reason: FetchReason::Status(404) })
        }

        fn post(&self, _by: NamedBy, url: &str, _kind: &str, _body: &[u8], _most: u64) -> Result<Vec<u8>, FetchError> {
            self.get(url, 0)
        }
    }
    let place = |step: usize| format!("http://ca.example/{step}.cer");
    let mut above = Authority::new("Askelma 0", None);
    let root = above.roots();
    let mut ladder = Ladder(Vec::new(), AtomicUsize::new(0));
    for step in 1..=5 {
        let (mut params, key) = (above.params.clone(), KeyPair::generate().unwrap());
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, format!("Askelma {step}"));
        params.custom_extensions = vec![issuers_at(&place(step - 1))];
        let made = params.signed_by(&key, &above.issuer()).unwrap();
        ladder.0.push((place(step), made.der().to_vec()));
        above = Authority { params, key: key.serialize_pem(), pem: made.pem(), der: made.der().to_vec() };
    }
    let leaf = above.leaf(|params| params.custom_extensions.push(issuers_at(&place(5))));
    let path = asked_of(&ladder, &leaf, &root, false, &AtomicUsize::new(20)).path;
    assert_eq!(path, PathSeen::Incomplete { issuer: "Askelma 5".into() });
    assert_eq!(ladder.1.into_inner(), 3);
}

/// An authority in between that has run out is another fault than one that is not trusted.
#[test]
fn a_chain_that_does_not_hold_is_broken() {
    let root = Authority::new("Juuri", None);
    let mut between = Authority::new("Väli", Some(&root));
    between.params.not_before = rcgen::date_time_ymd(2024, 1, 1);
    between.params.not_after = rcgen::date_time_ymd(2025, 1, 1);
    let key = KeyPair::from_pem(&between.key).unwrap();
    let old = between.params.signed_by(&key, &root.issuer()).unwrap().der().to_vec();
    let path = seen(&[between.leaf(|_| {}), old], &root.roots()).path;
    assert_eq!(path, PathSeen::Broken { reason: "the certificate of an authority in between has run out".into() });
}

#[test]
fn nobody_to_ask_and_nobody_who_answers_are_told_apart() {
    let root = Authority::new("Juuri", None);
    let place = Place("", Vec::new(), 0.into());
    let asked = |leaf: Vec<u8>| {
        let left = AtomicUsize::new(20);
        let asking = Asking { fetch: &place, any_port: false, left: &left };
        look(Chain { certificates: &[leaf], ocsp: b"garbage" }, at(), &root.roots(), Some(asking)).unwrap().revocation
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
