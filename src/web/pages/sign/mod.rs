//! The party's signature: the signatory comes by a personal link, reads the exact document, and signs it in the service or sends it back
//! signed with a certificate; or refuses.

mod decline;
mod file;
mod mandate;
mod overview;
mod statement;
mod told;

use actix_web::HttpResponse;
use maud::{Markup, html};

use crate::i18n::{Translate, format};
use crate::store::documents::Listed;
use crate::web::components::question;
use crate::web::route::Route;
use crate::web::{Cx, PageError};
use crate::workflow::WorkflowError;
use crate::workflow::signing::{self, Obstacle, Signing};

/// The routes of the signatory.
pub const ROUTES: &[&[Route]] = &[overview::ROUTES, statement::ROUTES, mandate::ROUTES, file::ROUTES, decline::ROUTES];

/// The agreement's number in the path, and the version as its signatory sees it.
async fn own(cx: &Cx) -> Result<(String, Signing), PageError> {
    let number: String = cx.param("number")?;
    let seen = signing::read(cx.service(), &cx.filer_address()?, &number).await?;
    Ok((number, seen))
}

/// The address of a page of signing: `rest` is empty for the overview, or begins with a slash.
fn address(cx: &Cx, number: &str, rest: &str) -> String {
    cx.href(&[&signing::path(number), rest].concat())
}

/// Leads to what became of a version that no longer waits for its signature.
fn no_longer(cx: &Cx, number: &str) -> HttpResponse {
    cx.redirect(&signing::path(number))
}

/// What came too late is told on the page of the version, which says what became of it.
fn too_late(cx: &Cx, number: &str, error: WorkflowError) -> Result<HttpResponse, PageError> {
    match error {
        WorkflowError::Conflict(_) => Ok(cx.redirect(&[&signing::path(number), "?late=yes"].concat())),
        other => Err(other.into()),
    }
}

/// Leads to where the obstacle can be mended.
fn mend(cx: &Cx, number: &str, obstacle: Obstacle) -> HttpResponse {
    let rest = match obstacle {
        Obstacle::Stale => "?late=yes",
        Obstacle::NotOpened => "?lacks=document",
        Obstacle::MandateLacks => "?lacks=mandate",
    };
    cx.redirect(&[&signing::path(number), rest].concat())
}

/// A page of one question below the party's name.
fn asked(seen: &Signing, body: &Markup) -> Markup {
    question(&html! { p.kicker { (seen.agreement.party_name) " · " span.nb translate="no" { (seen.agreement.number) } } (body) })
}

/// Who signs for the party, and in which position.
fn signatory(seen: &Signing) -> String {
    let signatory = seen.version.signatory();
    [signatory.name.as_str(), &signatory.position].join(", ")
}

/// The size and the digest of a file, for whoever wants to compare them.
fn digest(cx: &Cx, document: &Listed) -> Markup {
    let lang = cx.lang;
    html! {
        p.small.soft { (lang.ta("desk-kilobytes", &[("n", document.size.div_ceil(1000).into())])) }
        details {
            summary { (lang.t("signing-digest")) }
            p { (lang.t("signing-digest-text")) }
            p.small { code translate="no" { (document.sha256) } }
        }
    }
}

/// Until when it can be signed.
fn until(cx: &Cx, seen: &Signing) -> Option<String> {
    seen.version.lapses_at.map(|at| format::moment(cx.lang, at))
}
