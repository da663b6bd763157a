//! What the check found, as the desk shows it: findings with their evidence, the gravest first.

use maud::{Markup, html};

use crate::agreement::Language;
use crate::federation::{Finding as Found, Report, Severity, SipDomain, Verdict};
use crate::i18n::{Translate, findings, format};
use crate::web::components::{Finding, Sign, evidence, finding_details, finding_sign, verdict, verdict_word};

/// The findings of all `domains`; those without a report are told as not checked yet, those without findings in one line.
pub(super) fn told(lang: Language, domains: &[SipDomain], reports: &[Report]) -> Markup {
    let mut found: Vec<(&Report, &Found)> =
        reports.iter().flat_map(|report| report.findings.iter().map(move |finding| (report, finding))).collect();
    found.sort_by_key(|(_, finding)| rank(finding));
    let good: Vec<&Report> = reports.iter().filter(|report| report.verdict == Verdict::Ok).collect();
    let unchecked: Vec<&SipDomain> =
        domains.iter().filter(|domain| !reports.iter().any(|report| report.domain == **domain)).collect();
    html! {
        @for (report, finding) in &found { (one(lang, report, finding)) }
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

fn one(lang: Language, report: &Report, finding: &Found) -> Markup {
    let (sign, word) = finding_sign(lang, finding);
    let seen = finding.evidence.get("seen").unwrap_or_default();
    let asked = finding.evidence.get("asked").unwrap_or_default();
    let checked = lang.ta(
        "desk-checked",
        &[("moment", format::moment(lang, report.checked_at).into()), ("resolver", report.resolver.as_str().into())],
    );
    let body = html! {
        (evidence(&[
            (&lang.t("desk-domain"), html! { code translate="no" { (report.domain.to_unicode()) } }),
            (&lang.t("desk-seen"), html! {
                (findings::seen(lang, finding))
                @if !seen.is_empty() {
                    br; code translate="no" { (asked) @if !asked.is_empty() { ": " } (super::frame::lines(seen)) }
                }
                br; span.soft { (checked) }
            }),
            (&lang.t("desk-why"), html! { (findings::why(lang, finding)) }),
            (&lang.t("desk-advice"), html! { (findings::advice(lang, finding)) }),
            (&lang.t("desk-code"), html! { code translate="no" { (finding.code.as_str()) } }),
        ]))
    };
    let title = [findings::title(lang, finding), report.domain.to_unicode()].join(": ");
    finding_details(&Finding { sign, word: &word, title: &title, body }, false)
}
