//! A filer's requests: the list, a new one, the page of one, handing it over, withdrawing it, its agreement.

use actix_web::HttpResponse;
use maud::{Markup, html};

use super::form::{is_editable, own, path};
use super::{progress, tasks};
use crate::agreement::lifecycle::{RequestAction, RequestState};
use crate::agreement::rights::{Party, may};
use crate::agreement::version::VersionKind;
use crate::agreement::{EmailAddress, Language};
use crate::i18n::{Translate, format};
use crate::store::requests::Request;
use crate::web::components::{
    FieldErrors, Sign, Task, TaskState, TextField, back, banner, empty, error_summary, question, tasks as task_list, text_field,
};
use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx};
use crate::workflow::{Actor, agreement, draft};

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    route!(Get "/draft", list, Rule::Filer),
    route!(Post "/draft", start, Rule::Filer),
    route!(Get "/requests/{id}", open, Rule::Filer),
    route!(Get "/requests/{id}/hand-over", ask_hand_over, Rule::Filer),
    route!(Post "/requests/{id}/hand-over", hand_over, Rule::Filer),
    route!(Get "/requests/{id}/withdraw", ask_withdraw, Rule::Filer),
    route!(Post "/requests/{id}/withdraw", withdraw, Rule::Filer),
    route!(Get "/requests/{id}/agreement.pdf", download, Rule::Filer),
];

/// The shape and word of a request's state.
pub(super) fn state_sign(lang: Language, state: RequestState) -> (Sign, String) {
    let sign = match state {
        RequestState::Approved => Sign::Ok,
        RequestState::ChangesRequested => Sign::Warning,
        RequestState::Draft | RequestState::Submitted | RequestState::Rejected | RequestState::Withdrawn => Sign::Info,
    };
    (sign, lang.t(state.key()))
}

async fn list(cx: Cx) -> Answer {
    #[derive(serde::Deserialize)]
    struct Query {
        done: Option<String>,
    }
    let lang = cx.lang;
    let handed = cx.query::<Query>()?.done.as_deref() == Some("handed");
    let requests = draft::of_filer(cx.service(), &cx.filer_address()?).await?;
    let title = lang.t("filer-requests-title");
    let body = question(&html! {
        @if handed { (banner(&lang.t("filer-handed-title"), &html! { p { (lang.t("filer-handed-text")) } }, false)) }
        h1 { (title) }
        @if requests.is_empty() { (empty(&lang.t("filer-requests-none"), None)) } @else { (rows(&cx, &requests)) }
        form method="post" action=(cx.href("/draft")) {
            (cx.csrf())
            p.acts { button.btn { (lang.t("filer-start")) } }
        }
        p.small.soft { (lang.t("filer-requests-handed")) }
    });
    Ok(cx.page(&title, body))
}

fn rows(cx: &Cx, requests: &[Request]) -> Markup {
    let lang = cx.lang;
    let texts: Vec<(String, String, Sign, String, String)> = requests
        .iter()
        .map(|request| {
            let name = request.draft.organisation.name.trim();
            let name = if name.is_empty() { lang.t("filer-unnamed") } else { name.to_owned() };
            let kind = (request.kind != VersionKind::First).then(|| lang.t(request.kind.key()));
            let changed = lang.ta("filer-tasks-saved", &[("moment", format::moment(lang, request.updated_at).into())]);
            let hint = kind.into_iter().chain(request.reference.iter().cloned()).chain([changed]).collect::<Vec<_>>().join(" · ");
            let (sign, word) = state_sign(lang, request.state);
            (name, hint, sign, word, cx.href(&path(request, "")))
        })
        .collect();
    let rows: Vec<Task<'_>> = texts
        .iter()
        .map(|(title, hint, sign, word, href)| Task {
            href: Some(href.clone()),
            title,
            hint: Some(hint),
            state: if *sign == Sign::Info { TaskState::Started } else { TaskState::Noted(*sign) },
            word,
        })
        .collect();
    task_list(&rows)
}

async fn start(cx: Cx) -> Answer {
    let id = draft::start(cx.service(), &cx.filer_address()?, cx.lang).await?;
    Ok(cx.redirect(&["/requests/", id.as_str()].concat()))
}

async fn open(cx: Cx) -> Answer {
    let request = own(&cx).await?;
    if is_editable(&request) { Ok(tasks::page(&cx, &request)) } else { progress::page(&cx).await }
}

/// The filer's request if `action` is still possible; else the answer that leads to its page.
async fn own_for(cx: &Cx, action: RequestAction) -> Result<Result<Request, HttpResponse>, crate::web::PageError> {
    let request = own(cx).await?;
    Ok(if may(Party::Filer, action, request.state) { Ok(request) } else { Err(cx.redirect(&path(&request, ""))) })
}

async fn ask_hand_over(cx: Cx) -> Answer {
    Ok(match own_for(&cx, RequestAction::HandOver).await? {
        Ok(request) => hand_over_page(&cx, &request, "", &FieldErrors::none()),
        Err(away) => away,
    })
}

fn hand_over_page(cx: &Cx, request: &Request, typed: &str, errors: &FieldErrors) -> HttpResponse {
    let lang = cx.lang;
    let title = lang.t("filer-hand-over-title");
    let body = html! {
        (back(&cx.href(&path(request, "")), &lang.t("filer-back-tasks")))
        (question(&html! {
            (error_summary(lang, errors))
            h1 { (title) }
            p { (lang.t("filer-hand-over-text")) }
            form method="post" action=(cx.href(&path(request, "/hand-over"))) novalidate {
                (cx.csrf())
                (text_field(lang, &TextField {
                    id: "email", label: &lang.t("filer-hand-over-email"), value: typed, kind: "email", code: true,
                    autocomplete: Some("off"), ..TextField::default()
                }, errors))
                p.acts { button.btn { (lang.t("filer-hand-over")) } a href=(cx.href(&path(request, ""))) { (lang.t("filer-back")) } }
            }
        }))
    };
    if errors.is_empty() { cx.page(&title, body) } else { cx.refused(&title, body) }
}

async fn hand_over(cx: Cx) -> Answer {
    let request = match own_for(&cx, RequestAction::HandOver).await? {
        Ok(request) => request,
        Err(away) => return Ok(away),
    };
    let lang = cx.lang;
    let typed = cx.field("email").unwrap_or_default().trim();
    let filer = cx.filer_address()?;
    let problem = match EmailAddress::parse(typed) {
        Ok(to) if to.folded() == filer.folded() => lang.t("filer-hand-over-self"),
        Ok(to) => {
            draft::hand_over(cx.service(), &filer, &request.id, &to).await?;
            return Ok(cx.redirect("/draft?done=handed"));
        }
        Err(refusal) => super::link::email_problem(lang, &refusal, typed),
    };
    let mut errors = FieldErrors::none();
    errors.push("email", problem);
    Ok(hand_over_page(&cx, &request, typed, &errors))
}

async fn ask_withdraw(cx: Cx) -> Answer {
    let request = match own_for(&cx, RequestAction::Withdraw).await? {
        Ok(request) => request,
        Err(away) => return Ok(away),
    };
    let lang = cx.lang;
    let title = lang.t("filer-withdraw-title");
    let text = if request.reference.is_some() { "filer-withdraw-filed-text" } else { "filer-withdraw-draft-text" };
    let body = html! {
        (back(&cx.href(&path(&request, "")), &lang.t("filer-back-request")))
        (question(&html! {
            p.kicker { (request.draft.organisation.name.trim()) }
            h1 { (title) }
            p { (lang.t(text)) }
            form method="post" action=(cx.href(&path(&request, "/withdraw"))) {
                (cx.csrf())
                p.acts { button.btn { (lang.t("filer-withdraw")) } a href=(cx.href(&path(&request, ""))) { (lang.t("filer-back")) } }
            }
        }))
    };
    Ok(cx.page(&title, body))
}

async fn withdraw(cx: Cx) -> Answer {
    let request = match own_for(&cx, RequestAction::Withdraw).await? {
        Ok(request) => request,
        Err(away) => return Ok(away),
    };
    draft::withdraw(cx.service(), &cx.filer_address()?, &request.id).await?;
    Ok(cx.redirect(&path(&request, "")))
}

async fn download(cx: Cx) -> Answer {
    if cx.is_head() {
        // Nothing is handed out, so nothing is noted as downloaded.
        own(&cx).await?;
        return Ok(cx.file("agreement.pdf", "application/pdf", Vec::new()));
    }
    let file = agreement::download_own(cx.service(), &Actor::Filer(cx.filer_address()?), &cx.request_id()?).await?;
    Ok(cx.file(&file.name, "application/pdf", file.bytes))
}
