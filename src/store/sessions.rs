//! Sessions, one-time links, and how often something was tried. Tokens are kept as hashes only.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::{attempts, links, sessions};
use super::{Db, StoreError, code, impossible, naive, utc};
use crate::agreement::{EmailAddress, RequestId, SessionId, UserId};

/// Whose session it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// An account at Kela.
    User(UserId),
    /// A filer, by the address that the link went to.
    Filer(EmailAddress),
}

/// A session as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id, which is not its token.
    pub id: SessionId,
    /// Whose it is.
    pub holder: Holder,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub seen_at: DateTime<Utc>,
    /// When it ends at the latest.
    pub expires_at: DateTime<Utc>,
    /// When it was ended.
    pub ended_at: Option<DateTime<Utc>>,
}

#[derive(Queryable)]
struct SessionRow {
    id: String,
    user_id: Option<String>,
    filer_email: Option<String>,
    created_at: chrono::NaiveDateTime,
    seen_at: chrono::NaiveDateTime,
    expires_at: chrono::NaiveDateTime,
    ended_at: Option<chrono::NaiveDateTime>,
}

impl TryFrom<SessionRow> for Session {
    type Error = StoreError;

    fn try_from(row: SessionRow) -> Result<Self, StoreError> {
        let holder = match (row.user_id, row.filer_email) {
            (Some(user), None) => Holder::User(code("sessions", &user, UserId::parse)?),
            (None, Some(email)) => Holder::Filer(EmailAddress::parse(&email).map_err(|error| impossible("sessions", error))?),
            _ => return Err(impossible("sessions", "a session of nobody or of two")),
        };
        Ok(Self {
            id: code("sessions", &row.id, SessionId::parse)?,
            holder,
            created_at: utc(row.created_at),
            seen_at: utc(row.seen_at),
            expires_at: utc(row.expires_at),
            ended_at: row.ended_at.map(utc),
        })
    }
}

/// Stores a new session.
///
/// # Errors
/// [`StoreError`].
pub fn insert(connection: &mut Db, token_hash: &str, session: &Session) -> Result<(), StoreError> {
    let (user, filer) = match &session.holder {
        Holder::User(user) => (Some(user.as_str()), None),
        Holder::Filer(email) => (None, Some(email.as_str())),
    };
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(token_hash),
            sessions::id.eq(session.id.as_str()),
            sessions::user_id.eq(user),
            sessions::filer_email.eq(filer),
            sessions::created_at.eq(naive(session.created_at)),
            sessions::seen_at.eq(naive(session.seen_at)),
            sessions::expires_at.eq(naive(session.expires_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The session of a token's hash.
///
/// # Errors
/// [`StoreError`].
pub fn find(connection: &mut Db, token_hash: &str) -> Result<Option<Session>, StoreError> {
    sessions::table
        .filter(sessions::token_hash.eq(token_hash))
        .select((
            sessions::id,
            sessions::user_id,
            sessions::filer_email,
            sessions::created_at,
            sessions::seen_at,
            sessions::expires_at,
            sessions::ended_at,
        ))
        .first::<SessionRow>(connection)
        .optional()?
        .map(Session::try_from)
        .transpose()
}

/// Notes that a session was used.
///
/// # Errors
/// [`StoreError`].
pub fn touch(connection: &mut Db, id: &SessionId, at: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(sessions::table.filter(sessions::id.eq(id.as_str())))
        .set(sessions::seen_at.eq(naive(at)))
        .execute(connection)?;
    Ok(())
}

/// Ends one session.
///
/// # Errors
/// [`StoreError`].
pub fn end(connection: &mut Db, id: &SessionId, at: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(sessions::table.filter(sessions::id.eq(id.as_str())).filter(sessions::ended_at.is_null()))
        .set(sessions::ended_at.eq(naive(at)))
        .execute(connection)?;
    Ok(())
}

/// Ends every session of a user, but one if it is named. Tells how many ended.
///
/// # Errors
/// [`StoreError`].
pub fn end_all_of(connection: &mut Db, user: &UserId, but: Option<&SessionId>, at: DateTime<Utc>) -> Result<usize, StoreError> {
    let but = but.map_or("", SessionId::as_str);
    Ok(diesel::update(
        sessions::table
            .filter(sessions::user_id.eq(user.as_str()))
            .filter(sessions::ended_at.is_null())
            .filter(sessions::id.ne(but)),
    )
    .set(sessions::ended_at.eq(naive(at)))
    .execute(connection)?)
}

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Opens a filer's requests.
    Filer,
    /// Sets the password of an account.
    Password,
    /// Makes the first administrator.
    FirstAdministrator,
}

impl Purpose {
    const fn code(self) -> &'static str {
        match self {
            Self::Filer => "filer",
            Self::Password => "password",
            Self::FirstAdministrator => "first_administrator",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Filer, Self::Password, Self::FirstAdministrator].into_iter().find(|purpose| purpose.code() == code)
    }
}

/// A one-time link as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it is for.
    pub purpose: Purpose,
    /// Whom it was sent to; empty for the first administrator's, which is printed.
    pub email: String,
    /// The request that it opens, if it was made for one.
    pub request: Option<RequestId>,
    /// The page of this service that it leads to, if it was asked for on the way there.
    pub next: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Until when it can be used.
    pub expires_at: DateTime<Utc>,
    /// When it was used.
    pub used_at: Option<DateTime<Utc>>,
}

/// Stores a new link.
///
/// # Errors
/// [`StoreError`].
pub fn insert_link(connection: &mut Db, token_hash: &str, link: &Link) -> Result<(), StoreError> {
    diesel::insert_into(links::table)
        .values((
            links::token_hash.eq(token_hash),
            links::purpose.eq(link.purpose.code()),
            links::email.eq(&link.email),
            links::request_id.eq(link.request.as_ref().map(RequestId::as_str)),
            links::next_path.eq(&link.next),
            links::created_at.eq(naive(link.created_at)),
            links::expires_at.eq(naive(link.expires_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The link of a token's hash.
///
/// # Errors
/// [`StoreError`].
pub fn find_link(connection: &mut Db, token_hash: &str) -> Result<Option<Link>, StoreError> {
    type Row = (
        String,
        String,
        Option<String>,
        Option<String>,
        chrono::NaiveDateTime,
        chrono::NaiveDateTime,
        Option<chrono::NaiveDateTime>,
    );
    let row: Option<Row> = links::table
        .filter(links::token_hash.eq(token_hash))
        .select((
            links::purpose,
            links::email,
            links::request_id,
            links::next_path,
            links::created_at,
            links::expires_at,
            links::used_at,
        ))
        .first(connection)
        .optional()?;
    row.map(|(purpose, email, request, next, created_at, expires_at, used_at)| {
        Ok(Link {
            purpose: code("links", &purpose, Purpose::from_code)?,
            email,
            request: request.map(|id| code("links", &id, RequestId::parse)).transpose()?,
            next,
            created_at: utc(created_at),
            expires_at: utc(expires_at),
            used_at: used_at.map(utc),
        })
    })
    .transpose()
}

/// Marks a link as used; tells whether this call did.
///
/// # Errors
/// [`StoreError`].
pub fn use_link(connection: &mut Db, token_hash: &str, at: DateTime<Utc>) -> Result<bool, StoreError> {
    Ok(diesel::update(links::table.filter(links::token_hash.eq(token_hash)).filter(links::used_at.is_null()))
        .set(links::used_at.eq(naive(at)))
        .execute(connection)?
        == 1)
}

/// Makes every unused link of a purpose and address unusable.
///
/// # Errors
/// [`StoreError`].
pub fn void_links(connection: &mut Db, purpose: Purpose, email: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(
        links::table.filter(links::purpose.eq(purpose.code())).filter(links::email.eq(email)).filter(links::used_at.is_null()),
    )
    .set(links::used_at.eq(naive(at)))
    .execute(connection)?;
    Ok(())
}

/// Makes every unused link of an address that leads on to one of these pages unusable.
///
/// # Errors
/// [`StoreError`].
pub fn void_links_to(connection: &mut Db, email: &str, pages: &[String], at: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(
        links::table
            .filter(links::email.eq(email))
            .filter(links::next_path.eq_any(pages.iter().map(|page| Some(page.as_str()))))
            .filter(links::used_at.is_null()),
    )
    .set(links::used_at.eq(naive(at)))
    .execute(connection)?;
    Ok(())
}

/// Notes one attempt.
///
/// # Errors
/// [`StoreError`].
pub fn note_attempt(connection: &mut Db, kind: &str, key_hash: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::insert_into(attempts::table)
        .values((attempts::kind.eq(kind), attempts::key_hash.eq(key_hash), attempts::at.eq(naive(at))))
        .execute(connection)?;
    Ok(())
}

/// How many attempts were noted since `since`.
///
/// # Errors
/// [`StoreError`].
pub fn count_attempts(connection: &mut Db, kind: &str, key_hash: &str, since: DateTime<Utc>) -> Result<i64, StoreError> {
    Ok(attempts::table
        .filter(attempts::kind.eq(kind))
        .filter(attempts::key_hash.eq(key_hash))
        .filter(attempts::at.gt(naive(since)))
        .count()
        .get_result(connection)?)
}

/// Forgets the attempts of one key, after it has succeeded.
///
/// # Errors
/// [`StoreError`].
pub fn forget_attempts(connection: &mut Db, kind: &str, key_hash: &str) -> Result<(), StoreError> {
    diesel::delete(attempts::table.filter(attempts::kind.eq(kind)).filter(attempts::key_hash.eq(key_hash)))
        .execute(connection)?;
    Ok(())
}

/// Deletes what has been of no use since `before`: attempts, links and ended sessions.
///
/// # Errors
/// [`StoreError`].
pub fn sweep(connection: &mut Db, before: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::delete(attempts::table.filter(attempts::at.lt(naive(before)))).execute(connection)?;
    diesel::delete(links::table.filter(links::expires_at.lt(naive(before)))).execute(connection)?;
    diesel::delete(sessions::table.filter(sessions::expires_at.lt(naive(before)))).execute(connection)?;
    Ok(())
}
