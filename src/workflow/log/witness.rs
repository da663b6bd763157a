//! The witness: someone outside who receives the newest checkpoint by mail, and can show it later. At most once a day, and only when the log
//! has grown by more than the mail itself.

use chrono::TimeDelta;

use crate::agreement::Language;
use crate::agreement::lifecycle::EventKind;
use crate::log::Checkpoint;
use crate::mail::{Attachment, Message};
use crate::store::events::Cause;
use crate::store::{Db, events, log as rows, outbox};
use crate::workflow::post::{Concerning, Desk, More};
use crate::workflow::{Outcome, Service};

/// The shortest time between two mails.
const PAUSE: TimeDelta = TimeDelta::days(1);
/// The language of the mail: the checkpoint in it is of none.
const LANGUAGE: Language = Language::Fi;

/// Mails the newest checkpoint to the witness if it is time; tells whether it did.
///
/// # Errors
/// [`WorkflowError::Store`](crate::workflow::WorkflowError::Store).
pub async fn mail_checkpoint(service: &Service) -> Outcome<bool> {
    let (Some(witness), Some(signer)) = (service.log.witness.clone(), service.log.signer()) else { return Ok(false) };
    let (key, desk) = (signer.verifier().to_string(), service.desk());
    let now = desk.now;
    if !service.store.read(move |db| is_due(db, now)).await? {
        return Ok(false);
    }
    let mailed = service
        .store
        .write(move |db| {
            let Some(newest) = rows::newest(db)? else { return Ok(false) };
            if !is_due(db, now)? {
                return Ok(false);
            }
            let Ok(checkpoint) = Checkpoint::claimed(&newest.note) else { return Ok(false) };
            let message = message(&desk, &checkpoint, newest.note, key);
            let more = More::default().subject(checkpoint.size.to_string());
            desk.event(db, EventKind::CheckpointMailed, Cause::Service, Concerning::default(), more)?;
            desk.mail(db, &message, LANGUAGE, &[&witness], Concerning::default())?;
            Ok::<_, crate::workflow::WorkflowError>(true)
        })
        .await?;
    if mailed {
        service.wake();
    }
    Ok(mailed)
}

fn message(desk: &Desk, checkpoint: &Checkpoint, note: String, key: String) -> Message {
    Message::Checkpoint {
        origin: checkpoint.origin.clone(),
        size: checkpoint.size,
        root: checkpoint.root.base64(),
        key,
        note: Attachment {
            name: ["checkpoint-", &checkpoint.size.to_string(), ".txt"].concat(),
            media_type: "text/plain",
            bytes: note.into_bytes(),
        },
        page: desk.address(LANGUAGE, "/log"),
    }
}

/// Whether the last mail is a day old, and something happened since that is logged and is not about such a mail.
fn is_due(db: &mut Db, now: chrono::DateTime<chrono::Utc>) -> Outcome<bool> {
    let Some(logged) = rows::last_leaf(db)?.map(|leaf| leaf.event) else { return Ok(false) };
    let Some((event, at)) = events::newest_of(db, EventKind::CheckpointMailed)? else { return Ok(true) };
    if now - at < PAUSE {
        return Ok(false);
    }
    let own = outbox::ids_of_kind_since(db, "checkpoint", at)?;
    let since = rows::events_after(db, event, 1_000)?;
    Ok(since
        .into_iter()
        .filter(|event| event.id <= logged)
        .any(|event| event.subject.is_none_or(|subject| !own.contains(&subject))))
}
