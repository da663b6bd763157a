//! What records and failures of DNS say, in the words of an observation.

use std::net::IpAddr;

use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::{Name, RData, Record};

use crate::federation::{Answer, Failure, SrvSeen};

/// The most records of a name that are kept; more are an attack or a mistake.
pub(super) const RECORDS_KEPT: usize = 32;

/// The SRV records of an answer in the order in which partners try them; `None` where it has none.
pub(super) fn services_seen(answers: &[Record]) -> Option<Vec<SrvSeen>> {
    let mut records: Vec<SrvSeen> = answers.iter().filter_map(srv_seen).collect();
    records.sort_by(|a, b| (a.priority, b.weight, &a.target).cmp(&(b.priority, a.weight, &b.target)));
    records.truncate(RECORDS_KEPT);
    (!records.is_empty()).then_some(records)
}

fn srv_seen(record: &Record) -> Option<SrvSeen> {
    let RData::SRV(srv) = &record.data else { return None };
    Some(SrvSeen { ttl: record.ttl, priority: srv.priority, weight: srv.weight, port: srv.port, target: host_text(&srv.target) })
}

/// The addresses of an answer, in order, the name that `name` is an alias of, and the lowest TTL of all that.
pub(super) fn addresses_seen(answers: &[Record], name: &str) -> (Vec<IpAddr>, Option<String>, Option<u32>) {
    let mut found: Vec<IpAddr> = answers
        .iter()
        .filter_map(|record| match &record.data {
            RData::A(address) => Some(IpAddr::V4(address.0)),
            RData::AAAA(address) => Some(IpAddr::V6(address.0)),
            _ => None,
        })
        .collect();
    found.sort_unstable();
    found.truncate(RECORDS_KEPT);
    let ttl = answers.iter().map(|record| record.ttl).min();
    (found, alias_of(answers, name), ttl)
}

/// The name that `name` is an alias of.
pub(super) fn alias_of(answers: &[Record], name: &str) -> Option<String> {
    answers.iter().find_map(|record| match &record.data {
        RData::CNAME(alias) if host_text(&record.name) == name => Some(host_text(&alias.0)),
        _ => None,
    })
}

/// The texts of the TXT records of `name` itself, each put together from its strings (RFC 7208 section 3.3). What an alias leads to is not the
/// domain's own word: a wildcard alias to a shared host would let that host speak for every name.
pub(super) fn texts_seen(answers: &[Record], name: &str) -> Option<Vec<String>> {
    let mut texts: Vec<String> = answers
        .iter()
        .filter(|record| host_text(&record.name) == name)
        .filter_map(|record| match &record.data {
            RData::TXT(text) => Some(String::from_utf8_lossy(&text.txt_data.concat()).into_owned()),
            _ => None,
        })
        .collect();
    texts.sort_unstable();
    texts.truncate(RECORDS_KEPT);
    (!texts.is_empty()).then_some(texts)
}

/// A name as text: ASCII with odd bytes escaped, lower case, without the final dot; the root stays a dot.
pub(super) fn host_text(name: &Name) -> String {
    let text = name.to_ascii().to_ascii_lowercase();
    if name.is_root() { ".".to_owned() } else { text.strip_suffix('.').unwrap_or(&text).to_owned() }
}

/// What a lookup that gave no records says: that there are none, or why nobody knows.
pub(super) fn answer_of<T>(error: &NetError) -> Answer<T> {
    let failure = match error {
        NetError::Dns(DnsError::NoRecordsFound(none)) => match none.response_code {
            ResponseCode::NXDomain => return Answer::NoName,
            // Name servers in place of an answer: a referral, so that this server does not know.
            ResponseCode::NoError if none.ns.as_ref().is_some_and(|servers| !servers.is_empty()) && none.soa.is_none() => {
                Failure::Refused
            }
            ResponseCode::NoError => return Answer::NoData,
            ResponseCode::Refused => Failure::Refused,
            _ => Failure::ServerFailure,
        },
        NetError::Dns(DnsError::ResponseCode(ResponseCode::Refused)) => Failure::Refused,
        NetError::Dns(DnsError::ResponseCode(_)) => Failure::ServerFailure,
        NetError::Dns(DnsError::DnssecBogus) => Failure::Bogus,
        NetError::Timeout | NetError::Busy => Failure::Timeout,
        NetError::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => Failure::Timeout,
        NetError::Io(_) | NetError::NoConnections => Failure::Unreachable,
        _ => Failure::Malformed,
    };
    Answer::Failed(failure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_strangers_are_printable() {
        let name = Name::from_labels([&b"\x1b[31m\x00\x7f\r\n<b>\xc3\xa4 "[..], b"Kunta", b"example"]).unwrap();
        let text = host_text(&name);
        assert!(text.bytes().all(|byte| byte.is_ascii_graphic()), "{text:?}");
        assert!(text.ends_with(".kunta.example"));
        assert_eq!(host_text(&Name::root()), ".");
    }
}
