//! The seal as the administrators keep an eye on it: which key, until when, what waits and why; and the mails that warn them.

use chrono::{DateTime, TimeDelta, Utc};

use super::post::{Concerning, Desk, More};
use super::seal_key::{self, SealFailure};
use super::{Outcome, Service, Staff, WorkflowError};
use crate::agreement::AgreementId;
use crate::agreement::lifecycle::EventKind;
use crate::agreement::rights::{DeskAction, Role, may_at_desk};
use crate::i18n::format::day;
use crate::mail::Message;
use crate::seal::{CertificateInfo, Level};
use crate::store::events::Cause;
use crate::store::jobs::{self, JobKind, Waiting};
use crate::store::{Db, accounts, agreements, seal_alerts};

/// How many days before the certificate runs out the administrators are told, each time once.
pub const WARN_DAYS: [i64; 5] = [1, 7, 14, 30, 60];
/// The most waiting versions that the page lists.
const MOST: i64 = 100;

/// A version that waits for its seal, or for a higher level of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingVersion {
    /// The agreement's number.
    pub number: String,
    /// The version, from 1.
    pub version: i32,
    /// How it went so far.
    pub job: Waiting,
}

/// The seal as it stands.
#[derive(Debug)]
pub struct Status {
    /// The certificate, and what is wrong with the key where something is.
    pub key: (Option<CertificateInfo>, Option<SealFailure>),
    /// Days until the certificate runs out, where it is valid.
    pub days_left: Option<i64>,
    /// The level wanted.
    pub level: Level,
    /// Whether a lower level is taken while a server fails.
    pub lower_allowed: bool,
    /// The time-stamp server.
    pub time_stamp_url: Option<String>,
    /// How many versions wait for their seal.
    pub waiting: i64,
    /// How many seals wait to be raised to the level wanted.
    pub to_raise: i64,
    /// Those that wait, the oldest first.
    pub versions: Vec<WaitingVersion>,
}

impl Status {
    /// The last failure of those that wait: when, which, and what the program says.
    #[must_use]
    pub fn last_failure(&self) -> Option<(DateTime<Utc>, &str, &str)> {
        let failures = self.versions.iter().filter_map(|waiting| waiting.job.failure.as_ref());
        failures.max_by_key(|(at, _)| *at).map(|(at, kept)| {
            let (code, detail) = seal_key::parted(kept);
            (*at, code, detail)
        })
    }

    /// Whether the certificate runs out so soon that it is time to get another.
    #[must_use]
    pub fn is_running_out(&self) -> bool {
        self.days_left.is_some_and(|days| WARN_DAYS.iter().any(|warned| days <= *warned))
    }
}

fn permit(staff: &Staff) -> Outcome<()> {
    if may_at_desk(staff.role, DeskAction::KeepSeal) { Ok(()) } else { Err(WorkflowError::Forbidden) }
}

/// The key as it is in the file now: its certificate, and what is wrong where something is.
async fn key(service: &Service) -> Outcome<(Option<CertificateInfo>, Option<SealFailure>)> {
    let (setup, now) = (service.seal.clone(), service.now());
    seal_key::blocking(move || {
        Ok(match setup.key() {
            Ok(key) => (Some(key.certificate().clone()), key.check(now).err().map(SealFailure::from)),
            Err(failure) => (None, Some(failure)),
        })
    })
    .await
}

/// The seal as it stands.
///
/// # Errors
/// [`WorkflowError::Forbidden`] to anybody but administrators.
pub async fn status(service: &Service, staff: &Staff) -> Outcome<Status> {
    permit(staff)?;
    let key = key(service).await?;
    let (waiting, to_raise, versions) = service
        .store
        .read(|db| {
            let mut versions = Vec::new();
            for kind in [JobKind::SealVersion, JobKind::UpgradeSeal] {
                for job in jobs::waiting(db, kind, MOST)? {
                    versions.push(named(db, job)?);
                }
            }
            let count = |db: &mut Db, kind| jobs::count_waiting(db, kind);
            Ok::<_, WorkflowError>((count(db, JobKind::SealVersion)?, count(db, JobKind::UpgradeSeal)?, versions))
        })
        .await?;
    let now = service.now();
    let days_left = key.0.as_ref().filter(|_| key.1.is_none()).map(|certificate| days_until(certificate.not_after, now));
    let setup = &service.seal;
    Ok(Status {
        key,
        days_left,
        level: setup.level,
        lower_allowed: setup.lower_allowed,
        time_stamp_url: setup.time_stamp_url.clone(),
        waiting,
        to_raise,
        versions,
    })
}

/// Whole days until `at`, by the days of the calendar in Finland.
fn days_until(at: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    (day(at) - day(now)).num_days()
}

fn named(db: &mut Db, job: Waiting) -> Outcome<WaitingVersion> {
    let impossible = || WorkflowError::Store(crate::store::impossible("jobs", &job.subject));
    let (agreement, version) = job.subject.split_once('/').ok_or_else(impossible)?;
    let agreement = AgreementId::parse(agreement).ok_or_else(impossible)?;
    let version = version.parse().map_err(|_| impossible())?;
    let number = agreements::find(db, &agreement)?.ok_or_else(impossible)?.number;
    Ok(WaitingVersion { number, version, job })
}

/// Has all that waits for the seal tried at once.
///
/// # Errors
/// [`WorkflowError::Forbidden`] to anybody but administrators.
pub async fn try_now(service: &Service, staff: &Staff) -> Outcome<()> {
    permit(staff)?;
    let (desk, staff) = (service.desk(), staff.clone());
    service
        .store
        .write(move |db| {
            jobs::bring_all_forward(db, JobKind::SealVersion, desk.now)?;
            jobs::bring_all_forward(db, JobKind::UpgradeSeal, desk.now)?;
            let cause = Cause::Staff(staff.id.clone());
            desk.event(db, EventKind::SealingRetried, cause, Concerning::default(), More::by(&staff.name))
        })
        .await?;
    service.wake();
    Ok(())
}

/// Tells the administrators, once a day, that documents cannot be sealed and why.
///
/// # Errors
/// [`WorkflowError::Store`].
pub(super) async fn stopped(service: &Service, code: &str, detail: &str) -> Outcome<()> {
    let (desk, why, detail) = (service.desk(), seal_key::failure_key(code), detail.to_owned());
    let subject = ["stopped", code, &day(desk.now).to_string()].join("/");
    service
        .store
        .write(move |db| {
            let waiting = jobs::count_waiting(db, JobKind::SealVersion)?;
            alert(db, &desk, &subject, |page| Message::SealingStopped { why, detail: detail.clone(), waiting, page })
        })
        .await?;
    service.mail_wake.notify_one();
    Ok(())
}

/// Tells the administrators when the certificate of the seal runs out soon: [`WARN_DAYS`] before, each time once.
///
/// # Errors
/// [`WorkflowError::Store`].
pub async fn warn(service: &Service) -> Outcome<()> {
    let (Some(certificate), _) = key(service).await? else { return Ok(()) };
    let (desk, left) = (service.desk(), certificate.not_after - service.now());
    let days = days_until(certificate.not_after, desk.now);
    let Some(warned) = WARN_DAYS.into_iter().find(|warned| days <= *warned).filter(|_| left > TimeDelta::zero()) else {
        return Ok(());
    };
    let subject = ["expiry", &certificate.fingerprint, &warned.to_string()].join("/");
    service
        .store
        .write(move |db| {
            alert(db, &desk, &subject, |page| Message::SealKeyExpires {
                subject: certificate.subject.to_string(),
                not_after: certificate.not_after,
                page,
            })
        })
        .await?;
    service.mail_wake.notify_one();
    Ok(())
}

/// Mails to every administrator in their language, with its event, unless they were told of `subject` already.
fn alert(db: &mut Db, desk: &Desk, subject: &str, message: impl Fn(String) -> Message) -> Outcome<()> {
    let administrators: Vec<_> =
        accounts::all(db)?.into_iter().filter(|user| user.role == Role::Administrator && user.disabled_at.is_none()).collect();
    // As long as there is nobody to tell, nobody has been told.
    if administrators.is_empty() || !seal_alerts::note(db, subject, desk.now)? {
        return Ok(());
    }
    for user in &administrators {
        let page = desk.address(user.language, "/seal");
        desk.mail(db, &message(page), user.language, &[&user.email], Concerning::default())?;
    }
    let more = More::default().subject(subject);
    desk.event(db, EventKind::SealAlerted, Cause::Service, Concerning::default(), more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_by_the_calendar_in_finland() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(days_until(at("2026-11-22T21:59:59Z"), at("2026-11-21T22:00:00Z")), 0);
        assert_eq!(days_until(at("2026-11-22T22:00:00Z"), at("2026-11-21T22:00:00Z")), 1);
        assert_eq!(days_until(at("2027-01-20T12:00:00Z"), at("2026-11-21T12:00:00Z")), 60);
    }

    #[test]
    fn a_kept_failure_is_parted_into_code_and_words() {
        assert_eq!(seal_key::parted("seal-key-missing: the file: x"), ("seal-key-missing", "the file: x"));
        assert_eq!(seal_key::parted("the database: x"), ("", "the database: x"));
    }
}
