//! From what was seen to what is the case: the one judgement behind form, command, page and timer.

use std::collections::BTreeSet;

use super::{
    Answer, Claims, Code, Evidence, Failure, Finding, HostSeen, Observation, Report, Severity, SrvSeen, Verdict,
    address_line_start, cloud_of, federation_line, federation_name, is_public,
};
use crate::federation::Fqdn;

/// What the party said of itself, so far as the judgement depends on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    /// The Edge server's public name. Partners pin it, so that they can do without the SRV record.
    pub edge: Option<Fqdn>,
    /// A supplier runs the service, so that the target may be in the supplier's domain.
    pub supplier_runs_it: bool,
    /// The service is in Microsoft's cloud; decides only which line is proposed.
    pub cloud: bool,
    /// Documentation and loopback addresses count as public: for the demonstration and tests, never for the service.
    pub demonstration: bool,
    /// The tokens that prove whose a domain is, where they are looked for.
    pub claims: Claims,
}

/// Judges what was seen of a domain. The same observation and declaration always give the same report.
#[must_use]
pub fn judge(seen: &Observation, declared: &Declared) -> Report {
    let mut judgement = Judgement { seen, declared, findings: Vec::new(), open: Vec::new() };
    judgement.service();
    judgement.wildcard();
    judgement.ownership();
    let migration = judgement.migration();
    let (deployment, confidence) = judgement.deployment(migration);
    let verdict = judgement.close();
    judgement.findings.sort_by_key(|finding| (std::cmp::Reverse(finding.severity), finding.code));
    Report {
        domain: seen.domain.clone(),
        verdict,
        deployment,
        confidence,
        checked_at: seen.at,
        resolver: seen.resolver.clone(),
        findings: judgement.findings,
    }
}

/// A question without an answer, and the gravest finding that its answer could have brought.
struct Open {
    question: String,
    failure: Failure,
    at_stake: Severity,
}

pub(super) struct Judgement<'a> {
    pub(super) seen: &'a Observation,
    pub(super) declared: &'a Declared,
    pub(super) findings: Vec<Finding>,
    open: Vec<Open>,
}

impl<'a> Judgement<'a> {
    pub(super) fn evidence(&self, question: &str) -> Evidence {
        Evidence::default().with("domain", self.seen.domain.as_str()).with("asked", question)
    }

    pub(super) fn find(&mut self, code: Code, severity: Severity, evidence: Evidence) {
        let evidence = evidence
            .with("resolver", self.seen.resolver.clone())
            .with("at", self.seen.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
        self.findings.push(Finding { code, severity, evidence });
    }

    /// Notes a failed question; signatures that do not hold are a fault of the domain rather than of the network.
    pub(super) fn failed(&mut self, question: &str, failure: Failure, at_stake: Severity) {
        if failure == Failure::Bogus {
            if !self.findings.iter().any(|finding| finding.code == Code::DnssecBogus) {
                let evidence = self.evidence(question).with("seen", "SERVFAIL; an answer with checking disabled (CD)");
                self.find(Code::DnssecBogus, Severity::Error, evidence);
            }
        } else {
            self.open.push(Open { question: question.to_owned(), failure, at_stake });
        }
    }

    pub(super) fn question(&self) -> String {
        ["SRV ", &federation_name(&self.seen.domain), "."].concat()
    }

    /// The records that partners try first.
    pub(super) fn preferred(&self) -> Vec<&'a SrvSeen> {
        let records = self.seen.srv.found().map(Vec::as_slice).unwrap_or_default();
        let lowest = records.iter().map(|record| record.priority).min();
        records.iter().filter(|record| Some(record.priority) == lowest).collect()
    }

    fn service(&mut self) {
        let question = self.question();
        match &self.seen.srv {
            Answer::Found(records) if records.iter().all(|record| record.target == ".") && !records.is_empty() => {
                let evidence = self.evidence(&question).with("seen", all_lines(records)).with("zone_line", self.proposed_line());
                self.find(Code::SrvServiceAbsent, Severity::Error, evidence);
                self.pinned_edge();
            }
            Answer::Found(records) if !records.is_empty() => self.targets(records, &question),
            Answer::Failed(failure) => self.failed(&question, *failure, Severity::Error),
            _ => self.missing(&question),
        }
    }

    fn missing(&mut self, question: &str) {
        let apex = ["SOA ", self.seen.domain.as_str(), "."].concat();
        match &self.seen.apex {
            Answer::NoName => {
                let evidence = self.evidence(&apex).with("seen", "NXDOMAIN");
                self.find(Code::DomainNotFound, Severity::Error, evidence);
                return;
            }
            // Whether the domain is there matters for the outcome only where the missing record is not an error by itself.
            Answer::Failed(failure) => self.failed(&apex, *failure, Severity::Error),
            _ => {}
        }
        let severity = if self.declared.edge.is_some() { Severity::Warning } else { Severity::Error };
        let seen = if matches!(self.seen.srv, Answer::NoName) { "NXDOMAIN" } else { "NODATA" };
        let evidence = self
            .evidence(question)
            .with("name", federation_name(&self.seen.domain))
            .with("seen", seen)
            .with("zone_line", self.proposed_line());
        self.find(Code::SrvMissing, severity, evidence);
        self.pinned_edge();
    }

    /// Without an SRV record partners pin the Edge name, so that it has to lead somewhere.
    fn pinned_edge(&mut self) {
        if let Some((edge, host)) = &self.seen.edge
            && !edge.is_cloud()
        {
            self.addresses(edge.as_str(), host, true);
        }
    }

    fn targets(&mut self, records: &'a [SrvSeen], question: &str) {
        let preferred = self.preferred();
        let wrong: Vec<&SrvSeen> =
            preferred.iter().copied().filter(|record| record.port != 5061 && record.target != ".").collect();
        if let Some(first) = wrong.first() {
            let lines: Vec<String> = wrong
                .iter()
                .map(|record| federation_line(&self.seen.domain, record.priority, record.weight, &record.target))
                .collect();
            let evidence = self
                .evidence(question)
                .with("port", first.port.to_string())
                .with("target", first.target.clone())
                .with("seen", all_lines(records))
                .with("zone_line", lines.join("\n"));
            self.find(Code::SrvWrongPort, Severity::Error, evidence);
        }
        let names: BTreeSet<&str> = records.iter().map(|record| record.target.as_str()).collect();
        if names.len() > 1 {
            let evidence = self.evidence(question).with("count", names.len().to_string()).with("seen", all_lines(records));
            self.find(Code::SeveralTargets, Severity::Info, evidence);
        }
        self.edge_name(&names, question, records);
        let mut looked_at = BTreeSet::new();
        for record in preferred.into_iter().filter(|record| record.target != ".") {
            if !looked_at.insert(record.target.as_str()) {
                continue;
            }
            if let Some(cloud) = cloud_of(&record.target) {
                let evidence = self
                    .evidence(question)
                    .with("target", record.target.clone())
                    .with("cloud", cloud)
                    .with("seen", record.line());
                self.find(Code::CloudTarget, Severity::Info, evidence);
                continue;
            }
            if !self.seen.domain.holds(&record.target) {
                let severity = if self.declared.supplier_runs_it { Severity::Warning } else { Severity::Error };
                let proposed = self.seen.domain.customary_edge();
                let evidence = self
                    .evidence(question)
                    .with("target", record.target.clone())
                    .with("proposed", proposed.clone())
                    .with("seen", record.line())
                    .with("zone_line", federation_line(&self.seen.domain, record.priority, record.weight, &proposed));
                self.find(Code::TargetInOtherDomain, severity, evidence);
            }
            match self.seen.targets.get(&record.target) {
                Some(host) => self.addresses(&record.target, host, false),
                // More targets than are asked about: what was not looked at is not called good.
                None => self.failed(&["A, AAAA ", &record.target, "."].concat(), Failure::Timeout, Severity::Error),
            }
        }
    }

    fn edge_name(&mut self, names: &BTreeSet<&str>, question: &str, records: &[SrvSeen]) {
        let Some(edge) = &self.declared.edge else { return };
        if names.contains(edge.as_str()) || self.leads_to_the_edge(names) {
            return;
        }
        let targets: Vec<&str> = names.iter().copied().collect();
        let mut evidence = self
            .evidence(question)
            .with("edge", edge.as_str())
            .with("target", targets.join(", "))
            .with("seen", all_lines(records));
        if self.seen.domain.holds(edge.as_str()) {
            evidence = evidence.with("zone_line", federation_line(&self.seen.domain, 100, 1, edge.as_str()));
        }
        self.find(Code::EdgeNameDiffers, Severity::Warning, evidence);
    }

    /// Whether a target has an address of the Edge: each further SIP domain needs a target of its own name (rule of the same domain), and
    /// all of them lead to the one Edge that the form names.
    fn leads_to_the_edge(&self, names: &BTreeSet<&str>) -> bool {
        let Some((_, edge)) = &self.seen.edge else { return false };
        let of_edge: BTreeSet<_> = edge.addresses().collect();
        let targets = self.seen.targets.iter().filter(|(name, _)| names.contains(name.as_str()));
        targets.flat_map(|(_, host)| host.addresses()).any(|address| of_edge.contains(&address))
    }

    /// A target's addresses: there, public, and its own rather than an alias's. Of an Edge name that is pinned the evidence says so: it is
    /// no target of an SRV record.
    fn addresses(&mut self, target: &str, host: &HostSeen, pinned: bool) {
        let question = ["A, AAAA ", target, "."].concat();
        let found: Vec<_> = host.addresses().collect();
        let hidden: Vec<String> =
            found.iter().filter(|address| !is_public(**address, self.declared.demonstration)).map(ToString::to_string).collect();
        let (first, second) = (host.v4.failure(), host.v6.failure());
        for failure in [first, second.filter(|failure| first != Some(*failure))].into_iter().flatten() {
            // Either question could have brought an address that is not public, or the only one.
            self.failed(&question, failure, Severity::Error);
        }
        let of = |judgement: &Self| {
            let evidence = judgement.evidence(&question).with("target", target);
            if pinned { evidence.with("edge", target) } else { evidence }
        };
        let seen = |what: &str| of(self).with("seen", what);
        if found.is_empty() && host.failure().is_none() && host.v4.is_absent() {
            let mut evidence = seen(if matches!(host.v4, Answer::NoName) { "NXDOMAIN" } else { "NODATA" });
            if let Some(alias) = &host.alias {
                evidence = evidence.with("alias", alias.clone());
            }
            let evidence = evidence.with("zone_line_start", address_line_start(target));
            self.find(Code::TargetNoAddress, Severity::Error, evidence);
            return;
        }
        if !hidden.is_empty() {
            let evidence =
                seen(&hidden.join(", ")).with("addresses", hidden.join(", ")).with("zone_line_start", address_line_start(target));
            self.find(Code::TargetNotPublic, Severity::Error, evidence);
        }
        if let Some(alias) = &host.alias {
            let lines: Vec<String> = found
                .iter()
                .map(|address| format!("{target}. 3600 IN {} {address}", if address.is_ipv4() { "A" } else { "AAAA" }))
                .collect();
            let mut evidence = of(self).with("alias", alias.clone()).with("seen", format!("{target}. IN CNAME {alias}."));
            if hidden.is_empty() && !lines.is_empty() {
                evidence = evidence.with("zone_line", lines.join("\n"));
            }
            self.find(Code::TargetIsAlias, Severity::Warning, evidence);
        }
    }

    fn wildcard(&mut self) {
        if self.findings.iter().any(|finding| finding.code == Code::DomainNotFound) {
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

    /// Turns open questions that matter into findings, and gives the verdict.
    fn close(&mut self) -> Verdict {
        let gravest = self.findings.iter().map(|finding| finding.severity).max();
        if gravest == Some(Severity::Error) {
            self.report_open(Severity::Error);
            return Verdict::Errors;
        }
        let matters = if gravest == Some(Severity::Warning) { Severity::Error } else { Severity::Warning };
        if self.report_open(matters) {
            return Verdict::Unverified;
        }
        if gravest == Some(Severity::Warning) { Verdict::Warnings } else { Verdict::Ok }
    }

    /// One finding for the silent questions and one for the failed ones, if their answers could matter.
    fn report_open(&mut self, matters: Severity) -> bool {
        let open = std::mem::take(&mut self.open);
        let mut any = false;
        for code in [Code::DnsTimeout, Code::DnsServerFailure] {
            let of_this_kind =
                |open: &&Open| open.at_stake >= matters && (open.failure == Failure::Timeout) == matches!(code, Code::DnsTimeout);
            let mut questions = open.iter().filter(of_this_kind);
            if let Some(first) = questions.next() {
                any = true;
                let more = questions.count();
                let mut evidence = self.evidence(&first.question).with("seen", first.failure.as_str());
                if more > 0 {
                    evidence = evidence.with("more_questions", more.to_string());
                }
                self.find(code, Severity::Error, evidence);
            }
        }
        any
    }

    /// The line to publish: the cloud's target, the Edge that was named, or the customary name.
    fn proposed_line(&self) -> String {
        let domain = &self.seen.domain;
        let named = self.declared.edge.as_ref().filter(|edge| domain.holds(edge.as_str())).map(ToString::to_string);
        let target = if self.declared.cloud {
            "sipfed.online.lync.com".to_owned()
        } else {
            named.unwrap_or_else(|| domain.customary_edge())
        };
        federation_line(domain, 100, 1, &target)
    }
}

fn all_lines(records: &[SrvSeen]) -> String {
    let lines: Vec<String> = records.iter().map(SrvSeen::line).collect();
    lines.join("\n")
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
