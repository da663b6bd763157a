//! The answer in sentences. Each says one thing and only where it is so: what a remark takes back, the answer does not claim.

use super::bundle_file::BundleExamination;
use super::{Claim, PdfExamination, SealerFound};
use crate::agreement::Language;
use crate::i18n::Translate;

/// What a bundle does not prove, whatever was found: a word for JSON, and the key of the text.
pub(super) const UNPROVEN: [(&str, &str); 6] = [
    ("newer", "proof-unproven-newer"),
    ("complete", "proof-unproven-complete"),
    ("agreements", "proof-unproven-agreements"),
    ("time", "proof-unproven-time"),
    ("index", "proof-unproven-index"),
    ("in_force", "proof-unproven-force"),
];

/// The answer about a document.
pub(super) fn pdf_verdict(lang: Language, found: &PdfExamination) -> String {
    if !found.is_authentic() {
        return lang.t(if found.is_intact() { "proof-verdict-intact" } else { "proof-verdict-not-authentic" });
    }
    let whole = match &found.claim {
        Some(Claim::Evidence(_)) => "proof-said-evidence",
        _ => "proof-said-document",
    };
    let mut said = vec![lang.t(lead(found.sealer.as_ref())), lang.t(whole)];
    said.extend(found.sealer.iter().flat_map(|sealer| seal(lang, sealer)));
    said.join(" ")
}

/// "Authentic" without a condition is said only of a seal whose organisation was compared.
fn lead(sealer: Option<&SealerFound>) -> &'static str {
    if is_open(sealer) { "proof-verdict-if" } else { "proof-verdict-authentic" }
}

/// Whether it is for the reader to see who sealed.
pub(super) fn is_open(sealer: Option<&SealerFound>) -> bool {
    sealer.is_some_and(|sealer| sealer.compared.is_none())
}

fn seal(lang: Language, sealer: &SealerFound) -> [String; 2] {
    let whose = if sealer.compared == Some(true) { "proof-said-sealer-same" } else { "proof-said-sealer-open" };
    [
        lang.t(if sealer.valid { "proof-said-seal-valid" } else { "proof-said-seal-open" }),
        lang.ta(whose, &[("sealer", sealer.name.as_str().into())]),
    ]
}

/// The answer about a bundle.
pub(super) fn bundle_verdict(lang: Language, found: &BundleExamination) -> String {
    if !found.is_authentic() {
        return lang.t(if found.is_intact() { "proof-verdict-intact" } else { "proof-verdict-bundle-not" });
    }
    let mut said = vec![lang.t(lead(found.sealer.as_ref()))];
    let mut counted = |key: &str, count: usize| said.push(lang.ta(key, &[("count", count.to_string().into())]));
    if found.unsealed > 0 {
        counted("proof-said-unsealed", found.unsealed);
    }
    if found.mandates > 0 {
        counted("proof-said-mandates", found.mandates);
    }
    if found.sealer.is_some() {
        said.push(lang.t(match (found.unsealed, found.mandates) {
            (0, 0) => "proof-said-documents",
            _ => "proof-said-other-documents",
        }));
    }
    said.extend(found.sealer.iter().flat_map(|sealer| seal(lang, sealer)));
    said.extend(history(lang, found));
    said.push(lang.t("proof-said-limits"));
    said.join(" ")
}

fn history(lang: Language, found: &BundleExamination) -> Vec<String> {
    let Some(log) = &found.log else { return vec![lang.t("proof-said-no-log")] };
    let later: usize = found.agreements.iter().map(|agreement| agreement.later).sum();
    let key = match (log.compared, later) {
        (Some(true), 0) => "proof-said-history",
        (Some(true), _) => "proof-said-history-part",
        _ => "proof-said-history-open",
    };
    let mut said = vec![lang.t(key)];
    if later > 0 {
        said.push(lang.ta("proof-said-later", &[("count", later.to_string().into())]));
    }
    said
}
