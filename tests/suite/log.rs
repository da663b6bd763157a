//! The log that can be proved: logged once, proved to strangers, guarded against itself. On both engines.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use federointi::agreement::lifecycle::EventKind;
use federointi::agreement::rights::Role;
use federointi::agreement::{EmailAddress, Language};
use federointi::clock::Clock;
use federointi::demo::parties;
use federointi::log::merkle::{Hash, leaf_hash, node_hash, verify_consistency, verify_inclusion};
use federointi::log::tile::{Resource, hashes};
use federointi::log::{Checkpoint, InclusionProof, Tile, VerifierKey};
use federointi::store::events::{Cause, NewEvent, append};
use federointi::store::{StoreError, events, log as rows, outbox};
use federointi::workflow::approve::{Grounds, approve};
use federointi::workflow::log::finding::Fault;
use federointi::workflow::log::{Contradiction, Keeping, check, prove, sequence, witness};
use federointi::workflow::{Service, WorkflowError, password};
use serde_json::Value;

use crate::support::app::{App, PASSWORD, keeping};
use crate::support::database::TestDatabase;
use crate::support::visitor::Visitor;

pub fn nothing_much(at: chrono::DateTime<chrono::Utc>) -> NewEvent {
    NewEvent {
        at,
        kind: EventKind::SignedIn,
        cause: Cause::Service,
        request: None,
        agreement: None,
        subject: None,
        states: None,
        content: None,
        salt: [0; 32],
    }
}

/// Events that nothing else depends on, and then a checkpoint.
pub async fn grow(app: &App, count: usize) {
    let at = app.clock.now();
    app.service
        .store
        .write(move |db| {
            for _ in 0..count {
                append(db, &nothing_much(at))?;
            }
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
    assert!(sequence(&app.service).await.unwrap() >= count);
}

/// Runs SQL behind the service's back, with the triggers as they are.
fn behind_its_back(database: &TestDatabase, sql: &str) {
    if database.is_postgres() {
        let sql = format!("SET session_replication_role = replica; {sql}");
        PgConnection::establish(database.url()).unwrap().batch_execute(&sql).unwrap();
    } else {
        let sql = format!("PRAGMA foreign_keys = OFF; {sql}");
        SqliteConnection::establish(database.url()).unwrap().batch_execute(&sql).unwrap();
    }
}

/// The triggers of the log's tables that SQLite has to lose for a change, and that PostgreSQL lets be.
fn unguarded(database: &TestDatabase, tables: &[&str]) {
    if !database.is_postgres() {
        for table in tables {
            for trigger in ["no_update", "no_delete", "only_grow"] {
                behind_its_back(database, &format!("DROP TRIGGER IF EXISTS {table}_{trigger}"));
            }
        }
    }
}

fn naive(leaves: &[Hash]) -> Hash {
    match leaves {
        [one] => *one,
        more => {
            let (left, right) = more.split_at(more.len().next_power_of_two() / 2);
            node_hash(&naive(left), &naive(right))
        }
    }
}

async fn bytes(app: &App, path: &str) -> Vec<u8> {
    let answer = reqwest::get(format!("{}{path}", app.base)).await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    assert_eq!(answer.headers()["content-type"], "application/octet-stream");
    assert!(answer.headers()["cache-control"].to_str().unwrap().contains("immutable"));
    answer.bytes().await.unwrap().to_vec()
}

fn read_hashes(list: &Value) -> Vec<Hash> {
    list.as_array().unwrap().iter().map(|hash| Hash::from_base64(hash.as_str().unwrap()).unwrap()).collect()
}

fn read_hash(value: &Value) -> Hash {
    Hash::from_base64(value.as_str().unwrap()).unwrap()
}

/// The entries of the log as a stranger reads them.
async fn read_entries(app: &App, size: u64) -> Vec<Vec<u8>> {
    let mut entries = Vec::new();
    for tile in Tile::all(size).filter(|tile| tile.level == 0) {
        let bundle = bytes(app, &format!("/log/{}", Resource::Entries(tile))).await;
        let mut rest = bundle.as_slice();
        while let Some((length, after)) = rest.split_first_chunk::<2>() {
            let (entry, after) = after.split_at(usize::from(u16::from_be_bytes(*length)));
            entries.push(entry.to_vec());
            rest = after;
        }
    }
    entries
}

on_both_engines! {
    /// By the public addresses and the pure functions alone.
    async fn a_stranger_can_check_the_log_from_outside(database: TestDatabase) {
        let app = App::start(&database).await;
        let administrator = app.staff(Role::Administrator, "Paavo Pitää").await;
        let reviewer = app.staff(Role::Reviewer, "Kaisa Käsitteli").await;
        app.ready_for_approval(&administrator).await;
        let visitor = Visitor::new(&app.base);
        let early = visitor.get("/log/checkpoint").await;
        assert!(early.status == 404 && early.body.contains("about:blank"), "{}", early.body);
        // Everything so far happened before the log was begun: it takes in what is there.
        let (filer, id) = app.filed(&parties::ESIMERKKILA).await;
        let first = sequence(&app.service).await.unwrap();
        assert!(first > 8, "{first}");
        let first_note = visitor.get("/log/checkpoint").await.body;
        let grounds = Grounds { authority_check: "Soitettu vaihteeseen.".to_owned(), ..Grounds::default() };
        let revision = app.revision(&filer, &id).await;
        approve(&app.service, &reviewer, &id, revision, grounds).await.unwrap();
        app.work().await;
        sequence(&app.service).await.unwrap();
        grow(&app, 600).await;

        let keys = [VerifierKey::parse(visitor.get("/log/key").await.body.trim_end()).unwrap()];
        let note = visitor.get("/log/checkpoint").await.body;
        let checkpoint = Checkpoint::open(&note, &keys).unwrap();
        let earlier = Checkpoint::open(&first_note, &keys).unwrap();
        assert_eq!((checkpoint.origin.as_str(), earlier.size), ("log.kela.example/log", first as u64));
        let size = checkpoint.size;
        let entries = read_entries(&app, size).await;
        let leaves: Vec<Hash> = entries.iter().map(|entry| leaf_hash(entry)).collect();
        assert_eq!((leaves.len() as u64, naive(&leaves)), (size, checkpoint.root));
        for tile in Tile::all(size) {
            let row = hashes(&bytes(&app, &format!("/log/{}", Resource::Tile(tile))).await).unwrap();
            assert_eq!(row.len(), usize::from(tile.width));
            if tile.level == 0 {
                let from = usize::try_from(tile.index).unwrap() * 256;
                assert_eq!(row, leaves[from..from + row.len()]);
            }
        }
        // A tile that was partial at an earlier checkpoint can still be had.
        let partial = Tile::of(0, 0, earlier.size).unwrap();
        assert_eq!(hashes(&bytes(&app, &format!("/log/{}", Resource::Tile(partial))).await).unwrap(), leaves[..first]);

        // Each event by its number, each leaf by its place.
        let numbers: Vec<i64> = app.service.store.read(|db| rows::events_after(db, 0, 10_000)).await.unwrap().into_iter().map(|event| event.id).collect();
        assert_eq!(numbers.len(), leaves.len());
        for index in [0, 1, first - 1, first, 255, 256, leaves.len() - 1] {
            let by_event: Value = serde_json::from_str(&visitor.get(&format!("/api/v1/log/inclusion?event={}", numbers[index])).await.body).unwrap();
            let by_leaf: Value = serde_json::from_str(&visitor.get(&format!("/api/v1/log/inclusion?leaf={index}")).await.body).unwrap();
            assert_eq!(by_event, by_leaf);
            assert_eq!((by_leaf["leaf_index"].as_u64(), by_leaf["tree_size"].as_u64()), (Some(index as u64), Some(size)));
            assert_eq!(STANDARD.decode(by_leaf["entry"].as_str().unwrap()).unwrap(), entries[index]);
            verify_inclusion(&leaves[index], index as u64, size, &read_hashes(&by_leaf["hashes"]), &checkpoint.root).unwrap();
            assert!(by_leaf["tiles_read"].as_u64().unwrap() <= 4, "{by_leaf}");
            let proof = InclusionProof::parse(by_leaf["tlog_proof"].as_str().unwrap()).unwrap();
            assert_eq!(proof.verify(&entries[index], &keys).unwrap(), checkpoint);
        }
        let at_first: Value = serde_json::from_str(&visitor.get(&format!("/api/v1/log/inclusion?leaf=3&size={first}")).await.body).unwrap();
        verify_inclusion(&leaves[3], 3, earlier.size, &read_hashes(&at_first["hashes"]), &earlier.root).unwrap();
        assert_eq!(at_first["checkpoint"].as_str(), Some(first_note.as_str()));
        // Of a size at which nothing was signed there is a proof, and no checkpoint.
        let unsigned: Value = serde_json::from_str(&visitor.get(&format!("/api/v1/log/inclusion?leaf=3&size={}", first - 1)).await.body).unwrap();
        assert!(unsigned["checkpoint"].is_null() && unsigned["tlog_proof"].is_null());
        verify_inclusion(&leaves[3], 3, earlier.size - 1, &read_hashes(&unsigned["hashes"]), &naive(&leaves[..first - 1])).unwrap();
        let consistency: Value = serde_json::from_str(&visitor.get(&format!("/api/v1/log/consistency?from={first}")).await.body).unwrap();
        verify_consistency((earlier.size, &earlier.root), (size, &checkpoint.root), &read_hashes(&consistency["hashes"])).unwrap();
        assert_eq!((read_hash(&consistency["from_root_hash"]), read_hash(&consistency["to_root_hash"])), (earlier.root, checkpoint.root));
        app.stop().await;
    }

    /// Whoever may read an event gets a proof that carries it, and checks it without us.
    async fn a_disclosed_event_proves_itself_offline(database: TestDatabase) {
        let app = App::start(&database).await;
        let (_, id) = app.filed(&parties::ESIMERKKILA).await;
        sequence(&app.service).await.unwrap();
        let proofs = app
            .service
            .store
            .read(move |db| {
                let history = events::of_request(db, &id)?;
                prove::disclose(db, &history.iter().map(|event| event.id).collect::<Vec<_>>())
            })
            .await
            .unwrap();
        assert!(proofs.len() >= 2);
        let keys = app.service.log.keys();
        for (id, proof) in proofs {
            let read = InclusionProof::parse(&proof.to_string()).unwrap();
            let (event, checkpoint) = read.verify_event(&keys).unwrap();
            assert_eq!((event.id, checkpoint.origin.as_str()), (id, "log.kela.example/log"));
            let another = String::from_utf8(read.extra.clone().unwrap().split_off(32)).unwrap().replace("request_", "reqvest_");
            let forged = [&read.extra.clone().unwrap()[..32], another.as_bytes()].concat();
            assert!(InclusionProof { extra: Some(forged), ..read.clone() }.verify_event(&keys).is_err() || !event.kind.contains("request_"));
            assert!(InclusionProof { extra: None, ..read }.verify_event(&keys).is_err());
        }
        app.stop().await;
    }

    /// Numbers are given while the lock is held, so that they come in the order of commits; a transaction that is undone leaves a hole
    /// that nothing fills.
    async fn writers_at_once_and_undone_transactions_leave_each_event_one_leaf(database: TestDatabase) {
        let app = App::start(&database).await;
        let mut writers = Vec::new();
        for writer in 0..8 {
            let (store, at) = (app.service.store.clone(), app.clock.now());
            writers.push(tokio::spawn(async move {
                let mut written = 0;
                for round in 0..25 {
                    let undone = (writer + round) % 3 == 0;
                    let outcome = store
                        .write(move |db| {
                            append(db, &nothing_much(at))?;
                            append(db, &nothing_much(at))?;
                            if undone { Err(StoreError::Unavailable("undone".to_owned())) } else { Ok(2) }
                        })
                        .await;
                    assert_eq!(outcome.is_err(), undone);
                    written += outcome.unwrap_or(0);
                }
                written
            }));
        }
        // Two sequencers at once, as two processes would be.
        let sequencers: Vec<_> = (0..2)
            .map(|_| {
                let service = Arc::clone(&app.service);
                tokio::spawn(async move {
                    let mut logged = 0;
                    for _ in 0..60 {
                        logged += sequence(&service).await.unwrap();
                        tokio::task::yield_now().await;
                    }
                    logged
                })
            })
            .collect();
        let mut written = 0;
        for writer in writers {
            written += writer.await.unwrap();
        }
        let mut logged = 0;
        for sequencer in sequencers {
            logged += sequencer.await.unwrap();
        }
        logged += sequence(&app.service).await.unwrap();
        assert_eq!(logged, written);
        let (numbers, leaves) = app
            .service
            .store
            .read(|db| {
                let numbers: Vec<i64> = rows::events_after(db, 0, 10_000)?.into_iter().map(|event| event.id).collect();
                Ok::<_, StoreError>((numbers, rows::leaves(db, 0, 10_000)?))
            })
            .await
            .unwrap();
        assert_eq!(leaves.iter().map(|leaf| leaf.event).collect::<Vec<_>>(), numbers);
        assert_eq!(leaves.iter().map(|leaf| leaf.index).collect::<Vec<_>>(), (0..written as u64).collect::<Vec<_>>());
        if database.is_postgres() {
            assert!(numbers.last().copied().unwrap() > written as i64, "undone transactions left holes");
        }
        app.stop().await;
    }

    async fn a_log_that_was_tampered_with_grows_no_further(database: TestDatabase) {
        let app = App::start(&database).await;
        grow(&app, 300).await;
        unguarded(&database, &["log_tiles", "log_checkpoints", "log_leaves", "events"]);
        let refuses = async |why: Contradiction| {
            let at = app.clock.now();
            app.service.store.write(move |db| append(db, &nothing_much(at))).await.unwrap();
            match sequence(&app.service).await {
                Err(WorkflowError::Log(found)) => assert_eq!(found, why),
                other => panic!("{other:?}"),
            }
        };
        // The last tile, put back afterwards.
        let tile = app.service.store.read(|db| rows::tile_bytes(db, 0, 1)).await.unwrap().unwrap();
        let write_tile = |bytes: &[u8]| {
            let literal = if database.is_postgres() { format!("'\\x{}'", hex::encode(bytes)) } else { format!("x'{}'", hex::encode(bytes)) };
            behind_its_back(&database, &format!("UPDATE log_tiles SET hashes = {literal} WHERE level = 0 AND tile_index = 1"));
        };
        let mut forged = tile.clone();
        forged[5] ^= 1;
        write_tile(&forged);
        refuses(Contradiction::Root).await;
        write_tile(&tile[..32]);
        refuses(Contradiction::Root).await;
        write_tile(&tile);
        // A checkpoint that another key signed, and one that is gone.
        let note = app.service.store.read(rows::newest).await.unwrap().unwrap().note;
        behind_its_back(&database, "UPDATE log_checkpoints SET note = replace(note, '300', '301')");
        refuses(Contradiction::Unsigned).await;
        behind_its_back(&database, &format!("UPDATE log_checkpoints SET note = '{note}'"));
        behind_its_back(&database, "UPDATE log_checkpoints SET size = 299");
        refuses(Contradiction::Size).await;
        behind_its_back(&database, "DELETE FROM log_checkpoints");
        refuses(Contradiction::Gone).await;
        behind_its_back(&database, &format!("INSERT INTO log_checkpoints (number, size, note) VALUES (1, 300, '{note}')"));
        // Put back, it goes on, and what waited is logged.
        assert_eq!(sequence(&app.service).await.unwrap(), 5);
        assert_eq!(app.audited().await, []);
        // Everything of the end taken out, so that what is left fits together: this process knows that more was signed.
        let before = app.service.store.read(rows::newest).await.unwrap().unwrap();
        behind_its_back(
            &database,
            "DELETE FROM log_checkpoints WHERE number > 1; DELETE FROM log_leaves WHERE leaf_index >= 300; DELETE FROM events WHERE id > 300",
        );
        write_tile(&tile);
        refuses(Contradiction::Gone).await;
        assert_eq!(before.size, 305);
        let findings = check(&app.service).await.unwrap().findings;
        assert!(findings.iter().any(|finding| finding.table == "log_leaves" && finding.fault == Fault::Missing), "{findings:?}");
        app.stop_as_it_is().await;
    }

    async fn the_alarm_is_raised_once_and_taken_back(database: TestDatabase) {
        let app = App::start(&database).await;
        app.staff(Role::Administrator, "Paavo Pitää").await;
        app.staff(Role::Administrator, "Anna Avaa").await;
        app.staff(Role::Auditor, "Tarja Tarkka").await;
        let signed_in = async || {
            let token = password::sign_in(&app.service, "paavo.pitaa@kela.example", PASSWORD, "192.0.2.0/24").await.unwrap().unwrap();
            Visitor::with_session(&app.base, &token)
        };
        let administrator = signed_in().await;
        let page = administrator.get("/en/history").await;
        assert!(page.body.contains("has not been checked yet"), "{} {}", page.status, page.body);
        assert_eq!(app.audited().await, []);
        assert!(administrator.get("/en/history").await.body.contains("The event log fits."));
        assert!(Visitor::new(&app.base).get("/sv/log").await.body.contains("Allt stämmer"));
        if !database.is_postgres() {
            behind_its_back(&database, "DROP TRIGGER events_no_update");
        }
        behind_its_back(&database, "UPDATE events SET kind = 'user_disabled' WHERE id = 1");
        let alarms = async || {
            let kinds = [EventKind::LogAlarm, EventKind::LogAlarmOver];
            app.service.store.read(move |db| events::subjects_of(db, &kinds)).await.unwrap()
        };
        let mails = async || {
            let mails = app.service.store.read(|db| outbox::list(db, None, 1_000)).await.unwrap();
            mails.into_iter().filter(|(mail, _)| mail.kind == "log_alarm").map(|(_, to)| to.unwrap().0).collect::<Vec<_>>()
        };
        for _ in 0..3 {
            app.clock.advance(TimeDelta::hours(1));
            assert_eq!(app.audited().await.len(), 1);
        }
        assert_eq!(alarms().await, [("log_alarm".to_owned(), "changed/events/1".to_owned())]);
        let mut told = mails().await;
        told.sort();
        assert_eq!(told, ["anna.avaa@kela.example", "paavo.pitaa@kela.example"]);
        // Hours later, the session is over.
        let page = signed_in().await.get("/en/history").await.body;
        assert!(page.contains("The event log does not fit") && page.contains("events 1"), "{page}");
        assert!(Visitor::new(&app.base).get("/fi/log").await.body.contains("Jokin ei täsmää"));
        // Put back: the alarm is over. Changed again: it is raised again.
        behind_its_back(&database, "UPDATE events SET kind = 'user_added' WHERE id = 1");
        assert_eq!(app.audited().await, []);
        assert_eq!(alarms().await.last().unwrap(), &("log_alarm_over".to_owned(), "changed/events/1".to_owned()));
        behind_its_back(&database, "UPDATE events SET kind = 'user_disabled' WHERE id = 1");
        assert_eq!(app.audited().await.len(), 1);
        assert_eq!((alarms().await.len(), mails().await.len()), (3, 4));
        app.work().await;
        let letter = app.mails().into_iter().find(|mail| mail.to.contains("anna.avaa") && mail.text.contains("events 1")).unwrap();
        assert!(letter.text.contains("Rivi on muuttunut"), "{}", letter.text);
        app.stop_as_it_is().await;
    }

    async fn what_the_service_erases_is_no_finding_and_what_is_taken_out_is(database: TestDatabase) {
        let app = App::start(&database).await;
        let (_, id) = app.filed(&parties::ESIMERKKILA).await;
        let with_content = app.service.store.read(move |db| events::of_request(db, &id)).await.unwrap();
        let with_content: Vec<i64> = with_content.iter().filter(|event| event.content != events::Content::None).map(|event| event.id).collect();
        let (erased, taken) = (with_content[0], *with_content.last().unwrap());
        assert_ne!(erased, taken);
        let now = app.clock.now();
        app.service.store.write(move |db| events::erase_content(db, erased, now)).await.unwrap();
        assert_eq!(app.audited().await, []);
        behind_its_back(&database, &format!("DELETE FROM event_contents WHERE event_id = {taken}"));
        let found = app.audited().await;
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].fault, found[0].table, found[0].row.as_str()), (Fault::Missing, "event_contents", taken.to_string().as_str()));
        app.stop_as_it_is().await;
    }

    async fn the_witness_is_written_to_once_a_day_and_only_when_the_log_has_grown(database: TestDatabase) {
        let app = App::start(&database).await;
        let to = EmailAddress::parse("todistaja@muualla.example").unwrap();
        let service = with(&app, keeping(Some(to.clone())));
        assert!(!witness::mail_checkpoint(&service).await.unwrap(), "nothing is logged yet");
        grow(&app, 3).await;
        assert!(!witness::mail_checkpoint(&app.service).await.unwrap(), "there is no witness");
        assert!(witness::mail_checkpoint(&service).await.unwrap());
        assert!(!witness::mail_checkpoint(&service).await.unwrap());
        // Its own event and its sending are logged, and are no reason to write again.
        app.work().await;
        sequence(&service).await.unwrap();
        app.clock.advance(TimeDelta::days(3));
        assert!(!witness::mail_checkpoint(&service).await.unwrap());
        grow(&app, 1).await;
        assert!(witness::mail_checkpoint(&service).await.unwrap());
        app.clock.advance(TimeDelta::hours(23));
        grow(&app, 1).await;
        assert!(!witness::mail_checkpoint(&service).await.unwrap());
        app.clock.advance(TimeDelta::hours(1));
        assert!(witness::mail_checkpoint(&service).await.unwrap());
        app.work().await;
        let mails: Vec<_> = app.mails().into_iter().filter(|mail| mail.to.contains(to.as_str())).collect();
        assert_eq!(mails.len(), 3);
        assert_eq!(mails[0].attachments.len(), 1);
        assert!(mails[0].text.contains("log.kela.example/log") && mails[0].text.contains("Tapahtumia: 3"), "{}", mails[0].text);
        app.stop().await;
    }

    async fn bad_questions_are_answered_with_problem_details(database: TestDatabase) {
        let app = App::start(&database).await;
        grow(&app, 5).await;
        let visitor = Visitor::new(&app.base);
        for (path, status, parameter) in [
            ("/api/v1/log/inclusion", 400, "event"),
            ("/api/v1/log/inclusion?event=1&leaf=1", 400, "event"),
            ("/api/v1/log/inclusion?event=abc", 400, "event"),
            ("/api/v1/log/inclusion?leaf=-1", 400, "leaf"),
            ("/api/v1/log/inclusion?leaf=1&size=x%00%0a", 400, "size"),
            ("/api/v1/log/inclusion?leaf=99999999999999999999", 400, "leaf"),
            ("/api/v1/log/inclusion?leaf=18446744073709551615", 400, "leaf"),
            ("/api/v1/log/inclusion?leaf=5", 400, ""),
            ("/api/v1/log/inclusion?leaf=3&size=3", 400, ""),
            ("/api/v1/log/inclusion?leaf=3&size=6", 400, ""),
            ("/api/v1/log/inclusion?event=4711", 404, ""),
            ("/api/v1/log/inclusion?leaf=1&leaf=2", 400, ""),
            ("/api/v1/log/inclusion?leaf=%ff", 400, ""),
            ("/api/v1/log/consistency", 400, "from"),
            ("/api/v1/log/consistency?from=4&to=3", 400, ""),
            ("/api/v1/log/consistency?from=1&to=6", 400, ""),
            ("/api/v1/log/consistency?from=9223372036854775808", 400, "from"),
            ("/api/v1/log/nothing", 404, ""),
            ("/log/tile/0/001", 404, ""),
            ("/log/tile/0/000", 404, ""),
            ("/log/tile/0/000.p/6", 404, ""),
            ("/log/tile/1/000.p/1", 404, ""),
            ("/log/tile/entries/000.p/6", 404, ""),
            ("/log/tile/entries/x009/x223/x372/x036/x854/x775/807", 404, ""),
            ("/log/tile/0/..%2f..%2fetc", 404, ""),
            ("/log/tile/0/00", 404, ""),
        ] {
            let answer = visitor.get(path).await;
            assert_eq!(answer.status, status, "{path}: {}", answer.body);
            let problem: Value = serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{path}: {}", answer.body));
            assert_eq!((problem["type"].as_str(), problem["status"].as_u64()), (Some("about:blank"), Some(status.into())), "{path}");
            assert_eq!(problem["parameter"].as_str().unwrap_or_default(), parameter, "{path}: {problem}");
            assert!(!problem["detail"].as_str().unwrap().is_empty());
        }
        let kind = reqwest::get(format!("{}/api/v1/log/inclusion", app.base)).await.unwrap().headers()["content-type"].clone();
        assert_eq!(kind, "application/problem+json");
        let posted = reqwest::Client::new().post(format!("{}/api/v1/log/inclusion", app.base)).send().await.unwrap();
        assert_eq!((posted.status().as_u16(), posted.headers()["allow"].to_str().unwrap()), (405, "GET, HEAD"));
        app.stop().await;
    }
}

/// The service of `app` with another keeping of the log.
fn with(app: &App, log: Keeping) -> Service {
    let service = &app.service;
    Service {
        store: service.store.clone(),
        clock: Arc::clone(&service.clock),
        randomness: Arc::clone(&service.randomness),
        probe: service.probe.clone(),
        second_probes: Vec::new(),
        settings: service.settings.clone(),
        mail_wake: Arc::clone(&service.mail_wake),
        public_checks: Arc::default(),
        job_wake: Arc::clone(&service.job_wake),
        seal: service.seal.clone(),
        log: Arc::new(log),
    }
}

/// The command, on a data directory: what it says and how it ends.
#[tokio::test]
async fn the_audit_command_ends_with_what_it_found() {
    let folder = tempfile::tempdir().unwrap();
    let database = TestDatabase::sqlite_at(&folder.path().join("federointi.sqlite"));
    let audit = |key: &std::path::Path| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_federointi"))
            .args(["audit", "--data-dir", folder.path().to_str().unwrap(), "--log-key", key.to_str().unwrap()])
            .current_dir(folder.path())
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let app = App::start(&database).await;
    let (code, _, error) = audit(&app.log_key);
    assert!(code == Some(2) && error.contains("nothing has been logged yet"), "{error}");
    grow(&app, 4).await;
    assert_eq!(audit(&app.log_key), (Some(0), "4 events logged, 0 findings\n".to_owned(), String::new()));
    let (code, _, error) = audit(std::path::Path::new("/no/such/key"));
    assert!(code == Some(2) && error.contains("/no/such/key"), "{error}");
    unguarded(&database, &["events"]);
    behind_its_back(&database, "UPDATE events SET subject = 'x' WHERE id = 2");
    assert_eq!(audit(&app.log_key).0, Some(1));
    assert_eq!(audit(&app.log_key).1, "changed events 2\n4 events logged, 1 findings\n");
    app.stop_as_it_is().await;
}

#[tokio::test]
async fn the_page_says_what_the_log_is_in_every_language() {
    let app = App::start(&TestDatabase::sqlite()).await;
    let visitor = Visitor::new(&app.base);
    let mut seen = BTreeMap::new();
    for language in Language::ALL {
        let page = visitor.get(&format!("/{}/log", language.code())).await;
        assert_eq!(page.status, 200);
        assert!(!page.body.contains("log.kela.example"), "nothing is signed yet");
        seen.insert(language.code(), page.body);
    }
    grow(&app, 2).await;
    let key = app.service.log.keys()[0].fingerprint();
    for language in Language::ALL {
        let page = visitor.get(&format!("/{}/log", language.code())).await;
        assert!(page.body.contains("log.kela.example/log") && page.body.contains(&key) && page.body.contains("/log/checkpoint"));
        assert!(seen.values().all(|other| *other != page.body));
    }
    app.stop().await;
}
