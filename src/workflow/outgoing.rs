//! The outgoing mail as the administrator sees it: what waits, what was given up and why, and how it is put back.

use chrono::{DateTime, Utc};

use super::{Outcome, Service, Staff, WorkflowError};
use crate::agreement::MailId;
use crate::agreement::lifecycle::EventKind;
use crate::agreement::rights::{DeskAction, may_at_desk};
use crate::store::events::{Cause, EventContent, NewEvent};
use crate::store::outbox::{Listed, MailState};
use crate::store::{Db, StoreError, events, outbox};

/// At most `most` outgoing mails in a state or in any, older than the mail `before` if one is named, newest first, with recipient and
/// subject where they are not erased; and how many wait, were sent and were given up.
///
/// # Errors
/// [`WorkflowError::Forbidden`].
pub async fn list(
    service: &Service,
    staff: &Staff,
    state: Option<MailState>,
    before: Option<MailId>,
    most: i64,
) -> Outcome<(Vec<Listed>, [i64; 3])> {
    permit(staff)?;
    service
        .store
        .read(move |db| {
            let counts = [
                outbox::count(db, MailState::Waiting)?,
                outbox::count(db, MailState::Sent)?,
                outbox::count(db, MailState::GivenUp)?,
            ];
            let found = match &before {
                Some(before) => outbox::older(db, state, before, most)?,
                None => outbox::list(db, state, most)?,
            };
            Ok((found, counts))
        })
        .await
}

fn permit(staff: &Staff) -> Outcome<()> {
    if may_at_desk(staff.role, DeskAction::KeepMail) { Ok(()) } else { Err(WorkflowError::Forbidden) }
}

/// Puts a mail that was given up back to be sent.
///
/// # Errors
/// [`WorkflowError::NotFound`] where it was not given up, or its content has been erased.
pub async fn retry(service: &Service, staff: &Staff, id: &MailId) -> Outcome<()> {
    permit(staff)?;
    let (staff, id, at, salt) = (staff.clone(), id.clone(), service.now(), service.randomness.bytes32());
    let put = service.store.write(move |db| put_back(db, &id, &staff, at, salt)).await?;
    if !put {
        return Err(WorkflowError::NotFound);
    }
    service.wake();
    Ok(())
}

/// Puts a mail that was given up back, with its event, inside a transaction; tells whether it did: not if it is in another state or its
/// content has been erased.
///
/// # Errors
/// [`StoreError`].
pub fn put_back(db: &mut Db, id: &MailId, by: &Staff, at: DateTime<Utc>, salt: [u8; 32]) -> Result<bool, StoreError> {
    let Some(mut mail) = outbox::find(db, id)?.filter(|mail| mail.state == MailState::GivenUp) else { return Ok(false) };
    if outbox::content(db, id)?.is_none() {
        return Ok(false);
    }
    mail.state = MailState::Waiting;
    mail.attempts = 0;
    mail.next_attempt_at = at;
    mail.finished_at = None;
    let event = NewEvent {
        at,
        kind: EventKind::MailRetried,
        cause: Cause::Staff(by.id.clone()),
        request: mail.request.clone(),
        agreement: outbox::agreement_of(db, &mail)?,
        subject: Some(mail.id.to_string()),
        states: Some((MailState::GivenUp.code(), MailState::Waiting.code())),
        content: Some(EventContent { who: by.name.clone(), ..EventContent::default() }),
        salt,
    };
    events::append(db, &event)?;
    outbox::set_sending(db, &mail)?;
    Ok(true)
}
