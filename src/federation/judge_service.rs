//! What the SRV records and the hosts they name come to: there, right, within the domain, and leading somewhere.

use std::collections::BTreeSet;

use super::judge::{Judgement, all_lines};
use super::{
    Answer, Code, Failure, HostSeen, Mistake, Severity, SrvSeen, address_line_start, cloud_of, federation_line, federation_name,
    is_public,
};

impl<'a> Judgement<'a> {
    pub(super) fn service(&mut self) {
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
        self.misplaced();
        self.pinned_edge();
    }

    /// A record that was meant for federation and stands under another name.
    fn misplaced(&mut self) {
        let seen = self.seen;
        let by_wildcard = |record: &SrvSeen| {
            let wild = seen.wildcard.srv.found().map(Vec::as_slice).unwrap_or_default();
            wild.iter().any(|other| (&other.target, other.port) == (&record.target, record.port))
        };
        for misplaced in &seen.misplaced {
            let records: Vec<&SrvSeen> = misplaced.records_of_federation().filter(|record| !by_wildcard(record)).collect();
            let Some(first) = records.first() else { continue };
            let question = ["SRV ", &misplaced.name, "."].concat();
            let lines: Vec<String> = records.iter().map(|record| record.line()).collect();
            let evidence = self
                .evidence(&question)
                .with("name", misplaced.name.clone())
                .with("target", first.target.clone())
                .with("seen", lines.join("\n"));
            if misplaced.mistake == Mistake::OtherSpelling {
                let other = misplaced.name.strip_prefix("_sipfederationtls._tcp.").unwrap_or(&misplaced.name);
                self.find(Code::OtherSpelling, Severity::Info, evidence.with("proposed", other));
            } else {
                let line = |record: &&SrvSeen| federation_line(&seen.domain, record.priority, record.weight, &record.target);
                let lines: Vec<String> = records.iter().map(line).collect();
                self.find(Code::SrvWrongName, Severity::Warning, evidence.with("zone_line", lines.join("\n")));
            }
        }
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
        self.times_to_live(&preferred, question);
        self.spares(records, &preferred);
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

    /// The targets that partners try after the preferred ones: what is wrong with one is a warning, since the others are tried first.
    fn spares(&mut self, records: &'a [SrvSeen], preferred: &[&SrvSeen]) {
        let lowest = preferred.first().map(|record| record.priority);
        let mut looked_at: BTreeSet<(&str, u16)> = preferred.iter().map(|record| (record.target.as_str(), record.port)).collect();
        for record in records.iter().filter(|record| Some(record.priority) != lowest && record.target != ".") {
            if !looked_at.insert((&record.target, record.port)) {
                continue;
            }
            let question = ["A, AAAA ", &record.target, "."].concat();
            let mut faults = Vec::new();
            if record.port != 5061 {
                faults.push(format!("port {}", record.port));
            }
            let cloud = cloud_of(&record.target).is_some();
            if !cloud && !self.declared.supplier_runs_it && !self.seen.domain.holds(&record.target) {
                faults.push(format!("{} is not in {}", record.target, self.seen.domain));
            }
            match self.seen.targets.get(&record.target) {
                Some(host) => {
                    let hidden = host.addresses().filter(|address| !is_public(*address, self.declared.demonstration));
                    faults.extend(hidden.map(|address| address.to_string()));
                    if host.addresses().next().is_none() && host.failure().is_none() {
                        faults.push(if matches!(host.v4, Answer::NoName) { "NXDOMAIN" } else { "NODATA" }.to_owned());
                    }
                    if let (true, Some(failure)) = (faults.is_empty(), host.failure()) {
                        self.failed(&question, failure, Severity::Warning);
                    }
                }
                None if !cloud => self.failed(&question, Failure::Timeout, Severity::Warning),
                None => {}
            }
            if !faults.is_empty() {
                let evidence = self
                    .evidence(&question)
                    .with("target", record.target.clone())
                    .with("fault", faults.join(", "))
                    .with("seen", record.line());
                self.find(Code::SpareFaulty, Severity::Warning, evidence);
            }
        }
    }

    /// The cause of a target without an address that is met most often: a zone file adds its own name to one without a final dot.
    fn doubled(&mut self, target: &str) {
        let domain = &self.seen.domain;
        let end = [".", domain.as_str()].concat();
        let Some(meant) = target.strip_suffix(&end).filter(|rest| domain.holds(rest)) else { return };
        let records = self.seen.srv.found().map(Vec::as_slice).unwrap_or_default();
        let Some(record) = records.iter().find(|record| record.target == target) else { return };
        let evidence = self
            .evidence(&self.question())
            .with("target", target)
            .with("proposed", meant)
            .with("seen", record.line())
            .with("zone_line", federation_line(domain, record.priority, record.weight, meant));
        self.find(Code::TargetDoubled, Severity::Error, evidence);
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
        let mut about = self.evidence(&question).with("target", target);
        if pinned {
            about = about.with("edge", target);
        }
        let seen = |what: &str| about.clone().with("seen", what);
        if found.is_empty() && host.failure().is_none() && host.v4.is_absent() {
            let mut evidence = seen(if matches!(host.v4, Answer::NoName) { "NXDOMAIN" } else { "NODATA" });
            if let Some(alias) = &host.alias {
                evidence = evidence.with("alias", alias.clone());
            }
            let evidence = evidence.with("zone_line_start", address_line_start(target));
            self.find(Code::TargetNoAddress, Severity::Error, evidence);
            self.doubled(target);
            return;
        }
        if !found.is_empty() && host.v4.is_absent() {
            let evidence = seen(&host.lines(target)).with("zone_line_start", address_line_start(target));
            self.find(Code::TargetIpv6Only, Severity::Warning, evidence);
        }
        if !hidden.is_empty() {
            let evidence = seen(&host.lines(target))
                .with("addresses", hidden.join(", "))
                .with("zone_line_start", address_line_start(target));
            self.find(Code::TargetNotPublic, Severity::Error, evidence);
        }
        if let Some(alias) = &host.alias {
            let lines: Vec<String> = found
                .iter()
                .map(|address| format!("{target}. 3600 IN {} {address}", if address.is_ipv4() { "A" } else { "AAAA" }))
                .collect();
            let mut evidence = about.clone().with("alias", alias.clone()).with("seen", host.lines(target));
            if hidden.is_empty() && !lines.is_empty() {
                evidence = evidence.with("zone_line", lines.join("\n"));
            }
            self.find(Code::TargetIsAlias, Severity::Warning, evidence);
        }
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
