//! Reading a signature: CMS SignedData (RFC 5652) with one signer, and checking it against what it signs.

use chrono::{DateTime, Utc};
use const_oid::ObjectIdentifier;

use super::algorithm::{self, AlgorithmId, Digest, Outcome, Weakness};
use super::asn1::{self, BadDer, Tlv, tag, tlv};
use super::certificate::Certificate;
use super::oid;
use super::report::{Integrity, ProblemCode};

/// SignedData with one signer.
#[derive(Debug)]
pub(super) struct SignedData<'a> {
    pub content_type: ObjectIdentifier,
    /// The contents of the OCTET STRING, where what is signed is in the message.
    pub content: Option<&'a [u8]>,
    pub certificates: Vec<&'a [u8]>,
    pub crls: Vec<&'a [u8]>,
    /// OCSP answers (RFC 5940).
    pub ocsp: Vec<&'a [u8]>,
    pub signer: Signer<'a>,
    /// Whether it holds nothing that no check reads: known versions, the signer's digest algorithm alone, algorithms without surprising
    /// parameters, no unsigned attributes but time stamps.
    pub is_plain: bool,
}

/// SignerInfo.
#[derive(Debug)]
pub(super) struct Signer<'a> {
    id: SignerId<'a>,
    digest: AlgorithmId<'a>,
    /// The contents of `[0]`, as given.
    signed: Option<&'a [u8]>,
    attributes: Vec<Attribute<'a>>,
    algorithm: AlgorithmId<'a>,
    /// What a time stamp of the signature stamps.
    pub value: &'a [u8],
    unsigned: Vec<Attribute<'a>>,
    digest_as_encoded: &'a [u8],
    is_plain: bool,
}

#[derive(Debug)]
enum SignerId<'a> {
    IssuerAndSerial { issuer: &'a [u8], serial: &'a [u8] },
    KeyId(&'a [u8]),
}

#[derive(Debug)]
struct Attribute<'a> {
    id: Option<ObjectIdentifier>,
    values: Vec<Tlv<'a>>,
}

impl<'a> SignedData<'a> {
    /// Reads a ContentInfo.
    pub fn read(der: &'a [u8]) -> Result<Self, ProblemCode> {
        let unreadable = |_| ProblemCode::Unreadable;
        let parts = Parts::read(der).map_err(unreadable)?;
        let [signer] = parts.signers.as_slice() else { return Err(ProblemCode::NotOneSigner) };
        let signer = Signer::read(*signer).map_err(unreadable)?;
        let (crls, ocsp) = revocation(&parts.others).map_err(unreadable)?;
        let is_plain = signer.is_plain
            && matches!(parts.version, Ok(1 | 3))
            && parts.digests == signer.digest_as_encoded
            && parts.others.is_empty()
            && parts.certificates.iter().all(|one| one.tag == tag::SEQUENCE);
        let certificates = parts.certificates.iter().filter(|one| one.tag == tag::SEQUENCE).map(|one| one.whole).collect();
        let Parts { content_type, content, .. } = parts;
        Ok(Self { content_type, content, certificates, crls, ocsp, signer, is_plain })
    }
}

/// The fields of SignedData.
struct Parts<'a> {
    version: Result<u32, BadDer>,
    /// The contents of the SET OF digest algorithms.
    digests: &'a [u8],
    content_type: ObjectIdentifier,
    content: Option<&'a [u8]>,
    certificates: Vec<Tlv<'a>>,
    others: Vec<Tlv<'a>>,
    signers: Vec<Tlv<'a>>,
}

impl<'a> Parts<'a> {
    fn read(der: &'a [u8]) -> Result<Self, BadDer> {
        let mut outer = Tlv::only(der)?.inside();
        if outer.expect(tag::OID)?.oid()? != oid::SIGNED_DATA {
            return Err(BadDer);
        }
        let mut fields = outer.expect(tag::context(0))?.inside().sequence()?;
        outer.finish()?;
        let version = fields.expect(tag::INTEGER)?.small();
        let digests = fields.expect(tag::SET)?.value;
        let mut encapsulated = fields.sequence()?;
        let content_type = encapsulated.expect(tag::OID)?.oid()?;
        let content = match encapsulated.optional(tag::context(0))? {
            Some(content) => Some(content.inside().expect(tag::OCTET_STRING)?.value),
            None => None,
        };
        let set = |field: Option<Tlv<'a>>| field.map(|set| set.inside().all()).transpose().map(Option::unwrap_or_default);
        let certificates = set(fields.optional(tag::context(0))?)?;
        let others = set(fields.optional(tag::context(1))?)?;
        let signers = fields.expect(tag::SET)?.inside().all()?;
        fields.finish()?;
        Ok(Self { version, digests, content_type, content, certificates, others, signers })
    }
}

/// CRLs and OCSP answers of RevocationInfoChoices.
#[expect(clippy::type_complexity, reason = "two lists of borrowed bytes")]
fn revocation<'a>(choices: &[Tlv<'a>]) -> Result<(Vec<&'a [u8]>, Vec<&'a [u8]>), BadDer> {
    let (mut crls, mut ocsp) = (Vec::new(), Vec::new());
    for choice in choices {
        if choice.tag == tag::SEQUENCE {
            crls.push(choice.whole);
        } else if choice.tag == tag::context(1) {
            let mut other = choice.inside();
            if other.expect(tag::OID)?.oid() == Ok(oid::OCSP_REVOCATION_INFO) {
                ocsp.push(other.next()?.whole);
            }
        }
    }
    Ok((crls, ocsp))
}

fn attributes(set: Tlv<'_>) -> Result<Vec<Attribute<'_>>, BadDer> {
    let mut found = Vec::new();
    for one in set.inside().all()? {
        let mut parts = one.inside();
        let id = parts.expect(tag::OID)?.oid().ok();
        let values = parts.expect(tag::SET)?.inside().all()?;
        parts.finish()?;
        found.push(Attribute { id, values });
    }
    Ok(found)
}

/// The one value of the one attribute of this kind; an error if there are several, nothing if there is none.
fn single<'a>(attributes: &[Attribute<'a>], id: ObjectIdentifier) -> Result<Option<Tlv<'a>>, BadDer> {
    let mut of_kind = attributes.iter().filter(|attribute| attribute.id == Some(id));
    match (of_kind.next(), of_kind.next()) {
        (None, _) => Ok(None),
        (Some(Attribute { values, .. }), None) if values.len() == 1 => Ok(values.first().copied()),
        _ => Err(BadDer),
    }
}

impl<'a> Signer<'a> {
    fn read(from: Tlv<'a>) -> Result<Self, BadDer> {
        let mut fields = from.inside();
        let version = fields.expect(tag::INTEGER)?.small();
        let id = match fields.optional(tag::context_primitive(0))? {
            Some(key) => SignerId::KeyId(key.value),
            None => {
                let mut parts = fields.sequence()?;
                let issuer = parts.expect(tag::SEQUENCE)?.whole;
                SignerId::IssuerAndSerial { issuer, serial: parts.expect(tag::INTEGER)?.value }
            }
        };
        let digest_as_encoded = fields.next()?;
        let digest = AlgorithmId::read(digest_as_encoded)?;
        let signed = fields.optional(tag::context(0))?;
        let algorithm = AlgorithmId::read(fields.next()?)?;
        let value = fields.expect(tag::OCTET_STRING)?.value;
        let unsigned = fields.optional(tag::context(1))?.map(attributes).transpose()?.unwrap_or_default();
        fields.finish()?;
        let attributes = signed.map(attributes).transpose()?.unwrap_or_default();
        let usual = |algorithm: &AlgorithmId<'_>| {
            algorithm.id == oid::RSA_PSS || algorithm.parameters.is_none_or(|parameters| parameters.whole == [tag::NULL, 0])
        };
        let is_plain = version == Ok(if matches!(id, SignerId::KeyId(_)) { 3 } else { 1 })
            && usual(&digest)
            && usual(&algorithm)
            && unsigned.iter().all(|attribute| attribute.id == Some(oid::SIGNATURE_TIME_STAMP));
        let digest_as_encoded = digest_as_encoded.whole;
        let signed = signed.map(|set| set.value);
        Ok(Self { id, digest, signed, attributes, algorithm, value, unsigned, digest_as_encoded, is_plain })
    }

    /// The time stamps of the signature, as encoded.
    pub fn time_stamps(&self) -> Vec<&'a [u8]> {
        let stamps = self.unsigned.iter().filter(|attribute| attribute.id == Some(oid::SIGNATURE_TIME_STAMP));
        stamps.flat_map(|attribute| &attribute.values).map(|value| value.whole).collect()
    }

    /// The time of the attribute signingTime.
    pub fn signing_time(&self) -> Option<DateTime<Utc>> {
        single(&self.attributes, oid::SIGNING_TIME).ok()??.time().ok()
    }

    /// The CRLs and the OCSP answers of Adobe's attribute.
    pub fn adobe_revocation(&self) -> (Vec<&'a [u8]>, Vec<&'a [u8]>) {
        let Ok(Some(archive)) = single(&self.attributes, oid::ADOBE_REVOCATION) else { return Default::default() };
        let mut fields = archive.inside();
        let mut list = |number| {
            let field = fields.optional(tag::context(number)).ok().flatten();
            let items = field.and_then(|field| field.inside().sequence().ok()).and_then(|list| list.all().ok());
            items.unwrap_or_default().into_iter().map(|item| item.whole).collect()
        };
        (list(0), list(1))
    }

    fn is(&self, certificate: &Certificate<'_>) -> bool {
        match self.id {
            SignerId::IssuerAndSerial { issuer, serial } => certificate.issuer.whole == issuer && certificate.serial == serial,
            SignerId::KeyId(id) => match certificate.extensions.key_id {
                Some(key_id) => key_id == id,
                None => Digest::Sha1.of_parts(&[certificate.key.bits]) == id,
            },
        }
    }
}

/// What checking a signature gave.
#[derive(Debug)]
pub(super) struct Findings<'a> {
    pub certificate: Option<Certificate<'a>>,
    pub integrity: Integrity,
    pub algorithms: String,
    pub problems: Vec<ProblemCode>,
}

/// Which attribute may tie the certificate to the signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// signing-certificate-v2, as PAdES baseline wants.
    V2,
    /// The older one by SHA-1 too, which time-stamp servers still write (RFC 3161, 2.4.2).
    V1OrV2,
}

impl<'a> SignedData<'a> {
    /// Checks the signature over `content`. The signer's certificate is looked for in the message, then among `others`.
    pub fn check(&self, content: &[&[u8]], tie: Tie, others: &[&'a [u8]]) -> Findings<'a> {
        let mut found =
            Findings { certificate: None, integrity: Integrity::Unknown, algorithms: String::new(), problems: Vec::new() };
        let digest = Digest::of(self.signer.digest.id);
        match digest {
            _ if self.signer.digest.id == oid::MD5 => found.problems.push(ProblemCode::WeakDigest),
            None => found.problems.push(ProblemCode::UnknownAlgorithm),
            Some(Digest::Sha1) => found.problems.push(ProblemCode::WeakDigest),
            Some(_) => {}
        }
        let same_content = digest.map(|digest| self.content_is(digest, content, &mut found.problems));
        let candidates = self.certificates.iter().chain(others).filter_map(|der| Certificate::read(der).ok());
        found.certificate = candidates.into_iter().find(|certificate| self.signer.is(certificate));
        let Some(certificate) = &found.certificate else {
            found.problems.push(ProblemCode::NoCertificate);
            if same_content == Some(false) {
                found.integrity = Integrity::Broken;
            }
            return found;
        };
        found.problems.extend(self.tied_to(certificate, tie));
        let checked = self.value_of(certificate, digest, content);
        found.algorithms.clone_from(&checked.name);
        match checked.outcome {
            Outcome::Wrong => found.problems.push(ProblemCode::SignatureWrong),
            Outcome::Unknown if checked.weakness.is_none() => found.problems.push(ProblemCode::UnknownAlgorithm),
            _ => {}
        }
        found.problems.extend(checked.weakness.map(|weakness| match weakness {
            Weakness::Digest => ProblemCode::WeakDigest,
            Weakness::Key => ProblemCode::WeakKey,
        }));
        found.integrity = match (same_content, checked.outcome) {
            (Some(false), _) | (_, Outcome::Wrong) => Integrity::Broken,
            (Some(true), Outcome::Right) => Integrity::Intact,
            _ => Integrity::Unknown,
        };
        found.problems.sort_unstable();
        found.problems.dedup();
        found
    }

    /// Whether the signed attributes are of `content`. Without attributes the signature value itself is over the content.
    fn content_is(&self, digest: Digest, content: &[&[u8]], problems: &mut Vec<ProblemCode>) -> bool {
        if self.signer.signed.is_none() {
            problems.push(ProblemCode::AttributesWrong);
            return true;
        }
        let attributes = &self.signer.attributes;
        let kind = single(attributes, oid::CONTENT_TYPE).ok().flatten().and_then(|kind| kind.oid().ok());
        if kind != Some(self.content_type) || !self.protection_agrees() {
            problems.push(ProblemCode::AttributesWrong);
        }
        match single(attributes, oid::MESSAGE_DIGEST) {
            Ok(Some(value)) if value.tag == tag::OCTET_STRING => {
                let same = value.value == digest.of_parts(content);
                if !same {
                    problems.push(ProblemCode::DocumentChanged);
                }
                same
            }
            _ => {
                problems.push(ProblemCode::AttributesWrong);
                false
            }
        }
    }

    /// CMSAlgorithmProtection (RFC 6211), where it is there, names the algorithms that are used.
    fn protection_agrees(&self) -> bool {
        match single(&self.signer.attributes, oid::CMS_ALGORITHM_PROTECTION) {
            Ok(None) => true,
            Err(_) => false,
            Ok(Some(protection)) => {
                let mut parts = protection.inside();
                let digest = parts.next().and_then(AlgorithmId::read);
                let signature = parts.next().and_then(|field| {
                    if field.tag != tag::context(1) {
                        return Err(BadDer);
                    }
                    field.inside().expect(tag::OID)?.oid()
                });
                digest.is_ok_and(|digest| digest.id == self.signer.digest.id) && signature == Ok(self.signer.algorithm.id)
            }
        }
    }

    fn tied_to(&self, certificate: &Certificate<'_>, tie: Tie) -> Option<ProblemCode> {
        let attributes = &self.signer.attributes;
        let v2 = match single(attributes, oid::SIGNING_CERTIFICATE_V2) {
            Ok(value) => value.map(|value| names(value, Digest::Sha256, certificate)),
            Err(_) => return Some(ProblemCode::AttributesWrong),
        };
        let v1 = match single(attributes, oid::SIGNING_CERTIFICATE) {
            Ok(value) => value.map(|value| names(value, Digest::Sha1, certificate)),
            Err(_) => return Some(ProblemCode::AttributesWrong),
        };
        match (v2, v1) {
            (Some(Err(_)), _) | (_, Some(Err(_))) => Some(ProblemCode::AttributesWrong),
            (Some(Ok(false)), _) | (_, Some(Ok(false))) => Some(ProblemCode::TiedToOther),
            (Some(Ok(true)), _) => None,
            (None, Some(Ok(true))) if tie == Tie::V1OrV2 => None,
            (None, _) => Some(ProblemCode::NotTied),
        }
    }

    fn value_of(&self, certificate: &Certificate<'_>, digest: Option<Digest>, content: &[&[u8]]) -> algorithm::Checked {
        let signer = &self.signer;
        let check = |message: &[u8]| algorithm::verify(&certificate.key, &signer.algorithm, digest, message, signer.value);
        let Some(signed) = signer.signed else { return check(&content.concat()) };
        let checked = check(&tlv(tag::SET, &[signed]));
        if checked.outcome != Outcome::Wrong {
            return checked;
        }
        // The signature is over the DER of the set; a message may have its elements in another order (RFC 5652, 5.4).
        let elements = Tlv::only(&tlv(tag::SET, &[signed]))
            .ok()
            .and_then(|set| set.inside().all().ok().map(|all| all.iter().map(|one| one.whole.to_vec()).collect::<Vec<_>>()));
        match elements.map(asn1::set_contents) {
            Some(sorted) if sorted != signed => check(&tlv(tag::SET, &[&sorted])),
            _ => checked,
        }
    }
}

/// Whether the first certificate that SigningCertificate or SigningCertificateV2 names is this one (RFC 5035, 3 and 5).
fn names(value: Tlv<'_>, default: Digest, certificate: &Certificate<'_>) -> Result<bool, BadDer> {
    let mut first = value.inside().sequence()?.sequence()?;
    let digest = match first.optional(tag::SEQUENCE)? {
        Some(named) => Digest::of(AlgorithmId::read(named)?.id).ok_or(BadDer)?,
        None => default,
    };
    let same = first.expect(tag::OCTET_STRING)?.value == digest.of_parts(&[certificate.der]);
    let Some(issuer_and_serial) = first.optional(tag::SEQUENCE)? else { return Ok(same) };
    let mut parts = issuer_and_serial.inside();
    let issuers = parts.sequence()?.all()?;
    let serial = parts.expect(tag::INTEGER)?.value;
    let issuer = issuers.iter().any(|name| name.tag == tag::context(4) && name.value == certificate.issuer.whole);
    Ok(same && issuer && serial == certificate.serial)
}
