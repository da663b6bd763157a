//! Signing in the service: a code mailed to the signatory, and the act that binds the digest of the bytes shown.

use chrono::{DateTime, TimeDelta, Utc};
use subtle::ConstantTimeEq;

use super::super::completion::{self, Advance};
use super::super::post::{Desk, More};
use super::super::{Outcome, Service, WorkflowError, link, token};
use super::{Obstacle, Signing, about, load, load_unsigned, of, path, view};
use crate::agreement::lifecycle::EventKind;
use crate::agreement::rights::SigningAction;
use crate::agreement::signing::{Act, InPlaceOf, Statement, Way};
use crate::agreement::version::VersionAction;
use crate::agreement::{AgreementId, EmailAddress, Language};
use crate::i18n::Translate;
use crate::mail::Message;
use crate::store::Db;
use crate::store::agreements::{Agreement, Version};
use crate::store::documents::Document;
use crate::store::events::Cause;
use crate::store::jobs::{self, JobKind};
use crate::store::signatures::{self, Signature, SigningCode};

/// How many digits a code has.
pub const CODE_DIGITS: usize = 8;
/// How long a code can be used.
const CODE: TimeDelta = TimeDelta::minutes(15);
/// A code is mailed at most once in so long: a button pressed twice mails one.
const CODE_PAUSE: TimeDelta = TimeDelta::seconds(30);
/// How often a wrong code may be given before a new one is needed.
const TRIES: i32 = 5;
/// Codes mailed for one version in an hour.
const CODES_PER_HOUR: i64 = 5;

/// Why a code was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeProblem {
    /// None was mailed, or it was used.
    None,
    /// It is not the one that was mailed; so often may another be tried.
    Wrong {
        /// How often another may be tried; at 0 a new code is needed.
        left: i32,
    },
    /// Its time is up.
    Expired {
        /// Until when it could be used.
        until: DateTime<Utc>,
    },
}

/// What became of the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    /// The signature was given.
    Done,
    /// It had been given before: a button pressed twice.
    Already,
    /// It cannot be given yet.
    Obstacle(Obstacle),
    /// The code was not taken.
    Code(CodeProblem),
}

/// The texts that the signatory accepts, in the order in which the page shows them.
#[must_use]
pub fn declarations(lang: Language, agreement: &Agreement, version: &Version) -> [String; 3] {
    let values = [
        ("number", agreement.number.as_str().into()),
        ("version", version.version.to_string().into()),
        ("organisation", version.content.party.organisation.name.as_str().into()),
    ];
    ["signing-declare-read", "signing-declare-right", "signing-declare-sign"].map(|key| lang.ta(key, &values))
}

fn fingerprint(agreement: &AgreementId, version: i32, code: &str) -> String {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    token::fingerprint("signing-code", &[agreement.as_str(), &version.to_string(), &digits].join("/"))
}

/// Eight digits out of random bytes. The remainder of 64 bits is even enough.
fn new_code(desk: &Desk) -> String {
    let number = desk.random().iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte)) % 100_000_000;
    let digits = number.to_string();
    ["0".repeat(CODE_DIGITS.saturating_sub(digits.len())), digits].concat()
}

/// Mails the signatory a code in place of the last; gives when the code that counts was mailed and until when it can be used.
///
/// # Errors
/// [`WorkflowError::TooMany`]; [`WorkflowError::Conflict`] where the version no longer waits for the signature.
pub async fn send_code(
    service: &Service,
    email: &EmailAddress,
    number: &str,
    sha256: &str,
    lang: Language,
) -> Outcome<Result<DateTime<Utc>, Obstacle>> {
    let (desk, email, number, sha256) = (service.desk(), email.clone(), number.to_owned(), sha256.to_owned());
    let sent = service
        .store
        .write(move |db| {
            let (agreement, version) = load(db, desk.now, &email, &number, SigningAction::AskCode)?;
            let seen = view(db, desk.now, agreement, version)?;
            if let Some(obstacle) = seen.obstacle(&sha256) {
                return Ok(Err(obstacle));
            }
            let Signing { agreement, version, .. } = &seen;
            let known = signatures::signing_code(db, &agreement.id, version.version)?;
            if let Some(fresh) = known.filter(|code| desk.now - code.sent_at < CODE_PAUSE && code.tries < TRIES) {
                return Ok(Ok(fresh.expires_at));
            }
            link::limit(db, &desk, "signing-code", agreement.id.as_str(), CODES_PER_HOUR, TimeDelta::hours(1))?;
            let (code, until) = (new_code(&desk), desk.now + CODE);
            let code_hash = fingerprint(&agreement.id, version.version, &code);
            let new = SigningCode { code_hash, sent_at: desk.now, expires_at: until, tries: 0 };
            signatures::replace_code(db, &agreement.id, version.version, &new)?;
            desk.event(db, EventKind::SigningCodeSent, Cause::Filer, of(agreement, version), More::by(email.as_str()))?;
            let message = Message::SigningCode {
                about: about(db, &desk, agreement, version, lang, &path(&agreement.number))?,
                number: agreement.number.clone(),
                code,
                valid_until: until,
            };
            let to = &version.signatory().email;
            desk.mail(db, &message, lang, &[to], of(agreement, version))?;
            Ok::<_, WorkflowError>(Ok(until))
        })
        .await?;
    service.wake();
    Ok(sent)
}

/// Signs: binds the digest of the exact bytes that were shown. A wrong code is counted.
///
/// # Errors
/// [`WorkflowError::NotFound`] to a stranger; [`WorkflowError::Conflict`] where the version was refused or has lapsed;
/// [`WorkflowError::Invalid`] for a statement with problems, which the page asks of [`Statement::problems`] first.
pub async fn sign(
    service: &Service,
    email: &EmailAddress,
    number: &str,
    sha256: &str,
    statement: Statement,
    code: &str,
    lang: Language,
) -> Outcome<Signed> {
    if !statement.problems().is_empty() {
        return Err(WorkflowError::Invalid(Vec::new()));
    }
    let (desk, email, number, sha256) = (service.desk(), email.clone(), number.to_owned(), sha256.to_owned());
    let code = code.to_owned();
    let signed = service
        .store
        .write(move |db| {
            let Some((agreement, version)) = load_unsigned(db, desk.now, &email, &number, SigningAction::Sign)? else {
                return Ok(Signed::Already);
            };
            let seen = view(db, desk.now, agreement, version)?;
            if let Some(obstacle) = seen.obstacle(&sha256) {
                return Ok(Signed::Obstacle(obstacle));
            }
            let code_sent_at = match check_code(db, &desk, &seen, &code)? {
                Ok(sent_at) => sent_at,
                Err(problem) => return Ok(Signed::Code(problem)),
            };
            let act = Act {
                name: statement.name,
                position: statement.position,
                authority: statement.authority,
                email: email.clone(),
                opened_at: seen.opened_at,
                code_sent_at: Some(code_sent_at),
                accepted: declarations(lang, &seen.agreement, &seen.version).to_vec(),
                found: Vec::new(),
                in_place_of: in_place_of(&seen.version),
            };
            let signature = Signature { way: Way::Service, signed_at: desk.now, sha256, act };
            record(db, &desk, &seen, &email, signature, None)?;
            let subject = completion::subject(&seen.agreement.id, seen.version.version);
            jobs::add(db, JobKind::MakeEvidence, &subject, desk.now, desk.now)?;
            Ok::<_, WorkflowError>(Signed::Done)
        })
        .await?;
    service.wake();
    Ok(signed)
}

/// Compares a code with the one that was mailed and uses it up; gives when it was mailed. A wrong one is counted.
fn check_code(db: &mut Db, desk: &Desk, seen: &Signing, code: &str) -> Outcome<Result<DateTime<Utc>, CodeProblem>> {
    let (agreement, version) = (&seen.agreement.id, seen.version.version);
    let Some(known) = signatures::signing_code(db, agreement, version)? else { return Ok(Err(CodeProblem::None)) };
    if desk.now >= known.expires_at {
        return Ok(Err(CodeProblem::Expired { until: known.expires_at }));
    }
    if known.tries >= TRIES {
        return Ok(Err(CodeProblem::Wrong { left: 0 }));
    }
    let given = fingerprint(agreement, version, code);
    if !bool::from(known.code_hash.as_bytes().ct_eq(given.as_bytes())) {
        signatures::count_try(db, agreement, version)?;
        return Ok(Err(CodeProblem::Wrong { left: TRIES - known.tries - 1 }));
    }
    signatures::remove_code(db, agreement, version)?;
    Ok(Ok(known.sent_at))
}

/// In whose place whoever signs was named.
pub(super) fn in_place_of(version: &Version) -> Option<InPlaceOf> {
    let before = &version.content.party.signatory;
    let named = version.successor.as_ref()?;
    Some(InPlaceOf { name: before.name.clone(), position: before.position.clone(), named_at: named.named_at })
}

/// Stores a signature and takes the step of the version, with what follows from it. `document` is the file that came back signed.
pub(super) fn record(
    db: &mut Db,
    desk: &Desk,
    seen: &Signing,
    by: &EmailAddress,
    signature: Signature,
    document: Option<Document>,
) -> Outcome<()> {
    let Signing { agreement, version, .. } = seen;
    let impossible = |error| WorkflowError::Store(crate::store::impossible("agreement_versions", error));
    let step = version.course.step(version.state, VersionAction::Sign).map_err(impossible)?;
    let current = Version { remind_at: None, lapses_at: None, ..version.clone() };
    let more = More::by(by.as_str()).subject(signature.sha256.clone()).act(signature.act.digest());
    let advance = Advance { step, document, signature: Some(signature), copy: None, cause: Cause::Filer, more };
    if completion::advance(db, desk, agreement, &current, advance)? { Ok(()) } else { Err(WorkflowError::Conflict(None)) }
}
