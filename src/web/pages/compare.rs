//! What Kela and an agreement's own people see alike: the difference between two versions in words, and what stands in a change's way.

use maud::{Markup, html};
use serde::Deserialize;

use crate::agreement::Language;
use crate::agreement::change::Obstacle;
use crate::agreement::difference::{Change, Part, between};
use crate::agreement::summary::Shown;
use crate::i18n::fields::shown;
use crate::i18n::{Translate, format};
use crate::store::agreements::Version;
use crate::web::Cx;
use crate::web::components::{FieldErrors, Select, Table, added, facts, select, table, was};
use crate::workflow::change::Pair;

/// Why a change cannot be begun or sent now.
pub(super) fn obstructed(lang: Language, obstacle: Obstacle) -> String {
    match obstacle {
        Obstacle::NothingSigned => lang.t("obstacle-nothing-signed"),
        Obstacle::Ended => lang.t("obstacle-ended"),
        Obstacle::UnderNotice(last) => lang.ta("obstacle-under-notice", &[("date", format::date(lang, last).into())]),
        Obstacle::Pending(version) => lang.ta("obstacle-pending", &[("n", version.into())]),
        Obstacle::Requested => lang.t("obstacle-requested"),
    }
}

/// Which versions are compared; without them the newest with the one that it changes.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) from: Option<i32>,
    pub(super) to: Option<i32>,
}

/// The page's title.
pub(super) fn title(lang: Language, pair: &Pair) -> String {
    lang.ta("compare-title", &[("number", pair.agreement.number.as_str().into())])
}

/// The comparison, with the form that chooses other versions; `path` is the page's own.
pub(super) fn page(cx: &Cx, pair: &Pair, path: &str) -> Markup {
    let lang = cx.lang;
    let [before, after] = &pair.versions;
    let changes = between(&before.content, &after.content);
    html! {
        p.kicker { (pair.agreement.party_name) }
        h1 { (title(lang, pair)) }
        @if pair.all.len() > 1 { (chooser(cx, pair, path)) }
        h2 { (lang.ta("compare-of", &[("from", before.version.into()), ("to", after.version.into())])) }
        (dates(lang, after))
        @if changes.is_empty() { p { (lang.t("compare-nothing")) } } @else { (self::changes(lang, &changes)) }
    }
}

fn chooser(cx: &Cx, pair: &Pair, path: &str) -> Markup {
    let lang = cx.lang;
    let numbers: Vec<(String, String)> = pair
        .all
        .iter()
        .map(|version| (version.to_string(), lang.ta("agreement-version-n", &[("n", (*version).into())])))
        .collect();
    let choices: Vec<(&str, &str)> = numbers.iter().map(|(code, word)| (code.as_str(), word.as_str())).collect();
    let [from, to] = pair.versions.each_ref().map(|version| version.version.to_string());
    let (none, from_label, to_label) = (FieldErrors::none(), lang.t("compare-from"), lang.t("compare-to"));
    html! {
        form.filters method="get" action=(cx.href(path)) {
            (select(lang, &Select { id: "from", label: &from_label, choices: &choices, chosen: &from, hint: None }, &none))
            (select(lang, &Select { id: "to", label: &to_label, choices: &choices, chosen: &to, hint: None }, &none))
            button.btn.quiet.tiny { (lang.t("compare-show")) }
        }
    }
}

/// What the later version is, and the day that was agreed for it.
fn dates(lang: Language, version: &Version) -> Markup {
    let Some(change) = &version.content.change else { return html! {} };
    let day = change.first_day.map_or_else(|| lang.t("change-at-once"), |day| format::date(lang, day));
    let mut rows = vec![(lang.t("agreement-kind"), html! { (lang.t(change.kind.key())) })];
    match change.last_day {
        Some(last) => rows.push((lang.t("field-last-day"), html! { (format::date(lang, last)) })),
        None => rows.push((lang.t("field-first-day"), html! { (day) })),
    }
    if let Some(reason) = &change.reason {
        rows.push((lang.t("field-change-reason"), html! { @for line in reason.lines() { (line) br; } }));
    }
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(term, fact)| (term.as_str(), fact.clone())).collect();
    facts(&rows)
}

/// What changed: a table for each part of the agreement in which anything did.
pub(super) fn changes(lang: Language, changes: &[Change]) -> Markup {
    let columns = [lang.t("compare-row"), lang.t("compare-was"), lang.t("compare-now")];
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    html! {
        @for part in Part::ALL {
            @let of_part: Vec<&Change> = changes.iter().filter(|change| change.part == *part).collect();
            @if !of_part.is_empty() {
                h3 { (lang.t(part.key())) }
                (table(&Table {
                    caption: &lang.t(part.key()),
                    hidden_caption: true,
                    columns: &columns,
                    rows: of_part.into_iter().map(|change| vec![
                        html! { (lang.t(change.label)) },
                        values(lang, &change.was, was),
                        values(lang, &change.now, added),
                    ]).collect(),
                    queue: false,
                }))
            }
        }
    }
}

fn values(lang: Language, values: &[Shown], draw: fn(&str) -> Markup) -> Markup {
    html! {
        @if values.is_empty() { span.soft { (lang.t("compare-none")) } }
        @for (index, value) in values.iter().enumerate() {
            @if index > 0 { br; }
            @match value {
                Shown::Name(name) => { code translate="no" { (draw(name)) } }
                _ => { (draw(&shown(lang, value))) }
            }
        }
    }
}
