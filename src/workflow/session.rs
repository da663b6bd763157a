//! Sessions: whose a token is, and how sessions end.

use chrono::{DateTime, TimeDelta, Utc};

use super::post::{Concerning, Desk, More};
use super::{Actor, Outcome, Service, Staff, WorkflowError, token};
use crate::agreement::lifecycle::EventKind;
use crate::agreement::{SessionId, UserId};
use crate::store::events::Cause;
use crate::store::sessions::{Holder, Session};
use crate::store::{Db, accounts, sessions};

/// A session ends after so long without use.
const IDLE: TimeDelta = TimeDelta::hours(2);
/// A session ends after so long, used or not.
const LONGEST: TimeDelta = TimeDelta::hours(12);
/// Use is noted so often, so that reading a page seldom writes.
const NOTED_EVERY: TimeDelta = TimeDelta::minutes(5);
/// A page does not wait longer than this for its use to be noted.
const NOTED_WITHIN: std::time::Duration = std::time::Duration::from_secs(2);

/// Who a raw token belongs to at `now`; `None` where it is unknown, ended, too old, or its account is disabled.
///
/// # Errors
/// [`WorkflowError::Store`].
pub async fn find(service: &Service, raw: &str, now: DateTime<Utc>) -> Outcome<Option<Actor>> {
    let hash = token::hash(raw);
    let found = service
        .store
        .read(move |db| {
            let Some(session) = sessions::find(db, &hash)? else { return Ok(None) };
            let live = session.ended_at.is_none() && now < session.expires_at && now - session.seen_at < IDLE;
            if !live {
                return Ok(None);
            }
            let actor = match &session.holder {
                Holder::Filer(email) => Some(Actor::Filer(email.clone())),
                Holder::User(id) => accounts::find(db, id)?
                    .filter(|user| user.disabled_at.is_none())
                    .map(|user| Actor::Staff(Staff { id: user.id, name: user.name, role: user.role })),
            };
            Ok::<_, WorkflowError>(actor.map(|actor| (session, actor)))
        })
        .await?;
    let Some((session, actor)) = found else { return Ok(None) };
    if now - session.seen_at >= NOTED_EVERY {
        // Reading a page must not wait long for a writer, nor fail with it: a use that is not noted ends the session sooner, no more.
        let noting = service.store.write(move |db| {
            sessions::touch(db, &session.id, now)?;
            Ok::<_, WorkflowError>(())
        });
        match tokio::time::timeout(NOTED_WITHIN, noting).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the use of a session was not noted"),
            Err(_) => tracing::warn!("the use of a session was not noted in time"),
        }
    }
    Ok(Some(actor))
}

/// Begins a session inside a transaction and gives its raw token.
pub(super) fn begin(db: &mut Db, desk: &Desk, holder: Holder) -> Outcome<String> {
    let raw = desk.token();
    let session = Session {
        id: SessionId::new(desk.now, desk.random()),
        holder,
        created_at: desk.now,
        seen_at: desk.now,
        expires_at: desk.now + LONGEST,
        ended_at: None,
    };
    sessions::insert(db, &token::hash(&raw), &session)?;
    Ok(raw)
}

/// Ends the session of a raw token.
///
/// # Errors
/// [`WorkflowError::Store`].
pub async fn end(service: &Service, raw: &str) -> Outcome<()> {
    let (desk, hash) = (service.desk(), token::hash(raw));
    service
        .store
        .write(move |db| {
            let Some(session) = sessions::find(db, &hash)?.filter(|session| session.ended_at.is_none()) else { return Ok(()) };
            sessions::end(db, &session.id, desk.now)?;
            if let Holder::User(user) = session.holder {
                desk.event(
                    db,
                    EventKind::SignedOut,
                    Cause::Staff(user.clone()),
                    Concerning::default(),
                    More::default().subject(user.as_str()),
                )?;
            }
            Ok(())
        })
        .await
}

/// Ends every session of a user, but the one whose raw token is given. Tells how many ended.
///
/// # Errors
/// [`WorkflowError::Store`].
pub async fn end_others(service: &Service, user: &UserId, keep: Option<&str>) -> Outcome<usize> {
    let (desk, user, keep) = (service.desk(), user.clone(), keep.map(token::hash));
    service.store.write(move |db| end_others_within(db, &desk, &user, keep.as_deref(), Cause::Staff(user.clone()))).await
}

pub(super) fn end_others_within(
    db: &mut Db,
    desk: &Desk,
    user: &UserId,
    keep_hash: Option<&str>,
    cause: Cause,
) -> Outcome<usize> {
    let keep = match keep_hash {
        Some(hash) => sessions::find(db, hash)?.map(|session| session.id),
        None => None,
    };
    let ended = sessions::end_all_of(db, user, keep.as_ref(), desk.now)?;
    if ended > 0 {
        desk.event(db, EventKind::SignedOut, cause, Concerning::default(), More::default().subject(user.as_str()))?;
    }
    Ok(ended)
}
