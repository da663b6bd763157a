//! One's own password: changed, set by a link, and the first administrator's account.

use actix_web::http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::frame::{STAFF, line};
use super::sign_in::arrive;
use crate::agreement::EmailAddress;
use crate::i18n::{Translate, format};
use crate::store::sessions::Purpose;
use crate::web::components::{FieldErrors, TextField, banner, button, error_summary, text_field};
use crate::web::route::{Route, Rule, SIGN_IN, route};
use crate::web::{Answer, Cx, Page};
use crate::workflow::link::{self, Unusable, Waiting};
use crate::workflow::password::{self, FirstAdministrator, LONGEST, SHORTEST, Weakness};
use crate::workflow::{WorkflowError, session};

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    route!(Get "/password", own, STAFF),
    route!(Post "/password", change, STAFF),
    route!(Post "/password/sessions", end_sessions, STAFF),
    route!(Get "/password/{token}", by_link, Rule::Anyone),
    route!(Post "/password/{token}", set_by_link, Rule::Anyone),
];

#[derive(Deserialize, Default)]
#[serde(default)]
struct Form {
    email: String,
    name: String,
    position: String,
    present: String,
    password: String,
    again: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Done {
    done: String,
}

fn weak(cx: &Cx, weakness: Weakness) -> FieldErrors {
    let field = match weakness {
        Weakness::Short | Weakness::Long | Weakness::Guessable => "password",
        Weakness::Differs => "again",
        Weakness::WrongPresent => "present",
    };
    let text = cx.lang.ta(weakness.key(), &[("shortest", SHORTEST.into()), ("longest", LONGEST.into())]);
    FieldErrors::from_iter([(field.to_owned(), text)])
}

fn secret(cx: &Cx, id: &str, label: &str, hint: Option<&str>, fill: &'static str, errors: &FieldErrors) -> Markup {
    let field = TextField { id, label, hint, kind: "password", autocomplete: Some(fill), ..TextField::default() };
    text_field(cx.lang, &field, errors)
}

fn new_password(cx: &Cx, errors: &FieldErrors) -> Markup {
    let lang = cx.lang;
    let hint = lang.ta("desk-password-hint", &[("shortest", SHORTEST.into())]);
    html! {
        (secret(cx, "password", &lang.t("desk-password-new"), Some(&hint), "new-password", errors))
        (secret(cx, "again", &lang.t("desk-password-again"), None, "new-password", errors))
    }
}

async fn own(cx: Cx) -> Answer {
    let body = own_page(&cx, &FieldErrors::none())?;
    Ok(cx.page(&cx.lang.t("desk-password-title"), body))
}

fn own_page(cx: &Cx, errors: &FieldErrors) -> Result<Markup, crate::web::PageError> {
    let lang = cx.lang;
    let done: Done = cx.query()?;
    let done = match done.done.as_str() {
        "password" => Some(("desk-password-changed", "desk-password-changed-text")),
        "sessions" => Some(("desk-sessions-ended", "desk-sessions-ended-text")),
        _ => None,
    };
    Ok(html! {
        div.sheet.q {
            @if let Some((title, text)) = done { (banner(&lang.t(title), &html! { p { (lang.t(text)) } }, true)) }
            (error_summary(lang, errors))
            h1 { (lang.t("desk-password-title")) }
            form method="post" action=(cx.href("/password")) {
                (cx.csrf())
                (secret(cx, "present", &lang.t("desk-password-present"), None, "current-password", errors))
                (new_password(cx, errors))
                p.acts { (button(&lang.t("desk-password-change"))) }
            }
            h2 { (lang.t("desk-sessions")) }
            p { (lang.t("desk-sessions-text")) }
            form method="post" action=(cx.href("/password/sessions")) {
                (cx.csrf())
                button.btn.quiet { (lang.t("desk-sessions-end")) }
            }
        }
    })
}

async fn change(cx: Cx) -> Answer {
    let given: Form = cx.form()?;
    let staff = cx.member()?;
    let session = cx.session_token().unwrap_or_default();
    match password::change(cx.service(), &staff.id, session, &given.present, &given.password, &given.again).await? {
        Ok(()) => Ok(cx.redirect("/password?done=password")),
        Err(weakness) => {
            let body = own_page(&cx, &weak(&cx, weakness))?;
            Ok(cx.refused(&cx.lang.t("desk-password-title"), body))
        }
    }
}

async fn end_sessions(cx: Cx) -> Answer {
    session::end_others(cx.service(), &cx.member()?.id, cx.session_token()).await?;
    Ok(cx.redirect("/password?done=sessions"))
}

async fn by_link(cx: Cx) -> Answer {
    let token: String = cx.param("token")?;
    match look(&cx, &token).await? {
        Ok(waiting) => {
            let (title, body) = link_page(&cx, &token, &waiting, &Form::default(), &FieldErrors::none());
            Ok(cx.page(&title, body))
        }
        Err(unusable) => Ok(dead(&cx, unusable)),
    }
}

/// What the link is for, if it is for a password and can still be used.
async fn look(cx: &Cx, token: &str) -> Result<Result<Waiting, Unusable>, WorkflowError> {
    match link::look(cx.service(), token).await {
        Ok(waiting) if waiting.purpose == Purpose::Filer => Ok(Err(Unusable::Unknown)),
        Ok(waiting) => Ok(Ok(waiting)),
        Err(WorkflowError::Link(unusable)) => Ok(Err(unusable)),
        Err(other) => Err(other),
    }
}

fn link_page(cx: &Cx, token: &str, waiting: &Waiting, given: &Form, errors: &FieldErrors) -> (String, Markup) {
    let lang = cx.lang;
    let first = waiting.purpose == Purpose::FirstAdministrator;
    let title = lang.t(if first { "desk-first-title" } else { "desk-password-set-title" });
    let text = |id, label: &str, hint: Option<&str>, value: &str, kind, fill| {
        let field = TextField { id, label, hint, value, kind, autocomplete: Some(fill), ..TextField::default() };
        text_field(lang, &field, errors)
    };
    let body = html! {
        div.sheet.q {
            (error_summary(lang, errors))
            h1 { (title) }
            p { (lang.ta("desk-link-until", &[("moment", format::moment(lang, waiting.until).into())])) }
            form method="post" action=(cx.href(&["/password/", token].concat())) {
                (cx.csrf())
                @if first {
                    p { (lang.t("desk-first-text")) }
                    (text("email", &lang.t("desk-email"), None, &given.email, "email", "username"))
                    (text("name", &lang.t("desk-name"), None, &given.name, "text", "name"))
                    (text("position", &lang.t("desk-position"), Some(&lang.t("desk-position-hint")), &given.position, "text", "organization-title"))
                } @else {
                    // The address is shown so that a password manager knows whose password it is.
                    p { (lang.ta("desk-password-of", &[("email", waiting.email.as_str().into())])) }
                    input type="hidden" name="username" value=(waiting.email) autocomplete="username";
                }
                (new_password(cx, errors))
                p.acts { (button(&lang.t(if first { "desk-first-make" } else { "desk-password-set" }))) }
            }
        }
    };
    (title, body)
}

/// The page of a link that cannot be used: what is wrong, until when it was valid, what to do.
fn dead(cx: &Cx, unusable: Unusable) -> actix_web::HttpResponse {
    let lang = cx.lang;
    let (status, title, text) = match unusable {
        Unusable::Unknown => (StatusCode::NOT_FOUND, lang.t("desk-link-unknown"), lang.t("desk-link-unknown-text")),
        Unusable::Used => (StatusCode::GONE, lang.t("desk-link-used"), lang.t("desk-link-used-text")),
        Unusable::Expired { until } => {
            let moment = format::moment(lang, until);
            (StatusCode::GONE, lang.t("desk-link-expired"), lang.ta("desk-link-expired-text", &[("moment", moment.into())]))
        }
    };
    let body = html! {
        div.sheet.q {
            h1 { (title) }
            p { (text) }
            p.acts { a href=(cx.href(SIGN_IN)) { (lang.t("desk-to-sign-in")) } }
        }
    };
    cx.answer(status, &Page::new(&title), body)
}

async fn set_by_link(cx: Cx) -> Answer {
    let token: String = cx.param("token")?;
    let given: Form = cx.form()?;
    let waiting = match look(&cx, &token).await? {
        Ok(waiting) => waiting,
        Err(unusable) => return Ok(dead(&cx, unusable)),
    };
    let outcome = if waiting.purpose == Purpose::FirstAdministrator {
        match first(&cx, &given) {
            Ok(first) => password::first_administrator(cx.service(), &token, first).await,
            Err(errors) => {
                let (title, body) = link_page(&cx, &token, &waiting, &given, &errors);
                return Ok(cx.refused(&title, body));
            }
        }
    } else {
        password::set_by_link(cx.service(), &token, &given.password, &given.again).await
    };
    match outcome {
        Ok(Ok(raw)) => arrive(&cx, raw, None).await,
        Ok(Err(weakness)) => {
            let (title, body) = link_page(&cx, &token, &waiting, &given, &weak(&cx, weakness));
            Ok(cx.refused(&title, body))
        }
        Err(WorkflowError::Link(unusable)) => Ok(dead(&cx, unusable)),
        Err(other) => Err(other.into()),
    }
}

fn first(cx: &Cx, given: &Form) -> Result<FirstAdministrator, FieldErrors> {
    let lang = cx.lang;
    let mut errors = FieldErrors::none();
    let email = EmailAddress::parse(given.email.trim());
    if let Err(refusal) = &email {
        let label = lang.t("desk-email");
        let key = if given.email.trim().is_empty() { "error-required" } else { refusal.key() };
        errors.push("email", lang.ta(key, &[("label", label.into()), ("given", given.email.trim().into())]));
    }
    let name = line(lang, &mut errors, "name", &lang.t("desk-name"), &given.name, true);
    let position = line(lang, &mut errors, "position", &lang.t("desk-position"), &given.position, true);
    match (email, name, position) {
        (Ok(email), Some(name), Some(position)) => Ok(FirstAdministrator {
            email,
            name,
            position,
            language: lang,
            password: given.password.clone(),
            again: given.again.clone(),
        }),
        _ => Err(errors),
    }
}
