//! Every kind of drift: a look that provokes it, and one that nearly does and must not.

use std::collections::BTreeMap;

use super::super::{Answer, Failure, Fqdn, HostSeen, SipDomain, Traces, WildcardSeen, judge};
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
    assert_eq!(found(&pinned(), None, &other), [DriftKind::EdgeMoved], "the agreement names another");
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
    of_findings(findings, &[], at).into_iter().map(|drift| (drift.kind, drift.step)).collect()
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
    let script = unpinning_script("kunta.example", CLOUD);
    assert!(script.starts_with("$d = 'kunta.example'\n") && script.contains("Remove-CsAllowedDomain -Identity $d\n"), "{script}");
    let again = script.lines().find(|line| line.starts_with("New-CsAllowedDomain")).unwrap();
    assert!(!again.contains("ProxyFqdn"), "{again}");
    assert!(script.contains("-ProxyFqdn 'sipfed.online.lync.com' `"), "{script}");
}
