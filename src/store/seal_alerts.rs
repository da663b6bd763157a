//! What administrators were told about the seal: each thing once.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::seal_alerts;
use super::{Db, StoreError, naive};

/// Notes that the administrators are told of `subject`; tells whether they had not been yet.
///
/// # Errors
/// [`StoreError`].
pub fn note(connection: &mut Db, subject: &str, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let known: i64 = seal_alerts::table.filter(seal_alerts::subject.eq(subject)).count().get_result(connection)?;
    if known > 0 {
        return Ok(false);
    }
    diesel::insert_into(seal_alerts::table)
        .values((seal_alerts::subject.eq(subject), seal_alerts::sent_at.eq(naive(at))))
        .execute(connection)?;
    Ok(true)
}
