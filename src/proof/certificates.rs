//! The certificates of a document's signatures, for a bundle: what a stranger needs to look at them with other programs.

use std::collections::BTreeSet;

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::SignedData;
use der::{Decode, Encode};

use crate::pdf::{self, PdfError};

/// The most certificates that are taken from one document.
const MOST: usize = 200;

/// The certificates in a document's signatures and in its validation data, in DER, each once, in the order of their bytes.
///
/// # Errors
/// If the document cannot be read.
pub fn certificates_of(file: &[u8]) -> Result<Vec<Vec<u8>>, PdfError> {
    let pdf = pdf::read(file)?;
    let mut found: BTreeSet<Vec<u8>> = pdf.validation_data()?.certificates.into_iter().collect();
    for signature in pdf.signatures()? {
        found.extend(of_signature(&signature.der).unwrap_or_default());
    }
    Ok(found.into_iter().take(MOST).collect())
}

fn of_signature(der: &[u8]) -> Option<Vec<Vec<u8>>> {
    let info = ContentInfo::from_der(der).ok()?;
    let signed: SignedData = info.content.decode_as().ok()?;
    let certificates = signed.certificates?;
    let der = |choice: &CertificateChoices| match choice {
        CertificateChoices::Certificate(certificate) => certificate.to_der().ok(),
        CertificateChoices::Other(_) => None,
    };
    Some(certificates.0.iter().filter_map(der).collect())
}
