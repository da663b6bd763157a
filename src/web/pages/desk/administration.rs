//! The history of the administration: accounts, terms, Kela's half.

use maud::{Markup, html};
use serde::Deserialize;

use super::events::detail;
use super::frame::{ADMINISTRATOR, ASKED, ROWS, pages_beside};
use crate::agreement::lifecycle::EventKind;
use crate::i18n::{Translate, format};
use crate::store::accounts::User;
use crate::store::events::{Cause, Content, Event};
use crate::web::components::{HistoryEntry, Pager, Sign, banner, empty, history, pager, verdict, wide};
use crate::web::route::{Route, route};
use crate::web::{Answer, Cx};
use crate::workflow::account::{self, Keeper};
use crate::workflow::kela;

/// The routes of this file.
pub const ROUTES: &[Route] = &[route!(Get "/history", page, ADMINISTRATOR)];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// The cursors of the pages before this one and of this one.
    before: Vec<String>,
}

async fn page(cx: Cx) -> Answer {
    let lang = cx.lang;
    let staff = cx.member()?;
    let asked: Asked = cx.query()?;
    let before = asked.before.last().and_then(|id| id.parse().ok());
    let mut events = kela::administration_history(cx.service(), &staff, before, ASKED).await?;
    let more = events.len() > ROWS;
    events.truncate(ROWS);
    let last = events.last().filter(|_| more).map(|(event, _)| event.id.to_string());
    let (newer, older) = pages_beside(&cx.href("/history"), &[], &asked.before, last);
    let users = account::all(cx.service(), &Keeper::Staff(staff)).await?;
    let words: Vec<(String, String)> =
        events.iter().map(|(event, who)| (what(&cx, event, who, &users), by(&cx, event, who, &users))).collect();
    let entries: Vec<HistoryEntry<'_>> = events
        .iter()
        .zip(&words)
        .map(|((event, _), (what, who))| HistoryEntry { at: event.at, what, who, detail: Some(detail(lang, event)) })
        .collect();
    let title = lang.t("desk-administration-title");
    let body = html! {
        (log(&cx))
        h1 { (title) }
        p.soft { (lang.t("desk-administration-text")) }
        @if entries.is_empty() { (empty(&lang.t("desk-administration-none"), None)) } @else { (history(lang, &entries)) }
        (pager(lang, &Pager {
            label: &lang.t("desk-administration-pages"),
            count: &lang.ta("desk-administration-rows", &[("n", entries.len().into())]),
            previous: newer.as_deref(),
            next: older.as_deref(),
            history: true,
        }))
    };
    Ok(cx.page(&title, wide(&body)))
}

/// What the last self-check of the log found; the first few findings say enough.
fn log(cx: &Cx) -> Markup {
    const SHOWN: usize = 20;
    let lang = cx.lang;
    let Some(checked) = cx.service().log.checked() else {
        return html! { p { (verdict(Sign::Unverified, &lang.t("desk-log-unchecked"), None)) } };
    };
    if checked.findings.is_empty() {
        let at = [("moment", format::moment(lang, checked.at).into())];
        return html! { p { (verdict(Sign::Ok, &lang.ta("desk-log-clean", &at), None)) } };
    }
    let more = checked.findings.len().saturating_sub(SHOWN);
    let body = html! {
        p { (lang.t("desk-log-text")) }
        p { (lang.t("desk-log-found")) }
        ul {
            @for finding in checked.findings.iter().take(SHOWN) {
                li { (lang.t(finding.fault.key())) ": " code translate="no" { (finding.table) " " (finding.row) } }
            }
        }
        @if more > 0 { p { (lang.ta("desk-log-more", &[("n", more.into())])) } }
    };
    banner(&lang.t("desk-log-title"), &body, false)
}

/// What happened, and to what: an account is named as it was called then, else as it is called now.
fn what(cx: &Cx, event: &Event, who: &str, users: &[User]) -> String {
    let lang = cx.lang;
    let word = lang.t(event.kind.key());
    let known = || users.iter().find(|user| Some(user.id.as_str()) == event.subject.as_deref()).map(|user| user.name.clone());
    let about = match event.kind {
        EventKind::UserAdded | EventKind::UserChanged | EventKind::UserDisabled | EventKind::PasswordReset => {
            Some(who.to_owned()).filter(|_| matches!(event.content, Content::Present(_))).or_else(known)
        }
        EventKind::TermsPublished | EventKind::LogAlarm | EventKind::LogAlarmOver | EventKind::CheckpointMailed => {
            event.subject.clone()
        }
        _ => None,
    };
    match about {
        Some(about) if !about.is_empty() => [word, about].join(": "),
        _ => word,
    }
}

fn by(cx: &Cx, event: &Event, who: &str, users: &[User]) -> String {
    let lang = cx.lang;
    match &event.cause {
        Cause::Service => lang.t("desk-by-service"),
        Cause::Staff(id) => match users.iter().find(|user| user.id == *id) {
            Some(user) => lang.ta("desk-by-staff", &[("name", user.name.as_str().into())]),
            None => lang.t("desk-by-somebody"),
        },
        Cause::Filer => lang.ta("desk-by-filer-of", &[("email", who.into())]),
    }
}
