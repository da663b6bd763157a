//! Sealing a version, and raising its seal later: outside any transaction, since both ask servers. The documents of a version are one of a kind,
//! so that of two that seal at once the second one's bytes are dropped: nobody has seen them.

use chrono::TimeDelta;

use super::completion::{self, Advance, subject};
use super::post::{Concerning, More};
use super::seal_key::Words;
use super::{Outcome, Service, WorkflowError, document, seal_watch};
use crate::agreement::AgreementId;
use crate::agreement::lifecycle::EventKind;
use crate::agreement::version::{DocumentKind, VersionAction, VersionState};
use crate::i18n::Translate;
use crate::seal::Level;
use crate::store::agreements::Version;
use crate::store::documents::{self, Document};
use crate::store::events::Cause;
use crate::store::jobs::{self, JobKind};
use crate::store::{Db, agreements};

/// How long after the sealing a seal of a lower level is first raised: what failed then may answer again.
const UPGRADE_AFTER: TimeDelta = TimeDelta::minutes(10);
/// How often it is looked whether a version whose seal is to be raised is complete.
const LOOK_AGAIN: TimeDelta = TimeDelta::hours(1);

/// A version and the document that has all that was added so far.
fn find(db: &mut Db, agreement: &AgreementId, version: i32) -> Outcome<(Version, Option<Document>)> {
    let found = agreements::version(db, agreement, version)?.ok_or(WorkflowError::NotFound)?;
    Ok((found, documents::newest(db, agreement, version)?))
}

/// Does the job: seals the newest document of `agreement`'s `version`. A job that was cut off is done again from the start.
///
/// # Errors
/// [`WorkflowError::Seal`] with what is wrong; the version stays as it is, and the administrators are told once a day.
pub async fn seal(service: &Service, job: i64, agreement: &AgreementId, version: i32) -> Outcome<()> {
    let id = agreement.clone();
    let (found, newest) = service.store.read(move |db| find(db, &id, version)).await?;
    let made = match (found.course.step(found.state, VersionAction::Seal), newest) {
        (Ok(step), Some(newest)) => {
            let sealed = sealed(service, &found, &newest).await?;
            Some((newest.sha256, sealed, document::copy_to_send(service, step.to(), &found.content).await?))
        }
        _ => None,
    };
    let (desk, id, wanted) = (service.desk(), agreement.clone(), service.seal.level);
    service
        .store
        .write(move |db| {
            jobs::done(db, job, desk.now)?;
            let Some((of, sealed, copy)) = made else { return Ok(()) };
            let (current, newest) = find(db, &id, version)?;
            let Ok(step) = current.course.step(current.state, VersionAction::Seal) else { return Ok(()) };
            if newest.is_none_or(|newest| newest.sha256 != of) {
                // What was sealed is no longer what there is to seal.
                return Err(WorkflowError::Conflict(None));
            }
            let agreement = agreements::find(db, &id)?.ok_or(WorkflowError::NotFound)?;
            let document = Some(completion::document(DocumentKind::Sealed, sealed.bytes, &desk));
            let advance = Advance { step, document, signature: None, copy, cause: Cause::Service, more: More::default() };
            if !completion::advance(db, &desk, &agreement, &current, advance)? {
                return Err(WorkflowError::Conflict(None));
            }
            if sealed.level < wanted {
                jobs::add(db, JobKind::UpgradeSeal, &subject(&id, version), desk.now, desk.now + UPGRADE_AFTER)?;
            }
            Ok::<_, WorkflowError>(())
        })
        .await?;
    service.wake();
    Ok(())
}

async fn sealed(service: &Service, version: &Version, newest: &Document) -> Outcome<crate::seal::Sealed> {
    let language = version.language;
    let words = Words {
        tooltip: language.t("document-seal-field"),
        reason: language.ta("document-seal-reason", &[("number", version.content.number.as_str().into())]),
    };
    let sealed = service.seal.seal(newest.bytes.clone(), words, service.now(), service.randomness.clone()).await;
    match &sealed {
        Err(WorkflowError::Seal { code, detail }) => seal_watch::stopped(service, code, detail).await?,
        Ok(crate::seal::Sealed { lowered: Some(why), level, .. }) => {
            tracing::warn!(level = level.code(), %why, "sealed at a lower level than wanted, to be raised later");
        }
        _ => {}
    }
    sealed
}

/// Does the job: raises the seal of a complete version to the level wanted.
///
/// # Errors
/// [`WorkflowError::Seal`] with what is wrong; it is tried again.
pub async fn upgrade(service: &Service, job: i64, agreement: &AgreementId, version: i32) -> Outcome<()> {
    let id = agreement.clone();
    let (found, newest) = service.store.read(move |db| find(db, &id, version)).await?;
    let over = matches!(found.state, VersionState::Declined | VersionState::Lapsed) || service.seal.level == Level::BaselineB;
    let raised = match newest.filter(|newest| newest.kind != DocumentKind::Upgraded && !over) {
        // Until the party has signed, what it signs must stay the newest document.
        Some(_) if found.state != VersionState::Signed => {
            let again_at = service.now() + LOOK_AGAIN;
            return service.store.write(move |db| Ok(jobs::put_off(db, job, again_at)?)).await;
        }
        Some(newest) => {
            let tooltip = found.language.t("document-time-stamp-field");
            let raised = service.seal.upgrade(newest.bytes, tooltip, service.now(), service.randomness.clone()).await?;
            Some((newest.sha256, raised))
        }
        None => None,
    };
    let (desk, id) = (service.desk(), agreement.clone());
    service
        .store
        .write(move |db| {
            jobs::done(db, job, desk.now)?;
            let Some((of, raised)) = raised else { return Ok(()) };
            let (current, newest) = find(db, &id, version)?;
            if newest.is_none_or(|newest| newest.sha256 != of) {
                // Another worker raised it meanwhile.
                return Ok(());
            }
            let document = completion::document(DocumentKind::Upgraded, raised.bytes, &desk);
            documents::insert(db, &id, version, &document)?;
            let concerning = Concerning { request: Some(&current.request), agreement: Some((&id, version)) };
            desk.event(db, EventKind::SealUpgraded, Cause::Service, concerning, More::default().subject(document.sha256))
        })
        .await
}
