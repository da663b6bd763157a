//! The check in words: each finding's title, what was seen, why it matters and what to do; and why a name was not understood.
//!
//! An error message is title, seen and advice together; why it matters stands by itself.

use serde::Serialize;

use super::{Translate, Value};
use crate::agreement::Language;
use crate::federation::{Code, Deployment, Evidence, Finding, NameError, Report, Severity};

/// What a name was asked for, which decides the words of its refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// A SIP domain.
    Domain,
    /// The name of a host, such as the Edge server's.
    Host,
}

/// Whether a finding about addresses is about the Edge name, which partners pin where there is no SRV record, rather than about the record's
/// target.
fn is_of_pinned_edge(finding: &Finding) -> bool {
    finding.evidence.get("edge").is_some()
}

/// What is the case, without a full stop.
#[must_use]
pub fn title(language: Language, finding: &Finding) -> String {
    let pinned = is_of_pinned_edge(finding);
    say(
        language,
        match finding.code {
            Code::DomainNotFound => "finding-domain-not-found-title",
            Code::SrvMissing => "finding-srv-missing-title",
            Code::SrvWrongPort => "finding-srv-wrong-port-title",
            Code::SrvServiceAbsent => "finding-srv-service-absent-title",
            Code::TargetNoAddress if pinned => "finding-edge-no-address-title",
            Code::TargetNoAddress => "finding-target-no-address-title",
            Code::TargetNotPublic if pinned => "finding-edge-not-public-title",
            Code::TargetNotPublic => "finding-target-not-public-title",
            Code::DnssecBogus => "finding-dnssec-bogus-title",
            Code::TargetInOtherDomain => "finding-target-in-other-domain-title",
            Code::EdgeNameDiffers => "finding-edge-name-differs-title",
            Code::TargetIsAlias if pinned => "finding-edge-is-alias-title",
            Code::TargetIsAlias => "finding-target-is-alias-title",
            Code::WildcardDns => "finding-wildcard-dns-title",
            Code::HalfMigrated => "finding-half-migrated-title",
            Code::CloudTarget => "finding-cloud-target-title",
            Code::SeveralTargets => "finding-several-targets-title",
            Code::DnsTimeout => "finding-dns-timeout-title",
            Code::DnsServerFailure => "finding-dns-server-failure-title",
        },
        &finding.evidence,
    )
}

/// What was seen, as a sentence.
#[must_use]
pub fn seen(language: Language, finding: &Finding) -> String {
    let pinned = is_of_pinned_edge(finding);
    say(
        language,
        match finding.code {
            Code::DomainNotFound => "finding-domain-not-found-seen",
            Code::SrvMissing => "finding-srv-missing-seen",
            Code::SrvWrongPort => "finding-srv-wrong-port-seen",
            Code::SrvServiceAbsent => "finding-srv-service-absent-seen",
            Code::TargetNoAddress if pinned => "finding-edge-no-address-seen",
            Code::TargetNoAddress => "finding-target-no-address-seen",
            Code::TargetNotPublic if pinned => "finding-edge-not-public-seen",
            Code::TargetNotPublic => "finding-target-not-public-seen",
            Code::DnssecBogus => "finding-dnssec-bogus-seen",
            Code::TargetInOtherDomain => "finding-target-in-other-domain-seen",
            Code::EdgeNameDiffers => "finding-edge-name-differs-seen",
            Code::TargetIsAlias if pinned => "finding-edge-is-alias-seen",
            Code::TargetIsAlias => "finding-target-is-alias-seen",
            Code::WildcardDns => "finding-wildcard-dns-seen",
            Code::HalfMigrated => "finding-half-migrated-seen",
            Code::CloudTarget => "finding-cloud-target-seen",
            Code::SeveralTargets => "finding-several-targets-seen",
            Code::DnsTimeout => "finding-dns-timeout-seen",
            Code::DnsServerFailure => "finding-dns-server-failure-seen",
        },
        &finding.evidence,
    )
}

/// Why it matters.
#[must_use]
pub fn why(language: Language, finding: &Finding) -> String {
    let pinned = is_of_pinned_edge(finding);
    say(
        language,
        match finding.code {
            Code::DomainNotFound => "finding-domain-not-found-why",
            Code::SrvMissing => "finding-srv-missing-why",
            Code::SrvWrongPort => "finding-srv-wrong-port-why",
            Code::SrvServiceAbsent => "finding-srv-service-absent-why",
            Code::TargetNoAddress => "finding-target-no-address-why",
            Code::TargetNotPublic => "finding-target-not-public-why",
            Code::DnssecBogus => "finding-dnssec-bogus-why",
            Code::TargetInOtherDomain => "finding-target-in-other-domain-why",
            Code::EdgeNameDiffers => "finding-edge-name-differs-why",
            Code::TargetIsAlias if pinned => "finding-edge-is-alias-why",
            Code::TargetIsAlias => "finding-target-is-alias-why",
            Code::WildcardDns => "finding-wildcard-dns-why",
            Code::HalfMigrated => "finding-half-migrated-why",
            Code::CloudTarget => "finding-cloud-target-why",
            Code::SeveralTargets => "finding-several-targets-why",
            Code::DnsTimeout => "finding-dns-timeout-why",
            Code::DnsServerFailure => "finding-dns-server-failure-why",
        },
        &finding.evidence,
    )
}

/// What to do, with the exact zone line where there is one.
#[must_use]
pub fn advice(language: Language, finding: &Finding) -> String {
    let has_line = finding.evidence.zone_line().is_some();
    say(
        language,
        match finding.code {
            Code::DomainNotFound => "finding-domain-not-found-todo",
            Code::SrvMissing if finding.severity == Severity::Warning => "finding-srv-missing-pinned-todo",
            Code::SrvMissing => "finding-srv-missing-todo",
            Code::SrvWrongPort => "finding-srv-wrong-port-todo",
            Code::SrvServiceAbsent => "finding-srv-service-absent-todo",
            Code::TargetNoAddress => "finding-target-no-address-todo",
            Code::TargetNotPublic => "finding-target-not-public-todo",
            Code::DnssecBogus => "finding-dnssec-bogus-todo",
            Code::TargetInOtherDomain if finding.severity == Severity::Warning => "finding-target-in-other-domain-supplier-todo",
            Code::TargetInOtherDomain => "finding-target-in-other-domain-todo",
            Code::EdgeNameDiffers if has_line => "finding-edge-name-differs-todo",
            Code::EdgeNameDiffers => "finding-edge-name-differs-no-line-todo",
            Code::TargetIsAlias if has_line => "finding-target-is-alias-todo",
            Code::TargetIsAlias => "finding-target-is-alias-no-line-todo",
            Code::WildcardDns => "finding-wildcard-dns-todo",
            Code::HalfMigrated => "finding-half-migrated-todo",
            Code::CloudTarget => "finding-cloud-target-todo",
            Code::SeveralTargets => "finding-several-targets-todo",
            Code::DnsTimeout => "finding-dns-timeout-todo",
            Code::DnsServerFailure => "finding-dns-server-failure-todo",
        },
        &finding.evidence,
    )
}

/// The whole message: what is wrong, what was seen, what to do.
#[must_use]
pub fn message(language: Language, finding: &Finding) -> String {
    [title(language, finding), ". ".to_owned(), seen(language, finding), " ".to_owned(), advice(language, finding)].concat()
}

/// How the service runs, as far as DNS shows it.
#[must_use]
pub fn deployment(language: Language, deployment: Deployment) -> String {
    language.t(match deployment {
        Deployment::OwnEdge => "check-deployment-own-edge",
        Deployment::Hosted => "check-deployment-hosted",
        Deployment::Cloud => "check-deployment-cloud",
        Deployment::HalfMigrated => "check-deployment-half-migrated",
        Deployment::None => "check-deployment-none",
        Deployment::Unknown => "check-deployment-unknown",
    })
}

/// Why a name was not understood. What was given is shown without the characters that nobody sees, and shortened.
#[must_use]
pub fn name_error(language: Language, kind: NameKind, error: &NameError, given: &str) -> String {
    let (a, the, usual) = match kind {
        NameKind::Domain => ("name-a-domain", "name-the-domain", "kunta.example"),
        NameKind::Host => ("name-a-host", "name-the-host", "sip.kunta.example"),
    };
    let usual = if language == Language::Sv { usual.replace("kunta", "kommun") } else { usual.to_owned() };
    let example = error.suggestion().map_or(usual, ToOwned::to_owned);
    let character = match error {
        NameError::BadCharacter { character } => character.to_string(),
        _ => String::new(),
    };
    let limit = match error {
        NameError::TooLong { limit } => *limit,
        _ => 0,
    };
    language.ta(
        error.key(),
        &[
            ("given", shown(given).into()),
            ("a", language.t(a).into()),
            ("the", language.t(the).into()),
            ("example", example.into()),
            ("character", character.into()),
            ("limit", Value::from(limit)),
        ],
    )
}

fn shown(given: &str) -> String {
    const MOST: usize = 80;
    let visible = |c: &char| {
        !c.is_control()
            && !matches!(*c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
    };
    let given = given.trim();
    let mut text: String = given.chars().filter(visible).take(MOST).collect();
    if given.chars().count() > MOST {
        text.push('…');
    }
    text
}

fn say(language: Language, key: &str, evidence: &Evidence) -> String {
    let value = |name: &str| Value::from(evidence.get(name).unwrap_or_default().to_owned());
    language.ta(
        key,
        &[
            ("domain", value("domain")),
            ("name", value("name")),
            ("line", value("zone_line")),
            ("start", value("zone_line_start")),
            ("port", value("port")),
            ("target", value("target")),
            ("proposed", value("proposed")),
            ("edge", value("edge")),
            ("alias", value("alias")),
            ("addresses", value("addresses")),
            ("count", value("count")),
            ("seen", value("seen")),
        ],
    )
}

/// A report as the contract has it: the judged report with the advice in words.
#[derive(Debug, Serialize)]
pub struct ReportJson<'a> {
    domain: &'a str,
    verdict: &'static str,
    deployment: &'static str,
    confidence: &'static str,
    checked_at: String,
    resolver: &'a str,
    findings: Vec<FindingJson<'a>>,
}

#[derive(Debug, Serialize)]
struct FindingJson<'a> {
    code: &'static str,
    severity: &'static str,
    evidence: &'a Evidence,
    advice: String,
}

/// The contract's JSON of a report, for the command, the API and the page.
#[must_use]
pub fn report_json(language: Language, report: &Report) -> ReportJson<'_> {
    ReportJson {
        domain: report.domain.as_str(),
        verdict: report.verdict.as_str(),
        deployment: report.deployment.as_str(),
        confidence: report.confidence.as_str(),
        checked_at: report.checked_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        resolver: &report.resolver,
        findings: report
            .findings
            .iter()
            .map(|finding| FindingJson {
                code: finding.code.as_str(),
                severity: finding.severity.as_str(),
                evidence: &finding.evidence,
                advice: advice(language, finding),
            })
            .collect(),
    }
}

#[cfg(test)]
#[path = "findings_tests.rs"]
mod tests;
