//! What servers say of a zone, with answers that are nearly right.

use hickory_resolver::proto::op::{MessageType, OpCode};
use hickory_resolver::proto::rr::Name;
use hickory_resolver::proto::rr::rdata::{A, NS, SOA, SRV};

use super::*;

fn name(text: &str) -> Name {
    Name::from_ascii(text).unwrap()
}

fn message(code: ResponseCode, authoritative: bool) -> Message {
    let mut message = Message::new(1, MessageType::Response, OpCode::Query);
    message.metadata.response_code = code;
    message.metadata.authoritative = authoritative;
    message
}

fn ns(zone: &str, server: &str) -> Record {
    Record::from_rdata(name(zone), 60, RData::NS(NS(name(server))))
}

fn soa(zone: &str, serial: u32) -> Message {
    let mut soa = message(ResponseCode::NoError, true);
    let data = SOA::new(name("ns.kunta.example."), name("h.kunta.example."), serial, 1, 1, 1, 1);
    soa.add_answer(Record::from_rdata(name(zone), 60, RData::SOA(data)));
    soa
}

fn srv() -> Message {
    let mut srv = message(ResponseCode::NoError, true);
    let data = SRV::new(100, 1, 5061, name("sip.kunta.example."));
    srv.add_answer(Record::from_rdata(name("_sipfederationtls._tcp.kunta.example."), 60, RData::SRV(data)));
    srv
}

#[test]
fn a_referral_is_of_the_zone_and_without_authority() {
    let mut above = message(ResponseCode::NoError, false);
    above.add_authority(ns("Kunta.Example.", "NS1.kunta.example."));
    above.add_authority(ns("kunta.example.", "ns2.muu.example."));
    above.add_additional(Record::from_rdata(name("ns1.kunta.example."), 60, RData::A(A::new(192, 0, 2, 1))));
    above.add_additional(Record::from_rdata(name("evil.example."), 60, RData::A(A::new(192, 0, 2, 66))));
    let found = referral(&above, "kunta.example").unwrap();
    assert_eq!(found.names.iter().collect::<Vec<_>>(), ["ns1.kunta.example", "ns2.muu.example"]);
    assert_eq!(found.glue.keys().collect::<Vec<_>>(), ["ns1.kunta.example"], "addresses of other names are no glue");
    // Near misses: a server of both zones; servers of another zone; a refusal.
    let mut both = above.clone();
    both.metadata.authoritative = true;
    assert_eq!(referral(&both, "kunta.example"), None);
    assert_eq!(referral(&above, "toinenkunta.example"), None);
    assert_eq!(referral(&above, "example"), None);
    let mut refused = above;
    refused.metadata.response_code = ResponseCode::Refused;
    assert_eq!(referral(&refused, "kunta.example"), None);
}

#[test]
fn a_server_is_what_its_answers_say() {
    let of = |soa: Result<Message, NoAnswer>, srv: Result<Message, NoAnswer>| outcome_of(&soa, &srv, "kunta.example");
    let answers = of(Ok(soa("kunta.example.", 7)), Ok(srv()));
    assert!(matches!(answers, ServerOutcome::Answers { serial: Some(7), srv: Answer::Found(_) }));
    for (code, authoritative, outcome) in [
        (ResponseCode::Refused, false, ServerOutcome::Refused),
        (ResponseCode::ServFail, false, ServerOutcome::ServerFailure),
        (ResponseCode::NoError, false, ServerOutcome::NotAuthoritative),
        (ResponseCode::NXDomain, true, ServerOutcome::NotAuthoritative),
        (ResponseCode::NoError, true, ServerOutcome::NotAuthoritative),
        (ResponseCode::FormErr, false, ServerOutcome::Malformed),
    ] {
        assert_eq!(of(Ok(message(code, authoritative)), Ok(message(code, authoritative))), outcome, "{code}");
    }
    // The SOA of a zone above is none of this zone's.
    assert_eq!(of(Ok(soa("example.", 7)), Ok(srv())), ServerOutcome::NotAuthoritative);
    assert_eq!(of(Err(NoAnswer::Silent), Err(NoAnswer::Silent)), ServerOutcome::Silent);
    assert_eq!(of(Err(NoAnswer::Closed), Err(NoAnswer::Closed)), ServerOutcome::Closed);
    assert_eq!(of(Err(NoAnswer::Unreachable), Err(NoAnswer::Unreachable)), ServerOutcome::Unreachable);
    // One packet that was lost is not silence.
    assert!(matches!(of(Err(NoAnswer::Silent), Ok(srv())), ServerOutcome::Answers { serial: None, .. }));
    let lost = of(Ok(soa("kunta.example.", 7)), Err(NoAnswer::Silent));
    assert!(matches!(lost, ServerOutcome::Answers { serial: Some(7), srv: Answer::Failed(Failure::Timeout) }));
    // A zone further down has other servers.
    let below = of(Ok(soa("kunta.example.", 7)), Ok(message(ResponseCode::NoError, false)));
    assert!(matches!(below, ServerOutcome::Answers { srv: Answer::NotAsked, .. }));
}
