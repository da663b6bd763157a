//! How the outcome of the check is shown: the shape and the word of a verdict, and of a finding.

use super::icon::Sign;
use crate::agreement::Language;
use crate::federation::{Finding, Severity, Verdict};
use crate::i18n::Translate;

/// The shape of a verdict; a check that was not made yet is not known.
#[must_use]
pub const fn verdict_sign(of: Option<Verdict>) -> Sign {
    match of {
        Some(Verdict::Ok) => Sign::Ok,
        Some(Verdict::Warnings) => Sign::Warning,
        Some(Verdict::Errors) => Sign::Error,
        Some(Verdict::Unverified) | None => Sign::Unverified,
    }
}

/// The word of a verdict.
#[must_use]
pub fn verdict_word(lang: Language, of: Option<Verdict>) -> String {
    lang.t(of.unwrap_or(Verdict::Unverified).key())
}

/// The shape and the word of a finding. One that speaks of the network leaves its domain unverified: that is its shape and its word, not
/// those of an error.
#[must_use]
pub fn finding_sign(lang: Language, finding: &Finding) -> (Sign, String) {
    let sign = match finding.severity {
        _ if finding.code.is_of_the_network() => return (verdict_sign(None), verdict_word(lang, None)),
        Severity::Info => Sign::Info,
        Severity::Warning => Sign::Warning,
        Severity::Error => Sign::Error,
    };
    (sign, lang.t(finding.severity.key()))
}
