//! Filing durably on SQLite, against a bare actix and diesel handler that writes the same rows: how much of the bare rate is left.
//!
//! `cargo bench --bench filing`. Both run in one process, turn by turn, with the same client, concurrency, pool, pragmas, rows and
//! bytes; the figure is the ratio. The bare handler is given its rows ready: it knows no session, CSRF token, rule, text or mail.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout, missing_docs)]

use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use actix_web::{App, HttpResponse, HttpServer, web as actix};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool};
use federointi::agreement::draft::Draft;
use federointi::agreement::lifecycle::{EventKind, RequestState};
use federointi::agreement::version::VersionKind;
use federointi::agreement::{BusinessId, EmailAddress, Language, MailId, RequestId};
use federointi::clock::{Clock, Randomness, SystemClock, SystemRandomness};
use federointi::config::PublicUrl;
use federointi::demo::parties;
use federointi::probe::{DnsProbe, ProbeSettings};
use federointi::store::events::{Cause, EventContent, NewEvent};
use federointi::store::jobs::JobKind;
use federointi::store::outbox::{Mail, MailContent};
use federointi::store::requests::{Digest, Request};
use federointi::store::schema::write_lock;
use federointi::store::{Db, Store, StoreError, counters, events, jobs, kela, outbox, requests, sessions};
use federointi::web::{self, Site};
use federointi::workflow::{Service, Settings, link};
use sha2::{Digest as _, Sha256};

const ROUNDS: usize = 5;
const EACH: usize = 300;
const AT_ONCE: usize = 16;
const PER_FILER: usize = 40;

fn filer(number: usize) -> EmailAddress {
    EmailAddress::parse(&format!("tayttaja{number}@esimerkkila.example")).unwrap()
}

fn main() {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(run());
}

async fn run() {
    let folder = tempfile::tempdir_in(".").unwrap();
    let ours = Ours::start(&folder.path().join("ours.sqlite")).await;
    let bare = Bare::start(&folder.path().join("bare.sqlite"), &ours).await;
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let (mut our_time, mut bare_time) = (Duration::ZERO, Duration::ZERO);
    for round in 0..ROUNDS {
        // Turn by turn, and each first every other time.
        for first in [round % 2 == 0, round % 2 != 0] {
            let ids = if first { &ours.ids } else { &bare.ids };
            let base = if first { &ours.base } else { &bare.base };
            let taken = load(&client, base, &ours.filers, ids, round * EACH).await;
            *(if first { &mut our_time } else { &mut bare_time }) += taken;
        }
    }
    let filed = (ROUNDS * EACH) as f64;
    let (our_rate, bare_rate) = (filed / our_time.as_secs_f64(), filed / bare_time.as_secs_f64());
    println!("filing, durable, SQLite, {AT_ONCE} at once, {} each:", ROUNDS * EACH);
    println!("  service {our_rate:>8.0} /s");
    println!("  bare    {bare_rate:>8.0} /s");
    println!("  ratio   {:>8.2}  (0.5 or better is asked for)", our_rate / bare_rate);
    assert_eq!(ours.written().await, bare.written().await, "both wrote the same number of rows of each kind");
}

async fn load(client: &reqwest::Client, base: &str, filers: &[(String, String)], ids: &[RequestId], from: usize) -> Duration {
    let (ids, filers, next) = (Arc::new(ids.to_vec()), Arc::new(filers.to_vec()), Arc::new(AtomicUsize::new(from)));
    let began = Instant::now();
    let clients = (0..AT_ONCE).map(|_| {
        let (client, base) = (client.clone(), base.to_owned());
        let (ids, filers, next) = (Arc::clone(&ids), Arc::clone(&filers), Arc::clone(&next));
        tokio::spawn(async move {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                if index >= from + EACH {
                    return;
                }
                let (id, (cookie, csrf)) = (&ids[index], &filers[index / PER_FILER]);
                let answer = client
                    .post(format!("{base}/fi/requests/{id}/file"))
                    .header("cookie", cookie)
                    .header("content-type", "application/x-www-form-urlencoded")
                    .body(format!("revision=1&declaration=yes&csrf={csrf}"))
                    .send()
                    .await
                    .unwrap();
                assert_eq!(answer.status(), 303);
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await.unwrap();
    }
    began.elapsed()
}

struct Ours {
    service: Arc<Service>,
    base: String,
    /// Filings of one filer are limited by day: many filers file. Cookie and CSRF token of each.
    filers: Vec<(String, String)>,
    ids: Vec<RequestId>,
}

impl Ours {
    async fn start(file: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let servers = vec!["127.0.0.1:9".parse().unwrap()];
        let service = Arc::new(Service {
            store: Store::open(file.to_str().unwrap()).unwrap(),
            clock: Arc::new(SystemClock),
            randomness: Arc::new(SystemRandomness),
            probe: DnsProbe::new(ProbeSettings { servers, ..ProbeSettings::default() }).unwrap(),
            second_probes: Vec::new(),
            settings: Settings {
                public_origin: base.clone(),
                mail_from: "federointi@kela.example".to_owned(),
                attach_document: true,
                signing_order: federointi::agreement::version::SigningOrder::PartyFirst,
                signing_days: 60,
                unproven_domains: federointi::config::UnprovenDomains::Allow,
                demo: false,
                special_addresses_count: true,
            },
            seal: federointi::workflow::seal_key::SealSetup::default(),
            public_checks: Arc::default(),
            mail_wake: Arc::default(),
            job_wake: Arc::default(),
            log: Arc::default(),
        });
        let mut filers = Vec::new();
        for number in 0..(ROUNDS * EACH).div_ceil(PER_FILER) {
            link::ask(&service, &filer(number), Language::Fi, &format!("192.0.{number}.0/24"), None).await.unwrap();
            let letters = service.store.read(|db| outbox::list(db, None, 200)).await.unwrap();
            let to = filer(number).to_string();
            let id = letters
                .iter()
                .find(|(_, about)| about.as_ref().is_some_and(|(recipient, _)| *recipient == to))
                .unwrap()
                .0
                .id
                .clone();
            let bytes = service.store.read(move |db| outbox::content(db, &id)).await.unwrap().unwrap().bytes;
            let text = String::from_utf8(bytes).unwrap().replace("=\r\n", "");
            let raw = text.split("/link/").nth(1).unwrap()[..64].to_owned();
            let token = link::enter(&service, &raw).await.unwrap().session;
            let csrf = hex::encode(Sha256::new().chain_update(b"csrf").chain_update(token.as_bytes()).finalize());
            filers.push((format!("federointi-session={token}"), csrf));
        }
        let ids = drafts(&service.store, ROUNDS * EACH, |index| filer(index / PER_FILER)).await;
        let site = Arc::new(Site {
            service: Arc::clone(&service),
            ground: Arc::clone(&service) as Arc<dyn web::Ground>,
            clock: Arc::new(SystemClock),
            randomness: Arc::new(SystemRandomness),
            public_url: PublicUrl::parse(&base).unwrap(),
            trusted_proxies: Vec::new(),
            demo: false,
            outbox_dir: file.with_extension("outbox"),
            time_limit: Site::TIME_LIMIT,
            doors: Default::default(),
        });
        tokio::spawn(web::serve(&site, listener).unwrap());
        Self { service, base, filers, ids }
    }

    async fn written(&self) -> (i64, i64, i64) {
        self.service.store.read(count).await.unwrap()
    }
}

fn count(db: &mut Db) -> Result<(i64, i64, i64), StoreError> {
    use federointi::store::schema::{events, outbox, submissions};
    let filed = events::table.filter(events::kind.eq(EventKind::RequestFiled.code())).count().get_result(db)?;
    let mails = outbox::table.filter(outbox::kind.ne("filer_link")).count().get_result(db)?;
    Ok((filed, mails, submissions::table.count().get_result(db)?))
}

fn request(id: RequestId, filer: &EmailAddress) -> (Request, Digest) {
    let draft = parties::answers(&parties::ESIMERKKILA).into_iter().fold(Draft::default(), Draft::with);
    let now = SystemClock.now();
    let search_text = draft.contacts.agreement_email.repeat(8);
    let request = Request {
        id,
        reference: None,
        state: RequestState::Draft,
        holder: filer.clone(),
        language: Language::Fi,
        draft,
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
        search_text,
        verdict: None,
        errors: 0,
        departures: 2,
    };
    (request, digest)
}

async fn drafts(store: &Store, count: usize, holder: fn(usize) -> EmailAddress) -> Vec<RequestId> {
    store
        .write(move |db| {
            let mut ids = Vec::new();
            for index in 0..count {
                let id = RequestId::new(SystemClock.now(), SystemRandomness.bytes32());
                let (request, digest) = request(id.clone(), &holder(index));
                requests::insert(db, &request, &digest)?;
                ids.push(id);
            }
            Ok::<_, StoreError>(ids)
        })
        .await
        .unwrap()
}

#[derive(Debug)]
struct Pragmas;

impl CustomizeConnection<Db, diesel::r2d2::Error> for Pragmas {
    fn on_acquire(&self, db: &mut Db) -> Result<(), diesel::r2d2::Error> {
        db.batch_execute(
            "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
        )
        .map_err(diesel::r2d2::Error::QueryError)
    }
}

/// What the bare handler writes, ready made: as the service writes it.
struct Ready {
    writers: Pool<ConnectionManager<Db>>,
    readers: Pool<ConnectionManager<Db>>,
    filer: EmailAddress,
    draft: String,
    filing: String,
    digest: Digest,
    mails: Vec<(Mail, MailContent)>,
    told: Vec<String>,
}

struct Bare {
    base: String,
    ids: Vec<RequestId>,
    store: Store,
    already: (i64, i64, i64),
}

impl Bare {
    /// A bare service that writes for each filing what ours wrote for its first one.
    async fn start(file: &Path, ours: &Ours) -> Self {
        let filer = filer(0);
        let store = Store::open(file.to_str().unwrap()).unwrap();
        let ids = drafts(&store, ROUNDS * EACH, |index| self::filer(index / PER_FILER)).await;
        // A filing by the service itself shows what mails it accepts; contacts are told once, so later filings write fewer.
        let sample = drafts(&ours.service.store, 2, |_| self::filer(900)).await;
        for id in &sample[..2] {
            federointi::workflow::file::file(&ours.service, &self::filer(900), id, 1).await.unwrap();
        }
        let second = sample[1].clone();
        let mails = ours
            .service
            .store
            .read(move |db| {
                let all = outbox::list(db, None, 50)?;
                let mut found = Vec::new();
                for (mail, _) in all.into_iter().filter(|(mail, _)| mail.request.as_ref() == Some(&second)) {
                    let content = outbox::content(db, &mail.id)?.unwrap();
                    found.push((mail, content));
                }
                Ok::<_, StoreError>(found)
            })
            .await
            .unwrap();
        let (sampled, digest) = request(sample[0].clone(), &filer);
        let filing = federointi::agreement::filing::Filing::parse(&sampled.draft, SystemClock.now().date_naive()).unwrap();
        let told = filing.sheet.named_people().iter().map(|(_, email)| hex::encode(Sha256::digest(email.as_str()))).collect();
        let manager = || ConnectionManager::<Db>::new(file.to_str().unwrap());
        let pool = |size| Pool::builder().max_size(size).connection_customizer(Box::new(Pragmas)).build(manager()).unwrap();
        let ready = Arc::new(Ready {
            writers: pool(1),
            readers: pool(8),
            filer,
            draft: serde_json::to_string(&sampled.draft).unwrap(),
            filing: serde_json::to_string(&filing).unwrap(),
            digest,
            mails,
            told,
        });
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let server = HttpServer::new(move || {
            App::new().app_data(actix::Data::from(Arc::clone(&ready))).route("/fi/requests/{id}/file", actix::post().to(handle))
        });
        tokio::spawn(server.listen(listener).unwrap().run());
        // Ours filed two requests to show its mails: their rows are counted in, so that the counts can be compared.
        Self { base, ids, store, already: ours.written().await }
    }

    async fn written(&self) -> (i64, i64, i64) {
        let (filed, mails, submissions) = self.store.read(count).await.unwrap();
        (filed + self.already.0, mails + self.already.1, submissions + self.already.2)
    }
}

async fn handle(path: actix::Path<String>, ready: actix::Data<Ready>, body: actix::Bytes) -> HttpResponse {
    let id = RequestId::parse(&path).unwrap();
    assert!(!body.is_empty());
    let ready = ready.into_inner();
    actix::block(move || {
        // The session that every request of the service looks up.
        sessions::find(&mut ready.readers.get().unwrap(), "0").unwrap();
        let mut db = ready.writers.get().unwrap();
        db.transaction(|db| write(db, &ready, &id)).unwrap();
    })
    .await
    .unwrap();
    HttpResponse::SeeOther().insert_header(("location", "/fi/requests")).finish()
}

/// The statements of a filing with values that are ready: nothing is parsed, judged or put into words.
fn write(db: &mut Db, ready: &Ready, id: &RequestId) -> Result<(), StoreError> {
    use federointi::store::schema::{requests, submissions};
    diesel::update(write_lock::table).set(write_lock::turn.eq(write_lock::turn + 1)).execute(db)?;
    let now = SystemClock.now().naive_utc();
    let found: (String, String, i32) = requests::table
        .filter(requests::id.eq(id.as_str()))
        .select((requests::draft, requests::reports, requests::revision))
        .first(db)?;
    sessions::count_attempts(db, "filing", "0", SystemClock.now() - chrono::TimeDelta::days(1))?;
    sessions::note_attempt(db, "filing", "0", SystemClock.now())?;
    let number = counters::next(db, "FP", 2026)?;
    let changed = diesel::update(requests::table.filter(requests::id.eq(id.as_str())).filter(requests::revision.eq(found.2)))
        .set((
            requests::reference.eq(format!("FP-2026-{number:04}")),
            requests::state.eq("submitted"),
            requests::draft.eq(&ready.draft),
            requests::reports.eq("[]"),
            requests::party_name.eq(&ready.digest.party_name),
            requests::business_id.eq("0000012-3"),
            requests::search_text.eq(&ready.digest.search_text),
            requests::verdict.eq("none"),
            requests::errors.eq(0),
            requests::departures.eq(2),
            requests::updated_at.eq(now),
            requests::filed_at.eq(now),
            requests::revision.eq(found.2 + 1),
        ))
        .execute(db)?;
    assert_eq!(changed, 1);
    let earlier: i64 = submissions::table.filter(submissions::request_id.eq(id.as_str())).count().get_result(db)?;
    assert_eq!(earlier, 0);
    diesel::insert_into(submissions::table)
        .values((
            submissions::request_id.eq(id.as_str()),
            submissions::number.eq(1),
            submissions::filed_at.eq(now),
            submissions::filed_by.eq(ready.filer.as_str()),
            submissions::filing.eq(&ready.filing),
            submissions::reports.eq("[]"),
        ))
        .execute(db)?;
    let event = NewEvent {
        at: SystemClock.now(),
        kind: EventKind::RequestFiled,
        cause: Cause::Filer,
        request: Some(id.clone()),
        agreement: None,
        subject: None,
        states: Some(("draft", "submitted")),
        content: Some(EventContent { who: ready.filer.as_str().to_owned(), ..EventContent::default() }),
        salt: SystemRandomness.bytes32(),
    };
    events::append(db, &event)?;
    assert!(!jobs::bring_forward(db, JobKind::RecheckDomains, id.as_str(), SystemClock.now())?);
    jobs::add(db, JobKind::RecheckDomains, id.as_str(), SystemClock.now(), SystemClock.now())?;
    kela::current_half(db)?;
    for key in &ready.told {
        federointi::store::submissions::note_contact_told(db, key, SystemClock.now())?;
    }
    for (mail, content) in &ready.mails {
        let mail_id = MailId::new(SystemClock.now(), SystemRandomness.bytes32());
        let message_id = format!("{mail_id}@kela.example");
        outbox::insert(db, &Mail { id: mail_id, message_id, request: Some(id.clone()), ..mail.clone() }, content)?;
    }
    Ok(())
}
