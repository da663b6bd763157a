//! Signing in with a local account, and setting its password.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use chrono::TimeDelta;

use super::post::{Concerning, Desk, More};
use super::{Outcome, Service, WorkflowError, link, session, token};
use crate::agreement::lifecycle::EventKind;
use crate::agreement::rights::Role;
use crate::agreement::{EmailAddress, Language, UserId};
use crate::store::accounts::User;
use crate::store::events::Cause;
use crate::store::sessions::{Holder, Purpose};
use crate::store::{Db, accounts, sessions};

/// Failures of an account from one network in [`WINDOW`] before it is told to wait.
const PER_PAIR: i64 = 8;
/// Failures of an account from everywhere: high, so that a stranger cannot easily keep its owner out.
const PER_ACCOUNT: i64 = 60;
/// Failures that a network bears in [`WINDOW`].
const PER_NETWORK: i64 = 40;
const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// The shortest password, in characters (NIST SP 800-63B asks for 8 at least; length is the only rule).
pub const SHORTEST: usize = 12;
/// The longest password, in characters.
pub const LONGEST: usize = 200;

/// Why a password was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Shorter than [`SHORTEST`].
    Short,
    /// Longer than [`LONGEST`].
    Long,
    /// The two entries differ.
    Differs,
    /// It is the name or the address.
    Guessable,
    /// The present password is not right.
    WrongPresent,
}

impl Weakness {
    /// The key of the text that tells it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Short => "error-password-short",
            Self::Long => "error-password-long",
            Self::Differs => "error-password-differs",
            Self::Guessable => "error-password-guessable",
            Self::WrongPresent => "error-password-wrong",
        }
    }
}

/// argon2id with 19 MiB, two passes, one lane (OWASP's first choice of 2023).
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap_or_default())
}

async fn hash(password: String, salt: [u8; 32]) -> Outcome<String> {
    blocking(move || {
        let (salt, _) = salt.split_at(16);
        let salt = SaltString::encode_b64(salt).map_err(|error| error.to_string())?;
        argon2().hash_password(password.as_bytes(), &salt).map(|hash| hash.to_string()).map_err(|error| error.to_string())
    })
    .await
}

async fn verify(password: String, stored: Option<String>, salt: [u8; 32]) -> Outcome<bool> {
    match stored {
        Some(stored) => {
            blocking(move || {
                let parsed = PasswordHash::new(&stored).map_err(|error| error.to_string())?;
                Ok(argon2().verify_password(password.as_bytes(), &parsed).is_ok())
            })
            .await
        }
        // As much work as for an account that exists, so that the time does not tell.
        None => hash(password, salt).await.map(|_| false),
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, String> + Send + 'static) -> Outcome<T> {
    let impossible = |what: String| WorkflowError::Store(crate::store::impossible("users", what));
    tokio::task::spawn_blocking(work).await.map_err(|error| impossible(error.to_string()))?.map_err(impossible)
}

/// Signs in; gives the raw token of the new session, or `None` where address or password is not right (which of them is not told).
///
/// # Errors
/// [`WorkflowError::TooMany`] after too many failures of the account or the network.
pub async fn sign_in(service: &Service, email: &str, password: &str, network: &str) -> Outcome<Option<String>> {
    let desk = service.desk();
    let address = EmailAddress::parse(email).ok();
    // By the address as it is read: another spelling of it is no further try.
    let account = address.as_ref().map_or_else(|| email.trim().to_lowercase(), EmailAddress::folded);
    let account_key = token::fingerprint("sign-in", &account);
    let pair_key = token::fingerprint("sign-in-pair", &[&account, "\n", network].concat());
    let network_key = token::fingerprint("sign-in-network", network);
    let user = service
        .store
        .write({
            let (account_key, pair_key, network_key, now) =
                (account_key.clone(), pair_key.clone(), network_key.clone(), desk.now);
            move |db| {
                let mut tried = |kind, key: &str| sessions::count_attempts(db, kind, key, now - WINDOW);
                if tried("sign-in-pair", &pair_key)? >= PER_PAIR
                    || tried("sign-in", &account_key)? >= PER_ACCOUNT
                    || tried("sign-in-network", &network_key)? >= PER_NETWORK
                {
                    return Err(WorkflowError::TooMany { retry_after: 900 });
                }
                // Noted before the password is looked at: many tries at once must not get past the limit.
                sessions::note_attempt(db, "sign-in-pair", &pair_key, now)?;
                sessions::note_attempt(db, "sign-in", &account_key, now)?;
                sessions::note_attempt(db, "sign-in-network", &network_key, now)?;
                match &address {
                    Some(address) => Ok(accounts::find_by_email(db, address)?),
                    None => Ok(None),
                }
            }
        })
        .await?;
    let active = user.filter(|user| user.disabled_at.is_none());
    let stored = active.as_ref().and_then(|user| user.password_hash.clone());
    let right = verify(password.to_owned(), stored, desk.random()).await?;
    let Some(user) = active.filter(|_| right) else { return Ok(None) };
    service
        .store
        .write(move |db| {
            // What was verified may have been changed or disabled while the hash was worked out.
            let unchanged = accounts::find(db, &user.id)?
                .is_some_and(|now| now.disabled_at.is_none() && now.password_hash == user.password_hash);
            if !unchanged {
                return Ok(None);
            }
            sessions::forget_attempts(db, "sign-in", &account_key)?;
            sessions::forget_attempts(db, "sign-in-pair", &pair_key)?;
            sessions::forget_attempts(db, "sign-in-network", &network_key)?;
            let raw = session::begin(db, &desk, Holder::User(user.id.clone()))?;
            signed(db, &desk, EventKind::SignedIn, &user)?;
            Ok(Some(raw))
        })
        .await
}

fn signed(db: &mut Db, desk: &Desk, kind: EventKind, user: &User) -> Outcome<()> {
    desk.event(db, kind, Cause::Staff(user.id.clone()), Concerning::default(), More::default().subject(user.id.as_str()))
}

fn weakness(password: &str, again: &str, user: Option<&User>) -> Option<Weakness> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Some(Weakness::Short);
    }
    if length > LONGEST {
        return Some(Weakness::Long);
    }
    if password != again {
        return Some(Weakness::Differs);
    }
    let folded = password.to_lowercase();
    let same = |other: &str| !other.is_empty() && folded.trim() == other.to_lowercase();
    user.is_some_and(|user| same(user.email.as_str()) || same(&user.name)).then_some(Weakness::Guessable)
}

/// Changes the password of someone signed in, and ends their other sessions.
///
/// # Errors
/// The weakness, as the inner error; [`WorkflowError`] otherwise.
pub async fn change(
    service: &Service,
    user: &UserId,
    session_raw: &str,
    present: &str,
    new: &str,
    again: &str,
) -> Outcome<Result<(), Weakness>> {
    let desk = service.desk();
    let id = user.clone();
    let key = token::fingerprint("sign-in", user.as_str());
    let user = service
        .store
        .write({
            let (key, now) = (key.clone(), desk.now);
            move |db| {
                if sessions::count_attempts(db, "password", &key, now - WINDOW)? >= PER_PAIR {
                    return Err(WorkflowError::TooMany { retry_after: 900 });
                }
                sessions::note_attempt(db, "password", &key, now)?;
                accounts::find(db, &id)?.ok_or(WorkflowError::NotFound)
            }
        })
        .await?;
    if !verify(present.to_owned(), user.password_hash.clone(), desk.random()).await? {
        return Ok(Err(Weakness::WrongPresent));
    }
    if let Some(weakness) = weakness(new, again, Some(&user)) {
        return Ok(Err(weakness));
    }
    let hashed = hash(new.to_owned(), desk.random()).await?;
    let keep = token::hash(session_raw);
    service
        .store
        .write(move |db| {
            sessions::forget_attempts(db, "password", &key)?;
            set(db, &desk, user, hashed, Some(&keep))?;
            Ok(Ok(()))
        })
        .await
}

fn set(db: &mut Db, desk: &Desk, mut user: User, hashed: String, keep_hash: Option<&str>) -> Outcome<()> {
    user.password_hash = Some(hashed);
    if !accounts::update(db, &user)? {
        return Err(WorkflowError::Conflict(None));
    }
    signed(db, desk, EventKind::PasswordChanged, &user)?;
    session::end_others_within(db, desk, &user.id, keep_hash, Cause::Staff(user.id.clone()))?;
    Ok(())
}

/// Sets a password by a one-time link and signs in: gives the raw token of the new session.
///
/// # Errors
/// The weakness, as the inner error, after which the link can still be used; [`WorkflowError::Link`].
pub async fn set_by_link(service: &Service, raw: &str, new: &str, again: &str) -> Outcome<Result<String, Weakness>> {
    let (desk, link_hash) = (service.desk(), token::hash(raw));
    link::look(service, raw).await?;
    if let Some(weakness) = weakness(new, again, None) {
        return Ok(Err(weakness));
    }
    let hashed = hash(new.to_owned(), desk.random()).await?;
    let new = new.to_owned();
    service
        .store
        .write(move |db| {
            let link = link::consume(db, &desk, &link_hash, &[Purpose::Password])?;
            let email = EmailAddress::parse(&link.email).map_err(|error| crate::store::impossible("links", error))?;
            let user = accounts::find_by_email(db, &email)?
                .filter(|user| user.disabled_at.is_none())
                .ok_or(WorkflowError::Link(link::Unusable::Unknown))?;
            if weakness(&new, &new, Some(&user)).is_some() {
                return Err(WorkflowError::Lacking(Vec::new()));
            }
            set(db, &desk, user.clone(), hashed, None)?;
            signed(db, &desk, EventKind::SignedIn, &user)?;
            Ok(Ok(session::begin(db, &desk, Holder::User(user.id))?))
        })
        .await
        .or_else(|error| match error {
            WorkflowError::Lacking(lacking) if lacking.is_empty() => Ok(Err(Weakness::Guessable)),
            other => Err(other),
        })
}

/// What the first administrator gives.
#[derive(Debug, Clone)]
pub struct FirstAdministrator {
    /// Address.
    pub email: EmailAddress,
    /// Name.
    pub name: String,
    /// Position.
    pub position: String,
    /// Language.
    pub language: Language,
    /// Password, twice.
    pub password: String,
    /// The password again.
    pub again: String,
}

/// Makes the first administrator by the link that the first start printed; gives the raw token of the new session.
///
/// # Errors
/// The weakness of the password, as the inner error; [`WorkflowError::Link`].
pub async fn first_administrator(service: &Service, raw: &str, given: FirstAdministrator) -> Outcome<Result<String, Weakness>> {
    let (desk, link_hash) = (service.desk(), token::hash(raw));
    link::look(service, raw).await?;
    if let Some(weakness) = weakness(&given.password, &given.again, None) {
        return Ok(Err(weakness));
    }
    let hashed = hash(given.password.clone(), desk.random()).await?;
    service
        .store
        .write(move |db| {
            link::consume(db, &desk, &link_hash, &[Purpose::FirstAdministrator])?;
            if !accounts::all(db)?.is_empty() {
                return Err(WorkflowError::Link(link::Unusable::Unknown));
            }
            let user = User {
                id: UserId::new(desk.now, desk.random()),
                email: given.email,
                name: given.name,
                role: Role::Administrator,
                position: given.position,
                authority: String::new(),
                language: given.language,
                password_hash: Some(hashed),
                disabled_at: None,
                created_at: desk.now,
                revision: 1,
            };
            accounts::insert(db, &user)?;
            desk.event(
                db,
                EventKind::UserAdded,
                Cause::Service,
                Concerning::default(),
                More::by(&user.name).subject(user.id.as_str()),
            )?;
            signed(db, &desk, EventKind::SignedIn, &user)?;
            Ok(Ok(session::begin(db, &desk, Holder::User(user.id))?))
        })
        .await
}

/// Makes the link by which the first administrator is made, if there is no account yet: gives its address. Earlier ones die.
///
/// # Errors
/// [`WorkflowError::Store`].
pub async fn first_administrator_link(service: &Service, language: Language) -> Outcome<Option<String>> {
    let desk = service.desk();
    service
        .store
        .write(move |db| {
            if !accounts::all(db)?.is_empty() {
                return Ok(None);
            }
            sessions::void_links(db, Purpose::FirstAdministrator, "", desk.now)?;
            let raw = desk.token();
            let link = sessions::Link {
                purpose: Purpose::FirstAdministrator,
                email: String::new(),
                request: None,
                next: None,
                created_at: desk.now,
                expires_at: desk.now + TimeDelta::days(7),
                used_at: None,
            };
            sessions::insert_link(db, &token::hash(&raw), &link)?;
            Ok(Some(desk.address(language, &["/password/", &raw].concat())))
        })
        .await
}
