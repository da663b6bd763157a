//! Outgoing mail. A mail is written in the transaction that causes it, with its bytes; only its sending changes afterwards.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::{agreement_versions, events, outbox, outbox_contents};
use super::{Db, StoreError, code, naive, utc};
use crate::agreement::lifecycle::EventKind;
use crate::agreement::{AgreementId, Language, MailId, RequestId};

/// How the sending of a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailState {
    /// To be sent, or to be tried again.
    Waiting,
    /// Taken by the mail server.
    Sent,
    /// Given up after the last try; an administrator sees it and can put it back.
    GivenUp,
}

impl MailState {
    /// The code in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::GivenUp => "given_up",
        }
    }

    /// The key of the text that names it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Waiting => "mail-state-waiting",
            Self::Sent => "mail-state-sent",
            Self::GivenUp => "mail-state-given-up",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Waiting, Self::Sent, Self::GivenUp].into_iter().find(|state| state.code() == code)
    }
}

/// A mail without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Id.
    pub id: MailId,
    /// When it was accepted.
    pub created_at: DateTime<Utc>,
    /// The code of the message's kind.
    pub kind: String,
    /// Language.
    pub language: Language,
    /// The Message-ID without its angle brackets.
    pub message_id: String,
    /// The request that it concerns.
    pub request: Option<RequestId>,
    /// The agreement that it concerns.
    pub agreement: Option<AgreementId>,
    /// How the sending stands.
    pub state: MailState,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried next.
    pub next_attempt_at: DateTime<Utc>,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// When it was sent or given up.
    pub finished_at: Option<DateTime<Utc>>,
}

/// What a mail says, and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailContent {
    /// The recipient's address.
    pub recipient: String,
    /// The subject.
    pub subject: String,
    /// The whole message as it goes out (RFC 5322).
    pub bytes: Vec<u8>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = outbox)]
struct MailRow {
    id: String,
    created_at: chrono::NaiveDateTime,
    kind: String,
    language: String,
    message_id: String,
    request_id: Option<String>,
    agreement_id: Option<String>,
    state: String,
    attempts: i32,
    next_attempt_at: chrono::NaiveDateTime,
    last_error: Option<String>,
    finished_at: Option<chrono::NaiveDateTime>,
}

const T: &str = "outbox";

impl TryFrom<MailRow> for Mail {
    type Error = StoreError;

    fn try_from(row: MailRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: code(T, &row.id, MailId::parse)?,
            created_at: utc(row.created_at),
            kind: row.kind,
            language: code(T, &row.language, Language::from_code)?,
            message_id: row.message_id,
            request: row.request_id.map(|id| code(T, &id, RequestId::parse)).transpose()?,
            agreement: row.agreement_id.map(|id| code(T, &id, AgreementId::parse)).transpose()?,
            state: code(T, &row.state, MailState::from_code)?,
            attempts: row.attempts,
            next_attempt_at: utc(row.next_attempt_at),
            last_error: row.last_error,
            finished_at: row.finished_at.map(utc),
        })
    }
}

/// Accepts a mail.
///
/// # Errors
/// [`StoreError`].
pub fn insert(connection: &mut Db, mail: &Mail, content: &MailContent) -> Result<(), StoreError> {
    diesel::insert_into(outbox::table)
        .values(MailRow {
            id: mail.id.to_string(),
            created_at: naive(mail.created_at),
            kind: mail.kind.clone(),
            language: mail.language.code().to_owned(),
            message_id: mail.message_id.clone(),
            request_id: mail.request.as_ref().map(ToString::to_string),
            agreement_id: mail.agreement.as_ref().map(ToString::to_string),
            state: mail.state.code().to_owned(),
            attempts: mail.attempts,
            next_attempt_at: naive(mail.next_attempt_at),
            last_error: mail.last_error.clone(),
            finished_at: mail.finished_at.map(naive),
        })
        .execute(connection)?;
    diesel::insert_into(outbox_contents::table)
        .values((
            outbox_contents::outbox_id.eq(mail.id.as_str()),
            outbox_contents::recipient.eq(&content.recipient),
            outbox_contents::subject.eq(&content.subject),
            outbox_contents::bytes.eq(&content.bytes),
        ))
        .execute(connection)?;
    Ok(())
}

/// The mail of an id.
///
/// # Errors
/// [`StoreError`].
pub fn find(connection: &mut Db, id: &MailId) -> Result<Option<Mail>, StoreError> {
    let row = outbox::table.filter(outbox::id.eq(id.as_str())).select(MailRow::as_select()).first(connection).optional()?;
    row.map(Mail::try_from).transpose()
}

/// What a mail says; `None` once it was erased.
///
/// # Errors
/// [`StoreError`].
pub fn content(connection: &mut Db, id: &MailId) -> Result<Option<MailContent>, StoreError> {
    let row: Option<(String, String, Vec<u8>)> = outbox_contents::table
        .filter(outbox_contents::outbox_id.eq(id.as_str()))
        .select((outbox_contents::recipient, outbox_contents::subject, outbox_contents::bytes))
        .first(connection)
        .optional()?;
    Ok(row.map(|(recipient, subject, bytes)| MailContent { recipient, subject, bytes }))
}

/// The mail that has been due longest at `now`.
///
/// # Errors
/// [`StoreError`].
pub fn due(connection: &mut Db, now: DateTime<Utc>) -> Result<Option<Mail>, StoreError> {
    outbox::table
        .filter(outbox::state.eq(MailState::Waiting.code()))
        .filter(outbox::next_attempt_at.le(naive(now)))
        .order((outbox::next_attempt_at.asc(), outbox::id.asc()))
        .select(MailRow::as_select())
        .first(connection)
        .optional()?
        .map(Mail::try_from)
        .transpose()
}

/// Writes how the sending of a mail stands.
///
/// # Errors
/// [`StoreError`].
pub fn set_sending(connection: &mut Db, mail: &Mail) -> Result<(), StoreError> {
    diesel::update(outbox::table.filter(outbox::id.eq(mail.id.as_str())))
        .set((
            outbox::state.eq(mail.state.code()),
            outbox::attempts.eq(mail.attempts),
            outbox::next_attempt_at.eq(naive(mail.next_attempt_at)),
            outbox::last_error.eq(&mail.last_error),
            outbox::finished_at.eq(mail.finished_at.map(naive)),
        ))
        .execute(connection)?;
    Ok(())
}

/// A mail in a list: with its recipient and subject, where they are not erased.
pub type Listed = (Mail, Option<(String, String)>);

/// Mails in a state or in any, newest first, with recipient and subject where they are not erased.
///
/// # Errors
/// [`StoreError`].
pub fn list(connection: &mut Db, state: Option<MailState>, most: i64) -> Result<Vec<Listed>, StoreError> {
    page(connection, state, None, most)
}

/// Mails in a state or in any that are older than the mail `before`, newest first; none where there is no such mail.
///
/// # Errors
/// [`StoreError`].
pub fn older(connection: &mut Db, state: Option<MailState>, before: &MailId, most: i64) -> Result<Vec<Listed>, StoreError> {
    match find(connection, before)? {
        Some(before) => page(connection, state, Some(&before), most),
        None => Ok(Vec::new()),
    }
}

fn page(connection: &mut Db, state: Option<MailState>, before: Option<&Mail>, most: i64) -> Result<Vec<Listed>, StoreError> {
    let mut rows = outbox::table
        .left_join(outbox_contents::table.on(outbox_contents::outbox_id.eq(outbox::id)))
        .select((MailRow::as_select(), outbox_contents::recipient.nullable(), outbox_contents::subject.nullable()))
        .into_boxed();
    if let Some(state) = state {
        rows = rows.filter(outbox::state.eq(state.code()));
    }
    if let Some(before) = before {
        let at = naive(before.created_at);
        let of_the_same_moment = outbox::created_at.eq(at).and(outbox::id.lt(before.id.to_string()));
        rows = rows.filter(outbox::created_at.lt(at).or(of_the_same_moment));
    }
    let rows: Vec<(MailRow, Option<String>, Option<String>)> =
        rows.order((outbox::created_at.desc(), outbox::id.desc())).limit(most).load(connection)?;
    rows.into_iter().map(|(row, recipient, subject)| Ok((Mail::try_from(row)?, recipient.zip(subject)))).collect()
}

/// The ids of the mails of a kind that were accepted at `since` or later.
///
/// # Errors
/// [`StoreError`].
pub fn ids_of_kind_since(connection: &mut Db, kind: &str, since: DateTime<Utc>) -> Result<Vec<String>, StoreError> {
    let rows = outbox::table.filter(outbox::kind.eq(kind)).filter(outbox::created_at.ge(naive(since)));
    Ok(rows.order(outbox::id.asc()).select(outbox::id).load(connection)?)
}

/// How many mails are in a state.
///
/// # Errors
/// [`StoreError`].
pub fn count(connection: &mut Db, state: MailState) -> Result<i64, StoreError> {
    Ok(outbox::table.filter(outbox::state.eq(state.code())).count().get_result(connection)?)
}

/// When a mail that had been given up was last put back to be sent.
///
/// # Errors
/// [`StoreError`].
pub fn put_back_at(connection: &mut Db, id: &MailId) -> Result<Option<DateTime<Utc>>, StoreError> {
    let at: Option<chrono::NaiveDateTime> = events::table
        .filter(events::kind.eq(EventKind::MailRetried.code()))
        .filter(events::subject.eq(id.as_str()))
        .order(events::id.desc())
        .select(events::at)
        .first(connection)
        .optional()?;
    Ok(at.map(utc))
}

/// The agreement that a mail concerns with its newest version: what the mail's events are about.
///
/// # Errors
/// [`StoreError`].
pub fn agreement_of(connection: &mut Db, mail: &Mail) -> Result<Option<(AgreementId, i32)>, StoreError> {
    let Some(agreement) = &mail.agreement else { return Ok(None) };
    let version: Option<i32> = agreement_versions::table
        .filter(agreement_versions::agreement_id.eq(agreement.as_str()))
        .order(agreement_versions::version.desc())
        .select(agreement_versions::version)
        .first(connection)
        .optional()?;
    Ok(version.map(|version| (agreement.clone(), version)))
}

/// Erases recipient, subject and bytes of a mail. The row stays.
///
/// # Errors
/// [`StoreError`].
pub fn erase_content(connection: &mut Db, id: &MailId) -> Result<(), StoreError> {
    diesel::delete(outbox_contents::table.filter(outbox_contents::outbox_id.eq(id.as_str()))).execute(connection)?;
    Ok(())
}
