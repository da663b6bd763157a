//! A sealed agreement with its history in a log of its own, as a bundle: everything that a stranger is given, made by hand.

use std::collections::BTreeSet;

use federointi::agreement::Language;
use federointi::agreement::content::AgreementContent;
use federointi::agreement::version::{DocumentKind, VersionState};
use federointi::bundle::{AgreementPart, Content, Contents, EventRecord, LogPart, VersionPart};
use federointi::log::merkle::{leaf_hash, node_hash, sha256};
use federointi::log::{Checkpoint, Hash, LoggedEvent, Signer};

/// The log's name in these tests.
pub const ORIGIN: &str = "log.test/federointi";

pub fn signer() -> Signer {
    Signer::from_seed(ORIGIN, &[7; 32]).unwrap()
}

/// The root by its definition (RFC 6962, 2.1).
pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => sha256(&[]),
        [one] => *one,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(&root(left), &root(right))
        }
    }
}

/// The path of a leaf by its definition (RFC 6962, 2.1.1).
pub fn path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() < 2 {
        return Vec::new();
    }
    let half = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(half);
    let (mut below, beside) =
        if index < half { (path(index, left), root(right)) } else { (path(index - half, right), root(left)) };
    below.push(beside);
    below
}

pub fn hex_sha256(bytes: &[u8]) -> String {
    hex::encode(sha256(&[bytes]).0)
}

/// An event of version 1.
pub fn event(id: i64, kind: &str, subject: Option<String>, states: Option<(&str, &str)>) -> EventRecord {
    told(id, kind, subject, states, "null")
}

/// An event whose personal part has a digest of an act, as JSON.
pub fn told(id: i64, kind: &str, subject: Option<String>, states: Option<(&str, &str)>, act: &str) -> EventRecord {
    let json = format!(r#"{{"who":"Pasi Pätevä","text":"{kind}","note":null,"act":{act}}}"#);
    let content = Content { salt: hex::encode([9; 32]), json };
    let event = LoggedEvent {
        actor: "service".to_owned(),
        actor_user_id: None,
        agreement_id: Some("019aa5b4-3e80-7000-8000-00000000000a".to_owned()),
        at: format!("2026-11-21T08:02:{id:02}Z"),
        content_digest: Some(content.digest()),
        from_state: states.map(|(from, _)| from.to_owned()),
        id,
        kind: kind.to_owned(),
        request_id: Some("019aa5b4-3e80-7000-8000-00000000000b".to_owned()),
        subject,
        to_state: states.map(|(_, to)| to.to_owned()),
        version: Some(1),
    };
    EventRecord { event, leaf: None, salt: None, content: Some(content) }
}

/// The contents of a bundle: `base` and `sealed` as the documents of version 1 of `content`. The log has other people's leaves too.
pub fn contents(content: &AgreementContent, base: &[u8], sealed: &[u8]) -> Contents {
    let mut events = vec![
        event(3, "version_created", None, None),
        event(4, "document_made", Some(hex_sha256(base)), Some(("preparing", "awaiting_signature"))),
        event(6, "version_signed", None, Some(("awaiting_signature", "preparing"))),
        event(8, "document_sealed", Some(hex_sha256(sealed)), Some(("preparing", "signed"))),
    ];
    // As if its time were up.
    events[2].content = None;
    assembled(content, vec![version(content, base, sealed)], events)
}

/// A version with its two documents.
pub fn version(content: &AgreementContent, base: &[u8], sealed: &[u8]) -> VersionPart {
    VersionPart {
        version: content.version,
        state: VersionState::Signed,
        content: content.clone(),
        documents: vec![(DocumentKind::Base, base.to_vec()), (DocumentKind::Sealed, sealed.to_vec())],
    }
}

/// Puts the events into a log and everything into a bundle. Numbers of events are below 13.
pub fn assembled(content: &AgreementContent, versions: Vec<VersionPart>, mut events: Vec<EventRecord>) -> Contents {
    let mut leaves: Vec<Hash> = (0..13_u8).map(|number| leaf_hash(&[number; 32])).collect();
    for record in &mut events {
        let index = u64::try_from(record.event.id).unwrap();
        let salt = [u8::try_from(index).unwrap(); 32];
        (record.leaf, record.salt) = (Some(index), Some(hex::encode(salt)));
        leaves[usize::try_from(index).unwrap()] = leaf_hash(&record.event.entry(&salt));
    }
    let proofs = events.iter().map(|record| {
        let leaf = record.leaf.unwrap();
        (leaf, path(usize::try_from(leaf).unwrap(), &leaves))
    });
    let proofs = proofs.collect();
    let signer = signer();
    let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size: leaves.len() as u64, root: root(&leaves) };
    let documents = versions.iter().flat_map(|version| &version.documents);
    let certificates: BTreeSet<_> = documents.flat_map(|(_, bytes)| federointi::proof::certificates_of(bytes).unwrap()).collect();
    Contents {
        made_at: "2026-11-21T12:00:00Z".parse().unwrap(),
        language: Language::Fi,
        agreements: vec![AgreementPart { number: content.number.clone(), versions, events, proofs }],
        log: Some(LogPart { checkpoint: checkpoint.sign(&signer), key: signer.verifier().to_string() }),
        certificates: certificates.into_iter().collect(),
    }
}

/// A PDF of one empty page that carries the data of `content`, small enough to be examined ten thousand times.
pub fn small_pdf(content: &AgreementContent) -> Vec<u8> {
    let json = federointi::document::json(content).unwrap();
    let objects: Vec<Vec<u8>> = vec![
        b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(agreement.json) 4 0 R] >> >> >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>".to_vec(),
        b"<< /Type /Filespec /F (agreement.json) /UF (agreement.json) /EF << /F 5 0 R >> >>".to_vec(),
        [format!("<< /Type /EmbeddedFile /Length {} >>\nstream\n", json.len()).as_bytes(), &json, b"\nendstream"].concat(),
    ];
    let mut bytes = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", index + 1).bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let at = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        bytes.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    bytes.extend(format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n", objects.len() + 1).bytes());
    bytes
}
