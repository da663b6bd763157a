//! The largest bundle: 500 agreements, their documents 200 MB together. How long it takes to put it together and to examine it, and how much
//! memory at most. Each is done by a process of its own, so that its peak (VmHWM of proc(5)) is its own.
//!
//! `cargo bench --bench bundle`. The documents are drawn and sealed at B-B by a key of the demonstration's authority, each with the proof of
//! a signature; what is lacking to 200 MB are mandates of random bytes, which deflate does not make smaller.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout, missing_docs)]

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use federointi::agreement::signing::Act;
use federointi::agreement::version::{DocumentKind, VersionState};
use federointi::agreement::{BusinessId, EmailAddress, Language};
use federointi::bundle::{self, AgreementPart, Contents, EventRecord, LogPart, MAX_AGREEMENTS, MAX_DOCUMENTS, VersionPart};
use federointi::clock::{Clock, SystemClock, SystemRandomness};
use federointi::demo::authority::Authority;
use federointi::document::{Evidence, Marks, render, render_evidence};
use federointi::log::merkle::{leaf_hash, node_hash, sha256};
use federointi::log::{Checkpoint, Hash, LoggedEvent, Signer};
use federointi::outbound::PublicOnly;
use federointi::proof::{Against, certificates_of, examine_bundle};
use federointi::seal::{Level, SealKey, SealSettings, SealText, Sealer, TrustAnchors};
use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};

#[path = "../tests/suite/support/sample.rs"]
#[allow(dead_code, reason = "one agreement of several")]
mod sample;

const TEXT: SealText<'static> = SealText { field_name: "Kela", tooltip: "Kelan sähköinen leima", reason: None };
const ORIGIN: &str = "bench.example/log";
/// Events of an agreement.
const EVENTS: usize = 16;

fn hex_sha256(bytes: &[u8]) -> String {
    hex::encode(sha256(&[bytes]).0)
}

/// One agreement: base, sealed, evidence and mandate, with events that name them.
fn agreement(index: usize, sealer: &Sealer, random: &mut StdRng) -> AgreementPart {
    let now = SystemClock.now();
    let mut content = sample::agreement(Language::Fi);
    content.number = format!("KELA-FED-2026-{index:04}");
    let base = render(&content, Marks::default()).unwrap();
    let sealed = sealer.seal(&base, &TEXT, now, &SystemRandomness).unwrap().bytes;
    let act = Act {
        name: "Johto Johtonen".to_owned(),
        position: "kunnanjohtaja".to_owned(),
        authority: "Hallintosääntö".to_owned(),
        email: EmailAddress::parse("johto.johtonen@esimerkkila.example").unwrap(),
        opened_at: None,
        code_sent_at: None,
        accepted: Vec::new(),
        found: Vec::new(),
        in_place_of: None,
    };
    let signed_at = "2026-11-21T08:02:05Z".parse().unwrap();
    let sha256 = hex_sha256(&base);
    let evidence = Evidence {
        number: &content.number,
        version: 1,
        organisation: &content.party.organisation.name,
        signed_at,
        sha256: &sha256,
        size: base.len(),
        act: &act,
    };
    let evidence = render_evidence(&evidence, &content, false).unwrap();
    let evidence = sealer.seal(&evidence, &TEXT, now, &SystemRandomness).unwrap().bytes;
    let room = MAX_DOCUMENTS / MAX_AGREEMENTS - base.len() - sealed.len() - evidence.len() - 1;
    let mut mandate = vec![0; room];
    random.fill_bytes(&mut mandate);
    let subjects = [
        ("document_made", hex_sha256(&base)),
        ("version_signed", sha256),
        ("evidence_made", hex_sha256(&evidence)),
        ("mandate_shown", hex_sha256(&mandate)),
        ("document_sealed", hex_sha256(&sealed)),
    ];
    let events = (0..EVENTS).map(|number| {
        let (kind, subject) =
            subjects.get(number).map_or(("document_downloaded", None), |(kind, subject)| (*kind, Some(subject.clone())));
        event(index * EVENTS + number, index, kind, subject)
    });
    let events = events.collect();
    let documents = vec![
        (DocumentKind::Base, base),
        (DocumentKind::Sealed, sealed),
        (DocumentKind::Evidence, evidence),
        (DocumentKind::Mandate, mandate),
    ];
    let number = content.number.clone();
    let version = VersionPart { version: 1, state: VersionState::Signed, content, documents };
    AgreementPart { number, versions: vec![version], events, proofs: Vec::new() }
}

fn event(id: usize, agreement: usize, kind: &str, subject: Option<String>) -> EventRecord {
    let event = LoggedEvent {
        actor: "service".to_owned(),
        actor_user_id: None,
        agreement_id: Some(format!("agreement-{agreement}")),
        at: "2026-11-21T08:02:05Z".to_owned(),
        content_digest: None,
        from_state: None,
        id: i64::try_from(id).unwrap(),
        kind: kind.to_owned(),
        request_id: Some(format!("request-{agreement}")),
        subject,
        to_state: None,
        version: Some(1),
    };
    EventRecord { event, leaf: Some(id as u64), salt: Some(hex::encode([5; 32])), content: None }
}

/// Puts the events into a log of a power of two of leaves, and gives its checkpoint.
fn log(agreements: &mut [AgreementPart]) -> LogPart {
    let events = agreements.iter().flat_map(|agreement| &agreement.events);
    let mut leaves: Vec<Hash> = events.map(|record| leaf_hash(&record.event.entry(&[5; 32]))).collect();
    leaves.resize(leaves.len().next_power_of_two(), leaf_hash(&[0; 32]));
    let mut levels = vec![leaves];
    while levels.last().unwrap().len() > 1 {
        let above = levels.last().unwrap().chunks(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
        levels.push(above);
    }
    for agreement in agreements {
        let of = |leaf: u64| {
            let index = usize::try_from(leaf).unwrap();
            let path = levels[..levels.len() - 1].iter().enumerate().map(|(height, level)| level[(index >> height) ^ 1]);
            (leaf, path.collect())
        };
        agreement.proofs = agreement.events.iter().map(|record| of(record.leaf.unwrap())).collect();
    }
    let signer = Signer::from_seed(ORIGIN, &[7; 32]).unwrap();
    let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size: levels[0].len() as u64, root: levels.last().unwrap()[0] };
    LogPart { checkpoint: checkpoint.sign(&signer), key: signer.verifier().to_string() }
}

/// The most memory that this process had, in MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

/// The peak counts from here on (proc(5), clear_refs).
fn forget_peak() {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
}

fn make(folder: &Path) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let authority = runtime.block_on(Authority::start(&folder.join("authority"), Arc::new(SystemClock))).unwrap();
    let trust = TrustAnchors::from_pem(&std::fs::read_to_string(authority.trust_file()).unwrap()).unwrap();
    std::fs::copy(authority.trust_file(), folder.join("trust.pem")).unwrap();
    let sealer = Sealer::new(SealSettings {
        key: SealKey::from_file(&authority.seal_file(), None).unwrap(),
        level: Level::BaselineB,
        lower_allowed: false,
        time_stamp_url: None,
        trust,
        name: None,
        location: None,
        patience: Duration::from_secs(5),
        outbound: PublicOnly::new(true),
    });
    let mut random = StdRng::seed_from_u64(1);
    let mut agreements: Vec<_> = (0..MAX_AGREEMENTS).map(|index| agreement(index, &sealer, &mut random)).collect();
    let log = log(&mut agreements);
    forget_peak();
    let before = peak();
    let started = Instant::now();
    let documents = agreements.iter().flat_map(|agreement| &agreement.versions).flat_map(|version| &version.documents);
    let ours = documents.filter(|(kind, _)| *kind != DocumentKind::Mandate);
    let certificates: std::collections::BTreeSet<_> = ours.flat_map(|(_, bytes)| certificates_of(bytes).unwrap()).collect();
    let contents = Contents {
        made_at: SystemClock.now(),
        language: Language::Fi,
        agreements,
        log: Some(log),
        certificates: certificates.into_iter().collect(),
    };
    let bytes = bundle::write(&contents).unwrap();
    let (took, most) = (started.elapsed(), peak());
    std::fs::write(folder.join("bundle.zip"), &bytes).unwrap();
    println!("put together: {} MiB in {took:.1?}; {most} MiB at most, {before} MiB of them before", bytes.len() >> 20);
}

fn verify(folder: &Path) {
    let bytes = std::fs::read(folder.join("bundle.zip")).unwrap();
    let trust = TrustAnchors::from_pem(&std::fs::read_to_string(folder.join("trust.pem")).unwrap()).unwrap();
    let keys = [Signer::from_seed(ORIGIN, &[7; 32]).unwrap().verifier().clone()];
    let sealer = BusinessId::parse("0000021-1").unwrap();
    let before = peak();
    let started = Instant::now();
    let most_unfolded = federointi::bundle::MAX_UNFOLDED;
    let against = Against { trust: Some(&trust), sealer: Some(&sealer), log_keys: &keys, now: SystemClock.now(), most_unfolded };
    let found = examine_bundle(&bytes, &against).unwrap();
    let took = started.elapsed();
    assert!(found.is_authentic() && found.agreements.len() == MAX_AGREEMENTS, "{:#?}", found.faults.first());
    println!(
        "examined: {} agreements in {took:.1?}; {} MiB at most, {before} MiB of them before",
        found.agreements.len(),
        peak()
    );
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().position(|argument| argument == "--part").and_then(|at| arguments.get(at + 1..at + 3)) {
        Some([part, folder]) if part == "make" => make(Path::new(folder)),
        Some([part, folder]) if part == "verify" => verify(Path::new(folder)),
        _ => {
            let folder = tempfile::TempDir::new().unwrap();
            for part in ["make", "verify"] {
                let mut command = Command::new(std::env::current_exe().unwrap());
                assert!(command.args(["--part", part]).arg(folder.path()).status().unwrap().success());
            }
        }
    }
}
