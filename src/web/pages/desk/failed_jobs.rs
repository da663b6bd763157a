//! The jobs that failed: what they are about, why, and when they are tried again. Shown above the outgoing mail, where there are any.

use maud::{Markup, html};

use super::frame::{ADMINISTRATOR, with_query};
use crate::i18n::{Translate, format};
use crate::store::jobs::FailedJob;
use crate::web::components::{Table, table};
use crate::web::route::{Route, route};
use crate::web::{Answer, Cx, PageError};
use crate::workflow::failed_jobs::{self, Subject};

/// The routes of this file.
pub const ROUTES: &[Route] = &[route!(Post "/jobs/{id}/try", try_now, ADMINISTRATOR)];

/// The list with its heading; nothing where no job failed.
pub(super) async fn section(cx: &Cx) -> Result<Markup, PageError> {
    let lang = cx.lang;
    let failed = failed_jobs::list(cx.service(), &cx.member()?).await?;
    if failed.is_empty() {
        return Ok(html! {});
    }
    let columns = [
        lang.t("desk-job"),
        lang.t("desk-job-subject"),
        lang.t("desk-mail-attempts"),
        lang.t("desk-job-next"),
        lang.t("desk-job-error"),
        lang.t("desk-job-act"),
    ];
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let rows = failed.iter().map(|(job, about)| {
        vec![
            html! { (lang.t(job.kind.key())) },
            subject(cx, about),
            html! { (job.attempts) },
            html! { (format::moment(lang, job.run_at)) },
            html! { code lang="en" translate="no" { (job.last_error) } },
            again(cx, job, about),
        ]
    });
    let caption = lang.t("desk-jobs-caption");
    Ok(html! {
        h2 { (lang.t("desk-jobs-title")) }
        p.soft { (lang.t("desk-jobs-text")) }
        (table(&Table { caption: &caption, hidden_caption: true, columns: &columns, rows: rows.collect(), queue: false }))
    })
}

fn name(cx: &Cx, about: &Subject) -> String {
    let lang = cx.lang;
    match about {
        Subject::Agreement { number, version, .. } => {
            [number.as_str(), ", ", &lang.ta("desk-event-version", &[("n", (*version).into())])].concat()
        }
        Subject::Request { reference: Some(reference), .. } => reference.clone(),
        Subject::Request { reference: None, .. } | Subject::Unknown => lang.t("desk-job-subject-unknown"),
    }
}

fn subject(cx: &Cx, about: &Subject) -> Markup {
    let name = name(cx, about);
    let page = match about {
        Subject::Agreement { number, .. } => Some(["/agreements/", number].concat()),
        Subject::Request { id, reference: Some(_) } => Some(["/queue/", id.as_str()].concat()),
        Subject::Request { reference: None, .. } | Subject::Unknown => None,
    };
    html! { @if let Some(page) = page { a href=(cx.href(&page)) { span.num { (name) } } } @else { (name) } }
}

fn again(cx: &Cx, job: &FailedJob, about: &Subject) -> Markup {
    html! {
        form method="post" action=(cx.href(&["/jobs/", &job.id.to_string(), "/try"].concat())) {
            (cx.csrf())
            button.btn.quiet.tiny { (cx.lang.t("desk-job-try")) span.vh { ": " (cx.lang.t(job.kind.key())) ", " (name(cx, about)) } }
        }
    }
}

async fn try_now(cx: Cx) -> Answer {
    failed_jobs::try_now(cx.service(), &cx.member()?, cx.param("id")?).await?;
    Ok(cx.redirect(&with_query("/mail", &[("done", "job")])))
}
