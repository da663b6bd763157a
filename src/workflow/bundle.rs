//! The audit bundle: agreements put together as one file that proves itself. Handing it out is an event of each agreement in it.

use tokio::sync::Semaphore;

use super::agreement::Download;
use super::post::{Concerning, More};
use super::{Outcome, Service, Staff, WorkflowError, log};
use crate::agreement::lifecycle::EventKind;
use crate::agreement::rights::{DeskAction, may_at_desk};
use crate::agreement::version::DocumentKind;
use crate::agreement::{AgreementId, Language, RequestId};
use crate::bundle::{
    self, AgreementPart, ArchiveError, BundleError, Content, Contents, EventRecord, LogPart, MAX_AGREEMENTS, VersionPart,
};
use crate::log::{Checkpoint, InclusionProof, LoggedEvent};
use crate::store::agreements::{Agreement, AgreementFilter};
use crate::store::events::Cause;
use crate::store::{Db, agreements, documents, events, log as log_rows, signatories};

/// Bundles that are put together at the same time: each stands in memory.
static TURNS: Semaphore = Semaphore::const_new(2);
/// Agreements that a search is read by at a time.
const PAGE: i64 = 200;

/// Why there is no bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooMuch {
    /// More agreements than one bundle holds.
    Agreements,
    /// More bytes than one bundle holds.
    Bytes,
}

/// What a bundle is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// One agreement, by its number.
    Agreement(String),
    /// Every agreement that a search finds.
    Search(AgreementFilter),
}

/// Puts a bundle together and notes for each agreement in it that it was handed out; nothing where the search finds none.
///
/// # Errors
/// [`WorkflowError::Forbidden`], [`WorkflowError::NotFound`]. That it would be too much is the inner error.
pub async fn download(service: &Service, staff: &Staff, of: Of, language: Language) -> Outcome<Result<Download, TooMuch>> {
    if !may_at_desk(staff.role, DeskAction::ReadAgreements) {
        return Err(WorkflowError::Forbidden);
    }
    let _turn = TURNS.acquire().await.map_err(|error| WorkflowError::Document(error.to_string()))?;
    // What happened a moment ago is proven too. A log that contradicts itself is the alarm's matter; the bundle tells what it has.
    if let Err(error) = log::sequence(service).await {
        tracing::warn!(%error, "the log was not brought up to date for a bundle");
    }
    let (keys, made_at) = (service.log.keys(), service.clock.now());
    let name = match &of {
        Of::Agreement(number) => [number, "-bundle.zip"].concat(),
        Of::Search(_) => "agreements-bundle.zip".to_owned(),
    };
    let gathered = service.store.read(move |db| gather(db, &of)).await?;
    let (found, checkpoint) = match gathered {
        Ok(gathered) => gathered,
        Err(too_much) => return Ok(Err(too_much)),
    };
    let (ids, agreements): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    let log = checkpoint.and_then(|checkpoint| {
        let key = keys.iter().find(|key| Checkpoint::open(&checkpoint, std::slice::from_ref(*key)).is_ok())?.to_string();
        Some(LogPart { checkpoint, key })
    });
    let written = tokio::task::spawn_blocking(move || {
        let certificates = certificates(&agreements);
        bundle::write(&Contents { made_at, language, agreements, log, certificates })
    });
    let bytes = match written.await.map_err(|error| WorkflowError::Document(error.to_string()))? {
        Ok(bytes) => bytes,
        Err(BundleError::Agreements(_)) => return Ok(Err(TooMuch::Agreements)),
        Err(BundleError::Documents(_) | BundleError::Archive(ArchiveError::Limit)) => return Ok(Err(TooMuch::Bytes)),
        Err(error) => return Err(WorkflowError::Document(error.to_string())),
    };
    note(service, staff, ids).await?;
    Ok(Ok(Download { name, bytes }))
}

/// No bundle goes unrecorded: it is handed out once this is written.
async fn note(service: &Service, staff: &Staff, ids: Vec<(AgreementId, i32)>) -> Outcome<()> {
    let (desk, staff) = (service.desk(), staff.clone());
    service
        .store
        .write(move |db| {
            for (agreement, version) in &ids {
                let concerning = Concerning { request: None, agreement: Some((agreement, *version)) };
                let cause = Cause::Staff(staff.id.clone());
                desk.event(db, EventKind::BundleDownloaded, cause, concerning, More::by(&staff.name))?;
            }
            Ok(())
        })
        .await
}

type Gathered = (Vec<((AgreementId, i32), AgreementPart)>, Option<String>);

/// Reads everything in one view of the database: agreements by number, and the checkpoint that their proofs lead to.
fn gather(db: &mut Db, of: &Of) -> Outcome<Result<Gathered, TooMuch>> {
    let found = match of {
        Of::Agreement(number) => vec![agreements::find_by_number(db, number)?.ok_or(WorkflowError::NotFound)?],
        Of::Search(filter) => match searched(db, filter)? {
            Ok(found) => found,
            Err(too_much) => return Ok(Err(too_much)),
        },
    };
    if found.is_empty() {
        return Err(WorkflowError::NotFound);
    }
    let checkpoint = log_rows::newest(db)?.map(|newest| newest.note);
    let (mut parts, mut weight) = (Vec::new(), 0);
    for agreement in found {
        let part = part(db, &agreement)?;
        let documents = part.versions.iter().flat_map(|version| &version.documents);
        weight += documents.map(|(_, bytes)| bytes.len()).sum::<usize>();
        if weight > bundle::MAX_DOCUMENTS {
            return Ok(Err(TooMuch::Bytes));
        }
        let newest = part.versions.last().map_or(0, |version| version.version);
        parts.push(((agreement.id, i32::try_from(newest).unwrap_or_default()), part));
    }
    Ok(Ok((parts, checkpoint)))
}

fn searched(db: &mut Db, filter: &AgreementFilter) -> Outcome<Result<Vec<Agreement>, TooMuch>> {
    let mut page = AgreementFilter { before: None, most: PAGE, ..filter.clone() };
    let mut found: Vec<Agreement> = Vec::new();
    loop {
        let next = agreements::list(db, &page)?;
        let Some((last, ..)) = next.last() else { break };
        page.before = Some(last.number.clone());
        found.extend(next.into_iter().map(|(agreement, ..)| agreement));
        if found.len() > MAX_AGREEMENTS {
            return Ok(Err(TooMuch::Agreements));
        }
    }
    found.reverse();
    Ok(Ok(found))
}

fn part(db: &mut Db, agreement: &Agreement) -> Outcome<AgreementPart> {
    let mut versions = agreements::versions(db, &agreement.id)?;
    versions.reverse();
    let mut requests: Vec<RequestId> = vec![agreement.request.clone()];
    let mut parts = Vec::new();
    for version in versions {
        requests.push(version.request.clone());
        let mut found = Vec::new();
        for listed in documents::of_version(db, &agreement.id, version.version)? {
            // Of mandates the one that counts.
            let document = match listed.kind {
                DocumentKind::Mandate => signatories::mandate(db, &agreement.id, version.version)?,
                kind => documents::find(db, &agreement.id, version.version, kind)?,
            };
            found.extend(document.map(|document| (document.kind, document.bytes)));
        }
        let number = u32::try_from(version.version).unwrap_or_default();
        parts.push(VersionPart { version: number, state: version.state, content: version.content, documents: found });
    }
    let ids = events::ids_of(db, &agreement.id, &requests)?;
    let proofs = log::prove::disclose(db, &ids)?;
    let mut records = Vec::new();
    for id in &ids {
        let proof = proofs.iter().find(|(event, _)| event == id).map(|(_, proof)| proof);
        records.push(record(db, *id, proof)?);
    }
    let proofs = proofs.into_iter().map(|(_, proof)| (proof.index, proof.path)).collect();
    Ok(AgreementPart { number: agreement.number.clone(), versions: parts, events: records, proofs })
}

/// An event with its salt, if the log has taken it up, and its personal part, if it is still there.
fn record(db: &mut Db, id: i64, proof: Option<&InclusionProof>) -> Outcome<EventRecord> {
    let event: LoggedEvent = log_rows::event(db, id)?.ok_or(WorkflowError::NotFound)?;
    let salt = proof.and_then(|proof| proof.extra.as_ref()).and_then(|extra| extra.get(..32)).map(hex::encode);
    let content = events::content_of(db, id)?.map(|(salt, json)| Content { salt, json });
    Ok(EventRecord { event, leaf: proof.map(|proof| proof.index), salt, content })
}

/// The certificates of all documents but those that strangers provided.
fn certificates(agreements: &[AgreementPart]) -> Vec<Vec<u8>> {
    let documents = agreements.iter().flat_map(|agreement| &agreement.versions).flat_map(|version| &version.documents);
    let ours = documents.filter(|(kind, _)| *kind != DocumentKind::Mandate);
    let found = ours.filter_map(|(_, bytes)| crate::proof::certificates_of(bytes).ok()).flatten();
    found.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}
