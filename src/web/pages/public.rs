//! Pages for everybody: help, feedback, the privacy notice, the accessibility statement. They say what is true of the software; what only
//! the operator can say is not made up here, and a heading without a text is not published.

use maud::{Markup, html};

use crate::i18n::Translate;
use crate::web::components::{question, zone_line};
use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx, PageError};
use crate::workflow::kela;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    route!(Get "/help", help, Rule::Anyone),
    route!(Get "/feedback", feedback, Rule::Anyone),
    route!(Get "/privacy", privacy, Rule::Anyone),
    route!(Get "/accessibility", accessibility, Rule::Anyone),
];

/// The mailbox of Kela's IT administration, once Kela's half of the form holds it.
pub(super) async fn kela_address(cx: &Cx) -> Result<Option<String>, PageError> {
    Ok(kela::public_mailbox(cx.service()).await?.map(|mailbox| mailbox.as_str().to_owned()))
}

fn contact(cx: &Cx, address: Option<&str>) -> Markup {
    html! {
        @match address {
            Some(address) => { p { (cx.lang.t("public-ask-kela")) " " a href={ "mailto:" (address) } translate="no" { (address) } } }
            None => { p { (cx.lang.t("public-ask-unknown")) } }
        }
    }
}

/// Headings with their paragraphs.
fn parts(cx: &Cx, keys: &[(&str, &[&str])]) -> Markup {
    html! {
        @for (title, texts) in keys {
            h2 { (cx.lang.t(title)) }
            @for text in *texts { p { (cx.lang.t(text)) } }
        }
    }
}

async fn help(cx: Cx) -> Answer {
    let lang = cx.lang;
    let title = lang.t("public-help-title");
    let address = kela_address(&cx).await?;
    let line = lang.t("public-help-dns-line");
    let body = question(&html! {
        h1 { (title) }
        p.lead { (lang.t("public-help-lead")) }
        (parts(&cx, &[
            ("public-help-federation", &["public-help-federation-text"]),
            ("public-help-asked", &["public-help-asked-text"]),
            ("public-help-domain", &["public-help-domain-text"]),
            ("public-help-dns", &["public-help-dns-text"]),
        ]))
        (zone_line(lang, "zone-example", &line))
        p { (lang.t("public-help-dns-fields")) }
        p { (lang.t("public-help-dns-verdicts")) }
        p { a href=(cx.href("/check")) { (lang.t("public-check-title")) } }
        (parts(&cx, &[("public-help-ownership", &["public-help-ownership-text"])]))
        (parts(&cx, &[
            ("public-help-edge", &["public-help-edge-text"]),
            ("public-help-guidance", &["public-help-guidance-text"]),
            ("public-help-signing", &["public-help-signing-text"]),
            ("public-help-after", &["public-help-after-text"]),
        ]))
        h2 { (lang.t("verify-title")) }
        p { (lang.t("verify-lead")) " " a href=(cx.href("/verify")) { (lang.t("verify-title")) } }
        h2 { (lang.t("public-help-who")) }
        p { (lang.t("public-help-who-text")) }
        (contact(&cx, address.as_deref()))
    });
    Ok(cx.page(&title, body))
}

async fn feedback(cx: Cx) -> Answer {
    let lang = cx.lang;
    let title = lang.t("common-feedback");
    let address = kela_address(&cx).await?;
    let body = question(&html! {
        h1 { (title) }
        p { (lang.t("public-feedback-text")) }
        (contact(&cx, address.as_deref()))
        p { (lang.t("public-feedback-tell")) }
        ul {
            li { (lang.t("public-feedback-page")) }
            li { (lang.t("public-feedback-what")) }
            li { (lang.t("public-feedback-tools")) }
        }
        p { (lang.t("public-feedback-secret")) }
    });
    Ok(cx.page(&title, body))
}

async fn privacy(cx: Cx) -> Answer {
    let lang = cx.lang;
    let title = lang.t("common-privacy");
    let address = kela_address(&cx).await?;
    let body = question(&html! {
        h1 { (title) }
        p { (lang.t("public-privacy-intro")) }
        (parts(&cx, &[
            ("public-privacy-purpose", &["public-privacy-purpose-text"]),
            ("public-privacy-data", &["public-privacy-data-text", "public-privacy-data-kela"]),
            ("public-privacy-source", &["public-privacy-source-text"]),
            ("public-privacy-recipients", &["public-privacy-recipients-text", "public-privacy-public-text"]),
            ("public-privacy-must", &["public-privacy-must-text"]),
            ("public-privacy-automated", &["public-privacy-automated-text"]),
            ("public-privacy-logs", &["public-privacy-logs-text", "public-privacy-cookies-text"]),
            ("public-privacy-rights", &["public-privacy-rights-text"]),
        ]))
        (contact(&cx, address.as_deref()))
        (parts(&cx, &[("public-privacy-complaint", &["public-privacy-complaint-text"])]))
    });
    Ok(cx.page(&title, body))
}

async fn accessibility(cx: Cx) -> Answer {
    let lang = cx.lang;
    let title = lang.t("common-accessibility");
    let address = kela_address(&cx).await?;
    let body = question(&html! {
        h1 { (title) }
        (parts(&cx, &[
            ("public-accessibility-service", &["public-accessibility-service-text"]),
            ("public-accessibility-status", &["public-accessibility-status-text"]),
            ("public-accessibility-how", &["public-accessibility-how-text", "public-accessibility-not-tested"]),
            ("public-accessibility-feedback", &["public-accessibility-feedback-text"]),
        ]))
        (contact(&cx, address.as_deref()))
        (parts(&cx, &[("public-accessibility-supervisor", &["public-accessibility-supervisor-text"])]))
    });
    Ok(cx.page(&title, body))
}
