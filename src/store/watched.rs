//! The domains that are watched, and what changed at them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::{domain_changes, watch_notes, watched_domains};
use super::{Db, StoreError, code, impossible, json, naive, to_json, utc};
use crate::agreement::AgreementId;
use crate::federation::SipDomain;
use crate::federation::drift::{Change, Item, Snapshot};

/// A watched domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// Number.
    pub id: i64,
    /// The agreement and the version that it is watched by; none of Kela's own half.
    pub of: Option<(AgreementId, i32)>,
    /// The domain.
    pub domain: SipDomain,
    /// When it is looked at next.
    pub next_look_at: DateTime<Utc>,
    /// When it was looked at last.
    pub last_look_at: Option<DateTime<Utc>>,
    /// When a look last brought an answer.
    pub verified_at: Option<DateTime<Utc>>,
    /// Looks in a row that DNS left unanswered.
    pub failures: i32,
    /// Which resolver is asked next: 0 is the first.
    pub turn: i32,
    /// How it looked when all was well.
    pub stable: Option<Snapshot>,
    /// How it looked when its changes were last noted.
    pub noted: Option<Snapshot>,
    /// Since when it is not watched any more.
    pub ended_at: Option<DateTime<Utc>>,
    /// Raised at every change.
    pub revision: i32,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = watched_domains)]
struct WatchedRow {
    id: i64,
    agreement_id: Option<String>,
    version: Option<i32>,
    domain: String,
    next_look_at: chrono::NaiveDateTime,
    last_look_at: Option<chrono::NaiveDateTime>,
    verified_at: Option<chrono::NaiveDateTime>,
    failures: i32,
    turn: i32,
    stable: Option<String>,
    noted: Option<String>,
    ended_at: Option<chrono::NaiveDateTime>,
    revision: i32,
}

const T: &str = "watched_domains";

impl TryFrom<WatchedRow> for Watched {
    type Error = StoreError;

    fn try_from(row: WatchedRow) -> Result<Self, StoreError> {
        let of = match (row.agreement_id, row.version) {
            (Some(agreement), Some(version)) => Some((code(T, &agreement, AgreementId::parse)?, version)),
            (None, None) => None,
            _ => return Err(impossible(T, "a version without an agreement")),
        };
        if row.failures < 0 || row.turn < 0 {
            return Err(impossible(T, "a count below nothing"));
        }
        let snapshot = |text: Option<String>| text.map(|text| json(T, &text)).transpose();
        Ok(Self {
            id: row.id,
            of,
            domain: SipDomain::parse(&row.domain).map_err(|error| impossible(T, error))?,
            next_look_at: utc(row.next_look_at),
            last_look_at: row.last_look_at.map(utc),
            verified_at: row.verified_at.map(utc),
            failures: row.failures,
            turn: row.turn,
            stable: snapshot(row.stable)?,
            noted: snapshot(row.noted)?,
            ended_at: row.ended_at.map(utc),
            revision: row.revision,
        })
    }
}

/// Begins to watch a domain; it is looked at first at `next_look_at`.
///
/// # Errors
/// [`StoreError`].
pub fn insert(
    connection: &mut Db,
    of: Option<(&AgreementId, i32)>,
    domain: &SipDomain,
    at: DateTime<Utc>,
    next_look_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(watched_domains::table)
        .values((
            watched_domains::agreement_id.eq(of.map(|(agreement, _)| agreement.as_str())),
            watched_domains::version.eq(of.map(|(_, version)| version)),
            watched_domains::domain.eq(domain.as_str()),
            watched_domains::created_at.eq(naive(at)),
            watched_domains::next_look_at.eq(naive(next_look_at)),
            watched_domains::failures.eq(0),
            watched_domains::turn.eq(0),
            watched_domains::revision.eq(1),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes what changes of a watched domain over the revision that it was read at; tells whether it was still that one.
///
/// # Errors
/// [`StoreError`].
pub fn update(connection: &mut Db, watched: &Watched) -> Result<bool, StoreError> {
    let snapshot = |of: &Option<Snapshot>| of.as_ref().map(|of| to_json(T, of)).transpose();
    Ok(diesel::update(
        watched_domains::table.filter(watched_domains::id.eq(watched.id)).filter(watched_domains::revision.eq(watched.revision)),
    )
    .set((
        watched_domains::version.eq(watched.of.as_ref().map(|(_, version)| *version)),
        watched_domains::next_look_at.eq(naive(watched.next_look_at)),
        watched_domains::last_look_at.eq(watched.last_look_at.map(naive)),
        watched_domains::verified_at.eq(watched.verified_at.map(naive)),
        watched_domains::failures.eq(watched.failures),
        watched_domains::turn.eq(watched.turn),
        watched_domains::stable.eq(snapshot(&watched.stable)?),
        watched_domains::noted.eq(snapshot(&watched.noted)?),
        watched_domains::ended_at.eq(watched.ended_at.map(naive)),
        watched_domains::revision.eq(watched.revision + 1),
    ))
    .execute(connection)?
        == 1)
}

fn read(rows: Vec<WatchedRow>) -> Result<Vec<Watched>, StoreError> {
    rows.into_iter().map(Watched::try_from).collect()
}

/// The watched domain of a number.
///
/// # Errors
/// [`StoreError`].
pub fn find(connection: &mut Db, id: i64) -> Result<Option<Watched>, StoreError> {
    let rows = watched_domains::table.filter(watched_domains::id.eq(id));
    rows.select(WatchedRow::as_select()).first(connection).optional()?.map(Watched::try_from).transpose()
}

/// The numbers of the domains whose time to be looked at has come, the longest due first. Numbers alone, so that a row that cannot be read
/// does not hide the others.
///
/// # Errors
/// [`StoreError`].
pub fn due(connection: &mut Db, now: DateTime<Utc>, most: i64) -> Result<Vec<i64>, StoreError> {
    Ok(watched_domains::table
        .filter(watched_domains::ended_at.is_null())
        .filter(watched_domains::next_look_at.le(naive(now)))
        .order((watched_domains::next_look_at.asc(), watched_domains::id.asc()))
        .limit(most)
        .select(watched_domains::id)
        .load(connection)?)
}

/// Has a domain looked at later, whatever else its row holds.
///
/// # Errors
/// [`StoreError`].
pub fn postpone(connection: &mut Db, id: i64, until: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(watched_domains::table.filter(watched_domains::id.eq(id)))
        .set((watched_domains::next_look_at.eq(naive(until)), watched_domains::revision.eq(watched_domains::revision + 1)))
        .execute(connection)?;
    Ok(())
}

/// The domains of an agreement, or of Kela's own half, that are or were watched, by name.
///
/// # Errors
/// [`StoreError`].
pub fn of(connection: &mut Db, agreement: Option<&AgreementId>) -> Result<Vec<Watched>, StoreError> {
    let rows = watched_domains::table.order(watched_domains::domain.asc()).select(WatchedRow::as_select()).into_boxed();
    let rows = match agreement {
        Some(agreement) => rows.filter(watched_domains::agreement_id.eq(agreement.as_str())),
        None => rows.filter(watched_domains::agreement_id.is_null()),
    };
    read(rows.load(connection)?)
}

/// Agreement and version of every domain of an agreement that is watched, each once.
///
/// # Errors
/// [`StoreError`].
pub fn versions(connection: &mut Db) -> Result<Vec<(AgreementId, i32)>, StoreError> {
    let rows: Vec<(Option<String>, Option<i32>)> = watched_domains::table
        .filter(watched_domains::ended_at.is_null())
        .filter(watched_domains::agreement_id.is_not_null())
        .select((watched_domains::agreement_id, watched_domains::version))
        .distinct()
        .load(connection)?;
    rows.into_iter()
        .filter_map(|(agreement, version)| agreement.zip(version))
        .map(|(agreement, version)| Ok((code(T, &agreement, AgreementId::parse)?, version)))
        .collect()
}

/// How many domains are watched, and those among them that no look has verified since `since`.
///
/// # Errors
/// [`StoreError`].
pub fn unverified(connection: &mut Db, since: DateTime<Utc>, most: i64) -> Result<(i64, Vec<Watched>), StoreError> {
    let count = watched_domains::table.filter(watched_domains::ended_at.is_null()).count().get_result(connection)?;
    let rows = watched_domains::table
        .filter(watched_domains::ended_at.is_null())
        .filter(watched_domains::last_look_at.is_not_null())
        .filter(watched_domains::verified_at.is_null().or(watched_domains::verified_at.lt(naive(since)).assume_not_null()))
        .order((watched_domains::domain.asc(), watched_domains::id.asc()))
        .limit(most)
        .select(WatchedRow::as_select())
        .load(connection)?;
    Ok((count, read(rows)?))
}

/// A change as noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub change: Change,
    /// Through whom it was seen.
    pub resolver: String,
}

/// Notes a change.
///
/// # Errors
/// [`StoreError`].
pub fn note_change(
    connection: &mut Db,
    watched: i64,
    change: &Change,
    resolver: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(domain_changes::table)
        .values((
            domain_changes::watched_id.eq(watched),
            domain_changes::at.eq(naive(at)),
            domain_changes::item.eq(change.item.code()),
            domain_changes::old_value.eq(&change.before),
            domain_changes::new_value.eq(&change.after),
            domain_changes::resolver.eq(resolver),
        ))
        .execute(connection)?;
    Ok(())
}

/// The newest changes of a domain, newest first.
///
/// # Errors
/// [`StoreError`].
pub fn changes(connection: &mut Db, watched: i64, most: i64) -> Result<Vec<Noted>, StoreError> {
    type Row = (chrono::NaiveDateTime, String, String, String, String);
    let rows: Vec<Row> = domain_changes::table
        .filter(domain_changes::watched_id.eq(watched))
        .order(domain_changes::id.desc())
        .limit(most)
        .select((
            domain_changes::at,
            domain_changes::item,
            domain_changes::old_value,
            domain_changes::new_value,
            domain_changes::resolver,
        ))
        .load(connection)?;
    rows.into_iter()
        .map(|(at, item, before, after, resolver)| {
            let item = code("domain_changes", &item, Item::from_code)?;
            Ok(Noted { at: utc(at), change: Change { item, before, after }, resolver })
        })
        .collect()
}

/// Notes that `subject` is told; tells whether it had not been yet.
///
/// # Errors
/// [`StoreError`].
pub fn note(connection: &mut Db, subject: &str, at: DateTime<Utc>) -> Result<bool, StoreError> {
    if noted(connection, subject)?.is_some() {
        return Ok(false);
    }
    diesel::insert_into(watch_notes::table)
        .values((watch_notes::subject.eq(subject), watch_notes::at.eq(naive(at))))
        .execute(connection)?;
    Ok(true)
}

/// When the newest subject that begins with `stem` was told.
///
/// # Errors
/// [`StoreError`].
pub fn noted(connection: &mut Db, stem: &str) -> Result<Option<DateTime<Utc>>, StoreError> {
    let at: Option<chrono::NaiveDateTime> = watch_notes::table
        .filter(watch_notes::subject.like([stem, "%"].concat()))
        .order(watch_notes::at.desc())
        .select(watch_notes::at)
        .first(connection)
        .optional()?;
    Ok(at.map(utc))
}

/// What is noted by subjects that begin with `stem`, and since when.
///
/// # Errors
/// [`StoreError`].
pub fn notes(connection: &mut Db, stem: &str) -> Result<Vec<(String, DateTime<Utc>)>, StoreError> {
    let rows: Vec<(String, chrono::NaiveDateTime)> = watch_notes::table
        .filter(watch_notes::subject.like([stem, "%"].concat()))
        .order(watch_notes::subject.asc())
        .select((watch_notes::subject, watch_notes::at))
        .load(connection)?;
    Ok(rows.into_iter().map(|(subject, at)| (subject, utc(at))).collect())
}

/// Takes back what is noted by subjects that begin with `stem`.
///
/// # Errors
/// [`StoreError`].
pub fn forget(connection: &mut Db, stem: &str) -> Result<(), StoreError> {
    diesel::delete(watch_notes::table.filter(watch_notes::subject.like([stem, "%"].concat()))).execute(connection)?;
    Ok(())
}
