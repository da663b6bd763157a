//! Findings of the check: what is the case, the evidence, and the line that mends it.

use maud::{Markup, html};

use super::icon::{Sign, icon};
use crate::agreement::Language;
use crate::i18n::Translate;

/// A finding as a card.
#[derive(Debug, Clone)]
pub struct Finding<'a> {
    /// Its shape and colour.
    pub sign: Sign,
    /// The severity or verdict as a word.
    pub word: &'a str,
    /// What is the case, in a sentence.
    pub title: &'a str,
    /// Why it matters, evidence, how to mend.
    pub body: Markup,
}

/// A finding for the filer: open, with a heading of level 2.
#[must_use]
pub fn finding_card(finding: &Finding<'_>) -> Markup {
    html! {
        div class={ "finding " (finding.sign.class()) } {
            h2.band { (icon(finding.sign)) (finding.word) " " span.t { (finding.title) } }
            div.body { (finding.body) }
        }
    }
}

/// A finding on the desk: `details`, errors open, the rest closed unless `open`.
#[must_use]
pub fn finding_details(finding: &Finding<'_>, open: bool) -> Markup {
    html! {
        details class={ "finding " (finding.sign.class()) } open[open || finding.sign == Sign::Error] {
            summary.band { (icon(finding.sign)) b { (finding.word) } " " span.t { (finding.title) } }
            div.body { (finding.body) }
        }
    }
}

/// Evidence: labels and what was seen.
#[must_use]
pub fn evidence(rows: &[(&str, Markup)]) -> Markup {
    html! { dl.ev { @for (label, seen) in rows { dt { (label) } dd { (seen) } } } }
}

/// A line for a DNS zone, whole, with a button that the script shows. `id` is unique on the page.
#[must_use]
pub fn zone_line(lang: Language, id: &str, line: &str) -> Markup {
    html! {
        div.zone {
            code id=(id) translate="no" { (line) }
            button.btn.quiet.tiny type="button" hidden data-copy=(id) data-copied=(lang.t("common-copied")) {
                (lang.t("common-copy")) span.vh { " " (lang.t("common-copy-what")) }
            }
            span.small role="status" {}
        }
    }
}

/// The fields of a zone line apart, for panels that ask for them one by one.
#[must_use]
pub fn zone_fields(title: &str, fields: &[(&str, &str)]) -> Markup {
    html! {
        details {
            summary { (title) }
            dl.ev { @for (label, value) in fields { dt { (label) } dd { code translate="no" { (value) } } } }
        }
    }
}
