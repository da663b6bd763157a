//! Refusing to sign, with a reason.

use actix_web::HttpResponse;
use maud::html;

use super::{address, asked, no_longer, own, too_late};
use crate::i18n::Translate;
use crate::web::components::{FieldErrors, TextField, back, error_summary, text_area};
use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx};
use crate::workflow::review::LONGEST_TEXT;
use crate::workflow::signing::{self, Signing};
use crate::workflow::{Lacking, WorkflowError};

/// The routes of this file.
pub const ROUTES: &[Route] =
    &[route!(Get "/sign/{number}/decline", ask, Rule::Filer), route!(Post "/sign/{number}/decline", decline, Rule::Filer)];

async fn ask(cx: Cx) -> Answer {
    let (number, seen) = own(&cx).await?;
    if seen.document.is_none() {
        return Ok(no_longer(&cx, &number));
    }
    Ok(page(&cx, &number, &seen, "", &FieldErrors::none()))
}

fn page(cx: &Cx, number: &str, seen: &Signing, typed: &str, errors: &FieldErrors) -> HttpResponse {
    let lang = cx.lang;
    let title = lang.t("signing-decline-title");
    let body = html! {
        (back(&address(cx, number, ""), &lang.t("signing-back")))
        (asked(seen, &html! {
            (error_summary(lang, errors))
            h1 { (title) }
            p { (lang.t("signing-decline-text")) }
            form method="post" action=(address(cx, number, "/decline")) novalidate {
                (cx.csrf())
                (text_area(lang, &TextField {
                    id: "reason", label: &lang.t("signing-reason"), hint: Some(&lang.t("signing-reason-hint")), value: typed,
                    ..TextField::default()
                }, errors))
                p.acts { button.btn { (lang.t("signing-decline")) } a href=(address(cx, number, "")) { (lang.t("filer-back")) } }
            }
        }))
    };
    if errors.is_empty() { cx.page(&title, body) } else { cx.refused(&title, body) }
}

async fn decline(cx: Cx) -> Answer {
    let (number, seen) = own(&cx).await?;
    let lang = cx.lang;
    let typed = cx.field("reason").unwrap_or_default();
    let problem = match signing::decline(cx.service(), &cx.filer_address()?, &number, typed).await {
        Ok(()) => return Ok(cx.redirect(&signing::path(&number))),
        Err(WorkflowError::Lacking(lacking)) if lacking.contains(&Lacking::Reason) => lang.t("signing-reason-lacks"),
        Err(WorkflowError::Lacking(_)) => {
            let count = typed.trim().chars().count();
            lang.ta("desk-text-unfit", &[("limit", LONGEST_TEXT.into()), ("count", count.into())])
        }
        Err(error) => return too_late(&cx, &number, error),
    };
    let errors = FieldErrors::from_iter([("reason".to_owned(), problem)]);
    Ok(page(&cx, &number, &seen, typed, &errors))
}
