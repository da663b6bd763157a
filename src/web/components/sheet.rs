//! Sheets, columns, buttons, links back and the pager.

use maud::{Markup, html};

use crate::agreement::Language;
use crate::i18n::Translate;

/// The link to the parent page, first in main.
#[must_use]
pub fn back(href: &str, words: &str) -> Markup {
    html! { a.back href=(href) { (words) } }
}

/// The small line over the heading.
#[must_use]
pub fn kicker(words: &Markup) -> Markup {
    html! { p.kicker { (words) } }
}

/// A sheet.
#[must_use]
pub fn sheet(body: &Markup) -> Markup {
    html! { div.sheet { (body) } }
}

/// The narrower sheet of one question.
#[must_use]
pub fn question(body: &Markup) -> Markup {
    html! { div.sheet.q { (body) } }
}

/// The dense sheet of the desk.
#[must_use]
pub fn wide(body: &Markup) -> Markup {
    html! { div.sheet.wide { (body) } }
}

/// A sheet and what stands beside it; on a phone, after it. `sticks` for the decision panel.
#[must_use]
pub fn columns(main: &Markup, side: &Markup, sticks: bool) -> Markup {
    html! { div.cols { (main) div class=[sticks.then_some("stick")] { (side) } } }
}

/// A box beside the sheet; `id` names its heading.
#[must_use]
pub fn aside(id: &str, title: &str, body: &Markup) -> Markup {
    html! { section.aside aria-labelledby=(id) { h2 id=(id) { (title) } (body) } }
}

/// The one filled button of a page.
#[must_use]
pub fn button(words: &str) -> Markup {
    html! { button.btn { (words) } }
}

/// Another act of the same form; its name and value tell which.
#[must_use]
pub fn quiet_button(words: &str, name: &str, value: &str) -> Markup {
    html! { button.btn.quiet name=(name) value=(value) { (words) } }
}

/// A small act: remove, check again. `what` is read to those who do not see which row it stands in.
#[must_use]
pub fn plain_button(words: &str, what: Option<&str>, name: &str, value: &str) -> Markup {
    html! { button.btn.plain name=(name) value=(value) { (words) @if let Some(what) = what { span.vh { " " (what) } } } }
}

/// A link that is the page's main act.
#[must_use]
pub fn link_button(href: &str, words: &str) -> Markup {
    html! { a.btn href=(href) { (words) } }
}

/// Where a list goes on. A direction without an address is left out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pager<'a> {
    /// What the navigation is called.
    pub label: &'a str,
    /// How many rows this page has, in words.
    pub count: &'a str,
    /// Back.
    pub previous: Option<&'a str>,
    /// On.
    pub next: Option<&'a str>,
    /// A history says *newer* and *older*.
    pub history: bool,
}

/// The pager by cursor: no page numbers, no total.
#[must_use]
pub fn pager(lang: Language, pager: &Pager<'_>) -> Markup {
    let (previous, next) = if pager.history { ("common-newer", "common-older") } else { ("common-previous", "common-next") };
    html! {
        nav.pager aria-label=(pager.label) {
            span.soft.small { (pager.count) }
            span {
                @if let Some(href) = pager.previous { a.btn.quiet.tiny href=(href) rel="prev" { "‹ " (lang.t(previous)) } " " }
                @if let Some(href) = pager.next { a.btn.quiet.tiny href=(href) rel="next" { (lang.t(next)) " ›" } }
            }
        }
    }
}
