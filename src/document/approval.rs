//! Who approved and on what grounds, and who is to sign.

use super::agreement::words;
use super::flow::{BODY, BODY_LEADING, Flow};
use super::page::{MEASURE, Mark, Unit, mm};
use super::structure::{Element, Role};
use super::table::{CELL, CELL_LEADING, Cell, Row, TWO};
use super::text::{INK, INK_2, Paragraph, Style};
use crate::agreement::content::AgreementContent;
use crate::agreement::{Language, PartySheet};
use crate::i18n::{Translate, format};

const GAP: f32 = mm(8.0);
const LINE: f32 = mm(10.0);

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
    flow.table(&TWO, &[], rows);
    flow.space(mm(2.4));
    if !content.needs_signature() {
        flow.paragraph(&language.t(if notice { "document-notice-unsigned" } else { "document-change-unsigned" }));
        return;
    }
    flow.paragraph(&language.t(if notice { "document-notice-signing" } else { "document-signing" }));
    // Nobody should sign a page that holds nothing but signatures.
    flow.keep_since(first);
    flow.space(mm(3.0));
    signatures(flow, content);
}

/// The two blocks side by side, one unit: a signature is never parted from who gives it.
fn signatures(flow: &mut Flow, content: &AgreementContent) {
    let width = (MEASURE - GAP) / 2.0;
    let blocks = [(&content.party, 0.0), (&content.kela, width + GAP)];
    // The lines to sign on stand at the same height, below the longer name.
    let names = blocks.map(|(sheet, x)| {
        let group = flow.element(Role::Section);
        let element = flow.structure.add(Some(group), Role::Paragraph);
        let name = Paragraph::new(sheet.organisation.name.as_str(), BODY.bold(), BODY_LEADING);
        let (marks, height) = flow.lines(&name, x, mm(1.2), width, Some(element));
        (marks, height, group)
    });
    let top = names.iter().map(|(_, height, _)| *height).fold(0.0, f32::max) + mm(1.2) + LINE;
    let (mut marks, mut height) = (Vec::new(), 0.0_f32);
    for ((sheet, x), (name, _, group)) in blocks.into_iter().zip(names) {
        marks.push(Mark::Rule { x, y: 0.0, width, thickness: 1.0, colour: INK });
        marks.extend(name);
        marks.push(Mark::Rule { x, y: top, width, thickness: 0.6, colour: INK_2 });
        height = height.max(block(flow, group, sheet, (x, top + mm(0.8)), width, &mut marks));
    }
    flow.push(Unit { height, marks, ..Unit::default() });
}

/// Name, position, authority, place and date of one signatory from (`x`, `y`) on; gives the block's lower edge.
fn block(flow: &mut Flow, group: Element, sheet: &PartySheet, (x, y): (f32, f32), width: f32, marks: &mut Vec<Mark>) -> f32 {
    let language = flow.language;
    let signatory = &sheet.signatory;
    let mut y = y;
    let mut line = |flow: &mut Flow, text: String, style: Style| {
        let element = flow.structure.add(Some(group), Role::Paragraph);
        let (lines, height) = flow.lines(&Paragraph::new(text, style, CELL_LEADING), x, y, width, Some(element));
        marks.extend(lines);
        y += height;
    };
    line(flow, [signatory.name.as_str(), signatory.position.as_str()].join(", "), CELL);
    line(flow, signatory.email.as_str().to_owned(), CELL);
    line(flow, basis(language, sheet), CELL.coloured(INK_2));
    line(flow, language.t("document-place-and-date"), CELL.coloured(INK_2));
    y += mm(6.0);
    marks.push(Mark::Rule { x, y, width, thickness: 0.6, colour: INK_2 });
    y + mm(1.0)
}

fn basis(language: Language, sheet: &PartySheet) -> String {
    let named = language.t(sheet.signatory.basis.key());
    let detail = sheet.signatory.basis_detail.as_deref().map(str::trim).filter(|detail| !detail.is_empty());
    let basis = detail.map_or_else(|| named.clone(), |detail| [named.as_str(), detail].join(", "));
    language.ta("document-authority", &[("basis", basis.into())])
}
