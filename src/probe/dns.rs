//! The entrance to DNS: whom to ask and how, and the observations of a form or of a stream of domains.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::stream::{self, Stream, StreamExt};
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts};
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use thiserror::Error;
use tokio::sync::Semaphore;

use super::asker::Asker;
use super::dnssec::Anchored;
use super::edge::{EdgeProbe, EdgeSettings};
use super::pace::Pace;
use crate::clock::Randomness;
use crate::federation::{EdgeSeen, Fqdn, Observation, SipDomain};

/// How much is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// The records that federation takes: while a form is typed, and for lists.
    Quick,
    /// Signatures, every authoritative server and the clients' records besides: the full check of a party.
    Full,
}

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
    /// The most questions a second, so that no server gets more; `None` for as many as there are.
    pub rate: Option<NonZeroU32>,
    /// Keys that signatures are led back to, as DNSKEY lines of a zone file; `None` for the root's, which are built in.
    pub trust_anchors: Option<String>,
    /// The port of authoritative servers: 53 but in the demonstration and tests.
    pub authority_port: u16,
    /// Whether addresses of the documentation and loopback ranges may be asked: in the demonstration and tests.
    pub special_addresses_count: bool,
    /// How Edge servers are looked at; nothing asks DNS only.
    pub edge: Option<EdgeSettings>,
}

impl ProbeSettings {
    /// For the demonstration and tests: one server on a port of its own that stands for all others.
    #[must_use]
    pub fn demonstration(server: SocketAddr) -> Self {
        Self { servers: vec![server], authority_port: server.port(), special_addresses_count: true, ..Self::default() }
    }
}

impl Default for ProbeSettings {
    fn default() -> Self {
        Self {
            servers: Vec::new(),
            try_for: Duration::from_millis(1_300),
            // The promise is 5 s for a whole form; half a second is left for the rest of the request.
            at_most: Duration::from_millis(4_500),
            questions_at_once: 256,
            rate: None,
            trust_anchors: None,
            authority_port: 53,
            special_addresses_count: false,
            edge: None,
        }
    }
}

/// Why there is nobody to ask.
#[derive(Debug, Error)]
pub enum ProbeError {
    /// The system's resolver configuration cannot be read.
    #[error("the system's resolver settings (resolv.conf) cannot be used; name a server with --dns")]
    System(#[source] Box<NetError>),
    /// The keys that signatures are led back to cannot be read.
    #[error("the trust anchors are not DNSKEY lines of a zone file")]
    Anchors,
    /// The resolver cannot be made.
    #[error("the resolver cannot be set up")]
    Build(#[source] Box<NetError>),
}

/// Asks DNS about SIP domains. Cheap to clone; clones share the bound on questions at once.
#[derive(Clone)]
pub struct DnsProbe {
    pub(super) resolver: Arc<TokioResolver>,
    pub(super) servers: Arc<[SocketAddr]>,
    pub(super) label: Arc<str>,
    pub(super) at_once: Arc<Semaphore>,
    pub(super) pace: Option<Arc<Pace>>,
    pub(super) anchored: Anchored,
    pub(super) settings: Arc<ProbeSettings>,
    pub(super) edges: Option<EdgeProbe>,
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
        let config = ResolverConfig::from_parts(None, Vec::new(), name_servers.clone());
        let mut builder = TokioResolver::builder_with_config(config, provider);
        let options = builder.options_mut();
        options.timeout = settings.try_for;
        // Where questions are paced the second try has to wait for its turn as well, so that it is not left to the library.
        options.attempts = if settings.rate.is_some() { 0 } else { 1 };
        // A recheck must ask again, and the hosts file is not what partners see.
        options.cache_size = 0;
        options.use_hosts_file = ResolveHosts::Never;
        options.preserve_intermediates = true;
        options.case_randomization = false;
        // Records are shown as they are: the library would cut every TTL to a day.
        options.positive_max_ttl = Some(Duration::from_secs(u64::from(u32::MAX)));
        let anchored = Anchored::new(name_servers, own_options(options), settings.trust_anchors.as_deref())?;
        let resolver = builder.build().map_err(|error| ProbeError::Build(Box::new(error)))?;
        let label = servers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        Ok(Self {
            resolver: Arc::new(resolver),
            servers,
            label: label.into(),
            at_once: Arc::new(Semaphore::new(settings.questions_at_once.max(1))),
            pace: settings.rate.map(|rate| Arc::new(Pace::new(rate))),
            anchored,
            edges: settings.edge.clone().map(EdgeProbe::new),
            settings: Arc::new(settings),
        })
    }

    /// The servers that are asked, as evidence names them.
    #[must_use]
    pub fn resolver(&self) -> &str {
        &self.label
    }

    /// The same probe looking at Edge servers as `first` does: with its bounds, and knowing what it knows of our own way out.
    #[must_use]
    pub fn with_edges_of(self, first: &Self) -> Self {
        Self { edges: first.edges.clone(), ..self }
    }

    /// The same probe without a look at Edge servers: for what is typed, and for strangers.
    #[must_use]
    pub fn dns_only(&self) -> Self {
        Self { edges: None, ..self.clone() }
    }

    /// The same probe with turns of its own: who uses it waits for nobody else, and nobody for them.
    #[must_use]
    pub fn with_turns(self, at_once: Arc<Semaphore>) -> Self {
        Self { at_once, ..self }
    }

    /// Looks at all domains of a form at once, in their order. Ends within the time set, whatever the servers do.
    pub async fn observe(&self, domains: &[SipDomain], edge: Option<&Fqdn>, now: DateTime<Utc>, label: &str) -> Vec<Observation> {
        self.observe_at(Depth::Quick, domains, edge, now, label).await
    }

    /// Looks at all domains of a form at once, as closely as asked.
    pub async fn observe_at(
        &self,
        depth: Depth,
        domains: &[SipDomain],
        edge: Option<&Fqdn>,
        now: DateTime<Utc>,
        label: &str,
    ) -> Vec<Observation> {
        let asker = Asker::new(self, depth, domains.len(), now);
        let edge_seen = async {
            match edge {
                Some(edge) => {
                    let host = asker.target(edge.as_str()).await;
                    let seen = if edge.is_cloud() { None } else { Box::pin(asker.edge(edge.as_str(), &host)).await };
                    (Some((edge.clone(), host)), seen)
                }
                None => (None, None),
            }
        };
        let domains = futures_util::future::join_all(domains.iter().map(|domain| Box::pin(asker.domain(domain, label, now))));
        let ((edge_host, edge_seen), mut observations) = tokio::join!(edge_seen, domains);
        for observation in &mut observations {
            observation.edge.clone_from(&edge_host);
            let known = |seen: &&EdgeSeen| observation.edges.iter().any(|edge| edge.name == seen.name);
            observation.edges.extend(edge_seen.iter().filter(|seen| !known(seen)).cloned().collect::<Vec<_>>());
        }
        observations
    }

    /// Looks at domains one after the other, several at once, and gives each as soon as it is done; each has its own deadline.
    pub fn observe_each<'a>(
        &'a self,
        depth: Depth,
        domains: impl Stream<Item = SipDomain> + 'a,
        edge: Option<&'a Fqdn>,
        now: impl Fn() -> DateTime<Utc> + 'a,
        label: &'a str,
    ) -> impl Stream<Item = Observation> + 'a {
        domains
            .map(move |domain| {
                let at = now();
                async move {
                    let observations = self.observe_at(depth, std::slice::from_ref(&domain), edge, at, label).await;
                    stream::iter(observations)
                }
            })
            .buffer_unordered(self.domains_at_once())
            .flatten()
    }

    /// How many domains of a stream are under way: no more than their questions find a turn within a second.
    fn domains_at_once(&self) -> usize {
        let by_share = (self.settings.questions_at_once / 8).clamp(1, 32);
        self.settings.rate.map_or(by_share, |rate| by_share.min(usize::try_from(rate.get() / 8).unwrap_or(by_share)).max(1))
    }
}

/// The options of questions whose signatures are looked at: as the others, with room for signatures.
fn own_options(options: &ResolverOpts) -> ResolverOpts {
    let mut own = options.clone();
    own.edns0 = true;
    own
}

fn name_server(server: SocketAddr) -> NameServerConfig {
    let mut connections = vec![ConnectionConfig::udp(), ConnectionConfig::tcp()];
    for connection in &mut connections {
        connection.port = server.port();
    }
    NameServerConfig::new(server.ip(), true, connections)
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

    #[tokio::test]
    async fn a_second_probe_knows_what_the_first_learnt_of_the_way_out() {
        use crate::federation::{Answer, HostSeen};
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let quick = Duration::from_millis(200);
        let edge = EdgeSettings { port, special_addresses: true, handshake_for: quick, ..EdgeSettings::default() };
        let settings = || ProbeSettings::demonstration(SocketAddr::from(([127, 0, 0, 1], 9)));
        let first = DnsProbe::new(ProbeSettings { edge: Some(edge.clone()), ..settings() }).unwrap();
        let second = DnsProbe::new(settings()).unwrap().with_edges_of(&first);
        let apart = DnsProbe::new(ProbeSettings { edge: Some(edge), ..settings() }).unwrap();
        let v4 = Answer::Found(vec![std::net::IpAddr::from([127, 0, 0, 1])]);
        let host = HostSeen { v4, ..HostSeen::NOT_ASKED };
        let way_out = async |probe: &DnsProbe| {
            let edges = probe.edges.as_ref().unwrap();
            edges.look("sip.kunta.example", &host, DateTime::UNIX_EPOCH, Duration::from_secs(2)).await.unwrap().ways_out.v4
        };
        assert!(way_out(&first).await);
        drop(listener);
        assert_eq!((way_out(&second).await, way_out(&apart).await), (true, false));
    }

    #[test]
    fn the_guard_is_a_label_that_differs_each_time() {
        let (one, other) = (random_label(&crate::clock::SystemRandomness), random_label(&crate::clock::SystemRandomness));
        assert_ne!(one, other);
        assert!(one.len() == 19 && one.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()), "{one}");
    }
}
