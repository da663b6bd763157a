//! The check against real name servers in this process: the demonstration's, and raw sockets for what a proper server will not do.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use federointi::agreement::Language;
use federointi::check::{CheckArgs, CheckError, CheckOutcome, Notes, run};
use federointi::clock::{StoppedClock, SystemRandomness};
use federointi::demo::dns::{Behaviour, DEMO_ZONES, DemoDns, DemoZone, OLD_EDGE};
use federointi::federation::{Code, Declared, Deployment, Fqdn, Report, Severity, SipDomain, Verdict, judge};
use federointi::probe::{DnsProbe, ProbeSettings, random_label};
use hickory_resolver::proto::op::{Message, ResponseCode};
use hickory_resolver::proto::rr::rdata::{A, SRV};
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UdpSocket};

fn at() -> DateTime<Utc> {
    "2026-11-21T10:00:00Z".parse().unwrap()
}

fn demonstration() -> Declared {
    Declared { demonstration: true, ..Declared::default() }
}

fn domain(name: &str) -> SipDomain {
    SipDomain::parse(name).unwrap()
}

fn probe(server: SocketAddr) -> DnsProbe {
    DnsProbe::new(ProbeSettings::demonstration(server)).unwrap()
}

async fn reports(server: SocketAddr, names: &[&str], declared: &Declared) -> Vec<Report> {
    let domains: Vec<SipDomain> = names.iter().map(|name| domain(name)).collect();
    let label = random_label(&SystemRandomness);
    let seen = probe(server).observe(&domains, declared.edge.as_ref(), at(), &label).await;
    seen.iter().map(|seen| judge(seen, declared)).collect()
}

async fn report(server: SocketAddr, name: &str) -> Report {
    reports(server, &[name], &demonstration()).await.remove(0)
}

fn codes(report: &Report) -> Vec<Code> {
    report.findings.iter().map(|finding| finding.code).collect()
}

/// A server that does with each question what it is told; `true` says that it came over TCP. `None` is silence.
async fn raw(answer: impl Fn(&[u8], bool) -> Option<Vec<u8>> + Send + Sync + 'static) -> SocketAddr {
    let (udp, tcp) = loop {
        let udp = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        if let Ok(tcp) = TcpListener::bind(udp.local_addr().unwrap()).await {
            break (udp, tcp);
        }
    };
    let address = udp.local_addr().unwrap();
    let answer = Arc::new(answer);
    let for_tcp = answer.clone();
    tokio::spawn(async move {
        let mut buffer = [0; 4096];
        loop {
            let (length, from) = udp.recv_from(&mut buffer).await.unwrap();
            if let Some(bytes) = answer(&buffer[..length], false) {
                let _ = udp.send_to(&bytes, from).await;
            }
        }
    });
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = tcp.accept().await.unwrap();
            let answer = for_tcp.clone();
            tokio::spawn(async move {
                while let Ok(length) = stream.read_u16().await {
                    let mut question = vec![0; usize::from(length)];
                    if stream.read_exact(&mut question).await.is_err() {
                        return;
                    }
                    if let Some(bytes) = answer(&question, true) {
                        let _ = stream.write_u16(u16::try_from(bytes.len()).unwrap()).await;
                        let _ = stream.write_all(&bytes).await;
                    }
                }
            });
        }
    });
    address
}

/// A reply to the question with these SRV records for the federation name, an address for every `sip.` name, and NXDOMAIN otherwise.
fn reply(question: &[u8], srv: &[(u16, &str)]) -> Message {
    let question = Message::from_vec(question).unwrap();
    let query = question.queries[0].clone();
    let name = query.name().clone();
    let mut reply = question.into_response();
    let text = name.to_ascii().to_ascii_lowercase();
    if text.starts_with("_sipfederationtls._tcp.") && query.query_type() == RecordType::SRV {
        for (port, target) in srv {
            let target = Name::from_ascii(target).unwrap();
            reply.add_answer(Record::from_rdata(name.clone(), 60, RData::SRV(SRV::new(100, 1, *port, target))));
        }
    } else if text.starts_with("sip") {
        if query.query_type() == RecordType::A {
            reply.add_answer(Record::from_rdata(name, 60, RData::A(A::new(198, 51, 100, 7))));
        }
    } else {
        reply.metadata.response_code = ResponseCode::NXDomain;
    }
    reply
}

const GOOD: &[(u16, &str)] = &[(5061, "sip.kunta.example.")];

#[tokio::test]
async fn every_zone_of_the_demonstration_shows_what_its_table_says() {
    let dns = DemoDns::start(0).await.unwrap();
    let names: Vec<&str> = DEMO_ZONES.iter().map(|zone| zone.name).collect();
    let reports = reports(dns.address(), &names, &demonstration()).await;
    for (zone, report) in DEMO_ZONES.iter().zip(&reports) {
        assert_eq!(codes(report), zone.finds, "{}: {report:?}", zone.name);
        assert_eq!(report.domain, domain(zone.name), "the order is kept");
    }
    let mut shown: std::collections::BTreeSet<Code> = reports.iter().flat_map(codes).chain([Code::EdgeNameDiffers]).collect();
    // One server cannot have faults of a delegation, and its resolver keeps nothing: those are shown in dns_servers.rs.
    shown.extend([
        Code::DelegationLame,
        Code::DelegationDiffers,
        Code::ServersDiffer,
        Code::SerialsDiffer,
        Code::NameserverNoAddress,
    ]);
    // Tokens are made for each request, so that no zone can hold one beforehand: they have tests of their own.
    shown.extend([Code::OwnershipProven, Code::OwnershipNotProven, Code::OwnershipLost]);
    let of_dns = Code::ALL.iter().filter(|code| !code.is_of_the_edge()).count();
    assert_eq!(shown.len(), of_dns, "a zone for each thing that goes wrong: {shown:?}");
}

#[tokio::test]
async fn good_domains_are_good_with_their_deployment() {
    let dns = DemoDns::start(0).await.unwrap();
    let names =
        ["esimerkkila.example", "koulu.esimerkkila.example", "museo.esimerkkila.example", "jämsälä.example", "pilvila.example"];
    let reports = reports(dns.address(), &names, &demonstration()).await;
    assert!(reports.iter().all(|report| report.verdict == Verdict::Ok), "{reports:?}");
    assert_eq!(reports[0].deployment, Deployment::OwnEdge);
    assert_eq!(reports[4].deployment, Deployment::Cloud);
    assert_eq!(reports[0].resolver, dns.address().to_string());
    assert_eq!(reports[0].checked_at, at());
}

#[tokio::test]
async fn what_the_party_declares_changes_the_judgement() {
    let dns = DemoDns::start(0).await.unwrap();
    let supplier = Declared { supplier_runs_it: true, ..demonstration() };
    let hosted = reports(dns.address(), &["toimittajala.example"], &supplier).await.remove(0);
    assert_eq!((hosted.verdict, hosted.deployment), (Verdict::Warnings, Deployment::Hosted));
    let edge = Declared { edge: Some(Fqdn::parse(OLD_EDGE).unwrap()), ..demonstration() };
    let differs = reports(dns.address(), &["vanhala.example"], &edge).await.remove(0);
    assert_eq!(codes(&differs), [Code::EdgeNameDiffers]);
    let edge = Declared { edge: Some(Fqdn::parse("sip.puuttuvala.example").unwrap()), ..demonstration() };
    let pinned = reports(dns.address(), &["puuttuvala.example"], &edge).await.remove(0);
    assert_eq!(pinned.finding(Code::SrvMissing).unwrap().severity, Severity::Warning);
    assert_eq!(pinned.verdict, Verdict::Warnings);
    let service = reports(dns.address(), &["esimerkkila.example"], &Declared::default()).await.remove(0);
    assert_eq!(codes(&service), [Code::TargetNotPublic], "documentation addresses are public in the demonstration only");
}

#[tokio::test]
async fn a_form_of_fifty_domains_ends_in_time_before_a_silent_server() {
    let server = raw(|_, _| None).await;
    let names: Vec<String> = (0..50).map(|n| format!("kunta{n}.example")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let started = Instant::now();
    let declared = Declared { edge: Some(Fqdn::parse("sip.kunta.example").unwrap()), ..demonstration() };
    let reports = reports(server, &names, &declared).await;
    assert!(started.elapsed() < Duration::from_secs(6), "{:?}", started.elapsed());
    assert_eq!(reports.len(), 50);
    for report in reports {
        assert_eq!(report.verdict, Verdict::Unverified);
        assert_eq!(codes(&report), [Code::DnsTimeout]);
    }
}

#[tokio::test]
async fn a_silent_domain_does_not_spoil_its_neighbours() {
    let dns = DemoDns::start(0).await.unwrap();
    let mut names = vec!["hiljainen.example"; 40];
    names.extend(["esimerkkila.example"; 10]);
    let reports = reports(dns.address(), &names, &demonstration()).await;
    assert!(reports[..40].iter().all(|report| report.verdict == Verdict::Unverified));
    assert!(reports[40..].iter().all(|report| report.verdict == Verdict::Ok));
}

#[tokio::test]
async fn failing_refusing_and_absent_servers_leave_a_domain_unverified() {
    let dns = DemoDns::start(0).await.unwrap();
    for (name, seen) in [("rikki.example", "SERVFAIL"), ("torjuva.example", "REFUSED"), ("outside.test", "REFUSED")] {
        let report = report(dns.address(), name).await;
        assert_eq!((report.verdict, codes(&report)), (Verdict::Unverified, vec![Code::DnsServerFailure]), "{name}");
        assert_eq!(report.findings[0].evidence.get("seen"), Some(seen), "{name}");
    }
    let closed = UdpSocket::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    assert_eq!(report(closed, "kunta.example").await.verdict, Verdict::Unverified, "nobody listens there");
}

#[tokio::test]
async fn a_truncated_answer_is_asked_for_again_over_tcp() {
    let over_tcp = Arc::new(AtomicUsize::new(0));
    let count = over_tcp.clone();
    let server = raw(move |question, tcp| {
        let mut message = reply(question, GOOD);
        if tcp {
            count.fetch_add(1, Ordering::SeqCst);
        } else {
            message.answers.clear();
            message.metadata.truncation = true;
        }
        message.to_vec().ok()
    })
    .await;
    let report = report(server, "kunta.example").await;
    assert_eq!(report.verdict, Verdict::Ok, "{report:?}");
    assert!(over_tcp.load(Ordering::SeqCst) >= 2);
}

#[tokio::test]
async fn garbage_is_no_answer() {
    let verdict = |garbage: &'static [u8]| async move {
        let server = raw(move |_, _| Some(garbage.to_vec())).await;
        report(server, "kunta.example").await.verdict
    };
    let started = Instant::now();
    let verdicts =
        tokio::join!(verdict(b""), verdict(b"\0"), verdict(b"HTTP/1.1 400 Bad Request\r\n\r\n"), verdict(&[0xff; 600]));
    assert_eq!(verdicts, (Verdict::Unverified, Verdict::Unverified, Verdict::Unverified, Verdict::Unverified));
    assert!(started.elapsed() < Duration::from_secs(6));
    // An answer to another question is none either.
    let server = raw(|question, _| {
        let mut message = reply(question, GOOD);
        message.metadata.id = message.metadata.id.wrapping_add(1);
        message.to_vec().ok()
    })
    .await;
    assert_eq!(report(server, "kunta.example").await.verdict, Verdict::Unverified);
}

#[tokio::test]
async fn a_recheck_asks_again() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let server = raw(move |question, _| {
        let is_srv = Message::from_vec(question).unwrap().queries[0].name().to_ascii().starts_with("_sipfederationtls");
        let earlier = if is_srv { count.fetch_add(1, Ordering::SeqCst) } else { 0 };
        let port = if earlier == 0 { 5060 } else { 5061 };
        reply(question, &[(port, "sip.kunta.example.")]).to_vec().ok()
    })
    .await;
    let probe = probe(server);
    let judged = |seen: Vec<_>| judge(&seen[0], &demonstration()).verdict;
    let kunta = [domain("kunta.example")];
    assert_eq!(judged(probe.observe(&kunta, None, at(), "x1").await), Verdict::Errors);
    assert_eq!(judged(probe.observe(&kunta, None, at(), "x1").await), Verdict::Ok, "mended, and seen at once");
}

#[tokio::test]
async fn an_endless_answer_costs_a_bounded_number_of_questions() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let targets: Vec<String> = (0..400).map(|n| format!("sip{n}.kunta.example.")).collect();
    let server = raw(move |question, tcp| {
        count.fetch_add(1, Ordering::SeqCst);
        let records: Vec<(u16, &str)> = targets.iter().map(|target| (5061, target.as_str())).collect();
        let mut message = reply(question, &records);
        if !tcp && message.answers.len() > 1 {
            message.answers.clear();
            message.metadata.truncation = true;
        }
        message.to_vec().ok()
    })
    .await;
    let report = report(server, "kunta.example").await;
    // What was not asked about is not called good.
    assert_eq!((report.verdict, codes(&report)), (Verdict::Unverified, vec![Code::DnsTimeout, Code::SeveralTargets]));
    assert!(asked.load(Ordering::SeqCst) < 40, "{}", asked.load(Ordering::SeqCst));
}

#[tokio::test]
async fn a_signature_fault_is_told_from_a_failing_server() {
    let dns = DemoDns::start(0).await.unwrap();
    let report = report(dns.address(), "sinettila.example").await;
    assert_eq!((report.verdict, codes(&report)), (Verdict::Errors, vec![Code::DnssecBogus]));
    assert_eq!(report.findings[0].severity, Severity::Error);
}

#[tokio::test]
async fn a_name_server_takes_zones_of_ones_own() {
    let zone = DemoZone {
        name: "oma.example",
        shows: "",
        finds: &[],
        behaviour: Behaviour::Answers,
        records: "_sipfederationtls._tcp 60 IN SRV 5 6 5060 sip\nsip 60 IN A 198.51.100.1\n",
    };
    let dns = DemoDns::start_with(0, &[zone]).await.unwrap();
    let report = report(dns.address(), "oma.example").await;
    let evidence = &report.finding(Code::SrvWrongPort).unwrap().evidence;
    assert_eq!(evidence.get("seen"), Some("60 IN SRV 5 6 5060 sip.oma.example."));
    assert_eq!(evidence.zone_line(), Some("_sipfederationtls._tcp.oma.example. 3600 IN SRV 5 6 5061 sip.oma.example."));
}

async fn command(args: CheckArgs, server: SocketAddr) -> (Result<CheckOutcome, CheckError>, String) {
    let mut out = Vec::new();
    let args = CheckArgs { demonstration: true, dns_only: true, lang: Some(args.lang.unwrap_or(Language::Fi)), ..args };
    let mut told = Vec::new();
    let notes = Notes::new(&mut told, false);
    let outcome = run(&args, vec![server], &StoppedClock::at(at()), &SystemRandomness, &mut out, notes).await;
    (outcome, String::from_utf8(out).unwrap())
}

fn asking(names: &[&str]) -> CheckArgs {
    CheckArgs { domains: names.iter().map(ToString::to_string).collect(), json: true, ..CheckArgs::default() }
}

#[tokio::test]
async fn the_command_gives_one_json_object_a_domain_and_the_status_of_the_contract() {
    let dns = DemoDns::start(0).await.unwrap();
    for (names, status) in [
        (&["esimerkkila.example", "jokerila.example"][..], 0),
        (&["esimerkkila.example", "porttila.example", "rikki.example"], 1),
        (&["esimerkkila.example", "rikki.example"], 3),
    ] {
        let (outcome, out) = command(asking(names), dns.address()).await;
        assert_eq!(outcome.unwrap().exit_code(), status, "{names:?}");
        assert_eq!(out.lines().count(), names.len());
    }
    let (_, out) = command(asking(&["porttila.example"]), dns.address()).await;
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    let line = "_sipfederationtls._tcp.porttila.example. 3600 IN SRV 100 1 5061 sip.porttila.example.";
    assert_eq!(
        report,
        serde_json::json!({
            "domain": "porttila.example", "verdict": "errors", "deployment": "own_edge", "confidence": "likely", "dnssec": "unknown",
            "checked_at": "2026-11-21T10:00:00Z", "resolver": dns.address().to_string(),
            "findings": [{
                "code": "srv_wrong_port", "severity": "error",
                "evidence": {
                    "domain": "porttila.example", "asked": "SRV _sipfederationtls._tcp.porttila.example.", "port": "5060",
                    "target": "sip.porttila.example", "seen": "3600 IN SRV 100 1 5060 sip.porttila.example.",
                    "zone_line": line, "resolver": dns.address().to_string(), "at": "2026-11-21T10:00:00Z",
                },
                "advice": format!("Vaihda portiksi 5061. Tietue kuuluu näin: {line}"),
                "rule": "Microsoft: Skype for Business Server, Advanced Edge Server DNS planning",
            }],
        })
    );
}

#[tokio::test]
async fn the_command_gives_domains_as_they_finish_and_reads_a_file() {
    let dns = DemoDns::start(0).await.unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "# toimialueet\nesimerkkila.example\n\njämsälä.example # ä\n").unwrap();
    let args = CheckArgs { from: Some(file.path().to_owned()), ..asking(&["hiljainen.example"]) };
    let (outcome, out) = command(args, dns.address()).await;
    assert_eq!(outcome.unwrap(), CheckOutcome::Unverified);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[2].contains("\"hiljainen.example\""), "the slow one does not hold the others up: {out}");
}

#[tokio::test]
async fn the_command_that_cannot_run_says_why() {
    let dns = DemoDns::start(0).await.unwrap();
    let (outcome, out) = command(asking(&["kunta.example", "etu.suku@kunta.example"]), dns.address()).await;
    let Err(CheckError::Names(text)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(
        text,
        "Tässä on henkilön osoite, ei toimialue. Annoit: etu.suku@kunta.example. Kirjoita pelkkä toimialue, esimerkiksi kunta.example."
    );
    assert!(out.is_empty());
    let args = CheckArgs { from: Some("/nonexistent/list".into()), ..asking(&[]) };
    assert!(matches!(command(args, dns.address()).await.0, Err(CheckError::File { .. })));
}

#[tokio::test]
async fn the_command_tells_people_in_their_language() {
    let dns = DemoDns::start(0).await.unwrap();
    let args = |lang| CheckArgs { lang: Some(lang), json: false, ..asking(&["jämsälä.example"]) };
    let (_, out) = command(args(Language::Fi), dns.address()).await;
    let resolver = dns.address();
    assert_eq!(
        out,
        format!(
            "jämsälä.example: Kunnossa\n  Oma Edge-palvelin tai hybridi\n  21.11.2026 klo 12.00, Nimipalvelin: {resolver}\n  DNSSEC: ei saatu selville\n  Federoinnin SRV-tietue on kunnossa.\n\n"
        )
    );
    let args = CheckArgs { lang: Some(Language::Sv), json: false, ..asking(&["puuttuvala.example"]) };
    let (outcome, out) = command(args, dns.address()).await;
    assert_eq!(outcome.unwrap(), CheckOutcome::Errors);
    assert!(out.starts_with("puuttuvala.example: Att rätta\n"), "{out}");
    assert!(out.contains("  [srv_missing] SRV-posten för federation saknas. Namnet "), "{out}");
}
