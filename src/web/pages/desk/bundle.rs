//! Audit bundles: of one agreement, and of what a search found. Each is an event of the agreements in it.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use maud::{Markup, html};
use serde::Deserialize;

use super::frame::{STAFF, with_query};
use crate::agreement::version::VersionState;
use crate::i18n::Translate;
use crate::store::agreements::AgreementFilter;
use crate::web::components::{back, question};
use crate::web::route::{Route, route};
use crate::web::{Answer, Cx, Page};
use crate::workflow::agreement;
use crate::workflow::bundle::{self, Of, TooMuch};

/// The routes of this file.
pub const ROUTES: &[Route] =
    &[route!(Get "/agreements/{number}/bundle.zip", of_agreement, STAFF), route!(Get "/agreements-bundle.zip", of_search, STAFF)];

const ZIP: &str = "application/zip";

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    state: String,
}

async fn of_agreement(cx: Cx) -> Answer {
    let number: String = cx.param("number")?;
    if cx.is_head() {
        // Nothing is handed out, so nothing is noted.
        agreement::read(cx.service(), &cx.member()?, &number).await?;
        return Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, ZIP)).finish());
    }
    hand_out(&cx, Of::Agreement(number)).await
}

async fn of_search(cx: Cx) -> Answer {
    let asked: Asked = cx.query()?;
    if cx.is_head() {
        return Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, ZIP)).finish());
    }
    let words = asked.q.chars().take(200).collect();
    let filter = AgreementFilter { words, state: VersionState::from_code(&asked.state), ..AgreementFilter::default() };
    hand_out(&cx, Of::Search(filter)).await
}

async fn hand_out(cx: &Cx, of: Of) -> Answer {
    let lang = cx.lang;
    match bundle::download(cx.service(), &cx.member()?, of, lang).await? {
        Ok(download) => Ok(cx.file(&download.name, ZIP, download.bytes)),
        Err(too_much) => {
            let title = lang.t("bundle-too-much");
            let body = question(&html! {
                (back(&cx.href("/agreements"), &lang.t("desk-back-to-agreements")))
                h1 { (title) }
                p { (lang.t(match too_much {
                    TooMuch::Agreements => "bundle-too-many-agreements",
                    TooMuch::Bytes => "bundle-too-many-bytes",
                })) }
            });
            Ok(cx.answer(StatusCode::PAYLOAD_TOO_LARGE, &Page::new(&title), body))
        }
    }
}

/// The link to the bundle of one agreement.
pub(super) fn link(cx: &Cx, number: &str) -> Markup {
    let href = cx.href(&["/agreements/", number, "/bundle.zip"].concat());
    html! {
        a href=(href) download { (cx.lang.t("bundle-download")) }
        br; span.small.soft { (cx.lang.t("bundle-download-hint")) }
    }
}

/// The link to the bundle of everything that a search finds.
pub(super) fn search_link(cx: &Cx, words: &str, state: &str) -> Markup {
    let href = with_query(&cx.href("/agreements-bundle.zip"), &[("q", words), ("state", state)]);
    html! { p { a href=(href) download { (cx.lang.t("bundle-download-search")) } " " span.small.soft { (cx.lang.t("bundle-download-hint")) } } }
}
