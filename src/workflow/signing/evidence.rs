//! The proof of signature, of one given in the service: drawn and sealed outside any transaction, stored once.

use sha2::{Digest, Sha256};

use super::super::post::More;
use super::super::seal_key::Words;
use super::super::{Outcome, Service, WorkflowError, seal_watch};
use super::of;
use crate::agreement::AgreementId;
use crate::agreement::lifecycle::EventKind;
use crate::agreement::version::DocumentKind;
use crate::document::{Evidence, render_evidence};
use crate::i18n::Translate;
use crate::store::documents::{self, Document};
use crate::store::events::Cause;
use crate::store::{agreements, jobs, signatures};

/// Does the job: makes the proof and stores it. A job that was cut off is done again from the start.
///
/// # Errors
/// [`WorkflowError::Document`] where it cannot be drawn or sealed: the job is tried again.
pub async fn make_evidence(service: &Service, job: i64, agreement: &AgreementId, version: i32) -> Outcome<()> {
    let id = agreement.clone();
    let found = service
        .store
        .read(move |db| {
            let made = documents::find(db, &id, version, DocumentKind::Evidence)?.is_some();
            let version_found = agreements::version(db, &id, version)?.ok_or(WorkflowError::NotFound)?;
            let signature = signatures::find(db, &id, version)?.ok_or(WorkflowError::NotFound)?;
            let listed = documents::of_version(db, &id, version)?;
            let size = listed.iter().find(|document| document.sha256 == signature.sha256).map_or(0, |document| document.size);
            Ok::<_, WorkflowError>((!made).then_some((version_found, signature, size)))
        })
        .await?;
    let bytes = match found {
        None => None,
        Some((version, signature, size)) => {
            let (demo, language) = (service.settings.demo, version.language);
            let words = Words {
                tooltip: language.t("document-seal-field"),
                reason: language.ta("evidence-seal-reason", &[("number", version.content.number.as_str().into())]),
            };
            let drawn = tokio::task::spawn_blocking(move || {
                let content = &version.content;
                let evidence = Evidence {
                    number: &content.number,
                    version: content.version,
                    organisation: &content.party.organisation.name,
                    signed_at: signature.signed_at,
                    sha256: &signature.sha256,
                    size,
                    act: &signature.act,
                };
                render_evidence(&evidence, content, demo)
            });
            let drawn = drawn.await.map_err(|error| WorkflowError::Document(error.to_string()))?;
            let drawn = drawn.map_err(|error| WorkflowError::Document(error.to_string()))?;
            let sealed = service.seal.seal(drawn, words, service.now(), service.randomness.clone()).await;
            if let Err(WorkflowError::Seal { code, detail }) = &sealed {
                seal_watch::stopped(service, code, detail).await?;
            }
            Some(sealed?.bytes)
        }
    };
    let (desk, id) = (service.desk(), agreement.clone());
    service
        .store
        .write(move |db| {
            jobs::done(db, job, desk.now)?;
            let Some(bytes) = bytes else { return Ok(()) };
            // Another worker may have made it meanwhile: there is one proof of a version.
            if documents::find(db, &id, version, DocumentKind::Evidence)?.is_some() {
                return Ok(());
            }
            let found = agreements::find(db, &id)?.zip(agreements::version(db, &id, version)?);
            let (agreement, found) = found.ok_or(WorkflowError::NotFound)?;
            let sha256 = hex::encode(Sha256::digest(&bytes));
            let document = Document { kind: DocumentKind::Evidence, bytes, sha256: sha256.clone(), created_at: desk.now };
            documents::insert(db, &id, version, &document)?;
            let more = More::default().subject(sha256);
            desk.event(db, EventKind::EvidenceMade, Cause::Service, of(&agreement, &found), more)
        })
        .await?;
    service.wake();
    Ok(())
}
