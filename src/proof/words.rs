//! What was found, in words: the same for the command and the page.

use super::bundle_file::BundleExamination;
use super::data::DataFinding;
use super::verdict::{UNPROVEN, bundle_verdict, is_open, pdf_verdict};
use super::{Claim, Examination, Fault, PdfExamination, Remark};
use crate::agreement::Language;
use crate::i18n::{Translate, format};
use crate::pdf::SignatureKind;
use crate::seal::{
    Revocation, SignatureReport, integrity_key, level_key, problem_key, revocation_key, trust_key, verdict_key, warning_key,
};

/// What was found, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Whether the file is authentic.
    pub authentic: bool,
    /// Whether it is authentic only if the reader finds that the sealer is Kela: nobody said who has to seal.
    pub if_of_kela: bool,
    /// The answer, in as many sentences as it has parts.
    pub verdict: String,
    /// Why it is not authentic, each with the place where something is wrong.
    pub faults: Vec<String>,
    /// What a reader should know beside it.
    pub remarks: Vec<String>,
    /// What was found, part by part.
    pub sections: Vec<Section>,
}

/// A part of what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its title.
    pub title: String,
    /// What, and the answer. Codes and names stand as they are.
    pub rows: Vec<(String, String)>,
    /// Sentences below the rows.
    pub notes: Vec<String>,
}

/// The text of a fault.
pub(super) fn fault(lang: Language, fault: &Fault) -> String {
    let text = lang.ta(fault.key(), &fault.values());
    match fault {
        Fault::Added(refusal) => [text, refusal_text(lang, refusal)].join(" "),
        _ => text,
    }
}

fn refusal_text(lang: Language, refusal: &crate::pdf::Refusal) -> String {
    let values = refusal.values();
    let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    lang.ta(refusal.code(), &values)
}

/// The text of a bundle's fault, without its place.
pub(super) fn bundle_fault(lang: Language, found: &super::BundleFault) -> String {
    match found {
        super::BundleFault::Document(inner) => fault(lang, inner),
        other => lang.ta(other.key(), &other.values()),
    }
}

/// What was found, in words of `lang`.
#[must_use]
pub fn told(lang: Language, examination: &Examination) -> Told {
    let mut told = match examination {
        Examination::Pdf(found) => pdf(lang, found),
        Examination::Bundle(found) => bundle(lang, found),
    };
    plain(&mut told.verdict);
    told.faults.iter_mut().for_each(plain);
    for section in &mut told.sections {
        plain(&mut section.title);
        section.rows.iter_mut().for_each(|(_, answer)| plain(answer));
    }
    told
}

/// Without what a terminal would obey and what nobody sees: some of it was written by whoever made the file.
fn plain(text: &mut String) {
    text.retain(|c| !c.is_control() && crate::agreement::draft::is_plain(c));
}

fn remarks(lang: Language, of: &[Remark]) -> Vec<String> {
    of.iter().map(|remark| lang.t(remark.key())).collect()
}

fn pdf(lang: Language, found: &PdfExamination) -> Told {
    let mut sections = vec![document(lang, found)];
    sections.extend(found.signatures.iter().map(|report| signature(lang, report)));
    Told {
        authentic: found.is_authentic(),
        if_of_kela: is_open(found.sealer.as_ref()),
        verdict: pdf_verdict(lang, found),
        faults: found.faults.iter().map(|of| fault(lang, of)).collect(),
        remarks: remarks(lang, &found.remarks),
        sections,
    }
}

fn document(lang: Language, found: &PdfExamination) -> Section {
    let mut rows = Vec::new();
    if let Some(claim) = &found.claim {
        let identity = claim.identity();
        let kind = match claim {
            Claim::Agreement(_) => "proof-kind-agreement",
            Claim::Evidence(_) => "proof-kind-evidence",
        };
        rows.push((lang.t("proof-row-kind"), lang.t(kind)));
        rows.push((lang.t("proof-row-number"), identity.number));
        rows.push((lang.t("proof-row-version"), identity.version.to_string()));
        rows.push((lang.t("proof-row-party"), identity.party));
        if let Some(of) = identity.language {
            rows.push((lang.t("proof-row-language"), of.own_name().to_owned()));
        }
    }
    match claim_of_evidence(found) {
        Some(claim) => {
            rows.push((lang.t("proof-row-signatory"), [claim.act.name.as_str(), &claim.act.position].join(", ")));
            rows.push((lang.t("proof-row-signed-digest"), claim.sha256.clone()));
        }
        None => rows.push((lang.t("proof-row-first-digest"), found.first_sha256.clone())),
    }
    rows.push((lang.t("proof-row-digest"), found.sha256.clone()));
    rows.push((lang.t("proof-row-judged"), format::moment_with_zone(lang, found.judged_at)));
    rows.push((lang.t("proof-row-data"), data(lang, &found.data)));
    Section { title: lang.t("proof-section-document"), rows, notes: Vec::new() }
}

fn claim_of_evidence(found: &PdfExamination) -> Option<&super::EvidenceClaim> {
    match &found.claim {
        Some(Claim::Evidence(claim)) => Some(claim),
        _ => None,
    }
}

fn data(lang: Language, of: &DataFinding) -> String {
    lang.t(match of {
        DataFinding::SameBytes { .. } => "proof-data-same-bytes",
        DataFinding::SameText => "proof-data-same-text",
        DataFinding::ValuesShown => "proof-data-values-shown",
        DataFinding::Differs { .. } => "proof-data-differs",
        DataFinding::NotTold => "proof-data-not-told",
        DataFinding::NotCompared => "proof-data-not-compared",
    })
}

fn signature(lang: Language, report: &SignatureReport) -> Section {
    let title = match (report.kind, report.is_seal) {
        (SignatureKind::DocumentTimeStamp, _) => "proof-section-time-stamp",
        (SignatureKind::Signature, true) => "proof-section-seal",
        (SignatureKind::Signature, false) => "proof-section-signature",
    };
    let mut rows = Vec::new();
    let mut row = |key: &str, value: String| rows.push((lang.t(key), value));
    row("proof-row-verdict", lang.t(verdict_key(report.verdict())));
    if let Some(signer) = &report.signer {
        row("proof-row-signer", signer.subject.to_string());
        row("proof-row-certificate", [signer.serial.as_str(), &signer.fingerprint].join(" · SHA-256 "));
        row("proof-row-issuer", signer.issuer.to_string());
    }
    if !report.chain.is_empty() {
        row("proof-row-chain", report.chain.join(" → "));
    }
    match (&report.proven_time, report.claimed_time) {
        (Some(proven), _) => {
            row("proof-row-time-proven", format::moment_with_zone(lang, proven.at));
            row("proof-row-time-server", proven.server.subject.to_string());
        }
        (None, Some(claimed)) => row("proof-row-time-claimed", format::moment_with_zone(lang, claimed)),
        (None, None) => {}
    }
    row("proof-row-integrity", lang.t(integrity_key(report.integrity)));
    row("proof-row-trust", lang.t(trust_key(report.trust)));
    let revocation = match report.revocation {
        Revocation::Revoked { at } => [lang.t(revocation_key(report.revocation)), format::moment(lang, at)].join(" "),
        _ => lang.t(revocation_key(report.revocation)),
    };
    row("proof-row-revocation", revocation);
    if let Some(level) = report.level {
        row("proof-row-level", lang.t(level_key(level)));
    }
    row("proof-row-algorithms", report.algorithms.clone());
    if report.says_qualified {
        row("proof-row-qualified", lang.t("proof-qualified-by-its-own-word"));
    }
    row("proof-row-field", report.field.clone());
    let problems = report.problems.iter().map(|problem| lang.t(problem_key(*problem)));
    let warnings = report.warnings.iter().map(|warning| lang.t(warning_key(*warning)));
    Section { title: lang.t(title), rows, notes: problems.chain(warnings).collect() }
}

fn bundle(lang: Language, found: &BundleExamination) -> Told {
    let mut sections = vec![bundle_section(lang, found)];
    if let Some(log) = &found.log {
        sections.push(log_section(lang, log));
    }
    for agreement in &found.agreements {
        sections.push(agreement_section(lang, agreement));
    }
    sections.push(Section {
        title: lang.t("proof-section-unproven"),
        rows: Vec::new(),
        notes: UNPROVEN.iter().map(|(_, key)| lang.t(key)).collect(),
    });
    let faults = found.faults.iter().map(|located| [&located.path, ": ", &bundle_fault(lang, &located.fault)].concat());
    Told {
        authentic: found.is_authentic(),
        if_of_kela: is_open(found.sealer.as_ref()),
        verdict: bundle_verdict(lang, found),
        faults: faults.collect(),
        remarks: remarks(lang, &found.remarks),
        sections,
    }
}

fn bundle_section(lang: Language, found: &BundleExamination) -> Section {
    let mut rows = vec![(lang.t("proof-row-kind"), lang.t("proof-kind-bundle"))];
    rows.extend(found.made_at.map(|at| (lang.t("proof-row-made"), format::moment_with_zone(lang, at))));
    rows.push((lang.t("proof-row-agreements"), found.agreements.len().to_string()));
    rows.push((lang.t("proof-row-digest"), found.sha256.clone()));
    rows.push((lang.t("proof-row-judged"), format::moment_with_zone(lang, found.judged_at)));
    Section { title: lang.t("proof-section-bundle"), rows, notes: Vec::new() }
}

fn log_section(lang: Language, log: &super::LogFound) -> Section {
    let compared = match log.compared {
        Some(true) => "proof-log-key-same",
        Some(false) => "proof-log-key-other",
        None => "proof-log-key-not-compared",
    };
    let rows = vec![
        (lang.t("proof-row-log"), log.origin.clone()),
        (lang.t("proof-row-log-size"), log.size.to_string()),
        (lang.t("proof-row-log-key"), log.key.clone()),
        (lang.t("proof-row-log-fingerprint"), log.fingerprint.clone()),
    ];
    Section { title: lang.t("proof-section-log"), rows, notes: vec![lang.t(compared)] }
}

fn agreement_section(lang: Language, agreement: &super::AgreementFound) -> Section {
    let mut rows = Vec::new();
    for document in &agreement.documents {
        let kind = lang.t(document.kind.key());
        let of = lang.ta("proof-row-document", &[("version", document.version.to_string().into()), ("kind", kind.into())]);
        let seals = document.examination.iter().flat_map(|found| &found.signatures).filter_map(|report| {
            let time = report.time().map(|at| format::moment(lang, at)).unwrap_or_default();
            Some([report.signer.as_ref()?.subject.short(), &time].join(", "))
        });
        let who: Vec<String> = seals.collect();
        let whole = if document.examination.is_none() { lang.t("proof-document-part") } else { who.join("; ") };
        rows.push((of, [document.sha256.as_str(), &whole].join(" · ")));
    }
    let events = [("events", agreement.events), ("proven", agreement.proven), ("erased", agreement.erased)];
    let events = events.map(|(name, count)| (name, count.to_string().into()));
    rows.push((lang.t("proof-row-events"), lang.ta("proof-events", &events)));
    let title = lang.ta("proof-section-agreement", &[("number", agreement.number.as_str().into())]);
    Section { title, rows, notes: Vec::new() }
}
