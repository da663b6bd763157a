//! What every request is served with.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::future::LocalBoxFuture;

use super::{Actor, PageError, Service};
use crate::clock::{Clock, Randomness};
use crate::config::PublicUrl;

/// What the kernel must ask of the world behind the pages before a handler runs.
pub trait Ground: Send + Sync {
    /// Who the session of this raw token belongs to; `None` when it is unknown, ended or revoked.
    fn find_session<'a>(&'a self, raw_token: &'a str, now: DateTime<Utc>)
    -> LocalBoxFuture<'a, Result<Option<Actor>, PageError>>;
    /// Whether the database answers and its migrations are in place.
    fn is_ready(&self) -> LocalBoxFuture<'_, bool>;
}

/// What every request is served with: built once at the start.
pub struct Site {
    /// The workflows, for handlers.
    pub service: Arc<Service>,
    /// Sessions and readiness.
    pub ground: Arc<dyn Ground>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes tokens.
    pub randomness: Arc<dyn Randomness>,
    /// The address that people open the service at.
    pub public_url: PublicUrl,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether this is the demonstration, which every page says.
    pub demo: bool,
    /// Where the demonstration's mail is written.
    pub outbox_dir: std::path::PathBuf,
    /// How long a request may take before it is answered 503.
    pub time_limit: Duration,
    /// Where files come in.
    pub doors: super::upload::Doors,
}

impl Site {
    /// The time limit of the service: long enough for a slow DNS check, short enough to free the line.
    pub const TIME_LIMIT: Duration = Duration::from_secs(30);
}
