//! OCSP (RFC 6960): the question, and an answer that is worth something.

use chrono::{DateTime, Utc};

use super::algorithm::{self, AlgorithmId, Digest};
use super::asn1::{self, BadDer, Reader, Tlv, sequence, tag, tlv};
use super::certificate::{Certificate, read_extensions};
use super::oid;
use super::revocation::{Answer, Fault, Status};

/// The question whether `certificate` of `issuer` is revoked. A `nonce` makes an old answer to it recognisable (RFC 8954); not every responder
/// returns it.
pub(crate) fn question(certificate: &Certificate<'_>, issuer: &Certificate<'_>, nonce: Option<&[u8]>) -> Vec<u8> {
    // SHA-1 only names the issuer here, and is what every responder knows (RFC 5019, 2.1.1).
    let digest = |bytes: &[u8]| tlv(tag::OCTET_STRING, &[&Digest::Sha1.of_parts(&[bytes])]);
    let sha1 = sequence(&[&asn1::oid(Digest::Sha1.id()), &tlv(tag::NULL, &[])]);
    let serial = tlv(tag::INTEGER, &[certificate.serial]);
    let id = sequence(&[&sha1, &digest(issuer.subject.whole), &digest(issuer.key.bits), &serial]);
    let list = sequence(&[&sequence(&[&id])]);
    let extensions = nonce.map(|nonce| {
        let value = tlv(tag::OCTET_STRING, &[&tlv(tag::OCTET_STRING, &[nonce])]);
        tlv(tag::context(2), &[&sequence(&[&sequence(&[&asn1::oid(oid::OCSP_NONCE), &value])])])
    });
    sequence(&[&sequence(&[&list, extensions.as_deref().unwrap_or_default()])])
}

/// BasicOCSPResponse, taken apart.
struct Basic<'a> {
    signed: &'a [u8],
    algorithm: AlgorithmId<'a>,
    value: &'a [u8],
    certificates: Vec<&'a [u8]>,
    responder: Tlv<'a>,
    produced: DateTime<Utc>,
    responses: Vec<Tlv<'a>>,
    nonce: Option<&'a [u8]>,
}

impl<'a> Basic<'a> {
    /// Reads an OCSPResponse, or a BasicOCSPResponse by itself, as CMS may hold it.
    fn read(bytes: &'a [u8]) -> Result<Self, Fault> {
        let mut outer = Tlv::only(bytes)?.inside();
        if outer.peek() != Some(tag::ENUMERATED) {
            return Ok(Self::read_basic(outer)?);
        }
        match outer.next()?.small()? {
            0 => {}
            status => return Err(Fault::Refused(status)),
        }
        let mut inside = outer.expect(tag::context(0))?.inside().sequence()?;
        if inside.expect(tag::OID)?.oid()? != oid::OCSP_BASIC {
            return Err(Fault::Unreadable);
        }
        let basic = Tlv::only(inside.expect(tag::OCTET_STRING)?.value)?;
        Ok(Self::read_basic(basic.inside())?)
    }

    fn read_basic(mut fields: Reader<'a>) -> Result<Self, BadDer> {
        let signed = fields.expect(tag::SEQUENCE)?;
        let algorithm = AlgorithmId::read(fields.next()?)?;
        let value = fields.next()?.whole_bits()?;
        let certificates = match fields.optional(tag::context(0))? {
            Some(list) => list.inside().sequence()?.all()?.into_iter().map(|one| one.whole).collect(),
            None => Vec::new(),
        };
        let mut data = signed.inside();
        data.optional(tag::context(0))?;
        let responder = data.next()?;
        let produced = data.expect(tag::GENERALIZED_TIME)?.time()?;
        let responses = data.sequence()?.all()?;
        let mut nonce = None;
        if let Some(extensions) = data.optional(tag::context(1))? {
            for extension in read_extensions(extensions.inside().sequence()?)? {
                match extension.id {
                    oid::OCSP_NONCE => nonce = Some(Tlv::only(extension.value).map_or(extension.value, |nonce| nonce.value)),
                    _ if extension.critical => return Err(BadDer),
                    _ => {}
                }
            }
        }
        Ok(Self { signed: signed.whole, algorithm, value, certificates, responder, produced, responses, nonce })
    }

    /// Whether the answer is signed by `issuer`, or by one whom it named for this (RFC 6960, 4.2.2.2).
    fn is_by(&self, issuer: &Certificate<'_>) -> bool {
        let signed_by = |certificate: &Certificate<'_>| {
            self.names(certificate)
                && algorithm::verify(&certificate.key, &self.algorithm, None, self.signed, self.value).is_sound()
        };
        if signed_by(issuer) {
            return true;
        }
        let delegated = |certificate: &Certificate<'_>| {
            certificate.issuer.whole == issuer.subject.whole
                && certificate.extensions.is_for(oid::OCSP_SIGNING)
                // Its own revocation cannot be asked without end; the issuer vouches for it by this mark.
                && certificate.extensions.no_check
                && certificate.extensions.allows_signatures()
                && certificate.valid_at(self.produced)
                && algorithm::verify(&issuer.key, &certificate.signature_algorithm, None, certificate.signed, certificate.signature).is_sound()
        };
        let readable = self.certificates.iter().filter_map(|der| Certificate::read(der).ok());
        readable.into_iter().any(|certificate| delegated(&certificate) && signed_by(&certificate))
    }

    /// Whether ResponderID is this certificate's.
    fn names(&self, certificate: &Certificate<'_>) -> bool {
        let value = self.responder.value;
        match self.responder.tag {
            by if by == tag::context(1) => value == certificate.subject.whole,
            by if by == tag::context(2) => {
                Tlv::only(value).is_ok_and(|id| id.value == Digest::Sha1.of_parts(&[certificate.key.bits]))
            }
            _ => false,
        }
    }
}

/// What an answer says about `certificate` of `issuer`. With `nonce`, an answer that carries another one is refused.
pub(crate) fn read(
    answer: &[u8],
    certificate: &Certificate<'_>,
    issuer: &Certificate<'_>,
    nonce: Option<&[u8]>,
) -> Result<Answer, Fault> {
    let basic = Basic::read(answer)?;
    if let (Some(sent), Some(returned)) = (nonce, basic.nonce)
        && sent != returned
    {
        return Err(Fault::WrongNonce);
    }
    let mut found = None;
    for response in &basic.responses {
        found = found.or(single(*response, certificate, issuer)?);
    }
    let found = found.ok_or(Fault::NotAboutIt)?;
    if basic.is_by(issuer) { Ok(found) } else { Err(Fault::WrongSignature) }
}

/// A SingleResponse, if it is about `certificate`.
fn single(response: Tlv<'_>, certificate: &Certificate<'_>, issuer: &Certificate<'_>) -> Result<Option<Answer>, BadDer> {
    let mut fields = response.inside();
    let mut id = fields.sequence()?;
    let digest = Digest::of(AlgorithmId::read(id.next()?)?.id);
    let (name, key) = (id.expect(tag::OCTET_STRING)?.value, id.expect(tag::OCTET_STRING)?.value);
    let serial = id.expect(tag::INTEGER)?.value;
    let Some(digest) = digest else { return Ok(None) };
    let about = serial == certificate.serial
        && name == digest.of_parts(&[issuer.subject.whole])
        && key == digest.of_parts(&[issuer.key.bits]);
    if !about {
        return Ok(None);
    }
    let said = fields.next()?;
    let status = match said.tag {
        good if good == tag::context_primitive(0) => Status::Good,
        revoked if revoked == tag::context(1) => Status::Revoked { at: said.inside().expect(tag::GENERALIZED_TIME)?.time()? },
        _ => Status::Unknown,
    };
    let this_update = fields.expect(tag::GENERALIZED_TIME)?.time()?;
    let next_update = match fields.optional(tag::context(0))? {
        Some(next) => Some(next.inside().expect(tag::GENERALIZED_TIME)?.time()?),
        None => None,
    };
    if let Some(extensions) = fields.optional(tag::context(1))?
        && read_extensions(extensions.inside().sequence()?)?.iter().any(|extension| extension.critical)
    {
        return Err(BadDer);
    }
    Ok(Some(Answer { status, this_update, next_update }))
}
