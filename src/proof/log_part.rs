//! The log's part of a bundle: that the events are what the log took up, at their places, under one signed checkpoint.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::{Against, BundleFault, Located, Remark};
use crate::agreement::lifecycle::{EventKind, RequestState};
use crate::agreement::version::VersionState;
use crate::bundle::{EventRecord, Events, Proofs, path};
use crate::log::{Checkpoint, Hash, VerifierKey, merkle};

/// The log as a bundle has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogFound {
    /// Whose log it is.
    pub origin: String,
    /// How many leaves the checkpoint is over.
    pub size: u64,
    /// The key that signed it, as `NAME+ID+KEY`.
    pub key: String,
    /// SHA-256 of the public key, in hex.
    pub fingerprint: String,
    /// Whether it is the key that the reader has from elsewhere; nothing where the reader gave none.
    pub compared: Option<bool>,
    pub(super) checkpoint: Checkpoint,
}

pub(super) fn located(path: &str, fault: BundleFault) -> Located {
    Located { path: path.to_owned(), fault }
}

/// Reads the checkpoint with the key that it comes with, and holds that key against the reader's.
pub(super) fn log(
    files: &BTreeMap<String, Vec<u8>>,
    against: &Against<'_>,
    faults: &mut Vec<Located>,
    remarks: &mut Vec<Remark>,
) -> Option<LogFound> {
    let text = |path: &str| files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok());
    if !files.contains_key(path::CHECKPOINT) && !files.contains_key(path::KEY) {
        remarks.push(Remark::NoLog);
        return None;
    }
    let Some(key) = text(path::KEY).and_then(|text| VerifierKey::parse(text.strip_suffix('\n')?).ok()) else {
        faults.push(located(path::KEY, BundleFault::LogKey));
        return None;
    };
    let Some(checkpoint) = text(path::CHECKPOINT).and_then(|note| Checkpoint::open(note, std::slice::from_ref(&key)).ok()) else {
        faults.push(located(path::CHECKPOINT, BundleFault::Checkpoint));
        return None;
    };
    let compared = (!against.log_keys.is_empty()).then(|| against.log_keys.contains(&key));
    match compared {
        Some(true) => {}
        Some(false) => faults.push(located(path::KEY, BundleFault::OtherLogKey)),
        None => remarks.push(Remark::LogKeyNotCompared),
    }
    Some(LogFound {
        origin: checkpoint.origin.clone(),
        size: checkpoint.size,
        key: key.to_string(),
        fingerprint: key.fingerprint(),
        compared,
        checkpoint,
    })
}

/// What was found of an agreement's events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Counted {
    pub events: usize,
    pub proven: usize,
    pub erased: usize,
    pub later: usize,
    /// What the proven events are about: version and subject. Anybody can write an event that nothing proves.
    pub told: BTreeSet<(i32, String)>,
    /// The versions that events name.
    pub versions: BTreeSet<u32>,
    /// The documents that events tell of: the event, the version and the digest.
    pub documents: Vec<(i64, i32, String)>,
    /// The party's signatures, by version, as proven events tell them.
    pub signatures: BTreeMap<i32, SignatureTold>,
}

/// A signature as its event tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SignatureTold {
    /// The digest of the document that was signed.
    pub sha256: Option<String>,
    /// When.
    pub at: Option<DateTime<Utc>>,
    /// The digest of the act: who signed, and what they accepted. Nothing where the personal part was erased, or the event is older than that.
    pub act: Option<String>,
}

/// The kinds of events whose subject is the digest of a document that came to be, or that was signed.
const OF_DOCUMENTS: [EventKind; 6] = [
    EventKind::DocumentMade,
    EventKind::VersionSigned,
    EventKind::DocumentSealed,
    EventKind::SealUpgraded,
    EventKind::EvidenceMade,
    EventKind::MandateShown,
];

impl Counted {
    /// Takes what an event says, proven or not: what it tells of must be there.
    fn note(&mut self, record: &EventRecord) {
        let event = &record.event;
        let Some(version) = event.version.filter(|version| *version > 0 && event.agreement_id.is_some()) else { return };
        self.versions.extend(u32::try_from(version));
        let of_document = EventKind::from_code(&event.kind).is_some_and(|kind| OF_DOCUMENTS.contains(&kind));
        if let Some(subject) = event.subject.as_ref().filter(|_| of_document) {
            self.documents.push((event.id, version, subject.clone()));
        }
    }

    /// Takes what an event says that the log proves.
    fn note_proven(&mut self, record: &EventRecord) {
        let event = &record.event;
        self.proven += 1;
        self.told.extend(event.version.zip(event.subject.clone()));
        if let Some(version) = event.version.filter(|_| EventKind::from_code(&event.kind) == Some(EventKind::VersionSigned)) {
            #[derive(serde::Deserialize)]
            struct Told {
                act: Option<String>,
            }
            let content = record.content.as_ref().filter(|content| Some(content.digest()) == event.content_digest);
            let told = content.and_then(|content| serde_json::from_str::<Told>(&content.json).ok());
            let signature =
                SignatureTold { sha256: event.subject.clone(), at: event.at.parse().ok(), act: told.and_then(|told| told.act) };
            self.signatures.insert(version, signature);
        }
    }
}

/// Checks the events of one agreement: their order, their personal parts, their states, and their places in the log.
pub(super) fn events(at: &str, events: &Events, proofs: &Proofs, log: Option<&LogFound>, faults: &mut Vec<Located>) -> Counted {
    let mut counted = Counted { events: events.events.len(), ..Counted::default() };
    let mut push = |fault| faults.push(located(at, fault));
    let paths = paths(proofs);
    let (mut last, mut leaves) = (i64::MIN, BTreeSet::new());
    for record in &events.events {
        let event = record.event.id;
        if event <= last || record.leaf.is_some_and(|leaf| !leaves.insert(leaf)) {
            push(BundleFault::EventOrder { event });
        }
        last = event;
        counted.note(record);
        match (&record.event.content_digest, &record.content) {
            (None, None) => {}
            (Some(_), None) => counted.erased += 1,
            (Some(digest), Some(content)) if content.digest() == *digest => {}
            _ => push(BundleFault::EventContent { event }),
        }
        match (record.leaf, log) {
            (Some(leaf), Some(log)) if leaf < log.size => {
                if is_in_log(record, leaf, log, &paths) {
                    counted.note_proven(record);
                } else {
                    push(BundleFault::EventNotInLog { event });
                }
            }
            _ => counted.later += 1,
        }
    }
    for event in elsewhere(&events.events) {
        push(BundleFault::EventElsewhere { event });
    }
    for event in broken_steps(&events.events) {
        push(BundleFault::EventState { event });
    }
    counted
}

fn paths(proofs: &Proofs) -> BTreeMap<u64, Option<Vec<Hash>>> {
    let path = |texts: &[String]| texts.iter().map(|text| Hash::from_base64(text)).collect();
    proofs.proofs.iter().map(|proof| (proof.leaf, path(&proof.path))).collect()
}

fn is_in_log(record: &EventRecord, leaf: u64, log: &LogFound, paths: &BTreeMap<u64, Option<Vec<Hash>>>) -> bool {
    let salt = record.salt.as_ref().and_then(|salt| hex::decode(salt).ok()).and_then(|salt| <[u8; 32]>::try_from(salt).ok());
    let (Some(salt), Some(Some(path))) = (salt, paths.get(&leaf)) else { return false };
    let hash = merkle::leaf_hash(&record.event.entry(&salt));
    merkle::verify_inclusion(&hash, leaf, log.checkpoint.size, path, &log.checkpoint.root).is_ok()
}

/// Events of another agreement, or of a request that has nothing to do with this one.
fn elsewhere(records: &[EventRecord]) -> Vec<i64> {
    let of_agreement = |record: &&EventRecord| record.event.agreement_id.is_some();
    let agreement = records.iter().find(of_agreement).and_then(|record| record.event.agreement_id.as_ref());
    let requests: BTreeSet<&String> =
        records.iter().filter(of_agreement).filter_map(|record| record.event.request_id.as_ref()).collect();
    let belongs = |record: &&EventRecord| match (&record.event.agreement_id, &record.event.request_id) {
        (Some(id), _) => Some(id) == agreement,
        (None, Some(request)) => requests.contains(request),
        (None, None) => false,
    };
    records.iter().filter(|record| !belongs(record)).map(|record| record.event.id).collect()
}

/// Steps that do not begin where the one before them ended, of each request and of each version.
fn broken_steps(records: &[EventRecord]) -> Vec<i64> {
    let mut states: BTreeMap<(Option<&str>, Option<i32>), &str> = BTreeMap::new();
    let mut broken = Vec::new();
    for record in records {
        let event = &record.event;
        let (Some(from), Some(to)) = (event.from_state.as_deref(), event.to_state.as_deref()) else { continue };
        let of_version = VersionState::from_code(from).is_some() && VersionState::from_code(to).is_some();
        let of_request = RequestState::from_code(from).is_some() && RequestState::from_code(to).is_some();
        let key = match (of_version, of_request) {
            (true, _) => (None, event.version),
            (false, true) => (event.request_id.as_deref(), None),
            // States of other things, such as mails.
            (false, false) => continue,
        };
        if states.insert(key, to).is_some_and(|before| before != from) {
            broken.push(event.id);
        }
    }
    broken
}
