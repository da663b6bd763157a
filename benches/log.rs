//! What the log costs filing, and how long a proof takes in a log of a million events.
//!
//! `cargo bench --bench log`; `-- filing` or `-- proof` for one of them. Filing is measured in one process with two services that differ in
//! nothing but the log's worker, turn by turn; the figure is the ratio.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout, missing_docs)]

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use federointi::agreement::draft::Draft;
use federointi::agreement::lifecycle::RequestState;
use federointi::agreement::version::{SigningOrder, VersionKind};
use federointi::agreement::{BusinessId, EmailAddress, Language, RequestId};
use federointi::clock::{Clock, Randomness, SystemClock, SystemRandomness};
use federointi::config::PublicUrl;
use federointi::demo::parties;
use federointi::log::merkle::{leaf_hash, verify_inclusion};
use federointi::log::{Grown, Hash, Signer, Tile, Tiles, Tree, grow};
use federointi::probe::{DnsProbe, ProbeSettings};
use federointi::store::log::{StoredTiles, last_leaf, put_tile};
use federointi::store::requests::{Digest, Request};
use federointi::store::{Store, StoreError, outbox, requests};
use federointi::web::{self, Site};
use federointi::workflow::log::Keeping;
use federointi::workflow::seal_key::SealSetup;
use federointi::workflow::{Service, Settings, link};
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;

const ROUNDS: usize = 10;
const EACH: usize = 300;
const AT_ONCE: usize = 16;
const PER_FILER: usize = 40;

/// Leaves of the log that proofs are taken from, and how many are taken.
const LEAVES: u64 = 1_000_000;
const PROOFS: u64 = 10_000;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let wanted = |name: &str| asked.is_empty() || asked.iter().any(|asked| asked == name);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    if wanted("filing") {
        runtime.block_on(filing());
    }
    if wanted("proof") {
        runtime.block_on(proofs());
    }
}

async fn filing() {
    let folder = tempfile::tempdir_in(".").unwrap();
    let logged = Served::start(&folder.path().join("logged.sqlite"), true).await;
    let plain = Served::start(&folder.path().join("plain.sqlite"), false).await;
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let (mut with, mut without) = (Duration::ZERO, Duration::ZERO);
    for round in 0..ROUNDS {
        // Turn by turn, and each first every other time.
        for first in [round % 2 == 0, round % 2 != 0] {
            let served = if first { &logged } else { &plain };
            let taken = served.load(&client, round * EACH).await;
            *(if first { &mut with } else { &mut without }) += taken;
        }
    }
    let filed = (ROUNDS * EACH) as f64;
    let (with, without) = (filed / with.as_secs_f64(), filed / without.as_secs_f64());
    tokio::time::sleep(Duration::from_secs(2)).await;
    let leaves = logged.service.store.read(last_leaf).await.unwrap().unwrap().index + 1;
    assert!(leaves as usize >= ROUNDS * EACH, "the log did its work: {leaves}");
    assert!(plain.service.store.read(last_leaf).await.unwrap().is_none());
    println!("filing, durable, SQLite, {AT_ONCE} at once, {} each, {leaves} events logged:", ROUNDS * EACH);
    println!("  without the log {without:>8.0} /s");
    println!("  with the log    {with:>8.0} /s");
    println!("  cost            {:>8.1} %  (under 5 % is asked for)", (1.0 - with / without) * 100.0);
}

struct Served {
    service: Arc<Service>,
    base: String,
    /// Filings of one filer are limited by day: many filers file. Cookie and CSRF token of each.
    filers: Vec<(String, String)>,
    ids: Vec<RequestId>,
    _stop: watch::Sender<bool>,
}

fn filer(number: usize) -> EmailAddress {
    EmailAddress::parse(&format!("tayttaja{number}@esimerkkila.example")).unwrap()
}

impl Served {
    async fn start(file: &Path, with_log: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let servers = vec!["127.0.0.1:9".parse().unwrap()];
        let log = match with_log {
            true => Keeping::new(Signer::from_seed("log.kela.example/log", &[7; 32]).unwrap(), Vec::new(), None),
            false => Keeping::default(),
        };
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
                signing_order: SigningOrder::PartyFirst,
                signing_days: 60,
                unproven_domains: federointi::config::UnprovenDomains::Allow,
                demo: false,
                special_addresses_count: true,
            },
            seal: SealSetup::default(),
            public_checks: Arc::default(),
            mail_wake: Arc::default(),
            job_wake: Arc::default(),
            log: Arc::new(log),
        });
        let mut filers = Vec::new();
        for number in 0..(ROUNDS * EACH).div_ceil(PER_FILER) {
            filers.push(entered(&service, number).await);
        }
        let ids = drafts(&service.store, ROUNDS * EACH).await;
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
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(federointi::jobs::log::run(Arc::clone(&service), stopped));
        Self { service, base, filers, ids, _stop: stop }
    }

    async fn load(&self, client: &reqwest::Client, from: usize) -> Duration {
        let (ids, filers) = (Arc::new(self.ids.clone()), Arc::new(self.filers.clone()));
        let next = Arc::new(AtomicUsize::new(from));
        let began = Instant::now();
        let clients = (0..AT_ONCE).map(|_| {
            let (client, base) = (client.clone(), self.base.clone());
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
}

/// The cookie and the CSRF token of a filer who came in by a link.
async fn entered(service: &Service, number: usize) -> (String, String) {
    link::ask(service, &filer(number), Language::Fi, &format!("192.0.{number}.0/24"), None).await.unwrap();
    let to = filer(number).to_string();
    let letters = service.store.read(|db| outbox::list(db, None, 200)).await.unwrap();
    let to_them = |about: &Option<(String, String)>| about.as_ref().is_some_and(|(recipient, _)| *recipient == to);
    let id = letters.into_iter().find(|(_, about)| to_them(about)).unwrap().0.id;
    let bytes = service.store.read(move |db| outbox::content(db, &id)).await.unwrap().unwrap().bytes;
    let text = String::from_utf8(bytes).unwrap().replace("=\r\n", "");
    let raw = text.split("/link/").nth(1).unwrap()[..64].to_owned();
    let token = link::enter(service, &raw).await.unwrap().session;
    let csrf = hex::encode(Sha256::new().chain_update(b"csrf").chain_update(token.as_bytes()).finalize());
    (format!("federointi-session={token}"), csrf)
}

async fn drafts(store: &Store, count: usize) -> Vec<RequestId> {
    let draft = parties::answers(&parties::ESIMERKKILA).into_iter().fold(Draft::default(), Draft::with);
    store
        .write(move |db| {
            let mut ids = Vec::new();
            for index in 0..count {
                let now = SystemClock.now();
                let id = RequestId::new(now, SystemRandomness.bytes32());
                let request = Request {
                    id: id.clone(),
                    reference: None,
                    state: RequestState::Draft,
                    holder: filer(index / PER_FILER),
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
                    departures: 2,
                };
                requests::insert(db, &request, &digest)?;
                ids.push(id);
            }
            Ok::<_, StoreError>(ids)
        })
        .await
        .unwrap()
}

/// Tiles in memory: what a proof costs without a database.
#[derive(Default)]
struct InMemory(BTreeMap<(u8, u64), Vec<Hash>>);

impl Tiles for InMemory {
    type Error = Infallible;

    fn read(&mut self, tile: Tile) -> Result<Vec<Hash>, Infallible> {
        let mut hashes = self.0.get(&(tile.level, tile.index)).cloned().unwrap_or_default();
        hashes.truncate(tile.width.into());
        Ok(hashes)
    }
}

async fn proofs() {
    let folder = tempfile::tempdir_in(".").unwrap();
    let store = Store::open(folder.path().join("log.sqlite").to_str().unwrap()).unwrap();
    let leaf = |index: u64| leaf_hash(&index.to_be_bytes());
    let (mut memory, mut size, mut root) = (InMemory::default(), 0, leaf(0));
    while size < LEAVES {
        let leaves: Vec<Hash> = (size..LEAVES.min(size + 65_536)).map(leaf).collect();
        let Grown { tiles: changed, root: new_root } = grow(&mut memory, size, &leaves).unwrap();
        memory.0.extend(changed.iter().map(|(tile, hashes)| ((tile.level, tile.index), hashes.clone())));
        let written = store.write(move |db| changed.iter().try_for_each(|(tile, hashes)| put_tile(db, *tile, hashes)));
        written.await.unwrap();
        size += leaves.len() as u64;
        root = new_root;
    }
    // Places all over the log: steps of a number that shares no factor with its size.
    let indexes: Vec<u64> = (0..PROOFS).map(|step| step * 618_033 % LEAVES).collect();
    let of_memory = measured(&mut memory, &indexes, &root);
    let of_sqlite = store.read(move |db| Ok::<_, StoreError>(measured(&mut StoredTiles(db), &indexes, &root))).await.unwrap();
    println!("inclusion proof in a log of {LEAVES} events, {PROOFS} of them, a proof alone (nothing kept between them):");
    for (place, (mut times, most, mean)) in [("memory", of_memory), ("SQLite", of_sqlite)] {
        times.sort();
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_micros();
        println!("  tiles in {place}: median {} µs, 99 % under {} µs; tiles read: {mean:.2}, {most} at most", at(0.5), at(0.99));
    }
}

/// How long each proof took, the most tiles that one read, and how many on average.
fn measured<T: Tiles>(tiles: &mut T, indexes: &[u64], root: &Hash) -> (Vec<Duration>, usize, f64)
where
    T::Error: std::fmt::Debug,
{
    let (mut times, mut most, mut sum) = (Vec::new(), 0, 0);
    for index in indexes {
        let began = Instant::now();
        let mut tree = Tree::new(tiles, LEAVES);
        let path = tree.inclusion(*index).unwrap();
        times.push(began.elapsed());
        most = most.max(tree.tiles_read());
        sum += tree.tiles_read();
        verify_inclusion(&leaf_hash(&index.to_be_bytes()), *index, LEAVES, &path, root).unwrap();
    }
    (times, most, sum as f64 / indexes.len() as f64)
}
