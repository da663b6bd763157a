//! What the pages show of watching.

use chrono::{DateTime, Utc};

use super::settle::SILENT_RESOLVER;
use super::{Outcome, subject, watched};
use crate::agreement::incident::{IncidentAction, IncidentState};
use crate::agreement::lifecycle::EventKind;
use crate::agreement::rights::{DeskAction, may_at_desk, may_with_incident};
use crate::store::agreements::Agreement;
use crate::store::events::Event;
use crate::store::incidents::{Incident, Which};
use crate::store::watched::{Noted, Watched};
use crate::store::{Db, agreements, events, incidents, watched as rows};
use crate::workflow::{Service, Staff, WorkflowError, review};

/// Changes and incidents of a domain that a page shows.
const SHOWN: i64 = 50;

/// An incident with what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The incident.
    pub incident: Incident,
    /// The watched domain.
    pub watched: Watched,
    /// The agreement; none of Kela's own half.
    pub agreement: Option<Agreement>,
}

/// How many incidents there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Open, whatever was done about them.
    pub open: i64,
    /// Open, and neither acknowledged nor silenced.
    pub waiting: i64,
    /// Open and held back, up to a thousand.
    pub held: usize,
}

/// Which incidents a page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// By what was done about them.
    pub which: Which,
    /// Of the agreement of this number; a number that there is not finds nothing.
    pub agreement: Option<String>,
    /// Only those before this number.
    pub before: Option<i64>,
    /// At most so many.
    pub most: i64,
}

/// A page of incidents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Newest first.
    pub rows: Vec<Seen>,
    /// All that there are.
    pub counts: Counts,
    /// The resolvers that left a second look without an answer, and since when: what is suspected is confirmed late.
    pub silent: Vec<(String, DateTime<Utc>)>,
}

fn permit(staff: &Staff) -> Outcome<()> {
    let may = may_at_desk(staff.role, DeskAction::ReadAgreements)
        && may_with_incident(staff.role, IncidentAction::View, IncidentState::Open);
    if may { Ok(()) } else { Err(WorkflowError::Forbidden) }
}

fn seen(db: &mut Db, incident: Incident) -> Outcome<Seen> {
    let watched = watched(db, incident.watched)?;
    let agreement = match &watched.of {
        Some((agreement, _)) => agreements::find(db, agreement)?,
        None => None,
    };
    Ok(Seen { incident, watched, agreement })
}

fn count(db: &mut Db) -> Outcome<Counts> {
    let (open, waiting) = incidents::count_open(db)?;
    let held = incidents::list(db, Which::Held, None, None, 1_000)?.len();
    Ok(Counts { open, waiting, held })
}

/// How many incidents there are.
///
/// # Errors
/// [`WorkflowError::Forbidden`].
pub async fn counts(service: &Service, staff: &Staff) -> Outcome<Counts> {
    permit(staff)?;
    service.store.read(count).await
}

/// Incidents, newest first.
///
/// # Errors
/// [`WorkflowError::Forbidden`].
pub async fn incidents(service: &Service, staff: &Staff, filter: Filter) -> Outcome<Page> {
    permit(staff)?;
    service
        .store
        .read(move |db| {
            let counts = count(db)?;
            let named = |subject: String| subject.trim_start_matches(SILENT_RESOLVER).trim_end_matches('/').to_owned();
            let silent = rows::notes(db, SILENT_RESOLVER)?.into_iter().map(|(subject, at)| (named(subject), at)).collect();
            let agreement = match &filter.agreement {
                None => None,
                Some(number) => match agreements::find_by_number(db, number)? {
                    Some(agreement) => Some(agreement.id),
                    None => return Ok(Page { rows: Vec::new(), counts, silent }),
                },
            };
            let found = incidents::list(db, filter.which, agreement.as_ref(), filter.before, filter.most)?;
            let mut rows = Vec::new();
            for incident in found {
                rows.push(seen(db, incident)?);
            }
            Ok(Page { rows, counts, silent })
        })
        .await
}

/// One incident with its history, oldest first.
///
/// # Errors
/// [`WorkflowError::NotFound`]; [`WorkflowError::Forbidden`].
pub async fn incident(service: &Service, staff: &Staff, id: i64) -> Outcome<(Seen, Vec<(Event, String)>)> {
    permit(staff)?;
    service
        .store
        .read(move |db| {
            let incident = incidents::find(db, id)?.ok_or(WorkflowError::NotFound)?;
            let mut history = events::of_subject(db, &subject(id))?;
            // Numbers of other things are subjects too.
            history.retain(|event| {
                matches!(
                    event.kind,
                    EventKind::IncidentOpened
                        | EventKind::IncidentRose
                        | EventKind::IncidentHealed
                        | EventKind::IncidentDropped
                        | EventKind::IncidentAcknowledged
                        | EventKind::IncidentSilenced
                        | EventKind::IncidentToldAgain
                        | EventKind::AmendmentPrepared
                )
            });
            Ok((seen(db, incident)?, review::named(db, history)?))
        })
        .await
}

/// What is known of a watched domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeLine {
    /// The domain.
    pub watched: Watched,
    /// What changed, newest first.
    pub changes: Vec<Noted>,
    /// Its incidents, newest first.
    pub incidents: Vec<Incident>,
}

/// The time line of each domain of an agreement that is or was watched.
///
/// # Errors
/// [`WorkflowError::NotFound`]; [`WorkflowError::Forbidden`].
pub async fn time_lines(service: &Service, staff: &Staff, number: &str) -> Outcome<Vec<TimeLine>> {
    permit(staff)?;
    let number = number.to_owned();
    service
        .store
        .read(move |db| {
            let agreement = agreements::find_by_number(db, &number)?.ok_or(WorkflowError::NotFound)?;
            let mut lines = Vec::new();
            for watched in rows::of(db, Some(&agreement.id))? {
                let changes = rows::changes(db, watched.id, SHOWN)?;
                let incidents = incidents::of_domain(db, watched.id, SHOWN)?;
                lines.push(TimeLine { watched, changes, incidents });
            }
            Ok(lines)
        })
        .await
}
