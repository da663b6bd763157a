//! Keeping the accounts of Kela's people: added, changed, disabled, given a new link for a password.

use chrono::TimeDelta;

use super::post::{Concerning, Desk, More};
use super::{Actor, Conflict, Outcome, Service, Staff, WorkflowError, session, token};
use crate::agreement::lifecycle::EventKind;
use crate::agreement::rights::{DeskAction, Role, may_at_desk};
use crate::agreement::{EmailAddress, Language, UserId};
use crate::mail::Message;
use crate::store::accounts::User;
use crate::store::events::Cause;
use crate::store::sessions::{Link, Purpose};
use crate::store::{Db, accounts, sessions};

/// How long the link to a first password can be used, and that to a new one.
const LINK: TimeDelta = TimeDelta::days(3);

/// Who keeps accounts: an administrator on a page, or whoever may run the command on the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keeper {
    /// Someone signed in.
    Staff(Staff),
    /// The command line.
    Operator,
}

impl Keeper {
    fn cause(&self) -> Outcome<Cause> {
        match self {
            Self::Staff(staff) if may_at_desk(staff.role, DeskAction::KeepUsers) => Ok(Cause::Staff(staff.id.clone())),
            Self::Staff(_) => Err(WorkflowError::Forbidden),
            Self::Operator => Ok(Cause::Service),
        }
    }

    fn is(&self, user: &UserId) -> bool {
        matches!(self, Self::Staff(staff) if staff.id == *user)
    }
}

/// What an account says of its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Position.
    pub position: String,
    /// On what the authority to approve rests.
    pub authority: String,
    /// Language of mails.
    pub language: Language,
}

/// Adds an account and mails the link to set its password; gives the link's address too, for the command line.
///
/// # Errors
/// [`WorkflowError::Conflict`] where the address has an account.
pub async fn add(service: &Service, by: &Keeper, email: EmailAddress, profile: Profile) -> Outcome<(UserId, String)> {
    let (desk, cause) = (service.desk(), by.cause()?);
    let added = service
        .store
        .write(move |db| {
            if let Some(known) = accounts::find_by_email(db, &email)? {
                let conflict = Conflict { who: known.name, what: "event-user-added", at: known.created_at };
                return Err(WorkflowError::Conflict(Some(conflict)));
            }
            let user = User {
                id: UserId::new(desk.now, desk.random()),
                email,
                name: profile.name,
                role: profile.role,
                position: profile.position,
                authority: profile.authority,
                language: profile.language,
                password_hash: None,
                disabled_at: None,
                created_at: desk.now,
                revision: 1,
            };
            accounts::insert(db, &user)?;
            // The link of the first administrator is for a service without accounts.
            sessions::void_links(db, Purpose::FirstAdministrator, "", desk.now)?;
            let more = More::by(&user.name).subject(user.id.as_str());
            desk.event(db, EventKind::UserAdded, cause, Concerning::default(), more)?;
            let link = password_link(db, &desk, &user, true)?;
            Ok((user.id, link))
        })
        .await?;
    service.wake();
    Ok(added)
}

fn password_link(db: &mut Db, desk: &Desk, user: &User, new_account: bool) -> Outcome<String> {
    sessions::void_links(db, Purpose::Password, &user.email.folded(), desk.now)?;
    let raw = desk.token();
    let valid_until = desk.now + LINK;
    let link = Link {
        purpose: Purpose::Password,
        email: user.email.folded(),
        request: None,
        next: None,
        created_at: desk.now,
        expires_at: valid_until,
        used_at: None,
    };
    sessions::insert_link(db, &token::hash(&raw), &link)?;
    let address = desk.address(user.language, &["/password/", &raw].concat());
    let message = Message::PasswordLink { link: address.clone(), valid_until, new_account };
    desk.mail(db, &message, user.language, &[&user.email], Concerning::default())?;
    Ok(address)
}

/// Changes what an account says. An administrator cannot take the role from themselves, so that one always remains.
///
/// # Errors
/// [`WorkflowError::Conflict`] at a stale revision; [`WorkflowError::Forbidden`].
pub async fn change(service: &Service, by: &Keeper, id: &UserId, revision: i32, profile: Profile) -> Outcome<()> {
    let (desk, cause, id, own) = (service.desk(), by.cause()?, id.clone(), by.is(id));
    service
        .store
        .write(move |db| {
            let user = accounts::find(db, &id)?.ok_or(WorkflowError::NotFound)?;
            if own && profile.role != user.role {
                return Err(WorkflowError::Forbidden);
            }
            let role_changed = profile.role != user.role;
            let user = User {
                name: profile.name,
                role: profile.role,
                position: profile.position,
                authority: profile.authority,
                language: profile.language,
                revision,
                ..user
            };
            write(db, &desk, &user, EventKind::UserChanged, cause.clone())?;
            if role_changed {
                session::end_others_within(db, &desk, &user.id, None, cause)?;
            }
            Ok(())
        })
        .await
}

fn write(db: &mut Db, desk: &Desk, user: &User, kind: EventKind, cause: Cause) -> Outcome<()> {
    if !accounts::update(db, user)? {
        return Err(WorkflowError::Conflict(None));
    }
    desk.event(db, kind, cause, Concerning::default(), More::by(&user.name).subject(user.id.as_str()))
}

/// Disables an account and ends its sessions.
///
/// # Errors
/// [`WorkflowError::Forbidden`] for one's own account.
pub async fn disable(service: &Service, by: &Keeper, id: &UserId) -> Outcome<()> {
    let (desk, cause, id, own) = (service.desk(), by.cause()?, id.clone(), by.is(id));
    if own {
        return Err(WorkflowError::Forbidden);
    }
    service
        .store
        .write(move |db| {
            let mut user = accounts::find(db, &id)?.ok_or(WorkflowError::NotFound)?;
            if user.disabled_at.is_some() {
                return Ok(());
            }
            user.disabled_at = Some(desk.now);
            write(db, &desk, &user, EventKind::UserDisabled, cause.clone())?;
            sessions::void_links(db, Purpose::Password, &user.email.folded(), desk.now)?;
            session::end_others_within(db, &desk, &user.id, None, cause)?;
            Ok(())
        })
        .await
}

/// Mails a link to set a new password, ends the sessions of the account, and enables it if it was disabled. Gives the link's address.
///
/// # Errors
/// [`WorkflowError::NotFound`].
pub async fn reset(service: &Service, by: &Keeper, id: &UserId) -> Outcome<String> {
    let (desk, cause, id) = (service.desk(), by.cause()?, id.clone());
    let link = service
        .store
        .write(move |db| {
            let mut user = accounts::find(db, &id)?.ok_or(WorkflowError::NotFound)?;
            user.disabled_at = None;
            user.password_hash = None;
            write(db, &desk, &user, EventKind::PasswordReset, cause.clone())?;
            session::end_others_within(db, &desk, &user.id, None, cause)?;
            password_link(db, &desk, &user, false)
        })
        .await?;
    service.wake();
    Ok(link)
}

/// All accounts, by name.
///
/// # Errors
/// [`WorkflowError::Forbidden`] to anybody but an administrator.
pub async fn all(service: &Service, by: &Keeper) -> Outcome<Vec<User>> {
    by.cause()?;
    service.store.read(|db| Ok(accounts::all(db)?)).await
}

/// One account.
///
/// # Errors
/// [`WorkflowError::NotFound`].
pub async fn find(service: &Service, by: &Keeper, id: &UserId) -> Outcome<User> {
    by.cause()?;
    let id = id.clone();
    service.store.read(move |db| accounts::find(db, &id)?.ok_or(WorkflowError::NotFound)).await
}

/// The account of an address, for the command line.
///
/// # Errors
/// [`WorkflowError::NotFound`].
pub async fn find_by_email(service: &Service, by: &Keeper, email: &EmailAddress) -> Outcome<User> {
    by.cause()?;
    let email = email.clone();
    service.store.read(move |db| accounts::find_by_email(db, &email)?.ok_or(WorkflowError::NotFound)).await
}

impl Actor {
    /// The keeper that the actor is.
    ///
    /// # Errors
    /// [`WorkflowError::Forbidden`] for a filer.
    pub fn keeper(&self) -> Outcome<Keeper> {
        match self {
            Self::Staff(staff) => Ok(Keeper::Staff(staff.clone())),
            Self::Filer(_) => Err(WorkflowError::Forbidden),
        }
    }
}
