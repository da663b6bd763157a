//! A proof that an entry is in the log, as a text that is checked offline (C2SP tlog-proof).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::checkpoint::{Checkpoint, CheckpointError};
use super::entry::LoggedEvent;
use super::merkle::{self, Hash, ProofError};
use super::note::VerifierKey;

/// The first line.
const HEAD: &str = "c2sp.org/tlog-proof@v1";
/// The most bytes of a proof: 63 hashes, a note, and what an application adds.
const MOST: usize = 128 * 1024;

/// A proof that the leaf at `index` is in the tree of a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InclusionProof {
    /// What an application adds; nothing vouches for it.
    pub extra: Option<Vec<u8>>,
    /// Which leaf, from 0.
    pub index: u64,
    /// The siblings on the way to the root, the leaf's own first.
    pub path: Vec<Hash>,
    /// The signed note of the checkpoint.
    pub checkpoint: String,
}

/// Why a proof proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InclusionError {
    /// It is no proof.
    #[error("this is no proof of a log (C2SP tlog-proof)")]
    Form,
    /// It does not carry the event that it is about.
    #[error("the proof does not carry its event")]
    Event,
    /// Its checkpoint cannot be used.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// Its hashes do not fit.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

impl fmt::Display for InclusionProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        for hash in &self.path {
            writeln!(f, "{}", hash.base64())?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

impl InclusionProof {
    /// Reads the text of a proof.
    ///
    /// # Errors
    /// [`InclusionError::Form`].
    pub fn parse(text: &str) -> Result<Self, InclusionError> {
        if text.len() > MOST {
            return Err(InclusionError::Form);
        }
        let (head, checkpoint) = text.split_once("\n\n").ok_or(InclusionError::Form)?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(HEAD) {
            return Err(InclusionError::Form);
        }
        let extra = match lines.peek().and_then(|line| line.strip_prefix("extra ")) {
            Some(extra) => {
                lines.next();
                Some(STANDARD.decode(extra).map_err(|_| InclusionError::Form)?)
            }
            None => None,
        };
        let number = lines.next().and_then(|line| line.strip_prefix("index ")).ok_or(InclusionError::Form)?;
        let index: u64 = number.parse().map_err(|_| InclusionError::Form)?;
        let path: Option<Vec<Hash>> = lines.map(Hash::from_base64).collect();
        let path = path.filter(|path| path.len() < 64 && index.to_string() == number).ok_or(InclusionError::Form)?;
        Ok(Self { extra, index, path, checkpoint: checkpoint.to_owned() })
    }

    /// Checks a proof that carries its event: the extra data is the 32 bytes of the salt and the event's canonical JSON, whose SHA-256 is
    /// the entry. Gives the event and the checkpoint that it is in.
    ///
    /// # Errors
    /// [`InclusionError`]; [`InclusionError::Event`] where there is no event in it.
    pub fn verify_event(&self, keys: &[VerifierKey]) -> Result<(LoggedEvent, Checkpoint), InclusionError> {
        let extra = self.extra.as_deref().ok_or(InclusionError::Event)?;
        let (_, json) = extra.split_first_chunk::<32>().ok_or(InclusionError::Event)?;
        let json = std::str::from_utf8(json).map_err(|_| InclusionError::Event)?;
        let event = LoggedEvent::parse(json).map_err(|_| InclusionError::Event)?;
        let checkpoint = self.verify(&merkle::sha256(&[extra]).0, keys)?;
        Ok((event, checkpoint))
    }

    /// Checks that `entry` is in the log that one of `keys` signs for, and gives the checkpoint that says so.
    ///
    /// # Errors
    /// [`InclusionError`].
    pub fn verify(&self, entry: &[u8], keys: &[VerifierKey]) -> Result<Checkpoint, InclusionError> {
        let checkpoint = Checkpoint::open(&self.checkpoint, keys)?;
        merkle::verify_inclusion(&merkle::leaf_hash(entry), self.index, checkpoint.size, &self.path, &checkpoint.root)?;
        Ok(checkpoint)
    }
}
