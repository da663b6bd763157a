//! The database, by diesel, on SQLite and PostgreSQL. Rows and queries; no rules.

pub mod accounts;
pub mod agreements;
mod connection;
pub mod counters;
pub mod documents;
pub mod domain_claims;
pub mod events;
pub mod incidents;
pub mod installation;
pub mod jobs;
pub mod kela;
pub mod log;
pub mod outbox;
pub mod record;
pub mod requests;
pub mod schema;
pub mod seal_alerts;
pub mod sessions;
pub mod signatories;
pub mod signatures;
pub mod submissions;
pub mod watched;

use chrono::{DateTime, NaiveDateTime, Utc};

pub use connection::{Db, Engine, Store};

use crate::log::merkle::sha256;

/// What can go wrong with the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It cannot be reached, or its disk refuses.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// Too many writers wait already.
    #[error("too many writers wait")]
    Busy,
    /// A statement failed.
    #[error("the database refused a statement")]
    Database(#[source] diesel::result::Error),
    /// A row that cannot be: written by something else than this service.
    #[error("table {table} holds an impossible row: {what}")]
    Impossible {
        /// Table.
        table: &'static str,
        /// What cannot be.
        what: String,
    },
}

impl StoreError {
    /// Whether a row is at fault, and not the database: it cannot be, or does not fit its columns.
    #[must_use]
    pub const fn is_of_a_row(&self) -> bool {
        matches!(self, Self::Impossible { .. } | Self::Database(diesel::result::Error::DeserializationError(_)))
    }
}

impl From<diesel::result::Error> for StoreError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error)
    }
}

pub(crate) fn impossible(table: &'static str, what: impl std::fmt::Display) -> StoreError {
    StoreError::Impossible { table, what: what.to_string() }
}

pub(crate) fn code<T>(table: &'static str, value: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
    read(value).ok_or_else(|| impossible(table, value))
}

pub(crate) fn json<T: serde::de::DeserializeOwned>(table: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| impossible(table, error))
}

pub(crate) fn to_json<T: serde::Serialize>(table: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| impossible(table, error))
}

/// The digest of a row that is never changed, for the event that tells of it: SHA-256 over its columns as a JSON list of texts, in hex.
pub(crate) fn row_digest(columns: &[&str]) -> String {
    let list = serde_json::Value::from(columns).to_string();
    hex::encode(sha256(&[list.as_bytes()]).0)
}

pub(crate) fn naive(at: DateTime<Utc>) -> NaiveDateTime {
    at.naive_utc()
}

pub(crate) fn utc(at: NaiveDateTime) -> DateTime<Utc> {
    at.and_utc()
}

/// A pattern for `LIKE … ESCAPE '\'` that finds `text` anywhere, in lower case.
pub(crate) fn anywhere(text: &str) -> String {
    let mut pattern = String::from("%");
    for character in text.to_lowercase().chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}
