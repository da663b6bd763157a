//! The settings of Kela's seal. What does not parse stops the start; a key that cannot be used does not: it stops the sealing, and the
//! administrator sees why.

use std::fmt;
use std::path::PathBuf;

use clap::Args;

use super::{ConfigError, Settings};
use crate::seal::Level;

/// The options of the seal.
#[derive(Debug, Clone, Default, Args)]
pub struct SealingOptions {
    /// The key of Kela's seal with its certificate, PKCS#12 or PEM [env: FEDEROINTI_SEAL_KEY; its password: FEDEROINTI_SEAL_PASSWORD]
    #[arg(long, value_name = "FILE")]
    pub seal_key: Option<String>,
    /// The level of the seal: b-b, b-t or b-lt [env: FEDEROINTI_SEAL_LEVEL] [default: b-lt with --time-stamp-url, else b-b]
    #[arg(long, value_name = "LEVEL")]
    pub seal_level: Option<String>,
    /// Whether a lower level is taken while a server fails: allow or refuse [env: FEDEROINTI_SEAL_LOWER_LEVEL] [default: refuse]
    #[arg(long, value_name = "HOW")]
    pub seal_lower_level: Option<String>,
    /// The time-stamp server (RFC 3161) of the seal [env: FEDEROINTI_TIME_STAMP_URL]
    #[arg(long, value_name = "URL")]
    pub time_stamp_url: Option<String>,
    /// A PEM file of the authorities that certificates of seals, signatures and time stamps must lead to [env: FEDEROINTI_TRUST]
    #[arg(long, value_name = "FILE")]
    pub trust: Option<String>,
}

/// A text that no message shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself, for whom it is meant.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// The settings of the seal, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealing {
    /// The file of the key with its certificate.
    pub key: Option<PathBuf>,
    /// The password of that file.
    pub password: Option<Secret>,
    /// The level wanted.
    pub level: Level,
    /// Whether a lower level is taken while a server fails.
    pub lower_allowed: bool,
    /// The time-stamp server. Always there from B-T on.
    pub time_stamp_url: Option<String>,
    /// The file of the trusted authorities. Always there from B-T on.
    pub trust: Option<PathBuf>,
}

impl Sealing {
    pub(super) fn of(settings: &Settings) -> Result<Self, ConfigError> {
        let file = |text: &str| if text.is_empty() { Err("expected a file") } else { Ok(PathBuf::from(text)) };
        let time_stamp_url = settings.one("time-stamp-url", time_stamp_url)?;
        let usual = if time_stamp_url.is_some() { Level::BaselineLt } else { Level::BaselineB };
        let sealing = Self {
            key: settings.one("seal-key", file)?,
            password: settings.one("seal-password", |text| Ok(Secret(text.to_owned())))?,
            level: settings.one("seal-level", |text| Level::from_code(text).ok_or("expected b-b, b-t or b-lt"))?.unwrap_or(usual),
            lower_allowed: settings
                .one("seal-lower-level", |text| match text {
                    "allow" => Ok(true),
                    "refuse" => Ok(false),
                    _ => Err("expected allow or refuse"),
                })?
                .unwrap_or(false),
            time_stamp_url,
            trust: settings.one("trust", file)?,
        };
        if sealing.level > Level::BaselineB {
            let source = settings.source(if settings.is_set("seal-level") { "seal-level" } else { "time-stamp-url" });
            if sealing.time_stamp_url.is_none() {
                return Err(ConfigError::new(source, "the levels b-t and b-lt need a time-stamp server (--time-stamp-url)"));
            }
            if sealing.trust.is_none() {
                return Err(ConfigError::new(source, "the levels b-t and b-lt need the trusted authorities (--trust)"));
            }
        }
        Ok(sealing)
    }
}

fn time_stamp_url(text: &str) -> Result<String, &'static str> {
    const EXPECTED: &str = "expected an http:// or https:// address without a password";
    let url = url::Url::parse(text).map_err(|_| EXPECTED)?;
    let fits =
        matches!(url.scheme(), "http" | "https") && url.has_host() && url.username().is_empty() && url.password().is_none();
    if fits { Ok(text.to_owned()) } else { Err(EXPECTED) }
}

#[cfg(test)]
mod tests {
    use super::super::{CommonOptions, Config, Purpose};
    use super::*;

    fn read(options: SealingOptions, environment: &[(&str, &str)]) -> Result<Sealing, String> {
        let options = CommonOptions { sealing: options, ..CommonOptions::default() };
        let environment = environment.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        let config = Config::load_from(Purpose::Tool, &options, environment, std::path::Path::new("/no/such/federointi.toml"));
        config.map(|config| config.sealing).map_err(|error| error.to_string())
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn the_level_follows_from_the_time_stamp_server_unless_it_is_set() {
        let none = read(SealingOptions::default(), &[]).unwrap();
        assert_eq!((none.level, none.lower_allowed, none.key), (Level::BaselineB, false, None));
        let stamped =
            SealingOptions { time_stamp_url: some("http://tsa.example/"), trust: some("roots.pem"), ..Default::default() };
        assert_eq!(read(stamped.clone(), &[]).unwrap().level, Level::BaselineLt);
        let lower = SealingOptions { seal_level: some("b-t"), seal_lower_level: some("allow"), ..stamped };
        let read = read(lower, &[]).unwrap();
        assert_eq!((read.level, read.lower_allowed), (Level::BaselineT, true));
    }

    #[test]
    fn what_is_wrong_or_lacking_is_told_in_one_line_that_names_the_setting() {
        for (options, beginning) in [
            (SealingOptions { seal_level: some("b-lta"), ..Default::default() }, "--seal-level: expected"),
            (SealingOptions { seal_lower_level: some("yes"), ..Default::default() }, "--seal-lower-level: expected"),
            (SealingOptions { time_stamp_url: some("tsa.example"), ..Default::default() }, "--time-stamp-url: expected"),
            (
                SealingOptions { time_stamp_url: some("http://a:b@tsa.example"), ..Default::default() },
                "--time-stamp-url: expected",
            ),
            (
                SealingOptions { seal_level: some("b-lt"), ..Default::default() },
                "--seal-level: the levels b-t and b-lt need a time-stamp server",
            ),
            (
                SealingOptions { time_stamp_url: some("http://tsa.example"), ..Default::default() },
                "--time-stamp-url: the levels b-t and b-lt need the trusted",
            ),
        ] {
            let line = read(options, &[]).unwrap_err();
            assert!(line.starts_with(beginning) && line.lines().count() == 1, "{line}");
        }
    }

    #[test]
    fn the_password_is_of_the_environment_and_is_shown_nowhere() {
        let sealing = read(SealingOptions::default(), &[("FEDEROINTI_SEAL_PASSWORD", "sala-sana")]).unwrap();
        assert_eq!(sealing.password.as_ref().map(Secret::reveal), Some("sala-sana"));
        assert!(!format!("{sealing:?}").contains("sala-sana"));
    }
}
