//! Tokens of links and sessions: 32 random bytes in hex. Only their hash is stored.

use sha2::{Digest, Sha256};

use crate::clock::Randomness;

/// A new raw token: 64 hexadecimal digits.
#[must_use]
pub fn new(randomness: &dyn Randomness) -> String {
    hex::encode(randomness.bytes32())
}

/// What is stored of a token. A token has 256 bits, so a plain hash is enough.
#[must_use]
pub fn hash(raw: &str) -> String {
    hex::encode(Sha256::digest(raw.as_bytes()))
}

/// A hash for what is only compared, never shown: limits by address and network, contacts that were told.
#[must_use]
pub fn fingerprint(kind: &str, value: &str) -> String {
    hex::encode(Sha256::new().chain_update(kind.as_bytes()).chain_update(b"\n").chain_update(value.as_bytes()).finalize())
}
