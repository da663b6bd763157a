//! What Kela's reviewer does while a signature is awaited: sends the link again, gives more time, reads the mandate.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::agreement::Download;
use super::super::post::More;
use super::super::{Outcome, Service, Staff, WorkflowError, document, link};
use super::{Signing, last_word, late, mail_link, of, view};
use crate::agreement::lifecycle::EventKind;
use crate::agreement::rights::{DeskAction, may_at_desk};
use crate::agreement::version::{DocumentKind, VersionState};
use crate::store::agreements::{Agreement, Version};
use crate::store::events::Cause;
use crate::store::{Db, agreements, documents, signatories};

/// How much time one extension gives.
pub const PER_EXTENSION: TimeDelta = TimeDelta::days(30);
/// How often in a day Kela may send the link of one version.
const LINKS_PER_DAY: i64 = 5;

fn permit(staff: &Staff, action: DeskAction) -> Outcome<()> {
    if may_at_desk(staff.role, action) { Ok(()) } else { Err(WorkflowError::Forbidden) }
}

fn find(db: &mut Db, number: &str, version: i32) -> Outcome<(Agreement, Version)> {
    let agreement = agreements::find_by_number(db, number)?.ok_or(WorkflowError::NotFound)?;
    let version = agreements::version(db, &agreement.id, version)?.ok_or(WorkflowError::NotFound)?;
    Ok((agreement, version))
}

fn awaited(db: &mut Db, number: &str, version: i32) -> Outcome<(Agreement, Version)> {
    let (agreement, version) = find(db, number, version)?;
    if version.state == VersionState::AwaitingSignature {
        Ok((agreement, version))
    } else {
        Err(WorkflowError::Conflict(last_word(db, &agreement, &version)?))
    }
}

/// How the signing of a version stands, for Kela.
///
/// # Errors
/// [`WorkflowError::Forbidden`]; [`WorkflowError::NotFound`].
pub async fn at_desk(service: &Service, staff: &Staff, number: &str, version: i32) -> Outcome<Signing> {
    permit(staff, DeskAction::ReadAgreements)?;
    let (now, number) = (service.now(), number.to_owned());
    service
        .store
        .read(move |db| {
            let (agreement, version) = find(db, &number, version)?;
            view(db, now, agreement, version)
        })
        .await
}

/// Mails the signatory a new link.
///
/// # Errors
/// [`WorkflowError::Forbidden`]; [`WorkflowError::Conflict`] where the signature is no longer awaited; [`WorkflowError::TooMany`].
pub async fn send_again(service: &Service, staff: &Staff, number: &str, version: i32) -> Outcome<()> {
    permit(staff, DeskAction::KeepSigning)?;
    let (desk, staff, number) = (service.desk(), staff.clone(), number.to_owned());
    service
        .store
        .write(move |db| {
            let (agreement, version) = awaited(db, &number, version)?;
            if version.is_late(desk.now) {
                // A link would lead to nothing: more time is given first.
                return Err(late(&version));
            }
            link::limit(db, &desk, "signing-link", agreement.id.as_str(), LINKS_PER_DAY, TimeDelta::days(1))?;
            let (cause, more) = (Cause::Staff(staff.id.clone()), More::by(&staff.name));
            desk.event(db, EventKind::SignatureAsked, cause, of(&agreement, &version), more)?;
            mail_link(db, &desk, &agreement, &version, false)
        })
        .await?;
    service.wake();
    Ok(())
}

/// Gives [`PER_EXTENSION`] more to sign. `until` is the end that the page showed: a button pressed twice extends once.
///
/// # Errors
/// [`WorkflowError::Forbidden`]; [`WorkflowError::Conflict`] where the end is another, or the signature is no longer awaited.
pub async fn extend(service: &Service, staff: &Staff, number: &str, version: i32, until: DateTime<Utc>) -> Outcome<()> {
    permit(staff, DeskAction::KeepSigning)?;
    let (desk, staff, number) = (service.desk(), staff.clone(), number.to_owned());
    service
        .store
        .write(move |db| {
            let (agreement, mut version) = awaited(db, &number, version)?;
            if version.lapses_at.is_none_or(|lapses| lapses.timestamp() != until.timestamp()) {
                return Err(WorkflowError::Conflict(last_word(db, &agreement, &version)?));
            }
            version.lapses_at = version.lapses_at.map(|lapses| lapses.max(desk.now) + PER_EXTENSION);
            version.remind_at = version.remind_at.or(Some(desk.now + TimeDelta::days(7)));
            if !agreements::update_version(db, &agreement.id, &version)? {
                return Err(WorkflowError::Conflict(None));
            }
            let (cause, more) = (Cause::Staff(staff.id.clone()), More::by(&staff.name));
            desk.event(db, EventKind::SigningTimeExtended, cause, of(&agreement, &version), more)
        })
        .await
}

/// The document that shows something of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The mandate.
    Mandate,
    /// How the party signed in the service.
    Evidence,
}

/// Downloads a document about a signature, for Kela.
///
/// # Errors
/// [`WorkflowError::Forbidden`]; [`WorkflowError::NotFound`] where there is none.
pub async fn download(service: &Service, staff: &Staff, number: &str, version: i32, what: Shown) -> Outcome<Download> {
    permit(staff, DeskAction::ReadAgreements)?;
    let ending = match what {
        Shown::Mandate => "mandate.pdf",
        Shown::Evidence => "evidence.pdf",
    };
    let (desk, staff, number) = (service.desk(), staff.clone(), number.to_owned());
    service
        .store
        .write(move |db| {
            let (agreement, version) = find(db, &number, version)?;
            let found = match what {
                Shown::Mandate => signatories::mandate(db, &agreement.id, version.version)?,
                Shown::Evidence => documents::find(db, &agreement.id, version.version, DocumentKind::Evidence)?,
            };
            let found = found.ok_or(WorkflowError::NotFound)?;
            let more = More::by(&staff.name).subject(found.sha256);
            desk.event(db, EventKind::DocumentDownloaded, Cause::Staff(staff.id.clone()), of(&agreement, &version), more)?;
            Ok(Download { name: document::file_name(&agreement.number, version.version, ending), bytes: found.bytes })
        })
        .await
}
