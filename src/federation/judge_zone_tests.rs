//! Spares, mistakes, signatures and name servers: what provokes each code, and what nearly does.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::super::super::{DelegationSeen, Misplaced, Mistake, ServerOutcome, ServerSeen};
use super::*;
use crate::federation::Dnssec;

fn has(seen: &Observation, code: Code) -> Option<Severity> {
    judge(seen, &Declared::default()).finding(code).map(|finding| finding.severity)
}

fn line(seen: &Observation, code: Code) -> Option<String> {
    judge(seen, &Declared::default()).finding(code).and_then(|f| f.evidence.zone_line().map(ToOwned::to_owned))
}

#[test]
fn srv_wrong_name() {
    let with = |mistake, name: &str, record: SrvSeen| Observation {
        misplaced: vec![Misplaced { mistake, name: name.to_owned(), records: vec![record] }],
        ..missing()
    };
    for (mistake, name) in [
        (Mistake::ClientsEnd, "_sipfederationtls._tls.kunta.example"),
        (Mistake::Shortened, "_sipfederation._tcp.kunta.example"),
        (Mistake::Doubled, "_sipfederationtls._tcp.kunta.example.kunta.example"),
        (Mistake::OtherService, "_sip._tcp.kunta.example"),
    ] {
        let seen = with(mistake, name, srv(10, 5061, "access.kunta.example"));
        assert_eq!(plain(&seen), (Verdict::Errors, vec![(Code::SrvMissing, Error), (Code::SrvWrongName, Warning)]), "{name}");
        assert_eq!(
            line(&seen, Code::SrvWrongName).unwrap(),
            "_sipfederationtls._tcp.kunta.example. 3600 IN SRV 10 1 5061 access.kunta.example."
        );
    }
    // Near misses: telephony of another kind; what the wildcard gives for any name.
    let other = with(Mistake::OtherService, "_sip._tcp.kunta.example", srv(10, 5060, "voip.kunta.example"));
    assert_eq!(has(&other, Code::SrvWrongName), None);
    let mut wild = with(Mistake::Shortened, "_sipfederation._tcp.kunta.example", srv(10, 5061, "any.kunta.example"));
    wild.wildcard.srv = Answer::Found(vec![srv(10, 5061, "any.kunta.example")]);
    assert_eq!(has(&wild, Code::SrvWrongName), None);
}

#[test]
fn other_spelling() {
    let with = |target| Observation {
        domain: SipDomain::parse("jämsälä.example").unwrap(),
        misplaced: vec![Misplaced {
            mistake: Mistake::OtherSpelling,
            name: "_sipfederationtls._tcp.jamsala.example".into(),
            records: vec![srv(1, 5061, target)],
        }],
        ..missing()
    };
    let report = judge(&with("sip.jamsala.example"), &Declared::default());
    assert_eq!(report.finding(Code::OtherSpelling).unwrap().evidence.get("proposed"), Some("jamsala.example"));
    assert_eq!(report.finding(Code::OtherSpelling).unwrap().severity, Info);
    // Near miss: the other spelling says that it has no such service.
    assert_eq!(has(&with("."), Code::OtherSpelling), None);
}

#[test]
fn target_doubled() {
    let mut seen = with_srv(vec![srv(100, 5061, "sip.kunta.example.kunta.example")]);
    seen.targets.insert("sip.kunta.example.kunta.example".into(), nobody());
    assert_eq!(plain(&seen), (Verdict::Errors, vec![(Code::TargetNoAddress, Error), (Code::TargetDoubled, Error)]));
    assert!(line(&seen, Code::TargetDoubled).unwrap().ends_with(" 5061 sip.kunta.example."));
    // Near misses: it has an address; the name only ends alike.
    assert_eq!(has(&with_srv(vec![srv(100, 5061, "sip.kunta.example.kunta.example")]), Code::TargetDoubled), None);
    let mut other = with_srv(vec![srv(100, 5061, "sip.toinenkunta.example.kunta.example")]);
    other.targets.insert("sip.toinenkunta.example.kunta.example".into(), nobody());
    assert_eq!(has(&other, Code::TargetDoubled), None);
}

#[test]
fn target_ipv6_only() {
    let only = with_target(host(&["2a00:1::2"]));
    assert_eq!(plain(&only), (Verdict::Warnings, vec![(Code::TargetIpv6Only, Warning)]));
    // Near misses: both families; the other question was not answered.
    assert_eq!(has(&good(), Code::TargetIpv6Only), None);
    let open = HostSeen { v4: Answer::Failed(Failure::Timeout), ..host(&["2a00:1::2"]) };
    assert_eq!(plain(&with_target(open)), (Verdict::Unverified, vec![(Code::DnsTimeout, Error)]));
}

#[test]
fn spare_faulty() {
    let with = |record: SrvSeen| with_srv(vec![srv(10, 5061, "sip.kunta.example"), record]);
    let fault = |seen: &Observation| {
        let report = judge(seen, &Declared::default());
        report.finding(Code::SpareFaulty).map(|finding| finding.evidence.get("fault").unwrap().to_owned())
    };
    assert_eq!(fault(&with(srv(20, 5060, "sip2.kunta.example"))).unwrap(), "port 5060");
    assert_eq!(fault(&with(srv(20, 5061, "s.muu.example"))).unwrap(), "s.muu.example is not in kunta.example");
    let mut dead = with(srv(20, 5061, "sip2.kunta.example"));
    dead.targets.insert("sip2.kunta.example".into(), nobody());
    assert_eq!(fault(&dead).unwrap(), "NXDOMAIN");
    assert_eq!(plain(&dead).0, Verdict::Warnings);
    let mut hidden = with(srv(20, 5061, "sip2.kunta.example"));
    hidden.targets.insert("sip2.kunta.example".into(), host(&["10.0.0.1"]));
    assert_eq!(fault(&hidden).unwrap(), "10.0.0.1");
    // Near misses: a good one; the cloud; "." for no more; the same target again; one that was not answered is open, not faulty.
    for good in [srv(20, 5061, "sip2.kunta.example"), srv(20, 5061, CLOUD), srv(20, 0, "."), srv(20, 5061, "sip.kunta.example")] {
        assert_eq!(fault(&with(good)), None);
    }
    let mut open = with(srv(20, 5061, "sip2.kunta.example"));
    open.targets.insert("sip2.kunta.example".into(), failed(Failure::Timeout));
    assert_eq!(plain(&open).0, Verdict::Unverified);
}

#[test]
fn client_records() {
    let mut seen = good();
    seen.traces.lyncdiscover = host(&["193.166.3.9"]);
    assert_eq!(plain(&seen), (Verdict::Ok, vec![(Code::ClientRecords, Info)]));
    // Near misses: the Edge's own name; what the wildcard gives; a question without an answer takes nothing from the verdict.
    let mut edge = good();
    edge.traces.sip = host(&["193.166.3.2"]);
    assert_eq!(plain(&edge), (Verdict::Ok, vec![]));
    let mut wild = seen.clone();
    wild.wildcard.host = host(&["193.166.3.9"]);
    assert_eq!(has(&wild, Code::ClientRecords), None);
    let mut open = good();
    open.traces.lyncdiscover = failed(Failure::Timeout);
    assert_eq!(plain(&open), (Verdict::Ok, vec![]));
}

#[test]
fn signatures_stand_in_the_report() {
    let with = |dnssec| Observation { dnssec, ..good() };
    let bogus = DnssecSeen::Bogus { asked: "SRV x.".into(), seen: "RRSIG x expired 2026-01-01T00:00:00Z".into() };
    let report = judge(&with(bogus), &Declared::default());
    assert_eq!((report.verdict, report.dnssec), (Verdict::Errors, Some(Dnssec::Bogus)));
    assert!(report.finding(Code::DnssecBogus).unwrap().evidence.get("seen").unwrap().contains("expired"));
    // Near misses: unsigned or unknown is no fault.
    for (seen, dnssec) in [
        (DnssecSeen::Insecure, Some(Dnssec::Insecure)),
        (DnssecSeen::Secure, Some(Dnssec::Secure)),
        (DnssecSeen::Unknown { seen: "x".into() }, Some(Dnssec::Unknown)),
        (DnssecSeen::NotAsked, None),
    ] {
        let report = judge(&with(seen), &Declared::default());
        assert_eq!((report.verdict, report.dnssec, report.findings.len()), (Verdict::Ok, dnssec, 0));
    }
    // Both the resolver and we ourselves find it: it is told once.
    let mut both = with(DnssecSeen::Bogus { asked: "x".into(), seen: "y".into() });
    both.srv = Answer::Failed(Failure::Bogus);
    assert_eq!(plain(&both), (Verdict::Errors, vec![(Code::DnssecBogus, Error)]));
}

fn answers(serial: u32, records: Vec<SrvSeen>) -> ServerOutcome {
    ServerOutcome::Answers { serial: Some(serial), srv: Answer::Found(records) }
}

fn usual() -> ServerOutcome {
    answers(1, vec![srv(100, 5061, "sip.kunta.example")])
}

fn served(outcomes: Vec<ServerOutcome>) -> Observation {
    let servers: Vec<ServerSeen> = outcomes
        .into_iter()
        .enumerate()
        .map(|(n, outcome)| {
            let address: Option<IpAddr> = (outcome != ServerOutcome::NoAddress).then(|| [193, 166, 4, n as u8].into());
            ServerSeen { name: format!("ns{n}.kunta.example"), address, outcome }
        })
        .collect();
    let names: BTreeSet<String> = servers.iter().map(|server| server.name.clone()).collect();
    let delegation = DelegationSeen {
        zone: "kunta.example".into(),
        parent: Some(names.clone()),
        child: Some(names),
        without_glue: BTreeSet::new(),
        parent_answered: true,
        servers,
    };
    Observation { delegation: Some(delegation), ..good() }
}

fn delegation(seen: &mut Observation) -> &mut DelegationSeen {
    seen.delegation.as_mut().unwrap()
}

#[test]
fn delegation_lame() {
    for lame in [
        ServerOutcome::Silent,
        ServerOutcome::Closed,
        ServerOutcome::Refused,
        ServerOutcome::ServerFailure,
        ServerOutcome::NotAuthoritative,
        ServerOutcome::Malformed,
        ServerOutcome::NotPublic,
    ] {
        let one = served(vec![usual(), lame.clone()]);
        assert_eq!(plain(&one), (Verdict::Warnings, vec![(Code::DelegationLame, Warning)]), "{lame:?}");
        let seen = judge(&one, &Declared::default()).findings[0].evidence.get("seen").unwrap().to_owned();
        assert!(seen.starts_with("ns1.kunta.example (193.166.4.1): "), "{seen}");
    }
    // All refuse or are silent to us, while the resolver got its answer: something stands between us and them, so that it is no error.
    assert_eq!(has(&served(vec![ServerOutcome::Refused, ServerOutcome::Silent]), Code::DelegationLame), Some(Warning));
    let silent = served(vec![ServerOutcome::Silent, ServerOutcome::Silent]);
    assert_eq!(has(&silent, Code::DelegationLame), Some(Warning));
    let failing = Observation { srv: Answer::Failed(Failure::ServerFailure), ..silent.clone() };
    assert_eq!(has(&failing, Code::DelegationLame), Some(Error));
    // Near misses: nobody answers us directly, not even above; no way there; all answer; the domain is not there at all.
    let mut blocked = silent;
    delegation(&mut blocked).parent_answered = false;
    assert_eq!(plain(&blocked), (Verdict::Ok, vec![]));
    // Nor over IPv6, where nothing ever answers us over IPv6.
    let mut ipv6 = served(vec![usual(), ServerOutcome::Silent]);
    delegation(&mut ipv6).servers[1].address = Some("2a00:1::53".parse().unwrap());
    assert_eq!(plain(&ipv6), (Verdict::Ok, vec![]));
    delegation(&mut ipv6).servers[0].address = Some("2a00:1::54".parse().unwrap());
    assert_eq!(has(&ipv6, Code::DelegationLame), Some(Warning));
    assert_eq!(plain(&served(vec![usual(), ServerOutcome::Unreachable, ServerOutcome::NotAsked])), (Verdict::Ok, vec![]));
    assert_eq!(plain(&served(vec![usual(), usual()])), (Verdict::Ok, vec![]));
    let gone = Observation { apex: Answer::NoName, delegation: served(vec![ServerOutcome::Refused]).delegation, ..missing() };
    assert_eq!(has(&gone, Code::DelegationLame), None);
}

#[test]
fn servers_and_serials_differ() {
    let other = answers(1, vec![srv(100, 5060, "sip.kunta.example")]);
    assert_eq!(plain(&served(vec![usual(), other])), (Verdict::Warnings, vec![(Code::ServersDiffer, Warning)]));
    let none = ServerOutcome::Answers { serial: Some(1), srv: Answer::NoName };
    assert_eq!(has(&served(vec![usual(), none]), Code::ServersDiffer), Some(Warning));
    let newer = answers(2, vec![srv(100, 5061, "sip.kunta.example")]);
    assert_eq!(plain(&served(vec![usual(), newer])), (Verdict::Ok, vec![(Code::SerialsDiffer, Info)]));
    // Near misses: another TTL is no other record; a lost packet tells nothing.
    let ttl = answers(1, vec![SrvSeen { ttl: 300, ..srv(100, 5061, "sip.kunta.example") }]);
    let lost = ServerOutcome::Answers { serial: None, srv: Answer::Failed(Failure::Timeout) };
    assert_eq!(plain(&served(vec![usual(), ttl, lost])), (Verdict::Ok, vec![]));
}

#[test]
fn nameserver_no_address() {
    assert_eq!(
        plain(&served(vec![usual(), ServerOutcome::NoAddress])),
        (Verdict::Warnings, vec![(Code::NameserverNoAddress, Warning)])
    );
    let mut glue = served(vec![usual(), usual()]);
    delegation(&mut glue).without_glue.insert("ns1.kunta.example".into());
    let report = judge(&glue, &Declared::default());
    assert_eq!(report.finding(Code::NameserverNoAddress).unwrap().evidence.get("name"), Some("ns1.kunta.example"));
    // Near miss: a server that was not asked has not been found to lack anything.
    assert_eq!(has(&served(vec![usual(), ServerOutcome::NotAsked]), Code::NameserverNoAddress), None);
}

#[test]
fn delegation_differs() {
    let mut more = served(vec![usual(), usual()]);
    delegation(&mut more).parent.as_mut().unwrap().insert("ns9.muu.example".into());
    assert_eq!(plain(&more), (Verdict::Ok, vec![(Code::DelegationDiffers, Info)]));
    let mut apart = more;
    delegation(&mut apart).parent = Some(BTreeSet::from(["ns9.muu.example".to_owned()]));
    assert_eq!(plain(&apart), (Verdict::Warnings, vec![(Code::DelegationDiffers, Warning)]));
    // Near miss: the zone above did not tell.
    delegation(&mut apart).parent = None;
    assert_eq!(plain(&apart), (Verdict::Ok, vec![]));
}

#[test]
fn ttl_extreme() {
    let at = |ttl| SrvSeen { ttl, ..srv(100, 5061, "sip.kunta.example") };
    assert_eq!(plain(&with_srv(vec![at(604_800)])), (Verdict::Ok, vec![(Code::TtlExtreme, Info)]));
    assert_eq!(has(&served(vec![answers(1, vec![at(5)])]), Code::TtlExtreme), Some(Info));
    // Near misses: a resolver that has kept the record for a while; a day; a minute.
    assert_eq!(plain(&with_srv(vec![at(5)])), (Verdict::Ok, vec![]));
    assert_eq!(plain(&with_srv(vec![at(86_400)])), (Verdict::Ok, vec![]));
    assert_eq!(has(&served(vec![answers(1, vec![at(60)])]), Code::TtlExtreme), None);
}

#[test]
fn a_whole_observation_survives_storage() {
    let mut seen = served(vec![usual(), ServerOutcome::NoAddress, ServerOutcome::Refused]);
    seen.dnssec = DnssecSeen::Unknown { seen: "x".into() };
    seen.misplaced = vec![Misplaced { mistake: Mistake::Swapped, name: "x".into(), records: vec![] }];
    let json = serde_json::to_string(&seen).unwrap();
    assert_eq!(serde_json::from_str::<Observation>(&json).unwrap(), seen);
    // Reports and observations of before are read as they were.
    let old = serde_json::to_value(good()).unwrap();
    let mut old = old.as_object().unwrap().clone();
    for added in ["misplaced", "dnssec", "delegation"] {
        old.remove(added);
    }
    assert_eq!(serde_json::from_value::<Observation>(old.into()).unwrap(), good());
}
