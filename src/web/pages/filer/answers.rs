//! Check your answers, declare your authority, and send.

use actix_web::HttpResponse;
use maud::{Markup, html};

use super::form::{GROUPS, is_editable, own, path, tag};
use crate::agreement::Language;
use crate::agreement::change::{has_section, is_agreed_anew};
use crate::agreement::draft::Section;
use crate::agreement::field::FieldError;
use crate::agreement::filing::Filing;
use crate::agreement::lifecycle::RequestState;
use crate::agreement::summary::{Row, Shown, filing_rows};
use crate::federation::{Report, Verdict};
use crate::i18n::{Translate, fields, format};
use crate::store::requests::Request;
use crate::store::submissions::Submission;
use crate::web::components::{
    AnswerRow, FieldErrors, Finding, back, error_summary, finding_card, link_button, question, summary_list, tick, verdict,
    verdict_sign, verdict_word,
};
use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx, PageError};
use crate::workflow::{WorkflowError, file};

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    route!(Get "/requests/{id}/answers", show, Rule::Filer),
    route!(Get "/requests/{id}/file", to_answers, Rule::Filer),
    route!(Post "/requests/{id}/file", send, Rule::Filer),
];

async fn show(cx: Cx) -> Answer {
    let request = own(&cx).await?;
    if !is_editable(&request) {
        return Ok(cx.redirect(&path(&request, "")));
    }
    Ok(page(&cx, &request, &FieldErrors::none()))
}

/// The address of a form that was refused, opened again or in another language.
async fn to_answers(cx: Cx) -> Answer {
    let request = own(&cx).await?;
    Ok(cx.redirect(&path(&request, "/answers")))
}

async fn send(cx: Cx) -> Answer {
    #[derive(serde::Deserialize)]
    struct Posted {
        revision: i32,
    }
    let request = own(&cx).await?;
    let Posted { revision } = cx.form()?;
    if is_editable(&request) && cx.field("declaration") != Some("yes") {
        let mut errors = FieldErrors::none();
        errors.push("declaration", cx.lang.t("filer-declaration-missing"));
        return Ok(page(&cx, &request, &errors));
    }
    match file::file(cx.service(), &cx.filer_address()?, &request.id, revision).await {
        Ok(filed) => Ok(cx.redirect(&path(&filed, "/filed"))),
        // Sent twice, or from two windows: it is filed, and that is what the filer wants to know.
        Err(WorkflowError::State(_)) if request.state == RequestState::Submitted => Ok(cx.redirect(&path(&request, "/filed"))),
        Err(WorkflowError::State(_)) => Ok(cx.redirect(&path(&request, ""))),
        Err(WorkflowError::Invalid(_)) => Ok(cx.redirect(&path(&request, "/answers"))),
        Err(WorkflowError::Obstacle(obstacle)) => {
            let mut errors = FieldErrors::none();
            errors.push("declaration", crate::web::pages::compare::obstructed(cx.lang, obstacle));
            Ok(page(&cx, &own(&cx).await?, &errors))
        }
        Err(WorkflowError::Conflict(_)) => {
            let mut errors = FieldErrors::none();
            errors.push("declaration", cx.lang.t("filer-answers-changed"));
            Ok(page(&cx, &own(&cx).await?, &errors))
        }
        Err(other) => Err(PageError::from(other)),
    }
}

fn page(cx: &Cx, request: &Request, errors: &FieldErrors) -> HttpResponse {
    let lang = cx.lang;
    let title = lang.t("filer-answers-title");
    let filing = Filing::parse(&request.draft, format::day(cx.now));
    let body = html! {
        (back(&cx.href(&path(request, "")), &lang.t("filer-back-tasks")))
        (question(&html! {
            (error_summary(lang, errors))
            p.kicker { (request.draft.organisation.name.trim()) " · " (super::change::title(lang, request)) }
            h1 { (title) }
            @match &filing {
                Ok(filing) => {
                    @if is_agreed_anew(request.kind) { (found(cx, request)) }
                    @if let Some(change) = &request.draft.change { (super::change::altered(lang, &change.base, filing)) }
                    (groups(cx, &rows_of(filing), &request.reports, Some(request)))
                    (declaration(cx, request, filing, errors))
                }
                Err(missing) => { (unfinished(cx, request, missing)) }
            }
        }))
    };
    if errors.is_empty() { cx.page(&title, body) } else { cx.refused(&title, body) }
}

/// The answers as they were filed. Change links where `request` can be changed.
pub(super) fn summary(cx: &Cx, filed: &Submission, request: Option<&Request>) -> Markup {
    groups(cx, &rows_of(&filed.filing), &filed.reports, request)
}

/// The rows that were asked: a change asks its own, and says from when it is to hold.
fn rows_of(filing: &Filing) -> Vec<Row> {
    let kind = filing.change.as_ref().map(|change| change.kind);
    let mut rows = filing_rows(filing);
    rows.retain(|row| has_section(kind, row.section) && (kind.is_none() || row.label != "field-opening-date"));
    rows
}

fn groups(cx: &Cx, rows: &[Row], reports: &[Report], request: Option<&Request>) -> Markup {
    let lang = cx.lang;
    html! {
        @for (title, sections) in GROUPS.iter().filter(|(_, sections)| rows.iter().any(|row| sections.contains(&row.section))) {
            h2 { (lang.t(title)) }
            @let shown: Vec<(String, Option<Markup>, Section)> = rows.iter().filter(|row| sections.contains(&row.section))
                .map(|row| (lang.t(row.label), value(lang, row, reports), row.section)).collect();
            (summary_list(lang, &shown.iter().map(|(term, answer, section)| AnswerRow {
                term,
                answer: answer.clone(),
                change: request.map(|request| cx.href(&path(request, &["/", section.code(), "?from=answers"].concat()))),
            }).collect::<Vec<_>>()))
        }
    }
}

fn value(lang: Language, row: &Row, reports: &[Report]) -> Option<Markup> {
    if row.values.is_empty() {
        return None;
    }
    if row.section == Section::Domains {
        return Some(domains(lang, row, reports));
    }
    Some(html! {
        @for (index, value) in row.values.iter().enumerate() {
            @if index > 0 { br; }
            @match value {
                Shown::Name(_) => { code translate="no" { (fields::shown(lang, value)) } }
                _ => { @for (line, text) in fields::shown(lang, value).lines().enumerate() { @if line > 0 { br; } (text) } }
            }
        }
    })
}

fn domains(lang: Language, row: &Row, reports: &[Report]) -> Markup {
    let report_of = |name: &str| reports.iter().find(|report| report.domain.to_unicode() == name);
    html! {
        ul.vl { @for value in &row.values {
            @let name = fields::shown(lang, value);
            li {
                code translate="no" { (name) } " "
                @match report_of(&name) {
                    Some(report) => { (tag(lang, report)) }
                    None => { (verdict(verdict_sign(None), &verdict_word(lang, None), None)) }
                }
            }
        } }
    }
}

/// What the check found, gravest first, with the way to the lines that mend it.
fn found(cx: &Cx, request: &Request) -> Markup {
    let lang = cx.lang;
    let texts = [
        (Verdict::Errors, "filer-answers-errors", "filer-answers-errors-text"),
        (Verdict::Unverified, "filer-answers-unverified", "filer-answers-unverified-text"),
        (Verdict::Warnings, "filer-answers-warnings", "filer-answers-warnings-text"),
    ];
    html! {
        @for (of, title, text) in texts {
            @let count = request.reports.iter().filter(|report| report.verdict == of).count();
            @if count > 0 {
                (finding_card(&Finding {
                    sign: verdict_sign(Some(of)),
                    word: &verdict_word(lang, Some(of)),
                    title: &lang.ta(title, &[("count", count.into())]),
                    body: html! {
                        p { (lang.t(text)) }
                        p { a href=(cx.href(&path(request, "/domains?from=answers"))) { (lang.t("filer-answers-see")) } }
                    },
                }))
            }
        }
    }
}

fn declaration(cx: &Cx, request: &Request, filing: &Filing, errors: &FieldErrors) -> Markup {
    let lang = cx.lang;
    let label = lang.ta("filer-declaration", &[("organisation", filing.sheet.organisation.name.as_str().into())]);
    html! {
        h2 { (lang.t("filer-send-title")) }
        p { (lang.t("filer-send-text")) }
        form method="post" action=(cx.href(&path(request, "/file"))) novalidate {
            (cx.csrf())
            input type="hidden" name="revision" value=(request.revision);
            (tick(lang, "declaration", &label, false, errors))
            p.acts { button.btn { (lang.t("filer-send")) } }
        }
    }
}

fn unfinished(cx: &Cx, request: &Request, missing: &[FieldError]) -> Markup {
    let lang = cx.lang;
    let mut sections: Vec<Section> = missing.iter().map(|error| error.section).collect();
    sections.dedup();
    html! {
        p { (lang.t("filer-answers-unfinished")) }
        ul { @for section in sections {
            li { a href=(cx.href(&path(request, &["/", section.code(), "?from=answers"].concat()))) { (lang.t(section.key())) } }
        } }
        p.acts { (link_button(&cx.href(&path(request, "")), &lang.t("filer-back-tasks"))) }
    }
}
