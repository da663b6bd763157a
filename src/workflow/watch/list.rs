//! Which domains are watched: kept up to the agreements and to Kela's half.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use super::{Outcome, subject};
use crate::agreement::AgreementId;
use crate::agreement::incident::IncidentState;
use crate::agreement::lifecycle::EventKind;
use crate::agreement::version::{Validity, VersionKind, in_force};
use crate::federation::SipDomain;
use crate::i18n::format::day;
use crate::store::agreements::AgreementFilter;
use crate::store::events::Cause;
use crate::store::incidents::Incident;
use crate::store::watched::Watched;
use crate::store::{Db, agreements, incidents, kela, record, watched};
use crate::workflow::post::{Concerning, Desk, More};
use crate::workflow::{Service, WorkflowError};

/// Seconds of a day.
const DAY: u64 = 86_400;
/// Agreements that one query lists.
const PAGE: i64 = 500;

/// The versions of an agreement whose domains are watched: the one in force, then those that begin later. None of an agreement that ended.
fn wanted(signed: &[Validity], today: NaiveDate) -> Vec<i32> {
    let ended =
        |validity: &Validity| validity.kind == VersionKind::Termination && validity.until.is_some_and(|last| last < today);
    if signed.iter().any(ended) {
        return Vec::new();
    }
    let mut later: Vec<&Validity> =
        signed.iter().filter(|validity| validity.kind != VersionKind::Termination && validity.from > today).collect();
    later.sort_by_key(|validity| (validity.from, validity.version));
    in_force(signed, today).into_iter().chain(later.into_iter().map(|validity| validity.version)).collect()
}

/// When a domain is looked at next in the ordinary course: at its own second of the day, so that all of them are spread over it.
pub(super) fn next_slot(of: Option<&AgreementId>, domain: &SipDomain, now: DateTime<Utc>) -> DateTime<Utc> {
    let name = [of.map_or("", AgreementId::as_str), "/", domain.as_str()].concat();
    let hash = Sha256::digest(name.as_bytes());
    let number = hash.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    let second = i64::try_from(number % DAY).unwrap_or_default();
    let midnight = now.date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
    let today = midnight + TimeDelta::seconds(second);
    if today > now { today } else { today + TimeDelta::days(1) }
}

/// Brings the list of watched domains up to the agreements and to Kela's half; tells how many domains began or ended to be watched, or are
/// watched by another version.
///
/// # Errors
/// [`WorkflowError::Store`].
pub async fn sync(service: &Service) -> Outcome<usize> {
    let today = day(service.now());
    let stale = service.store.read(move |db| stale(db, today)).await?;
    let mut changed = 0;
    for agreement in stale {
        let desk = service.desk();
        changed += service.store.write(move |db| bring_up(db, &desk, Some(&agreement))).await?;
    }
    let half = service.store.read(|db| {
        let domains = kela::current_half(db)?.map(|half| half.sheet.domains).unwrap_or_default();
        let watched = watched::of(db, None)?.into_iter().filter(|row| row.ended_at.is_none()).map(|row| row.domain);
        Ok::<_, WorkflowError>(domains.into_iter().collect::<BTreeSet<_>>() != watched.collect())
    });
    if half.await? {
        let desk = service.desk();
        changed += service.store.write(move |db| bring_up(db, &desk, None)).await?;
    }
    Ok(changed)
}

/// The agreements that are not watched by the versions that they should be watched by.
fn stale(db: &mut Db, today: NaiveDate) -> Outcome<Vec<AgreementId>> {
    let mut known: BTreeMap<AgreementId, BTreeSet<i32>> = BTreeMap::new();
    for (agreement, version) in watched::versions(db)? {
        known.entry(agreement).or_default().insert(version);
    }
    let mut stale = Vec::new();
    let mut filter = AgreementFilter { most: PAGE, ..AgreementFilter::default() };
    loop {
        let found = agreements::list(db, &filter)?;
        let ids: Vec<AgreementId> = found.iter().map(|(agreement, ..)| agreement.id.clone()).collect();
        let mut signed = record::signed(db, &ids)?;
        for id in ids {
            let wanted: BTreeSet<i32> = wanted(&signed.remove(&id).unwrap_or_default(), today).into_iter().collect();
            // A later version that has no domains of its own is wanted, and yet watches none.
            if known.remove(&id).unwrap_or_default() != wanted && is_stale(db, &id, today)? {
                stale.push(id);
            }
        }
        match found.last() {
            Some((last, ..)) if found.len() >= usize::try_from(PAGE).unwrap_or(usize::MAX) => {
                filter.before = Some(last.number.clone());
            }
            _ => return Ok(stale),
        }
    }
}

/// Whether an agreement is not watched as [`bring_up`] would have it.
fn is_stale(db: &mut Db, agreement: &AgreementId, today: NaiveDate) -> Outcome<bool> {
    let wished: BTreeMap<SipDomain, Option<i32>> = wished(db, Some(agreement), today)?.into_iter().collect();
    let rows = watched::of(db, Some(agreement))?.into_iter().filter(|row| row.ended_at.is_none());
    Ok(wished != rows.map(|row| (row.domain, row.of.map(|(_, version)| version))).collect())
}

/// The domains that are to be watched for an agreement or for Kela's half, each by the first version that has it.
fn wished(db: &mut Db, agreement: Option<&AgreementId>, today: NaiveDate) -> Outcome<Vec<(SipDomain, Option<i32>)>> {
    let Some(id) = agreement else {
        let domains = kela::current_half(db)?.into_iter().flat_map(|half| half.sheet.domains);
        return Ok(domains.map(|domain| (domain, None)).collect());
    };
    let mut wished: Vec<(SipDomain, Option<i32>)> = Vec::new();
    let versions = agreements::versions(db, id)?;
    let signed: Vec<Validity> = versions.iter().filter_map(crate::store::agreements::Version::validity).collect();
    for number in wanted(&signed, today) {
        let Some(version) = versions.iter().find(|version| version.version == number) else { continue };
        for domain in &version.content.party.domains {
            if !wished.iter().any(|(known, _)| known == domain) {
                wished.push((domain.clone(), Some(number)));
            }
        }
    }
    Ok(wished)
}

/// Brings the watched domains of one agreement, or of Kela's half, up to what they should be.
fn bring_up(db: &mut Db, desk: &Desk, agreement: Option<&AgreementId>) -> Outcome<usize> {
    let wished = wished(db, agreement, day(desk.now))?;
    let rows = watched::of(db, agreement)?;
    let mut changed = 0;
    for row in &rows {
        let wish = wished.iter().find(|(domain, _)| *domain == row.domain);
        let watched_by = row.of.as_ref().map(|(_, version)| *version);
        match wish {
            None if row.ended_at.is_none() => end(db, desk, row)?,
            Some((_, version)) if row.ended_at.is_some() || *version != watched_by => {
                // What was agreed anew is compared with how the domain looks from now on.
                let of = row.of.clone().map(|(id, known)| (id, version.unwrap_or(known)));
                let next_look_at = next_slot(agreement, &row.domain, desk.now);
                let next_look_at = if row.ended_at.is_some() { next_look_at } else { row.next_look_at.min(next_look_at) };
                watched::update(db, &Watched { of, stable: None, ended_at: None, next_look_at, ..row.clone() })?;
            }
            _ => continue,
        }
        changed += 1;
    }
    for (domain, version) in wished.iter().filter(|(domain, _)| !rows.iter().any(|row| row.domain == *domain)) {
        watched::insert(db, agreement.zip(*version), domain, desk.now, next_slot(agreement, domain, desk.now))?;
        changed += 1;
    }
    Ok(changed)
}

/// Ends the watching of a domain: what is open there is dropped, and told to nobody.
fn end(db: &mut Db, desk: &Desk, row: &Watched) -> Outcome<()> {
    for incident in incidents::live(db, row.id)? {
        let was_open = incident.state == IncidentState::Open;
        let id = incident.id;
        let next = Incident { state: IncidentState::Dropped, ended_at: Some(desk.now), ..incident };
        if incidents::update(db, &next)? && was_open {
            let about =
                Concerning { request: None, agreement: row.of.as_ref().map(|(agreement, version)| (agreement, *version)) };
            let more = More::default().subject(subject(id)).states("open", "dropped");
            desk.event(db, EventKind::IncidentDropped, Cause::Service, about, more)?;
        }
    }
    watched::update(db, &Watched { ended_at: Some(desk.now), ..row.clone() })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn validity(version: i32, kind: VersionKind, from: &str, until: Option<&str>) -> Validity {
        Validity { version, kind, from: from.parse().unwrap(), until: until.map(|day| day.parse().unwrap()) }
    }

    #[test]
    fn what_is_in_force_and_what_begins_later_is_watched() {
        let today = "2026-11-21".parse().unwrap();
        let first = validity(1, VersionKind::First, "2026-11-01", None);
        let later = validity(2, VersionKind::Amendment, "2026-12-01", None);
        let replaced = validity(2, VersionKind::Amendment, "2026-11-10", None);
        let notice = |last| validity(3, VersionKind::Termination, "2026-11-20", Some(last));
        assert_eq!(wanted(&[], today), Vec::<i32>::new());
        assert_eq!(wanted(&[first], today), [1]);
        assert_eq!(wanted(&[first, later], today), [1, 2]);
        assert_eq!(wanted(&[later], today), [2], "signed, and not begun");
        assert_eq!(wanted(&[first, replaced], today), [2]);
        assert_eq!(wanted(&[first, notice("2026-11-21")], today), [1], "its last day");
        assert_eq!(wanted(&[first, later, notice("2026-11-20")], today), Vec::<i32>::new());
    }

    #[test]
    fn looks_are_spread_over_the_day_and_stay_where_they_are() {
        let now: DateTime<Utc> = "2026-11-21T10:00:00Z".parse().unwrap();
        let domain = |number: usize| SipDomain::parse(&format!("kunta{number}.example")).unwrap();
        let mut hours = [0; 24];
        for number in 0..2_400 {
            let slot = next_slot(None, &domain(number), now);
            assert!(slot > now && slot <= now + TimeDelta::days(1));
            assert_eq!(next_slot(None, &domain(number), slot), slot + TimeDelta::days(1), "the same time on the next day");
            hours[usize::try_from((slot - now).num_hours().min(23)).unwrap()] += 1;
        }
        assert!(hours.iter().all(|count| (60..150).contains(count)), "{hours:?}");
    }
}
