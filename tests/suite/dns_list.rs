//! A list of domains by command: read as it is checked, paced, resumed, with lines that are no domains told and passed over.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use federointi::agreement::Language;
use federointi::check::{CheckArgs, CheckError, CheckOutcome, Notes, run};
use federointi::clock::{StoppedClock, SystemRandomness};
use federointi::demo::dns::DemoDns;
use federointi::federation::{Declared, SipDomain, judge};
use federointi::i18n::findings::report_json;
use federointi::probe::{Depth, DnsProbe, ProbeSettings};
use tokio::net::UdpSocket;

fn at() -> DateTime<Utc> {
    "2026-11-21T10:00:00Z".parse().unwrap()
}

fn list(text: &str) -> (tempfile::NamedTempFile, CheckArgs) {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    let args = CheckArgs {
        from: Some(file.path().to_owned()),
        json: true,
        demonstration: true,
        lang: Some(Language::En),
        ..CheckArgs::default()
    };
    (file, args)
}

async fn command(args: &CheckArgs, server: SocketAddr) -> (Result<CheckOutcome, CheckError>, String, String) {
    let (mut out, mut told) = (Vec::new(), Vec::new());
    let notes = Notes::new(&mut told, false);
    let outcome = run(args, vec![server], &StoppedClock::at(at()), &SystemRandomness, &mut out, notes).await;
    (outcome, String::from_utf8(out).unwrap(), String::from_utf8(told).unwrap())
}

fn domains(out: &str) -> Vec<String> {
    let of = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["domain"].as_str().unwrap().to_owned();
    let mut domains: Vec<String> = out.lines().filter(|line| !line.is_empty()).map(of).collect();
    domains.sort();
    domains
}

#[tokio::test]
async fn lines_that_are_no_domains_are_told_and_the_others_checked() {
    let dns = DemoDns::start(0).await.unwrap();
    let (_file, args) =
        list("# list\nporttila.example\netu.suku@kunta.example\n\nesimerkkila.example\nPORTTILA.example.\nyksi\n");
    let (outcome, out, told) = command(&args, dns.address()).await;
    assert_eq!(outcome.unwrap(), CheckOutcome::Partial);
    assert_eq!(domains(&out), ["esimerkkila.example", "porttila.example"], "each once");
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 2, "{told}");
    assert!(lines[0].starts_with("Line 3: This is a person's address"), "{told}");
    assert!(lines[1].starts_with("Line 7: "), "{told}");
    // Without them the verdicts decide.
    let (_file, args) = list("porttila.example\n");
    assert_eq!(command(&args, dns.address()).await.0.unwrap(), CheckOutcome::Errors);
    let (_file, args) = list("# nothing\n");
    assert!(matches!(command(&args, dns.address()).await.0, Err(CheckError::Nothing)));
}

#[tokio::test]
async fn an_interrupted_list_goes_on_where_it_was() {
    let dns = DemoDns::start(0).await.unwrap();
    let (_file, args) = list("porttila.example\nesimerkkila.example\nkela.example\n");
    let (_, whole, _) = command(&args, dns.address()).await;
    let of = |name: &str| whole.lines().find(|line| line.contains(name)).unwrap().to_owned();
    // One report is there, the next was cut off in the middle.
    let torn = of("\"kela.example\"");
    let earlier = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(earlier.path(), format!("{}\n{}", of("porttila.example"), &torn[..torn.len() / 2])).unwrap();
    let resumed = CheckArgs { resume: Some(earlier.path().to_owned()), ..args.clone() };
    let (outcome, out, _) = command(&resumed, dns.address()).await;
    assert_eq!(domains(&out), ["esimerkkila.example", "kela.example"]);
    assert!(out.starts_with('\n'), "what was cut off gets its own line");
    assert_eq!(outcome.unwrap(), CheckOutcome::Errors, "the earlier verdict counts");
    // Everything is there: nothing is asked, and the outcome is the same.
    std::fs::write(earlier.path(), &whole).unwrap();
    let (outcome, out, _) = command(&resumed, dns.address()).await;
    assert_eq!((outcome.unwrap(), out.as_str()), (CheckOutcome::Errors, ""));
    // An earlier verdict of a domain that is not on the list does not count.
    std::fs::write(earlier.path(), of("porttila.example") + "\n").unwrap();
    let (_file, other) = list("esimerkkila.example\n");
    let other = CheckArgs { resume: Some(earlier.path().to_owned()), ..other };
    assert_eq!(command(&other, dns.address()).await.0.unwrap(), CheckOutcome::Good);
}

#[tokio::test]
async fn no_second_sees_more_questions_than_the_rate() {
    let times = Arc::new(Mutex::new(Vec::new()));
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let server = socket.local_addr().unwrap();
    let seen = times.clone();
    tokio::spawn(async move {
        let mut buffer = [0; 2048];
        loop {
            let (length, from) = socket.recv_from(&mut buffer).await.unwrap();
            seen.lock().unwrap().push(Instant::now());
            let mut reply = hickory_resolver::proto::op::Message::from_vec(&buffer[..length]).unwrap().into_response();
            reply.metadata.response_code = hickory_resolver::proto::op::ResponseCode::NXDomain;
            let _ = socket.send_to(&reply.to_vec().unwrap(), from).await;
        }
    });
    let names: String = (0..12).map(|n| format!("k{n}.example\n")).collect();
    let (_file, args) = list(&names);
    let args = CheckArgs { rate: Some(100), ..args };
    let (outcome, out, _) = command(&args, server).await;
    assert_eq!(outcome.unwrap(), CheckOutcome::Errors);
    assert_eq!(out.lines().count(), 12);
    assert!(!out.contains("dns_timeout"), "waiting for one's turn is no silence: {out}");
    let times = times.lock().unwrap();
    assert!(times.len() > 120, "{}", times.len());
    for (first, last) in times.iter().zip(times.iter().skip(104)) {
        assert!(last.duration_since(*first) >= Duration::from_millis(990), "{:?}", last.duration_since(*first));
    }
}

#[tokio::test]
async fn the_command_and_the_form_give_one_report() {
    let dns = DemoDns::start(0).await.unwrap();
    let declared = Declared { demonstration: true, ..Declared::default() };
    let names = ["porttila.example", "monila.example", "puuttuvala.example", "muuttola.example"];
    let asked: Vec<SipDomain> = names.iter().map(|name| SipDomain::parse(name).unwrap()).collect();
    let probe = DnsProbe::new(ProbeSettings::demonstration(dns.address())).unwrap();
    for depth in [Depth::Quick, Depth::Full] {
        let seen = probe.observe_at(depth, &asked, None, at(), "x1").await;
        let mut form: Vec<String> =
            seen.iter().map(|seen| serde_json::to_string(&report_json(Language::En, &judge(seen, &declared))).unwrap()).collect();
        let (_file, args) = list(&names.join("\n"));
        // The probe of this test looks at no Edge server.
        let args = CheckArgs { full: depth == Depth::Full, dns_only: true, ..args };
        let (_, out, _) = command(&args, dns.address()).await;
        let mut command: Vec<String> = out.lines().map(ToOwned::to_owned).collect();
        form.sort();
        command.sort();
        assert_eq!(form, command);
        assert_eq!(out.contains("\"dnssec\""), depth == Depth::Full);
    }
}
