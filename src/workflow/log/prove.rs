//! What the log gives to whoever asks: checkpoints, tiles, entries, and proofs. All of it is public, but the salts: whoever has an event with
//! its salt can find its entry, and nobody else can tell an event from its entry.

use chrono::{DateTime, Utc};

use crate::log::merkle::{Hash, sha256};
use crate::log::tile::{Resource, bundle};
use crate::log::{Checkpoint, Entry, InclusionProof, Tile, Tree, TreeError, tile};
use crate::store::log::{self as rows, StoredTiles};
use crate::store::{Db, StoreError};
use crate::workflow::{Outcome, Service, WorkflowError};

/// The newest checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newest {
    /// The signed note.
    pub note: String,
    /// What it says.
    pub checkpoint: Checkpoint,
    /// The moment of the last event under it.
    pub until: Option<DateTime<Utc>>,
}

/// The newest checkpoint, if there is one yet.
///
/// # Errors
/// [`WorkflowError::Store`].
pub async fn newest(service: &Service) -> Outcome<Option<Newest>> {
    service
        .store
        .read(|db| {
            let Some((note, checkpoint)) = newest_of(db)? else { return Ok(None) };
            let last = match checkpoint.size.checked_sub(1) {
                Some(index) => rows::leaf_at(db, index)?,
                None => None,
            };
            let event = match last {
                Some(leaf) => rows::event(db, leaf.event)?,
                None => None,
            };
            let until = event.and_then(|event| DateTime::parse_from_rfc3339(&event.at).ok());
            Ok(Some(Newest { note, checkpoint, until: until.map(|at| at.to_utc()) }))
        })
        .await
}

fn newest_of(db: &mut Db) -> Outcome<Option<(String, Checkpoint)>> {
    let Some(newest) = rows::newest(db)? else { return Ok(None) };
    let checkpoint = Checkpoint::claimed(&newest.note).map_err(|error| crate::store::impossible("log_checkpoints", error))?;
    Ok(Some((newest.note, checkpoint)))
}

/// The bytes of a tile or of a bundle of entries, as wide as it is asked for.
///
/// # Errors
/// [`WorkflowError::NotFound`] where the log has none so wide.
pub async fn resource(service: &Service, resource: Resource) -> Outcome<Vec<u8>> {
    service
        .store
        .read(move |db| match resource {
            Resource::Tile(tile) => {
                let mut bytes = rows::tile_bytes(db, tile.level, tile.index)?.unwrap_or_default();
                let wanted = usize::from(tile.width) * size_of::<Hash>();
                if bytes.len() < wanted {
                    return Err(WorkflowError::NotFound);
                }
                bytes.truncate(wanted);
                Ok(bytes)
            }
            Resource::Entries(Tile { index, width, .. }) => {
                let first = index.checked_mul(tile::WIDTH.into()).ok_or(WorkflowError::NotFound)?;
                let leaves = rows::leaves(db, first, width.into())?;
                if leaves.len() < usize::from(width) {
                    return Err(WorkflowError::NotFound);
                }
                bundle(leaves.iter().map(|leaf| &leaf.entry[..])).ok_or(WorkflowError::NotFound)
            }
        })
        .await
}

/// Which leaf a proof is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// By its place in the log, from 0.
    Leaf(u64),
    /// By the number of its event.
    Event(i64),
}

/// Why there is no such proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unprovable {
    /// The log has no checkpoint yet.
    Empty,
    /// The log is smaller than the size that was asked for; it has so many leaves.
    Beyond(u64),
    /// The tree of that size does not hold the leaf, which stands at this place.
    Later(u64),
    /// No event of that number has been logged.
    Unknown,
    /// The earlier size is greater than the later one.
    Reversed,
}

/// A proof that a leaf is in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Included {
    /// Its place.
    pub index: u64,
    /// What it holds.
    pub entry: Entry,
    /// The size of the tree.
    pub size: u64,
    /// The root of the tree.
    pub root: Hash,
    /// The siblings on the way to the root.
    pub path: Vec<Hash>,
    /// The signed note of that size, if a checkpoint was made there.
    pub checkpoint: Option<String>,
    /// How many tiles were read for it.
    pub tiles_read: usize,
}

/// The proof that a leaf is in the tree of `size` leaves, or in that of the newest checkpoint.
///
/// # Errors
/// Why there is none, as the inner error; [`WorkflowError::Store`].
pub async fn inclusion(service: &Service, of: Of, size: Option<u64>) -> Outcome<Result<Included, Unprovable>> {
    service.store.read(move |db| included(db, of, size)).await
}

fn included(db: &mut Db, of: Of, size: Option<u64>) -> Outcome<Result<Included, Unprovable>> {
    let Some((_, newest)) = newest_of(db)? else { return Ok(Err(Unprovable::Empty)) };
    let size = size.unwrap_or(newest.size);
    if size > newest.size {
        return Ok(Err(Unprovable::Beyond(newest.size)));
    }
    let leaf = match of {
        Of::Leaf(index) if index >= newest.size => return Ok(Err(Unprovable::Beyond(newest.size))),
        Of::Leaf(index) => rows::leaf_at(db, index)?,
        Of::Event(event) => rows::leaf_of(db, event)?,
    };
    let Some(leaf) = leaf else { return Ok(Err(Unprovable::Unknown)) };
    if leaf.index >= size {
        return Ok(Err(Unprovable::Later(leaf.index)));
    }
    let checkpoint = rows::checkpoint_of(db, size)?.map(|checkpoint| checkpoint.note);
    let mut tiles = StoredTiles(db);
    let mut tree = Tree::new(&mut tiles, size);
    let path = tree.inclusion(leaf.index).map_err(broken)?;
    let tiles_read = tree.tiles_read();
    let root = tree.root().map_err(broken)?;
    Ok(Ok(Included { index: leaf.index, entry: leaf.entry, size, root, path, checkpoint, tiles_read }))
}

fn broken(error: TreeError<StoreError>) -> WorkflowError {
    match error {
        TreeError::Read(error) => error.into(),
        other => crate::store::impossible("log_tiles", other).into(),
    }
}

/// A proof that the log of one size begins with that of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consistent {
    /// The earlier size and its root.
    pub from: (u64, Hash),
    /// The later size and its root.
    pub to: (u64, Hash),
    /// The proof.
    pub path: Vec<Hash>,
    /// The signed note of the later size, if a checkpoint was made there.
    pub checkpoint: Option<String>,
    /// How many tiles were read for it.
    pub tiles_read: usize,
}

/// The proof that the tree of `to` leaves, or that of the newest checkpoint, begins with that of `from` leaves.
///
/// # Errors
/// Why there is none, as the inner error; [`WorkflowError::Store`].
pub async fn consistency(service: &Service, from: u64, to: Option<u64>) -> Outcome<Result<Consistent, Unprovable>> {
    service
        .store
        .read(move |db| {
            let Some((_, newest)) = newest_of(db)? else { return Ok(Err(Unprovable::Empty)) };
            let to = to.unwrap_or(newest.size);
            if to > newest.size {
                return Ok(Err(Unprovable::Beyond(newest.size)));
            }
            if from > to {
                return Ok(Err(Unprovable::Reversed));
            }
            let checkpoint = rows::checkpoint_of(db, to)?.map(|checkpoint| checkpoint.note);
            let mut tiles = StoredTiles(db);
            let from_root = Tree::new(&mut tiles, from).root().map_err(broken)?;
            let mut tree = Tree::new(&mut tiles, to);
            let path = tree.consistency(from).map_err(broken)?;
            let tiles_read = tree.tiles_read();
            let to_root = tree.root().map_err(broken)?;
            Ok(Ok(Consistent { from: (from, from_root), to: (to, to_root), path, checkpoint, tiles_read }))
        })
        .await
}

/// Proofs of events that whoever receives them can check offline and read: each carries the event and its salt. They are for people who
/// may read the events. All are of the newest checkpoint; events that are not logged yet are left out.
///
/// # Errors
/// [`StoreError`].
pub fn disclose(db: &mut Db, events: &[i64]) -> Outcome<Vec<(i64, InclusionProof)>> {
    let Some((note, newest)) = newest_of(db)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for event in events {
        if let Some(leaf) = rows::leaf_of(db, *event)?.filter(|leaf| leaf.index < newest.size)
            && let Some(event) = rows::event(db, *event)?
        {
            found.push((leaf, event));
        }
    }
    let mut tiles = StoredTiles(db);
    let mut tree = Tree::new(&mut tiles, newest.size);
    let mut proofs = Vec::new();
    for (leaf, event) in found {
        let extra = [&leaf.salt[..], event.canonical().as_bytes()].concat();
        if sha256(&[&extra]).0 != leaf.entry {
            return Err(crate::store::impossible("events", format!("{} is not as it was logged", event.id)).into());
        }
        let path = tree.inclusion(leaf.index).map_err(broken)?;
        proofs.push((event.id, InclusionProof { extra: Some(extra), index: leaf.index, path, checkpoint: note.clone() }));
    }
    Ok(proofs)
}
