//! A request after it has been filed: where it stands, what Kela wrote, what happened; and the confirmation that it was filed.

use actix_web::HttpResponse;
use maud::{Markup, html};

use super::form::{findings_of, own, path, tag};
use super::requests::state_sign;
use crate::agreement::Language;
use crate::agreement::change::FiledChange;
use crate::agreement::lifecycle::{EventKind, RequestState};
use crate::agreement::rights::{Namer, Party, may, may_name};
use crate::agreement::version::VersionState;
use crate::federation::Verdict;
use crate::i18n::{Translate, format};
use crate::store::agreements::{Agreement, Version};
use crate::store::events::{Cause, Content, Event};
use crate::store::requests::Request;
use crate::store::submissions::Submission;
use crate::web::components::{
    HistoryEntry, Step, StepState, back, banner, done_panel, facts, history, link_button, question, steps, verdict,
};
use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx};
use crate::workflow::review;

/// The routes of this file.
pub const ROUTES: &[Route] = &[route!(Get "/requests/{id}/filed", filed, Rule::Filer)];

/// The page of a request that its filer can no longer change.
pub(super) async fn page(cx: &Cx) -> Answer {
    let lang = cx.lang;
    let (request, submission, events, made) = review::own_case(cx.service(), &cx.filer_address()?, &cx.request_id()?).await?;
    let reference = request.reference.as_deref().unwrap_or_default();
    let title = super::change::title(lang, &request);
    let (sign, word) = state_sign(lang, request.state);
    let signatory = made.as_ref().map(|(_, version)| version.signatory().name.clone());
    let wish = submission.as_ref().and_then(|filed| filed.filing.opening_date);
    let withdraws = may(Party::Filer, crate::agreement::lifecycle::RequestAction::Withdraw, request.state);
    let body = html! {
        (back(&cx.href("/draft"), &lang.t("filer-back-requests")))
        (question(&html! {
            @if request.state == RequestState::Rejected { (rejection(lang, &request)) }
            p.kicker { (request.draft.organisation.name.trim()) }
            h1 { (title) @if !reference.is_empty() { " " span.nb translate="no" { (reference) } } }
            p { (verdict(sign, &word, None)) }
            (document(cx, &request, made.as_ref()))
            h2 { (lang.t("filer-progress-title")) }
            (timeline(lang, &request, submission.as_ref(), &events, wish, signatory.as_deref()))
            @if !request.reports.is_empty() && request.state == RequestState::Submitted { (domains(lang, &request)) }
            @if let Some(filed) = &submission {
                h2 { (lang.t("filer-filed-answers")) }
                details { summary { (lang.t("filer-filed-answers-show")) } (super::answers::summary(cx, filed, None)) }
            }
            h2 { (lang.t("filer-history")) }
            (history_of(lang, &events))
            @if withdraws { p.acts { a href=(cx.href(&path(&request, "/withdraw"))) { (lang.t("filer-withdraw")) } } }
        }))
    };
    Ok(cx.page(&title, body))
}

fn rejection(lang: Language, request: &Request) -> Markup {
    let reason = request.message.as_deref().unwrap_or_default();
    banner(&lang.t("filer-rejected-title"), &html! { blockquote { @for line in reason.lines() { p { (line) } } } }, false)
}

/// The agreement that the request led to, with what can be downloaded of its version: the document once it is complete, and before that a copy to
/// read where the party signs it.
fn document(cx: &Cx, request: &Request, made: Option<&(Agreement, Version)>) -> Markup {
    let lang = cx.lang;
    let Some((agreement, version)) = made else { return html! {} };
    let is_complete = version.state == VersionState::Signed;
    let is_copy = !is_complete && version.course.made && version.course.needs_signature;
    let address = cx.href(&path(request, "/agreement.pdf"));
    let waits = may_name(Namer::Holder, version.state) && !version.is_late(cx.now);
    html! {
        h2 { (lang.t("filer-agreement-title")) }
        (facts(&[
            (&lang.t("filer-agreement-number"), html! { span.num translate="no" { (agreement.number) } }),
            (&lang.t("desk-state"), html! { (lang.t(version.state.key())) }),
        ]))
        @if is_complete {
            p { (link_button(&address, &lang.t("filer-agreement-download"))) }
        } @else if is_copy {
            p { (link_button(&address, &lang.t("filer-agreement-download-copy"))) }
            p.small.soft { (lang.t("filer-agreement-copy")) }
        } @else {
            p { (lang.t("filer-agreement-text")) }
        }
        @if waits { p { a href=(cx.href(&super::signatory::path(&agreement.number))) { (lang.t("signatory-change")) } } }
        p { a href=(cx.href(&super::change::path(&agreement.number))) { (lang.t("filer-change-link")) } }
    }
}

/// The names of the domains with their verdicts, as the newest check has them.
fn domains(lang: Language, request: &Request) -> Markup {
    html! {
        h2 { (lang.t("section-domains")) }
        @for (index, report) in request.reports.iter().enumerate() {
            @let name = html! { code translate="no" { (report.domain.to_unicode()) } " " (tag(lang, report)) };
            @if report.findings.is_empty() { p { (name) } } @else { details { summary { (name) } (findings_of(lang, index + 1, report)) } }
        }
        p.small.soft { (lang.t("filer-domains-recheck")) }
    }
}

fn moment(lang: Language, events: &[Event], kinds: &[EventKind]) -> Markup {
    let at = events.iter().rev().find(|event| kinds.contains(&event.kind)).map(|event| event.at);
    html! { @if let Some(at) = at { (format::moment(lang, at)) } }
}

fn timeline(
    lang: Language,
    request: &Request,
    submission: Option<&Submission>,
    events: &[Event],
    wish: Option<chrono::NaiveDate>,
    signatory: Option<&str>,
) -> Markup {
    use EventKind as E;
    let texts = [
        "filer-step-filed",
        "filer-step-review",
        "filer-step-approved",
        "filer-step-rejected",
        "filer-step-withdrawn",
        "filer-step-signing",
        "filer-step-opening",
        "filer-step-holds",
    ]
    .map(|key| lang.t(key));
    let [filed, review, approved, rejected, withdrawn, signing, opening, holds] = &texts;
    let was_filed = submission.is_some();
    let step = |title, text, state| Step { title, text, state };
    let mut all = Vec::new();
    if was_filed {
        all.push(step(filed, moment(lang, events, &[E::RequestFiled, E::RequestRefiled]), StepState::Done));
    }
    match request.state {
        RequestState::Rejected => all.push(step(rejected, moment(lang, events, &[E::RequestRejected]), StepState::Done)),
        RequestState::Withdrawn => all.push(step(withdrawn, moment(lang, events, &[E::RequestWithdrawn]), StepState::Done)),
        state => {
            let is_approved = state == RequestState::Approved;
            if is_approved {
                all.push(step(approved, moment(lang, events, &[E::RequestApproved]), StepState::Done));
            } else {
                all.push(step(review, html! { (lang.t("filer-step-review-text")) }, StepState::Now));
            }
            let filed = submission.map(|filed| filed.filing.sheet.signatory.name.as_str());
            let signatory = signatory.or(filed).unwrap_or_default();
            let text = html! { (lang.ta("filer-step-signing-text", &[("name", signatory.into())])) };
            let change = submission.and_then(|filed| filed.filing.change.as_ref());
            let next = if is_approved { StepState::Now } else { StepState::Later };
            if change.is_none_or(FiledChange::needs_signature) {
                all.push(step(signing, text, next));
            }
            match change {
                None => all.push(step(opening, opening_text(lang, wish), StepState::Later)),
                Some(change) => all.push(step(holds, html! { (super::change::holds(lang, change)) }, StepState::Later)),
            }
        }
    }
    steps(lang, &all)
}

fn opening_text(lang: Language, wish: Option<chrono::NaiveDate>) -> Markup {
    html! {
        (lang.t("filer-step-opening-text"))
        @if let Some(wish) = wish { " " (lang.ta("filer-step-opening-wish", &[("date", format::date(lang, wish).into())])) }
    }
}

fn history_of(lang: Language, events: &[Event]) -> Markup {
    let (kela, service) = (lang.t("filer-by-kela"), lang.t("filer-by-service"));
    let rows: Vec<(String, String, Option<Markup>, chrono::DateTime<chrono::Utc>)> = events
        .iter()
        .rev()
        .map(|event| {
            let (who, text) = match &event.content {
                Content::Present(content) => (content.who.clone(), Some(content.text.clone())),
                Content::None => (String::new(), Some(None)),
                Content::Erased => (String::new(), None),
            };
            let who = match event.cause {
                Cause::Filer => who,
                Cause::Staff(_) => kela.clone(),
                Cause::Service => service.clone(),
            };
            let detail = text.map(|text| html! { @for line in text.iter().flat_map(|text| text.lines()) { p { (line) } } });
            (lang.t(event.kind.key()), who, detail, event.at)
        })
        .collect();
    let entries: Vec<HistoryEntry<'_>> =
        rows.iter().map(|(what, who, detail, at)| HistoryEntry { at: *at, what, who, detail: detail.clone() }).collect();
    history(lang, &entries)
}

/// The confirmation, once after filing.
async fn filed(cx: Cx) -> Answer {
    let request = own(&cx).await?;
    let (RequestState::Submitted, Some(reference)) = (request.state, request.reference.as_deref()) else {
        return Ok(cx.redirect(&path(&request, "")));
    };
    let (_, submission, events, _) = review::own_case(cx.service(), &cx.filer_address()?, &request.id).await?;
    Ok(confirmation(&cx, &request, reference, submission.as_ref(), &events))
}

fn confirmation(cx: &Cx, request: &Request, reference: &str, submission: Option<&Submission>, events: &[Event]) -> HttpResponse {
    let lang = cx.lang;
    let title = lang.t("filer-filed-title");
    let mut mailed = vec![request.holder.as_str()];
    mailed.extend(
        submission.map(|filed| filed.filing.sheet.it_mailbox.as_str()).filter(|mailbox| *mailbox != request.holder.as_str()),
    );
    let wish = submission.and_then(|filed| filed.filing.opening_date);
    let wrong: Vec<String> = request
        .reports
        .iter()
        .filter(|report| report.verdict == Verdict::Errors)
        .map(|report| report.domain.to_unicode())
        .collect();
    let body = question(&html! {
        (done_panel(&title, &lang.t("filer-filed-reference"), reference))
        p { (lang.t("filer-filed-mail")) }
        ul { @for address in &mailed { li { b translate="no" { (address) } } } }
        p { (lang.t("filer-filed-contacts")) }
        h2 { (lang.t("filer-filed-next")) }
        (timeline(lang, request, submission, events, wish, None))
        h2 { (lang.t("filer-filed-now")) }
        @if wrong.is_empty() { p { (lang.t("filer-filed-now-allow")) } } @else {
            p { (lang.t("filer-filed-now-mend")) }
            ul { @for domain in &wrong { li { code translate="no" { (domain) } } } }
        }
        p.acts {
            (link_button(&cx.href(&path(request, "")), &lang.t("filer-filed-follow")))
        }
    });
    cx.page(&title, body)
}
