//! What was typed and could not be stored, shown back so that it can be copied.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use maud::{Markup, html};

use crate::agreement::Language;
use crate::agreement::field::label_key;
use crate::i18n::Translate;
use crate::web::components::{evidence, link_button, question};
use crate::web::route::LINK;
use crate::web::{Cx, Page};

/// Names of a form that hold nothing that a person typed.
const OURS: [&str; 21] = [
    "what",
    "version",
    "seen",
    crate::web::SWITCH,
    "present",
    "new",
    "again",
    "decision",
    "on",
    "csrf",
    "act",
    "from",
    "next",
    "revision",
    "asked",
    "candidate",
    "municipality_code",
    "same",
    "remove",
    "declaration",
    "password",
];

/// The key of a field's label, also of those that no section asks.
fn label(name: &str) -> &'static str {
    match name {
        "email" => "filer-email",
        "bulk" => "filer-domains-bulk-label",
        "message" => "desk-message",
        "reason" => "desk-reason",
        "over_errors" => "desk-over-errors",
        "authority_check" => "desk-authority-check",
        "text" => "desk-terms",
        section => label_key(section),
    }
}

/// What a person typed into the form, with the labels of the fields; `None` where there is nothing.
fn typed(lang: Language, fields: &[(String, String)]) -> Option<Markup> {
    let rows: Vec<(String, &str)> = fields
        .iter()
        .filter(|(name, value)| !OURS.contains(&name.as_str()) && !value.trim().is_empty())
        .map(|(name, value)| (lang.t(label(name)), value.as_str()))
        .collect();
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(label, value)| (label.as_str(), html! { (value) })).collect();
    (!rows.is_empty()).then(|| evidence(&rows))
}

/// The page that answers a form whose session has ended: its title, and what was typed. `None` where nothing was.
pub(in crate::web) fn session_over(lang: Language, door: &str, fields: &[(String, String)]) -> Option<(String, Markup)> {
    let typed = typed(lang, fields)?;
    let title = lang.t("filer-kept-session-title");
    let body = question(&html! {
        h1 { (title) }
        @if door == LINK {
            p { (lang.t("filer-kept-session-text")) }
            p.acts { (link_button(&["/", lang.code(), door].concat(), &lang.t("filer-link-again"))) }
        } @else {
            p { (lang.t("filer-kept-desk-text")) }
            p.acts { (link_button(&["/", lang.code(), door].concat(), &lang.t("desk-sign-in-title"))) }
        }
        h2 { (lang.t("filer-kept-typed")) }
        (typed)
    });
    Some((title, body))
}

/// The page that answers a section of a request that has been filed or decided meanwhile.
pub(super) fn no_longer_open(cx: &Cx) -> HttpResponse {
    refused(cx, "filer-kept-closed-title", "filer-kept-closed-text")
}

/// The page that answers a section whose answers were changed in another window meanwhile.
pub(super) fn changed_meanwhile(cx: &Cx) -> HttpResponse {
    refused(cx, "filer-kept-changed-title", "filer-kept-changed-text")
}

fn refused(cx: &Cx, title: &str, text: &str) -> HttpResponse {
    let lang = cx.lang;
    let title = lang.t(title);
    let request = cx.request_id().map(|id| ["/requests/", id.as_str()].concat()).unwrap_or_default();
    let body = question(&html! {
        h1 { (title) }
        p { (lang.t(text)) }
        p.acts { (link_button(&cx.href(&request), &lang.t("filer-open-request"))) }
        @if let Some(typed) = typed(lang, cx.fields()) {
            h2 { (lang.t("filer-kept-typed")) }
            (typed)
        }
    });
    cx.answer(StatusCode::CONFLICT, &Page::new(&title), body)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn what_was_typed_is_shown_back_as_text_with_its_labels() {
        let typed = typed(
            Language::En,
            &fields(&[("csrf", "secret"), ("edge", "<b>sip</b>"), ("email", "a@b.example"), ("street", " ")]),
        );
        let shown = typed.unwrap().into_string();
        assert!(
            shown.contains("&lt;b&gt;sip&lt;/b&gt;") && shown.contains("Work e-mail") && !shown.contains("secret"),
            "{shown}"
        );
        assert!(!shown.contains(&Language::En.t("field-street")));
    }

    #[test]
    fn a_form_without_typed_text_leads_to_the_door() {
        assert!(session_over(Language::Fi, LINK, &fields(&[("csrf", "x"), ("revision", "3"), ("declaration", "yes")])).is_none());
    }
}
