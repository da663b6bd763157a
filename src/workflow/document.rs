//! The document of an approved version: made outside any transaction, stored once, and mailed by the transaction that stores it.

use sha2::{Digest, Sha256};

use super::post::{Concerning, More};
use super::{Outcome, Service, WorkflowError, request};
use crate::agreement::AgreementId;
use crate::agreement::version::{DocumentKind, VersionAction};
use crate::mail::{About, Attachment, Message};
use crate::store::documents::{self, Document};
use crate::store::events::Cause;
use crate::store::{agreements, jobs, requests};

/// Does the job: makes the document of `agreement`'s `version`, stores it and accepts the mails that carry it. A job that was cut off
/// is done again from the start: the version's content is frozen and the same content gives the same bytes.
///
/// # Errors
/// [`WorkflowError::Document`] where it cannot be drawn.
pub async fn make(service: &Service, job: i64, agreement: &AgreementId, version: i32) -> Outcome<()> {
    let id = agreement.clone();
    let found = service.store.read(move |db| agreements::version(db, &id, version)?.ok_or(WorkflowError::NotFound)).await?;
    let bytes = if found.course.made {
        None
    } else {
        let (content, demo) = (found.content.clone(), service.settings.demo);
        let drawn = tokio::task::spawn_blocking(move || crate::document::render(&content, demo)).await;
        let drawn = drawn.map_err(|error| WorkflowError::Document(error.to_string()))?;
        Some(drawn.map_err(|error| WorkflowError::Document(error.to_string()))?)
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
            let mut next = current.clone();
            next.state = step.to();
            if !agreements::update_version(db, &id, &next)? {
                return Ok(());
            }
            let sha256 = hex::encode(Sha256::digest(&bytes));
            let document =
                Document { kind: DocumentKind::Base, bytes: bytes.clone(), sha256: sha256.clone(), created_at: desk.now };
            documents::insert(db, &id, version, &document)?;
            let concerning = Concerning { request: Some(&agreement.request), agreement: Some((&id, version)) };
            let more = More::default().states(step.from().code(), step.to().code()).subject(sha256);
            desk.event(db, step.event(), Cause::Service, concerning, more)?;
            let request = requests::find(db, &agreement.request)?.ok_or(WorkflowError::NotFound)?;
            let content = &found.content;
            let signatory = &content.party.signatory;
            let about = request::about(&desk, &request, "/requests/")?;
            let page = |path: &str, id: &str| desk.address(request.language, &[path, id].concat());
            let message = |page: String| Message::Approved {
                about: About { page, ..about.clone() },
                number: agreement.number.clone(),
                signatory: (signatory.name.clone(), signatory.position.clone()),
                document: desk.settings.attach_document.then(|| Attachment {
                    name: file_name(&agreement.number, version, "pdf"),
                    media_type: "application/pdf",
                    bytes: bytes.clone(),
                }),
            };
            // Kela's people find the agreement at the desk, the filer at the request, the party's people at its own page.
            let mailbox = &content.kela.it_mailbox;
            desk.mail(db, &message(page("/agreements/", &agreement.number)), request.language, &[mailbox], concerning)?;
            let holder = &request.holder;
            let to_filer: &[_] = if holder.folded() == mailbox.folded() { &[] } else { &[holder] };
            desk.mail(db, &message(page("/requests/", request.id.as_str())), request.language, to_filer, concerning)?;
            let people = [&content.party.it_mailbox, &content.party.agreement_contact.email];
            let told = [mailbox.folded(), holder.folded()];
            let people: Vec<_> = people.into_iter().filter(|email| !told.contains(&email.folded())).collect();
            let own = page("/party/agreements/", &agreement.number);
            desk.mail(db, &message(own), request.language, &people, concerning)
        })
        .await?;
    service.wake();
    Ok(())
}

/// The name of a version's file, such as `KELA-FED-2026-0131-v1.pdf`.
#[must_use]
pub fn file_name(number: &str, version: i32, ending: &str) -> String {
    [number, "-v", &version.to_string(), ".", ending].concat()
}
