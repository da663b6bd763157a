//! What became of a version: signed, refused, lapsed, or not ready.

use actix_web::HttpResponse;
use maud::{Markup, html};

use super::{address, asked};
use crate::agreement::version::{SigningOrder, VersionState};
use crate::i18n::{Translate, format};
use crate::store::signatures::Signature;
use crate::web::Cx;
use crate::web::components::{Step, StepState, banner, facts, steps};
use crate::workflow::signing::Signing;

/// The page of a version that no longer waits for the signature. `late`: something was tried and came too late.
pub(super) fn page(cx: &Cx, seen: &Signing, late: bool) -> HttpResponse {
    let lang = cx.lang;
    let (title, body) = match &seen.signature {
        Some(signature) => (lang.t("signing-signed-title"), signed(cx, seen, signature)),
        None => {
            let (title, text) = match seen.version.state {
                _ if seen.is_late => ("signing-time-up-title", "signing-time-up-text"),
                VersionState::Declined => ("signing-declined-title", "signing-declined-text"),
                VersionState::Lapsed => ("signing-lapsed-title", "signing-lapsed-text"),
                _ => ("signing-preparing-title", "signing-preparing-text"),
            };
            let at = seen.ended_at.map(|at| format::moment(lang, at));
            (lang.t(title), html! { p { (lang.t(text)) } @if let Some(at) = at { p.soft { (at) } } })
        }
    };
    let body = asked(
        seen,
        &html! {
            @if late && !seen.is_late { (banner(&lang.t("signing-late-title"), &html! { p { (lang.t("signing-late-text")) } }, true)) }
            h1 { (title) }
            (body)
            p { a href=(cx.href(&["/party/agreements/", &seen.agreement.number].concat())) { (lang.t("signing-to-agreement")) } }
        },
    );
    cx.page(&title, body)
}

fn signed(cx: &Cx, seen: &Signing, signature: &Signature) -> Markup {
    let lang = cx.lang;
    let act = &signature.act;
    let who = [act.name.as_str(), &act.position].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ");
    let rows = [
        (lang.t("mail-fact-signatory"), html! { (who) }),
        (lang.t("signing-signed-at"), html! { (format::moment(lang, signature.signed_at)) }),
        (lang.t("signing-way"), html! { (lang.t(signature.way.key())) }),
    ];
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(term, fact)| (term.as_str(), fact.clone())).collect();
    let complete = seen.version.state == VersionState::Signed;
    let (seal, told) = (lang.t("signing-next-seal"), lang.t("signing-next-told"));
    let signed = lang.t("signing-next-signed");
    let step = |title, state| Step { title, text: html! {}, state };
    let sealed = seen.version.course.sealed;
    let sealing = if sealed { StepState::Done } else { StepState::Now };
    let telling = match (complete, sealed) {
        (true, _) => StepState::Done,
        (false, true) => StepState::Now,
        (false, false) => StepState::Later,
    };
    let mut all = vec![step(&signed, StepState::Done), step(&seal, sealing), step(&told, telling)];
    if seen.version.course.order == SigningOrder::KelaFirst {
        all.swap(0, 1);
    }
    html! {
        (facts(&rows))
        @if !act.found.is_empty() {
            h2 { (lang.t("signing-found")) }
            ul { @for finding in &act.found { li { (finding) } } }
        }
        h2 { (lang.t("signing-next")) }
        (steps(lang, &all))
        p { (lang.t("signing-next-text")) }
        @if !complete { p { a href=(address(cx, &seen.agreement.number, "")) { (lang.t("signing-look-again")) } } }
    }
}
