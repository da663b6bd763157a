//! What the operator sets: options of the command line, over `FEDEROINTI_…` of the environment, over `federointi.toml`, over the
//! defaults. Whatever is unknown or does not parse stops the start with one line that names it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use actix_web::http::Uri;
use clap::Args;

use crate::agreement::EmailAddress;
use crate::agreement::version::SigningOrder;
use crate::log::VerifierKey;

mod sealing;

pub use sealing::{Sealing, SealingOptions, Secret};

const PREFIX: &str = "FEDEROINTI_";
/// Variables with this prefix belong to the tests and are left alone.
const TEST_PREFIX: &str = "FEDEROINTI_TEST_";
const DEFAULT_FILE: &str = "federointi.toml";
/// The settings by their names in the file; the flag is `--NAME`, the variable `FEDEROINTI_NAME` in capitals.
const KEYS: [&str; 26] = [
    "listen",
    "data-dir",
    "database-url",
    "dns",
    "edge-roots",
    "second-dns",
    "smtp-url",
    "smtp-ca",
    "mail-from",
    "public-url",
    "log-format",
    "agreement-mail",
    "signing-order",
    "signing-days",
    "unproven-domains",
    "seal-key",
    "seal-password",
    "seal-level",
    "seal-lower-level",
    "time-stamp-url",
    "trust",
    "trusted-proxy",
    "log-origin",
    "log-key",
    "log-former-key",
    "witness",
];
/// Settings that may be given several times.
const LISTED: [&str; 4] = ["dns", "second-dns", "trusted-proxy", "log-former-key"];
/// Settings whose values hold passwords, so that no message repeats them.
const SECRET: [&str; 3] = ["database-url", "smtp-url", "seal-password"];

/// The options that every command takes. Each is also an environment variable and a key of the settings file.
#[derive(Debug, Clone, Default, Args)]
pub struct CommonOptions {
    /// The settings file [env: FEDEROINTI_CONFIG] [default: federointi.toml, if there is one]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Address and port to serve on [env: FEDEROINTI_LISTEN] [default: 127.0.0.1:8080]
    #[arg(long, value_name = "IP:PORT")]
    pub listen: Option<String>,
    /// Where the service keeps its files [env: FEDEROINTI_DATA_DIR] [default: ./data, for demo ./demo-data]
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<String>,
    /// The database [env: FEDEROINTI_DATABASE_URL] [default: SQLite in the data directory; postgres://… for PostgreSQL]
    #[arg(long, value_name = "URL")]
    pub database_url: Option<String>,
    /// A DNS server to ask, repeatable [env: FEDEROINTI_DNS, separated by commas] [default: the system's resolver]
    #[arg(long, value_name = "IP:PORT")]
    pub dns: Vec<String>,
    /// A PEM file of further root certificates that Edge servers' certificates may lead to, beside the public ones [env: FEDEROINTI_EDGE_ROOTS]
    #[arg(long, value_name = "FILE")]
    pub edge_roots: Option<String>,
    /// Another DNS server, through which watching confirms what it found, repeatable [env: FEDEROINTI_SECOND_DNS, separated by commas] [default: the first is asked again]
    #[arg(long, value_name = "IP:PORT")]
    pub second_dns: Vec<String>,
    /// The mail server, smtp://[USER:PASSWORD@]HOST (STARTTLS) or smtps://… [env: FEDEROINTI_SMTP_URL] [default: files in DATA/outbox]
    #[arg(long, value_name = "URL")]
    pub smtp_url: Option<String>,
    /// A PEM file of certificate authorities that the mail server's certificate may be of, beside the public ones [env: FEDEROINTI_SMTP_CA]
    #[arg(long, value_name = "FILE")]
    pub smtp_ca: Option<String>,
    /// The sender of the service's mail [env: FEDEROINTI_MAIL_FROM] [required with --smtp-url]
    #[arg(long, value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// The address that people open the service at [env: FEDEROINTI_PUBLIC_URL]
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// How the log is written: text or json [env: FEDEROINTI_LOG_FORMAT] [default: text]
    #[arg(long, value_name = "FORMAT")]
    pub log_format: Option<String>,
    /// Whether the approval mail carries the agreement or a link to it: attach or link [env: FEDEROINTI_AGREEMENT_MAIL] [default: attach]
    #[arg(long, value_name = "HOW")]
    pub agreement_mail: Option<String>,
    /// Who comes first, the party's signature or Kela's seal: party-first or kela-first [env: FEDEROINTI_SIGNING_ORDER] [default: party-first]
    #[arg(long, value_name = "ORDER")]
    pub signing_order: Option<String>,
    /// How many days the party has to sign before an agreement lapses [env: FEDEROINTI_SIGNING_DAYS] [default: 60]
    #[arg(long, value_name = "DAYS")]
    pub signing_days: Option<String>,
    /// What a domain without its TXT proof means for the approval: allow, warn or refuse [env: FEDEROINTI_UNPROVEN_DOMAINS] [default: allow]
    #[arg(long, value_name = "HOW")]
    pub unproven_domains: Option<String>,
    /// Kela's seal.
    #[command(flatten)]
    pub sealing: SealingOptions,
    /// A reverse proxy whose X-Forwarded-For is believed, repeatable [env: FEDEROINTI_TRUSTED_PROXY, separated by commas]
    #[arg(long, value_name = "IP")]
    pub trusted_proxy: Vec<String>,
    /// What the log of events is called in its checkpoints [env: FEDEROINTI_LOG_ORIGIN] [default: the host of the public URL, and /log]
    #[arg(long, value_name = "NAME")]
    pub log_origin: Option<String>,
    /// The key that signs the log's checkpoints, Ed25519 in PKCS#8 [env: FEDEROINTI_LOG_KEY] [default: DATA/log.key, made at the first start]
    #[arg(long, value_name = "FILE")]
    pub log_key: Option<String>,
    /// A key that signed the log's checkpoints before, as its text NAME+ID+KEY, repeatable [env: FEDEROINTI_LOG_FORMER_KEY, separated by commas]
    #[arg(long, value_name = "KEY")]
    pub log_former_key: Vec<String>,
    /// To whom the log's newest checkpoint is mailed, at most once a day [env: FEDEROINTI_WITNESS]
    #[arg(long, value_name = "ADDRESS")]
    pub witness: Option<String>,
}

/// What the settings are read for: defaults and demands differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The real service: it must know its public address.
    Serve,
    /// The demonstration: its own directory, loopback only, SQLite only, no mail server.
    Demo,
    /// Any other command.
    Tool,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Whether the approval mail carries the agreement or a link to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgreementMail {
    /// The PDF is attached.
    Attach,
    /// The mail holds a link.
    Link,
}

/// What a domain that its organisation has not proven means for the approval of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnprovenDomains {
    /// Nothing: the reviewer sees it.
    Allow,
    /// The reviewer has to accept it with a tick of its own.
    Warn,
    /// The request cannot be approved.
    Refuse,
}

/// The address that people open the service at: scheme and authority, no path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    secure: bool,
}

impl PublicUrl {
    /// Reads `https://federointi.example` or `http://127.0.0.1:8080`; a final `/` is allowed.
    ///
    /// # Errors
    /// What is expected, when it is anything else.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        const EXPECTED: &str = "expected http:// or https:// and a host, without a path";
        let uri: Uri = text.parse().map_err(|_| EXPECTED)?;
        let (Some(scheme @ ("http" | "https")), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(EXPECTED);
        };
        if !matches!(uri.path(), "" | "/")
            || uri.query().is_some()
            || authority.as_str().contains('@')
            || authority.host().is_empty()
        {
            return Err(EXPECTED);
        }
        Ok(Self { origin: [scheme, "://", &authority.as_str().to_ascii_lowercase()].concat(), secure: scheme == "https" })
    }

    /// The origin, without a final `/`: put a path that begins with `/` after it.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Host and port, without the scheme.
    #[must_use]
    pub fn host(&self) -> &str {
        self.origin.split_once("://").map_or(&*self.origin, |(_, host)| host)
    }

    /// Whether people reach the service over TLS, so that cookies may be marked `Secure`.
    #[must_use]
    pub const fn is_secure(&self) -> bool {
        self.secure
    }
}

/// The settings, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address and port to serve on.
    pub listen: SocketAddr,
    /// Where the service keeps its files.
    pub data_dir: PathBuf,
    /// A `postgres://` URL; without it SQLite in the data directory.
    pub database_url: Option<String>,
    /// DNS servers to ask; empty for the system's resolver.
    pub dns: Vec<SocketAddr>,
    /// Further roots that Edge servers' certificates may lead to.
    pub edge_roots: Option<PathBuf>,
    /// Other DNS servers, through which watching confirms what it found.
    pub second_dns: Vec<SocketAddr>,
    /// The mail server; without it mail goes to files.
    pub smtp_url: Option<String>,
    /// More certificate authorities for the mail server.
    pub smtp_ca: Option<PathBuf>,
    /// The sender of the service's mail. Always there with a mail server.
    pub mail_from: Option<String>,
    /// The address that people open the service at. Always there for [`Purpose::Serve`].
    pub public_url: Option<PublicUrl>,
    /// How the log is written.
    pub log_format: LogFormat,
    /// Whether the approval mail carries the agreement or a link to it.
    pub agreement_mail: AgreementMail,
    /// Who comes first: the party's signature or Kela's seal.
    pub signing_order: SigningOrder,
    /// How many days the party has to sign.
    pub signing_days: u16,
    /// What a domain that is not proven means for the approval.
    pub unproven_domains: UnprovenDomains,
    /// How Kela seals.
    pub sealing: Sealing,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// What the log is called in its checkpoints.
    pub log_origin: Option<String>,
    /// The file of the key that signs them.
    pub log_key: Option<PathBuf>,
    /// Keys that signed them before.
    pub log_former_keys: Vec<VerifierKey>,
    /// To whom the newest checkpoint is mailed.
    pub witness: Option<EmailAddress>,
}

/// Why the settings were refused: one line that names the setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError(String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

impl ConfigError {
    fn new(what: impl fmt::Display, why: impl fmt::Display) -> Self {
        Self(format!("{what}: {why}").replace(['\n', '\r'], " "))
    }
}

/// A value as it was given, and where.
#[derive(Debug, Clone)]
struct Given {
    source: String,
    values: Vec<String>,
}

type Layer = BTreeMap<&'static str, Given>;

impl Config {
    /// Reads the settings of the process: its options, its environment and the settings file.
    ///
    /// # Errors
    /// One line that names what is unknown or wrong.
    pub fn load(purpose: Purpose, options: &CommonOptions) -> Result<Self, ConfigError> {
        Self::load_from(purpose, options, std::env::vars_os(), Path::new(DEFAULT_FILE))
    }

    fn load_from(
        purpose: Purpose,
        options: &CommonOptions,
        environment: impl Iterator<Item = (OsString, OsString)>,
        default_file: &Path,
    ) -> Result<Self, ConfigError> {
        let (environment, named_file) = read_environment(environment)?;
        let file = match options.config.clone().or(named_file) {
            Some(path) => read_file(&path)?,
            None if default_file.exists() => read_file(default_file)?,
            None => Layer::new(),
        };
        let settings = Settings(file.into_iter().chain(environment).chain(flags(options)).collect());
        settings.check(purpose)
    }
}

fn flags(options: &CommonOptions) -> Layer {
    let mut layer = Layer::new();
    let one = |value: &Option<String>| value.iter().cloned().collect::<Vec<_>>();
    for key in KEYS {
        let values = match key {
            "listen" => one(&options.listen),
            "data-dir" => one(&options.data_dir),
            "database-url" => one(&options.database_url),
            "dns" => options.dns.clone(),
            "edge-roots" => one(&options.edge_roots),
            "second-dns" => options.second_dns.clone(),
            "smtp-url" => one(&options.smtp_url),
            "smtp-ca" => one(&options.smtp_ca),
            "mail-from" => one(&options.mail_from),
            "public-url" => one(&options.public_url),
            "log-format" => one(&options.log_format),
            "agreement-mail" => one(&options.agreement_mail),
            "signing-order" => one(&options.signing_order),
            "signing-days" => one(&options.signing_days),
            "unproven-domains" => one(&options.unproven_domains),
            "seal-key" => one(&options.sealing.seal_key),
            // Never on a command line, which other people of the machine can read.
            "seal-password" => Vec::new(),
            "seal-level" => one(&options.sealing.seal_level),
            "seal-lower-level" => one(&options.sealing.seal_lower_level),
            "time-stamp-url" => one(&options.sealing.time_stamp_url),
            "trust" => one(&options.sealing.trust),
            "log-origin" => one(&options.log_origin),
            "log-key" => one(&options.log_key),
            "log-former-key" => options.log_former_key.clone(),
            "witness" => one(&options.witness),
            _ => options.trusted_proxy.clone(),
        };
        if !values.is_empty() {
            layer.insert(key, Given { source: ["--", key].concat(), values });
        }
    }
    layer
}

/// The environment's settings, and the path of the file if it names one. An empty variable counts as not set.
fn read_environment(variables: impl Iterator<Item = (OsString, OsString)>) -> Result<(Layer, Option<PathBuf>), ConfigError> {
    let (mut layer, mut file) = (Layer::new(), None);
    for (name, value) in variables {
        let Some(name) = name.to_str().filter(|name| name.starts_with(PREFIX) && !name.starts_with(TEST_PREFIX)) else {
            continue;
        };
        if name == "FEDEROINTI_CONFIG" {
            file = Some(PathBuf::from(value)).filter(|path| !path.as_os_str().is_empty());
            continue;
        }
        let Some(key) = KEYS.into_iter().find(|key| variable(key) == name) else {
            return Err(ConfigError::new(name, "unknown environment variable"));
        };
        let Some(value) = value.to_str() else {
            return Err(ConfigError::new(name, "not UTF-8"));
        };
        let values: Vec<String> = if LISTED.contains(&key) {
            value.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
        } else {
            Some(value.to_owned()).filter(|value| !value.is_empty()).into_iter().collect()
        };
        if !values.is_empty() {
            layer.insert(key, Given { source: name.to_owned(), values });
        }
    }
    Ok((layer, file))
}

fn variable(key: &str) -> String {
    [PREFIX, &key.replace('-', "_").to_ascii_uppercase()].concat()
}

fn read_file(path: &Path) -> Result<Layer, ConfigError> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| ConfigError::new(&name, error))?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| ConfigError::new(&name, error.message()))?;
    let mut layer = Layer::new();
    for (given, value) in table {
        let source = format!("{given} in {name}");
        let Some(key) = KEYS.into_iter().find(|key| *key == given) else {
            return Err(ConfigError::new(source, "unknown key"));
        };
        let listed = LISTED.contains(&key);
        let values = match value {
            toml::Value::String(text) => vec![text],
            toml::Value::Array(items) if listed => items
                .into_iter()
                .map(|item| match item {
                    toml::Value::String(text) => Ok(text),
                    _ => Err(ConfigError::new(&source, "expected a list of texts in quotes")),
                })
                .collect::<Result<_, _>>()?,
            _ if listed => return Err(ConfigError::new(source, "expected a list of texts in quotes")),
            _ => return Err(ConfigError::new(source, "expected a text in quotes")),
        };
        layer.insert(key, Given { source, values });
    }
    Ok(layer)
}

struct Settings(Layer);

impl Settings {
    fn all<T>(&self, key: &str, parse: impl Fn(&str) -> Result<T, &'static str>) -> Result<Vec<T>, ConfigError> {
        let Some(Given { source, values }) = self.0.get(key) else {
            return Ok(Vec::new());
        };
        let refuse = |value: &str, why: &str| {
            let shown = if SECRET.contains(&key) { String::new() } else { format!(" (given: {value})") };
            ConfigError::new(source, [why, &shown].concat())
        };
        values.iter().map(|value| parse(value).map_err(|why| refuse(value, why))).collect()
    }

    fn one<T>(&self, key: &str, parse: impl Fn(&str) -> Result<T, &'static str>) -> Result<Option<T>, ConfigError> {
        Ok(self.all(key, parse)?.pop())
    }

    fn is_set(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    fn source<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, |given| &given.source)
    }

    fn check(&self, purpose: Purpose) -> Result<Config, ConfigError> {
        let demo = purpose == Purpose::Demo;
        let config = Config {
            listen: self
                .one("listen", |text| text.parse().map_err(|_| "expected an IP address and a port"))?
                .unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080))),
            data_dir: self
                .one("data-dir", |text| if text.is_empty() { Err("expected a directory") } else { Ok(PathBuf::from(text)) })?
                .unwrap_or_else(|| PathBuf::from(if demo { "./demo-data" } else { "./data" })),
            database_url: self.one("database-url", |text| {
                let postgres = text.starts_with("postgres://") || text.starts_with("postgresql://");
                if postgres { Ok(text.to_owned()) } else { Err("expected a postgres:// URL (SQLite needs none)") }
            })?,
            dns: self.all("dns", |text| text.parse().map_err(|_| "expected an IP address and a port"))?,
            second_dns: self.all("second-dns", |text| text.parse().map_err(|_| "expected an IP address and a port"))?,
            smtp_url: self.one("smtp-url", smtp_url)?,
            edge_roots: self
                .one("edge-roots", |text| if text.is_empty() { Err("expected a file") } else { Ok(PathBuf::from(text)) })?,
            smtp_ca: self.one("smtp-ca", |text| Ok(PathBuf::from(text)))?,
            mail_from: self.one("mail-from", |text| match text.parse::<lettre::message::Mailbox>() {
                Ok(_) => Ok(text.to_owned()),
                Err(_) => Err("expected an e-mail address"),
            })?,
            public_url: self.one("public-url", PublicUrl::parse)?,
            log_format: self
                .one("log-format", |text| match text {
                    "text" => Ok(LogFormat::Text),
                    "json" => Ok(LogFormat::Json),
                    _ => Err("expected text or json"),
                })?
                .unwrap_or(LogFormat::Text),
            agreement_mail: self
                .one("agreement-mail", |text| match text {
                    "attach" => Ok(AgreementMail::Attach),
                    "link" => Ok(AgreementMail::Link),
                    _ => Err("expected attach or link"),
                })?
                .unwrap_or(AgreementMail::Attach),
            signing_order: self
                .one("signing-order", |text| match text {
                    "party-first" => Ok(SigningOrder::PartyFirst),
                    "kela-first" => Ok(SigningOrder::KelaFirst),
                    _ => Err("expected party-first or kela-first"),
                })?
                .unwrap_or(SigningOrder::PartyFirst),
            signing_days: self
                .one("signing-days", |text| match text.parse() {
                    Ok(days @ 1..=365) => Ok(days),
                    _ => Err("expected a number of days from 1 to 365"),
                })?
                .unwrap_or(60),
            unproven_domains: self
                .one("unproven-domains", |text| match text {
                    "allow" => Ok(UnprovenDomains::Allow),
                    "warn" => Ok(UnprovenDomains::Warn),
                    "refuse" => Ok(UnprovenDomains::Refuse),
                    _ => Err("expected allow, warn or refuse"),
                })?
                .unwrap_or(UnprovenDomains::Allow),
            sealing: Sealing::of(self)?,
            trusted_proxies: self.all("trusted-proxy", |text| text.parse().map_err(|_| "expected an IP address"))?,
            log_origin: self.one("log-origin", log_origin)?,
            log_key: self.one("log-key", |text| Ok(PathBuf::from(text)))?,
            log_former_keys: self.all("log-former-key", |text| {
                VerifierKey::parse(text).map_err(|_| "expected the text of a key, NAME+ID+KEY, as /log/key gives it")
            })?,
            witness: self.one("witness", |text| EmailAddress::parse(text).map_err(|_| "expected an e-mail address"))?,
        };
        if purpose == Purpose::Serve && config.public_url.is_none() {
            return Err(ConfigError::new("--public-url", "serve needs the address that people open the service at"));
        }
        if demo {
            self.check_demo(&config)?;
        }
        if config.smtp_url.is_some() && config.mail_from.is_none() {
            return Err(ConfigError::new("--mail-from", "a mail server needs the address that the service's mail is from"));
        }
        Ok(config)
    }

    fn check_demo(&self, config: &Config) -> Result<(), ConfigError> {
        let refused = [
            (!config.listen.ip().is_loopback(), "listen", "the demonstration listens on loopback only"),
            (config.database_url.is_some(), "database-url", "the demonstration uses SQLite only"),
            (config.smtp_url.is_some(), "smtp-url", "the demonstration writes its mail to files only"),
        ];
        match refused.into_iter().find(|(wrong, ..)| *wrong) {
            Some((_, key, why)) => Err(ConfigError::new(self.source(key), why)),
            None => Ok(()),
        }
    }
}

fn log_origin(text: &str) -> Result<String, &'static str> {
    // The origin is the name of the key too (C2SP signed-note).
    let fits = VerifierKey::new(text, [0; 32]).is_ok();
    if fits { Ok(text.to_owned()) } else { Err("expected a name without blanks and +, such as federointi.example/log") }
}

fn smtp_url(text: &str) -> Result<String, &'static str> {
    crate::mail::SmtpUrl::parse(text).map(|_| text.to_owned()).map_err(crate::mail::SmtpUrlError::text)
}

#[cfg(test)]
mod tests;
