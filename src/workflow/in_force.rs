//! Which version of an agreement was in force on a day: one answer, for the page, the API and exports.

use chrono::NaiveDate;

use super::{Actor, Outcome, Service, Staff, WorkflowError, change};
use crate::agreement::AgreementId;
use crate::agreement::change::Asker;
use crate::agreement::rights::{DeskAction, may_at_desk};
use crate::agreement::version::{Standing, Validity, standing};
use crate::store::agreements::{Agreement, AgreementFilter};
use crate::store::{Db, agreements, record};

/// How an agreement stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDay {
    /// The agreement.
    pub agreement: Agreement,
    /// The day, in Finland.
    pub day: NaiveDate,
    /// How it stands.
    pub standing: Standing,
    /// The version in force, if there is one.
    pub version: Option<i32>,
    /// The SHA-256 of that version's document, in hex.
    pub sha256: Option<String>,
}

/// The version of an agreement that is in force on `day`: for Kela, and for the agreement's own people.
///
/// # Errors
/// [`WorkflowError::NotFound`] where there is no such agreement, and to a stranger.
pub async fn on_day(service: &Service, actor: &Actor, number: &str, day: NaiveDate) -> Outcome<OnDay> {
    let (actor, number) = (actor.clone(), number.to_owned());
    service
        .store
        .read(move |db| {
            let agreement = agreements::find_by_number(db, &number)?.ok_or(WorkflowError::NotFound)?;
            match &actor {
                Actor::Staff(staff) => permit(staff)?,
                Actor::Filer(email) if change::asker(db, &agreement, email)? != Asker::Stranger => {}
                Actor::Filer(_) => return Err(WorkflowError::NotFound),
            }
            all(db, vec![agreement], day)?.pop().ok_or(WorkflowError::NotFound)
        })
        .await
}

/// How the agreements that `filter` finds stand on `day`, newest number first.
///
/// # Errors
/// [`WorkflowError::Forbidden`].
pub async fn list(service: &Service, staff: &Staff, filter: AgreementFilter, day: NaiveDate) -> Outcome<Vec<OnDay>> {
    permit(staff)?;
    service
        .store
        .read(move |db| {
            let found = agreements::list(db, &filter)?.into_iter().map(|(agreement, ..)| agreement).collect();
            all(db, found, day)
        })
        .await
}

/// How the agreements of these numbers stand on `day`.
///
/// # Errors
/// [`WorkflowError::Forbidden`].
pub async fn of(service: &Service, staff: &Staff, numbers: Vec<String>, day: NaiveDate) -> Outcome<Vec<OnDay>> {
    permit(staff)?;
    service
        .store
        .read(move |db| {
            let mut found = Vec::new();
            for number in &numbers {
                found.extend(agreements::find_by_number(db, number)?);
            }
            all(db, found, day)
        })
        .await
}

fn permit(staff: &Staff) -> Outcome<()> {
    if may_at_desk(staff.role, DeskAction::ReadAgreements) { Ok(()) } else { Err(WorkflowError::Forbidden) }
}

fn all(db: &mut Db, found: Vec<Agreement>, day: NaiveDate) -> Outcome<Vec<OnDay>> {
    let ids: Vec<AgreementId> = found.iter().map(|agreement| agreement.id.clone()).collect();
    let (mut signed, digests) = (record::signed(db, &ids)?, record::digests(db, &ids)?);
    let answer = |agreement: Agreement| {
        let signed: Vec<Validity> = signed.remove(&agreement.id).unwrap_or_default();
        let standing = standing(&signed, day);
        let version = standing.version();
        let sha256 = version.and_then(|version| digests.get(&(agreement.id.clone(), version)).cloned());
        OnDay { agreement, day, standing, version, sha256 }
    };
    Ok(found.into_iter().map(answer).collect())
}
