//! Versions that are not signed: the signatory is reminded, the time runs out, or the signature is refused with a reason.

use chrono::TimeDelta;

use super::super::post::{Desk, More};
use super::super::review::is_fit;
use super::super::{Lacking, Outcome, Service, WorkflowError, change};
use super::{about, load, mail_link, of, of_version, request_of};
use crate::agreement::lifecycle::EventKind;
use crate::agreement::rights::SigningAction;
use crate::agreement::version::VersionAction;
use crate::agreement::{AgreementId, EmailAddress};
use crate::mail::Message;
use crate::store::agreements::{Agreement, Version};
use crate::store::events::Cause;
use crate::store::{Db, agreements, events};

/// After the second reminder, the next ones come so far apart.
const LATER_REMINDERS: TimeDelta = TimeDelta::days(14);
/// The second reminder comes so long after the first.
const SECOND_REMINDER: TimeDelta = TimeDelta::days(7);

/// Refuses to sign, with a reason that Kela and the filer are told.
///
/// # Errors
/// [`WorkflowError::Lacking`] without a reason or with one that is too long; [`WorkflowError::Conflict`] where the version no longer waits
/// for the signature.
pub async fn decline(service: &Service, email: &EmailAddress, number: &str, reason: &str) -> Outcome<()> {
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(WorkflowError::Lacking(vec![Lacking::Reason]));
    }
    if !is_fit(&reason) {
        return Err(WorkflowError::Lacking(vec![Lacking::Text]));
    }
    let (desk, email, number) = (service.desk(), email.clone(), number.to_owned());
    service
        .store
        .write(move |db| {
            let (agreement, version) = load(db, desk.now, &email, &number, SigningAction::Decline)?;
            let more = More::by(email.as_str()).text(Some(reason.clone()));
            end(db, &desk, &agreement, &version, VersionAction::Decline, Cause::Filer, more)?;
            tell_both_sides(db, &desk, &agreement, &version, |about| Message::SignatureDeclined {
                about,
                number: agreement.number.clone(),
                reason: reason.clone(),
            })
        })
        .await?;
    service.wake();
    Ok(())
}

/// Takes a version out of the wait for the signature.
fn end(
    db: &mut Db,
    desk: &Desk,
    agreement: &Agreement,
    version: &Version,
    action: VersionAction,
    cause: Cause,
    more: More,
) -> Outcome<()> {
    let impossible = |error| WorkflowError::Store(crate::store::impossible("agreement_versions", error));
    let step = version.course.step(version.state, action).map_err(impossible)?;
    let next = Version { state: step.to(), remind_at: None, lapses_at: None, ..version.clone() };
    if !agreements::update_version(db, &agreement.id, &next)? {
        return Err(WorkflowError::Conflict(None));
    }
    crate::store::signatures::remove_code(db, &agreement.id, version.version)?;
    change::follow(db, &agreement.id, "")?;
    desk.event(db, step.event(), cause, of(agreement, version), more.states(step.from().code(), step.to().code()))
}

/// Mails Kela's IT administration, and of the party: its own, the filer and the contact for agreement matters.
pub(super) fn tell_both_sides(
    db: &mut Db,
    desk: &Desk,
    agreement: &Agreement,
    version: &Version,
    message: impl Fn(crate::mail::About) -> Message,
) -> Outcome<()> {
    let request = request_of(db, version)?;
    let language = request.language;
    let mailbox = &version.content.kela.it_mailbox;
    let at_desk = about(db, desk, agreement, version, language, &["/agreements/", &agreement.number].concat())?;
    desk.mail(db, &message(at_desk), language, &[mailbox], of(agreement, version))?;
    let page = ["/party/agreements/", &agreement.number].concat();
    let at_party = about(db, desk, agreement, version, language, &page)?;
    let party = &version.content.party;
    let named: Vec<&EmailAddress> = [&party.it_mailbox, &party.agreement_contact.email]
        .into_iter()
        .filter(|email| email.folded() != mailbox.folded() && email.folded() != request.holder.folded())
        .collect();
    desk.mail(db, &message(at_party), language, &named, of(agreement, version))?;
    let at_request = about(db, desk, agreement, version, language, &["/requests/", request.id.as_str()].concat())?;
    desk.mail(db, &message(at_request), language, &[&request.holder], of(agreement, version))
}

/// Reminds the signatories whose time has come, and ends the versions whose time to sign is up; tells how many of each.
///
/// # Errors
/// [`WorkflowError::Store`].
pub async fn do_due(service: &Service) -> Outcome<(usize, usize)> {
    let now = service.now();
    let due = service.store.read(move |db| Ok::<_, WorkflowError>(agreements::signing_due(db, now)?)).await?;
    let (mut reminded, mut lapsed) = (0, 0);
    for (agreement, version) in due {
        let desk = service.desk();
        match service.store.write(move |db| do_one(db, &desk, &agreement, version)).await {
            Ok(Some(EventKind::VersionLapsed)) => lapsed += 1,
            Ok(Some(_)) => reminded += 1,
            Ok(None) => {}
            // One version that cannot be dealt with must not keep the others waiting; it is looked at again the next time.
            Err(error) => tracing::error!(%error, "a version that awaits a signature could not be dealt with"),
        }
    }
    if reminded + lapsed > 0 {
        service.wake();
    }
    Ok((reminded, lapsed))
}

/// What is due of one version, if it still is: another worker may have been faster.
fn do_one(db: &mut Db, desk: &Desk, agreement: &AgreementId, version: i32) -> Outcome<Option<EventKind>> {
    let found = agreements::find(db, agreement)?.zip(agreements::version(db, agreement, version)?);
    let Some((agreement, version)) = found else { return Ok(None) };
    if version.course.step(version.state, VersionAction::Lapse).is_err() {
        return Ok(None);
    }
    if version.lapses_at.is_some_and(|at| at <= desk.now) {
        end(db, desk, &agreement, &version, VersionAction::Lapse, Cause::Service, More::default())?;
        tell_both_sides(db, desk, &agreement, &version, |about| Message::SigningLapsed {
            about,
            number: agreement.number.clone(),
        })?;
        return Ok(Some(EventKind::VersionLapsed));
    }
    if version.remind_at.is_some_and(|at| at <= desk.now) {
        remind(db, desk, &agreement, version)?;
        return Ok(Some(EventKind::SignatureReminded));
    }
    Ok(None)
}

fn remind(db: &mut Db, desk: &Desk, agreement: &Agreement, mut version: Version) -> Outcome<()> {
    let history = events::of_agreement(db, &agreement.id)?;
    let before = of_version(&history, &version).filter(|event| event.kind == EventKind::SignatureReminded).count();
    let next = desk.now + if before == 0 { SECOND_REMINDER } else { LATER_REMINDERS };
    version.remind_at = Some(next).filter(|next| version.lapses_at.is_none_or(|lapses| *next < lapses));
    if !agreements::update_version(db, &agreement.id, &version)? {
        return Err(WorkflowError::Conflict(None));
    }
    let signatory = version.signatory().clone();
    desk.event(db, EventKind::SignatureReminded, Cause::Service, of(agreement, &version), More::by(signatory.email.as_str()))?;
    mail_link(db, desk, agreement, &version, true)?;
    let mailbox = &version.content.party.it_mailbox;
    if mailbox.folded() == signatory.email.folded() {
        return Ok(());
    }
    let language = request_of(db, &version)?.language;
    let page = ["/party/agreements/", &agreement.number].concat();
    let message = Message::SigningReminded {
        about: about(db, desk, agreement, &version, language, &page)?,
        number: agreement.number.clone(),
        signatory: (signatory.name.clone(), signatory.position.clone()),
        lapses_at: version.lapses_at,
    };
    desk.mail(db, &message, language, &[mailbox], of(agreement, &version))
}
