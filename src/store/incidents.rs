//! Incidents: what has drifted at watched domains.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::schema::{incidents, watched_domains};
use super::{Db, StoreError, code, impossible, json, naive, to_json, utc};
use crate::agreement::incident::IncidentState;
use crate::agreement::{AgreementId, RequestId, UserId};
use crate::federation::Evidence;
use crate::federation::drift::DriftKind;

/// A silence: no mail until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    /// The last silent day.
    pub until: NaiveDate,
    /// Who wished it.
    pub by: UserId,
    /// Why.
    pub reason: String,
}

/// An incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// Number.
    pub id: i64,
    /// The watched domain.
    pub watched: i64,
    /// What has drifted.
    pub kind: DriftKind,
    /// State.
    pub state: IncidentState,
    /// When it was first seen, and through whom.
    pub suspected: (DateTime<Utc>, String),
    /// When it was confirmed, and through whom.
    pub opened: Option<(DateTime<Utc>, String)>,
    /// When it was first not seen any more, and through whom.
    pub good: Option<(DateTime<Utc>, String)>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Of a certificate: the step reached.
    pub step: Option<i32>,
    /// What was seen.
    pub evidence: Evidence,
    /// Held back among too many: told to nobody yet.
    pub held: bool,
    /// When it was acknowledged, and by whom.
    pub acknowledged: Option<(DateTime<Utc>, UserId)>,
    /// No mail until a day.
    pub silence: Option<Silence>,
    /// The request that was prepared from it.
    pub amendment: Option<RequestId>,
    /// Raised at every change.
    pub revision: i32,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = incidents)]
struct IncidentRow {
    id: i64,
    watched_id: i64,
    kind: String,
    state: String,
    suspected_at: chrono::NaiveDateTime,
    suspected_by: String,
    opened_at: Option<chrono::NaiveDateTime>,
    confirmed_by: Option<String>,
    good_at: Option<chrono::NaiveDateTime>,
    good_by: Option<String>,
    ended_at: Option<chrono::NaiveDateTime>,
    step: Option<i32>,
    evidence: String,
    held: bool,
    acknowledged_at: Option<chrono::NaiveDateTime>,
    acknowledged_by: Option<String>,
    silenced_until: Option<NaiveDate>,
    silenced_by: Option<String>,
    silence_reason: Option<String>,
    amendment: Option<String>,
    revision: i32,
}

const T: &str = "incidents";

/// Both or neither.
fn both<A, B>(first: Option<A>, second: Option<B>, what: &str) -> Result<Option<(A, B)>, StoreError> {
    match (first, second) {
        (Some(first), Some(second)) => Ok(Some((first, second))),
        (None, None) => Ok(None),
        _ => Err(impossible(T, what)),
    }
}

impl TryFrom<IncidentRow> for Incident {
    type Error = StoreError;

    fn try_from(row: IncidentRow) -> Result<Self, StoreError> {
        let state = code(T, &row.state, IncidentState::from_code)?;
        let opened = both(row.opened_at.map(utc), row.confirmed_by, "half an opening")?;
        let fits = match state {
            IncidentState::Suspected => opened.is_none() && row.ended_at.is_none(),
            IncidentState::Open => opened.is_some() && row.ended_at.is_none(),
            IncidentState::Healed => opened.is_some() && row.ended_at.is_some(),
            IncidentState::Dropped => row.ended_at.is_some(),
        };
        if !fits {
            return Err(impossible(T, "times that do not fit the state"));
        }
        let acknowledged = both(row.acknowledged_at.map(utc), row.acknowledged_by, "half an acknowledgement")?;
        let silence = both(row.silenced_until, row.silenced_by.zip(row.silence_reason), "half a silence")?;
        Ok(Self {
            id: row.id,
            watched: row.watched_id,
            kind: code(T, &row.kind, DriftKind::from_code)?,
            state,
            suspected: (utc(row.suspected_at), row.suspected_by),
            opened,
            good: both(row.good_at.map(utc), row.good_by, "half a good look")?,
            ended_at: row.ended_at.map(utc),
            step: row.step,
            evidence: json(T, &row.evidence)?,
            held: row.held,
            acknowledged: acknowledged.map(|(at, by)| Ok::<_, StoreError>((at, code(T, &by, UserId::parse)?))).transpose()?,
            silence: silence
                .map(|(until, (by, reason))| Ok::<_, StoreError>(Silence { until, by: code(T, &by, UserId::parse)?, reason }))
                .transpose()?,
            amendment: row.amendment.map(|id| code(T, &id, RequestId::parse)).transpose()?,
            revision: row.revision,
        })
    }
}

fn read(rows: Vec<IncidentRow>) -> Result<Vec<Incident>, StoreError> {
    rows.into_iter().map(Incident::try_from).collect()
}

/// Stores a suspicion; gives its number.
///
/// # Errors
/// [`StoreError`].
pub fn suspect(
    connection: &mut Db,
    watched: i64,
    kind: DriftKind,
    (at, by): (DateTime<Utc>, &str),
    step: Option<i32>,
    evidence: &Evidence,
) -> Result<i64, StoreError> {
    Ok(diesel::insert_into(incidents::table)
        .values((
            incidents::watched_id.eq(watched),
            incidents::kind.eq(kind.code()),
            incidents::state.eq(IncidentState::Suspected.code()),
            incidents::suspected_at.eq(naive(at)),
            incidents::suspected_by.eq(by),
            incidents::step.eq(step),
            incidents::evidence.eq(to_json(T, evidence)?),
            incidents::held.eq(false),
            incidents::revision.eq(1),
        ))
        .returning(incidents::id)
        .get_result(connection)?)
}

/// Writes what changes of an incident over the revision that it was read at; tells whether it was still that one.
///
/// # Errors
/// [`StoreError`].
pub fn update(connection: &mut Db, incident: &Incident) -> Result<bool, StoreError> {
    let at = |pair: &Option<(DateTime<Utc>, String)>| pair.as_ref().map(|(at, _)| naive(*at));
    let by = |pair: &Option<(DateTime<Utc>, String)>| pair.as_ref().map(|(_, by)| by.clone());
    let silence = incident.silence.as_ref();
    Ok(diesel::update(incidents::table.filter(incidents::id.eq(incident.id)).filter(incidents::revision.eq(incident.revision)))
        .set((
            incidents::state.eq(incident.state.code()),
            incidents::opened_at.eq(at(&incident.opened)),
            incidents::confirmed_by.eq(by(&incident.opened)),
            incidents::good_at.eq(at(&incident.good)),
            incidents::good_by.eq(by(&incident.good)),
            incidents::ended_at.eq(incident.ended_at.map(naive)),
            incidents::step.eq(incident.step),
            incidents::evidence.eq(to_json(T, &incident.evidence)?),
            incidents::held.eq(incident.held),
            incidents::acknowledged_at.eq(incident.acknowledged.as_ref().map(|(at, _)| naive(*at))),
            incidents::acknowledged_by.eq(incident.acknowledged.as_ref().map(|(_, by)| by.as_str())),
            incidents::silenced_until.eq(silence.map(|silence| silence.until)),
            incidents::silenced_by.eq(silence.map(|silence| silence.by.as_str())),
            incidents::silence_reason.eq(silence.map(|silence| silence.reason.as_str())),
            incidents::amendment.eq(incident.amendment.as_ref().map(RequestId::as_str)),
            incidents::revision.eq(incident.revision + 1),
        ))
        .execute(connection)?
        == 1)
}

/// The incident of a number.
///
/// # Errors
/// [`StoreError`].
pub fn find(connection: &mut Db, id: i64) -> Result<Option<Incident>, StoreError> {
    let rows = incidents::table.filter(incidents::id.eq(id));
    rows.select(IncidentRow::as_select()).first(connection).optional()?.map(Incident::try_from).transpose()
}

/// What a domain is suspected of, and its open incidents.
///
/// # Errors
/// [`StoreError`].
pub fn live(connection: &mut Db, watched: i64) -> Result<Vec<Incident>, StoreError> {
    read(
        incidents::table
            .filter(incidents::watched_id.eq(watched))
            .filter(incidents::state.eq_any([IncidentState::Suspected.code(), IncidentState::Open.code()]))
            .order(incidents::id.asc())
            .select(IncidentRow::as_select())
            .load(connection)?,
    )
}

/// The incidents of a domain, newest first; flaps are not among them.
///
/// # Errors
/// [`StoreError`].
pub fn of_domain(connection: &mut Db, watched: i64, most: i64) -> Result<Vec<Incident>, StoreError> {
    read(
        incidents::table
            .filter(incidents::watched_id.eq(watched))
            .filter(incidents::opened_at.is_not_null())
            .order(incidents::id.desc())
            .limit(most)
            .select(IncidentRow::as_select())
            .load(connection)?,
    )
}

/// Which incidents a list shows. Silenced ones are shown by themselves alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Open, neither acknowledged nor silenced.
    Open,
    /// Open and acknowledged.
    Acknowledged,
    /// Open, and silent.
    Silenced,
    /// Over.
    Healed,
    /// Open, whatever was done about it.
    AllOpen,
    /// Open and held back.
    Held,
}

/// The incidents that `which` names, of one agreement or of all: newest first, those before number `before`.
///
/// # Errors
/// [`StoreError`].
pub fn list(
    connection: &mut Db,
    which: Which,
    agreement: Option<&AgreementId>,
    before: Option<i64>,
    most: i64,
) -> Result<Vec<Incident>, StoreError> {
    let mut rows = incidents::table
        .inner_join(watched_domains::table.on(watched_domains::id.eq(incidents::watched_id)))
        .filter(incidents::id.lt(before.unwrap_or(i64::MAX)))
        .order(incidents::id.desc())
        .limit(most)
        .select(IncidentRow::as_select())
        .into_boxed();
    if let Some(agreement) = agreement {
        rows = rows.filter(watched_domains::agreement_id.eq(agreement.as_str()));
    }
    let state = if which == Which::Healed { IncidentState::Healed } else { IncidentState::Open };
    rows = rows.filter(incidents::state.eq(state.code()));
    rows = match which {
        Which::Open => rows.filter(incidents::acknowledged_at.is_null()).filter(incidents::silenced_until.is_null()),
        Which::Acknowledged => rows.filter(incidents::acknowledged_at.is_not_null()).filter(incidents::silenced_until.is_null()),
        Which::Silenced => rows.filter(incidents::silenced_until.is_not_null()),
        Which::Held => rows.filter(incidents::held.eq(true)),
        Which::Healed | Which::AllOpen => rows,
    };
    read(rows.load(connection)?)
}

/// How many incidents `which` names.
///
/// # Errors
/// [`StoreError`].
pub fn count(connection: &mut Db, which: Which) -> Result<i64, StoreError> {
    let state = if which == Which::Healed { IncidentState::Healed } else { IncidentState::Open };
    let rows = incidents::table.select(diesel::dsl::count_star()).filter(incidents::state.eq(state.code())).into_boxed();
    let rows = match which {
        Which::Open => rows.filter(incidents::acknowledged_at.is_null()).filter(incidents::silenced_until.is_null()),
        Which::Acknowledged => rows.filter(incidents::acknowledged_at.is_not_null()).filter(incidents::silenced_until.is_null()),
        Which::Silenced => rows.filter(incidents::silenced_until.is_not_null()),
        Which::Held => rows.filter(incidents::held.eq(true)),
        Which::Healed | Which::AllOpen => rows,
    };
    Ok(rows.get_result(connection)?)
}

/// How many incidents are open, and how many of them nobody has acknowledged or silenced.
///
/// # Errors
/// [`StoreError`].
pub fn count_open(connection: &mut Db) -> Result<(i64, i64), StoreError> {
    let open = || incidents::table.filter(incidents::state.eq(IncidentState::Open.code()));
    let all = open().count().get_result(connection)?;
    let waiting = open()
        .filter(incidents::acknowledged_at.is_null())
        .filter(incidents::silenced_until.is_null())
        .count()
        .get_result(connection)?;
    Ok((all, waiting))
}

/// How many incidents were opened since a moment.
///
/// # Errors
/// [`StoreError`].
pub fn opened_since(connection: &mut Db, since: DateTime<Utc>) -> Result<i64, StoreError> {
    Ok(incidents::table.filter(incidents::opened_at.ge(naive(since))).count().get_result(connection)?)
}

/// How many incidents healed since a moment.
///
/// # Errors
/// [`StoreError`].
pub fn healed_since(connection: &mut Db, since: DateTime<Utc>) -> Result<i64, StoreError> {
    let healed = incidents::table.filter(incidents::state.eq(IncidentState::Healed.code()));
    Ok(healed.filter(incidents::ended_at.ge(naive(since))).count().get_result(connection)?)
}

/// The open incidents whose silence ended before `today`.
///
/// # Errors
/// [`StoreError`].
pub fn silence_over(connection: &mut Db, today: NaiveDate) -> Result<Vec<i64>, StoreError> {
    Ok(incidents::table
        .filter(incidents::state.eq(IncidentState::Open.code()))
        .filter(incidents::silenced_until.lt(today))
        .order(incidents::id.asc())
        .select(incidents::id)
        .load(connection)?)
}
