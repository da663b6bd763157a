//! Signing in with a local account, and out.

use maud::{Markup, html};
use serde::Deserialize;

use super::frame::first_page;
use crate::i18n::Translate;
use crate::web::components::{FieldErrors, TextField, button, error_summary, text_field};
use crate::web::route::{Route, Rule, SIGN_IN, route};
use crate::web::{Actor, Answer, Cx, PageError};
use crate::workflow::{self, WorkflowError, password, session};

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    route!(Get "/sign-in", page, Rule::Anyone),
    route!(Post "/sign-in", sign_in, Rule::Anyone),
    route!(Post "/sign-out", sign_out, Rule::Anyone),
];

#[derive(Deserialize, Default)]
#[serde(default)]
struct Form {
    email: String,
    password: String,
}

async fn page(cx: Cx) -> Answer {
    if let Ok(staff) = cx.member() {
        let first = first_page(cx.service(), &staff).await?;
        return Ok(cx.redirect(first));
    }
    Ok(cx.page(&cx.lang.t("desk-sign-in-title"), form(&cx, "", &FieldErrors::none())))
}

fn form(cx: &Cx, email: &str, errors: &FieldErrors) -> Markup {
    let lang = cx.lang;
    html! {
        div.sheet.q {
            (error_summary(lang, errors))
            h1 { (lang.t("desk-sign-in-title")) }
            p.lead { (lang.t("desk-sign-in-lead")) }
            form method="post" action=(cx.href(SIGN_IN)) {
                (cx.csrf())
                @if let Some(next) = cx.next() { input type="hidden" name="next" value=(next); }
                (text_field(lang, &TextField { id: "email", label: &lang.t("desk-email"), value: email, kind: "email",
                    autocomplete: Some("username"), code: true, ..TextField::default() }, errors))
                (text_field(lang, &TextField { id: "password", label: &lang.t("desk-password"), kind: "password",
                    autocomplete: Some("current-password"), ..TextField::default() }, errors))
                p.acts { (button(&lang.t("desk-sign-in"))) }
            }
            p.hint { (lang.t("desk-sign-in-forgotten")) }
        }
    }
}

async fn sign_in(cx: Cx) -> Answer {
    let lang = cx.lang;
    let given: Form = cx.form()?;
    let raw = match password::sign_in(cx.service(), &given.email, &given.password, cx.network()).await {
        Ok(Some(raw)) => raw,
        Ok(None) => {
            let mut errors = FieldErrors::none();
            errors.push("email", lang.t("desk-sign-in-wrong"));
            return Ok(cx.refused(&lang.t("desk-sign-in-title"), form(&cx, &given.email, &errors)));
        }
        Err(WorkflowError::TooMany { retry_after }) => return Err(PageError::TooMany { retry_after }),
        Err(other) => return Err(other.into()),
    };
    // Whoever was signed in with this browser before is signed out.
    if let Some(old) = cx.session_token() {
        session::end(cx.service(), old).await?;
    }
    arrive(&cx, raw, cx.next()).await
}

/// On to `next`, or to where the work of the one who signed in begins, with the new session.
pub(super) async fn arrive(cx: &Cx, raw: String, next: Option<String>) -> Answer {
    let Some(workflow::Actor::Staff(staff)) = session::find(cx.service(), &raw, cx.now).await? else {
        return Err(PageError::Forbidden);
    };
    let response = match next {
        Some(next) => cx.redirect_to(&next),
        None => cx.redirect(first_page(cx.service(), &staff).await?),
    };
    Ok(cx.with_session(response, raw))
}

async fn sign_out(cx: Cx) -> Answer {
    if let Some(raw) = cx.session_token() {
        session::end(cx.service(), raw).await?;
    }
    let to = if matches!(cx.actor, Actor::Staff { .. }) { SIGN_IN } else { "" };
    Ok(cx.without_session(cx.redirect(to)))
}
