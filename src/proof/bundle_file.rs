//! A bundle examined: every file is one that the list names, every document proves itself, every event is in the log.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;

use super::log_part::{self, Counted, located};
use super::sealer::SealerFound;
use super::{
    Against, BundleFault, Claim, EvidenceClaim, Fault, Located, PdfExamination, Remark, certificates_of, pdf_file, sha256,
};
use crate::agreement::content::AgreementContent;
use crate::agreement::version::DocumentKind;
use crate::bundle::{self, ArchiveError, Events, FORMAT, Manifest, ManifestFault, Proofs, path};

pub use super::log_part::LogFound;

/// What was found of a bundle.
#[derive(Debug, Clone, PartialEq)]
pub struct BundleExamination {
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// Bytes.
    pub size: usize,
    /// When it says that it was put together.
    pub made_at: Option<DateTime<Utc>>,
    /// The agreements in it.
    pub agreements: Vec<AgreementFound>,
    /// The log.
    pub log: Option<LogFound>,
    /// Who sealed the documents; nobody where no seal leads to a trusted authority.
    pub sealer: Option<SealerFound>,
    /// Documents without a seal, which the log alone vouches for.
    pub unsealed: usize,
    /// Documents that strangers provided, of which the digest alone was compared.
    pub mandates: usize,
    /// Why it is not authentic; empty if it is.
    pub faults: Vec<Located>,
    /// What a reader should know beside it.
    pub remarks: Vec<Remark>,
    /// The time of the judgement.
    pub judged_at: DateTime<Utc>,
}

impl BundleExamination {
    /// Whether everything in it proves itself.
    #[must_use]
    pub fn is_authentic(&self) -> bool {
        self.faults.is_empty()
    }

    /// Whether nothing speaks against it but that the reader gave no authorities to trust.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.faults.iter().all(|located| located.fault == BundleFault::Document(Fault::NoTrustGiven))
    }
}

/// An agreement of a bundle.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreementFound {
    /// Its number.
    pub number: String,
    /// The documents of its versions.
    pub documents: Vec<DocumentFound>,
    /// Events of its history.
    pub events: usize,
    /// Events of which the log proves that they are what was written.
    pub proven: usize,
    /// Events that the log does not prove: younger than the checkpoint, or there is none.
    pub later: usize,
    /// Events whose personal part was erased.
    pub erased: usize,
}

/// A document of a bundle.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentFound {
    /// Its path.
    pub path: String,
    /// The version, from 1.
    pub version: u32,
    /// What it is.
    pub kind: DocumentKind,
    /// SHA-256, in hex.
    pub sha256: String,
    /// What was found. Of the documents of a version the one that holds the others is examined, and the proof of signature.
    pub examination: Option<PdfExamination>,
}

type Files = BTreeMap<String, Vec<u8>>;

/// The most versions of one agreement that are told to be missing.
const MOST_MISSING: usize = 20;

/// Examines a bundle.
pub(super) fn examine(bytes: &[u8], against: &Against<'_>) -> Result<BundleExamination, ArchiveError> {
    let files = bundle::read_within(bytes, against.most_unfolded)?;
    let mut found = BundleExamination {
        sha256: sha256(bytes),
        size: bytes.len(),
        made_at: None,
        agreements: Vec::new(),
        log: None,
        sealer: None,
        unsealed: 0,
        mandates: 0,
        faults: Vec::new(),
        remarks: Vec::new(),
        judged_at: against.now,
    };
    let Some(manifest) = read_json::<Manifest>(&files, path::MANIFEST).filter(|manifest| manifest.format == FORMAT) else {
        found.faults.push(located(path::MANIFEST, BundleFault::Manifest));
        return Ok(found);
    };
    found.made_at = Some(manifest.made_at);
    found.faults.extend(bundle::check_members(&manifest, &files).into_iter().map(|(path, fault)| {
        let fault = match fault {
            ManifestFault::Missing => BundleFault::Missing,
            ManifestFault::Surplus => BundleFault::Surplus,
            ManifestFault::Changed => BundleFault::Changed,
        };
        Located { path, fault }
    }));
    if manifest.agreements.is_empty() {
        found.faults.push(located(path::MANIFEST, BundleFault::Empty));
    }
    found.log = log_part::log(&files, against, &mut found.faults, &mut found.remarks);
    let mut known: BTreeSet<String> =
        [path::INDEX, path::INDEX_TEXT, path::MANIFEST, path::CHECKPOINT, path::KEY].map(str::to_owned).into();
    for number in &manifest.agreements {
        let agreement = Agreement { files: &files, number, against }.examine(&mut found, &mut known);
        found.agreements.push(agreement);
    }
    certificates(&files, &mut found, &mut known);
    let surplus = files.keys().filter(|path| !known.contains(path.as_str()));
    found.faults.extend(surplus.map(|path| located(path, BundleFault::Surplus)));
    found.remarks.sort_unstable();
    found.remarks.dedup();
    Ok(found)
}

fn read_json<T: DeserializeOwned>(files: &Files, path: &str) -> Option<T> {
    serde_json::from_slice(files.get(path)?).ok()
}

/// Every certificate of the folder must be one of the documents'.
fn certificates(files: &Files, found: &mut BundleExamination, known: &mut BTreeSet<String>) {
    let documents = found.agreements.iter().flat_map(|agreement| &agreement.documents);
    let ours = documents.filter(|document| document.kind != DocumentKind::Mandate);
    let mut expected: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for der in ours.filter_map(|document| certificates_of(files.get(&document.path)?).ok()).flatten() {
        expected.insert(bundle::certificate_path(&der), bundle::certificate_pem(&der));
    }
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with(path::CERTIFICATES)) {
        if expected.get(path) != Some(bytes) {
            found.faults.push(located(path, BundleFault::Certificate));
        }
        known.insert(path.clone());
    }
}

/// One agreement of the bundle.
struct Agreement<'a> {
    files: &'a Files,
    number: &'a str,
    against: &'a Against<'a>,
}

impl Agreement<'_> {
    fn examine(&self, found: &mut BundleExamination, known: &mut BTreeSet<String>) -> AgreementFound {
        let folder = bundle::folder(self.number);
        let events_path = [&folder, "events.json"].concat();
        let proofs_path = [&folder, "proofs.json"].concat();
        let events = read_json::<Events>(self.files, &events_path)
            .filter(|events| events.format == FORMAT && events.agreement == *self.number);
        let proofs = read_json::<Proofs>(self.files, &proofs_path).filter(|proofs| proofs.format == FORMAT);
        let mut counted = Counted::default();
        match (&events, &proofs) {
            (Some(events), Some(proofs)) => {
                counted = log_part::events(&events_path, events, proofs, found.log.as_ref(), &mut found.faults);
            }
            (None, _) => found.faults.push(located(&events_path, BundleFault::Unreadable)),
            (_, None) => found.faults.push(located(&proofs_path, BundleFault::Unreadable)),
        }
        if counted.later > 0 {
            found.remarks.push(Remark::EventsAfterCheckpoint);
        }
        if counted.erased > 0 {
            found.remarks.push(Remark::ContentErased);
        }
        known.extend([events_path, proofs_path]);
        let mut documents = Vec::new();
        let versions = self.versions(&folder);
        for version in &versions {
            documents.extend(self.version(*version, &counted, found, known));
        }
        self.completeness(&versions, &documents, &counted, found);
        if documents.is_empty() {
            found.faults.push(located(&folder, BundleFault::Missing));
        }
        AgreementFound {
            number: self.number.to_owned(),
            documents,
            events: counted.events,
            proven: counted.proven,
            later: counted.later,
            erased: counted.erased,
        }
    }

    /// The versions that have a folder.
    fn versions(&self, folder: &str) -> BTreeSet<u32> {
        let below = [folder, "versions/"].concat();
        let number = |path: &String| path.strip_prefix(&below)?.split_once('/')?.0.parse().ok();
        self.files.keys().filter_map(number).collect()
    }

    /// What must be there because something else that is there tells of it: versions without a gap, each the change of an earlier one, and
    /// the documents that events name. What nothing in the bundle tells of can be left out unseen.
    fn completeness(
        &self,
        versions: &BTreeSet<u32>,
        documents: &[DocumentFound],
        counted: &Counted,
        found: &mut BundleExamination,
    ) {
        let folder = bundle::folder(self.number);
        let mut named = counted.versions.clone();
        for version in versions {
            let path = bundle::content_path(self.number, *version);
            let Some(content) = read_json::<AgreementContent>(self.files, &path) else { continue };
            let previous = content.change.map(|change| change.previous);
            named.extend(previous);
            let follows = match previous {
                None => *version == 1,
                Some(previous) => (1..*version).contains(&previous),
            };
            if !follows {
                found.faults.push(located(&path, BundleFault::VersionOrder { version: *version }));
            }
        }
        let newest = versions.iter().chain(&named).max().copied().unwrap_or_default();
        let missing = (1..=newest).filter(|version| !versions.contains(version)).take(MOST_MISSING);
        found.faults.extend(missing.map(|version| located(&folder, BundleFault::VersionMissing { version })));
        let there: BTreeSet<&str> = documents.iter().map(|document| document.sha256.as_str()).collect();
        for (event, version, digest) in &counted.documents {
            // Of a version that is not there at all, that is enough to say.
            let known = u32::try_from(*version).is_ok_and(|version| versions.contains(&version));
            if known && !there.contains(digest.as_str()) {
                found.faults.push(located(&folder, BundleFault::DocumentMissing { event: *event }));
            }
        }
    }

    fn version(
        &self,
        version: u32,
        counted: &Counted,
        found: &mut BundleExamination,
        known: &mut BTreeSet<String>,
    ) -> Vec<DocumentFound> {
        let told = &counted.told;
        let content_path = bundle::content_path(self.number, version);
        if !self.files.contains_key(&content_path) {
            found.faults.push(located(&content_path, BundleFault::Missing));
        }
        known.insert(content_path.clone());
        let mut documents = Vec::new();
        for kind in DocumentKind::ALL.iter().copied() {
            let path = bundle::document_path(self.number, version, kind);
            let Some(bytes) = self.files.get(&path) else { continue };
            let sha256 = sha256(bytes);
            // Without a log at all, the seal speaks for itself, and the remark says that nothing proves the history.
            let logged = found.log.is_none() || is_told(told, version, &sha256);
            if !logged {
                found.faults.push(located(&path, BundleFault::DocumentNotLogged));
            }
            if kind == DocumentKind::Mandate {
                found.remarks.push(Remark::NotExamined);
                found.mandates += 1;
            }
            known.insert(path.clone());
            documents.push(DocumentFound { path, version, kind, sha256, examination: None });
        }
        self.agreement_document(version, (&content_path, told), &mut documents, found);
        self.evidence(version, counted, &mut documents, found);
        if documents.is_empty() {
            found.remarks.push(Remark::VersionWithoutDocument);
        }
        documents
    }

    /// The document that holds the others of its version: each is the one before it with something added at its end.
    fn agreement_document(
        &self,
        version: u32,
        (content_path, told): (&str, &BTreeSet<(i32, String)>),
        documents: &mut [DocumentFound],
        found: &mut BundleExamination,
    ) {
        let bytes = |document: &DocumentFound| self.files.get(&document.path).map(Vec::as_slice).unwrap_or_default();
        let of_chain = |document: &&mut DocumentFound| !matches!(document.kind, DocumentKind::Evidence | DocumentKind::Mandate);
        let mut chain: Vec<&mut DocumentFound> = documents.iter_mut().filter(of_chain).collect();
        chain.sort_by_key(|document| bytes(document).len());
        let Some((last, before)) = chain.split_last_mut() else { return };
        let whole = bytes(last);
        for part in before.iter().filter(|part| !whole.starts_with(bytes(part))) {
            found.faults.push(located(&part.path, BundleFault::DocumentsApart));
        }
        let Some(examined) = self.document(last, told, found) else { return };
        let belongs = matches!(&examined.claim, Some(Claim::Agreement(content))
            if content.number == *self.number && content.version == version);
        if !belongs && examined.claim.is_some() {
            found.faults.push(located(&last.path, BundleFault::DocumentElsewhere));
        }
        if examined.data_sha256 != self.files.get(content_path).map(|content| sha256(content)) {
            found.faults.push(located(content_path, BundleFault::ContentDiffers));
        }
        last.examination = Some(examined);
    }

    fn evidence(&self, version: u32, counted: &Counted, documents: &mut [DocumentFound], found: &mut BundleExamination) {
        let digests: Vec<String> = documents.iter().map(|document| document.sha256.clone()).collect();
        let Some(proof) = documents.iter_mut().find(|document| document.kind == DocumentKind::Evidence) else { return };
        let Some(examined) = self.document(proof, &counted.told, found) else { return };
        let fault = match &examined.claim {
            Some(Claim::Evidence(claim)) if claim.number == *self.number && claim.version == version => {
                if !digests.contains(&claim.sha256) {
                    Some(BundleFault::EvidenceOfOther)
                } else {
                    signature_told(claim, counted, &mut found.remarks)
                }
            }
            Some(_) => Some(BundleFault::DocumentElsewhere),
            None => None,
        };
        found.faults.extend(fault.map(|fault| located(&proof.path, fault)));
        proof.examination = Some(examined);
    }

    /// A document examined. One that is not sealed yet is vouched for by the log alone: by an event that is proven, of a log whose key is known
    /// from elsewhere.
    fn document(
        &self,
        document: &DocumentFound,
        told: &BTreeSet<(i32, String)>,
        found: &mut BundleExamination,
    ) -> Option<PdfExamination> {
        let bytes = self.files.get(&document.path)?;
        let Ok(examined) = pdf_file::examine(bytes, self.against) else {
            found.faults.push(located(&document.path, BundleFault::Unreadable));
            return None;
        };
        let vouched =
            found.log.as_ref().is_some_and(|log| log.compared == Some(true)) && is_told(told, document.version, &document.sha256);
        for fault in &examined.faults {
            if *fault == Fault::NoSeal && vouched {
                found.remarks.push(Remark::NotSealed);
                found.unsealed += 1;
            } else {
                found.faults.push(located(&document.path, BundleFault::Document(fault.clone())));
            }
        }
        if let Some(sealer) = &examined.sealer {
            let first = found.sealer.get_or_insert_with(|| sealer.clone());
            first.valid &= sealer.valid;
            if first.same_as != sealer.same_as {
                let fault = BundleFault::SealersDiffer { sealer: sealer.name.clone(), expected: first.name.clone() };
                found.faults.push(located(&document.path, fault));
            }
        }
        let proof = bundle::document_path(self.number, document.version, DocumentKind::Evidence);
        let is_told_beside = |remark: &Remark| *remark == Remark::PartyNotInFile && self.files.contains_key(&proof);
        found.remarks.extend(examined.remarks.iter().copied().filter(|remark| !is_told_beside(remark)));
        Some(examined)
    }
}

/// Whether the event of the signature tells the same of it as the proof: what was signed, when, and by whom.
fn signature_told(claim: &EvidenceClaim, counted: &Counted, remarks: &mut Vec<Remark>) -> Option<BundleFault> {
    let told = i32::try_from(claim.version).ok().and_then(|version| counted.signatures.get(&version));
    let act = told.and_then(|told| told.act.as_ref());
    if act.is_none() {
        remarks.push(Remark::SignatoryNotLogged);
    }
    let same = told.is_none_or(|told| told.sha256.as_ref() == Some(&claim.sha256) && told.at == Some(claim.signed_at))
        && act.is_none_or(|act| *act == claim.act.digest());
    (!same).then_some(BundleFault::SignatureDiffers)
}

/// Whether a proven event of the version is about this digest.
fn is_told(told: &BTreeSet<(i32, String)>, version: u32, sha256: &str) -> bool {
    i32::try_from(version).is_ok_and(|version| told.contains(&(version, sha256.to_owned())))
}
