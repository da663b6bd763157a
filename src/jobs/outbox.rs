//! Sends what the outbox holds. A mail is claimed in one transaction, sent outside any, and its outcome written with its event in
//! another. Only a death after the end of DATA and before its reply is written down, of this process or of the server, makes a second
//! copy, with the same Message-ID and the same bytes; so does a server that takes longer to reply than the RFC lets it.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::{Mutex, Notify, watch};

use super::pauses::{self, Next};
use crate::agreement::lifecycle::EventKind;
use crate::clock::{Clock, Randomness};
use crate::mail::{Message, Parcel, SendError, Transport};
use crate::store::events::{self, Cause, NewEvent};
use crate::store::outbox::{self, Mail, MailContent, MailState};
use crate::store::{Db, Store, StoreError};

/// How often the outbox is looked at when nothing wakes the worker.
const LOOK_EVERY: Duration = Duration::from_secs(15);
/// What a claim lasts beyond the limit of a sending: the farewell, and the writing down.
const CLAIM_MARGIN: TimeDelta = TimeDelta::seconds(30);

/// What one pass through the outbox did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pass {
    /// Mails sent.
    pub sent: usize,
    /// Mails to be tried again.
    pub postponed: usize,
    /// Mails given up.
    pub given_up: usize,
    /// Whether the pass ended early because the server was of no use.
    pub server_failed: bool,
}

/// The worker. One a process; several processes do not send the same mail, because each claims a mail before it sends it.
pub struct OutboxWorker {
    store: Store,
    transport: Transport,
    mail_from: String,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
    turn: Mutex<()>,
}

impl OutboxWorker {
    /// A worker that sends what `store` holds by `transport`, from `mail_from` (an address, or a name and an address).
    #[must_use]
    pub fn new(
        store: Store,
        transport: Transport,
        mail_from: String,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
    ) -> Self {
        Self { store, transport, mail_from, clock, randomness, turn: Mutex::new(()) }
    }

    /// Sends what is due now, one mail after the other. A server that is of no use ends the pass: the other mails wait for the next.
    ///
    /// # Errors
    /// [`StoreError`]; a mail that had been sent is then known to be sent all the same.
    pub async fn send_due(&self) -> Result<Pass, StoreError> {
        let (_keep, stop) = watch::channel(false);
        self.pass(&stop).await
    }

    /// Sends what is due whenever woken, and every 15 seconds, until `stop` becomes true or its sender goes away. A mail that is
    /// being sent is sent to its end first.
    pub async fn run(&self, wake: Arc<Notify>, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            match self.pass(&stop).await {
                Ok(pass) if pass == Pass::default() => {}
                Ok(Pass { sent, postponed, given_up, server_failed }) => {
                    tracing::info!(sent, postponed, given_up, server_failed, "mail");
                }
                Err(error) => tracing::error!(%error, source = ?std::error::Error::source(&error), "the outbox cannot be read"),
            }
            tokio::select! {
                () = wake.notified() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
                changed = stop.changed() => if changed.is_err() { return },
            }
        }
    }

    async fn pass(&self, stop: &watch::Receiver<bool>) -> Result<Pass, StoreError> {
        let _turn = self.turn.lock().await;
        let mut pass = Pass::default();
        while !*stop.borrow() && !pass.server_failed {
            let Some((mail, content)) = self.claim().await? else { break };
            let outcome = match content {
                Some(content) => self.send(&mail, &content).await,
                None => Err(SendError::Permanent("the content has been erased".to_owned())),
            };
            // A server that does not answer the end of one mail leaves the next one hanging too.
            pass.server_failed = matches!(outcome, Err(SendError::Server(_) | SendError::Unknown(_)));
            match self.write_down(mail, outcome, stop).await? {
                MailState::Sent => pass.sent += 1,
                MailState::Waiting => pass.postponed += 1,
                MailState::GivenUp => pass.given_up += 1,
            }
        }
        Ok(pass)
    }

    /// Takes the mail that has been due longest, so that nobody else does until the time of a sending is over.
    async fn claim(&self) -> Result<Option<(Mail, Option<MailContent>)>, StoreError> {
        let now = self.clock.now();
        if self.store.read(move |db| outbox::due(db, now)).await?.is_none() {
            return Ok(None);
        }
        let limit = TimeDelta::from_std(self.transport.limit()).unwrap_or(TimeDelta::minutes(1));
        let until = now + limit + CLAIM_MARGIN;
        self.store
            .write(move |db| -> Result<_, StoreError> {
                let Some(mut mail) = outbox::due(db, now)? else { return Ok(None) };
                mail.attempts = mail.attempts.saturating_add(1);
                mail.next_attempt_at = until;
                outbox::set_sending(db, &mail)?;
                let content = outbox::content(db, &mail.id)?;
                Ok(Some((mail, content)))
            })
            .await
    }

    async fn send(&self, mail: &Mail, content: &MailContent) -> Result<(), SendError> {
        let parcel = Parcel {
            id: &mail.id,
            created_at: mail.created_at,
            from: &self.mail_from,
            to: &content.recipient,
            bytes: &content.bytes,
        };
        self.transport.send(&parcel).await
    }

    /// Writes the outcome of a sending, and tries again as long as the database refuses: what was sent must not be sent again.
    async fn write_down(
        &self,
        claimed: Mail,
        outcome: Result<(), SendError>,
        stop: &watch::Receiver<bool>,
    ) -> Result<MailState, StoreError> {
        let mut pause = Duration::from_millis(100);
        loop {
            let (claimed, outcome, now, salt) = (claimed.clone(), outcome.clone(), self.clock.now(), self.randomness.bytes32());
            let id = claimed.id.clone();
            match self.store.write(move |db| finish(db, &claimed, &outcome, now, salt)).await {
                Ok(state) => return Ok(state),
                Err(error @ StoreError::Impossible { .. }) => return Err(error),
                Err(error) if *stop.borrow() && pause > Duration::from_secs(2) => return Err(error),
                Err(error) => tracing::error!(mail = %id, %error, "the outcome of a sending cannot be written yet"),
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(5));
        }
    }
}

/// Writes the outcome of a sending, with its event. Gives the state that the mail is in.
fn finish(
    db: &mut Db,
    claimed: &Mail,
    outcome: &Result<(), SendError>,
    now: DateTime<Utc>,
    salt: [u8; 32],
) -> Result<MailState, StoreError> {
    let Some(mut mail) = outbox::find(db, &claimed.id)? else {
        return Err(StoreError::Impossible { table: "outbox", what: "a mail went away while it was sent".to_owned() });
    };
    let ours = (mail.attempts, mail.next_attempt_at) == (claimed.attempts, claimed.next_attempt_at);
    let (state, event) = match outcome {
        _ if mail.state == MailState::Sent => return Ok(mail.state),
        Ok(()) => (MailState::Sent, Some(EventKind::MailSent)),
        // The claim ran out, and another process has the mail now: its outcome counts.
        Err(_) if !ours => return Ok(mail.state),
        Err(error) => {
            // Whether it was put back matters only to one that is old; the history is not searched for the others.
            let old = now - mail.created_at > pauses::TRIED_FOR - TimeDelta::days(1);
            let since = if old { outbox::put_back_at(db, &mail.id)?.unwrap_or(mail.created_at) } else { mail.created_at };
            mail.last_error = Some(error.to_string());
            match pauses::after(error, mail.attempts, since, now) {
                Next::AgainAt(at) => {
                    mail.next_attempt_at = at;
                    (MailState::Waiting, None)
                }
                Next::GivenUp => (MailState::GivenUp, Some(EventKind::MailGivenUp)),
            }
        }
    };
    mail.state = state;
    if let Some(kind) = event {
        mail.finished_at = Some(now);
        if state == MailState::Sent {
            mail.last_error = None;
        }
        append(db, &mail, kind, now, salt)?;
    }
    outbox::set_sending(db, &mail)?;
    if state == MailState::Sent && Message::carries_token(&mail.kind) {
        outbox::erase_content(db, &mail.id)?;
    }
    if let Err(error) = outcome {
        tracing::warn!(mail = %mail.id, kind = mail.kind, attempts = mail.attempts, state = state.code(), %error, "not sent");
    }
    Ok(state)
}

fn append(db: &mut Db, mail: &Mail, kind: EventKind, at: DateTime<Utc>, salt: [u8; 32]) -> Result<(), StoreError> {
    let event = NewEvent {
        at,
        kind,
        cause: Cause::Service,
        request: mail.request.clone(),
        agreement: outbox::agreement_of(db, mail)?,
        subject: Some(mail.id.to_string()),
        states: Some((MailState::Waiting.code(), mail.state.code())),
        content: None,
        salt,
    };
    events::append(db, &event)?;
    Ok(())
}
