//! Approval: the decision, the number and the frozen version in one transaction; the document is made after it by a job.

use super::post::{Concerning, More};
use super::review::{is_fit, to_decide};
use super::{Lacking, Outcome, Service, Staff, WorkflowError, request, review};
use crate::agreement::content::{AgreementContent, Approval, FORMAT};
use crate::agreement::lifecycle::{EventKind, RequestAction};
use crate::agreement::version::{Course, VersionKind};
use crate::agreement::{AgreementId, Language, RequestId};
use crate::i18n::format::day;
use crate::store::agreements::{Agreement, Version};
use crate::store::events::Cause;
use crate::store::jobs::{self, JobKind};
use crate::store::{accounts, agreements, counters, kela, submissions};

/// What the reviewer wrote with an approval.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grounds {
    /// Why it is approved over errors of the check; needed where there are any.
    pub over_errors: String,
    /// How the filer's authority was checked through an independent channel; needed at the first agreement with an organisation.
    pub authority_check: String,
}

/// Approves; gives the number of the agreement that comes to be.
///
/// # Errors
/// [`WorkflowError::Lacking`] with all that is missing; [`WorkflowError::Conflict`] with who was faster.
pub async fn approve(service: &Service, staff: &Staff, id: &RequestId, revision: i32, grounds: Grounds) -> Outcome<String> {
    let (desk, staff, id) = (service.desk(), staff.clone(), id.clone());
    let number = service
        .store
        .write(move |db| {
            let mut request = to_decide(db, &staff, &id, RequestAction::Approve, revision)?;
            let submission = submissions::of_request(db, &id)?.pop().ok_or(WorkflowError::NotFound)?;
            let filing = submission.filing;
            let approver = accounts::find(db, &staff.id)?.ok_or(WorkflowError::Forbidden)?;
            let business_id = filing.sheet.organisation.business_id.clone();
            let unproven = review::authority_unproven(db, &filing.sheet, &submission.filed_by)?;
            // A domain that was never looked at is no better than one with an error.
            let errors = request::verdict(&request.reports).1 + review::unchecked(&request, &filing.sheet);
            let (half, terms) = (kela::current_half(db)?, kela::current_terms(db, filing.language)?);
            let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
            let (over_errors, authority_check) = (given(&grounds.over_errors), given(&grounds.authority_check));
            let mut lacking = Vec::new();
            for (lacks, what) in [
                (errors > 0 && over_errors.is_none(), Lacking::ReasonOverErrors),
                (unproven && authority_check.is_none(), Lacking::AuthorityCheck),
                (terms.is_none(), Lacking::Terms),
                (half.is_none(), Lacking::KelaHalf),
                (!is_fit(&grounds.over_errors) || !is_fit(&grounds.authority_check), Lacking::Text),
            ] {
                if lacks {
                    lacking.push(what);
                }
            }
            let (Some(half), Some(terms), true) = (half, terms, lacking.is_empty()) else {
                return Err(WorkflowError::Lacking(lacking));
            };
            let step = request.state.step(RequestAction::Approve)?;
            let year = chrono::Datelike::year(&day(desk.now));
            let number = ["KELA-FED", &year.to_string(), &request::four_digits(counters::next(db, "KELA-FED", year)?)].join("-");
            let mut kela = half.sheet;
            if let (Language::Sv, Some(name)) = (filing.language, &kela.organisation.name_sv) {
                kela.organisation.name.clone_from(name);
            }
            let content = AgreementContent {
                format: FORMAT,
                number: number.clone(),
                version: 1,
                request: request::reference_of(&request)?,
                language: filing.language,
                party: filing.sheet,
                kela,
                opening_date: filing.opening_date,
                party_reports: request.reports.clone(),
                kela_reports: half.reports,
                terms,
                approval: Approval {
                    at: desk.now,
                    name: approver.name,
                    position: approver.position,
                    authority: approver.authority,
                    // A reason is kept only where there was something to approve over.
                    over_errors: over_errors.filter(|_| errors > 0),
                    authority_check,
                },
            };
            let agreement = Agreement {
                id: AgreementId::new(desk.now, desk.random()),
                number: number.clone(),
                request: id.clone(),
                business_id,
                party_name: content.party.organisation.name.clone(),
                created_at: desk.now,
            };
            request.state = step.to();
            request.reviewer = Some(staff.id.clone());
            request.updated_at = desk.now;
            let request = request::write(db, request)?;
            let search_text = [request::digest(&request).search_text, number.to_lowercase()].join("\n");
            agreements::insert(db, &agreement, &search_text, &content.party.domains)?;
            let approval = content.approval.clone();
            let kind = VersionKind::First;
            let course = Course {
                order: desk.settings.signing_order,
                needs_signature: kind.needs_signature(),
                made: false,
                party_signed: false,
                sealed: false,
            };
            let version = Version {
                version: 1,
                kind,
                request: id.clone(),
                state: course.state(),
                language: content.language,
                content,
                course,
                remind_at: None,
                lapses_at: None,
                completed_at: None,
                valid_from: None,
                valid_until: None,
                created_at: desk.now,
                revision: 1,
            };
            agreements::insert_version(db, &agreement.id, &version)?;
            let concerning = Concerning { request: Some(&id), agreement: Some((&agreement.id, 1)) };
            let cause = Cause::Staff(staff.id.clone());
            let decided = More::by(&staff.name)
                .text(approval.over_errors)
                .note(approval.authority_check)
                .states(step.from().code(), step.to().code());
            desk.event(db, step.event(), cause.clone(), concerning, decided)?;
            let frozen = agreements::version_digest(db, agreement.id.as_str(), 1)?.ok_or(WorkflowError::NotFound)?;
            desk.event(db, EventKind::VersionCreated, cause, concerning, More::default().subject(frozen))?;
            let subject = [agreement.id.as_str(), "/1"].concat();
            jobs::add(db, JobKind::MakeDocument, &subject, desk.now, desk.now)?;
            Ok::<_, WorkflowError>(number)
        })
        .await?;
    service.wake();
    Ok(number)
}
