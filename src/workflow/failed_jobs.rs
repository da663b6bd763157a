//! Jobs that failed, as the administrator sees them: what they are about, why they failed, and how they are tried at once.

use super::post::{Concerning, More};
use super::{Outcome, Service, Staff, WorkflowError};
use crate::agreement::lifecycle::EventKind;
use crate::agreement::rights::{DeskAction, may_at_desk};
use crate::agreement::{AgreementId, RequestId};
use crate::store::events::Cause;
use crate::store::jobs::FailedJob;
use crate::store::{Db, StoreError, agreements, jobs, requests};

/// The most failed jobs that are shown, those that are tried next first. More fail of one cause.
const MOST: i64 = 50;

/// What a job is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A version of an agreement.
    Agreement {
        /// The agreement.
        id: AgreementId,
        /// Its number.
        number: String,
        /// The version.
        version: i32,
    },
    /// A request.
    Request {
        /// The request.
        id: RequestId,
        /// Its reference number, once it was filed.
        reference: Option<String>,
    },
    /// Something that is not there any more, or cannot be read.
    Unknown,
}

/// The jobs that failed and are tried again, each with what it is about.
///
/// # Errors
/// [`WorkflowError::Forbidden`].
pub async fn list(service: &Service, staff: &Staff) -> Outcome<Vec<(FailedJob, Subject)>> {
    permit(staff)?;
    service
        .store
        .read(|db| {
            let mut list = Vec::new();
            for job in jobs::failing(db, MOST)? {
                let subject = subject(db, &job.subject)?;
                list.push((job, subject));
            }
            Ok(list)
        })
        .await
}

fn permit(staff: &Staff) -> Outcome<()> {
    if may_at_desk(staff.role, DeskAction::KeepJobs) { Ok(()) } else { Err(WorkflowError::Forbidden) }
}

/// A job's subject is `<agreement>/<version>` or a request's id.
fn subject(db: &mut Db, text: &str) -> Result<Subject, StoreError> {
    if let Some((agreement, version)) = text.split_once('/') {
        let (Some(id), Ok(version)) = (AgreementId::parse(agreement), version.parse()) else { return Ok(Subject::Unknown) };
        let found = agreements::find(db, &id)?;
        return Ok(found.map_or(Subject::Unknown, |found| Subject::Agreement { id, number: found.number, version }));
    }
    let Some(id) = RequestId::parse(text) else { return Ok(Subject::Unknown) };
    let found = requests::find(db, &id)?;
    Ok(found.map_or(Subject::Unknown, |found| Subject::Request { id, reference: found.reference }))
}

/// Lets a job that failed be tried at once.
///
/// # Errors
/// [`WorkflowError::NotFound`] where it did not fail, or is done by now.
pub async fn try_now(service: &Service, staff: &Staff, job: i64) -> Outcome<()> {
    permit(staff)?;
    let (desk, staff) = (service.desk(), staff.clone());
    service
        .store
        .write(move |db| {
            let text = jobs::try_at(db, job, desk.now)?.ok_or(WorkflowError::NotFound)?;
            let about = subject(db, &text)?;
            let concerning = match &about {
                Subject::Agreement { id, version, .. } => Concerning { request: None, agreement: Some((id, *version)) },
                Subject::Request { id, .. } => Concerning::request(id),
                Subject::Unknown => Concerning::default(),
            };
            let more = More::by(&staff.name).subject(job.to_string());
            desk.event(db, EventKind::JobRetried, Cause::Staff(staff.id.clone()), concerning, more)
        })
        .await?;
    service.wake();
    Ok(())
}
