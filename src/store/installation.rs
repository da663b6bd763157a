//! What a database is for: the service, or the demonstration. One is never taken for the other.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::installation;
use super::{Db, StoreError, code, naive};

/// What a database is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Real use.
    Service,
    /// The demonstration.
    Demo,
}

impl Purpose {
    const fn code(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Demo => "demo",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Service, Self::Demo].into_iter().find(|purpose| purpose.code() == code)
    }
}

/// The purpose that the database was marked with, if it was.
///
/// # Errors
/// [`StoreError`].
pub fn purpose(connection: &mut Db) -> Result<Option<Purpose>, StoreError> {
    let mark: Option<String> = installation::table.select(installation::purpose).first(connection).optional()?;
    mark.map(|mark| code("installation", &mark, Purpose::from_code)).transpose()
}

/// Marks an unmarked database.
///
/// # Errors
/// [`StoreError`]; a database that is marked already refuses.
pub fn mark(connection: &mut Db, purpose: Purpose, at: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::insert_into(installation::table)
        .values((installation::id.eq(1), installation::purpose.eq(purpose.code()), installation::created_at.eq(naive(at))))
        .execute(connection)?;
    Ok(())
}
