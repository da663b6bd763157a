//! The icons: five shapes for verdicts and findings, and the two rings of the service.

use maud::{Markup, html};

/// The shape beside a verdict or a finding. The word beside it carries the meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sign {
    /// Filled circle with a tick.
    Ok,
    /// Triangle.
    Warning,
    /// Octagon.
    Error,
    /// Dashed ring.
    Unverified,
    /// Rounded square.
    Info,
}

impl Sign {
    /// The class of the tag, card or band.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warn",
            Self::Error => "err",
            Self::Unverified => "unv",
            Self::Info => "info",
        }
    }

    const fn symbol(self) -> &'static str {
        match self {
            Self::Ok => "#i-ok",
            Self::Warning => "#i-warn",
            Self::Error => "#i-err",
            Self::Unverified => "#i-unv",
            Self::Info => "#i-info",
        }
    }
}

/// The icon, hidden from screen readers.
#[must_use]
pub fn icon(sign: Sign) -> Markup {
    html! { svg.ico aria-hidden="true" focusable="false" { use href=(sign.symbol()) {} } }
}

/// A tag: icon, word and, where it counts something, the number.
#[must_use]
pub fn verdict(sign: Sign, word: &str, count: Option<usize>) -> Markup {
    html! { span class={ "v " (sign.class()) } { (icon(sign)) (word) @if let Some(count) = count { " " (count) } } }
}

/// A tag without a shape, for what is neither good nor bad: a state of work.
#[must_use]
pub fn plain_tag(word: &str) -> Markup {
    html! { span.v { (word) } }
}

/// The two linked rings.
pub(crate) fn rings() -> Markup {
    html! {
        svg viewBox="0 0 40 26" aria-hidden="true" focusable="false" {
            circle cx="13" cy="13" r="11.5" fill="none" stroke="currentColor" stroke-width="3" {}
            circle cx="27" cy="13" r="11.5" fill="none" stroke="currentColor" stroke-width="3" {}
            path d="M20 3.9a11.5 11.5 0 0 1 0 18.2 11.5 11.5 0 0 1 0-18.2z" fill="currentColor" {}
        }
    }
}

/// The drawings that [`icon`] uses, once a page.
pub(crate) fn sprite() -> Markup {
    html! {
        svg hidden aria-hidden="true" { defs {
            symbol id="i-ok" viewBox="0 0 20 20" {
                circle cx="10" cy="10" r="9" fill="currentColor" {}
                path d="M5.8 10.3l3 3 5.6-6.2" fill="none" stroke="var(--on)" stroke-width="2.2" {}
            }
            symbol id="i-warn" viewBox="0 0 20 20" {
                path d="M10 1.4 19.2 18.2H.8z" fill="currentColor" stroke="currentColor" stroke-width="1" stroke-linejoin="round" {}
                path d="M10 7v5.4M10 14v2.2" stroke="var(--on)" stroke-width="2.2" {}
            }
            symbol id="i-err" viewBox="0 0 20 20" {
                path d="M6.3 1h7.4L19 6.3v7.4L13.7 19H6.3L1 13.7V6.3z" fill="currentColor" {}
                path d="M6.5 6.5l7 7m0-7l-7 7" stroke="var(--on)" stroke-width="2.2" {}
            }
            symbol id="i-unv" viewBox="0 0 20 20" {
                circle cx="10" cy="10" r="8.4" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="3.4 1.9" {}
                path d="M7.4 7.9c.1-1.6 1.2-2.5 2.7-2.5s2.6 1 2.6 2.3c0 2-2.6 2-2.6 4M10.1 13.4v1.9" fill="none" stroke="currentColor"
                    stroke-width="1.8" {}
            }
            symbol id="i-info" viewBox="0 0 20 20" {
                rect x="1.5" y="1.5" width="17" height="17" rx="3" fill="currentColor" {}
                path d="M10 8.6v6.2M10 5v2" stroke="var(--on)" stroke-width="2.2" {}
            }
        } }
    }
}
