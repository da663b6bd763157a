//! The log that can be proved: a Merkle tree of salted digests of events (RFC 6962 section 2.1), laid out in tiles (C2SP tlog-tiles),
//! with signed checkpoints (C2SP tlog-checkpoint, signed-note) and proofs as text (C2SP tlog-proof). Pure: what a stranger needs to check
//! the log offline is here and in `docs/log.md`, and nothing of the service.

pub mod checkpoint;
pub mod entry;
pub mod merkle;
pub mod note;
pub mod proof;
pub mod tile;
pub mod tree;

pub use checkpoint::{Checkpoint, CheckpointError};
pub use entry::{Entry, LoggedEvent};
pub use merkle::{Hash, ProofError};
pub use note::{NoteError, Signer, VerifierKey};
pub use proof::{InclusionError, InclusionProof};
pub use tile::Tile;
pub use tree::{Grown, Tiles, Tree, TreeError, grow};

#[cfg(test)]
mod tests;
