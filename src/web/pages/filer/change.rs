//! An agreement's changes as its party's people ask for them: what can be asked, how versions differ, and how a change is told on the pages
//! of its request.

use actix_web::HttpResponse;
use maud::{Markup, html};

use crate::agreement::Language;
use crate::agreement::change::FiledChange;
use crate::agreement::difference::difference;
use crate::agreement::filing::Filing;
use crate::agreement::lifecycle::RequestState;
use crate::agreement::version::VersionKind;
use crate::i18n::versions::{on_day, standing};
use crate::i18n::{Translate, format};
use crate::store::requests::Request;
use crate::web::components::{
    Choice, FieldErrors, Options, Table, back, banner, error_summary, facts, plain_tag, question, radios, table, wide,
};
use crate::web::pages::compare::{self, obstructed};
use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx};
use crate::workflow::change::{self, Open, Overview};
use crate::workflow::{Actor, WorkflowError};

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    route!(Get "/party/agreements/{number}/change", ask, Rule::Filer),
    route!(Post "/party/agreements/{number}/change", begin, Rule::Filer),
    route!(Get "/party/agreements/{number}/compare", compared, Rule::Filer),
];

/// The page on which a change of the agreement `number` is begun.
pub(super) fn path(number: &str) -> String {
    ["/party/agreements/", number, "/change"].concat()
}

/// What a request is, as the title of its pages.
pub(super) fn title(lang: Language, request: &Request) -> String {
    match (request.kind, &request.draft.change) {
        (VersionKind::First, _) | (_, None) => lang.t("filer-tasks-title"),
        (kind, Some(change)) => {
            lang.ta("filer-change-of", &[("kind", lang.t(kind.key()).into()), ("number", change.number.as_str().into())])
        }
    }
}

/// What a change of this kind does.
pub(super) const fn explained(kind: VersionKind) -> &'static str {
    match kind {
        VersionKind::First | VersionKind::Amendment => "filer-change-amendment-hint",
        VersionKind::Contacts => "filer-change-contacts-hint",
        VersionKind::Renewal => "filer-change-renewal-hint",
        VersionKind::Termination => "filer-change-termination-hint",
    }
}

/// From when a filed change holds, or when the agreement ends.
pub(super) fn holds(lang: Language, change: &FiledChange) -> String {
    let date = |day| format::date(lang, day).into();
    match (change.last_day, change.first_day) {
        (Some(last), _) => lang.ta("filer-step-ends-text", &[("date", date(last))]),
        (None, Some(first)) => lang.ta("filer-step-holds-text", &[("date", date(first))]),
        (None, None) => lang.t("filer-step-holds-at-once"),
    }
}

/// What the answers alter of the version in force.
pub(super) fn altered(lang: Language, base: &Filing, filing: &Filing) -> Markup {
    let base = Filing { change: filing.change.clone(), ..base.clone() };
    let changes = difference(&base, filing);
    html! {
        h2 { (lang.t("filer-change-altered")) }
        @if changes.is_empty() { p { (lang.t("compare-nothing")) } } @else { (compare::changes(lang, &changes)) }
    }
}

async fn ask(cx: Cx) -> Answer {
    let number: String = cx.param("number")?;
    let overview = change::overview(cx.service(), &cx.filer_address()?, &number).await?;
    Ok(page(&cx, &overview, "", &FieldErrors::none()))
}

async fn begin(cx: Cx) -> Answer {
    let (number, filer) = (cx.param::<String>("number")?, cx.filer_address()?);
    let overview = change::overview(cx.service(), &filer, &number).await?;
    let chosen = cx.field("what").unwrap_or_default();
    let offered = overview.kinds.iter().find(|(kind, _)| kind.code() == chosen);
    let refuse = |text: String| {
        let errors = FieldErrors::from_iter([("what".to_owned(), text)]);
        Ok(page(&cx, &overview, chosen, &errors))
    };
    let Some((kind, _)) = offered else { return refuse(cx.lang.t("filer-change-choose")) };
    match change::begin(cx.service(), &filer, &number, *kind, cx.lang).await {
        Ok(id) => {
            let first = match kind {
                VersionKind::Contacts => "/contacts",
                VersionKind::Termination => "/change",
                _ => "",
            };
            Ok(cx.redirect(&["/requests/", id.as_str(), first].concat()))
        }
        Err(WorkflowError::Obstacle(obstacle)) => {
            let now = change::overview(cx.service(), &filer, &number).await?;
            let errors = FieldErrors::from_iter([("what".to_owned(), obstructed(cx.lang, obstacle))]);
            Ok(page(&cx, &now, chosen, &errors))
        }
        Err(other) => Err(other.into()),
    }
}

fn page(cx: &Cx, overview: &Overview, chosen: &str, errors: &FieldErrors) -> HttpResponse {
    let lang = cx.lang;
    let number = &overview.agreement.number;
    let title = lang.t("filer-change-title");
    let possible: Vec<VersionKind> =
        overview.kinds.iter().filter(|(_, obstacle)| obstacle.is_none()).map(|(kind, _)| *kind).collect();
    let body = html! {
        (back(&cx.href("/draft"), &lang.t("filer-back-requests")))
        (question(&html! {
            (error_summary(lang, errors))
            @if let Some(done) = done(cx) { (banner(&done, &html! {}, true)) }
            @if let Some(open) = &overview.open { (under_way(cx, open)) }
            p.kicker { (overview.agreement.party_name) " · " span.num translate="no" { (number) } }
            h1 { (title) }
            (facts(&[(&lang.t("agreement-today"), html! { (standing(lang, overview.standing)) })]))
            @if overview.names_signatory { p { a href=(cx.href(&super::signatory::path(number))) { (lang.t("signatory-change")) } } }
            @if possible.is_empty() {
                @if let (None, Some((_, Some(obstacle)))) = (&overview.open, overview.kinds.first()) { p { (obstructed(lang, *obstacle)) } }
            } @else {
                @for (kind, obstacle) in &overview.kinds { @if let Some(obstacle) = obstacle {
                    p { (lang.t(kind.key())) ": " (obstructed(lang, *obstacle)) }
                } }
                form method="post" action=(cx.href(&path(number))) novalidate {
                    (cx.csrf())
                    (choices(lang, &possible, chosen, errors))
                    p.acts { button.btn { (lang.t("filer-change-begin")) } }
                }
            }
        }))
        (wide(&html! { h2 { (lang.t("agreement-versions")) } (versions(cx, overview)) }))
    };
    if errors.is_empty() { cx.page(&title, body) } else { cx.refused(&title, body) }
}

/// What was just done about the signatory, in words.
fn done(cx: &Cx) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Asked {
        done: Option<String>,
    }
    match cx.query::<Asked>().ok()?.done.as_deref()? {
        "named" => Some(cx.lang.t("signatory-changed")),
        "changed" => Some(cx.lang.t("desk-signing-changed")),
        _ => None,
    }
}

fn choices(lang: Language, kinds: &[VersionKind], chosen: &str, errors: &FieldErrors) -> Markup {
    let words: Vec<(VersionKind, String, String)> =
        kinds.iter().map(|kind| (*kind, lang.t(kind.key()), lang.t(explained(*kind)))).collect();
    let choices: Vec<Choice<'_>> = words.iter().map(|(kind, word, hint)| Choice::new(kind.code(), word).hint(hint)).collect();
    let legend = lang.t("filer-change-what");
    radios(lang, &Options { id: "what", legend: &legend, choices: &choices, chosen: &[chosen], ..Options::default() }, errors)
}

/// Who has asked for a change already: their own request is led to, another's is named.
fn under_way(cx: &Cx, open: &Open) -> Markup {
    let lang = cx.lang;
    let own = cx.filer().is_ok_and(|email| email == open.holder.folded() || email == open.holder.as_str());
    let values = [("kind", lang.t(open.kind.key()).into()), ("email", open.holder.as_str().into())];
    let body = html! {
        p { (lang.ta("filer-change-open-text", &values)) }
        p { (lang.t("agreement-state")) ": " (lang.t(open.state.key()))
            @if let Some(reference) = &open.reference { " · " span.num translate="no" { (reference) } } }
        @if own { p { a href=(cx.href(&["/requests/", open.id.as_str()].concat())) { (lang.t("filer-open-request")) } } }
        @else if open.state == RequestState::Draft { p { (lang.t("filer-change-open-draft")) } }
    };
    banner(&lang.t("filer-change-open-title"), &body, false)
}

fn versions(cx: &Cx, overview: &Overview) -> Markup {
    let lang = cx.lang;
    let today = format::day(cx.now);
    let columns =
        ["agreement-version", "agreement-kind", "agreement-state", "agreement-today", "compare-column"].map(|key| lang.t(key));
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let rows = overview.versions.iter().map(|version| {
        let compare = ["/party/agreements/", &overview.agreement.number, "/compare?to=", &version.version.to_string()].concat();
        vec![
            html! { (lang.ta("agreement-version-n", &[("n", version.version.into())])) },
            html! { (lang.t(version.kind.key())) },
            plain_tag(&lang.t(version.state.key())),
            html! { (on_day(lang, &overview.signed, version.version, today)) },
            html! { @if version.version > 1 { a href=(cx.href(&compare)) { (lang.ta("compare-link", &[("n", version.version.into())])) } } },
        ]
    });
    table(&Table {
        caption: &lang.t("agreement-versions"),
        hidden_caption: true,
        columns: &columns,
        rows: rows.collect(),
        queue: false,
    })
}

async fn compared(cx: Cx) -> Answer {
    let number: String = cx.param("number")?;
    let asked: compare::Asked = cx.query()?;
    let pair = change::pair(cx.service(), &Actor::Filer(cx.filer_address()?), &number, asked.from, asked.to).await?;
    let body = html! {
        (back(&cx.href(&path(&number)), &cx.lang.t("filer-back-agreement")))
        (wide(&compare::page(&cx, &pair, &["/party/agreements/", &number, "/compare"].concat())))
    };
    Ok(cx.page(&compare::title(cx.lang, &pair), body))
}
