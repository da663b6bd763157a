//! What was filed of each request, and who was told that their data is stored.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::log::moment;
use super::schema::{contact_notices, submissions};
use super::{Db, StoreError, impossible, json, naive, row_digest, to_json, utc};
use crate::agreement::filing::Filing;
use crate::agreement::{EmailAddress, RequestId};
use crate::federation::Report;

/// What was filed at one time.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// From 1.
    pub number: i32,
    /// When.
    pub filed_at: DateTime<Utc>,
    /// By whom.
    pub filed_by: EmailAddress,
    /// What.
    pub filing: Filing,
    /// What the check had found by then.
    pub reports: Vec<Report>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = submissions)]
struct SubmissionRow {
    request_id: String,
    number: i32,
    filed_at: chrono::NaiveDateTime,
    filed_by: String,
    filing: String,
    reports: String,
}

impl SubmissionRow {
    fn digest(&self) -> String {
        let (number, filed_at) = (self.number.to_string(), moment(self.filed_at));
        row_digest(&[&self.request_id, &number, &filed_at, &self.filed_by, &self.filing, &self.reports])
    }
}

/// Stores what was filed; gives the row's digest for its event. It is never changed.
///
/// # Errors
/// [`StoreError`].
pub fn insert(connection: &mut Db, request: &RequestId, submission: &Submission) -> Result<String, StoreError> {
    let row = SubmissionRow {
        request_id: request.to_string(),
        number: submission.number,
        filed_at: naive(submission.filed_at),
        filed_by: submission.filed_by.as_str().to_owned(),
        filing: to_json("submissions", &submission.filing)?,
        reports: to_json("submissions", &submission.reports)?,
    };
    let digest = row.digest();
    diesel::insert_into(submissions::table).values(row).execute(connection)?;
    Ok(digest)
}

/// The request and number of everything that was filed, in order.
///
/// # Errors
/// [`StoreError`].
pub fn places(connection: &mut Db) -> Result<Vec<(String, i32)>, StoreError> {
    let places = submissions::table.select((submissions::request_id, submissions::number));
    Ok(places.order((submissions::request_id.asc(), submissions::number.asc())).load(connection)?)
}

/// The digest of what stands in a row now.
///
/// # Errors
/// [`StoreError`].
pub fn digest(connection: &mut Db, request: &str, number: i32) -> Result<Option<String>, StoreError> {
    let row = submissions::table
        .filter(submissions::request_id.eq(request))
        .filter(submissions::number.eq(number))
        .select(SubmissionRow::as_select())
        .first(connection)
        .optional()?;
    Ok(row.map(|row| row.digest()))
}

/// All that was filed of a request, oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn of_request(connection: &mut Db, request: &RequestId) -> Result<Vec<Submission>, StoreError> {
    let rows: Vec<(i32, chrono::NaiveDateTime, String, String, String)> = submissions::table
        .filter(submissions::request_id.eq(request.as_str()))
        .order(submissions::number.asc())
        .select((submissions::number, submissions::filed_at, submissions::filed_by, submissions::filing, submissions::reports))
        .load(connection)?;
    rows.into_iter()
        .map(|(number, filed_at, filed_by, filing, reports)| {
            Ok(Submission {
                number,
                filed_at: utc(filed_at),
                filed_by: EmailAddress::parse(&filed_by).map_err(|error| impossible("submissions", error))?,
                filing: json("submissions", &filing)?,
                reports: json("submissions", &reports)?,
            })
        })
        .collect()
}

/// Notes that a named contact is told what is stored of them; tells whether this is the first time.
///
/// # Errors
/// [`StoreError`].
pub fn note_contact_told(connection: &mut Db, key_hash: &str, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let known: i64 = contact_notices::table.filter(contact_notices::key_hash.eq(key_hash)).count().get_result(connection)?;
    if known > 0 {
        return Ok(false);
    }
    diesel::insert_into(contact_notices::table)
        .values((contact_notices::key_hash.eq(key_hash), contact_notices::told_at.eq(naive(at))))
        .execute(connection)?;
    Ok(true)
}
