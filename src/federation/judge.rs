//! From what was seen to what is the case: the one judgement behind form, command, page and timer.

use super::{
    Claims, Code, DnssecSeen, Evidence, Failure, Finding, Observation, Report, Severity, SrvSeen, Verdict, federation_name,
};
use crate::federation::{Fqdn, SipDomain};

/// What the party said of itself, so far as the judgement depends on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    /// The Edge server's public name. Partners pin it, so that they can do without the SRV record.
    pub edge: Option<Fqdn>,
    /// A supplier runs the service, so that the target may be in the supplier's domain.
    pub supplier_runs_it: bool,
    /// The service is in Microsoft's cloud; decides only which line is proposed.
    pub cloud: bool,
    /// All SIP domains of the party, so that one certificate request can name them all.
    pub domains: Vec<SipDomain>,
    /// Documentation and loopback addresses count as public: for the demonstration and tests, never for the service.
    pub demonstration: bool,
    /// The tokens that prove whose a domain is, where they are looked for.
    pub claims: Claims,
}

/// Judges what was seen of a domain. The same observation and declaration always give the same report.
#[must_use]
pub fn judge(seen: &Observation, declared: &Declared) -> Report {
    let mut judgement = Judgement { seen, declared, findings: Vec::new(), open: Vec::new() };
    judgement.signatures();
    judgement.service();
    judgement.wildcard();
    judgement.ownership();
    let migration = judgement.migration();
    judgement.clients_records(migration);
    judgement.name_servers();
    let (deployment, confidence) = judgement.deployment(migration);
    judgement.edges();
    let verdict = judgement.close();
    let verdict = judgement.edges_not_checked(verdict);
    judgement.findings.sort_by_key(|finding| (std::cmp::Reverse(finding.severity), finding.code));
    Report {
        domain: seen.domain.clone(),
        verdict,
        deployment,
        confidence,
        dnssec: judgement.dnssec(),
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
        // Our own proof stands above a resolver's word: its clock or its keys may be wrong.
        let is_proven = matches!(self.seen.dnssec, DnssecSeen::Secure | DnssecSeen::Insecure);
        if failure == Failure::Bogus && is_proven {
            self.open.push(Open { question: question.to_owned(), failure: Failure::ServerFailure, at_stake });
        } else if failure == Failure::Bogus {
            if !self.has(Code::DnssecBogus) {
                let evidence = self.evidence(question).with("seen", "SERVFAIL; an answer with checking disabled (CD)");
                self.find(Code::DnssecBogus, Severity::Error, evidence);
            }
        } else {
            self.open.push(Open { question: question.to_owned(), failure, at_stake });
        }
    }

    /// Whether something of this kind was found already.
    pub(super) fn has(&self, code: Code) -> bool {
        self.findings.iter().any(|finding| finding.code == code)
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
}

pub(super) fn all_lines(records: &[SrvSeen]) -> String {
    let lines: Vec<String> = records.iter().map(SrvSeen::line).collect();
    lines.join("\n")
}

#[cfg(test)]
#[path = "judge_tests.rs"]
pub(super) mod tests;
