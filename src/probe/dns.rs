//! Questions about SIP domains, by hickory-resolver (the successor of trust-dns-resolver).
//!
//! A domain takes two rounds, seldom three: the SRV record and the wildcard guard; then whatever they make necessary. Questions of a
//! round run at once. A whole form has one deadline, after which every open question counts as unanswered.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::stream::{self, Stream, StreamExt};
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig};
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::{Name, Record, RecordType};
use thiserror::Error;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::checking_disabled;
use super::records::{addresses_seen, alias_of, answer_of, services_seen};
use crate::clock::Randomness;
use crate::federation::{
    Answer, Failure, Fqdn, HostSeen, Observation, SipDomain, SrvSeen, Traces, WildcardSeen, cloud_of, federation_name,
};

/// The most targets of a domain that are looked up, the preferred ones first.
const TARGETS_ASKED: usize = 8;

/// Whom to ask, and how patiently.
#[derive(Debug, Clone)]
pub struct ProbeSettings {
    /// The servers; empty for the system's.
    pub servers: Vec<SocketAddr>,
    /// How long one try waits. There are two.
    pub try_for: Duration,
    /// How long a form, or a domain of a stream, may take at all.
    pub at_most: Duration,
    /// The most questions at once.
    pub questions_at_once: usize,
}

impl Default for ProbeSettings {
    fn default() -> Self {
        Self {
            servers: Vec::new(),
            try_for: Duration::from_millis(1_300),
            // The promise is 5 s for a whole form; half a second is left for the rest of the request.
            at_most: Duration::from_millis(4_500),
            questions_at_once: 256,
        }
    }
}

/// Why there is nobody to ask.
#[derive(Debug, Error)]
pub enum ProbeError {
    /// The system's resolver configuration cannot be read.
    #[error("the system's resolver settings (resolv.conf) cannot be used; name a server with --dns")]
    System(#[source] Box<NetError>),
    /// The resolver cannot be made.
    #[error("the resolver cannot be set up")]
    Build(#[source] Box<NetError>),
}

/// Asks DNS about SIP domains. Cheap to clone; clones share the bound on questions at once.
#[derive(Clone)]
pub struct DnsProbe {
    resolver: Arc<TokioResolver>,
    servers: Arc<[SocketAddr]>,
    label: Arc<str>,
    at_once: Arc<Semaphore>,
    settings: Arc<ProbeSettings>,
}

impl std::fmt::Debug for DnsProbe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DnsProbe").field("servers", &self.servers).finish_non_exhaustive()
    }
}

/// A label for the wildcard guard that nobody can have registered.
#[must_use]
pub fn random_label(randomness: &dyn Randomness) -> String {
    let bytes = randomness.bytes32();
    ["x", &hex::encode(bytes.get(..9).unwrap_or_default())].concat()
}

impl DnsProbe {
    /// Sets the resolver up; nothing is asked yet.
    ///
    /// # Errors
    /// When the system's settings are wanted and cannot be read.
    pub fn new(settings: ProbeSettings) -> Result<Self, ProbeError> {
        let provider = TokioRuntimeProvider::default();
        let name_servers: Vec<NameServerConfig> = if settings.servers.is_empty() {
            let (config, _) =
                hickory_resolver::system_conf::read_system_conf().map_err(|error| ProbeError::System(Box::new(error)))?;
            config.name_servers().to_vec()
        } else {
            settings.servers.iter().copied().map(name_server).collect()
        };
        let servers: Arc<[SocketAddr]> = name_servers
            .iter()
            .filter_map(|server| server.connections.first().map(|connection| SocketAddr::new(server.ip, connection.port)))
            .collect();
        // No search domains: every name is complete.
        let config = ResolverConfig::from_parts(None, Vec::new(), name_servers);
        let mut builder = TokioResolver::builder_with_config(config, provider);
        let options = builder.options_mut();
        options.timeout = settings.try_for;
        options.attempts = 1;
        // A recheck must ask again, and the hosts file is not what partners see.
        options.cache_size = 0;
        options.use_hosts_file = ResolveHosts::Never;
        options.preserve_intermediates = true;
        options.case_randomization = false;
        let resolver = builder.build().map_err(|error| ProbeError::Build(Box::new(error)))?;
        let label = servers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        Ok(Self {
            resolver: Arc::new(resolver),
            servers,
            label: label.into(),
            at_once: Arc::new(Semaphore::new(settings.questions_at_once.max(1))),
            settings: Arc::new(settings),
        })
    }

    /// The servers that are asked, as evidence names them.
    #[must_use]
    pub fn resolver(&self) -> &str {
        &self.label
    }

    /// Looks at all domains of a form at once, in their order. Ends within the time set, whatever the servers do.
    pub async fn observe(&self, domains: &[SipDomain], edge: Option<&Fqdn>, now: DateTime<Utc>, label: &str) -> Vec<Observation> {
        let asker = self.asker();
        let edge_seen = async {
            match edge {
                Some(edge) => Some((edge.clone(), asker.target(edge.as_str()).await)),
                None => None,
            }
        };
        let domains = futures_util::future::join_all(domains.iter().map(|domain| asker.domain(domain, label, now)));
        let (edge_seen, mut observations) = tokio::join!(edge_seen, domains);
        for observation in &mut observations {
            observation.edge.clone_from(&edge_seen);
        }
        observations
    }

    /// Looks at domains one after the other, several at once, and gives each as soon as it is done; each has its own deadline.
    pub fn observe_each<'a, I>(
        &'a self,
        domains: I,
        edge: Option<&'a Fqdn>,
        now: impl Fn() -> DateTime<Utc> + 'a,
        label: &'a str,
    ) -> impl Stream<Item = Observation> + 'a
    where
        I: IntoIterator<Item = SipDomain> + 'a,
        I::IntoIter: 'a,
    {
        let at_once = (self.settings.questions_at_once / 8).clamp(1, 32);
        stream::iter(domains)
            .map(move |domain| {
                let at = now();
                async move {
                    let observations = self.observe(std::slice::from_ref(&domain), edge, at, label).await;
                    stream::iter(observations)
                }
            })
            .buffer_unordered(at_once)
            .flatten()
    }

    pub(super) fn asker(&self) -> Asker<'_> {
        let share = Semaphore::new((self.settings.questions_at_once / 2).max(1));
        Asker { probe: self, share, until: Instant::now() + self.settings.at_most }
    }
}

fn name_server(server: SocketAddr) -> NameServerConfig {
    let mut connections = vec![ConnectionConfig::udp(), ConnectionConfig::tcp()];
    for connection in &mut connections {
        connection.port = server.port();
    }
    NameServerConfig::new(server.ip(), true, connections)
}

/// Questions with a common deadline.
pub(super) struct Asker<'a> {
    probe: &'a DnsProbe,
    /// The share of one form, or of one domain of a stream.
    share: Semaphore,
    until: Instant,
}

impl Asker<'_> {
    async fn domain(&self, domain: &SipDomain, label: &str, at: DateTime<Utc>) -> Observation {
        let guard = [label, ".", domain.as_str()].concat();
        let service = federation_name(domain);
        let (srv, host, wild_srv) = tokio::join!(self.srv(&service), self.host(&guard), self.srv(&guard));
        let targets = srv.found().map(|records| targets_to_ask(records)).unwrap_or_default();
        let in_cloud = srv.found().is_some_and(|records| records.iter().any(|record| cloud_of(&record.target).is_some()));
        let (apex, traces, targets) = tokio::join!(
            async { if srv.is_absent() { self.apex(domain).await } else { Answer::NotAsked } },
            async { if srv.is_absent() || in_cloud { self.traces(domain).await } else { NO_TRACES } },
            futures_util::future::join_all(targets.into_iter().map(|target| async {
                let host = self.target(&target).await;
                (target, host)
            })),
        );
        Observation {
            domain: domain.clone(),
            srv,
            apex,
            targets: targets.into_iter().collect::<BTreeMap<_, _>>(),
            wildcard: WildcardSeen { name: guard, host, srv: wild_srv },
            traces,
            edge: None,
            ownership: Answer::NotAsked,
            resolver: self.probe.label.to_string(),
            at,
        }
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

    async fn host(&self, name: &str) -> HostSeen {
        let (v4, v6) = tokio::join!(
            self.ask(name, RecordType::A, |a| Some(addresses_seen(a, name))),
            self.ask(name, RecordType::AAAA, |a| Some(addresses_seen(a, name)))
        );
        let alias = [&v4, &v6].into_iter().filter_map(Answer::found).find_map(|(_, alias)| alias.clone());
        let only_addresses = |answer| match answer {
            Answer::Found((found, _)) if Vec::is_empty(&found) => Answer::NoData,
            Answer::Found((found, _)) => Answer::Found(found),
            Answer::NoData => Answer::NoData,
            Answer::NoName => Answer::NoName,
            Answer::Failed(failure) => Answer::Failed(failure),
            Answer::NotAsked => Answer::NotAsked,
        };
        HostSeen { v4: only_addresses(v4), v6: only_addresses(v6), alias }
    }

    /// A host that federation depends on. One without an address may still be an alias that leads nowhere.
    async fn target(&self, name: &str) -> HostSeen {
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
        let probe = self.probe;
        let asking = async {
            // A form takes its share only: one of fifty silent domains must not keep the others waiting.
            let (Ok(_share), Ok(_permit)) = (self.share.acquire().await, probe.at_once.acquire().await) else {
                return Answer::Failed(Failure::Timeout);
            };
            match probe.resolver.lookup(name.clone(), kind).await {
                Ok(lookup) => read(lookup.answers()).map_or(Answer::NoData, Answer::Found),
                Err(error) => match answer_of(&error) {
                    Answer::Failed(Failure::ServerFailure) => Answer::Failed(self.server_failure(&name, kind).await),
                    answer => answer,
                },
            }
        };
        tokio::time::timeout_at(self.until, asking).await.unwrap_or(Answer::Failed(Failure::Timeout))
    }

    /// Whether a SERVFAIL comes of signatures that do not hold (RFC 4035 section 3.2.2).
    async fn server_failure(&self, name: &Name, kind: RecordType) -> Failure {
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

    #[tokio::test]
    async fn observing_can_move_between_threads() {
        fn moves<T: Send>(value: T) -> T {
            value
        }
        let settings = ProbeSettings { servers: vec![SocketAddr::from(([127, 0, 0, 1], 9))], ..ProbeSettings::default() };
        let probe = DnsProbe::new(settings).unwrap();
        drop(moves(probe.observe(&[], None, DateTime::UNIX_EPOCH, "x")));
        assert_eq!(probe.resolver(), "127.0.0.1:9");
    }

    #[test]
    fn the_guard_is_a_label_that_differs_each_time() {
        let (one, other) = (random_label(&crate::clock::SystemRandomness), random_label(&crate::clock::SystemRandomness));
        assert_ne!(one, other);
        assert!(one.len() == 19 && one.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()), "{one}");
    }

    #[test]
    fn targets_are_asked_once_each_and_a_few_only() {
        let record = |target: &str| SrvSeen { ttl: 1, priority: 1, weight: 1, port: 5061, target: target.to_owned() };
        let some = [record("a.example"), record("."), record("sipfed.online.lync.com"), record("a.example"), record("b.example")];
        assert_eq!(targets_to_ask(&some), ["a.example", "b.example"]);
        let many: Vec<SrvSeen> = (0..50).map(|n| record(&format!("s{n}.example"))).collect();
        assert_eq!(targets_to_ask(&many).len(), TARGETS_ASKED);
    }
}
