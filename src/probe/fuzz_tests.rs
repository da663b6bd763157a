//! Whatever name servers send is read within bounds and without a panic: kept answers, and changes of them.
//! `FEDEROINTI_FUZZ_ROUNDS` and `FEDEROINTI_FUZZ_SEED` for a night.

use std::path::Path;

use hickory_resolver::proto::op::Message;
use hickory_resolver::proto::rr::{Name, RecordType};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::direct::{NoAnswer, Question, answer_in};
use super::records::{RECORDS_KEPT, addresses_seen, alias_of, services_seen};
use super::referral::{outcome_of, referral, servers_of};

const ZONE: &str = "kunta.example";
const SERVICE: &str = "_sipfederationtls._tcp.kunta.example";

fn kept() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/dns");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "bin"))
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

fn printable(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Reads the bytes in every way in which answers are read; what comes out is bounded and printable.
fn look_at_everything(bytes: &[u8]) {
    for (name, kind) in [(SERVICE, RecordType::SRV), (ZONE, RecordType::SOA), (ZONE, RecordType::NS)] {
        let question = Question { name: Name::from_ascii(name).unwrap(), kind, recursion: false, checking_disabled: false };
        let _ = answer_in(bytes, 1, &question);
    }
    let Ok(message) = Message::from_vec(bytes) else { return };
    for records in [&message.answers, &message.authorities, &message.additionals] {
        let services = services_seen(records).unwrap_or_default();
        assert!(services.len() <= RECORDS_KEPT && services.iter().all(|record| printable(&record.target)));
        let (addresses, alias, _) = addresses_seen(records, "sip.kunta.example");
        assert!(addresses.len() <= RECORDS_KEPT && alias.as_deref().is_none_or(printable));
        assert!(alias_of(records, ZONE).as_deref().is_none_or(printable));
        let servers = servers_of(records, ZONE).unwrap_or_default();
        assert!(servers.len() <= RECORDS_KEPT && servers.iter().all(|name| printable(name)));
    }
    if let Some(referral) = referral(&message, ZONE) {
        let addresses: usize = referral.glue.values().map(Vec::len).sum();
        assert!(referral.names.len() <= RECORDS_KEPT && addresses <= RECORDS_KEPT * 4);
        assert!(referral.glue.keys().all(|name| referral.names.contains(name)));
    }
    let outcome = outcome_of(&Ok(message.clone()), &Ok(message.clone()), ZONE);
    serde_json::to_string(&outcome).unwrap();
    outcome_of(&Err(NoAnswer::Silent), &Ok(message.clone()), ZONE);
    outcome_of(&Ok(message), &Err(NoAnswer::Malformed), ZONE);
}

fn mutated(bytes: &[u8], random: &mut StdRng) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    for _ in 0..random.random_range(1..=4) {
        let at = random.random_range(0..=changed.len());
        match random.random_range(0..6) {
            0 if at < changed.len() => changed[at] ^= 1 << random.random_range(0..8),
            1 if at < changed.len() => changed[at] = random.random(),
            2 => changed.truncate(at),
            3 => drop(changed.splice(at..at, [0xc0, random.random()])),
            4 => drop(changed.splice(at..at, (0..random.random_range(0..70)).map(|_| random.random()).collect::<Vec<u8>>())),
            _ if at < changed.len() => drop(changed.remove(at)),
            _ => {}
        }
    }
    changed
}

fn wanted(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn kept_answers_and_changes_of_them_are_read_within_bounds() {
    let files = kept();
    assert!(files.len() >= 28, "{}", files.len());
    for (name, bytes) in &files {
        assert!(std::panic::catch_unwind(|| look_at_everything(bytes)).is_ok(), "{name}");
    }
    let mut random = StdRng::seed_from_u64(wanted("FEDEROINTI_FUZZ_SEED", 7));
    for round in 0..wanted("FEDEROINTI_FUZZ_ROUNDS", 20_000) {
        let changed = mutated(&files[random.random_range(0..files.len())].1, &mut random);
        assert!(std::panic::catch_unwind(|| look_at_everything(&changed)).is_ok(), "round {round}: {}", hex::encode(&changed));
    }
}

#[test]
fn only_an_answer_to_the_question_is_one() {
    let bytes = |name: &str| kept().into_iter().find(|(file, _)| file == name).unwrap().1;
    let question =
        |name: &str, kind| Question { name: Name::from_ascii(name).unwrap(), kind, recursion: false, checking_disabled: false };
    let srv = question("_SIPFEDERATIONTLS._tcp.Kunta.example.", RecordType::SRV);
    assert!(answer_in(&bytes("srv"), 1, &srv).is_some(), "letters may be of either case");
    assert!(answer_in(&bytes("srv"), 2, &srv).is_none(), "another id");
    assert!(answer_in(&bytes("soa"), 1, &srv).is_none(), "another name");
    assert!(answer_in(&bytes("srv"), 1, &question(SERVICE, RecordType::A)).is_none(), "another kind");
    assert!(answer_in(&bytes("question"), 1, &srv).is_none(), "a question");
    assert!(answer_in(&bytes("pointer-loop"), 1, &srv).is_none(), "a loop");
    assert!(answer_in(&bytes("no-question"), 1, &srv).is_some_and(|message| message.answers.is_empty()));
}
