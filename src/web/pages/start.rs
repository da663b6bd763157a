//! The start page.

use maud::html;

use super::public::kela_address;
use crate::i18n::Translate;
use crate::web::components::{Step, StepState, aside, columns, facts, link_button, sheet, steps};
use crate::web::route::{Route, Rule, route};
use crate::web::{Actor, Answer, Cx};

/// The routes of this file.
pub const ROUTES: &[Route] = &[route!(Get "", start, Rule::Anyone)];

async fn start(cx: Cx) -> Answer {
    let lang = cx.lang;
    let title = lang.t("public-start-title");
    let known = matches!(cx.actor, Actor::Filer { .. });
    let way = cx.href(if known { "/draft" } else { "/link" });
    let have = [
        "public-start-have-domains",
        "public-start-have-edge",
        "public-start-have-contacts",
        "public-start-have-mailboxes",
        "public-start-have-signatory",
    ];
    let texts: Vec<(String, String)> = [
        ("public-start-step-fill", "public-start-step-fill-text"),
        ("public-start-step-review", "public-start-step-review-text"),
        ("public-start-step-sign", "public-start-step-sign-text"),
        ("public-start-step-open", "public-start-step-open-text"),
    ]
    .map(|(title, text)| (lang.t(title), lang.t(text)))
    .into();
    let timeline: Vec<Step<'_>> =
        texts.iter().map(|(title, text)| Step { title, text: html! { span { (text) } }, state: StepState::Later }).collect();
    let main = sheet(&html! {
        h1 { (title) }
        p.lead { (lang.t("public-start-lead")) }
        p.acts {
            (link_button(&way, &lang.t("public-start-begin")))
            a href=(way) { (lang.t("public-start-resume")) }
        }
        h2 { (lang.t("public-start-who")) }
        p { (lang.t("public-start-who-text")) }
        h2 { (lang.t("public-start-have")) }
        ul { @for key in have { li { (lang.t(key)) } } }
        h2 { (lang.t("public-start-how")) }
        (steps(lang, &timeline))
    });
    let address = kela_address(&cx).await?;
    let labels = ["public-start-time", "public-start-price", "public-start-identify"].map(|key| lang.t(key));
    let [time, price, identify] = &labels;
    let side = html! {
        (aside("facts", &lang.t("public-start-facts"), &facts(&[
            (time, html! { (lang.t("public-start-time-text")) }),
            (price, html! { (lang.t("public-start-price-text")) }),
            (identify, html! { (lang.t("public-start-identify-text")) }),
        ])))
        (aside("help", &lang.t("public-start-help"), &html! {
            p.small { a href=(cx.href("/help")) { (lang.t("public-start-help-guide")) } }
            p.small { a href=(cx.href("/check")) { (lang.t("public-check-title")) } }
            p.small { a href=(cx.href("/verify")) { (lang.t("verify-title")) } }
            @if let Some(address) = &address {
                p.small { (lang.t("public-ask-kela")) br; a href={ "mailto:" (address) } translate="no" { (address) } }
            }
        }))
    };
    Ok(cx.page(&title, columns(&main, &side, false)))
}
