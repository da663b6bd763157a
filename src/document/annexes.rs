//! Annex 1, what was found of each domain and when; annex 2, the guidance item by item.

use super::agreement::{columns, shown, strong};
use super::flow::Flow;
use super::page::{MEASURE, mm};
use super::table::{CELL, CELL_LEADING, Cell, Row, THREE, plain};
use super::text::{INK, Paragraph};
use crate::agreement::content::AgreementContent;
use crate::agreement::{Compliance, Feature, Guidance, Language, PartySheet};
use crate::federation::Report;
use crate::i18n::{Translate, findings, format};

/// Domain, outcome and findings, when and by whom.
const CHECKS: [f32; 3] = [mm(57.0), MEASURE - mm(57.0) - mm(56.0), mm(56.0)];

/// Composes both annexes.
pub(super) fn compose(flow: &mut Flow, content: &AgreementContent) {
    checks(flow, content);
    guidance(flow, content);
}

fn checks(flow: &mut Flow, content: &AgreementContent) {
    let language = flow.language;
    flow.turn_page();
    flow.heading(&language.t("document-annex-checks"));
    flow.paragraph(&language.t("document-annex-checks-intro"));
    for (sheet, reports) in [(&content.party, &content.party_reports), (&content.kela, &content.kela_reports)] {
        flow.subheading(&sheet.organisation.name);
        if reports.is_empty() {
            flow.paragraph(&language.t("document-not-checked"));
            continue;
        }
        let head = ["document-column-domain", "document-column-outcome", "document-column-checked"].map(|key| language.t(key));
        let rows = reports.iter().map(|report| check(language, report)).collect();
        flow.table(&CHECKS, &head, rows);
    }
}

fn check(language: Language, report: &Report) -> Row {
    let mut outcome = vec![strong(language.t(report.verdict.key()))];
    if report.findings.is_empty() {
        outcome.push(plain(language.t("document-no-findings")));
    }
    outcome.extend(report.findings.iter().map(|finding| {
        let severity = language.t(finding.severity.key());
        plain(
            language
                .ta("document-finding", &[("severity", severity.into()), ("title", findings::title(language, finding).into())]),
        )
    }));
    let at = format::moment_with_zone(language, report.checked_at);
    let resolver = language.ta("document-resolver", &[("resolver", report.resolver.as_str().into())]);
    Row {
        label: Paragraph::new(shown(&report.domain), CELL.mono().coloured(INK), CELL_LEADING),
        cells: vec![Cell { paragraphs: outcome, ticked: None }, Cell::text([at, resolver])],
    }
}

fn guidance(flow: &mut Flow, content: &AgreementContent) {
    let language = flow.language;
    flow.heading(&language.t("document-annex-guidance"));
    flow.paragraph(&language.t("document-annex-guidance-off"));
    flow.keep();
    let sheets = [&content.party, &content.kela];
    let rows = Guidance::ALL
        .iter()
        .map(|item| Row::new(language.t(item.key()), sheets.map(|sheet| followed(language, sheet, *item)).to_vec()))
        .collect();
    flow.table(&THREE, &columns(content), rows);
    flow.space(mm(3.8));
    flow.paragraph(&language.t("document-annex-guidance-on"));
    flow.keep();
    let rows = [Feature::Sharing, Feature::Files]
        .map(|feature| Row::new(language.t(feature.key()), sheets.map(|sheet| kept_on(language, sheet, feature)).to_vec()))
        .into();
    flow.table(&THREE, &columns(content), rows);
}

fn followed(language: Language, sheet: &PartySheet, item: Guidance) -> Cell {
    let answer = sheet.guidance.iter().find(|given| given.item == item).map(|given| given.answer);
    match answer {
        None => Cell::text([language.t("document-unanswered")]),
        Some(Compliance::NotFollowed) => departing(language, language.t(Compliance::NotFollowed.key())),
        Some(answer) => Cell::text([language.t(answer.key())]),
    }
}

fn kept_on(language: Language, sheet: &PartySheet, feature: Feature) -> Cell {
    if sheet.blocked.contains(&feature) {
        departing(language, language.t("document-blocked"))
    } else {
        Cell::text([language.t("document-not-blocked")])
    }
}

/// An answer with the word that it departs from the guidance.
fn departing(language: Language, answer: String) -> Cell {
    Cell { paragraphs: vec![strong(language.t("document-departs")), plain(answer)], ticked: None }
}
