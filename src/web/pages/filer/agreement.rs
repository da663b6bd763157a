//! An agreement as its party's people see it: its IT administration, its contact for agreement matters and its signatory, each by a link
//! mailed to their address. Nothing can be changed here.

use maud::html;

use crate::i18n::versions::standing;
use crate::i18n::{Translate, format};
use crate::web::components::{facts, link_button, question};
use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx, PageError};
use crate::workflow::agreement::{self, Offered};
use crate::workflow::{Actor, in_force};

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    route!(Get "/party/agreements/{number}", page, Rule::Filer),
    route!(Get "/party/agreements/{number}/document.pdf", download, Rule::Filer),
];

async fn page(cx: Cx) -> Answer {
    let lang = cx.lang;
    let number: String = cx.param("number")?;
    let own = agreement::read_as_party(cx.service(), &cx.filer_address()?, &number).await?;
    let actor = Actor::Filer(cx.filer_address()?);
    let today = in_force::on_day(cx.service(), &actor, &number, format::day(cx.now)).await?;
    let signatory = own.version.signatory();
    let signatory = [signatory.name.as_str(), &signatory.position].join(", ");
    let title = lang.t("filer-agreement-title");
    let body = question(&html! {
        p.kicker { (own.agreement.party_name) }
        h1 { (title) " " span.nb translate="no" { (own.agreement.number) } }
        (facts(&[
            (&lang.t("agreement-today"), html! { (standing(lang, today.standing)) }),
            (&lang.t("desk-state"), html! { (lang.t(own.version.state.key())) }),
            (&lang.t("desk-version"), html! { (own.version.version) }),
            (&lang.t("desk-created"), html! { (format::date(lang, format::day(own.version.created_at))) }),
            (&lang.t("mail-fact-signatory"), html! { (signatory) }),
        ]))
        @let address = cx.href(&["/party/agreements/", &own.agreement.number, "/document.pdf"].concat());
        @match &own.document {
            None => { p { (lang.t("filer-agreement-text")) } }
            Some(Offered::Copy) => {
                p { (link_button(&address, &lang.t("filer-agreement-download-copy"))) }
                p.small.soft { (lang.t("filer-agreement-copy")) " " (lang.t("desk-download-noted")) }
            }
            Some(Offered::Whole { size, .. }) => {
                p { (link_button(&address, &lang.t("filer-agreement-download"))) }
                p.small.soft { (lang.ta("desk-kilobytes", &[("n", size.div_ceil(1000).into())])) " · " (lang.t("desk-download-noted")) }
            }
        }
        @if own.names_signatory { p { a href=(cx.href(&super::signatory::path(&own.agreement.number))) { (lang.t("signatory-change")) } } }
        p { a href=(cx.href(&super::change::path(&own.agreement.number))) { (lang.t("filer-change-link")) } }
        p.small.soft { (lang.t("filer-agreement-readers")) }
    });
    Ok(cx.page(&title, body))
}

async fn download(cx: Cx) -> Answer {
    let (reader, number) = (cx.filer_address()?, cx.param::<String>("number")?);
    if cx.is_head() {
        // Nothing is handed out, so nothing is noted as downloaded.
        let own = agreement::read_as_party(cx.service(), &reader, &number).await?;
        own.document.ok_or(PageError::NotFound)?;
        return Ok(cx.file("agreement.pdf", "application/pdf", Vec::new()));
    }
    let file = agreement::download_as_party(cx.service(), &reader, &number).await?;
    Ok(cx.file(&file.name, "application/pdf", file.bytes))
}
