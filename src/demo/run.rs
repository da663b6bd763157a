//! Starts the demonstration: name server, data, pages; and says what there is to try.

use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::authority::Authority;
use super::dns::DemoDns;
use super::edges::DemoEdges;
use super::parties::kela;
use super::seed::{DemoAccount, seed};
use super::zones::DEMO_ZONES;
use crate::clock::{Clock, StoppedClock, SystemClock};
use crate::config::{Config, PublicUrl};
use crate::probe::{DnsProbe, EdgeSettings, ProbeSettings, Roots};
use crate::seal::{Level, TrustAnchors};
use crate::start::{self, Parts, Running};
use crate::store::Store;
use crate::store::installation::{self, Purpose};
use crate::workflow::seal_key::SealSetup;

/// Where the demonstration's certificate authority is kept, in the data directory.
const AUTHORITY: &str = "authority";
/// How far back the demonstration's story begins.
const PAST: TimeDelta = TimeDelta::days(12);

/// What scripts read of a running demonstration: `DATA/demo.json`.
#[derive(Debug, Serialize, Deserialize)]
struct Told {
    url: String,
    dns: String,
    /// The port of the Edge servers.
    #[serde(default)]
    edge_port: Option<u16>,
    outbox: String,
    /// The root certificate that the demonstration's seals and time stamps lead to, as PEM.
    #[serde(default)]
    trust: Option<String>,
    /// The Y-tunnus of the demonstration's Kela, for `verify --sealer`.
    #[serde(default)]
    sealer: Option<String>,
    accounts: Vec<DemoAccount>,
}

/// Runs the demonstration until it is stopped. `reset` begins it anew; only data that is marked as a demonstration's is ever removed.
///
/// # Errors
/// With one line for the person who started it.
pub async fn run(config: &Config, reset: bool, out: &mut (impl Write + Send)) -> anyhow::Result<()> {
    let listener = TcpListener::bind(config.listen).with_context(|| format!("{} cannot be listened on", config.listen))?;
    listener.set_nonblocking(true)?;
    let public_url = match &config.public_url {
        Some(url) => url.clone(),
        None => PublicUrl::parse(&format!("http://{}", listener.local_addr()?)).map_err(anyhow::Error::msg)?,
    };
    let _alone = alone(config)?;
    let told_file = config.data_dir.join("demo.json");
    let unfinished = start::sqlite_file(&config.data_dir).exists() && !told_file.exists();
    if reset || unfinished {
        remove(config)?;
    }
    let store = start::open_store(config, Purpose::Demo).await?;
    let dns = DemoDns::start(0).await?;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(config.data_dir.join(AUTHORITY))?;
    let authority = Authority::start(&config.data_dir.join(AUTHORITY), Arc::new(SystemClock)).await?;
    let seal = seal(&authority)?;
    let edges = DemoEdges::start(&authority, SystemClock.now()).await?;
    let edge = EdgeSettings {
        port: edges.port(),
        special_addresses: true,
        roots: Arc::new(Roots::with(seal.trust.clone())),
        ..EdgeSettings::default()
    };
    // Its authority answers on loopback.
    let edge = edge.asking(true);
    let probe = || {
        let edge = Some(edge.clone());
        DnsProbe::new(ProbeSettings { edge, ..ProbeSettings::demonstration(dns.address()) })
    };
    let parts = |store: Store, probe, clock: Arc<dyn Clock>| Parts {
        store,
        probe,
        second_probes: Vec::new(),
        clock,
        public_url: public_url.clone(),
        seal: seal.clone(),
        demo: true,
        special_addresses_count: true,
    };
    let accounts = match std::fs::read(&told_file) {
        Ok(bytes) => {
            serde_json::from_slice::<Told>(&bytes).context("demo.json cannot be read; begin anew with --reset")?.accounts
        }
        Err(_) => {
            writeln!(out, "Preparing the demonstration …")?;
            let clock = Arc::new(StoppedClock::at(SystemClock.now() - PAST));
            let service = start::service(config, parts(store.clone(), probe()?, Arc::clone(&clock) as Arc<dyn Clock>));
            authority.set_clock(Arc::clone(&clock) as Arc<dyn Clock>);
            let accounts = seed(&service, &clock, &dns).await?;
            authority.set_clock(Arc::new(SystemClock));
            accounts
        }
    };
    let mut service = start::service(config, parts(store, probe()?, Arc::new(SystemClock)));
    service.log = Arc::new(start::keep_log(config, &service.store, &public_url).await?);
    let running = Running::start(service, start::transport(config)?);
    let told = Told {
        url: public_url.origin().to_owned(),
        dns: dns.address().to_string(),
        edge_port: Some(edges.port()),
        outbox: start::outbox_dir(&config.data_dir).display().to_string(),
        trust: Some(authority.trust_file().display().to_string()),
        sealer: Some(kela().organisation.business_id),
        accounts,
    };
    write_private(&told_file, &serde_json::to_vec_pretty(&told)?)?;
    tell(&told, &config.data_dir, out)?;
    running.serve(config, public_url, listener).await
}

/// The demonstration seals with time and proofs, by its own authority.
fn seal(authority: &Authority) -> anyhow::Result<SealSetup> {
    let trust = std::fs::read_to_string(authority.trust_file())?;
    Ok(SealSetup {
        key_file: Some(authority.seal_file()),
        level: Level::BaselineLt,
        time_stamp_url: Some(authority.time_stamp_url()),
        trust: TrustAnchors::from_pem(&trust)?,
        ..SealSetup::default()
    })
}

fn tell(told: &Told, data_dir: &Path, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(out, "\nFederointi, the demonstration: {}/", told.url)?;
    writeln!(out, "\nTry this:")?;
    writeln!(out, "  1. File a request: {}/fi  (the link that is mailed to you: {}/fi/demo/mail)", told.url, told.url)?;
    writeln!(out, "  2. Review it:      {}/fi/sign-in", told.url)?;
    writeln!(out, "  3. Find agreements as an auditor, and download one.\n")?;
    for account in &told.accounts {
        writeln!(out, "  {:<14} {:<34} {}", account.role.code(), account.email, account.password)?;
    }
    writeln!(out, "\nDomains to enter (all invented; the name server is {}):", told.dns)?;
    for zone in DEMO_ZONES {
        writeln!(out, "  {:<26} {}", zone.name, zone.shows)?;
    }
    let port = told.edge_port.map(|port| format!(" --edge-port {port}")).unwrap_or_default();
    let roots = told.trust.as_ref().map(|file| format!(" --roots {file}")).unwrap_or_default();
    writeln!(
        out,
        "The same check by command: federointi check porttila.example --demonstration --dns {}{port}{roots}",
        told.dns
    )?;
    writeln!(out, "\nFor scripts: {}. Ctrl+C stops; --reset begins anew.", data_dir.join("demo.json").display())?;
    out.flush()?;
    Ok(())
}

/// Holds the data directory for one demonstration at a time, as long as the file is open. Data that is not a demonstration's is refused first.
fn alone(config: &Config) -> anyhow::Result<std::fs::File> {
    let database = start::sqlite_file(&config.data_dir);
    if database.exists() {
        let url = database.display().to_string();
        if installation::purpose(&mut Store::open_once(&url)?)? != Some(Purpose::Demo) {
            bail!("{url} is not a demonstration's; demo needs a directory of its own (--data-dir)");
        }
    }
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&config.data_dir)?;
    let lock = std::fs::File::create(config.data_dir.join("demo.lock"))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(std::fs::TryLockError::WouldBlock) => bail!("another demonstration uses {}", config.data_dir.display()),
        Err(std::fs::TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Removes the demonstration's own files, and nothing else.
fn remove(config: &Config) -> anyhow::Result<()> {
    for name in ["federointi.sqlite", "federointi.sqlite-wal", "federointi.sqlite-shm", "demo.json", "log.key"] {
        let file = config.data_dir.join(name);
        if file.exists() {
            std::fs::remove_file(&file).with_context(|| file.display().to_string())?;
        }
    }
    for folder in [start::outbox_dir(&config.data_dir), config.data_dir.join(AUTHORITY)] {
        if folder.exists() {
            std::fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
        }
    }
    Ok(())
}

/// Writes a file that only its owner reads: it holds passwords, if only the demonstration's.
fn write_private(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let part = path.with_extension("json.part");
    let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&part, path)?;
    Ok(())
}
