//! The outgoing mail: what waits, what was sent, what was given up and why.

use maud::{Markup, html};
use serde::Deserialize;

use super::failed_jobs;
use super::frame::{ADMINISTRATOR, ASKED, ROWS, pages_beside, with_query};
use crate::agreement::{Language, MailId};
use crate::i18n::{Translate, format};
use crate::store::outbox::{Listed, Mail, MailState};
use crate::web::components::{Pager, Sign, Table, banner, empty, pager, plain_tag, table, verdict, wide};
use crate::web::route::{Route, route};
use crate::web::{Answer, Cx, PageError};
use crate::workflow::outgoing;

/// The routes of this file.
pub const ROUTES: &[Route] = &[route!(Get "/mail", list, ADMINISTRATOR), route!(Post "/mail/{id}/retry", retry, ADMINISTRATOR)];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    state: String,
    done: String,
    /// The cursors of the pages before this one and of this one.
    before: Vec<String>,
}

async fn list(cx: Cx) -> Answer {
    let lang = cx.lang;
    let asked: Asked = cx.query()?;
    let state = MailState::from_code(&asked.state);
    let before = asked.before.last().and_then(|id| MailId::parse(id));
    let (mut found, [waiting, sent, given_up]) = outgoing::list(cx.service(), &cx.member()?, state, before, ASKED).await?;
    let more = found.len() > ROWS;
    found.truncate(ROWS);
    let last = found.last().filter(|_| more).map(|(mail, _)| mail.id.to_string());
    let (newer, older) = pages_beside(&cx.href("/mail"), &[("state", &asked.state)], &asked.before, last);
    let counts = [(MailState::GivenUp, given_up), (MailState::Waiting, waiting), (MailState::Sent, sent)];
    let failed = failed_jobs::section(&cx).await?;
    let title = lang.t("desk-mail-title");
    let body = html! {
        @if asked.done == "job" { (banner(&lang.t("desk-job-tried"), &html! { p { (lang.t("desk-job-tried-text")) } }, true)) }
        @if asked.done == "retry" { (banner(&lang.t("desk-mail-retried"), &html! { p { (lang.t("desk-mail-retried-text")) } }, true)) }
        h1 { (title) }
        (failed)
        @if !failed.0.is_empty() { h2 { (lang.t("desk-mail-list")) } }
        nav.views aria-label=(lang.t("desk-views")) { ul {
            li { a href=(cx.href("/mail")) aria-current=[state.is_none().then_some("page")] { (lang.t("desk-all")) " (" (waiting + sent + given_up) ")" } }
            @for (of, count) in counts { li {
                a href=(with_query(&cx.href("/mail"), &[("state", of.code())])) aria-current=[(state == Some(of)).then_some("page")] {
                    (lang.t(of.key())) " (" (count) ")"
                }
            } }
        } }
        @if found.is_empty() { (empty(&lang.t("desk-mail-none"), None)) } @else { (rows(&cx, &found)) }
        (pager(lang, &Pager {
            label: &lang.t("desk-mail-pages"),
            count: &lang.ta("desk-mail-rows", &[("n", found.len().into())]),
            previous: newer.as_deref(),
            next: older.as_deref(),
            history: true,
        }))
    };
    Ok(cx.page(&title, wide(&body)))
}

fn rows(cx: &Cx, found: &[Listed]) -> Markup {
    let lang = cx.lang;
    let columns = [
        lang.t("desk-mail-subject"),
        lang.t("desk-mail-recipient"),
        lang.t("desk-state"),
        lang.t("desk-mail-accepted"),
        lang.t("desk-mail-attempts"),
        lang.t("desk-mail-sending"),
    ];
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let rows = found.iter().map(|(mail, content)| {
        let (recipient, subject) = content.as_ref().map_or(("", ""), |(recipient, subject)| (recipient, subject));
        vec![
            html! { @if subject.is_empty() { span.soft { (lang.t("desk-mail-erased")) } } @else { (subject) } },
            html! { @if recipient.is_empty() { span.soft { "–" span.vh { " " (lang.t("desk-mail-erased")) } } } @else { span translate="no" { (recipient) } } },
            tag(lang, mail.state),
            html! { (format::moment(lang, mail.created_at)) },
            html! { (mail.attempts) },
            sending(cx, mail, content.as_ref().map(|(_, subject)| subject.as_str())),
        ]
    });
    table(&Table {
        caption: &lang.t("desk-mail-caption"),
        columns: &columns,
        rows: rows.collect(),
        queue: true,
        ..Table::default()
    })
}

fn tag(lang: Language, state: MailState) -> Markup {
    let word = lang.t(state.key());
    match state {
        MailState::Waiting => plain_tag(&word),
        MailState::Sent => verdict(Sign::Ok, &word, None),
        MailState::GivenUp => verdict(Sign::Error, &word, None),
    }
}

/// How the sending went: when it was sent, or the last error and when it is tried next; what was given up can be put back.
fn sending(cx: &Cx, mail: &Mail, subject: Option<&str>) -> Markup {
    let lang = cx.lang;
    let at = |key, moment| lang.ta(key, &[("moment", format::moment(lang, moment).into())]);
    html! {
        @match (mail.state, mail.finished_at) {
            (MailState::Sent, Some(finished)) => { (at("desk-mail-sent-at", finished)) }
            (MailState::GivenUp, Some(finished)) => { (at("desk-mail-given-up-at", finished)) }
            (MailState::Waiting, _) => { (at("desk-mail-next", mail.next_attempt_at)) }
            _ => {}
        }
        @if let Some(error) = mail.last_error.as_ref().filter(|_| mail.state != MailState::Sent) {
            br; (lang.t("desk-mail-error")) " " code lang="en" translate="no" { (error) }
        }
        // What was erased cannot be sent again.
        @if let Some(subject) = subject.filter(|_| mail.state == MailState::GivenUp) {
            form method="post" action=(cx.href(&["/mail/", mail.id.as_str(), "/retry"].concat())) {
                (cx.csrf())
                button.btn.quiet.tiny { (lang.t("desk-mail-retry")) span.vh { ": " (subject) } }
            }
        }
    }
}

async fn retry(cx: Cx) -> Answer {
    let id = MailId::parse(&cx.param::<String>("id")?).ok_or(PageError::NotFound)?;
    outgoing::retry(cx.service(), &cx.member()?, &id).await?;
    Ok(cx.redirect(&with_query("/mail", &[("state", MailState::Waiting.code()), ("done", "retry")])))
}
