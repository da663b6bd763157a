//! How the domains of an agreement went since they are watched: a list in words, the newest first.

use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::frame::with_query;
use crate::i18n::{Translate, drift, format};
use crate::store::incidents::Incident;
use crate::store::watched::Noted;
use crate::web::components::{facts, time};
use crate::web::{Cx, PageError};
use crate::workflow::watch::{self, TimeLine};

/// The time line of each domain of the agreement `number`.
pub(super) async fn section(cx: &Cx, number: &str) -> Result<Markup, PageError> {
    let lang = cx.lang;
    let lines = watch::time_lines(cx.service(), &cx.member()?, number).await?;
    let incidents = lines.iter().any(|line| !line.incidents.is_empty());
    Ok(html! {
        @if lines.is_empty() { p.soft { (lang.t("watch-timeline-none")) } }
        @if incidents {
            p { a href=(with_query(&cx.href("/incidents"), &[("agreement", number)])) { (lang.t("watch-title")) } }
        }
        @for line in &lines { (domain(cx, line)) }
    })
}

fn domain(cx: &Cx, line: &TimeLine) -> Markup {
    let lang = cx.lang;
    let row = &line.watched;
    let looked = row.last_look_at.map_or_else(|| html! { (lang.t("watch-not-yet")) }, |at| time(lang, at));
    let next = match row.ended_at {
        Some(_) => html! { (lang.t("watch-ended")) },
        None => time(lang, row.next_look_at),
    };
    html! {
        h3 { code translate="no" { (row.domain.to_unicode()) } }
        (facts(&[(&lang.t("watch-last-look"), looked), (&lang.t("watch-next-look"), next)]))
        @if row.failures > 0 && row.ended_at.is_none() { p { (lang.ta("watch-silent", &[("n", row.failures.into())])) } }
        @if !line.incidents.is_empty() {
            h4 { (lang.t("watch-incidents")) }
            ul { @for incident in &line.incidents { li { (told(cx, incident)) } } }
        }
        @if !line.changes.is_empty() {
            details {
                summary { (lang.t("watch-changes")) span.vh { ": " (row.domain.to_unicode()) } }
                ol.hist reversed { @for (at, changes) in by_moment(&line.changes) { li {
                    (time(lang, at))
                    div { @for noted in changes { p { (change(cx, noted)) } } }
                } } }
            }
        }
    }
}

fn told(cx: &Cx, incident: &Incident) -> Markup {
    let lang = cx.lang;
    let title = lang.t(drift::title(incident.kind));
    let from = format::moment(lang, incident.opened.as_ref().map_or(incident.suspected.0, |(at, _)| *at));
    let words = match incident.ended_at {
        Some(until) => lang.ta(
            "watch-incident-from-to",
            &[("title", title.into()), ("from", from.into()), ("until", format::moment(lang, until).into())],
        ),
        None => lang.ta("watch-incident-from", &[("title", title.into()), ("from", from.into())]),
    };
    html! { a href=(cx.href(&["/incidents/", &incident.id.to_string()].concat())) { (words) } }
}

/// Changes that one look brought stand together.
fn by_moment(changes: &[Noted]) -> Vec<(DateTime<Utc>, Vec<&Noted>)> {
    let mut moments: Vec<(DateTime<Utc>, Vec<&Noted>)> = Vec::new();
    for noted in changes {
        match moments.last_mut() {
            Some((at, group)) if *at == noted.at => group.push(noted),
            _ => moments.push((noted.at, vec![noted])),
        }
    }
    moments
}

fn change(cx: &Cx, noted: &Noted) -> String {
    let lang = cx.lang;
    let (before, after) = drift::values(lang, &noted.change);
    let item = lang.t(drift::item(noted.change.item));
    let after = if after.is_empty() { lang.t("watch-nothing") } else { after };
    if before.is_empty() {
        return lang.ta("watch-change-first", &[("item", item.into()), ("after", after.into())]);
    }
    lang.ta("watch-change", &[("item", item.into()), ("after", after.into()), ("before", before.into())])
}
