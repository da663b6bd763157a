//! DNSSEC against NSD with an own root: our verdicts are delv's, and no resolver can talk us out of them.

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::Utc;
use federointi::federation::{Code, Declared, Dnssec, DnssecSeen, Observation, SipDomain, Verdict, judge};
use federointi::probe::{Depth, DnsProbe, ProbeError, ProbeSettings};
use hickory_resolver::proto::op::Message;
use tokio::net::UdpSocket;

use crate::support::nsd::{Nsd, Signing, delv, dig, free_port, sign};

const HERE: &str = "127.0.0.1";

struct World {
    folder: tempfile::TempDir,
    nsd: Nsd,
    /// The root's key, as DNSKEY line.
    anchor: String,
    /// The same as delv reads it.
    anchors: PathBuf,
}

fn zone(name: &str, more: &str) -> String {
    format!(
        "{name}. 3600 IN SOA ns.nic.example. h.example. 1 3600 600 86400 60\n{name}. 3600 IN NS ns.nic.example.\n\
         {more}_sipfederationtls._tcp.{name}. 3600 IN SRV 100 1 5061 sip.{name}.\nsip.{name}. 3600 IN A 198.51.100.1\n"
    )
}

/// A root, `example.` below it, and zones in every state of repair.
fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let mut above = format!(
        "example. 3600 IN SOA ns.nic.example. h.example. 1 3600 600 86400 60\nexample. 3600 IN NS ns.nic.example.\nns.nic.example. 3600 IN A {HERE}\n"
    );
    let mut zones = Vec::new();
    let mut add = |name: &str, how: Option<Signing>, mend: &dyn Fn(String) -> String, ds: &dyn Fn(String) -> String| {
        above += &format!("{name}. 3600 IN NS ns.nic.example.\n");
        let without = name.starts_with("nsec3");
        let text = zone(name, "");
        let text =
            if without { text.lines().filter(|line| !line.contains("SRV")).collect::<Vec<_>>().join("\n") + "\n" } else { text };
        let file = match how {
            Some(how) => {
                let signed = sign(at, name, &text, how);
                above += &format!("{}\n", ds(signed.ds));
                let text = std::fs::read_to_string(&signed.file).unwrap();
                std::fs::write(&signed.file, mend(text)).unwrap();
                signed.file
            }
            None => {
                let file = at.join(format!("{name}.zone"));
                std::fs::write(&file, text).unwrap();
                file
            }
        };
        zones.push((name.to_owned(), file));
    };
    let same = |text: String| text;
    let tampered = |text: String| text.replace("\tSRV\t100 1 5061", "\tSRV\t101 1 5061");
    let other_address = |text: String| text.replace("198.51.100.1", "198.51.100.2");
    let other_digest = |ds: String| {
        let (start, digest) = ds.rsplit_once(' ').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        let turned: String = digest.chars().rev().collect();
        format!("{start} {turned}")
    };
    let stripped = |text: String| text.lines().filter(|line| !line.contains("RRSIG\tSRV")).collect::<Vec<_>>().join("\n") + "\n";
    add("secure.example", Some(Signing::Nsec), &same, &same);
    add("nsec3.example", Some(Signing::Nsec3), &same, &same);
    add("insecure.example", None, &same, &same);
    add("tampered.example", Some(Signing::Nsec), &tampered, &same);
    add("address.example", Some(Signing::Nsec), &other_address, &same);
    add("expired.example", Some(Signing::Expired), &same, &same);
    add("wrongds.example", Some(Signing::Nsec), &same, &other_digest);
    add("nosig.example", Some(Signing::Nsec3), &stripped, &same);
    let example = sign(at, "example", &above, Signing::Nsec);
    let root = format!(
        ". 3600 IN SOA ns.nic.example. h.example. 1 3600 600 86400 60\n. 3600 IN NS ns.nic.example.\nexample. 3600 IN NS ns.nic.example.\nns.nic.example. 3600 IN A {HERE}\n{}\n",
        example.ds
    );
    let root = sign(at, ".", &root, Signing::Nsec);
    let anchors = at.join("anchors");
    let parts: Vec<&str> = root.key.split(';').next().unwrap().split_whitespace().collect();
    let (flags, protocol, algorithm, key) = (parts[3], parts[4], parts[5], parts[6..].concat());
    std::fs::write(&anchors, format!("trust-anchors {{ \".\" static-key {flags} {protocol} {algorithm} \"{key}\"; }};\n"))
        .unwrap();
    let anchor = format!(". 3600 IN DNSKEY {flags} {protocol} {algorithm} {key}\n");
    let mut served: Vec<(&str, PathBuf)> = vec![(".", root.file), ("example", example.file)];
    served.extend(zones.iter().map(|(name, file)| (name.as_str(), file.clone())));
    let nsd = Nsd::start(at, SocketAddr::new(HERE.parse().unwrap(), free_port(&[HERE])), &served);
    World { folder, nsd, anchor, anchors }
}

async fn observe(world: &World, resolver: SocketAddr, name: &str) -> Observation {
    let settings = ProbeSettings {
        trust_anchors: Some(world.anchor.clone()),
        authority_port: world.nsd.address.port(),
        ..ProbeSettings::demonstration(resolver)
    };
    let probe = DnsProbe::new(settings).unwrap();
    let domain = [SipDomain::parse(name).unwrap()];
    probe.observe_at(Depth::Full, &domain, None, now(), "x1").await.remove(0)
}

/// Signatures hold for a while of the machine's time, which is what both validators go by.
fn now() -> chrono::DateTime<Utc> {
    use federointi::clock::Clock as _;
    federointi::clock::SystemClock.now()
}

fn judged(seen: &Observation) -> federointi::federation::Report {
    judge(seen, &Declared { demonstration: true, ..Declared::default() })
}

fn word(dnssec: Option<Dnssec>) -> &'static str {
    dnssec.map_or("none", Dnssec::as_str)
}

/// A resolver that passes questions on to NSD and changes the questions and answers.
async fn between(server: SocketAddr, question: fn(&mut Message), answer: fn(&mut Message)) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut buffer = [0; 4096];
        loop {
            let (length, from) = socket.recv_from(&mut buffer).await.unwrap();
            let mut asked = Message::from_vec(&buffer[..length]).unwrap();
            question(&mut asked);
            let onward = UdpSocket::bind("127.0.0.1:0").await.unwrap();
            onward.send_to(&asked.to_vec().unwrap(), server).await.unwrap();
            let Ok(Ok(length)) = tokio::time::timeout(std::time::Duration::from_secs(1), onward.recv(&mut buffer)).await else {
                continue;
            };
            let mut told = Message::from_vec(&buffer[..length]).unwrap();
            answer(&mut told);
            let _ = socket.send_to(&told.to_vec().unwrap(), from).await;
        }
    });
    address
}

#[tokio::test]
async fn dnssec_is_judged_as_delv_judges_it_whatever_a_resolver_says() {
    let world = world();
    let server = world.nsd.address;
    assert!(world.folder.path().exists());
    for (name, state, seen) in [
        ("secure.example", "secure", ""),
        ("nsec3.example", "secure", ""),
        ("insecure.example", "insecure", ""),
        ("tampered.example", "bogus", "does not match the keys"),
        ("expired.example", "bogus", "expired 2025-02-01T00:00:00Z"),
        ("wrongds.example", "bogus", "does not match the DS"),
        ("nosig.example", "bogus", "is not signed"),
    ] {
        let observation = observe(&world, server, name).await;
        let report = judged(&observation);
        assert_eq!(word(report.dnssec), state, "{name}: {:?}", observation.dnssec);
        let service = format!("_sipfederationtls._tcp.{name}");
        assert_eq!(delv(server, &world.anchors, &service, "SRV"), state, "{name}");
        match report.finding(Code::DnssecBogus) {
            Some(finding) => {
                assert_eq!((state, report.verdict), ("bogus", Verdict::Errors), "{name}");
                assert!(finding.evidence.get("seen").unwrap().contains(seen), "{name}: {finding:?}");
            }
            None => assert_ne!(state, "bogus", "{name}"),
        }
        // What is shown is what dig shows.
        let records = observation.srv.found().cloned().unwrap_or_default();
        let ours: Vec<String> = records.iter().map(|record| format!("{service}. {}", record.line())).collect();
        assert_eq!(ours.join("\n"), dig(server, &service, "SRV", &["+norec"]), "{name}");
    }
    // A signature that fails on the target's address only.
    let observation = observe(&world, server, "address.example").await;
    assert_eq!(delv(server, &world.anchors, "sip.address.example", "A"), "bogus");
    assert_eq!(word(judged(&observation).dnssec), "bogus", "{:?}", observation.dnssec);

    // A resolver that says of everything that it has checked it (AD) is not believed.
    let liar = between(server, |_| {}, |answer| answer.metadata.authentic_data = true).await;
    assert_eq!(word(judged(&observe(&world, liar, "tampered.example").await).dnssec), "bogus");
    assert_eq!(word(judged(&observe(&world, liar, "insecure.example").await).dnssec), "insecure");
    // One that leaves signatures out leaves it open, for good domains and bad.
    let stripping = between(server, |question| question.edns = None, |_| {}).await;
    for name in ["secure.example", "insecure.example", "tampered.example"] {
        let observation = observe(&world, stripping, name).await;
        assert!(matches!(observation.dnssec, DnssecSeen::Unknown { .. }), "{name}: {:?}", observation.dnssec);
        assert!(judged(&observation).finding(Code::DnssecBogus).is_none());
    }
    // One that answers nothing about keys is a fault of the network, and not the domain's.
    let keyless = between(
        server,
        |_| {},
        |answer| {
            let query = &answer.queries[0];
            if query.query_type() == hickory_resolver::proto::rr::RecordType::DNSKEY && !query.name().is_root() {
                answer.answers.clear();
                answer.authorities.clear();
                answer.metadata.response_code = hickory_resolver::proto::op::ResponseCode::ServFail;
            }
        },
    )
    .await;
    let observation = observe(&world, keyless, "secure.example").await;
    assert!(matches!(observation.dnssec, DnssecSeen::Unknown { .. }), "{:?}", observation.dnssec);
    // Another root's anchor shows nothing of this one.
    let built_in = DnsProbe::new(ProbeSettings::demonstration(server)).unwrap();
    let domain = [SipDomain::parse("secure.example").unwrap()];
    let seen = built_in.observe_at(Depth::Full, &domain, None, now(), "x1").await.remove(0);
    assert!(matches!(seen.dnssec, DnssecSeen::Unknown { .. }), "{:?}", seen.dnssec);
    // The quick look asks for no signatures.
    assert_eq!(built_in.observe(&domain, None, now(), "x1").await[0].dnssec, DnssecSeen::NotAsked);
}

#[test]
fn anchors_that_are_no_keys_are_refused() {
    let settings = ProbeSettings {
        trust_anchors: Some("no key".into()),
        ..ProbeSettings::demonstration(SocketAddr::from(([127, 0, 0, 1], 9)))
    };
    assert!(matches!(DnsProbe::new(settings), Err(ProbeError::Anchors)));
}
