//! Who approved and on what grounds, who signs, and what the seal is.

use super::agreement::words;
use super::flow::{BODY, BODY_LEADING, Flow};
use super::page::{MEASURE, Mark, Unit, mm};
use super::structure::Role;
use super::table::{CELL, CELL_LEADING, Cell, Row, TWO};
use super::text::{INK, INK_2, Paragraph, Style};
use crate::agreement::content::AgreementContent;
use crate::agreement::{Language, PartySheet};
use crate::federation::SipDomain;
use crate::i18n::{Translate, format};

const GAP: f32 = mm(8.0);

/// Composes section 5.
pub(super) fn compose(flow: &mut Flow, content: &AgreementContent) {
    let language = flow.language;
    let first = flow.units.len();
    let notice = super::change::is_notice(content);
    flow.heading(&language.t(if notice { "document-section-notice-approval" } else { "document-section-approval" }));
    let approval = &content.approval;
    let approver = [approval.name.as_str(), approval.position.as_str()].join(", ");
    let mut rows = vec![
        Row::new(language.t("document-row-approved-by"), vec![Cell::text([approver, content.kela.organisation.name.clone()])]),
        Row::new(language.t("document-row-authority"), vec![Cell::text([approval.authority.clone()])]),
        Row::new(language.t("document-row-approved-at"), vec![Cell::text([format::moment_with_zone(language, approval.at)])]),
    ];
    if let Some(check) = &approval.authority_check {
        rows.push(Row::new(language.t("document-row-authority-check"), vec![Cell::text(words(check))]));
    }
    if let Some(reason) = &approval.over_errors {
        rows.push(Row::new(language.t("document-row-over-errors"), vec![Cell::text(words(reason))]));
    }
    if !approval.proven_domains.is_empty() {
        let proven = approval
            .proven_domains
            .iter()
            .map(|proven| [proven.domain.to_unicode(), format::date(language, format::day(proven.since))].join(", "));
        rows.push(Row::new(language.t("document-row-proven-domains"), vec![Cell::text(proven)]));
    }
    if !approval.unproven_accepted.is_empty() {
        let accepted = approval.unproven_accepted.iter().map(SipDomain::to_unicode);
        rows.push(Row::new(language.t("document-row-unproven-accepted"), vec![Cell::text(accepted)]));
    }
    flow.table(&TWO, &[], rows);
    flow.space(mm(2.4));
    if !content.needs_signature() {
        flow.paragraph(&language.t(if notice { "document-notice-unsigned" } else { "document-change-unsigned" }));
        return;
    }
    flow.paragraph(&language.t(if notice { "document-notice-signing" } else { "document-signing" }));
    flow.paragraph(&language.t(if notice { "document-notice-sealing" } else { "document-sealing" }));
    // How each side commits itself stands together with who does.
    flow.keep_since(first);
    flow.space(mm(3.0));
    sides(flow, content);
    flow.keep();
    flow.space(mm(4.0));
    place(flow);
}

/// Height of the frame for signatures that can be seen: two beside each other, or two rows of small ones, have room in it.
const PLACE_HEIGHT: f32 = mm(44.0);
/// Free space around that frame: a mark that was not set down with care may reach into it.
const PLACE_AROUND: f32 = mm(3.0);

/// The place for a signature that can be seen (docs/decisions/0010-visible-signatures.md): what it is for, and an empty frame, one unit.
fn place(flow: &mut Flow) {
    let language = flow.language;
    let group = flow.element(Role::Section);
    let (mut marks, mut height) = (Vec::new(), 0.0);
    let texts = [("document-signature-place", BODY.bold(), BODY_LEADING), ("document-signature-place-text", CELL, CELL_LEADING)];
    for (key, style, leading) in texts {
        let element = flow.structure.add(Some(group), Role::Paragraph);
        let (lines, below) = flow.lines(&Paragraph::new(language.t(key), style, leading), 0.0, height, MEASURE, Some(element));
        marks.extend(lines);
        height += below + mm(0.6);
    }
    let element = flow.structure.add(Some(group), Role::SignaturePlace(language.t("document-signature-place-alt")));
    let y = height + PLACE_AROUND;
    marks.push(Mark::Place { x: 0.0, y, width: MEASURE, height: PLACE_HEIGHT, around: PLACE_AROUND, element });
    flow.push(Unit { height: y + PLACE_HEIGHT + PLACE_AROUND, marks, ..Unit::default() });
}

/// What a block tells, a paragraph a line.
type Told = (String, Style);

/// The two blocks side by side, one unit: how a side commits itself is never parted from who does it.
fn sides(flow: &mut Flow, content: &AgreementContent) {
    let language = flow.language;
    let width = (MEASURE - GAP) / 2.0;
    let blocks = [
        (&content.party, language.t("document-signed-electronically"), party(language, &content.party), 0.0),
        (&content.kela, language.t("document-sealed-electronically"), kela(language, content), width + GAP),
    ];
    let (mut marks, mut height) = (Vec::new(), 0.0_f32);
    for (sheet, how, told, x) in blocks {
        let group = flow.element(Role::Section);
        marks.push(Mark::Rule { x, y: 0.0, width, thickness: 1.0, colour: INK });
        let mut y = mm(1.2);
        let name = (sheet.organisation.name.clone(), BODY.bold());
        let how = (how, CELL.bold());
        for ((text, style), leading) in
            std::iter::once((name, BODY_LEADING)).chain([how].into_iter().chain(told).map(|line| (line, CELL_LEADING)))
        {
            let element = flow.structure.add(Some(group), Role::Paragraph);
            let (lines, below) = flow.lines(&Paragraph::new(text, style, leading), x, y, width, Some(element));
            marks.extend(lines);
            y += below + mm(0.6);
        }
        height = height.max(y + mm(1.0));
    }
    marks.extend([0.0, width + GAP].map(|x| Mark::Rule { x, y: height, width, thickness: 0.6, colour: INK_2 }));
    flow.push(Unit { height: height + mm(1.0), marks, ..Unit::default() });
}

fn named(language: Language, key: &str, name: &str, position: &str) -> Told {
    let person: Vec<&str> = [name, position].into_iter().filter(|part| !part.trim().is_empty()).collect();
    (language.ta(key, &[("person", person.join(", ").into())]), CELL)
}

/// Who signs for the party.
fn party(language: Language, sheet: &PartySheet) -> Vec<Told> {
    let signatory = &sheet.signatory;
    vec![
        named(language, "document-signatory", &signatory.name, &signatory.position),
        (signatory.email.as_str().to_owned(), CELL),
        (basis(language, sheet), CELL.coloured(INK_2)),
    ]
}

/// Who decided for Kela: the seal tells where the document comes from, and this is whose decision it holds.
fn kela(language: Language, content: &AgreementContent) -> Vec<Told> {
    let approval = &content.approval;
    let signatory = &content.kela.signatory;
    let authority = language.ta("document-approver-authority", &[("authority", approval.authority.as_str().into())]);
    vec![
        named(language, "document-approver", &approval.name, &approval.position),
        (authority, CELL.coloured(INK_2)),
        named(language, "document-represented-by", &signatory.name, &signatory.position),
        (signatory.email.as_str().to_owned(), CELL),
        (basis(language, &content.kela), CELL.coloured(INK_2)),
    ]
}

fn basis(language: Language, sheet: &PartySheet) -> String {
    let named = language.t(sheet.signatory.basis.key());
    let detail = sheet.signatory.basis_detail.as_deref().map(str::trim).filter(|detail| !detail.is_empty());
    let basis = detail.map_or_else(|| named.clone(), |detail| [named.as_str(), detail].join(", "));
    language.ta("document-authority", &[("basis", basis.into())])
}
