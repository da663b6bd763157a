//! Of a change: from which day it holds, or on which day the agreement ends and why.

use maud::{Markup, html};

use super::Sheet;
use crate::agreement::draft::Section;
use crate::agreement::field::label_key;
use crate::agreement::version::VersionKind;
use crate::i18n::{Translate, format};
use crate::store::requests::Request;
use crate::web::components::{TextField, text_area};

/// The question of a section's page where a change asks it otherwise than a first request.
pub(super) fn words(request: &Request, section: Section) -> Option<(&'static str, &'static str, &'static str)> {
    match (request.kind, section) {
        (VersionKind::Termination, Section::Change) => {
            Some(("filer-last-day-title", "filer-last-day-intro", "filer-group-agreement"))
        }
        (VersionKind::Termination, Section::Signing) => {
            Some(("filer-notice-signing-title", "filer-notice-signing-intro", "filer-group-agreement"))
        }
        _ => None,
    }
}

pub(super) fn day(sheet: &Sheet<'_>) -> Markup {
    let Some(change) = &sheet.request.draft.change else { return html! {} };
    let lang = sheet.lang();
    let answers = &change.answers;
    let ends = change.kind == VersionKind::Termination;
    let earliest = format::date(lang, change.not_before.max(format::day(sheet.cx.now)));
    let (id, value, hint) = if ends {
        ("last_day", answers.last_day.as_str(), "filer-last-day-hint")
    } else {
        ("first_day", answers.first_day.as_str(), "filer-first-day-hint")
    };
    html! {
        (sheet.text(&TextField {
            id, label: &sheet.t(label_key(id)), value, optional: !ends, narrow: true,
            hint: Some(&lang.ta(hint, &[("date", earliest.into())])), autocomplete: Some("off"), ..TextField::default()
        }))
        (text_area(lang, &TextField {
            id: "change_reason", label: &sheet.t(label_key("change_reason")), value: &answers.change_reason, optional: true,
            hint: Some(&sheet.t("filer-change-reason-hint")), ..TextField::default()
        }, sheet.errors))
    }
}
