//! Kela's notice of an agreement: filed as a request that a reviewer then decides on, and told to the party at once.

use super::super::post::{Concerning, Desk, More};
use super::super::{Lacking, Outcome, Service, Staff, WorkflowError, file, request};
use super::{Ground, blank, prefilled};
use crate::agreement::change::{Asker, FiledChange, Obstacle, may_begin};
use crate::agreement::draft::{ChangeAnswers, Section};
use crate::agreement::field::FieldError;
use crate::agreement::filing::{Filing, section_errors};
use crate::agreement::lifecycle::{RequestAction, RequestState};
use crate::agreement::rights::Role;
use crate::agreement::version::VersionKind;
use crate::agreement::{EmailAddress, RequestId};
use crate::i18n::format::day;
use crate::mail::{About, Message};
use crate::store::agreements::Version;
use crate::store::events::Cause;
use crate::store::requests::Request;
use crate::store::submissions::Submission;
use crate::store::{Db, kela, requests, submissions};

/// What Kela writes when it gives notice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notice {
    /// The agreement's last day, as typed.
    pub last_day: String,
    /// Why.
    pub reason: String,
}

/// Files Kela's notice of an agreement, which a reviewer then decides on as on any other request. Kela's own IT administration holds it: nobody of the
/// party can take it back.
///
/// # Errors
/// [`WorkflowError::Invalid`]; [`WorkflowError::Obstacle`]; [`WorkflowError::Forbidden`] to anybody but a reviewer.
pub async fn give_notice(service: &Service, staff: &Staff, number: &str, notice: Notice) -> Outcome<RequestId> {
    if staff.role != Role::Reviewer || !may_begin(Asker::Reviewer, VersionKind::Termination) {
        return Err(WorkflowError::Forbidden);
    }
    let (desk, staff, number) = (service.desk(), staff.clone(), number.to_owned());
    let id = service
        .store
        .write(move |db| {
            let today = day(desk.now);
            let ground = Ground::load(db, &number)?;
            let kind = VersionKind::Termination;
            if let Some(obstacle) = ground.obstacle(kind, today, ground.open(None, false).is_some()) {
                return Err(WorkflowError::Obstacle(obstacle));
            }
            let (base, validity) = ground.basis().ok_or(WorkflowError::Obstacle(Obstacle::NothingSigned))?;
            let mut draft = prefilled(&ground.agreement, base, validity, kind, today);
            if let Some(change) = &mut draft.change {
                let Notice { last_day, reason } = notice;
                change.answers = ChangeAnswers { last_day, change_reason: reason, ..ChangeAnswers::default() };
                change.by_kela = true;
            }
            draft.saved.insert(Section::Change);
            let mut errors: Vec<FieldError> = section_errors(&draft, Section::Change, today);
            let filing = match Filing::parse(&draft, today) {
                Ok(filing) if errors.is_empty() => filing,
                Ok(_) => return Err(WorkflowError::Invalid(errors)),
                Err(all) => {
                    errors.extend(all.into_iter().filter(|error| error.section != Section::Change));
                    return Err(WorkflowError::Invalid(errors));
                }
            };
            let half = kela::current_half(db)?.ok_or(WorkflowError::Lacking(vec![Lacking::KelaHalf]))?;
            let holder = half.sheet.it_mailbox.clone();
            let step = RequestState::Draft.step(RequestAction::File)?;
            let request = Request {
                draft,
                reports: base.content.party_reports.clone(),
                reference: Some(file::reference(db, &desk)?),
                state: step.to(),
                filed_at: Some(desk.now),
                reviewer: Some(staff.id.clone()),
                wished_from: filing.change.as_ref().and_then(FiledChange::wished),
                ..blank(&desk, &ground.agreement.id, kind, holder, base.content.language)
            };
            requests::insert(db, &request, &request::digest(&request))?;
            let submission = Submission {
                number: 1,
                filed_at: desk.now,
                filed_by: half.sheet.it_mailbox,
                filing,
                reports: request.reports.clone(),
            };
            submissions::insert(db, &request.id, &submission)?;
            let more = More::by(&staff.name).states(step.from().code(), step.to().code());
            desk.event(db, step.event(), Cause::Staff(staff.id.clone()), Concerning::request(&request.id), more)?;
            tell_of_notice(db, &desk, &ground, base, &request, submission.filing.change.as_ref())?;
            Ok(request.id)
        })
        .await?;
    service.wake();
    Ok(id)
}

/// Tells the party of Kela's notice as soon as it is filed: its IT administration, its contact for agreement matters, and whoever asked for the
/// version in force.
fn tell_of_notice(
    db: &mut Db,
    desk: &Desk,
    ground: &Ground,
    base: &Version,
    request: &Request,
    change: Option<&FiledChange>,
) -> Outcome<()> {
    let Some((last_day, change)) = change.and_then(|change| Some((change.last_day?, change))) else { return Ok(()) };
    let number = &ground.agreement.number;
    let message = Message::NoticeFiled {
        about: About {
            page: desk.address(request.language, &["/party/agreements/", number].concat()),
            ..request::about(desk, request, "")?
        },
        number: number.clone(),
        last_day,
        reason: change.reason.clone(),
    };
    let asked = requests::find(db, &base.request)?.map(|asked| asked.holder);
    let party = &base.content.party;
    let people: Vec<&EmailAddress> = [&party.it_mailbox, &party.agreement_contact.email]
        .into_iter()
        .chain(asked.as_ref())
        .filter(|email| email.folded() != request.holder.folded())
        .collect();
    let concerning = Concerning { request: Some(&request.id), agreement: Some((&ground.agreement.id, base.version)) };
    desk.mail(db, &message, request.language, &people, concerning)
}
