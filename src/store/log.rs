//! The rows of the log: leaves, tiles and checkpoints, and the events as leaves commit to them.

use chrono::{NaiveDateTime, SecondsFormat};
use diesel::dsl::max;
use diesel::prelude::*;

use super::schema::{events, log_checkpoints, log_leaves, log_tiles};
use super::{Db, StoreError, impossible, utc};
use crate::log::{Entry, Hash, LoggedEvent, Tile, Tiles, tile};

/// A leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Its place in the log, from 0.
    pub index: u64,
    /// The number of its event.
    pub event: i64,
    /// The salt of its entry.
    pub salt: [u8; 32],
    /// What it holds.
    pub entry: Entry,
}

/// A checkpoint as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCheckpoint {
    /// From 1, without a gap.
    pub number: i64,
    /// How many leaves it is over.
    pub size: i64,
    /// The signed note.
    pub note: String,
}

type LeafRow = (i64, i64, Vec<u8>, Vec<u8>);

fn leaf((index, event, salt, entry): LeafRow) -> Result<Leaf, StoreError> {
    let wrong = || impossible("log_leaves", index);
    Ok(Leaf {
        index: u64::try_from(index).map_err(|_| wrong())?,
        event,
        salt: salt.try_into().map_err(|_| wrong())?,
        entry: entry.try_into().map_err(|_| wrong())?,
    })
}

fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// The newest checkpoint.
///
/// # Errors
/// [`StoreError`].
pub fn newest(connection: &mut Db) -> Result<Option<StoredCheckpoint>, StoreError> {
    let row: Option<(i64, i64, String)> =
        log_checkpoints::table.order(log_checkpoints::number.desc()).first(connection).optional()?;
    Ok(row.map(|(number, size, note)| StoredCheckpoint { number, size, note }))
}

/// The checkpoint over `size` leaves, if there was one.
///
/// # Errors
/// [`StoreError`].
pub fn checkpoint_of(connection: &mut Db, size: u64) -> Result<Option<StoredCheckpoint>, StoreError> {
    let row: Option<(i64, i64, String)> =
        log_checkpoints::table.filter(log_checkpoints::size.eq(number(size))).first(connection).optional()?;
    Ok(row.map(|(number, size, note)| StoredCheckpoint { number, size, note }))
}

/// Checkpoints after number `after`, in their order.
///
/// # Errors
/// [`StoreError`].
pub fn checkpoints(connection: &mut Db, after: i64, most: i64) -> Result<Vec<StoredCheckpoint>, StoreError> {
    let rows: Vec<(i64, i64, String)> = log_checkpoints::table
        .filter(log_checkpoints::number.gt(after))
        .order(log_checkpoints::number.asc())
        .limit(most)
        .load(connection)?;
    Ok(rows.into_iter().map(|(number, size, note)| StoredCheckpoint { number, size, note }).collect())
}

/// The last leaf.
///
/// # Errors
/// [`StoreError`].
pub fn last_leaf(connection: &mut Db) -> Result<Option<Leaf>, StoreError> {
    log_leaves::table.order(log_leaves::leaf_index.desc()).first::<LeafRow>(connection).optional()?.map(leaf).transpose()
}

/// The leaf at a place.
///
/// # Errors
/// [`StoreError`].
pub fn leaf_at(connection: &mut Db, index: u64) -> Result<Option<Leaf>, StoreError> {
    let row = log_leaves::table.filter(log_leaves::leaf_index.eq(number(index))).first::<LeafRow>(connection).optional()?;
    row.map(leaf).transpose()
}

/// The leaf of an event.
///
/// # Errors
/// [`StoreError`].
pub fn leaf_of(connection: &mut Db, event: i64) -> Result<Option<Leaf>, StoreError> {
    let row = log_leaves::table.filter(log_leaves::event_id.eq(event)).first::<LeafRow>(connection).optional()?;
    row.map(leaf).transpose()
}

/// Up to `most` leaves from place `from` on.
///
/// # Errors
/// [`StoreError`].
pub fn leaves(connection: &mut Db, from: u64, most: i64) -> Result<Vec<Leaf>, StoreError> {
    log_leaves::table
        .filter(log_leaves::leaf_index.ge(number(from)))
        .order(log_leaves::leaf_index.asc())
        .limit(most)
        .load::<LeafRow>(connection)?
        .into_iter()
        .map(leaf)
        .collect()
}

/// Up to `most` leaves of events after number `after` and up to `until`, in the order of the events' numbers.
///
/// # Errors
/// [`StoreError`].
pub fn leaves_of(connection: &mut Db, after: i64, until: i64, most: i64) -> Result<Vec<Leaf>, StoreError> {
    log_leaves::table
        .filter(log_leaves::event_id.gt(after))
        .filter(log_leaves::event_id.le(until))
        .order(log_leaves::event_id.asc())
        .limit(most)
        .load::<LeafRow>(connection)?
        .into_iter()
        .map(leaf)
        .collect()
}

/// Whether events wait that have no leaf yet: those with a number above the last leaf's.
///
/// # Errors
/// [`StoreError`].
pub fn is_behind(connection: &mut Db) -> Result<bool, StoreError> {
    let event: Option<i64> = events::table.select(max(events::id)).first(connection)?;
    let leaf: Option<i64> = log_leaves::table.select(max(log_leaves::event_id)).first(connection)?;
    Ok(event > leaf)
}

/// A moment as leaves commit to it: RFC 3339, in UTC, with as few digits of a second as hold it.
#[must_use]
pub fn moment(at: NaiveDateTime) -> String {
    utc(at).to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = events)]
struct LoggedRow {
    id: i64,
    at: NaiveDateTime,
    kind: String,
    actor: String,
    actor_user_id: Option<String>,
    request_id: Option<String>,
    agreement_id: Option<String>,
    version: Option<i32>,
    subject: Option<String>,
    from_state: Option<String>,
    to_state: Option<String>,
    content_digest: Option<String>,
}

impl From<LoggedRow> for LoggedEvent {
    fn from(row: LoggedRow) -> Self {
        Self {
            actor: row.actor,
            actor_user_id: row.actor_user_id,
            agreement_id: row.agreement_id,
            at: moment(row.at),
            content_digest: row.content_digest,
            from_state: row.from_state,
            id: row.id,
            kind: row.kind,
            request_id: row.request_id,
            subject: row.subject,
            to_state: row.to_state,
            version: row.version,
        }
    }
}

/// Up to `most` events after number `after`, in the order of their numbers, as leaves commit to them.
///
/// # Errors
/// [`StoreError`].
pub fn events_after(connection: &mut Db, after: i64, most: i64) -> Result<Vec<LoggedEvent>, StoreError> {
    let rows: Vec<LoggedRow> = events::table
        .filter(events::id.gt(after))
        .order(events::id.asc())
        .limit(most)
        .select(LoggedRow::as_select())
        .load(connection)?;
    Ok(rows.into_iter().map(LoggedEvent::from).collect())
}

/// The event of a number, as its leaf commits to it.
///
/// # Errors
/// [`StoreError`].
pub fn event(connection: &mut Db, id: i64) -> Result<Option<LoggedEvent>, StoreError> {
    let row: Option<LoggedRow> =
        events::table.filter(events::id.eq(id)).select(LoggedRow::as_select()).first(connection).optional()?;
    Ok(row.map(LoggedEvent::from))
}

/// Adds a leaf.
///
/// # Errors
/// [`StoreError`]; a second leaf of one event is a unique violation.
pub fn insert_leaf(connection: &mut Db, leaf: &Leaf) -> Result<(), StoreError> {
    diesel::insert_into(log_leaves::table)
        .values((
            log_leaves::leaf_index.eq(number(leaf.index)),
            log_leaves::event_id.eq(leaf.event),
            log_leaves::salt.eq(leaf.salt.as_slice()),
            log_leaves::entry.eq(leaf.entry.as_slice()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes a tile that is new or has grown.
///
/// # Errors
/// [`StoreError`]; a tile that would lose or change a hash is refused by the database.
pub fn put_tile(connection: &mut Db, tile: Tile, hashes: &[Hash]) -> Result<(), StoreError> {
    let (level, index, bytes) = (i32::from(tile.level), number(tile.index), tile::bytes(hashes));
    let grown = diesel::update(log_tiles::table.filter(log_tiles::level.eq(level)).filter(log_tiles::tile_index.eq(index)))
        .set(log_tiles::hashes.eq(&bytes))
        .execute(connection)?;
    if grown == 0 {
        diesel::insert_into(log_tiles::table)
            .values((log_tiles::level.eq(level), log_tiles::tile_index.eq(index), log_tiles::hashes.eq(&bytes)))
            .execute(connection)?;
    }
    Ok(())
}

/// Adds a checkpoint.
///
/// # Errors
/// [`StoreError`].
pub fn insert_checkpoint(connection: &mut Db, checkpoint: &StoredCheckpoint) -> Result<(), StoreError> {
    diesel::insert_into(log_checkpoints::table)
        .values((
            log_checkpoints::number.eq(checkpoint.number),
            log_checkpoints::size.eq(checkpoint.size),
            log_checkpoints::note.eq(&checkpoint.note),
        ))
        .execute(connection)?;
    Ok(())
}

/// The bytes of a tile as stored, however wide.
///
/// # Errors
/// [`StoreError`].
pub fn tile_bytes(connection: &mut Db, level: u8, index: u64) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(log_tiles::table
        .filter(log_tiles::level.eq(i32::from(level)))
        .filter(log_tiles::tile_index.eq(number(index)))
        .select(log_tiles::hashes)
        .first(connection)
        .optional()?)
}

/// The level and index of every tile that is stored, in order.
///
/// # Errors
/// [`StoreError`].
pub fn tile_places(connection: &mut Db) -> Result<Vec<(i32, i64)>, StoreError> {
    Ok(log_tiles::table
        .order((log_tiles::level.asc(), log_tiles::tile_index.asc()))
        .select((log_tiles::level, log_tiles::tile_index))
        .load(connection)?)
}

/// The tiles of the database.
pub struct StoredTiles<'a>(pub &'a mut Db);

impl Tiles for StoredTiles<'_> {
    type Error = StoreError;

    fn read(&mut self, wanted: Tile) -> Result<Vec<Hash>, StoreError> {
        let bytes = tile_bytes(self.0, wanted.level, wanted.index)?.unwrap_or_default();
        let mut hashes = tile::hashes(&bytes).ok_or_else(|| impossible("log_tiles", wanted.index))?;
        hashes.truncate(wanted.width.into());
        Ok(hashes)
    }
}
