//! Tables that become cards on a phone, the comparison of two halves, and differences. As the narrow layout changes `display`, tables
//! carry explicit roles.

use maud::{Markup, html};

use crate::agreement::Language;
use crate::i18n::Translate;

/// A table: the first cell of a row is its header.
#[derive(Debug, Clone, Default)]
pub struct Table<'a> {
    /// What it holds.
    pub caption: &'a str,
    /// Whether the caption is for screen readers only.
    pub hidden_caption: bool,
    /// The columns' headings.
    pub columns: &'a [&'a str],
    /// The rows, a cell a column.
    pub rows: Vec<Vec<Markup>>,
    /// The desk's queue: denser, with keys J, K, Enter and O while focus is in it.
    pub queue: bool,
}

/// Draws a table.
#[must_use]
pub fn table(table: &Table<'_>) -> Markup {
    draw(table, None)
}

/// Draws a table whose rows are in the order of one column, by its index, the greatest first.
#[must_use]
pub fn sorted_table(table: &Table<'_>, column: usize) -> Markup {
    draw(table, Some(column))
}

fn draw(table: &Table<'_>, sorted: Option<usize>) -> Markup {
    html! {
        table class=(if table.queue { "queue stack" } else { "stack" }) role="table" data-keys[table.queue] {
            caption class=[table.hidden_caption.then_some("vh")] { (table.caption) }
            thead role="rowgroup" { tr role="row" {
                @for (index, column) in table.columns.iter().enumerate() {
                    @if sorted == Some(index) {
                        th role="columnheader" scope="col" aria-sort="descending" { span.nb { (column) " " span aria-hidden="true" { "▼" } } }
                    } @else {
                        th role="columnheader" scope="col" { (column) }
                    }
                }
            } }
            tbody role="rowgroup" { @for row in &table.rows { tr role="row" {
                @for (index, (cell, column)) in row.iter().zip(table.columns).enumerate() {
                    @if index == 0 { th role="rowheader" scope="row" { (cell) } }
                    @else { td role="cell" data-l=(column) { span { (cell) } } }
                }
            } } }
        }
    }
}

/// The keys of the queue, and the switch that turns them off; the script shows it.
#[must_use]
pub fn queue_keys(lang: Language) -> Markup {
    html! {
        details hidden {
            summary { (lang.t("common-keys")) }
            p.small {
                (lang.t("common-keys-where")) " " kbd { "J" } " " (lang.t("common-keys-next")) ", " kbd { "K" } " " (lang.t("common-keys-previous"))
                ", " kbd { "Enter" } " " (lang.t("common-keys-open")) ", " kbd { "O" } " " (lang.t("common-keys-take")) "."
            }
            div.pick {
                input type="checkbox" id="keys-switch" data-keys-switch;
                label for="keys-switch" { (lang.t("common-keys-switch")) }
            }
        }
    }
}

/// Both halves of the form side by side, always with the same rows: field, other party, Kela.
#[must_use]
pub fn compare(caption: &str, parties: [&str; 2], rows: &[(&str, Markup, Markup)]) -> Markup {
    let [other, kela] = parties;
    html! {
        table.compare.stack role="table" {
            caption.vh { (caption) }
            thead role="rowgroup" { tr role="row" {
                td role="cell" {}
                th role="columnheader" scope="col" { (other) }
                th role="columnheader" scope="col" { (kela) }
            } }
            tbody role="rowgroup" { @for (field, of_other, of_kela) in rows { tr role="row" {
                th role="rowheader" scope="row" { (field) }
                td role="cell" data-l=(other) { div { (of_other) } }
                td role="cell" data-l=(kela) { div { (of_kela) } }
            } } }
        }
    }
}

/// New words of a difference.
#[must_use]
pub fn added(words: &str) -> Markup {
    html! { ins { (words) } }
}

/// Old words of a difference.
#[must_use]
pub fn was(words: &str) -> Markup {
    html! { span.was { (words) } }
}
