//! The links by which filers come in: asked for by work e-mail, used by a button.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use maud::html;

use crate::agreement::lifecycle::RequestState;
use crate::agreement::{EmailAddress, Language, Refusal};
use crate::i18n::{Translate, format};
use crate::store::sessions::Purpose;
use crate::web::components::{FieldErrors, TextField, error_summary, link_button, question, text_field};
use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx, Page, PageError};
use crate::workflow::link::{self, Unusable};
use crate::workflow::{WorkflowError, draft};

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    route!(Get "/link", ask, Rule::Anyone),
    route!(Post "/link", send, Rule::Anyone),
    route!(Get "/link/sent", sent, Rule::Anyone),
    route!(Get "/link/{token}", look, Rule::Anyone),
    route!(Post "/link/{token}", enter, Rule::Anyone),
];

/// What is wrong with an e-mail address, in words.
pub(super) fn email_problem(lang: Language, refusal: &Refusal, typed: &str) -> String {
    if typed.is_empty() {
        return lang.t("filer-email-missing");
    }
    let given: String = typed.chars().filter(|c| crate::agreement::draft::is_plain(*c)).take(120).collect();
    lang.ta(refusal.key(), &[("label", lang.t("filer-email").into()), ("given", given.into())])
}

async fn ask(cx: Cx) -> Answer {
    Ok(page(&cx, "", &FieldErrors::none()))
}

fn page(cx: &Cx, typed: &str, errors: &FieldErrors) -> HttpResponse {
    let lang = cx.lang;
    let title = lang.t("filer-link-title");
    let next = cx.next();
    let body = question(&html! {
        (error_summary(lang, errors))
        h1 { (title) }
        @if next.is_some() { p { b { (lang.t("filer-link-needed")) } } }
        p { (lang.t("filer-link-intro")) }
        form method="post" action=(cx.href("/link")) novalidate {
            (cx.csrf())
            @if let Some(next) = &next { input type="hidden" name="next" value=(next); }
            (text_field(lang, &TextField {
                id: "email", label: &lang.t("filer-email"), hint: Some(&lang.t("filer-email-hint")), value: typed, kind: "email", code: true,
                autocomplete: Some("email"), ..TextField::default()
            }, errors))
            p.small.soft { (lang.t("filer-link-privacy")) " " a href=(cx.href("/privacy")) { (lang.t("common-privacy")) } }
            p.acts { button.btn { (lang.t("filer-link-send")) } }
        }
    });
    if errors.is_empty() { cx.page(&title, body) } else { cx.refused(&title, body) }
}

async fn send(cx: Cx) -> Answer {
    let typed = cx.field("email").unwrap_or_default().trim();
    match EmailAddress::parse(typed) {
        Ok(email) => {
            link::ask(cx.service(), &email, cx.lang, cx.network(), cx.next().as_deref()).await?;
            Ok(cx.redirect("/link/sent"))
        }
        Err(refusal) => {
            let mut errors = FieldErrors::none();
            errors.push("email", email_problem(cx.lang, &refusal, typed));
            Ok(page(&cx, typed, &errors))
        }
    }
}

/// The same for every address, known or not.
async fn sent(cx: Cx) -> Answer {
    let lang = cx.lang;
    let title = lang.t("filer-sent-title");
    let body = question(&html! {
        h1 { (title) }
        p { (lang.t("filer-sent-text")) }
        h2 { (lang.t("filer-sent-missing")) }
        ul {
            li { (lang.t("filer-sent-wait")) }
            li { (lang.t("filer-sent-spam")) }
            li { (lang.t("filer-sent-address")) }
        }
        p.acts { a href=(cx.href("/link")) { (lang.t("filer-link-again")) } }
    });
    Ok(cx.page(&title, body))
}

async fn look(cx: Cx) -> Answer {
    let lang = cx.lang;
    let token: String = cx.param("token")?;
    let waiting = match link::look(cx.service(), &token).await {
        Ok(waiting) if waiting.purpose == Purpose::Filer => waiting,
        Ok(_) => return cx.not_found(),
        Err(WorkflowError::Link(why)) => return Ok(unusable(&cx, why)),
        Err(other) => return Err(other.into()),
    };
    let title = lang.t("filer-enter-title");
    let body = question(&html! {
        h1 { (title) }
        p { (lang.ta("filer-enter-text", &[("email", waiting.email.into())])) }
        p.soft { (lang.ta("filer-enter-until", &[("moment", format::moment(lang, waiting.until).into())])) }
        form method="post" action=(cx.href(&["/link/", &token].concat())) {
            (cx.csrf())
            p.acts { button.btn { (lang.t("filer-enter")) } }
        }
    });
    Ok(cx.page(&title, body))
}

fn unusable(cx: &Cx, why: Unusable) -> HttpResponse {
    let lang = cx.lang;
    let (status, title, text) = match why {
        Unusable::Unknown => (StatusCode::NOT_FOUND, "filer-link-unknown-title", lang.t("filer-link-unknown-text")),
        Unusable::Used => (StatusCode::GONE, "filer-link-used-title", lang.t("filer-link-used-text")),
        Unusable::Expired { until } => (
            StatusCode::GONE,
            "filer-link-expired-title",
            lang.ta("filer-link-expired-text", &[("moment", format::moment(lang, until).into())]),
        ),
    };
    let title = lang.t(title);
    let body = question(&html! {
        h1 { (title) }
        p { (text) }
        p.acts { (link_button(&cx.href("/link"), &lang.t("filer-link-again"))) }
    });
    cx.answer(status, &Page::new(&title), body)
}

/// Uses the link. Who asked for it on the way to a page is led there; who comes for the first time gets a draft at once; who has one request under way is led to it.
async fn enter(cx: Cx) -> Answer {
    let token: String = cx.param("token")?;
    let email = match link::look(cx.service(), &token).await {
        Ok(waiting) if waiting.purpose == Purpose::Filer => waiting.email,
        Ok(_) => return cx.not_found(),
        Err(WorkflowError::Link(why)) => return Ok(unusable(&cx, why)),
        Err(other) => return Err(other.into()),
    };
    let email = EmailAddress::parse(&email).map_err(|error| PageError::internal(&error))?;
    let link::Entered { session, request, next } = match link::enter(cx.service(), &token).await {
        Ok(entered) => entered,
        Err(WorkflowError::Link(why)) => return Ok(unusable(&cx, why)),
        Err(other) => return Err(other.into()),
    };
    if let Some(next) = next {
        return Ok(cx.with_session(cx.redirect_to(&next), session));
    }
    let to = match request {
        Some(id) => ["/requests/", id.as_str()].concat(),
        None => {
            // The link is used up by now: whatever fails here, the session must reach the browser.
            let Ok(requests) = draft::of_filer(cx.service(), &email).await else {
                return Ok(cx.with_session(cx.redirect("/draft"), session));
            };
            let mut open =
                requests.iter().filter(|request| !matches!(request.state, RequestState::Rejected | RequestState::Withdrawn));
            match (requests.as_slice(), open.next(), open.next()) {
                ([], ..) => match draft::start(cx.service(), &email, cx.lang).await {
                    Ok(id) => ["/requests/", id.as_str()].concat(),
                    Err(_) => "/draft".to_owned(),
                },
                (_, Some(only), None) => ["/requests/", only.id.as_str()].concat(),
                _ => "/draft".to_owned(),
            }
        }
    };
    Ok(cx.with_session(cx.redirect(&to), session))
}
