//! From the settings to a running service: database, probe, workers and pages, and a clean stop.

use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};

use crate::clock::{Clock, Randomness, SystemClock, SystemRandomness};
use crate::config::{AgreementMail, Config, PublicUrl};
use crate::jobs::outbox::OutboxWorker;
use crate::jobs::{log, watching, work};
use crate::log::note::key_file;
use crate::log::{Checkpoint, Signer};
use crate::mail::{Limits, Smtp, SmtpUrl, Transport};
use crate::outbound::PublicOnly;
use crate::probe::{DnsProbe, EdgeSettings, ProbeSettings, Roots};
use crate::seal::TrustAnchors;
use crate::store::installation::{self, Purpose};
use crate::store::{Store, StoreError};
use crate::web::{self, Site};
use crate::workflow::log::Keeping;
use crate::workflow::log::audit::Trust;
use crate::workflow::seal_key::SealSetup;
use crate::workflow::{Service, Settings};

/// The sender of mail where none is set.
const MAIL_FROM: &str = "Federointi <federointi@localhost>";
/// How long the workers may take to end. A mail server may take longer to answer: its mail is then sent again, by its claim.
const LAST_WORK: Duration = Duration::from_secs(60);

/// Where the database is: PostgreSQL as set, or the SQLite file of the data directory.
#[must_use]
pub fn database_url(config: &Config) -> String {
    config.database_url.clone().unwrap_or_else(|| sqlite_file(&config.data_dir).display().to_string())
}

/// The SQLite file of a data directory.
#[must_use]
pub fn sqlite_file(data_dir: &Path) -> PathBuf {
    data_dir.join("federointi.sqlite")
}

/// Where mail is written without a mail server.
#[must_use]
pub fn outbox_dir(data_dir: &Path) -> PathBuf {
    data_dir.join("outbox")
}

/// Opens the database and makes sure that it is for `purpose`: a demonstration's data is never served as real, nor the other way.
///
/// # Errors
/// With one line for the operator.
pub async fn open_store(config: &Config, purpose: Purpose) -> anyhow::Result<Store> {
    let store = Store::open(&database_url(config))?;
    let now = SystemClock.now();
    let marked = store
        .write(move |db| {
            let marked = installation::purpose(db)?;
            if marked.is_none() {
                installation::mark(db, purpose, now)?;
            }
            Ok::<_, StoreError>(marked.unwrap_or(purpose))
        })
        .await?;
    match (marked == purpose, purpose) {
        (true, _) => Ok(store),
        (false, Purpose::Service) => bail!("this database holds a demonstration; serve needs data of its own (--data-dir)"),
        (false, Purpose::Demo) => bail!("this data is not a demonstration's; demo needs a directory of its own (--data-dir)"),
    }
}

/// What a service is put together from.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// Asks DNS.
    pub probe: DnsProbe,
    /// Ask other resolvers, to confirm what watching finds.
    pub second_probes: Vec<DnsProbe>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Scheme and host that people open the service at.
    pub public_url: PublicUrl,
    /// How Kela seals.
    pub seal: SealSetup,
    /// Whether it is the demonstration.
    pub demo: bool,
    /// Whether documentation and loopback addresses count as public.
    pub special_addresses_count: bool,
}

/// Puts the use cases together.
#[must_use]
pub fn service(config: &Config, parts: Parts) -> Service {
    Service {
        store: parts.store,
        clock: parts.clock,
        randomness: Arc::new(SystemRandomness),
        probe: parts.probe,
        second_probes: parts.second_probes,
        settings: Settings {
            public_origin: parts.public_url.origin().to_owned(),
            mail_from: config.mail_from.clone().unwrap_or_else(|| MAIL_FROM.to_owned()),
            attach_document: config.agreement_mail == AgreementMail::Attach,
            signing_order: config.signing_order,
            signing_days: config.signing_days,
            unproven_domains: config.unproven_domains,
            demo: parts.demo,
            special_addresses_count: parts.special_addresses_count,
        },
        seal: SealSetup { outbound: PublicOnly::new(parts.special_addresses_count), ..parts.seal },
        mail_wake: Arc::default(),
        job_wake: Arc::default(),
        public_checks: Arc::default(),
        log: Arc::default(),
    }
}

/// The seal of the settings. The key is read when something is sealed: a key that cannot be used does not stop the service.
///
/// # Errors
/// Where the file of the trusted authorities cannot be read.
pub fn seal(config: &Config) -> anyhow::Result<SealSetup> {
    let sealing = &config.sealing;
    let trust = match &sealing.trust {
        None => TrustAnchors::default(),
        Some(file) => {
            let named = || format!("--trust: {}", file.display());
            let text = std::fs::read_to_string(file).with_context(named)?;
            TrustAnchors::from_pem(&text).with_context(named)?
        }
    };
    Ok(SealSetup {
        key_file: sealing.key.clone(),
        password: sealing.password.clone(),
        level: sealing.level,
        lower_allowed: sealing.lower_allowed,
        time_stamp_url: sealing.time_stamp_url.clone(),
        trust,
        ..SealSetup::default()
    })
}

/// The file of the key that signs the log's checkpoints.
#[must_use]
pub fn log_key_file(config: &Config) -> PathBuf {
    config.log_key.clone().unwrap_or_else(|| config.data_dir.join("log.key"))
}

/// What the log is kept with: its key, made at the first start where none is named, and its name, which never changes.
///
/// # Errors
/// Where the key is not the one that signed the log so far, or cannot be read: a log whose key changes unsaid is worth nothing.
pub async fn keep_log(config: &Config, store: &Store, public_url: &PublicUrl) -> anyhow::Result<Keeping> {
    let newest = store.read(crate::store::log::newest).await?.map(|newest| newest.note);
    let named = newest.as_deref().map(Checkpoint::claimed).transpose()?.map(|checkpoint| checkpoint.origin);
    let origin = match (&config.log_origin, named) {
        (Some(wanted), Some(named)) if *wanted != named => bail!("--log-origin: this log is called {named} for good"),
        (_, Some(named)) => named,
        (Some(wanted), None) => wanted.clone(),
        (None, None) => [public_url.host(), "/log"].concat(),
    };
    let file = log_key_file(config);
    let shown = file.display();
    let former = config.log_former_keys.clone();
    let by_former = newest.as_deref().is_none_or(|note| Checkpoint::open(note, &former).is_ok());
    let signer = if config.log_key.is_some() || file.exists() {
        let bytes = std::fs::read(&file).with_context(|| format!("the log's key {shown} cannot be read"))?;
        Signer::from_file(&origin, &bytes).with_context(|| shown.to_string())?
    } else if by_former {
        let seed = SystemRandomness.bytes32();
        write_private(&file, key_file(&seed).as_bytes()).with_context(|| format!("the log's key {shown} cannot be written"))?;
        tracing::info!(file = %shown, "a key for the log was made: keep a copy of it with the backups");
        Signer::from_seed(&origin, &seed)?
    } else {
        bail!("the log's key {shown} is missing: put it back, or if it is lost name it by --log-former-key (docs/operations.md)");
    };
    let keys: Vec<_> = [signer.verifier().clone()].into_iter().chain(former.iter().cloned()).collect();
    if newest.is_some_and(|note| Checkpoint::open(&note, &keys).is_err()) {
        bail!(
            "the log was signed by another key than {shown}: put that one back, or name it by --log-former-key (docs/operations.md)"
        );
    }
    Ok(Keeping::new(signer, former, config.witness.clone()))
}

/// What a log is judged by, for a command that only looks: the key is read and never made.
///
/// # Errors
/// Where nothing has been logged yet, or the key cannot be read.
pub async fn log_trust(config: &Config, store: &Store) -> anyhow::Result<Trust> {
    let newest = store.read(crate::store::log::newest).await?.context("nothing has been logged yet")?;
    let origin = Checkpoint::claimed(&newest.note)?.origin;
    let file = log_key_file(config);
    let mut keys = config.log_former_keys.clone();
    if keys.is_empty() || file.exists() {
        let bytes = std::fs::read(&file).with_context(|| format!("the log's key {} cannot be read", file.display()))?;
        keys.push(Signer::from_file(&origin, &bytes).with_context(|| file.display().to_string())?.verifier().clone());
    }
    Ok(Trust { keys, signed: None })
}

/// Writes a file that only its owner may read, and that must not be there yet.
fn write_private(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;
    if let Some(folder) = file.parent() {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    // Whole or not at all, whenever the process dies; a link, unlike a new name, takes nothing's place.
    let part = file.with_extension("part");
    let mut whole = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
    whole.write_all(bytes)?;
    whole.sync_all()?;
    std::fs::hard_link(&part, file)?;
    std::fs::remove_file(&part)
}

/// The probe of the settings.
///
/// # Errors
/// Where the system's resolver, or the file of further roots, cannot be read.
pub fn probe(config: &Config) -> anyhow::Result<DnsProbe> {
    let edge = Some(edge_settings(config)?);
    Ok(DnsProbe::new(ProbeSettings { servers: config.dns.clone(), edge, ..ProbeSettings::default() })?)
}

fn edge_settings(config: &Config) -> anyhow::Result<EdgeSettings> {
    let roots = match &config.edge_roots {
        None => Roots::default(),
        Some(file) => {
            let named = || format!("--edge-roots: {}", file.display());
            let text = std::fs::read_to_string(file).with_context(named)?;
            Roots::with(TrustAnchors::from_pem(&text).with_context(named)?)
        }
    };
    // Port 5061 and public addresses: the service takes no other.
    Ok(EdgeSettings { roots: Arc::new(roots), ..EdgeSettings::default() }.asking(false))
}

/// The probes that confirm what watching finds, each with its own resolver. They look at Edge servers as the `first` does: what only that one
/// would see, or what only it knows of our own way out, could never be confirmed.
///
/// # Errors
/// Where a resolver cannot be set up.
pub fn second_probes(config: &Config, first: &DnsProbe) -> anyhow::Result<Vec<DnsProbe>> {
    let probe = |server: &std::net::SocketAddr| {
        let settings = ProbeSettings { servers: vec![*server], ..ProbeSettings::default() };
        Ok(DnsProbe::new(settings)?.with_edges_of(first))
    };
    config.second_dns.iter().map(probe).collect()
}

/// The way out for mail.
///
/// # Errors
/// Where the mail server's settings cannot be used.
pub fn transport(config: &Config) -> anyhow::Result<Transport> {
    match &config.smtp_url {
        None => Ok(Transport::Files(outbox_dir(&config.data_dir))),
        Some(url) => {
            let url = SmtpUrl::parse(url).map_err(|error| anyhow::anyhow!("smtp-url: {}", error.text()))?;
            Ok(Transport::Smtp(Box::new(Smtp::new(url, config.smtp_ca.as_deref(), Limits::IN_USE)?)))
        }
    }
}

/// A service with its workers, ready to be served.
pub struct Running {
    /// The use cases.
    pub service: Arc<Service>,
    stop: watch::Sender<bool>,
    workers: JoinSet<()>,
}

impl Running {
    /// Starts the workers.
    #[must_use]
    pub fn start(service: Service, transport: Transport) -> Self {
        let service = Arc::new(service);
        let (stop, stopped) = watch::channel(false);
        let outbox = OutboxWorker::new(
            service.store.clone(),
            transport,
            service.settings.mail_from.clone(),
            Arc::clone(&service.clock),
            Arc::clone(&service.randomness),
        );
        let wake = Arc::clone(&service.mail_wake);
        let mail_stop = stopped.clone();
        let mut workers = JoinSet::new();
        workers.spawn(async move { outbox.run(wake, mail_stop).await });
        workers.spawn(work::run(Arc::clone(&service), stopped.clone()));
        workers.spawn(log::run(Arc::clone(&service), stopped.clone()));
        workers.spawn(watching::run(Arc::clone(&service), stopped));
        Self { service, stop, workers }
    }

    /// Serves the pages on `listener` until the process is told to stop (SIGTERM, SIGINT), then lets what is under way end. A worker
    /// that ends by itself stops everything: pages that take requests which nobody works on would keep up appearances.
    ///
    /// # Errors
    /// Where the listener cannot be used, or a worker ended by itself.
    pub async fn serve(mut self, config: &Config, public_url: PublicUrl, listener: TcpListener) -> anyhow::Result<()> {
        let site = Arc::new(Site {
            service: Arc::clone(&self.service),
            ground: Arc::clone(&self.service) as Arc<dyn web::Ground>,
            clock: Arc::clone(&self.service.clock),
            randomness: Arc::new(SystemRandomness) as Arc<dyn Randomness>,
            public_url,
            trusted_proxies: config.trusted_proxies.clone(),
            demo: self.service.settings.demo,
            outbox_dir: outbox_dir(&config.data_dir),
            time_limit: Site::TIME_LIMIT,
            doors: Default::default(),
        });
        let server = web::serve(&site, listener).context("the pages cannot be served")?;
        let handle = server.handle();
        let mut serving = tokio::spawn(server);
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        let outcome = tokio::select! {
            _ = tokio::signal::ctrl_c() => Ok(()),
            _ = terminate.recv() => Ok(()),
            ended = &mut serving => ended.map_err(Into::into).and_then(|ended| Ok(ended?)),
            Some(ended) = self.workers.join_next() => {
                let error = by_itself(ended);
                tracing::error!(%error, "a worker ended by itself");
                Err(error)
            }
        };
        tracing::info!("stopping");
        handle.stop(true).await;
        let stopped = self.stop().await;
        outcome.and(stopped)
    }

    /// Stops the workers; what they are doing is done to its end, for a minute at most.
    ///
    /// # Errors
    /// Where one ended badly.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        let _ = self.stop.send(true);
        let mut outcome = Ok(());
        let ended = tokio::time::timeout(LAST_WORK, async {
            while let Some(ended) = self.workers.join_next().await {
                if let Err(error) = ended {
                    tracing::error!(%error, "a worker ended badly");
                    outcome = Err(error).context("a worker ended badly");
                }
            }
        });
        if ended.await.is_err() {
            tracing::warn!("the work under way takes too long; it goes on at the next start");
            self.workers.shutdown().await;
        }
        outcome
    }
}

fn by_itself(ended: Result<(), JoinError>) -> anyhow::Error {
    match ended {
        Ok(()) => anyhow::anyhow!("a worker ended by itself"),
        Err(error) => anyhow::Error::new(error).context("a worker ended by itself"),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;
    use std::sync::atomic::{AtomicBool, Ordering};

    use chrono::{DateTime, Utc};

    use super::*;
    use crate::agreement::lifecycle::EventKind;
    use crate::config::{CommonOptions, Purpose as For};
    use crate::store::events::{self, Cause, NewEvent};
    use crate::workflow::log::{self, sequence};

    /// A clock that breaks.
    #[derive(Debug, Default)]
    struct Breaking(AtomicBool);

    impl Clock for Breaking {
        fn now(&self) -> DateTime<Utc> {
            assert!(!self.0.load(Ordering::Relaxed), "the clock broke");
            SystemClock.now()
        }
    }

    fn config(data_dir: &Path) -> Config {
        let options = CommonOptions { data_dir: Some(data_dir.display().to_string()), ..CommonOptions::default() };
        Config::load(For::Tool, &options).unwrap()
    }

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[tokio::test]
    async fn a_worker_that_breaks_stops_the_service_with_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(folder.path());
        let clock = Arc::new(Breaking::default());
        let service = Service { clock: Arc::clone(&clock) as Arc<dyn Clock>, ..Service::for_tests() };
        let running = Running::start(service, transport(&config).unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let url = PublicUrl::parse("http://127.0.0.1").unwrap();
        let wake = Arc::clone(&running.service.mail_wake);
        let serving = tokio::time::timeout(Duration::from_secs(20), running.serve(&config, url, listener));
        let (served, ()) = tokio::join!(serving, async {
            clock.0.store(true, Ordering::Relaxed);
            wake.notify_one();
        });
        let error = served.unwrap().unwrap_err();
        assert!(format!("{error:#}").starts_with("a worker ended"), "{error:#}");
    }

    #[tokio::test]
    async fn workers_that_are_told_to_stop_end_well() {
        let folder = tempfile::tempdir().unwrap();
        let running = Running::start(Service::for_tests(), transport(&config(folder.path())).unwrap());
        tokio::time::timeout(Duration::from_secs(20), running.stop()).await.unwrap().unwrap();
    }

    fn url(text: &str) -> PublicUrl {
        PublicUrl::parse(text).unwrap()
    }

    /// A database in `data` with one event logged by what the log is kept with there.
    async fn logged(config: &Config) -> Service {
        let store = open_store(config, Purpose::Service).await.unwrap();
        let keeping = keep_log(config, &store, &url("https://federointi.example")).await.unwrap();
        let service = Service { store, log: Arc::new(keeping), ..Service::for_tests() };
        let event = NewEvent {
            at: service.now(),
            kind: EventKind::SignedIn,
            cause: Cause::Service,
            request: None,
            agreement: None,
            subject: None,
            states: None,
            content: None,
            salt: [0; 32],
        };
        service.store.write(move |db| events::append(db, &event)).await.unwrap();
        assert_eq!(sequence(&service).await.unwrap(), 1);
        service
    }

    #[tokio::test]
    async fn the_log_s_key_is_made_once_and_its_name_stays() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(&folder.path().join("data"));
        let file = log_key_file(&config);
        let service = logged(&config).await;
        assert_eq!(mode(&file), 0o600);
        let key = service.log.keys()[0].clone();
        assert_eq!(key.name(), "federointi.example/log");
        // Another address, the same log.
        let again = keep_log(&config, &service.store, &url("https://toinen.example")).await.unwrap();
        assert_eq!(again.keys(), std::slice::from_ref(&key));
        let renamed = Config { log_origin: Some("toinen.example".to_owned()), ..config.clone() };
        let error = keep_log(&renamed, &service.store, &url("https://toinen.example")).await.unwrap_err().to_string();
        assert!(error.starts_with("--log-origin"), "{error}");
    }

    #[tokio::test]
    async fn a_key_is_never_changed_unsaid() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(&folder.path().join("data"));
        let (file, public) = (log_key_file(&config), url("https://federointi.example"));
        let service = logged(&config).await;
        let key = service.log.keys()[0].clone();
        std::fs::rename(&file, folder.path().join("elsewhere")).unwrap();
        let error = keep_log(&config, &service.store, &public).await.unwrap_err().to_string();
        assert!(error.contains("is missing") && !file.exists(), "{error}");
        let named = Config { log_key: Some(file.clone()), ..config.clone() };
        assert!(keep_log(&named, &service.store, &public).await.is_err() && !file.exists());
        // The old key is named: a new one is made, and both are trusted.
        let known = Config { log_former_keys: vec![key.clone()], ..config.clone() };
        let keeping = keep_log(&known, &service.store, &public).await.unwrap();
        let service = Service { log: Arc::new(keeping), ..service };
        assert_eq!((service.log.keys().len(), &service.log.keys()[1]), (2, &key));
        assert_ne!(service.log.keys()[0], key);
        assert_eq!(log::check(&service).await.unwrap().findings, []);
        assert_eq!(log_trust(&known, &service.store).await.unwrap().keys.len(), 2);
        // Unsaid, the new key is not the one that signed.
        let error = keep_log(&config, &service.store, &public).await.unwrap_err().to_string();
        assert!(error.contains("another key"), "{error}");
        std::fs::write(&file, "no key").unwrap();
        assert!(keep_log(&config, &service.store, &public).await.is_err());
    }

    #[tokio::test]
    async fn what_is_stored_is_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("below/data");
        let store = open_store(&config(&data), Purpose::Service).await.unwrap();
        assert_eq!(mode(&data), 0o700);
        for name in ["federointi.sqlite", "federointi.sqlite-wal", "federointi.sqlite-shm"] {
            assert_eq!(mode(&data.join(name)), 0o600, "{name}");
        }
        drop(store);
        // What an operator opened for a group stays so.
        std::fs::set_permissions(data.join("federointi.sqlite"), std::fs::Permissions::from_mode(0o640)).unwrap();
        open_store(&config(&data), Purpose::Service).await.unwrap();
        assert_eq!(mode(&data.join("federointi.sqlite")), 0o640);
    }
}
