//! The looks of one form, or of one domain of a stream, with their common deadline.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use tokio::sync::{OnceCell, Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout_at};

use super::certificate::{self, Asking, Chain};
use super::handshake::Outcome;
use super::{EdgeProbe, EdgeSettings};
use crate::federation::{CertificateSeen, Der, EdgeLook, EdgeSeen, HostSeen, Reached, Speech, TlsSeen, TlsVersion, is_public};

/// The most addresses of one name that are looked at.
const MOST_ADDRESSES: usize = 8;
/// The most names and addresses that one round looks at: fifty domains with IPv4 and IPv6, and some.
const MOST_LOOKS: usize = 160;
/// The most connections at once that one round has of those of all: what waits for a tarpit must not keep others waiting.
const MOST_AT_ONCE: usize = 32;
/// The most authorities that the certificates of one round make the service fetch.
const MOST_FETCHES: usize = 20;

/// What is done once however many ask for it.
type Once<K, V> = Mutex<HashMap<K, Arc<OnceCell<V>>>>;

/// The versions that a server was seen to take, and those that it was seen not to.
#[derive(Debug, Clone, Default)]
struct Versions {
    offers: Vec<TlsVersion>,
    lacks: Vec<TlsVersion>,
}

/// What was to be known, unless no time was left for it.
type InTime<T> = Option<T>;

/// A chain and the OCSP answer with it.
type AsCame = (Vec<Vec<u8>>, Vec<u8>);

pub(in crate::probe) struct Round {
    probe: EdgeProbe,
    at: DateTime<Utc>,
    until: Instant,
    share: Semaphore,
    /// How many authorities may still be fetched.
    fetches: Arc<AtomicUsize>,
    /// By name and address.
    looks: Once<(String, IpAddr), EdgeLook>,
    /// By address: what it offers does not hang on the name.
    offers: Once<IpAddr, Versions>,
    /// By the bytes as they came.
    certificates: Once<AsCame, InTime<Option<CertificateSeen>>>,
}

fn cell<K: Hash + Eq, V>(of: &Once<K, V>, key: K) -> Arc<OnceCell<V>> {
    Arc::clone(of.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default())
}

impl Round {
    pub fn new(probe: EdgeProbe, at: DateTime<Utc>, until: Instant) -> Self {
        Self {
            probe,
            at,
            until,
            share: Semaphore::new(MOST_AT_ONCE),
            fetches: Arc::new(AtomicUsize::new(MOST_FETCHES)),
            looks: Mutex::default(),
            offers: Mutex::default(),
            certificates: Mutex::default(),
        }
    }

    fn settings(&self) -> &EdgeSettings {
        self.probe.settings()
    }

    /// Looks at every public address of a name. Nothing where it has none.
    pub async fn edge(&self, name: &str, host: &HostSeen) -> Option<EdgeSeen> {
        let mut addresses: Vec<IpAddr> = Vec::new();
        for address in host.addresses() {
            if is_public(address, self.settings().special_addresses) && !addresses.contains(&address) {
                addresses.push(address);
            }
        }
        addresses.truncate(MOST_ADDRESSES);
        if addresses.is_empty() {
            return None;
        }
        let looks = futures_util::future::join_all(addresses.into_iter().map(|address| self.look(name, address))).await;
        Some(EdgeSeen { name: name.to_owned(), looks, ways_out: self.probe.0.way_out.lately(self.at) })
    }

    async fn look(&self, name: &str, address: IpAddr) -> EdgeLook {
        let key = (name.to_owned(), address);
        let full = {
            let looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
            looks.len() >= MOST_LOOKS && !looks.contains_key(&key)
        };
        if full {
            return self.not_tried(address);
        }
        cell(&self.looks, key).get_or_init(|| self.connect(name, address)).await.clone()
    }

    fn not_tried(&self, address: IpAddr) -> EdgeLook {
        EdgeLook { address, port: self.settings().port, reached: Reached::NotTried, took_ms: 0, tls: None }
    }

    async fn connect(&self, name: &str, address: IpAddr) -> EdgeLook {
        let turns = self.probe.turns(address);
        let Some(turn) = self.turn(&turns).await else { return self.not_tried(address) };
        let started = Instant::now();
        let connected = self.probe.connect(address, self.at, self.until).await;
        let took_ms = u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX);
        let look = |reached, tls| EdgeLook { address, port: self.settings().port, reached, took_ms, tls };
        match connected {
            Err(reached) => look(reached, None),
            Ok(stream) => {
                let first = self.probe.shake(stream, name, self.until).await;
                // rustls prefers 1.3: having agreed on 1.2, the server has no 1.3.
                let agreed = first.as_ref().filter(|first| !first.chain.is_empty()).and_then(|first| first.version);
                let first = match first {
                    Some(first) if first.chain.is_empty() => self.again(name, address, first).await,
                    first => first,
                };
                drop(turn);
                let Some(first) = first else { return look(Reached::Connected, None) };
                let (versions, certificate) =
                    tokio::join!(self.versions(name, address, &first, agreed), self.certificate(&first));
                look(Reached::Connected, certificate.map(|certificate| seen(first, versions, certificate)))
            }
        }
    }

    /// A turn to connect: of this round's, of those to the address, of all. Nothing if it does not come in time.
    async fn turn<'a>(&'a self, turns: &'a Semaphore) -> Option<[SemaphorePermit<'a>; 3]> {
        let waiting = async {
            Some([self.share.acquire().await.ok()?, turns.acquire().await.ok()?, self.probe.0.at_once.acquire().await.ok()?])
        };
        timeout_at(self.until, waiting).await.ok().flatten()
    }

    /// rustls got no certificate: our own ClientHello has the last word, first with all that TLS 1.2 and older know, then with TLS 1.0 alone,
    /// which old servers take that choke on anything newer. Nothing if it could not be said, or had no time to be answered: what rustls alone
    /// refuses is nobody's fault.
    async fn again(&self, name: &str, address: IpAddr, first: Outcome) -> Option<Outcome> {
        let mut last: Option<Outcome> = None;
        for highest in [TlsVersion::Tls12, TlsVersion::Tls10] {
            let Some(heard) = self.probe.hello((address, name), highest, self.at, self.until).await else { continue };
            match heard.speech {
                Speech::Tls | Speech::TooLong => return Some(heard),
                // What speaks of TLS tells more than silence.
                Speech::Alert => last = Some(heard),
                _ => last = last.or(Some(heard)),
            }
        }
        last.map(|last| if first.speech == Speech::Alert && last.speech != Speech::Alert { first } else { last })
    }

    /// The versions that the server takes, learnt once for an address: what was agreed on, and what our own ClientHello is answered to.
    async fn versions(&self, name: &str, address: IpAddr, first: &Outcome, agreed: Option<TlsVersion>) -> Versions {
        if first.speech != Speech::Tls && first.speech != Speech::Alert {
            return Versions::default();
        }
        let learn = || async {
            let mut found = Versions { offers: first.version.into_iter().collect(), lacks: Vec::new() };
            if agreed == Some(TlsVersion::Tls12) {
                found.lacks.push(TlsVersion::Tls13);
            }
            let turns = self.probe.turns(address);
            if !self.settings().versions && !found.offers.is_empty() {
                return found;
            }
            // Some servers close without a word where others say what they lack. So does a device that counts connections: it does not
            // answer the next one, though.
            let mut closed = Vec::new();
            for version in [TlsVersion::Tls13, TlsVersion::Tls12, TlsVersion::Tls11, TlsVersion::Tls10] {
                if found.offers.contains(&version) || found.lacks.contains(&version) {
                    continue;
                }
                let Some(_turn) = self.turn(&turns).await else { break };
                let Some(heard) = self.probe.hello((address, name), version, self.at, self.until).await else { continue };
                match heard.speech {
                    Speech::Tls | Speech::Alert => {
                        found.lacks.append(&mut closed);
                        let list = if heard.version == Some(version) { &mut found.offers } else { &mut found.lacks };
                        list.push(version);
                    }
                    Speech::Closed => closed.push(version),
                    _ => {}
                }
            }
            found.offers.sort_unstable();
            found.lacks.sort_unstable();
            found
        };
        cell(&self.offers, address).get_or_init(learn).await.clone()
    }

    /// The certificate as read, once for its bytes: at once what it says itself, then, in the time that is left, what others say of it.
    /// Paths are built by threads of their own: a chain may be made so that it takes long.
    async fn certificate(&self, first: &Outcome) -> InTime<Option<CertificateSeen>> {
        if first.chain.is_empty() {
            return Some(None);
        }
        let read = || async {
            let (at, roots) = (self.at, Arc::clone(&self.settings().roots));
            let chain = Arc::new((first.chain.clone(), first.ocsp.clone()));
            let (own, known) = (Arc::clone(&chain), Arc::clone(&roots));
            let look = move || certificate::look(Chain { certificates: &own.0, ocsp: &own.1 }, at, &known, None);
            let alone = self.blocking(&self.probe.0.reading, look).await?;
            let Some(fetch) = self.settings().fetch.clone().filter(|_| alone.is_some()) else { return Some(alone) };
            let (any_port, left) = (self.settings().special_addresses, Arc::clone(&self.fetches));
            let look = move || {
                let asking = Asking { fetch: &*fetch(), any_port, left: &left };
                certificate::look(Chain { certificates: &chain.0, ocsp: &chain.1 }, at, &roots, Some(asking))
            };
            Some(self.blocking(&self.probe.0.asking, look).await.flatten().or(alone))
        };
        cell(&self.certificates, (first.chain.clone(), first.ocsp.clone())).get_or_init(read).await.clone()
    }

    /// Runs `work` on a thread that may block, as one of so many; nothing if it does not end in time.
    async fn blocking<T: Send + 'static>(&self, most: &Arc<Semaphore>, work: impl FnOnce() -> T + Send + 'static) -> InTime<T> {
        let waiting = async {
            let permit = Arc::clone(most).acquire_owned().await.ok()?;
            let work = move || {
                let _permit = permit;
                work()
            };
            tokio::task::spawn_blocking(work).await.ok()
        };
        timeout_at(self.until, waiting).await.ok().flatten()
    }
}

fn seen(first: Outcome, versions: Versions, certificate: Option<CertificateSeen>) -> TlsSeen {
    TlsSeen {
        // An alert to one ClientHello and an answer to another: it speaks TLS.
        speech: if versions.offers.is_empty() { first.speech } else { Speech::Tls },
        version: first.version,
        cipher: first.cipher,
        offers: versions.offers,
        lacks: versions.lacks,
        wants_client_certificate: first.wants_client_certificate,
        alert: first.alert,
        chain: first.chain.into_iter().map(Der).collect(),
        certificate: certificate.map(Box::new),
    }
}
