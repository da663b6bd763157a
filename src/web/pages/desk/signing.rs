//! How the party's signature stands, beside the agreement: whom it is asked of and until when, what they showed, and what Kela can do.

use actix_web::HttpResponse;
use actix_web::http::header;
use chrono::DateTime;
use maud::{Markup, html};

use super::frame::{REVIEWER, STAFF};
use crate::agreement::rights::{DeskAction, may_at_desk};
use crate::agreement::version::{DocumentKind, VersionState};
use crate::i18n::{Translate, format};
use crate::store::agreements::Version;
use crate::web::components::{aside, facts};
use crate::web::route::{Route, route};
use crate::web::{Answer, Cx, PageError};
use crate::workflow::WorkflowError;
use crate::workflow::signing::{self, PER_EXTENSION, Shown, Signing};

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    route!(Post "/agreements/{number}/versions/{version}/send-link", send_link, REVIEWER),
    route!(Post "/agreements/{number}/versions/{version}/extend", extend, REVIEWER),
    route!(Get "/agreements/{number}/versions/{version}/mandate.pdf", mandate, STAFF),
    route!(Get "/agreements/{number}/versions/{version}/evidence.pdf", evidence, STAFF),
];

fn address(cx: &Cx, number: &str, version: i32, rest: &str) -> String {
    cx.href(&["/agreements/", number, "/versions/", &version.to_string(), rest].concat())
}

/// The box about the signature of a version; nothing where the party does not sign it, or its document is not made yet.
pub(super) async fn beside(cx: &Cx, number: &str, version: &Version) -> Result<Option<Markup>, PageError> {
    if !version.course.needs_signature || !version.course.made {
        return Ok(None);
    }
    let seen = signing::at_desk(cx.service(), &cx.member()?, number, version.version).await?;
    let lang = cx.lang;
    let body = html! {
        (stand(cx, &seen))
        (shown(cx, number, &seen))
        @if seen.version.state == VersionState::AwaitingSignature && may_keep(cx) { (acts(cx, number, &seen)) }
    };
    Ok(Some(aside("signing", &lang.t("desk-signing"), &body)))
}

fn may_keep(cx: &Cx) -> bool {
    cx.staff().is_ok_and(|(_, _, role)| may_at_desk(role, DeskAction::KeepSigning))
}

fn stand(cx: &Cx, seen: &Signing) -> Markup {
    let lang = cx.lang;
    let signatory = seen.version.signatory();
    let moment = |at| html! { (format::moment(lang, at)) };
    let mut rows = Vec::new();
    match &seen.signature {
        Some(signature) => {
            let act = &signature.act;
            rows.push((lang.t("mail-fact-signatory"), html! { (act.name) @if !act.position.is_empty() { br; (act.position) } }));
            rows.extend(
                act.in_place_of
                    .as_ref()
                    .map(|before| (lang.t("evidence-in-place-of"), html! { (before.name) br; (before.position) })),
            );
            rows.push((lang.t("signing-authority-short"), html! { (act.authority) }));
            rows.push((lang.t("signing-signed-at"), moment(signature.signed_at)));
            rows.push((lang.t("signing-way"), html! { (lang.t(signature.way.key())) }));
        }
        None => {
            rows.push((lang.t("mail-fact-signatory"), html! { (signatory.name) br; (signatory.email.as_str()) }));
            if seen.version.successor.is_some() {
                let before = &seen.version.content.party.signatory;
                rows.push((lang.t("evidence-in-place-of"), html! { (before.name) br; (before.position) }));
            }
            rows.push((lang.t("desk-state"), html! { (lang.t(seen.version.state.key())) }));
            rows.extend(seen.opened_at.map(|at| (lang.t("desk-signing-opened"), moment(at))));
            rows.extend(seen.version.remind_at.map(|at| (lang.t("desk-signing-remind"), moment(at))));
            rows.extend(seen.version.lapses_at.map(|at| (lang.t("mail-fact-sign-by"), moment(at))));
            rows.extend(seen.ended_at.map(|at| (lang.t("desk-signing-ended"), moment(at))));
        }
    }
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(term, fact)| (term.as_str(), fact.clone())).collect();
    html! {
        (facts(&rows))
        @if let Some(signature) = seen.signature.as_ref().filter(|signature| !signature.act.found.is_empty()) {
            details {
                summary { (lang.t("signing-found")) }
                ul { @for finding in &signature.act.found { li { (finding) } } }
            }
        }
    }
}

/// What the signatory showed, and the proof of signature.
fn shown(cx: &Cx, number: &str, seen: &Signing) -> Markup {
    let lang = cx.lang;
    let version = seen.version.version;
    html! {
        @if seen.needs_mandate || seen.mandate.is_some() {
            @if seen.mandate.is_some() {
                p { a href=(address(cx, number, version, "/mandate.pdf")) download { (lang.t(DocumentKind::Mandate.key())) } }
            } @else {
                p.small.soft { (lang.t("desk-signing-mandate-awaited")) }
            }
        }
        @if seen.evidence {
            p { a href=(address(cx, number, version, "/evidence.pdf")) download { (lang.t(DocumentKind::Evidence.key())) } }
        }
    }
}

fn acts(cx: &Cx, number: &str, seen: &Signing) -> Markup {
    let lang = cx.lang;
    let version = seen.version.version;
    html! {
        @if seen.is_late { p { b { (lang.t("desk-signing-late")) } } } @else {
            p { a href=(cx.href(&super::signatory::path(number))) { (lang.t("signatory-change")) } }
        }
        form method="post" action=(address(cx, number, version, "/send-link")) {
            (cx.csrf())
            p { button.btn.quiet.tiny { (lang.t("desk-signing-send")) } }
        }
        @if let Some(until) = seen.version.lapses_at {
            form method="post" action=(address(cx, number, version, "/extend")) {
                (cx.csrf())
                input type="hidden" name="until" value=(until.timestamp());
                p { button.btn.quiet.tiny { (lang.ta("desk-signing-extend", &[("n", PER_EXTENSION.num_days().into())])) } }
            }
        }
    }
}

async fn send_link(cx: Cx) -> Answer {
    let (number, version) = (cx.param::<String>("number")?, cx.param::<i32>("version")?);
    let done = signing::send_again(cx.service(), &cx.member()?, &number, version).await;
    after(&cx, &number, done, "sent")
}

async fn extend(cx: Cx) -> Answer {
    let (number, version) = (cx.param::<String>("number")?, cx.param::<i32>("version")?);
    let until = cx.field("until").and_then(|given| DateTime::from_timestamp(given.parse().ok()?, 0));
    let until = until.ok_or(PageError::BadRequest)?;
    let done = signing::extend(cx.service(), &cx.member()?, &number, version, until).await;
    after(&cx, &number, done, "extended")
}

/// Back to the agreement, which tells what was done, or that something had changed.
fn after(cx: &Cx, number: &str, done: Result<(), WorkflowError>, word: &str) -> Answer {
    let word = match done {
        Ok(()) => word,
        Err(WorkflowError::Conflict(_)) => "changed",
        Err(other) => return Err(other.into()),
    };
    Ok(cx.redirect(&["/agreements/", number, "?done=", word].concat()))
}

/// What the reviewer has just done, in words.
pub(super) fn done(cx: &Cx, word: &str) -> Option<String> {
    let key = match word {
        "sent" => "desk-signing-sent",
        "extended" => "desk-signing-extended",
        "named" => "desk-signing-named",
        "changed" => "desk-signing-changed",
        _ => return None,
    };
    Some(cx.lang.t(key))
}

async fn mandate(cx: Cx) -> Answer {
    hand_out(&cx, Shown::Mandate).await
}

async fn evidence(cx: Cx) -> Answer {
    hand_out(&cx, Shown::Evidence).await
}

async fn hand_out(cx: &Cx, what: Shown) -> Answer {
    let (number, version) = (cx.param::<String>("number")?, cx.param::<i32>("version")?);
    let staff = cx.member()?;
    if cx.is_head() {
        // Nothing is handed out, so nothing is noted.
        let seen = signing::at_desk(cx.service(), &staff, &number, version).await?;
        let there = match what {
            Shown::Mandate => seen.mandate.is_some(),
            Shown::Evidence => seen.evidence,
        };
        let response = HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "application/pdf")).finish();
        return if there { Ok(response) } else { Err(PageError::NotFound) };
    }
    let file = signing::download(cx.service(), &staff, &number, version, what).await?;
    Ok(cx.file(&file.name, "application/pdf", file.bytes))
}
