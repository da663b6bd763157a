//! Signing with a certificate of one's own: the document is saved, signed in any program, and sent back.

use actix_web::HttpResponse;
use maud::html;

use super::{address, asked, mend, no_longer, own, too_late};
use crate::i18n::Translate;
use crate::web::components::{FieldErrors, FileField, back, error_summary, file_field};
use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx};
use crate::workflow::signing::{self, Obstacle, Refused, Signing, Taken};

/// The routes of this file.
pub const ROUTES: &[Route] =
    &[route!(Get "/sign/{number}/file", ask, Rule::Filer), route!(Files "/sign/{number}/file", take, Rule::Filer)];

async fn ask(cx: Cx) -> Answer {
    let (number, seen) = own(&cx).await?;
    if seen.document.is_none() {
        return Ok(no_longer(&cx, &number));
    }
    if !signing::takes_files(cx.service()) {
        return cx.not_found();
    }
    if seen.needs_mandate && seen.mandate.is_none() {
        return Ok(mend(&cx, &number, Obstacle::MandateLacks));
    }
    Ok(page(&cx, &number, &seen, None, &FieldErrors::none()))
}

fn page(cx: &Cx, number: &str, seen: &Signing, refused: Option<&Refused>, errors: &FieldErrors) -> HttpResponse {
    let lang = cx.lang;
    let title = lang.t("signing-file-title");
    let steps = ["signing-file-step-save", "signing-file-step-sign", "signing-file-step-send"].map(|key| lang.t(key));
    let body = html! {
        (back(&address(cx, number, ""), &lang.t("signing-back")))
        (asked(seen, &html! {
            (error_summary(lang, errors))
            h1 { (title) }
            @if let Some(refused) = refused {
                h2 { (lang.t("signing-refused-title")) }
                p { (lang.t("signing-refused-text")) }
                ul { @for why in &refused.why { li { b { (why) } } } }
                @if !refused.found.is_empty() {
                    details {
                        summary { (lang.t("signing-found")) }
                        ul { @for found in &refused.found { li { (found) } } }
                    }
                }
                h2 { (lang.t("signing-refused-again")) }
            }
            ol { @for step in &steps { li { (step) } } }
            p.acts { a.btn.quiet href=(address(cx, number, "/saved.pdf")) download { (lang.t("signing-save")) } }
            h2 { (lang.t("signing-file-taken")) }
            ul {
                li { (lang.t("signing-file-taken-bytes")) }
                li { (lang.t("signing-file-taken-certificate")) }
                li { (lang.t("signing-file-taken-visible")) }
            }
            form method="post" action=(address(cx, number, "/file")) enctype="multipart/form-data" novalidate {
                (cx.csrf())
                (file_field(lang, &FileField {
                    id: "file", label: &lang.t("signing-file"), hint: Some(&lang.t("signing-file-hint")), accept: ".pdf,application/pdf",
                }, errors))
                p.acts { button.btn { (lang.t("signing-file-send")) } a href=(address(cx, number, "")) { (lang.t("filer-back")) } }
            }
        }))
    };
    if errors.is_empty() { cx.page(&title, body) } else { cx.refused(&title, body) }
}

async fn take(mut cx: Cx) -> Answer {
    let (number, seen) = own(&cx).await?;
    let lang = cx.lang;
    let bytes = cx.take_upload("file").map(|file| file.bytes).unwrap_or_default();
    if bytes.is_empty() && seen.document.is_some() {
        let errors = FieldErrors::from_iter([("file".to_owned(), lang.t("signing-file-none"))]);
        return Ok(page(&cx, &number, &seen, None, &errors));
    }
    match signing::take_file(cx.service(), &cx.filer_address()?, &number, bytes, cx.held(), lang).await {
        Ok(Taken::Done | Taken::Already) => Ok(cx.redirect(&signing::path(&number))),
        Ok(Taken::Obstacle(obstacle)) => Ok(mend(&cx, &number, obstacle)),
        Ok(Taken::Refused(refused)) => {
            let errors = FieldErrors::from_iter([("file".to_owned(), refused.why.join(" "))]);
            Ok(page(&cx, &number, &seen, Some(&refused), &errors))
        }
        Err(error) => too_late(&cx, &number, error),
    }
}
