//! The queue of requests: views, filters, the longest waiting first.

use chrono::{DateTime, SecondsFormat, Utc};
use maud::{Markup, html};
use serde::Deserialize;

use super::frame::{QUEUE, ROWS, state_word, verdict_tag, waited, with_query};
use crate::agreement::lifecycle::{RequestAction, RequestState};
use crate::agreement::rights::{Party, may};
use crate::agreement::version::VersionKind;
use crate::agreement::{RequestId, UserId};
use crate::federation::Verdict;
use crate::i18n::{Translate, format};
use crate::store::requests::{QueueFilter, QueueRow};
use crate::web::components::{
    FieldErrors, Pager, Select, Table, empty, pager, queue_keys, select, sorted_table, verdict_word, wide,
};
use crate::web::route::{Route, route};
use crate::web::{Answer, Cx};
use crate::workflow::review::{self, QueueCounts};
use crate::workflow::watch;

/// The routes of this file.
pub const ROUTES: &[Route] = &[route!(Get "/queue", queue, QUEUE)];

const VERDICTS: [Verdict; 4] = [Verdict::Errors, Verdict::Unverified, Verdict::Warnings, Verdict::Ok];
const STATES: [RequestState; 5] = [
    RequestState::Submitted,
    RequestState::ChangesRequested,
    RequestState::Approved,
    RequestState::Rejected,
    RequestState::Withdrawn,
];

/// What the address asks for. Whatever it holds that means nothing is as if it were not there.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// `own` or `unassigned`; anything else is all.
    view: String,
    /// Words to find.
    q: String,
    /// A state's code, or `all`; empty means waiting for a review.
    state: String,
    /// A verdict's code.
    verdict: String,
    /// The cursors of the pages before this one and of this one.
    after: Vec<String>,
}

impl Asked {
    fn states(&self) -> Vec<RequestState> {
        match STATES.iter().find(|state| state.code() == self.state) {
            Some(state) => vec![*state],
            None if self.state == "all" => STATES.to_vec(),
            None => vec![RequestState::Submitted],
        }
    }

    fn verdict(&self) -> Option<Verdict> {
        VERDICTS.into_iter().find(|verdict| verdict.as_str() == self.verdict)
    }

    fn is_filtered(&self) -> bool {
        !self.q.trim().is_empty()
            || self.verdict().is_some()
            || !matches!(self.state.as_str(), "" | "submitted" | "changes_requested")
    }

    fn filter(&self, own: &UserId) -> QueueFilter {
        QueueFilter {
            states: self.states(),
            words: self.q.chars().take(200).collect(),
            verdict: self.verdict(),
            reviewer: (self.view == "own").then(|| own.clone()),
            unassigned: self.view == "unassigned",
            after: self.after.last().and_then(|cursor| read_cursor(cursor)),
            most: i64::try_from(ROWS + 1).unwrap_or(i64::MAX),
        }
    }

    fn address(&self, cx: &Cx, after: &[String]) -> String {
        let mut pairs = vec![("view", self.view.as_str()), ("q", &self.q), ("state", &self.state), ("verdict", &self.verdict)];
        pairs.extend(after.iter().map(|cursor| ("after", cursor.as_str())));
        with_query(&cx.href("/queue"), &pairs)
    }
}

fn cursor(row: &QueueRow) -> String {
    [row.filed_at.to_rfc3339_opts(SecondsFormat::AutoSi, true).as_str(), row.id.as_str()].join("_")
}

fn read_cursor(text: &str) -> Option<(DateTime<Utc>, RequestId)> {
    let (at, id) = text.split_once('_')?;
    Some((DateTime::parse_from_rfc3339(at).ok()?.to_utc(), RequestId::parse(id)?))
}

async fn queue(cx: Cx) -> Answer {
    let lang = cx.lang;
    let asked: Asked = cx.query()?;
    let staff = cx.member()?;
    let (mut rows, counts, names) = review::queue(cx.service(), &staff, asked.filter(&staff.id)).await?;
    let incidents = watch::counts(cx.service(), &staff).await?.open;
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let next = rows.last().filter(|_| more).map(|row| {
        let after: Vec<String> = asked.after.iter().cloned().chain([cursor(row)]).collect();
        asked.address(&cx, &after)
    });
    let previous = asked.after.split_last().map(|(_, before)| asked.address(&cx, before));
    let may_take = may(Party::Staff(staff.role), RequestAction::Assign, RequestState::Submitted);
    let title = lang.t("desk-queue-title");
    let body = html! {
        h1 { (title) }
        @if incidents > 0 {
            p { a href=(cx.href("/incidents")) { (lang.ta("watch-open-link", &[("n", incidents.into())])) } }
        }
        (views(&cx, &asked, counts))
        (filters(&cx, &asked))
        @if rows.is_empty() {
            (nothing(&cx, &asked))
        } @else {
            (list(&cx, &asked, &rows, &names, may_take))
            (pager(lang, &Pager {
                label: &lang.t("desk-queue-pages"),
                count: &lang.ta("desk-queue-rows", &[("n", rows.len().into())]),
                previous: previous.as_deref(),
                next: next.as_deref(),
                history: false,
            }))
            (queue_keys(lang))
        }
    };
    Ok(cx.page(&title, wide(&body)))
}

fn views(cx: &Cx, asked: &Asked, counts: QueueCounts) -> Markup {
    let lang = cx.lang;
    let waiting = matches!(asked.state.as_str(), "" | "submitted");
    let other = !matches!(asked.view.as_str(), "own" | "unassigned");
    let entries = [
        ("", "", counts.open, waiting && other, "desk-view-open"),
        ("own", "", counts.own, waiting && asked.view == "own", "desk-view-own"),
        ("unassigned", "", counts.unassigned, waiting && asked.view == "unassigned", "desk-view-unassigned"),
        ("", "changes_requested", counts.with_filer, asked.state == "changes_requested" && other, "desk-view-with-filer"),
    ];
    html! {
        nav.views aria-label=(lang.t("desk-views")) { ul {
            @for (view, state, count, current, key) in entries { li {
                a href=(with_query(&cx.href("/queue"), &[("view", view), ("state", state)])) aria-current=[current.then_some("page")] {
                    (lang.t(key)) " (" (capped(count)) ")"
                }
            } }
        } }
    }
}

fn capped(count: i64) -> String {
    if count > 99 { "99+".to_owned() } else { count.to_string() }
}

fn filters(cx: &Cx, asked: &Asked) -> Markup {
    let lang = cx.lang;
    let errors = FieldErrors::none();
    let words: Vec<(&str, String)> = STATES.iter().map(|state| (state.code(), lang.t(state.key()))).collect();
    let all = lang.t("desk-all");
    let states: Vec<(&str, &str)> =
        words.iter().map(|(code, word)| (*code, word.as_str())).chain([("all", all.as_str())]).collect();
    let words: Vec<(&str, String)> = VERDICTS.iter().map(|of| (of.as_str(), verdict_word(lang, Some(*of)))).collect();
    let verdicts: Vec<(&str, &str)> =
        [("", all.as_str())].into_iter().chain(words.iter().map(|(code, word)| (*code, word.as_str()))).collect();
    let state = if asked.state.is_empty() { RequestState::Submitted.code() } else { &asked.state };
    html! {
        form.filters method="get" action=(cx.href("/queue")) role="search" aria-label=(lang.t("desk-queue-filter")) {
            @if matches!(asked.view.as_str(), "own" | "unassigned") { input type="hidden" name="view" value=(asked.view); }
            div {
                label for="q" { (lang.t("desk-search")) }
                input type="search" id="q" name="q" value=(asked.q) aria-describedby="q-hint";
                span.vh id="q-hint" { (lang.t("desk-queue-search-hint")) }
            }
            (select(lang, &Select { id: "state", label: &lang.t("desk-state"), choices: &states, chosen: state, hint: None }, &errors))
            (select(lang, &Select { id: "verdict", label: &lang.t("desk-check"), choices: &verdicts, chosen: &asked.verdict, hint: None }, &errors))
            button.btn.quiet.tiny { (lang.t("desk-filter")) }
        }
    }
}

fn nothing(cx: &Cx, asked: &Asked) -> Markup {
    let lang = cx.lang;
    let queue = cx.href("/queue");
    if asked.is_filtered() {
        let clear = with_query(&queue, &[("view", &asked.view)]);
        return empty(&lang.t("desk-queue-none-filtered"), Some((&clear, &lang.t("desk-filter-clear"))));
    }
    let to_all = lang.t("desk-queue-to-open");
    match (asked.view.as_str(), asked.state.as_str()) {
        ("own", _) => empty(
            &lang.t("desk-queue-none-own"),
            Some((&with_query(&queue, &[("view", "unassigned")]), &lang.t("desk-queue-to-unassigned"))),
        ),
        ("unassigned", _) => empty(&lang.t("desk-queue-none-unassigned"), Some((&queue, &to_all))),
        (_, "changes_requested") => empty(&lang.t("desk-queue-none-with-filer"), Some((&queue, &to_all))),
        _ => empty(&lang.t("desk-queue-none"), None),
    }
}

fn list(cx: &Cx, asked: &Asked, rows: &[QueueRow], names: &[(UserId, String)], may_take: bool) -> Markup {
    let lang = cx.lang;
    let waiting = asked.states() == [RequestState::Submitted];
    let when = lang.t(if waiting { "desk-waited" } else { "desk-filed" });
    let columns = [
        lang.t("desk-organisation"),
        lang.t("desk-reference"),
        lang.t("desk-state"),
        when,
        lang.t("desk-check"),
        lang.t("desk-departures-column"),
        lang.t("desk-reviewer"),
    ];
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let here = asked.address(cx, &asked.after);
    let rows = rows.iter().map(|row| vec![
        html! {
            a href=(cx.href(&["/queue/", row.id.as_str()].concat())) { (row.party_name) }
            small translate="no" { (row.domains.first().map_or("", String::as_str)) @if row.domains.len() > 1 { " + " (row.domains.len() - 1) } }
        },
        html! {
            span.num translate="no" { (row.reference) }
            @if row.kind != VersionKind::First { small { (lang.t(row.kind.key())) } }
        },
        html! {
            (state_word(lang, row.state.code()))
            @if row.state == RequestState::Submitted && row.filings > 1 { small { (lang.t("desk-refiled")) } }
        },
        html! {
            @if waiting { (waited(lang, row.filed_at, cx.now)) } @else { (format::date(lang, format::day(row.filed_at))) }
        },
        verdict_tag(lang, row.verdict, usize::try_from(row.errors).ok().filter(|errors| *errors > 0 && row.verdict == Some(Verdict::Errors))),
        html! { (row.departures) },
        reviewer(cx, row, names, &here, may_take),
    ]);
    let caption = lang.t(if waiting { "desk-queue-caption" } else { "desk-queue-caption-filed" });
    sorted_table(&Table { caption: &caption, columns: &columns, rows: rows.collect(), queue: true, ..Table::default() }, 3)
}

fn reviewer(cx: &Cx, row: &QueueRow, names: &[(UserId, String)], here: &str, may_take: bool) -> Markup {
    let lang = cx.lang;
    let name = row.reviewer.as_ref().and_then(|id| names.iter().find(|(known, _)| known == id)).map(|(_, name)| name);
    html! {
        @match name {
            Some(name) => { (name) }
            None if may_take && row.state == RequestState::Submitted => {
                form method="post" action=(cx.href(&["/queue/", row.id.as_str(), "/assign"].concat())) {
                    (cx.csrf())
                    input type="hidden" name="revision" value=(row.revision);
                    input type="hidden" name="next" value=(here);
                    button.btn.plain.tiny data-key="o" { (lang.t("desk-take")) span.vh { ": " (row.party_name) } }
                }
            }
            None => { span.soft { "–" span.vh { " " (lang.t("desk-nobody")) } } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_asks_for_states_and_rubbish_for_none() {
        let asked = |state: &str| Asked { state: state.into(), ..Asked::default() }.states();
        assert_eq!(asked(""), [RequestState::Submitted]);
        assert_eq!(asked("rubbish"), [RequestState::Submitted]);
        assert_eq!(asked("draft"), [RequestState::Submitted], "a draft is never Kela's to see");
        assert_eq!(asked("rejected"), [RequestState::Rejected]);
        assert!(!asked("all").contains(&RequestState::Draft));
    }

    #[test]
    fn a_cursor_is_read_back_or_passed_over() {
        let id = RequestId::new("2026-11-21T08:02:00Z".parse().unwrap(), [7; 32]);
        let at: DateTime<Utc> = "2026-11-21T08:02:00.123Z".parse().unwrap();
        let text = [at.to_rfc3339_opts(SecondsFormat::AutoSi, true).as_str(), id.as_str()].join("_");
        assert_eq!(read_cursor(&text), Some((at, id)));
        for bad in ["", "_", "2026_x", "'; --"] {
            assert_eq!(read_cursor(bad), None);
        }
    }
}
