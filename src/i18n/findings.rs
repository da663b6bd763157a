//! The check in words: each finding's title, what was seen, why it matters and what to do; and why a name was not understood.
//!
//! An error message is title, seen and advice together; why it matters stands by itself.

use std::borrow::Cow;

use serde::Serialize;

use super::{Translate, Value, format};
use crate::agreement::Language;
use crate::federation::{Code, Deployment, Dnssec, Evidence, Finding, NameError, Report, Severity};

/// What a name was asked for, which decides the words of its refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// A SIP domain.
    Domain,
    /// The name of a host, such as the Edge server's.
    Host,
}

/// The beginning of the keys of a finding's texts: its code's, but where the words differ with what it is about.
fn stem(finding: &Finding) -> Cow<'static, str> {
    // A finding about addresses may be about the Edge name, which partners pin where there is no SRV record, rather than about the
    // record's target.
    let pinned = finding.evidence.get("edge").is_some();
    Cow::Borrowed(match finding.code {
        Code::TargetNoAddress if pinned => "finding-edge-no-address",
        Code::TargetNotPublic if pinned => "finding-edge-not-public",
        Code::TargetIsAlias if pinned => "finding-edge-is-alias",
        Code::DelegationLame if finding.evidence.get("all").is_some() => "finding-delegation-lame-all",
        code => return Cow::Owned(["finding-", &code.as_str().replace('_', "-")].concat()),
    })
}

/// What is the case, without a full stop.
#[must_use]
pub fn title(language: Language, finding: &Finding) -> String {
    say(language, &[&stem(finding), "-title"].concat(), &finding.evidence)
}

/// What was seen, as a sentence.
#[must_use]
pub fn seen(language: Language, finding: &Finding) -> String {
    say(language, &[&stem(finding), "-seen"].concat(), &finding.evidence)
}

/// Why it matters.
#[must_use]
pub fn why(language: Language, finding: &Finding) -> String {
    say(language, &[&stem(finding), "-why"].concat(), &finding.evidence)
}

/// What to do, with the exact zone line where there is one.
#[must_use]
pub fn advice(language: Language, finding: &Finding) -> String {
    let has_line = finding.evidence.zone_line().is_some();
    let todo = match finding.code {
        Code::SrvMissing if finding.severity == Severity::Warning => "finding-srv-missing-pinned-todo",
        Code::TargetInOtherDomain if finding.severity == Severity::Warning => "finding-target-in-other-domain-supplier-todo",
        Code::OwnershipNotProven if finding.severity == Severity::Warning => "finding-ownership-not-proven-wanted-todo",
        Code::EdgeNameDiffers if !has_line => "finding-edge-name-differs-no-line-todo",
        Code::TargetIsAlias if !has_line => "finding-target-is-alias-no-line-todo",
        _ => return say(language, &[&stem(finding), "-todo"].concat(), &finding.evidence),
    };
    say(language, todo, &finding.evidence)
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
    let day = |name: &str| {
        let at = evidence.get(name).and_then(|at| at.parse().ok());
        Value::from(at.map_or_else(String::new, |at| format::date(language, format::day(at))))
    };
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
            ("fault", value("fault")),
            ("ttl", value("ttl")),
            ("parent", value("parent")),
            ("child", value("child")),
            ("reached", value("reached")),
            ("firewall", value("firewall")),
            ("versions", value("versions")),
            ("subject", value("subject")),
            ("issuer", value("issuer")),
            ("root", value("root")),
            ("intermediate", value("intermediate")),
            ("place", value("place")),
            ("since", day("not_before")),
            ("until", day("not_after")),
            ("revoked", day("revoked")),
            ("days", value("days")),
            ("key", value("key")),
            ("digest", value("digest")),
            ("names", value("names")),
            ("missing", value("missing")),
            ("request", value("request_names")),
            ("purposes", value("purposes")),
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
    #[serde(skip_serializing_if = "Option::is_none")]
    dnssec: Option<&'static str>,
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
    rule: &'static str,
}

/// The contract's JSON of a report, for the command, the API and the page.
#[must_use]
pub fn report_json(language: Language, report: &Report) -> ReportJson<'_> {
    ReportJson {
        domain: report.domain.as_str(),
        verdict: report.verdict.as_str(),
        deployment: report.deployment.as_str(),
        confidence: report.confidence.as_str(),
        dnssec: report.dnssec.map(Dnssec::as_str),
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
                rule: finding.code.rule(),
            })
            .collect(),
    }
}

#[cfg(test)]
#[path = "findings_tests.rs"]
mod tests;
