//! The party's signature: asked for, read, given in the service or sent back signed, refused, lapsed.

mod act;
mod ending;
mod evidence;
mod found;
mod keep;
mod mandate;
mod naming;
mod upload;

pub use act::{CODE_DIGITS, CodeProblem, Signed, declarations, send_code, sign};
pub use ending::{decline, do_due};
pub use evidence::make_evidence;
pub use keep::{PER_EXTENSION, Shown, at_desk, download, extend, send_again};
pub use mandate::{LARGEST_MANDATE, MandateProblem, show_mandate};
pub(super) use naming::to_name_in;
pub use naming::{ToName, name_signatory, to_name};
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
use crate::store::documents::Listed;
use crate::store::events::{Cause, Event};
use crate::store::requests::Request;
use crate::store::signatures::Signature;
use crate::store::{Db, agreements, documents, events, requests, signatories, signatures};

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
    /// Whether the time to sign is up, though the version is not marked as lapsed yet.
    pub is_late: bool,
    /// Whether the proof of signature, of one given in the service has been made.
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
    let signatory = &found.signatory().email;
    desk.event(db, EventKind::SignatureAsked, Cause::Service, of(agreement, &found), More::by(signatory.as_str()))?;
    mail_link(db, desk, agreement, &found, false)
}

/// Mails the signatory a fresh personal link.
fn mail_link(db: &mut Db, desk: &Desk, agreement: &Agreement, version: &Version, reminder: bool) -> Outcome<()> {
    let signatory = &version.signatory().email;
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
/// them; if `action` is possible. When its time is up nothing more can be done, whether or not the timer has been there.
fn load(
    db: &mut Db,
    now: DateTime<Utc>,
    email: &EmailAddress,
    number: &str,
    action: SigningAction,
) -> Outcome<(Agreement, Version)> {
    let agreement = agreements::find_by_number(db, number)?.ok_or(WorkflowError::NotFound)?;
    let own = |version: &Version| version.course.needs_signature && Signer::of(email, &version.party()) == Signer::Signatory;
    let mut versions: Vec<Version> = agreements::versions(db, &agreement.id)?.into_iter().filter(own).collect();
    let waiting = versions.iter().position(|version| version.state == VersionState::AwaitingSignature).unwrap_or(0);
    if waiting >= versions.len() {
        return Err(WorkflowError::NotFound);
    }
    let version = versions.swap_remove(waiting);
    if !may_sign(Signer::Signatory, action, version.state) {
        return Err(WorkflowError::Conflict(last_word(db, &agreement, &version)?));
    }
    if version.is_late(now) && action != SigningAction::View {
        return Err(late(&version));
    }
    Ok((agreement, version))
}

/// The time to sign is up.
fn late(version: &Version) -> WorkflowError {
    let word = |at| Conflict { who: String::new(), what: EventKind::VersionLapsed.key(), at };
    WorkflowError::Conflict(version.lapses_at.map(word))
}

/// The same for whoever gives the signature; nothing where it was given before.
fn load_unsigned(
    db: &mut Db,
    now: DateTime<Utc>,
    email: &EmailAddress,
    number: &str,
    action: SigningAction,
) -> Outcome<Option<(Agreement, Version)>> {
    let (_, version) = load(db, now, email, number, SigningAction::View)?;
    if version.course.party_signed { Ok(None) } else { load(db, now, email, number, action).map(Some) }
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

/// What was done on the way to the signature by whoever signs now: nothing that another did before they were named counts.
fn own_steps<'a>(history: &'a [Event], version: &Version) -> Vec<&'a Event> {
    let mut own: Vec<&Event> = Vec::new();
    for event in of_version(history, version) {
        if event.kind == EventKind::SignatoryNamed {
            own.clear();
        }
        own.push(event);
    }
    own
}

fn view(db: &mut Db, now: DateTime<Utc>, agreement: Agreement, version: Version) -> Outcome<Signing> {
    let is_late = version.is_late(now);
    let waits = version.state == VersionState::AwaitingSignature && !is_late;
    let document = if waits { documents::newest_listed(db, &agreement.id, version.version)? } else { None };
    let listed = documents::of_version(db, &agreement.id, version.version)?;
    let signature = signatures::find(db, &agreement.id, version.version)?;
    let history = events::of_agreement(db, &agreement.id)?;
    let own = own_steps(&history, &version);
    let has = |kinds: &[EventKind]| own.iter().rfind(|event| kinds.contains(&event.kind));
    let mandate = match has(&[EventKind::MandateShown, EventKind::MandateReplaced]) {
        Some(_) => signatories::listed_mandate(db, &agreement.id, version.version)?,
        None => None,
    };
    let ended_at = has(&[EventKind::SignatureDeclined, EventKind::VersionLapsed]).map(|event| event.at);
    Ok(Signing {
        opened_at: has(&[EventKind::SigningDocumentOpened]).map(|event| event.at),
        ended_at: ended_at.or(version.lapses_at.filter(|_| is_late)),
        needs_mandate: needs_mandate(&version.party()),
        evidence: listed.iter().any(|document| document.kind == DocumentKind::Evidence),
        document,
        mandate,
        signature,
        is_late,
        agreement,
        version,
    })
}

/// The version of an agreement that the holder of `email` signs, whatever became of it.
///
/// # Errors
/// [`WorkflowError::NotFound`] to anybody but its signatory.
pub async fn read(service: &Service, email: &EmailAddress, number: &str) -> Outcome<Signing> {
    let (now, email, number) = (service.now(), email.clone(), number.to_owned());
    service
        .store
        .read(move |db| {
            let (agreement, version) = load(db, now, &email, &number, SigningAction::View)?;
            view(db, now, agreement, version)
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
            let (agreement, version) = load(db, desk.now, &email, &number, SigningAction::Read)?;
            let found = documents::newest(db, &agreement.id, version.version)?.ok_or(WorkflowError::NotFound)?;
            let more = More::by(email.as_str()).subject(found.sha256);
            desk.event(db, EventKind::SigningDocumentOpened, Cause::Filer, of(&agreement, &version), more)?;
            Ok(Download { name: document::file_name(&agreement.number, version.version, "pdf"), bytes: found.bytes })
        })
        .await
}
