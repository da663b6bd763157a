//! What comes of a look: suspicions, incidents, their end, and the changes that are noted. One transaction.

use chrono::{DateTime, TimeDelta, Utc};

use super::list::next_slot;
use super::{Outcome, Owner, subject, tell};
use crate::agreement::incident::IncidentState;
use crate::agreement::lifecycle::EventKind;
use crate::federation::drift::{Drift, DriftKind, Look, changes};
use crate::federation::{ProofSeen, Verdict};
use crate::store::events::Cause;
use crate::store::incidents::Incident;
use crate::store::watched::Watched;
use crate::store::{Db, StoreError, incidents, watched};
use crate::workflow::post::{Desk, More};
use crate::workflow::{Service, WorkflowError, ownership};

/// How long after a suspicion the second look is.
const AGAIN_AFTER: TimeDelta = TimeDelta::minutes(5);
/// The pause after a look that DNS left unanswered; it doubles, up to [`SELDOMEST`].
const SILENT_PAUSE: TimeDelta = TimeDelta::minutes(15);
/// The longest pause before a silent name server is asked again.
const SELDOMEST: TimeDelta = TimeDelta::hours(24);
/// More incidents than this within [`STORM_TIME`] are a fault of our own rather than of the domains: they are held back.
pub const STORM: i64 = 10;
const STORM_TIME: TimeDelta = TimeDelta::hours(1);
/// How long second looks may have no answer until the first resolver counts alone.
const PATIENCE: TimeDelta = TimeDelta::hours(2);

/// What became of a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Result {
    /// It was written down.
    Written,
    /// Another worker was faster, or the domain is not watched any more: nothing was written.
    Overtaken,
}

/// Whether the confirmations among these looks, with the incidents of the last hour, are too many to be true.
pub(super) async fn would_storm(service: &Service, looks: &[(Watched, Look)]) -> Outcome<bool> {
    let alone = service.second_probes.is_empty();
    let (now, looks) = (service.now(), looks.to_vec());
    service
        .store
        .read(move |db| {
            let mut count = incidents::opened_since(db, now - STORM_TIME)?;
            for (row, look) in looks.iter().filter(|(_, look)| !look.drifts.is_empty()) {
                // What cannot be read confirms nothing: it fails by itself when the look is written down.
                for incident in incidents::live(db, row.id).unwrap_or_default() {
                    let is_suspected = incident.state == IncidentState::Suspected && found(look, &incident).is_some();
                    if is_suspected && confirms(db, look, &incident, &incident.suspected.1, (alone, now))? {
                        count += 1;
                    }
                }
            }
            Ok(count > STORM)
        })
        .await
}

fn found<'a>(look: &'a Look, incident: &Incident) -> Option<&'a Drift> {
    look.drifts.iter().find(|drift| drift.kind == incident.kind)
}

/// Whether the look can confirm what was seen of the incident through the resolver `by`: it went through another one, or there is no other,
/// or the others have not answered for [`PATIENCE`].
fn confirms(
    db: &mut Db,
    look: &Look,
    incident: &Incident,
    by: &str,
    (alone, now): (bool, DateTime<Utc>),
) -> std::result::Result<bool, StoreError> {
    Ok(alone || look.resolver != by || others_silent_since(db, incident, now)?.is_some())
}

/// Since when second looks at what the incident is about have had no answer, if that is long enough.
fn others_silent_since(
    db: &mut Db,
    incident: &Incident,
    now: DateTime<Utc>,
) -> std::result::Result<Option<DateTime<Utc>>, StoreError> {
    Ok(watched::noted(db, &silence_of(incident))?.filter(|since| now - *since >= PATIENCE))
}

/// The subject by which it is noted that second looks at what the incident is about have no answer.
fn silence_of(incident: &Incident) -> String {
    ["silent/", &incident.id.to_string(), "/"].concat()
}

/// The stem of the subjects by which resolvers are noted that did not answer a second look.
pub(super) const SILENT_RESOLVER: &str = "resolver/";

fn silent_resolver(resolver: &str) -> String {
    [SILENT_RESOLVER, resolver, "/"].concat()
}

/// Writes down what a look at `row` brought, unless another worker was faster. `hold` holds back what is confirmed by it.
///
/// # Errors
/// [`WorkflowError::Store`]; nothing is written then.
pub async fn settle(service: &Service, row: &Watched, look: Look, hold: bool) -> Outcome<Result> {
    let desk = service.desk();
    let (id, revision, alone) = (row.id, row.revision, service.second_probes.is_empty());
    service
        .store
        .write(move |db| {
            let current = watched::find(db, id)?.filter(|current| current.revision == revision && current.ended_at.is_none());
            let Some(row) = current else { return Ok::<_, WorkflowError>(Result::Overtaken) };
            let mut work = Work { db, desk: &desk, look: &look, alone, hold, pending: false };
            let row = work.row(row)?;
            if watched::update(work.db, &row)? { Ok(Result::Written) } else { Err(WorkflowError::Conflict(None)) }
        })
        .await
}

struct Work<'a> {
    db: &'a mut Db,
    desk: &'a Desk,
    look: &'a Look,
    alone: bool,
    hold: bool,
    /// Whether something waits for a second look.
    pending: bool,
}

impl Work<'_> {
    /// The watched domain as it is after the look.
    fn row(&mut self, mut row: Watched) -> Outcome<Watched> {
        let now = self.desk.now;
        let live = incidents::live(self.db, row.id)?;
        row.last_look_at = Some(now);
        self.note_silence(&live)?;
        if !self.look.is_verified {
            let waits = live.iter().any(|incident| incident.state == IncidentState::Suspected || incident.good.is_some());
            row.failures = row.failures.saturating_add(1);
            row.next_look_at = now + pause(row.failures);
            row.turn = if waits { row.turn.wrapping_add(1).max(0) } else { 0 };
            return Ok(row);
        }
        if self.look.snapshot.verdict != Verdict::Unverified {
            row.verified_at = Some(now);
        }
        for drift in &self.look.drifts {
            self.drift(&row, live.iter().find(|incident| incident.kind == drift.kind), drift)?;
        }
        for incident in live.iter().filter(|incident| found(self.look, incident).is_none()) {
            self.missing(&row, incident)?;
        }
        self.proof(&row)?;
        row.failures = if self.look.is_complete { 0 } else { row.failures.saturating_add(1) };
        row.turn = if self.pending { row.turn.wrapping_add(1).max(0) } else { 0 };
        row.next_look_at = match (self.pending, self.look.is_complete) {
            // An Edge server that could not be looked at does not keep what DNS shows from being confirmed.
            (true, _) if self.look.premises.dns => now + AGAIN_AFTER,
            (true, _) | (_, false) => now + pause(row.failures),
            (false, true) => next_slot(row.of.as_ref().map(|(agreement, _)| agreement), &row.domain, now),
        };
        if self.look.is_complete && !self.pending {
            self.note(&mut row)?;
        }
        Ok(row)
    }

    /// Notes which resolver leaves second looks without an answer, and since when; takes it back as soon as it answers.
    fn note_silence(&mut self, live: &[Incident]) -> Outcome<()> {
        let resolver = self.look.resolver.as_str();
        if self.look.is_verified {
            watched::forget(self.db, &silent_resolver(resolver))?;
        }
        for incident in live {
            let by = match (&incident.good, incident.state) {
                (Some((_, by)), _) => by,
                (None, IncidentState::Suspected) => &incident.suspected.1,
                _ => {
                    watched::forget(self.db, &silence_of(incident))?;
                    continue;
                }
            };
            let is_second = by != resolver;
            if !self.look.is_verified && is_second {
                watched::note(self.db, &[&silence_of(incident), resolver].concat(), self.desk.now)?;
                watched::note(self.db, &silent_resolver(resolver), self.desk.now)?;
            } else if self.look.is_verified == is_second {
                // The other resolver answers, or the first one has no answer either: then it is the domain's own servers that are silent.
                watched::forget(self.db, &silence_of(incident))?;
            }
        }
        Ok(())
    }

    /// Whether the look can confirm what was seen of the incident through the resolver `by`.
    fn confirms(&mut self, incident: &Incident, by: &str) -> Outcome<bool> {
        Ok(confirms(self.db, self.look, incident, by, (self.alone, self.desk.now))?)
    }

    /// What the look says of the proof of ownership: that it stands at once, that it is gone when that is confirmed.
    fn proof(&mut self, row: &Watched) -> Outcome<()> {
        let Some(seen) = self.look.proof else { return Ok(()) };
        let confirmed = match seen {
            ProofSeen::There => true,
            ProofSeen::Gone => incidents::live(self.db, row.id)?
                .iter()
                .any(|incident| incident.kind == DriftKind::OwnershipLost && incident.state == IncidentState::Open),
        };
        let owner = Owner::of(self.db, row.of.as_ref())?;
        match owner.claimant().filter(|_| confirmed) {
            Some(claimant) => ownership::note_seen(self.db, self.desk, &claimant, (&row.domain, seen), owner.concerning()),
            None => Ok(()),
        }
    }

    /// A drift that the look shows.
    fn drift(&mut self, row: &Watched, known: Option<&Incident>, drift: &Drift) -> Outcome<()> {
        let (now, resolver) = (self.desk.now, self.look.resolver.as_str());
        match known {
            None => {
                incidents::suspect(self.db, row.id, drift.kind, (now, resolver), drift.step, &drift.evidence)?;
                self.pending = true;
                Ok(())
            }
            Some(incident) if incident.state == IncidentState::Suspected => {
                if self.confirms(incident, &incident.suspected.1)? {
                    self.open(row, incident, drift)
                } else {
                    self.pending = true;
                    Ok(())
                }
            }
            Some(incident) => self.still(row, incident, drift),
        }
    }

    /// A suspicion is confirmed: it is told once, to the party's technical contact and to Kela.
    fn open(&mut self, row: &Watched, incident: &Incident, drift: &Drift) -> Outcome<()> {
        let now = self.desk.now;
        let mut evidence = drift.evidence.clone();
        if !self.alone
            && incident.suspected.1 == self.look.resolver
            && let Some(since) = others_silent_since(self.db, incident, now)?
        {
            tracing::warn!(
                incident = incident.id,
                "no second resolver has answered for two hours: what was suspected is confirmed through the first one alone"
            );
            evidence = evidence.with("alone", since.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
        }
        let held = self.hold || incidents::opened_since(self.db, now - STORM_TIME)? >= STORM;
        let next = Incident {
            state: IncidentState::Open,
            opened: Some((now, self.look.resolver.clone())),
            evidence,
            step: drift.step,
            held,
            ..incident.clone()
        };
        self.write(&next)?;
        let owner = Owner::of(self.db, row.of.as_ref())?;
        let more = More::default().subject(subject(next.id)).states("suspected", "open");
        self.desk.event(self.db, EventKind::IncidentOpened, Cause::Service, owner.concerning(), more)?;
        if held { tell::held(self.db, self.desk) } else { tell::opened(self.db, self.desk, &owner, row, &next, false) }
    }

    /// An open incident is still there; a certificate's end may have come nearer.
    fn still(&mut self, row: &Watched, incident: &Incident, drift: &Drift) -> Outcome<()> {
        let rises = drift.step.zip(incident.step).is_some_and(|(now, before)| now < before);
        if incident.good.is_none() && incident.step == drift.step && alike(incident, drift) {
            return Ok(());
        }
        let next = Incident { good: None, step: drift.step, evidence: drift.evidence.clone(), ..incident.clone() };
        self.write(&next)?;
        if rises {
            let owner = Owner::of(self.db, row.of.as_ref())?;
            let more = More::default().subject(subject(next.id));
            self.desk.event(self.db, EventKind::IncidentRose, Cause::Service, owner.concerning(), more)?;
            if !next.held && next.silence.is_none() {
                tell::rose(self.db, self.desk, &owner, row, &next)?;
            }
        }
        Ok(())
    }

    /// What the look does not show. Only a look that saw what it would show in says that it is not there; otherwise all stays as it is, and
    /// the next ordinary look may tell.
    fn missing(&mut self, row: &Watched, incident: &Incident) -> Outcome<()> {
        let (now, resolver) = (self.desk.now, self.look.resolver.as_str());
        if !self.look.denies(incident.kind, &incident.evidence) {
            let waits = incident.state == IncidentState::Suspected || incident.good.is_some();
            self.pending |= waits && !self.look.premises.dns;
            return Ok(());
        }
        if incident.state == IncidentState::Suspected {
            return self.write(&Incident { state: IncidentState::Dropped, ended_at: Some(now), ..incident.clone() });
        }
        match &incident.good {
            None => {
                self.pending = true;
                self.write(&Incident { good: Some((now, resolver.to_owned())), ..incident.clone() })
            }
            Some((_, by)) if !self.confirms(incident, by)? => {
                self.pending = true;
                Ok(())
            }
            Some(_) => {
                let next = Incident { state: IncidentState::Healed, ended_at: Some(now), ..incident.clone() };
                self.write(&next)?;
                let owner = Owner::of(self.db, row.of.as_ref())?;
                let more = More::default().subject(subject(next.id)).states("open", "healed");
                self.desk.event(self.db, EventKind::IncidentHealed, Cause::Service, owner.concerning(), more)?;
                if next.held || next.silence.is_some() {
                    return Ok(());
                }
                tell::healed(self.db, self.desk, &owner, row, &next)
            }
        }
    }

    /// Notes what changed since it was last noted, and how the domain looks when all is well.
    fn note(&mut self, row: &mut Watched) -> Outcome<()> {
        let after = &self.look.snapshot;
        for change in changes(row.noted.as_ref(), after) {
            watched::note_change(self.db, row.id, &change, &self.look.resolver, self.desk.now)?;
        }
        row.noted = Some(after.clone());
        if !self.look.drifts.iter().any(|drift| drift.kind.is_by_comparison()) {
            row.stable = Some(after.clone().without(&self.look.drifts));
        }
        Ok(())
    }

    fn write(&mut self, incident: &Incident) -> Outcome<()> {
        if incidents::update(self.db, incident)? { Ok(()) } else { Err(WorkflowError::Conflict(None)) }
    }
}

/// Whether the look shows what is known: the same values, whoever was asked and whenever.
fn alike(incident: &Incident, drift: &Drift) -> bool {
    let values = |evidence: &crate::federation::Evidence| {
        let lasting = evidence.iter().filter(|(name, _)| !matches!(*name, "at" | "resolver" | "seen" | "alone"));
        lasting.map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>()
    };
    values(&incident.evidence) == values(&drift.evidence)
}

/// How long a silent name server is left alone after so many failures.
fn pause(failures: i32) -> TimeDelta {
    let doubled = 1_i32.checked_shl(u32::try_from(failures.clamp(1, 8) - 1).unwrap_or_default()).unwrap_or(1);
    (SILENT_PAUSE * doubled).min(SELDOMEST)
}

/// The moment after which incidents count towards a storm.
pub(super) fn storm_since(now: DateTime<Utc>) -> DateTime<Utc> {
    now - STORM_TIME
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silent_server_is_asked_ever_seldomer_and_once_a_day_at_least() {
        let minutes: Vec<i64> = [0, 1, 2, 3, 7, 8, 1_000].map(|failures| pause(failures).num_minutes()).into();
        assert_eq!(minutes, [15, 15, 30, 60, 960, 1_440, 1_440]);
    }
}
