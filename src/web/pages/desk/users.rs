//! The accounts of Kela's people: listed, added, changed, disabled, given a link to a new password.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::frame::{ADMINISTRATOR, line};
use crate::agreement::{EmailAddress, Language, UserId};
use crate::i18n::{Translate, format};
use crate::store::accounts::User;
use crate::web::components::{
    Choice, FieldErrors, Options, Select, Table, TextField, back, banner, button, error_summary, link_button, radios, select,
    table, text_field, wide,
};
use crate::web::route::{Route, route};
use crate::web::{Answer, Cx, Page, PageError, Role};
use crate::workflow::account::{self, Keeper, Profile};
use crate::workflow::{Conflict, WorkflowError};

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    route!(Get "/users", list, ADMINISTRATOR),
    route!(Get "/users/new", new, ADMINISTRATOR),
    route!(Post "/users/new", add, ADMINISTRATOR),
    route!(Get "/users/{id}", page, ADMINISTRATOR),
    route!(Post "/users/{id}", change, ADMINISTRATOR),
    route!(Post "/users/{id}/disable", disable, ADMINISTRATOR),
    route!(Post "/users/{id}/reset", reset, ADMINISTRATOR),
];

/// An account as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    email: String,
    name: String,
    role: String,
    position: String,
    authority: String,
    language: String,
    revision: i32,
}

impl From<&User> for Form {
    fn from(user: &User) -> Self {
        Self {
            email: user.email.as_str().to_owned(),
            name: user.name.clone(),
            role: user.role.code().to_owned(),
            position: user.position.clone(),
            authority: user.authority.clone(),
            language: user.language.code().to_owned(),
            revision: user.revision,
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Done {
    done: String,
}

fn keeper(cx: &Cx) -> Result<Keeper, PageError> {
    Ok(Keeper::Staff(cx.member()?))
}

fn user_id(cx: &Cx) -> Result<UserId, PageError> {
    UserId::parse(&cx.param::<String>("id")?).ok_or(PageError::NotFound)
}

async fn list(cx: Cx) -> Answer {
    let lang = cx.lang;
    let users = account::all(cx.service(), &keeper(&cx)?).await?;
    let columns = [lang.t("desk-name"), lang.t("desk-email"), lang.t("desk-role"), lang.t("desk-position"), lang.t("desk-state")];
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let rows = users.iter().map(|user| {
        vec![
            html! { a href=(cx.href(&["/users/", user.id.as_str()].concat())) { (user.name) } },
            html! { span translate="no" { (user.email.as_str()) } },
            html! { (lang.t(user.role.key())) },
            html! { (user.position) },
            html! { (state(lang, user)) },
        ]
    });
    let title = lang.t("desk-users-title");
    let body = html! {
        h1 { (title) }
        p { (link_button(&cx.href("/users/new"), &lang.t("desk-user-add"))) }
        (table(&Table { caption: &lang.t("desk-users-caption"), columns: &columns, rows: rows.collect(), queue: true, ..Table::default() }))
    };
    Ok(cx.page(&title, wide(&body)))
}

fn state(lang: Language, user: &User) -> String {
    match (user.disabled_at, &user.password_hash) {
        (Some(at), _) => lang.ta("desk-user-disabled", &[("date", format::date(lang, format::day(at)).into())]),
        (None, None) => lang.t("desk-user-no-password"),
        (None, Some(_)) => lang.t("desk-user-in-use"),
    }
}

fn fields(cx: &Cx, given: &Form, errors: &FieldErrors, new: bool, own: bool) -> Markup {
    let lang = cx.lang;
    let text = |id, label: &str, hint: Option<&str>, value: &str, optional| {
        let field = TextField { id, label, hint, value, optional, autocomplete: Some("off"), ..TextField::default() };
        text_field(lang, &field, errors)
    };
    let roles: Vec<(Role, String, String)> =
        Role::ALL.iter().map(|role| (*role, lang.t(role.key()), lang.t(role_hint(*role)))).collect();
    let choices: Vec<Choice<'_>> = roles.iter().map(|(role, word, hint)| Choice::new(role.code(), word).hint(hint)).collect();
    let chosen = [given.role.as_str()];
    let languages: Vec<(&str, &str)> = Language::ALL.iter().map(|language| (language.code(), language.own_name())).collect();
    let language = if given.language.is_empty() { Language::Fi.code() } else { &given.language };
    html! {
        @if new {
            (text_field(lang, &TextField { id: "email", label: &lang.t("desk-email"), hint: Some(&lang.t("desk-user-email-hint")),
                value: &given.email, kind: "email", autocomplete: Some("off"), code: true, ..TextField::default() }, errors))
        }
        (text("name", &lang.t("desk-name"), Some(&lang.t("desk-name-hint")), &given.name, false))
        @if own { input type="hidden" name="role" value=(given.role); }
        @else { (radios(lang, &Options { id: "role", legend: &lang.t("desk-role"), choices: &choices, chosen: &chosen, ..Options::default() }, errors)) }
        (text("position", &lang.t("desk-position"), Some(&lang.t("desk-position-hint")), &given.position, false))
        (text("authority", &lang.t("desk-authority"), Some(&lang.t("desk-authority-hint")), &given.authority, true))
        (select(lang, &Select { id: "language", label: &lang.t("desk-user-language"), choices: &languages, chosen: language, hint: None }, errors))
    }
}

const fn role_hint(role: Role) -> &'static str {
    match role {
        Role::Administrator => "desk-role-administrator-hint",
        Role::Reviewer => "desk-role-reviewer-hint",
        Role::Auditor => "desk-role-auditor-hint",
    }
}

/// The profile that was typed, or what is wrong with it.
fn profile(lang: Language, given: &Form, errors: &mut FieldErrors) -> Option<Profile> {
    let name = line(lang, errors, "name", &lang.t("desk-name"), &given.name, true);
    let role = Role::from_code(&given.role);
    if role.is_none() {
        errors.push("role", lang.ta("error-choose", &[("label", lang.t("desk-role").into())]));
    }
    let position = line(lang, errors, "position", &lang.t("desk-position"), &given.position, true);
    let authority = line(lang, errors, "authority", &lang.t("desk-authority"), &given.authority, false);
    let language = Language::from_code(&given.language).unwrap_or(Language::Fi);
    Some(Profile { name: name?, role: role?, position: position?, authority: authority?, language })
}

async fn new(cx: Cx) -> Answer {
    Ok(new_page(&cx, StatusCode::OK, &Form::default(), &FieldErrors::none()))
}

fn new_page(cx: &Cx, status: StatusCode, given: &Form, errors: &FieldErrors) -> HttpResponse {
    let lang = cx.lang;
    let title = lang.t("desk-user-new");
    let body = html! {
        (back(&cx.href("/users"), &lang.t("desk-back-to-users")))
        div.sheet.q {
            (error_summary(lang, errors))
            h1 { (title) }
            form method="post" action=(cx.href("/users/new")) {
                (cx.csrf())
                (fields(cx, given, errors, true, false))
                p.acts { (button(&lang.t("desk-user-add"))) }
            }
        }
    };
    let page = if errors.is_empty() { Page::new(&title) } else { Page::new(&title).with_errors() };
    cx.answer(status, &page, body)
}

async fn add(cx: Cx) -> Answer {
    let lang = cx.lang;
    let given: Form = cx.form()?;
    let typed = given.email.trim();
    let mut errors = FieldErrors::none();
    let email = EmailAddress::parse(typed);
    if let Err(refusal) = &email {
        let key = if typed.is_empty() { "error-required" } else { refusal.key() };
        errors.push("email", lang.ta(key, &[("label", lang.t("desk-email").into()), ("given", typed.into())]));
    }
    let profile = profile(lang, &given, &mut errors);
    let (Ok(email), Some(profile)) = (email, profile) else {
        return Ok(new_page(&cx, StatusCode::UNPROCESSABLE_ENTITY, &given, &errors));
    };
    match account::add(cx.service(), &keeper(&cx)?, email, profile).await {
        Ok((id, _)) => Ok(cx.redirect(&["/users/", id.as_str(), "?done=added"].concat())),
        Err(WorkflowError::Conflict(known)) => {
            let who = known.map(|Conflict { who, .. }| who).unwrap_or_default();
            errors.push("email", lang.ta("desk-user-known", &[("email", typed.into()), ("name", who.into())]));
            Ok(new_page(&cx, StatusCode::CONFLICT, &given, &errors))
        }
        Err(other) => Err(other.into()),
    }
}

async fn page(cx: Cx) -> Answer {
    let user = account::find(cx.service(), &keeper(&cx)?, &user_id(&cx)?).await?;
    let done: Done = cx.query()?;
    let lang = cx.lang;
    let done = match done.done.as_str() {
        "added" => Some(("desk-user-added", "desk-user-link-sent")),
        "changed" => Some(("desk-user-changed", "desk-user-changed-text")),
        "disabled" => Some(("desk-user-was-disabled", "desk-user-disabled-text")),
        "reset" => Some(("desk-user-reset-done", "desk-user-link-sent")),
        _ => None,
    };
    let banner = done.map(|(title, text)| banner(&lang.t(title), &html! { p { (lang.t(text)) } }, true));
    Ok(show(&cx, StatusCode::OK, &user, banner.as_ref(), &Form::from(&user), &FieldErrors::none()))
}

fn show(cx: &Cx, status: StatusCode, user: &User, banner: Option<&Markup>, given: &Form, errors: &FieldErrors) -> HttpResponse {
    let lang = cx.lang;
    let own = cx.staff().is_ok_and(|(id, _, _)| id == user.id.as_str());
    let path = ["/users/", user.id.as_str()].concat();
    let act = |act: &str| cx.href(&[&path, act].concat());
    let body = html! {
        (back(&cx.href("/users"), &lang.t("desk-back-to-users")))
        div.sheet.q {
            @if let Some(banner) = banner { (banner) }
            (error_summary(lang, errors))
            p.kicker { span translate="no" { (user.email.as_str()) } " · " (state(lang, user)) }
            h1 { (user.name) }
            @if own { p { (lang.t(user.role.key())) ". " (lang.t("desk-user-own")) } }
            form method="post" action=(cx.href(&path)) {
                (cx.csrf())
                input type="hidden" name="revision" value=(user.revision);
                (fields(cx, given, errors, false, own))
                p.acts { (button(&lang.t("desk-save"))) }
            }
            @if !own {
                h2 { (lang.t("desk-user-reset")) }
                p { (lang.t(if user.disabled_at.is_some() { "desk-user-reset-disabled-text" } else { "desk-user-reset-text" })) }
                form method="post" action=(act("/reset")) { (cx.csrf()) button.btn.quiet { (lang.t("desk-user-reset-send")) } }
                @if user.disabled_at.is_none() {
                    h2 { (lang.t("desk-user-disable")) }
                    p { (lang.t("desk-user-disable-text")) }
                    form method="post" action=(act("/disable")) { (cx.csrf()) button.btn.quiet { (lang.t("desk-user-disable-do")) } }
                }
            }
        }
    };
    let page = if errors.is_empty() { Page::new(&user.name) } else { Page::new(&user.name).with_errors() };
    cx.answer(status, &page, body)
}

async fn change(cx: Cx) -> Answer {
    let lang = cx.lang;
    let (keeper, id) = (keeper(&cx)?, user_id(&cx)?);
    let given: Form = cx.form()?;
    let mut errors = FieldErrors::none();
    let profile = profile(lang, &given, &mut errors);
    let user = account::find(cx.service(), &keeper, &id).await?;
    let Some(profile) = profile else {
        return Ok(show(&cx, StatusCode::UNPROCESSABLE_ENTITY, &user, None, &given, &errors));
    };
    match account::change(cx.service(), &keeper, &id, given.revision, profile).await {
        Ok(()) => Ok(cx.redirect(&["/users/", id.as_str(), "?done=changed"].concat())),
        Err(WorkflowError::Conflict(_)) => {
            let user = account::find(cx.service(), &keeper, &id).await?;
            let banner = banner(&lang.t("common-conflict-title"), &html! { p { (lang.t("desk-conflict-form")) } }, true);
            Ok(show(&cx, StatusCode::CONFLICT, &user, Some(&banner), &given, &FieldErrors::none()))
        }
        Err(other) => Err(other.into()),
    }
}

async fn disable(cx: Cx) -> Answer {
    let id = user_id(&cx)?;
    account::disable(cx.service(), &keeper(&cx)?, &id).await?;
    Ok(cx.redirect(&["/users/", id.as_str(), "?done=disabled"].concat()))
}

async fn reset(cx: Cx) -> Answer {
    let id = user_id(&cx)?;
    account::reset(cx.service(), &keeper(&cx)?, &id).await?;
    Ok(cx.redirect(&["/users/", id.as_str(), "?done=reset"].concat()))
}
