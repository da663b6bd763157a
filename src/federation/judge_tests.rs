//! Every code: a case that provokes it, and one that nearly does and must not.

use std::collections::BTreeMap;

use super::super::{Answer, DnssecSeen, HostSeen, SipDomain, Traces, WildcardSeen};
use super::*;
use crate::federation::{Claim, Confidence, Deployment, Ownership, ProofSeen};

const CLOUD: &str = "sipfed.online.lync.com";

fn srv(priority: u16, port: u16, target: &str) -> SrvSeen {
    SrvSeen { ttl: 3600, priority, weight: 1, port, target: target.to_owned() }
}

fn host(addresses: &[&str]) -> HostSeen {
    let of = |v4: bool| {
        let found: Vec<std::net::IpAddr> =
            addresses.iter().map(|text| text.parse().unwrap()).filter(|ip: &std::net::IpAddr| ip.is_ipv4() == v4).collect();
        if found.is_empty() { Answer::NoData } else { Answer::Found(found) }
    };
    HostSeen { v4: of(true), v6: of(false), alias: None, ttl: None }
}

fn nobody() -> HostSeen {
    HostSeen { v4: Answer::NoName, v6: Answer::NoName, alias: None, ttl: None }
}

fn failed(failure: Failure) -> HostSeen {
    HostSeen { v4: Answer::Failed(failure), v6: Answer::Failed(failure), alias: None, ttl: None }
}

/// A domain with nothing wrong: own Edge, two addresses.
pub(in crate::federation) fn good() -> Observation {
    Observation {
        domain: SipDomain::parse("kunta.example").unwrap(),
        srv: Answer::Found(vec![srv(100, 5061, "sip.kunta.example")]),
        apex: Answer::NotAsked,
        targets: BTreeMap::from([("sip.kunta.example".to_owned(), host(&["193.166.3.2", "2a00:1::2"]))]),
        wildcard: WildcardSeen { name: "x1.kunta.example".into(), host: nobody(), srv: Answer::NoName },
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

fn with_srv(records: Vec<SrvSeen>) -> Observation {
    let targets = records.iter().map(|record| (record.target.clone(), host(&["193.166.3.2"]))).collect();
    Observation { srv: Answer::Found(records), targets, ..good() }
}

fn missing() -> Observation {
    Observation { srv: Answer::NoName, apex: Answer::Found(()), targets: BTreeMap::new(), ..good() }
}

fn in_cloud() -> Observation {
    Observation { srv: Answer::Found(vec![srv(100, 5061, CLOUD)]), targets: BTreeMap::new(), ..good() }
}

fn with_target(host: HostSeen) -> Observation {
    Observation { targets: BTreeMap::from([("sip.kunta.example".to_owned(), host)]), ..good() }
}

fn with_edge(mut seen: Observation, edge: &str, host: HostSeen) -> (Observation, Declared) {
    let edge = Fqdn::parse(edge).unwrap();
    seen.edge = Some((edge.clone(), host));
    (seen, Declared { edge: Some(edge), ..Declared::default() })
}

fn codes(seen: &Observation, declared: &Declared) -> (Verdict, Vec<(Code, Severity)>) {
    let report = judge(seen, declared);
    (report.verdict, report.findings.iter().map(|finding| (finding.code, finding.severity)).collect())
}

fn plain(seen: &Observation) -> (Verdict, Vec<(Code, Severity)>) {
    codes(seen, &Declared::default())
}

use Severity::{Error, Info, Warning};

#[test]
fn a_good_domain_has_no_findings() {
    assert_eq!(plain(&good()), (Verdict::Ok, vec![]));
    let report = judge(&good(), &Declared::default());
    assert_eq!((report.deployment, report.confidence), (Deployment::OwnEdge, Confidence::Likely));
}

#[test]
fn domain_not_found() {
    let gone = Observation { apex: Answer::NoName, ..missing() };
    assert_eq!(plain(&gone), (Verdict::Errors, vec![(Code::DomainNotFound, Error)]));
    // Naming an Edge does not make up for a domain that is not there.
    let (seen, declared) = with_edge(gone, "sip.kunta.example", host(&["193.166.3.2"]));
    assert_eq!(codes(&seen, &declared).0, Verdict::Errors);
    // Near miss: the domain is there without an SOA of its own, as subdomains are.
    let there = Observation { apex: Answer::NoData, ..missing() };
    assert_eq!(plain(&there), (Verdict::Errors, vec![(Code::SrvMissing, Error)]));
}

#[test]
fn srv_missing() {
    let report = judge(&missing(), &Declared::default());
    assert_eq!(report.verdict, Verdict::Errors);
    assert_eq!(
        report.finding(Code::SrvMissing).unwrap().evidence.zone_line(),
        Some("_sipfederationtls._tcp.kunta.example. 3600 IN SRV 100 1 5061 sip.kunta.example.")
    );
    let (seen, declared) = with_edge(missing(), "edge.kunta.example", host(&["193.166.3.2"]));
    assert_eq!(codes(&seen, &declared), (Verdict::Warnings, vec![(Code::SrvMissing, Warning)]));
    let line = judge(&seen, &declared).findings[0].evidence.zone_line().unwrap().to_owned();
    assert!(line.ends_with(" 5061 edge.kunta.example."), "the named Edge is proposed: {line}");
    let cloud = Declared { cloud: true, ..Declared::default() };
    assert!(judge(&missing(), &cloud).findings[0].evidence.zone_line().unwrap().ends_with(" 5061 sipfed.online.lync.com."));
    // Near miss: not answered is not missing.
    let open = Observation { srv: Answer::Failed(Failure::Timeout), ..missing() };
    assert_eq!(plain(&open), (Verdict::Unverified, vec![(Code::DnsTimeout, Error)]));
}

#[test]
fn a_pinned_edge_without_an_address_is_an_error() {
    let (seen, declared) = with_edge(missing(), "edge.kunta.example", nobody());
    assert_eq!(codes(&seen, &declared), (Verdict::Errors, vec![(Code::TargetNoAddress, Error), (Code::SrvMissing, Warning)]));
    assert_eq!(judge(&seen, &declared).finding(Code::TargetNoAddress).unwrap().evidence.get("edge"), Some("edge.kunta.example"));
    let of_target = judge(&with_target(nobody()), &Declared::default());
    assert_eq!(of_target.finding(Code::TargetNoAddress).unwrap().evidence.get("edge"), None, "a target is no Edge name");
    let (seen, declared) = with_edge(missing(), "edge.kunta.example", failed(Failure::Timeout));
    assert_eq!(codes(&seen, &declared).0, Verdict::Unverified);
}

#[test]
fn srv_wrong_port() {
    let report = judge(&with_srv(vec![srv(10, 5060, "sip.kunta.example")]), &Declared::default());
    assert_eq!(report.verdict, Verdict::Errors);
    let evidence = &report.finding(Code::SrvWrongPort).unwrap().evidence;
    assert_eq!(evidence.get("port"), Some("5060"));
    assert_eq!(evidence.zone_line(), Some("_sipfederationtls._tcp.kunta.example. 3600 IN SRV 10 1 5061 sip.kunta.example."));
    // Near miss: the wrong port stands on a spare that partners try last.
    let spare = with_srv(vec![srv(10, 5061, "sip.kunta.example"), srv(20, 5060, "sip2.kunta.example")]);
    assert!(judge(&spare, &Declared::default()).finding(Code::SrvWrongPort).is_none());
    // And the other way round it is the preferred one.
    let preferred = with_srv(vec![srv(30, 5061, "sip.kunta.example"), srv(20, 5060, "sip2.kunta.example")]);
    assert_eq!(plain(&preferred).0, Verdict::Errors);
}

#[test]
fn srv_service_absent() {
    let absent = Observation { srv: Answer::Found(vec![srv(0, 0, ".")]), targets: BTreeMap::new(), ..good() };
    assert_eq!(plain(&absent), (Verdict::Errors, vec![(Code::SrvServiceAbsent, Error)]));
    assert_eq!(judge(&absent, &Declared::default()).deployment, Deployment::None);
    // Near miss: a dot beside a real target does not take the service away.
    let beside = with_srv(vec![srv(100, 5061, "sip.kunta.example"), srv(200, 5061, ".")]);
    assert!(judge(&beside, &Declared::default()).finding(Code::SrvServiceAbsent).is_none());
}

#[test]
fn target_no_address() {
    assert_eq!(plain(&with_target(nobody())), (Verdict::Errors, vec![(Code::TargetNoAddress, Error)]));
    let nothing = HostSeen { v4: Answer::NoData, v6: Answer::NoData, alias: None, ttl: None };
    assert_eq!(plain(&with_target(nothing)), (Verdict::Errors, vec![(Code::TargetNoAddress, Error)]));
    // Near misses: one family is enough; a failed question is not an absent address.
    assert!(judge(&with_target(host(&["2a00:1::2"])), &Declared::default()).finding(Code::TargetNoAddress).is_none());
    assert_eq!(plain(&with_target(host(&["193.166.3.2"]))).0, Verdict::Ok);
    let half = HostSeen { v4: Answer::NoData, v6: Answer::Failed(Failure::Timeout), alias: None, ttl: None };
    assert_eq!(plain(&with_target(half)), (Verdict::Unverified, vec![(Code::DnsTimeout, Error)]));
}

#[test]
fn target_not_public() {
    for hidden in
        [&["10.0.0.1"][..], &["193.166.3.2", "192.168.1.1"], &["193.166.3.2", "fd00::1"], &["198.51.100.1"], &["127.0.0.1"]]
    {
        assert_eq!(plain(&with_target(host(hidden))), (Verdict::Errors, vec![(Code::TargetNotPublic, Error)]), "{hidden:?}");
    }
    let demonstration = Declared { demonstration: true, ..Declared::default() };
    assert_eq!(codes(&with_target(host(&["198.51.100.1", "127.0.0.1", "2001:db8::1"])), &demonstration).0, Verdict::Ok);
    assert_eq!(codes(&with_target(host(&["10.0.0.1"])), &demonstration).0, Verdict::Errors);
}

#[test]
fn dnssec_bogus() {
    let bogus = Observation { srv: Answer::Failed(Failure::Bogus), targets: BTreeMap::new(), ..good() };
    assert_eq!(plain(&bogus), (Verdict::Errors, vec![(Code::DnssecBogus, Error)]));
    assert_eq!(judge(&bogus, &Declared::default()).deployment, Deployment::Unknown);
    // Near miss: where our own validation holds, the resolver's word is its own trouble.
    let proven = Observation { dnssec: DnssecSeen::Secure, ..bogus };
    assert_eq!(plain(&proven), (Verdict::Unverified, vec![(Code::DnsServerFailure, Error)]));
    // Near miss: a failure that comes of something else is the network's.
    let failing = Observation { srv: Answer::Failed(Failure::ServerFailure), targets: BTreeMap::new(), ..good() };
    assert_eq!(plain(&failing), (Verdict::Unverified, vec![(Code::DnsServerFailure, Error)]));
}

#[test]
fn target_in_other_domain() {
    let hosted = with_srv(vec![srv(100, 5061, "sip.toimittaja.example")]);
    assert_eq!(plain(&hosted), (Verdict::Errors, vec![(Code::TargetInOtherDomain, Error)]));
    assert_eq!(judge(&hosted, &Declared::default()).deployment, Deployment::Hosted);
    let supplier = Declared { supplier_runs_it: true, ..Declared::default() };
    assert_eq!(codes(&hosted, &supplier), (Verdict::Warnings, vec![(Code::TargetInOtherDomain, Warning)]));
    // A name that only ends alike is another domain; one deeper within is not.
    assert_eq!(plain(&with_srv(vec![srv(1, 5061, "sip.toinenkunta.example")])).0, Verdict::Errors);
    assert_eq!(plain(&with_srv(vec![srv(1, 5061, "a.b.kunta.example")])).0, Verdict::Ok);
    assert_eq!(plain(&with_srv(vec![srv(1, 5061, "kunta.example")])).0, Verdict::Ok);
    assert!(judge(&in_cloud(), &Declared::default()).finding(Code::TargetInOtherDomain).is_none(), "the cloud is the exception");
}

#[test]
fn edge_name_differs() {
    let (seen, declared) = with_edge(good(), "access.kunta.example", host(&["193.166.3.3"]));
    assert_eq!(codes(&seen, &declared), (Verdict::Warnings, vec![(Code::EdgeNameDiffers, Warning)]));
    // Near misses: the same name in capitals; the name of a spare.
    let (seen, declared) = with_edge(good(), "SIP.Kunta.example.", host(&["193.166.3.2"]));
    assert_eq!(codes(&seen, &declared).0, Verdict::Ok);
    let several = with_srv(vec![srv(1, 5061, "sip.kunta.example"), srv(2, 5061, "sip2.kunta.example")]);
    let (seen, declared) = with_edge(several, "sip2.kunta.example", host(&["193.166.3.2"]));
    assert_eq!(codes(&seen, &declared), (Verdict::Ok, vec![(Code::SeveralTargets, Info)]));
}

#[test]
fn target_is_alias() {
    let alias = HostSeen { alias: Some("edge.kunta.example".into()), ..host(&["193.166.3.2"]) };
    let report = judge(&with_target(alias.clone()), &Declared::default());
    assert_eq!(report.verdict, Verdict::Warnings);
    assert_eq!(
        report.finding(Code::TargetIsAlias).unwrap().evidence.zone_line(),
        Some("sip.kunta.example. 3600 IN A 193.166.3.2")
    );
    // Near misses: an alias that leads nowhere has no address at all; the cloud's own aliases are Microsoft's matter.
    let dangling = HostSeen { alias: Some("edge.kunta.example".into()), ..nobody() };
    assert_eq!(plain(&with_target(dangling)), (Verdict::Errors, vec![(Code::TargetNoAddress, Error)]));
    let cloud = Observation { targets: BTreeMap::from([(CLOUD.to_owned(), alias)]), ..in_cloud() };
    assert_eq!(plain(&cloud).0, Verdict::Ok);
}

#[test]
fn wildcard_dns() {
    let wild = |host, srv| Observation { wildcard: WildcardSeen { name: "x1.kunta.example".into(), host, srv }, ..good() };
    assert_eq!(plain(&wild(host(&["193.166.3.9"]), Answer::NoData)), (Verdict::Warnings, vec![(Code::WildcardDns, Warning)]));
    let alias = HostSeen { alias: Some("www.kunta.example".into()), ..nobody() };
    assert_eq!(plain(&wild(alias, Answer::NoData)).0, Verdict::Warnings);
    assert_eq!(plain(&wild(nobody(), Answer::Found(vec![srv(1, 5061, "a.kunta.example")]))).0, Verdict::Warnings);
    // Near misses: the name exists without addresses; the guard was not answered.
    let empty = HostSeen { v4: Answer::NoData, v6: Answer::NoData, alias: None, ttl: None };
    assert_eq!(plain(&wild(empty, Answer::NoData)).0, Verdict::Ok);
    assert_eq!(plain(&wild(failed(Failure::Timeout), Answer::NoName)), (Verdict::Unverified, vec![(Code::DnsTimeout, Error)]));
}

#[test]
fn half_migrated() {
    let traces = |lyncdiscover, sip, sip_tls| Observation { traces: Traces { lyncdiscover, sip, sip_tls }, ..in_cloud() };
    let found = (Verdict::Warnings, vec![(Code::HalfMigrated, Warning), (Code::CloudTarget, Info)]);
    assert_eq!(plain(&traces(host(&["193.166.3.2"]), nobody(), Answer::NoName)), found);
    assert_eq!(plain(&traces(nobody(), host(&["193.166.3.2"]), Answer::NoName)), found);
    assert_eq!(plain(&traces(nobody(), nobody(), Answer::Found(vec![srv(1, 443, "sip.kunta.example")]))), found);
    let report = judge(&traces(host(&["193.166.3.2"]), nobody(), Answer::NoName), &Declared::default());
    assert_eq!((report.deployment, report.confidence), (Deployment::HalfMigrated, Confidence::Likely));
    // Near misses: everything in the cloud; nothing but federation; a wildcard that answers for lyncdiscover as for any name.
    let microsoft = HostSeen { alias: Some("webdir.online.lync.com".into()), ..host(&["52.113.1.1"]) };
    let cloud = traces(microsoft.clone(), microsoft, Answer::Found(vec![srv(1, 443, "sipdir.online.lync.com")]));
    assert_eq!(plain(&cloud), (Verdict::Ok, vec![(Code::CloudTarget, Info), (Code::ClientRecords, Info)]));
    assert_eq!(plain(&in_cloud()), (Verdict::Ok, vec![(Code::CloudTarget, Info)]));
    let mut wild = traces(host(&["193.166.3.9"]), host(&["193.166.3.9"]), Answer::NoName);
    wild.wildcard.host = host(&["193.166.3.9"]);
    assert_eq!(plain(&wild).1, vec![(Code::WildcardDns, Warning), (Code::CloudTarget, Info)]);
    // Its answer could make the difference, so without it the domain is not verified.
    assert_eq!(plain(&traces(failed(Failure::Timeout), nobody(), Answer::NoName)).0, Verdict::Unverified);
}

#[test]
fn cloud_target() {
    for cloud in
        [CLOUD, "sipfed.online.gov.skypeforbusiness.us", "sipfed.online.dod.skypeforbusiness.us", "sipfed.online.partner.lync.cn"]
    {
        let seen = Observation { srv: Answer::Found(vec![srv(100, 5061, cloud)]), ..in_cloud() };
        let report = judge(&seen, &Declared::default());
        assert_eq!((report.verdict, report.deployment, report.confidence), (Verdict::Ok, Deployment::Cloud, Confidence::Sure));
    }
    // Near misses: names that look like Microsoft's; the cloud as a spare only.
    for other in ["sipfed.online.lync.com.toimittaja.example", "sipfed.lync.com", "xsipfed.online.lync.com"] {
        assert!(
            judge(&with_srv(vec![srv(1, 5061, other)]), &Declared::default()).finding(Code::CloudTarget).is_none(),
            "{other}"
        );
    }
    let spare = with_srv(vec![srv(1, 5061, "sip.kunta.example"), srv(2, 5061, CLOUD)]);
    assert_eq!(plain(&spare), (Verdict::Ok, vec![(Code::SeveralTargets, Info)]));
    // The cloud does not excuse a wrong port.
    let port = Observation { srv: Answer::Found(vec![srv(1, 443, CLOUD)]), ..in_cloud() };
    assert_eq!(plain(&port), (Verdict::Errors, vec![(Code::SrvWrongPort, Error), (Code::CloudTarget, Info)]));
}

#[test]
fn several_targets() {
    let several = with_srv(vec![srv(1, 5061, "sip.kunta.example"), srv(1, 5061, "sip2.kunta.example")]);
    assert_eq!(plain(&several), (Verdict::Ok, vec![(Code::SeveralTargets, Info)]));
    // Near miss: two records with the same target.
    let same = with_srv(vec![srv(1, 5061, "sip.kunta.example"), srv(2, 5061, "sip.kunta.example")]);
    assert_eq!(plain(&same), (Verdict::Ok, vec![]));
    // Each target of the preferred ones counts.
    let mut one_dead = several;
    one_dead.targets.insert("sip2.kunta.example".into(), nobody());
    assert_eq!(plain(&one_dead).0, Verdict::Errors);
}

#[test]
fn an_open_question_counts_only_if_its_answer_could_change_the_outcome() {
    // An error stands, whatever the open question would have brought.
    let mut wrong = with_srv(vec![srv(1, 5060, "sip.kunta.example")]);
    wrong.wildcard.host = failed(Failure::Timeout);
    assert_eq!(plain(&wrong), (Verdict::Errors, vec![(Code::SrvWrongPort, Error)]));
    // A warning stands against a question that could only bring another.
    let mut warned = with_target(HostSeen { alias: Some("e.kunta.example".into()), ..host(&["193.166.3.2"]) });
    warned.wildcard.host = failed(Failure::Timeout);
    assert_eq!(plain(&warned), (Verdict::Warnings, vec![(Code::TargetIsAlias, Warning)]));
    // Where clients are led does not matter for an Edge of one's own.
    let mut own = good();
    own.traces.lyncdiscover = failed(Failure::Timeout);
    assert_eq!(plain(&own), (Verdict::Ok, vec![]));
    // Both kinds of failure are told, the questions counted.
    let mut both = good();
    both.targets.insert("sip.kunta.example".into(), failed(Failure::Timeout));
    both.wildcard.host = failed(Failure::Refused);
    let report = judge(&both, &Declared::default());
    assert_eq!(report.verdict, Verdict::Unverified);
    assert!(report.finding(Code::DnsTimeout).is_some() && report.finding(Code::DnsServerFailure).is_some());
}

#[test]
fn a_silent_domain_is_neither_good_nor_bad() {
    for failure in [Failure::Timeout, Failure::ServerFailure, Failure::Refused, Failure::Unreachable, Failure::Malformed] {
        let silent = Observation {
            srv: Answer::Failed(failure),
            targets: BTreeMap::new(),
            wildcard: WildcardSeen { name: "x1.kunta.example".into(), host: failed(failure), srv: Answer::Failed(failure) },
            ..good()
        };
        let report = judge(&silent, &Declared::default());
        assert_eq!((report.verdict, report.deployment), (Verdict::Unverified, Deployment::Unknown), "{failure:?}");
        assert_eq!(report.findings.len(), 1);
        assert!(report.findings[0].code.is_of_the_network());
    }
}

#[test]
fn a_report_and_an_observation_survive_storage() {
    let seen = in_cloud();
    let json = serde_json::to_string(&seen).unwrap();
    assert_eq!(serde_json::from_str::<Observation>(&json).unwrap(), seen);
    let report = judge(&missing(), &Declared::default());
    let json = serde_json::to_string(&report).unwrap();
    assert!(
        json.contains("\"code\":\"srv_missing\",\"severity\":\"error\",\"evidence\":{\"domain\":\"kunta.example\""),
        "{json}"
    );
    assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report);
    for &code in Code::ALL {
        assert_eq!(serde_json::to_string(&code).unwrap(), format!("\"{}\"", code.as_str()));
    }
}

#[path = "judge_zone_tests.rs"]
mod zone;

/// A good domain with a claim of this history, and what stands where its proof belongs.
fn claimed(before: Ownership, wanted: bool, ownership: Answer<Vec<String>>) -> (Observation, Declared) {
    let claim = Claim { token: "0a1b2c3d".to_owned(), before };
    let claims = Claims { of: BTreeMap::from([(SipDomain::parse("kunta.example").unwrap(), claim)]), wanted };
    (Observation { ownership, ..good() }, Declared { claims, ..Declared::default() })
}

fn texts(texts: &[&str]) -> Answer<Vec<String>> {
    Answer::Found(texts.iter().map(|text| (*text).to_owned()).collect())
}

fn proven_before() -> Ownership {
    Ownership::Proven { since: "2026-11-01T00:00:00Z".parse().unwrap() }
}

fn of_ownership(before: Ownership, wanted: bool, ownership: Answer<Vec<String>>) -> (Verdict, Vec<(Code, Severity)>) {
    let (seen, declared) = claimed(before, wanted, ownership);
    codes(&seen, &declared)
}

#[test]
fn ownership_proven() {
    let there = || texts(&["v=spf1 -all", "federointi-domain=0a1b2c3d"]);
    for before in [Ownership::NeverProven, proven_before(), Ownership::Lost { since: good().at }] {
        assert_eq!(of_ownership(before, true, there()), (Verdict::Ok, vec![(Code::OwnershipProven, Info)]), "{before:?}");
    }
    // Near misses: another's token; the token without its word; a wildcard's text; a domain that nobody asked about.
    for other in ["federointi-domain=0a1b2c3e", "0a1b2c3d", "v=spf1 include:_federointi.kunta.example -all"] {
        assert_eq!(of_ownership(Ownership::NeverProven, false, texts(&[other])).1, [(Code::OwnershipNotProven, Info)], "{other}");
    }
    let (seen, _) = claimed(Ownership::NeverProven, true, there());
    assert_eq!(plain(&seen), (Verdict::Ok, vec![]));
    let (mut elsewhere, declared) = claimed(Ownership::NeverProven, true, there());
    elsewhere.domain = SipDomain::parse("koulu.kunta.example").unwrap();
    assert!(judge(&elsewhere, &declared).proof_seen().is_none(), "the claim of the domain above is not that of the one below");
}

#[test]
fn ownership_not_proven() {
    for absent in [Answer::NoName, Answer::NoData] {
        let allowed = of_ownership(Ownership::NeverProven, false, absent.clone());
        assert_eq!(allowed, (Verdict::Ok, vec![(Code::OwnershipNotProven, Info)]));
        let wanted = of_ownership(Ownership::NeverProven, true, absent);
        assert_eq!(wanted, (Verdict::Warnings, vec![(Code::OwnershipNotProven, Warning)]));
    }
    let (seen, declared) = claimed(Ownership::NeverProven, false, texts(&["jotain \"muuta\""]));
    let report = judge(&seen, &declared);
    let evidence = &report.finding(Code::OwnershipNotProven).unwrap().evidence;
    assert_eq!(evidence.zone_line(), Some("_federointi.kunta.example. 3600 IN TXT \"federointi-domain=0a1b2c3d\""));
    assert_eq!(evidence.get("seen"), Some(r#""jotain \"muuta\"""#));
    // Near misses: silence is not absence, and matters only where a warning is at stake; a domain that is not there is told as that.
    let silent = || Answer::Failed(Failure::Timeout);
    assert_eq!(of_ownership(Ownership::NeverProven, false, silent()), (Verdict::Ok, vec![]));
    assert_eq!(of_ownership(Ownership::NeverProven, true, silent()), (Verdict::Unverified, vec![(Code::DnsTimeout, Error)]));
    let (_, declared) = claimed(Ownership::NeverProven, true, Answer::NoName);
    let gone = Observation { apex: Answer::NoName, ownership: Answer::NoName, ..missing() };
    assert_eq!(codes(&gone, &declared), (Verdict::Errors, vec![(Code::DomainNotFound, Error)]));
}

#[test]
fn ownership_lost() {
    for wanted in [false, true] {
        let gone = of_ownership(proven_before(), wanted, Answer::NoName);
        assert_eq!(gone, (Verdict::Warnings, vec![(Code::OwnershipLost, Warning)]));
        let still = of_ownership(Ownership::Lost { since: good().at }, wanted, texts(&["federointi-domain=x"]));
        assert_eq!(still.1, [(Code::OwnershipLost, Warning)]);
    }
    // Near miss: a server that does not answer takes no proof away, nor does it confirm it.
    for failure in [Failure::Timeout, Failure::ServerFailure, Failure::Refused] {
        let (seen, declared) = claimed(proven_before(), false, Answer::Failed(failure));
        let report = judge(&seen, &declared);
        assert_eq!((report.verdict, report.proof_seen()), (Verdict::Unverified, None), "{failure:?}");
    }
    // A domain that is gone has lost its proof too.
    let (_, declared) = claimed(proven_before(), false, Answer::NoName);
    let gone = Observation { apex: Answer::NoName, ownership: Answer::NoName, ..missing() };
    assert_eq!(judge(&gone, &declared).proof_seen(), Some(ProofSeen::Gone));
}
