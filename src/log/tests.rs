//! The tree against values that tests/log/reference.py computes, and against a naive recursion.

use std::collections::BTreeMap;
use std::convert::Infallible;

use super::merkle::{empty_root, joined, leaf_hash, node_hash, verify_consistency, verify_inclusion};
use super::tile::{Resource, hashes_at};
use super::*;

/// Tiles in memory.
#[derive(Default)]
struct Kept {
    tiles: BTreeMap<(u8, u64), Vec<Hash>>,
    size: u64,
    root: Option<Hash>,
}

impl Tiles for Kept {
    type Error = Infallible;

    fn read(&mut self, tile: Tile) -> Result<Vec<Hash>, Infallible> {
        let mut hashes = self.tiles.get(&(tile.level, tile.index)).cloned().unwrap_or_default();
        hashes.truncate(tile.width.into());
        Ok(hashes)
    }
}

impl Kept {
    fn add(&mut self, leaves: &[Hash]) {
        let size = self.size;
        let Grown { tiles: changed, root } = grow(self, size, leaves).unwrap();
        for (tile, hashes) in changed {
            // What was there stays, and only grows.
            let before = self.tiles.insert((tile.level, tile.index), hashes.clone()).unwrap_or_default();
            assert!(hashes.starts_with(&before) && hashes.len() == usize::from(tile.width) && before.len() < 256);
        }
        self.size += leaves.len() as u64;
        self.root = Some(root);
    }

    fn of(leaves: &[Hash]) -> Self {
        let mut kept = Self::default();
        kept.add(leaves);
        kept
    }
}

fn leaves(count: u32) -> Vec<Hash> {
    (0..count).map(|number| leaf_hash(&number.to_be_bytes())).collect()
}

/// The definition (RFC 6962 section 2.1).
fn naive(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [one] => *one,
        more => {
            let (left, right) = more.split_at(more.len().next_power_of_two() / 2);
            node_hash(&naive(left), &naive(right))
        }
    }
}

fn naive_path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
    let (mut path, other) = if index < left.len() {
        (naive_path(index, left), naive(right))
    } else {
        (naive_path(index - left.len(), right), naive(left))
    };
    path.push(other);
    path
}

fn naive_consistency(earlier: usize, leaves: &[Hash], known: bool) -> Vec<Hash> {
    if earlier == leaves.len() {
        return if known { Vec::new() } else { vec![naive(leaves)] };
    }
    let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
    let (mut path, other) = if earlier <= left.len() {
        (naive_consistency(earlier, left, known), naive(right))
    } else {
        (naive_consistency(earlier - left.len(), right, false), naive(left))
    };
    path.push(other);
    path
}

/// The eight leaves that tests of Certificate Transparency use.
fn eight() -> Vec<Hash> {
    let entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    entries.map(|entry| leaf_hash(&hex::decode(entry).unwrap())).to_vec()
}

fn root_of(tiles: &mut Kept, size: u64) -> Hash {
    Tree::new(tiles, size).root().unwrap()
}

fn hexes(path: &[Hash]) -> Vec<String> {
    path.iter().map(|hash| hex::encode(hash.0)).collect()
}

#[test]
fn roots_are_those_that_others_compute() {
    let expected = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let mut kept = Kept::of(&eight());
    for (size, root) in (0..).zip(expected) {
        assert_eq!(hex::encode(root_of(&mut kept, size).0), root, "{size}");
    }
    let mut kept = Kept::of(&leaves(70_000));
    let root = "339ecf3ae716405fdc28cef164e45a785cade0d5bc3e1400a7a4d70d0b2dec9b";
    assert_eq!(hex::encode(root_of(&mut kept, 70_000).0), root);
    assert_eq!(Some(root_of(&mut kept, 70_000)), kept.root);
}

#[test]
fn proofs_are_those_that_others_compute() {
    let mut kept = Kept::of(&eight());
    assert_eq!(
        hexes(&Tree::new(&mut kept, 8).inclusion(5).unwrap()),
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
    );
    assert_eq!(
        hexes(&Tree::new(&mut kept, 5).inclusion(4).unwrap()),
        ["d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"]
    );
    assert_eq!(
        hexes(&Tree::new(&mut kept, 7).consistency(3).unwrap()),
        [
            "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
            "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e",
        ]
    );
    assert_eq!(
        hexes(&Tree::new(&mut kept, 7).consistency(4).unwrap()),
        ["837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e"]
    );
    assert_eq!(
        hexes(&Tree::new(&mut kept, 8).consistency(6).unwrap()),
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
    );
}

#[test]
fn every_proof_of_small_trees_is_that_of_the_definition_and_verifies() {
    const MOST: usize = 70;
    let leaves = leaves(u32::try_from(MOST).unwrap());
    let mut kept = Kept::of(&leaves);
    for size in 1..=MOST {
        let of = &leaves[..size];
        let root = naive(of);
        assert_eq!(root_of(&mut kept, size as u64), root);
        for (index, leaf) in of.iter().enumerate() {
            let path = Tree::new(&mut kept, size as u64).inclusion(index as u64).unwrap();
            assert_eq!(path, naive_path(index, of), "{index} {size}");
            verify_inclusion(leaf, index as u64, size as u64, &path, &root).unwrap();
            assert_eq!(Tree::new(&mut kept, size as u64).leaf(index as u64).unwrap(), *leaf);
        }
        for earlier in 1..=size {
            let path = Tree::new(&mut kept, size as u64).consistency(earlier as u64).unwrap();
            assert_eq!(path, naive_consistency(earlier, of, true), "{earlier} {size}");
            verify_consistency((earlier as u64, &naive(&leaves[..earlier])), (size as u64, &root), &path).unwrap();
        }
        verify_consistency((0, &empty_root()), (size as u64, &root), &[]).unwrap();
    }
}

#[test]
fn a_tree_that_grows_in_any_steps_is_the_same_tree() {
    let leaves = leaves(3_000);
    let whole = Kept::of(&leaves);
    for step in [1, 7, 255, 256, 257, 600] {
        let mut kept = Kept::default();
        for part in leaves.chunks(step) {
            kept.add(part);
            let size = usize::try_from(kept.size).unwrap();
            if size % 500 < step {
                assert_eq!(kept.root, Some(naive(&leaves[..size])), "{step} {size}");
            }
        }
        assert_eq!(kept.tiles, whole.tiles, "{step}");
    }
    let listed: Vec<(u8, u64)> = Tile::all(3_000).map(|tile| (tile.level, tile.index)).collect();
    assert_eq!(listed, whole.tiles.keys().copied().collect::<Vec<_>>());
    assert_eq!(hashes_at(1, 3_000), 11);
}

#[test]
fn proofs_in_a_tree_of_many_tiles_verify() {
    const SIZE: u64 = 66_000;
    let leaves = leaves(66_000);
    let mut kept = Kept::of(&leaves);
    let root = kept.root.unwrap();
    for index in [0, 1, 255, 256, 65_535, 65_536, 65_790, 65_792, 65_999] {
        let mut tree = Tree::new(&mut kept, SIZE);
        let path = tree.inclusion(index).unwrap();
        assert!(tree.tiles_read() <= 6, "{}", tree.tiles_read());
        verify_inclusion(&leaves[usize::try_from(index).unwrap()], index, SIZE, &path, &root).unwrap();
    }
    for earlier in [1, 255, 256, 257, 40_000, 65_535, 65_536, 65_537, 65_999, 66_000] {
        let mut tree = Tree::new(&mut kept, SIZE);
        let path = tree.consistency(earlier).unwrap();
        assert!(tree.tiles_read() <= 9, "{}", tree.tiles_read());
        let earlier_root = root_of(&mut kept, earlier);
        verify_consistency((earlier, &earlier_root), (SIZE, &root), &path).unwrap();
    }
}

#[test]
fn a_false_proof_proves_nothing() {
    let leaves = leaves(21);
    let mut kept = Kept::of(&leaves);
    let root = kept.root.unwrap();
    let path = Tree::new(&mut kept, 21).inclusion(9).unwrap();
    let inclusion = |leaf: &Hash, index, size, path: &[Hash], root: &Hash| verify_inclusion(leaf, index, size, path, root);
    assert_eq!(inclusion(&leaves[9], 9, 21, &path, &root), Ok(()));
    assert_eq!(inclusion(&leaves[8], 9, 21, &path, &root), Err(ProofError::Root));
    assert_eq!(inclusion(&leaves[9], 9, 21, &path, &leaves[0]), Err(ProofError::Root));
    for index in (0..21).filter(|index| *index != 9) {
        assert!(inclusion(&leaves[9], index, 21, &path, &root).is_err(), "{index}");
    }
    assert_eq!(inclusion(&leaves[9], 21, 21, &path, &root), Err(ProofError::Range));
    assert_eq!(inclusion(&leaves[9], 9, 0, &path, &root), Err(ProofError::Range));
    assert_eq!(inclusion(&leaves[9], 9, 21, &path[..4], &root), Err(ProofError::Length));
    assert_eq!(inclusion(&leaves[9], 9, 21, &[path.as_slice(), &[root]].concat(), &root), Err(ProofError::Length));
    for place in 0..path.len() {
        let mut changed = path.clone();
        changed[place].0[31] ^= 1;
        assert_eq!(inclusion(&leaves[9], 9, 21, &changed, &root), Err(ProofError::Root));
    }
    let (earlier, path) = (root_of(&mut kept, 13), Tree::new(&mut kept, 21).consistency(13).unwrap());
    let consistency = |first, second, path: &[Hash]| verify_consistency((first, &earlier), (second, &root), path);
    assert_eq!(consistency(13, 21, &path), Ok(()));
    assert_eq!(consistency(22, 21, &path), Err(ProofError::Range));
    assert_eq!(consistency(0, 21, &[]), Err(ProofError::Root));
    assert_eq!(consistency(21, 21, &[]), Err(ProofError::Root));
    assert_eq!(consistency(13, 21, &[]), Err(ProofError::Length));
    assert!(consistency(13, 21, &path[1..]).is_err());
    assert_eq!(consistency(13, 21, &[path.as_slice(), &[root]].concat()), Err(ProofError::Length));
    for place in 0..path.len() {
        let mut changed = path.clone();
        changed[place].0[0] ^= 1;
        assert!(consistency(13, 21, &changed).is_err());
    }
    // What size the later root is of is vouched for by the checkpoint; the proof binds the earlier one.
    for first in [1, 12, 14, 16, 20] {
        assert!(consistency(first, 21, &path).is_err(), "{first}");
    }
}

#[test]
fn what_the_tree_does_not_hold_is_refused() {
    let mut kept = Kept::of(&leaves(5));
    assert!(matches!(Tree::new(&mut kept, 5).inclusion(5), Err(TreeError::Range { size: 5 })));
    assert!(matches!(Tree::new(&mut kept, 5).leaf(5), Err(TreeError::Range { size: 5 })));
    assert!(matches!(Tree::new(&mut kept, 5).consistency(6), Err(TreeError::Range { size: 5 })));
    assert_eq!(Tree::new(&mut kept, 5).consistency(0).unwrap(), []);
    assert_eq!(Tree::new(&mut kept, 0).root().unwrap(), empty_root());
    // The tiles are of a smaller tree than is asked for.
    assert!(matches!(Tree::new(&mut kept, 6).root(), Err(TreeError::Tile(_))));
    assert!(matches!(grow(&mut kept, 6, &leaves(1)), Err(TreeError::Tile(_))));
    assert_eq!((joined(&[]), merkle::complete(&[]), merkle::complete(&leaves(3))), (None, None, None));
}

#[test]
fn a_proof_is_a_text_that_is_checked_offline() {
    let entries = [[1; 32], [2; 32], [3; 32]];
    let hashes: Vec<Hash> = entries.iter().map(|entry| leaf_hash(entry)).collect();
    let mut kept = Kept::of(&hashes);
    let signer = Signer::from_seed("log.example/log", &[1; 32]).unwrap();
    let checkpoint = Checkpoint { origin: "log.example/log".to_owned(), size: 3, root: kept.root.unwrap() };
    let keys = [signer.verifier().clone()];
    for (index, entry) in (0..).zip(&entries) {
        let path = Tree::new(&mut kept, 3).inclusion(index).unwrap();
        let extra = (index == 1).then(|| b"salt".to_vec());
        let proof = InclusionProof { extra, index, path, checkpoint: checkpoint.sign(&signer) };
        let text = proof.to_string();
        assert!(text.starts_with("c2sp.org/tlog-proof@v1\n"), "{text}");
        let read = InclusionProof::parse(&text).unwrap();
        assert_eq!(read, proof);
        assert_eq!(read.verify(entry, &keys).unwrap(), checkpoint);
        assert_eq!(read.verify(&[9; 32], &keys), Err(InclusionError::Proof(ProofError::Root)));
        assert!(matches!(read.verify(entry, &[]), Err(InclusionError::Checkpoint(_))));
        // Every byte counts but those of what the application adds, for which nothing vouches.
        let from = if proof.extra.is_some() { text.match_indices('\n').nth(1).unwrap().0 } else { 0 };
        for place in from..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[place] ^= 1;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            assert!(InclusionProof::parse(&changed).and_then(|proof| proof.verify(entry, &keys)).is_err(), "{changed}");
        }
    }
    for wrong in ["", "c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v1\nindex 01\n\nx", "c2sp.org/tlog-proof@v2\nindex 1\n\nx"]
    {
        assert_eq!(InclusionProof::parse(wrong), Err(InclusionError::Form), "{wrong}");
    }
    let long =
        ["c2sp.org/tlog-proof@v1\nindex 1\n", &[Hash([0; 32]).base64().as_str(), "\n"].concat().repeat(64), "\nx"].concat();
    assert_eq!(InclusionProof::parse(&long), Err(InclusionError::Form));
    assert_eq!(Resource::parse("tile/0/000").map(|resource| resource.to_string()).as_deref(), Some("tile/0/000"));
}
