//! One incident: what, what was seen, what to do, how it went, and what Kela can do about it.

use actix_web::HttpResponse;
use maud::{Markup, html};
use serde::Deserialize;

use super::events;
use super::frame::{REVIEWER, STAFF, lines, with_query};
use super::watch::{agreement, state};
use crate::agreement::incident::IncidentAction;
use crate::agreement::read_date;
use crate::agreement::rights::may_with_incident;
use crate::federation::drift::{DriftKind, unpinning_script};
use crate::i18n::{Translate, drift, format};
use crate::store::events::Event;
use crate::store::incidents::Incident;
use crate::web::components::{
    FieldErrors, TextField, aside, back, banner, columns, error_summary, evidence, facts, kicker, text_area, text_field, wide,
};
use crate::web::pages::compare::obstructed;
use crate::web::route::{Route, route};
use crate::web::{Answer, Cx};
use crate::workflow::watch::{self, Seen, Wish};
use crate::workflow::{Lacking, WorkflowError};

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    route!(Get "/incidents/{id}", page, STAFF),
    route!(Post "/incidents/{id}/acknowledge", acknowledge, REVIEWER),
    route!(Post "/incidents/{id}/silence", silence, REVIEWER),
    route!(Post "/incidents/{id}/amend", amend, REVIEWER),
];

/// What a reviewer typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Written {
    revision: i32,
    until: String,
    reason: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Query {
    /// What the reader has just done.
    done: String,
}

async fn page(cx: Cx) -> Answer {
    let query: Query = cx.query()?;
    let (seen, history) = watch::incident(cx.service(), &cx.member()?, cx.param("id")?).await?;
    let done = match query.done.as_str() {
        "acknowledged" => Some("watch-acknowledged"),
        "silenced" => Some("watch-silenced"),
        "amended" => Some("watch-amended"),
        "changed" => Some("watch-changed"),
        _ => None,
    };
    Ok(draw(&cx, (&seen, &history), &Written::default(), &FieldErrors::none(), done))
}

fn draw(
    cx: &Cx,
    (seen, history): (&Seen, &[(Event, String)]),
    written: &Written,
    errors: &FieldErrors,
    done: Option<&'static str>,
) -> HttpResponse {
    let lang = cx.lang;
    let incident = &seen.incident;
    let title = lang.t(drift::title(incident.kind));
    let main = html! {
        @if let Some(done) = done { (banner(&lang.t(done), &html! {}, true)) }
        (error_summary(lang, errors))
        (kicker(&html! { (lang.ta("watch-incident", &[("n", incident.id.into())])) " · " code translate="no" { (seen.watched.domain.to_unicode()) } }))
        h1 { (title) }
        p.tags { (state(lang, incident)) }
        (facts(&[(&lang.t("watch-column-agreement"), agreement(cx, seen))]))
        h2 { (lang.t("watch-evidence")) }
        (shown(cx, incident))
        h2 { (lang.t("watch-why")) }
        p { (lang.t(drift::why(incident.kind))) }
        (advice(cx, seen))
        h2 { (lang.t("watch-course")) }
        (course(cx, incident))
        (events::told(lang, history))
    };
    let side = actions(cx, seen, written, errors);
    let body = html! {
        (back(&cx.href("/incidents"), &lang.t("watch-back")))
        @match side { Some(side) => { (columns(&wide(&main), &side, false)) } None => { (wide(&main)) } }
    };
    let title = [title.as_str(), ": ", &seen.watched.domain.to_unicode()].concat();
    if errors.is_empty() { cx.page(&title, body) } else { cx.refused(&title, body) }
}

fn shown(cx: &Cx, incident: &Incident) -> Markup {
    let lang = cx.lang;
    let rows: Vec<(String, Markup)> =
        drift::facts(lang, &incident.evidence).into_iter().map(|(key, value)| (lang.t(key), lines(&value))).collect();
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(label, value)| (label.as_str(), value.clone())).collect();
    evidence(&rows)
}

fn advice(cx: &Cx, seen: &Seen) -> Markup {
    let lang = cx.lang;
    let incident = &seen.incident;
    let targets = incident.evidence.get("target").unwrap_or_default();
    let script = Some(incident.kind).filter(|kind| *kind == DriftKind::MovedToCloudWhilePinned);
    let script = script.and_then(|_| unpinning_script(seen.watched.domain.as_str(), targets));
    html! {
        h2 { (lang.t("watch-advice-kela")) }
        p { (lang.t(drift::todo_of_kela(incident.kind))) }
        @if let Some(script) = script {
            h3 { (lang.t("watch-script")) }
            @for line in script.lines() {
                div.zone { code translate="no" { (line) } }
            }
        }
        h2 { (lang.t("watch-advice-party")) }
        p { (lang.t(drift::todo(incident.kind))) }
    }
}

fn course(cx: &Cx, incident: &Incident) -> Markup {
    let lang = cx.lang;
    let seen = |key: &str, (at, resolver): &(chrono::DateTime<chrono::Utc>, String)| {
        html! { li { (format::moment(lang, *at)) ": " (lang.ta(key, &[("resolver", resolver.as_str().into())])) } }
    };
    html! {
        ul {
            (seen("watch-suspected", &incident.suspected))
            @if let Some(opened) = &incident.opened { (seen("watch-confirmed", opened)) }
            @if let Some(good) = &incident.good { (seen("watch-good", good)) }
            @if let Some(silence) = &incident.silence {
                li {
                    (lang.ta("watch-silenced-until", &[("date", format::date(lang, silence.until).into())]))
                    ". " (lang.t("watch-silence-reason")) ": " (lines(&silence.reason))
                }
            }
        }
    }
}

fn actions(cx: &Cx, seen: &Seen, written: &Written, errors: &FieldErrors) -> Option<Markup> {
    let lang = cx.lang;
    let incident = &seen.incident;
    let (_, _, role) = cx.staff().ok()?;
    let may = |action| may_with_incident(role, action, incident.state);
    if !may(IncidentAction::Acknowledge) && !may(IncidentAction::Silence) {
        return None;
    }
    let path = |rest: &str| cx.href(&["/incidents/", &incident.id.to_string(), rest].concat());
    let revision = html! { (cx.csrf()) input type="hidden" name="revision" value=(incident.revision); };
    let wish =
        watch::wish(incident.kind, &incident.evidence).filter(|_| seen.agreement.is_some() && incident.amendment.is_none());
    let hint = lang.ta("watch-silence-until-hint", &[("date", format::date(lang, format::day(cx.now)).into())]);
    let body = html! {
        @if incident.acknowledged.is_none() {
            form method="post" action=(path("/acknowledge")) {
                (revision)
                p.small.soft { (lang.t("watch-acknowledge-text")) }
                p { button.btn.quiet.tiny { (lang.t("watch-acknowledge")) } }
            }
        }
        @if let Some(wish) = wish {
            form method="post" action=(path("/amend")) {
                (revision)
                p.small.soft { (lang.t("watch-amend-text")) }
                p.small { (wished(cx, &wish)) }
                p { button.btn.quiet.tiny { (lang.t("watch-amend")) } }
            }
        }
        form method="post" action=(path("/silence")) novalidate {
            (revision)
            (text_field(lang, &TextField {
                id: "until", label: &lang.t("watch-silence-until"), value: &written.until, hint: Some(&hint), narrow: true,
                autocomplete: Some("off"), ..TextField::default()
            }, errors))
            (text_area(lang, &TextField {
                id: "reason", label: &lang.t("watch-silence-reason"), value: &written.reason, ..TextField::default()
            }, errors))
            p { button.btn.quiet.tiny { (lang.t("watch-silence")) } }
        }
    };
    Some(aside("actions", &lang.t("watch-actions"), &body))
}

fn wished(cx: &Cx, wish: &Wish) -> String {
    match wish {
        Wish::Edge(name) => cx.lang.ta("watch-wish-edge", &[("name", name.as_str().into())]),
        Wish::Cloud => cx.lang.t("watch-wish-cloud"),
    }
}

/// Back to the incident, which tells what was done, or that something had changed.
fn after(cx: &Cx, id: i64, done: Result<(), WorkflowError>, word: &str) -> Answer {
    let word = match done {
        Ok(()) => word,
        Err(WorkflowError::Conflict(_)) => "changed",
        Err(other) => return Err(other.into()),
    };
    Ok(cx.redirect(&with_query(&["/incidents/", &id.to_string()].concat(), &[("done", word)])))
}

async fn acknowledge(cx: Cx) -> Answer {
    let (id, written) = (cx.param::<i64>("id")?, cx.form::<Written>()?);
    let done = watch::acknowledge(cx.service(), &cx.member()?, id, written.revision).await;
    after(&cx, id, done, "acknowledged")
}

async fn silence(cx: Cx) -> Answer {
    let (lang, id, written) = (cx.lang, cx.param::<i64>("id")?, cx.form::<Written>()?);
    let mut errors = FieldErrors::none();
    let bad_day = || lang.ta("watch-silence-bad-day", &[("given", written.until.as_str().into())]);
    match read_date(&written.until) {
        None => errors.push("until", bad_day()),
        Some(until) => {
            let done = watch::silence(cx.service(), &cx.member()?, id, written.revision, until, &written.reason).await;
            match done {
                Err(WorkflowError::NotFound) => errors.push("until", bad_day()),
                Err(WorkflowError::Lacking(lacking)) if lacking.contains(&Lacking::Reason) => {
                    errors.push("reason", lang.t("watch-silence-no-reason"));
                }
                Err(WorkflowError::Lacking(_)) => errors.push("reason", lang.t("watch-silence-bad-reason")),
                other => return after(&cx, id, other, "silenced"),
            }
        }
    }
    refused(&cx, id, &written, &errors).await
}

async fn refused(cx: &Cx, id: i64, written: &Written, errors: &FieldErrors) -> Answer {
    let (seen, history) = watch::incident(cx.service(), &cx.member()?, id).await?;
    Ok(draw(cx, (&seen, &history), written, errors, None))
}

async fn amend(cx: Cx) -> Answer {
    let (id, written) = (cx.param::<i64>("id")?, cx.form::<Written>()?);
    match watch::amend(cx.service(), &cx.member()?, id, written.revision).await {
        Err(WorkflowError::Obstacle(obstacle)) => {
            let errors = FieldErrors::from_iter([("actions".to_owned(), obstructed(cx.lang, obstacle))]);
            refused(&cx, id, &written, &errors).await
        }
        Ok(_) => after(&cx, id, Ok(()), "amended"),
        Err(other) => after(&cx, id, Err(other), ""),
    }
}
