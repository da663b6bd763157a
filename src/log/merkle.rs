//! Hashes of the Merkle tree (RFC 6962 section 2.1, RFC 9162 section 2.1.1) and the checks of its proofs (RFC 9162 sections 2.1.3.2 and
//! 2.1.4.2).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{Context, SHA256};

/// A SHA-256 hash of the tree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl Hash {
    /// Reads 32 bytes; `None` for any other number.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// As checkpoints and proofs write it: base64 with padding (RFC 4648 section 4).
    #[must_use]
    pub fn base64(&self) -> String {
        STANDARD.encode(self.0)
    }

    /// Reads what [`Hash::base64`] writes; `None` for anything else.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        Self::from_slice(&STANDARD.decode(text).ok()?)
    }
}

/// SHA-256 of the parts one after the other.
#[must_use]
pub fn sha256(parts: &[&[u8]]) -> Hash {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(part);
    }
    let mut hash = [0; 32];
    hash.copy_from_slice(context.finish().as_ref());
    Hash(hash)
}

/// The root of a tree without leaves.
#[must_use]
pub fn empty_root() -> Hash {
    sha256(&[])
}

/// The hash of a leaf that holds `entry`.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Hash {
    sha256(&[&[0], entry])
}

/// The hash of the node over two others.
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    sha256(&[&[1], &left.0, &right.0])
}

/// The hash over complete subtrees that stand side by side, the largest first: the last two are joined, then the one before with what
/// came of it, and so on. `None` without any.
#[must_use]
pub fn joined(hashes: &[Hash]) -> Option<Hash> {
    hashes.iter().rev().copied().reduce(|right, left| node_hash(&left, &right))
}

/// The hash of a complete subtree by its leaves or by the hashes of one of its levels; there must be a power of two of them, else `None`.
#[must_use]
pub fn complete(hashes: &[Hash]) -> Option<Hash> {
    if !hashes.len().is_power_of_two() {
        return None;
    }
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        row =
            row.chunks(2).filter_map(|pair| if let [left, right] = pair { Some(node_hash(left, right)) } else { None }).collect();
    }
    row.first().copied()
}

/// Why a proof proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The leaf is not in a tree of this size, or the first tree is larger than the second.
    #[error("the proof is about something that a tree of this size does not hold")]
    Range,
    /// It has too few or too many hashes.
    #[error("the proof has the wrong number of hashes")]
    Length,
    /// Its hashes lead to another root.
    #[error("the proof leads to another root")]
    Root,
}

/// Checks that the leaf of hash `leaf` stands at `index` in the tree of `size` leaves and root `root` (RFC 9162 section 2.1.3.2).
///
/// # Errors
/// [`ProofError`].
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Range);
    }
    let (mut node, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in path {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    match (last == 0, hash == *root) {
        (false, _) => Err(ProofError::Length),
        (true, false) => Err(ProofError::Root),
        (true, true) => Ok(()),
    }
}

/// Checks that the tree of `second` leaves and root `second_root` begins with the tree of `first` leaves and root `first_root`, so that
/// nothing of it was changed or taken out (RFC 9162 section 2.1.4.2). Every tree begins with the empty one.
///
/// # Errors
/// [`ProofError`].
pub fn verify_consistency(
    (first, first_root): (u64, &Hash),
    (second, second_root): (u64, &Hash),
    path: &[Hash],
) -> Result<(), ProofError> {
    if first > second {
        return Err(ProofError::Range);
    }
    if first == 0 || first == second {
        let root = if first == second { *second_root } else { empty_root() };
        return match (path.is_empty(), root == *first_root) {
            (false, _) => Err(ProofError::Length),
            (true, false) => Err(ProofError::Root),
            (true, true) => Ok(()),
        };
    }
    let mut hashes = path.iter();
    let (mut node, mut last) = (first - 1, second - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    // A first tree of a power of two is a node of the second: the proof leaves it out.
    let start = if first.is_power_of_two() { Some(first_root) } else { hashes.next() };
    let start = *start.ok_or(ProofError::Length)?;
    let (mut of_first, mut of_second) = (start, start);
    for sibling in hashes {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if node & 1 == 1 || node == last {
            of_first = node_hash(sibling, &of_first);
            of_second = node_hash(sibling, &of_second);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            of_second = node_hash(&of_second, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    match (last == 0, of_first == *first_root && of_second == *second_root) {
        (false, _) => Err(ProofError::Length),
        (true, false) => Err(ProofError::Root),
        (true, true) => Ok(()),
    }
}
