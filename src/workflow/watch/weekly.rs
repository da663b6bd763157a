//! The weekly summary to Kela's IT administration.

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use super::{Outcome, tell};
use crate::agreement::lifecycle::EventKind;
use crate::federation::drift::DriftKind;
use crate::i18n::format::{date, day};
use crate::mail::Message;
use crate::store::events::Cause;
use crate::store::incidents::{self, Which};
use crate::store::watched as rows;
use crate::store::{Db, kela};
use crate::workflow::post::{Concerning, Desk, More};
use crate::workflow::{Service, WorkflowError};

/// The hour of Monday, in Finland, at which the summary is sent.
const HOUR: TimeDelta = TimeDelta::hours(8);
/// The most lines of a list in the letter.
const MOST: i64 = 100;

/// The week whose summary is due at `now`: it begins on Monday at [`HOUR`].
fn week(now: DateTime<Utc>) -> String {
    let week = day(now - HOUR).iso_week();
    format!("{}-W{:02}", week.year(), week.week())
}

/// Sends the weekly summary if it is due and not sent yet; tells whether it was. At the very first time there is no week to tell of.
///
/// # Errors
/// [`WorkflowError::Store`].
pub async fn summarise(service: &Service) -> Outcome<bool> {
    const STEM: &str = "weekly/";
    let desk = service.desk();
    let subject = [STEM, &week(desk.now)].concat();
    let known = {
        let subject = subject.clone();
        service.store.read(move |db| Ok::<_, WorkflowError>(rows::noted(db, &subject)?.is_some())).await?
    };
    if known {
        return Ok(false);
    }
    let sent = service
        .store
        .write(move |db| {
            let first = rows::noted(db, STEM)?.is_none();
            let half = kela::current_half(db)?;
            let Some(half) = half.filter(|_| !first) else {
                rows::note(db, &subject, desk.now)?;
                return Ok::<_, WorkflowError>(false);
            };
            if !rows::note(db, &subject, desk.now)? {
                return Ok(false);
            }
            let message = summary(db, &desk)?;
            desk.mail(db, &message, tell::OF_KELA, &[&half.sheet.it_mailbox], Concerning::default())?;
            let more = More::default().subject(week(desk.now));
            desk.event(db, EventKind::WatchSummaryMailed, Cause::Service, Concerning::default(), more)?;
            Ok(true)
        })
        .await?;
    if sent {
        service.wake();
    }
    Ok(sent)
}

fn summary(db: &mut Db, desk: &Desk) -> Outcome<Message> {
    let since = desk.now - TimeDelta::days(7);
    let lang = tell::OF_KELA;
    let of = |db: &mut Db, which| incidents::list(db, which, None, None, MOST);
    let lines = |db: &mut Db, found: Vec<incidents::Incident>| {
        let mut lines = Vec::new();
        for incident in found {
            lines.push(super::watched(db, incident.watched)?.domain.to_unicode());
        }
        Ok::<_, WorkflowError>(lines)
    };
    let (open, silenced) = (of(db, Which::Open)?, of(db, Which::Silenced)?);
    let ending: Vec<_> = of(db, Which::AllOpen)?.into_iter().filter(|i| i.kind == DriftKind::CertificateEnds).collect();
    let mut certificates = Vec::new();
    for incident in ending {
        let domain = super::watched(db, incident.watched)?.domain.to_unicode();
        let ends = incident.evidence.get("not_after").and_then(|at| DateTime::parse_from_rfc3339(at).ok());
        let ends = ends.map(|at| [" (", &date(lang, day(at.to_utc())), ")"].concat()).unwrap_or_default();
        certificates.push([domain, ends].concat());
    }
    let (count, unverified) = rows::unverified(db, since, MOST)?;
    let counts = vec![
        ("mail-summary-watched", count),
        ("mail-summary-open", incidents::count(db, Which::Open)?),
        ("mail-summary-acknowledged", incidents::count(db, Which::Acknowledged)?),
        ("mail-summary-silenced", incidents::count(db, Which::Silenced)?),
        ("mail-summary-healed", incidents::healed_since(db, since)?),
    ];
    let lists = vec![
        ("mail-summary-open-domains", lines(db, open)?),
        ("mail-summary-silenced-domains", lines(db, silenced)?),
        ("mail-summary-certificates", certificates),
        ("mail-summary-unverified", unverified.iter().map(|row| row.domain.to_unicode()).collect()),
    ];
    Ok(Message::WatchSummary { counts, lists, page: desk.address(lang, "/incidents") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_monday_at_eight_in_finland() {
        let of = |at: &str| week(at.parse().unwrap());
        assert_eq!(of("2026-11-23T05:59:59Z"), "2026-W47");
        assert_eq!(of("2026-11-23T06:00:00Z"), "2026-W48");
        assert_eq!(of("2026-07-06T04:59:59Z"), "2026-W27", "summer time");
        assert_eq!(of("2026-07-06T05:00:00Z"), "2026-W28");
        assert_eq!(of("2027-01-03T12:00:00Z"), "2026-W53");
    }
}
