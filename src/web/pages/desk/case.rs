//! A request at the desk: everything that bears on its review, on one page.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::decision::{self, Written};
use super::frame::{QUEUE, REVIEWER, lines, verdict_tag, waited};
use super::{events, halves, ownership, reports};
use crate::agreement::Departure;
use crate::agreement::change::{FiledChange, is_agreed_anew};
use crate::agreement::lifecycle::{RequestAction, RequestState};
use crate::agreement::rights::{Party, may};
use crate::agreement::summary::Shown;
use crate::agreement::version::VersionKind;
use crate::federation::Verdict;
use crate::i18n::fields::shown;
use crate::i18n::{Translate, format};
use crate::web::components::{
    FieldErrors, Sign, Table, aside, back, banner, columns, error_summary, facts, icon, kicker, plain_tag, table, verdict, wide,
};
use crate::web::pages::compare;
use crate::web::route::{Route, route};
use crate::web::{Answer, Cx, Page, PageError};
use crate::workflow::review::{self, Alteration, Case};
use crate::workflow::{Conflict, WorkflowError};

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    route!(Get "/queue/{id}", page, QUEUE),
    route!(Post "/queue/{id}/assign", assign, REVIEWER),
    route!(Post "/queue/{id}/decision", decision::decide, REVIEWER),
];

#[derive(Deserialize, Default)]
#[serde(default)]
struct Done {
    done: String,
}

async fn page(cx: Cx) -> Answer {
    let staff = cx.member()?;
    let case = review::case(cx.service(), &staff, &cx.request_id()?).await?;
    let done: Done = cx.query()?;
    let banner = done_banner(&cx, &case, &done.done);
    Ok(show(&cx, StatusCode::OK, &case, banner.as_ref(), &Written::default(), &FieldErrors::none()))
}

/// What the reviewer has just done, if the request still stands so.
fn done_banner(cx: &Cx, case: &Case, done: &str) -> Option<Markup> {
    let lang = cx.lang;
    let to_queue = html! { p { a href=(cx.href("/queue")) { (lang.t("desk-next-in-queue")) } } };
    let (title, text) = match (done, case.request.state, &case.agreement) {
        ("approve", RequestState::Approved, Some(agreement)) => {
            let number = agreement.number.as_str();
            let link = html! { p { a href=(cx.href(&["/agreements/", number].concat())) { (lang.ta("desk-agreement-of", &[("number", number.into())])) } } };
            let title = lang.ta("desk-approved", &[("number", number.into())]);
            (title, html! { p { (lang.t("desk-approved-text")) } (link) })
        }
        ("request_changes", RequestState::ChangesRequested, _) => {
            (lang.t("desk-asked"), html! { p { (lang.t("desk-asked-text")) } })
        }
        ("reject", RequestState::Rejected, _) => (lang.t("desk-rejected"), html! { p { (lang.t("desk-rejected-text")) } }),
        _ => return None,
    };
    Some(banner(&title, &html! { (text) (to_queue) }, true))
}

/// The page of `case`, with what the reviewer wrote so far and what is wrong with it.
pub(super) fn show(
    cx: &Cx,
    status: StatusCode,
    case: &Case,
    banner: Option<&Markup>,
    written: &Written,
    errors: &FieldErrors,
) -> HttpResponse {
    let lang = cx.lang;
    let organisation = &case.submission.filing.sheet.organisation.name;
    let reference = case.request.reference.as_deref().unwrap_or_default();
    let title = [organisation.as_str(), reference].join(", ");
    let body = html! {
        (back(&cx.href("/queue"), &lang.t("desk-back-to-queue")))
        @if let Some(banner) = banner { (banner) }
        (error_summary(lang, errors))
        (columns(&wide(&sheet(cx, case)), &panel(cx, case, written, errors), true))
    };
    let page = if errors.is_empty() { Page::new(&title) } else { Page::new(&title).with_errors() };
    cx.answer(status, &page, body)
}

/// What stands beside the sheet: the decision where it can be taken, else how the request stands.
fn panel(cx: &Cx, case: &Case, written: &Written, errors: &FieldErrors) -> Markup {
    let lang = cx.lang;
    let state = case.request.state;
    let role = cx.staff().map(|(_, _, role)| role).ok();
    if role.is_some_and(|role| may(Party::Staff(role), RequestAction::Approve, state)) {
        return decision::panel(cx, case, written, errors);
    }
    let body = html! {
        p { (plain_tag(&lang.t(state.key()))) }
        @if let Some(agreement) = &case.agreement {
            p { a href=(cx.href(&["/agreements/", &agreement.number].concat())) { (lang.ta("desk-agreement-of", &[("number", agreement.number.as_str().into())])) } }
        }
        @if let Some(message) = case.request.message.as_ref().filter(|_| matches!(state, RequestState::ChangesRequested | RequestState::Rejected)) {
            p { (lang.t("desk-message-to-filer")) }
            p { (lines(message)) }
        }
        @if state == RequestState::Submitted { p.soft { (lang.t("desk-read-only")) } }
        (decision::unsent(lang, written))
    };
    aside("panel", &lang.t("desk-state"), &body)
}

fn sheet(cx: &Cx, case: &Case) -> Markup {
    let lang = cx.lang;
    let filing = &case.submission.filing;
    let reference = case.request.reference.as_deref().unwrap_or_default();
    let filed = lang.ta("desk-filed-at", &[("moment", format::moment(lang, case.submission.filed_at).into())]);
    let waits = case.request.state == RequestState::Submitted;
    let sheet = &filing.sheet;
    let departures = sheet.departures();
    html! {
        (kicker(&html! {
            span.num translate="no" { (reference) } " · " (filed)
            @if waits { " · " (lang.ta("desk-has-waited", &[("time", waited(lang, case.submission.filed_at, cx.now).into())])) }
        }))
        h1 { (sheet.organisation.name) }
        (tags(cx, case, departures.len()))
        (reviewer(cx, case))
        (facts_of(cx, case))
        @if let Some(altered) = &case.alters { (alters(cx, case, altered)) }
        @if let Some((before, changes)) = &case.changed {
            h2 { (lang.t("desk-changed")) }
            p.small.soft { (lang.ta("desk-changed-since", &[("moment", format::moment(lang, *before).into())])) }
            @if changes.is_empty() { p { (lang.t("desk-changed-nothing")) } } @else { (halves::changes(lang, changes)) }
        }
        @if is_agreed_anew(case.request.kind) {
            h2 { (lang.t("desk-findings")) }
            (reports::told(lang, &sheet.domains, &case.request.reports))
            h2 { (lang.t("desk-ownership")) }
            p.small.soft { (lang.t("desk-ownership-text")) }
            (ownership::told(lang, &case.ownership))
        }
        @if !case.domains_of_others.is_empty() { (of_others(cx, case)) }
        @if !case.earlier.is_empty() { (earlier(cx, case)) }
        h2 { (lang.t("desk-departures")) }
        (departed(cx, &departures))
        h2 { (lang.t("desk-mail-domains")) }
        (mail_domains(cx, case))
        h2 { (lang.t("desk-halves")) }
        (halves::side_by_side(lang, sheet, case.kela.as_ref().map(|half| &half.sheet)))
        h2 { (lang.t("desk-history")) }
        (events::told(lang, &case.history))
    }
}

fn tags(cx: &Cx, case: &Case, departures: usize) -> Markup {
    let lang = cx.lang;
    let count = |of| case.request.reports.iter().filter(|report| report.verdict == of).count();
    let missing = case.submission.filing.sheet.domains.len().saturating_sub(case.request.reports.len());
    let checked = is_agreed_anew(case.request.kind);
    let (unverified, warnings) = (count(Verdict::Unverified) + missing, count(Verdict::Warnings));
    html! {
        p.tags {
            (plain_tag(&lang.t(case.request.state.key())))
            @if case.request.kind != VersionKind::First { (plain_tag(&lang.t(case.request.kind.key()))) }
            @if case.errors > 0 { (verdict_tag(lang, Some(Verdict::Errors), Some(case.errors))) }
            @if checked && unverified > 0 { (verdict_tag(lang, Some(Verdict::Unverified), Some(unverified))) }
            @if checked && case.errors == 0 && unverified == 0 {
                @if warnings > 0 { (verdict_tag(lang, Some(Verdict::Warnings), Some(warnings))) }
                @else { (verdict_tag(lang, Some(Verdict::Ok), None)) }
            }
            @if departures > 0 { (verdict(Sign::Warning, &lang.t("desk-departs"), Some(departures))) }
            @if !case.domains_of_others.is_empty() { (verdict(Sign::Warning, &lang.t("desk-others-tag"), Some(case.domains_of_others.len()))) }
            @if case.earlier.is_empty() { span.v { (icon(Sign::Info)) (lang.t("desk-first-agreement")) } }
        }
    }
}

fn reviewer(cx: &Cx, case: &Case) -> Markup {
    let lang = cx.lang;
    let name = case.reviewer.clone().unwrap_or_else(|| lang.t("desk-nobody-yet"));
    let (own, role) = cx.staff().map_or((false, None), |(id, _, role)| {
        (case.request.reviewer.as_ref().is_some_and(|reviewer| reviewer.as_str() == id), Some(role))
    });
    let may_take = role.is_some_and(|role| may(Party::Staff(role), RequestAction::Assign, case.request.state)) && !own;
    html! {
        form.tags method="post" action=(cx.href(&["/queue/", case.request.id.as_str(), "/assign"].concat())) {
            span { (lang.t("desk-reviewer")) ": " (name) }
            @if may_take {
                (cx.csrf())
                input type="hidden" name="revision" value=(case.request.revision);
                " " button.btn.quiet.tiny { (lang.t("desk-take")) }
            }
        }
    }
}

fn facts_of(cx: &Cx, case: &Case) -> Markup {
    let lang = cx.lang;
    let filing = &case.submission.filing;
    let opening = filing.opening_date.map_or_else(|| lang.t("common-no-answer"), |date| format::date(lang, date));
    let language = shown(lang, &Shown::Language(filing.language));
    html! {
        p {
            (lang.t("desk-filed-by")) ": " span translate="no" { (case.submission.filed_by.as_str()) }
            br; (lang.t("field-language")) ": " (language)
            br; (lang.t("field-opening-date")) ": " (opening)
        }
    }
}

/// What a request for a change is, from when it is to hold, and what it alters of the version in force.
fn alters(cx: &Cx, case: &Case, altered: &Alteration) -> Markup {
    let lang = cx.lang;
    let number = altered.agreement.number.as_str();
    let change = case.submission.filing.change.as_ref();
    let day = change.and_then(FiledChange::wished).map_or_else(|| lang.t("change-at-once"), |day| format::date(lang, day));
    let day_label = if case.request.kind == VersionKind::Termination { "field-last-day" } else { "field-first-day" };
    html! {
        h2 { (lang.t(case.request.kind.key())) }
        (facts(&[
            (&lang.t("desk-agreement"), html! { a href=(cx.href(&["/agreements/", number].concat())) { span.num translate="no" { (number) } } }),
            (&lang.t(day_label), html! { (day) }),
        ]))
        @if let Some(change) = change {
            @if change.by_kela { p { (lang.t("desk-notice-by-kela")) } }
            @if let Some(reason) = &change.reason { p { (lang.t("field-change-reason")) ": " (lines(reason)) } }
            @if !change.needs_signature() { p { (lang.t("desk-change-unsigned")) } }
        }
        h3 { (lang.ta("desk-alters", &[("n", altered.version.into())])) }
        @if altered.changes.is_empty() { p { (lang.t("compare-nothing")) } } @else { (compare::changes(lang, &altered.changes)) }
    }
}

fn of_others(cx: &Cx, case: &Case) -> Markup {
    let lang = cx.lang;
    let columns = [lang.t("desk-domain"), lang.t("desk-agreement"), lang.t("desk-party")];
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let rows = case.domains_of_others.iter().map(|(domain, number, party)| {
        vec![
            html! { code translate="no" { (domain) } },
            html! { @if let Some(number) = number { a href=(cx.href(&["/agreements/", number].concat())) { span.num { (number) } } } @else { "–" } },
            html! { (party) },
        ]
    });
    html! {
        h2 { (lang.t("desk-others")) }
        p { (verdict(Sign::Warning, &lang.t("desk-others-tag"), Some(case.domains_of_others.len()))) " " (lang.t("desk-others-text")) }
        (table(&Table { caption: &lang.t("desk-others"), hidden_caption: true, columns: &columns, rows: rows.collect(), queue: false }))
    }
}

/// The agreements that the same Y-tunnus has: a number alone proves nothing, so the names are to be compared.
fn earlier(cx: &Cx, case: &Case) -> Markup {
    let lang = cx.lang;
    html! {
        h2 { (lang.t("desk-earlier")) }
        @if case.authority_unproven { p { (verdict(Sign::Warning, &lang.t("desk-earlier-unproven"), None)) " " (lang.t("desk-earlier-text")) } }
        ul { @for agreement in &case.earlier {
            li { a href=(cx.href(&["/agreements/", &agreement.number].concat())) { span.num { (agreement.number) } } " " (agreement.party_name) }
        } }
    }
}

/// The departures from the guidance: what is recommended, what the party says, and what that is.
pub(super) fn departed(cx: &Cx, departures: &[Departure]) -> Markup {
    let lang = cx.lang;
    if departures.is_empty() {
        return html! { p { (lang.t("desk-departures-none")) } };
    }
    let columns = [lang.t("desk-guidance"), lang.t("desk-answer"), lang.t("desk-judgement")];
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let rows = departures.iter().map(|departure| {
        let (item, answer, tag) = match departure {
            Departure::NotFollowed(item) => (item.key(), lang.t("compliance-not-followed"), departs(cx)),
            Departure::NotKnown(item) => {
                (item.key(), lang.t("compliance-unknown"), verdict(Sign::Unverified, &lang.t("desk-not-known"), None))
            }
            Departure::Blocked(feature) => (feature.key(), lang.t("desk-blocked"), departs(cx)),
        };
        vec![html! { (lang.t(item)) }, html! { (answer) }, tag]
    });
    table(&Table {
        caption: &lang.t("desk-departures-caption"),
        hidden_caption: true,
        columns: &columns,
        rows: rows.collect(),
        queue: false,
    })
}

fn departs(cx: &Cx) -> Markup {
    verdict(Sign::Warning, &cx.lang.t("desk-departs-word"), None)
}

fn mail_domains(cx: &Cx, case: &Case) -> Markup {
    let lang = cx.lang;
    if case.foreign_addresses.is_empty() {
        return html! { p { (verdict(Sign::Ok, &lang.t("desk-mail-own"), None)) " " (lang.t("desk-mail-own-text")) } };
    }
    html! {
        p { (verdict(Sign::Warning, &lang.t("desk-mail-foreign"), Some(case.foreign_addresses.len()))) " " (lang.t("desk-mail-foreign-text")) }
        ul { @for address in &case.foreign_addresses { li { code translate="no" { (address.as_str()) } } } }
    }
}

#[derive(Deserialize)]
struct Assigned {
    revision: i32,
}

async fn assign(cx: Cx) -> Answer {
    let (staff, id) = (cx.member()?, cx.request_id()?);
    let given: Assigned = cx.form()?;
    match review::assign(cx.service(), &staff, &id, given.revision).await {
        Ok(()) => Ok(match cx.next() {
            Some(next) => cx.redirect_to(&next),
            None => cx.redirect(&["/queue/", id.as_str()].concat()),
        }),
        Err(WorkflowError::Conflict(conflict)) => {
            conflicted(&cx, conflict.as_ref(), &Written::default(), "desk-conflict-not-taken").await
        }
        Err(other) => Err(other.into()),
    }
}

/// The request as it is now, for someone whose change came too late: who did what and when, and what was written stays on the page.
pub(super) async fn conflicted(
    cx: &Cx,
    conflict: Option<&Conflict>,
    written: &Written,
    lost: &str,
) -> Result<HttpResponse, PageError> {
    let lang = cx.lang;
    let case = review::case(cx.service(), &cx.member()?, &cx.request_id()?).await?;
    let title =
        lang.t(if case.request.state == RequestState::Submitted { "desk-conflict-changed" } else { "desk-conflict-decided" });
    let body = html! {
        @if let Some(conflict) = conflict { p { (who_did_what(cx, conflict)) } }
        p { (lang.t(lost)) " " (lang.t("desk-conflict-look")) }
    };
    let banner = banner(&title, &body, true);
    Ok(show(cx, StatusCode::CONFLICT, &case, Some(&banner), written, &FieldErrors::none()))
}

fn who_did_what(cx: &Cx, conflict: &Conflict) -> String {
    let lang = cx.lang;
    let key = match conflict.what {
        "event-request-approved" => "desk-conflict-approved",
        "event-request-rejected" => "desk-conflict-rejected",
        "event-changes-requested" => "desk-conflict-asked",
        "event-request-assigned" => "desk-conflict-assigned",
        "event-request-refiled" | "event-request-filed" => "desk-conflict-filed",
        "event-request-withdrawn" => "desk-conflict-withdrawn",
        _ => "desk-conflict-other",
    };
    let name = if conflict.who.is_empty() { lang.t("desk-by-somebody") } else { conflict.who.clone() };
    lang.ta(key, &[("name", name.into()), ("moment", format::moment(lang, conflict.at).into())])
}
