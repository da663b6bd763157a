//! The agreement's terms: listed by language, read, published in their next version.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::frame::ADMINISTRATOR;
use crate::agreement::Language;
use crate::agreement::content::Terms;
use crate::i18n::{Translate, format};
use crate::web::components::{
    FieldErrors, Sign, Table, TextField, back, banner, button, error_summary, icon, kicker, table, text_area, tick, verdict, wide,
};
use crate::web::route::{Route, route};
use crate::web::{Answer, Cx, Page, PageError};
use crate::workflow::WorkflowError;
use crate::workflow::kela::{self, LONGEST_TERMS, TermsProblem};

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    route!(Get "/terms", list, ADMINISTRATOR),
    route!(Get "/terms/{of}/new", new, ADMINISTRATOR),
    route!(Post "/terms/{of}/new", publish, ADMINISTRATOR),
    route!(Get "/terms/{of}/{version}", read, ADMINISTRATOR),
];

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    version: u32,
    text: String,
    sample: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Done {
    done: String,
}

fn language(cx: &Cx) -> Result<Language, PageError> {
    Language::from_code(&cx.param::<String>("of")?).ok_or(PageError::NotFound)
}

/// The word for a language in the reader's.
fn name(cx: &Cx, of: Language) -> String {
    crate::i18n::fields::shown(cx.lang, &crate::agreement::summary::Shown::Language(of))
}

async fn list(cx: Cx) -> Answer {
    let lang = cx.lang;
    let all = kela::terms(cx.service(), &cx.member()?).await?;
    let done: Done = cx.query()?;
    let title = lang.t("desk-terms-title");
    let body = html! {
        @if done.done == "published" { (banner(&lang.t("desk-terms-published"), &html! { p { (lang.t("desk-terms-published-text")) } }, true)) }
        h1 { (title) }
        p { (lang.t("desk-terms-lead")) }
        @for of in Language::ALL {
            h2 { (name(&cx, of)) }
            (of_language(&cx, of, &all))
        }
    };
    Ok(cx.page(&title, wide(&body)))
}

fn of_language(cx: &Cx, of: Language, all: &[Terms]) -> Markup {
    let lang = cx.lang;
    let columns = [lang.t("desk-version"), lang.t("desk-terms-published-at"), lang.t("desk-terms-kind"), lang.t("desk-state")];
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let own: Vec<&Terms> = all.iter().filter(|terms| terms.language == of).collect();
    let rows = own.iter().enumerate().map(|(index, terms)| {
        let version = terms.version.to_string();
        vec![
            html! { a href=(cx.href(&["/terms/", of.code(), "/", &version].concat())) { (lang.ta("desk-event-version", &[("n", terms.version.into())])) span.vh { ", " (name(cx, of)) } } },
            html! { (format::moment(lang, terms.published_at)) },
            html! { (lang.t(if terms.sample { "desk-terms-sample" } else { "desk-terms-own" })) },
            html! { (lang.t(if index == 0 { "desk-terms-current" } else { "desk-terms-replaced" })) },
        ]
    });
    html! {
        @if own.is_empty() {
            p { (verdict(Sign::Warning, &lang.t("desk-terms-missing"), None)) " " (lang.t("desk-terms-missing-text")) }
        } @else {
            (table(&Table { caption: &name(cx, of), hidden_caption: true, columns: &columns, rows: rows.collect(), queue: false }))
        }
        p { a.btn.quiet.tiny href=(cx.href(&["/terms/", of.code(), "/new"].concat())) { (lang.t("desk-terms-new")) span.vh { ", " (name(cx, of)) } } }
    }
}

async fn new(cx: Cx) -> Answer {
    let of = language(&cx)?;
    let all = kela::terms(cx.service(), &cx.member()?).await?;
    let current = all.iter().find(|terms| terms.language == of);
    let given = Form {
        version: current.map_or(1, |terms| terms.version + 1),
        text: current.map(|terms| terms.text.clone()).unwrap_or_default(),
        sample: String::new(),
    };
    Ok(form(&cx, StatusCode::OK, of, &given, None, &FieldErrors::none()))
}

fn form(cx: &Cx, status: StatusCode, of: Language, given: &Form, banner: Option<&Markup>, errors: &FieldErrors) -> HttpResponse {
    let lang = cx.lang;
    let title = lang.ta("desk-terms-new-title", &[("language", name(cx, of).into()), ("n", given.version.into())]);
    let body = html! {
        (back(&cx.href("/terms"), &lang.t("desk-back-to-terms")))
        div.sheet.wide {
            @if let Some(banner) = banner { (banner) }
            (error_summary(lang, errors))
            h1 { (title) }
            p { (icon(Sign::Info)) " " (lang.t("desk-terms-frozen")) }
            form method="post" action=(cx.href(&["/terms/", of.code(), "/new"].concat())) {
                (cx.csrf())
                input type="hidden" name="version" value=(given.version);
                div.terms lang=(of.tag()) {
                    (text_area(lang, &TextField { id: "text", label: &lang.t("desk-terms-text"), hint: Some(&lang.t("desk-terms-text-hint")),
                        value: &given.text, ..TextField::default() }, errors))
                }
                (tick(lang, "sample", &lang.t("desk-terms-sample-tick"), given.sample == "yes", errors))
                p.acts { (button(&lang.t("desk-terms-publish"))) }
            }
        }
    };
    let page = if errors.is_empty() { Page::new(&title) } else { Page::new(&title).with_errors() };
    cx.answer(status, &page, body)
}

async fn publish(cx: Cx) -> Answer {
    let (of, staff) = (language(&cx)?, cx.member()?);
    let lang = cx.lang;
    let given: Form = cx.form()?;
    let sample = given.sample == "yes";
    match kela::publish_terms(cx.service(), &staff, of, given.version, &given.text, sample).await {
        Ok(Ok(())) => Ok(cx.redirect("/terms?done=published")),
        Ok(Err(problem)) => {
            let count = given.text.chars().count();
            let text = match problem {
                TermsProblem::Empty => lang.t("desk-terms-empty"),
                TermsProblem::Long => lang.ta("desk-text-unfit", &[("limit", LONGEST_TERMS.into()), ("count", count.into())]),
                TermsProblem::Hidden => {
                    lang.ta("error-hidden-characters", &[("label", lang.t("desk-terms-text").into()), ("given", "".into())])
                }
            };
            let errors = FieldErrors::from_iter([("text".to_owned(), text)]);
            Ok(form(&cx, StatusCode::UNPROCESSABLE_ENTITY, of, &given, None, &errors))
        }
        Err(WorkflowError::Conflict(_)) => {
            // The page offers the version that is the next one now, with what was typed.
            let all = kela::terms(cx.service(), &staff).await?;
            let current = all.iter().find(|terms| terms.language == of);
            let values = [("moment", current.map(|terms| format::moment(lang, terms.published_at)).unwrap_or_default().into())];
            let body = html! {
                p { (lang.ta("desk-terms-conflict", &values)) }
                @if let Some(terms) = current {
                    p { a href=(cx.href(&["/terms/", of.code(), "/", &terms.version.to_string()].concat())) { (lang.t("desk-terms-read-current")) } }
                }
            };
            let banner = banner(&lang.t("common-conflict-title"), &body, true);
            let given = Form { version: current.map_or(1, |terms| terms.version + 1), ..given };
            Ok(form(&cx, StatusCode::CONFLICT, of, &given, Some(&banner), &FieldErrors::none()))
        }
        Err(other) => Err(other.into()),
    }
}

async fn read(cx: Cx) -> Answer {
    let lang = cx.lang;
    let (of, version) = (language(&cx)?, cx.param::<u32>("version")?);
    let all = kela::terms(cx.service(), &cx.member()?).await?;
    let terms = all.iter().find(|terms| terms.language == of && terms.version == version).ok_or(PageError::NotFound)?;
    let title = lang.ta("desk-terms-of", &[("language", name(&cx, of).into()), ("n", version.into())]);
    let published = lang.ta("desk-terms-published-on", &[("moment", format::moment(lang, terms.published_at).into())]);
    let body = html! {
        (back(&cx.href("/terms"), &lang.t("desk-back-to-terms")))
        div.sheet {
            (kicker(&html! { (published) @if terms.sample { " · " (lang.t("desk-terms-sample")) } }))
            h1 { (title) }
            div lang=(of.tag()) { (text(&terms.text)) }
        }
    };
    Ok(cx.page(&title, body))
}

/// The terms as paragraphs and headings.
fn text(text: &str) -> Markup {
    html! {
        @for part in text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()) {
            @match part.strip_prefix("## ") {
                Some(heading) => { h2 { (heading) } }
                None => { p { (super::frame::lines(part)) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_headings_and_paragraphs_and_never_markup() {
        let drawn = text("## Osapuolet\n\nEnsimmäinen <b>kappale</b>\njatkuu.\n\n\n\nToinen.").into_string();
        assert_eq!(drawn, "<h2>Osapuolet</h2><p>Ensimmäinen &lt;b&gt;kappale&lt;/b&gt;<br>jatkuu.</p><p>Toinen.</p>");
    }
}
