//! The question after the proof of ownership: TXT at `_federointi.` and the domain.

use chrono::{DateTime, Utc};
use hickory_resolver::proto::rr::RecordType;

use super::asker::Asker;
use super::dns::{Depth, DnsProbe};
use super::records::texts_seen;
use crate::federation::{Answer, SipDomain, ownership_name};

impl DnsProbe {
    /// The texts that stand where `domains` prove whose they are, in their order. Ends within the time set for a form.
    pub async fn ownership(&self, depth: Depth, domains: &[SipDomain], now: DateTime<Utc>) -> Vec<Answer<Vec<String>>> {
        let probe = self.dns_only();
        let asker = &Asker::new(&probe, depth, domains.len(), now);
        let asked = domains.iter().map(|domain| async move {
            let name = ownership_name(domain);
            asker.ask(&name, RecordType::TXT, |answers| texts_seen(answers, &name)).await
        });
        futures_util::future::join_all(asked).await
    }
}
