//! A process killed at any moment: no acknowledged request, decision or event is lost, and none is there twice. On both engines.

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use federointi::agreement::draft::Draft;
use federointi::agreement::lifecycle::{EventKind, RequestState};
use federointi::agreement::rights::Role;
use federointi::agreement::{BusinessId, EmailAddress, Language, RequestId};
use federointi::clock::{Clock, Randomness, SystemClock, SystemRandomness};
use federointi::demo::parties;
use federointi::store::requests::{Digest, Request};
use federointi::store::{Store, StoreError, agreements, events, log, outbox, requests, submissions};
use federointi::workflow::{link, password};
use sha2::{Digest as _, Sha256};
use tokio::sync::Mutex;

use crate::support::app::{App, LOG_ORIGIN, PASSWORD};
use crate::support::database::TestDatabase;

/// How often the process is killed.
const KILLS: usize = 50;
/// Requests that are there to be filed and approved.
const REQUESTS: usize = 600;

struct Grave {
    base: String,
    child: Child,
}

impl Drop for Grave {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The real program, on a port of its own.
async fn born(database: &TestDatabase, folder: &std::path::Path, log_key: &std::path::Path, client: &reqwest::Client) -> Grave {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let base = format!("http://127.0.0.1:{port}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_federointi"));
    command
        .args(["serve", "--dns", "127.0.0.1:9", "--public-url", &base, "--listen", &format!("127.0.0.1:{port}")])
        .args(["--mail-from", "federointi@kela.example", "--data-dir", folder.to_str().unwrap()])
        .args(["--log-key", log_key.to_str().unwrap(), "--log-origin", LOG_ORIGIN])
        .env("RUST_LOG", "error")
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::inherit());
    if database.is_postgres() {
        command.args(["--database-url", database.url()]);
    }
    let grave = Grave { base, child: command.spawn().unwrap() };
    for _ in 0..400 {
        if client.get(format!("{}/readyz", grave.base)).send().await.is_ok_and(|answer| answer.status().is_success()) {
            return grave;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("the program did not come up");
}

fn csrf(token: &str) -> String {
    hex::encode(Sha256::new().chain_update(b"csrf").chain_update(token.as_bytes()).finalize())
}

/// Filings of one filer are limited by day: many filers file.
const PER_FILER: usize = 40;

async fn prepared(store: &Store, filers: &[EmailAddress]) -> Vec<RequestId> {
    let draft = parties::answers(&parties::ESIMERKKILA).into_iter().fold(Draft::default(), Draft::with);
    let filers = filers.to_vec();
    store
        .write(move |db| {
            let mut ids = Vec::new();
            for index in 0..REQUESTS {
                let now = SystemClock.now();
                let id = RequestId::new(now, SystemRandomness.bytes32());
                let request = Request {
                    id: id.clone(),
                    reference: None,
                    state: RequestState::Draft,
                    holder: filers[index / PER_FILER].clone(),
                    language: Language::Fi,
                    draft: draft.clone(),
                    reports: Vec::new(),
                    reviewer: None,
                    message: None,
                    created_at: now,
                    updated_at: now,
                    filed_at: None,
                    revision: 1,
                };
                let digest = Digest {
                    party_name: "Esimerkkilän kunta".to_owned(),
                    business_id: BusinessId::parse("0000012-3").ok(),
                    search_text: String::new(),
                    verdict: None,
                    errors: 0,
                    departures: 0,
                };
                requests::insert(db, &request, &digest)?;
                ids.push(id);
            }
            Ok::<_, StoreError>(ids)
        })
        .await
        .unwrap()
}

/// Posts a form of our pages; gives the status, or nothing where the process died under it.
async fn post(client: &reqwest::Client, address: String, token: &str, fields: &[(&str, &str)]) -> Option<u16> {
    let mut body: Vec<(&str, &str)> = fields.to_vec();
    let csrf = csrf(token);
    body.push(("csrf", &csrf));
    let encoded: Vec<String> = body.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let sent = client
        .post(address)
        .header("cookie", format!("federointi-session={token}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(encoded.join("&"))
        .send()
        .await;
    sent.ok().map(|answer| answer.status().as_u16())
}

on_both_engines! {
    async fn nothing_acknowledged_is_lost_and_nothing_is_there_twice(database: TestDatabase) {
        let folder = tempfile::tempdir().unwrap();
        // The program keeps its SQLite file in its data directory; the test prepares it there.
        let own;
        let prepare = if database.is_postgres() { &database } else {
            own = TestDatabase::sqlite_at(&folder.path().join("federointi.sqlite"));
            &own
        };
        let app = App::start(prepare).await;
        let administrator = app.staff(Role::Administrator, "Paavo Pitaa").await;
        app.staff(Role::Reviewer, "Kaisa Sitteli").await;
        app.ready_for_approval(&administrator).await;
        // From here on the time is the program's: the real one.
        app.clock.advance(SystemClock.now() - app.service.now());
        let (mut filers, mut filer_tokens) = (Vec::new(), Vec::new());
        for number in 0..REQUESTS.div_ceil(PER_FILER) {
            let filer = EmailAddress::parse(&format!("tayttaja{number}@esimerkkila.example")).unwrap();
            link::ask(&app.service, &filer, Language::Fi, &format!("192.0.{number}.0/24")).await.unwrap();
            app.work().await;
            let mailed = app.mailed_link(filer.as_str(), "/link/");
            let (token, _) = link::enter(&app.service, mailed.rsplit('/').next().unwrap()).await.unwrap();
            filers.push(filer);
            filer_tokens.push(token);
        }
        let filer_tokens = Arc::new(filer_tokens);
        let reviewer_token = password::sign_in(&app.service, "kaisa.sitteli@kela.example", PASSWORD, "192.0.2.0/24").await.unwrap().unwrap();
        let ids = Arc::new(prepared(&app.service.store, &filers).await);
        let store = app.service.store.clone();

        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(10))
            .build()
            .unwrap();
        let next = Arc::new(AtomicUsize::new(0));
        let filed = Arc::new(Mutex::new(Vec::<usize>::new()));
        let approved = Arc::new(Mutex::new(Vec::<usize>::new()));
        for round in 0..KILLS {
            let mut grave = born(&database, folder.path(), &app.log_key, &client).await;
            let mut clerks = Vec::new();
            for _ in 0..4 {
                let (client, base, ids, next) = (client.clone(), grave.base.clone(), Arc::clone(&ids), Arc::clone(&next));
                let (filed, approved) = (Arc::clone(&filed), Arc::clone(&approved));
                let (filer_tokens, reviewer_token) = (Arc::clone(&filer_tokens), reviewer_token.clone());
                clerks.push(tokio::spawn(async move {
                    loop {
                        let index = next.fetch_add(1, Ordering::SeqCst);
                        let Some(id) = ids.get(index) else { return };
                        let file = [("revision", "1"), ("declaration", "yes")];
                        match post(&client, format!("{base}/fi/requests/{id}/file"), &filer_tokens[index / PER_FILER], &file).await {
                            Some(303) => filed.lock().await.push(index),
                            Some(status) => panic!("filing was answered {status}"),
                            None => return,
                        }
                        let decision = [("revision", "2"), ("decision", "approve"), ("authority_check", "puhelimitse"), ("over_errors", "sovittu")];
                        match post(&client, format!("{base}/fi/queue/{id}/decision"), &reviewer_token, &decision).await {
                            Some(303) => approved.lock().await.push(index),
                            Some(status) => panic!("the decision was answered {status}"),
                            None => return,
                        }
                    }
                }));
            }
            // Another moment each time: after so many acknowledgements, however slow the machine is, and a little while.
            let random = SystemRandomness.bytes32();
            let (goal, wait) = (usize::from(random[0]) % 8, u64::from(random[1]) % 60);
            let done = async || filed.lock().await.len() + approved.lock().await.len();
            let before = done().await;
            for _ in 0..1000 {
                if done().await >= before + goal {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            tokio::time::sleep(Duration::from_millis(wait)).await;
            grave.child.kill().unwrap();
            grave.child.wait().unwrap();
            for clerk in clerks {
                clerk.await.unwrap_or_else(|error| panic!("round {round}: {error}"));
            }
        }
        let (filed, approved) = (filed.lock().await.clone(), approved.lock().await.clone());
        assert!(filed.len() >= KILLS && approved.len() >= KILLS / 2, "too little was done: {} filed, {} approved", filed.len(), approved.len());

        // What is left undone is done by a process that is let live: here, on the same database.
        app.clock.advance(SystemClock.now() - app.service.now());
        app.work().await;
        let accepted: BTreeMap<String, usize> = {
            let mails = store.read(|db| outbox::list(db, None, 1_000_000)).await.unwrap();
            let mut accepted = BTreeMap::new();
            for (mail, _) in mails.into_iter().filter(|(mail, _)| mail.kind != "contact_notice") {
                if let Some(request) = mail.request {
                    *accepted.entry(request.to_string()).or_default() += 1;
                }
            }
            accepted
        };
        let mut counted = 0;
        for (index, id) in ids.iter().enumerate() {
            let (request, submissions, history, agreement) = {
                let id = id.clone();
                store
                    .read(move |db| {
                        Ok::<_, StoreError>((
                            requests::find(db, &id)?.unwrap(),
                            submissions::of_request(db, &id)?,
                            events::of_request(db, &id)?,
                            agreements::find_by_request(db, &id)?,
                        ))
                    })
                    .await
                    .unwrap()
            };
            let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
            for event in &history {
                *kinds.entry(event.kind.code()).or_default() += 1;
            }
            let count = |kind: EventKind| kinds.get(kind.code()).copied().unwrap_or_default();
            let is_filed = request.state != RequestState::Draft;
            let is_approved = request.state == RequestState::Approved;
            assert!(is_filed || !filed.contains(&index), "an acknowledged filing is lost: {id}");
            assert!(is_approved || !approved.contains(&index), "an acknowledged approval is lost: {id}");
            // To the filer, the party's and Kela's IT administration; what the contacts are told comes once for all requests.
            let mails = accepted.get(id.as_str()).copied().unwrap_or_default();
            let expected = 3 * usize::from(is_filed) + 4 * usize::from(is_approved);
            assert_eq!(mails, expected, "{id}: mails accepted");
            assert_eq!((submissions.len(), count(EventKind::RequestFiled)), (usize::from(is_filed), usize::from(is_filed)), "{id}");
            let once = usize::from(is_approved);
            assert_eq!(
                (count(EventKind::RequestApproved), count(EventKind::VersionCreated), count(EventKind::DocumentMade), usize::from(agreement.is_some())),
                (once, once, once, once),
                "{id} {kinds:?}"
            );
            if let Some(agreement) = agreement {
                let document = store.read(move |db| agreements::document(db, &agreement.id, 1)).await.unwrap();
                assert!(document.is_some(), "an approved agreement has its document: {id}");
                counted += 1;
            }
        }
        assert!(counted >= approved.len());

        // Each event has one leaf, in the order of the events, whenever the process died.
        let before = store.read(|db| Ok::<_, StoreError>(log::checkpoints(db, 0, 1_000_000)?.len())).await.unwrap();
        assert!(before > KILLS / 2, "the program made {before} checkpoints");
        assert_eq!(app.audited().await, []);
        let (events, leaves) = store
            .read(|db| {
                let events: Vec<i64> = log::events_after(db, 0, 1_000_000)?.into_iter().map(|event| event.id).collect();
                let leaves: Vec<i64> = log::leaves(db, 0, 1_000_000)?.into_iter().map(|leaf| leaf.event).collect();
                Ok::<_, StoreError>((events, leaves))
            })
            .await
            .unwrap();
        assert_eq!(events, leaves);
        app.stop().await;
    }
}
