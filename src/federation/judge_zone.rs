//! What the zone around the records comes to: wildcards, signatures, name servers, times to live, records for others.

use std::collections::BTreeSet;

use super::judge::Judgement;
use super::{
    Answer, Code, DelegationSeen, Dnssec, DnssecSeen, HostSeen, ServerOutcome, ServerSeen, Severity, SrvSeen, federation_line,
};

/// Shorter, and partners ask for the record all the time (seconds).
const SHORTEST_TTL: u32 = 60;
/// Longer, and a move of the Edge server is seen the day after at the earliest (seconds).
const LONGEST_TTL: u32 = 86_400;

impl Judgement<'_> {
    pub(super) fn wildcard(&mut self) {
        if self.has(Code::DomainNotFound) {
            return;
        }
        let wildcard = &self.seen.wildcard;
        let question = ["A, AAAA, SRV ", &wildcard.name, "."].concat();
        let mut answers: Vec<String> = wildcard.host.alias.iter().cloned().collect();
        answers.extend(wildcard.host.addresses().map(|address| address.to_string()));
        if let Answer::Found(records) = &wildcard.srv {
            answers.extend(records.iter().map(SrvSeen::line));
        }
        if !answers.is_empty() {
            let evidence = self.evidence(&question).with("name", wildcard.name.clone()).with("seen", answers.join(", "));
            self.find(Code::WildcardDns, Severity::Warning, evidence);
        } else if let Some(failure) = wildcard.host.failure().or_else(|| wildcard.srv.failure()) {
            self.failed(&question, failure, Severity::Warning);
        }
    }

    /// Signatures that do not hold by our own validation. Told before everything else: it explains what else is missing.
    pub(super) fn signatures(&mut self) {
        if let DnssecSeen::Bogus { asked, seen } = &self.seen.dnssec {
            let evidence = self.evidence(asked).with("seen", seen.clone());
            self.find(Code::DnssecBogus, Severity::Error, evidence);
        }
    }

    /// How the signatures stand, for the report.
    pub(super) fn dnssec(&self) -> Option<Dnssec> {
        match &self.seen.dnssec {
            DnssecSeen::Bogus { .. } => Some(Dnssec::Bogus),
            _ if self.has(Code::DnssecBogus) => Some(Dnssec::Bogus),
            DnssecSeen::NotAsked => None,
            DnssecSeen::Secure => Some(Dnssec::Secure),
            DnssecSeen::Insecure => Some(Dnssec::Insecure),
            DnssecSeen::Unknown { .. } => Some(Dnssec::Unknown),
        }
    }

    /// A time to live that is unusual. A resolver gives what is left of it, so that a short one counts from an authoritative server only.
    pub(super) fn times_to_live(&mut self, preferred: &[&SrvSeen], question: &str) {
        let servers = self.seen.delegation.iter().flat_map(|delegation| &delegation.servers);
        let own = servers.filter_map(|server| match &server.outcome {
            ServerOutcome::Answers { srv: Answer::Found(records), .. } => records.iter().map(|record| record.ttl).min(),
            _ => None,
        });
        let shortest = own.min().filter(|ttl| *ttl < SHORTEST_TTL);
        let longest = preferred.iter().map(|record| record.ttl).max().filter(|ttl| *ttl > LONGEST_TTL);
        if let (Some(ttl), Some(first)) = (shortest.or(longest), preferred.first()) {
            let evidence = self
                .evidence(question)
                .with("ttl", ttl.to_string())
                .with("seen", first.line())
                .with("zone_line", federation_line(&self.seen.domain, first.priority, first.weight, &first.target));
            self.find(Code::TtlExtreme, Severity::Info, evidence);
        }
    }

    /// Records that lead the organisation's own clients. Federation does not use them: told, never judged.
    pub(super) fn clients_records(&mut self, half_migrated: bool) {
        if half_migrated {
            return;
        }
        let seen = self.seen;
        let domain = seen.domain.as_str();
        let traces = &seen.traces;
        let by_wildcard = |host: &HostSeen| seen.wildcard.host.exists() && seen.wildcard.host.addresses().eq(host.addresses());
        let mut found = Vec::new();
        // The customary Edge name is a target more often than a client's record of its own.
        let targets = seen.srv.found().map(Vec::as_slice).unwrap_or_default();
        for (label, host) in [("lyncdiscover", &traces.lyncdiscover), ("sip", &traces.sip)] {
            let name = [label, ".", domain].concat();
            if host.exists() && !by_wildcard(host) && !targets.iter().any(|record| record.target == name) {
                found.push(host.lines(&name));
            }
        }
        if let Answer::Found(records) = &traces.sip_tls {
            found.extend(records.iter().map(|record| ["_sip._tls.", domain, ". ", &record.line()].concat()));
        }
        if !found.is_empty() {
            let evidence = self.evidence(&["A, AAAA, SRV ", domain, "."].concat()).with("seen", found.join("\n"));
            self.find(Code::ClientRecords, Severity::Info, evidence);
        }
    }

    /// Faults of the delegation, as each authoritative server and the zone above told them.
    pub(super) fn name_servers(&mut self) {
        let seen = self.seen;
        let Some(delegation) = &seen.delegation else { return };
        if self.has(Code::DomainNotFound) {
            return;
        }
        self.lame(delegation);
        self.differing(delegation);
        let question = ["NS ", &delegation.zone, "."].concat();
        let without: BTreeSet<&str> = delegation
            .servers
            .iter()
            .filter(|server| server.outcome == ServerOutcome::NoAddress)
            .map(|server| server.name.as_str())
            .chain(delegation.without_glue.iter().map(String::as_str))
            .collect();
        if !without.is_empty() {
            let names: Vec<&str> = without.into_iter().collect();
            let evidence = self.of_zone(delegation, &question).with("name", names.join(", ")).with("seen", "no address");
            self.find(Code::NameserverNoAddress, Severity::Warning, evidence);
        }
        if let (Some(parent), Some(child)) = (&delegation.parent, &delegation.child)
            && parent != child
        {
            let list = |names: &BTreeSet<String>| names.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            let severity = if parent.is_disjoint(child) { Severity::Warning } else { Severity::Info };
            let evidence = self.of_zone(delegation, &question).with("parent", list(parent)).with("child", list(child));
            self.find(Code::DelegationDiffers, severity, evidence);
        }
    }

    fn of_zone(&self, delegation: &DelegationSeen, question: &str) -> super::Evidence {
        self.evidence(question).with("zone", delegation.zone.clone())
    }

    fn lame(&mut self, delegation: &DelegationSeen) {
        let answers = |server: &ServerSeen| matches!(server.outcome, ServerOutcome::Answers { .. });
        let family = |server: &ServerSeen| server.address.map(|address| address.is_ipv4());
        // Silence says something of a server only where another one of its family did answer us: many networks let no questions out but
        // through their resolver, and many have no IPv6. Servers of the zone above are asked over IPv4 where they have it.
        let audible = |server: &ServerSeen| {
            (family(server) == Some(true) && delegation.parent_answered)
                || delegation.servers.iter().any(|other| answers(other) && family(other) == family(server))
        };
        let silent = |server: &ServerSeen| matches!(server.outcome, ServerOutcome::Silent | ServerOutcome::Closed);
        let counts = |server: &ServerSeen| server.outcome.fault().is_some() && (!silent(server) || audible(server));
        let lame: Vec<&ServerSeen> = delegation.servers.iter().filter(|server| counts(server)).collect();
        if lame.is_empty() {
            return;
        }
        let all = delegation.servers.len() == lame.len();
        // Where a resolver got its answer, some server does answer: if none answers us, something between us and them may be the cause, such
        // as a network that leads all questions to a resolver of its own.
        let resolved = self.seen.srv.failure().is_none();
        let severity = if all && !resolved { Severity::Error } else { Severity::Warning };
        let list: Vec<String> =
            lame.iter().map(|server| [&server.label(), ": ", server.outcome.fault().unwrap_or_default()].concat()).collect();
        let evidence = self.of_zone(delegation, &["SOA ", &delegation.zone, "."].concat()).with("seen", list.join("\n"));
        let evidence = if all { evidence.with("all", "yes") } else { evidence };
        self.find(Code::DelegationLame, severity, evidence);
    }

    fn differing(&mut self, delegation: &DelegationSeen) {
        let mut versions: BTreeSet<Vec<String>> = BTreeSet::new();
        let mut serials: BTreeSet<u32> = BTreeSet::new();
        let mut records_seen = Vec::new();
        let mut serials_seen = Vec::new();
        for server in &delegation.servers {
            let ServerOutcome::Answers { serial, srv } = &server.outcome else { continue };
            if let Some(serial) = serial {
                serials.insert(*serial);
                serials_seen.push(format!("{}: {serial}", server.label()));
            }
            let version: Vec<String> = match srv {
                Answer::Found(records) => records
                    .iter()
                    .map(|record| format!("{} {} {} {}", record.priority, record.weight, record.port, record.target))
                    .collect(),
                Answer::NoData | Answer::NoName => Vec::new(),
                Answer::Failed(_) | Answer::NotAsked => continue,
            };
            let told = if version.is_empty() { "no SRV".to_owned() } else { version.join("; ") };
            records_seen.push(format!("{}: {told}", server.label()));
            versions.insert(version);
        }
        if versions.len() > 1 {
            let evidence = self.of_zone(delegation, &self.question()).with("seen", records_seen.join("\n"));
            self.find(Code::ServersDiffer, Severity::Warning, evidence);
        } else if serials.len() > 1 {
            let question = ["SOA ", &delegation.zone, "."].concat();
            let evidence = self.of_zone(delegation, &question).with("seen", serials_seen.join("\n"));
            self.find(Code::SerialsDiffer, Severity::Info, evidence);
        }
    }
}
