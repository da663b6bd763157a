//! The document that comes back signed with a certificate: taken only where nothing but signatures was added to the exact bytes, and every
//! signature that was added is a trusted person's, one of them the signatory's.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use super::super::post::More;
use super::super::{Outcome, Service, WorkflowError, completion, link};
use super::act::{in_place_of, record};
use super::{Obstacle, Signing, found, load_unsigned, of, view};
use crate::agreement::lifecycle::EventKind;
use crate::agreement::rights::SigningAction;
use crate::agreement::signing::{Act, Way};
use crate::agreement::version::DocumentKind;
use crate::agreement::{EmailAddress, Language};
use crate::pdf;
use crate::seal::{Fetch, HttpFetch, SignatureReport, TrustAnchors, judge};
use crate::store::documents;
use crate::store::events::Cause;
use crate::store::signatures::Signature;

/// Files judged for one agreement in an hour.
const FILES_PER_HOUR: i64 = 20;
/// The longest that one question about a file may take: somebody waits for the answer to all of them.
const PATIENCE: Duration = Duration::from_secs(6);

/// What became of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Taken {
    /// It is the party's signature now.
    Done,
    /// The version was signed before.
    Already,
    /// It cannot be signed yet.
    Obstacle(Obstacle),
    /// It is not taken; nothing of it is kept.
    Refused(Refused),
}

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    /// A word for the history.
    pub code: String,
    /// Why, in sentences.
    pub why: Vec<String>,
    /// What was found of its signatures, in sentences.
    pub found: Vec<String>,
}

/// Whether files signed with a certificate are taken: without trusted authorities none could be.
#[must_use]
pub fn takes_files(service: &Service) -> bool {
    !service.seal.trust.certificates().is_empty()
}

/// What the judgement of a file gives: the reports of the signatures that were added.
type Judged = Result<Vec<SignatureReport>, Refused>;

/// Judges a file that came back and, where it can be taken, stores it as the party's signature. `held` is let go when the judging ends, which may
/// be after the caller gave up.
///
/// # Errors
/// [`WorkflowError::NotFound`] to a stranger; [`WorkflowError::Conflict`] where the version no longer waits for the signature;
/// [`WorkflowError::TooMany`].
pub async fn take_file(
    service: &Service,
    email: &EmailAddress,
    number: &str,
    bytes: Vec<u8>,
    held: impl Send + 'static,
    lang: Language,
) -> Outcome<Taken> {
    let (desk, by, named) = (service.desk(), email.clone(), number.to_owned());
    let before = service
        .store
        .write(move |db| {
            let Some((agreement, version)) = load_unsigned(db, desk.now, &by, &named, SigningAction::Upload)? else {
                return Ok(Err(Taken::Already));
            };
            let seen = view(db, desk.now, agreement, version)?;
            if seen.needs_mandate && seen.mandate.is_none() {
                return Ok(Err(Taken::Obstacle(Obstacle::MandateLacks)));
            }
            link::limit(db, &desk, "signed-file", seen.agreement.id.as_str(), FILES_PER_HOUR, TimeDelta::hours(1))?;
            let base = documents::newest(db, &seen.agreement.id, seen.version.version)?.ok_or(WorkflowError::NotFound)?;
            Ok::<_, WorkflowError>(Ok((seen, base)))
        })
        .await?;
    let (seen, base) = match before {
        Ok(before) => before,
        Err(taken) => return Ok(taken),
    };
    let (trust, now) = (service.seal.trust.clone(), service.now());
    let (patience, outbound) = (service.seal.patience.min(PATIENCE), service.seal.outbound);
    let named = seen.version.signatory().name.clone();
    let judged = tokio::task::spawn_blocking(move || {
        let _held = held;
        let against = Grounds { trust: &trust, now, named: &named };
        let judged = judge_file(&base.bytes, &bytes, &against, &HttpFetch::new(patience, outbound), lang);
        (judged, bytes, base.sha256)
    });
    let (judged, bytes, of_base) = judged.await.map_err(|error| WorkflowError::Document(error.to_string()))?;
    match judged {
        Ok(reports) => accept(service, email, &seen, bytes, of_base, &reports, lang).await,
        Err(refused) => refuse(service, email, seen, refused).await,
    }
}

/// What a file is held against.
struct Grounds<'a> {
    trust: &'a TrustAnchors,
    now: DateTime<Utc>,
    /// The name of whoever is to sign.
    named: &'a str,
}

/// Judges what was added to `base` in `file`. Servers are asked whether certificates are revoked; blocks meanwhile.
fn judge_file(base: &[u8], file: &[u8], against: &Grounds<'_>, fetch: &dyn Fetch, lang: Language) -> Judged {
    let Grounds { trust, now, named } = *against;
    let refused = |code: &str, why: String| Refused { code: code.to_owned(), why: vec![why], found: Vec::new() };
    let additions = pdf::only_signed(base, file).map_err(|refusal| refused(refusal.code(), found::refusal(lang, &refusal)))?;
    if additions.signatures.is_empty() {
        return Err(refused("signing-file-unsigned", found::unsigned(lang)));
    }
    let reports = judge(file, trust, now, Some(fetch)).map_err(|error| {
        let refusal = pdf::Refusal::from(error);
        refused(refusal.code(), found::refusal(lang, &refusal))
    })?;
    let added: Vec<SignatureReport> = reports.into_iter().filter(|report| report.covered_to > base.len()).collect();
    let why = found::reasons_against(lang, &added);
    match why.first() {
        // A trusted person, but not the one whom the organisation named: nobody of Kela has looked at their right to sign.
        None if found::signer_named(&added, named).is_none() => Err(Refused {
            found: found::told(lang, &added),
            ..refused("signing-file-other-name", found::other_name(lang, &added, named))
        }),
        None => Ok(added),
        Some((code, _)) => Err(Refused {
            code: (*code).to_owned(),
            why: why.into_iter().map(|(_, text)| text).collect(),
            found: found::told(lang, &added),
        }),
    }
}

async fn accept(
    service: &Service,
    email: &EmailAddress,
    before: &Signing,
    bytes: Vec<u8>,
    of_base: String,
    reports: &[SignatureReport],
    lang: Language,
) -> Outcome<Taken> {
    let (act, named) = (act(email, before, reports, lang), before.version.signatory().clone());
    let (desk, email, number) = (service.desk(), email.clone(), before.agreement.number.clone());
    let taken = service
        .store
        .write(move |db| {
            let Some((agreement, version)) = load_unsigned(db, desk.now, &email, &number, SigningAction::Upload)? else {
                return Ok(Taken::Already);
            };
            let seen = view(db, desk.now, agreement, version)?;
            let is_same = seen.document.as_ref().is_some_and(|document| document.sha256 == of_base);
            if !is_same || *seen.version.signatory() != named {
                return Ok(Taken::Obstacle(Obstacle::Stale));
            }
            let sha256 = hex::encode(Sha256::digest(&bytes));
            let signature = Signature { way: Way::Certificate, signed_at: desk.now, sha256, act: act.clone() };
            let document = completion::document(DocumentKind::PartySigned, bytes.clone(), &desk);
            record(db, &desk, &seen, &email, signature, Some(document))?;
            Ok::<_, WorkflowError>(Taken::Done)
        })
        .await?;
    service.wake();
    Ok(taken)
}

/// Who signed by their certificate: whoever bears the name of the signatory.
fn act(email: &EmailAddress, seen: &Signing, reports: &[SignatureReport], lang: Language) -> Act {
    let signatory = seen.version.signatory();
    Act {
        name: found::signer_named(reports, &signatory.name).unwrap_or_default(),
        position: signatory.position.clone(),
        authority: found::authority(lang, signatory),
        email: email.clone(),
        opened_at: seen.opened_at,
        code_sent_at: None,
        accepted: Vec::new(),
        found: found::told(lang, reports),
        in_place_of: in_place_of(&seen.version),
    }
}

async fn refuse(service: &Service, email: &EmailAddress, seen: Signing, refused: Refused) -> Outcome<Taken> {
    let (desk, email, code) = (service.desk(), email.clone(), refused.code.clone());
    service
        .store
        .write(move |db| {
            let more = More::by(email.as_str()).subject(code);
            desk.event(db, EventKind::SignedFileRefused, Cause::Filer, of(&seen.agreement, &seen.version), more)
        })
        .await?;
    Ok(Taken::Refused(refused))
}
