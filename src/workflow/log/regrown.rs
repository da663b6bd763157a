//! The tree built again from the leaves, and compared with the tiles and the signed roots.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Fault, Findings, place};
use crate::log::merkle::{self, Hash, leaf_hash};
use crate::log::{LoggedEvent, Tile, tile};
use crate::store::log::{self as rows, Leaf};
use crate::store::{Db, StoreError};

/// What was signed: roots with the numbers of their checkpoints, by size.
#[derive(Default)]
pub(super) struct Signed {
    pub(super) roots: BTreeMap<u64, (Hash, String)>,
    /// The size of the newest checkpoint.
    pub(super) newest: u64,
    /// Its number.
    pub(super) count: i64,
}

/// The tree as it is built again from the leaves.
pub(super) struct Regrown<'a> {
    signed: &'a Signed,
    /// How many leaves there are so far.
    size: u64,
    /// Events since the last leaf that have none.
    waiting: Vec<i64>,
    /// The complete subtrees of the tree so far, the largest first, with their heights.
    edge: Vec<(u32, Hash)>,
    /// For each level of tiles: how many are full, and the hashes of the next.
    rows: Vec<(u64, Vec<Hash>)>,
    /// The stored tile of level 0 that the next leaf stands in.
    stored: Option<(u64, Vec<Hash>)>,
}

impl<'a> Regrown<'a> {
    pub(super) const fn new(signed: &'a Signed) -> Self {
        Self { signed, size: 0, waiting: Vec::new(), edge: Vec::new(), rows: Vec::new(), stored: None }
    }

    pub(super) fn without_leaf(&mut self, event: i64) {
        self.waiting.push(event);
    }

    /// An event that has no leaf was put in, unless it is the leaf that is gone.
    fn settle(&mut self, missing: u64, found: &mut Findings) {
        let missing = usize::try_from(missing).unwrap_or(usize::MAX);
        for event in self.waiting.drain(..).skip(missing) {
            found.add(Fault::Unexpected, "events", event);
        }
    }

    /// Takes the leaf that comes next by its event's number, with that event if it is there, and the place of the one after it.
    pub(super) fn leaf(
        &mut self,
        db: &mut Db,
        leaf: &Leaf,
        next: Option<u64>,
        event: Option<&LoggedEvent>,
        found: &mut Findings,
    ) -> Result<(), StoreError> {
        let stored = self.stored_hash(db, leaf.index, found)?;
        // Places and events are in one order, and no place is beyond the tiles.
        let ahead = leaf.index > self.size && (stored.is_none() || next.is_some_and(|next| next < leaf.index));
        if leaf.index < self.size || ahead {
            found.add(Fault::Changed, "log_leaves", leaf.index);
            if event.is_some() {
                self.without_leaf(leaf.event);
            }
            return Ok(());
        }
        self.settle(leaf.index - self.size, found);
        while self.size < leaf.index {
            found.add(Fault::Missing, "log_leaves", self.size);
            match self.stored_hash(db, self.size, found)? {
                Some(hash) => self.push(db, hash, found)?,
                // The gap cannot be filled: what comes after it is told by it.
                None => return Ok(()),
            }
        }
        if event.is_none() {
            found.add(Fault::Missing, "events", leaf.event);
        }
        match self.judged(leaf, event, stored, found) {
            Some(hash) => self.push(db, hash, found),
            None => Ok(()),
        }
    }

    /// The hash that the leaf's place has: the one that two of event, leaf and tile agree on. `None` where the leaf was put in.
    fn judged(&self, leaf: &Leaf, event: Option<&LoggedEvent>, stored: Option<Hash>, found: &mut Findings) -> Option<Hash> {
        let by_leaf = leaf_hash(&leaf.entry);
        let by_event = event.map(|event| leaf_hash(&event.entry(&leaf.salt)));
        match stored {
            Some(stored) if stored == by_leaf => {
                if by_event.is_some_and(|by_event| by_event != stored) {
                    found.add(Fault::Changed, "events", leaf.event);
                }
            }
            Some(stored) if by_event == Some(stored) => {
                found.add(Fault::Changed, "log_leaves", leaf.index);
                return Some(stored);
            }
            None if leaf.index >= self.signed.newest => {
                found.add(Fault::Unexpected, "log_leaves", leaf.index);
                return None;
            }
            _ => {
                found.add(Fault::Changed, "log_tiles", place(0, leaf.index / u64::from(tile::WIDTH)));
                if by_event.is_some_and(|by_event| by_event != by_leaf) {
                    found.add(Fault::Changed, "log_leaves", leaf.index);
                }
            }
        }
        Some(by_leaf)
    }

    /// The hash of a leaf as its tile has it.
    fn stored_hash(&mut self, db: &mut Db, index: u64, found: &mut Findings) -> Result<Option<Hash>, StoreError> {
        let (tile, offset) = (index / u64::from(tile::WIDTH), index % u64::from(tile::WIDTH));
        if self.stored.as_ref().is_none_or(|(stored, _)| *stored != tile) {
            self.stored = Some((tile, stored_tile(db, 0, tile, found)?.unwrap_or_default()));
        }
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        Ok(self.stored.as_ref().and_then(|(_, hashes)| hashes.get(offset)).copied())
    }

    /// Adds a leaf to the tree, and compares each tile and each signed root that it completes.
    fn push(&mut self, db: &mut Db, leaf: Hash, found: &mut Findings) -> Result<(), StoreError> {
        let (mut height, mut hash) = (0, leaf);
        while let Some((_, left)) = self.edge.pop_if(|(other, _)| *other == height) {
            hash = merkle::node_hash(&left, &hash);
            height += 1;
        }
        self.edge.push((height, hash));
        self.size += 1;
        if let Some((root, number)) = self.signed.roots.get(&self.size) {
            let edge: Vec<Hash> = self.edge.iter().map(|(_, hash)| *hash).collect();
            if merkle::joined(&edge) != Some(*root) {
                found.add(Fault::Contradicts, "log_checkpoints", number);
            }
        }
        let mut rising = Some(leaf);
        for level in 0_u8.. {
            let Some(hash) = rising.take() else { break };
            if self.rows.len() == usize::from(level) {
                self.rows.push((0, Vec::new()));
            }
            let Some((full, row)) = self.rows.get_mut(usize::from(level)) else { break };
            row.push(hash);
            if row.len() == usize::from(tile::WIDTH) {
                compare_tile(db, level, *full, row, found)?;
                rising = merkle::complete(row);
                *full += 1;
                row.clear();
            }
        }
        Ok(())
    }

    pub(super) fn end(mut self, db: &mut Db, found: &mut Findings) -> Result<u64, StoreError> {
        for (level, (full, row)) in (0_u8..).zip(&self.rows) {
            if !row.is_empty() {
                compare_tile(db, level, *full, row, found)?;
            }
        }
        let size = self.size;
        if size < self.signed.newest {
            let missing = self.signed.newest - size;
            self.settle(missing, found);
            found.add(Fault::Missing, "log_leaves", size);
        } else {
            self.settle(0, found);
            if size > self.signed.newest {
                found.add(Fault::Missing, "log_checkpoints", self.signed.count + 1);
            }
        }
        let expected: BTreeSet<(i32, i64)> =
            Tile::all(size).map(|tile| (i32::from(tile.level), i64::try_from(tile.index).unwrap_or(i64::MAX))).collect();
        for (level, index) in found.readable("log_tiles", rows::tile_places(db))? {
            if !expected.contains(&(level, index)) {
                found.add(Fault::Unexpected, "log_tiles", place(level, index));
            }
        }
        Ok(size)
    }
}

fn stored_tile(db: &mut Db, level: u8, index: u64, found: &mut Findings) -> Result<Option<Vec<Hash>>, StoreError> {
    let bytes = found.readable("log_tiles", rows::tile_bytes(db, level, index))?;
    let Some(bytes) = bytes else { return Ok(None) };
    let hashes = tile::hashes(&bytes);
    if hashes.is_none() {
        found.add(Fault::Changed, "log_tiles", place(level, index));
    }
    Ok(hashes)
}

fn compare_tile(db: &mut Db, level: u8, index: u64, row: &[Hash], found: &mut Findings) -> Result<(), StoreError> {
    match stored_tile(db, level, index, found)? {
        None => found.add(Fault::Missing, "log_tiles", place(level, index)),
        Some(stored) if stored != row => found.add(Fault::Changed, "log_tiles", place(level, index)),
        Some(_) => {}
    }
    Ok(())
}
