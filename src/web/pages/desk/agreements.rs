//! The agreements: searched and listed, newest first.

use maud::{Markup, html};
use serde::Deserialize;

use super::bundle;
use super::frame::{ASKED, ROWS, STAFF, pages_beside, with_query};
use crate::agreement::version::VersionState;
use crate::i18n::versions::standing;
use crate::i18n::{Translate, format};
use crate::store::agreements::{Agreement, AgreementFilter};
use crate::web::components::{FieldErrors, Pager, Select, Table, empty, pager, plain_tag, select, table, wide};
use crate::web::route::{Route, route};
use crate::web::{Answer, Cx};
use crate::workflow::agreement;
use crate::workflow::in_force::{self, OnDay};

/// The routes of this file.
pub const ROUTES: &[Route] = &[route!(Get "/agreements", list, STAFF)];

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    state: String,
    /// The cursors of the pages before this one and of this one.
    before: Vec<String>,
}

async fn list(cx: Cx) -> Answer {
    let lang = cx.lang;
    let asked: Asked = cx.query()?;
    let filter = AgreementFilter {
        words: asked.q.chars().take(200).collect(),
        state: VersionState::from_code(&asked.state),
        before: asked.before.last().cloned(),
        most: ASKED,
    };
    let filtered = !filter.words.trim().is_empty() || filter.state.is_some();
    let mut found = agreement::list(cx.service(), &cx.member()?, filter).await?;
    let more = found.len() > ROWS;
    found.truncate(ROWS);
    let last = found.last().filter(|_| more).map(|(last, ..)| last.number.clone());
    let pairs = [("q", asked.q.as_str()), ("state", &asked.state)];
    let (previous, next) = pages_beside(&cx.href("/agreements"), &pairs, &asked.before, last);
    let numbers: Vec<String> = found.iter().map(|(agreement, ..)| agreement.number.clone()).collect();
    let standings = in_force::of(cx.service(), &cx.member()?, numbers, format::day(cx.now)).await?;
    let title = lang.t("desk-agreements-title");
    let body = html! {
        h1 { (title) }
        (filters(&cx, &asked))
        @if found.is_empty() && filtered {
            (empty(&lang.t("desk-agreements-none-filtered"), Some((&cx.href("/agreements"), &lang.t("desk-filter-clear")))))
        } @else if found.is_empty() {
            (empty(&lang.t("desk-agreements-none"), None))
        } @else {
            (rows(&cx, &found, &standings))
            p { a href=(with_query(&cx.href("/agreements.csv"), &[("q", asked.q.as_str()), ("on", &format::day(cx.now).to_string())])) download {
                (lang.t("agreement-csv"))
            } }
            (bundle::search_link(&cx, &asked.q, &asked.state))
            (pager(lang, &Pager {
                label: &lang.t("desk-agreements-pages"),
                count: &lang.ta("desk-agreements-rows", &[("n", found.len().into())]),
                previous: previous.as_deref(),
                next: next.as_deref(),
                history: false,
            }))
        }
    };
    Ok(cx.page(&title, wide(&body)))
}

fn filters(cx: &Cx, asked: &Asked) -> Markup {
    let lang = cx.lang;
    let words: Vec<(&str, String)> = VersionState::ALL.iter().map(|state| (state.code(), lang.t(state.key()))).collect();
    let all = lang.t("desk-all");
    let states: Vec<(&str, &str)> =
        [("", all.as_str())].into_iter().chain(words.iter().map(|(code, word)| (*code, word.as_str()))).collect();
    html! {
        form.filters method="get" action=(cx.href("/agreements")) role="search" aria-label=(lang.t("desk-agreements-filter")) {
            div {
                label for="q" { (lang.t("desk-search")) }
                input type="search" id="q" name="q" value=(asked.q) aria-describedby="q-hint";
                span.vh id="q-hint" { (lang.t("desk-agreements-search-hint")) }
            }
            (select(lang, &Select { id: "state", label: &lang.t("desk-state"), choices: &states, chosen: &asked.state, hint: None }, &FieldErrors::none()))
            button.btn.quiet.tiny { (lang.t("desk-filter")) }
        }
    }
}

fn rows(cx: &Cx, found: &[(Agreement, i32, VersionState)], standings: &[OnDay]) -> Markup {
    let lang = cx.lang;
    let columns = [
        lang.t("desk-organisation"),
        lang.t("desk-agreement-number"),
        lang.t("field-business-id"),
        lang.t("desk-version"),
        lang.t("desk-state"),
        lang.t("agreement-today"),
        lang.t("desk-approved-on"),
    ];
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let rows = found.iter().map(|(agreement, version, state)| {
        vec![
            html! { a href=(cx.href(&["/agreements/", &agreement.number].concat())) { (agreement.party_name) } },
            html! { span.num translate="no" { (agreement.number) } },
            html! { span.nb { (agreement.business_id.as_str()) } },
            html! { (version) },
            plain_tag(&lang.t(state.key())),
            html! { @if let Some(found) = standings.iter().find(|found| found.agreement.id == agreement.id) { (standing(lang, found.standing)) } },
            html! { (format::date(lang, format::day(agreement.created_at))) },
        ]
    });
    table(&Table {
        caption: &lang.t("desk-agreements-caption"),
        columns: &columns,
        rows: rows.collect(),
        queue: true,
        ..Table::default()
    })
}
