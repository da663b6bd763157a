//! What name servers say of a zone: the referral of the zone above, and the answers of the zone's own servers.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use hickory_resolver::proto::op::{Message, ResponseCode};
use hickory_resolver::proto::rr::{RData, Record};

use super::direct::NoAnswer;
use super::records::{RECORDS_KEPT, host_text, services_seen};
use crate::federation::{Answer, Failure, ServerOutcome};

/// The name servers that the zone above names, with the addresses it adds (glue).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Referral {
    pub(super) names: BTreeSet<String>,
    pub(super) glue: BTreeMap<String, Vec<IpAddr>>,
}

/// The referral to `zone` in a message of a server of the zone above; `None` where there is none, as from a server of both zones.
pub(super) fn referral(message: &Message, zone: &str) -> Option<Referral> {
    if message.metadata.response_code != ResponseCode::NoError || message.metadata.authoritative {
        return None;
    }
    let names = servers_of(&message.authorities, zone)?;
    let mut glue: BTreeMap<String, Vec<IpAddr>> = BTreeMap::new();
    for record in message.additionals.iter().take(RECORDS_KEPT * 4) {
        let address = match &record.data {
            RData::A(address) => IpAddr::V4(address.0),
            RData::AAAA(address) => IpAddr::V6(address.0),
            _ => continue,
        };
        let name = host_text(&record.name);
        if names.contains(&name) {
            glue.entry(name).or_default().push(address);
        }
    }
    Some(Referral { names, glue })
}

/// The name servers of `zone` in records; `None` where there are none.
pub(super) fn servers_of(records: &[Record], zone: &str) -> Option<BTreeSet<String>> {
    let names: BTreeSet<String> = records
        .iter()
        .filter(|record| host_text(&record.name) == zone)
        .filter_map(|record| match &record.data {
            RData::NS(server) => Some(host_text(&server.0)),
            _ => None,
        })
        .take(RECORDS_KEPT)
        .collect();
    (!names.is_empty()).then_some(names)
}

/// What an authoritative server is like, by its answers to SOA of the zone and SRV of federation.
pub(super) fn outcome_of(soa: &Result<Message, NoAnswer>, srv: &Result<Message, NoAnswer>, zone: &str) -> ServerOutcome {
    match soa {
        Ok(message) => of_soa(message, srv, zone),
        // One lost packet says nothing where the other question was answered.
        Err(_) if srv.as_ref().is_ok_and(|message| message.metadata.authoritative) => {
            ServerOutcome::Answers { serial: None, srv: service(srv) }
        }
        Err(NoAnswer::Silent) => match srv {
            Err(NoAnswer::Silent) => ServerOutcome::Silent,
            Err(other) => of_failure(*other),
            Ok(message) => of_soa(message, srv, zone),
        },
        Err(other) => of_failure(*other),
    }
}

fn of_soa(message: &Message, srv: &Result<Message, NoAnswer>, zone: &str) -> ServerOutcome {
    let serial = message.answers.iter().find_map(|record| match &record.data {
        RData::SOA(soa) if host_text(&record.name) == zone => Some(soa.serial),
        _ => None,
    });
    match message.metadata.response_code {
        ResponseCode::Refused => ServerOutcome::Refused,
        ResponseCode::NoError if message.metadata.authoritative && serial.is_some() => {
            ServerOutcome::Answers { serial, srv: service(srv) }
        }
        ResponseCode::NoError | ResponseCode::NXDomain => ServerOutcome::NotAuthoritative,
        ResponseCode::FormErr => ServerOutcome::Malformed,
        _ => ServerOutcome::ServerFailure,
    }
}

const fn of_failure(none: NoAnswer) -> ServerOutcome {
    match none {
        NoAnswer::Silent => ServerOutcome::Silent,
        NoAnswer::Closed => ServerOutcome::Closed,
        NoAnswer::Unreachable => ServerOutcome::Unreachable,
        NoAnswer::Malformed => ServerOutcome::Malformed,
    }
}

fn service(srv: &Result<Message, NoAnswer>) -> Answer<Vec<crate::federation::SrvSeen>> {
    let message = match srv {
        Ok(message) => message,
        Err(none) => return Answer::Failed((*none).into()),
    };
    match message.metadata.response_code {
        // A referral further down: the name is of a zone below, whose servers are others.
        ResponseCode::NoError if !message.metadata.authoritative => Answer::NotAsked,
        ResponseCode::NoError => services_seen(&message.answers).map_or(Answer::NoData, Answer::Found),
        ResponseCode::NXDomain => Answer::NoName,
        ResponseCode::Refused => Answer::Failed(Failure::Refused),
        _ => Answer::Failed(Failure::ServerFailure),
    }
}

#[cfg(test)]
#[path = "referral_tests.rs"]
mod tests;
