//! The ClientHello and the strict reading of what comes back: by pieces, by halves, by chance.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::*;

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    [&[kind][..], &counted(3, body)].concat()
}

fn in_record(kind: u8, body: &[u8]) -> Vec<u8> {
    [&[kind, 3, 1][..], &counted(2, body)].concat()
}

fn hello_of(version: u16, suite: u16, extensions: &[u8]) -> Vec<u8> {
    let mut body = version.to_be_bytes().to_vec();
    body.extend([7; 32]);
    body.push(0);
    body.extend(suite.to_be_bytes());
    body.push(0);
    if !extensions.is_empty() {
        body.extend(counted(2, extensions));
    }
    message(2, &body)
}

fn chain_of(certificates: &[&[u8]]) -> Vec<u8> {
    let list: Vec<u8> = certificates.iter().flat_map(|der| counted(3, der)).collect();
    message(11, &counted(3, &list))
}

/// What a server of TLS 1.0 says that wants a client certificate.
fn flight() -> Vec<u8> {
    let handshake = [
        hello_of(0x0301, 0x002f, &[]),
        chain_of(&[&[0x30, 1, 0], &[0x30, 0]]),
        message(22, &[&[1][..], &counted(3, b"ocsp")].concat()),
        message(12, &[1, 2, 3]),
        message(13, &[1, 1, 0, 0]),
        message(14, &[]),
    ]
    .concat();
    in_record(HANDSHAKE, &handshake)
}

fn heard(bytes: &[u8]) -> Result<Heard, HelloError> {
    let mut heard = Heard::default();
    heard.take(bytes).map(|()| heard)
}

#[test]
fn a_whole_flight_is_read_in_pieces_of_any_size() {
    let flight = flight();
    for size in [1, 2, 5, 7, 100, flight.len()] {
        let mut heard = Heard::default();
        for piece in flight.chunks(size) {
            heard.take(piece).unwrap();
        }
        assert!(heard.done && heard.wants_client_certificate, "{size}");
        assert_eq!((heard.version, heard.suite), (Some(TlsVersion::Tls10), Some(0x002f)));
        assert_eq!(heard.chain, [vec![0x30, 1, 0], vec![0x30, 0]]);
        assert_eq!(heard.ocsp, b"ocsp");
    }
    // The same in records of one byte each.
    let small: Vec<u8> = flight[5..].iter().flat_map(|byte| in_record(HANDSHAKE, &[*byte])).collect();
    assert!(heard(&small).unwrap().done);
}

#[test]
fn a_half_is_not_done_and_what_follows_the_end_is_not_read() {
    let flight = flight();
    for length in 0..flight.len() {
        let heard = heard(&flight[..length]).unwrap();
        assert!(!heard.done && heard.chain.is_empty(), "{length}");
    }
    assert!(heard(&[flight, b"anything".to_vec()].concat()).unwrap().done);
}

#[test]
fn tls_13_is_known_by_its_extension_and_ends_what_is_clear() {
    let chosen = [&[0, 43][..], &counted(2, &[3, 4])].concat();
    let heard13 = heard(&in_record(HANDSHAKE, &hello_of(0x0303, 0x1301, &chosen))).unwrap();
    assert_eq!((heard13.version, heard13.done), (Some(TlsVersion::Tls13), true));
    let heard12 = heard(&in_record(HANDSHAKE, &hello_of(0x0303, 0xc02f, &[]))).unwrap();
    assert_eq!((heard12.version, heard12.done), (Some(TlsVersion::Tls12), false));
    assert_eq!(suite_name(0xc02f), "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    assert_eq!(suite_name(0x1301), "TLS_AES_128_GCM_SHA256");
    assert_eq!(suite_name(0x00ff), "0x00FF");
}

#[test]
fn an_alert_ends_it_and_a_warning_does_not() {
    let fatal = heard(&in_record(ALERT, &[2, 70])).unwrap();
    assert_eq!((fatal.alert, fatal.done), (Some(70), true));
    assert_eq!(alert_name(70), "protocol_version");
    let warned = heard(&[in_record(ALERT, &[1, 112]), flight()].concat()).unwrap();
    assert!(warned.done && warned.alert.is_none() && !warned.chain.is_empty());
}

#[test]
fn what_is_no_tls_is_told_at_its_first_bytes() {
    for bytes in [
        &b"HTTP/1.1 400 Bad Request\r\n"[..],
        b"SSH-2.0-x\r\n",
        b"220 mail",
        &[0; 5],
        &[0xff; 9],
        b"\x16\x02",
        b"\x17\x03\x03\x00\x01\x00",
    ] {
        assert_eq!(heard(bytes).unwrap_err(), HelloError::NotTls, "{bytes:?}");
    }
    for (bytes, error) in [
        (vec![HANDSHAKE, 3, 1, 0, 0], HelloError::Malformed),
        (vec![HANDSHAKE, 3, 1, 0xff, 0xff], HelloError::Malformed),
        (in_record(HANDSHAKE, &message(11, &[0, 0, 0])), HelloError::Malformed),
        (in_record(HANDSHAKE, &message(99, &[])), HelloError::Malformed),
        (in_record(HANDSHAKE, &message(2, &[3, 1])), HelloError::Malformed),
        (in_record(HANDSHAKE, &[11, 0x0f, 0x42, 0x40]), HelloError::TooLong),
        (in_record(HANDSHAKE, &[hello_of(0x0303, 1, &[]), message(11, &[0, 0, 9, 0, 0])].concat()), HelloError::Malformed),
        (in_record(HANDSHAKE, &hello_of(0x0505, 1, &[])), HelloError::Malformed),
    ] {
        assert_eq!(heard(&bytes).unwrap_err(), error, "{bytes:?}");
    }
}

#[test]
fn endless_answers_are_cut() {
    let mut heard = Heard::default();
    let request = in_record(HANDSHAKE, &[message(0, &[]).as_slice(); 400].concat());
    let mut taken = 0;
    let error = loop {
        match heard.take(&request) {
            Ok(()) => taken += request.len(),
            Err(error) => break error,
        }
    };
    assert_eq!(error, HelloError::TooLong);
    assert!(taken <= 2 * MOST_HANDSHAKE && !heard.done);
}

#[test]
fn a_hello_of_each_version_is_one_record_that_offers_what_it_should() {
    for version in [TlsVersion::Tls10, TlsVersion::Tls11, TlsVersion::Tls12, TlsVersion::Tls13] {
        let hello = client_hello(Some("sip.kunta.example"), version, &[9; 32]);
        assert_eq!(usize::from(u16::from_be_bytes([hello[3], hello[4]])), hello.len() - 5);
        assert_eq!(hello[..3], [22, 3, 1]);
        assert_eq!(hello[5], 1);
        let named = u16::from_be_bytes([hello[9], hello[10]]);
        assert_eq!(named, number_of(version).min(0x0303), "{version:?}");
        assert!(hello.windows(17).any(|part| part == b"sip.kunta.example"));
        assert_eq!(hello.windows(9).any(|part| part == [0, 43, 0, 3, 2, 3, 4, 0, 51]), version == TlsVersion::Tls13);
    }
    assert!(!client_hello(None, TlsVersion::Tls12, &[9; 32]).windows(3).any(|part| part == b"sip"));
}

/// The kept answers of real servers and of our own.
fn corpus() -> Vec<Vec<u8>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/tls");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut kept: Vec<Vec<u8>> = files.iter().map(|file| std::fs::read(file).unwrap()).collect();
    assert!(kept.len() >= 3);
    kept.push(flight());
    kept
}

#[test]
fn kept_answers_of_servers_are_read() {
    for answer in corpus() {
        let heard = heard(&answer).unwrap();
        assert!(heard.version.is_some() || heard.alert.is_some());
    }
}

fn wanted(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Bytes changed, cut out, doubled, or copied over others; lengths made great.
pub(in crate::probe::edge) fn mutated(bytes: &[u8], random: &mut StdRng) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    for _ in 0..random.random_range(1..=4) {
        if changed.is_empty() {
            break;
        }
        let start = random.random_range(0..changed.len());
        let end = random.random_range(start..=changed.len().min(start + 40));
        let part = changed[start..end].to_vec();
        match random.random_range(0..6) {
            0 => drop(changed.drain(start..end)),
            1 => drop(changed.splice(start..start, part)),
            2 => changed[start] = [0, 1, 0x7f, 0x80, 0xff][random.random_range(0..5)],
            3 => changed.truncate(start),
            _ => changed[start] ^= 1 << random.random_range(0..8),
        }
    }
    changed
}

#[test]
fn answers_taken_apart_are_read_without_a_panic() {
    let corpus = corpus();
    let mut random = StdRng::seed_from_u64(wanted("FEDEROINTI_FUZZ_SEED", 11));
    let mut read = 0;
    for round in 0..wanted("FEDEROINTI_FUZZ_ROUNDS", 20_000) {
        let changed = mutated(&corpus[random.random_range(0..corpus.len())], &mut random);
        let size = random.random_range(1..=changed.len().max(1));
        let result = std::panic::catch_unwind(|| {
            let mut heard = Heard::default();
            let whole = changed.chunks(size).try_for_each(|piece| heard.take(piece));
            assert!(heard.chain.len() <= MOST_CERTIFICATES);
            assert!(heard.chain.iter().map(Vec::len).sum::<usize>() <= MOST_HANDSHAKE);
            whole.is_ok()
        });
        read += u32::from(result.unwrap_or_else(|_| panic!("round {round}")));
    }
    assert!(read > 0, "not everything is refused at once");
}
