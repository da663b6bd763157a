//! Agreements as they are found, read and downloaded. A download is itself an event.

use super::post::{Concerning, More};
use super::{Actor, Outcome, Service, Staff, WorkflowError, document, request, review};
use crate::agreement::lifecycle::EventKind;
use crate::agreement::rights::{DeskAction, Party, Reader, ReaderAction, may_at_desk, may_read};
use crate::agreement::version::VersionState;
use crate::agreement::{EmailAddress, RequestId};
use crate::store::agreements::{Agreement, AgreementFilter, Version};
use crate::store::events::{Cause, Event};
use crate::store::{Db, agreements, documents, events, requests};

fn permit(staff: &Staff) -> Outcome<()> {
    if may_at_desk(staff.role, DeskAction::ReadAgreements) { Ok(()) } else { Err(WorkflowError::Forbidden) }
}

/// Agreements with the state of their newest version.
///
/// # Errors
/// [`WorkflowError::Forbidden`].
pub async fn list(service: &Service, staff: &Staff, filter: AgreementFilter) -> Outcome<Vec<(Agreement, i32, VersionState)>> {
    permit(staff)?;
    service.store.read(move |db| Ok(agreements::list(db, &filter)?)).await
}

/// An agreement with its versions, their documents' digests and sizes, and its history.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// The agreement.
    pub agreement: Agreement,
    /// The reference number of its request.
    pub reference: String,
    /// The versions, newest first, each with the SHA-256 and size of its document, if it has been made.
    pub versions: Vec<(Version, Option<(String, usize)>)>,
    /// The history of the request and the agreement, oldest first, with the name of who acted.
    pub history: Vec<(Event, String)>,
}

/// Everything about an agreement.
///
/// # Errors
/// [`WorkflowError::NotFound`].
pub async fn read(service: &Service, staff: &Staff, number: &str) -> Outcome<File> {
    permit(staff)?;
    let number = number.to_owned();
    service
        .store
        .read(move |db| {
            let agreement = agreements::find_by_number(db, &number)?.ok_or(WorkflowError::NotFound)?;
            let mut versions = Vec::new();
            for version in agreements::versions(db, &agreement.id)? {
                let document = documents::newest(db, &agreement.id, version.version)?;
                versions.push((version, document.map(|document| (document.sha256, document.bytes.len()))));
            }
            let mut all = events::of_request(db, &agreement.request)?;
            for event in events::of_agreement(db, &agreement.id)? {
                if !all.iter().any(|known| known.id == event.id) {
                    all.push(event);
                }
            }
            all.sort_by_key(|event| event.id);
            let request = requests::find(db, &agreement.request)?.ok_or(WorkflowError::NotFound)?;
            let history = review::named(db, all)?;
            Ok(File { reference: request::reference_of(&request)?, agreement, versions, history })
        })
        .await
}

/// What can be downloaded of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The document.
    Pdf,
    /// The frozen content.
    Json,
}

/// A file to hand out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// File name.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Downloads a version of an agreement, for someone at Kela.
///
/// # Errors
/// [`WorkflowError::NotFound`] where there is none, or its document is not made yet.
pub async fn download(service: &Service, staff: &Staff, number: &str, version: i32, form: Form) -> Outcome<Download> {
    permit(staff)?;
    let (desk, staff, number) = (service.desk(), staff.clone(), number.to_owned());
    service
        .store
        .write(move |db| {
            let agreement = agreements::find_by_number(db, &number)?.ok_or(WorkflowError::NotFound)?;
            let file = take(db, &agreement, version, form)?;
            let concerning = Concerning { request: None, agreement: Some((&agreement.id, version)) };
            desk.event(db, kind(form), Cause::Staff(staff.id.clone()), concerning, More::by(&staff.name))?;
            Ok(file)
        })
        .await
}

/// Downloads the document of the agreement that a filer's request led to.
///
/// # Errors
/// [`WorkflowError::NotFound`] to a stranger, and before it is made.
pub async fn download_own(service: &Service, actor: &Actor, request: &RequestId) -> Outcome<Download> {
    let (desk, actor, request) = (service.desk(), actor.clone(), request.clone());
    service
        .store
        .write(move |db| {
            let found = requests::find(db, &request)?.ok_or(WorkflowError::NotFound)?;
            let (Actor::Filer(filer), Party::Filer) = (&actor, actor.towards(&found.holder)) else {
                return Err(WorkflowError::NotFound);
            };
            let agreement = agreements::find_by_request(db, &request)?.ok_or(WorkflowError::NotFound)?;
            let newest =
                agreements::versions(db, &agreement.id)?.first().map(|version| version.version).ok_or(WorkflowError::NotFound)?;
            let file = take(db, &agreement, newest, Form::Pdf)?;
            let concerning = Concerning { request: None, agreement: Some((&agreement.id, newest)) };
            desk.event(db, EventKind::DocumentDownloaded, Cause::Filer, concerning, More::by(filer.as_str()))?;
            Ok(file)
        })
        .await
}

/// An agreement as its party's people see it.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnAgreement {
    /// The agreement.
    pub agreement: Agreement,
    /// Its newest version.
    pub version: Version,
    /// The size of the document in bytes, if `reader` may download it.
    pub document: Option<usize>,
}

/// The agreement of a number, for someone whom its newest version names: see [`Reader`].
///
/// # Errors
/// [`WorkflowError::NotFound`] to a stranger too.
pub async fn read_as_party(service: &Service, reader: &EmailAddress, number: &str) -> Outcome<OwnAgreement> {
    let (reader, number) = (reader.clone(), number.to_owned());
    service
        .store
        .read(move |db| {
            let (agreement, version) = of_party(db, &reader, &number, ReaderAction::View)?;
            let may = may_read(Reader::of(&reader, &version.content.party), ReaderAction::Download, version.state);
            let document = if may { documents::newest(db, &agreement.id, version.version)? } else { None };
            Ok(OwnAgreement { agreement, version, document: document.map(|document| document.bytes.len()) })
        })
        .await
}

/// Downloads the document of an agreement's newest version, for someone whom that version names.
///
/// # Errors
/// [`WorkflowError::NotFound`] to a stranger, and before it is made.
pub async fn download_as_party(service: &Service, reader: &EmailAddress, number: &str) -> Outcome<Download> {
    let (desk, reader, number) = (service.desk(), reader.clone(), number.to_owned());
    service
        .store
        .write(move |db| {
            let (agreement, version) = of_party(db, &reader, &number, ReaderAction::Download)?;
            let file = take(db, &agreement, version.version, Form::Pdf)?;
            let concerning = Concerning { request: None, agreement: Some((&agreement.id, version.version)) };
            desk.event(db, EventKind::DocumentDownloaded, Cause::Filer, concerning, More::by(reader.as_str()))?;
            Ok(file)
        })
        .await
}

/// The agreement and its newest version, if the holder of the address `reader` may take `action`.
fn of_party(db: &mut Db, reader: &EmailAddress, number: &str, action: ReaderAction) -> Outcome<(Agreement, Version)> {
    let agreement = agreements::find_by_number(db, number)?.ok_or(WorkflowError::NotFound)?;
    let newest = agreements::versions(db, &agreement.id)?.into_iter().next().ok_or(WorkflowError::NotFound)?;
    if !may_read(Reader::of(reader, &newest.content.party), action, newest.state) {
        return Err(WorkflowError::NotFound);
    }
    Ok((agreement, newest))
}

const fn kind(form: Form) -> EventKind {
    match form {
        Form::Pdf => EventKind::DocumentDownloaded,
        Form::Json => EventKind::DataDownloaded,
    }
}

fn take(db: &mut Db, agreement: &Agreement, version: i32, form: Form) -> Outcome<Download> {
    match form {
        Form::Pdf => {
            let document = documents::newest(db, &agreement.id, version)?.ok_or(WorkflowError::NotFound)?;
            Ok(Download { name: document::file_name(&agreement.number, version, "pdf"), bytes: document.bytes })
        }
        Form::Json => {
            let found = agreements::versions(db, &agreement.id)?.into_iter().find(|found| found.version == version);
            let content = found.ok_or(WorkflowError::NotFound)?.content;
            let bytes = serde_json::to_vec_pretty(&content).map_err(|error| WorkflowError::Document(error.to_string()))?;
            Ok(Download { name: document::file_name(&agreement.number, version, "json"), bytes })
        }
    }
}
