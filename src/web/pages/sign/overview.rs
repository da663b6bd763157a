//! What is to be signed, by whom, until when, and in which ways; the exact document; what became of it.

use actix_web::HttpResponse;
use actix_web::http::header;
use maud::{Markup, html};
use serde::Deserialize;

use super::{address, asked, digest, own, signatory, told, until};
use crate::i18n::{Translate, format};
use crate::store::documents::Listed;
use crate::web::components::{FieldErrors, banner, error_summary, facts, link_button};
use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx, PageError};
use crate::workflow::signing::{self, Signing};

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    route!(Get "/sign/{number}", page, Rule::Filer),
    route!(Get "/sign/{number}/document.pdf", open, Rule::Filer),
    route!(Get "/sign/{number}/saved.pdf", save, Rule::Filer),
];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// What was lacking when the reader wanted to go on.
    lacks: String,
    /// Whether what they did came too late.
    late: String,
}

async fn page(cx: Cx) -> Answer {
    let asked: Asked = cx.query()?;
    let (number, seen) = own(&cx).await?;
    let late = asked.late == "yes";
    Ok(match &seen.document {
        Some(document) => to_sign(&cx, &number, &seen, document, &asked),
        None => told::page(&cx, &seen, late),
    })
}

fn to_sign(cx: &Cx, number: &str, seen: &Signing, document: &Listed, query: &Asked) -> HttpResponse {
    let lang = cx.lang;
    let title = lang.t("signing-title");
    let mut errors = FieldErrors::none();
    match query.lacks.as_str() {
        "document" if seen.opened_at.is_none() => errors.push("document", lang.t("signing-not-opened")),
        "mandate" if seen.needs_mandate && seen.mandate.is_none() => errors.push("mandate", lang.t("signing-mandate-lacks")),
        _ => {}
    }
    let approval = &seen.version.content.approval;
    let approver = [approval.name.as_str(), &approval.position].join(", ");
    let mut rows = vec![
        (lang.t("mail-fact-agreement"), html! { span.nb translate="no" { (seen.agreement.number) } }),
        (lang.t("desk-version"), html! { (seen.version.version) ", " (lang.t(seen.version.kind.key())) }),
        (lang.t("mail-fact-signatory"), html! { (signatory(seen)) }),
        (lang.t("signing-approved-by"), html! { (approver) br; (format::date(lang, format::day(approval.at))) }),
    ];
    rows.extend(until(cx, seen).map(|until| (lang.t("mail-fact-sign-by"), html! { b { (until) } })));
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(term, fact)| (term.as_str(), fact.clone())).collect();
    let body = asked(
        seen,
        &html! {
            (error_summary(lang, &errors))
            @if query.late == "yes" { (banner(&lang.t("signing-stale-title"), &html! { p { (lang.t("signing-stale-text")) } }, true)) }
            h1 { (title) }
            p { (lang.t("signing-intro")) }
            (facts(&rows))
            (read(cx, number, seen, document))
            @if seen.needs_mandate { (mandate(cx, number, seen)) }
            h2 { (lang.t("signing-ways")) }
            h3 { (lang.t("signing-way-service-title")) }
            p { (lang.t("signing-way-service-text")) }
            p.acts { (link_button(&address(cx, number, "/statement"), &lang.t("signing-way-service-go"))) }
            @if signing::takes_files(cx.service()) {
                h3 { (lang.t("signing-way-certificate-title")) }
                p { (lang.t("signing-way-certificate-text")) }
                p { a href=(address(cx, number, "/file")) { (lang.t("signing-way-certificate-go")) } }
            }
            h2 { (lang.t("signing-not-me")) }
            p { (lang.t("signing-other-person")) }
            p { (lang.t("signing-not-agreed")) }
            p { a href=(address(cx, number, "/decline")) { (lang.t("signing-decline-go")) } }
        },
    );
    cx.page(&title, body)
}

fn read(cx: &Cx, number: &str, seen: &Signing, document: &Listed) -> Markup {
    let lang = cx.lang;
    html! {
        h2 { (lang.t("signing-read")) }
        p { (lang.t("signing-read-text")) }
        p.acts {
            a.btn.quiet id="document" href=(address(cx, number, "/document.pdf")) { (lang.t("signing-open")) }
            a href=(address(cx, number, "/saved.pdf")) download { (lang.t("signing-save")) }
        }
        @if let Some(at) = seen.opened_at {
            p.small { (lang.ta("signing-opened", &[("moment", format::moment(lang, at).into())])) }
        }
        (digest(cx, document))
    }
}

fn mandate(cx: &Cx, number: &str, seen: &Signing) -> Markup {
    let lang = cx.lang;
    html! {
        h2 { (lang.t("signing-mandate")) }
        @if let Some(mandate) = &seen.mandate {
            p { (lang.ta("signing-mandate-shown", &[("moment", format::moment(lang, mandate.created_at).into())])) }
            p { a href=(address(cx, number, "/mandate")) { (lang.t("signing-mandate-replace")) } }
        } @else {
            p { (lang.t("signing-mandate-text")) }
            p.acts { a.btn.quiet id="mandate" href=(address(cx, number, "/mandate")) { (lang.t("signing-mandate-go")) } }
        }
    }
}

/// Shows the document in the browser. A signature is given to what was opened here.
async fn open(cx: Cx) -> Answer {
    hand_out(&cx, "inline").await
}

async fn save(cx: Cx) -> Answer {
    hand_out(&cx, "attachment").await
}

async fn hand_out(cx: &Cx, disposition: &str) -> Answer {
    let number: String = cx.param("number")?;
    if cx.is_head() {
        // Nothing is handed out, so nothing is noted as opened.
        let (_, seen) = own(cx).await?;
        seen.document.ok_or(PageError::NotFound)?;
        return Ok(cx.file("agreement.pdf", "application/pdf", Vec::new()));
    }
    let file = match signing::open(cx.service(), &cx.filer_address()?, &number).await {
        Ok(file) => file,
        Err(error) => return super::too_late(cx, &number, error),
    };
    let mut response = cx.file(&file.name, "application/pdf", file.bytes);
    let shown = [disposition, "; filename=\"", &file.name, "\""].concat();
    if let Ok(value) = header::HeaderValue::from_str(&shown) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
