//! What the check found, as the desk shows it: findings with their evidence, the gravest first.

use maud::{Markup, html};

use crate::agreement::Language;
use crate::federation::{Finding as Found, Report, Severity, SipDomain, Verdict};
use crate::i18n::{Translate, findings, format};
use crate::web::components::{Finding, Sign, Table, evidence, finding_details, finding_sign, table, verdict, verdict_word};

/// The findings of all `domains`, each once: what several domains share is one finding with their list. Domains without a report are told as
/// not checked yet, those without findings in one line.
pub(super) fn told(lang: Language, domains: &[SipDomain], reports: &[Report]) -> Markup {
    let mut found: Vec<Told<'_>> =
        reports.iter().flat_map(|report| report.findings.iter().map(move |finding| (report, finding))).collect();
    found.sort_by_key(|(_, finding)| rank(finding));
    let good: Vec<&Report> = reports.iter().filter(|report| report.verdict == Verdict::Ok).collect();
    let unchecked: Vec<&SipDomain> =
        domains.iter().filter(|domain| !reports.iter().any(|report| report.domain == **domain)).collect();
    html! {
        @for alike in alike(lang, &found) {
            @match alike.as_slice() {
                [(report, finding)] => { (one(lang, report, finding)) }
                several => { (folded(lang, several)) }
            }
        }
        @if !unchecked.is_empty() {
            p { (verdict(Sign::Unverified, &verdict_word(lang, None), None)) " " (lang.t("desk-unchecked")) " "
                (names(unchecked.into_iter())) }
        }
        @if !good.is_empty() {
            p { (verdict(Sign::Ok, &verdict_word(lang, Some(Verdict::Ok)), None)) " "
                (names(good.iter().map(|report| &report.domain))) }
        }
    }
}

/// A finding with the report that holds it.
type Told<'a> = (&'a Report, &'a Found);

fn names<'a>(domains: impl Iterator<Item = &'a SipDomain>) -> Markup {
    html! { @for (index, domain) in domains.enumerate() { @if index > 0 { ", " } code translate="no" { (domain.to_unicode()) } } }
}

fn rank(finding: &Found) -> u8 {
    match (finding.code.is_of_the_network(), finding.severity) {
        (false, Severity::Error) => 0,
        (true, _) => 1,
        (false, Severity::Warning) => 2,
        (false, Severity::Info) => 3,
    }
}

/// The findings in their order, those of one code, severity and title together.
fn alike<'a>(lang: Language, found: &[Told<'a>]) -> Vec<Vec<Told<'a>>> {
    let mut groups: Vec<(String, Vec<Told<'a>>)> = Vec::new();
    for told in found {
        let title = findings::title(lang, told.1);
        let same = |first: &Told<'_>| first.1.code == told.1.code && first.1.severity == told.1.severity;
        match groups.iter_mut().find(|(known, group)| *known == title && group.first().is_some_and(same)) {
            Some((_, group)) => group.push(*told),
            None => groups.push((title, vec![*told])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// What was seen: in words, as DNS gave it, and when.
fn observed(lang: Language, (report, finding): Told<'_>) -> Markup {
    let seen = finding.evidence.get("seen").unwrap_or_default();
    let asked = finding.evidence.get("asked").unwrap_or_default();
    let checked = lang.ta(
        "desk-checked",
        &[("moment", format::moment(lang, report.checked_at).into()), ("resolver", report.resolver.as_str().into())],
    );
    html! {
        (findings::seen(lang, finding))
        @if !seen.is_empty() {
            br; code translate="no" { (asked) @if !asked.is_empty() { ": " } (super::frame::lines(seen)) }
        }
        br; span.soft { (checked) }
    }
}

fn one(lang: Language, report: &Report, finding: &Found) -> Markup {
    let (sign, word) = finding_sign(lang, finding);
    let body = html! {
        (evidence(&[
            (&lang.t("desk-domain"), html! { code translate="no" { (report.domain.to_unicode()) } }),
            (&lang.t("desk-seen"), observed(lang, (report, finding))),
            (&lang.t("desk-why"), html! { (findings::why(lang, finding)) }),
            (&lang.t("desk-advice"), html! { (findings::advice(lang, finding)) }),
            (&lang.t("desk-rule"), html! { span translate="no" { (finding.code.rule()) } }),
            (&lang.t("desk-code"), html! { code translate="no" { (finding.code.as_str()) } }),
        ]))
    };
    let title = [findings::title(lang, finding), report.domain.to_unicode()].join(": ");
    finding_details(&Finding { sign, word: &word, title: &title, body }, false)
}

/// One finding of several domains: their names at once, what was seen of each on demand.
fn folded(lang: Language, alike: &[Told<'_>]) -> Markup {
    let Some((_, first)) = alike.first() else { return html! {} };
    let (sign, word) = finding_sign(lang, first);
    let mut domains: Vec<&SipDomain> = Vec::new();
    for (report, _) in alike {
        if !domains.contains(&&report.domain) {
            domains.push(&report.domain);
        }
    }
    let columns = [lang.t("desk-domain"), lang.t("desk-seen"), lang.t("desk-advice")];
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let rows = alike.iter().map(|told| {
        vec![
            html! { code translate="no" { (told.0.domain.to_unicode()) } },
            observed(lang, *told),
            html! { (findings::advice(lang, told.1)) },
        ]
    });
    let count = lang.ta("desk-findings-domains", &[("n", domains.len().into())]);
    let title = [findings::title(lang, first), count].join(": ");
    let body = html! {
        (evidence(&[
            (&lang.t("section-domains"), names(domains.iter().copied())),
            (&lang.t("desk-why"), html! { (findings::why(lang, first)) }),
            (&lang.t("desk-rule"), html! { span translate="no" { (first.code.rule()) } }),
            (&lang.t("desk-code"), html! { code translate="no" { (first.code.as_str()) } }),
        ]))
        details {
            summary { (lang.t("desk-findings-each")) }
            (table(&Table { caption: &title, hidden_caption: true, columns: &columns, rows: rows.collect(), queue: false }))
        }
    };
    finding_details(&Finding { sign, word: &word, title: &title, body }, false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::federation::{Code, Confidence, Deployment, Evidence};

    fn report(domain: &str, code: Code, severity: Severity) -> Report {
        let evidence =
            Evidence::default().with("domain", domain).with("seen", "NXDOMAIN").with("zone_line", ["LINE ", domain].concat());
        Report {
            domain: SipDomain::parse(domain).unwrap(),
            verdict: Verdict::Errors,
            deployment: Deployment::None,
            confidence: Confidence::Sure,
            dnssec: None,
            checked_at: "2026-11-21T08:02:00Z".parse().unwrap(),
            resolver: "192.0.2.53".to_owned(),
            findings: vec![Found { code, severity, evidence }],
        }
    }

    #[test]
    fn fifty_domains_with_one_fault_are_one_finding_with_their_list() {
        let names: Vec<String> = (1..=50).map(|number| format!("k{number:02}.example")).collect();
        let mut reports: Vec<Report> = names.iter().map(|name| report(name, Code::SrvMissing, Severity::Error)).collect();
        // The same code, less grave where the Edge name is pinned, and another code: each a finding of its own.
        reports.push(report("pinned.example", Code::SrvMissing, Severity::Warning));
        reports.push(report("alone.example", Code::SrvWrongPort, Severity::Error));
        let domains: Vec<SipDomain> = reports.iter().map(|report| report.domain.clone()).collect();
        let page = told(Language::Fi, &domains, &reports).into_string();
        assert_eq!(page.matches("class=\"finding").count(), 3, "{page}");
        assert!(page.contains(&[Language::Fi.t("finding-srv-missing-title").as_str(), ": 50 toimialuetta"].concat()), "{page}");
        for name in &names {
            assert_eq!(
                page.matches(&format!("<code translate=\"no\">{name}</code>")).count(),
                2,
                "in the list and in its row: {name}"
            );
            assert!(page.contains(&format!("LINE {name}")), "the line that mends {name}");
        }
        assert!(page.contains(": alone.example") && page.contains(": pinned.example"), "{page}");
        assert!(page.find(": alone.example") < page.find(": pinned.example"), "the gravest first");
    }

    #[test]
    fn two_findings_of_one_domain_are_told_as_one_domain() {
        let twice = Report {
            findings: [
                report("a.example", Code::TargetNoAddress, Severity::Error).findings,
                report("a.example", Code::TargetNoAddress, Severity::Error).findings,
            ]
            .concat(),
            ..report("a.example", Code::TargetNoAddress, Severity::Error)
        };
        let page = told(Language::En, std::slice::from_ref(&twice.domain), std::slice::from_ref(&twice)).into_string();
        assert_eq!(page.matches("class=\"finding").count(), 1, "{page}");
        assert!(page.contains(": 1 domain<"), "{page}");
    }
}
