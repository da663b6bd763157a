//! The history as people at Kela read it: what, who, when, from which state to which, why.

use maud::{Markup, html};

use super::frame::{lines, state_word};
use crate::agreement::Language;
use crate::agreement::lifecycle::EventKind;
use crate::i18n::Translate;
use crate::store::events::{Cause, Content, Event};
use crate::web::components::{HistoryEntry, history};

/// Events that come oldest first, told newest first. Mails that went out in one minute are told as one entry with their number.
pub(super) fn told(lang: Language, events: &[(Event, String)]) -> Markup {
    let mut runs: Vec<(&(Event, String), usize)> = Vec::new();
    for event in events.iter().rev() {
        match runs.last_mut() {
            Some((newest, count)) if is_same_sending(&newest.0, &event.0) => *count += 1,
            _ => runs.push((event, 1)),
        }
    }
    let words: Vec<(String, String)> =
        runs.iter().map(|((event, who), count)| (what(lang, event, *count), actor(lang, event, who))).collect();
    let entries: Vec<HistoryEntry<'_>> = runs
        .iter()
        .zip(&words)
        .map(|(((event, _), _), (what, who))| HistoryEntry { at: event.at, what, who, detail: Some(detail(lang, event)) })
        .collect();
    history(lang, &entries)
}

fn is_same_sending(newer: &Event, older: &Event) -> bool {
    newer.kind == EventKind::MailSent
        && older.kind == EventKind::MailSent
        && newer.version == older.version
        && newer.at.timestamp() / 60 == older.at.timestamp() / 60
}

fn what(lang: Language, event: &Event, count: usize) -> String {
    let word = lang.t(event.kind.key());
    let word = if count > 1 { lang.ta("desk-event-times", &[("event", word.into()), ("n", count.into())]) } else { word };
    let word = match &event.subject {
        Some(domains) if names_domains(event.kind) => [word.as_str(), domains].join(": "),
        _ => word,
    };
    match event.version {
        Some(version) => [word, lang.ta("desk-event-version", &[("n", version.into())])].join(", "),
        None => word,
    }
}

/// Whether the event's subject names domains, which its reader wants to know.
const fn names_domains(kind: EventKind) -> bool {
    matches!(kind, EventKind::DomainProven | EventKind::DomainLost | EventKind::DomainProvenAgain | EventKind::UnprovenAccepted)
}

fn actor(lang: Language, event: &Event, who: &str) -> String {
    match &event.cause {
        Cause::Service => lang.t("desk-by-service"),
        Cause::Staff(_) if !who.is_empty() => lang.ta("desk-by-staff", &[("name", who.into())]),
        Cause::Staff(_) => lang.t("desk-by-somebody"),
        Cause::Filer if who.is_empty() => lang.t("desk-by-filer"),
        // The party's IT administration, contact and signatory download it too.
        Cause::Filer
            if matches!(
                event.kind,
                EventKind::DocumentDownloaded
                    | EventKind::SigningDocumentOpened
                    | EventKind::SigningCodeSent
                    | EventKind::MandateShown
                    | EventKind::MandateReplaced
                    | EventKind::SignatoryNamed
                    | EventKind::SignedFileRefused
                    | EventKind::VersionSigned
                    | EventKind::SignatureDeclined
            ) =>
        {
            lang.ta("desk-by-party-of", &[("email", who.into())])
        }
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
        let content = EventContent { who: "a@b.example".into(), text: Some("<b>Miksi?</b>".into()), ..EventContent::default() };
        let events = [
            (event(1, EventKind::ChangesRequested, Content::Present(content)), "a@b.example".into()),
            (event(2, EventKind::RequestRefiled, Content::Erased), String::new()),
        ];
        let page = told(Language::Fi, &events).into_string();
        let (erased, asked) = (page.find(&Language::Fi.t("common-erased")).unwrap(), page.find("Miksi?").unwrap());
        assert!(erased < asked && page.contains("&lt;b&gt;") && !page.contains("<b>Miksi"), "{page}");
        assert!(page.contains(&Language::Fi.t("state-changes-requested")));
    }

    #[test]
    fn mails_of_one_minute_are_one_entry() {
        let mail = |id| (event(id, EventKind::MailSent, Content::None), String::new());
        let events = [mail(1), mail(2), (event(3, EventKind::RequestApproved, Content::None), "Kaisa".into()), mail(4)];
        let page = told(Language::Fi, &events).into_string();
        assert_eq!(page.matches("<li>").count(), 3, "{page}");
        assert!(page.contains("(2)"), "{page}");
    }
}
