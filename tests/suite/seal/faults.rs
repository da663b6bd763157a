//! Time-stamp, OCSP and CRL servers that are silent, slow, wrong or lying.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use federointi::clock::{Clock, SystemClock, SystemRandomness};
use federointi::demo::authority::{AnswerFault, Faults, TimeStampFault};
use federointi::pdf::SignatureKind;
use federointi::seal::{Level, SealError, SealKey, Sealed, Sealer, Verdict};

use super::{adesverify, document, offline};
use crate::support::authority::{STAMP, TEXT, TestAuthority, file};

/// A sealer of one key that allows a lower level or not.
fn sealer(authority: &TestAuthority, pem: &str, lower_allowed: bool) -> Sealer {
    let mut settings = authority.settings(SealKey::from_pem(pem).unwrap(), Level::BaselineLt);
    settings.lower_allowed = lower_allowed;
    settings.patience = Duration::from_secs(1);
    Sealer::new(settings)
}

/// Seals with `faults`: refused with `code` where nothing lower is allowed; else `level` is reached, and raised once the servers are well.
fn sealed_lower_and_raised(authority: &TestAuthority, faults: Faults, code: &str, level: Level) -> Sealed {
    let document = document();
    let now = SystemClock.now();
    let pem = authority.issue(None).all();
    authority.set_faults(faults);
    let error = sealer(authority, &pem, false).seal(&document, &TEXT, now, &SystemRandomness).unwrap_err();
    assert_eq!(error.code(), code, "{faults:?}: {error}");
    assert!(error.to_string().contains("127.0.0.1"), "{error}");
    let allowing = sealer(authority, &pem, true);
    let sealed = allowing.seal(&document, &TEXT, now, &SystemRandomness).unwrap();
    assert_eq!(sealed.level, level, "{faults:?}");
    assert_eq!(sealed.lowered.as_ref().map(SealError::code), Some(code), "{faults:?}");
    let [report] = &offline(&sealed.bytes, &authority.trust())[..] else { panic!() };
    assert_eq!(report.level, Some(level));
    assert!(allowing.upgrade(&sealed.bytes, &STAMP, now, &SystemRandomness).is_err(), "{faults:?}");

    authority.set_faults(Faults::default());
    let raised = allowing.upgrade(&sealed.bytes, &STAMP, SystemClock.now(), &SystemRandomness).unwrap();
    assert_eq!(raised.level, Level::BaselineLt);
    assert!(raised.bytes.starts_with(&sealed.bytes));
    let reports = offline(&raised.bytes, &authority.trust());
    assert_eq!((reports[0].level, reports[0].verdict()), (Some(Level::BaselineLt), Verdict::Valid), "{reports:#?}");
    let stamps = reports.iter().filter(|report| report.kind == SignatureKind::DocumentTimeStamp).count();
    assert_eq!(stamps, usize::from(level == Level::BaselineB), "{reports:#?}");
    raised
}

/// pyHanko accepts every one of the files at B-LT, with nobody left to ask.
fn pyhanko_accepts_all(mut authority: TestAuthority, raised: &[Sealed]) {
    let folder = authority.folder.path().to_owned();
    let root = authority.running().trust_file();
    authority.stop();
    let name = |(number, sealed): (usize, &Sealed)| (Level::BaselineLt, file(&folder, &format!("{number}.pdf"), &sealed.bytes));
    let files: Vec<(Level, String)> = raised.iter().enumerate().map(name).collect();
    let said = adesverify(&root, &files);
    for (_, path) in &files {
        let signature = &said[path.as_str()][0];
        assert_eq!(signature["bottom_line"], true, "{said:#}");
        let stamped = signature["time_stamp_passed"] == true || signature["document_time_stamp"].is_string();
        assert!(stamped, "{said:#}");
    }
}

#[test]
fn a_time_stamp_server_that_fails_in_any_way_lowers_the_level_only_where_that_is_allowed() {
    let authority = TestAuthority::start();
    let faults = [
        (TimeStampFault::Silent, "no answer within"),
        (TimeStampFault::Slow(Duration::from_secs(3)), "no answer within"),
        (TimeStampFault::Status500, "HTTP status 500"),
        (TimeStampFault::Garbage, "not a time stamp"),
        (TimeStampFault::Endless, "more than 262144 bytes"),
        (TimeStampFault::Refuses, "refused, status 2"),
        (TimeStampFault::WrongNonce, "the nonce is not the one sent"),
        (TimeStampFault::WrongImprint, "the digest stamped is not the one sent"),
        (TimeStampFault::WrongCertificate, "NotForSigning"),
        (TimeStampFault::WrongSignature, "the signature of the time stamp does not hold"),
        (TimeStampFault::TimeOff(TimeDelta::hours(2)), "is not the present"),
        (TimeStampFault::TimeOff(TimeDelta::days(-3)), "is not the present"),
    ];
    let mut raised = Vec::new();
    for (fault, words) in faults {
        let faults = Faults { time_stamp: Some(fault), ..Faults::default() };
        authority.set_faults(faults);
        let started = Instant::now();
        let error = sealer(&authority, &authority.issue(None).all(), false)
            .seal(&document(), &TEXT, SystemClock.now(), &SystemRandomness)
            .unwrap_err();
        assert!(error.to_string().contains(words), "{fault:?}: {error}");
        assert!(started.elapsed() < Duration::from_secs(10), "{fault:?}: {:?}", started.elapsed());
        raised.push(sealed_lower_and_raised(&authority, faults, "seal-time-stamp-failed", Level::BaselineB));
    }
    pyhanko_accepts_all(authority, &raised);
}

const ANSWER_FAULTS: [AnswerFault; 8] = [
    AnswerFault::Silent,
    AnswerFault::Slow(Duration::from_secs(3)),
    AnswerFault::Status500,
    AnswerFault::Garbage,
    AnswerFault::Endless,
    AnswerFault::Outdated,
    AnswerFault::OtherAuthority,
    AnswerFault::Refuses,
];

#[test]
fn a_list_stands_in_for_a_responder_that_fails() {
    let authority = TestAuthority::start();
    for fault in ANSWER_FAULTS {
        authority.set_faults(Faults { ocsp: Some(fault), ..Faults::default() });
        let sealed = sealer(&authority, &authority.issue(None).all(), false)
            .seal(&document(), &TEXT, SystemClock.now(), &SystemRandomness)
            .unwrap();
        let [report] = &offline(&sealed.bytes, &authority.trust())[..] else { panic!() };
        assert_eq!((report.level, report.verdict()), (Some(Level::BaselineLt), Verdict::Valid), "{fault:?} {report:#?}");
    }
}

#[test]
fn without_revocation_data_the_level_is_lowered_only_where_that_is_allowed() {
    let authority = TestAuthority::start();
    let mut raised = Vec::new();
    for fault in ANSWER_FAULTS {
        // The issuing authority's own certificate has no responder, so that its list is needed even where the responder answers.
        let faults = Faults { crl: Some(fault), ..Faults::default() };
        raised.push(sealed_lower_and_raised(&authority, faults, "seal-revocation-unknown", Level::BaselineT));
    }
    let faults = Faults { ocsp: Some(AnswerFault::Refuses), crl: Some(AnswerFault::Status500), ..Faults::default() };
    raised.push(sealed_lower_and_raised(&authority, faults, "seal-revocation-unknown", Level::BaselineT));
    pyhanko_accepts_all(authority, &raised);
}

#[test]
fn only_a_document_with_this_keys_seal_is_raised() {
    let authority = TestAuthority::start();
    let now = SystemClock.now();
    let sealer = authority.sealer(Level::BaselineLt);
    let plain = sealer.upgrade(&document(), &STAMP, now, &SystemRandomness).unwrap_err();
    assert_eq!(plain, SealError::NotSealed);
    let others = super::seal(&authority.sealer(Level::BaselineB), &document());
    assert_eq!(sealer.upgrade(&others.bytes, &STAMP, now, &SystemRandomness).unwrap_err(), SealError::NotSealed);
    let own = super::seal(&sealer, &document());
    let again = sealer.upgrade(&own.bytes, &STAMP, now, &SystemRandomness).unwrap();
    assert!(again.bytes.starts_with(&own.bytes));
    assert_eq!(offline(&again.bytes, &authority.trust()).len(), 1);
}
