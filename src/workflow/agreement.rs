//! Agreements as they are found, read and downloaded. A download is itself an event.

use super::post::{Concerning, More};
use super::{Actor, Outcome, Service, Staff, WorkflowError, document, ownership, request, review, signing};
use crate::agreement::lifecycle::EventKind;
use crate::agreement::rights::{DeskAction, Party, Reader, ReaderAction, may_at_desk, may_read};
use crate::agreement::version::VersionState;
use crate::agreement::{EmailAddress, RequestId};
use crate::federation::{Ownership, SipDomain};
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

/// What can be downloaded of a version's document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offered {
    /// A copy that says that it is to be signed: the document itself leaves the service when the version is complete.
    Copy,
    /// The document.
    Whole {
        /// SHA-256 of its bytes, in hex.
        sha256: String,
        /// Its size in bytes.
        size: usize,
    },
}

/// What of the document of `version` can be downloaded, if anything.
fn offered(db: &mut Db, agreement: &Agreement, version: &Version) -> Outcome<Option<Offered>> {
    if version.state != VersionState::Signed {
        // A version that takes no signature is complete in a moment.
        return Ok((version.course.made && version.course.needs_signature).then_some(Offered::Copy));
    }
    let whole = documents::newest_listed(db, &agreement.id, version.version)?;
    Ok(whole.map(|whole| Offered::Whole { sha256: whole.sha256, size: whole.size }))
}

/// An agreement with its versions, what can be downloaded of them, and its history.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// The agreement.
    pub agreement: Agreement,
    /// The reference number of the newest version's request.
    pub reference: String,
    /// The versions, newest first, each with what of its document can be downloaded.
    pub versions: Vec<(Version, Option<Offered>)>,
    /// How the proof of each of the party's domains stands, as the newest version names them.
    pub ownership: Vec<(SipDomain, Ownership)>,
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
                let document = offered(db, &agreement, &version)?;
                versions.push((version, document));
            }
            // What became of a change that made no version is a part of the history too; drafts are their filers' own.
            let mut all = events::of_request(db, &agreement.request)?;
            let mut more = events::of_agreement(db, &agreement.id)?;
            for change in requests::of_agreement(db, &agreement.id)?.iter().filter(|change| change.reference.is_some()) {
                more.extend(events::of_request(db, &change.id)?);
            }
            for event in more {
                if !all.iter().any(|known| known.id == event.id) {
                    all.push(event);
                }
            }
            all.sort_by_key(|event| event.id);
            let (newest, _): &(Version, _) = versions.first().ok_or(WorkflowError::NotFound)?;
            let request = requests::find(db, &newest.request)?.ok_or(WorkflowError::NotFound)?;
            let claimant = ownership::of_agreement(&agreement, &newest.content.party);
            let ownership = ownership::standing(db, Some(&claimant), &newest.content.party.domains)?;
            let history = review::named(db, all)?;
            Ok(File { ownership, reference: request::reference_of(&request)?, agreement, versions, history })
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

/// What is asked for, by someone who may have it.
struct Asked {
    agreement: Agreement,
    version: Version,
    /// Who asks, for the event.
    cause: Cause,
    who: String,
}

/// Hands out what `ask` finds, with the event that says so. A copy is drawn between two looks, outside any transaction; a version that was
/// completed meanwhile is handed out whole.
async fn hand_out(
    service: &Service,
    form: Form,
    ask: impl Fn(&mut Db) -> Outcome<Asked> + Clone + Send + 'static,
) -> Outcome<Download> {
    let look = ask.clone();
    let (content, first) = service
        .store
        .read(move |db| {
            let Asked { agreement, version, .. } = look(db)?;
            let offered = offered(db, &agreement, &version)?;
            Ok::<_, WorkflowError>((version.content, offered))
        })
        .await?;
    let copy = match (form, first) {
        (Form::Pdf, None) => return Err(WorkflowError::NotFound),
        (Form::Pdf, Some(Offered::Copy)) => Some(document::copy_to_read(service, &content).await?),
        (Form::Pdf, Some(Offered::Whole { .. })) | (Form::Json, _) => None,
    };
    let desk = service.desk();
    service
        .store
        .write(move |db| {
            let Asked { agreement, version, cause, who } = ask(db)?;
            let number = version.version;
            let named = |ending: &str| document::file_name(&agreement.number, number, ending);
            let download = match (form, copy) {
                (Form::Pdf, Some(bytes)) if version.state != VersionState::Signed => Download { name: named("copy.pdf"), bytes },
                (Form::Pdf, _) if version.state != VersionState::Signed => return Err(WorkflowError::NotFound),
                (Form::Pdf, _) => {
                    let whole = documents::newest(db, &agreement.id, number)?.ok_or(WorkflowError::NotFound)?;
                    Download { name: named("pdf"), bytes: whole.bytes }
                }
                (Form::Json, _) => {
                    let bytes = serde_json::to_vec_pretty(&version.content);
                    let bytes = bytes.map_err(|error| WorkflowError::Document(error.to_string()))?;
                    Download { name: named("json"), bytes }
                }
            };
            let concerning = Concerning { request: None, agreement: Some((&agreement.id, number)) };
            desk.event(db, kind(form), cause, concerning, More::by(&who))?;
            Ok(download)
        })
        .await
}

/// Downloads a version of an agreement, for someone at Kela.
///
/// # Errors
/// [`WorkflowError::NotFound`] where there is none, or its document is not made yet.
pub async fn download(service: &Service, staff: &Staff, number: &str, version: i32, form: Form) -> Outcome<Download> {
    permit(staff)?;
    let (staff, number) = (staff.clone(), number.to_owned());
    hand_out(service, form, move |db| {
        let agreement = agreements::find_by_number(db, &number)?.ok_or(WorkflowError::NotFound)?;
        let version = agreements::version(db, &agreement.id, version)?.ok_or(WorkflowError::NotFound)?;
        Ok(Asked { agreement, version, cause: Cause::Staff(staff.id.clone()), who: staff.name.clone() })
    })
    .await
}

/// Downloads the document of the agreement that a filer's request led to.
///
/// # Errors
/// [`WorkflowError::NotFound`] to a stranger, and before it is made.
pub async fn download_own(service: &Service, actor: &Actor, request: &RequestId) -> Outcome<Download> {
    let (actor, request) = (actor.clone(), request.clone());
    hand_out(service, Form::Pdf, move |db| {
        let found = requests::find(db, &request)?.ok_or(WorkflowError::NotFound)?;
        let (Actor::Filer(filer), Party::Filer) = (&actor, actor.towards(&found.holder)) else {
            return Err(WorkflowError::NotFound);
        };
        let (agreement, version) = agreements::version_of_request(db, &request)?.ok_or(WorkflowError::NotFound)?;
        let version = agreements::version(db, &agreement.id, version)?.ok_or(WorkflowError::NotFound)?;
        Ok(Asked { agreement, version, cause: Cause::Filer, who: filer.as_str().to_owned() })
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
    /// What of its document `reader` may download.
    pub document: Option<Offered>,
    /// Whether the reader may name another signatory of the version.
    pub names_signatory: bool,
}

/// The agreement of a number, for someone whom its newest version names: see [`Reader`].
///
/// # Errors
/// [`WorkflowError::NotFound`] to a stranger too.
pub async fn read_as_party(service: &Service, reader: &EmailAddress, number: &str) -> Outcome<OwnAgreement> {
    let (now, reader, number) = (service.now(), reader.clone(), number.to_owned());
    service
        .store
        .read(move |db| {
            let (agreement, version) = of_party(db, &reader, &number, ReaderAction::View)?;
            let may = may_read(Reader::of(&reader, &version.party()), ReaderAction::Download, version.state);
            let document = if may { offered(db, &agreement, &version)? } else { None };
            let names_signatory = signing::to_name_in(db, now, &Actor::Filer(reader), &number).is_ok();
            Ok(OwnAgreement { agreement, version, document, names_signatory })
        })
        .await
}

/// Downloads the document of an agreement's newest version, for someone whom that version names.
///
/// # Errors
/// [`WorkflowError::NotFound`] to a stranger, and before it is made.
pub async fn download_as_party(service: &Service, reader: &EmailAddress, number: &str) -> Outcome<Download> {
    let (reader, number) = (reader.clone(), number.to_owned());
    hand_out(service, Form::Pdf, move |db| {
        let (agreement, version) = of_party(db, &reader, &number, ReaderAction::Download)?;
        Ok(Asked { agreement, version, cause: Cause::Filer, who: reader.as_str().to_owned() })
    })
    .await
}

/// The agreement and its newest version, if the holder of the address `reader` may take `action`.
fn of_party(db: &mut Db, reader: &EmailAddress, number: &str, action: ReaderAction) -> Outcome<(Agreement, Version)> {
    let agreement = agreements::find_by_number(db, number)?.ok_or(WorkflowError::NotFound)?;
    let newest = agreements::versions(db, &agreement.id)?.into_iter().next().ok_or(WorkflowError::NotFound)?;
    if !may_read(Reader::of(reader, &newest.party()), action, newest.state) {
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
