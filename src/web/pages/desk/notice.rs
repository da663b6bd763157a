//! Kela gives notice of an agreement: the last day and why. The notice is then decided on as a request.

use actix_web::HttpResponse;
use maud::html;
use serde::Deserialize;

use super::frame::REVIEWER;
use crate::agreement::field::label_key;
use crate::i18n::versions::standing;
use crate::i18n::{Translate, fields, format};
use crate::web::components::{FieldErrors, TextField, back, error_summary, facts, question, text_area, text_field};
use crate::web::pages::compare::obstructed;
use crate::web::route::{Route, route};
use crate::web::{Answer, Cx};
use crate::workflow::change::{self, Notice};
use crate::workflow::in_force::{self, OnDay};
use crate::workflow::{Actor, WorkflowError};

/// The routes of this file.
pub const ROUTES: &[Route] =
    &[route!(Get "/agreements/{number}/notice", ask, REVIEWER), route!(Post "/agreements/{number}/notice", give, REVIEWER)];

/// The page on which Kela gives notice of the agreement `number`.
pub(super) fn path(number: &str) -> String {
    ["/agreements/", number, "/notice"].concat()
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Written {
    last_day: String,
    change_reason: String,
}

async fn found(cx: &Cx) -> Result<OnDay, crate::web::PageError> {
    let number: String = cx.param("number")?;
    Ok(in_force::on_day(cx.service(), &Actor::Staff(cx.member()?), &number, format::day(cx.now)).await?)
}

async fn ask(cx: Cx) -> Answer {
    let found = found(&cx).await?;
    Ok(page(&cx, &found, &Written::default(), &FieldErrors::none()))
}

async fn give(cx: Cx) -> Answer {
    let (found, written) = (found(&cx).await?, cx.form::<Written>()?);
    let notice = Notice { last_day: written.last_day.clone(), reason: written.change_reason.clone() };
    let errors = match change::give_notice(cx.service(), &cx.member()?, &found.agreement.number, notice).await {
        Ok(id) => return Ok(cx.redirect(&["/queue/", id.as_str()].concat())),
        Err(WorkflowError::Invalid(errors)) => {
            errors.iter().map(|error| (error.field.clone(), fields::problem(cx.lang, error))).collect::<FieldErrors>()
        }
        Err(WorkflowError::Obstacle(obstacle)) => {
            FieldErrors::from_iter([("last_day".to_owned(), obstructed(cx.lang, obstacle))])
        }
        Err(WorkflowError::Lacking(_)) => FieldErrors::from_iter([("last_day".to_owned(), cx.lang.t("desk-lacks-half"))]),
        Err(other) => return Err(other.into()),
    };
    Ok(page(&cx, &found, &written, &errors))
}

fn page(cx: &Cx, found: &OnDay, written: &Written, errors: &FieldErrors) -> HttpResponse {
    let lang = cx.lang;
    let number = &found.agreement.number;
    let title = lang.t("desk-notice-title");
    let today = format::date(lang, format::day(cx.now));
    let body = html! {
        (back(&cx.href(&["/agreements/", number].concat()), &lang.ta("desk-agreement-of", &[("number", number.as_str().into())])))
        (question(&html! {
            (error_summary(lang, errors))
            p.kicker { (found.agreement.party_name) " · " span.num translate="no" { (number) } }
            h1 { (title) }
            (facts(&[(&lang.t("agreement-today"), html! { (standing(lang, found.standing)) })]))
            p { (lang.t("desk-notice-text")) }
            form method="post" action=(cx.href(&path(number))) novalidate {
                (cx.csrf())
                (text_field(lang, &TextField {
                    id: "last_day", label: &lang.t(label_key("last_day")), value: &written.last_day, narrow: true,
                    hint: Some(&lang.ta("filer-last-day-hint", &[("date", today.into())])), autocomplete: Some("off"), ..TextField::default()
                }, errors))
                (text_area(lang, &TextField {
                    id: "change_reason", label: &lang.t(label_key("change_reason")), value: &written.change_reason, optional: true,
                    ..TextField::default()
                }, errors))
                p.acts { button.btn { (lang.t("desk-notice-file")) } }
            }
        }))
    };
    if errors.is_empty() { cx.page(&title, body) } else { cx.refused(&title, body) }
}
