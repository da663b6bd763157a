//! The start page.

use maud::html;

use crate::i18n::Translate;
use crate::web::route::{Route, Rule, route};
use crate::web::{Answer, Cx};

/// The routes of this file.
pub const ROUTES: &[Route] = &[route!(Get "", start, Rule::Anyone)];

async fn start(cx: Cx) -> Answer {
    let title = cx.lang.t("common-service");
    Ok(cx.page(&title, html! { div.sheet { h1 { (title) } } }))
}
