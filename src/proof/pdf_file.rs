//! A document examined: what it claims to be, who sealed and signed it, whether anything else was added, whether its data is what it shows.

use chrono::{DateTime, Utc};

use super::claim::{Claim, NoClaim};
use super::data::{self, DataFinding};
use super::{Against, Fault, Remark, leftover, sha256};
use crate::pdf::{self, Pdf, PdfError, SignatureKind};
use crate::seal::{self, Integrity, SignatureReport, Trust, TrustAnchors, Verdict};

/// What was found of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct PdfExamination {
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// Bytes.
    pub size: usize,
    /// What it says of itself.
    pub claim: Option<Claim>,
    /// SHA-256 of the data attached, in hex.
    pub data_sha256: Option<String>,
    /// SHA-256 of the document as it was first written, before signatures and seals.
    pub first_sha256: String,
    /// Signatures, seals and document time stamps, oldest first.
    pub signatures: Vec<SignatureReport>,
    /// Whether the data is what is shown.
    pub data: DataFinding,
    /// Why it is not authentic; empty if it is.
    pub faults: Vec<Fault>,
    /// What a reader should know beside it.
    pub remarks: Vec<Remark>,
    /// The time of the judgement.
    pub judged_at: DateTime<Utc>,
}

impl PdfExamination {
    /// Whether it is what it says and was sealed by whom it says.
    #[must_use]
    pub fn is_authentic(&self) -> bool {
        self.faults.is_empty()
    }

    /// Whether nothing speaks against it but that the reader gave no authorities to trust.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.faults.iter().all(|fault| *fault == Fault::NoTrustGiven)
    }

    /// Whether it bears a seal or a signature.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.signatures.iter().any(|report| report.kind == SignatureKind::Signature)
    }
}

/// Examines a document.
pub(super) fn examine(bytes: &[u8], against: &Against<'_>) -> Result<PdfExamination, PdfError> {
    let nobody = TrustAnchors::default();
    let pdf = pdf::read(bytes)?;
    let first = pdf.revisions().first().and_then(|revision| bytes.get(..revision.eof)).unwrap_or_default();
    let signatures = seal::judge(bytes, against.trust.unwrap_or(&nobody), against.now, None)?;
    let mut found = PdfExamination {
        sha256: sha256(bytes),
        size: bytes.len(),
        claim: None,
        data_sha256: None,
        first_sha256: sha256(first),
        signatures,
        data: DataFinding::NotCompared,
        faults: Vec::new(),
        remarks: Vec::new(),
        judged_at: against.now,
    };
    match Claim::read(&pdf.attachments()?) {
        Ok((claim, data)) => {
            found.claim = Some(claim);
            found.data_sha256 = Some(sha256(data));
        }
        Err(NoClaim::NotOurs) => found.faults.push(Fault::NotOurs),
        Err(NoClaim::Unreadable) => found.faults.push(Fault::DataUnreadable),
    }
    if let Err(refusal) = pdf::only_signed(first, bytes) {
        found.faults.push(Fault::Added(refusal));
    }
    judge_signatures(&mut found, against.trust.is_some());
    // Where something is wrong already, this would add nothing but time.
    // Only what a trusted authority vouches for is worth it: a stranger could make it last.
    if found.faults.is_empty() {
        judge_leftover(&mut found, bytes, &pdf, against.trust.unwrap_or(&nobody))?;
    }
    compare_data(&mut found, first);
    found.remarks.sort_unstable();
    found.remarks.dedup();
    Ok(found)
}

fn judge_signatures(found: &mut PdfExamination, trust_given: bool) {
    let mut trusted_seal: Option<SignatureReport> = None;
    let mut seals = 0;
    for report in &found.signatures {
        let field = report.field.clone();
        if report.integrity != Integrity::Intact {
            found.faults.push(Fault::Broken { field });
            continue;
        }
        let is_seal = report.kind == SignatureKind::Signature && report.is_seal;
        seals += usize::from(is_seal);
        match report.verdict() {
            Verdict::Invalid => found.faults.push(Fault::SignatureInvalid { field }),
            // What lacks only the proof that it was not revoked still is whose it says.
            _ if is_seal && report.trust == Trust::Trusted => {
                trusted_seal.get_or_insert_with(|| report.clone());
            }
            _ if !is_seal && report.trust != Trust::Trusted && trust_given => found.remarks.push(Remark::SignatureNotTrusted),
            _ => {}
        }
    }
    if found.signatures.iter().any(|report| report.integrity != Integrity::Intact) {
        return;
    }
    match (&trusted_seal, &found.claim) {
        (None, _) if seals == 0 => found.faults.push(Fault::NoSeal),
        (None, _) if !trust_given => found.faults.push(Fault::NoTrustGiven),
        (None, _) => found.faults.push(Fault::SealNotTrusted),
        (Some(seal), Some(Claim::Agreement(content))) => {
            let signs = content.change.as_ref().is_none_or(|change| change.kind.needs_signature() && !change.by_kela);
            let of_party = |report: &SignatureReport| {
                report.kind == SignatureKind::Signature && !report.is_seal && report.trust == Trust::Trusted
            };
            if signs && !found.signatures.iter().any(of_party) {
                found.remarks.push(Remark::PartyNotInFile);
            }
            let kela = &content.kela.organisation;
            found.faults.extend(of_other(seal, &kela.name, kela.business_id.as_str()));
        }
        (Some(_), _) => {}
    }
}

/// What no signature covers. Of a stranger's signature it may be incomplete; of ours everything is there.
fn judge_leftover(found: &mut PdfExamination, bytes: &[u8], pdf: &Pdf<'_>, trust: &TrustAnchors) -> Result<(), PdfError> {
    let signatures = pdf.signatures()?;
    let of_signer = |report: &&SignatureReport| report.kind == SignatureKind::Signature;
    let strangers = found.signatures.iter().filter(of_signer).any(|report| !report.is_seal);
    let ours_is_last = found.signatures.iter().rfind(of_signer).is_some_and(|report| report.is_seal);
    if !signatures.is_empty() && !leftover::is_sound(bytes, pdf, &signatures, trust, ours_is_last) {
        if strangers {
            found.remarks.push(Remark::LeftoverUnknown);
        } else {
            found.faults.push(Fault::LeftoverChanged);
        }
    }
    Ok(())
}

/// Many organisations have seals of an authority that is trusted: the seal must be of the one that the agreement names as Kela, by its
/// Y-tunnus (ETSI EN 319 412-1, 5.1.4) or, where the certificate has none, by its name.
fn of_other(seal: &SignatureReport, name: &str, business_id: &str) -> Option<Fault> {
    let subject = &seal.signer.as_ref()?.subject;
    let same = match (&subject.organization_identifier, &subject.organization) {
        (Some(identifier), _) => identifier.ends_with(&["-", business_id].concat()),
        (None, Some(organization)) => organization == name,
        (None, None) => false,
    };
    (!same).then(|| Fault::SealOfOther { sealer: subject.to_string(), expected: [name, business_id].join(", ") })
}

/// Compares the data with what is shown, unless something is wrong already: drawing takes time, and would prove nothing.
fn compare_data(found: &mut PdfExamination, first: &[u8]) {
    let untouched = |fault: &Fault| matches!(fault, Fault::NoTrustGiven | Fault::NoSeal);
    let Some(claim) = found.claim.as_ref().filter(|_| found.faults.iter().all(untouched)) else { return };
    found.data = data::compare(claim, first);
    match &found.data {
        DataFinding::SameBytes { sample, to_be_signed } => {
            if *sample {
                found.remarks.push(Remark::Sample);
            }
            if *to_be_signed {
                found.faults.retain(|fault| *fault != Fault::NoSeal);
                found.faults.push(Fault::CopyToRead);
            }
        }
        DataFinding::SameText => found.remarks.push(Remark::SameText),
        DataFinding::ValuesShown if matches!(claim, Claim::Agreement(_)) => found.remarks.push(Remark::ValuesShown),
        DataFinding::ValuesShown | DataFinding::NotCompared => {}
        DataFinding::NotTold => found.remarks.push(Remark::DataNotTold),
        DataFinding::Differs { page, shown, data } => {
            let fault = Fault::DataDiffers { page: *page, shown: shown.clone(), data: data.clone() };
            found.faults.push(fault);
        }
    }
}
