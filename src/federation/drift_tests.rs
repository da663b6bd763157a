//! Every kind of drift: a look that provokes it, and one that nearly does and must not.

use std::collections::BTreeMap;

use super::super::{
    Answer, CertificateSeen, Der, EdgeSeen, Failure, Fqdn, HostSeen, PathSeen, RevocationSeen, SipDomain, Speech, TlsSeen,
    TlsVersion, Traces, WaysOut, WildcardSeen, judge,
};
use super::*;
use crate::federation::DnssecSeen;

const CLOUD: &str = "sipfed.online.lync.com";
const OWN: &str = "sip.kunta.example";

fn host(addresses: &[&str]) -> HostSeen {
    let found: Vec<IpAddr> = addresses.iter().map(|text| text.parse().unwrap()).collect();
    HostSeen {
        v4: if found.is_empty() { Answer::NoData } else { Answer::Found(found) },
        v6: Answer::NoData,
        alias: None,
        ttl: None,
    }
}

fn nobody() -> HostSeen {
    HostSeen { v4: Answer::NoName, v6: Answer::NoName, alias: None, ttl: None }
}

/// A domain whose record leads to these hosts.
fn leading(targets: &[(&str, &[&str])]) -> Observation {
    let srv =
        |(target, _): &(&str, &[&str])| SrvSeen { ttl: 60, priority: 1, weight: 1, port: 5061, target: (*target).to_owned() };
    let records: Vec<SrvSeen> = targets.iter().map(srv).collect();
    Observation {
        domain: SipDomain::parse("kunta.example").unwrap(),
        srv: if records.is_empty() { Answer::NoName } else { Answer::Found(records) },
        apex: Answer::Found(()),
        targets: targets.iter().map(|(name, addresses)| ((*name).to_owned(), host(addresses))).collect::<BTreeMap<_, _>>(),
        wildcard: WildcardSeen { name: "x.kunta.example".into(), host: nobody(), srv: Answer::NoName },
        traces: Traces { lyncdiscover: nobody(), sip: nobody(), sip_tls: Answer::NoName },
        misplaced: Vec::new(),
        dnssec: DnssecSeen::NotAsked,
        delegation: None,
        edge: None,
        edges: Vec::new(),
        ownership: Answer::NotAsked,
        resolver: "127.0.0.1:53".into(),
        at: "2026-11-21T10:00:00Z".parse().unwrap(),
    }
}

fn good() -> Observation {
    leading(&[(OWN, &["193.166.3.2"])])
}

fn free() -> Declared {
    Declared::default()
}

fn pinned() -> Declared {
    Declared { edge: Some(Fqdn::parse(OWN).unwrap()), ..Declared::default() }
}

fn snapshot(seen: &Observation, declared: &Declared) -> Snapshot {
    Snapshot::of(seen, &judge(seen, declared))
}

fn found(declared: &Declared, before: Option<&Observation>, seen: &Observation) -> Vec<DriftKind> {
    let stable = before.map(|before| snapshot(before, declared));
    let drifts = drifts(declared, stable.as_ref(), seen, &judge(seen, declared));
    drifts.into_iter().map(|drift| drift.kind).collect()
}

#[test]
fn a_domain_as_it_was_has_not_drifted() {
    assert_eq!(found(&free(), Some(&good()), &good()), []);
    assert_eq!(found(&pinned(), Some(&good()), &good()), []);
    assert_eq!(found(&pinned(), None, &good()), [], "nothing to compare with but the agreement");
}

#[test]
fn the_cloud_is_a_trap_while_an_edge_is_pinned() {
    let cloud = leading(&[(CLOUD, &[])]);
    assert_eq!(found(&pinned(), Some(&good()), &cloud), [DriftKind::MovedToCloudWhilePinned]);
    assert_eq!(found(&pinned(), None, &cloud), [DriftKind::MovedToCloudWhilePinned], "the agreement alone tells");
    let drift = drifts(&pinned(), None, &cloud, &judge(&cloud, &pinned())).remove(0);
    assert_eq!((drift.evidence.get("edge"), drift.evidence.get("cloud")), (Some(OWN), Some("worldwide")));
    assert!(drift.evidence.get("resolver").is_some() && drift.evidence.get("at").is_some());
    // Without a pinned name partners follow the record: the Edge moved. And a cloud name may be pinned in the cloud.
    assert_eq!(found(&free(), Some(&good()), &cloud), [DriftKind::EdgeMoved]);
    assert_eq!(found(&free(), Some(&cloud), &cloud), []);
    let in_cloud = Declared { edge: Some(Fqdn::parse(CLOUD).unwrap()), cloud: true, ..Declared::default() };
    assert_eq!(found(&in_cloud, Some(&cloud), &cloud), []);
}

#[test]
fn a_domain_or_its_record_is_gone() {
    let missing = leading(&[]);
    assert_eq!(found(&free(), Some(&good()), &missing), [DriftKind::SrvGone]);
    let gone = Observation { apex: Answer::NoName, ..leading(&[]) };
    assert_eq!(found(&free(), Some(&good()), &gone), [DriftKind::DomainGone]);
    let absent = leading(&[(".", &[])]);
    assert_eq!(found(&free(), Some(&good()), &absent), [DriftKind::SrvGone]);
    // A partner that pins the Edge never needed the record, unless there was one.
    let edge = |seen: Observation| Observation { edge: Some((Fqdn::parse(OWN).unwrap(), host(&["193.166.3.2"]))), ..seen };
    assert_eq!(found(&pinned(), Some(&edge(leading(&[]))), &edge(leading(&[]))), []);
    assert_eq!(found(&pinned(), Some(&edge(good())), &edge(leading(&[]))), [DriftKind::SrvGone]);
}

#[test]
fn an_edge_moved_by_name_or_by_address() {
    let other = leading(&[("edge.kunta.example", &["193.166.9.9"])]);
    assert_eq!(found(&free(), Some(&good()), &other), [DriftKind::EdgeMoved]);
    assert_eq!(found(&pinned(), Some(&good()), &other), [DriftKind::EdgeMoved], "the agreement names another");
    let shares = leading(&[("edge.kunta.example", &["193.166.9.9"]), (OWN, &["193.166.3.2"])]);
    assert_eq!(found(&pinned(), Some(&shares), &other), [DriftKind::EdgeMoved], "not even beside the pinned one");
    // A warning of the day of filing was accepted then.
    assert_eq!((found(&pinned(), None, &other), found(&pinned(), Some(&other), &other)), (vec![], vec![]));
    let moved = leading(&[(OWN, &["193.166.9.9"])]);
    assert_eq!(found(&free(), Some(&good()), &moved), [DriftKind::EdgeMoved]);
    // Nearly: one address more, the same machine by another name, and addresses that could not be asked for.
    assert_eq!(found(&free(), Some(&good()), &leading(&[(OWN, &["193.166.3.2", "193.166.9.9"])])), []);
    assert_eq!(found(&free(), Some(&good()), &leading(&[("edge.kunta.example", &["193.166.3.2"])])), []);
    let mut silent = leading(&[(OWN, &["193.166.9.9"])]);
    silent.targets.get_mut(OWN).unwrap().v6 = Answer::Failed(Failure::Timeout);
    assert_eq!(found(&free(), Some(&good()), &silent), []);
    assert_eq!(found(&free(), None, &moved), [], "nothing is known of before");
}

#[test]
fn another_supplier_is_told_from_another_host_of_the_same() {
    let declared = Declared { supplier_runs_it: true, ..Declared::default() };
    let first = leading(&[("edge1.ict.example", &["193.166.3.2"])]);
    let second = leading(&[("sip.muu.example", &["193.166.9.9"])]);
    assert_eq!(found(&declared, Some(&first), &second), [DriftKind::SupplierChanged]);
    assert_eq!(found(&declared, Some(&good()), &second), [DriftKind::SupplierChanged], "from home to a supplier");
    let same = leading(&[("edge2.ict.example", &["193.166.9.9"])]);
    assert_eq!(found(&declared, Some(&first), &same), [DriftKind::EdgeMoved]);
    assert_eq!(found(&declared, Some(&first), &first), []);
}

#[test]
fn any_other_error_is_told_and_no_warning() {
    let mut port = good();
    let Answer::Found(records) = &mut port.srv else { panic!() };
    records[0].port = 5060;
    assert_eq!(found(&free(), Some(&good()), &port), [DriftKind::CheckFails]);
    let mut wildcard = good();
    wildcard.wildcard.host = host(&["193.166.3.3"]);
    assert_eq!(found(&free(), Some(&good()), &wildcard), []);
    let silent = Observation { srv: Answer::Failed(Failure::Timeout), ..good() };
    let look = Look::of(&free(), Some(&snapshot(&good(), &free())), &silent, &judge(&silent, &free()));
    assert!(!look.is_verified && !look.is_complete && look.drifts.is_empty());
    let whole = Look::of(&free(), None, &good(), &judge(&good(), &free()));
    assert!(whole.is_verified && whole.is_complete);
}

fn codes(findings: &[(Code, Severity, Evidence)]) -> Vec<(DriftKind, Option<i32>)> {
    let at = "2026-11-21T10:00:00Z".parse().unwrap();
    let findings = findings.iter().map(|(code, severity, evidence)| (*code, *severity, evidence));
    of_findings(findings, &[], None, at).into_iter().map(|drift| (drift.kind, drift.step)).collect()
}

#[test]
fn a_certificate_ends_in_steps() {
    let ending = |at: &str| (Code::CertificateEndsSoon, Severity::Warning, Evidence::default().with("not_after", at));
    for (at, step) in [
        ("2027-01-20T10:00:00Z", Some(60)),
        ("2026-12-21T10:00:00Z", Some(30)),
        ("2026-12-21T11:00:00Z", Some(30)),
        ("2026-12-22T10:00:00Z", Some(60)),
        ("2026-11-28T09:00:00Z", Some(7)),
        ("2026-11-22T10:00:00Z", Some(1)),
        ("2026-11-21T11:00:00Z", Some(1)),
        ("2026-11-21T09:00:00Z", Some(0)),
    ] {
        assert_eq!(codes(&[ending(at)]), [(DriftKind::CertificateEnds, step)], "{at}");
    }
    assert_eq!(codes(&[ending("2027-01-21T11:00:00Z")]), [], "61 days are far off");
    assert_eq!(codes(&[ending("sometime")]), [], "an end that cannot be read is none");
    assert_eq!(
        codes(&[(Code::CertificateExpired, Severity::Error, Evidence::default())]),
        [(DriftKind::CertificateEnds, Some(0))]
    );
    let both = [ending("2027-01-10T10:00:00Z"), ending("2026-11-25T10:00:00Z")];
    assert_eq!(codes(&both), [(DriftKind::CertificateEnds, Some(7))], "the one that ends first");
}

#[test]
fn a_certificate_lost_a_domain_and_an_edge_is_silent() {
    let of = |code, severity| codes(&[(code, severity, Evidence::default())]);
    assert_eq!(of(Code::CertificateDomainMissing, Severity::Error), [(DriftKind::SanLostDomain, None)]);
    assert_eq!(of(Code::OwnershipLost, Severity::Warning), [(DriftKind::OwnershipLost, None)]);
    assert_eq!(of(Code::OwnershipNotProven, Severity::Warning), []);
    assert_eq!(of(Code::EdgeNoAnswer, Severity::Error), [(DriftKind::CheckFails, None)]);
    assert_eq!(of(Code::EdgeNoAnswer, Severity::Warning), []);
    assert_eq!(of(Code::DnsTimeout, Severity::Error), []);
}

#[test]
fn what_changed_is_told_in_codes_and_values() {
    let (before, after) = (snapshot(&good(), &free()), snapshot(&leading(&[(CLOUD, &[])]), &free()));
    assert_eq!(changes(Some(&before), &before), []);
    let told: Vec<_> = changes(Some(&before), &after).into_iter().map(|c| (c.item, c.before, c.after)).collect();
    assert_eq!(
        told,
        [
            (Item::Deployment, "own_edge".to_owned(), "cloud".to_owned()),
            (Item::Targets, OWN.to_owned(), CLOUD.to_owned()),
            (Item::Addresses, "193.166.3.2".to_owned(), String::new()),
            (Item::Findings, String::new(), "cloud_target".to_owned()),
        ]
    );
    let unknown = Snapshot { addresses: None, ..before.clone() };
    assert_eq!(changes(Some(&before), &unknown), [], "what could not be asked for has not changed");
    let first: Vec<Item> = changes(None, &before).into_iter().map(|change| change.item).collect();
    assert_eq!(first, [Item::Verdict, Item::Deployment, Item::Targets, Item::Addresses]);
}

#[test]
fn a_snapshot_is_kept_and_codes_are_read_back() {
    let text = serde_json::to_string(&snapshot(&good(), &free())).unwrap();
    assert_eq!(serde_json::from_str::<Snapshot>(&text).unwrap(), snapshot(&good(), &free()));
    assert!(DriftKind::ALL.iter().all(|kind| DriftKind::from_code(kind.code()) == Some(*kind)));
    assert!(Item::ALL.into_iter().all(|item| Item::from_code(item.code()) == Some(item)));
    assert_eq!((DriftKind::from_code("nothing"), Item::from_code("")), (None, None));
}

#[test]
fn the_script_takes_the_pinned_name_out_and_meets_the_cloud() {
    // The first of the alphabet may be another's.
    let script = unpinning_script("kunta.example", &["a.toinen.example, ", CLOUD].concat()).unwrap();
    assert!(script.starts_with("$d = 'kunta.example'\n") && script.contains("Remove-CsAllowedDomain -Identity $d\n"), "{script}");
    let again = script.lines().find(|line| line.starts_with("New-CsAllowedDomain")).unwrap();
    assert!(!again.contains("ProxyFqdn"), "{again}");
    assert!(script.contains("-ProxyFqdn 'sipfed.online.lync.com' `") && !script.contains("toinen"), "{script}");
    assert_eq!(unpinning_script("kunta.example", "a.toinen.example"), None, "no cloud");
    for domain in ["kunta.example'; Stop-Computer; '", "kunta..example", "-kunta.example", "kuntä.example", ""] {
        assert_eq!(unpinning_script(domain, CLOUD), None, "{domain}");
    }
    assert!(unpinning_script("xn--kunt-0ra.example", CLOUD).is_some());
}

fn certificate(names: &[&str], until: &str) -> CertificateSeen {
    CertificateSeen {
        subject: OWN.into(),
        issuer: "Varmentaja CA".into(),
        serial: "01".into(),
        not_before: "2026-01-01T00:00:00Z".parse().unwrap(),
        not_after: until.parse().unwrap(),
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        key: "RSA 2048".into(),
        rsa_bits: Some(2048),
        weak_digest: None,
        purposes: None,
        for_servers: true,
        for_clients: true,
        fingerprint: "f1".into(),
        path: PathSeen::Trusted { root: "Juuri".into() },
        revocation: RevocationSeen::Good { by: "ocsp".into() },
    }
}

/// The domain with its Edge server, which is reached so and shows this certificate.
fn at_edge(seen: Observation, name: &str, reached: Reached, certificate: Option<CertificateSeen>) -> Observation {
    let tls = certificate.map(|one| TlsSeen {
        speech: Speech::Tls,
        version: Some(TlsVersion::Tls12),
        cipher: None,
        offers: vec![TlsVersion::Tls12],
        lacks: Vec::new(),
        wants_client_certificate: true,
        alert: None,
        chain: vec![Der(vec![0x30, 0])],
        certificate: Some(Box::new(one)),
    });
    let look = EdgeLook { address: "193.166.3.2".parse().unwrap(), port: 5061, reached, took_ms: 20, tls };
    Observation {
        edges: vec![EdgeSeen { name: name.to_owned(), looks: vec![look], ways_out: WaysOut { v4: true, v6: true } }],
        ..seen
    }
}

fn shown(names: &[&str], until: &str) -> Observation {
    at_edge(good(), OWN, Reached::Connected, Some(certificate(names, until)))
}

const FAR: &str = "2027-10-01T00:00:00Z";

fn look(declared: &Declared, before: Option<&Observation>, seen: &Observation) -> Look {
    let stable = before.map(|before| snapshot(before, declared));
    Look::of(declared, stable.as_ref(), seen, &judge(seen, declared))
}

#[test]
fn a_certificate_has_healed_only_where_one_was_shown() {
    let kinds = [DriftKind::CertificateEnds, DriftKind::SanLostDomain];
    let denied = |seen: &Observation| kinds.map(|kind| look(&free(), None, seen).denies(kind, &Evidence::default()));
    assert_eq!(denied(&shown(&[OWN], FAR)), [true, true]);
    assert_eq!(denied(&shown(&[OWN], "2026-11-25T10:00:00Z")), [false, true], "it still ends");
    for reached in [Reached::Refused, Reached::NoAnswer, Reached::NotTried] {
        assert_eq!(denied(&at_edge(good(), OWN, reached, None)), [false, false], "{reached:?}");
    }
    assert_eq!(denied(&good()), [false, false], "nobody looked");
    // One of two servers says nothing of the other.
    let mut two = shown(&[OWN], FAR);
    two.edges.extend(at_edge(good(), "sip2.kunta.example", Reached::Refused, None).edges);
    assert_eq!(denied(&two), [false, false]);
    // In the cloud there is none to show.
    assert_eq!(denied(&leading(&[(CLOUD, &[])])), [true, true]);
}

#[test]
fn where_federation_leads_has_healed_only_behind_nothing_graver() {
    let denied = |seen: &Observation, kind| look(&free(), Some(&good()), seen).denies(kind, &Evidence::default());
    let supplier = leading(&[("sip.muu.example", &["193.166.9.9"])]);
    let moved = leading(&[(OWN, &["193.166.9.9"])]);
    let domain_gone = Observation { apex: Answer::NoName, ..leading(&[]) };
    for kind in [DriftKind::MovedToCloudWhilePinned, DriftKind::SupplierChanged, DriftKind::EdgeMoved] {
        assert!(denied(&good(), kind), "{kind:?}");
        assert!(!denied(&leading(&[]), kind), "{kind:?} behind a record that is gone");
        assert!(!denied(&domain_gone, kind), "{kind:?} behind a domain that is gone");
    }
    assert!(!denied(&supplier, DriftKind::EdgeMoved) && denied(&moved, DriftKind::SupplierChanged));
    assert!(denied(&supplier, DriftKind::SrvGone) && denied(&leading(&[]), DriftKind::DomainGone));
    assert!(!denied(&domain_gone, DriftKind::SrvGone));
    assert!(!denied(&good(), DriftKind::OwnershipLost), "nobody looked for the proof");
    let proven = Look { proof: Some(ProofSeen::There), ..look(&free(), None, &good()) };
    assert!(proven.denies(DriftKind::OwnershipLost, &Evidence::default()));
    let silent = Observation { srv: Answer::Failed(Failure::Timeout), ..good() };
    let silent = Look { proof: Some(ProofSeen::There), ..look(&free(), Some(&good()), &silent) };
    assert!(DriftKind::ALL.iter().all(|kind| !silent.denies(*kind, &Evidence::default())));
}

#[test]
fn a_check_that_failed_at_the_edge_has_healed_only_where_the_edge_was_reached() {
    let kind = DriftKind::CheckFails;
    let by = |codes: &str| Evidence::default().with("codes", codes);
    let mut unknown = at_edge(good(), OWN, Reached::NoAnswer, None);
    unknown.edges[0].ways_out = WaysOut::default();
    let unknown = look(&free(), None, &unknown);
    assert_eq!(unknown.drifts, [], "after a start of the service nothing is known of it");
    assert!(!unknown.denies(kind, &by("srv_port, edge_no_answer")) && unknown.denies(kind, &by("srv_port")));
    assert!(look(&free(), None, &shown(&[OWN], FAR)).denies(kind, &by("edge_no_answer")));
    assert!(!look(&free(), Some(&good()), &leading(&[])).denies(kind, &by("srv_port")));
}

#[test]
fn a_warning_that_was_there_when_all_was_well_is_no_drift() {
    let of = |severity, stable: Option<&Snapshot>| {
        let evidence = Evidence::default();
        let findings = [(Code::CertificateDomainMissing, severity, &evidence)].into_iter();
        let drifts = of_findings(findings, &[], stable, "2026-11-21T10:00:00Z".parse().unwrap());
        drifts.iter().map(|drift| drift.kind).collect::<Vec<_>>()
    };
    let clean = snapshot(&good(), &free());
    let mut accepted = clean.clone();
    accepted.codes.insert("certificate_domain_missing".into());
    assert_eq!(of(Severity::Warning, Some(&accepted)), []);
    assert_eq!(of(Severity::Warning, None), [], "accepted at filing, for all that is known");
    assert_eq!(of(Severity::Warning, Some(&clean)), [DriftKind::SanLostDomain]);
    assert_eq!(of(Severity::Error, Some(&accepted)), [DriftKind::SanLostDomain]);
    // While it is told, the state to compare with does not take it over.
    let drift = Drift { kind: DriftKind::SanLostDomain, step: None, evidence: Evidence::default() };
    assert_eq!(accepted.clone().without(&[drift]), clean);
    assert_eq!(accepted.clone().without(&[]), accepted);
}

#[test]
fn in_the_cloud_the_certificate_of_the_pinned_edge_does_not_matter() {
    let old = |seen| at_edge(seen, OWN, Reached::Connected, Some(certificate(&[OWN], "2026-11-20T10:00:00Z")));
    assert_eq!(found(&pinned(), None, &old(leading(&[(CLOUD, &[])]))), [DriftKind::MovedToCloudWhilePinned]);
    assert_eq!(found(&pinned(), None, &old(good())), [DriftKind::CertificateEnds]);
    let both = leading(&[(CLOUD, &[]), (OWN, &["193.166.3.2"])]);
    assert_eq!(
        found(&pinned(), None, &old(both)),
        [DriftKind::MovedToCloudWhilePinned, DriftKind::CertificateEnds],
        "some are still led to it"
    );
}

#[test]
fn an_edge_that_could_not_be_looked_at_does_not_hide_what_dns_shows() {
    let blind = |seen: Observation| at_edge(seen, OWN, Reached::NotTried, None);
    let of = |seen: &Observation| look(&free(), Some(&good()), seen);
    let declared = Declared { supplier_runs_it: true, ..Declared::default() };
    let supplier = look(&declared, Some(&good()), &blind(leading(&[("sip.muu.example", &["193.166.9.9"])])));
    assert_eq!(supplier.snapshot.verdict, Verdict::Unverified);
    assert!(supplier.is_verified && !supplier.is_complete);
    assert_eq!(supplier.drifts.iter().map(|drift| drift.kind).collect::<Vec<_>>(), [DriftKind::SupplierChanged]);
    assert!(of(&blind(good())).denies(DriftKind::SrvGone, &Evidence::default()));
    // Of the Edge and its certificate it says nothing, neither way.
    let mut half = shown(&[OWN], "2026-12-15T10:00:00Z");
    half.edges.extend(at_edge(good(), "sip2.kunta.example", Reached::NotTried, None).edges);
    let half = of(&half);
    assert_eq!((half.snapshot.verdict, &half.drifts), (Verdict::Unverified, &vec![]));
    let by_edge = Evidence::default().with("codes", "edge_refused");
    let kinds = [DriftKind::CertificateEnds, DriftKind::SanLostDomain, DriftKind::CheckFails];
    assert!(kinds.iter().all(|kind| !half.denies(*kind, &by_edge)));
    // A question to DNS that is open as well silences all.
    let open = Observation { srv: Answer::Failed(Failure::Timeout), ..blind(good()) };
    assert!(!of(&open).is_verified);
}
