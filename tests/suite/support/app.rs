//! The whole service on a database of a test's own: workflows, workers when asked, pages on a free port, invented DNS, mail as files.

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

use federointi::agreement::rights::Role;
use federointi::agreement::version::SigningOrder;
use federointi::agreement::{EmailAddress, Language, RequestId};
use federointi::clock::{Clock, Randomness, StoppedClock, SystemRandomness};
use federointi::config::PublicUrl;
use federointi::demo::dns::DemoDns;
use federointi::demo::parties::{self, DemoParty};
use federointi::jobs::outbox::OutboxWorker;
use federointi::jobs::work;
use federointi::log::Signer;
use federointi::log::note::key_file;
use federointi::mail::Transport;
use federointi::outbound::PublicOnly;
use federointi::probe::{DnsProbe, ProbeSettings};
use federointi::store::Store;
use federointi::web::{self, Site};
use federointi::workflow::account::{self, Keeper, Profile};
use federointi::workflow::log::finding::Finding;
use federointi::workflow::log::{self, Keeping};
use federointi::workflow::seal_key::SealSetup;
use federointi::workflow::{Actor, Service, Settings, Staff, check, draft, file, kela, password};
use tempfile::TempDir;

use super::database::TestDatabase;

/// The password of every account that [`App::staff`] makes.
pub const PASSWORD: &str = "kolme hauskaa sanaa";

/// The secret of the key that signs the log under test.
const LOG_SECRET: [u8; 32] = [7; 32];

/// What the log under test is called.
pub const LOG_ORIGIN: &str = "log.kela.example/log";

/// What the log under test is kept with.
pub fn keeping(witness: Option<EmailAddress>) -> Keeping {
    Keeping::new(Signer::from_seed(LOG_ORIGIN, &LOG_SECRET).unwrap(), Vec::new(), witness)
}

/// A service under test. Its clock stands at 10.02 on 21 November 2026 until a test moves it.
pub struct App {
    pub service: Arc<Service>,
    pub clock: Arc<StoppedClock>,
    pub outbox: PathBuf,
    pub base: String,
    /// The file of the key that signs the log.
    pub log_key: PathBuf,
    worker: OutboxWorker,
    server: actix_web::dev::ServerHandle,
    pub dns: DemoDns,
    _folder: TempDir,
}

impl App {
    pub async fn start(database: &TestDatabase) -> Self {
        Self::start_with(database, true).await
    }

    pub async fn start_with(database: &TestDatabase, attach_document: bool) -> Self {
        Self::start_sealing(database, attach_document, SigningOrder::PartyFirst, SealSetup::default()).await
    }

    pub async fn start_sealing(
        database: &TestDatabase,
        attach_document: bool,
        signing_order: SigningOrder,
        seal: SealSetup,
    ) -> Self {
        Self::start_changed(database, |service| {
            service.settings.attach_document = attach_document;
            service.settings.signing_order = signing_order;
            service.seal = SealSetup { outbound: PublicOnly::new(true), ..seal };
        })
        .await
    }

    /// With whatever `change` makes of the service before it starts.
    pub async fn start_changed(database: &TestDatabase, change: impl FnOnce(&mut Service)) -> Self {
        let folder = TempDir::new().unwrap();
        let outbox = folder.path().join("outbox");
        let dns = DemoDns::start(0).await.unwrap();
        let clock = Arc::new(StoppedClock::at("2026-11-21T08:02:00Z".parse().unwrap()));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let log_key = folder.path().join("log.key");
        std::fs::write(&log_key, key_file(&LOG_SECRET)).unwrap();
        let settings = ProbeSettings::demonstration(dns.address());
        let mut service = Service {
            store: Store::open(database.url()).unwrap(),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            randomness: Arc::new(SystemRandomness),
            probe: DnsProbe::new(settings).unwrap(),
            second_probes: Vec::new(),
            settings: Settings {
                public_origin: base.clone(),
                mail_from: "Federointi <federointi@kela.example>".to_owned(),
                attach_document: true,
                signing_order: SigningOrder::PartyFirst,
                signing_days: 60,
                unproven_domains: federointi::config::UnprovenDomains::Allow,
                demo: false,
                special_addresses_count: true,
            },
            seal: SealSetup::default(),
            mail_wake: Arc::default(),
            job_wake: Arc::default(),
            public_checks: Arc::default(),
            log: Arc::new(keeping(None)),
        };
        change(&mut service);
        let service = Arc::new(service);
        let site = Arc::new(Site {
            service: Arc::clone(&service),
            ground: Arc::clone(&service) as Arc<dyn web::Ground>,
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            randomness: Arc::new(SystemRandomness) as Arc<dyn Randomness>,
            public_url: PublicUrl::parse(&base).unwrap(),
            trusted_proxies: Vec::new(),
            demo: false,
            outbox_dir: outbox.clone(),
            time_limit: Site::TIME_LIMIT,
            doors: Default::default(),
        });
        let server = web::serve(&site, listener).unwrap();
        let handle = server.handle();
        tokio::spawn(server);
        let worker = OutboxWorker::new(
            service.store.clone(),
            Transport::Files(outbox.clone()),
            service.settings.mail_from.clone(),
            Arc::clone(&clock) as Arc<dyn Clock>,
            Arc::new(SystemRandomness),
        );
        Self { service, clock, outbox, base, log_key, worker, server: handle, dns, _folder: folder }
    }

    /// Logs what waits, and gives what the self-check of the log finds.
    pub async fn audited(&self) -> Vec<Finding> {
        log::sequence(&self.service).await.unwrap();
        log::check(&self.service).await.unwrap().findings
    }

    /// Does every job that is due and sends every mail that waits.
    pub async fn work(&self) {
        let (_, failed) = work::do_due(&self.service).await.unwrap();
        if failed > 0 {
            use federointi::store::jobs::{self, JobKind};
            let waiting = self.service.store.read(|db| {
                let mut all = Vec::new();
                for kind in JobKind::ALL {
                    all.extend(jobs::waiting(db, kind, 20)?.into_iter().filter(|job| job.failure.is_some()));
                }
                Ok::<_, federointi::store::StoreError>(all)
            });
            panic!("a job failed: {:?}", waiting.await);
        }
        self.worker.send_due().await.unwrap();
    }

    /// Sends every mail that waits, and does no job.
    pub async fn send(&self) {
        self.worker.send_due().await.unwrap();
    }

    /// The mails that were sent, oldest first.
    pub fn mails(&self) -> Vec<federointi::mail::files::ReadMail> {
        let mut mails = federointi::mail::files::list(&self.outbox).unwrap();
        mails.reverse();
        mails
    }

    /// The newest link to a page of this service in the mails to `recipient`.
    pub fn mailed_link(&self, recipient: &str, part: &str) -> String {
        let texts: Vec<String> =
            self.mails().into_iter().filter(|mail| mail.to.contains(recipient)).map(|mail| mail.text).collect();
        let words = texts.iter().rev().flat_map(|text| text.split_whitespace());
        let link = words.into_iter().find(|word| word.starts_with(&self.base) && word.contains(part));
        link.unwrap_or_else(|| panic!("no {part} was mailed to {recipient}: {texts:?}")).to_owned()
    }

    /// An account with [`PASSWORD`].
    pub async fn staff(&self, role: Role, name: &str) -> Staff {
        let email = EmailAddress::parse(&format!(
            "{}@kela.example",
            name.to_lowercase().replace(' ', ".").replace(['ä', 'å'], "a").replace('ö', "o")
        ))
        .unwrap();
        let profile = Profile {
            name: name.to_owned(),
            role,
            position: "asiantuntija".to_owned(),
            authority: "Kelan työjärjestys".to_owned(),
            language: Language::Fi,
        };
        let (id, link) = account::add(&self.service, &Keeper::Operator, email, profile).await.unwrap();
        let token = link.rsplit('/').next().unwrap();
        password::set_by_link(&self.service, token, PASSWORD, PASSWORD).await.unwrap().unwrap();
        Staff { id, name: name.to_owned(), role }
    }

    /// Kela's half and terms in every language.
    pub async fn ready_for_approval(&self, administrator: &Staff) {
        kela::save_half(&self.service, administrator, None, parties::kela()).await.unwrap();
        for language in Language::ALL {
            let text = "## Tarkoitus\n\nOsapuolet federoivat palvelunsa.";
            kela::publish_terms(&self.service, administrator, language, 1, text, false).await.unwrap().unwrap();
        }
    }

    /// A draft of `party`, filled and checked.
    pub async fn drafted(&self, party: &DemoParty) -> (EmailAddress, RequestId) {
        let filer = EmailAddress::parse(&parties::filer(party)).unwrap();
        let id = draft::start(&self.service, &filer, Language::Fi).await.unwrap();
        for section in parties::answers(party) {
            draft::save(&self.service, &filer, &id, section).await.unwrap();
        }
        check::check_draft(&self.service, &filer, &id).await.unwrap();
        (filer, id)
    }

    /// A request of `party`, filed.
    pub async fn filed(&self, party: &DemoParty) -> (EmailAddress, RequestId) {
        let (filer, id) = self.drafted(party).await;
        let revision = self.revision(&filer, &id).await;
        file::file(&self.service, &filer, &id, revision).await.unwrap();
        (filer, id)
    }

    pub async fn revision(&self, filer: &EmailAddress, id: &RequestId) -> i32 {
        draft::read(&self.service, &Actor::Filer(filer.clone()), id).await.unwrap().revision
    }

    /// Ends the service. Whatever a test did by the service's own ways, the log and the database fit together.
    pub async fn stop(self) {
        assert_eq!(self.audited().await, []);
        self.stop_as_it_is().await;
    }

    /// Ends the service of a test that changed rows behind its back.
    pub async fn stop_as_it_is(self) {
        self.server.stop(false).await;
    }
}
