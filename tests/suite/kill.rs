//! A process killed at any moment: no acknowledged request, decision or event is lost, and none is there twice; a version has one sealed document; every mail that was
//! accepted goes out, and a second copy is the same to the byte. On both engines.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use federointi::agreement::draft::Draft;
use federointi::agreement::lifecycle::{EventKind, RequestState};
use federointi::agreement::rights::Role;
use federointi::agreement::version::{DocumentKind, SigningOrder, VersionKind};
use federointi::agreement::{AgreementId, BusinessId, EmailAddress, Language, RequestId};
use federointi::clock::{Clock, Randomness, SystemClock, SystemRandomness};
use federointi::demo::parties;
use federointi::jobs::outbox::OutboxWorker;
use federointi::jobs::work;
use federointi::mail::{Limits, Message, Smtp as Way, SmtpUrl, Transport};
use federointi::seal::{Integrity, TrustAnchors};
use federointi::store::outbox::MailState;
use federointi::store::requests::{Digest, Request};
use federointi::store::{Store, StoreError, agreements, documents, events, log, outbox, requests, submissions};
use federointi::workflow::approve::{Grounds, approve};
use federointi::workflow::{link, password};
use sha2::{Digest as _, Sha256};
use tokio::sync::Mutex;

use crate::support::app::{App, LOG_ORIGIN, PASSWORD};
use crate::support::database::TestDatabase;
use crate::support::seal::{add_contacts_version, setup, write_key};
use crate::support::smtp::{Mode, Protection, Smtp};

/// How often the process is killed.
const KILLS: usize = 50;
/// Requests that are there to be filed and approved.
const REQUESTS: usize = 600;

/// The sender of all mail.
const MAIL_FROM: &str = "federointi@kela.example";

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
async fn born(
    database: &TestDatabase,
    folder: &std::path::Path,
    (smtp, log_key): (&str, &std::path::Path),
    client: &reqwest::Client,
) -> Grave {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let base = format!("http://127.0.0.1:{port}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_federointi"));
    command
        .args(["serve", "--dns", "127.0.0.1:9", "--public-url", &base, "--listen", &format!("127.0.0.1:{port}")])
        .args(["--smtp-url", smtp, "--mail-from", MAIL_FROM, "--data-dir", folder.to_str().unwrap()])
        .args(["--log-key", log_key.to_str().unwrap(), "--log-origin", LOG_ORIGIN])
        .args(["--seal-key", folder.join("seal.pem").to_str().unwrap(), "--signing-order", "kela-first"])
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
                    kind: VersionKind::First,
                    changes: None,
                    wished_from: None,
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

/// How many versions wait to be sealed and completed, without anybody's signature, while the process dies again and again.
const CONTACTS: u8 = 40;

/// An agreement with versions that nobody signs, each with its job; gives the versions and their requests.
async fn contacts_versions(app: &App) -> Vec<(AgreementId, i32, RequestId)> {
    let reviewer = app.staff(Role::Reviewer, "Pasi Pateva").await;
    let (filer, id) = app.filed(&parties::ESIMERKKILA).await;
    let revision = app.revision(&filer, &id).await;
    let grounds = Grounds { over_errors: "sovittu".to_owned(), authority_check: "puhelimitse".to_owned(), ..Grounds::default() };
    approve(&app.service, &reviewer, &id, revision, grounds).await.unwrap();
    app.work().await;
    let now = app.service.now();
    let made = app.service.store.write(move |db| {
        let agreement = agreements::find_by_request(db, &id)?.unwrap().id;
        let mut made = Vec::new();
        for number in 1..=CONTACTS {
            let version = add_contacts_version(db, &agreement, SigningOrder::PartyFirst, number, now)?;
            let request = agreements::version(db, &agreement, version)?.unwrap().request;
            made.push((agreement.clone(), version, request));
        }
        Ok::<_, StoreError>(made)
    });
    made.await.unwrap()
}

/// There is one document and one seal of it, which is the document with something added.
async fn sealed_once(store: &Store, agreement: &AgreementId, version: i32) {
    let id = agreement.clone();
    let (all, base, sealed) = store
        .read(move |db| {
            let base = documents::find(db, &id, version, DocumentKind::Base)?;
            Ok::<_, StoreError>((
                documents::of_version(db, &id, version)?,
                base,
                documents::find(db, &id, version, DocumentKind::Sealed)?,
            ))
        })
        .await
        .unwrap();
    let (base, sealed) = (base.expect("made").bytes, sealed.expect("sealed").bytes);
    assert!(all.len() == 2 && sealed.starts_with(&base) && sealed.len() > base.len(), "{agreement} {version}");
    let seals = federointi::seal::judge(&sealed, &TrustAnchors::default(), SystemClock.now(), None).unwrap();
    assert_eq!(seals.iter().map(|seal| seal.integrity).collect::<Vec<_>>(), [Integrity::Intact], "{agreement} {version}");
}

/// The Message-IDs of every mail that was accepted so far.
async fn message_ids(store: &Store) -> BTreeSet<String> {
    let mails = store.read(|db| outbox::list(db, None, 1_000_000)).await.unwrap();
    let count = mails.len();
    let ids: BTreeSet<String> = mails.into_iter().map(|(mail, _)| mail.message_id).collect();
    assert_eq!(ids.len(), count, "two mails have one Message-ID");
    ids
}

/// Sends what the killed processes left, as a process that is let live would: what they had claimed is due when the claim has run out.
async fn send_the_rest(app: &App, smtp_url: &str) {
    let way = Transport::Smtp(Box::new(Way::new(SmtpUrl::parse(smtp_url).unwrap(), None, Limits::IN_USE).unwrap()));
    let worker =
        OutboxWorker::new(app.service.store.clone(), way, MAIL_FROM.to_owned(), app.clock.clone(), Arc::new(SystemRandomness));
    for _ in 0..10 {
        worker.send_due().await.unwrap();
        if app.service.store.read(|db| outbox::count(db, MailState::Waiting)).await.unwrap() == 0 {
            return;
        }
        app.clock.advance(chrono::TimeDelta::hours(1));
    }
    panic!("the outbox does not become empty");
}

/// Every mail that was accepted since `before` came to the server, byte for byte as it was accepted, and nothing else did. A process sends one
/// mail at a time, so that each death makes at most one second copy.
async fn every_mail_went_out_and_each_as_one(store: &Store, before: &BTreeSet<String>, smtp: &Smtp) {
    let mut taken: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    for mail in smtp.mails() {
        let text = String::from_utf8(mail.bytes.clone()).unwrap();
        let id = text
            .lines()
            .find_map(|line| line.strip_prefix("Message-ID: <")?.strip_suffix('>'))
            .expect("a mail without Message-ID");
        taken.entry(id.to_owned()).or_default().push(mail.bytes);
    }
    let accepted: BTreeSet<String> = message_ids(store).await.difference(before).cloned().collect();
    assert!(accepted.len() > KILLS, "too little mail was accepted: {}", accepted.len());
    let taken_ids: BTreeSet<String> = taken.keys().cloned().collect();
    let (lost, unknown): (Vec<_>, Vec<_>) =
        (accepted.difference(&taken_ids).collect(), taken_ids.difference(&accepted).collect());
    assert!(lost.is_empty() && unknown.is_empty(), "accepted and not taken: {lost:?}; taken and not accepted: {unknown:?}");
    for (mail, _) in store.read(|db| outbox::list(db, None, 1_000_000)).await.unwrap() {
        assert_eq!(mail.state, MailState::Sent, "{}", mail.id);
        let Some(copies) = taken.get(&mail.message_id) else { continue };
        let (id, carries_token) = (mail.id.clone(), Message::carries_token(&mail.kind));
        let kept = store.read(move |db| outbox::content(db, &id)).await.unwrap().map(|content| content.bytes);
        // What carried a link to sign was erased when it was sent: its copies are compared with each other.
        assert_eq!(kept.is_none(), carries_token, "{}: its bytes are kept", mail.message_id);
        let one = kept.as_ref().or(copies.first());
        assert!(copies.iter().all(|copy| Some(copy) == one), "{}: a copy differs", mail.message_id);
    }
    let copies: usize = taken.values().map(Vec::len).sum();
    assert!(copies <= accepted.len() + KILLS, "{copies} copies of {} mails", accepted.len());
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
        let key = folder.path().join("seal.pem");
        write_key(&key, "2030-01-01T00:00:00Z".parse().unwrap());
        // Kela comes first: every approved version is made and sealed, and nobody has to sign for it.
        let app = App::start_sealing(prepare, true, SigningOrder::KelaFirst, setup(key)).await;
        let administrator = app.staff(Role::Administrator, "Paavo Pitaa").await;
        app.staff(Role::Reviewer, "Kaisa Sitteli").await;
        app.ready_for_approval(&administrator).await;
        app.work().await;
        // From here on the time is the program's: the real one.
        app.clock.advance(SystemClock.now() - app.service.now());
        let (mut filers, mut filer_tokens) = (Vec::new(), Vec::new());
        for number in 0..REQUESTS.div_ceil(PER_FILER) {
            let filer = EmailAddress::parse(&format!("tayttaja{number}@esimerkkila.example")).unwrap();
            link::ask(&app.service, &filer, Language::Fi, &format!("192.0.{number}.0/24"), None).await.unwrap();
            app.work().await;
            let mailed = app.mailed_link(filer.as_str(), "/link/");
            let token = link::enter(&app.service, mailed.rsplit('/').next().unwrap()).await.unwrap().session;
            filers.push(filer);
            filer_tokens.push(token);
        }
        let filer_tokens = Arc::new(filer_tokens);
        let reviewer_token = password::sign_in(&app.service, "kaisa.sitteli@kela.example", PASSWORD, "192.0.2.0/24").await.unwrap().unwrap();
        let ids = Arc::new(prepared(&app.service.store, &filers).await);
        let contacts = contacts_versions(&app).await;
        let store = app.service.store.clone();
        let (smtp, before) = (Smtp::start(Protection::None, Mode::Accept), message_ids(&store).await);
        let smtp_url = format!("smtp://127.0.0.1:{}?tls=none", smtp.port());

        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(10))
            .build()
            .unwrap();
        let next = Arc::new(AtomicUsize::new(0));
        let filed = Arc::new(Mutex::new(Vec::<usize>::new()));
        let approved = Arc::new(Mutex::new(Vec::<usize>::new()));
        for round in 0..KILLS {
            let mut grave = born(&database, folder.path(), (&smtp_url, &app.log_key), &client).await;
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
        assert_eq!(work::do_due(&app.service).await.unwrap().1, 0, "a job failed");
        send_the_rest(&app, &smtp_url).await;
        every_mail_went_out_and_each_as_one(&store, &before, &smtp).await;
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
            // When it is sealed four are told, and the signatory is asked.
            let expected = 3 * usize::from(is_filed) + 5 * usize::from(is_approved);
            assert_eq!(mails, expected, "{id}: mails accepted");
            assert_eq!((submissions.len(), count(EventKind::RequestFiled)), (usize::from(is_filed), usize::from(is_filed)), "{id}");
            let once = usize::from(is_approved);
            assert_eq!(
                (count(EventKind::RequestApproved), count(EventKind::VersionCreated), count(EventKind::DocumentMade), count(EventKind::DocumentSealed), usize::from(agreement.is_some())),
                (once, once, once, once, once),
                "{id} {kinds:?}"
            );
            if let Some(agreement) = agreement {
                sealed_once(&store, &agreement.id, 1).await;
                counted += 1;
            }
        }
        assert!(counted >= approved.len());
        for (agreement, version, request) in contacts {
            sealed_once(&store, &agreement, version).await;
            let id = agreement.clone();
            let history = store.read(move |db| events::of_agreement(db, &id)).await.unwrap();
            let count = |kind| history.iter().filter(|event| event.version == Some(version) && event.kind == kind).count();
            let once = [EventKind::DocumentMade, EventKind::DocumentSealed, EventKind::VersionCompleted].map(count);
            assert_eq!(once, [1, 1, 1], "version {version}");
            assert_eq!(accepted.get(request.as_str()).copied(), Some(5), "version {version}: mails of its completion");
        }

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
