//! What Kela does about an incident: acknowledges it, silences it, has an amendment prepared; and has those told that were held back.

use chrono::{NaiveDate, TimeDelta};

use super::{Outcome, Owner, subject, tell, watched};
use crate::agreement::RequestId;
use crate::agreement::draft::{Draft, Section};
use crate::agreement::incident::{IncidentAction, IncidentState};
use crate::agreement::lifecycle::EventKind;
use crate::agreement::rights::may_with_incident;
use crate::agreement::{AgreementId, Deployment};
use crate::federation::drift::DriftKind;
use crate::federation::{Evidence, Fqdn};
use crate::i18n::format::day;
use crate::mail::{About, Message};
use crate::store::events::Cause;
use crate::store::incidents::{Incident, Silence, Which};
use crate::store::watched::Watched;
use crate::store::{Db, incidents, kela, watched as rows};
use crate::workflow::post::{Concerning, More};
use crate::workflow::{Lacking, Service, Staff, WorkflowError, change, check, link, review};

/// The longest silence.
const LONGEST: TimeDelta = TimeDelta::days(366);
/// Incidents that are released in one transaction.
const RELEASED: i64 = 1_000;

/// The incident, if `staff` may take `action` on it and nobody has changed it since its page was read.
fn load(db: &mut Db, staff: &Staff, action: IncidentAction, id: i64, revision: i32) -> Outcome<(Incident, Watched)> {
    if !IncidentState::ALL.iter().any(|state| may_with_incident(staff.role, action, *state)) {
        return Err(WorkflowError::Forbidden);
    }
    let incident = incidents::find(db, id)?.ok_or(WorkflowError::NotFound)?;
    if incident.revision != revision || !may_with_incident(staff.role, action, incident.state) {
        return Err(WorkflowError::Conflict(None));
    }
    let row = watched(db, incident.watched)?;
    Ok((incident, row))
}

fn write(db: &mut Db, incident: &Incident) -> Outcome<()> {
    if incidents::update(db, incident)? { Ok(()) } else { Err(WorkflowError::Conflict(None)) }
}

fn about(row: &Watched) -> Concerning<'_> {
    Concerning { request: None, agreement: row.of.as_ref().map(|(agreement, version)| (agreement, *version)) }
}

/// Says that an incident is known. Of an Edge that moved or of another supplier it takes the new values as those to compare with: what does
/// not contradict the agreement itself is over after the next two looks.
///
/// # Errors
/// [`WorkflowError::Forbidden`] to anybody but a reviewer; [`WorkflowError::Conflict`] where it has changed or is over.
pub async fn acknowledge(service: &Service, staff: &Staff, id: i64, revision: i32) -> Outcome<()> {
    let (desk, staff) = (service.desk(), staff.clone());
    service
        .store
        .write(move |db| {
            let (incident, row) = load(db, &staff, IncidentAction::Acknowledge, id, revision)?;
            if incident.acknowledged.is_some() {
                return Ok(());
            }
            let kind = incident.kind;
            write(db, &Incident { acknowledged: Some((desk.now, staff.id.clone())), ..incident })?;
            if matches!(kind, DriftKind::EdgeMoved | DriftKind::SupplierChanged)
                && !rows::update(db, &Watched { stable: None, ..row.clone() })?
            {
                return Err(WorkflowError::Conflict(None));
            }
            let more = More::by(&staff.name).subject(subject(id));
            desk.event(db, EventKind::IncidentAcknowledged, Cause::Staff(staff.id.clone()), about(&row), more)
        })
        .await
}

/// Has no mail sent about an incident up to the end of the day `until`.
///
/// # Errors
/// [`WorkflowError::Lacking`] without a reason; [`WorkflowError::NotFound`] for a day that has passed or is more than a year away;
/// [`WorkflowError::Forbidden`]; [`WorkflowError::Conflict`].
pub async fn silence(service: &Service, staff: &Staff, id: i64, revision: i32, until: NaiveDate, reason: &str) -> Outcome<()> {
    let (desk, staff, reason) = (service.desk(), staff.clone(), reason.trim().to_owned());
    service
        .store
        .write(move |db| {
            let (incident, row) = load(db, &staff, IncidentAction::Silence, id, revision)?;
            let today = day(desk.now);
            if until < today || until > today + LONGEST {
                return Err(WorkflowError::NotFound);
            }
            if reason.is_empty() {
                return Err(WorkflowError::Lacking(vec![Lacking::Reason]));
            }
            if !review::is_fit(&reason) {
                return Err(WorkflowError::Lacking(vec![Lacking::Text]));
            }
            let silence = Some(Silence { until, by: staff.id.clone(), reason: reason.clone() });
            write(db, &Incident { silence, ..incident })?;
            let more = More::by(&staff.name).text(Some(reason)).note(Some(until.to_string())).subject(subject(id));
            desk.event(db, EventKind::IncidentSilenced, Cause::Staff(staff.id.clone()), about(&row), more)
        })
        .await
}

/// What an amendment would say otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Another Edge name.
    Edge(String),
    /// The cloud, without an Edge.
    Cloud,
}

/// The new values that would mend an incident; none where an amendment would not.
#[must_use]
pub fn wish(kind: DriftKind, evidence: &Evidence) -> Option<Wish> {
    if !kind.is_mended_by_amendment() {
        return None;
    }
    if kind == DriftKind::MovedToCloudWhilePinned {
        return Some(Wish::Cloud);
    }
    let target = evidence.get("target")?.split(", ").find_map(|target| Fqdn::parse(target).ok())?;
    Some(if target.is_cloud() { Wish::Cloud } else { Wish::Edge(target.to_unicode()) })
}

/// Puts the new values into a form; the party goes through what they stand in.
fn alter(draft: &mut Draft, wish: &Wish) {
    match wish {
        Wish::Edge(name) => {
            // Whoever was in the cloud is back on servers of its own; which ones only the party knows.
            if draft.service.deployment == Deployment::Cloud.code() {
                draft.service.deployment.clear();
            }
            draft.edge.edge.clone_from(name);
        }
        Wish::Cloud => {
            Deployment::Cloud.code().clone_into(&mut draft.service.deployment);
            draft.service.server_version.clear();
            draft.service.teams_move.clear();
            draft.edge.edge.clear();
        }
    }
    draft.saved.remove(&Section::Service);
    draft.saved.remove(&Section::Edge);
}

/// Prepares the draft of an amendment with the new values, in the name of the party's contact for agreement matters, and mails them its
/// link. Only the party asks for amendments: nothing is filed.
///
/// # Errors
/// [`WorkflowError::Obstacle`] where a change cannot be begun; [`WorkflowError::NotFound`] where an amendment mends nothing;
/// [`WorkflowError::Forbidden`]; [`WorkflowError::Conflict`].
pub async fn amend(service: &Service, staff: &Staff, id: i64, revision: i32) -> Outcome<RequestId> {
    let (desk, staff) = (service.desk(), staff.clone());
    let (holder, request) = service
        .store
        .write(move |db| {
            let (incident, row) = load(db, &staff, IncidentAction::Amend, id, revision)?;
            let wish = wish(incident.kind, &incident.evidence).ok_or(WorkflowError::NotFound)?;
            let (agreement, _) = row.of.as_ref().ok_or(WorkflowError::NotFound)?;
            let agreement: &AgreementId = agreement;
            let request = change::prepare(db, &desk, agreement, &staff, |draft| alter(draft, &wish))?;
            write(db, &Incident { amendment: Some(request.id.clone()), ..incident })?;
            let more = More::by(&staff.name).subject(subject(id));
            let both = Concerning { request: Some(&request.id), ..about(&row) };
            desk.event(db, EventKind::AmendmentPrepared, Cause::Staff(staff.id.clone()), both, more)?;
            let owner = Owner::of(db, row.of.as_ref())?;
            let by = kela::current_half(db)?.ok_or(WorkflowError::Lacking(vec![Lacking::KelaHalf]))?.sheet.it_mailbox;
            let (link, valid_until) = link::hand_over(db, &desk, &by, &request.holder, &request.id, request.language)?;
            let message = Message::AmendmentPrepared {
                about: About {
                    organisation: owner.sheet.organisation.name.clone(),
                    reference: owner.agreement.as_ref().map(|(agreement, _)| agreement.number.clone()).unwrap_or_default(),
                    page: link.clone(),
                },
                link,
                valid_until,
            };
            desk.mail(db, &message, request.language, &[&request.holder], Concerning::request(&request.id))?;
            Ok::<_, WorkflowError>((request.holder, request.id))
        })
        .await?;
    service.wake();
    // What was found when the version was approved may no longer be so.
    // The draft is there and its link is on its way, so a check that fails is no failure of this.
    if let Err(error) = check::check_draft(service, &holder, &request).await {
        tracing::warn!(%error, "the draft of an amendment was not checked");
    }
    Ok(request)
}

/// Has the incidents told that were held back and are still open; tells how many.
///
/// # Errors
/// [`WorkflowError::Forbidden`] to anybody but administrators.
pub async fn release(service: &Service, staff: &Staff) -> Outcome<usize> {
    if !may_with_incident(staff.role, IncidentAction::Release, IncidentState::Open) {
        return Err(WorkflowError::Forbidden);
    }
    let (desk, staff) = (service.desk(), staff.clone());
    let released = service
        .store
        .write(move |db| {
            let held = incidents::list(db, Which::Held, None, None, RELEASED)?;
            for incident in &held {
                let row = watched(db, incident.watched)?;
                let owner = Owner::of(db, row.of.as_ref())?;
                let next = Incident { held: false, ..incident.clone() };
                write(db, &next)?;
                if next.silence.is_none() {
                    tell::opened(db, &desk, &owner, &row, &next, false)?;
                }
            }
            if !held.is_empty() {
                let cause = Cause::Staff(staff.id.clone());
                desk.event(db, EventKind::IncidentsReleased, cause, Concerning::default(), More::by(&staff.name))?;
            }
            Ok::<_, WorkflowError>(held.len())
        })
        .await?;
    service.wake();
    Ok(released)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amendment_wishes_what_was_seen_and_nothing_where_it_would_not_mend() {
        let target = |name: &str| Evidence::default().with("target", name);
        let edge = |name: &str| Some(Wish::Edge(name.to_owned()));
        assert_eq!(wish(DriftKind::EdgeMoved, &target("edge.kunta.example, sip.kunta.example")), edge("edge.kunta.example"));
        assert_eq!(wish(DriftKind::SupplierChanged, &target("sip.ict.example")), edge("sip.ict.example"));
        assert_eq!(wish(DriftKind::EdgeMoved, &target("sipfed.online.lync.com")), Some(Wish::Cloud));
        assert_eq!(wish(DriftKind::MovedToCloudWhilePinned, &Evidence::default()), Some(Wish::Cloud));
        assert_eq!(wish(DriftKind::EdgeMoved, &Evidence::default()), None);
        assert_eq!(wish(DriftKind::SrvGone, &target("sip.kunta.example")), None);
    }
}
