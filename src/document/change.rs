//! What a version changes: said at the top, and row by row in an annex; and a notice, which is a short document of its own.

use super::Marks;
use super::agreement::{columns, words};
use super::flow::Flow;
use super::page::mm;
use super::table::{Cell, Row, THREE, TWO, plain};
use super::text::Paragraph;
use crate::agreement::content::{AgreementContent, ChangeContent};
use crate::agreement::difference::{Change, Part};
use crate::agreement::summary::Shown;
use crate::agreement::version::VersionKind;
use crate::agreement::{Language, PartySheet};
use crate::i18n::{Translate, fields, format};

/// Whether `content` is a notice.
pub(super) fn is_notice(content: &AgreementContent) -> bool {
    content.kind() == VersionKind::Termination
}

/// What the version is and from when it holds, in a frame.
pub(super) fn compose(flow: &mut Flow, content: &AgreementContent) {
    let Some(change) = &content.change else { return };
    let language = flow.language;
    let version = change.previous.to_string();
    let what = language.ta("document-change-of", &[("version", version.into())]);
    let sentence = [what, holds(language, change)].join(" ");
    flow.boxed(&language.t(change.kind.key()), &sentence);
    if let Some(reason) = &change.reason {
        flow.paragraph(&[language.t("field-change-reason"), words(reason).join(" ")].join(": "));
    }
}

fn holds(language: Language, change: &ChangeContent) -> String {
    match change.first_day {
        Some(first) => language.ta("document-change-from", &[("date", format::date(language, first).into())]),
        None => language.t("document-change-at-once"),
    }
}

/// The annex that tells the changes, a table for each part of the agreement.
pub(super) fn annex(flow: &mut Flow, content: &AgreementContent) {
    let Some(change) = &content.change else { return };
    let language = flow.language;
    flow.turn_page();
    flow.heading(&language.ta("document-annex-changes", &[("version", change.previous.to_string().into())]));
    if change.difference.is_empty() {
        flow.paragraph(&language.t("document-annex-changes-none"));
        return;
    }
    flow.paragraph(&language.t("document-annex-changes-intro"));
    let head = ["compare-row", "compare-was", "compare-now"].map(|key| language.t(key));
    for part in Part::ALL {
        let rows: Vec<Row> =
            change.difference.iter().filter(|change| change.part == *part).map(|row| changed(language, row)).collect();
        if rows.is_empty() {
            continue;
        }
        let title = match part {
            Part::Party => content.party.organisation.name.clone(),
            Part::Kela => content.kela.organisation.name.clone(),
            Part::Agreement => language.t(part.key()),
        };
        flow.subheading(&title);
        flow.table(&THREE, &head, rows);
    }
}

fn changed(language: Language, change: &Change) -> Row {
    Row::new(language.t(change.label), vec![values(language, &change.was), values(language, &change.now)])
}

fn values(language: Language, values: &[Shown]) -> Cell {
    if values.is_empty() {
        return Cell::text([language.t("compare-none")]);
    }
    let paragraph = |value: &Shown| -> Vec<Paragraph> {
        match value {
            Shown::Name(name) => Cell::names([name.clone()]).paragraphs,
            _ => words(&fields::shown(language, value)).into_iter().map(plain).collect(),
        }
    };
    Cell { paragraphs: values.iter().flat_map(paragraph).collect(), ticked: None }
}

/// A notice: which agreement ends, when, who gives it and why, and between whom the agreement is.
pub(super) fn notice(flow: &mut Flow, content: &AgreementContent, marks: Marks) {
    let language = flow.language;
    let [what, parties] = super::title(content);
    flow.title([&what, &parties]);
    for (_, word, sentence) in marks.texts() {
        flow.boxed(&language.t(word), &language.t(sentence));
    }
    if !language.binds() {
        flow.paragraph(&language.t("document-translation"));
    }
    let request = language.ta("document-request", &[("request", content.request.as_str().into())]);
    flow.paragraph(&[super::reference(content), request].join(" · "));
    flow.space(mm(2.0));
    flow.heading(&language.t("document-section-notice"));
    if let Some(change) = &content.change {
        flow.table(&TWO, &[], ends(language, content, change));
    }
    flow.space(mm(2.4));
    flow.paragraph(&language.t("document-notice-until"));
    flow.heading(&language.t("document-section-notice-parties"));
    let both = |label: &str, cell: &dyn Fn(&PartySheet) -> Vec<String>| {
        Row::new(language.t(label), vec![Cell::text(cell(&content.party)), Cell::text(cell(&content.kela))])
    };
    let rows = vec![
        both("field-business-id", &|sheet| vec![sheet.organisation.business_id.as_str().to_owned()]),
        both("field-address", &|sheet| {
            let of = &sheet.organisation;
            vec![of.street.clone(), [of.postcode.as_str(), of.place.as_str()].join(" ")]
        }),
        both("contact-agreement", &|sheet| {
            let contact = &sheet.agreement_contact;
            vec![[contact.name.as_str(), &contact.phone.readable()].join(", "), contact.email.as_str().to_owned()]
        }),
        both("field-it-mailbox", &|sheet| vec![sheet.it_mailbox.as_str().to_owned()]),
    ];
    flow.table(&THREE, &columns(content), rows);
}

fn ends(language: Language, content: &AgreementContent, change: &ChangeContent) -> Vec<Row> {
    let row = |label: &str, items: Vec<String>| Row::new(language.t(label), vec![Cell::text(items)]);
    let giver = if change.by_kela { &content.kela } else { &content.party };
    let mut rows = vec![
        row("document-row-agreement", vec![content.number.clone()]),
        row("document-row-version", vec![language.ta("agreement-version-n", &[("n", change.previous.to_string().into())])]),
        row("field-last-day", change.last_day.map(|last| format::date(language, last)).into_iter().collect()),
        row("document-row-giver", vec![giver.organisation.name.clone()]),
    ];
    if let Some(number) = &giver.organisation.case_number {
        rows.push(row("field-case-number", vec![number.clone()]));
    }
    if let Some(reason) = &change.reason {
        rows.push(row("field-change-reason", words(reason)));
    }
    rows
}
