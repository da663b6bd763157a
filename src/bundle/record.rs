//! The bundle's JSON files and certificates.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::path;
use crate::log::{LoggedEvent, merkle};

/// `events.json` of an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Events {
    /// [`super::FORMAT`].
    pub format: u32,
    /// The agreement's number.
    pub agreement: String,
    /// The events, oldest first.
    pub events: Vec<EventRecord>,
}

/// One event with what ties it to the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventRecord {
    /// The event as its leaf commits to it.
    pub event: LoggedEvent,
    /// Its place in the log, from 0; absent before the log has taken it up.
    pub leaf: Option<u64>,
    /// The salt of the leaf's entry, in hex.
    pub salt: Option<String>,
    /// The personal part, unless there is none or it was erased.
    pub content: Option<Content>,
}

/// The personal part of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// Its salt as text: what the digest is over is this text, a line feed and the JSON.
    pub salt: String,
    /// The JSON as text, byte for byte.
    pub json: String,
}

impl Content {
    /// What the event must name as its `content_digest`.
    #[must_use]
    pub fn digest(&self) -> String {
        hex::encode(merkle::sha256(&[self.salt.as_bytes(), b"\n", self.json.as_bytes()]).0)
    }
}

/// `proofs.json` of an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proofs {
    /// [`super::FORMAT`].
    pub format: u32,
    /// The file with the checkpoint that they lead to.
    pub checkpoint: String,
    /// One for each leaf that the checkpoint is over.
    pub proofs: Vec<ProofRecord>,
}

/// That a leaf is in the log (RFC 9162, 2.1.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofRecord {
    /// The leaf's place, from 0.
    pub leaf: u64,
    /// The siblings on the way to the root, in base64, the leaf's own first.
    pub path: Vec<String>,
}

/// JSON as every file of the bundle has it: indented, with a line end after it.
pub(super) fn json(value: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    hex::encode(merkle::sha256(&[bytes]).0)
}

pub(super) fn certificate_path(der: &[u8]) -> String {
    [path::CERTIFICATES, &sha256(der), ".pem"].concat()
}

pub(super) fn pem(der: &[u8]) -> Vec<u8> {
    let body = STANDARD.encode(der);
    let mut text = String::from("-----BEGIN CERTIFICATE-----\n");
    for line in body.as_bytes().chunks(64) {
        text.push_str(&String::from_utf8_lossy(line));
        text.push('\n');
    }
    text.push_str("-----END CERTIFICATE-----\n");
    text.into_bytes()
}
