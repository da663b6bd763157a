//! What is read of an X.509 certificate (RFC 5280). Paths are built and checked by rustls-webpki; this reads the rest.

use chrono::{DateTime, Utc};
use const_oid::ObjectIdentifier;

use super::algorithm::{AlgorithmId, Digest, PublicKey};
use super::asn1::{BadDer, Reader, Tlv, tag};
use super::distinguished_name::DistinguishedName;
use super::oid;

/// A certificate in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateInfo {
    /// Whom it is for.
    pub subject: DistinguishedName,
    /// Who gave it.
    pub issuer: DistinguishedName,
    /// Serial number, in lower-case hexadecimal digits.
    pub serial: String,
    /// Valid from.
    pub not_before: DateTime<Utc>,
    /// Valid until.
    pub not_after: DateTime<Utc>,
    /// The key for people: `ECDSA P-256`, `RSA 3072`.
    pub key: String,
    /// SHA-256 of the certificate's bytes, in lower-case hexadecimal digits.
    pub fingerprint: String,
}

/// A certificate as read: borrowed from its bytes.
#[derive(Debug, Clone)]
pub(crate) struct Certificate<'a> {
    pub der: &'a [u8],
    /// The contents of its INTEGER.
    pub serial: &'a [u8],
    /// The Name as encoded.
    pub issuer: Tlv<'a>,
    /// The Name as encoded.
    pub subject: Tlv<'a>,
    pub not_before: DateTime<Utc>,
    pub not_after: DateTime<Utc>,
    pub key: PublicKey<'a>,
    /// The signature's algorithm, value, and the bytes it is over.
    pub signature_algorithm: AlgorithmId<'a>,
    pub signature: &'a [u8],
    pub signed: &'a [u8],
    pub extensions: Extensions<'a>,
}

/// The extensions in use.
#[derive(Debug, Clone, Default)]
pub(crate) struct Extensions<'a> {
    /// The first byte of keyUsage: bit 7 digitalSignature, 6 nonRepudiation, 2 keyCertSign, 1 cRLSign.
    pub key_usage: Option<u8>,
    /// The purposes of extendedKeyUsage.
    pub purposes: Option<Vec<ObjectIdentifier>>,
    pub purposes_critical: bool,
    pub is_ca: bool,
    /// Where OCSP is asked.
    pub ocsp: Vec<&'a str>,
    /// Where the issuer's certificate is (caIssuers).
    pub issuers: Vec<&'a str>,
    /// The DNS names of subjectAltName; nothing where there is no such extension.
    pub dns_names: Option<Vec<&'a str>>,
    /// Where CRLs are.
    pub crls: Vec<&'a str>,
    /// subjectKeyIdentifier.
    pub key_id: Option<&'a [u8]>,
    /// An OCSP responder whose own revocation is not asked (RFC 6960, 4.2.2.2.1).
    pub no_check: bool,
    /// A qualified certificate by its own word (ETSI EN 319 412-5, 4.2.1).
    pub qualified: bool,
    /// It is for electronic seals by its own word (ETSI EN 319 412-5, 4.2.3).
    pub for_seals: bool,
}

const DIGITAL_SIGNATURE: u8 = 0x80;
const NON_REPUDIATION: u8 = 0x40;
const KEY_CERT_SIGN: u8 = 0x04;
const CRL_SIGN: u8 = 0x02;

impl Extensions<'_> {
    /// Whether keyUsage, if there is one, allows signatures.
    pub fn allows_signatures(&self) -> bool {
        self.key_usage.is_none_or(|bits| bits & (DIGITAL_SIGNATURE | NON_REPUDIATION) != 0)
    }

    /// Whether keyUsage, if there is one, allows signing certificates.
    pub fn allows_certificates(&self) -> bool {
        self.key_usage.is_none_or(|bits| bits & KEY_CERT_SIGN != 0)
    }

    /// Whether keyUsage, if there is one, allows signing revocation lists.
    pub fn allows_crls(&self) -> bool {
        self.key_usage.is_none_or(|bits| bits & CRL_SIGN != 0)
    }

    /// Whether extendedKeyUsage is there and names `purpose`.
    pub fn is_for(&self, purpose: ObjectIdentifier) -> bool {
        self.purposes.as_ref().is_some_and(|purposes| purposes.contains(&purpose))
    }
}

impl<'a> Certificate<'a> {
    /// Reads a certificate.
    pub fn read(der: &'a [u8]) -> Result<Self, BadDer> {
        let mut outer = Tlv::only(der)?.inside();
        let signed = outer.expect(tag::SEQUENCE)?;
        let signature_algorithm = AlgorithmId::read(outer.next()?)?;
        let signature = outer.next()?.whole_bits()?;
        outer.finish()?;
        let mut fields = signed.inside();
        fields.optional(tag::context(0))?;
        let serial = fields.expect(tag::INTEGER)?.value;
        fields.expect(tag::SEQUENCE)?;
        let issuer = fields.expect(tag::SEQUENCE)?;
        let mut validity = fields.sequence()?;
        let (not_before, not_after) = (validity.next()?.time()?, validity.next()?.time()?);
        let subject = fields.expect(tag::SEQUENCE)?;
        let key = PublicKey::read(fields.expect(tag::SEQUENCE)?)?;
        let mut extensions = Extensions::default();
        while !fields.is_empty() {
            let field = fields.next()?;
            if field.tag == tag::context(3) {
                extensions = Extensions::read(field)?;
            }
        }
        Ok(Self {
            der,
            serial,
            issuer,
            subject,
            not_before,
            not_after,
            key,
            signature_algorithm,
            signature,
            signed: signed.whole,
            extensions,
        })
    }

    pub fn is_self_issued(&self) -> bool {
        self.issuer.whole == self.subject.whole
    }

    pub fn valid_at(&self, at: DateTime<Utc>) -> bool {
        self.not_before <= at && at <= self.not_after
    }

    /// The certificate in words.
    pub fn info(&self) -> Result<CertificateInfo, BadDer> {
        Ok(CertificateInfo {
            subject: DistinguishedName::read(self.subject)?,
            issuer: DistinguishedName::read(self.issuer)?,
            serial: hex::encode(self.serial),
            not_before: self.not_before,
            not_after: self.not_after,
            key: self.key.kind().name(),
            fingerprint: hex::encode(Digest::Sha256.of_parts(&[self.der])),
        })
    }
}

/// One extension of a certificate, a CRL, an OCSP answer or a time stamp.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extension<'a> {
    pub id: ObjectIdentifier,
    pub critical: bool,
    pub value: &'a [u8],
}

/// Reads Extensions from their SEQUENCE OF. An identifier too long to be a known one is given as `2.5.29`, which no extension has.
pub(crate) fn read_extensions(list: Reader<'_>) -> Result<Vec<Extension<'_>>, BadDer> {
    let mut found = Vec::new();
    for one in list.all()? {
        let mut parts = one.inside();
        let id = parts.expect(tag::OID)?.oid().unwrap_or(const { ObjectIdentifier::new_unwrap("2.5.29") });
        let critical = parts.optional(tag::BOOLEAN)?.map_or(Ok(false), Tlv::boolean)?;
        let value = parts.expect(tag::OCTET_STRING)?.value;
        parts.finish()?;
        found.push(Extension { id, critical, value });
    }
    Ok(found)
}

impl<'a> Extensions<'a> {
    fn read(field: Tlv<'a>) -> Result<Self, BadDer> {
        let mut found = Self::default();
        for extension in read_extensions(field.inside().sequence()?)? {
            found.take(extension)?;
        }
        Ok(found)
    }

    fn take(&mut self, extension: Extension<'a>) -> Result<(), BadDer> {
        let value = || Tlv::only(extension.value);
        match extension.id {
            oid::KEY_USAGE => {
                let bits = value()?;
                if bits.tag != tag::BIT_STRING {
                    return Err(BadDer);
                }
                self.key_usage = Some(bits.value.get(1).copied().unwrap_or(0));
            }
            oid::EXTENDED_KEY_USAGE => {
                self.purposes = Some(value()?.inside().all()?.into_iter().filter_map(|purpose| purpose.oid().ok()).collect());
                self.purposes_critical = extension.critical;
            }
            oid::BASIC_CONSTRAINTS => self.is_ca = value()?.inside().optional(tag::BOOLEAN)?.map_or(Ok(false), Tlv::boolean)?,
            oid::AUTHORITY_INFORMATION => {
                self.ocsp = access_addresses(value()?, oid::AD_OCSP)?;
                self.issuers = access_addresses(value()?, oid::AD_CA_ISSUERS)?;
            }
            // For servers only: what cannot be read of it names nobody.
            oid::SUBJECT_ALT_NAME => self.dns_names = Some(value().and_then(dns_names).unwrap_or_default()),
            oid::CRL_DISTRIBUTION_POINTS => self.crls = crl_addresses(value()?)?,
            oid::SUBJECT_KEY_ID => self.key_id = Some(value()?.value),
            oid::OCSP_NO_CHECK => self.no_check = true,
            oid::QC_STATEMENTS => self.take_statements(value()?)?,
            _ => {}
        }
        Ok(())
    }

    fn take_statements(&mut self, statements: Tlv<'_>) -> Result<(), BadDer> {
        for statement in statements.inside().all()? {
            let mut parts = statement.inside();
            match parts.expect(tag::OID)?.oid() {
                Ok(oid::QC_COMPLIANCE) => self.qualified = true,
                Ok(oid::QC_TYPE) => {
                    self.for_seals = parts.sequence()?.all()?.into_iter().any(|kind| kind.oid() == Ok(oid::QC_TYPE_ESEAL));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// The http addresses among GeneralNames.
pub(crate) fn addresses<'a>(names: Reader<'a>, into: &mut Vec<&'a str>) -> Result<(), BadDer> {
    for name in names.all()? {
        let is_address = name.tag == tag::context_primitive(6);
        if let (true, Ok(address)) = (is_address, std::str::from_utf8(name.value)) {
            into.push(address);
        }
    }
    Ok(())
}

fn dns_names(names: Tlv<'_>) -> Result<Vec<&str>, BadDer> {
    let all = names.inside().all()?;
    let dns = all.into_iter().filter(|name| name.tag == tag::context_primitive(2));
    Ok(dns.filter_map(|name| std::str::from_utf8(name.value).ok()).collect())
}

fn access_addresses(access: Tlv<'_>, method: ObjectIdentifier) -> Result<Vec<&str>, BadDer> {
    let mut found = Vec::new();
    for description in access.inside().all()? {
        let mut parts = description.inside();
        if parts.expect(tag::OID)?.oid() == Ok(method) {
            addresses(parts, &mut found)?;
        }
    }
    Ok(found)
}

fn crl_addresses(points: Tlv<'_>) -> Result<Vec<&str>, BadDer> {
    let mut found = Vec::new();
    for point in points.inside().all()? {
        let Some(name) = point.inside().optional(tag::context(0))? else { continue };
        if let Some(full) = name.inside().optional(tag::context(0))? {
            addresses(full.inside(), &mut found)?;
        }
    }
    Ok(found)
}
