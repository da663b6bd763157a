//! Documents with a seal, and their examination, beside what others do it with: WeasyPrint (PDF/UA-1) and pyHanko. Ratios per second of
//! processor time, in one run on one machine; `benches/peers.py` is the others' part.
//!
//! `cargo bench --bench proof`. Needs a Python with the packages of `benches/peers-requirements.txt`: FEDEROINTI_BENCH_PYTHON names it, else
//! `target/test-tools/peers/bin/python`, which `benches/peers.py --install` makes. Run it on a quiet machine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout, missing_docs)]

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use federointi::agreement::Language;
use federointi::clock::{Clock, SystemClock, SystemRandomness};
use federointi::demo::authority::Authority;
use federointi::document::{Marks, render};
use federointi::outbound::PublicOnly;
use federointi::proof::{Against, examine_pdf};
use federointi::seal::{Level, SealKey, SealSettings, SealText, Sealer, TrustAnchors};

#[path = "../tests/suite/support/sample.rs"]
#[allow(dead_code, reason = "one agreement of several")]
mod sample;

const TEXT: SealText<'static> = SealText {
    field_name: "Kela",
    tooltip: "Kelan sähköinen leima",
    reason: Some("Sopimuksen alkuperän ja eheyden vahvistaminen"),
};

/// Seconds of processor time that this process has used, all threads.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    // After the name in brackets: user and system time are the 12th and 13th field (proc(5)).
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    let ticks: f64 = fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap();
    ticks / 100.0
}

/// How many times a second of processor time `work` is done.
fn rate(count: u32, mut work: impl FnMut()) -> f64 {
    work();
    let before = processor_seconds();
    for _ in 0..count {
        work();
    }
    f64::from(count) / (processor_seconds() - before).max(0.01)
}

fn python() -> PathBuf {
    let named = std::env::var_os("FEDEROINTI_BENCH_PYTHON").map(PathBuf::from);
    named.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/test-tools/peers/bin/python"))
}

/// What the others reach, by `benches/peers.py`: it prints one number, times a second of processor time.
fn peers(task: &str, folder: &std::path::Path) -> Option<f64> {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/peers.py");
    let output = Command::new(python()).arg(script).arg(task).arg(folder).output().ok()?;
    if !output.status.success() {
        println!("peers {task}: {}", String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or_default());
        return None;
    }
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn told(what: &str, ours: f64, theirs: Option<f64>, wanted: f64) {
    match theirs {
        Some(theirs) => {
            println!("{what}: {ours:.0} a CPU second against {theirs:.2}: {:.0} times (wanted: {wanted:.0})", ours / theirs)
        }
        None => println!("{what}: {ours:.0} a CPU second; the others could not be run"),
    }
}

fn main() {
    let folder = tempfile::TempDir::new().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let authority = runtime.block_on(Authority::start(&folder.path().join("authority"), Arc::new(SystemClock))).unwrap();
    let trust = TrustAnchors::from_pem(&std::fs::read_to_string(authority.trust_file()).unwrap()).unwrap();
    let settings = |level| SealSettings {
        key: SealKey::from_file(&authority.seal_file(), None).unwrap(),
        level,
        lower_allowed: false,
        time_stamp_url: Some(authority.time_stamp_url()),
        trust: trust.clone(),
        name: None,
        location: None,
        patience: Duration::from_secs(5),
        outbound: PublicOnly::new(true),
    };
    let content = sample::agreement(Language::Fi);
    let sealer = Sealer::new(settings(Level::BaselineB));
    let made = rate(200, || {
        let base = render(&content, Marks::default()).unwrap();
        sealer.seal(&base, &TEXT, SystemClock.now(), &SystemRandomness).unwrap();
    });

    let base = render(&content, Marks::default()).unwrap();
    let complete = Sealer::new(settings(Level::BaselineLt)).seal(&base, &TEXT, SystemClock.now(), &SystemRandomness).unwrap();
    let most_unfolded = federointi::bundle::MAX_UNFOLDED;
    let against = Against { trust: Some(&trust), sealer: None, log_keys: &[], now: SystemClock.now(), most_unfolded };
    assert!(examine_pdf(&complete.bytes, &against).unwrap().is_authentic());
    let verified = rate(300, || {
        assert!(examine_pdf(&complete.bytes, &against).unwrap().is_authentic());
    });

    std::fs::write(folder.path().join("sealed.pdf"), &complete.bytes).unwrap();
    std::fs::copy(authority.trust_file(), folder.path().join("trust.pem")).unwrap();
    std::fs::copy(authority.seal_file(), folder.path().join("seal.pem")).unwrap();
    // The same words for both: the text of our document, a paragraph each.
    let words = federointi::pdf::read(&base).unwrap().page_texts().unwrap().join("\n");
    std::fs::write(folder.path().join("words.txt"), words).unwrap();
    told("7.1 document with a seal at B-B", made, peers("seal", folder.path()), 20.0);
    told("7.2 a document verified, data and all", verified, peers("verify", folder.path()), 10.0);
}
