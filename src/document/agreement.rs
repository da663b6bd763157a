//! The first sections: title and marks, the parties and their contacts, the technical details, what is blocked.

use super::Marks;
use super::flow::Flow;
use super::page::mm;
use super::table::{CELL, CELL_LEADING, Cell, Row, THREE, plain};
use super::text::{INK, Paragraph, Style};
use crate::agreement::content::AgreementContent;
use crate::agreement::{Contact, Departure, Deployment, FaultReports, Feature, Language, Operator, Organisation, PartySheet};
use crate::federation::{Report, SipDomain, Verdict};
use crate::i18n::{Translate, format};

/// Composes title, marks and sections 1 to 3.
pub(super) fn compose(flow: &mut Flow, content: &AgreementContent, marks: Marks) {
    let language = flow.language;
    let [what, parties_named] = super::title(content);
    flow.title([&what, &parties_named]);
    for (_, word, sentence) in marks.texts() {
        flow.boxed(&language.t(word), &language.t(sentence));
    }
    super::change::compose(flow, content);
    if !language.binds() {
        flow.paragraph(&language.t("document-translation"));
    }
    let mut facts = vec![super::reference(content)];
    facts.push(language.ta("document-request", &[("request", content.request.as_str().into())]));
    if let Some(date) = content.opening_date {
        facts.push(language.ta("document-opening", &[("date", format::date(language, date).into())]));
    }
    flow.paragraph(&facts.join(" · "));
    flow.paragraph(&language.t("document-former-name"));
    flow.space(mm(2.0));
    parties(flow, content);
    technical(flow, content);
    blocked(flow, content);
}

/// The headings of the columns: nothing, the party, Kela.
pub(super) fn columns(content: &AgreementContent) -> [String; 3] {
    [String::new(), content.party.organisation.name.clone(), content.kela.organisation.name.clone()]
}

/// A row that both halves fill.
fn both(label: String, content: &AgreementContent, cell: impl Fn(&PartySheet) -> Cell) -> Row {
    Row::new(label, vec![cell(&content.party), cell(&content.kela)])
}

/// What was not answered says so.
fn or_unanswered(language: Language, items: Vec<String>) -> Cell {
    let items: Vec<String> = items.into_iter().filter(|item| !item.trim().is_empty()).collect();
    if items.is_empty() { Cell::text([language.t("document-unanswered")]) } else { Cell::text(items) }
}

fn person(contact: &Contact) -> Vec<String> {
    vec![[contact.name.as_str(), &contact.phone.readable()].join(", "), contact.email.as_str().to_owned()]
}

/// Words of a party, a paragraph a line.
pub(super) fn words(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn address(organisation: &Organisation) -> Vec<String> {
    vec![organisation.street.clone(), [organisation.postcode.as_str(), organisation.place.as_str()].join(" ")]
}

fn faults(faults: &FaultReports) -> Vec<String> {
    let email = faults.email.iter().map(|email| email.as_str().to_owned());
    let phone = faults.phone.iter().map(crate::agreement::PhoneNumber::readable);
    email.chain(phone).chain(faults.hours.iter().flat_map(|hours| words(hours))).collect()
}

fn parties(flow: &mut Flow, content: &AgreementContent) {
    let language = flow.language;
    flow.heading(&language.t("document-section-parties"));
    let mut rows = vec![
        both(language.t("field-kind"), content, |sheet| Cell::text([language.t(sheet.organisation.kind.key())])),
        both(language.t("field-business-id"), content, |sheet| Cell::text([sheet.organisation.business_id.as_str().to_owned()])),
        both(language.t("field-address"), content, |sheet| or_unanswered(language, address(&sheet.organisation))),
        both(language.t("field-case-number"), content, |sheet| {
            or_unanswered(language, sheet.organisation.case_number.iter().cloned().collect())
        }),
    ];
    for (index, (role, _)) in content.party.contacts().into_iter().enumerate() {
        rows.push(both(language.t(role.key()), content, |sheet| {
            or_unanswered(language, sheet.contacts().get(index).map(|(_, contact)| person(contact)).unwrap_or_default())
        }));
    }
    rows.push(both(language.t("field-fault-reports"), content, |sheet| or_unanswered(language, faults(&sheet.fault_reports))));
    rows.push(both(language.t("field-it-mailbox"), content, |sheet| Cell::text([sheet.it_mailbox.as_str().to_owned()])));
    flow.table(&THREE, &columns(content), rows);
}

/// A domain as people and machines read it: an international one with its A-labels after it.
pub(super) fn shown(domain: &SipDomain) -> String {
    both_forms(domain.as_str(), domain.to_unicode())
}

fn both_forms(ascii: &str, unicode: String) -> String {
    if unicode == ascii { unicode } else { [unicode.as_str(), " (", ascii, ")"].concat() }
}

fn service(language: Language, sheet: &PartySheet) -> Vec<String> {
    let mut items = vec![language.t(sheet.service.deployment.key())];
    items.extend(sheet.service.server_version.map(|version| language.t(version.key())));
    if let Some(date) = sheet.service.teams_move {
        items.push(language.ta("document-teams-move", &[("date", format::date(language, date).into())]));
    }
    items
}

fn operator(language: Language, sheet: &PartySheet) -> Vec<String> {
    match &sheet.service.supplier {
        None => vec![language.t(Operator::Own.key())],
        Some(supplier) => {
            let named = language.ta("document-supplier", &[("name", supplier.name.as_str().into())]);
            std::iter::once(named).chain(person(&supplier.contact)).collect()
        }
    }
}

fn edge(language: Language, sheet: &PartySheet) -> Cell {
    match (&sheet.edge, sheet.service.deployment) {
        (Some(edge), _) => Cell::names([both_forms(edge.as_str(), edge.to_unicode())]),
        (None, Deployment::Cloud) => Cell::text([language.t("field-edge-not-asked")]),
        (None, _) => Cell::text([language.t("document-unanswered")]),
    }
}

/// How the check of a party's domains ended: `21.11.2026: 2 kunnossa, 1 varmistamatta`.
fn checked(language: Language, reports: &[Report]) -> Cell {
    let Some(last) = reports.iter().map(|report| report.checked_at).max() else {
        return Cell::text([language.t("document-not-checked")]);
    };
    let counts: Vec<String> = [Verdict::Ok, Verdict::Warnings, Verdict::Errors, Verdict::Unverified]
        .into_iter()
        .filter_map(|verdict| {
            let count = reports.iter().filter(|report| report.verdict == verdict).count();
            (count > 0).then(|| language.ta(count_key(verdict), &[("count", i64::try_from(count).unwrap_or_default().into())]))
        })
        .collect();
    let date = format::date(language, format::day(last));
    Cell::text([language.ta("document-checked", &[("date", date.into()), ("counts", counts.join(", ").into())])])
}

const fn count_key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ok => "document-count-ok",
        Verdict::Warnings => "document-count-warnings",
        Verdict::Errors => "document-count-errors",
        Verdict::Unverified => "document-count-unverified",
    }
}

fn technical(flow: &mut Flow, content: &AgreementContent) {
    let language = flow.language;
    flow.heading(&language.t("document-section-technical"));
    let told = |text: &Option<String>| or_unanswered(language, text.iter().flat_map(|text| words(text)).collect());
    let rows = vec![
        both(language.t("field-domains"), content, |sheet| Cell::names(sheet.domains.iter().map(shown))),
        both(language.t("field-edge"), content, |sheet| edge(language, sheet)),
        both(language.t("section-service"), content, |sheet| Cell::text(service(language, sheet))),
        both(language.t("field-operator"), content, |sheet| Cell::text(operator(language, sheet))),
        both(language.t("field-openness"), content, |sheet| Cell::text([language.t(sheet.openness.key())])),
        both(language.t("field-meetings"), content, |sheet| Cell::text([language.t(sheet.meetings.key())])),
        Row::new(
            language.t("document-row-dns"),
            vec![checked(language, &content.party_reports), checked(language, &content.kela_reports)],
        ),
        both(language.t("field-find-people"), content, |sheet| told(&sheet.find_people)),
        both(language.t("field-test-with"), content, |sheet| told(&sheet.test_with)),
    ];
    flow.table(&THREE, &columns(content), rows);
}

fn blocked(flow: &mut Flow, content: &AgreementContent) {
    let language = flow.language;
    flow.heading(&language.t("document-section-blocked"));
    let rows = Feature::ALL
        .iter()
        .map(|feature| {
            both(language.t(feature.key()), content, |sheet| {
                let ticked = sheet.blocked.contains(feature);
                let word = language.t(if ticked { "document-blocked" } else { "document-not-blocked" });
                Cell { paragraphs: vec![plain(word)], ticked: Some(ticked) }
            })
        })
        .collect();
    flow.table(&THREE, &columns(content), rows);
    flow.space(mm(2.4));
    for sheet in [&content.party, &content.kela] {
        departures(flow, sheet);
    }
}

/// Where a party departs from the guidance, in a sentence or a list.
fn departures(flow: &mut Flow, sheet: &PartySheet) {
    let language = flow.language;
    let departures = sheet.departures();
    let count = i64::try_from(departures.len()).unwrap_or_default();
    let party = sheet.organisation.name.as_str();
    flow.paragraph(&language.ta("document-departures", &[("party", party.into()), ("count", count.into())]));
    if !departures.is_empty() {
        flow.keep();
        let items: Vec<String> = departures.iter().map(|departure| departed(language, *departure)).collect();
        flow.list(&items);
    }
}

fn departed(language: Language, departure: Departure) -> String {
    let (key, item) = match departure {
        Departure::NotFollowed(item) => ("document-departure-not-followed", item.key()),
        Departure::NotKnown(item) => ("document-departure-not-known", item.key()),
        Departure::Blocked(feature) => ("document-departure-blocked", feature.key()),
    };
    language.ta(key, &[("item", language.t(item).into())])
}

/// A line of a cell in the semi-bold face.
pub(super) fn strong(text: String) -> Paragraph {
    Paragraph::new(text, Style { colour: INK, ..CELL }.bold(), CELL_LEADING)
}
