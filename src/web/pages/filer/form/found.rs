//! What the check found, for the filer: a tag, a sentence, and a card for each finding with the line that mends it.

use maud::{Markup, html};

use crate::agreement::Language;
use crate::federation::{Finding as Found, Report, Severity, Verdict};
use crate::i18n::{Translate, findings, format};
use crate::web::components::{
    Finding, evidence, finding_card, finding_details, finding_sign, verdict, verdict_sign, verdict_word, zone_fields, zone_line,
};

/// The tag of a report.
pub(in crate::web::pages::filer) fn tag(lang: Language, report: &Report) -> Markup {
    let of = Some(report.verdict);
    verdict(verdict_sign(of), &verdict_word(lang, of), None)
}

/// What was found of one domain. `row` makes the ids of the page's zone lines differ.
pub(in crate::web::pages) fn findings_of(lang: Language, row: usize, report: &Report) -> Markup {
    html! {
        @if report.verdict == Verdict::Ok {
            p.small.soft {
                (lang.t("check-good")) " "
                (lang.ta("filer-domains-checked-at", &[("moment", format::moment(lang, report.checked_at).into())]))
            }
        }
        @for (index, found) in report.findings.iter().enumerate() {
            @let id = ["zone-", &row.to_string(), "-", &index.to_string()].concat();
            @let (sign, word) = finding_sign(lang, found);
            @let place = if found.severity == Severity::Info { Place::Folded } else { Place::Card };
            @let (title, body) = (findings::title(lang, found), body(lang, &id, report, found, place));
            @let card = Finding { sign, word: &word, title: &title, body };
            @if found.severity == Severity::Info { (finding_details(&card, false)) } @else { (finding_card(&card)) }
        }
    }
}

/// What was found of a domain that somebody looks at without filing anything: folded, but for errors.
pub(in crate::web::pages) fn findings_for_anybody(lang: Language, report: &Report) -> Markup {
    html! {
        @for (index, found) in report.findings.iter().enumerate() {
            @let id = ["zone-", &index.to_string()].concat();
            @let (sign, word) = finding_sign(lang, found);
            @let (title, body) = (findings::title(lang, found), body(lang, &id, report, found, Place::ForAnybody));
            (finding_details(&Finding { sign, word: &word, title: &title, body }, false))
        }
    }
}

/// Where the words on a finding stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// On the form, in a card whose title is a heading.
    Card,
    /// On the form, folded: its title is no heading, so that none may stand below it.
    Folded,
    /// On the page for everybody, below its heading; nothing is filed there, and nothing checked again by itself.
    ForAnybody,
}

/// The words on a finding.
fn body(lang: Language, id: &str, report: &Report, found: &Found, place: Place) -> Markup {
    let filing = place != Place::ForAnybody;
    let names =
        [(lang.t("filer-found-asked"), found.evidence.get("asked")), (lang.t("filer-found-seen"), found.evidence.get("seen"))];
    let mut rows: Vec<(&str, Markup)> = names
        .iter()
        .filter_map(|(label, seen)| {
            seen.map(|seen| (label.as_str(), html! { @for line in seen.lines() { code translate="no" { (line) } br; } }))
        })
        .collect();
    let (checked, rule, code) = (lang.t("filer-found-checked"), lang.t("filer-found-rule"), lang.t("filer-found-code"));
    rows.push((&checked, html! { (format::moment(lang, report.checked_at)) }));
    rows.push((&rule, html! { span translate="no" { (found.code.rule()) } }));
    rows.push((&code, html! { code translate="no" { (found.code.as_str()) } }));
    // The words give the line too, for readers of mail and JSON; here it stands alone, to be copied. Words without it say that nothing
    // needs to be changed.
    let by_hand = found.code.is_of_the_network() && !filing;
    let advice = if by_hand { lang.t("public-check-later") } else { findings::advice(lang, found) };
    let line = ["zone_line", "zone_line_start", "firewall", "request_names"]
        .into_iter()
        .find_map(|name| found.evidence.get(name).filter(|line| advice.ends_with(line)));
    let advice = line.map_or(advice.as_str(), |line| advice.trim_end_matches(line)).trim_end();
    html! {
        p { (findings::why(lang, found)) }
        (evidence(&rows))
        @if place == Place::Folded { p { b { (lang.t("filer-found-mend")) } } } @else { h3 { (lang.t("filer-found-mend")) } }
        p { (advice) }
        @for (index, line) in line.into_iter().flat_map(str::lines).enumerate() {
            (zone_line(lang, &[id, "-", &index.to_string()].concat(), line))
            (fields_apart(lang, line))
        }
        @if filing && found.severity == Severity::Error && !found.code.is_of_the_network() {
            p.small.soft { (lang.t("filer-found-later")) }
        }
    }
}

/// The fields of an SRV or a TXT line, for panels that ask for them one by one.
fn fields_apart(lang: Language, line: &str) -> Markup {
    let words: Vec<&str> = line.split_whitespace().collect();
    if let [owner, ttl, "IN", kind @ "TXT", text] = words.as_slice() {
        let labels = ["filer-zone-name", "filer-zone-ttl", "filer-zone-type", "filer-zone-text"].map(|key| lang.t(key));
        let values = [owner.trim_end_matches('.'), *ttl, *kind, text.trim_matches('"')];
        let rows: Vec<(&str, &str)> = labels.iter().map(String::as_str).zip(values).collect();
        return zone_fields(&lang.t("filer-zone-fields"), &rows);
    }
    let [owner, ttl, "IN", "SRV", priority, weight, port, target] = words.as_slice() else { return html! {} };
    let Some((service, rest)) = owner.split_once('.') else { return html! {} };
    let Some((protocol, name)) = rest.split_once('.') else { return html! {} };
    let labels = [
        "filer-zone-service",
        "filer-zone-protocol",
        "filer-zone-name",
        "filer-zone-ttl",
        "filer-zone-priority",
        "filer-zone-weight",
        "filer-zone-port",
        "filer-zone-target",
    ]
    .map(|key| lang.t(key));
    let values = [service, protocol, name.trim_end_matches('.'), *ttl, *priority, *weight, *port, target.trim_end_matches('.')];
    let rows: Vec<(&str, &str)> = labels.iter().map(String::as_str).zip(values).collect();
    zone_fields(&lang.t("filer-zone-fields"), &rows)
}

/// What the check of several domains came to, in a sentence. Empty where nothing was checked.
pub(super) fn status(lang: Language, reports: &[&Report]) -> String {
    let count = |verdict| reports.iter().filter(|report| report.verdict == verdict).count();
    if reports.is_empty() {
        return String::new();
    }
    let parts: Vec<String> = [
        ("filer-domains-count-ok", count(Verdict::Ok)),
        ("filer-domains-count-warnings", count(Verdict::Warnings)),
        ("filer-domains-count-errors", count(Verdict::Errors)),
        ("filer-domains-count-unverified", count(Verdict::Unverified)),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(key, count)| lang.ta(key, &[("count", count.into())]))
    .collect();
    [lang.ta("filer-domains-checked", &[("count", reports.len().into())]), " ".to_owned(), parts.join(", "), ".".to_owned()]
        .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_srv_line_is_shown_field_by_field_and_others_are_not() {
        let line = "_sipfederationtls._tcp.kunta.example. 3600 IN SRV 100 1 5061 sip.kunta.example.";
        let shown = fields_apart(Language::En, line).into_string();
        for part in ["_sipfederationtls<", "_tcp<", ">kunta.example<", ">100<", ">5061<", ">sip.kunta.example<"] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        let line = "_federointi.kunta.example. 3600 IN TXT \"federointi-domain=0a1b\"";
        let shown = fields_apart(Language::En, line).into_string();
        for part in [">_federointi.kunta.example<", ">3600<", ">TXT<", ">federointi-domain=0a1b<"] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        assert!(fields_apart(Language::En, "sip.kunta.example. 3600 IN A").into_string().is_empty());
    }
}
