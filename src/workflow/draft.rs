//! A draft: begun, saved section by section, handed to a colleague, withdrawn.

use chrono::TimeDelta;

use super::post::{Concerning, More};
use super::{Actor, Outcome, Service, WorkflowError, file, link, permit};
use crate::agreement::draft::{Draft, SectionAnswers};
use crate::agreement::filing::Filing;
use crate::agreement::lifecycle::{EventKind, RequestAction, RequestState};
use crate::agreement::{BusinessId, EmailAddress, Language, RequestId};
use crate::federation::{Report, Severity, Verdict};
use crate::mail::Message;
use crate::store::events::Cause;
use crate::store::requests::{Digest, Request};
use crate::store::{Db, kela, requests};

/// Drafts that one filer begins in a day.
const PER_FILER: i64 = 40;

/// Begins a draft for a filer.
///
/// # Errors
/// [`WorkflowError::TooMany`] after [`PER_FILER`] in a day.
pub async fn start(service: &Service, filer: &EmailAddress, language: Language) -> Outcome<RequestId> {
    let (desk, filer) = (service.desk(), filer.clone());
    service
        .store
        .write(move |db| {
            link::limit(db, &desk, "draft", &filer.folded(), PER_FILER, TimeDelta::days(1))?;
            let request = Request {
                id: RequestId::new(desk.now, desk.random()),
                reference: None,
                state: RequestState::Draft,
                holder: filer,
                language,
                draft: Draft::default(),
                reports: Vec::new(),
                reviewer: None,
                message: None,
                created_at: desk.now,
                updated_at: desk.now,
                filed_at: None,
                revision: 1,
            };
            requests::insert(db, &request, &digest(&request))?;
            let more = More::by(request.holder.as_str());
            desk.event(db, EventKind::RequestStarted, Cause::Filer, Concerning::request(&request.id), more)?;
            Ok(request.id)
        })
        .await
}

/// The requests of a filer, newest first.
///
/// # Errors
/// [`WorkflowError::Store`].
pub async fn of_filer(service: &Service, filer: &EmailAddress) -> Outcome<Vec<Request>> {
    let filer = filer.clone();
    service.store.read(move |db| Ok(requests::of_holder(db, &filer)?)).await
}

/// A request, for someone who may view it.
///
/// # Errors
/// [`WorkflowError::NotFound`] to a stranger, and to Kela while it is a draft.
pub async fn read(service: &Service, actor: &Actor, id: &RequestId) -> Outcome<Request> {
    let (actor, id) = (actor.clone(), id.clone());
    service.store.read(move |db| load(db, &actor, &id, RequestAction::View)).await
}

pub(super) fn load(db: &mut Db, actor: &Actor, id: &RequestId, action: RequestAction) -> Outcome<Request> {
    let request = requests::find(db, id)?.ok_or(WorkflowError::NotFound)?;
    permit(actor.towards(&request.holder), action, request.state)?;
    Ok(request)
}

/// Saves one section as it was typed, whatever is wrong with it: nothing typed is lost. Gives the request as it is now.
///
/// # Errors
/// [`WorkflowError::State`] where the request can no longer be edited.
pub async fn save(service: &Service, filer: &EmailAddress, id: &RequestId, answers: SectionAnswers) -> Outcome<Request> {
    let (desk, actor, id) = (service.desk(), Actor::Filer(filer.clone()), id.clone());
    service
        .store
        .write(move |db| {
            let mut request = load(db, &actor, &id, RequestAction::Edit)?;
            request.draft = request.draft.with(answers);
            request.updated_at = desk.now;
            write(db, request)
        })
        .await
}

/// Writes a changed request and gives it at its new revision.
pub(super) fn write(db: &mut Db, mut request: Request) -> Outcome<Request> {
    if !requests::update(db, &request, &digest(&request))? {
        return Err(WorkflowError::Conflict(None));
    }
    request.revision += 1;
    Ok(request)
}

/// Hands a draft to a colleague: only they hold it then, and a link is mailed to them.
///
/// # Errors
/// [`WorkflowError::State`] where the request can no longer be edited.
pub async fn hand_over(service: &Service, filer: &EmailAddress, id: &RequestId, to: &EmailAddress) -> Outcome<()> {
    let (desk, by, id, to) = (service.desk(), filer.clone(), id.clone(), to.clone());
    service
        .store
        .write(move |db| {
            let mut request = load(db, &Actor::Filer(by.clone()), &id, RequestAction::HandOver)?;
            let step = request.state.step(RequestAction::HandOver)?;
            let language = request.language;
            let (address, valid_until) = link::hand_over(db, &desk, &by, &to, &id, language)?;
            request.holder = to.clone();
            request.updated_at = desk.now;
            let request = write(db, request)?;
            let more = More::by(by.as_str()).text(Some(to.as_str().to_owned()));
            desk.event(db, step.event(), Cause::Filer, Concerning::request(&id), more)?;
            let organisation = request.draft.organisation.name.trim().to_owned();
            let message = Message::HandedOver { by, organisation, link: address, valid_until };
            desk.mail(db, &message, language, &[&to], Concerning::request(&id))
        })
        .await?;
    service.wake();
    Ok(())
}

/// Withdraws a request. Kela is told if it had been filed.
///
/// # Errors
/// [`WorkflowError::State`] where it is decided already.
pub async fn withdraw(service: &Service, filer: &EmailAddress, id: &RequestId) -> Outcome<()> {
    let (desk, filer, id) = (service.desk(), filer.clone(), id.clone());
    service
        .store
        .write(move |db| {
            let mut request = load(db, &Actor::Filer(filer.clone()), &id, RequestAction::Withdraw)?;
            let step = request.state.step(RequestAction::Withdraw)?;
            request.state = step.to();
            request.updated_at = desk.now;
            let request = write(db, request)?;
            let more = More::by(filer.as_str()).states(step.from().code(), step.to().code());
            desk.event(db, step.event(), Cause::Filer, Concerning::request(&id), more)?;
            if request.reference.is_none() {
                return Ok::<_, WorkflowError>(());
            }
            let to_filer = Message::Withdrawn { about: file::about(&desk, &request, "/requests/")? };
            desk.mail(db, &to_filer, request.language, &[&request.holder], Concerning::request(&id))?;
            if let Some(half) = kela::current_half(db)? {
                let to_kela = Message::Withdrawn { about: file::about(&desk, &request, "/queue/")? };
                desk.mail(db, &to_kela, request.language, &[&half.sheet.it_mailbox], Concerning::request(&id))?;
            }
            Ok(())
        })
        .await?;
    service.wake();
    Ok(())
}

/// The worst verdict of several reports, and how many errors they hold. Not knowing outweighs a warning, not an error.
#[must_use]
pub fn verdict(reports: &[Report]) -> (Option<Verdict>, usize) {
    let rank = |verdict: &Verdict| match verdict {
        Verdict::Ok => 0,
        Verdict::Warnings => 1,
        Verdict::Unverified => 2,
        Verdict::Errors => 3,
    };
    let worst = reports.iter().map(|report| report.verdict).max_by_key(rank);
    let errors = reports
        .iter()
        .flat_map(|report| &report.findings)
        .filter(|finding| finding.severity == Severity::Error && !finding.code.is_of_the_network())
        .count();
    (worst, errors)
}

/// What the queue shows and searches of a request.
pub(super) fn digest(request: &Request) -> Digest {
    let draft = &request.draft;
    let (verdict, errors) = verdict(&request.reports);
    let mut words: Vec<&str> = vec![
        &draft.organisation.name,
        &draft.organisation.business_id,
        &draft.organisation.case_number,
        &draft.contacts.agreement_name,
        &draft.contacts.agreement_email,
        &draft.contacts.operational_name,
        &draft.contacts.operational_email,
        &draft.contacts.technical_name,
        &draft.contacts.technical_email,
        &draft.support.it_mailbox,
        request.holder.as_str(),
    ];
    words.extend(draft.typed_domains());
    words.extend(request.reference.as_deref());
    let today = crate::i18n::format::day(request.filed_at.unwrap_or(request.updated_at));
    let departures = Filing::parse(draft, today).map_or(0, |filing| filing.sheet.departures().len());
    Digest {
        party_name: draft.organisation.name.trim().to_owned(),
        business_id: BusinessId::parse(&draft.organisation.business_id).ok(),
        search_text: words.join("\n").to_lowercase(),
        verdict,
        errors: i32::try_from(errors).unwrap_or(i32::MAX),
        departures: i32::try_from(departures).unwrap_or(i32::MAX),
    }
}
