//! Both halves of the form side by side, and what differs between two filings.

use maud::{Markup, html};

use crate::agreement::difference::Change;
use crate::agreement::summary::{Row, Shown, sheet_rows};
use crate::agreement::{Language, PartySheet};
use crate::i18n::Translate;
use crate::i18n::fields::shown;
use crate::web::components::{added, compare, was};

/// The values of a row, one a line.
pub(super) fn values(lang: Language, values: &[Shown]) -> Markup {
    html! {
        @if values.is_empty() { span.soft { (lang.t("common-no-answer")) } }
        @for (index, value) in values.iter().enumerate() {
            @if index > 0 { br; }
            @match value {
                Shown::Name(name) => { code translate="no" { (name) } }
                _ => { (super::frame::lines(&shown(lang, value))) }
            }
        }
    }
}

/// The halves of `party` and Kela, row by row. Without Kela's half its column says so.
pub(super) fn side_by_side(lang: Language, party: &PartySheet, kela: Option<&PartySheet>) -> Markup {
    let kela_rows = kela.map(sheet_rows);
    let of_kela = |row: &Row| match &kela_rows {
        None => html! { span.soft { (lang.t("desk-half-missing-cell")) } },
        Some(rows) => {
            let found = rows.iter().find(|other| other.label == row.label);
            values(lang, found.map_or(&[][..], |other| &other.values))
        }
    };
    let rows: Vec<(String, Markup, Markup)> =
        sheet_rows(party).iter().map(|row| (lang.t(row.label), values(lang, &row.values), of_kela(row))).collect();
    let rows: Vec<(&str, Markup, Markup)> =
        rows.iter().map(|(label, party, kela)| (label.as_str(), party.clone(), kela.clone())).collect();
    compare(&lang.t("desk-halves-caption"), [&party.organisation.name, &lang.t("desk-kela")], &rows)
}

/// What changed, a sentence a row.
pub(super) fn changes(lang: Language, changes: &[Change]) -> Markup {
    let list = |values: &[Shown], draw: fn(&str) -> Markup| {
        html! { @for (index, value) in values.iter().enumerate() { @if index > 0 { ", " } (draw(&shown(lang, value))) } }
    };
    html! {
        ul { @for change in changes { li {
            (lang.t(change.label)) ": "
            @if !change.was.is_empty() { (lang.t("desk-changed-was")) " " (list(&change.was, was)) }
            @if !change.was.is_empty() && !change.now.is_empty() { "; " }
            @if !change.now.is_empty() {
                (lang.t(if change.was.is_empty() { "desk-changed-added" } else { "desk-changed-now" })) " " (list(&change.now, added))
            }
        } } }
    }
}
