//! The history. An event holds ids and codes; what is personal stands in a row of its own, tied to it by a salted digest, and can
//! be erased while the event stays.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::schema::{event_contents, events};
use super::{Db, StoreError, code, json, naive, to_json, utc};
use crate::agreement::lifecycle::EventKind;
use crate::agreement::{AgreementId, RequestId, UserId};

/// Who caused an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// A filer.
    Filer,
    /// Someone at Kela.
    Staff(UserId),
    /// The service itself.
    Service,
}

/// The personal part of an event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EventContent {
    /// The name or address of who acted.
    pub who: String,
    /// What was written with it: a message, a reason.
    pub text: Option<String>,
    /// A second text: how authority was checked.
    pub note: Option<String>,
    /// Of a signature: what ties the row of the signature to the event ([`crate::agreement::signing::Act::digest`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
}

/// An event to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub kind: EventKind,
    /// Who caused it.
    pub cause: Cause,
    /// The request, if it concerns one.
    pub request: Option<RequestId>,
    /// The agreement and its version, if it concerns one.
    pub agreement: Option<(AgreementId, i32)>,
    /// The id of another thing that it concerns: an account, a mail.
    pub subject: Option<String>,
    /// The states before and after, by code.
    pub states: Option<(&'static str, &'static str)>,
    /// The personal part.
    pub content: Option<EventContent>,
    /// The salt of the content's digest.
    pub salt: [u8; 32],
}

/// An event as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Number, in the order of writing.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub kind: EventKind,
    /// Who caused it.
    pub cause: Cause,
    /// The version of the agreement, if it concerns one.
    pub version: Option<i32>,
    /// The id of another thing that it concerns.
    pub subject: Option<String>,
    /// The codes of the states before and after.
    pub states: Option<(String, String)>,
    /// The personal part.
    pub content: Content,
}

/// The personal part of an event as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// There never was any.
    None,
    /// It is there, and fits its digest.
    Present(EventContent),
    /// It was erased when its time was up.
    Erased,
}

/// The digest that ties a content to its event: SHA-256 over the salt and the JSON.
#[must_use]
pub fn digest(salt: &str, content: &str) -> String {
    hex::encode(Sha256::new().chain_update(salt.as_bytes()).chain_update(b"\n").chain_update(content.as_bytes()).finalize())
}

/// Writes an event.
///
/// # Errors
/// [`StoreError`].
pub fn append(connection: &mut Db, event: &NewEvent) -> Result<i64, StoreError> {
    let content = event.content.as_ref().map(|content| to_json("event_contents", content)).transpose()?;
    let salt = hex::encode(event.salt);
    let (actor, user) = match &event.cause {
        Cause::Filer => ("filer", None),
        Cause::Staff(user) => ("staff", Some(user.as_str())),
        Cause::Service => ("service", None),
    };
    let id: i64 = diesel::insert_into(events::table)
        .values((
            events::at.eq(naive(event.at)),
            events::kind.eq(event.kind.code()),
            events::actor.eq(actor),
            events::actor_user_id.eq(user),
            events::request_id.eq(event.request.as_ref().map(RequestId::as_str)),
            events::agreement_id.eq(event.agreement.as_ref().map(|(id, _)| id.as_str())),
            events::version.eq(event.agreement.as_ref().map(|(_, version)| *version)),
            events::subject.eq(event.subject.as_deref()),
            events::from_state.eq(event.states.map(|(from, _)| from)),
            events::to_state.eq(event.states.map(|(_, to)| to)),
            events::content_digest.eq(content.as_ref().map(|content| digest(&salt, content))),
        ))
        .returning(events::id)
        .get_result(connection)?;
    if let Some(content) = content {
        diesel::insert_into(event_contents::table)
            .values((event_contents::event_id.eq(id), event_contents::salt.eq(salt), event_contents::content.eq(content)))
            .execute(connection)?;
    }
    Ok(id)
}

#[derive(Queryable)]
struct EventRow {
    id: i64,
    at: chrono::NaiveDateTime,
    kind: String,
    actor: String,
    actor_user_id: Option<String>,
    version: Option<i32>,
    subject: Option<String>,
    from_state: Option<String>,
    to_state: Option<String>,
    content_digest: Option<String>,
    salt: Option<String>,
    content: Option<String>,
}

impl TryFrom<EventRow> for Event {
    type Error = StoreError;

    fn try_from(row: EventRow) -> Result<Self, StoreError> {
        let cause = match (row.actor.as_str(), row.actor_user_id) {
            ("filer", None) => Cause::Filer,
            ("staff", Some(user)) => Cause::Staff(code("events", &user, UserId::parse)?),
            ("service", None) => Cause::Service,
            (actor, _) => return Err(super::impossible("events", actor)),
        };
        let content = match (row.content_digest, row.salt.zip(row.content)) {
            (None, None) => Content::None,
            (Some(_), None) => Content::Erased,
            (Some(expected), Some((salt, content))) if digest(&salt, &content) == expected => {
                Content::Present(json("event_contents", &content)?)
            }
            _ => return Err(super::impossible("event_contents", "a content that does not fit its event's digest")),
        };
        Ok(Self {
            id: row.id,
            at: utc(row.at),
            kind: code("events", &row.kind, EventKind::from_code)?,
            cause,
            version: row.version,
            subject: row.subject,
            states: row.from_state.zip(row.to_state),
            content,
        })
    }
}

macro_rules! event_rows {
    () => {
        events::table.left_join(event_contents::table.on(event_contents::event_id.eq(events::id))).select((
            events::id,
            events::at,
            events::kind,
            events::actor,
            events::actor_user_id,
            events::version,
            events::subject,
            events::from_state,
            events::to_state,
            events::content_digest,
            event_contents::salt.nullable(),
            event_contents::content.nullable(),
        ))
    };
}

/// The history of a request, oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn of_request(connection: &mut Db, request: &RequestId) -> Result<Vec<Event>, StoreError> {
    event_rows!()
        .filter(events::request_id.eq(request.as_str()))
        .order(events::id.asc())
        .load::<EventRow>(connection)?
        .into_iter()
        .map(Event::try_from)
        .collect()
}

/// The history of an agreement, oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn of_agreement(connection: &mut Db, agreement: &AgreementId) -> Result<Vec<Event>, StoreError> {
    event_rows!()
        .filter(events::agreement_id.eq(agreement.as_str()))
        .order(events::id.asc())
        .load::<EventRow>(connection)?
        .into_iter()
        .map(Event::try_from)
        .collect()
}

/// What happens to accounts, terms, Kela's half and the log, and what the administrator does to jobs.
const OF_ADMINISTRATION: [EventKind; 16] = [
    EventKind::UserAdded,
    EventKind::UserChanged,
    EventKind::UserDisabled,
    EventKind::PasswordChanged,
    EventKind::PasswordReset,
    EventKind::SignedIn,
    EventKind::SignedOut,
    EventKind::KelaHalfChanged,
    EventKind::TermsPublished,
    EventKind::JobRetried,
    EventKind::LogAlarm,
    EventKind::LogAlarmOver,
    EventKind::CheckpointMailed,
    EventKind::IncidentsHeld,
    EventKind::IncidentsReleased,
    EventKind::WatchSummaryMailed,
];

/// The events of accounts, terms, Kela's half and the log, newest first: all, or those before the event `before`.
///
/// # Errors
/// [`StoreError`].
pub fn of_administration(connection: &mut Db, before: Option<i64>, most: i64) -> Result<Vec<Event>, StoreError> {
    event_rows!()
        .filter(events::kind.eq_any(OF_ADMINISTRATION.map(EventKind::code)))
        .filter(events::id.lt(before.unwrap_or(i64::MAX)))
        .order(events::id.desc())
        .limit(most)
        .load::<EventRow>(connection)?
        .into_iter()
        .map(Event::try_from)
        .collect()
}

/// Code and subject of every event of these kinds that has one, oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn subjects_of(connection: &mut Db, kinds: &[EventKind]) -> Result<Vec<(String, String)>, StoreError> {
    let rows: Vec<(String, Option<String>)> = events::table
        .filter(events::kind.eq_any(kinds.iter().map(|kind| kind.code()).collect::<Vec<_>>()))
        .order(events::id.asc())
        .select((events::kind, events::subject))
        .load(connection)?;
    Ok(rows.into_iter().filter_map(|(kind, subject)| Some((kind, subject?))).collect())
}

/// Number and moment of the newest event of a kind.
///
/// # Errors
/// [`StoreError`].
pub fn newest_of(connection: &mut Db, kind: EventKind) -> Result<Option<(i64, DateTime<Utc>)>, StoreError> {
    let row: Option<(i64, chrono::NaiveDateTime)> = events::table
        .filter(events::kind.eq(kind.code()))
        .order(events::id.desc())
        .select((events::id, events::at))
        .first(connection)
        .optional()?;
    Ok(row.map(|(id, at)| (id, utc(at))))
}

/// What happened to one thing by its id, an account or a mail, oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn of_subject(connection: &mut Db, subject: &str) -> Result<Vec<Event>, StoreError> {
    event_rows!()
        .filter(events::subject.eq(subject))
        .order(events::id.asc())
        .load::<EventRow>(connection)?
        .into_iter()
        .map(Event::try_from)
        .collect()
}

/// Number, salt and JSON of the contents of events after number `after` and up to `until`.
///
/// # Errors
/// [`StoreError`].
pub fn contents_between(connection: &mut Db, after: i64, until: i64) -> Result<Vec<(i64, String, String)>, StoreError> {
    Ok(event_contents::table
        .filter(event_contents::event_id.gt(after))
        .filter(event_contents::event_id.le(until))
        .select((event_contents::event_id, event_contents::salt, event_contents::content))
        .load(connection)?)
}

/// The numbers of the events of an agreement and of the requests that it rests on, in order.
///
/// # Errors
/// [`StoreError`].
pub fn ids_of(connection: &mut Db, agreement: &AgreementId, requests: &[RequestId]) -> Result<Vec<i64>, StoreError> {
    let requests: Vec<Option<&str>> = requests.iter().map(|request| Some(request.as_str())).collect();
    Ok(events::table
        .filter(events::agreement_id.eq(agreement.as_str()).or(events::request_id.eq_any(requests)))
        .order(events::id.asc())
        .select(events::id)
        .load(connection)?)
}

/// The personal part of an event as it stands: its salt and its JSON, both as text.
///
/// # Errors
/// [`StoreError`].
pub fn content_of(connection: &mut Db, event: i64) -> Result<Option<(String, String)>, StoreError> {
    let rows = event_contents::table.filter(event_contents::event_id.eq(event));
    Ok(rows.select((event_contents::salt, event_contents::content)).first(connection).optional()?)
}

/// Erases the personal part of an event. The event and its digest stay, and the erasure is an event itself: content that is gone without
/// one was taken out behind the service's back.
///
/// # Errors
/// [`StoreError`].
pub fn erase_content(connection: &mut Db, event: i64, at: DateTime<Utc>) -> Result<(), StoreError> {
    if diesel::delete(event_contents::table.filter(event_contents::event_id.eq(event))).execute(connection)? == 0 {
        return Ok(());
    }
    let erased = NewEvent {
        at,
        kind: EventKind::ContentErased,
        cause: Cause::Service,
        request: None,
        agreement: None,
        subject: Some(event.to_string()),
        states: None,
        content: None,
        salt: [0; 32],
    };
    append(connection, &erased)?;
    Ok(())
}
