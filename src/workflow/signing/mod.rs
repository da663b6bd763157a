//! The party's signature: asked for, read, given in the service or sent back signed, refused, lapsed.

mod act;
mod ending;
mod evidence;
mod found;
mod keep;
mod mandate;
mod upload;

pub use act::{CODE_DIGITS, CodeProblem, Signed, declarations, send_code, sign};
pub use ending::{decline, do_due};
pub use evidence::make_evidence;
pub use keep::{PER_EXTENSION, Shown, at_desk, download, extend, send_again};
pub use mandate::{LARGEST_MANDATE, MandateProblem, show_mandate};
pub use upload::{Refused, Taken, take_file, takes_files};

use chrono::{DateTime, TimeDelta, Utc};

use super::post::{Concerning, Desk, More};
use super::{Conflict, Outcome, Service, WorkflowError, agreement::Download, document, link, request};
use crate::agreement::lifecycle::EventKind;
use crate::agreement::rights::{Signer, SigningAction, may_sign};
use crate::agreement::signing::needs_mandate;
use crate::agreement::version::{DocumentKind, VersionState};
use crate::agreement::{EmailAddress, Language};
use crate::mail::{About, Message};
use crate::store::agreements::{Agreement, Version};
use crate::store::documents::{Document, Listed};
use crate::store::events::{Cause, Event};
use crate::store::requests::Request;
use crate::store::signatures::Signature;
use crate::store::{Db, agreements, documents, events, requests, signatures};

/// How long a link to sign can be used. Whoever comes later asks for a new one on the page.
const LINK: TimeDelta = TimeDelta::days(14);
/// The signatory is reminded for the first time after so long.
const FIRST_REMINDER: TimeDelta = TimeDelta::days(7);

/// The path of the page to sign on, after the language.
#[must_use]
pub fn path(number: &str) -> String {
    ["/sign/", number].concat()
}

/// What keeps a signatory from going on, though the version waits for the signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The page showed another document than the one to be signed.
    Stale,
    /// The document has not been opened.
    NotOpened,
    /// The mandate has not been shown.
    MandateLacks,
}

/// A version as its signatory sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Signing {
    /// The agreement.
    pub agreement: Agreement,
    /// The version.
    pub version: Version,
    /// The exact document to be signed, without its bytes, while the version waits for the signature.
    pub document: Option<Listed>,
    /// When the signatory opened it last.
    pub opened_at: Option<DateTime<Utc>>,
    /// Whether a mandate must be shown.
    pub needs_mandate: bool,
    /// The mandate that was shown.
    pub mandate: Option<Listed>,
    /// The signature, once it was given.
    pub signature: Option<Signature>,
    /// Whether the proof of a signature given in the service has been made.
    pub evidence: bool,
    /// When the signature was refused, or the time ran out.
    pub ended_at: Option<DateTime<Utc>>,
}

impl Signing {
    /// What keeps the signatory from signing the document of this digest.
    #[must_use]
    pub fn obstacle(&self, sha256: &str) -> Option<Obstacle> {
        if self.document.as_ref().is_none_or(|document| document.sha256 != sha256) {
            Some(Obstacle::Stale)
        } else if self.opened_at.is_none() {
            Some(Obstacle::NotOpened)
        } else if self.needs_mandate && self.mandate.is_none() {
            Some(Obstacle::MandateLacks)
        } else {
            None
        }
    }
}

/// Asks the signatory to sign: to be called in the transaction that makes a version wait for the signature. Sets the times to remind and
/// to lapse, and mails the personal link.
///
/// # Errors
/// [`WorkflowError::Store`] where there is no such version, or it does not wait for the signature.
pub(super) fn ask(db: &mut Db, desk: &Desk, agreement: &Agreement, version: i32) -> Outcome<()> {
    let wrong = || WorkflowError::Store(crate::store::impossible("agreement_versions", "a signature asked for out of turn"));
    let mut found = agreements::version(db, &agreement.id, version)?.ok_or_else(wrong)?;
    if found.state != VersionState::AwaitingSignature {
        return Err(wrong());
    }
    found.remind_at = Some(desk.now + FIRST_REMINDER);
    found.lapses_at = Some(desk.now + TimeDelta::days(i64::from(desk.settings.signing_days)));
    if !agreements::update_version(db, &agreement.id, &found)? {
        return Err(WorkflowError::Conflict(None));
    }
    let signatory = &found.content.party.signatory.email;
    desk.event(db, EventKind::SignatureAsked, Cause::Service, of(agreement, &found), More::by(signatory.as_str()))?;
    mail_link(db, desk, agreement, &found, false)
}

/// Mails the signatory a fresh personal link.
fn mail_link(db: &mut Db, desk: &Desk, agreement: &Agreement, version: &Version, reminder: bool) -> Outcome<()> {
    let signatory = &version.content.party.signatory.email;
    let until = version.lapses_at.map_or(desk.now + LINK, |lapses| lapses.min(desk.now + LINK));
    let link = link::to_sign(db, desk, signatory, &path(&agreement.number), until, version.language)?;
    let message = Message::ToSign {
        about: about(db, desk, agreement, version, version.language, &path(&agreement.number))?,
        number: agreement.number.clone(),
        link,
        valid_until: until,
        lapses_at: version.lapses_at,
        reminder,
    };
    desk.mail(db, &message, version.language, &[signatory], of(agreement, version))
}

/// What an event or a mail of a version concerns.
const fn of<'a>(agreement: &'a Agreement, version: &'a Version) -> Concerning<'a> {
    Concerning { request: Some(&version.request), agreement: Some((&agreement.id, version.version)) }
}

fn request_of(db: &mut Db, version: &Version) -> Outcome<Request> {
    requests::find(db, &version.request)?.ok_or(WorkflowError::NotFound)
}

fn about(db: &mut Db, desk: &Desk, agreement: &Agreement, version: &Version, lang: Language, page: &str) -> Outcome<About> {
    Ok(About {
        organisation: agreement.party_name.clone(),
        reference: request::reference_of(&request_of(db, version)?)?,
        page: desk.address(lang, page),
    })
}

/// The agreement and the version that the holder of `email` signs: the one that waits for the signature, or else the newest that names
/// them; if `action` is possible.
fn load(db: &mut Db, email: &EmailAddress, number: &str, action: SigningAction) -> Outcome<(Agreement, Version)> {
    let agreement = agreements::find_by_number(db, number)?.ok_or(WorkflowError::NotFound)?;
    let own =
        |version: &Version| version.course.needs_signature && Signer::of(email, &version.content.party) == Signer::Signatory;
    let mut versions: Vec<Version> = agreements::versions(db, &agreement.id)?.into_iter().filter(own).collect();
    let waiting = versions.iter().position(|version| version.state == VersionState::AwaitingSignature).unwrap_or(0);
    if waiting >= versions.len() {
        return Err(WorkflowError::NotFound);
    }
    let version = versions.swap_remove(waiting);
    if !may_sign(Signer::Signatory, action, version.state) {
        return Err(WorkflowError::Conflict(last_word(db, &agreement, &version)?));
    }
    Ok((agreement, version))
}

/// The same for whoever gives the signature; nothing where it was given before.
fn load_unsigned(
    db: &mut Db,
    email: &EmailAddress,
    number: &str,
    action: SigningAction,
) -> Outcome<Option<(Agreement, Version)>> {
    let (_, version) = load(db, email, number, SigningAction::View)?;
    if version.course.party_signed { Ok(None) } else { load(db, email, number, action).map(Some) }
}

/// What was done to a version last, for someone who came too late.
fn last_word(db: &mut Db, agreement: &Agreement, version: &Version) -> Outcome<Option<Conflict>> {
    let history = events::of_agreement(db, &agreement.id)?;
    let word = |event: &Event| Conflict { who: String::new(), what: event.kind.key(), at: event.at };
    Ok(of_version(&history, version).rfind(|event| event.states.is_some()).map(word))
}

fn of_version<'a>(history: &'a [Event], version: &Version) -> impl DoubleEndedIterator<Item = &'a Event> {
    let number = version.version;
    history.iter().filter(move |event| event.version == Some(number))
}

fn listed(document: &Document) -> Listed {
    Listed { kind: document.kind, sha256: document.sha256.clone(), size: document.bytes.len(), created_at: document.created_at }
}

fn view(db: &mut Db, agreement: Agreement, version: Version) -> Outcome<Signing> {
    let waits = version.state == VersionState::AwaitingSignature;
    let document = if waits { documents::newest(db, &agreement.id, version.version)? } else { None };
    let mandate = documents::find(db, &agreement.id, version.version, DocumentKind::Mandate)?;
    let evidence = documents::find(db, &agreement.id, version.version, DocumentKind::Evidence)?.is_some();
    let signature = signatures::find(db, &agreement.id, version.version)?;
    let history = events::of_agreement(db, &agreement.id)?;
    let last = |kinds: &[EventKind]| of_version(&history, &version).rfind(|event| kinds.contains(&event.kind));
    Ok(Signing {
        opened_at: last(&[EventKind::SigningDocumentOpened]).map(|event| event.at),
        ended_at: last(&[EventKind::SignatureDeclined, EventKind::VersionLapsed]).map(|event| event.at),
        needs_mandate: needs_mandate(&version.content.party),
        document: document.as_ref().map(listed),
        mandate: mandate.as_ref().map(listed),
        signature,
        evidence,
        agreement,
        version,
    })
}

/// The version of an agreement that the holder of `email` signs, whatever became of it.
///
/// # Errors
/// [`WorkflowError::NotFound`] to anybody but its signatory.
pub async fn read(service: &Service, email: &EmailAddress, number: &str) -> Outcome<Signing> {
    let (email, number) = (email.clone(), number.to_owned());
    service
        .store
        .read(move |db| {
            let (agreement, version) = load(db, &email, &number, SigningAction::View)?;
            view(db, agreement, version)
        })
        .await
}

/// The exact bytes to be signed. That they were opened is an event.
///
/// # Errors
/// [`WorkflowError::NotFound`] to anybody but the signatory; [`WorkflowError::Conflict`] where the version no longer waits for the signature.
pub async fn open(service: &Service, email: &EmailAddress, number: &str) -> Outcome<Download> {
    let (desk, email, number) = (service.desk(), email.clone(), number.to_owned());
    service
        .store
        .write(move |db| {
            let (agreement, version) = load(db, &email, &number, SigningAction::Read)?;
            let found = documents::newest(db, &agreement.id, version.version)?.ok_or(WorkflowError::NotFound)?;
            let more = More::by(email.as_str()).subject(found.sha256);
            desk.event(db, EventKind::SigningDocumentOpened, Cause::Filer, of(&agreement, &version), more)?;
            Ok(Download { name: document::file_name(&agreement.number, version.version, "pdf"), bytes: found.bytes })
        })
        .await
}
