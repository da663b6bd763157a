//! Delegations against several NSD servers: lame, differing and missing ones, and what is never asked.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use federointi::federation::{Answer, Code, Declared, Observation, Report, ServerOutcome, Severity, SipDomain, Verdict, judge};
use federointi::probe::{Depth, DnsProbe, ProbeSettings};
use tokio::net::UdpSocket;

use crate::support::nsd::{Nsd, dig, free_port};

/// The resolver, which serves everything; two servers of zones; the server of `example.`; one that says nothing; one where nobody listens.
const ADDRESSES: [&str; 6] = ["127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.6"];

struct Case {
    name: &'static str,
    /// The zone's own name servers, and those that the zone above names; each with the end of its address, if it has one.
    child: &'static [(&'static str, Option<u8>)],
    parent: &'static [(&'static str, Option<u8>)],
    /// Whether 127.0.0.2 and 127.0.0.3 serve it, and with what: serial and port.
    two: Option<(u32, u16)>,
    three: Option<(u32, u16)>,
    finds: &'static [(Code, Severity)],
}

const BOTH: &[(&str, Option<u8>)] = &[("ns1", Some(2)), ("ns2", Some(3))];
const RIGHT: Option<(u32, u16)> = Some((1, 5061));

use Severity::{Info, Warning};

const CASES: &[Case] = &[
    Case { name: "hyva.example", child: BOTH, parent: BOTH, two: RIGHT, three: RIGHT, finds: &[] },
    Case { name: "lampi.example", child: BOTH, parent: BOTH, two: RIGHT, three: None, finds: &[(Code::DelegationLame, Warning)] },
    Case { name: "kaikki.example", child: BOTH, parent: BOTH, two: None, three: None, finds: &[(Code::DelegationLame, Warning)] },
    Case {
        name: "vaiti.example",
        child: &[("ns1", Some(2)), ("ns5", Some(5))],
        parent: &[("ns1", Some(2)), ("ns5", Some(5))],
        two: RIGHT,
        three: None,
        finds: &[(Code::DelegationLame, Warning)],
    },
    Case {
        name: "kiinni.example",
        child: &[("ns1", Some(2)), ("ns6", Some(6))],
        parent: &[("ns1", Some(2)), ("ns6", Some(6))],
        two: RIGHT,
        three: None,
        finds: &[(Code::DelegationLame, Warning)],
    },
    Case {
        name: "eri.example",
        child: BOTH,
        parent: BOTH,
        two: RIGHT,
        three: Some((1, 5060)),
        finds: &[(Code::ServersDiffer, Warning)],
    },
    Case {
        name: "versio.example",
        child: BOTH,
        parent: BOTH,
        two: RIGHT,
        three: Some((2, 5061)),
        finds: &[(Code::SerialsDiffer, Info)],
    },
    Case {
        name: "toiset.example",
        child: BOTH,
        parent: &[("ns1", Some(2)), ("ns3", Some(3))],
        two: RIGHT,
        three: RIGHT,
        finds: &[(Code::DelegationDiffers, Info)],
    },
    Case {
        name: "aivantoiset.example",
        child: BOTH,
        parent: &[("ns3", Some(3))],
        two: RIGHT,
        three: RIGHT,
        finds: &[(Code::DelegationDiffers, Warning)],
    },
    Case {
        name: "osoitteeton.example",
        child: &[("ns1", Some(2)), ("ns9", None)],
        parent: &[("ns1", Some(2)), ("ns9", None)],
        two: RIGHT,
        three: None,
        finds: &[(Code::NameserverNoAddress, Warning)],
    },
];

fn servers_of(case: &Case, servers: &[(&str, Option<u8>)]) -> String {
    servers
        .iter()
        .map(|(label, address)| {
            let name = case.name;
            let glue = address.map(|end| format!("{label}.{name}. 3600 IN A 127.0.0.{end}\n")).unwrap_or_default();
            format!("{name}. 3600 IN NS {label}.{name}.\n{glue}")
        })
        .collect()
}

/// A zone of a case. `rest` are addresses of servers that only the zone above names, so that a resolver finds them.
fn zone(case: &Case, (serial, port): (u32, u16)) -> String {
    let name = case.name;
    let rest: String = case
        .parent
        .iter()
        .filter(|server| !case.child.contains(server))
        .filter_map(|(label, address)| address.map(|end| format!("{label}.{name}. 3600 IN A 127.0.0.{end}\n")))
        .collect();
    format!(
        "{name}. 3600 IN SOA ns1.{name}. h.{name}. {serial} 3600 600 86400 60\n{}{rest}_sipfederationtls._tcp.{name}. 3600 IN SRV 100 1 {port} sip.{name}.\nsip.{name}. 3600 IN A 198.51.100.1\n",
        servers_of(case, case.child)
    )
}

struct World {
    _folder: tempfile::TempDir,
    resolver: SocketAddr,
    servers: Vec<Nsd>,
    _silent: UdpSocket,
}

async fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let port = free_port(&ADDRESSES);
    let write = |name: String, text: String| -> PathBuf {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        file
    };
    let root = ". 3600 IN SOA a.nic.example. h.example. 1 3600 600 86400 60\n. 3600 IN NS a.nic.example.\nexample. 3600 IN NS a.nic.example.\na.nic.example. 3600 IN A 127.0.0.4\n";
    let mut example = "example. 3600 IN SOA a.nic.example. h.example. 1 3600 600 86400 60\nexample. 3600 IN NS a.nic.example.\na.nic.example. 3600 IN A 127.0.0.4\n".to_owned();
    let mut zones: [Vec<(&str, PathBuf)>; 3] = Default::default();
    for case in CASES {
        example += &servers_of(case, case.parent);
        for (place, version) in [(0, case.two.or(case.three).or(RIGHT)), (1, case.two), (2, case.three)] {
            if let Some(version) = version {
                zones[place].push((case.name, write(format!("{}-{place}", case.name), zone(case, version))));
            }
        }
    }
    let root = write("root".into(), root.into());
    let example = write("example".into(), example);
    let [all, two, three] = zones;
    let above = vec![(".", root.clone()), ("example", example.clone())];
    let all = above.iter().cloned().chain(all).collect::<Vec<_>>();
    let at = |end: usize| SocketAddr::new(ADDRESSES[end].parse().unwrap(), port);
    let silent = UdpSocket::bind(at(4)).await.unwrap();
    let servers = [(0, all), (1, two), (2, three), (3, above)]
        .into_iter()
        .map(|(end, zones)| Nsd::start(folder.path(), at(end), &zones))
        .collect();
    World { _folder: folder, resolver: at(0), servers, _silent: silent }
}

fn now() -> DateTime<Utc> {
    "2026-11-21T10:00:00Z".parse().unwrap()
}

async fn look(settings: ProbeSettings, names: &[&str]) -> Vec<Observation> {
    let domains: Vec<SipDomain> = names.iter().map(|name| SipDomain::parse(name).unwrap()).collect();
    DnsProbe::new(settings).unwrap().observe_at(Depth::Full, &domains, None, now(), "x1").await
}

fn judged(seen: &Observation) -> Report {
    judge(seen, &Declared { demonstration: true, ..Declared::default() })
}

#[tokio::test]
async fn each_fault_of_a_delegation_is_found_by_asking_each_server() {
    let world = world().await;
    for case in CASES {
        let seen = look(ProbeSettings::demonstration(world.resolver), &[case.name]).await.remove(0);
        let report = judged(&seen);
        let found: Vec<(Code, Severity)> = report.findings.iter().map(|finding| (finding.code, finding.severity)).collect();
        assert_eq!(found, case.finds, "{}: {:?}", case.name, seen.delegation);
        let delegation = seen.delegation.unwrap();
        assert!(delegation.parent_answered && delegation.zone == case.name, "{delegation:?}");
        // Each server's records are those that dig gets of it.
        for server in &delegation.servers {
            let Some(address) = server.address else { continue };
            let at = SocketAddr::new(address, world.resolver.port());
            let name = format!("_sipfederationtls._tcp.{}", case.name);
            if let ServerOutcome::Answers { serial, srv: Answer::Found(records) } = &server.outcome {
                let ours: Vec<String> = records.iter().map(|record| format!("{name}. {}", record.line())).collect();
                assert_eq!(ours.join("\n"), dig(at, &name, "SRV", &["+norec"]));
                assert!(dig(at, case.name, "SOA", &["+norec"]).contains(&format!(" {} 3600", serial.unwrap())));
            } else {
                assert!(!dig(at, &name, "SRV", &["+norec"]).contains(" IN SRV "), "{server:?}");
            }
        }
    }
    // A whole form at once says the same, and a subdomain without a zone of its own is held by the zone above it.
    let names: Vec<&str> = CASES.iter().map(|case| case.name).chain(["osasto.hyva.example"]).collect();
    let seen = look(ProbeSettings::demonstration(world.resolver), &names).await;
    for (case, seen) in CASES.iter().zip(&seen) {
        let found: Vec<Code> = judged(seen).findings.iter().map(|finding| finding.code).collect();
        assert_eq!(found, case.finds.iter().map(|(code, _)| *code).collect::<Vec<_>>(), "{}", case.name);
    }
    assert_eq!(seen.last().unwrap().delegation.as_ref().unwrap().zone, "hyva.example");
    assert_eq!(world.servers.len(), 4);
}

#[tokio::test]
async fn an_address_that_is_not_public_is_not_asked() {
    let world = world().await;
    // The service's own settings: loopback is not public, and its servers are not asked.
    let settings = ProbeSettings { special_addresses_count: false, ..ProbeSettings::demonstration(world.resolver) };
    let seen = look(settings, &["hyva.example"]).await.remove(0);
    let delegation = seen.delegation.unwrap();
    assert!(delegation.servers.iter().all(|server| server.outcome == ServerOutcome::NotPublic), "{delegation:?}");
    assert!(!delegation.parent_answered, "nor those of the zone above");
}

/// A resolver that names as many servers as it can, all at the counting address.
#[tokio::test]
async fn a_zone_with_very_many_servers_costs_few_packets() {
    use hickory_resolver::proto::op::Message;
    use hickory_resolver::proto::rr::rdata::{A, NS, SOA};
    use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};

    let port = free_port(&["127.0.0.1", "127.0.0.7"]);
    let counted = Arc::new(AtomicUsize::new(0));
    let target = UdpSocket::bind(("127.0.0.7", port)).await.unwrap();
    let count = counted.clone();
    tokio::spawn(async move {
        let mut buffer = [0; 2048];
        while target.recv(&mut buffer).await.is_ok() {
            count.fetch_add(1, Ordering::SeqCst);
        }
    });
    let resolver = UdpSocket::bind(("127.0.0.1", port)).await.unwrap();
    let address = resolver.local_addr().unwrap();
    tokio::spawn(async move {
        let mut buffer = [0; 2048];
        loop {
            let (length, from) = resolver.recv_from(&mut buffer).await.unwrap();
            let question = Message::from_vec(&buffer[..length]).unwrap();
            let query = question.queries[0].clone();
            let name = query.name().clone();
            let mut reply = question.into_response();
            reply.edns = None;
            let data: Vec<RData> = match query.query_type() {
                RecordType::SOA => vec![RData::SOA(SOA::new(name.clone(), name.clone(), 1, 1, 1, 1, 1))],
                RecordType::NS => (0..20).map(|n| RData::NS(NS(Name::from_ascii(format!("n{n}.x.")).unwrap()))).collect(),
                RecordType::A => vec![RData::A(A::new(127, 0, 0, 7))],
                _ => Vec::new(),
            };
            for data in data {
                reply.add_answer(Record::from_rdata(name.clone(), 60, data));
            }
            let _ = resolver.send_to(&reply.to_vec().unwrap(), from).await;
        }
    });
    let started = Instant::now();
    let seen = look(ProbeSettings::demonstration(address), &["kunta.example"]).await.remove(0);
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    assert_eq!(seen.delegation.as_ref().map(|delegation| delegation.servers.len()), Some(20));
    // Eight servers with two packets each, and two servers of the zone above.
    let packets = counted.load(Ordering::SeqCst);
    assert!((2..=18).contains(&packets), "{packets}");
    // A form of fifty such domains keeps to its own bound.
    counted.store(0, Ordering::SeqCst);
    let names: Vec<String> = (0..50).map(|n| format!("k{n}.example")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    look(ProbeSettings::demonstration(address), &names).await;
    let packets = counted.load(Ordering::SeqCst);
    assert!(packets <= 240, "{packets}");
    assert_ne!(judged(&seen).verdict, Verdict::Ok);
}
