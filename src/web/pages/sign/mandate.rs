//! The mandate of a signatory who acts by one: a PDF that Kela's reviewer reads.

use actix_web::HttpResponse;
use maud::html;

use super::{address, asked, no_longer, own, too_late};
use crate::i18n::{Translate, format};
use crate::web::components::{FieldErrors, FileField, back, error_summary, file_field};
use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx};
use crate::workflow::signing::{self, LARGEST_MANDATE, MandateProblem, Signing};

/// The routes of this file.
pub const ROUTES: &[Route] =
    &[route!(Get "/sign/{number}/mandate", ask, Rule::Filer), route!(Files "/sign/{number}/mandate", show, Rule::Filer)];

async fn ask(cx: Cx) -> Answer {
    let (number, seen) = own(&cx).await?;
    if seen.document.is_none() {
        return Ok(no_longer(&cx, &number));
    }
    Ok(page(&cx, &number, &seen, &FieldErrors::none()))
}

fn page(cx: &Cx, number: &str, seen: &Signing, errors: &FieldErrors) -> HttpResponse {
    let lang = cx.lang;
    let title = lang.t("signing-mandate-title");
    let body = html! {
        (back(&address(cx, number, ""), &lang.t("signing-back")))
        (asked(seen, &html! {
            (error_summary(lang, errors))
            h1 { (title) }
            p { (lang.t("signing-mandate-why")) }
            @if let Some(shown) = &seen.mandate {
                p { (lang.ta("signing-mandate-again", &[("moment", format::moment(lang, shown.created_at).into())])) }
            }
            form method="post" action=(address(cx, number, "/mandate")) enctype="multipart/form-data" novalidate {
                (cx.csrf())
                (file_field(lang, &FileField {
                    id: "mandate", label: &lang.t("signing-mandate-file"), hint: Some(&lang.t("signing-mandate-hint")), accept: ".pdf,application/pdf",
                }, errors))
                p.acts { button.btn { (lang.t("signing-mandate-send")) } a href=(address(cx, number, "")) { (lang.t("filer-back")) } }
            }
        }))
    };
    if errors.is_empty() { cx.page(&title, body) } else { cx.refused(&title, body) }
}

async fn show(mut cx: Cx) -> Answer {
    let (number, seen) = own(&cx).await?;
    let lang = cx.lang;
    let (name, bytes) = cx.take_upload("mandate").map(|file| (file.name, file.bytes)).unwrap_or_default();
    let size = bytes.len();
    let problem = match signing::show_mandate(cx.service(), &cx.filer_address()?, &number, bytes).await {
        Ok(Ok(())) => return Ok(cx.redirect(&signing::path(&number))),
        Ok(Err(problem)) => problem,
        Err(error) => return too_late(&cx, &number, error),
    };
    let name: String = name.chars().filter(|c| crate::agreement::draft::is_plain(*c)).take(120).collect();
    let text = match problem {
        MandateProblem::Empty => lang.t("signing-file-none"),
        MandateProblem::TooLarge => {
            lang.ta("signing-file-large", &[("given", size.div_ceil(1000).into()), ("limit", (LARGEST_MANDATE / 1000).into())])
        }
        MandateProblem::NotPdf => lang.ta("signing-file-not-pdf", &[("given", name.into())]),
    };
    let errors = FieldErrors::from_iter([("mandate".to_owned(), text)]);
    Ok(page(&cx, &number, &seen, &errors))
}
