//! The history as people at Kela read it: what, who, when, from which state to which, why.

use maud::{Markup, html};

use super::desk::{lines, state_word};
use crate::agreement::Language;
use crate::i18n::Translate;
use crate::store::events::{Cause, Content, Event};
use crate::web::components::{HistoryEntry, history};

/// Events that come oldest first, told newest first.
pub(super) fn told(lang: Language, events: &[(Event, String)]) -> Markup {
    let words: Vec<(String, String)> = events.iter().map(|(event, who)| (what(lang, event), actor(lang, event, who))).collect();
    let entries: Vec<HistoryEntry<'_>> = events
        .iter()
        .zip(&words)
        .rev()
        .map(|((event, _), (what, who))| HistoryEntry { at: event.at, what, who, detail: Some(detail(lang, event)) })
        .collect();
    history(lang, &entries)
}

fn what(lang: Language, event: &Event) -> String {
    let word = lang.t(event.kind.key());
    match event.version {
        Some(version) => [word, lang.ta("desk-event-version", &[("n", version.into())])].join(", "),
        None => word,
    }
}

fn actor(lang: Language, event: &Event, who: &str) -> String {
    match &event.cause {
        Cause::Service => lang.t("desk-by-service"),
        Cause::Staff(_) if !who.is_empty() => lang.ta("desk-by-staff", &[("name", who.into())]),
        Cause::Staff(_) => lang.t("desk-by-somebody"),
        Cause::Filer if who.is_empty() => lang.t("desk-by-filer"),
        Cause::Filer => lang.ta("desk-by-filer-of", &[("email", who.into())]),
    }
}

/// From which state to which, and why. Content that was erased is told to have been.
pub(super) fn detail(lang: Language, event: &Event) -> Markup {
    html! {
        @if let Some((from, to)) = event.states.as_ref().filter(|(from, to)| from != to) {
            p { (lang.ta("desk-event-states", &[("from", state_word(lang, from).into()), ("to", state_word(lang, to).into())])) }
        }
        @match &event.content {
            Content::Erased => { p.soft { (lang.t("common-erased")) } }
            Content::Present(content) => {
                @if let Some(text) = &content.text { p { (quoted(lang, text)) } }
                @if let Some(note) = &content.note { p { (lang.t("desk-event-authority")) " " (quoted(lang, note)) } }
            }
            Content::None => {}
        }
    }
}

/// A person's words, in the quotation marks of the language.
fn quoted(lang: Language, text: &str) -> Markup {
    let (open, close) = if lang == Language::En { ("“", "”") } else { ("”", "”") };
    html! { (open) (lines(text)) (close) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::lifecycle::EventKind;
    use crate::store::events::EventContent;

    fn event(id: i64, kind: EventKind, content: Content) -> Event {
        Event {
            id,
            at: "2026-11-21T08:02:00Z".parse().unwrap(),
            kind,
            cause: Cause::Filer,
            version: None,
            subject: None,
            states: Some(("submitted".into(), "changes_requested".into())),
            content,
        }
    }

    #[test]
    fn the_newest_comes_first_and_erased_content_is_told() {
        let content = EventContent { who: "a@b.example".into(), text: Some("<b>Miksi?</b>".into()), note: None };
        let events = [
            (event(1, EventKind::ChangesRequested, Content::Present(content)), "a@b.example".into()),
            (event(2, EventKind::RequestRefiled, Content::Erased), String::new()),
        ];
        let page = told(Language::Fi, &events).into_string();
        let (erased, asked) = (page.find(&Language::Fi.t("common-erased")).unwrap(), page.find("Miksi?").unwrap());
        assert!(erased < asked && page.contains("&lt;b&gt;") && !page.contains("<b>Miksi"), "{page}");
        assert!(page.contains(&Language::Fi.t("state-changes-requested")));
    }
}
