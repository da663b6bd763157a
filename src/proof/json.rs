//! What was found, as JSON for programs: docs/verification.md describes every member. Members are added, never changed, within a format.

use serde_json::{Value, json};

use super::bundle_file::BundleExamination;
use super::data::DataFinding;
use super::verdict::{UNPROVEN, bundle_verdict, pdf_verdict};
use super::words::{bundle_fault, fault};
use super::{Claim, Examination, FORMAT, PdfExamination, SealerFound, Unreadable};
use crate::agreement::Language;
use crate::i18n::Translate;
use crate::pdf::SignatureKind;
use crate::seal::{CertificateInfo, Integrity, Level, Revocation, SignatureReport, Trust, Verdict};

/// What was found of `file`, with its texts in `lang`.
#[must_use]
pub fn json(lang: Language, file: &str, found: &Result<Examination, Unreadable>) -> Value {
    let mut object = match found {
        Ok(Examination::Pdf(found)) => pdf(lang, found),
        Ok(Examination::Bundle(found)) => bundle(lang, found),
        Err(error) => json!({
            "verdict": "unreadable",
            "faults": [{ "code": "unreadable", "text": lang.t(error.key()), "detail": error.to_string() }],
        }),
    };
    if let Some(members) = object.as_object_mut() {
        members.insert("format".to_owned(), FORMAT.into());
        members.insert("file".to_owned(), file.into());
    }
    object
}

const fn verdict(authentic: bool) -> &'static str {
    if authentic { "authentic" } else { "not_authentic" }
}

fn pdf(lang: Language, found: &PdfExamination) -> Value {
    let faults: Vec<Value> = found.faults.iter().map(|of| json!({ "code": of.code(), "text": fault(lang, of) })).collect();
    json!({
        "verdict": verdict(found.is_authentic()),
        "statement": pdf_verdict(lang, found),
        "intact": found.is_intact(),
        "kind": found.claim.as_ref().map_or("unknown", Claim::code),
        "sha256": found.sha256,
        "size": found.size,
        "first_revision_sha256": found.first_sha256,
        "judged_at": found.judged_at,
        "agreement": found.claim.as_ref().map(claim),
        "sealer": found.sealer.as_ref().map(sealer),
        "signatures": found.signatures.iter().map(signature).collect::<Vec<_>>(),
        "data": data(&found.data),
        "faults": faults,
        "remarks": remarks(lang, &found.remarks),
    })
}

fn remarks(lang: Language, of: &[super::Remark]) -> Vec<Value> {
    of.iter().map(|remark| json!({ "code": remark.code(), "text": lang.t(remark.key()) })).collect()
}

fn claim(claim: &Claim) -> Value {
    let identity = claim.identity();
    json!({
        "number": identity.number,
        "version": identity.version,
        "language": identity.language.map(Language::code),
        "party": identity.party,
        "signed_sha256": match claim {
            Claim::Evidence(claim) => Some(&claim.sha256),
            Claim::Agreement(_) => None,
        },
    })
}

fn data(of: &DataFinding) -> Value {
    match of {
        DataFinding::Differs { page, shown, data } => json!({ "finding": of.code(), "page": page, "shown": shown, "data": data }),
        _ => json!({ "finding": of.code() }),
    }
}

fn sealer(of: &SealerFound) -> Value {
    json!({ "name": of.name, "identifier": of.identifier, "compared": of.compared, "valid": of.valid })
}

fn certificate(of: &CertificateInfo) -> Value {
    json!({
        "subject": of.subject.to_string(),
        "issuer": of.issuer.to_string(),
        "serial": of.serial,
        "not_before": of.not_before,
        "not_after": of.not_after,
        "key": of.key,
        "sha256": of.fingerprint,
    })
}

fn signature(of: &SignatureReport) -> Value {
    let kind = match (of.kind, of.is_seal) {
        (SignatureKind::DocumentTimeStamp, _) => "document_time_stamp",
        (SignatureKind::Signature, true) => "seal",
        (SignatureKind::Signature, false) => "signature",
    };
    let revoked_at = match of.revocation {
        Revocation::Revoked { at } => Some(at),
        Revocation::Good | Revocation::Unknown => None,
    };
    json!({
        "field": of.field,
        "kind": kind,
        "verdict": match of.verdict() {
            Verdict::Valid => "valid",
            Verdict::Indeterminate => "indeterminate",
            Verdict::Invalid => "invalid",
        },
        "signer": of.signer.as_ref().map(certificate),
        "chain": of.chain,
        "claimed_time": of.claimed_time,
        "proven_time": of.proven_time.as_ref().map(|proven| proven.at),
        "time_stamp_server": of.proven_time.as_ref().map(|proven| certificate(&proven.server)),
        "level": of.level.map(|level| match level {
            Level::BaselineB => "B-B",
            Level::BaselineT => "B-T",
            Level::BaselineLt => "B-LT",
        }),
        "integrity": match of.integrity {
            Integrity::Intact => "intact",
            Integrity::Broken => "broken",
            Integrity::Unknown => "unknown",
        },
        "trust": trust(of.trust),
        "revocation": match of.revocation {
            Revocation::Good => "good",
            Revocation::Revoked { .. } => "revoked",
            Revocation::Unknown => "unknown",
        },
        "revoked_at": revoked_at,
        "says_qualified": of.says_qualified,
        "algorithms": of.algorithms,
        "covered_to": of.covered_to,
        "problems": of.problems.iter().map(|problem| problem.code()).collect::<Vec<_>>(),
        "warnings": of.warnings.iter().map(|warning| warning.code()).collect::<Vec<_>>(),
    })
}

const fn trust(of: Trust) -> &'static str {
    match of {
        Trust::Trusted => "trusted",
        Trust::Untrusted => "untrusted",
        Trust::Expired => "expired",
        Trust::NotYetValid => "not_yet_valid",
        Trust::NotForSigning => "not_for_signing",
        Trust::Invalid => "invalid",
        Trust::NoCertificate => "no_certificate",
    }
}

fn bundle(lang: Language, found: &BundleExamination) -> Value {
    let faults: Vec<Value> = found
        .faults
        .iter()
        .map(|of| json!({ "code": of.fault.code(), "path": of.path, "text": bundle_fault(lang, &of.fault) }))
        .collect();
    let log = found.log.as_ref().map(|log| {
        json!({ "origin": log.origin, "size": log.size, "key": log.key, "key_sha256": log.fingerprint, "key_compared": log.compared })
    });
    let agreements: Vec<Value> = found
        .agreements
        .iter()
        .map(|agreement| {
            let documents: Vec<Value> = agreement
                .documents
                .iter()
                .map(|document| {
                    json!({
                        "path": document.path,
                        "version": document.version,
                        "kind": document.kind.code(),
                        "sha256": document.sha256,
                        "examination": document.examination.as_ref().map(|found| pdf(lang, found)),
                    })
                })
                .collect();
            json!({
                "number": agreement.number,
                "documents": documents,
                "events": agreement.events,
                "events_proven": agreement.proven,
                "events_not_proven": agreement.later,
                "events_erased": agreement.erased,
            })
        })
        .collect();
    json!({
        "verdict": verdict(found.is_authentic()),
        "statement": bundle_verdict(lang, found),
        "intact": found.is_intact(),
        "kind": "bundle",
        "sha256": found.sha256,
        "size": found.size,
        "made_at": found.made_at,
        "judged_at": found.judged_at,
        "sealer": found.sealer.as_ref().map(sealer),
        "log": log,
        "unproven": UNPROVEN.iter().map(|(code, key)| json!({ "code": code, "text": lang.t(key) })).collect::<Vec<_>>(),
        "agreements": agreements,
        "faults": faults,
        "remarks": remarks(lang, &found.remarks),
    })
}
