//! Watching as Kela sees it: the incidents, by what was done about them and by agreement, the newest first.

use maud::{Markup, html};
use serde::Deserialize;

use super::frame::{ADMINISTRATOR, ASKED, ROWS, STAFF, pages_beside, with_query};
use crate::agreement::Language;
use crate::agreement::incident::{IncidentAction, IncidentState};
use crate::agreement::rights::may_with_incident;
use crate::i18n::{Translate, drift, format};
use crate::store::incidents::{Incident, Which};
use crate::web::components::{
    FieldErrors, Pager, Table, TextField, banner, empty, pager, plain_tag, sorted_table, text_field, wide,
};
use crate::web::route::{Route, route};
use crate::web::{Answer, Cx};
use crate::workflow::watch::{self, Counts, Filter, Seen};

/// The routes of this file.
pub const ROUTES: &[Route] = &[route!(Get "/incidents", page, STAFF), route!(Post "/incidents/release", release, ADMINISTRATOR)];

const VIEWS: [(&str, Which, &str); 4] = [
    ("", Which::Open, "watch-view-open"),
    ("acknowledged", Which::Acknowledged, "watch-view-acknowledged"),
    ("silenced", Which::Silenced, "watch-view-silenced"),
    ("healed", Which::Healed, "watch-view-healed"),
];

/// What the address asks for. Whatever it holds that means nothing is as if it were not there.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Asked {
    view: String,
    /// The number of an agreement.
    agreement: String,
    /// The cursors of the pages before this one and of this one.
    before: Vec<String>,
    done: String,
}

impl Asked {
    fn view(&self) -> (&'static str, Which) {
        let found = VIEWS.iter().find(|(view, ..)| *view == self.view);
        found.map_or(("", Which::Open), |(view, which, _)| (view, *which))
    }
}

async fn page(cx: Cx) -> Answer {
    let lang = cx.lang;
    let asked: Asked = cx.query()?;
    let (view, which) = asked.view();
    let number = asked.agreement.trim().to_uppercase();
    let filter = Filter {
        which,
        agreement: Some(number.clone()).filter(|number| !number.is_empty()),
        before: asked.before.last().and_then(|cursor| cursor.parse().ok()),
        most: ASKED,
    };
    let mut found = watch::incidents(cx.service(), &cx.member()?, filter).await?;
    let last = (found.rows.len() > ROWS).then(|| found.rows.get(ROWS - 1).map(|seen| seen.incident.id.to_string())).flatten();
    found.rows.truncate(ROWS);
    let pairs = [("view", view), ("agreement", number.as_str())];
    let (previous, next) = pages_beside(&cx.href("/incidents"), &pairs, &asked.before, last);
    let title = lang.t("watch-title");
    let body = html! {
        @if asked.done == "released" { (banner(&lang.t("watch-released"), &html! {}, true)) }
        (held(&cx, found.counts))
        h1 { (title) }
        p.soft { (lang.t("watch-intro")) }
        @for (resolver, since) in &found.silent {
            p { strong { (lang.ta("watch-resolver-silent", &[("resolver", resolver.as_str().into()), ("time", format::moment(lang, *since).into())])) } }
        }
        (views(&cx, view, &number, found.counts))
        (filters(&cx, view, &number))
        @if found.rows.is_empty() {
            (empty(&lang.t("watch-none"), None))
        } @else {
            (list(&cx, &found.rows))
            (pager(lang, &Pager {
                label: &lang.t("watch-pages"),
                count: &lang.ta("watch-rows", &[("n", found.rows.len().into())]),
                previous: previous.as_deref(),
                next: next.as_deref(),
                history: true,
            }))
        }
    };
    Ok(cx.page(&title, wide(&body)))
}

/// What everybody must know first: that mails are held back; the administrator lets them go.
fn held(cx: &Cx, counts: Counts) -> Markup {
    let lang = cx.lang;
    if counts.held == 0 {
        return html! {};
    }
    let may = cx.staff().is_ok_and(|(_, _, role)| may_with_incident(role, IncidentAction::Release, IncidentState::Open));
    let body = html! {
        p { (lang.ta("watch-held-text", &[("n", counts.held.into())])) }
        @if may {
            form method="post" action=(cx.href("/incidents/release")) { (cx.csrf()) button.btn.quiet { (lang.t("watch-release")) } }
        }
    };
    banner(&lang.t("watch-held"), &body, false)
}

fn views(cx: &Cx, view: &str, number: &str, counts: Counts) -> Markup {
    let lang = cx.lang;
    html! {
        nav.views aria-label=(lang.t("watch-views")) { ul {
            @for (of, which, key) in VIEWS { li {
                a href=(with_query(&cx.href("/incidents"), &[("view", of), ("agreement", number)])) aria-current=[(of == view).then_some("page")] {
                    (lang.t(key)) @if which == Which::Open { " (" (counts.waiting) ")" }
                }
            } }
        } }
    }
}

fn filters(cx: &Cx, view: &str, number: &str) -> Markup {
    let lang = cx.lang;
    let label = lang.t("watch-agreement");
    let field = TextField {
        id: "agreement",
        label: &label,
        value: number,
        code: true,
        autocomplete: Some("off"),
        ..TextField::default()
    };
    html! {
        form.filters method="get" action=(cx.href("/incidents")) role="search" aria-label=(lang.t("watch-filter")) {
            @if !view.is_empty() { input type="hidden" name="view" value=(view); }
            (text_field(lang, &field, &FieldErrors::none()))
            button.btn.quiet.tiny { (lang.t("desk-filter")) }
        }
    }
}

/// The state of an incident with what was done about it.
pub(super) fn state(lang: Language, incident: &Incident) -> Markup {
    let silence = incident.silence.as_ref().filter(|_| incident.state == IncidentState::Open);
    html! {
        (plain_tag(&lang.t(incident.state.key())))
        @if incident.state == IncidentState::Open && incident.acknowledged.is_some() { " " (plain_tag(&lang.t("watch-acknowledged"))) }
        @if let Some(silence) = silence {
            " " (plain_tag(&lang.ta("watch-silenced-until", &[("date", format::date(lang, silence.until).into())])))
        }
        @if incident.state == IncidentState::Open && incident.held { " " (plain_tag(&lang.t("watch-held"))) }
    }
}

fn list(cx: &Cx, rows: &[Seen]) -> Markup {
    let lang = cx.lang;
    let columns =
        ["watch-column-incident", "watch-column-domain", "watch-column-agreement", "watch-column-since", "watch-column-state"];
    let columns = columns.map(|key| lang.t(key));
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let rows = rows.iter().map(|seen| {
        let incident = &seen.incident;
        vec![
            html! { a href=(cx.href(&["/incidents/", &incident.id.to_string()].concat())) {
                (lang.t(drift::title(incident.kind))) span.vh { ": " (seen.watched.domain.to_unicode()) }
            } },
            html! { code translate="no" { (seen.watched.domain.to_unicode()) } },
            agreement(cx, seen),
            html! { (format::moment(lang, incident.opened.as_ref().map_or(incident.suspected.0, |(at, _)| *at))) },
            state(lang, incident),
        ]
    });
    let caption = lang.t("watch-caption");
    sorted_table(&Table { caption: &caption, hidden_caption: true, columns: &columns, rows: rows.collect(), queue: false }, 3)
}

/// Whose domain it is, with the way to the agreement.
pub(super) fn agreement(cx: &Cx, seen: &Seen) -> Markup {
    html! {
        @match &seen.agreement {
            Some(agreement) => {
                a href=(cx.href(&["/agreements/", &agreement.number].concat())) { span.num translate="no" { (agreement.number) } }
                " " (agreement.party_name)
            }
            None => { (cx.lang.t("watch-own")) }
        }
    }
}

async fn release(cx: Cx) -> Answer {
    watch::release(cx.service(), &cx.member()?).await?;
    Ok(cx.redirect(&with_query("/incidents", &[("done", "released")])))
}
