//! The question after the proof of ownership: TXT at `_federointi.` and the domain.

use hickory_resolver::proto::rr::RecordType;

use super::dns::DnsProbe;
use super::records::texts_seen;
use crate::federation::{Answer, SipDomain, ownership_name};

impl DnsProbe {
    /// The texts that stand where `domains` prove whose they are, in their order. Ends within the time set for a form.
    pub async fn ownership(&self, domains: &[SipDomain]) -> Vec<Answer<Vec<String>>> {
        let asker = &self.asker();
        let asked = domains.iter().map(|domain| async move {
            let name = ownership_name(domain);
            asker.ask(&name, RecordType::TXT, |answers| texts_seen(answers, &name)).await
        });
        futures_util::future::join_all(asked).await
    }
}
