//! The check for anybody, without an account: DNS only, nothing kept, and no more of it than the service can bear.
//!
//! Its limits stand in memory: a page that is only read must not write to the database, where writers take turns.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Semaphore;

use super::{Outcome, Service, WorkflowError};
use crate::federation::{Declared, Fqdn, Report, SipDomain};
use crate::probe::Depth;

/// Domains of one network within [`WINDOW`].
const PER_NETWORK: usize = 30;
const WINDOW: TimeDelta = TimeDelta::minutes(10);
/// The most networks that are remembered: what is forgotten first was used longest ago.
const NETWORKS: usize = 10_000;
/// Checks at once, of everybody together.
const AT_ONCE: usize = 8;
/// Questions at once, of everybody together.
const QUESTIONS: usize = 64;
/// How long one waits for its turn, and when to come back if that was in vain.
const PATIENCE: Duration = Duration::from_secs(3);
const COME_BACK: u32 = 15;
/// The most domains of one call.
pub const MOST_DOMAINS: usize = 20;

/// How much strangers have had checked, and how much is being checked.
#[derive(Debug)]
pub struct Limits {
    recent: Mutex<BTreeMap<String, VecDeque<DateTime<Utc>>>>,
    turns: Semaphore,
    /// Questions of strangers at once: apart from those of filers and of watching, who must not wait for them.
    questions: Arc<Semaphore>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { recent: Mutex::default(), turns: Semaphore::new(AT_ONCE), questions: Arc::new(Semaphore::new(QUESTIONS)) }
    }
}

impl Limits {
    /// Notes `count` domains of `network`, or tells after how many seconds so many are possible.
    fn admit(&self, network: &str, count: usize, now: DateTime<Utc>) -> Result<(), u32> {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let of = recent.entry(network.to_owned()).or_default();
        while of.front().is_some_and(|at| *at + WINDOW <= now) {
            of.pop_front();
        }
        let room = PER_NETWORK.saturating_sub(of.len());
        if count > room {
            // So many of the oldest have to become too old first.
            let last = of.get(count.min(PER_NETWORK).saturating_sub(room).saturating_sub(1)).copied().unwrap_or(now);
            let wait = (last + WINDOW - now).num_milliseconds();
            return Err(u32::try_from(wait.div_euclid(1000) + i64::from(wait.rem_euclid(1000) > 0)).unwrap_or(1).max(1));
        }
        of.extend(std::iter::repeat_n(now, count));
        if recent.len() > NETWORKS {
            let stalest = recent.iter().min_by_key(|(_, times)| times.back().copied()).map(|(network, _)| network.clone());
            stalest.and_then(|network| recent.remove(&network));
        }
        Ok(())
    }

    /// Takes back what was noted last: nothing was checked.
    fn give_back(&self, network: &str, count: usize) {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(of) = recent.get_mut(network) {
            of.truncate(of.len().saturating_sub(count));
        }
    }
}

/// Checks domains for somebody of `network`. Asks DNS only, and only the servers that the operator set.
///
/// # Errors
/// [`WorkflowError::TooMany`] where the network or everybody together asks too much.
pub async fn look(service: &Service, network: &str, domains: &[SipDomain], edge: Option<Fqdn>) -> Outcome<Vec<Report>> {
    let limits = &service.public_checks;
    limits.admit(network, domains.len(), service.now()).map_err(|retry_after| WorkflowError::TooMany { retry_after })?;
    let Ok(Ok(_turn)) = tokio::time::timeout(PATIENCE, limits.turns.acquire()).await else {
        limits.give_back(network, domains.len());
        return Err(WorkflowError::TooMany { retry_after: COME_BACK });
    };
    let declared = Declared { edge, demonstration: service.settings.special_addresses_count, ..Declared::default() };
    let probe = service.probe.dns_only().with_turns(Arc::clone(&limits.questions));
    let seen = service.looked(&probe, Depth::Quick, domains, &declared).await;
    let mut reports: Vec<Report> = seen.into_iter().map(|(_, report)| report).collect();
    for finding in reports.iter_mut().flat_map(|report| &mut report.findings) {
        finding.evidence = finding.evidence.for_strangers(declared.demonstration);
    }
    Ok(reports)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    #[test]
    fn a_network_has_so_many_in_ten_minutes_and_is_told_when_there_is_room() {
        let limits = Limits::default();
        for second in 0..30 {
            assert_eq!(limits.admit("192.0.2.0/24", 1, at(second)), Ok(()));
        }
        assert_eq!(limits.admit("192.0.2.0/24", 1, at(60)), Err(540), "the first was at 0 and is over at 600");
        assert_eq!(limits.admit("192.0.2.0/24", 2, at(60)), Err(541));
        assert_eq!(limits.admit("192.0.2.0/24", 1, at(599)), Err(1));
        assert_eq!(limits.admit("198.51.100.0/24", 1, at(60)), Ok(()), "another network");
        assert_eq!(limits.admit("192.0.2.0/24", 1, at(600)), Ok(()));
        assert_eq!(limits.admit("192.0.2.0/24", 1, at(600)), Err(1), "the next is over at 601");
    }

    #[test]
    fn a_refused_call_counts_for_nothing() {
        let limits = Limits::default();
        limits.admit("a", 20, at(0)).unwrap();
        limits.admit("a", 11, at(1)).unwrap_err();
        assert_eq!(limits.admit("a", 10, at(1)), Ok(()));
        assert_eq!(limits.admit("a", 40, at(1)), Err(600), "more than there ever is room for: when all is free");
    }

    #[test]
    fn memory_is_bounded_and_who_asks_now_is_remembered() {
        let limits = Limits::default();
        limits.admit("busy", 30, at(1)).unwrap();
        for number in 0..NETWORKS + 50 {
            limits.admit(&format!("n{number}"), 1, at(0)).unwrap();
        }
        assert_eq!(limits.recent.lock().unwrap().len(), NETWORKS);
        assert!(limits.admit("busy", 1, at(2)).is_err(), "the one in use is not forgotten for those that are not");
    }

    #[tokio::test]
    async fn who_finds_no_turn_is_told_to_come_back() {
        let service = Service::for_tests();
        let _all = service.public_checks.turns.acquire_many(u32::try_from(AT_ONCE).unwrap()).await.unwrap();
        let domain = [SipDomain::parse("kunta.example").unwrap()];
        let refused = look(&service, "192.0.2.0/24", &domain, None).await;
        assert!(matches!(refused, Err(WorkflowError::TooMany { retry_after: COME_BACK })), "{refused:?}");
        let left = service.public_checks.recent.lock().unwrap().values().map(VecDeque::len).sum::<usize>();
        assert_eq!(left, 0, "what was not checked is not counted");
    }
}
