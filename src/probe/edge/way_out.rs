//! Whether this machine comes through to Edge servers at all: if nobody answers, our own firewall may be the one that is shut.

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use crate::federation::WaysOut;

/// Minutes for which a connection proves the way: firewalls change.
const LATELY: i64 = 30;

/// The last connection that came about, by kind of address.
#[derive(Debug, Default)]
pub(super) struct WayOut(Mutex<Last>);

#[derive(Debug, Default, Clone, Copy)]
struct Last {
    v4: Option<DateTime<Utc>>,
    v6: Option<DateTime<Utc>>,
}

impl WayOut {
    /// Somebody took a connection at `at`.
    pub fn found(&self, address: IpAddr, at: DateTime<Utc>) {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of = if address.is_ipv4() { &mut last.v4 } else { &mut last.v6 };
        *of = (*of).max(Some(at));
    }

    /// What is known at `at`.
    pub fn lately(&self, at: DateTime<Utc>) -> WaysOut {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_recent = |found: Option<DateTime<Utc>>| found.is_some_and(|found| at - found <= TimeDelta::minutes(LATELY));
        WaysOut { v4: is_recent(last.v4), v6: is_recent(last.v6) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_out_is_known_for_half_an_hour_and_by_kind_of_address() {
        let way = WayOut::default();
        let at: DateTime<Utc> = "2026-11-21T10:00:00Z".parse().unwrap();
        let known = |minutes| way.lately(at + TimeDelta::minutes(minutes));
        assert_eq!(known(0), WaysOut::default());
        way.found("193.166.3.2".parse().unwrap(), at);
        assert_eq!(known(30), WaysOut { v4: true, v6: false });
        assert_eq!(known(31), WaysOut::default());
        way.found("2a00:1::2".parse().unwrap(), at + TimeDelta::minutes(20));
        // An older round that ends later takes nothing back.
        way.found("2a00:1::2".parse().unwrap(), at);
        assert_eq!(known(40), WaysOut { v4: false, v6: true });
    }
}
