//! Digests and signature algorithms: what is computed, what is accepted, and what is too weak to prove anything.

use const_oid::ObjectIdentifier;
use ring::{digest, signature};

use super::asn1::{self, BadDer, Reader, Tlv, tag};
use super::oid;

/// A digest algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Digest {
    /// Broken: computed only so that what an old signature is worth can be said.
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Digest {
    /// The algorithm of an identifier, if it is known here.
    pub fn of(id: ObjectIdentifier) -> Option<Self> {
        match id {
            oid::SHA1 => Some(Self::Sha1),
            oid::SHA256 => Some(Self::Sha256),
            oid::SHA384 => Some(Self::Sha384),
            oid::SHA512 => Some(Self::Sha512),
            _ => None,
        }
    }

    pub const fn id(self) -> ObjectIdentifier {
        match self {
            Self::Sha1 => oid::SHA1,
            Self::Sha256 => oid::SHA256,
            Self::Sha384 => oid::SHA384,
            Self::Sha512 => oid::SHA512,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }

    /// Length in bytes.
    pub const fn length(self) -> u32 {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The digest of `parts`, one after another.
    pub fn of_parts(self, parts: &[&[u8]]) -> Vec<u8> {
        let mut context = digest::Context::new(match self {
            Self::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        });
        parts.iter().for_each(|part| context.update(part));
        context.finish().as_ref().to_vec()
    }

    /// Its AlgorithmIdentifier, without parameters (RFC 5754, 2).
    pub fn algorithm_identifier(self) -> Vec<u8> {
        asn1::sequence(&[&asn1::oid(self.id())])
    }
}

/// An AlgorithmIdentifier.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AlgorithmId<'a> {
    pub id: ObjectIdentifier,
    pub parameters: Option<Tlv<'a>>,
}

impl<'a> AlgorithmId<'a> {
    /// Reads one from its SEQUENCE.
    pub fn read(from: Tlv<'a>) -> Result<Self, BadDer> {
        if from.tag != tag::SEQUENCE {
            return Err(BadDer);
        }
        let mut parts = from.inside();
        let id = parts.expect(tag::OID)?.oid()?;
        let parameters = if parts.is_empty() { None } else { Some(parts.next()?) };
        parts.finish()?;
        Ok(Self { id, parameters })
    }
}

/// A SubjectPublicKeyInfo.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PublicKey<'a> {
    algorithm: AlgorithmId<'a>,
    /// The contents of its BIT STRING, which key identifiers are digests of.
    pub bits: &'a [u8],
}

/// What kind of key it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyKind {
    P256,
    P384,
    /// With the bits of its modulus.
    Rsa(usize),
    Ed25519,
    Other,
}

impl KeyKind {
    /// Its name for people: `RSA 3072`.
    pub fn name(self) -> String {
        match self {
            Self::P256 => "ECDSA P-256".to_owned(),
            Self::P384 => "ECDSA P-384".to_owned(),
            Self::Rsa(bits) => format!("RSA {bits}"),
            Self::Ed25519 => "Ed25519".to_owned(),
            Self::Other => "?".to_owned(),
        }
    }
}

impl<'a> PublicKey<'a> {
    /// Reads one from its SEQUENCE.
    pub fn read(from: Tlv<'a>) -> Result<Self, BadDer> {
        let mut parts = from.inside();
        let algorithm = AlgorithmId::read(parts.next()?)?;
        let bits = parts.next()?.whole_bits()?;
        parts.finish()?;
        Ok(Self { algorithm, bits })
    }

    pub fn kind(&self) -> KeyKind {
        let curve = || self.algorithm.parameters.and_then(|named| named.oid().ok());
        match self.algorithm.id {
            oid::EC if curve() == Some(oid::P256) => KeyKind::P256,
            oid::EC if curve() == Some(oid::P384) => KeyKind::P384,
            oid::RSA | oid::RSA_PSS => self.modulus_bits().map_or(KeyKind::Other, KeyKind::Rsa),
            oid::ED25519 => KeyKind::Ed25519,
            _ => KeyKind::Other,
        }
    }

    /// What tells keys of other kinds apart: the curve where one is named, else the algorithm.
    pub fn type_id(&self) -> ObjectIdentifier {
        self.algorithm.parameters.and_then(|named| named.oid().ok()).unwrap_or(self.algorithm.id)
    }

    fn modulus_bits(&self) -> Option<usize> {
        let modulus = Reader::new(self.bits).sequence().ok()?.expect(tag::INTEGER).ok()?.value;
        let first = modulus.iter().position(|byte| *byte != 0)?;
        let significant = modulus.get(first..)?;
        Some(significant.len() * 8 - usize::try_from(significant.first()?.leading_zeros()).ok()?)
    }
}

/// What makes a signature prove nothing today (ETSI TS 119 312).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weakness {
    /// MD5 or SHA-1.
    Digest,
    /// RSA under 2048 bits.
    Key,
}

/// What checking a signature value gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is of this key over these bytes.
    Right,
    /// It is not.
    Wrong,
    /// The algorithm is not known here, so nothing can be said.
    Unknown,
}

/// A checked signature value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Checked {
    pub outcome: Outcome,
    pub weakness: Option<Weakness>,
    /// The algorithms for people: `ECDSA P-256, SHA-256`.
    pub name: String,
}

impl Checked {
    /// Right, and by algorithms that still prove something.
    pub fn is_sound(&self) -> bool {
        self.outcome == Outcome::Right && self.weakness.is_none()
    }
}

enum Scheme {
    Pkcs1,
    Pss,
    Ecdsa,
    Ed25519,
}

/// The digest of a signature algorithm that proves nothing today.
pub(crate) fn weak_digest(algorithm: &AlgorithmId<'_>) -> Option<&'static str> {
    match scheme(algorithm, None) {
        (_, Some(Digest::Sha1)) => Some("SHA-1"),
        _ if algorithm.id == oid::RSA_MD5 => Some("MD5"),
        _ => None,
    }
}

/// Checks `value` over `message`. `digest_hint` is the digest that stands beside a signature algorithm which names none (RFC 8933 and older CMS).
pub(crate) fn verify(
    key: &PublicKey<'_>,
    algorithm: &AlgorithmId<'_>,
    digest_hint: Option<Digest>,
    message: &[u8],
    value: &[u8],
) -> Checked {
    let kind = key.kind();
    let (scheme, digest) = scheme(algorithm, digest_hint);
    let md5 = matches!(algorithm.id, oid::RSA_MD5);
    let weakness = match (digest, kind) {
        (Some(Digest::Sha1), _) => Some(Weakness::Digest),
        _ if md5 => Some(Weakness::Digest),
        (_, KeyKind::Rsa(bits)) if bits < 2048 => Some(Weakness::Key),
        _ => None,
    };
    let name = match (kind, digest) {
        (KeyKind::Ed25519, _) => kind.name(),
        (_, Some(digest)) => [&kind.name(), ", ", digest.name()].concat(),
        _ if md5 => [&kind.name(), ", MD5"].concat(),
        _ => [&kind.name(), ", ", &algorithm.id.to_string()].concat(),
    };
    let outcome = scheme.and_then(|scheme| verifier(kind, &scheme, digest)).map_or(Outcome::Unknown, |verifier| {
        match signature::UnparsedPublicKey::new(verifier, key.bits).verify(message, value) {
            Ok(()) => Outcome::Right,
            Err(_) => Outcome::Wrong,
        }
    });
    Checked { outcome, weakness, name }
}

fn scheme(algorithm: &AlgorithmId<'_>, hint: Option<Digest>) -> (Option<Scheme>, Option<Digest>) {
    let (scheme, digest) = match algorithm.id {
        oid::RSA => (Scheme::Pkcs1, hint),
        oid::RSA_SHA1 => (Scheme::Pkcs1, Some(Digest::Sha1)),
        oid::RSA_SHA256 => (Scheme::Pkcs1, Some(Digest::Sha256)),
        oid::RSA_SHA384 => (Scheme::Pkcs1, Some(Digest::Sha384)),
        oid::RSA_SHA512 => (Scheme::Pkcs1, Some(Digest::Sha512)),
        oid::RSA_PSS => match pss_digest(algorithm.parameters) {
            Some(digest) => (Scheme::Pss, Some(digest)),
            None => return (None, None),
        },
        oid::EC => (Scheme::Ecdsa, hint),
        oid::ECDSA_SHA1 => (Scheme::Ecdsa, Some(Digest::Sha1)),
        oid::ECDSA_SHA256 => (Scheme::Ecdsa, Some(Digest::Sha256)),
        oid::ECDSA_SHA384 => (Scheme::Ecdsa, Some(Digest::Sha384)),
        oid::ECDSA_SHA512 => (Scheme::Ecdsa, Some(Digest::Sha512)),
        oid::ED25519 => (Scheme::Ed25519, None),
        _ => return (None, None),
    };
    (Some(scheme), digest)
}

/// The digest of RSASSA-PSS parameters (RFC 4055, 3.1), where mask and salt follow it, as RFC 8017 recommends; others are not known here.
fn pss_digest(parameters: Option<Tlv<'_>>) -> Option<Digest> {
    let mut parts = parameters?.inside();

    let digest_of = |tlv: Tlv<'_>| AlgorithmId::read(tlv).ok().and_then(|algorithm| Digest::of(algorithm.id));
    let hash = match parts.optional(tag::context(0)).ok()?.map(Tlv::inside) {
        Some(mut inside) => digest_of(inside.next().ok()?)?,
        None => Digest::Sha1,
    };
    let mask = match parts.optional(tag::context(1)).ok()?.map(Tlv::inside) {
        Some(mut inside) => digest_of(AlgorithmId::read(inside.next().ok()?).ok()?.parameters?)?,
        None => Digest::Sha1,
    };
    let salt = match parts.optional(tag::context(2)).ok()?.map(Tlv::inside) {
        Some(mut inside) => inside.next().ok()?.small().ok()?,
        None => 20,
    };
    (mask == hash && salt == hash.length()).then_some(hash)
}

fn verifier(kind: KeyKind, scheme: &Scheme, digest: Option<Digest>) -> Option<&'static dyn signature::VerificationAlgorithm> {
    let long = match kind {
        KeyKind::Rsa(bits) => bits >= 2048,
        _ => true,
    };
    Some(match (kind, scheme, digest) {
        (KeyKind::P256, Scheme::Ecdsa, Some(Digest::Sha256)) => &signature::ECDSA_P256_SHA256_ASN1,
        (KeyKind::P256, Scheme::Ecdsa, Some(Digest::Sha384)) => &signature::ECDSA_P256_SHA384_ASN1,
        (KeyKind::P384, Scheme::Ecdsa, Some(Digest::Sha256)) => &signature::ECDSA_P384_SHA256_ASN1,
        (KeyKind::P384, Scheme::Ecdsa, Some(Digest::Sha384)) => &signature::ECDSA_P384_SHA384_ASN1,
        (KeyKind::Ed25519, Scheme::Ed25519, _) => &signature::ED25519,
        (KeyKind::Rsa(_), Scheme::Pkcs1, Some(Digest::Sha1)) => &signature::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
        (KeyKind::Rsa(_), Scheme::Pkcs1, Some(Digest::Sha256)) if long => &signature::RSA_PKCS1_2048_8192_SHA256,
        (KeyKind::Rsa(_), Scheme::Pkcs1, Some(Digest::Sha256)) => &signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
        (KeyKind::Rsa(_), Scheme::Pkcs1, Some(Digest::Sha384)) if long => &signature::RSA_PKCS1_2048_8192_SHA384,
        (KeyKind::Rsa(_), Scheme::Pkcs1, Some(Digest::Sha512)) if long => &signature::RSA_PKCS1_2048_8192_SHA512,
        (KeyKind::Rsa(_), Scheme::Pkcs1, Some(Digest::Sha512)) => &signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
        (KeyKind::Rsa(_), Scheme::Pss, Some(Digest::Sha256)) if long => &signature::RSA_PSS_2048_8192_SHA256,
        (KeyKind::Rsa(_), Scheme::Pss, Some(Digest::Sha384)) if long => &signature::RSA_PSS_2048_8192_SHA384,
        (KeyKind::Rsa(_), Scheme::Pss, Some(Digest::Sha512)) if long => &signature::RSA_PSS_2048_8192_SHA512,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::x509::certificate::Certificate;

    fn self_signed() -> Vec<u8> {
        let params = rcgen::CertificateParams::new(Vec::new()).unwrap();
        params.self_signed(&rcgen::KeyPair::generate().unwrap()).unwrap().der().to_vec()
    }

    #[test]
    fn a_signature_is_of_its_key_and_its_bytes() {
        let der = self_signed();
        let one = Certificate::read(&der).unwrap();
        let check = |message: &[u8], value: &[u8]| verify(&one.key, &one.signature_algorithm, None, message, value);
        let right = check(one.signed, one.signature);
        assert!(right.is_sound());
        assert_eq!(right.name, "ECDSA P-256, SHA-256");
        assert_eq!(check(b"something else", one.signature).outcome, Outcome::Wrong);
        assert_eq!(check(one.signed, b"").outcome, Outcome::Wrong);
        let other = self_signed();
        let other = Certificate::read(&other).unwrap();
        assert_eq!(verify(&other.key, &one.signature_algorithm, None, one.signed, one.signature).outcome, Outcome::Wrong);
    }

    #[test]
    fn what_cannot_be_checked_is_not_called_wrong() {
        let der = self_signed();
        let one = Certificate::read(&der).unwrap();
        let algorithm = |id| AlgorithmId { id, parameters: None };
        let checked = |id| verify(&one.key, &algorithm(id), None, one.signed, one.signature);
        assert_eq!((checked(oid::RSA_SHA256).outcome, checked(oid::RSA_SHA256).weakness), (Outcome::Unknown, None));
        assert_eq!(checked(oid::ECDSA_SHA1).weakness, Some(Weakness::Digest));
        assert_eq!(checked(oid::RSA_MD5).weakness, Some(Weakness::Digest));
        assert_eq!(checked(oid::RSA_PSS).outcome, Outcome::Unknown, "its parameters name its digest");
    }
}
