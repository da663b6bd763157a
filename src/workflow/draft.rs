//! A draft: begun, saved section by section, handed to a colleague, withdrawn.

use chrono::TimeDelta;

use super::post::{Concerning, More};
use super::{Actor, Outcome, Service, WorkflowError, link, ownership, request};
use crate::agreement::draft::{Draft, SectionAnswers};
use crate::agreement::lifecycle::{EventKind, RequestAction, RequestState};
use crate::agreement::version::VersionKind;
use crate::agreement::{EmailAddress, Language, RequestId};
use crate::mail::Message;
use crate::store::events::Cause;
use crate::store::requests::Request;
use crate::store::{kela, requests};

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
                kind: VersionKind::First,
                changes: None,
                wished_from: None,
            };
            requests::insert(db, &request, &request::digest(&request))?;
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
    service.store.read(move |db| request::load(db, &actor, &id, RequestAction::View)).await
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
            let mut request = request::load(db, &actor, &id, RequestAction::Edit)?;
            request.draft = request.draft.with(answers);
            request.updated_at = desk.now;
            ownership::prepare(db, &desk, &request)?;
            request::write(db, request)
        })
        .await
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
            let mut request = request::load(db, &Actor::Filer(by.clone()), &id, RequestAction::HandOver)?;
            let step = request.state.step(RequestAction::HandOver)?;
            let language = request.language;
            let (address, valid_until) = link::hand_over(db, &desk, &by, &to, &id, language)?;
            request.holder = to.clone();
            request.updated_at = desk.now;
            let request = request::write(db, request)?;
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
            let mut request = request::load(db, &Actor::Filer(filer.clone()), &id, RequestAction::Withdraw)?;
            let step = request.state.step(RequestAction::Withdraw)?;
            request.state = step.to();
            request.updated_at = desk.now;
            let request = request::write(db, request)?;
            let more = More::by(filer.as_str()).states(step.from().code(), step.to().code());
            desk.event(db, step.event(), Cause::Filer, Concerning::request(&id), more)?;
            if request.reference.is_none() {
                return Ok::<_, WorkflowError>(());
            }
            let to_filer = Message::Withdrawn { about: request::about(&desk, &request, "/requests/")? };
            desk.mail(db, &to_filer, request.language, &[&request.holder], Concerning::request(&id))?;
            if let Some(half) = kela::current_half(db)? {
                let to_kela = Message::Withdrawn { about: request::about(&desk, &request, "/queue/")? };
                desk.mail(db, &to_kela, request.language, &[&half.sheet.it_mailbox], Concerning::request(&id))?;
            }
            Ok(())
        })
        .await?;
    service.wake();
    Ok(())
}
