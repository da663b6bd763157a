//! The list of a bundle's files. It finds what was damaged or exchanged by accident; against a forger the seals and the log stand.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Contents, FORMAT, Files, path, record};
use crate::agreement::Language;

/// `manifest.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: u32,
    /// When the bundle was put together.
    pub made_at: DateTime<Utc>,
    /// The language of the index.
    pub language: Language,
    /// The numbers of the agreements in it.
    pub agreements: Vec<String>,
    /// Every file but this one, in the order of their paths.
    pub files: Vec<Member>,
}

/// A file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Its path.
    pub path: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Its bytes, counted.
    pub size: usize,
}

/// How a bundle's files are other than its manifest says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ManifestFault {
    /// A file that the manifest names is not there.
    Missing,
    /// A file is there that the manifest does not name.
    Surplus,
    /// A file has other bytes.
    Changed,
}

impl Manifest {
    pub(super) fn of(contents: &Contents, files: &Files<'_>) -> Self {
        let member = |(path, bytes): (&String, &Cow<'_, [u8]>)| Member {
            path: path.clone(),
            sha256: record::sha256(bytes),
            size: bytes.len(),
        };
        Self {
            format: FORMAT,
            made_at: contents.made_at,
            language: contents.language,
            agreements: contents.agreements.iter().map(|agreement| agreement.number.clone()).collect(),
            files: files.iter().map(member).collect(),
        }
    }
}

/// Where the files differ from what the manifest says, by path.
#[must_use]
pub fn check_members(manifest: &Manifest, files: &BTreeMap<String, Vec<u8>>) -> Vec<(String, ManifestFault)> {
    let mut faults = Vec::new();
    let mut named = std::collections::BTreeSet::new();
    for member in &manifest.files {
        let fault = match files.get(&member.path) {
            _ if !named.insert(member.path.as_str()) => Some(ManifestFault::Surplus),
            None => Some(ManifestFault::Missing),
            Some(bytes) if bytes.len() != member.size || record::sha256(bytes) != member.sha256 => Some(ManifestFault::Changed),
            Some(_) => None,
        };
        faults.extend(fault.map(|fault| (member.path.clone(), fault)));
    }
    let surplus = files.keys().filter(|path| *path != path::MANIFEST && !named.contains(path.as_str()));
    faults.extend(surplus.map(|path| (path.clone(), ManifestFault::Surplus)));
    faults
}
