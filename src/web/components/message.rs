//! What the service says on its own: that something happened, is done, or is empty.

use maud::{Markup, html};

/// Something happened outside this page. `alert` only when it answers what the reader just did. At most one a page.
#[must_use]
pub fn banner(title: &str, body: &Markup, alert: bool) -> Markup {
    html! {
        div.banner role=(if alert { "alert" } else { "region" }) aria-labelledby="banner-title" {
            h2 id="banner-title" { (title) }
            (body)
        }
    }
}

/// It is done: title and reference. Once, after filing.
#[must_use]
pub fn done_panel(title: &str, label: &str, reference: &str) -> Markup {
    html! { div.done-panel { h1 { (title) } p { (label) } p.num translate="no" { (reference) } } }
}

/// Why there is nothing here, and the one useful next act.
#[must_use]
pub fn empty(text: &str, act: Option<(&str, &str)>) -> Markup {
    html! {
        div.empty {
            p { (text) }
            @if let Some((href, word)) = act { a.btn.quiet.tiny href=(href) { (word) } }
        }
    }
}
