//! The log that can be proved: events are numbered as leaves of a Merkle tree after they are committed, each batch ends in a signed
//! checkpoint, and what was logged is compared with what the database holds.
//!
//! One sequencer numbers leaves. Writers take turns on both engines ([`Store::write`](crate::store::Store::write)), so that the numbers of
//! events are given in the order of commits, and whoever has the turn sees every number below the greatest that will ever exist: a number
//! that is missing there was of a transaction that was undone, and never comes. The sequencer takes a turn like any writer.

pub mod alarm;
pub mod audit;
pub mod finding;
pub mod prove;
mod regrown;
mod retold;
pub mod witness;

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};

use super::{Outcome, Service, WorkflowError};
use crate::agreement::EmailAddress;
use crate::clock::Randomness;
use crate::log::merkle::leaf_hash;
use crate::log::{Checkpoint, Grown, Signer, Tree, VerifierKey, grow};
use crate::store::log::{Leaf, StoredCheckpoint, StoredTiles};
use crate::store::{Db, log as rows};
use finding::Finding;

/// The most events that one batch logs, so that other writers do not wait long.
const BATCH: i64 = 1_000;

/// What the log is kept with: one for the life of a process.
#[derive(Debug, Default)]
pub struct Keeping {
    signer: Option<Signer>,
    former: Vec<VerifierKey>,
    witness: Option<EmailAddress>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    signed: Option<Checkpoint>,
    checked: Option<Checked>,
}

/// The last self-check of this process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// When.
    pub at: DateTime<Utc>,
    /// How many leaves it went through.
    pub size: u64,
    /// What does not fit.
    pub findings: Vec<Finding>,
}

impl Keeping {
    /// With the key that signs, the keys that signed before it, and the witness that checkpoints are mailed to.
    #[must_use]
    pub fn new(signer: Signer, former: Vec<VerifierKey>, witness: Option<EmailAddress>) -> Self {
        Self { signer: Some(signer), former, witness, state: Mutex::default() }
    }

    /// The key that signs. A command, and a service under test, may be without: then nothing is logged.
    #[must_use]
    pub const fn signer(&self) -> Option<&Signer> {
        self.signer.as_ref()
    }

    /// The keys whose checkpoints are trusted, the present one first.
    #[must_use]
    pub fn keys(&self) -> Vec<VerifierKey> {
        self.signer.iter().map(|signer| signer.verifier().clone()).chain(self.former.iter().cloned()).collect()
    }

    /// What this process found at its last self-check.
    #[must_use]
    pub fn checked(&self) -> Option<Checked> {
        self.state().checked.clone()
    }

    fn signed(&self) -> Option<Checkpoint> {
        self.state().signed.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why nothing can be logged: the log would contradict what it has signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Contradiction {
    /// The newest checkpoint is not signed by a key of ours, or is of another log.
    #[error("the newest checkpoint is not signed by this log's key")]
    Unsigned,
    /// There are more or fewer leaves than the newest checkpoint says.
    #[error("the log has not as many leaves as its newest checkpoint says")]
    Size,
    /// The tiles lead to another root than the newest checkpoint says.
    #[error("the tiles of the log lead to another root than its newest checkpoint says")]
    Root,
    /// This process signed a checkpoint that the database does not know any more.
    #[error("a checkpoint that was signed is gone")]
    Gone,
}

/// Logs every event that waits; tells how many. Each batch is one transaction: leaves, tiles and a signed checkpoint, or nothing, so that
/// an event has one leaf whenever the process dies. The tree so far is checked against its checkpoint first: a log that was tampered with
/// grows no further, rather than vouch for it.
///
/// # Errors
/// [`WorkflowError::Log`] where the log contradicts itself.
pub async fn sequence(service: &Service) -> Outcome<usize> {
    let mut logged = 0;
    while service.log.signer.is_some() && service.store.read(|db| Ok::<_, WorkflowError>(rows::is_behind(db)?)).await? {
        let (keeping, randomness) = (service.log.clone(), service.randomness.clone());
        let done = service.store.write(move |db| batch(db, &keeping, &*randomness)).await?;
        let Some((count, checkpoint)) = done else { break };
        service.log.state().signed = Some(checkpoint);
        logged += count;
    }
    Ok(logged)
}

fn batch(db: &mut Db, keeping: &Keeping, randomness: &dyn Randomness) -> Outcome<Option<(usize, Checkpoint)>> {
    let Some(signer) = &keeping.signer else { return Ok(None) };
    let newest = rows::newest(db)?;
    let last = rows::last_leaf(db)?;
    let size = last.as_ref().map_or(0, |leaf| leaf.index + 1);
    check_edge(db, keeping, newest.as_ref(), size)?;
    let events = rows::events_after(db, last.map_or(0, |leaf| leaf.event), BATCH)?;
    if events.is_empty() {
        return Ok(None);
    }
    let mut hashes = Vec::with_capacity(events.len());
    for (index, event) in (size..).zip(&events) {
        let salt = randomness.bytes32();
        let entry = event.entry(&salt);
        rows::insert_leaf(db, &Leaf { index, event: event.id, salt, entry })?;
        hashes.push(leaf_hash(&entry));
    }
    let Grown { tiles, root } = grow(&mut StoredTiles(db), size, &hashes).map_err(|_| Contradiction::Root)?;
    for (tile, hashes) in tiles {
        rows::put_tile(db, tile, &hashes)?;
    }
    let size = size + u64::try_from(hashes.len()).map_err(|_| Contradiction::Size)?;
    let checkpoint = Checkpoint { origin: signer.verifier().name().to_owned(), size, root };
    let stored = StoredCheckpoint {
        number: newest.map_or(0, |newest| newest.number) + 1,
        size: i64::try_from(size).map_err(|_| Contradiction::Size)?,
        note: checkpoint.sign(signer),
    };
    rows::insert_checkpoint(db, &stored)?;
    Ok(Some((hashes.len(), checkpoint)))
}

/// Checks that the tree of `size` leaves is the one that the newest checkpoint was signed over.
fn check_edge(db: &mut Db, keeping: &Keeping, newest: Option<&StoredCheckpoint>, size: u64) -> Outcome<()> {
    let signed = keeping.signed();
    let Some(newest) = newest else {
        return match (signed, size) {
            (None, 0) => Ok(()),
            (Some(_), _) => Err(Contradiction::Gone.into()),
            (None, _) => Err(Contradiction::Size.into()),
        };
    };
    let checkpoint = Checkpoint::open(&newest.note, &keeping.keys()).map_err(|_| Contradiction::Unsigned)?;
    if checkpoint.size != size || i64::try_from(size) != Ok(newest.size) {
        return Err(Contradiction::Size.into());
    }
    let mut tiles = StoredTiles(db);
    let root = Tree::new(&mut tiles, size).root().map_err(|_| Contradiction::Root)?;
    if root != checkpoint.root {
        return Err(Contradiction::Root.into());
    }
    match signed {
        Some(signed) if signed.size > size || (signed.size == size && signed.root != root) => Err(Contradiction::Gone.into()),
        _ => Ok(()),
    }
}

/// Looks through the whole log and what it commits to, tells the administrators what is new of what it finds, and keeps the outcome for the
/// pages.
///
/// # Errors
/// [`WorkflowError::Store`] where the database cannot be read: then nothing is known.
pub async fn check(service: &Service) -> Outcome<Checked> {
    let trust = audit::Trust { keys: service.log.keys(), signed: service.log.signed() };
    let at = service.now();
    let found = service.store.snapshot(move |db| Ok::<_, WorkflowError>(audit::audit(db, &trust)?)).await?;
    for finding in &found.findings {
        tracing::error!(finding = %finding, "the log and the database do not fit together");
    }
    alarm::tell(service, &found.findings).await?;
    let checked = Checked { at, size: found.size, findings: found.findings };
    service.log.state().checked = Some(checked.clone());
    Ok(checked)
}
