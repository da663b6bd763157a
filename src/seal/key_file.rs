//! Reading the seal's key: PKCS#12 (RFC 7292), or PEM with PKCS#8, SEC 1 or PKCS#1 in it.

use std::path::Path;

use const_oid::ObjectIdentifier;
use p12_keystore::{KeyStore, KeyStoreEntry};
use rustls_pki_types::pem::{PemObject as _, SectionKind};

use super::asn1::{BadDer, Reader, Tlv, tag};
use super::key::{KeyError, SealKey};
use super::oid;

/// A private key as a file has it.
pub(super) enum PrivateKey {
    /// On a named curve; the number as bytes, leading zeros perhaps left out.
    Ec { curve: ObjectIdentifier, scalar: Vec<u8> },
    /// RSAPrivateKey (RFC 8017, A.1.2).
    Rsa { der: Vec<u8> },
    /// None of those that can be used.
    Other { algorithm: ObjectIdentifier },
}

impl SealKey {
    /// Reads the key from a file, which is PEM if it says so and PKCS#12 otherwise.
    ///
    /// # Errors
    /// When the file is missing, cannot be read, or its key cannot be used.
    pub fn from_file(path: &Path, password: Option<&str>) -> Result<Self, KeyError> {
        let bytes =
            std::fs::read(path).map_err(|error| KeyError::Missing { path: path.to_owned(), reason: error.to_string() })?;
        match std::str::from_utf8(&bytes) {
            Ok(text) if text.contains("-----BEGIN ") => Self::from_pem(text),
            _ => Self::from_pkcs12(&bytes, password.unwrap_or_default()),
        }
    }

    /// Reads the key from PKCS#12 with one private key, its certificate and those of its authorities.
    ///
    /// # Errors
    /// When it cannot be read, the password is not right, or the key cannot be used.
    pub fn from_pkcs12(bytes: &[u8], password: &str) -> Result<Self, KeyError> {
        use p12_keystore::error::Error;
        let store = KeyStore::from_pkcs12(bytes, password).map_err(|error| match error {
            Error::MacError(_) => KeyError::WrongPassword,
            other => KeyError::Unreadable { reason: other.to_string() },
        })?;
        let mut chains = store.entries().filter_map(|(_, entry)| match entry {
            KeyStoreEntry::PrivateKeyChain(chain) => Some(chain),
            _ => None,
        });
        let chain = chains.next().ok_or(KeyError::Lacks("private key"))?;
        if chains.next().is_some() {
            return Err(KeyError::SeveralKeys);
        }
        let key = pkcs8(chain.key()).map_err(|_| broken_key())?;
        Self::join(&key, chain.chain().iter().map(|certificate| certificate.as_der().to_vec()).collect())
    }

    /// Reads the key from PEM: one private key without a password, its certificate, and those of its authorities, in any order.
    ///
    /// # Errors
    /// When it cannot be read, the key is encrypted, or cannot be used.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let mut keys = Vec::new();
        let mut certificates = Vec::new();
        for section in <(SectionKind, Vec<u8>)>::pem_slice_iter(text.as_bytes()) {
            let (kind, der) = section.map_err(|error| KeyError::Unreadable { reason: error.to_string() })?;
            match kind {
                SectionKind::Certificate => certificates.push(der),
                SectionKind::PrivateKey => keys.push(pkcs8(&der)),
                SectionKind::RsaPrivateKey => keys.push(Ok(PrivateKey::Rsa { der })),
                SectionKind::EcPrivateKey => keys.push(sec1(&der, None)),
                _ => {}
            }
        }
        if text.contains("ENCRYPTED") {
            return Err(KeyError::WrongPassword);
        }
        if keys.len() > 1 {
            return Err(KeyError::SeveralKeys);
        }
        let key = keys.pop().ok_or(KeyError::Lacks("private key"))?.map_err(|_| broken_key())?;
        Self::join(&key, certificates)
    }
}

fn broken_key() -> KeyError {
    KeyError::Unreadable { reason: "the private key is broken".to_owned() }
}

/// PrivateKeyInfo (RFC 5958, 2).
fn pkcs8(der: &[u8]) -> Result<PrivateKey, BadDer> {
    let mut parts = Tlv::only(der)?.inside();
    parts.expect(tag::INTEGER)?;
    let mut algorithm = parts.sequence()?;
    let id = algorithm.expect(tag::OID)?.oid()?;
    let key = parts.expect(tag::OCTET_STRING)?.value;
    match id {
        oid::EC => sec1(key, Some(algorithm.next()?.oid()?)),
        oid::RSA => Ok(PrivateKey::Rsa { der: key.to_vec() }),
        algorithm => Ok(PrivateKey::Other { algorithm }),
    }
}

/// ECPrivateKey (RFC 5915, 3); the curve is in it where nothing around it names it.
fn sec1(der: &[u8], curve: Option<ObjectIdentifier>) -> Result<PrivateKey, BadDer> {
    let mut parts = Reader::new(der).sequence()?;
    parts.expect(tag::INTEGER)?;
    let scalar = parts.expect(tag::OCTET_STRING)?.value.to_vec();
    let named = parts.optional(tag::context(0))?;
    let curve = match (curve, named) {
        (Some(curve), _) => curve,
        (None, Some(named)) => named.inside().next()?.oid()?,
        (None, None) => return Err(BadDer),
    };
    Ok(PrivateKey::Ec { curve, scalar })
}
