//! What was found of the signatures of a file that came back, in words; and what speaks against taking it.

use crate::agreement::{Language, Signatory, has_surname, is_same_name};
use crate::i18n::{Translate, format};
use crate::pdf::{Refusal, SignatureKind};
use crate::seal::{
    CertificateInfo, ProblemCode, Revocation, SignatureReport, Verdict, integrity_key, level_key, problem_key, revocation_key,
    trust_key, warning_key,
};

/// Why nothing but signatures may have been added.
pub(super) fn refusal(lang: Language, refusal: &Refusal) -> String {
    let values = refusal.values();
    let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    lang.ta(refusal.code(), &values)
}

/// There is no signature in the file.
pub(super) fn unsigned(lang: Language) -> String {
    lang.t("signing-file-unsigned")
}

/// None of the persons who signed bears the name of the signatory: who did, who is named, and what to do.
pub(super) fn other_name(lang: Language, reports: &[SignatureReport], named: &str) -> String {
    let signers: Vec<&str> = signers(reports).map(|signer| signer.subject.short()).collect();
    lang.ta("signing-file-other-name", &[("given", signers.join("; ").into()), ("name", named.into())])
}

/// The name in the certificate of the signature that is the signatory's: of whoever bears their name.
pub(super) fn signer_named(reports: &[SignatureReport], named: &str) -> Option<String> {
    let is_it = |signer: &&CertificateInfo| {
        let subject = &signer.subject;
        is_same_name(subject.short(), named) && subject.surname.as_ref().is_none_or(|surname| has_surname(named, surname))
    };
    signers(reports).find(is_it).map(|signer| signer.subject.short().to_owned())
}

fn signers(reports: &[SignatureReport]) -> impl Iterator<Item = &CertificateInfo> {
    reports.iter().filter(|report| report.kind == SignatureKind::Signature).filter_map(|report| report.signer.as_ref())
}

/// On what the signatory's authority rests, as the agreement has it.
pub(super) fn authority(lang: Language, signatory: &Signatory) -> String {
    [Some(lang.t(signatory.basis.key())), signatory.basis_detail.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What speaks against the signatures that were added, each with a word for the history; nothing where all of them can be taken.
///
/// Taken is what is intact, of a trusted certificate of a person, and not revoked. Where it is not known whether it was revoked, it is
/// taken only if the certificate names no place where that could be asked.
pub(super) fn reasons_against(lang: Language, added: &[SignatureReport]) -> Vec<(&'static str, String)> {
    let mut against = Vec::new();
    if !added.iter().any(|report| report.kind == SignatureKind::Signature) {
        against.push(("signing-file-unsigned", lang.t("signing-file-unsigned")));
    }
    for report in added {
        for problem in &report.problems {
            let may_be_let_be = *problem == ProblemCode::RevocationUnknown && !report.tells_revocation;
            if !may_be_let_be {
                against.push((problem.code(), lang.t(problem_key(*problem))));
            }
        }
        if report.kind == SignatureKind::Signature && report.is_seal {
            against.push(("signing-file-seal", lang.t("signing-file-seal")));
        }
        // Whatever is not sound has its problem; should a report ever lack it, the file is refused all the same.
        if report.verdict() == Verdict::Invalid && against.is_empty() {
            against.push(("invalid", lang.t("signature-verdict-invalid")));
        }
    }
    against.dedup();
    against
}

/// What was found, a sentence each: of a signature who, by whom certified, and whether it is whole, trusted, revoked, proven in time.
pub(super) fn told(lang: Language, reports: &[SignatureReport]) -> Vec<String> {
    reports.iter().flat_map(|report| one(lang, report)).collect()
}

fn one(lang: Language, report: &SignatureReport) -> Vec<String> {
    let with_end = |text: String| if text.ends_with('.') { text } else { [text.as_str(), "."].concat() };
    let mut told = Vec::new();
    if let Some(signer) = &report.signer {
        let key = match report.kind {
            SignatureKind::Signature => "signing-found-signer",
            SignatureKind::DocumentTimeStamp => "signing-found-stamp",
        };
        told.push(lang.ta(key, &[("name", signer.subject.to_string().into())]));
        let issuers = if report.chain.is_empty() { signer.issuer.to_string() } else { report.chain.join(" → ") };
        told.push(lang.ta("signing-found-chain", &[("chain", issuers.into())]));
    }
    told.push(with_end(lang.t(integrity_key(report.integrity))));
    told.push(with_end(lang.t(trust_key(report.trust))));
    told.push(match report.revocation {
        Revocation::Revoked { at } => {
            let text = lang.t(revocation_key(report.revocation));
            with_end([text, format::moment(lang, at)].join(": "))
        }
        _ => with_end(lang.t(revocation_key(report.revocation))),
    });
    if report.revocation == Revocation::Unknown && !report.tells_revocation {
        told.push(lang.t("signing-found-no-revocation"));
    }
    match (&report.proven_time, report.claimed_time) {
        (Some(proven), _) => {
            let at = format::moment(lang, proven.at);
            told.push(lang.ta("signing-found-proven", &[("moment", at.into()), ("name", proven.server.subject.short().into())]));
        }
        (None, Some(claimed)) => {
            told.push(lang.ta("signing-found-claimed", &[("moment", format::moment(lang, claimed).into())]));
        }
        (None, None) => {}
    }
    told.extend(report.level.map(|level| with_end(lang.t(level_key(level)))));
    told.extend(report.problems.iter().map(|problem| lang.t(problem_key(*problem))));
    told.extend(report.warnings.iter().map(|warning| lang.t(warning_key(*warning))));
    told.dedup();
    told
}
