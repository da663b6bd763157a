//! The tree as read from its tiles: root, proofs, and growth.

use std::collections::BTreeMap;

use super::merkle::{self, Hash};
use super::tile::{HEIGHT, Tile, WIDTH, hashes_at};

/// Where tiles are kept.
pub trait Tiles {
    /// Why a tile cannot be read.
    type Error;

    /// The first `tile.width` hashes of a tile; fewer or more are refused by whoever asks.
    ///
    /// # Errors
    /// Those of the place.
    fn read(&mut self, tile: Tile) -> Result<Vec<Hash>, Self::Error>;
}

/// Why the tree could not be read.
#[derive(Debug, thiserror::Error)]
pub enum TreeError<E> {
    /// What is asked for is not in a tree of this size.
    #[error("a tree of {size} leaves does not hold that")]
    Range {
        /// The tree's size.
        size: u64,
    },
    /// A tile is missing or has another width.
    #[error("the tile {} {} is not as wide as it must be", .0.level, .0.index)]
    Tile(Tile),
    /// The place of the tiles failed.
    #[error(transparent)]
    Read(E),
}

/// A tree of a size, read from its tiles. A tile is read once.
pub struct Tree<'a, T> {
    tiles: &'a mut T,
    size: u64,
    kept: BTreeMap<(u8, u64), Vec<Hash>>,
}

impl<'a, T: Tiles> Tree<'a, T> {
    /// The tree of the first `size` leaves of `tiles`.
    #[must_use]
    pub const fn new(tiles: &'a mut T, size: u64) -> Self {
        Self { tiles, size, kept: BTreeMap::new() }
    }

    /// How many tiles have been read.
    #[must_use]
    pub fn tiles_read(&self) -> usize {
        self.kept.len()
    }

    /// The root.
    ///
    /// # Errors
    /// [`TreeError`].
    pub fn root(&mut self) -> Result<Hash, TreeError<T::Error>> {
        if self.size == 0 {
            return Ok(merkle::empty_root());
        }
        self.over(0, self.size)
    }

    /// The hash of the leaf at `index`.
    ///
    /// # Errors
    /// [`TreeError::Range`] where the tree has no such leaf.
    pub fn leaf(&mut self, index: u64) -> Result<Hash, TreeError<T::Error>> {
        if index >= self.size {
            return Err(TreeError::Range { size: self.size });
        }
        self.complete(0, index)
    }

    /// The proof that the leaf at `index` is in the tree: the siblings on the way to the root, the leaf's own first (RFC 6962 section
    /// 2.1.1).
    ///
    /// # Errors
    /// [`TreeError::Range`] where the tree has no such leaf.
    pub fn inclusion(&mut self, index: u64) -> Result<Vec<Hash>, TreeError<T::Error>> {
        if index >= self.size {
            return Err(TreeError::Range { size: self.size });
        }
        let (mut begin, mut end) = (0, self.size);
        let mut path = Vec::new();
        while end - begin > 1 {
            let middle = begin + split(end - begin);
            if index < middle {
                path.push(self.over(middle, end)?);
                end = middle;
            } else {
                path.push(self.over(begin, middle)?);
                begin = middle;
            }
        }
        path.reverse();
        Ok(path)
    }

    /// The proof that the tree begins with that of its first `earlier` leaves (RFC 6962 section 2.1.2). Nothing needs to be proved of the
    /// empty tree.
    ///
    /// # Errors
    /// [`TreeError::Range`] where the tree is smaller than that.
    pub fn consistency(&mut self, earlier: u64) -> Result<Vec<Hash>, TreeError<T::Error>> {
        if earlier > self.size {
            return Err(TreeError::Range { size: self.size });
        }
        if earlier == 0 {
            return Ok(Vec::new());
        }
        let (mut begin, mut end) = (0, self.size);
        let mut path = Vec::new();
        // As long as everything before it is whole, the reader knows the earlier tree's own root.
        let mut known = true;
        while end != earlier {
            let middle = begin + split(end - begin);
            if earlier <= middle {
                path.push(self.over(middle, end)?);
                end = middle;
            } else {
                path.push(self.over(begin, middle)?);
                begin = middle;
                known = false;
            }
        }
        if !known {
            path.push(self.over(begin, end)?);
        }
        path.reverse();
        Ok(path)
    }

    /// The hash over the leaves from `begin` to before `end`, where `begin` is one that the tree is split at.
    fn over(&mut self, begin: u64, end: u64) -> Result<Hash, TreeError<T::Error>> {
        let mut parts = Vec::new();
        let mut from = begin;
        for height in (0..u64::BITS).rev() {
            if (end - begin) >> height & 1 == 1 {
                parts.push(self.complete(height, from >> height)?);
                from += 1 << height;
            }
        }
        merkle::joined(&parts).ok_or(TreeError::Range { size: self.size })
    }

    /// The hash of the complete subtree number `index` of 2^`height` leaves.
    fn complete(&mut self, height: u32, index: u64) -> Result<Hash, TreeError<T::Error>> {
        let range = TreeError::Range { size: self.size };
        let (level, above) = (height / HEIGHT, height % HEIGHT);
        let Ok(level) = u8::try_from(level) else { return Err(range) };
        let first = index << above;
        let (tile, offset) = (first / u64::from(WIDTH), first % u64::from(WIDTH));
        let hashes = self.tile(level, tile)?;
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        hashes.get(offset..).and_then(|rest| rest.get(..1 << above)).and_then(merkle::complete).ok_or(range)
    }

    fn tile(&mut self, level: u8, index: u64) -> Result<&[Hash], TreeError<T::Error>> {
        let tile = Tile::of(level, index, self.size).ok_or(TreeError::Range { size: self.size })?;
        let hashes = match self.kept.remove(&(level, index)) {
            Some(hashes) => hashes,
            None => whole(self.tiles, tile)?,
        };
        Ok(self.kept.entry((level, index)).or_insert(hashes))
    }
}

/// A tile as wide as it must be.
fn whole<T: Tiles>(tiles: &mut T, tile: Tile) -> Result<Vec<Hash>, TreeError<T::Error>> {
    let hashes = tiles.read(tile).map_err(TreeError::Read)?;
    if hashes.len() == usize::from(tile.width) { Ok(hashes) } else { Err(TreeError::Tile(tile)) }
}

/// The largest power of two below `count`, which is 2 or more: where a tree is split.
const fn split(count: u64) -> u64 {
    1 << (count - 1).ilog2()
}

/// What comes of adding leaves to a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grown {
    /// The tiles that are new or longer, each with all its hashes.
    pub tiles: Vec<(Tile, Vec<Hash>)>,
    /// The root of the larger tree.
    pub root: Hash,
}

/// Adds `leaves` to a tree of `size` leaves; nothing is written.
///
/// # Errors
/// [`TreeError`] where the tiles at the right edge cannot be read.
pub fn grow<T: Tiles>(tiles: &mut T, size: u64, leaves: &[Hash]) -> Result<Grown, TreeError<T::Error>> {
    let mut changed = Vec::new();
    let (mut added, mut level) = (leaves.to_vec(), 0);
    while !added.is_empty() {
        let there = hashes_at(level, size);
        let mut index = there / u64::from(WIDTH);
        let mut row = match Tile::of(level, index, size) {
            Some(tile) => whole(tiles, tile)?,
            None => Vec::new(),
        };
        let mut above = Vec::new();
        for hash in added {
            row.push(hash);
            if row.len() == usize::from(WIDTH) {
                above.extend(merkle::complete(&row));
                changed.push((Tile { level, index, width: WIDTH }, std::mem::take(&mut row)));
                index += 1;
            }
        }
        if let Some(width) = u16::try_from(row.len()).ok().filter(|width| *width > 0) {
            changed.push((Tile { level, index, width }, row));
        }
        added = above;
        level += 1;
    }
    let new_size = u64::try_from(leaves.len()).ok().and_then(|count| size.checked_add(count)).ok_or(TreeError::Range { size })?;
    let mut over = Over { changed: &changed, below: tiles };
    let root = Tree::new(&mut over, new_size).root()?;
    Ok(Grown { tiles: changed, root })
}

/// Changed tiles over those that are kept.
struct Over<'a, T> {
    changed: &'a [(Tile, Vec<Hash>)],
    below: &'a mut T,
}

impl<T: Tiles> Tiles for Over<'_, T> {
    type Error = T::Error;

    fn read(&mut self, tile: Tile) -> Result<Vec<Hash>, T::Error> {
        match self.changed.iter().find(|(changed, _)| (changed.level, changed.index) == (tile.level, tile.index)) {
            Some((_, hashes)) => Ok(hashes.clone()),
            None => self.below.read(tile),
        }
    }
}
