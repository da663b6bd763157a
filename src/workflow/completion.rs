//! What follows from a step of an agreement version, in the transaction that takes the step: the party is asked to sign, the sealing is left
//! to a job, or the version is complete.

use sha2::{Digest, Sha256};

use super::document::file_name;
use super::post::{Concerning, Desk, More};
use super::{Outcome, WorkflowError, change, request, signing};
use crate::agreement::lifecycle::{EventKind, Transition};
use crate::agreement::version::{DocumentKind, VersionState, basis, days};
use crate::agreement::{AgreementId, EmailAddress};
use crate::i18n::format::day;
use crate::mail::{About, Attachment, Message};
use crate::store::agreements::{Agreement, Version};
use crate::store::documents::{self, Document};
use crate::store::events::Cause;
use crate::store::jobs::{self, JobKind};
use crate::store::requests::Request;
use crate::store::signatures::{self, Signature};
use crate::store::{Db, agreements, requests};

/// A step to take, with what it leaves behind.
pub(super) struct Advance {
    /// From the table of [`crate::agreement::version::Course`].
    pub(super) step: Transition<VersionState>,
    /// The document that the step gives, if it gives one.
    pub(super) document: Option<Document>,
    /// The party's signature, if the step is to sign.
    pub(super) signature: Option<Signature>,
    /// The copy marked as to be signed, for the mails that ask for the signature.
    pub(super) copy: Option<Vec<u8>>,
    /// Who takes the step.
    pub(super) cause: Cause,
    /// What its event tells beside the states and the document's digest.
    pub(super) more: More,
}

/// The subject of a version's jobs.
pub(super) fn subject(agreement: &AgreementId, version: i32) -> String {
    [agreement.as_str(), "/", &version.to_string()].concat()
}

/// A document of these bytes.
pub(super) fn document(kind: DocumentKind, bytes: Vec<u8>, desk: &Desk) -> Document {
    let sha256 = hex::encode(Sha256::digest(&bytes));
    Document { kind, bytes, sha256, created_at: desk.now }
}

/// Takes a step on the version `current`, writes its document and its event, and leaves what follows. Gives false, and changes nothing, where
/// somebody changed the version since it was read.
pub(super) fn advance(db: &mut Db, desk: &Desk, agreement: &Agreement, current: &Version, advance: Advance) -> Outcome<bool> {
    let Advance { step, document, signature, copy, cause, mut more } = advance;
    let request = requests::find(db, &current.request)?.ok_or(WorkflowError::NotFound)?;
    let mut next = Version { state: step.to(), ..current.clone() };
    if step.to() == VersionState::Signed {
        let others = agreements::versions(db, &agreement.id)?;
        let previous = basis(&change::signed(&others)).map(|before| before.from);
        let (first, last) = days(current.kind, day(desk.now), request.wished_from, previous);
        next.completed_at = Some(desk.now);
        next.valid_from = Some(first);
        next.valid_until = last;
    }
    if !agreements::update_version(db, &agreement.id, &next)? {
        return Ok(false);
    }
    next.revision += 1;
    if let Some(document) = &document {
        documents::insert(db, &agreement.id, current.version, document)?;
        more.subject.get_or_insert_with(|| document.sha256.clone());
    }
    if let Some(signature) = &signature {
        signatures::insert(db, &agreement.id, current.version, signature)?;
    }
    if !matches!(step.to(), VersionState::Preparing | VersionState::AwaitingSignature) {
        change::follow(db, &agreement.id, "")?;
    }
    let concerning = Concerning { request: Some(&request.id), agreement: Some((&agreement.id, current.version)) };
    desk.event(db, step.event(), cause, concerning, more.states(step.from().code(), step.to().code()))?;
    match step.to() {
        VersionState::AwaitingSignature => {
            ask_for_signature(db, desk, agreement, &next, &request, copy)?;
            signing::ask(db, desk, agreement, next.version)?;
        }
        VersionState::Preparing => {
            jobs::add(db, JobKind::SealVersion, &subject(&agreement.id, current.version), desk.now, desk.now)?;
        }
        VersionState::Signed => complete(db, desk, agreement, &next, &request)?,
        VersionState::Declined | VersionState::Lapsed => {}
    }
    Ok(true)
}

/// Tells everybody who has to do with the version that it is to be signed. What goes out is a copy that says so, never the document itself: only
/// the signatory gets that.
fn ask_for_signature(
    db: &mut Db,
    desk: &Desk,
    agreement: &Agreement,
    version: &Version,
    request: &Request,
    copy: Option<Vec<u8>>,
) -> Outcome<()> {
    let signatory = version.signatory();
    let about = request::about(desk, request, "/requests/")?;
    let document = copy.filter(|_| desk.settings.attach_document).map(|bytes| Attachment {
        name: file_name(&agreement.number, version.version, "copy.pdf"),
        media_type: "application/pdf",
        bytes,
    });
    tell(db, desk, (agreement, version, request), &[], |page| Message::Approved {
        about: About { page, ..about.clone() },
        number: agreement.number.clone(),
        signatory: (signatory.name.clone(), signatory.position.clone()),
        document: document.clone(),
    })
}

/// The version is complete: its event, and the document to everybody who has to do with it, the signatory among them.
fn complete(db: &mut Db, desk: &Desk, agreement: &Agreement, version: &Version, request: &Request) -> Outcome<()> {
    let whole = documents::newest(db, &agreement.id, version.version)?.ok_or(WorkflowError::NotFound)?;
    let concerning = Concerning { request: Some(&request.id), agreement: Some((&agreement.id, version.version)) };
    // What the days are is told by the event, so that nobody changes them behind the service's back unnoticed.
    let days = agreements::days_digest(db, agreement.id.as_str(), version.version)?.ok_or(WorkflowError::NotFound)?;
    let more = More::default().subject(days);
    desk.event(db, EventKind::VersionCompleted, Cause::Service, concerning, more)?;
    let about = request::about(desk, request, "/requests/")?;
    let document = desk.settings.attach_document.then(|| Attachment {
        name: file_name(&agreement.number, version.version, "pdf"),
        media_type: "application/pdf",
        bytes: whole.bytes,
    });
    tell(db, desk, (agreement, version, request), &[&version.signatory().email], |page| Message::Completed {
        about: About { page, ..about.clone() },
        number: agreement.number.clone(),
        version: version.version,
        valid_from: version.valid_from.unwrap_or_else(|| day(desk.now)),
        last_day: version.valid_until,
        document: document.clone(),
    })
}

/// Mails the message to both IT administrations, the filer, the party's contact for agreement matters and `more`, each once, with the address of
/// the page where they find the agreement: Kela's people at the desk, the filer at the request, the party's people at its own page.
fn tell(
    db: &mut Db,
    desk: &Desk,
    (agreement, version, request): (&Agreement, &Version, &Request),
    more: &[&EmailAddress],
    message: impl Fn(String) -> Message,
) -> Outcome<()> {
    let content = &version.content;
    let people = [&content.party.it_mailbox, &content.party.agreement_contact.email];
    let groups: [(&str, &str, Vec<&EmailAddress>); 3] = [
        ("/agreements/", &agreement.number, vec![&content.kela.it_mailbox]),
        ("/requests/", request.id.as_str(), vec![&request.holder]),
        ("/party/agreements/", &agreement.number, people.into_iter().chain(more.iter().copied()).collect()),
    ];
    let concerning = Concerning { request: Some(&request.id), agreement: Some((&agreement.id, version.version)) };
    let mut told: Vec<String> = Vec::new();
    for (path, id, recipients) in groups {
        let recipients: Vec<&EmailAddress> = recipients.into_iter().filter(|email| !told.contains(&email.folded())).collect();
        let page = desk.address(request.language, &[path, id].concat());
        desk.mail(db, &message(page), request.language, &recipients, concerning)?;
        told.extend(recipients.iter().map(|email| email.folded()));
    }
    Ok(())
}
