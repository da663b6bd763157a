//! A service on a database of its own, for unit tests.

use std::sync::Arc;

use super::{Service, Settings};
use crate::clock::{SystemClock, SystemRandomness};
use crate::probe::{DnsProbe, ProbeSettings};
use crate::store::Store;

impl Service {
    /// A service on a fresh SQLite file, whose DNS never answers.
    pub(crate) fn for_tests() -> Self {
        let folder = tempfile::tempdir().unwrap().keep();
        let servers = vec!["127.0.0.1:9".parse().unwrap()];
        Self {
            store: Store::open(folder.join("test.sqlite").to_str().unwrap()).unwrap(),
            clock: Arc::new(SystemClock),
            randomness: Arc::new(SystemRandomness),
            probe: DnsProbe::new(ProbeSettings { servers, ..ProbeSettings::default() }).unwrap(),
            second_probes: Vec::new(),
            settings: Settings {
                public_origin: "http://127.0.0.1".to_owned(),
                mail_from: "federointi@kela.example".to_owned(),
                attach_document: true,
                signing_order: crate::agreement::version::SigningOrder::PartyFirst,
                signing_days: 60,
                unproven_domains: crate::config::UnprovenDomains::Allow,
                demo: false,
                special_addresses_count: true,
            },
            seal: super::seal_key::SealSetup::default(),
            mail_wake: Arc::default(),
            job_wake: Arc::default(),
            public_checks: Arc::default(),
            log: Arc::default(),
        }
    }
}
