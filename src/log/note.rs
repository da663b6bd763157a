//! Text signed by a key with a name (C2SP signed-note), with Ed25519 (RFC 8032).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};

use super::merkle::sha256;

/// The byte that says Ed25519 in key ids and in the text of keys.
const ED25519_TYPE: u8 = 1;
/// What a PKCS#8 Ed25519 key is before its 32 bytes (RFC 8410 section 7).
const PKCS8_HEAD: [u8; 16] = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
const PEM_BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const PEM_END: &str = "-----END PRIVATE KEY-----";
/// The most bytes and signatures that a note may have: a log that signs, and witnesses beside it.
const MOST_BYTES: usize = 64 * 1024;
const MOST_SIGNATURES: usize = 100;
/// What a signature line begins with: an em dash and a space.
const DASH: &str = "\u{2014} ";

/// Why a note, a key or its text cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// It is no signed note.
    #[error("this is no signed note")]
    Form,
    /// It is signed by nobody that is trusted.
    #[error("the note is not signed by a key that is trusted")]
    Unsigned,
    /// A signature says that it is by a trusted key, and is not.
    #[error("the signature of the note is false")]
    Signature,
    /// A name cannot stand in a note: it is empty or has a space or a plus sign.
    #[error("the name of a key has no spaces and no plus sign")]
    Name,
    /// It is no Ed25519 key in PKCS#8.
    #[error("this is no Ed25519 key in PKCS#8")]
    PrivateKey,
    /// It is not the text of a key.
    #[error("expected the text of a key, NAME+ID+KEY")]
    VerifierKey,
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|character| character.is_whitespace() || character.is_control() || character == '+')
}

/// The key that a note is checked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    public: [u8; 32],
}

impl VerifierKey {
    /// The key of 32 bytes `public` under `name`.
    ///
    /// # Errors
    /// [`NoteError::Name`].
    pub fn new(name: &str, public: [u8; 32]) -> Result<Self, NoteError> {
        if is_name(name) { Ok(Self { name: name.to_owned(), public }) } else { Err(NoteError::Name) }
    }

    /// Reads the text `NAME+ID+KEY`: id in 8 hexadecimal digits, type byte and key in base64.
    ///
    /// # Errors
    /// [`NoteError::VerifierKey`], also where the id is not that of the key.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoteError::VerifierKey);
        };
        let bytes = STANDARD.decode(key).map_err(|_| NoteError::VerifierKey)?;
        let public = match bytes.split_first() {
            Some((&ED25519_TYPE, public)) => public.try_into().map_err(|_| NoteError::VerifierKey)?,
            _ => return Err(NoteError::VerifierKey),
        };
        let key = Self::new(name, public).map_err(|_| NoteError::VerifierKey)?;
        if hex::encode(key.id()) == id { Ok(key) } else { Err(NoteError::VerifierKey) }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The 32 bytes of the public key (RFC 8032 section 5.1.5).
    #[must_use]
    pub const fn public(&self) -> &[u8; 32] {
        &self.public
    }

    /// The key's id: the first four bytes of SHA-256 over name, line feed, type and key.
    #[must_use]
    pub fn id(&self) -> [u8; 4] {
        let [a, b, c, d, ..] = sha256(&[self.name.as_bytes(), b"\n", &[ED25519_TYPE], &self.public]).0;
        [a, b, c, d]
    }

    /// SHA-256 of the public key, in hex: what people compare.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        hex::encode(sha256(&[&self.public]).0)
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = STANDARD.encode([&[ED25519_TYPE], &self.public[..]].concat());
        write!(f, "{}+{}+{key}", self.name, hex::encode(self.id()))
    }
}

/// The key that notes are signed with.
pub struct Signer {
    verifier: VerifierKey,
    pair: Ed25519KeyPair,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("verifier", &self.verifier).finish_non_exhaustive()
    }
}

impl Signer {
    /// A key from its 32 secret bytes (RFC 8032 section 5.1.5), under `name`.
    ///
    /// # Errors
    /// [`NoteError::Name`].
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, NoteError> {
        Self::new(name, Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| NoteError::PrivateKey)?)
    }

    /// A key from a file: PKCS#8 (RFC 8410), as PEM or as its bytes.
    ///
    /// # Errors
    /// [`NoteError::PrivateKey`], [`NoteError::Name`].
    pub fn from_file(name: &str, file: &[u8]) -> Result<Self, NoteError> {
        let der = match std::str::from_utf8(file).ok().and_then(|text| text.split_once(PEM_BEGIN)) {
            Some((_, rest)) => {
                let (body, _) = rest.split_once(PEM_END).ok_or(NoteError::PrivateKey)?;
                let body: String = body.split_whitespace().collect();
                STANDARD.decode(body).map_err(|_| NoteError::PrivateKey)?
            }
            None => file.to_vec(),
        };
        Self::new(name, Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der).map_err(|_| NoteError::PrivateKey)?)
    }

    fn new(name: &str, pair: Ed25519KeyPair) -> Result<Self, NoteError> {
        let public = pair.public_key().as_ref().try_into().map_err(|_| NoteError::PrivateKey)?;
        Ok(Self { verifier: VerifierKey::new(name, public)?, pair })
    }

    /// The key that the notes are checked with.
    #[must_use]
    pub const fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// `text`, which ends with a line feed, with the signature under it.
    #[must_use]
    pub fn sign(&self, text: &str) -> String {
        let signature = self.pair.sign(text.as_bytes());
        let signature = STANDARD.encode([&self.verifier.id()[..], signature.as_ref()].concat());
        [text, "\n", DASH, &self.verifier.name, " ", &signature, "\n"].concat()
    }
}

/// The file of a key by its 32 secret bytes: PKCS#8 in PEM, as `openssl genpkey -algorithm ed25519` writes it.
#[must_use]
pub fn key_file(seed: &[u8; 32]) -> String {
    let body = STANDARD.encode([&PKCS8_HEAD[..], seed].concat());
    [PEM_BEGIN, "\n", &body, "\n", PEM_END, "\n"].concat()
}

/// The text of a note that one of `keys` signed. Signatures by others are let be; a false one by a key that is known is not.
///
/// # Errors
/// [`NoteError`].
pub fn open<'a>(note: &'a str, keys: &[VerifierKey]) -> Result<&'a str, NoteError> {
    if note.len() > MOST_BYTES || note.chars().any(|character| character.is_ascii_control() && character != '\n') {
        return Err(NoteError::Form);
    }
    let (before, signatures) = note.rsplit_once("\n\n").ok_or(NoteError::Form)?;
    // The text keeps its last line feed.
    let text = note.get(..before.len() + 1).ok_or(NoteError::Form)?;
    let lines: Vec<&str> = signatures.strip_suffix('\n').ok_or(NoteError::Form)?.split('\n').collect();
    if lines.len() > MOST_SIGNATURES {
        return Err(NoteError::Form);
    }
    let mut signed = false;
    for line in lines {
        let (name, signature) = line.strip_prefix(DASH).and_then(|rest| rest.split_once(' ')).ok_or(NoteError::Form)?;
        let bytes = STANDARD.decode(signature).map_err(|_| NoteError::Form)?;
        let (id, signature) = bytes.split_first_chunk::<4>().ok_or(NoteError::Form)?;
        if !is_name(name) || signature.is_empty() {
            return Err(NoteError::Form);
        }
        for key in keys.iter().filter(|key| key.name == name && key.id() == *id) {
            let checked = UnparsedPublicKey::new(&ED25519, &key.public).verify(text.as_bytes(), signature);
            checked.map_err(|_| NoteError::Signature)?;
            signed = true;
        }
    }
    if signed { Ok(text) } else { Err(NoteError::Unsigned) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Signed by OpenSSL: tests/log/reference.py.
    const NOTE: &str = "log.example/log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n\
        \u{2014} log.example/log q0mgYy4KKveOipflqgmykd1YiFqsIWyxVIwE+gRih470yrBZntIEFN6+zyj3oK9huXsVF74+tlZI0rrBdtcTJ+FlAA0=\n";
    const KEY: &str = "log.example/log+ab49a063+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";

    fn signer(name: &str, secret: u8) -> Signer {
        Signer::from_seed(name, &[secret; 32]).unwrap()
    }

    #[test]
    fn a_note_signed_by_another_program_is_read_and_written_alike() {
        let key = VerifierKey::parse(KEY).unwrap();
        assert_eq!((key.name(), key.to_string().as_str()), ("log.example/log", KEY));
        let text = open(NOTE, &[key]).unwrap();
        assert_eq!(text.lines().count(), 3);
        let ours = signer("log.example/log", 1);
        assert_eq!((ours.verifier().to_string().as_str(), ours.sign(text).as_str()), (KEY, NOTE));
    }

    #[test]
    fn what_is_signed_opens_for_whoever_knows_the_key() {
        let (ours, other) = (signer("log.example", 1), signer("log.example", 2));
        let note = ours.sign("one\n\ntwo\n");
        assert_eq!(open(&note, &[ours.verifier().clone()]), Ok("one\n\ntwo\n"));
        assert_eq!(open(&note, &[other.verifier().clone()]), Err(NoteError::Unsigned));
        assert_eq!(open(&note, &[]), Err(NoteError::Unsigned));
        // Another's signature beside ours is let be.
        let line = signer("witness.example", 3).sign("one\n\ntwo\n");
        let both = [note.as_str(), line.rsplit_once("\n\n").unwrap().1].concat();
        assert_eq!(open(&both, &[ours.verifier().clone()]), Ok("one\n\ntwo\n"));
        // A false one under our name is not.
        let false_one = [note.as_str(), ours.sign("else\n").rsplit_once("\n\n").unwrap().1].concat();
        assert_eq!(open(&false_one, &[ours.verifier().clone()]), Err(NoteError::Signature));
    }

    #[test]
    fn any_changed_byte_of_a_note_is_found() {
        let ours = signer("log.example", 1);
        let note = ours.sign("log.example\n1\nAAAA\n");
        for place in 0..note.len() {
            for bit in 0..8 {
                let mut bytes = note.clone().into_bytes();
                bytes[place] ^= 1 << bit;
                let Ok(changed) = String::from_utf8(bytes) else { continue };
                assert!(open(&changed, &[ours.verifier().clone()]).is_err(), "{changed}");
            }
        }
    }

    #[test]
    fn what_is_no_note_is_refused() {
        let key = [signer("a", 1).verifier().clone()];
        for note in [
            "",
            "\n",
            "a\n",
            "a\n\n",
            "a\n\n\u{2014} a AAAA",
            "a\n\n\u{2014} a AAAA\n",
            "a\n\n- a AAAAAAA=\n",
            "a\r\n\n\u{2014} a AAAAAAA=\n",
        ] {
            assert_eq!(open(note, &key), Err(NoteError::Form), "{note:?}");
        }
        let many = ["a\n\n", &"\u{2014} a AAAAAAA=\n".repeat(MOST_SIGNATURES + 1)].concat();
        assert_eq!(open(&many, &key), Err(NoteError::Form));
        assert_eq!(open(&"a".repeat(MOST_BYTES + 1), &key), Err(NoteError::Form));
    }

    #[test]
    fn a_key_is_read_from_its_file_and_its_text() {
        let (ours, seed) = (signer("log.example/log", 7), [7; 32]);
        let file = key_file(&seed);
        assert_eq!(Signer::from_file("log.example/log", file.as_bytes()).unwrap().verifier(), ours.verifier());
        let der = [&PKCS8_HEAD[..], &seed].concat();
        assert_eq!(Signer::from_file("log.example/log", &der).unwrap().verifier(), ours.verifier());
        assert_eq!(Signer::from_file("log", b"-----BEGIN PRIVATE KEY-----\n!").unwrap_err(), NoteError::PrivateKey);
        assert_eq!(Signer::from_file("log", b"").unwrap_err(), NoteError::PrivateKey);
        for name in ["", "a b", "a+b", "a\u{a0}b", "a\n"] {
            assert_eq!(Signer::from_seed(name, &seed).unwrap_err(), NoteError::Name, "{name:?}");
        }
        let text = ours.verifier().to_string();
        assert_eq!(VerifierKey::parse(&text).as_ref(), Ok(ours.verifier()));
        for wrong in ["", "a", "a+b", "a+b+c", "log+00000000+AQ==", &text[1..], &text.replace('+', " ")] {
            assert_eq!(VerifierKey::parse(wrong), Err(NoteError::VerifierKey), "{wrong}");
        }
    }

    /// RFC 8032 section 7.1, test 1.
    #[test]
    fn the_key_of_a_seed_is_that_of_the_rfc() {
        let seed: [u8; 32] =
            hex::decode("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").unwrap().try_into().unwrap();
        let signer = Signer::from_seed("x", &seed).unwrap();
        assert_eq!(hex::encode(signer.verifier().public()), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    }
}
