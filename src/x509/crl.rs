//! Certificate revocation lists (RFC 5280, 5).

use super::algorithm::{self, AlgorithmId};
use super::asn1::{BadDer, Reader, Tlv, tag};
use super::certificate::{Certificate, Extension, addresses, read_extensions};
use super::oid;
use super::revocation::{Answer, Fault, Status};

/// What a list says about `certificate` of `issuer`. Only complete lists of the issuer itself are read.
pub(crate) fn read(list: &[u8], certificate: &Certificate<'_>, issuer: &Certificate<'_>) -> Result<Answer, Fault> {
    let mut outer = Tlv::only(list)?.inside();
    let signed = outer.expect(tag::SEQUENCE)?;
    let algorithm = AlgorithmId::read(outer.next()?)?;
    let value = outer.next()?.whole_bits()?;
    outer.finish()?;
    let mut fields = signed.inside();
    fields.optional(tag::INTEGER)?;
    fields.expect(tag::SEQUENCE)?;
    if fields.expect(tag::SEQUENCE)?.whole != issuer.subject.whole {
        return Err(Fault::NotAboutIt);
    }
    let this_update = fields.next()?.time()?;
    let mut next_update = None;
    if matches!(fields.peek(), Some(tag::UTC_TIME | tag::GENERALIZED_TIME)) {
        next_update = Some(fields.next()?.time()?);
    }
    let revoked = fields.optional(tag::SEQUENCE)?;
    if let Some(extensions) = fields.optional(tag::context(0))? {
        for extension in read_extensions(extensions.inside().sequence()?)? {
            check_extension(&extension, certificate)?;
        }
    }
    fields.finish()?;
    if !issuer.extensions.allows_crls() || !algorithm::verify(&issuer.key, &algorithm, None, signed.whole, value).is_sound() {
        return Err(Fault::WrongSignature);
    }
    let status = match revoked {
        Some(entries) => entry(entries.inside(), certificate.serial)?,
        None => Status::Good,
    };
    Ok(Answer { status, this_update, next_update })
}

/// Lists of changes, of some reasons only, and of other issuers' certificates cannot say that a certificate is good.
fn check_extension(extension: &Extension<'_>, certificate: &Certificate<'_>) -> Result<(), Fault> {
    match extension.id {
        oid::ISSUING_DISTRIBUTION_POINT => check_scope(Tlv::only(extension.value)?, certificate),
        oid::DELTA_CRL => Err(Fault::NotAboutIt),
        oid::CRL_NUMBER | oid::AUTHORITY_KEY_ID => Ok(()),
        _ if extension.critical => Err(Fault::Unreadable),
        _ => Ok(()),
    }
}

fn check_scope(scope: Tlv<'_>, certificate: &Certificate<'_>) -> Result<(), Fault> {
    for field in scope.inside().all()? {
        let says = field.value != [0];
        let covers = match field.tag {
            point if point == tag::context(0) => covers_point(field, certificate)?,
            users if users == tag::context_primitive(1) => !(says && certificate.extensions.is_ca),
            authorities if authorities == tag::context_primitive(2) => !says || certificate.extensions.is_ca,
            indirect if indirect == tag::context_primitive(4) => !says,
            _ => false,
        };
        if !covers {
            return Err(Fault::NotAboutIt);
        }
    }
    Ok(())
}

/// Where the list names its own place, the certificate must name it too (RFC 5280, 6.3.3, b 2 i).
fn covers_point(point: Tlv<'_>, certificate: &Certificate<'_>) -> Result<bool, BadDer> {
    let mut names = Vec::new();
    if let Some(full) = point.inside().optional(tag::context(0))? {
        addresses(full.inside(), &mut names)?;
    }
    Ok(certificate.extensions.crls.iter().any(|place| names.contains(place)))
}

fn entry(mut entries: Reader<'_>, serial: &[u8]) -> Result<Status, BadDer> {
    while !entries.is_empty() {
        let mut fields = entries.sequence()?;
        if fields.expect(tag::INTEGER)?.value == serial {
            return Ok(Status::Revoked { at: fields.next()?.time()? });
        }
    }
    Ok(Status::Good)
}
