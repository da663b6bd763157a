//! Looks at Edge servers: TCP, TLS, certificates. Names and addresses come from strangers, so that everything is bounded.
//!
//! The address that was resolved is checked, and that very address is connected to: no name is resolved a second time. The handshake is all
//! that is sent. A round is the looks of one form: what it has seen of an address, a certificate, a name is not looked at again.

mod ask;
mod certificate;
mod handshake;
pub mod hello;
mod roots;
mod round;
mod way_out;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use rustls::crypto::CryptoProvider;
use tokio::sync::Semaphore;
use tokio::time::Instant;

pub use roots::Roots;
pub(super) use round::Round;
use way_out::WayOut;

use crate::federation::{EdgeSeen, FEDERATION_PORT, HostSeen};
use crate::outbound::PublicOnly;
use crate::x509::{Fetch, HttpFetch};

/// How long a place that a certificate names may take to answer: a form has five seconds for everything.
const ASK_FOR: Duration = Duration::from_secs(1);

/// Makes what asks for one certificate: its time is its own.
pub type MakeFetch = Arc<dyn Fn() -> Box<dyn Fetch> + Send + Sync>;

/// How Edge servers are looked at.
#[derive(Clone)]
pub struct EdgeSettings {
    /// The port: 5061. Only the demonstration and tests set another.
    pub port: u16,
    /// Whether documentation and loopback addresses may be connected to, the former by their stand-ins on loopback: for the demonstration and
    /// tests only.
    pub special_addresses: bool,
    /// How long a connection may take to come about.
    pub connect_for: Duration,
    /// How long a handshake may take.
    pub handshake_for: Duration,
    /// Whether the versions are learnt that a server takes beside the one agreed on: up to three more connections to an address.
    pub versions: bool,
    /// The most connections at once, to all addresses.
    pub at_once: usize,
    /// The most connections at once to one address.
    pub at_once_to_one: usize,
    /// Whom certificates may lead to.
    pub roots: Arc<Roots>,
    /// By whom missing authorities and revocation are asked for. It gets addresses out of strangers' certificates, so it must refuse what is not
    /// public; without it nobody is asked.
    pub fetch: Option<MakeFetch>,
}

impl Default for EdgeSettings {
    fn default() -> Self {
        Self {
            port: FEDERATION_PORT,
            special_addresses: false,
            connect_for: Duration::from_millis(1_800),
            handshake_for: Duration::from_millis(1_800),
            versions: true,
            at_once: 128,
            at_once_to_one: 4,
            roots: Arc::default(),
            fetch: None,
        }
    }
}

impl EdgeSettings {
    /// Asks the places that certificates name for missing authorities and revocation, public ones only; with `demonstration` on loopback too.
    #[must_use]
    pub fn asking(self, demonstration: bool) -> Self {
        let fetch: MakeFetch = Arc::new(move || Box::new(HttpFetch::new(ASK_FOR, PublicOnly::new(demonstration))));
        Self { fetch: Some(fetch), ..self }
    }
}

impl std::fmt::Debug for EdgeSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EdgeSettings")
            .field("port", &self.port)
            .field("special_addresses", &self.special_addresses)
            .finish_non_exhaustive()
    }
}

/// Looks at Edge servers. Clones share the bounds.
#[derive(Clone)]
pub struct EdgeProbe(Arc<Shared>);

impl std::fmt::Debug for EdgeProbe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("EdgeProbe").field(&self.0.settings).finish()
    }
}

struct Shared {
    settings: EdgeSettings,
    provider: Arc<CryptoProvider>,
    at_once: Semaphore,
    /// Threads that read certificates and build paths.
    reading: Arc<Semaphore>,
    /// Threads that ask for authorities and revocation, and wait for answers.
    asking: Arc<Semaphore>,
    to_one: Mutex<HashMap<IpAddr, Arc<Semaphore>>>,
    way_out: WayOut,
}

impl EdgeProbe {
    /// Sets it up; nothing is connected to yet.
    #[must_use]
    pub fn new(settings: EdgeSettings) -> Self {
        let at_once = Semaphore::new(settings.at_once.max(1));
        Self(Arc::new(Shared {
            settings,
            provider: Arc::new(rustls::crypto::ring::default_provider()),
            at_once,
            reading: Arc::new(Semaphore::new(4)),
            asking: Arc::new(Semaphore::new(8)),
            to_one: Mutex::default(),
            way_out: WayOut::default(),
        }))
    }

    /// One look at every public address of `name`, with `most` of time. Nothing where it has none.
    pub async fn look(&self, name: &str, host: &HostSeen, at: DateTime<Utc>, most: Duration) -> Option<EdgeSeen> {
        Round::new(self.clone(), at, Instant::now() + most).edge(name, host).await
    }

    fn settings(&self) -> &EdgeSettings {
        &self.0.settings
    }

    /// The bound on connections to one address. Addresses that nobody looks at any more are forgotten.
    fn turns(&self, address: IpAddr) -> Arc<Semaphore> {
        let mut turns = self.0.to_one.lock().unwrap_or_else(PoisonError::into_inner);
        if turns.len() > 1_000 {
            turns.retain(|_, one| Arc::strong_count(one) > 1);
        }
        let most = self.settings().at_once_to_one.max(1);
        Arc::clone(turns.entry(address).or_insert_with(|| Arc::new(Semaphore::new(most))))
    }
}
