//! Writing and reading, and what is refused.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;
use crate::log::LoggedEvent;

use crate::sample;

fn event(id: i64) -> EventRecord {
    let content = Content { salt: "ab".repeat(32), json: r#"{"who":"Pasi Pätevä"}"#.to_owned() };
    let event = LoggedEvent {
        actor: "service".to_owned(),
        actor_user_id: None,
        agreement_id: Some("a".to_owned()),
        at: "2026-11-21T08:02:00Z".to_owned(),
        content_digest: Some(content.digest()),
        from_state: None,
        id,
        kind: "document_made".to_owned(),
        request_id: Some("r".to_owned()),
        subject: None,
        to_state: None,
        version: Some(1),
    };
    EventRecord { event, leaf: None, salt: None, content: Some(content) }
}

fn contents() -> Contents {
    let content = sample::agreement(Language::Fi);
    let version = VersionPart {
        version: 1,
        state: VersionState::Signed,
        documents: vec![(DocumentKind::Base, b"%PDF-".to_vec())],
        content,
    };
    let agreement = AgreementPart {
        number: "KELA-FED-2026-0131".to_owned(),
        versions: vec![version],
        events: vec![event(1)],
        proofs: vec![],
    };
    Contents {
        made_at: "2026-11-21T12:00:00Z".parse().unwrap(),
        language: Language::Fi,
        agreements: vec![agreement],
        log: None,
        certificates: vec![vec![0x30, 1, 5]],
    }
}

#[test]
fn what_is_written_is_read_and_the_same_every_time() {
    let bytes = write(&contents()).unwrap();
    assert_eq!(bytes, write(&contents()).unwrap());
    let files = read(&bytes).unwrap();
    let manifest: Manifest = serde_json::from_slice(&files[path::MANIFEST]).unwrap();
    assert!(check_members(&manifest, &files).is_empty());
    assert_eq!(manifest.files.len() + 1, files.len());
    let page = String::from_utf8(files[path::INDEX].clone()).unwrap();
    assert!(page.contains("Pasi Pätevä") && page.contains(r#"<html lang="fi">"#) && !page.contains("<script"), "{page}");
    assert!(files.contains_key("agreements/KELA-FED-2026-0131/versions/1/base.pdf"));
    let events: Events = serde_json::from_slice(&files["agreements/KELA-FED-2026-0131/events.json"]).unwrap();
    assert_eq!(events.events[0].content.as_ref().unwrap().digest(), events.events[0].event.content_digest.clone().unwrap());
}

#[test]
fn the_list_of_files_finds_what_is_not_its_own() {
    let mut files = read(&write(&contents()).unwrap()).unwrap();
    let manifest: Manifest = serde_json::from_slice(&files[path::MANIFEST]).unwrap();
    files.remove(path::INDEX_TEXT);
    files.insert("more".to_owned(), Vec::new());
    files.get_mut(path::INDEX).unwrap()[20] ^= 1;
    let faults = check_members(&manifest, &files);
    let expected = [
        (path::INDEX.to_owned(), ManifestFault::Changed),
        (path::INDEX_TEXT.to_owned(), ManifestFault::Missing),
        ("more".to_owned(), ManifestFault::Surplus),
    ];
    assert_eq!(faults, expected);
}

#[test]
fn too_much_is_told() {
    let mut many = contents();
    many.agreements = vec![many.agreements[0].clone(); MAX_AGREEMENTS + 1];
    assert!(matches!(write(&many), Err(BundleError::Agreements(501))));
    let mut heavy = contents();
    heavy.agreements[0].versions[0].documents = vec![(DocumentKind::Base, vec![0; MAX_DOCUMENTS + 1])];
    assert!(matches!(write(&heavy), Err(BundleError::Documents(_))));
}

/// A ZIP file as a stranger would build it to pass for a bundle: with the digits that fit it.
fn forged(build: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    build(&mut writer);
    writer
        .set_comment(["federointi audit bundle, SHA-256 of all bytes before these digits: ", &"0".repeat(64)].concat())
        .unwrap();
    sealed_anew(writer.finish().unwrap().into_inner())
}

fn sealed_anew(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len() - SEAL_LENGTH);
    let digits = record::sha256(&bytes);
    bytes.extend(digits.as_bytes());
    bytes
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    for name in ["../x", "a/../x", "/x", "a//b", "a\\b", "C:x", "ä", "a b", ".", "a/..", "x/", &"a".repeat(201)] {
        let bytes = forged(|zip| zip.start_file(name, options()).unwrap());
        assert_eq!(read(&bytes), Err(ArchiveError::Path), "{name}");
    }
    // Two files of one name: the writer refuses to make them, so the second is renamed in both places.
    let mut bytes = forged(|zip| {
        for name in ["first1", "first2"] {
            zip.start_file(name, options()).unwrap();
            zip.write_all(b"x").unwrap();
        }
    });
    let places: Vec<usize> = (0..bytes.len() - 1).filter(|at| bytes[*at..].starts_with(b"first2")).collect();
    assert_eq!(places.len(), 2);
    for at in places {
        bytes[at + 5] = b'1';
    }
    assert!(read(&sealed_anew(bytes)).is_err());
}

#[test]
fn a_name_that_differs_in_the_two_places_is_refused() {
    let mut bytes = forged(|zip| zip.start_file("seen", options()).unwrap());
    let at = bytes.windows(4).position(|window| window == b"seen").unwrap();
    bytes[at..at + 4].copy_from_slice(b"hide");
    assert_eq!(read(&sealed_anew(bytes)), Err(ArchiveError::Structure));
}

#[test]
fn bytes_between_the_files_are_refused() {
    let whole = forged(|zip| {
        zip.start_file("a", options()).unwrap();
        zip.write_all(b"x").unwrap();
    });
    let directory = whole.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    let end = whole.windows(4).position(|window| window == b"PK\x05\x06").unwrap();
    let mut bytes = whole[..directory].to_vec();
    bytes.extend(b"hidden");
    bytes.extend(&whole[directory..]);
    let place = end + 6 + 16;
    let moved = u32::try_from(directory + 6).unwrap().to_le_bytes();
    bytes[place..place + 4].copy_from_slice(&moved);
    assert_eq!(read(&sealed_anew(bytes)), Err(ArchiveError::Structure));
}

#[test]
fn a_bomb_is_not_unfolded() {
    let zeros = vec![0_u8; 1 << 20];
    let bytes = forged(|zip| {
        zip.start_file("bomb", options()).unwrap();
        for _ in 0..64 {
            zip.write_all(&zeros).unwrap();
        }
    });
    assert!(bytes.len() < 100_000);
    assert_eq!(read(&bytes), Err(ArchiveError::Limit));
    // What a reader takes may be less.
    let whole = write(&contents()).unwrap();
    let unfolded: usize = read(&whole).unwrap().values().map(Vec::len).sum();
    assert_eq!(read_within(&whole, unfolded).map(|files| files.len()), read(&whole).map(|files| files.len()));
    assert_eq!(read_within(&whole, unfolded - 1), Err(ArchiveError::Limit));
    let many = forged(|zip| {
        for index in 0..=MAX_ENTRIES {
            zip.start_file(index.to_string(), options().compression_method(CompressionMethod::Stored)).unwrap();
        }
    });
    assert_eq!(read(&many), Err(ArchiveError::Limit));
}

#[test]
fn every_changed_byte_is_found() {
    let bytes = write(&contents()).unwrap();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(read(&changed).is_err(), "byte {at}");
        if at % 16 == 0 {
            assert!(read(&bytes[..at]).is_err(), "cut at {at}");
        }
    }
}
