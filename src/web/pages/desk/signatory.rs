//! Kela's reviewer names another signatory of the party.

use super::frame::REVIEWER;
use crate::i18n::Translate;
use crate::web::components::back;
use crate::web::pages::signatory::{self, Place};
use crate::web::route::{Route, route};
use crate::web::{Answer, Cx, PageError};
use crate::workflow::Actor;

/// The routes of this file.
pub const ROUTES: &[Route] =
    &[route!(Get "/agreements/{number}/signatory", ask, REVIEWER), route!(Post "/agreements/{number}/signatory", name, REVIEWER)];

/// The page on which another signatory of the agreement `number` is named.
pub(super) fn path(number: &str) -> String {
    ["/agreements/", number, "/signatory"].concat()
}

fn place(cx: &Cx, number: &str) -> Result<Place, PageError> {
    let home = ["/agreements/", number].concat();
    Ok(Place {
        actor: Actor::Staff(cx.member()?),
        form: path(number),
        back: back(&cx.href(&home), &cx.lang.ta("desk-agreement-of", &[("number", number.into())])),
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
