//! A document examined: what it claims to be, who sealed and signed it, whether anything else was added, whether its data is what it shows.

use chrono::{DateTime, Utc};

use super::claim::{Claim, NoClaim};
use super::data::{self, DataFinding};
use super::sealer::{self, SealerFound};
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
    /// Who sealed; nobody where no seal leads to a trusted authority.
    pub sealer: Option<SealerFound>,
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
    let signatures = seal::judge_read(&pdf, against.trust.unwrap_or(&nobody), against.now, None)?;
    let mut found = PdfExamination {
        sha256: sha256(bytes),
        size: bytes.len(),
        claim: None,
        data_sha256: None,
        first_sha256: sha256(first),
        signatures,
        sealer: None,
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
    let before = pdf::read(first);
    let added = before.as_ref().map_err(|error| error.clone().into()).and_then(|before| pdf::only_signed_of(before, &pdf));
    if let Err(refusal) = added {
        found.faults.push(Fault::Added(refusal));
    }
    judge_signatures(&mut found, against);
    // Where something is wrong already, this would add nothing but time.
    // Only what a trusted authority vouches for is worth it: a stranger could make it last.
    if found.faults.is_empty() {
        judge_leftover(&mut found, bytes, &pdf, against.trust.unwrap_or(&nobody))?;
    }
    if let Ok(before) = &before {
        compare_data(&mut found, before);
    }
    found.remarks.sort_unstable();
    found.remarks.dedup();
    Ok(found)
}

fn judge_signatures(found: &mut PdfExamination, against: &Against<'_>) {
    let trust_given = against.trust.is_some();
    let mut trusted: Vec<SignatureReport> = Vec::new();
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
            _ if is_seal && report.trust == Trust::Trusted => trusted.push(report.clone()),
            _ if !is_seal && report.trust != Trust::Trusted && trust_given => found.remarks.push(Remark::SignatureNotTrusted),
            _ => {}
        }
    }
    if found.signatures.iter().any(|report| report.integrity != Integrity::Intact) {
        return;
    }
    if trusted.is_empty() {
        found.faults.push(match (seals, trust_given) {
            (0, _) => Fault::NoSeal,
            (_, false) => Fault::NoTrustGiven,
            (_, true) => Fault::SealNotTrusted,
        });
    }
    judge_sealer(found, &trusted, against);
}

/// Many organisations have seals of an authority that is trusted: whose this one is decides.
fn judge_sealer(found: &mut PdfExamination, trusted: &[SignatureReport], against: &Against<'_>) {
    let content = match &found.claim {
        Some(Claim::Agreement(content)) => Some(content),
        _ => None,
    };
    let kela = content.map(|content| &content.kela.organisation);
    let Some((sealer, as_named)) = sealer::choose(trusted, against.sealer, kela) else { return };
    let name = || sealer.name.clone();
    match (sealer.compared, against.sealer) {
        (Some(false), Some(expected)) => {
            found.faults.push(Fault::SealerDiffers { sealer: name(), expected: expected.to_string() });
        }
        (None, _) => found.remarks.push(Remark::SealerNotCompared),
        _ => {}
    }
    if let Some(kela) = kela.filter(|_| !as_named) {
        let expected = [kela.name.as_str(), kela.business_id.as_str()].join(", ");
        found.faults.push(Fault::SealOfOther { sealer: name(), expected });
    }
    let of_party =
        |report: &SignatureReport| report.kind == SignatureKind::Signature && !report.is_seal && report.trust == Trust::Trusted;
    if content.is_some_and(|content| content.needs_signature()) && !found.signatures.iter().any(of_party) {
        found.remarks.push(Remark::PartyNotInFile);
    }
    found.sealer = Some(sealer);
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

/// Compares the data with what is shown, unless something is wrong already: drawing takes time, and would prove nothing.
fn compare_data(found: &mut PdfExamination, first: &Pdf<'_>) {
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
