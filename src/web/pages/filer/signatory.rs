//! The party's people name another signatory: whoever asked for the agreement, and the contact for agreement matters.

use crate::i18n::Translate;
use crate::web::components::back;
use crate::web::pages::signatory::{self, Place};
use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx, PageError};
use crate::workflow::Actor;

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    route!(Get "/party/agreements/{number}/signatory", ask, Rule::Filer),
    route!(Post "/party/agreements/{number}/signatory", name, Rule::Filer),
];

/// The page on which another signatory of the agreement `number` is named.
pub(super) fn path(number: &str) -> String {
    ["/party/agreements/", number, "/signatory"].concat()
}

fn place(cx: &Cx, number: &str) -> Result<Place, PageError> {
    // Whoever asked for the agreement is not always named in it, and may see this page of it.
    let home = super::change::path(number);
    Ok(Place {
        actor: Actor::Filer(cx.filer_address()?),
        form: path(number),
        back: back(&cx.href(&home), &cx.lang.t("filer-back-agreement")),
        done: [&home, "?done=named"].concat(),
        late: [&home, "?done=changed"].concat(),
    })
}

async fn ask(cx: Cx) -> Answer {
    let number: String = cx.param("number")?;
    signatory::ask(&cx, &number, &place(&cx, &number)?).await
}

async fn name(cx: Cx) -> Answer {
    let number: String = cx.param("number")?;
    signatory::name(&cx, &number, &place(&cx, &number)?).await
}
