//! The delegation of the zone that holds a domain: its servers as the zone above and the zone itself name them, each asked by itself.
//!
//! Addresses of these servers come from strangers. Each is looked up once, refused unless it is public, and that very address gets two
//! packets: SOA and SRV. There are caps per zone and per form.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::Ordering;
use std::time::Duration;

use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::Message;
use hickory_resolver::proto::rr::{Name, RData, RecordType};

use super::asker::Asker;
use super::direct::{self, NoAnswer, Question};
use super::records::host_text;
use super::referral::{Referral, outcome_of, referral, servers_of};
use crate::federation::{Answer, DelegationSeen, HostSeen, ServerOutcome, ServerSeen, SipDomain, federation_name, is_public};

/// How long one packet's answer is waited for.
const PATIENCE: Duration = Duration::from_millis(1_000);
/// The most servers of the zone above that are tried for the referral.
const PARENTS_TRIED: usize = 2;
/// The most name servers of a zone that are looked at.
const SERVERS_ASKED: usize = 8;

impl Asker<'_> {
    /// Looks at the delegation; `None` where the zone cannot be found out in time.
    pub(super) async fn delegation(&self, domain: &SipDomain) -> Option<DelegationSeen> {
        tokio::time::timeout_at(self.until, self.delegation_of(domain)).await.ok().flatten()
    }

    async fn delegation_of(&self, domain: &SipDomain) -> Option<DelegationSeen> {
        let zone = self.zone_of(domain.as_str()).await?;
        let (child, (parent_answered, referral)) = tokio::join!(self.servers(&zone), self.referral_from_above(&zone));
        let glue = referral.as_ref().map(|referral| referral.glue.clone()).unwrap_or_default();
        let parent = referral.map(|referral| referral.names);
        let names: BTreeSet<String> = parent.iter().chain(child.iter()).flatten().cloned().collect();
        let inside = |name: &str| name == zone || name.strip_suffix(&zone).is_some_and(|rest| rest.ends_with('.'));
        let without_glue =
            parent.iter().flatten().filter(|name| inside(name) && !glue.contains_key(*name)).cloned().collect::<BTreeSet<_>>();
        let service = federation_name(domain);
        let asked = names.into_iter().enumerate().map(|(at, name)| {
            let (zone, service, glue) = (&zone, &service, &glue);
            async move {
                if at < SERVERS_ASKED {
                    self.server(name, zone, service, glue).await
                } else {
                    vec![ServerSeen { name, address: None, outcome: ServerOutcome::NotAsked }]
                }
            }
        });
        let servers = futures_util::future::join_all(asked).await.into_iter().flatten().collect();
        Some(DelegationSeen { zone, parent, child, without_glue, parent_answered, servers })
    }

    /// The zone that holds a name: whose SOA answers for it, in the answer or beside its absence.
    async fn zone_of(&self, name: &str) -> Option<String> {
        let name = Name::from_ascii([name, "."].concat()).ok()?;
        let owner = match self.look_up(&name, RecordType::SOA).await {
            Ok(lookup) => {
                lookup.answers().iter().find(|record| matches!(record.data, RData::SOA(_))).map(|record| record.name.clone())
            }
            Err(NetError::Dns(DnsError::NoRecordsFound(none))) => none.soa.map(|soa| soa.name),
            Err(_) => None,
        }?;
        // A server that names a zone which does not hold the name is not believed.
        (owner.zone_of(&name) && !owner.is_root()).then(|| host_text(&owner))
    }

    /// The name servers that a zone itself names.
    async fn servers(&self, zone: &str) -> Option<BTreeSet<String>> {
        match self.ask(zone, RecordType::NS, |records| servers_of(records, zone)).await {
            Answer::Found(names) => Some(names),
            _ => None,
        }
    }

    /// The referral of the zone above, and whether one of its servers answered at all.
    async fn referral_from_above(&self, zone: &str) -> (bool, Option<Referral>) {
        let above = match zone.split_once('.') {
            Some((_, above)) => self.zone_of(above).await,
            None => None,
        };
        let Some(above) = above else { return (false, None) };
        let names = self.servers(&above).await.unwrap_or_default();
        let mut answered = false;
        for name in names.iter().take(PARENTS_TRIED) {
            let host = self.host(name).await;
            let Some(address) = host.addresses().find(|address| self.may_be_asked(*address)) else { continue };
            if let Some(Ok(message)) = self.ask_server(address, zone, RecordType::NS).await {
                answered = true;
                if let Some(referral) = referral(&message, zone) {
                    return (true, Some(referral));
                }
            }
        }
        (answered, None)
    }

    /// One server: each family's first address.
    async fn server(&self, name: String, zone: &str, service: &str, glue: &BTreeMap<String, Vec<IpAddr>>) -> Vec<ServerSeen> {
        let host = self.host(&name).await;
        let mut addresses = first_of_each(host.addresses());
        if addresses.is_empty() {
            addresses = first_of_each(glue.get(&name).into_iter().flatten().copied());
        }
        if addresses.is_empty() {
            let outcome = if absent(&host) { ServerOutcome::NoAddress } else { ServerOutcome::NotAsked };
            return vec![ServerSeen { name, address: None, outcome }];
        }
        let asked = addresses.into_iter().map(|address| async move {
            let outcome = if self.may_be_asked(address) {
                let (soa, srv) = tokio::join!(
                    self.ask_server(address, zone, RecordType::SOA),
                    self.ask_server(address, service, RecordType::SRV)
                );
                match (soa, srv) {
                    (Some(soa), Some(srv)) => outcome_of(&soa, &srv, zone),
                    _ => ServerOutcome::NotAsked,
                }
            } else {
                ServerOutcome::NotPublic
            };
            (address, outcome)
        });
        let outcomes = futures_util::future::join_all(asked).await;
        outcomes
            .into_iter()
            .map(|(address, outcome)| ServerSeen { name: name.clone(), address: Some(address), outcome })
            .collect()
    }

    fn may_be_asked(&self, address: IpAddr) -> bool {
        is_public(address, self.probe.settings.special_addresses_count)
    }

    /// One packet; `None` where the form has had its share of them.
    async fn ask_server(&self, address: IpAddr, name: &str, kind: RecordType) -> Option<Result<Message, NoAnswer>> {
        let taken = self.direct_left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        let name = Name::from_ascii([name, "."].concat()).ok().filter(|_| taken.is_ok())?;
        // Within the form's share too: silent servers of one form must not keep the questions of others waiting.
        let _share = self.share.acquire().await.ok()?;
        let _permit = self.probe.at_once.acquire().await.ok()?;
        if let Some(pace) = &self.probe.pace {
            pace.turn().await;
        }
        let question = Question { name, kind, recursion: false, checking_disabled: false };
        Some(direct::ask(SocketAddr::new(address, self.probe.settings.authority_port), &question, PATIENCE).await)
    }
}

fn absent(host: &HostSeen) -> bool {
    host.v4.is_absent() && host.v6.is_absent()
}

/// The first address of each family.
fn first_of_each(addresses: impl Iterator<Item = IpAddr>) -> Vec<IpAddr> {
    let mut kept: Vec<IpAddr> = Vec::new();
    for address in addresses {
        if !kept.iter().any(|other| other.is_ipv4() == address.is_ipv4()) {
            kept.push(address);
        }
    }
    kept
}
