//! The seal as the administrator sees it: the key and until when, the settings, what waits and why; and the button that has it tried at once.

use maud::{Markup, html};
use serde::Deserialize;

use super::frame::{ADMINISTRATOR, with_query};
use crate::agreement::Language;
use crate::i18n::{Translate, format};
use crate::store::jobs::JobKind;
use crate::web::components::{Sign, Table, banner, facts, table, verdict, wide};
use crate::web::route::{Route, route};
use crate::web::{Answer, Cx};
use crate::workflow::seal_key::{failure_key, parted};
use crate::workflow::seal_watch::{self, Status, WaitingVersion};

/// The routes of this file.
pub const ROUTES: &[Route] = &[route!(Get "/seal", page, ADMINISTRATOR), route!(Post "/seal/try", try_now, ADMINISTRATOR)];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    done: String,
}

async fn page(cx: Cx) -> Answer {
    let lang = cx.lang;
    let asked: Asked = cx.query()?;
    let status = seal_watch::status(cx.service(), &cx.member()?).await?;
    let title = lang.t("sealing-title");
    let body = html! {
        (notice(lang, &status, asked.done == "try"))
        h1 { (title) }
        p.soft { (lang.t("sealing-intro")) }
        h2 { (lang.t("sealing-key-title")) }
        (key(lang, &status))
        h2 { (lang.t("sealing-settings-title")) }
        (settings(lang, &status))
        h2 { (lang.t("sealing-waiting-title")) }
        (waiting(&cx, &status))
    };
    Ok(cx.page(&title, wide(&body)))
}

/// What the administrator must know first: one thing, the gravest.
fn notice(lang: Language, status: &Status, tried: bool) -> Markup {
    let told = |heading: &str, body: Markup| banner(&lang.t(heading), &body, false);
    if tried {
        return banner(&lang.t("sealing-tried"), &html! { p { (lang.t("sealing-tried-text")) } }, true);
    }
    if let Some(failure) = &status.key.1 {
        return told("sealing-stopped", why(lang, failure.code(), &failure.to_string()));
    }
    if let Some((at, code, detail)) = status.last_failure() {
        let when = lang.ta("sealing-failed-at", &[("moment", format::moment(lang, at).into())]);
        return told("sealing-last-failed", html! { (why(lang, code, detail)) p.soft { (when) } });
    }
    if status.is_running_out() {
        let days = status.days_left.unwrap_or_default();
        return told("sealing-runs-out", html! { p { (lang.ta("sealing-runs-out-text", &[("days", days.into())])) } });
    }
    html! {}
}

/// What is wrong and what to do, and what the program says for whoever looks into it.
fn why(lang: Language, code: &str, detail: &str) -> Markup {
    html! {
        p { (lang.t(failure_key(code))) }
        p.small { (lang.t("sealing-detail")) " " code translate="no" { (detail) } }
    }
}

fn key(lang: Language, status: &Status) -> Markup {
    let (certificate, failure) = &status.key;
    let state = match (failure, status.is_running_out()) {
        (Some(_), _) => verdict(Sign::Error, &lang.t("sealing-not-usable"), None),
        (None, true) => verdict(Sign::Warning, &lang.t("sealing-runs-out"), None),
        (None, false) => verdict(Sign::Ok, &lang.t("sealing-usable"), None),
    };
    let mut rows = vec![(lang.t("sealing-state"), state)];
    if let Some(certificate) = certificate {
        let (from, until) = (format::moment(lang, certificate.not_before), format::moment(lang, certificate.not_after));
        rows.extend([
            (lang.t("sealing-subject"), html! { span translate="no" { (certificate.subject) } }),
            (lang.t("sealing-issuer"), html! { span translate="no" { (certificate.issuer) } }),
            (
                lang.t("sealing-valid"),
                html! { (lang.ta("sealing-valid-range", &[("from", from.into()), ("until", until.into())])) },
            ),
            (lang.t("sealing-key-kind"), html! { span translate="no" { (certificate.key) } }),
            (lang.t("sealing-serial"), html! { code translate="no" { (certificate.serial) } }),
        ]);
    }
    listed(rows)
}

fn listed(rows: Vec<(String, Markup)>) -> Markup {
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(term, value)| (term.as_str(), value.clone())).collect();
    facts(&rows)
}

const fn level_key(level: crate::seal::Level) -> &'static str {
    match level {
        crate::seal::Level::BaselineB => "sealing-level-b-b",
        crate::seal::Level::BaselineT => "sealing-level-b-t",
        crate::seal::Level::BaselineLt => "sealing-level-b-lt",
    }
}

fn settings(lang: Language, status: &Status) -> Markup {
    let lower = if status.lower_allowed { "sealing-lower-allowed" } else { "sealing-lower-refused" };
    let server = match &status.time_stamp_url {
        Some(url) => html! { span translate="no" { (url) } },
        None => html! { (lang.t("sealing-no-server")) },
    };
    listed(vec![
        (lang.t("sealing-level"), html! { (lang.t(level_key(status.level))) }),
        (lang.t("sealing-lower"), html! { (lang.t(lower)) }),
        (lang.t("sealing-time-stamp-server"), server),
    ])
}

fn waiting(cx: &Cx, status: &Status) -> Markup {
    let lang = cx.lang;
    if status.versions.is_empty() {
        return html! { p { (lang.t("sealing-waiting-none")) } };
    }
    let columns = [
        lang.t("sealing-column-version"),
        lang.t("sealing-column-work"),
        lang.t("sealing-column-since"),
        lang.t("sealing-column-tries"),
        lang.t("sealing-column-next"),
        lang.t("sealing-column-failure"),
    ];
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    html! {
        p { (lang.ta("sealing-waiting-count", &[("waiting", status.waiting.into()), ("raise", status.to_raise.into())])) }
        form method="post" action=(cx.href("/seal/try")) { (cx.csrf()) button.btn { (lang.t("sealing-try-now")) } }
        (table(&Table {
            caption: &lang.t("sealing-waiting-caption"),
            columns: &columns,
            rows: status.versions.iter().map(|version| row(cx, version)).collect(),
            ..Table::default()
        }))
    }
}

fn row(cx: &Cx, waiting: &WaitingVersion) -> Vec<Markup> {
    let lang = cx.lang;
    let job = &waiting.job;
    let named = lang.ta("sealing-version", &[("number", waiting.number.as_str().into()), ("version", waiting.version.into())]);
    let work = if job.kind == JobKind::SealVersion { "sealing-work-seal" } else { "sealing-work-raise" };
    vec![
        html! { a href=(cx.href(&["/agreements/", &waiting.number].concat())) { (named) } },
        html! { (lang.t(work)) },
        html! { (format::moment(lang, job.since)) },
        html! { (job.attempts) },
        html! { (format::moment(lang, job.run_at)) },
        html! { @match &job.failure {
            Some((_, kept)) => { (lang.t(failure_key(parted(kept).0))) }
            None => { "–" }
        } },
    ]
}

async fn try_now(cx: Cx) -> Answer {
    seal_watch::try_now(cx.service(), &cx.member()?).await?;
    Ok(cx.redirect(&with_query("/seal", &[("done", "try")])))
}
