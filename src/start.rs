//! From the settings to a running service: database, probe, workers and pages, and a clean stop.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::clock::{Clock, Randomness, SystemClock, SystemRandomness};
use crate::config::{AgreementMail, Config, PublicUrl};
use crate::jobs::outbox::OutboxWorker;
use crate::jobs::work;
use crate::mail::{Smtp, SmtpUrl, Transport};
use crate::probe::{DnsProbe, ProbeSettings};
use crate::store::installation::{self, Purpose};
use crate::store::{Store, StoreError};
use crate::web::{self, Site};
use crate::workflow::{Service, Settings};

/// The sender of mail where none is set.
const MAIL_FROM: &str = "Federointi <federointi@localhost>";

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
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Scheme and host that people open the service at.
    pub public_url: PublicUrl,
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
        settings: Settings {
            public_origin: parts.public_url.origin().to_owned(),
            mail_from: config.mail_from.clone().unwrap_or_else(|| MAIL_FROM.to_owned()),
            attach_document: config.agreement_mail == AgreementMail::Attach,
            demo: parts.demo,
            special_addresses_count: parts.special_addresses_count,
        },
        mail_wake: Arc::default(),
        job_wake: Arc::default(),
    }
}

/// The probe of the settings.
///
/// # Errors
/// Where the system's resolver cannot be read.
pub fn probe(config: &Config) -> anyhow::Result<DnsProbe> {
    Ok(DnsProbe::new(ProbeSettings { servers: config.dns.clone(), ..ProbeSettings::default() })?)
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
            Ok(Transport::Smtp(Box::new(Smtp::new(url, config.smtp_ca.as_deref(), Smtp::LIMIT)?)))
        }
    }
}

/// A service with its workers, ready to be served.
pub struct Running {
    /// The use cases.
    pub service: Arc<Service>,
    stop: watch::Sender<bool>,
    workers: Vec<JoinHandle<()>>,
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
        let workers = vec![
            tokio::spawn(async move { outbox.run(wake, mail_stop).await }),
            tokio::spawn(work::run(Arc::clone(&service), stopped)),
        ];
        Self { service, stop, workers }
    }

    /// Serves the pages on `listener` until the process is told to stop (SIGTERM, SIGINT), then lets what is under way end.
    ///
    /// # Errors
    /// Where the listener cannot be used.
    pub async fn serve(self, config: &Config, public_url: PublicUrl, listener: TcpListener) -> anyhow::Result<()> {
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
        });
        let server = web::serve(&site, listener).context("the pages cannot be served")?;
        let handle = server.handle();
        let mut serving = tokio::spawn(server);
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
            ended = &mut serving => ended??,
        }
        tracing::info!("stopping");
        handle.stop(true).await;
        self.stop().await;
        Ok(())
    }

    /// Stops the workers; what they are doing is done to its end.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        for worker in self.workers {
            if let Err(error) = worker.await {
                tracing::error!(%error, "a worker ended badly");
            }
        }
    }
}
