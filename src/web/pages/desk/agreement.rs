//! An agreement: its versions and their files, its content, its history. A download is an event.

use actix_web::HttpResponse;
use actix_web::http::header;
use maud::{Markup, html};

use super::case::departed;
use super::frame::{STAFF, lines};
use super::{bundle, events, halves};
use crate::agreement::version::VersionState;
use crate::i18n::fields::shown;
use crate::i18n::{Translate, format};
use crate::store::agreements::Version;
use crate::web::components::{AnswerRow, Table, aside, back, columns, kicker, plain_tag, summary_list, table, wide};
use crate::web::route::{Route, route};
use crate::web::{Answer, Cx, PageError};
use crate::workflow::agreement::{self, File, Form, Offered};

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    route!(Get "/agreements/{number}", page, STAFF),
    route!(Get "/agreements/{number}/versions/{version}/document.pdf", pdf, STAFF),
    route!(Get "/agreements/{number}/versions/{version}/document.json", json, STAFF),
];

async fn page(cx: Cx) -> Answer {
    let lang = cx.lang;
    let number: String = cx.param("number")?;
    let file = agreement::read(cx.service(), &cx.member()?, &number).await?;
    let (newest, document) = file.versions.first().ok_or(PageError::NotFound)?;
    let title = lang.ta("desk-agreement-of", &[("number", number.as_str().into())]);
    let state = lang.ta(
        "desk-version-of",
        &[("n", newest.version.into()), ("date", format::date(lang, format::day(newest.created_at)).into())],
    );
    let main = html! {
        (kicker(&html! { (lang.t("desk-agreement")) " " span.num translate="no" { (number) } }))
        h1 { (lang.ta("desk-agreement-parties", &[("party", file.agreement.party_name.as_str().into())])) }
        p.tags { (plain_tag(&lang.t(newest.state.key()))) " " span.soft { (state) } }
        (content(&cx, &file, newest))
        h2 { (lang.t("desk-versions")) }
        (versions(&cx, &file))
        h2 { (lang.t("desk-departures")) }
        (departed(&cx, &newest.content.party.departures()))
        details {
            summary { (lang.t("desk-halves")) }
            div { (halves::side_by_side(lang, &newest.content.party, Some(&newest.content.kela))) }
        }
        h2 { (lang.t("desk-history")) }
        (events::told(lang, &file.history))
    };
    let side = html! { (files(&cx, &number, newest, document.as_ref())) };
    let body = html! {
        (back(&cx.href("/agreements"), &lang.t("desk-back-to-agreements")))
        (columns(&wide(&main), &side, false))
    };
    Ok(cx.page(&title, body))
}

fn content(cx: &Cx, file: &File, newest: &Version) -> Markup {
    let lang = cx.lang;
    let content = &newest.content;
    let approval = &content.approval;
    let signatory = |sheet: &crate::agreement::PartySheet| [sheet.signatory.name.as_str(), &sheet.signatory.position].join(", ");
    let approver = [approval.name.as_str(), &approval.position].join(", ");
    let terms = lang.ta(
        "desk-terms-version",
        &[("n", content.terms.version.into()), ("date", format::date(lang, format::day(content.terms.published_at)).into())],
    );
    let mut rows = vec![
        (lang.t("desk-party"), html! { (content.party.organisation.name) br; (content.party.organisation.business_id.as_str()) }),
        (
            lang.t("field-domains"),
            html! {
                @for (index, domain) in content.party.domains.iter().enumerate() {
                    @if index > 0 { br; } code translate="no" { (domain.to_unicode()) }
                }
            },
        ),
        (lang.t("desk-approver"), html! { (approver) br; (format::moment(lang, approval.at)) }),
        (lang.t("desk-signatories"), html! { (signatory(&content.party)) br; (signatory(&content.kela)) }),
        (lang.t("field-language"), html! { (shown(lang, &crate::agreement::summary::Shown::Language(content.language))) }),
        (lang.t("desk-terms"), html! { (terms) @if content.terms.sample { " · " (lang.t("desk-terms-sample")) } }),
        (
            lang.t("desk-request"),
            html! {
                @if cx.staff().is_ok_and(|(_, _, role)| crate::agreement::rights::may_at_desk(role, crate::agreement::rights::DeskAction::SeeQueue)) {
                    a href=(cx.href(&["/queue/", file.agreement.request.as_str()].concat())) { span.num { (file.reference) } }
                } @else { span.num { (file.reference) } }
            },
        ),
    ];
    if let Some(reason) = &approval.over_errors {
        rows.push((lang.t("desk-over-errors"), lines(reason)));
    }
    if let Some(note) = &approval.authority_check {
        rows.push((lang.t("desk-authority-check"), lines(note)));
    }
    let rows: Vec<AnswerRow<'_>> =
        rows.iter().map(|(term, answer)| AnswerRow { term, answer: Some(answer.clone()), change: None }).collect();
    summary_list(lang, &rows)
}

fn address(cx: &Cx, number: &str, version: i32, file: &str) -> String {
    cx.href(&["/agreements/", number, "/versions/", &version.to_string(), "/", file].concat())
}

fn versions(cx: &Cx, file: &File) -> Markup {
    let lang = cx.lang;
    let number = &file.agreement.number;
    let columns =
        [lang.t("desk-version"), lang.t("desk-state"), lang.t("desk-created"), lang.t("desk-approver"), lang.t("desk-download")];
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let rows = file.versions.iter().map(|(version, document)| {
        let of = lang.ta("desk-event-version", &[("n", version.version.into())]);
        vec![
            html! { (of) },
            html! { (lang.t(version.state.key())) },
            html! { (format::date(lang, format::day(version.created_at))) },
            html! { (version.content.approval.name) },
            html! {
                @if let Some(offered) = document {
                    a href=(address(cx, number, version.version, "document.pdf")) download {
                        @if *offered == Offered::Copy { (lang.t("desk-document-copy")) } @else { "PDF" }
                        span.vh { ", " (of) }
                    }
                    " · "
                }
                a href=(address(cx, number, version.version, "document.json")) download { "JSON" span.vh { ", " (of) } }
            },
        ]
    });
    table(&Table {
        caption: &lang.t("desk-versions-caption"),
        hidden_caption: true,
        columns: &columns,
        rows: rows.collect(),
        queue: false,
    })
}

fn files(cx: &Cx, number: &str, version: &Version, document: Option<&Offered>) -> Markup {
    let lang = cx.lang;
    let title = lang.ta("desk-download-version", &[("n", version.version.into())]);
    let pdf = address(cx, number, version.version, "document.pdf");
    let body = html! {
        ul.dl {
            @match document {
                Some(Offered::Whole { size, .. }) => { li {
                    a href=(pdf) download { (lang.t("desk-document-pdf")) }
                    br; span.small.soft { (lang.ta("desk-kilobytes", &[("n", size.div_ceil(1000).into())])) }
                } }
                Some(Offered::Copy) => { li {
                    a href=(pdf) download { (lang.t("desk-document-pdf-copy")) }
                    br; span.small.soft { (lang.t("desk-document-copy-text")) }
                } }
                None => { @if version.state == VersionState::Preparing { li { (lang.t("desk-document-preparing")) } } }
            }
            li { a href=(address(cx, number, version.version, "document.json")) download { (lang.t("desk-document-json")) } }
            li { (bundle::link(cx, number)) }
        }
        p.small.soft { (lang.t("desk-download-noted")) }
        @if let Some(Offered::Whole { sha256, .. }) = document {
            p.small.soft { (lang.t("desk-sha256")) }
            p.small { code translate="no" { (sha256) } }
        }
    };
    aside("files", &title, &body)
}

async fn pdf(cx: Cx) -> Answer {
    hand_out(&cx, Form::Pdf, "application/pdf").await
}

async fn json(cx: Cx) -> Answer {
    hand_out(&cx, Form::Json, "application/json").await
}

async fn hand_out(cx: &Cx, form: Form, kind: &'static str) -> Answer {
    let (number, version) = (cx.param::<String>("number")?, cx.param::<i32>("version")?);
    let staff = cx.member()?;
    if cx.is_head() {
        // Nothing is handed out, so nothing is noted.
        let file = agreement::read(cx.service(), &staff, &number).await?;
        let found = file.versions.iter().find(|(found, _)| found.version == version);
        let there = found.is_some_and(|(_, document)| form == Form::Json || document.is_some());
        return if there {
            Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, kind)).finish())
        } else {
            Err(PageError::NotFound)
        };
    }
    let download = agreement::download(cx.service(), &staff, &number, version, form).await?;
    Ok(cx.file(&download.name, kind, download.bytes))
}
