//! Kela's half of the form: kept by the administrator, frozen into every agreement that is approved.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use maud::{Markup, html};

use super::frame::ADMINISTRATOR;
use super::{kela_form, reports};
use crate::agreement::Language;
use crate::agreement::draft::{DomainAnswers, Draft, Section};
use crate::i18n::fields::problem;
use crate::i18n::{Translate, format};
use crate::store::kela::KelaHalf;
use crate::web::components::{FieldErrors, banner, button, error_summary, kicker};
use crate::web::route::{Route, route};
use crate::web::{Answer, Cx, Page, PageError};
use crate::workflow::WorkflowError;
use crate::workflow::kela;

/// The routes of this file.
pub const ROUTES: &[Route] = &[route!(Get "/kela", page, ADMINISTRATOR), route!(Post "/kela", save, ADMINISTRATOR)];

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct Done {
    done: String,
}

async fn page(cx: Cx) -> Answer {
    let lang = cx.lang;
    let half = kela::half(cx.service(), &cx.member()?).await?;
    let done: Done = cx.query()?;
    let saved = (done.done == "saved")
        .then(|| banner(&lang.t("desk-half-saved"), &html! { p { (lang.t("desk-half-saved-text")) } }, true));
    let draft = half.as_ref().map_or_else(first_draft, |half| half.draft.clone());
    Ok(show(&cx, StatusCode::OK, half.as_ref(), &draft, saved.as_ref(), &FieldErrors::none()))
}

/// What stands in the form before there is a half: only what is the same whoever keeps it.
fn first_draft() -> Draft {
    let mut draft = Draft::default();
    "Kela".clone_into(&mut draft.organisation.name);
    draft
}

fn show(
    cx: &Cx,
    status: StatusCode,
    half: Option<&KelaHalf>,
    draft: &Draft,
    banner: Option<&Markup>,
    errors: &FieldErrors,
) -> HttpResponse {
    let lang = cx.lang;
    let title = lang.t("desk-half-title");
    let on = half.map(|half| half.number.to_string()).unwrap_or_default();
    let body = html! {
        div.sheet.q {
            @if let Some(banner) = banner { (banner) }
            (error_summary(lang, errors))
            @if let Some(half) = half {
                (kicker(&html! { (lang.ta("desk-half-since", &[("moment", format::moment(lang, half.created_at).into())])) }))
            }
            h1 { (title) }
            p { (lang.t("desk-half-lead")) }
            @if let Some(half) = half {
                h2 { (lang.t("desk-findings")) }
                (reports::told(lang, &half.sheet.domains, &half.reports))
            } @else {
                p { strong { (lang.t("desk-half-none")) } }
            }
            form method="post" action=(cx.href("/kela")) {
                (cx.csrf())
                input type="hidden" name="on" value=(on);
                (kela_form::sections(lang, draft, errors))
                p.hint { (lang.t("desk-half-check-hint")) }
                p.acts { (button(&lang.t("desk-half-save"))) }
            }
        }
    };
    let page = if errors.is_empty() { Page::new(&title) } else { Page::new(&title).with_errors() };
    cx.answer(status, &page, body)
}

/// The draft that was posted. Kela asks nothing of itself that belongs to one request: the language, the opening date.
fn posted(cx: &Cx) -> Result<Draft, PageError> {
    let mut draft = Draft {
        organisation: cx.form()?,
        service: cx.form()?,
        domains: DomainAnswers { domain: domains(cx.fields()) },
        edge: cx.form()?,
        openness: cx.form()?,
        contacts: cx.form()?,
        support: cx.form()?,
        people: cx.form()?,
        blocked: cx.form()?,
        guidance: cx.form()?,
        signing: cx.form()?,
        change: None,
        saved: Section::ALL.iter().copied().collect(),
    };
    if draft.signing.language.is_empty() {
        Language::Fi.code().clone_into(&mut draft.signing.language);
    }
    draft.signing.opening_date.clear();
    Ok(draft)
}

/// The SIP domains, one a line or parted by blanks, commas or semicolons.
fn domains(fields: &[(String, String)]) -> Vec<String> {
    let given = fields.iter().filter(|(name, _)| name == "domain");
    let parts = given.flat_map(|(_, value)| value.split([' ', '\t', '\r', '\n', ',', ';']));
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

async fn save(cx: Cx) -> Answer {
    let lang = cx.lang;
    let staff = cx.member()?;
    let draft = posted(&cx)?;
    let on = match cx.field("on").unwrap_or_default() {
        "" => None,
        number => Some(number.parse().map_err(|_| PageError::BadRequest)?),
    };
    match kela::save_half(cx.service(), &staff, on, draft.clone()).await {
        Ok(()) => Ok(cx.redirect("/kela?done=saved")),
        Err(WorkflowError::Invalid(wrong)) => {
            let half = kela::half(cx.service(), &staff).await?;
            if half.as_ref().map(|half| half.number) != on {
                // The page is older than what is saved: that is told first, or a second try would overwrite it.
                return Ok(conflicted(&cx, half.as_ref(), &draft));
            }
            // All domains stand in one field.
            let errors: FieldErrors = wrong
                .iter()
                .map(|error| {
                    let field = if error.field.starts_with("domain-") { "domain" } else { &error.field };
                    (field.to_owned(), problem(lang, error))
                })
                .collect();
            Ok(show(&cx, StatusCode::UNPROCESSABLE_ENTITY, half.as_ref(), &draft, None, &errors))
        }
        Err(WorkflowError::Conflict(_)) => {
            let half = kela::half(cx.service(), &staff).await?;
            Ok(conflicted(&cx, half.as_ref(), &draft))
        }
        Err(other) => Err(other.into()),
    }
}

/// Somebody saved meanwhile: what was typed stays, and saving it now is a choice made knowing that.
fn conflicted(cx: &Cx, half: Option<&KelaHalf>, draft: &Draft) -> HttpResponse {
    let lang = cx.lang;
    let moment = half.map(|half| format::moment(lang, half.created_at)).unwrap_or_default();
    let body = html! {
        p { (lang.ta("desk-half-conflict", &[("moment", moment.into())])) }
        p { a href=(cx.href("/kela")) { (lang.t("desk-half-open-saved")) } }
    };
    let banner = banner(&lang.t("common-conflict-title"), &body, true);
    show(cx, StatusCode::CONFLICT, half, draft, Some(&banner), &FieldErrors::none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_taken_from_lines_and_lists() {
        let fields =
            |text: &str| vec![("domain".to_owned(), text.to_owned()), ("edge".to_owned(), "sip.kela.example".to_owned())];
        assert_eq!(domains(&fields("kela.example\r\nfpa.example, a.example;\r\n")), ["kela.example", "fpa.example", "a.example"]);
        assert!(domains(&fields("  ")).is_empty());
    }
}
