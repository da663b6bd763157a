//! The audit bundle: agreements as one ZIP file that a stranger can check without the service. Pure: what goes in and what comes out is
//! bytes; who may have one is for `workflow`, whether to believe one is for `proof`.
//!
//! The files of a bundle, and how each can be checked with other people's tools, are described in docs/verification.md.

mod archive;
mod index;
mod manifest;
mod record;

pub use archive::{ArchiveError, MAX_ENTRIES, MAX_UNFOLDED, SEAL_LENGTH, read, read_within};
pub use index::Stated;
pub use manifest::{Manifest, ManifestFault, Member, check_members};
pub use record::{Content, EventRecord, Events, ProofRecord, Proofs};

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::agreement::Language;
use crate::agreement::content::AgreementContent;
use crate::agreement::version::{DocumentKind, VersionState};
use crate::log::Hash;

/// The format of bundles; raised when their files change.
pub const FORMAT: u32 = 1;
/// The most agreements of one bundle.
pub const MAX_AGREEMENTS: usize = 500;
/// The most bytes of documents of one bundle.
pub const MAX_DOCUMENTS: usize = 200 << 20;

/// The files that stand once in a bundle.
pub mod path {
    /// The index for people, as a page.
    pub const INDEX: &str = "index.html";
    /// The index for people, as text.
    pub const INDEX_TEXT: &str = "index.txt";
    /// The list of all files with their digests.
    pub const MANIFEST: &str = "manifest.json";
    /// The signed checkpoint of the log (C2SP tlog-checkpoint).
    pub const CHECKPOINT: &str = "log/checkpoint";
    /// The key of the log, as `NAME+ID+KEY` (C2SP signed-note).
    pub const KEY: &str = "log/key";
    /// Where the certificates are.
    pub const CERTIFICATES: &str = "certificates/";
    /// Where the agreements are.
    pub const AGREEMENTS: &str = "agreements/";
}

/// What goes into a bundle.
#[derive(Debug, Clone, PartialEq)]
pub struct Contents {
    /// When it was put together.
    pub made_at: DateTime<Utc>,
    /// The language of the index.
    pub language: Language,
    /// The agreements, in the order of their numbers.
    pub agreements: Vec<AgreementPart>,
    /// The log, once it has a checkpoint.
    pub log: Option<LogPart>,
    /// Certificates of the documents' signatures, in DER.
    pub certificates: Vec<Vec<u8>>,
}

/// The log's part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPart {
    /// The signed note.
    pub checkpoint: String,
    /// The key, as `NAME+ID+KEY`.
    pub key: String,
}

/// One agreement.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreementPart {
    /// Its number.
    pub number: String,
    /// Its versions, oldest first.
    pub versions: Vec<VersionPart>,
    /// The events of the agreement and of the requests that it rests on, oldest first.
    pub events: Vec<EventRecord>,
    /// What proves that they are in the log: the leaf's index and the path to the checkpoint's root.
    pub proofs: Vec<(u64, Vec<Hash>)>,
}

/// One version.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionPart {
    /// From 1.
    pub version: u32,
    /// Its state when the bundle was put together.
    pub state: VersionState,
    /// What was frozen.
    pub content: AgreementContent,
    /// Its documents, in the order in which they were made.
    pub documents: Vec<(DocumentKind, Vec<u8>)>,
}

/// Why a bundle cannot be put together.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// More agreements than [`MAX_AGREEMENTS`].
    #[error("{0} agreements are more than one bundle holds")]
    Agreements(usize),
    /// More bytes than [`MAX_DOCUMENTS`].
    #[error("{0} bytes of documents are more than one bundle holds")]
    Documents(usize),
    /// Something could not be written as JSON.
    #[error("the bundle's data cannot be written as JSON")]
    Data(#[from] serde_json::Error),
    /// The ZIP file cannot be written.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

/// The folder of an agreement in a bundle, with a `/` at its end.
#[must_use]
pub fn folder(number: &str) -> String {
    [path::AGREEMENTS, number, "/"].concat()
}

/// The path of a version's content.
#[must_use]
pub fn content_path(number: &str, version: u32) -> String {
    [&folder(number), "versions/", &version.to_string(), "/content.json"].concat()
}

/// The path of a version's document.
#[must_use]
pub fn document_path(number: &str, version: u32, kind: DocumentKind) -> String {
    [&folder(number), "versions/", &version.to_string(), "/", kind.code(), ".pdf"].concat()
}

/// The files of a bundle while it is put together. Documents stay where they are: together they may be large.
type Files<'a> = BTreeMap<String, Cow<'a, [u8]>>;

/// Puts a bundle together: the same contents give the same bytes.
///
/// # Errors
/// [`BundleError`].
pub fn write(contents: &Contents) -> Result<Vec<u8>, BundleError> {
    if contents.agreements.len() > MAX_AGREEMENTS {
        return Err(BundleError::Agreements(contents.agreements.len()));
    }
    let documents = contents.agreements.iter().flat_map(|agreement| &agreement.versions).flat_map(|version| &version.documents);
    let weight: usize = documents.map(|(_, bytes)| bytes.len()).sum();
    if weight > MAX_DOCUMENTS {
        return Err(BundleError::Documents(weight));
    }
    let mut files = Files::new();
    for agreement in &contents.agreements {
        write_agreement(agreement, &mut files)?;
    }
    if let Some(log) = &contents.log {
        files.insert(path::CHECKPOINT.to_owned(), log.checkpoint.as_bytes().into());
        files.insert(path::KEY.to_owned(), [&log.key, "\n"].concat().into_bytes().into());
    }
    for der in &contents.certificates {
        files.insert(record::certificate_path(der), record::pem(der).into());
    }
    let stated = Stated::of(contents);
    files.insert(path::INDEX.to_owned(), index::page(&stated, contents.language).into_bytes().into());
    files.insert(path::INDEX_TEXT.to_owned(), index::text(&stated, contents.language).into_bytes().into());
    let manifest = Manifest::of(contents, &files);
    files.insert(path::MANIFEST.to_owned(), record::json(&manifest)?.into());
    Ok(archive::write(&files)?)
}

fn write_agreement<'a>(agreement: &'a AgreementPart, files: &mut Files<'a>) -> Result<(), BundleError> {
    let folder = folder(&agreement.number);
    for version in &agreement.versions {
        files.insert(content_path(&agreement.number, version.version), record::json(&version.content)?.into());
        for (kind, bytes) in &version.documents {
            files.insert(document_path(&agreement.number, version.version, *kind), bytes.as_slice().into());
        }
    }
    let events = Events { format: FORMAT, agreement: agreement.number.clone(), events: agreement.events.clone() };
    files.insert([&folder, "events.json"].concat(), record::json(&events)?.into());
    let proofs =
        agreement.proofs.iter().map(|(index, path)| ProofRecord { leaf: *index, path: path.iter().map(Hash::base64).collect() });
    let proofs = Proofs { format: FORMAT, checkpoint: path::CHECKPOINT.to_owned(), proofs: proofs.collect() };
    files.insert([&folder, "proofs.json"].concat(), record::json(&proofs)?.into());
    Ok(())
}

/// The path of a certificate in a bundle, by its SHA-256.
#[must_use]
pub fn certificate_path(der: &[u8]) -> String {
    record::certificate_path(der)
}

/// A certificate as PEM (RFC 7468).
#[must_use]
pub fn certificate_pem(der: &[u8]) -> Vec<u8> {
    record::pem(der)
}

#[cfg(test)]
mod tests;
