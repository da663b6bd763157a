//! The looks of one form, or of one domain of a stream, with their common deadline.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use tokio::sync::OnceCell;
use tokio::time::{Instant, timeout_at};

use super::certificate::{self, Chain};
use super::handshake::Outcome;
use super::{EdgeProbe, EdgeSettings};
use crate::federation::{CertificateSeen, Der, EdgeLook, EdgeSeen, HostSeen, Reached, Speech, TlsSeen, TlsVersion, is_public};

/// The most addresses of one name that are looked at.
const MOST_ADDRESSES: usize = 8;
/// The most names and addresses that one round looks at: fifty domains with IPv4 and IPv6, and some.
const MOST_LOOKS: usize = 160;

/// What is done once however many ask for it.
type Once<K, V> = Mutex<HashMap<K, Arc<OnceCell<V>>>>;

/// A chain and the OCSP answer with it.
type AsCame = (Vec<Vec<u8>>, Vec<u8>);

pub(in crate::probe) struct Round {
    probe: EdgeProbe,
    at: DateTime<Utc>,
    until: Instant,
    /// By name and address.
    looks: Once<(String, IpAddr), EdgeLook>,
    /// By address: what it offers does not hang on the name.
    offers: Once<IpAddr, Vec<TlsVersion>>,
    /// By the bytes as they came.
    certificates: Once<AsCame, Option<CertificateSeen>>,
}

fn cell<K: Hash + Eq, V>(of: &Once<K, V>, key: K) -> Arc<OnceCell<V>> {
    Arc::clone(of.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default())
}

impl Round {
    pub fn new(probe: EdgeProbe, at: DateTime<Utc>, until: Instant) -> Self {
        Self { probe, at, until, looks: Mutex::default(), offers: Mutex::default(), certificates: Mutex::default() }
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
        Some(EdgeSeen { name: name.to_owned(), looks, way_out: self.probe.way_out() })
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
        let waiting = async { (turns.acquire().await, self.probe.0.at_once.acquire().await) };
        let Ok((Ok(turn), Ok(permit))) = timeout_at(self.until, waiting).await else { return self.not_tried(address) };
        let started = Instant::now();
        let connected = self.probe.connect(address, self.until).await;
        let took_ms = u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX);
        let look = |reached, tls| EdgeLook { address, port: self.settings().port, reached, took_ms, tls };
        match connected {
            Err(reached) => look(reached, None),
            Ok(stream) => {
                let first = self.probe.shake(stream, name, self.until).await;
                let first = match first {
                    Some(first) if first.chain.is_empty() => self.again(name, address, first).await,
                    first => first,
                };
                drop((turn, permit));
                let Some(first) = first else { return look(Reached::Connected, None) };
                let (offers, certificate) = tokio::join!(self.offers(name, address, &first), self.certificate(&first));
                look(Reached::Connected, Some(seen(first, offers, certificate)))
            }
        }
    }

    /// rustls got no certificate: our own ClientHello has the last word, first with all that TLS 1.2 and older know, then with TLS 1.0 alone,
    /// which old servers take that choke on anything newer.
    async fn again(&self, name: &str, address: IpAddr, first: Outcome) -> Option<Outcome> {
        let mut last = first;
        for highest in [TlsVersion::Tls12, TlsVersion::Tls10] {
            if let Some(heard) = self.probe.hello(address, name, highest, self.until).await {
                match heard.speech {
                    Speech::Tls | Speech::TooLong => return Some(heard),
                    // What speaks of TLS tells more than silence.
                    Speech::Alert => last = heard,
                    _ => {}
                }
            }
        }
        Some(last)
    }

    /// The versions that the server takes, learnt once for an address: what was agreed on, and what our own ClientHello is answered to.
    async fn offers(&self, name: &str, address: IpAddr, first: &Outcome) -> Vec<TlsVersion> {
        if first.speech != Speech::Tls && first.speech != Speech::Alert {
            return Vec::new();
        }
        let learn = || async {
            let mut found: Vec<TlsVersion> = first.version.into_iter().collect();
            let turns = self.probe.turns(address);
            if !self.settings().versions && !found.is_empty() {
                return found;
            }
            for version in [TlsVersion::Tls13, TlsVersion::Tls12, TlsVersion::Tls11, TlsVersion::Tls10] {
                // rustls prefers 1.3: having agreed on 1.2, the server has no 1.3.
                let known =
                    found.contains(&version) || (version == TlsVersion::Tls13 && first.version == Some(TlsVersion::Tls12));
                let waiting = async { (turns.acquire().await, self.probe.0.at_once.acquire().await) };
                let Ok((Ok(_turn), Ok(_permit))) = timeout_at(self.until, waiting).await else { break };
                if !known
                    && let Some(heard) = self.probe.hello(address, name, version, self.until).await
                    && heard.version == Some(version)
                {
                    found.push(version);
                }
            }
            found.sort_unstable();
            found
        };
        cell(&self.offers, address).get_or_init(learn).await.clone()
    }

    /// The certificate as read, once for its bytes: at once what it says itself, then, in the time that is left, what others say of it.
    async fn certificate(&self, first: &Outcome) -> Option<CertificateSeen> {
        if first.chain.is_empty() {
            return None;
        }
        let (chain, ocsp) = (first.chain.clone(), first.ocsp.clone());
        let read = || async {
            let (at, roots, fetch) = (self.at, Arc::clone(&self.settings().roots), self.settings().fetch.clone());
            let alone = certificate::look(Chain { certificates: &first.chain, ocsp: &first.ocsp }, at, &roots, None);
            let Some(fetch) = fetch.filter(|_| alone.is_some()) else { return alone };
            let asking = Arc::clone(&self.probe.0.asking);
            let asked = async move {
                let permit = asking.acquire_owned().await.ok()?;
                let look = move || {
                    let _permit = permit;
                    certificate::look(Chain { certificates: &chain, ocsp: &ocsp }, at, &roots, Some(&*fetch()))
                };
                tokio::task::spawn_blocking(look).await.ok().flatten()
            };
            timeout_at(self.until, asked).await.ok().flatten().or(alone)
        };
        cell(&self.certificates, (first.chain.clone(), first.ocsp.clone())).get_or_init(read).await.clone()
    }
}

fn seen(first: Outcome, offers: Vec<TlsVersion>, certificate: Option<CertificateSeen>) -> TlsSeen {
    TlsSeen {
        // An alert to one ClientHello and an answer to another: it speaks TLS.
        speech: if offers.is_empty() { first.speech } else { Speech::Tls },
        version: first.version,
        cipher: first.cipher,
        offers,
        wants_client_certificate: first.wants_client_certificate,
        alert: first.alert,
        chain: first.chain.into_iter().map(Der).collect(),
        certificate: certificate.map(Box::new),
    }
}
