//! Every code of the Edge: a case that provokes it, and one that nearly does and must not.

use std::net::IpAddr;

use chrono::TimeDelta;

use super::super::{Declared, Der, Fqdn, Observation, SipDomain, WaysOut, judge};
use super::*;
use crate::federation::judge::tests::good;

use Severity::{Error, Info, Warning};

fn certificate() -> CertificateSeen {
    CertificateSeen {
        subject: "sip.kunta.example".into(),
        issuer: "Varmentaja CA".into(),
        serial: "01".into(),
        not_before: "2026-01-01T00:00:00Z".parse().unwrap(),
        not_after: "2027-10-01T00:00:00Z".parse().unwrap(),
        names: vec!["sip.kunta.example".into()],
        key: "RSA 2048".into(),
        rsa_bits: Some(2048),
        weak_digest: None,
        purposes: Some(vec!["serverAuth".into(), "clientAuth".into()]),
        for_servers: true,
        for_clients: true,
        fingerprint: "f1".into(),
        path: PathSeen::Trusted { root: "Juuri".into() },
        revocation: RevocationSeen::Good { by: "ocsp".into() },
    }
}

fn tls_of(certificate: CertificateSeen) -> TlsSeen {
    TlsSeen {
        speech: Speech::Tls,
        version: Some(TlsVersion::Tls12),
        cipher: None,
        offers: vec![TlsVersion::Tls12],
        lacks: vec![],
        wants_client_certificate: true,
        alert: None,
        chain: vec![Der(vec![0x30, 0])],
        certificate: Some(Box::new(certificate)),
    }
}

fn look(address: &str, reached: Reached, tls: Option<TlsSeen>) -> EdgeLook {
    EdgeLook { address: address.parse::<IpAddr>().unwrap(), port: 5061, reached, took_ms: 20, tls }
}

fn connected(tls: TlsSeen) -> EdgeLook {
    look("193.166.3.2", Reached::Connected, Some(tls))
}

fn with(looks: Vec<EdgeLook>) -> Observation {
    Observation { edges: vec![EdgeSeen { name: "sip.kunta.example".into(), looks, ways_out: BOTH }], ..good() }
}

const BOTH: WaysOut = WaysOut { v4: true, v6: true };

fn showing(change: impl FnOnce(&mut CertificateSeen)) -> Observation {
    let mut one = certificate();
    change(&mut one);
    with(vec![connected(tls_of(one))])
}

fn speaking(change: impl FnOnce(&mut TlsSeen)) -> Observation {
    let mut tls = tls_of(certificate());
    change(&mut tls);
    with(vec![connected(tls)])
}

fn mute(speech: Speech) -> Observation {
    speaking(|tls| *tls = TlsSeen { speech, offers: vec![], chain: vec![], certificate: None, version: None, ..tls.clone() })
}

fn found(seen: &Observation) -> (Verdict, Vec<(Code, Severity)>) {
    found_by(seen, &Declared::default())
}

fn found_by(seen: &Observation, declared: &Declared) -> (Verdict, Vec<(Code, Severity)>) {
    let report = judge(seen, declared);
    (report.verdict, report.findings.iter().map(|finding| (finding.code, finding.severity)).collect())
}

fn errors(code: Code) -> (Verdict, Vec<(Code, Severity)>) {
    (Verdict::Errors, vec![(code, Error)])
}

fn warns(code: Code) -> (Verdict, Vec<(Code, Severity)>) {
    (Verdict::Warnings, vec![(code, Warning)])
}

fn informs(code: Code) -> (Verdict, Vec<(Code, Severity)>) {
    (Verdict::Ok, vec![(code, Info)])
}

fn nothing() -> (Verdict, Vec<(Code, Severity)>) {
    (Verdict::Ok, vec![])
}

fn evidence(seen: &Observation, code: Code, name: &str) -> String {
    judge(seen, &Declared::default()).finding(code).unwrap().evidence.get(name).unwrap().to_owned()
}

#[test]
fn a_good_edge_has_no_findings() {
    assert_eq!(found(&showing(|_| {})), nothing());
    // One that asks for a client certificate and ends the handshake without it is reachable.
    let strict = speaking(|tls| tls.alert = Some("handshake_failure".into()));
    assert_eq!(found(&strict), nothing());
    // DNS alone was looked at, or the name has no address that may be connected to.
    assert_eq!(found(&good()), nothing());
}

#[test]
fn edge_no_answer() {
    let silent = || vec![look("193.166.3.2", Reached::NoAnswer, None), look("2a00:1::2", Reached::HostUnreachable, None)];
    let seen = with(silent());
    assert_eq!(found(&seen), errors(Code::EdgeNoAnswer));
    assert_eq!(
        evidence(&seen, Code::EdgeNoAnswer, "firewall"),
        "allow TCP from any (Internet) to 193.166.3.2 port 5061\nallow TCP from any (Internet) to 2a00:1::2 port 5061"
    );
    // Near misses: no IPv6 here says nothing about the Edge.
    let only_v4 = with(vec![connected(tls_of(certificate())), look("2a00:1::2", Reached::NoRoute, None)]);
    assert_eq!(found(&only_v4), nothing());
}

#[test]
fn edge_refused() {
    let refused = vec![look("193.166.3.2", Reached::Refused, None), look("193.166.3.3", Reached::NoAnswer, None)];
    assert_eq!(found(&with(refused)), errors(Code::EdgeRefused));
    let mixed = with(vec![look("193.166.3.2", Reached::Refused, None), look("193.166.3.3", Reached::NoAnswer, None)]);
    assert_eq!(evidence(&mixed, Code::EdgeRefused, "addresses"), "193.166.3.2");
    assert!(!evidence(&mixed, Code::EdgeRefused, "firewall").contains("193.166.3.3"));
    let half = vec![look("193.166.3.2", Reached::Refused, None), connected(tls_of(certificate()))];
    assert_eq!(found(&with(half)), warns(Code::EdgePartlyUnreachable));
}

#[test]
fn edge_partly_unreachable() {
    let half = with(vec![connected(tls_of(certificate())), look("193.166.3.3", Reached::NoAnswer, None)]);
    assert_eq!(found(&half), warns(Code::EdgePartlyUnreachable));
    assert_eq!(evidence(&half, Code::EdgePartlyUnreachable, "reached"), "193.166.3.2");
    assert_eq!(evidence(&half, Code::EdgePartlyUnreachable, "addresses"), "193.166.3.3");
    let both = with(vec![connected(tls_of(certificate())), look("193.166.3.3", Reached::Connected, Some(tls_of(certificate())))]);
    assert_eq!(found(&both), nothing());
}

/// As long as nobody answered us by such addresses, our own firewall may be the cause.
#[test]
fn without_a_way_out_neither_silence_nor_refusal_is_the_servers_fault() {
    let unverified = (Verdict::Unverified, vec![(Code::EdgeNotChecked, Error)]);
    let by = |ways_out: WaysOut, looks: Vec<EdgeLook>| {
        let mut seen = with(looks);
        seen.edges[0].ways_out = ways_out;
        found(&seen)
    };
    let (v4, v6) = (WaysOut { v4: true, v6: false }, WaysOut { v4: false, v6: true });
    for reached in [Reached::Refused, Reached::NoAnswer, Reached::HostUnreachable] {
        let down = |address| look(address, reached, None);
        assert_eq!(by(WaysOut::default(), vec![down("193.166.3.2")]), unverified, "{reached:?}");
        assert_eq!(by(v6, vec![down("193.166.3.2")]), unverified, "{reached:?}");
        assert_eq!(by(v4, vec![down("193.166.3.2")]).0, Verdict::Errors, "{reached:?}");
        assert_eq!(by(v4, vec![down("193.166.3.2"), down("2a00:1::2")]).1.len(), 1, "{reached:?}: IPv4 tells enough");
        // Where another answers, an address that we may not come through to is no finding.
        assert_eq!(by(v4, vec![connected(tls_of(certificate())), down("2a00:1::2")]), nothing(), "{reached:?}");
        // One that was not tried may be the one that answers.
        let looks = vec![down("193.166.3.2"), look("193.166.3.3", Reached::NotTried, None)];
        assert_eq!(by(BOTH, looks), unverified, "{reached:?}");
    }
}

#[test]
fn edge_not_checked() {
    let unverified = (Verdict::Unverified, vec![(Code::EdgeNotChecked, Error)]);
    assert_eq!(found(&with(vec![look("193.166.3.2", Reached::NotTried, None)])), unverified);
    assert_eq!(found(&with(vec![look("2a00:1::2", Reached::NoRoute, None)])), unverified);
    assert_eq!(found(&with(vec![look("193.166.3.2", Reached::Connected, None)])), unverified, "no time was left for TLS");
    // TLS 1.3 alone, in a way that rustls does not know: its certificate is encrypted.
    let hidden = speaking(|tls| (tls.chain, tls.certificate, tls.offers) = (vec![], None, vec![TlsVersion::Tls13]));
    assert_eq!(found(&hidden), unverified);
    // What is wrong anyway stays wrong.
    let mut wrong = with(vec![look("193.166.3.2", Reached::NotTried, None)]);
    wrong.srv = super::super::Answer::NoName;
    wrong.apex = super::super::Answer::Found(());
    assert_eq!(found(&wrong).0, Verdict::Errors);
}

#[test]
fn tls_not_spoken_and_tls_refused() {
    for speech in [Speech::Silence, Speech::Closed, Speech::NotTls] {
        assert_eq!(found(&mute(speech)), errors(Code::TlsNotSpoken), "{speech:?}");
    }
    assert_eq!(found(&mute(Speech::Alert)), warns(Code::TlsRefused));
    // An alert after the certificate is not a refusal of TLS.
    assert_eq!(found(&speaking(|tls| tls.alert = Some("certificate_required".into()))), nothing());
}

#[test]
fn tls_versions() {
    use TlsVersion::{Tls10, Tls11, Tls12, Tls13};
    let all = [Tls10, Tls11, Tls12, Tls13];
    let offering = |offers: &[TlsVersion]| {
        let lacks = all.into_iter().filter(|version| !offers.contains(version)).collect();
        speaking(|tls| (tls.offers, tls.lacks) = (offers.to_vec(), lacks))
    };
    assert_eq!(found(&offering(&[Tls10, Tls11])), errors(Code::TlsOldVersionsOnly));
    assert_eq!(found(&offering(&[Tls10])), errors(Code::TlsOldVersionsOnly));
    // What was not asked for, or not answered, may be there.
    for lacks in [vec![], vec![Tls12], vec![Tls13]] {
        assert_eq!(found(&speaking(|tls| (tls.offers, tls.lacks) = (vec![Tls10], lacks.clone()))), nothing(), "{lacks:?}");
    }
    assert_eq!(found(&offering(&[Tls11, Tls12])), informs(Code::TlsOldVersionOffered));
    assert_eq!(evidence(&offering(&[Tls10, Tls11, Tls12]), Code::TlsOldVersionOffered, "versions"), "TLS 1.0, TLS 1.1, TLS 1.2");
    assert_eq!(found(&offering(&[Tls12, Tls13])), nothing());
    assert_eq!(found(&offering(&[Tls13])), nothing());
}

#[test]
fn certificate_unreadable() {
    assert_eq!(found(&speaking(|tls| tls.certificate = None)), errors(Code::CertificateUnreadable));
    assert_eq!(found(&mute(Speech::TooLong)), errors(Code::CertificateUnreadable));
    // No certificate because there was no TLS is another thing.
    assert_eq!(found(&mute(Speech::Silence)), errors(Code::TlsNotSpoken));
}

#[test]
fn the_days_of_a_certificate() {
    let now = good().at;
    let until = |left: TimeDelta| showing(|one| one.not_after = now + left);
    assert_eq!(found(&until(TimeDelta::seconds(-1))), errors(Code::CertificateExpired));
    assert_eq!(found(&until(TimeDelta::zero())), warns(Code::CertificateEndsSoon), "the last second counts");
    for (days, step, severity) in [
        (0, "1", Warning),
        (1, "7", Warning),
        (7, "14", Warning),
        (14, "30", Warning),
        (29, "30", Warning),
        (30, "60", Info),
        (59, "60", Info),
    ] {
        let seen = until(TimeDelta::days(days));
        assert_eq!(found(&seen).1, vec![(Code::CertificateEndsSoon, severity)], "{days}");
        assert_eq!(evidence(&seen, Code::CertificateEndsSoon, "step"), step, "{days}");
        assert_eq!(evidence(&seen, Code::CertificateEndsSoon, "days"), days.to_string());
    }
    assert_eq!(found(&until(TimeDelta::days(60))), nothing());
    // One of 90 days is renewed when a month is left, so that a month is nothing to speak of.
    let short = |left: i64| {
        showing(|one| (one.not_before, one.not_after) = (now - TimeDelta::days(90 - left), now + TimeDelta::days(left)))
    };
    assert_eq!(found(&short(29)), nothing());
    assert_eq!(found(&short(13)), warns(Code::CertificateEndsSoon));
    assert_eq!(found(&showing(|one| one.not_before = now + TimeDelta::seconds(1))), errors(Code::CertificateNotYetValid));
    assert_eq!(found(&showing(|one| one.not_before = now)), nothing());
}

#[test]
fn where_a_certificate_leads_to() {
    let leading = |path: PathSeen| showing(|one| (one.path, one.revocation) = (path, RevocationSeen::NotAsked));
    assert_eq!(found(&leading(PathSeen::SelfSigned)), errors(Code::CertificateSelfSigned));
    assert_eq!(found(&leading(PathSeen::Untrusted { issuer: "Oma CA".into() })), errors(Code::CertificateUntrusted));
    assert_eq!(found(&leading(PathSeen::Broken { reason: "a signature".into() })), errors(Code::ChainBroken));
    assert_eq!(found(&leading(PathSeen::Incomplete { issuer: "Väli CA".into() })), warns(Code::ChainIncomplete));
    let place = "http://ca.example/i.cer".to_owned();
    let missing = leading(PathSeen::IntermediateMissing { issuer: "Väli CA".into(), place });
    assert_eq!(found(&missing), warns(Code::IntermediateMissing));
    assert_eq!(evidence(&missing, Code::IntermediateMissing, "place"), "http://ca.example/i.cer");
    // What cannot be found out here, as with a curve that ring does not know, is nobody's fault.
    assert_eq!(found(&leading(PathSeen::Unknown { reason: "P-521".into() })), nothing());
    assert_eq!(found(&leading(PathSeen::Trusted { root: "Juuri".into() })), nothing());
}

#[test]
fn revocation() {
    let said = |revocation: RevocationSeen| showing(|one| one.revocation = revocation);
    let at = "2026-11-01T00:00:00Z".parse().unwrap();
    assert_eq!(found(&said(RevocationSeen::Revoked { at, by: "crl".into() })), errors(Code::CertificateRevoked));
    let unknown = |names_a_place| RevocationSeen::NotKnown { names_a_place, tried: "http://ocsp.example: no answer".into() };
    assert_eq!(found(&said(unknown(true))), informs(Code::RevocationNotKnown));
    assert_eq!(found(&said(unknown(false))), warns(Code::RevocationNotKnown));
    assert_eq!(found(&said(RevocationSeen::NotAsked)), nothing());
}

#[test]
fn weak_keys_and_signatures() {
    let key = |bits: u32| showing(|one| (one.rsa_bits, one.key) = (Some(bits), format!("RSA {bits}")));
    assert_eq!(found(&key(512)), errors(Code::CertificateWeakKey));
    assert_eq!(found(&key(1024)), warns(Code::CertificateWeakKey));
    assert_eq!(found(&key(2048)), nothing());
    assert_eq!(found(&showing(|one| (one.rsa_bits, one.key) = (None, "ECDSA P-256".into()))), nothing());
    let digest = |digest: &str| showing(|one| one.weak_digest = Some(digest.into()));
    assert_eq!(found(&digest("MD5")), errors(Code::CertificateWeakSignature));
    assert_eq!(found(&digest("SHA-1")), warns(Code::CertificateWeakSignature));
}

fn names(names: &[&str]) -> Observation {
    showing(|one| one.names = names.iter().map(|name| (*name).to_owned()).collect())
}

#[test]
fn certificate_name_missing() {
    assert_eq!(found(&names(&["www.kunta.example", "kunta.example"])), errors(Code::CertificateNameMissing));
    assert_eq!(found(&names(&[])), errors(Code::CertificateNameMissing));
    // An Edge of another name in the domain needs that name, and no other.
    let mut edge = names(&["edge.kunta.example"]);
    edge.edges[0].name = "edge.kunta.example".into();
    assert_eq!(found(&edge), nothing());
    edge.edges[0].name = "edge2.kunta.example".into();
    assert_eq!(found(&edge), errors(Code::CertificateNameMissing));
    assert_eq!(found(&names(&["sip.kunta.example", "av.kunta.example"])), nothing());
}

#[test]
fn certificate_domain_missing() {
    // The certificate is of the Edge of another domain.
    let other = names(&["sip.emo.example", "webcon.emo.example"]);
    assert_eq!(found(&other), errors(Code::CertificateDomainMissing));
    assert_eq!(evidence(&other, Code::CertificateDomainMissing, "missing"), "sip.kunta.example");
    // The target is a supplier's: the domain still has to be in it, but the pinned name carries federation.
    let mut hosted = names(&["edge.toimittaja.example"]);
    hosted.edges[0].name = "edge.toimittaja.example".into();
    assert_eq!(found(&hosted), errors(Code::CertificateDomainMissing));
    let supplier = Declared { supplier_runs_it: true, ..Declared::default() };
    assert_eq!(found_by(&hosted, &supplier), warns(Code::CertificateDomainMissing));
    let mut covered = names(&["edge.toimittaja.example", "sip.kunta.example"]);
    covered.edges[0].name = "edge.toimittaja.example".into();
    assert_eq!(found_by(&covered, &supplier), nothing());
}

#[test]
fn a_certificate_request_names_everything_at_once() {
    let domains = ["kunta.example", "koulu.kunta.example", "kunta-koulu.example"];
    let declared = Declared {
        edge: Some(Fqdn::parse("edge.kunta.example").unwrap()),
        domains: domains.iter().map(|name| SipDomain::parse(name).unwrap()).collect(),
        ..Declared::default()
    };
    let report = judge(&names(&["www.kunta.example"]), &declared);
    let finding = report.finding(Code::CertificateNameMissing).unwrap();
    assert_eq!(
        finding.evidence.get("request_names"),
        Some("edge.kunta.example\nsip.kunta.example\nsip.koulu.kunta.example\nsip.kunta-koulu.example")
    );
}

#[test]
fn certificate_wildcard() {
    assert_eq!(found(&names(&["*.kunta.example"])), warns(Code::CertificateWildcard));
    // Beside the whole name a wildcard does no harm, as the gateway for XMPP has it; as the subject it does.
    assert_eq!(found(&names(&["sip.kunta.example", "*.kunta.example"])), nothing());
    let subject = showing(|one| one.subject = "*.kunta.example".into());
    assert_eq!(found(&subject), warns(Code::CertificateWildcard));
    // It stands for one label only.
    assert_eq!(found(&names(&["*.example"])), errors(Code::CertificateNameMissing));
}

#[test]
fn purposes() {
    let only = |servers: bool, clients: bool| {
        showing(|one| (one.for_servers, one.for_clients, one.purposes) = (servers, clients, Some(vec!["some".into()])))
    };
    assert_eq!(found(&only(false, true)), errors(Code::CertificateNotForServers));
    assert_eq!(found(&only(true, false)), warns(Code::CertificateNotForClients));
    assert_eq!(found(&showing(|one| one.purposes = None)), nothing(), "without the extension it is for any");
}

#[test]
fn edges_differ() {
    let other = CertificateSeen { fingerprint: "f2".into(), serial: "02".into(), ..certificate() };
    let two = with(vec![connected(tls_of(certificate())), look("193.166.3.3", Reached::Connected, Some(tls_of(other)))]);
    assert_eq!(found(&two), warns(Code::EdgesDiffer));
    assert!(evidence(&two, Code::EdgesDiffer, "seen").contains("193.166.3.3: sip.kunta.example, serial 02"));
    // Two names with a certificate each are two Edges.
    let mut names = with(vec![connected(tls_of(certificate()))]);
    let mut second = certificate();
    (second.fingerprint, second.names) = ("f3".into(), vec!["sip2.kunta.example".into()]);
    names.edges.push(EdgeSeen { name: "sip2.kunta.example".into(), looks: vec![connected(tls_of(second))], ways_out: BOTH });
    assert_eq!(found(&names), nothing());
}

#[test]
fn one_certificate_at_two_addresses_is_told_once() {
    let expired = CertificateSeen { not_after: "2026-11-01T00:00:00Z".parse().unwrap(), ..certificate() };
    let two = with(vec![connected(tls_of(expired.clone())), look("193.166.3.3", Reached::Connected, Some(tls_of(expired)))]);
    assert_eq!(found(&two), errors(Code::CertificateExpired));
    assert_eq!(evidence(&two, Code::CertificateExpired, "addresses"), "193.166.3.2, 193.166.3.3");
    assert_eq!(evidence(&two, Code::CertificateExpired, "not_after"), "2026-11-01T00:00:00Z");
}

#[test]
fn an_observation_of_an_edge_survives_storage_and_old_ones_have_none() {
    let seen = speaking(|tls| tls.cipher = Some("TLS_AES_128_GCM_SHA256".into()));
    let json = serde_json::to_string(&seen).unwrap();
    assert!(json.contains("\"TLS 1.2\"") && json.contains("\"MAA=\""), "{json}");
    assert_eq!(serde_json::from_str::<Observation>(&json).unwrap(), seen);
    let json = serde_json::to_string(&good()).unwrap();
    assert!(!json.contains("edges"));
    assert_eq!(serde_json::from_str::<Observation>(&json).unwrap(), good());
}

#[test]
fn every_code_of_the_edge_is_provoked_above() {
    let tests = include_str!("judge_edge_tests.rs");
    for code in Code::ALL.iter().filter(|code| code.is_of_the_edge()) {
        assert!(tests.contains(&format!("Code::{code:?}")), "{code:?}");
    }
}
