//! Filing: the draft becomes a request that Kela reviews.

use chrono::TimeDelta;

use super::post::{Concerning, Desk, More};
use super::{Actor, Outcome, Service, WorkflowError, change, check, link, request, token};
use crate::agreement::change::{FiledChange, is_agreed_anew};
use crate::agreement::filing::Filing;
use crate::agreement::lifecycle::{RequestAction, RequestState};
use crate::agreement::{BusinessId, EmailAddress, RequestId};
use crate::federation::Verdict;
use crate::i18n::format::day;
use crate::mail::Message;
use crate::store::events::Cause;
use crate::store::requests::Request;
use crate::store::submissions::Submission;
use crate::store::{Db, counters, kela, submissions};

/// Filings of one filer in a day. An ICT supplier files for many; nobody files for all of Finland at once.
const PER_FILER: i64 = 40;

/// Files the request that stands at `revision`, with the declaration of authority that the page asked for. A form sent twice files
/// once: the second is told that it is filed. Gives the request as filed.
///
/// # Errors
/// [`WorkflowError::Invalid`] with every answer that is missing or wrong; [`WorkflowError::Conflict`] where the answers changed
/// since they were shown; [`WorkflowError::State`].
pub async fn file(service: &Service, filer: &EmailAddress, id: &RequestId, revision: i32) -> Outcome<Request> {
    let (desk, filer, id) = (service.desk(), filer.clone(), id.clone());
    let request = service
        .store
        .write(move |db| {
            let actor = Actor::Filer(filer.clone());
            let mut request = request::load(db, &actor, &id, RequestAction::View)?;
            if request.state == RequestState::Submitted && request.revision == revision + 1 {
                return Ok(request);
            }
            let mut request = {
                super::permit(actor.towards(&request.holder), RequestAction::File, request.state)?;
                request.updated_at = desk.now;
                request
            };
            if request.revision != revision {
                return Err(WorkflowError::Conflict(None));
            }
            let step = request.state.step(RequestAction::File)?;
            let filing = Filing::parse(&request.draft, day(desk.now)).map_err(WorkflowError::Invalid)?;
            change::still_possible(db, &request, day(desk.now))?;
            request.wished_from = filing.change.as_ref().and_then(FiledChange::wished);
            // A filing mails addresses of the filer's choice: no one files without end.
            link::limit(db, &desk, "filing", &filer.folded(), PER_FILER, TimeDelta::days(1))?;
            let again = request.reference.is_some();
            if request.reference.is_none() {
                request.reference = Some(reference(db, &desk)?);
            }
            // Reports on names that are no longer in the form say nothing; a name without a report is looked at by the job.
            request.reports.retain(|report| filing.sheet.domains.contains(&report.domain));
            request.state = step.to();
            request.filed_at = Some(desk.now);
            let request = request::write(db, request)?;
            let number = submissions::of_request(db, &id)?.len() + 1;
            let submission = Submission {
                number: i32::try_from(number).unwrap_or(i32::MAX),
                filed_at: desk.now,
                filed_by: filer.clone(),
                filing: filing.clone(),
                reports: request.reports.clone(),
            };
            let digest = submissions::insert(db, &id, &submission)?;
            let more = More::by(filer.as_str()).states(step.from().code(), step.to().code()).subject(digest);
            desk.event(db, step.event(), Cause::Filer, Concerning::request(&id), more)?;
            if is_agreed_anew(request.kind) {
                let unchecked = request.reports.len() < filing.sheet.domains.len();
                check::schedule(db, &desk, &request, unchecked)?;
            }
            tell(db, &desk, &request, &filing, again)?;
            Ok::<_, WorkflowError>(request)
        })
        .await?;
    service.wake();
    Ok(request)
}

pub(super) fn reference(db: &mut Db, desk: &Desk) -> Outcome<String> {
    let year = chrono::Datelike::year(&day(desk.now));
    let number = counters::next(db, "FP", year)?;
    Ok(["FP", &year.to_string(), &request::four_digits(number)].join("-"))
}

fn tell(db: &mut Db, desk: &Desk, request: &Request, filing: &Filing, again: bool) -> Outcome<()> {
    let concerning = Concerning::request(&request.id);
    let count = |verdict| request.reports.iter().filter(|report| report.verdict == verdict).count();
    let unchecked = filing.sheet.domains.len().saturating_sub(request.reports.len());
    // Contacts and a notice leave the domains as they are.
    let findings =
        if is_agreed_anew(request.kind) { (count(Verdict::Errors), count(Verdict::Unverified) + unchecked) } else { (0, 0) };
    let filed = Message::Filed { about: request::about(desk, request, "/requests/")?, again, findings };
    desk.mail(db, &filed, request.language, &[&request.holder, &filing.sheet.it_mailbox], concerning)?;
    if let Some(half) = kela::current_half(db)? {
        let to_review = Message::ToReview { about: request::about(desk, request, "/queue/")?, again };
        desk.mail(db, &to_review, request.language, &[&half.sheet.it_mailbox], concerning)?;
    }
    for (_, email) in filing.sheet.named_people() {
        // The filer gave their own data, and was told on the page (article 13).
        if email.folded() == request.holder.folded() {
            continue;
        }
        tell_named(db, desk, request, &filing.sheet.organisation.business_id, &request.holder, email)?;
    }
    Ok(())
}

/// Tells someone whom `by` named what is stored of them and why, once ((EU) 2016/679, article 14).
pub(super) fn tell_named(
    db: &mut Db,
    desk: &Desk,
    request: &Request,
    business_id: &BusinessId,
    by: &EmailAddress,
    email: &EmailAddress,
) -> Outcome<()> {
    let person = [business_id.as_str(), &email.folded()].join("\n");
    if !submissions::note_contact_told(db, &token::fingerprint("contact", &person), desk.now)? {
        return Ok(());
    }
    let notice = Message::ContactNotice {
        about: request::about(desk, request, "/requests/")?,
        named_by: by.clone(),
        privacy: desk.address(request.language, "/privacy"),
    };
    desk.mail(db, &notice, request.language, &[email], Concerning::request(&request.id))
}
