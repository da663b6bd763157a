//! What is asked about a domain, and in which order.
//!
//! A domain takes two rounds, seldom three: the SRV record and the wildcard guard; then whatever they make necessary. Questions of a
//! round run at once. A whole form has one deadline, after which every open question counts as unanswered.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use chrono::{DateTime, Utc};
use hickory_resolver::lookup::Lookup;
use hickory_resolver::net::NetError;
use hickory_resolver::proto::rr::{Name, Record, RecordType};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::checking_disabled;
use super::dns::{Depth, DnsProbe};
use super::dnssec::Signed;
use super::edge::Round;
use super::records::{addresses_seen, alias_of, answer_of, services_seen};
use crate::federation::{
    Answer, DnssecSeen, EdgeSeen, Failure, HostSeen, Misplaced, Observation, SipDomain, SrvSeen, Traces, WildcardSeen, cloud_of,
    federation_name, usual_mistakes,
};

/// The most targets of a domain that are looked up, the preferred ones first.
const TARGETS_ASKED: usize = 8;
/// The most targets whose signatures are looked at.
const TARGETS_VALIDATED: usize = 2;
/// The most packets of a form to servers that strangers name.
const DIRECT_AT_MOST: usize = 240;

/// Questions with a common deadline.
pub(super) struct Asker<'a> {
    pub(super) probe: &'a DnsProbe,
    pub(super) depth: Depth,
    /// The share of one form, or of one domain of a stream.
    pub(super) share: Semaphore,
    pub(super) until: Instant,
    /// What was asked for signatures' sake, shared by the domains of a form: they have the zones above in common.
    pub(super) signed: Signed,
    /// How many more packets may go to servers that strangers name.
    pub(super) direct_left: AtomicUsize,
    /// The look at Edge servers; nothing where DNS alone is asked.
    round: Option<Round>,
}

impl<'a> Asker<'a> {
    /// For a form of so many domains, or one domain of a stream.
    pub(super) fn new(probe: &'a DnsProbe, depth: Depth, domains: usize, at: DateTime<Utc>) -> Self {
        let share = Semaphore::new((probe.settings.questions_at_once / 2).max(1));
        // Paced questions wait for their turns, which is not their servers' fault.
        let turns = u32::try_from(domains).unwrap_or(u32::MAX).saturating_mul(if depth == Depth::Full { 96 } else { 24 });
        let waiting = probe.pace.as_ref().map_or(Duration::ZERO, |pace| pace.time_for(turns));
        let until = Instant::now() + probe.settings.at_most + waiting;
        Self {
            probe,
            depth,
            share,
            until,
            signed: Signed::default(),
            direct_left: AtomicUsize::new(DIRECT_AT_MOST),
            round: probe.edges.clone().map(|edges| Round::new(edges, at, until)),
        }
    }

    pub(super) async fn domain(&self, domain: &SipDomain, label: &str, at: DateTime<Utc>) -> Observation {
        let guard = [label, ".", domain.as_str()].concat();
        let service = federation_name(domain);
        let full = self.depth == Depth::Full;
        // In boxes: what these hold on to would else lie on the stack of whoever polls, all of it at once.
        let delegation = async { if full { Box::pin(self.delegation(domain)).await } else { None } };
        let records = async {
            let (srv, host, wild_srv) = tokio::join!(self.srv(&service), self.host(&guard), self.srv(&guard));
            let targets = srv.found().map(|records| targets_to_ask(records)).unwrap_or_default();
            let in_cloud = srv.found().is_some_and(|records| records.iter().any(|record| cloud_of(&record.target).is_some()));
            let missing = srv.is_absent();
            let (apex, misplaced, traces, dnssec, targets) = tokio::join!(
                async { if missing { self.apex(domain).await } else { Answer::NotAsked } },
                async { if missing { self.misplaced(domain).await } else { Vec::new() } },
                async { if missing || in_cloud || full { self.traces(domain).await } else { NO_TRACES } },
                async { if full { Box::pin(self.signatures(&service, &targets, at)).await } else { DnssecSeen::NotAsked } },
                futures_util::future::join_all(targets.iter().map(|target| async {
                    let host = self.target(target).await;
                    let seen = Box::pin(self.edge(target, &host)).await;
                    (target.clone(), host, seen)
                })),
            );
            (srv, host, wild_srv, apex, misplaced, traces, dnssec, targets)
        };
        let (delegation, (srv, host, wild_srv, apex, misplaced, traces, dnssec, targets)) = tokio::join!(delegation, records);
        let edges = targets.iter().filter_map(|(_, _, seen)| seen.clone()).collect();
        Observation {
            domain: domain.clone(),
            srv,
            apex,
            targets: targets.into_iter().map(|(target, host, _)| (target, host)).collect::<BTreeMap<_, _>>(),
            wildcard: WildcardSeen { name: guard, host, srv: wild_srv },
            traces,
            misplaced,
            dnssec,
            delegation,
            edge: None,
            edges,
            ownership: Answer::NotAsked,
            resolver: self.probe.label.to_string(),
            at,
        }
    }

    /// A look at the Edge servers behind a name, as soon as its addresses are known.
    pub(super) async fn edge(&self, name: &str, host: &HostSeen) -> Option<EdgeSeen> {
        match &self.round {
            Some(round) => round.edge(name, host).await,
            None => None,
        }
    }

    /// SRV records at the names that people publish by mistake.
    async fn misplaced(&self, domain: &SipDomain) -> Vec<Misplaced> {
        let found = usual_mistakes(domain).into_iter().map(|(mistake, name)| async move {
            match self.srv(&name).await {
                Answer::Found(records) => Some(Misplaced { mistake, name, records }),
                _ => None,
            }
        });
        futures_util::future::join_all(found).await.into_iter().flatten().collect()
    }

    /// The signatures of the SRV record, or of its absence, and of the first targets' addresses.
    async fn signatures(&self, service: &str, targets: &[String], at: DateTime<Utc>) -> DnssecSeen {
        let mut seen = self.signature(service, RecordType::SRV, at).await;
        if matches!(seen, DnssecSeen::Secure | DnssecSeen::Insecure) {
            let of_targets = targets.iter().take(TARGETS_VALIDATED).map(|target| self.signature(target, RecordType::A, at));
            for of_target in futures_util::future::join_all(of_targets).await {
                // A target in another zone may be unsigned or unknown; only signatures that do not hold are the domain's matter.
                if matches!(of_target, DnssecSeen::Bogus { .. }) {
                    seen = seen.worst(of_target);
                }
            }
        }
        seen
    }

    async fn signature(&self, name: &str, kind: RecordType, at: DateTime<Utc>) -> DnssecSeen {
        let unanswered = DnssecSeen::Unknown { seen: Failure::Timeout.as_str().to_owned() };
        tokio::time::timeout_at(self.until, self.probe.anchored.validate(self, name, kind, at)).await.unwrap_or(unanswered)
    }

    async fn traces(&self, domain: &SipDomain) -> Traces {
        let (lyncdiscover, sip, sip_tls) = (
            ["lyncdiscover.", domain.as_str()].concat(),
            ["sip.", domain.as_str()].concat(),
            ["_sip._tls.", domain.as_str()].concat(),
        );
        let (lyncdiscover, sip, sip_tls) = tokio::join!(self.host(&lyncdiscover), self.host(&sip), self.srv(&sip_tls));
        Traces { lyncdiscover, sip, sip_tls }
    }

    async fn apex(&self, domain: &SipDomain) -> Answer<()> {
        self.ask(domain.as_str(), RecordType::SOA, |_| Some(())).await
    }

    async fn srv(&self, name: &str) -> Answer<Vec<SrvSeen>> {
        self.ask(name, RecordType::SRV, services_seen).await
    }

    pub(super) async fn host(&self, name: &str) -> HostSeen {
        let (v4, v6) = tokio::join!(
            self.ask(name, RecordType::A, |a| Some(addresses_seen(a, name))),
            self.ask(name, RecordType::AAAA, |a| Some(addresses_seen(a, name)))
        );
        let alias = [&v4, &v6].into_iter().filter_map(Answer::found).find_map(|(_, alias, _)| alias.clone());
        let ttl = [&v4, &v6].into_iter().filter_map(Answer::found).filter_map(|(.., ttl)| *ttl).min();
        let only_addresses = |answer: Answer<(Vec<IpAddr>, _, _)>| match answer {
            Answer::Found((found, ..)) if found.is_empty() => Answer::NoData,
            Answer::Found((found, ..)) => Answer::Found(found),
            Answer::NoData => Answer::NoData,
            Answer::NoName => Answer::NoName,
            Answer::Failed(failure) => Answer::Failed(failure),
            Answer::NotAsked => Answer::NotAsked,
        };
        HostSeen { v4: only_addresses(v4), v6: only_addresses(v6), alias, ttl }
    }

    /// A host that federation depends on. One without an address may still be an alias that leads nowhere.
    pub(super) async fn target(&self, name: &str) -> HostSeen {
        let mut host = self.host(name).await;
        if host.alias.is_none() && host.v4.is_absent() && host.v6.is_absent() {
            let alias = self.ask(name, RecordType::CNAME, |answers| alias_of(answers, name)).await;
            host.alias = alias.found().cloned();
        }
        host
    }

    /// One question. Names are complete: the final dot keeps search lists out.
    pub(super) async fn ask<T>(&self, name: &str, kind: RecordType, read: impl Fn(&[Record]) -> Option<T>) -> Answer<T> {
        let Ok(name) = Name::from_ascii([name, "."].concat()) else {
            return Answer::NoName;
        };
        let asking = async {
            match self.look_up(&name, kind).await {
                Ok(lookup) => read(lookup.answers()).map_or(Answer::NoData, Answer::Found),
                Err(error) => match answer_of(&error) {
                    Answer::Failed(Failure::ServerFailure) => Answer::Failed(self.server_failure(&name, kind).await),
                    answer => answer,
                },
            }
        };
        tokio::time::timeout_at(self.until, asking).await.unwrap_or(Answer::Failed(Failure::Timeout))
    }

    /// The bare lookup, within the form's share of questions and the set pace.
    pub(super) async fn look_up(&self, name: &Name, kind: RecordType) -> Result<Lookup, NetError> {
        let probe = self.probe;
        // A form takes its share only: one of fifty silent domains must not keep the others waiting.
        let (Ok(_share), Ok(_permit)) = (self.share.acquire().await, probe.at_once.acquire().await) else {
            return Err(NetError::Timeout);
        };
        let Some(pace) = &probe.pace else { return probe.resolver.lookup(name.clone(), kind).await };
        pace.turn().await;
        match probe.resolver.lookup(name.clone(), kind).await {
            Err(error) if matches!(answer_of::<()>(&error), Answer::Failed(Failure::Timeout)) => {
                pace.turn().await;
                probe.resolver.lookup(name.clone(), kind).await
            }
            outcome => outcome,
        }
    }

    /// Whether a SERVFAIL comes of signatures that do not hold (RFC 4035 section 3.2.2).
    async fn server_failure(&self, name: &Name, kind: RecordType) -> Failure {
        if let Some(pace) = &self.probe.pace {
            pace.turn().await;
            pace.turn().await;
        }
        match self.probe.servers.first() {
            Some(server) if checking_disabled::alone_answers(*server, name, kind, self.probe.settings.try_for).await => {
                Failure::Bogus
            }
            _ => Failure::ServerFailure,
        }
    }
}

const NO_TRACES: Traces = Traces { lyncdiscover: HostSeen::NOT_ASKED, sip: HostSeen::NOT_ASKED, sip_tls: Answer::NotAsked };

/// The targets of the records in their order, without repetitions and without the cloud's, whose addresses are Microsoft's matter.
fn targets_to_ask(records: &[SrvSeen]) -> Vec<String> {
    let mut targets: Vec<String> = Vec::new();
    for record in records {
        if record.target != "." && cloud_of(&record.target).is_none() && !targets.contains(&record.target) {
            targets.push(record.target.clone());
        }
    }
    targets.truncate(TARGETS_ASKED);
    targets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_asked_once_each_and_a_few_only() {
        let record = |target: &str| SrvSeen { ttl: 1, priority: 1, weight: 1, port: 5061, target: target.to_owned() };
        let some = [record("a.example"), record("."), record("sipfed.online.lync.com"), record("a.example"), record("b.example")];
        assert_eq!(targets_to_ask(&some), ["a.example", "b.example"]);
        let many: Vec<SrvSeen> = (0..50).map(|n| record(&format!("s{n}.example"))).collect();
        assert_eq!(targets_to_ask(&many).len(), TARGETS_ASKED);
    }
}
