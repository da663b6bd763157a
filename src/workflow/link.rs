//! The links by which filers come in: asked for, used by a button, expired.

use chrono::{DateTime, TimeDelta, Utc};

use super::post::{Concerning, Desk};
use super::{Outcome, Service, WorkflowError, session, token};
use crate::agreement::{EmailAddress, Language, RequestId};
use crate::mail::Message;
use crate::store::sessions::{Holder, Link, Purpose};
use crate::store::{Db, sessions};

/// How long a link that was asked for can be used.
const ASKED: TimeDelta = TimeDelta::hours(4);
/// How long a link to a draft that was handed over can be used.
const HANDED_OVER: TimeDelta = TimeDelta::days(7);
/// Links to one address in an hour.
const PER_ADDRESS: i64 = 5;
/// Links asked for from one network in an hour.
const PER_NETWORK: i64 = 30;
/// Drafts handed over by one filer in an hour: each mails an address of their choice.
const PER_SENDER: i64 = 10;
const WINDOW: TimeDelta = TimeDelta::hours(1);

/// Why a link cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    /// There is no such link.
    Unknown,
    /// It was used already.
    Used,
    /// Its time is up.
    Expired {
        /// Until when it could be used.
        until: DateTime<Utc>,
    },
}

/// What a link is, for the page with its button. Looking at it changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// What it is for.
    pub purpose: Purpose,
    /// Whom it was sent to.
    pub email: String,
    /// Until when it can be used.
    pub until: DateTime<Utc>,
}

/// What using a link gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// The raw token of a new session.
    pub session: String,
    /// The request that the link was made for.
    pub request: Option<RequestId>,
    /// The page that the link was asked for, as it was given to [`ask`].
    pub next: Option<String>,
}

/// Sends a link to `email`, which leads on to the page `next` of this service. The answer is the same for every address. The letter holds
/// the token alone: whoever asks for a link to another's address writes nothing into it.
///
/// # Errors
/// [`WorkflowError::TooMany`] where the address or the network asked too often.
pub async fn ask(service: &Service, email: &EmailAddress, language: Language, network: &str, next: Option<&str>) -> Outcome<()> {
    let (desk, email, network, next) = (service.desk(), email.clone(), network.to_owned(), next.map(str::to_owned));
    service
        .store
        .write(move |db| {
            limit(db, &desk, "link-address", &email.folded(), PER_ADDRESS, WINDOW)?;
            limit(db, &desk, "link-network", &network, PER_NETWORK, WINDOW)?;
            let valid_until = desk.now + ASKED;
            let link = make(db, &desk, &email, Target { request: None, next }, valid_until, language)?;
            desk.mail(db, &Message::FilerLink { link, valid_until }, language, &[&email], Concerning::default())
        })
        .await?;
    service.wake();
    Ok(())
}

/// Notes one use of what is limited to `most` within `window`, or refuses it.
pub(super) fn limit(db: &mut Db, desk: &Desk, kind: &str, key: &str, most: i64, window: TimeDelta) -> Outcome<()> {
    let key = token::fingerprint(kind, key);
    if sessions::count_attempts(db, kind, &key, desk.now - window)? >= most {
        return Err(WorkflowError::TooMany { retry_after: u32::try_from(window.num_seconds()).unwrap_or(u32::MAX) });
    }
    sessions::note_attempt(db, kind, &key, desk.now)?;
    Ok(())
}

/// Where a filer's link leads; to their requests where it names nothing.
struct Target {
    request: Option<RequestId>,
    next: Option<String>,
}

fn make(
    db: &mut Db,
    desk: &Desk,
    email: &EmailAddress,
    target: Target,
    expires_at: DateTime<Utc>,
    language: Language,
) -> Outcome<String> {
    let raw = desk.token();
    let Target { request, next } = target;
    let (purpose, created_at) = (Purpose::Filer, desk.now);
    let link = Link { purpose, email: email.folded(), request, next, created_at, expires_at, used_at: None };
    sessions::insert_link(db, &token::hash(&raw), &link)?;
    Ok(desk.address(language, &["/link/", &raw].concat()))
}

/// Makes the link to a draft that was handed over; gives its address and until when it can be used.
pub(super) fn hand_over(
    db: &mut Db,
    desk: &Desk,
    by: &EmailAddress,
    to: &EmailAddress,
    request: &RequestId,
    language: Language,
) -> Outcome<(String, DateTime<Utc>)> {
    limit(db, desk, "link-address", &to.folded(), PER_ADDRESS, WINDOW)?;
    limit(db, desk, "hand-over", &by.folded(), PER_SENDER, WINDOW)?;
    let until = desk.now + HANDED_OVER;
    let target = Target { request: Some(request.clone()), next: None };
    Ok((make(db, desk, to, target, until, language)?, until))
}

/// Makes the personal link that leads a signatory to the page `path` (after the language); gives its address.
pub(super) fn to_sign(
    db: &mut Db,
    desk: &Desk,
    signatory: &EmailAddress,
    path: &str,
    until: DateTime<Utc>,
    language: Language,
) -> Outcome<String> {
    let next = Some(["/", language.code(), path].concat());
    make(db, desk, signatory, Target { request: None, next }, until, language)
}

fn usable(db: &mut Db, hash: &str, now: DateTime<Utc>) -> Outcome<Link> {
    let link = sessions::find_link(db, hash)?.ok_or(WorkflowError::Link(Unusable::Unknown))?;
    if link.used_at.is_some() {
        return Err(WorkflowError::Link(Unusable::Used));
    }
    if now >= link.expires_at {
        return Err(WorkflowError::Link(Unusable::Expired { until: link.expires_at }));
    }
    Ok(link)
}

/// What the link of a raw token is. Changes nothing: mail scanners open links.
///
/// # Errors
/// [`WorkflowError::Link`].
pub async fn look(service: &Service, raw: &str) -> Outcome<Waiting> {
    let (hash, now) = (token::hash(raw), service.now());
    service
        .store
        .read(move |db| {
            let link = usable(db, &hash, now)?;
            Ok(Waiting { purpose: link.purpose, email: link.email, until: link.expires_at })
        })
        .await
}

/// Uses a filer's link and begins a session.
///
/// # Errors
/// [`WorkflowError::Link`].
pub async fn enter(service: &Service, raw: &str) -> Outcome<Entered> {
    let (desk, hash) = (service.desk(), token::hash(raw));
    service
        .store
        .write(move |db| {
            let link = consume(db, &desk, &hash, &[Purpose::Filer])?;
            let email = EmailAddress::parse(&link.email).map_err(|error| crate::store::impossible("links", error))?;
            let session = session::begin(db, &desk, Holder::Filer(email))?;
            Ok(Entered { session, request: link.request, next: link.next })
        })
        .await
}

/// Uses up a link inside a transaction.
pub(super) fn consume(db: &mut Db, desk: &Desk, hash: &str, purposes: &[Purpose]) -> Outcome<Link> {
    let link = usable(db, hash, desk.now)?;
    if !purposes.contains(&link.purpose) {
        return Err(WorkflowError::Link(Unusable::Unknown));
    }
    if sessions::use_link(db, hash, desk.now)? { Ok(link) } else { Err(WorkflowError::Link(Unusable::Used)) }
}
