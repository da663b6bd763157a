//! How a party's service runs, as far as DNS shows it: on its own Edge, at a supplier, in the cloud, or half way to it.

use super::judge::Judgement;
use super::{Answer, Code, Confidence, Deployment, HostSeen, Severity, SrvSeen, cloud_of};

impl Judgement<'_> {
    /// Whether federation leads to the cloud while something else still leads home.
    pub(super) fn migration(&mut self) -> bool {
        let preferred = self.preferred();
        if !preferred.iter().any(|record| cloud_of(&record.target).is_some()) {
            return false;
        }
        let question = self.question();
        let domain = self.seen.domain.as_str();
        let records = self.seen.srv.found().map(Vec::as_slice).unwrap_or_default();
        let mut at_home: Vec<String> =
            records.iter().filter(|r| cloud_of(&r.target).is_none() && r.target != ".").map(SrvSeen::line).collect();
        for (label, host) in [("lyncdiscover", &self.seen.traces.lyncdiscover), ("sip", &self.seen.traces.sip)] {
            let name = [label, ".", domain].concat();
            if self.leads_home(host) {
                let to = host.alias.clone().or_else(|| host.addresses().next().map(|address| address.to_string()));
                at_home.push([&name, " -> ", to.as_deref().unwrap_or_default()].concat());
            } else if let Some(failure) = host.failure() {
                self.failed(&["A, AAAA ", &name, "."].concat(), failure, Severity::Warning);
            }
        }
        match &self.seen.traces.sip_tls {
            Answer::Found(records) => {
                let home = records.iter().filter(|record| !is_microsofts(&record.target) && record.target != ".");
                at_home.extend(home.map(|record| ["_sip._tls.", domain, " -> ", &record.target].concat()));
            }
            Answer::Failed(failure) => self.failed(&["SRV _sip._tls.", domain, "."].concat(), *failure, Severity::Warning),
            _ => {}
        }
        if at_home.is_empty() {
            return false;
        }
        let targets: Vec<&str> = preferred.iter().map(|record| record.target.as_str()).collect();
        let evidence = self.evidence(&question).with("target", targets.join(", ")).with("seen", at_home.join(", "));
        self.find(Code::HalfMigrated, Severity::Warning, evidence);
        true
    }

    /// Whether a client's name is led to the organisation's own servers: not to Microsoft's, and not by a wildcard.
    fn leads_home(&self, host: &HostSeen) -> bool {
        let wildcard = &self.seen.wildcard.host;
        let by_wildcard = wildcard.exists() && wildcard.alias == host.alias && wildcard.addresses().eq(host.addresses());
        host.exists() && !by_wildcard && !host.alias.as_deref().is_some_and(is_microsofts)
    }

    pub(super) fn deployment(&self, half_migrated: bool) -> (Deployment, Confidence) {
        if half_migrated {
            return (Deployment::HalfMigrated, Confidence::Likely);
        }
        let preferred = self.preferred();
        if let Some(first) = preferred.iter().find(|record| record.target != ".") {
            return if cloud_of(&first.target).is_some() {
                (Deployment::Cloud, Confidence::Sure)
            } else if self.seen.domain.holds(&first.target) {
                (Deployment::OwnEdge, Confidence::Likely)
            } else {
                (Deployment::Hosted, Confidence::Likely)
            };
        }
        let traces = &self.seen.traces;
        let open = [traces.lyncdiscover.failure(), traces.sip.failure(), traces.sip_tls.failure(), self.seen.srv.failure()];
        let leads = self.leads_home(&traces.lyncdiscover) || traces.sip_tls.found().is_some_and(|records| !records.is_empty());
        if self.seen.srv.found().is_some() {
            (Deployment::None, Confidence::Sure)
        } else if leads || open.iter().any(Option::is_some) || self.seen.edge.is_some() {
            // The service is there but not published, or it cannot be seen.
            (Deployment::Unknown, Confidence::Likely)
        } else {
            (Deployment::None, Confidence::Sure)
        }
    }
}

/// Microsoft's names that clients are led to: `webdir`, `sipdir` and their kin of all clouds.
fn is_microsofts(host: &str) -> bool {
    [".online.lync.com", ".online.gov.skypeforbusiness.us", ".online.dod.skypeforbusiness.us", ".online.partner.lync.cn"]
        .iter()
        .any(|suffix| host.ends_with(suffix))
}
