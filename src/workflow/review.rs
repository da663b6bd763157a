//! Kela's review: the queue, a request with all that bears on it, and the decisions that make no agreement.

use chrono::{DateTime, Utc};

use super::post::{Concerning, More};
use super::{Actor, Conflict, Lacking, Outcome, Service, Staff, WorkflowError, ownership, request};
use crate::agreement::change::is_agreed_anew;
use crate::agreement::difference::{Change, difference, of_change};
use crate::agreement::draft::is_plain;
use crate::agreement::filing::Filing;
use crate::agreement::lifecycle::{EventKind, InvalidTransition, RequestAction, RequestState};
use crate::agreement::mail_domain::{foreign_addresses, is_within};
use crate::agreement::rights::{DeskAction, may_at_desk};
use crate::agreement::version::VersionKind;
use crate::agreement::{EmailAddress, PartySheet, RequestId, UserId};
use crate::config::UnprovenDomains;
use crate::federation::{Ownership, SipDomain};
use crate::mail::Message;
use crate::store::agreements::{Agreement, Version};
use crate::store::events::{Cause, Content, Event};
use crate::store::kela::KelaHalf;
use crate::store::requests::{QueueFilter, QueueRow, Request};
use crate::store::submissions::Submission;
use crate::store::{Db, accounts, agreements, events, kela, requests, submissions};

/// The longest message or reason, in characters.
pub const LONGEST_TEXT: usize = 4_000;

/// How many requests each view of the queue holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueCounts {
    /// Waiting for a review.
    pub open: i64,
    /// Of these, taken by the reader.
    pub own: i64,
    /// Of these, taken by nobody.
    pub unassigned: i64,
    /// Waiting for the filer's changes.
    pub with_filer: i64,
}

/// The queue as `filter` asks, with the counts of its views and the names of reviewers.
///
/// # Errors
/// [`WorkflowError::Forbidden`].
pub async fn queue(
    service: &Service,
    staff: &Staff,
    filter: QueueFilter,
) -> Outcome<(Vec<QueueRow>, QueueCounts, Vec<(UserId, String)>)> {
    if !may_at_desk(staff.role, DeskAction::SeeQueue) {
        return Err(WorkflowError::Forbidden);
    }
    let own = staff.id.clone();
    service
        .store
        .read(move |db| {
            let rows = requests::queue(db, &filter)?;
            let counts = QueueCounts {
                open: requests::count(db, RequestState::Submitted, None, false)?,
                own: requests::count(db, RequestState::Submitted, Some(&own), false)?,
                unassigned: requests::count(db, RequestState::Submitted, None, true)?,
                with_filer: requests::count(db, RequestState::ChangesRequested, None, false)?,
            };
            let names = accounts::all(db)?.into_iter().map(|user| (user.id, user.name)).collect();
            Ok((rows, counts, names))
        })
        .await
}

/// What a request for a change alters.
#[derive(Debug, Clone, PartialEq)]
pub struct Alteration {
    /// The agreement.
    pub agreement: Agreement,
    /// The signed version that it starts from.
    pub version: i32,
    /// Row by row.
    pub changes: Vec<Change>,
}

/// A request with all that bears on its review.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The request.
    pub request: Request,
    /// What was filed last.
    pub submission: Submission,
    /// What a request for a change alters of the version that it starts from.
    pub alters: Option<Alteration>,
    /// What changed since the filing before it, and when that was; none at the first filing.
    pub changed: Option<(DateTime<Utc>, Vec<Change>)>,
    /// Kela's half, if it is kept yet.
    pub kela: Option<KelaHalf>,
    /// The agreements of the same Y-tunnus, oldest first.
    pub earlier: Vec<Agreement>,
    /// Whether the filer's authority must be checked through another channel before approval.
    pub authority_unproven: bool,
    /// Errors that the newest check found, and domains that were never checked.
    pub errors: usize,
    /// How the proof of each domain stands; empty where the domains stay as they were agreed.
    pub ownership: Vec<(SipDomain, Ownership)>,
    /// What a domain that is not proven means for the approval.
    pub unproven_domains: UnprovenDomains,
    /// Domains that an agreement with another organisation holds, or that are Kela's own: domain, number, party.
    pub domains_of_others: Vec<(String, Option<String>, String)>,
    /// Addresses whose domain is not the organisation's.
    pub foreign_addresses: Vec<EmailAddress>,
    /// Whether terms are published in the agreement's language.
    pub terms_published: bool,
    /// Who took the request.
    pub reviewer: Option<String>,
    /// The agreement that it led to.
    pub agreement: Option<Agreement>,
    /// The history, oldest first, with the name of who acted.
    pub history: Vec<(Event, String)>,
}

/// Everything about a request, for its page at Kela's desk.
///
/// # Errors
/// [`WorkflowError::NotFound`] for a draft.
pub async fn case(service: &Service, staff: &Staff, id: &RequestId) -> Outcome<Case> {
    let (actor, id, unproven_domains) = (Actor::Staff(staff.clone()), id.clone(), service.settings.unproven_domains);
    service
        .store
        .read(move |db| {
            let request = request::load(db, &actor, &id, RequestAction::View)?;
            let mut filed = submissions::of_request(db, &id)?;
            let submission = filed.pop().ok_or(WorkflowError::NotFound)?;
            let changed = filed.pop().map(|before| (before.filed_at, difference(&before.filing, &submission.filing)));
            let sheet = &submission.filing.sheet;
            let reviewer = match &request.reviewer {
                Some(user) => accounts::find(db, user)?.map(|user| user.name),
                None => None,
            };
            Ok(Case {
                kela: kela::current_half(db)?,
                earlier: agreements::of_business_id(db, &sheet.organisation.business_id)?,
                alters: alteration(db, &request, &submission.filing)?,
                authority_unproven: authority_unproven(db, &submission.filing, &submission.filed_by)?,
                errors: errors(&request, &submission.filing),
                ownership: ownership_of(db, &request, &submission.filing)?,
                unproven_domains,
                domains_of_others: domains_of_others(db, &request, sheet)?,
                foreign_addresses: foreign_addresses(sheet, &submission.filed_by),
                terms_published: kela::current_terms(db, submission.filing.language)?.is_some(),
                agreement: agreements::find_by_request(db, &id)?,
                history: history(db, &id)?,
                reviewer,
                changed,
                submission,
                request,
            })
        })
        .await
}

/// The history of a request with the name of who acted.
fn history(db: &mut Db, id: &RequestId) -> Outcome<Vec<(Event, String)>> {
    let events = events::of_request(db, id)?;
    named(db, events)
}

/// Events with the name of who acted: the one written in the event, else the account's.
pub(super) fn named(db: &mut Db, events: Vec<Event>) -> Outcome<Vec<(Event, String)>> {
    let users = accounts::all(db)?;
    let named = events.into_iter().map(|event| {
        let written = match &event.content {
            Content::Present(content) if !content.who.is_empty() => Some(content.who.clone()),
            _ => None,
        };
        let name = written.unwrap_or_else(|| match &event.cause {
            Cause::Staff(id) => users.iter().find(|user| user.id == *id).map(|user| user.name.clone()).unwrap_or_default(),
            Cause::Filer | Cause::Service => String::new(),
        });
        (event, name)
    });
    Ok(named.collect())
}

/// A filer's own request with its history. What Kela's people wrote among themselves is not in it.
///
/// # Errors
/// [`WorkflowError::NotFound`] to a stranger.
pub async fn own_case(
    service: &Service,
    filer: &EmailAddress,
    id: &RequestId,
) -> Outcome<(Request, Option<Submission>, Vec<Event>, Option<(Agreement, Version)>)> {
    let (actor, id) = (Actor::Filer(filer.clone()), id.clone());
    service
        .store
        .read(move |db| {
            let request = request::load(db, &actor, &id, RequestAction::View)?;
            let submission = submissions::of_request(db, &id)?.pop();
            let mut events = events::of_request(db, &id)?;
            events.retain(|event| {
                !matches!(
                    event.kind,
                    EventKind::RequestAssigned | EventKind::MailSent | EventKind::MailGivenUp | EventKind::MailRetried
                )
            });
            for event in &mut events {
                if let (EventKind::RequestApproved, Content::Present(content)) = (event.kind, &mut event.content) {
                    content.text = None;
                    content.note = None;
                }
            }
            let made = match agreements::version_of_request(db, &id)? {
                Some((agreement, number)) => agreements::version(db, &agreement.id, number)?.map(|version| (agreement, version)),
                None => None,
            };
            Ok((request, submission, events, made))
        })
        .await
}

/// Takes a request for oneself.
///
/// # Errors
/// [`WorkflowError::Conflict`] where it changed meanwhile.
pub async fn assign(service: &Service, staff: &Staff, id: &RequestId, revision: i32) -> Outcome<()> {
    let (desk, staff, id) = (service.desk(), staff.clone(), id.clone());
    service
        .store
        .write(move |db| {
            let mut request = to_decide(db, &staff, &id, RequestAction::Assign, revision)?;
            request.reviewer = Some(staff.id.clone());
            let step = request.state.step(RequestAction::Assign)?;
            request::write(db, request)?;
            desk.event(db, step.event(), Cause::Staff(staff.id.clone()), Concerning::request(&id), More::by(&staff.name))
        })
        .await
}

/// Asks the filer for changes.
///
/// # Errors
/// [`WorkflowError::Lacking`] without a message; [`WorkflowError::Conflict`].
pub async fn ask_changes(service: &Service, staff: &Staff, id: &RequestId, revision: i32, message: &str) -> Outcome<()> {
    decide(service, staff, id, revision, RequestAction::AskChanges, message).await
}

/// Rejects with a reason.
///
/// # Errors
/// [`WorkflowError::Lacking`] without a reason; [`WorkflowError::Conflict`].
pub async fn reject(service: &Service, staff: &Staff, id: &RequestId, revision: i32, reason: &str) -> Outcome<()> {
    decide(service, staff, id, revision, RequestAction::Reject, reason).await
}

async fn decide(
    service: &Service,
    staff: &Staff,
    id: &RequestId,
    revision: i32,
    action: RequestAction,
    text: &str,
) -> Outcome<()> {
    let (desk, staff, id, text) = (service.desk(), staff.clone(), id.clone(), text.trim().to_owned());
    service
        .store
        .write(move |db| {
            // First whether it can be decided at all: a slow reviewer is told who was faster, not what their text lacks.
            let mut request = to_decide(db, &staff, &id, action, revision)?;
            let rejects = action == RequestAction::Reject;
            if text.is_empty() {
                return Err(WorkflowError::Lacking(vec![if rejects { Lacking::Reason } else { Lacking::Message }]));
            }
            if !is_fit(&text) {
                return Err(WorkflowError::Lacking(vec![Lacking::Text]));
            }
            let step = request.state.step(action)?;
            request.state = step.to();
            request.message = Some(text.clone());
            request.reviewer = Some(staff.id.clone());
            request.updated_at = desk.now;
            let request = request::write(db, request)?;
            let more = More::by(&staff.name).text(Some(text.clone())).states(step.from().code(), step.to().code());
            desk.event(db, step.event(), Cause::Staff(staff.id.clone()), Concerning::request(&id), more)?;
            let about = request::about(&desk, &request, "/requests/")?;
            let message = if rejects {
                Message::Rejected { about, reason: text }
            } else {
                Message::ChangesRequested { about, message: text }
            };
            let submission = submissions::of_request(db, &id)?.pop();
            let mut recipients = vec![&request.holder];
            recipients.extend(submission.iter().map(|filed| &filed.filing.sheet.agreement_contact.email));
            desk.mail(db, &message, request.language, &recipients, Concerning::request(&id))
        })
        .await?;
    service.wake();
    Ok(())
}

/// Whether a message or a reason can be taken: not longer than [`LONGEST_TEXT`], without hidden characters.
#[must_use]
pub fn is_fit(text: &str) -> bool {
    text.chars().count() <= LONGEST_TEXT && text.chars().all(is_plain)
}

/// Whether the filer's authority must be checked: at the first agreement of a Y-tunnus; and also later, unless an agreement under the same
/// name holds the domain of the filer's mail. A Y-tunnus alone proves nothing, as anybody can look it up.
///
/// A change of contacts needs no check: it binds the party to nothing. Kela's own notice needs none either.
pub(super) fn authority_unproven(db: &mut Db, filing: &Filing, filer: &EmailAddress) -> Outcome<bool> {
    let sheet = &filing.sheet;
    if filing.change.as_ref().is_some_and(|change| change.kind == VersionKind::Contacts || change.by_kela) {
        return Ok(false);
    }
    for agreement in agreements::of_business_id(db, &sheet.organisation.business_id)? {
        let same_name = agreement.party_name.to_lowercase() == sheet.organisation.name.to_lowercase();
        if same_name && agreements::domains_of(db, &agreement.id)?.iter().any(|domain| is_within(filer.domain(), domain)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Of the domains filed, those of an agreement with another organisation, and Kela's own: domain, agreement number (none for Kela's own), party.
fn domains_of_others(db: &mut Db, request: &Request, sheet: &PartySheet) -> Outcome<Vec<(String, Option<String>, String)>> {
    let organisation = &sheet.organisation;
    let agreed = agreements::domains_of_others(db, &sheet.domains, &organisation.business_id, &organisation.name)?;
    // What a change would alter is not another's, whatever the party is called now.
    let own = match &request.changes {
        Some(agreement) => agreements::find(db, agreement)?.map(|agreement| agreement.number),
        None => None,
    };
    let foreign = agreed.into_iter().filter(|(_, number, _)| Some(number) != own.as_ref());
    let mut others: Vec<_> = foreign.map(|(domain, number, party)| (domain, Some(number), party)).collect();
    if let Some(half) = kela::current_half(db)? {
        let own = sheet.domains.iter().filter(|domain| half.sheet.domains.contains(domain));
        others.extend(own.map(|domain| (domain.as_str().to_owned(), None, half.sheet.organisation.name.clone())));
    }
    Ok(others)
}

/// Errors that the newest check found, and domains that were never checked; none where the domains stay as they were agreed.
pub(super) fn errors(request: &Request, filing: &Filing) -> usize {
    // A domain that was never looked at is no better than one with an error.
    if is_agreed_anew(request.kind) { request::verdict(&request.reports).1 + unchecked(request, &filing.sheet) } else { 0 }
}

/// How the proof of each domain filed stands; none where the domains stay as they were agreed.
pub(super) fn ownership_of(db: &mut Db, request: &Request, filing: &Filing) -> Outcome<Vec<(SipDomain, Ownership)>> {
    if !is_agreed_anew(request.kind) {
        return Ok(Vec::new());
    }
    let claimant = ownership::of_request(db, request)?;
    ownership::standing(db, claimant.as_ref(), &filing.sheet.domains)
}

/// What a filed change alters of the version that it starts from.
fn alteration(db: &mut Db, request: &Request, filing: &Filing) -> Outcome<Option<Alteration>> {
    let (Some(agreement), Some(change)) = (&request.changes, &filing.change) else { return Ok(None) };
    let agreement = agreements::find(db, agreement)?.ok_or(WorkflowError::NotFound)?;
    let base = agreements::version(db, &agreement.id, change.version)?.ok_or(WorkflowError::NotFound)?;
    Ok(Some(Alteration { changes: of_change(&base.content, filing), version: base.version, agreement }))
}

/// How many of the domains filed were never checked.
fn unchecked(request: &Request, sheet: &PartySheet) -> usize {
    sheet.domains.iter().filter(|domain| !request.reports.iter().any(|report| report.domain == **domain)).count()
}

/// The request, if it may be decided and still stands at the revision that the decider saw; else who changed it, and how.
pub(super) fn to_decide(db: &mut Db, staff: &Staff, id: &RequestId, action: RequestAction, revision: i32) -> Outcome<Request> {
    let request = request::load(db, &Actor::Staff(staff.clone()), id, action);
    match request {
        Ok(request) if request.revision == revision => Ok(request),
        Ok(_) | Err(WorkflowError::State(InvalidTransition { .. })) => Err(WorkflowError::Conflict(last_change(db, id)?)),
        Err(other) => Err(other),
    }
}

fn last_change(db: &mut Db, id: &RequestId) -> Outcome<Option<Conflict>> {
    let changes = |kind: EventKind| {
        !matches!(kind, EventKind::MailSent | EventKind::MailGivenUp | EventKind::MailRetried | EventKind::DomainsRechecked)
            && !matches!(kind, EventKind::DomainProven | EventKind::DomainLost | EventKind::DomainProvenAgain)
    };
    let last = history(db, id)?.into_iter().rev().find(|(event, _)| changes(event.kind));
    Ok(last.map(|(event, who)| Conflict { who, what: event.kind.key(), at: event.at }))
}
