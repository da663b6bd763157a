//! Work that a transaction left to be done after it: a job is done once, and tried again after a failure.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::jobs;
use super::{Db, StoreError, code, naive, utc};

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// Make the document of an agreement version; the subject is `<agreement>/<version>`.
    MakeDocument,
    /// Check the domains of a request again; the subject is its id.
    RecheckDomains,
    /// Make the proof of signature, of one given in the service; the subject is `<agreement>/<version>`.
    MakeEvidence,
    /// Seal the document of an agreement version; the subject is `<agreement>/<version>`.
    SealVersion,
    /// Raise the seal of an agreement version to the level wanted; the subject is `<agreement>/<version>`.
    UpgradeSeal,
}

impl JobKind {
    /// Every kind, in the order in which one worker does them: what leads to further work first.
    pub const ALL: [Self; 5] =
        [Self::MakeDocument, Self::SealVersion, Self::UpgradeSeal, Self::MakeEvidence, Self::RecheckDomains];

    const fn code(self) -> &'static str {
        match self {
            Self::MakeDocument => "make_document",
            Self::RecheckDomains => "recheck_domains",
            Self::MakeEvidence => "make_evidence",
            Self::SealVersion => "seal_version",
            Self::UpgradeSeal => "upgrade_seal",
        }
    }

    /// The key of the text that names it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::MakeDocument => "job-make-document",
            Self::RecheckDomains => "job-recheck-domains",
            Self::MakeEvidence => "job-make-evidence",
            Self::SealVersion => "job-seal-version",
            Self::UpgradeSeal => "job-upgrade-seal",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A job as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Number.
    pub id: i64,
    /// What.
    pub kind: JobKind,
    /// Of what.
    pub subject: String,
    /// How often it failed.
    pub attempts: i32,
}

/// A job that failed and is tried again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedJob {
    /// Number.
    pub id: i64,
    /// What.
    pub kind: JobKind,
    /// Of what.
    pub subject: String,
    /// How often it failed.
    pub attempts: i32,
    /// When it is tried next.
    pub run_at: DateTime<Utc>,
    /// Why it failed last.
    pub last_error: String,
}

/// Leaves a job to be done at `run_at`.
///
/// # Errors
/// [`StoreError`].
pub fn add(
    connection: &mut Db,
    kind: JobKind,
    subject: &str,
    at: DateTime<Utc>,
    run_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(jobs::table)
        .values((
            jobs::kind.eq(kind.code()),
            jobs::subject.eq(subject),
            jobs::created_at.eq(naive(at)),
            jobs::run_at.eq(naive(run_at)),
            jobs::attempts.eq(0),
        ))
        .execute(connection)?;
    Ok(())
}

/// Makes the waiting job of this kind and subject run at `run_at`, if it would run later; tells whether there is one.
///
/// # Errors
/// [`StoreError`].
pub fn bring_forward(connection: &mut Db, kind: JobKind, subject: &str, run_at: DateTime<Utc>) -> Result<bool, StoreError> {
    let waiting: Option<(i64, chrono::NaiveDateTime)> = jobs::table
        .filter(jobs::kind.eq(kind.code()))
        .filter(jobs::subject.eq(subject))
        .filter(jobs::done_at.is_null())
        .select((jobs::id, jobs::run_at))
        .first(connection)
        .optional()?;
    let Some((id, planned)) = waiting else { return Ok(false) };
    if planned > naive(run_at) {
        diesel::update(jobs::table.filter(jobs::id.eq(id))).set(jobs::run_at.eq(naive(run_at))).execute(connection)?;
    }
    Ok(true)
}

/// The job of a kind that has been due longest at `now`.
///
/// # Errors
/// [`StoreError`].
pub fn due(connection: &mut Db, kind: JobKind, now: DateTime<Utc>) -> Result<Option<Job>, StoreError> {
    let row: Option<(i64, String, String, i32)> = jobs::table
        .filter(jobs::kind.eq(kind.code()))
        .filter(jobs::done_at.is_null())
        .filter(jobs::run_at.le(naive(now)))
        .order((jobs::run_at.asc(), jobs::id.asc()))
        .select((jobs::id, jobs::kind, jobs::subject, jobs::attempts))
        .first(connection)
        .optional()?;
    row.map(|(id, kind, subject, attempts)| Ok(Job { id, kind: code("jobs", &kind, JobKind::from_code)?, subject, attempts }))
        .transpose()
}

/// Marks a job as done.
///
/// # Errors
/// [`StoreError`].
pub fn done(connection: &mut Db, id: i64, at: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(jobs::table.filter(jobs::id.eq(id))).set(jobs::done_at.eq(naive(at))).execute(connection)?;
    Ok(())
}

/// Notes a failure and when to try again.
///
/// # Errors
/// [`StoreError`].
pub fn failed(connection: &mut Db, id: i64, error: &str, at: DateTime<Utc>, again_at: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(jobs::table.filter(jobs::id.eq(id)))
        .set((
            jobs::attempts.eq(jobs::attempts + 1),
            jobs::last_error.eq(error),
            jobs::failed_at.eq(naive(at)),
            jobs::run_at.eq(naive(again_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Puts a job off without counting it as failed: its time has not come yet.
///
/// # Errors
/// [`StoreError`].
pub fn put_off(connection: &mut Db, id: i64, run_at: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(jobs::table.filter(jobs::id.eq(id))).set(jobs::run_at.eq(naive(run_at))).execute(connection)?;
    Ok(())
}

/// A job that waits, with how it went so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// What.
    pub kind: JobKind,
    /// Of what.
    pub subject: String,
    /// Since when it waits.
    pub since: DateTime<Utc>,
    /// When it is tried next.
    pub run_at: DateTime<Utc>,
    /// How often it failed.
    pub attempts: i32,
    /// When it last failed, and why.
    pub failure: Option<(DateTime<Utc>, String)>,
}

/// The jobs of a kind that wait, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn waiting(connection: &mut Db, kind: JobKind, most: i64) -> Result<Vec<Waiting>, StoreError> {
    type Row = (String, chrono::NaiveDateTime, chrono::NaiveDateTime, i32, Option<String>, Option<chrono::NaiveDateTime>);
    let rows: Vec<Row> = jobs::table
        .filter(jobs::kind.eq(kind.code()))
        .filter(jobs::done_at.is_null())
        .order(jobs::id.asc())
        .limit(most)
        .select((jobs::subject, jobs::created_at, jobs::run_at, jobs::attempts, jobs::last_error, jobs::failed_at))
        .load(connection)?;
    let waiting = |(subject, since, run_at, attempts, error, failed_at): Row| Waiting {
        kind,
        subject,
        since: utc(since),
        run_at: utc(run_at),
        attempts,
        failure: failed_at.map(utc).zip(error),
    };
    Ok(rows.into_iter().map(waiting).collect())
}

/// How many jobs of a kind wait.
///
/// # Errors
/// [`StoreError`].
pub fn count_waiting(connection: &mut Db, kind: JobKind) -> Result<i64, StoreError> {
    Ok(jobs::table.filter(jobs::kind.eq(kind.code())).filter(jobs::done_at.is_null()).count().get_result(connection)?)
}

/// Makes every waiting job of a kind run at `run_at`, if it would run later; tells how many.
///
/// # Errors
/// [`StoreError`].
pub fn bring_all_forward(connection: &mut Db, kind: JobKind, run_at: DateTime<Utc>) -> Result<usize, StoreError> {
    let later =
        jobs::table.filter(jobs::kind.eq(kind.code())).filter(jobs::done_at.is_null()).filter(jobs::run_at.gt(naive(run_at)));
    Ok(diesel::update(later).set(jobs::run_at.eq(naive(run_at))).execute(connection)?)
}

/// The jobs that failed and are tried again, the next first.
///
/// # Errors
/// [`StoreError`].
pub fn failing(connection: &mut Db, most: i64) -> Result<Vec<FailedJob>, StoreError> {
    let rows: Vec<(i64, String, String, i32, chrono::NaiveDateTime, Option<String>)> = jobs::table
        .filter(jobs::done_at.is_null())
        .filter(jobs::attempts.gt(0))
        .order((jobs::run_at.asc(), jobs::id.asc()))
        .select((jobs::id, jobs::kind, jobs::subject, jobs::attempts, jobs::run_at, jobs::last_error))
        .limit(most)
        .load(connection)?;
    rows.into_iter()
        .map(|(id, kind, subject, attempts, run_at, last_error)| {
            let kind = code("jobs", &kind, JobKind::from_code)?;
            Ok(FailedJob { id, kind, subject, attempts, run_at: utc(run_at), last_error: last_error.unwrap_or_default() })
        })
        .collect()
}

/// Lets a job that failed be tried at `at`; gives its subject, or nothing where it did not fail or is done.
///
/// # Errors
/// [`StoreError`].
pub fn try_at(connection: &mut Db, id: i64, at: DateTime<Utc>) -> Result<Option<String>, StoreError> {
    let failed = jobs::table.filter(jobs::id.eq(id)).filter(jobs::done_at.is_null()).filter(jobs::attempts.gt(0));
    let subject: Option<String> = failed.select(jobs::subject).first(connection).optional()?;
    if subject.is_some() {
        diesel::update(jobs::table.filter(jobs::id.eq(id))).set(jobs::run_at.eq(naive(at))).execute(connection)?;
    }
    Ok(subject)
}
