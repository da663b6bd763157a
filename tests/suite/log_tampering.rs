//! 1,000 single rows changed, taken out and put in behind the service's back: the self-check finds every one. On both engines.

use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_query;
use federointi::demo::parties::{self, DemoParty};
use federointi::store::schema::{
    agreement_versions, documents, event_contents, events, log_checkpoints, log_leaves, log_tiles, signatures, submissions,
};
use federointi::store::{Db, StoreError, events as history};
use federointi::workflow::log::audit::{Trust, audit};
use federointi::workflow::log::finding::Finding;

use super::log::grow;
use crate::support::complete::Record;
use crate::support::database::TestDatabase;

/// How many rows are changed.
const CHANGES: usize = 1_000;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % count as u64).unwrap()
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let place = self.below(list.len());
        &list[place]
    }

    fn flipped(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        let place = self.below(bytes.len());
        bytes[place] ^= 1 << self.below(8);
        bytes
    }
}

/// What there is to change.
struct Rows {
    postgres: bool,
    events: Vec<i64>,
    /// Numbers between those of events that no event has.
    holes: Vec<i64>,
    with_content: Vec<i64>,
    leaves: Vec<i64>,
    tiles: Vec<(i32, i64)>,
    checkpoints: Vec<i64>,
    documents: Vec<(String, i32, String)>,
    /// The versions that are complete.
    completed: Vec<(String, i32)>,
    signatures: Vec<(String, i32)>,
    submissions: Vec<(String, i32)>,
}

impl Rows {
    fn read(db: &mut Db) -> Self {
        let events: Vec<i64> = events::table.select(events::id).order(events::id.asc()).load(db).unwrap();
        Self {
            postgres: matches!(db, Db::Postgres(_)),
            holes: (1..*events.last().unwrap()).filter(|id| !events.contains(id)).chain([0, -1, -77]).collect(),
            events,
            with_content: event_contents::table.select(event_contents::event_id).load(db).unwrap(),
            leaves: log_leaves::table.select(log_leaves::leaf_index).load(db).unwrap(),
            tiles: log_tiles::table.select((log_tiles::level, log_tiles::tile_index)).load(db).unwrap(),
            checkpoints: log_checkpoints::table.select(log_checkpoints::number).load(db).unwrap(),
            documents: documents::table.select((documents::agreement_id, documents::version, documents::kind)).load(db).unwrap(),
            completed: agreement_versions::table
                .filter(agreement_versions::completed_at.is_not_null())
                .select((agreement_versions::agreement_id, agreement_versions::version))
                .load(db)
                .unwrap(),
            signatures: signatures::table.select((signatures::agreement_id, signatures::version)).load(db).unwrap(),
            submissions: submissions::table.select((submissions::request_id, submissions::number)).load(db).unwrap(),
        }
    }

    fn later(&self, column: &str) -> String {
        if self.postgres { format!("{column} + interval '1 second'") } else { format!("datetime({column}, '+1 second')") }
    }

    fn random_bytes(&self) -> &'static str {
        if self.postgres { "decode(md5(random()::text) || md5(random()::text), 'hex')" } else { "randomblob(32)" }
    }
}

/// Changes one row in one of many ways; says how.
fn change(db: &mut Db, rows: &Rows, way: usize, dice: &mut Dice) -> String {
    let event = *dice.of(&rows.events);
    let content = *dice.of(&rows.with_content);
    let without = rows.events.iter().copied().filter(|event| !rows.with_content.contains(event)).collect::<Vec<_>>();
    let without = *dice.of(&without);
    let hole = *dice.of(&rows.holes);
    let leaf = *dice.of(&rows.leaves);
    let (level, index) = *dice.of(&rows.tiles);
    let tile = format!("level = {level} AND tile_index = {index}");
    let checkpoint = *dice.of(&rows.checkpoints);
    let (agreement, version, kind) = dice.of(&rows.documents).clone();
    let frozen = format!("agreement_id = '{agreement}' AND version = {version}");
    let document = format!("{frozen} AND kind = '{kind}'");
    let of = |(agreement, version): &(String, i32)| format!("agreement_id = '{agreement}' AND version = {version}");
    let complete = of(dice.of(&rows.completed));
    let signed = of(dice.of(&rows.signatures));
    let (request, number) = dice.of(&rows.submissions).clone();
    let submission = format!("request_id = '{request}' AND number = {number}");
    let bytes = rows.random_bytes();
    let text = |column: &str| format!("UPDATE events SET {column} = COALESCE({column}, '') || 'x' WHERE id = {event}");
    let ways: Vec<String> = vec![
        format!("UPDATE events SET at = {} WHERE id = {event}", rows.later("at")),
        text("kind"),
        format!("UPDATE events SET actor = CASE actor WHEN 'service' THEN 'filer' ELSE 'service' END WHERE id = {event}"),
        text("actor_user_id"),
        text("request_id"),
        text("agreement_id"),
        format!("UPDATE events SET version = COALESCE(version, 0) + 1 WHERE id = {event}"),
        text("subject"),
        text("from_state"),
        text("to_state"),
        text("content_digest"),
        format!("UPDATE events SET id = id + 1000000 WHERE id = {event}"),
        format!("UPDATE events SET id = {hole} WHERE id = {event}"),
        format!("DELETE FROM events WHERE id = {event}"),
        format!(
            "INSERT INTO events (id, at, kind, actor) SELECT {hole}, at, 'request_approved', 'staff' FROM events WHERE id = {event}"
        ),
        format!("UPDATE event_contents SET salt = salt || '0' WHERE event_id = {content}"),
        format!("UPDATE event_contents SET content = replace(content, '\"who\"', '\"whom\"') WHERE event_id = {content}"),
        format!("UPDATE event_contents SET event_id = {without} WHERE event_id = {content}"),
        format!("DELETE FROM event_contents WHERE event_id = {content}"),
        format!("INSERT INTO event_contents (event_id, salt, content) VALUES ({without}, '', '{{}}')"),
        format!("INSERT INTO event_contents (event_id, salt, content) VALUES ({}, '', '{{}}')", event + 1_000_000),
        format!("UPDATE log_leaves SET leaf_index = leaf_index + 1000 WHERE leaf_index = {leaf}"),
        format!("UPDATE log_leaves SET leaf_index = 9000000000000000000 WHERE leaf_index = {leaf}"),
        format!("UPDATE log_leaves SET leaf_index = -1 WHERE leaf_index = {leaf}"),
        format!("UPDATE log_leaves SET event_id = event_id + 1000000 WHERE leaf_index = {leaf}"),
        format!("UPDATE log_leaves SET event_id = {hole} WHERE leaf_index = {leaf}"),
        format!("UPDATE log_leaves SET salt = {bytes} WHERE leaf_index = {leaf}"),
        format!("UPDATE log_leaves SET entry = {bytes} WHERE leaf_index = {leaf}"),
        format!("DELETE FROM log_leaves WHERE leaf_index = {leaf}"),
        format!(
            "INSERT INTO log_leaves (leaf_index, event_id, salt, entry) SELECT {}, {}, salt, entry FROM log_leaves WHERE leaf_index = {leaf}",
            rows.leaves.len(),
            event + 1_000_000
        ),
        format!("UPDATE log_tiles SET level = level + 5 WHERE {tile}"),
        format!("UPDATE log_tiles SET tile_index = tile_index + 5 WHERE {tile}"),
        format!("DELETE FROM log_tiles WHERE {tile}"),
        format!(
            "INSERT INTO log_tiles (level, tile_index, hashes) SELECT level, 1000000000000, hashes FROM log_tiles WHERE {tile}"
        ),
        format!("INSERT INTO log_tiles (level, tile_index, hashes) SELECT 2, 0, hashes FROM log_tiles WHERE {tile}"),
        format!("UPDATE log_checkpoints SET number = number + 1000 WHERE number = {checkpoint}"),
        format!("UPDATE log_checkpoints SET number = -number WHERE number = {checkpoint}"),
        format!("UPDATE log_checkpoints SET size = size + 1000 WHERE number = {checkpoint}"),
        format!("UPDATE log_checkpoints SET size = -size WHERE number = {checkpoint}"),
        format!("DELETE FROM log_checkpoints WHERE number = {checkpoint}"),
        format!(
            "INSERT INTO log_checkpoints (number, size, note) SELECT {}, size + 1000, note FROM log_checkpoints WHERE number = {checkpoint}",
            rows.checkpoints.len() + 1
        ),
        format!("UPDATE documents SET sha256 = 'f' || substr(sha256, 2) || 'f' WHERE {document}"),
        format!("UPDATE documents SET created_at = {} WHERE {document}", rows.later("created_at")),
        format!("UPDATE documents SET version = version + 1 WHERE {document}"),
        format!("DELETE FROM documents WHERE {document}"),
        format!(
            "INSERT INTO documents (agreement_id, version, kind, bytes, sha256, created_at) SELECT agreement_id, version + 1, kind, bytes, sha256, created_at FROM documents WHERE {document}"
        ),
        format!("UPDATE submissions SET filing = filing || ' ' WHERE {submission}"),
        format!("UPDATE submissions SET reports = '[]  ' WHERE {submission}"),
        format!("UPDATE submissions SET filed_by = 'x' || filed_by WHERE {submission}"),
        format!("UPDATE submissions SET filed_at = {} WHERE {submission}", rows.later("filed_at")),
        format!("UPDATE submissions SET number = number + 1 WHERE {submission}"),
        format!("DELETE FROM submissions WHERE {submission}"),
        format!(
            "INSERT INTO submissions SELECT request_id, number + 1, filed_at, filed_by, filing, reports FROM submissions WHERE {submission}"
        ),
        format!("UPDATE agreement_versions SET content = replace(content, '0000012-3', '0000013-1') || ' ' WHERE {frozen}"),
        format!("UPDATE agreement_versions SET language = CASE language WHEN 'fi' THEN 'sv' ELSE 'fi' END WHERE {frozen}"),
        format!(
            "UPDATE agreement_versions SET state = CASE state WHEN 'awaiting_signature' THEN 'preparing' ELSE 'lapsed' END, completed_at = NULL, valid_from = NULL WHERE {frozen}"
        ),
        format!("UPDATE agreement_versions SET kind = 'renewal' WHERE {frozen}"),
        format!("UPDATE agreement_versions SET signing_order = 'kela_first' WHERE {frozen}"),
        format!("UPDATE agreement_versions SET needs_signature = NOT needs_signature WHERE {frozen}"),
        format!("UPDATE agreement_versions SET valid_from = '2001-01-01' WHERE {complete}"),
        format!("UPDATE agreement_versions SET valid_until = '2031-01-01' WHERE {complete}"),
        format!("UPDATE agreement_versions SET completed_at = {} WHERE {complete}", rows.later("completed_at")),
        format!("UPDATE signatures SET sha256 = 'f' || sha256 WHERE {signed}"),
        format!("UPDATE signatures SET act = replace(act, '\"name\":\"', '\"name\":\"X') WHERE {signed}"),
        format!("UPDATE signatures SET signed_at = {} WHERE {signed}", rows.later("signed_at")),
        format!("UPDATE signatures SET version = version + 1 WHERE {signed}"),
        format!("DELETE FROM signatures WHERE {signed}"),
        format!("UPDATE agreement_versions SET created_at = {} WHERE {frozen}", rows.later("created_at")),
        format!("DELETE FROM agreement_versions WHERE {frozen}"),
        format!(
            "UPDATE requests SET state = CASE state WHEN 'approved' THEN 'rejected' ELSE 'approved' END WHERE id = '{request}'"
        ),
    ];
    // Single bits, which SQL is no good at: every second change is one of them.
    let bits = 5;
    let place = way % (ways.len() + 2 * bits);
    if let Some(sql) = ways.get(place) {
        assert_eq!(sql_query(sql).execute(db).unwrap(), 1, "{sql}");
        return sql.clone();
    }
    match (place - ways.len()) % bits {
        0 => {
            let row = log_leaves::table.filter(log_leaves::leaf_index.eq(leaf));
            let salt: Vec<u8> = row.select(log_leaves::salt).first(db).unwrap();
            let row = log_leaves::table.filter(log_leaves::leaf_index.eq(leaf));
            diesel::update(row).set(log_leaves::salt.eq(dice.flipped(&salt))).execute(db).unwrap();
            format!("a bit of the salt of leaf {leaf}")
        }
        1 => {
            let row = log_leaves::table.filter(log_leaves::leaf_index.eq(leaf));
            let entry: Vec<u8> = row.select(log_leaves::entry).first(db).unwrap();
            let row = log_leaves::table.filter(log_leaves::leaf_index.eq(leaf));
            diesel::update(row).set(log_leaves::entry.eq(dice.flipped(&entry))).execute(db).unwrap();
            format!("a bit of the entry of leaf {leaf}")
        }
        2 => {
            let row = || log_tiles::table.filter(log_tiles::level.eq(level)).filter(log_tiles::tile_index.eq(index));
            let hashes: Vec<u8> = row().select(log_tiles::hashes).first(db).unwrap();
            let hashes = match dice.below(4) {
                0 if hashes.len() > 32 => hashes[..hashes.len() - 32].to_vec(),
                1 if hashes.len() < 8_192 => [hashes.as_slice(), &[7; 32]].concat(),
                _ => dice.flipped(&hashes),
            };
            diesel::update(row()).set(log_tiles::hashes.eq(hashes)).execute(db).unwrap();
            format!("the bytes of tile {level}/{index}")
        }
        3 => {
            let row = || log_checkpoints::table.filter(log_checkpoints::number.eq(checkpoint));
            let note: String = row().select(log_checkpoints::note).first(db).unwrap();
            let place = *dice.of(&note
                .char_indices()
                .filter(|(_, c)| c.is_ascii_alphanumeric())
                .map(|(place, _)| place)
                .collect::<Vec<_>>());
            let other = if note[place..].starts_with('7') { "8" } else { "7" };
            let changed = [&note[..place], other, &note[place + 1..]].concat();
            diesel::update(row()).set(log_checkpoints::note.eq(&changed)).execute(db).unwrap();
            format!("a letter of checkpoint {checkpoint}: {changed}")
        }
        _ => {
            let row = || documents::table.find((agreement.clone(), version, kind.clone()));
            let bytes: Vec<u8> = row().select(documents::bytes).first(db).unwrap();
            diesel::update(row()).set(documents::bytes.eq(dice.flipped(&bytes))).execute(db).unwrap();
            format!("a bit of the document of {agreement}")
        }
    }
}

/// Takes down what guards the tables, as someone with the database in their hands would.
fn unguard(db: &mut Db) {
    match db {
        Db::Postgres(_) => db.batch_execute("SET LOCAL session_replication_role = replica").unwrap(),
        Db::Sqlite(_) => {
            for trigger in [
                "events_no_update",
                "events_no_delete",
                "event_contents_no_update",
                "submissions_no_update",
                "documents_no_update",
                "documents_no_delete",
                "signatures_no_update",
                "log_leaves_no_update",
                "log_leaves_no_delete",
                "log_tiles_only_grow",
                "log_tiles_no_delete",
                "log_checkpoints_no_update",
                "log_checkpoints_no_delete",
            ] {
                db.batch_execute(&format!("DROP TRIGGER {trigger}")).unwrap();
            }
        }
    }
}

/// Changes one row inside a transaction, looks what is found, and puts everything back.
fn tried(db: &mut Db, rows: &Rows, way: usize, dice: &mut Dice, trust: &Trust) -> (String, Vec<Finding>) {
    let mut found = None;
    let undone = db.transaction::<(), diesel::result::Error, _>(|db| {
        unguard(db);
        let what = change(db, rows, way, dice);
        found = Some((what, audit(db, trust).unwrap().findings));
        Err(diesel::result::Error::RollbackTransaction)
    });
    assert_eq!(undone, Err(diesel::result::Error::RollbackTransaction));
    found.unwrap()
}

/// A database of a few hundred events with everything in it that the self-check looks at.
async fn filled(record: &Record) {
    let app = &record.app;
    let all: [&DemoParty; 2] = [&parties::ESIMERKKILA, &parties::EXEMPELBY];
    for (number, party) in all.into_iter().cycle().take(6).enumerate() {
        app.clock.advance(TimeDelta::minutes(7));
        let (filer, id) = app.filed(party).await;
        if number < 4 {
            let agreement = record.approve(&filer, &id).await;
            if number < 2 {
                record.complete(&agreement).await;
            }
        }
        app.work().await;
        assert_eq!(app.audited().await, []);
    }
    // Numbers that no event has, as undone transactions leave them on PostgreSQL.
    let (at, next) = (
        app.service.now(),
        app.service
            .store
            .read(|db| history::newest_of(db, federointi::agreement::lifecycle::EventKind::MailSent))
            .await
            .unwrap()
            .unwrap()
            .0
            + 10,
    );
    app.service
        .store
        .write(move |db| {
            let row =
                (events::id.eq(next), events::at.eq(at.naive_utc()), events::kind.eq("signed_in"), events::actor.eq("service"));
            diesel::insert_into(events::table).values(row).execute(db)?;
            if matches!(db, Db::Postgres(_)) {
                sql_query(format!("ALTER TABLE events ALTER COLUMN id RESTART WITH {}", next + 1)).execute(db)?;
            }
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
    let there: i64 = app.service.store.read(|db| Ok::<_, StoreError>(events::table.count().get_result(db)?)).await.unwrap();
    app.audited().await;
    for _ in 0..2 {
        grow(app, 30).await;
    }
    let left = 300_usize.saturating_sub(usize::try_from(there).unwrap() + 60);
    grow(app, left.max(1)).await;
}

on_both_engines! {
    async fn a_thousand_changed_rows_are_found(database: TestDatabase) {
        let record = Record::start(&database).await;
        filled(&record).await;
        let app = record.app;
        assert_eq!(app.audited().await, []);
        let trust = Trust { keys: app.service.log.keys(), signed: None };
        let mut db = if database.is_postgres() {
            Db::Postgres(PgConnection::establish(database.url()).unwrap())
        } else {
            Db::Sqlite(SqliteConnection::establish(database.url()).unwrap())
        };
        if !database.is_postgres() {
            db.batch_execute("PRAGMA foreign_keys = OFF").unwrap();
        }
        let rows = Rows::read(&mut db);
        assert!(rows.events.len() > 257 && rows.tiles.len() >= 3 && rows.checkpoints.len() > 8 && rows.documents.len() == 6);
        let (mut dice, mut kinds) = (Dice(4_711), std::collections::BTreeSet::new());
        for way in 0..CHANGES {
            let (what, findings) = tried(&mut db, &rows, way, &mut dice, &trust);
            assert!(!findings.is_empty(), "not found: {what}");
            // Found where it is: what is beside it is not drawn in.
            assert!(findings.len() <= 25, "{what}: {findings:?}");
            kinds.extend(findings.iter().map(|finding| (finding.fault, finding.table)));
        }
        assert!(kinds.len() >= 20, "{kinds:?}");
        // Everything was put back.
        drop(db);
        app.stop().await;
    }
}
