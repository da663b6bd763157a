//! What a stranger can be sure of: documents and audit bundles examined, forged ones found, the command and its contract.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use federointi::agreement::Language;
use federointi::clock::{Clock, SystemClock, SystemRandomness};
use federointi::document::render;
use federointi::pdf::Refusal;
use federointi::proof::{Against, DataFinding, Examination, Fault, PdfExamination, Remark, examine, examine_pdf};
use federointi::seal::{Level, TrustAnchors};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tempfile::TempDir;

use crate::support::authority::{TEXT, TestAuthority};
use crate::support::{process, sample};

/// A sealed agreement of each level, and the authority that it leads to.
struct Ground {
    trust: TrustAnchors,
    trust_pem: String,
    sealed: BTreeMap<&'static str, Vec<u8>>,
    base: Vec<u8>,
}

static GROUND: LazyLock<Ground> = LazyLock::new(|| {
    let authority = TestAuthority::start();
    let base = render(&sample::agreement(Language::Fi), false).unwrap();
    let seal = |level: Level| {
        let sealed = authority.sealer(level).seal(&base, &TEXT, SystemClock.now(), &SystemRandomness).unwrap();
        (level.code(), sealed.bytes)
    };
    let sealed = Level::ALL.map(seal).into();
    let trust_pem = std::fs::read_to_string(authority.running().trust_file()).unwrap();
    Ground { trust: authority.trust(), trust_pem, sealed, base }
});

impl Ground {
    fn against(&self) -> Against<'_> {
        Against { trust: Some(&self.trust), log_keys: &[], now: SystemClock.now() }
    }

    fn pdf(&self, bytes: &[u8]) -> PdfExamination {
        examine_pdf(bytes, &self.against()).unwrap()
    }
}

#[test]
fn a_sealed_agreement_is_authentic_at_every_level() {
    for (level, bytes) in &GROUND.sealed {
        let started = Instant::now();
        let found = GROUND.pdf(bytes);
        println!("{level}: {} bytes, {:?}", bytes.len(), started.elapsed());
        assert!(found.is_authentic(), "{level}: {:#?}", found.faults);
        assert_eq!(found.data, DataFinding::SameBytes { sample: false, to_be_signed: false });
        let identity = found.claim.as_ref().unwrap().identity();
        assert_eq!((identity.number.as_str(), identity.version), ("KELA-FED-2026-0131", 1));
        assert!(found.signatures[0].is_seal);
        assert_eq!(found.remarks, []);
    }
}
