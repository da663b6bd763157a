//! Another signatory, named while a version waits for the signature: by whoever asked for the agreement, by the party's contact for agreement matters,
//! or by Kela's reviewer. What Kela approved stays as it is; who signs in whose place is told by the event, and by what proves the signature.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::post::{Desk, More};
use super::super::review::is_fit;
use super::super::{Actor, Outcome, Service, WorkflowError, file, link};
use super::ending::tell_both_sides;
use super::{FIRST_REMINDER, LINK, about, last_word, late, mail_link, of, path, request_of};
use crate::agreement::draft::{Section, SigningAnswers};
use crate::agreement::field::{FieldError, Problem, label_key};
use crate::agreement::filing::read_signatory;
use crate::agreement::lifecycle::EventKind;
use crate::agreement::mail_domain::is_of_party;
use crate::agreement::rights::{Namer, may_name};
use crate::agreement::version::VersionState;
use crate::agreement::{EmailAddress, Language, Signatory};
use crate::i18n::format::day;
use crate::mail::Message;
use crate::store::agreements::{Agreement, Version};
use crate::store::events::Cause;
use crate::store::requests::Request;
use crate::store::signatories::Successor;
use crate::store::{Db, agreements, sessions, signatories, signatures};
use crate::workflow::review::LONGEST_TEXT;

/// How often in a day another signatory is named for the versions of one agreement.
const PER_DAY: i64 = 10;

/// What a new signatory is named for.
#[derive(Debug, Clone, PartialEq)]
pub struct ToName {
    /// The agreement.
    pub agreement: Agreement,
    /// The version that waits for the signature.
    pub version: Version,
    /// The request that it rests on.
    pub request: Request,
}

/// The version that waits for its signature, if `actor` may name another signatory of it.
pub(in crate::workflow) fn to_name_in(db: &mut Db, now: DateTime<Utc>, actor: &Actor, number: &str) -> Outcome<ToName> {
    let agreement = agreements::find_by_number(db, number)?.ok_or(WorkflowError::NotFound)?;
    let mut versions = agreements::versions(db, &agreement.id)?;
    let waits = |version: &Version| version.state == VersionState::AwaitingSignature;
    let at = versions.iter().position(waits).unwrap_or(0);
    if at >= versions.len() {
        return Err(WorkflowError::NotFound);
    }
    let version = versions.swap_remove(at);
    let request = request_of(db, &version)?;
    let namer = match actor {
        Actor::Staff(staff) => Namer::Staff(staff.role),
        Actor::Filer(email) => Namer::of(email, &version.party(), &request.holder),
    };
    if !may_name(namer, VersionState::AwaitingSignature) {
        return Err(if namer == Namer::Stranger { WorkflowError::NotFound } else { WorkflowError::Forbidden });
    }
    if !may_name(namer, version.state) {
        return Err(WorkflowError::Conflict(last_word(db, &agreement, &version)?));
    }
    if version.is_late(now) {
        return Err(late(&version));
    }
    Ok(ToName { agreement, version, request })
}

/// The version whose signatory `actor` may change.
///
/// # Errors
/// [`WorkflowError::NotFound`] to a stranger, [`WorkflowError::Forbidden`] to staff who may not; [`WorkflowError::Conflict`] where no version waits for
/// a signature, or its time is up.
pub async fn to_name(service: &Service, actor: &Actor, number: &str) -> Outcome<ToName> {
    let (now, actor, number) = (service.now(), actor.clone(), number.to_owned());
    service.store.read(move |db| to_name_in(db, now, &actor, &number)).await
}

/// Names another signatory of the version that stands at `revision`. The link of the one before stops working, and the new one is mailed theirs.
/// Gives what is wrong with the answers, where something is; the field of the reason is `reason`.
///
/// # Errors
/// As [`to_name`]; [`WorkflowError::Conflict`] too where the version has changed since the page was read; [`WorkflowError::TooMany`].
pub async fn name_signatory(
    service: &Service,
    actor: &Actor,
    number: &str,
    revision: i32,
    answers: &SigningAnswers,
    reason: &str,
) -> Outcome<Result<(), Vec<FieldError>>> {
    let (desk, actor, number) = (service.desk(), actor.clone(), number.to_owned());
    let (answers, reason) = (answers.clone(), reason.trim().to_owned());
    let named = service
        .store
        .write(move |db| {
            let found = to_name_in(db, desk.now, &actor, &number)?;
            if found.version.revision != revision {
                return Err(WorkflowError::Conflict(last_word(db, &found.agreement, &found.version)?));
            }
            let signatory = match checked(&actor, &found, &answers, &reason, desk.now) {
                Ok(signatory) => signatory,
                Err(errors) => return Ok(Err(errors)),
            };
            let id = found.agreement.id.as_str();
            link::limit(db, &desk, "signatory", id, PER_DAY, TimeDelta::days(1))?;
            replace(db, &desk, &actor, found, signatory, &reason)?;
            Ok::<_, WorkflowError>(Ok(()))
        })
        .await?;
    service.wake();
    Ok(named)
}

/// Reads the answers. The party names people of its own or of its supplier; anybody else is named by Kela, who can look into it.
fn checked(
    actor: &Actor,
    found: &ToName,
    answers: &SigningAnswers,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<Signatory, Vec<FieldError>> {
    let error = |field: &str, key, given: &str, numbers| {
        let problem = Problem { key, label: label_key(field), given: given.to_owned(), numbers, name: None };
        FieldError { section: Section::Signing, field: field.to_owned(), problem }
    };
    let mut errors = Vec::new();
    let read = read_signatory(answers, day(now)).map_err(|wrong| errors.extend(wrong)).ok();
    let by_party = matches!(actor, Actor::Filer(_));
    if let Some(signatory) = read.as_ref().filter(|read| by_party && !is_of_party(&found.version.content.party, &read.email)) {
        errors.push(error("signatory_email", "error-signatory-foreign", signatory.email.as_str(), None));
    }
    // Kela's own people cannot sign for the party, whoever names them.
    let content = &found.version.content;
    let is_kelas = |address: &EmailAddress| is_of_party(&content.kela, address) && !is_of_party(&content.party, address);
    if let Some(signatory) = read.as_ref().filter(|read| !by_party && is_kelas(&read.email)) {
        errors.push(error("signatory_email", "error-signatory-of-kela", signatory.email.as_str(), None));
    }
    let before = found.version.signatory();
    if let Some(signatory) = read.as_ref().filter(|read| *read == before) {
        errors.push(error("signatory_email", "error-signatory-same", signatory.email.as_str(), None));
    }
    if reason.is_empty() {
        errors.push(error("reason", "error-required", "", None));
    } else if !is_fit(reason) {
        errors.push(error("reason", "error-too-long", "", Some((LONGEST_TEXT, reason.chars().count()))));
    }
    match read {
        Some(signatory) if errors.is_empty() => Ok(signatory),
        _ => Err(errors),
    }
}

fn replace(db: &mut Db, desk: &Desk, actor: &Actor, found: ToName, signatory: Signatory, reason: &str) -> Outcome<()> {
    let ToName { agreement, version, request } = found;
    let before = version.signatory().clone();
    let successor = Successor { signatory, named_at: desk.now };
    let digest = signatories::insert(db, &agreement.id, version.version, &successor)?;
    // Whoever is named anew has time to sign. The party gets it once: without end it could keep an agreement waiting for ever.
    let is_given = matches!(actor, Actor::Staff(_)) || version.successor.is_none();
    let next = Version {
        successor: Some(successor),
        lapses_at: version.lapses_at.map(|lapses| if is_given { lapses.max(desk.now + LINK) } else { lapses }),
        remind_at: Some(desk.now + FIRST_REMINDER),
        ..version
    };
    if !agreements::update_version(db, &agreement.id, &next)? {
        return Err(WorkflowError::Conflict(None));
    }
    signatures::remove_code(db, &agreement.id, next.version)?;
    let pages = Language::ALL.map(|lang| ["/", lang.code(), &path(&agreement.number)].concat());
    sessions::void_links_to(db, &before.email.folded(), &pages, desk.now)?;

    let signatory = next.signatory();
    let names = [[before.name.as_str(), &before.position].join(", "), [signatory.name.as_str(), &signatory.position].join(", ")];
    let (cause, who) = match actor {
        Actor::Staff(staff) => (Cause::Staff(staff.id.clone()), staff.name.clone()),
        Actor::Filer(email) => (Cause::Filer, email.as_str().to_owned()),
    };
    let text = [&names.join(" → "), "\n", reason].concat();
    let more = More::by(&who).text(Some(text)).subject(digest);
    desk.event(db, EventKind::SignatoryNamed, cause, of(&agreement, &next), more)?;
    desk.event(db, EventKind::SignatureAsked, Cause::Service, of(&agreement, &next), More::by(signatory.email.as_str()))?;
    mail_link(db, desk, &agreement, &next, false)?;
    tell(db, desk, actor, (&agreement, &next, &request), &before, reason)
}

/// Tells the signatory before, whoever is named anew and has not been told what is stored of them, and both sides.
fn tell(
    db: &mut Db,
    desk: &Desk,
    actor: &Actor,
    (agreement, version, request): (&Agreement, &Version, &Request),
    before: &Signatory,
    reason: &str,
) -> Outcome<()> {
    let signatory = version.signatory();
    if before.email.folded() != signatory.email.folded() {
        let about = about(db, desk, agreement, version, version.language, "")?;
        let message = Message::SignatoryReleased { about, number: agreement.number.clone() };
        desk.mail(db, &message, version.language, &[&before.email], of(agreement, version))?;
    }
    let by: &EmailAddress = match actor {
        Actor::Filer(email) => email,
        Actor::Staff(_) => &version.content.kela.it_mailbox,
    };
    file::tell_named(db, desk, request, &version.content.party.organisation.business_id, by, &signatory.email)?;
    tell_both_sides(db, desk, agreement, version, |about| Message::SignatoryNamed {
        about,
        number: agreement.number.clone(),
        before: before.name.clone(),
        signatory: (signatory.name.clone(), signatory.position.clone()),
        lapses_at: version.lapses_at,
        reason: reason.to_owned(),
    })
}
