//! Accepting mail and writing events inside a transaction.

use chrono::{DateTime, Utc};

use super::{Outcome, Service, Settings};
use crate::agreement::lifecycle::EventKind;
use crate::agreement::{AgreementId, EmailAddress, Language, MailId, RequestId};
use crate::clock::Randomness;
use crate::mail::{Letter, Message, compose, message_id};
use crate::store::events::{Cause, EventContent, NewEvent};
use crate::store::outbox::{Mail, MailContent, MailState};
use crate::store::{Db, events, outbox};

/// What a transaction needs to write mail and events: taken along into its closure.
#[derive(Clone)]
pub(super) struct Desk {
    randomness: std::sync::Arc<dyn Randomness>,
    pub(super) settings: Settings,
    pub(super) now: DateTime<Utc>,
}

impl Service {
    pub(super) fn desk(&self) -> Desk {
        Desk { randomness: self.randomness.clone(), settings: self.settings.clone(), now: self.now() }
    }
}

/// What a mail or an event is about.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Concerning<'a> {
    pub(super) request: Option<&'a RequestId>,
    pub(super) agreement: Option<(&'a AgreementId, i32)>,
}

impl<'a> Concerning<'a> {
    pub(super) const fn request(request: &'a RequestId) -> Self {
        Self { request: Some(request), agreement: None }
    }
}

impl Desk {
    pub(super) fn random(&self) -> [u8; 32] {
        self.randomness.bytes32()
    }

    pub(super) fn token(&self) -> String {
        super::token::new(&*self.randomness)
    }

    pub(super) fn address(&self, language: Language, path: &str) -> String {
        [&self.settings.public_origin, "/", language.code(), path].concat()
    }

    /// Accepts `message` to each recipient once, in `language`.
    pub(super) fn mail(
        &self,
        db: &mut Db,
        message: &Message,
        language: Language,
        recipients: &[&EmailAddress],
        about: Concerning<'_>,
    ) -> Outcome<()> {
        let letter = Letter::of(message, language);
        let mut told: Vec<String> = Vec::new();
        for recipient in recipients {
            if told.contains(&recipient.folded()) {
                continue;
            }
            told.push(recipient.folded());
            let id = MailId::new(self.now, self.random());
            let message_id = message_id(&id, &self.settings.mail_from);
            let bytes = compose(&letter, &self.settings.mail_from, recipient, &message_id, self.now)?;
            let mail = Mail {
                id,
                created_at: self.now,
                kind: message.kind().to_owned(),
                language,
                message_id,
                request: about.request.cloned(),
                agreement: about.agreement.map(|(agreement, _)| agreement.clone()),
                state: MailState::Waiting,
                attempts: 0,
                next_attempt_at: self.now,
                last_error: None,
                finished_at: None,
            };
            let content = MailContent { recipient: recipient.as_str().to_owned(), subject: letter.subject.clone(), bytes };
            outbox::insert(db, &mail, &content)?;
        }
        Ok(())
    }

    /// Writes an event.
    pub(super) fn event(&self, db: &mut Db, kind: EventKind, cause: Cause, about: Concerning<'_>, more: More) -> Outcome<()> {
        let event = NewEvent {
            at: self.now,
            kind,
            cause,
            request: about.request.cloned(),
            agreement: about.agreement.map(|(agreement, version)| (agreement.clone(), version)),
            subject: more.subject,
            states: more.states,
            content: more.content,
            salt: self.random(),
        };
        events::append(db, &event)?;
        Ok(())
    }
}

/// What an event holds beside its kind and cause.
#[derive(Debug, Clone, Default)]
pub(super) struct More {
    pub(super) subject: Option<String>,
    pub(super) states: Option<(&'static str, &'static str)>,
    pub(super) content: Option<EventContent>,
}

impl More {
    pub(super) fn by(who: &str) -> Self {
        Self { content: Some(EventContent { who: who.to_owned(), ..EventContent::default() }), ..Self::default() }
    }

    pub(super) fn text(mut self, text: Option<String>) -> Self {
        let content = self.content.get_or_insert_with(EventContent::default);
        content.text = text;
        self
    }

    pub(super) fn note(mut self, note: Option<String>) -> Self {
        let content = self.content.get_or_insert_with(EventContent::default);
        content.note = note;
        self
    }

    pub(super) fn act(mut self, digest: String) -> Self {
        let content = self.content.get_or_insert_with(EventContent::default);
        content.act = Some(digest);
        self
    }

    pub(super) fn states(mut self, from: &'static str, to: &'static str) -> Self {
        self.states = Some((from, to));
        self
    }

    pub(super) fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }
}
