//! What a stranger can be sure of: documents and audit bundles examined, forged ones found, the command and its contract.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{LazyLock, OnceLock};
use std::time::{Duration, Instant};

use federointi::agreement::content::{AgreementContent, ChangeContent};
use federointi::agreement::rights::Role;
use federointi::agreement::signing::Act;
use federointi::agreement::version::{DocumentKind, SigningOrder, VersionKind};
use federointi::agreement::{BusinessId, EmailAddress, Language};
use federointi::bundle::{self, AgreementPart, Contents};
use federointi::clock::{Clock, SystemClock, SystemRandomness};
use federointi::demo::authority::Holder;
use federointi::demo::parties;
use federointi::document::{Evidence, Marks, render, render_evidence};
use federointi::proof::{
    Against, BundleExamination, BundleFault, DataFinding, Fault, PdfExamination, Remark, examine, examine_bundle, examine_pdf,
    told,
};
use federointi::seal::{Level, SealKey, Sealer, TrustAnchors};
use federointi::store::agreements::AgreementFilter;
use federointi::workflow::approve::{Grounds, approve};
use federointi::workflow::bundle::{Of, download};
use federointi::workflow::seal_key::SealSetup;
use federointi::workflow::{WorkflowError, log, verify};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::app::App;
use crate::support::authority::{TEXT, TestAuthority, holder};
use crate::support::bundles::{assembled, contents, event, hex_sha256, signer, small_pdf, told as told_event, version};
use crate::support::database::TestDatabase;
use crate::support::visitor::Visitor;
use crate::support::{process, sample};

/// Sealed agreements, and the authority that they lead to.
struct Ground {
    trust: TrustAnchors,
    /// Of another authority of the same names.
    elsewhere: TrustAnchors,
    base: Vec<u8>,
    sealed: BTreeMap<&'static str, Vec<u8>>,
    /// An agreement that names another organisation as Kela, and is sealed by that organisation.
    fabricated: Vec<u8>,
    /// The proof of a signature of `small_base`: by Kela, and by the other organisation.
    evidence: [Vec<u8>; 2],
    /// Sealed at B-B, with next to nothing on its one page.
    small_base: Vec<u8>,
    small: Vec<u8>,
    folder: TempDir,
}

static GROUND: LazyLock<Ground> = LazyLock::new(|| {
    let (authority, other) = (TestAuthority::start(), TestAuthority::start());
    let content = sample::agreement(Language::Fi);
    let base = render(&content, Marks::default()).unwrap();
    let seal = |level: Level, bytes: &[u8]| {
        authority.sealer(level).seal(bytes, &TEXT, SystemClock.now(), &SystemRandomness).unwrap().bytes
    };
    let small_base = small_pdf(&content);
    let strangers = sealer_of(&authority, "NTRFI-0000012-3");
    let by_stranger = |bytes: &[u8]| strangers.seal(bytes, &TEXT, SystemClock.now(), &SystemRandomness).unwrap().bytes;
    let mut invented = content.clone();
    invented.kela.organisation = invented.party.organisation.clone();
    let proof = render_evidence(&evidence(&content, &small_base, &act()), &content, false).unwrap();
    let folder = TempDir::new().unwrap();
    std::fs::copy(authority.running().trust_file(), folder.path().join("trust.pem")).unwrap();
    Ground {
        trust: authority.trust(),
        elsewhere: other.trust(),
        sealed: Level::ALL.map(|level| (level.code(), seal(level, &base))).into(),
        base,
        fabricated: by_stranger(&render(&invented, Marks::default()).unwrap()),
        evidence: [seal(Level::BaselineB, &proof), by_stranger(&proof)],
        small: seal(Level::BaselineB, &small_base),
        small_base,
        folder,
    }
});

/// A sealer of another organisation with a certificate of the same authority.
fn sealer_of(authority: &TestAuthority, identifier: &str) -> Sealer {
    let holder = Holder { organization_identifier: Some(identifier), ..holder(None) };
    let key = SealKey::from_pem(&authority.running().issue(&holder).unwrap().all()).unwrap();
    Sealer::new(authority.settings(key, Level::BaselineB))
}

fn act() -> Act {
    Act {
        name: "Johto Johtonen".to_owned(),
        position: "kunnanjohtaja".to_owned(),
        authority: "Hallintosääntö 23 §".to_owned(),
        email: EmailAddress::parse("johto.johtonen@esimerkkila.example").unwrap(),
        opened_at: None,
        code_sent_at: None,
        accepted: vec!["Olen lukenut sopimuksen.".to_owned()],
        found: Vec::new(),
        in_place_of: None,
    }
}

/// The signature of `base` that the event 6 of the bundle tells.
fn evidence<'a>(content: &'a AgreementContent, base: &'a [u8], act: &'a Act) -> Evidence<'a> {
    static SHA256: OnceLock<String> = OnceLock::new();
    Evidence {
        number: &content.number,
        version: 1,
        organisation: &content.party.organisation.name,
        signed_at: "2026-11-21T08:02:06Z".parse().unwrap(),
        sha256: SHA256.get_or_init(|| hex_sha256(base)),
        size: base.len(),
        act,
    }
}

fn against<'a>(trust: Option<&'a TrustAnchors>) -> Against<'a> {
    Against { trust, sealer: None, log_keys: &[], now: SystemClock.now(), most_unfolded: bundle::MAX_UNFOLDED }
}

/// Kela's Y-tunnus in the tests.
static KELA: LazyLock<BusinessId> = LazyLock::new(|| BusinessId::parse("0000021-1").unwrap());

fn by_kela() -> Against<'static> {
    Against { sealer: Some(&KELA), ..against(Some(&GROUND.trust)) }
}

fn pdf(bytes: &[u8]) -> PdfExamination {
    examine_pdf(bytes, &against(Some(&GROUND.trust))).unwrap()
}

fn in_bundle(bytes: &[u8]) -> BundleExamination {
    examine_bundle(bytes, &against(Some(&GROUND.trust))).unwrap()
}

fn whole() -> Contents {
    contents(&sample::agreement(Language::Fi), &GROUND.base, &GROUND.sealed["b-lt"])
}

fn small() -> Contents {
    contents(&sample::agreement(Language::Fi), &GROUND.small_base, &GROUND.small)
}

fn is_found(bytes: &[u8]) -> bool {
    !examine(bytes, &against(Some(&GROUND.trust))).is_ok_and(|found| found.is_authentic())
}

#[test]
fn a_sealed_agreement_is_authentic_at_every_level() {
    for (level, bytes) in &GROUND.sealed {
        let found = pdf(bytes);
        assert!(found.is_authentic(), "{level}: {:#?}", found.faults);
        assert_eq!(found.data, DataFinding::SameBytes { sample: false, to_be_signed: false });
        let identity = found.claim.as_ref().unwrap().identity();
        assert_eq!((identity.number.as_str(), identity.version), ("KELA-FED-2026-0131", 1));
        assert!(found.signatures[0].is_seal);
        assert_eq!(found.remarks, [Remark::PartyNotInFile, Remark::SealerNotCompared]);
        let compared = examine_pdf(bytes, &by_kela()).unwrap();
        assert_eq!((compared.is_authentic(), compared.remarks.as_slice()), (true, &[Remark::PartyNotInFile][..]));
    }
}

#[test]
fn an_issuer_that_is_not_trusted_is_told() {
    let bytes = &GROUND.sealed["b-lt"];
    let nobody = examine_pdf(bytes, &against(None)).unwrap();
    assert_eq!((nobody.faults.as_slice(), nobody.is_intact()), (&[Fault::NoTrustGiven][..], true));
    assert!(matches!(nobody.data, DataFinding::SameBytes { .. }));
    let other = examine_pdf(bytes, &against(Some(&GROUND.elsewhere))).unwrap();
    assert_eq!((other.faults.as_slice(), other.is_intact()), (&[Fault::SealNotTrusted][..], false));
    let unsealed = pdf(&GROUND.base);
    assert_eq!(unsealed.faults, [Fault::NoSeal]);
}

#[test]
fn a_seal_of_somebody_else_is_told() {
    let mut content = sample::agreement(Language::Fi);
    std::mem::swap(&mut content.kela, &mut content.party);
    let authority = TestAuthority::start();
    let sealer = authority.sealer(Level::BaselineB);
    let bytes = sealer.seal(&small_pdf(&content), &TEXT, SystemClock.now(), &SystemRandomness).unwrap().bytes;
    let found = examine_pdf(&bytes, &against(Some(&authority.trust()))).unwrap();
    assert!(matches!(found.faults.as_slice(), [Fault::SealOfOther { .. }]), "{:?}", found.faults);
}

/// Any organisation can have a seal of a trusted authority, and write a document that names it as Kela.
#[test]
fn who_sealed_comes_from_elsewhere_than_the_file() {
    let [proof, stolen] = &GROUND.evidence;
    for forged in [&GROUND.fabricated, stolen] {
        let open = pdf(forged);
        assert!(open.is_authentic() && open.remarks.contains(&Remark::SealerNotCompared), "{:?}", open.faults);
        let sealer = open.sealer.as_ref().unwrap();
        assert_eq!((sealer.identifier.as_deref(), sealer.compared), (Some("NTRFI-0000012-3"), None));
        let verdict = told(Language::En, &examine(forged, &against(Some(&GROUND.trust))).unwrap()).verdict;
        assert!(verdict.starts_with("Authentic if ") && verdict.contains("NTRFI-0000012-3"), "{verdict}");
        assert!(verdict.contains("--sealer"), "{verdict}");
        let found = examine_pdf(forged, &by_kela()).unwrap();
        assert!(matches!(found.faults.first(), Some(Fault::SealerDiffers { .. })), "{:?}", found.faults);
        assert_eq!(found.sealer.unwrap().compared, Some(false));
    }
    for ours in [&GROUND.sealed["b-lt"], proof] {
        let found = examine(ours, &by_kela()).unwrap();
        let verdict = told(Language::En, &found).verdict;
        assert!(found.is_authentic() && verdict.starts_with("Authentic. ") && verdict.contains("NTRFI-0000021-1"), "{verdict}");
        assert_eq!(
            verdict.contains("The electronic seal is valid."),
            ours != proof,
            "B-B does not tell of revocation: {verdict}"
        );
    }
}

/// The document with its streams unfolded by another program, so that its data can be changed.
fn unfolded(bytes: &[u8]) -> Vec<u8> {
    let folder = TempDir::new().unwrap();
    let (from, to) = (folder.path().join("from.pdf"), folder.path().join("to.pdf"));
    std::fs::write(&from, bytes).unwrap();
    let mut command = Command::new("qpdf");
    command.args(["--qdf", "--object-streams=disable"]).arg(&from).arg(&to);
    let ended = process::run(command, Duration::from_secs(60));
    assert!(ended.success, "{}", ended.stderr);
    std::fs::read(&to).unwrap()
}

fn sealed_by_own(bytes: &[u8]) -> PdfExamination {
    let authority = TestAuthority::start();
    let sealer = authority.sealer(Level::BaselineB);
    let sealed = sealer.seal(bytes, &TEXT, SystemClock.now(), &SystemRandomness).unwrap().bytes;
    examine_pdf(&sealed, &against(Some(&authority.trust()))).unwrap()
}

#[test]
fn data_that_differs_from_what_is_shown_is_found() {
    let again = unfolded(&GROUND.base);
    let same = sealed_by_own(&again);
    assert_eq!((same.data.clone(), same.is_authentic()), (DataFinding::SameText, true), "{:?}", same.faults);
    assert_eq!(same.remarks, [Remark::SameText, Remark::PartyNotInFile, Remark::SealerNotCompared]);
    // The same length, so that no offset moves.
    let (shown, data) = (b"saara.sopija@esimerkkila.example", b"xaara.sopija@esimerkkila.example");
    let at = again.windows(shown.len()).position(|window| window == shown).unwrap();
    let mut changed = again;
    changed[at..at + data.len()].copy_from_slice(data);
    let found = sealed_by_own(&changed);
    assert!(
        matches!(&found.data, DataFinding::Differs { data, .. } if data.contains("xaara")) && !found.is_authentic(),
        "{:?}",
        found.data
    );
}

#[test]
fn ten_thousand_changed_bytes_in_a_document_are_found() {
    let original = &GROUND.small;
    assert!(!is_found(original), "{:?}", pdf(original).faults);
    let started = Instant::now();
    let missed = changed_bytes(original, 0..original.len(), 10_000, 20_261_121);
    println!("10,000 changed bytes of {} in {:?}", original.len(), started.elapsed());
    assert!(missed.is_empty(), "{} not found, such as {:?}", missed.len(), &missed[..missed.len().min(20)]);
}

/// Changes one byte at a time, on every processor; gives those that were not found.
fn changed_bytes(original: &[u8], within: Range<usize>, count: usize, seed: u64) -> Vec<(usize, u8, u8)> {
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let mut missed = Vec::new();
    std::thread::scope(|scope| {
        let parts: Vec<_> = (0..threads)
            .map(|part| {
                let within = within.clone();
                scope.spawn(move || {
                    let mut random = StdRng::seed_from_u64(seed + part as u64);
                    let mut missed = Vec::new();
                    let mut bytes = original.to_vec();
                    for _ in 0..count.div_ceil(threads) {
                        let at = random.random_range(within.clone());
                        let other = original[at] ^ random.random_range(1..=255_u8);
                        bytes[at] = other;
                        if !is_found(&bytes) {
                            missed.push((at, original[at], other));
                        }
                        bytes[at] = original[at];
                    }
                    missed
                })
            })
            .collect();
        for part in parts {
            missed.extend(part.join().expect("the verifier does not panic"));
        }
    });
    missed
}

/// What no signature covers: the signature itself, its certificates and time stamp, and what was appended for checking them.
#[test]
fn changed_bytes_that_no_signature_covers_are_found() {
    let original = &GROUND.sealed["b-lt"];
    let missed = changed_bytes(original, GROUND.base.len()..original.len(), 1_000, 7);
    assert!(missed.is_empty(), "{} not found: {missed:?}", missed.len());
    let missed = changed_bytes(&GROUND.small, GROUND.small_base.len()..GROUND.small.len(), 2_000, 8);
    assert!(missed.is_empty(), "{} not found: {missed:?}", missed.len());
}

#[test]
fn what_is_cut_off_anywhere_is_found() {
    let (document, packed) = (&GROUND.small, bundle::write(&small()).unwrap());
    for whole in [document, &packed] {
        for at in (0..whole.len()).step_by(97) {
            assert!(is_found(&whole[..at]), "{at}");
        }
    }
}

#[test]
fn a_bundle_is_authentic_with_everything_in_it() {
    let packed = bundle::write(&whole()).unwrap();
    let found = in_bundle(&packed);
    assert!(found.is_authentic(), "{:#?}", found.faults);
    let agreement = &found.agreements[0];
    assert_eq!((agreement.events, agreement.proven, agreement.erased), (4, 4, 1));
    let remarks = [Remark::PartyNotInFile, Remark::SealerNotCompared, Remark::LogKeyNotCompared, Remark::ContentErased];
    assert_eq!(found.remarks, remarks);
    let keys = [signer().verifier().clone()];
    let compared = Against { log_keys: &keys, ..against(Some(&GROUND.trust)) };
    assert_eq!(examine_bundle(&packed, &compared).unwrap().log.unwrap().compared, Some(true));
    let other = [federointi::log::Signer::from_seed("log.test/federointi", &[8; 32]).unwrap().verifier().clone()];
    let faults = examine_bundle(&packed, &Against { log_keys: &other, ..compared }).unwrap().faults;
    assert_eq!(faults[0].fault, BundleFault::OtherLogKey);
    assert!(examine_bundle(&packed, &against(None)).unwrap().is_intact());
    // A reader who takes less, as the public page does, reads no more than that.
    let refused = examine_bundle(&packed, &Against { most_unfolded: packed.len(), ..against(None) });
    assert!(matches!(refused, Err(federointi::proof::Unreadable::Bundle(bundle::ArchiveError::Limit))), "{refused:?}");
}

#[test]
fn ten_thousand_changed_bytes_in_a_bundle_are_found() {
    let packed = bundle::write(&small()).unwrap();
    assert!(!is_found(&packed), "{:?}", in_bundle(&packed).faults);
    let missed = changed_bytes(&packed, 0..packed.len(), 10_000, 20_261_122);
    assert!(missed.is_empty(), "{missed:?}");
}

type Forgery = (&'static str, fn(&mut AgreementPart));

/// Each of these is built by someone who has the program and writes every list and digest anew.
const FORGERIES: [Forgery; 15] = [
    ("event_not_in_log", |part| part.events[1].event.at.replace_range(0..4, "2025")),
    ("event_not_in_log", |part| part.events[0].event.actor = "filer".to_owned()),
    ("event_content", |part| part.events[1].content.as_mut().unwrap().json = "{\"who\":\"x\"}".to_owned()),
    ("event_content", |part| part.events[1].content.as_mut().unwrap().salt = "00".to_owned()),
    ("event_not_in_log", |part| part.events[1].salt = Some("00".repeat(32))),
    ("event_not_in_log", |part| part.events[1].leaf = Some(5)),
    ("event_not_in_log", |part| part.proofs[1].1[0].0[0] ^= 1),
    ("event_not_in_log", |part| drop(part.proofs.remove(1))),
    ("event_order", |part| part.events.swap(0, 1)),
    ("event_order", |part| part.events.push(part.events[3].clone())),
    ("event_state", |part| drop(part.events.remove(2))),
    ("event_elsewhere", |part| part.events[1].event.agreement_id = Some("another".to_owned())),
    ("document_not_logged", |part| drop(part.events.pop())),
    ("content_differs", |part| part.versions[0].content.party.organisation.name.push('x')),
    ("documents_apart", |part| part.versions[0].documents[0].1[50] ^= 1),
];

#[test]
fn every_forgery_of_a_bundle_is_found() {
    for (number, (expected, forge)) in FORGERIES.into_iter().enumerate() {
        let mut forged = small();
        forge(&mut forged.agreements[0]);
        let found = in_bundle(&bundle::write(&forged).unwrap());
        let codes: BTreeSet<&str> = found.faults.iter().map(|located| located.fault.code()).collect();
        assert!(codes.contains(expected), "forgery {number}: {expected}: {codes:?}");
    }
    let mut forged = small();
    forged.log =
        Some(bundle::LogPart { checkpoint: small().log.unwrap().checkpoint.replace("\n13\n", "\n14\n"), ..small().log.unwrap() });
    assert_eq!(in_bundle(&bundle::write(&forged).unwrap()).faults[0].fault, BundleFault::Checkpoint);
    let mut forged = small();
    forged.certificates.push(vec![0x30, 1, 5]);
    assert_eq!(in_bundle(&bundle::write(&forged).unwrap()).faults[0].fault, BundleFault::Certificate);
    let mut forged = small();
    forged.agreements[0].versions[0].documents[1].1 = GROUND.sealed["b-b"].clone();
    assert!(!in_bundle(&bundle::write(&forged).unwrap()).is_authentic());
    let mut none = small();
    none.log = None;
    assert!(in_bundle(&bundle::write(&none).unwrap()).remarks.contains(&Remark::NoLog));
}

/// Without a seal only the log vouches for a document, and a log whose key is not known vouches for nothing.
#[test]
fn a_bundle_without_seals_needs_the_key_of_the_log() {
    let mut unsealed = small();
    unsealed.agreements[0].versions[0].documents.pop();
    unsealed.agreements[0].events.pop();
    unsealed.certificates.clear();
    let packed = bundle::write(&unsealed).unwrap();
    let faults = in_bundle(&packed).faults;
    assert!(faults.iter().any(|located| located.fault == BundleFault::Document(Fault::NoSeal)), "{faults:?}");
    let keys = [signer().verifier().clone()];
    let found = examine_bundle(&packed, &Against { log_keys: &keys, ..against(Some(&GROUND.trust)) }).unwrap();
    assert!(found.is_authentic() && found.remarks.contains(&Remark::NotSealed), "{:?}", found.faults);
    // Events that no proof backs can be written by anybody: they vouch for nothing.
    for event in &mut unsealed.agreements[0].events {
        (event.leaf, event.salt) = (None, None);
    }
    unsealed.agreements[0].proofs.clear();
    let found = examine_bundle(&bundle::write(&unsealed).unwrap(), &Against { log_keys: &keys, ..against(Some(&GROUND.trust)) });
    let faults = found.unwrap().faults;
    assert!(faults.iter().any(|located| located.fault == BundleFault::Document(Fault::NoSeal)), "{faults:?}");
}

/// With the proof of the signature, whose event tells the digest of `act`.
fn signed(proof: &[u8], act: &str) -> Contents {
    let content = sample::agreement(Language::Fi);
    let mut one = version(&content, &GROUND.small_base, &GROUND.small);
    one.documents.push((DocumentKind::Evidence, proof.to_vec()));
    let base = || Some(hex_sha256(&GROUND.small_base));
    let events = vec![
        event(4, "document_made", base(), Some(("preparing", "awaiting_signature"))),
        told_event(6, "version_signed", base(), Some(("awaiting_signature", "preparing")), act),
        event(7, "evidence_made", Some(hex_sha256(proof)), None),
        event(8, "document_sealed", Some(hex_sha256(&GROUND.small)), Some(("preparing", "signed"))),
    ];
    assembled(&content, vec![one], events)
}

fn with_key<T>(of: impl FnOnce(&Against<'_>) -> T) -> T {
    let keys = [signer().verifier().clone()];
    of(&Against { log_keys: &keys, ..by_kela() })
}

fn examined(contents: &Contents, against: &Against<'_>) -> BundleExamination {
    examine_bundle(&bundle::write(contents).unwrap(), against).unwrap()
}

#[test]
fn the_log_binds_who_signed() {
    let [proof, stolen] = &GROUND.evidence;
    let of = |act: &str| with_key(|against| examined(&signed(proof, act), against));
    let found = of(&format!("\"{}\"", act().digest()));
    assert!(found.is_authentic() && !found.remarks.contains(&Remark::SignatoryNotLogged), "{:?}", found.faults);
    // Another name, sealed or not, is not what the log took up.
    let other = Act { name: "Joku Muu".to_owned(), ..act() };
    let faults = of(&format!("\"{}\"", other.digest())).faults;
    assert!(faults.iter().any(|located| located.fault == BundleFault::SignatureDiffers), "{faults:?}");
    // Of before this was told.
    let found = of("null");
    assert!(found.is_authentic() && found.remarks.contains(&Remark::SignatoryNotLogged), "{:?}", found.faults);
    // Who proves the signature is who sealed the agreement, whether or not the reader says who that must be.
    let contents = signed(stolen, &format!("\"{}\"", act().digest()));
    let faults = examined(&contents, &against(Some(&GROUND.trust))).faults;
    assert!(matches!(faults.as_slice(), [located] if matches!(located.fault, BundleFault::SealersDiffer { .. })), "{faults:?}");
}

/// Version 2, an amendment, after version 1.
fn of_two_versions() -> Contents {
    let first = sample::agreement(Language::Fi);
    let mut second = first.clone();
    second.version = 2;
    second.change = Some(ChangeContent {
        kind: VersionKind::Amendment,
        previous: 1,
        first_day: None,
        last_day: None,
        reason: None,
        by_kela: false,
        difference: Vec::new(),
    });
    let base = small_pdf(&second);
    // No seal: the log vouches for it.
    let mut two = version(&second, &base, &[]);
    two.documents.pop();
    let mut events = contents(&first, &GROUND.small_base, &GROUND.small).agreements.remove(0).events;
    let mut made = event(9, "document_made", Some(hex_sha256(&base)), None);
    made.event.version = Some(2);
    events.push(made);
    assembled(&first, vec![version(&first, &GROUND.small_base, &GROUND.small), two], events)
}

#[test]
fn what_something_in_the_bundle_tells_of_and_is_not_there_is_found() {
    let whole = with_key(|against| examined(&of_two_versions(), against));
    assert!(whole.is_authentic(), "{:?}", whole.faults);
    let of = |leave_out: fn(&mut AgreementPart)| {
        let mut contents = of_two_versions();
        leave_out(&mut contents.agreements[0]);
        contents.certificates.clear();
        let found = with_key(|against| examined(&contents, against));
        found.faults.into_iter().map(|located| located.fault).collect::<Vec<_>>()
    };
    let first_with_its_events = of(|part| {
        part.versions.remove(0);
        part.events.retain(|record| record.event.version == Some(2));
    });
    assert_eq!(first_with_its_events, [BundleFault::VersionMissing { version: 1 }]);
    let second = of(|part| drop(part.versions.pop()));
    assert_eq!(second, [BundleFault::VersionMissing { version: 2 }]);
    let document = of(|part| drop(part.versions[0].documents.remove(0)));
    assert_eq!(document, [BundleFault::DocumentMissing { event: 4 }]);
    let order = of(|part| part.versions[1].content.change.as_mut().unwrap().previous = 2);
    assert!(order.contains(&BundleFault::VersionOrder { version: 2 }), "{order:?}");
    let far = of(|part| part.events[4].event.version = Some(i32::MAX));
    assert!(far.len() < 40, "told, and not two thousand million times");
    // What nothing tells of cannot be missed, and that is said.
    let last_with_its_events = of(|part| {
        part.versions.pop();
        part.events.pop();
    });
    assert_eq!(last_with_its_events, []);
    let found = examine(&bundle::write(&small()).unwrap(), &by_kela()).unwrap();
    let words = told(Language::En, &found);
    assert!(words.verdict.contains("does not prove that nothing newer exists"), "{}", words.verdict);
    assert!(words.sections.last().unwrap().notes.iter().any(|note| note.contains("no whole last version")));
}

#[test]
fn the_verdict_says_no_more_than_was_found() {
    let said = |contents: &Contents, against: &Against<'_>| {
        let found = examine(&bundle::write(contents).unwrap(), against).unwrap();
        assert!(found.is_authentic(), "{found:?}");
        told(Language::En, &found).verdict
    };
    let all = with_key(|against| said(&small(), against));
    assert!(
        all.starts_with("Authentic. Every document proves itself.") && all.contains("The log proves the events of the bundle."),
        "{all}"
    );
    let open = said(&small(), &by_kela());
    assert!(open.contains("proven only once you have compared") && !open.contains("The log proves"), "{open}");
    let unsealed = with_key(|against| said(&of_two_versions(), against));
    assert!(
        unsealed.contains("without a seal, which the log alone vouches for: 1") && !unsealed.contains("Every document"),
        "{unsealed}"
    );
    let mut later = small();
    (later.agreements[0].events[0].leaf, later.agreements[0].events[0].salt) = (None, None);
    let later = with_key(|against| said(&later, against));
    assert!(later.contains("up to its checkpoint") && later.contains("does not prove yet: 1"), "{later}");
    let mut none = small();
    none.log = None;
    let none = said(&none, &by_kela());
    assert!(none.contains("The history is not proven") && !none.contains("The log proves"), "{none}");
}

#[test]
fn another_program_finds_the_same_of_the_log() {
    let folder = TempDir::new().unwrap();
    let check_by = |contents: &Contents, name: &str, sealer: Option<&str>| {
        let path = folder.path().join(name);
        std::fs::write(&path, bundle::write(contents).unwrap()).unwrap();
        let mut command = Command::new("python3");
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/check-bundle.py")).arg(&path).arg(signer().verifier().to_string());
        if let Some(sealer) = sealer {
            command.arg(GROUND.folder.path().join("trust.pem")).arg(sealer);
        }
        process::run(command, Duration::from_secs(60))
    };
    let check = |contents: &Contents, name: &str| check_by(contents, name, None);
    let ended = check(&small(), "true.zip");
    assert!(ended.success && ended.stdout.contains("4 events, 4 proven"), "{}{}", ended.stdout, ended.stderr);
    for (number, (expected, forge)) in FORGERIES.into_iter().enumerate() {
        if !matches!(expected, "event_not_in_log" | "event_content" | "document_not_logged") {
            continue;
        }
        let mut forged = small();
        forge(&mut forged.agreements[0]);
        assert!(!check(&forged, "forged.zip").success, "forgery {number}");
    }
    let sealed = check_by(&signed(&GROUND.evidence[0], "null"), "sealed.zip", Some("0000021-1"));
    assert!(sealed.success && sealed.stdout.contains("sealed by 0000021-1: 2"), "{}{}", sealed.stdout, sealed.stderr);
    for (contents, sealer) in [(signed(&GROUND.evidence[1], "null"), "0000021-1"), (small(), "0000012-3"), (small(), "000021-1")]
    {
        assert!(!check_by(&contents, "stranger.zip", Some(sealer)).success, "{sealer}");
    }
    let mut gap = of_two_versions();
    assert!(check(&gap, "whole.zip").success);
    gap.agreements[0].versions.remove(0);
    let ended = check(&gap, "gap.zip");
    assert!(!ended.success && ended.stdout.contains("version 1"), "{}", ended.stdout);
}

/// The files of the kept corpus: of documents and bundles that once were, or might be, trouble.
fn corpus() -> Vec<PathBuf> {
    let mut folders = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus"))];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension().and_then(|ending| ending.to_str()) {
                Some("pdf" | "zip") if path.is_file() => files.push(path),
                _ if path.is_dir() => folders.push(path),
                _ => {}
            }
        }
    }
    files
}

#[test]
fn the_kept_corpus_is_examined_in_time_and_none_of_it_is_authentic() {
    let files = corpus();
    assert!(files.len() >= 30, "{}", files.len());
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        let started = Instant::now();
        assert!(is_found(&bytes), "{}", file.display());
        assert!(started.elapsed() < Duration::from_secs(20), "{}: {:?}", file.display(), started.elapsed());
    }
}

fn command(args: &[&str]) -> process::Ended {
    let mut command = Command::new(env!("CARGO_BIN_EXE_federointi"));
    // Away from any settings file, with settings that would be refused if anybody read them.
    command
        .arg("verify")
        .args(args)
        .current_dir(GROUND.folder.path())
        .env("FEDEROINTI_LISTEN", "nonsense")
        .env("LANG", "fi_FI.UTF-8");
    process::run(command, Duration::from_secs(60))
}

fn kept(name: &str, bytes: &[u8]) -> String {
    let path = GROUND.folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_command_says_and_ends_as_its_contract_has_it() {
    let (sealed, unsealed) = (kept("sealed.pdf", &GROUND.sealed["b-lt"]), kept("unsealed.pdf", &GROUND.base));
    let (packed, broken) = (kept("bundle.zip", &bundle::write(&whole()).unwrap()), kept("broken.pdf", b"%PDF-1.7\n"));
    let trust = ["--trust", "trust.pem"];
    let run = |args: &[&str]| {
        let ended = command(args);
        (ended.code, ended.stdout, ended.stderr)
    };
    let (code, text, _) = run(&[&[sealed.as_str(), &packed][..], &trust[..]].concat());
    assert_eq!(code, Some(0), "{text}");
    assert!(
        text.contains("Aito, jos leima on Kelan.")
            && text.contains("NTRFI-0000021-1")
            && text.contains("KELA-FED-2026-0131")
            && text.contains("Kela (testi)"),
        "{text}"
    );
    assert!(!text.contains("voimassa oleva"), "the command does not know what is in force");
    let (code, text, _) = run(&[&[sealed.as_str(), &packed, "--sealer", "0000021-1"][..], &trust[..]].concat());
    assert!(code == Some(0) && text.contains("Aito.") && !text.contains("jos leima"), "{text}");
    let (code, text, _) = run(&[&[sealed.as_str(), "--sealer", "0000012-3"][..], &trust[..]].concat());
    assert!(code == Some(1) && text.contains("0000012-3") && text.contains("NTRFI-0000021-1"), "{text}");
    assert_eq!(run(&[&sealed, "--sealer", "0000021-2"]).0, Some(2), "no Y-tunnus");
    let (code, text, _) = run(&[&sealed, "--lang", "en"]);
    assert!(code == Some(1) && text.contains("Intact, but the issuer cannot be judged"), "{text}");
    assert_eq!(run(&[&[unsealed.as_str()][..], &trust[..]].concat()).0, Some(1));
    assert_eq!(run(&[&broken]).0, Some(2));
    let (code, _, error) = run(&["missing.pdf"]);
    assert!(code == Some(2) && error.contains("missing.pdf"), "{error}");
    let (code, _, error) = run(&[&sealed, "--trust", "sealed.pdf"]);
    assert!(code == Some(2) && error.contains("--trust"), "{error}");
    assert_eq!(run(&[&sealed, "--log-key", "x"]).0, Some(2));
    assert_eq!(run(&[]).0, Some(2));
}

/// The members of an object, which docs/verification.md lists.
fn members(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn the_json_has_the_members_that_are_documented() {
    let (sealed, packed) = (kept("json.pdf", &GROUND.sealed["b-lt"]), kept("json.zip", &bundle::write(&whole()).unwrap()));
    let broken = kept("json-broken.pdf", b"%PDF-1.7\n");
    let ended = command(&["--json", "--trust", "trust.pem", &sealed, &packed, &broken]);
    assert_eq!(ended.code, Some(2));
    let lines: Vec<Value> = ended.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [document, bundle, unreadable] = lines.as_slice() else { panic!("{}", ended.stdout) };
    let of_document = [
        "agreement",
        "data",
        "faults",
        "file",
        "first_revision_sha256",
        "format",
        "intact",
        "judged_at",
        "kind",
        "remarks",
        "sealer",
        "sha256",
        "signatures",
        "size",
        "statement",
        "verdict",
    ];
    assert_eq!(members(document), of_document);
    assert_eq!((document["verdict"].as_str(), document["kind"].as_str()), (Some("authentic"), Some("agreement")));
    assert_eq!(members(&document["agreement"]), ["language", "number", "party", "signed_sha256", "version"]);
    let of_signature = [
        "algorithms",
        "chain",
        "claimed_time",
        "covered_to",
        "field",
        "integrity",
        "kind",
        "level",
        "problems",
        "proven_time",
        "revocation",
        "revoked_at",
        "says_qualified",
        "signer",
        "time_stamp_server",
        "trust",
        "verdict",
        "warnings",
    ];
    assert_eq!(members(&document["signatures"][0]), of_signature);
    assert_eq!(document["signatures"][0]["level"], "B-LT");
    let of_certificate = ["issuer", "key", "not_after", "not_before", "serial", "sha256", "subject"];
    assert_eq!(members(&document["signatures"][0]["signer"]), of_certificate);
    let of_bundle = [
        "agreements",
        "faults",
        "file",
        "format",
        "intact",
        "judged_at",
        "kind",
        "log",
        "made_at",
        "remarks",
        "sealer",
        "sha256",
        "size",
        "statement",
        "unproven",
        "verdict",
    ];
    assert_eq!(members(bundle), of_bundle);
    assert_eq!(members(&bundle["log"]), ["key", "key_compared", "key_sha256", "origin", "size"]);
    let of_agreement = ["documents", "events", "events_erased", "events_not_proven", "events_proven", "number"];
    let of_sealer = ["compared", "identifier", "name", "valid"];
    assert_eq!(members(&document["sealer"]), of_sealer);
    assert_eq!((&document["sealer"]["identifier"], &document["sealer"]["compared"]), (&"NTRFI-0000021-1".into(), &Value::Null));
    assert_eq!(members(&bundle["unproven"][0]), ["code", "text"]);
    assert_eq!(bundle["unproven"][0]["code"], "newer");
    assert_eq!(members(&bundle["agreements"][0]), of_agreement);
    assert_eq!(members(&bundle["agreements"][0]["documents"][0]), ["examination", "kind", "path", "sha256", "version"]);
    assert_eq!(members(unreadable), ["faults", "file", "format", "verdict"]);
    assert_eq!(unreadable["verdict"], "unreadable");
    let documented = include_str!("../../docs/verification.md");
    let all = [&of_document[..], &of_signature, &of_certificate, &of_bundle, &of_agreement, &of_sealer].concat();
    for member in all {
        assert!(documented.contains(&format!("`{member}`")), "docs/verification.md does not name {member}");
    }
}

on_both_engines! {
    async fn a_bundle_of_the_service_proves_itself(database: TestDatabase) {
        let app = App::start(&database).await;
        let administrator = app.staff(Role::Administrator, "Paavo Pitää").await;
        let reviewer = app.staff(Role::Reviewer, "Kaisa Käsitteli").await;
        let auditor = app.staff(Role::Auditor, "Tarja Tarkka").await;
        app.ready_for_approval(&administrator).await;
        let (filer, id) = app.filed(&parties::ESIMERKKILA).await;
        let revision = app.revision(&filer, &id).await;
        let grounds = Grounds { over_errors: String::new(), authority_check: "Soitettu vaihteeseen.".to_owned(), ..Grounds::default() };
        let number = approve(&app.service, &reviewer, &id, revision, grounds).await.unwrap();
        app.work().await;
        log::sequence(&app.service).await.unwrap();
        let keys = app.service.log.keys();
        assert!(!keys.is_empty());
        let most_unfolded = bundle::MAX_UNFOLDED;
        let against = Against { trust: None, sealer: None, log_keys: &keys, now: app.clock.now(), most_unfolded };
        for of in [Of::Agreement(number.clone()), Of::Search(AgreementFilter { words: "esimerkki".into(), ..AgreementFilter::default() })] {
            let handed = download(&app.service, &auditor, of, Language::Sv).await.unwrap().unwrap();
            let found = examine_bundle(&handed.bytes, &against).unwrap();
            let faults: Vec<_> = found.faults.iter().filter(|located| located.fault != BundleFault::Document(Fault::NoTrustGiven)).collect();
            assert!(faults.is_empty(), "{faults:#?}");
            let agreement = &found.agreements[0];
            assert!(agreement.events >= 5 && agreement.proven == agreement.events, "{agreement:?}");
        }
        let nothing = AgreementFilter { words: "eisellaista".into(), ..AgreementFilter::default() };
        assert!(matches!(download(&app.service, &auditor, Of::Search(nothing), Language::Fi).await, Err(WorkflowError::NotFound)));
        let read = federointi::workflow::agreement::read(&app.service, &auditor, &number).await.unwrap();
        let kind = federointi::agreement::lifecycle::EventKind::BundleDownloaded;
        assert_eq!(read.history.iter().filter(|(event, _)| event.kind == kind).count(), 2);
        app.stop().await;
    }

    /// Who Kela is, the service knows by its own half of the form.
    async fn the_page_knows_who_has_to_seal(database: TestDatabase) {
        let setup = SealSetup { trust: GROUND.trust.clone(), ..SealSetup::default() };
        let app = App::start_sealing(&database, true, SigningOrder::PartyFirst, setup).await;
        let examined = async |bytes: &Vec<u8>| {
            let answer = verify::examine(&app.service, bytes.clone(), "192.0.2.0/24").await.unwrap();
            answer.examination.unwrap()
        };
        let open = examined(&GROUND.fabricated).await;
        assert!(told(Language::En, &open).verdict.starts_with("Authentic if "), "nobody has said yet who Kela is");
        let administrator = app.staff(Role::Administrator, "Paavo Pitää").await;
        app.ready_for_approval(&administrator).await;
        for forged in [&GROUND.fabricated, &GROUND.evidence[1]] {
            assert!(!examined(forged).await.is_authentic());
        }
        for ours in [&GROUND.sealed["b-lt"], &GROUND.evidence[0]] {
            let verdict = told(Language::En, &examined(ours).await).verdict;
            assert!(verdict.starts_with("Authentic. "), "{verdict}");
        }
        app.stop().await;
    }

    async fn the_public_page_examines_a_file_and_keeps_nothing(database: TestDatabase) {
        let app = App::start(&database).await;
        let visitor = Visitor::new(&app.base);
        for path in ["/fi/verify", "/sv/verify", "/en/verify"] {
            let form = visitor.get(path).await;
            assert!(form.status == 200 && form.body.contains("multipart/form-data"), "{}", form.body);
        }
        let csrf = visitor.get("/en/verify").await.hidden("csrf");
        let sealed = visitor.post_file("/en/verify", &[("csrf", csrf.as_str())], "file", "sopimus.pdf", &GROUND.sealed["b-lt"]).await;
        assert!(sealed.status == 200 && sealed.body.contains("KELA-FED-2026-0131"), "{}", sealed.body);
        let nothing = visitor.post_file("/en/verify", &[("csrf", csrf.as_str())], "file", "", b"").await;
        assert!(nothing.status == 422 && nothing.body.contains("The file is missing"), "{} {}", nothing.status, nothing.body);
        let other = visitor.post_file("/en/verify", &[("csrf", csrf.as_str())], "file", "<b>.txt", b"hello").await;
        assert!(other.status == 200 && other.body.contains("neither a PDF") && !other.body.contains("<b>.txt"), "{}", other.body);
        // One network asks so often, and then has to wait.
        let mut last = Ok(());
        for _ in 0..70 {
            last = verify::admit(&app.service, "198.51.100.0/24").await;
        }
        assert!(matches!(last, Err(WorkflowError::TooMany { .. })));
        app.stop().await;
    }
}
