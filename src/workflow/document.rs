//! The document of an approved version: drawn outside any transaction, and stored once. What leaves the service before the version is complete is
//! a copy that says that it is to be signed.

use super::completion::{self, Advance};
use super::post::More;
use super::{Outcome, Service, WorkflowError};
use crate::agreement::AgreementId;
use crate::agreement::content::AgreementContent;
use crate::agreement::version::{DocumentKind, VersionAction, VersionState};
use crate::document::{Marks, render};
use crate::store::events::Cause;
use crate::store::{agreements, jobs};

/// Does the job: makes the document of `agreement`'s `version`, stores it, and leaves what follows. A job that was cut off is done again from the
/// start: the version's content is frozen and the same content gives the same bytes.
///
/// # Errors
/// [`WorkflowError::Document`] where it cannot be drawn.
pub async fn make(service: &Service, job: i64, agreement: &AgreementId, version: i32) -> Outcome<()> {
    let id = agreement.clone();
    let found = service.store.read(move |db| agreements::version(db, &id, version)?.ok_or(WorkflowError::NotFound)).await?;
    let step = found.course.step(found.state, VersionAction::Make).ok();
    let (bytes, copy) = match step {
        None => (None, None),
        Some(step) => {
            let marks = Marks { sample: service.settings.demo, to_be_signed: false };
            let bytes = draw(&found.content, marks).await?;
            (Some(bytes), copy_to_send(service, step.to(), &found.content).await?)
        }
    };
    let (desk, id) = (service.desk(), agreement.clone());
    service
        .store
        .write(move |db| {
            jobs::done(db, job, desk.now)?;
            let Some(bytes) = bytes else { return Ok(()) };
            let agreement = agreements::find(db, &id)?.ok_or(WorkflowError::NotFound)?;
            // Another worker may have made it meanwhile: there is one document of a version.
            let Some(current) = agreements::version(db, &id, version)? else { return Ok(()) };
            let Ok(step) = current.course.step(current.state, VersionAction::Make) else { return Ok(()) };
            let document = Some(completion::document(DocumentKind::Base, bytes, &desk));
            let advance = Advance { step, document, signature: None, copy, cause: Cause::Service, more: More::default() };
            completion::advance(db, &desk, &agreement, &current, advance)?;
            Ok::<_, WorkflowError>(())
        })
        .await?;
    service.wake();
    Ok(())
}

async fn draw(content: &AgreementContent, marks: Marks) -> Outcome<Vec<u8>> {
    let content = content.clone();
    let drawn = tokio::task::spawn_blocking(move || render(&content, marks)).await;
    let drawn = drawn.map_err(|error| WorkflowError::Document(error.to_string()))?;
    drawn.map_err(|error| WorkflowError::Document(error.to_string()))
}

/// A copy of the document to read, marked as to be signed.
///
/// # Errors
/// [`WorkflowError::Document`] where it cannot be drawn.
pub(super) async fn copy_to_read(service: &Service, content: &AgreementContent) -> Outcome<Vec<u8>> {
    draw(content, Marks { sample: service.settings.demo, to_be_signed: true }).await
}

/// The copy that the mails carry when a version comes to wait for the party's signature, if they carry one.
pub(super) async fn copy_to_send(service: &Service, to: VersionState, content: &AgreementContent) -> Outcome<Option<Vec<u8>>> {
    if to == VersionState::AwaitingSignature && service.settings.attach_document {
        Ok(Some(copy_to_read(service, content).await?))
    } else {
        Ok(None)
    }
}

/// The name of a version's file, such as `KELA-FED-2026-0131-v1.pdf`; of a copy with `copy.pdf` at its end.
#[must_use]
pub fn file_name(number: &str, version: i32, ending: &str) -> String {
    let parted = if ending.starts_with("copy") { "-" } else { "." };
    [number, "-v", &version.to_string(), parted, ending].concat()
}
