//! An agreement: its versions and their files, its content, its history. A download is an event.

use actix_web::HttpResponse;
use actix_web::http::header;
use chrono::NaiveDate;
use maud::{Markup, html};
use serde::Deserialize;

use super::case::departed;
use super::frame::{STAFF, lines};
use super::{bundle, events, halves, notice, on_day, ownership, signing, time_line};
use crate::agreement::change::{Asker, may_begin};
use crate::agreement::lifecycle::EventKind;
use crate::agreement::version::{DocumentKind, Validity, VersionKind, VersionState};
use crate::i18n::fields::shown;
use crate::i18n::versions::{on_day as stands, standing};
use crate::i18n::{Translate, format};
use crate::store::agreements::Version;
use crate::store::events::Event;
use crate::web::components::{
    AnswerRow, FieldErrors, Table, TextField, aside, back, banner, columns, facts, kicker, plain_tag, summary_list, table,
    text_field, wide,
};
use crate::web::pages::compare;
use crate::web::route::{Route, route};
use crate::web::{Answer, Cx, PageError, Role};
use crate::workflow::agreement::{self, File, Form, Offered};
use crate::workflow::in_force::{self, OnDay};
use crate::workflow::{Actor, change};

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    route!(Get "/agreements/{number}", page, STAFF),
    route!(Get "/agreements/{number}/compare", compared, STAFF),
    route!(Get "/agreements/{number}/versions/{version}/document.pdf", pdf, STAFF),
    route!(Get "/agreements/{number}/versions/{version}/document.json", json, STAFF),
];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Query {
    /// What the reader has just done.
    done: String,
    /// The day that is asked about, as typed.
    on: String,
}

async fn page(cx: Cx) -> Answer {
    let lang = cx.lang;
    let number: String = cx.param("number")?;
    let staff = cx.member()?;
    let query: Query = cx.query()?;
    let day = on_day::day(&cx, &query.on);
    let file = agreement::read(cx.service(), &staff, &number).await?;
    let shown = day.unwrap_or_else(|| format::day(cx.now));
    let answer = in_force::on_day(cx.service(), &Actor::Staff(staff), &number, shown).await?;
    let (newest, document) = file.versions.first().ok_or(PageError::NotFound)?;
    let title = lang.ta("desk-agreement-of", &[("number", number.as_str().into())]);
    let state = lang.ta(
        "desk-version-of",
        &[("n", newest.version.into()), ("date", format::date(lang, format::day(newest.created_at)).into())],
    );
    let watching = time_line::section(&cx, &number).await?;
    let main = html! {
        @if let Some(done) = signing::done(&cx, &query.done) { (banner(&done, &html! {}, true)) }
        (kicker(&html! { (lang.t("desk-agreement")) " " span.num translate="no" { (number) } }))
        h1 { (lang.ta("desk-agreement-parties", &[("party", file.agreement.party_name.as_str().into())])) }
        p.tags { (plain_tag(&lang.t(newest.state.key()))) " " span.soft { (state) } }
        (force(&cx, &answer, &query.on, day.is_some()))
        (content(&cx, &file, newest))
        h2 { (lang.t("desk-versions")) }
        (versions(&cx, &file, shown))
        @if file.versions.len() > 1 { p { a href=(cx.href(&["/agreements/", &number, "/compare"].concat())) { (lang.t("compare-versions")) } } }
        @if may_give_notice(&cx) { p { a href=(cx.href(&notice::path(&number))) { (lang.t("desk-notice-link")) } } }
        h2 { (lang.t("watch-timeline")) }
        (watching)
        h2 { (lang.t("desk-departures")) }
        (departed(&cx, &newest.content.party.departures()))
        details {
            summary { (lang.t("desk-halves")) }
            div { (halves::side_by_side(lang, &newest.content.party, Some(&newest.content.kela))) }
        }
        h2 { (lang.t("desk-history")) }
        (events::told(lang, &file.history))
    };
    let signing = signing::beside(&cx, &number, newest).await?;
    let side = html! {
        @if let Some(signing) = &signing { (signing) }
        (files(&cx, &number, newest, document.as_ref()))
    };
    let body = html! {
        (back(&cx.href("/agreements"), &lang.t("desk-back-to-agreements")))
        (columns(&wide(&main), &side, false))
    };
    Ok(cx.page(&title, body))
}

fn may_give_notice(cx: &Cx) -> bool {
    cx.staff().is_ok_and(|(_, _, role)| role == Role::Reviewer) && may_begin(Asker::Reviewer, VersionKind::Termination)
}

/// How the agreement stands on a day, and the form that asks about another.
fn force(cx: &Cx, answer: &OnDay, typed: &str, is_day: bool) -> Markup {
    let lang = cx.lang;
    let mut errors = FieldErrors::none();
    if !is_day {
        errors.push(
            "on",
            lang.ta(
                "common-bad-value-text",
                &[("name", lang.t("agreement-on").into()), ("given", typed.into()), ("expected", "31.1.2027".into())],
            ),
        );
    }
    let label = lang.t("agreement-on");
    let day = format::date(lang, answer.day);
    let value = if is_day { day.as_str() } else { typed };
    let field = TextField { id: "on", label: &label, value, narrow: true, autocomplete: Some("off"), ..TextField::default() };
    let version = answer.version.map(|version| lang.ta("agreement-version-n", &[("n", version.into())]));
    html! {
        h2 { (lang.t("agreement-in-force-title")) }
        form.filters method="get" action=(cx.href(&["/agreements/", &answer.agreement.number].concat())) {
            (text_field(lang, &field, &errors))
            button.btn.quiet.tiny { (lang.t("compare-show")) }
        }
        (facts(&[
            (&day, html! { (standing(lang, answer.standing)) }),
            (&lang.t("agreement-version-in-force"), html! { (version.unwrap_or_else(|| lang.t("agreement-no-version"))) }),
        ]))
    }
}

async fn compared(cx: Cx) -> Answer {
    let number: String = cx.param("number")?;
    let asked: compare::Asked = cx.query()?;
    let pair = change::pair(cx.service(), &Actor::Staff(cx.member()?), &number, asked.from, asked.to).await?;
    let body = html! {
        (back(&cx.href(&["/agreements/", &number].concat()), &cx.lang.ta("desk-agreement-of", &[("number", number.as_str().into())])))
        (wide(&compare::page(&cx, &pair, &["/agreements/", &number, "/compare"].concat())))
    };
    Ok(cx.page(&compare::title(cx.lang, &pair), body))
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
        (lang.t("desk-ownership"), ownership::told(lang, &file.ownership)),
        (lang.t("desk-approver"), html! { (approver) br; (format::moment(lang, approval.at)) }),
        (lang.t("desk-signatories"), html! { (signatory(&newest.party())) br; (signatory(&content.kela)) }),
        (lang.t("field-language"), html! { (shown(lang, &crate::agreement::summary::Shown::Language(content.language))) }),
        (lang.t("desk-terms"), html! { (terms) @if content.terms.sample { " · " (lang.t("desk-terms-sample")) } }),
        (
            lang.t("desk-request"),
            html! {
                @if cx.staff().is_ok_and(|(_, _, role)| crate::agreement::rights::may_at_desk(role, crate::agreement::rights::DeskAction::SeeQueue)) {
                    a href=(cx.href(&["/queue/", newest.request.as_str()].concat())) { span.num { (file.reference) } }
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

fn versions(cx: &Cx, file: &File, day: NaiveDate) -> Markup {
    let lang = cx.lang;
    let number = &file.agreement.number;
    let columns = [
        lang.t("desk-version"),
        lang.t("agreement-kind"),
        lang.t("desk-state"),
        format::date(lang, day),
        lang.t("desk-created"),
        lang.t("desk-approver"),
        lang.t("desk-download"),
    ];
    let signed: Vec<Validity> = file.versions.iter().filter_map(|(version, _)| version.validity()).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let rows = file.versions.iter().map(|(version, document)| {
        let of = lang.ta("desk-event-version", &[("n", version.version.into())]);
        let proven =
            |(event, _): &(Event, String)| event.kind == EventKind::EvidenceMade && event.version == Some(version.version);
        vec![
            html! { (of) },
            html! { (lang.t(version.kind.key())) },
            html! { (lang.t(version.state.key())) },
            html! { (stands(lang, &signed, version.version, day)) },
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
                @if file.history.iter().any(proven) {
                    " · "
                    a href=(address(cx, number, version.version, "evidence.pdf")) download {
                        (lang.t(DocumentKind::Evidence.key())) span.vh { ", " (of) }
                    }
                }
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
