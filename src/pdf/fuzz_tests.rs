//! Changed bytes, thousands of them; and the kept files: what other programs have signed, and what once was hard to read.

use std::path::PathBuf;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::samples::*;
use super::*;

/// A signed document with validation data behind the signature.
fn updated(base: &[u8]) -> Vec<u8> {
    let data = ValidationData {
        certificates: vec![der(b"certificate"), der(b"authority")],
        crls: vec![der(b"list")],
        ocsp_responses: vec![der(b"answer")],
    };
    add_validation_data(&signed(base, "Seal"), &data).unwrap()
}

#[test]
fn ten_thousand_changed_bytes_of_the_document_are_found() {
    let base = agreement();
    let mut file = updated(base);
    let mut random = StdRng::seed_from_u64(1);
    for _ in 0..10_000 {
        let at = random.random_range(0..base.len());
        let right = file[at];
        file[at] ^= random.random_range(1..=255_u8);
        match only_signed(base, &file) {
            Err(Refusal::BytesChanged { at: found }) => assert_eq!(found, at),
            Err(Refusal::Unreadable(PdfError::NotPdf)) => assert!(at < 5),
            other => panic!("byte {at}: {other:?}"),
        }
        file[at] = right;
    }
    only_signed(base, &file).unwrap();
}

/// Whether `changed` is refused, or differs in what is covered, in the signature, or in the certificates and lists; each of these has a
/// signature of its own that no longer fits.
fn noticed(base: &[u8], file: &[u8], changed: &[u8]) -> bool {
    let Ok(additions) = only_signed(base, changed) else { return true };
    let own = only_signed(base, file).unwrap();
    let data = |file: &[u8]| read(file).unwrap().validation_data().unwrap();
    match (own.signatures.first(), additions.signatures.first()) {
        (Some(own), Some(other)) => {
            own.der != other.der
                || own.covered(file) != other.covered(changed)
                || data(file) != data(changed)
                || !ends_in_own_validation_data(changed).unwrap_or(false)
        }
        _ => true,
    }
}

#[test]
fn ten_thousand_changed_bytes_anywhere_are_read_without_a_panic_and_found() {
    for form in FORMS {
        let base = small(form);
        let file = updated(&base);
        assert!(ends_in_own_validation_data(&file).unwrap());
        let mut random = StdRng::seed_from_u64(2);
        for _ in 0..5_000 {
            let at = random.random_range(0..file.len());
            let mut changed = file.clone();
            changed[at] ^= random.random_range(1..=255_u8);
            assert!(noticed(&base, &file, &changed), "{form:?}: byte {at} was changed from {} to {}", file[at], changed[at]);
        }
    }
}

/// How many rounds: FEDEROINTI_FUZZ_ROUNDS, for a night; and from which seed: FEDEROINTI_FUZZ_SEED.
fn wanted(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

const NUMBERS: [&[u8]; 9] = [b"0", b"1", b"-1", b"9", b"65535", b"65536", b"4294967295", b"9999999999", b"18446744073709551616"];
const WORDS: [&[u8]; 16] = [
    b"obj",
    b"endobj",
    b"stream\n",
    b"endstream",
    b"xref\n",
    b"trailer",
    b"startxref",
    b"%%EOF\n",
    b"<<",
    b">>",
    b"[",
    b"]",
    b"(",
    b"R",
    b"null",
    b"/Type",
];

/// `file` with a part cut out, doubled or copied over another, a number exchanged, or a word put in.
fn mutated(file: &[u8], random: &mut StdRng) -> Vec<u8> {
    let mut changed = file.to_vec();
    for _ in 0..random.random_range(1..=3) {
        let start = random.random_range(0..changed.len());
        let end = random.random_range(start..=changed.len().min(start + 200));
        let part = changed[start..end].to_vec();
        match random.random_range(0..6) {
            0 if part.len() < changed.len() => drop(changed.drain(start..end)),
            1 => drop(changed.splice(start..start, part)),
            2 => {
                let to = random.random_range(0..=changed.len() - part.len());
                changed[to..to + part.len()].copy_from_slice(&part);
            }
            3 => drop(changed.splice(start..start, WORDS[random.random_range(0..WORDS.len())].iter().copied())),
            _ => {
                let digit = changed[start..].iter().position(u8::is_ascii_digit).map_or(start, |at| start + at);
                let count = changed[digit..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                changed.splice(digit..digit + count, NUMBERS[random.random_range(0..NUMBERS.len())].iter().copied());
            }
        }
    }
    changed
}

#[test]
fn files_taken_apart_are_read_without_a_panic() {
    let mut files: Vec<Vec<u8>> = FORMS.iter().map(|form| updated(&small(*form))).collect();
    files.extend(
        ["taken", "refused", "read"]
            .iter()
            .flat_map(|folder| kept(folder))
            .map(|(_, file)| file)
            .filter(|file| file.len() < 10_000),
    );
    let mut random = StdRng::seed_from_u64(wanted("FEDEROINTI_FUZZ_SEED", 3));
    for round in 0..wanted("FEDEROINTI_FUZZ_ROUNDS", 3_000) {
        let file = &files[random.random_range(0..files.len())];
        let changed = mutated(file, &mut random);
        // What is hard to read is found again by the round.
        let read = std::panic::catch_unwind(|| look_at_everything(&changed));
        assert!(read.is_ok(), "round {round}");
    }
    for form in FORMS {
        let base = small(form);
        let file = updated(&base);
        for _ in 0..1_000 {
            let changed = mutated(&file, &mut random);
            assert!(changed == file || noticed(&base, &file, &changed), "{form:?}");
        }
    }
}

/// The small document with an update in which parts were changed, but whose cross-references fit again: what gets past the reader.
fn odd_update(form: Form, random: &mut StdRng) -> Vec<u8> {
    let base = small(form);
    let mut hand = Hand::signing(&base, form);
    let body = |number: u32| {
        let pdf = read(&base).unwrap();
        let extent = pdf.revisions()[0].objects[&number].extent.clone();
        let text = &base[extent];
        let start = text.windows(5).position(|window| window == b" obj\n").unwrap() + 5;
        text[start..text.len() - b"\nendobj".len()].to_vec()
    };
    for _ in 0..random.random_range(1..=3) {
        let pick = random.random_range(0..hand.objects.len());
        let (number, mine) = hand.objects[pick].clone();
        match random.random_range(0..6) {
            // An object of the document again, as it was, changed, or under another number.
            0 => {
                let from = random.random_range(1..is::FREE);
                hand.raw(from, &body(from));
            }
            1 => {
                let from = random.random_range(1..is::FREE);
                hand.raw(from, &mutated(&body(from), random));
            }
            2 => hand.raw(random.random_range(1..50), &body(random.random_range(1..is::FREE))),
            3 => hand.raw(random.random_range(1..50), &mine),
            // References that lead elsewhere.
            4 => {
                let other = format!("{} 0 R", random.random_range(1..50));
                let text = String::from_utf8_lossy(&mine).into_owned();
                let places: Vec<_> = text.match_indices(" 0 R").map(|(at, _)| at).collect();
                if let Some(at) = places.get(random.random_range(0..=places.len())) {
                    let start = text[..*at].rfind(|letter: char| !letter.is_ascii_digit()).map_or(0, |at| at + 1);
                    hand.raw(number, [&text[..start], &other, &text[at + 4..]].concat().as_bytes());
                }
            }
            _ if number != is::SIGNATURE => hand.raw(number, &mutated(&mine, random)),
            _ => {}
        }
    }
    hand.finish()
}

/// Whether all that a reader is shown is the same, looked at without the judge's own rules.
fn shows_the_same(base: &[u8], file: &[u8]) -> bool {
    let (before, after) = (read(base).unwrap(), read(file).unwrap());
    let (old, new) = (before.view(), after.view());
    // Continued by every signature, or by some; each is looked at below.
    let continued = [is::CATALOG, is::INFO, is::PAGE, is::SECOND_PAGE, is::FORM, is::METADATA];
    let others = (1..is::FREE).filter(|number| !continued.contains(number)).all(|number| {
        let ((_, one), (_, other)) = (old.numbered(number).unwrap(), new.numbered(number).unwrap());
        let data = |pdf: &[u8], object: &object::Object<'_>| object.stream.clone().map(|range| pdf[range].to_vec());
        one.value.same_as(&other.value) && data(base, one) == data(file, other)
    });
    let keys = |number: u32, may: &[&str]| {
        let ((_, one), (_, other)) = (old.numbered(number).unwrap(), new.numbered(number).unwrap());
        let changed = one.dictionary().unwrap().differing(other.dictionary().unwrap());
        changed.iter().all(|key| may.iter().any(|may| may.as_bytes() == key.as_slice()))
    };
    let annotations = |number: u32| {
        let page = new.numbered(number).unwrap().1.dictionary().unwrap();
        let list = new.get(page, "Annots").and_then(|list| list.as_array()).unwrap_or_default();
        list.iter()
            .filter_map(value::Value::as_reference)
            .map(|id| id.number)
            .filter(|number| *number < is::FREE)
            .collect::<Vec<_>>()
    };
    others
        && keys(is::CATALOG, &["AcroForm", "DSS", "Extensions", "Version", "Perms"])
        && keys(is::INFO, &["ModDate", "Producer"])
        && keys(is::METADATA, &["Length", "Filter", "DecodeParms", "Type", "Subtype"])
        && [is::PAGE, is::SECOND_PAGE].iter().all(|page| keys(*page, &["Annots", "Tabs"]))
        && annotations(is::PAGE) == [is::LINK, is::TEXT_FIELD]
        && annotations(is::SECOND_PAGE).is_empty()
}

#[test]
fn odd_updates_are_refused_or_show_the_same() {
    let mut random = StdRng::seed_from_u64(wanted("FEDEROINTI_FUZZ_SEED", 4));
    let mut taken = 0;
    for round in 0..wanted("FEDEROINTI_FUZZ_ROUNDS", 3_000) {
        let form = FORMS[random.random_range(0..2)];
        let file = odd_update(form, &mut random);
        let base = small(form);
        if only_signed(&base, &file).is_ok() {
            taken += 1;
            assert!(shows_the_same(&base, &file), "round {round}: {}", String::from_utf8_lossy(&file[base.len()..]));
        }
    }
    assert!(taken > 50, "{taken} taken: too few to say anything");
}

fn look_at_everything(bytes: &[u8]) {
    if let Ok(pdf) = read(bytes) {
        let _ = (pdf.signatures(), pdf.attachments(), pdf.validation_data());
        let _ = (reserve(bytes, &field("Fuzz")), add_validation_data(bytes, &ValidationData::default()));
        let first = pdf.revisions()[0].end;
        let _ = only_signed(&bytes[..first], bytes);
    }
}

fn kept(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/pdf").join(folder);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read(path).unwrap())).collect()
}

/// tests/corpus/pdf/README.md says by which programs and how.
#[test]
fn what_other_programs_sign_is_taken() {
    let files = kept("taken");
    assert!(files.len() >= 8, "the kept files are gone");
    for (name, file) in files {
        let first = read(&file).unwrap().revisions()[0].end;
        match only_signed(&file[..first], &file) {
            Ok(additions) => assert!(!additions.signatures.is_empty(), "{name}"),
            Err(refusal) => panic!("{name}: {} {refusal}", refusal.code()),
        }
    }
}

#[test]
fn what_is_changed_too_is_refused() {
    let files = kept("refused");
    assert!(files.len() >= 20, "the kept files are gone");
    for (name, file) in files {
        let first = read(&file).unwrap().revisions()[0].end;
        // The reason, and after two hyphens what it was.
        let code = name.split("--").next().unwrap();
        assert_eq!(only_signed(&file[..first], &file).unwrap_err().code(), code, "{name}");
    }
}

#[test]
fn the_kept_corpus_is_read_without_a_panic() {
    let files = kept("read");
    assert!(files.len() >= 10, "the kept files are gone");
    for (_, file) in files {
        look_at_everything(&file);
    }
}
