//! Tokens of links, sessions and visitors: 32 random bytes in hex. Only their hash is stored.

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemRandomness;

    #[test]
    fn a_token_is_64_hexadecimal_digits_and_is_stored_hashed() {
        let token = new(&SystemRandomness);
        assert!(token.len() == 64 && token.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')));
        assert_ne!(token, new(&SystemRandomness));
        assert!(hash(&token).len() == 64 && hash(&token) != token);
    }

    #[test]
    fn a_fingerprint_tells_kinds_apart() {
        assert_ne!(fingerprint("a", "b"), fingerprint("b", "b"));
        assert_eq!(fingerprint("a", "b"), fingerprint("a", "b"));
    }
}
