//! Name servers that mean ill: endless chains, floods, answers that trickle, answers to something else. Each costs bounded time, and none
//! makes a domain good.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use federointi::federation::{Code, Declared, SipDomain, Verdict, judge};
use federointi::probe::{Depth, DnsProbe, ProbeSettings};
use hickory_resolver::proto::op::{Message, ResponseCode};
use hickory_resolver::proto::rr::rdata::{A, CNAME, SRV};
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UdpSocket};

fn at() -> DateTime<Utc> {
    "2026-11-21T10:00:00Z".parse().unwrap()
}

fn name(text: &str) -> Name {
    Name::from_ascii(text).unwrap()
}

/// Answers over UDP with each of the packets given.
async fn udp(answer: impl Fn(Message) -> Vec<Vec<u8>> + Send + 'static) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut buffer = [0; 4096];
        loop {
            let (length, from) = socket.recv_from(&mut buffer).await.unwrap();
            let Ok(question) = Message::from_vec(&buffer[..length]) else { continue };
            for packet in answer(question) {
                let _ = socket.send_to(&packet, from).await;
            }
        }
    });
    address
}

/// A good answer: the SRV record, an address for the target, and nothing else.
fn good(question: Message) -> Message {
    let query = question.queries[0].clone();
    let text = query.name().to_ascii().to_ascii_lowercase();
    let mut reply = question.into_response();
    reply.edns = None;
    match query.query_type() {
        RecordType::SRV if text.starts_with("_sipfederationtls._tcp.") => {
            let data = RData::SRV(SRV::new(100, 1, 5061, name("sip.kunta.example.")));
            reply.add_answer(Record::from_rdata(query.name().clone(), 3600, data));
        }
        RecordType::A if text.starts_with("sip.") => {
            reply.add_answer(Record::from_rdata(query.name().clone(), 3600, RData::A(A::new(198, 51, 100, 7))));
        }
        _ => reply.metadata.response_code = ResponseCode::NXDomain,
    }
    reply
}

/// The verdict of a full check, which has to end in time.
async fn verdict(server: SocketAddr, what: &str) -> (Verdict, Vec<Code>) {
    let probe = DnsProbe::new(ProbeSettings::demonstration(server)).unwrap();
    let domain = [SipDomain::parse("kunta.example").unwrap()];
    let started = Instant::now();
    let seen = probe.observe_at(Depth::Full, &domain, None, at(), "x1").await.remove(0);
    assert!(started.elapsed() < Duration::from_secs(6), "{what}: {:?}", started.elapsed());
    let json = serde_json::to_string(&seen).unwrap();
    assert!(json.len() < 100_000, "{what}: {} bytes are kept", json.len());
    let report = judge(&seen, &Declared { demonstration: true, ..Declared::default() });
    (report.verdict, report.findings.iter().map(|finding| finding.code).collect())
}

#[tokio::test]
async fn a_good_server_is_good_here_too() {
    let server = udp(|question| vec![good(question).to_vec().unwrap()]).await;
    assert_eq!(verdict(server, "good").await, (Verdict::Ok, vec![]));
}

#[tokio::test]
async fn chains_and_loops_of_aliases_end() {
    // Every name is an alias of another that was not asked for yet.
    let endless = udp(|question| {
        let query = question.queries[0].clone();
        let mut reply = question.into_response();
        reply.edns = None;
        let next = name(&format!("a{}.", query.name().to_ascii().chars().take(200).collect::<String>()));
        reply.add_answer(Record::from_rdata(query.name().clone(), 60, RData::CNAME(CNAME(next))));
        vec![reply.to_vec().unwrap()]
    })
    .await;
    let circle = udp(|question| {
        let query = question.queries[0].clone();
        let mut reply = question.into_response();
        reply.edns = None;
        for (from, to) in [(query.name().clone(), name("b.example.")), (name("b.example."), query.name().clone())] {
            reply.add_answer(Record::from_rdata(from, 60, RData::CNAME(CNAME(to))));
        }
        vec![reply.to_vec().unwrap()]
    })
    .await;
    for (server, what) in [(endless, "endless"), (circle, "circle")] {
        assert_ne!(verdict(server, what).await.0, Verdict::Ok, "{what}");
    }
}

#[tokio::test]
async fn answers_to_something_else_are_passed_over_and_the_true_one_is_taken() {
    // Wrong ids, other names and rubbish before the true answer, as somebody who guesses would send them.
    let guessing = udp(|question| {
        let mut wrong_id = good(question.clone());
        wrong_id.metadata.id = wrong_id.metadata.id.wrapping_add(1);
        wrong_id.metadata.response_code = ResponseCode::NXDomain;
        vec![wrong_id.to_vec().unwrap(), good(question).to_vec().unwrap()]
    })
    .await;
    let (found, codes) = verdict(guessing, "guessing").await;
    assert!(matches!(found, Verdict::Ok | Verdict::Unverified), "never what the guesser says: {codes:?}");
    assert!(!codes.contains(&Code::DomainNotFound) && !codes.contains(&Code::SrvMissing), "{codes:?}");
    let only_wrong = udp(|question| {
        let mut other = good(question);
        other.queries[0].set_name(name("other.example."));
        vec![other.to_vec().unwrap()]
    })
    .await;
    assert_eq!(verdict(only_wrong, "other question").await.0, Verdict::Unverified);
    let flood = udp(|_| vec![vec![0xff; 1_200]; 40]).await;
    assert_eq!(verdict(flood, "flood").await.0, Verdict::Unverified);
}

#[tokio::test]
async fn names_that_no_one_should_print_are_kept_printable() {
    let server = udp(|question| {
        let query = question.queries[0].clone();
        let mut reply = good(question);
        if reply.metadata.response_code == ResponseCode::NoError && query.query_type() == RecordType::SRV {
            let odd = Name::from_labels([&b"\x1b[31m\r\n\x00"[..], b"<script>", b"kunta", b"example"]).unwrap();
            reply.answers.clear();
            reply.add_answer(Record::from_rdata(query.name().clone(), 60, RData::SRV(SRV::new(1, 1, 5061, odd))));
        }
        vec![reply.to_vec().unwrap()]
    })
    .await;
    let (found, codes) = verdict(server, "odd names").await;
    assert_eq!((found, codes), (Verdict::Errors, vec![Code::TargetNoAddress, Code::ClientRecords]));
}

#[tokio::test]
async fn an_answer_that_trickles_over_tcp_is_cut_off() {
    let (udp, tcp) = loop {
        let udp = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        if let Ok(tcp) = TcpListener::bind(udp.local_addr().unwrap()).await {
            break (udp, tcp);
        }
    };
    let server = udp.local_addr().unwrap();
    tokio::spawn(async move {
        let mut buffer = [0; 4096];
        loop {
            let (length, from) = udp.recv_from(&mut buffer).await.unwrap();
            let mut reply = Message::from_vec(&buffer[..length]).unwrap().into_response();
            reply.metadata.truncation = true;
            let _ = udp.send_to(&reply.to_vec().unwrap(), from).await;
        }
    });
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = tcp.accept().await.unwrap();
            tokio::spawn(async move {
                let mut buffer = [0; 512];
                let _ = stream.read(&mut buffer).await;
                // The longest answer there can be, a byte at a time.
                let _ = stream.write_all(&[0xff, 0xff]).await;
                while stream.write_all(&[0]).await.is_ok() {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            });
        }
    });
    assert_eq!(verdict(server, "trickle").await.0, Verdict::Unverified);
}
