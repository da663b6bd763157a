//! What no signature covers: the signatures themselves around the signed attributes, their certificates, and what was appended for checking
//! them. None of it can change what was signed, and a changed byte of it is told all the same: a file that was touched is not the
//! file that was made.

use cms::cert::CertificateChoices;
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use const_oid::ObjectIdentifier;
use der::asn1::OctetString;
use der::{Decode, Encode};
use rustls_pki_types::CertificateDer;
use webpki::EndEntityCert;

use crate::pdf::{self, EmbeddedSignature, Pdf};
use crate::seal::TrustAnchors;

const ID_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const ID_SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const SIGNATURE_TIME_STAMP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");
/// The head of an OCSPResponse that was successful and holds a basic answer (RFC 6960, 4.2.1), after its outer SEQUENCE.
const OCSP_SUCCESSFUL: &[u8] = &[0x0a, 0x01, 0x00];
const OCSP_BASIC: &[u8] = &[0x06, 0x09, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x01];

/// The most certificates, and the most lists and answers, that a file may bring: each is held against all of them. An agreement with every
/// proof has about twenty.
const MOST: usize = 100;

/// The certificates that something may be signed by: those that are trusted, and those that the file brings.
struct Pool {
    all: Vec<Vec<u8>>,
    trusted: usize,
}

impl Pool {
    fn new(trust: &TrustAnchors) -> Self {
        let all = trust.certificates().to_vec();
        Self { trusted: all.len(), all }
    }

    /// Takes a certificate of the file; nothing where it brings more than [`MOST`].
    fn take(&mut self, der: Vec<u8>) -> Option<()> {
        if !self.all.contains(&der) {
            self.all.push(der);
        }
        (self.brought().len() <= MOST).then_some(())
    }

    /// What the file brought.
    fn brought(&self) -> &[Vec<u8>] {
        self.all.get(self.trusted..).unwrap_or_default()
    }
}

/// Whether everything beside the signed bytes is as a program writes it, and every certificate, list and answer is what its issuer signed.
/// `ours` if nobody but this service signed last: then what follows must be just what it appends.
pub(super) fn is_sound(file: &[u8], pdf: &Pdf<'_>, signatures: &[EmbeddedSignature], trust: &TrustAnchors, ours: bool) -> bool {
    let Ok(data) = pdf.validation_data() else { return false };
    if data.crls.len() + data.ocsp_responses.len() > MOST {
        return false;
    }
    let Some(pool) = pooled(file, signatures, &data, trust) else { return false };
    let sound = |signed: Option<Signed<'_>>| signed.is_some_and(|signed| signed.is_by_one_of(&pool.all));
    let answers = data.ocsp_responses.iter().all(|answer| sound(ocsp_parts(answer).map(|parts| parts.signed)));
    pool.brought().iter().all(|der| sound(Signed::named(der)))
        && data.crls.iter().all(|der| sound(Signed::named(der)))
        && answers
        && (!ours || is_own_update(file, signatures, &data))
}

/// The certificates of the signatures, of the validation data and of the answers in it; nothing where one of them is not as a program writes
/// it, or there are too many.
fn pooled(file: &[u8], signatures: &[EmbeddedSignature], data: &pdf::ValidationData, trust: &TrustAnchors) -> Option<Pool> {
    let mut pool = Pool::new(trust);
    for certificate in &data.certificates {
        pool.take(certificate.clone())?;
    }
    for signature in signatures {
        if !has_one_case(file, signature) {
            return None;
        }
        message(&signature.der, &mut pool)?;
    }
    for answer in &data.ocsp_responses {
        for certificate in ocsp_parts(answer)?.certificates {
            pool.take(certificate.to_vec())?;
        }
    }
    Some(pool)
}

/// What stands behind the last signature is, byte for byte, what this program appends for the same data.
fn is_own_update(file: &[u8], signatures: &[EmbeddedSignature], data: &pdf::ValidationData) -> bool {
    let covered = signatures.iter().map(|signature| signature.covered_to).max().unwrap_or_default();
    let Some(before) = file.get(..covered) else { return false };
    before.len() == file.len() || pdf::add_validation_data(before, data).is_ok_and(|again| again == file)
}

/// Hex digits can be written in two ways; a program uses one.
fn has_one_case(file: &[u8], signature: &EmbeddedSignature) -> bool {
    let [_, length, second, _] = signature.byte_range;
    let written = file.get(length..second).unwrap_or_default();
    !(written.iter().any(u8::is_ascii_lowercase) && written.iter().any(u8::is_ascii_uppercase))
}

/// Reads a signature or time stamp strictly; its certificates and those of its own time stamps go into `pool`.
fn message(der: &[u8], pool: &mut Pool) -> Option<()> {
    let info = ContentInfo::from_der(der).ok()?;
    let signed: SignedData = info.content.decode_as().ok()?;
    let [signer] = signed.signer_infos.0.as_slice() else { return None };
    let certificates = signed.certificates.as_ref().map(|certificates| certificates.0.as_slice()).unwrap_or_default();
    for choice in certificates {
        match choice {
            CertificateChoices::Certificate(certificate) => pool.take(certificate.to_der().ok()?)?,
            CertificateChoices::Other(_) => return None,
        }
    }
    // RFC 5652, 5.1: 1 for plain data, 3 for a time stamp's content.
    let plain = signed.encap_content_info.econtent_type == ID_DATA;
    let version = if plain { CmsVersion::V1 } else { CmsVersion::V3 };
    let digests = signed.digest_algorithms.as_slice();
    let whole = info.to_der().ok()? == der
        && info.content_type == ID_SIGNED_DATA
        && signed.version == version
        && signed.encap_content_info.econtent.is_none() == plain
        && matches!(digests, [one] if one.to_der().ok()? == signer.digest_alg.to_der().ok()?)
        && names_its_certificate(signer, &pool.all);
    let stamps = signer.unsigned_attrs.iter().flat_map(|attributes| attributes.iter());
    for attribute in stamps.filter(|attribute| attribute.oid == SIGNATURE_TIME_STAMP) {
        for value in attribute.values.iter() {
            message(&value.to_der().ok()?, pool)?;
        }
    }
    whole.then_some(())
}

/// The signer is named as its version says (RFC 5652, 5.3), and the certificate is there.
fn names_its_certificate(signer: &SignerInfo, pool: &[Vec<u8>]) -> bool {
    let named = |der: &Vec<u8>| {
        let Ok(certificate) = x509_cert::Certificate::from_der(der) else { return false };
        let held = certificate.tbs_certificate;
        match &signer.sid {
            SignerIdentifier::IssuerAndSerialNumber(name) => {
                name.issuer == held.issuer && name.serial_number == held.serial_number
            }
            SignerIdentifier::SubjectKeyIdentifier(id) => {
                let bytes = OctetString::to_der(&id.0).unwrap_or_default();
                held.extensions.iter().flatten().any(|extension| extension.extn_value.as_bytes() == bytes)
            }
        }
    };
    let version = match &signer.sid {
        SignerIdentifier::IssuerAndSerialNumber(_) => CmsVersion::V1,
        SignerIdentifier::SubjectKeyIdentifier(_) => CmsVersion::V3,
    };
    signer.version == version && pool.iter().any(named)
}

/// A structure that its issuer signed: the bytes, the algorithm and the value.
struct Signed<'a> {
    bytes: &'a [u8],
    algorithm: &'a [u8],
    value: &'a [u8],
}

impl<'a> Signed<'a> {
    /// Of a certificate or a revocation list, which name the algorithm within what is signed too (RFC 5280, 4.1.1.2 and 5.1.1.2).
    fn named(der: &'a [u8]) -> Option<Self> {
        let signed = Self::read(only(der, 0x30)?.inside)?;
        let WithRest(signed, rest) = signed;
        let named = signed.bytes.windows(signed.algorithm.len()).any(|window| window == signed.algorithm);
        (named && rest.is_empty()).then_some(signed)
    }

    /// The three parts, and what follows them.
    fn read(inside: &'a [u8]) -> Option<WithRest<'a>> {
        let (bytes, rest) = value(inside)?;
        let (algorithm, rest) = value(rest)?;
        let (bits, rest) = value(rest)?;
        // A BIT STRING of whole bytes.
        let value = bits.inside.strip_prefix(&[0]).filter(|_| bits.tag == 0x03 && algorithm.tag == 0x30)?;
        Some(WithRest(Self { bytes: bytes.whole, algorithm: algorithm.whole, value }, rest))
    }

    fn is_by_one_of(&self, pool: &[Vec<u8>]) -> bool {
        let Some(algorithm) = only(self.algorithm, 0x30).map(|algorithm| algorithm.inside) else { return false };
        let fitting = || webpki::ALL_VERIFICATION_ALGS.iter().filter(|one| one.signature_alg_id().as_ref() == algorithm);
        pool.iter().any(|der| {
            let der = CertificateDer::from(der.as_slice());
            let Ok(issuer) = EndEntityCert::try_from(&der) else { return false };
            fitting().any(|one| issuer.verify_signature(*one, self.bytes, self.value).is_ok())
        })
    }
}

/// What is signed, and what stands behind it.
struct WithRest<'a>(Signed<'a>, &'a [u8]);

/// An OCSP answer taken apart.
struct OcspParts<'a> {
    signed: Signed<'a>,
    certificates: Vec<&'a [u8]>,
}

/// OCSPResponse with BasicOCSPResponse in it (RFC 6960, 4.2.1).
fn ocsp_parts(der: &[u8]) -> Option<OcspParts<'_>> {
    let outer = only(der, 0x30)?.inside.strip_prefix(OCSP_SUCCESSFUL)?;
    let response = only(only(outer, 0xa0)?.inside, 0x30)?.inside.strip_prefix(OCSP_BASIC)?;
    let basic = only(only(response, 0x04)?.inside, 0x30)?;
    let WithRest(signed, rest) = Signed::read(basic.inside)?;
    let mut certificates = Vec::new();
    if !rest.is_empty() {
        let mut list = only(only(rest, 0xa0)?.inside, 0x30)?.inside;
        while !list.is_empty() {
            let (certificate, after) = value(list)?;
            certificates.push(certificate.whole);
            list = after;
        }
    }
    Some(OcspParts { signed, certificates })
}

/// A DER value.
struct Tlv<'a> {
    tag: u8,
    inside: &'a [u8],
    whole: &'a [u8],
}

/// The value at the beginning, and the bytes behind it (ITU-T X.690, 10.1: the shortest length).
fn value(bytes: &[u8]) -> Option<(Tlv<'_>, &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
        if !(1..=4).contains(&digits.len()) || digits.first() == Some(&0) {
            return None;
        }
        let length = digits.iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
        (length, rest)
    };
    let (inside, rest) = rest.split_at_checked(length)?;
    if first >= 0x80 && length < 0x80 {
        return None;
    }
    let whole = bytes.get(..bytes.len() - rest.len())?;
    Some((Tlv { tag, inside, whole }, rest))
}

/// The one value that `bytes` are, of this tag.
fn only(bytes: &[u8], tag: u8) -> Option<Tlv<'_>> {
    let (value, rest) = value(bytes)?;
    (rest.is_empty() && value.tag == tag).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_brings_so_many_certificates_and_no_more() {
        let mut pool = Pool::new(&TrustAnchors::default());
        for _ in 0..2 {
            // The same one again is none more.
            for number in 0..MOST {
                assert_eq!(pool.take(number.to_be_bytes().to_vec()), Some(()), "{number}");
            }
        }
        assert_eq!((pool.brought().len(), pool.take(b"one more".to_vec())), (MOST, None));
    }
}
