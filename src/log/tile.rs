//! The layout of the tree as files (C2SP tlog-tiles): tiles of height 8, bundles of entries, and their paths.

use std::fmt;

use super::merkle::Hash;

/// How many levels of the tree a tile spans.
pub const HEIGHT: u32 = 8;
/// How many hashes a full tile has.
pub const WIDTH: u16 = 256;
/// The most levels that a tree of 2^63 leaves needs.
const LEVELS: u8 = 8;

/// A row of consecutive hashes of the tree: at level 0 of leaves, above of full tiles of the level below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    /// 0 for hashes of leaves.
    pub level: u8,
    /// From 0, within the level.
    pub index: u64,
    /// How many of its hashes there are: 1 to 256.
    pub width: u16,
}

/// What a path below `tile/` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// Hashes.
    Tile(Tile),
    /// The entries whose hashes are the tile of level 0.
    Entries(Tile),
}

/// The hashes that a tree of `size` leaves has at `level` of its tiles, those of partial tiles among them.
#[must_use]
pub const fn hashes_at(level: u8, size: u64) -> u64 {
    match size.checked_shr(HEIGHT * level as u32) {
        Some(count) => count,
        None => 0,
    }
}

impl Tile {
    /// The tile at a place in a tree of `size` leaves, as wide as it is there; `None` where the tree has none.
    #[must_use]
    pub fn of(level: u8, index: u64, size: u64) -> Option<Self> {
        let first = index.checked_mul(u64::from(WIDTH))?;
        let there = hashes_at(level, size).checked_sub(first).filter(|there| *there > 0)?;
        let width = u16::try_from(there).unwrap_or(WIDTH).min(WIDTH);
        Some(Self { level, index, width })
    }

    /// Every tile of a tree of `size` leaves.
    pub fn all(size: u64) -> impl Iterator<Item = Self> {
        (0..LEVELS).flat_map(move |level| {
            let count = hashes_at(level, size).div_ceil(u64::from(WIDTH));
            (0..count).filter_map(move |index| Self::of(level, index, size))
        })
    }

    /// Whether it has all its hashes, and never changes any more.
    #[must_use]
    pub const fn is_full(self) -> bool {
        self.width == WIDTH
    }
}

impl fmt::Display for Resource {
    /// The path from the log's address: `tile/0/x001/234.p/5`, `tile/entries/000`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tile = match self {
            Self::Tile(tile) => {
                write!(f, "tile/{}/", tile.level)?;
                tile
            }
            Self::Entries(tile) => {
                f.write_str("tile/entries/")?;
                tile
            }
        };
        f.write_str(&number(tile.index))?;
        if tile.is_full() { Ok(()) } else { write!(f, ".p/{}", tile.width) }
    }
}

impl Resource {
    /// Reads what [`Resource::to_string`] writes; `None` for anything else, as there is one way to write each.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let (level, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let (index, width) = match rest.split_once(".p/") {
            Some((index, width)) => (index, width.parse().ok().filter(|width| (1..WIDTH).contains(width))?),
            None => (rest, WIDTH),
        };
        let index = read_number(index)?;
        let resource = match level {
            "entries" => Self::Entries(Tile { level: 0, index, width }),
            level => Self::Tile(Tile { level: level.parse().ok().filter(|level| *level < 64)?, index, width }),
        };
        // Leading zeros, signs and the like: written again they look otherwise.
        (resource.to_string() == path).then_some(resource)
    }
}

/// 1234067 is `x001/x234/067`.
fn number(index: u64) -> String {
    let mut text = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        text = format!("x{:03}/{text}", rest % 1000);
        rest /= 1000;
    }
    text
}

fn read_number(text: &str) -> Option<u64> {
    text.split('/').try_fold(0_u64, |index, part| {
        let digits = part.strip_prefix('x').unwrap_or(part);
        index.checked_mul(1000)?.checked_add(digits.parse::<u16>().ok().filter(|value| *value < 1000)?.into())
    })
}

/// The bytes of a tile: its hashes one after the other.
#[must_use]
pub fn bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// Reads the bytes of a tile; `None` where they are no whole number of hashes.
#[must_use]
pub fn hashes(bytes: &[u8]) -> Option<Vec<Hash>> {
    let (whole, rest) = bytes.as_chunks::<32>();
    rest.is_empty().then(|| whole.iter().copied().map(Hash).collect())
}

/// A bundle of entries: each after its length as two bytes, the higher first. `None` where an entry is longer than that can say.
#[must_use]
pub fn bundle<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for entry in entries {
        bytes.extend(u16::try_from(entry.len()).ok()?.to_be_bytes());
        bytes.extend(entry);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_specification() {
        let tile = |level, index, width| Resource::Tile(Tile { level, index, width });
        let entries = |index, width| Resource::Entries(Tile { level: 0, index, width });
        for (resource, path) in [
            (tile(0, 0, 256), "tile/0/000"),
            (tile(0, 273, 112), "tile/0/273.p/112"),
            (tile(2, 1_234_067, 256), "tile/2/x001/x234/067"),
            (tile(0, 1000, 1), "tile/0/x001/000.p/1"),
            (entries(1_234_067, 8), "tile/entries/x001/x234/067.p/8"),
            (tile(63, u64::MAX, 255), "tile/63/x018/x446/x744/x073/x709/x551/615.p/255"),
        ] {
            assert_eq!(resource.to_string(), path);
            assert_eq!(Resource::parse(path), Some(resource), "{path}");
        }
    }

    #[test]
    fn a_path_is_written_in_one_way_only() {
        for path in [
            "tile/0/0",
            "tile/0/0000",
            "tile/00/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/0/+00",
            "tile/0/x000/000",
            "tile/0/001/000",
            "tile/0/x001",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/000.p/",
            "tile/0/",
            "tile/0",
            "tile/entries/000/",
            "tile/entry/000",
            "tile/0/x018/x446/x744/x073/x709/x551/616",
            "tile/0/x999/x018/x446/x744/x073/x709/x551/615",
            "../tile/0/000",
            "",
        ] {
            assert_eq!(Resource::parse(path), None, "{path}");
        }
    }

    #[test]
    fn the_tiles_of_seventy_thousand_leaves_are_those_of_the_specification() {
        let tiles: Vec<Tile> = Tile::all(70_000).collect();
        let full = |level| tiles.iter().filter(|tile| tile.level == level && tile.is_full()).count();
        let partial =
            |level| tiles.iter().filter(|tile| tile.level == level && !tile.is_full()).map(|tile| tile.width).collect::<Vec<_>>();
        assert_eq!((full(0), partial(0)), (273, vec![112]));
        assert_eq!((full(1), partial(1)), (1, vec![17]));
        assert_eq!((full(2), partial(2)), (0, vec![1]));
        assert_eq!(tiles.len(), 273 + 1 + 1 + 1 + 1);
        let tiles: Vec<Tile> = Tile::all(256).collect();
        assert_eq!(tiles, [Tile { level: 0, index: 0, width: 256 }, Tile { level: 1, index: 0, width: 1 }]);
        assert_eq!(Tile::all(0).count(), 0);
        assert_eq!(Tile::of(0, u64::MAX, 1), None);
    }

    #[test]
    fn a_bundle_has_each_entry_after_its_length() {
        assert_eq!(bundle([&b"ab"[..], &b""[..], &[7; 300][..]]).unwrap()[..8], [0, 2, b'a', b'b', 0, 0, 1, 44]);
        assert_eq!(bundle([&[0; 65_536][..]]), None);
        let row = [Hash([1; 32]), Hash([2; 32])];
        assert_eq!(hashes(&bytes(&row)).unwrap(), row);
        assert_eq!(hashes(&[0; 33]), None);
    }
}
