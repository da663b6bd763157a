//! Seals judged: changed documents, certificates that ran out or were revoked, time stamps that prove nothing.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use federointi::clock::{Clock, SystemClock, SystemRandomness};
use federointi::outbound::PublicOnly;
use federointi::seal::{
    HttpFetch, Integrity, Level, ProblemCode, Revocation, SealError, SealKey, SealText, Sealer, SignatureReport, Trust,
    TrustAnchors, Verdict, WarningCode, judge,
};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::{document, offline, seal};
use crate::support::authority::{STAMP, TEXT, TestAuthority};

fn only(file: &[u8], trust: &TrustAnchors, at: DateTime<Utc>) -> SignatureReport {
    let mut reports = judge(file, trust, at, None).unwrap();
    assert_eq!(reports.len(), 1, "{reports:#?}");
    reports.remove(0)
}

#[test]
fn every_changed_byte_of_what_was_sealed_is_found() {
    let authority = TestAuthority::start();
    let trust = authority.trust();
    let now = SystemClock.now();
    let file = seal(&authority.sealer(Level::BaselineLt), &document()).bytes;
    let report = only(&file, &trust, now);
    assert_eq!((report.verdict(), report.exact), (Verdict::Valid, true));
    let mut random = StdRng::seed_from_u64(7);
    let (mut refused, mut broken) = (0, 0);
    for _ in 0..400 {
        let mut changed = file.clone();
        let at = random.random_range(0..report.covered_to);
        changed[at] ^= random.random_range(1..=255_u8);
        match judge(&changed, &trust, now, None) {
            Err(_) => refused += 1,
            Ok(reports) => {
                // A changed digit within the seal may be of a copy that no check reads: then the seal is not exact any more.
                let found = |report: &SignatureReport| report.verdict() == Verdict::Invalid || !report.exact;
                let (was, is) = (char::from(file[at]), char::from(changed[at]));
                assert!(reports.iter().all(found), "{was:?} to {is:?} at {at}: {reports:#?}");
                broken += usize::from(reports.iter().all(|report| report.integrity == Integrity::Broken));
            }
        }
    }
    assert!(broken > 100, "{broken} broken, {refused} refused");
    // In the middle of the page's text.
    let mut changed = file;
    changed[2_000] ^= 1;
    if let Ok(reports) = judge(&changed, &trust, now, None) {
        assert_eq!(reports[0].integrity, Integrity::Broken);
        assert!(reports[0].problems.contains(&ProblemCode::DocumentChanged));
    }
}

#[test]
fn no_change_of_signatures_and_validation_data_makes_the_judge_fall() {
    let authority = TestAuthority::start();
    let trust = authority.trust();
    let now = SystemClock.now();
    let first = seal(&authority.sealer(Level::BaselineB), &document()).bytes;
    let second = SealText { field_name: "Toinen", ..TEXT };
    let file = authority.sealer(Level::BaselineLt).seal(&first, &second, now, &SystemRandomness).unwrap().bytes;
    assert_eq!(offline(&file, &trust).len(), 2);
    let text = document().len();
    let mut random = StdRng::seed_from_u64(11);
    for _ in 0..500 {
        let mut changed = file.clone();
        for _ in 0..random.random_range(1..4) {
            let at = random.random_range(text..changed.len());
            // Hex digits stay hex digits, so that what they stand for is reached.
            changed[at] = match changed[at] {
                b'0'..=b'9' | b'a'..=b'f' => *b"0123456789abcdef".get(random.random_range(0..16_usize)).unwrap(),
                _ => random.random(),
            };
        }
        let _ = judge(&changed, &trust, now, None);
    }
}

#[test]
fn a_certificate_that_runs_out_later_does_not_matter_where_the_time_is_proven() {
    let authority = TestAuthority::start();
    let trust = authority.trust();
    let document = document();
    let now = SystemClock.now();
    let later = now + TimeDelta::days(400);
    let [b, t, lt] = Level::ALL.map(|level| seal(&authority.sealer(level), &document).bytes);
    let report = only(&lt, &trust, later);
    assert_eq!((report.verdict(), report.level), (Verdict::Valid, Some(Level::BaselineLt)), "{report:#?}");
    assert_eq!(report.warnings, [WarningCode::ExpiredLater]);
    let report = only(&t, &trust, later);
    assert_eq!((report.trust, report.problems.as_slice()), (Trust::Trusted, &[ProblemCode::RevocationUnknown][..]));
    let report = only(&b, &trust, later);
    assert_eq!((report.trust, report.verdict()), (Trust::Expired, Verdict::Indeterminate));
    assert!(report.problems.contains(&ProblemCode::Expired) && report.warnings.contains(&WarningCode::TimeNotProven));
    // When the time-stamp server's certificate has run out too, its time still counts, with a warning.
    let report = only(&lt, &trust, now + TimeDelta::days(2_500));
    assert_eq!(report.verdict(), Verdict::Valid, "{report:#?}");
    assert!(report.warnings.contains(&WarningCode::TimeStampExpired), "{report:#?}");
    // Of strangers it is never said that they had run out.
    assert_eq!(only(&b, &TestAuthority::start().trust(), later).trust, Trust::Untrusted);
}

#[test]
fn a_certificate_revoked_before_the_proven_time_is_not_valid_and_later_does_not_matter() {
    let authority = TestAuthority::start();
    let trust = authority.trust();
    let now = SystemClock.now();
    let fetch = HttpFetch::new(Duration::from_secs(20), PublicOnly::new(true));
    let asked = |file: &[u8], at: DateTime<Utc>| judge(file, &trust, at, Some(&fetch)).unwrap().remove(0);
    let sealed = |level: Level| {
        let issued = authority.issue(None);
        let key = SealKey::from_pem(&issued.all()).unwrap();
        (seal(&Sealer::new(authority.settings(key, level)), &document()).bytes, issued.serial)
    };
    let (t, serial) = sealed(Level::BaselineT);
    let good = asked(&t, now);
    assert_eq!((good.verdict(), good.revocation), (Verdict::Valid, Revocation::Good), "{good:#?}");
    assert_eq!(good.level, Some(Level::BaselineT), "what was asked for is not in the file");

    authority.running().revoke(&serial, now + TimeDelta::minutes(1));
    let later = asked(&t, now + TimeDelta::minutes(2));
    assert_eq!(later.verdict(), Verdict::Valid, "{later:#?}");
    assert!(later.warnings.contains(&WarningCode::RevokedLater));

    authority.running().revoke(&serial, now - TimeDelta::hours(1));
    let before = asked(&t, now);
    assert!(matches!(before.revocation, Revocation::Revoked { .. }) && before.verdict() == Verdict::Invalid, "{before:#?}");

    let (b, serial) = sealed(Level::BaselineB);
    authority.running().revoke(&serial, now + TimeDelta::minutes(1));
    let unproven = asked(&b, now + TimeDelta::minutes(2));
    assert_eq!(unproven.problems, [ProblemCode::Revoked], "without a proven time it may have been sealed afterwards");

    // A time-stamp server that is known to be revoked proves no time.
    let (t, _) = sealed(Level::BaselineT);
    authority.running().revoke(&authority.running().time_stamp_serial(), now - TimeDelta::hours(1));
    let report = asked(&t, now);
    assert_eq!(report.proven_time, None);
    assert!(report.warnings.contains(&WarningCode::TimeStampUntrusted), "{report:#?}");
}

/// The operator may name a time-stamp server within the network; an authority may not.
#[test]
fn servers_that_certificates_name_are_asked_at_public_addresses_only() {
    let authority = TestAuthority::start();
    let (trust, now) = (authority.trust(), SystemClock.now());
    let sealed = |level: Level| {
        let mut settings = authority.settings(SealKey::from_pem(&authority.issue(None).all()).unwrap(), level);
        settings.outbound = PublicOnly::new(false);
        Sealer::new(settings).seal(&document(), &TEXT, now, &SystemRandomness)
    };
    let stamped = sealed(Level::BaselineT).unwrap().bytes;
    let error = sealed(Level::BaselineLt).unwrap_err();
    assert!(matches!(error, SealError::Revocation(_)) && error.to_string().contains("no public address"), "{error}");
    let limit = Duration::from_secs(5);
    for (demonstration, revocation) in [(false, Revocation::Unknown), (true, Revocation::Good)] {
        let fetch = HttpFetch::new(limit, PublicOnly::new(demonstration));
        assert_eq!(judge(&stamped, &trust, now, Some(&fetch)).unwrap()[0].revocation, revocation);
    }
}

#[test]
fn a_time_stamp_of_an_authority_that_is_not_trusted_proves_nothing() {
    let (authority, stranger) = (TestAuthority::start(), TestAuthority::start());
    let pem = |authority: &TestAuthority| std::fs::read_to_string(authority.running().trust_file()).unwrap();
    let mut settings = authority.settings(SealKey::from_pem(&authority.issue(None).all()).unwrap(), Level::BaselineT);
    settings.time_stamp_url = Some(stranger.running().time_stamp_url());
    settings.trust = TrustAnchors::from_pem(&[pem(&authority), pem(&stranger)].concat()).unwrap();
    let both = settings.trust.clone();
    let sealed = seal(&Sealer::new(settings), &document()).bytes;
    assert!(offline(&sealed, &both)[0].proven_time.is_some());
    let report = offline(&sealed, &authority.trust()).remove(0);
    assert_eq!((report.proven_time, report.level), (None, Some(Level::BaselineB)));
    assert_eq!(report.warnings, [WarningCode::TimeStampUntrusted, WarningCode::TimeNotProven]);
    // And a seal of a stranger is one.
    let report = offline(&sealed, &stranger.trust()).remove(0);
    assert_eq!((report.trust, report.integrity, report.verdict()), (Trust::Untrusted, Integrity::Intact, Verdict::Indeterminate));
    assert!(report.chain.is_empty());
}

#[test]
fn a_later_document_time_stamp_proves_what_stood_before_it() {
    let authority = TestAuthority::start();
    let issued = authority.issue(None);
    let sealer = |level| Sealer::new(authority.settings(SealKey::from_pem(&issued.all()).unwrap(), level));
    let b = seal(&sealer(Level::BaselineB), &document()).bytes;
    let now = SystemClock.now();
    let raised = sealer(Level::BaselineLt).upgrade(&b, &STAMP, now, &SystemRandomness).unwrap().bytes;
    let [seal, stamp] = &offline(&raised, &authority.trust())[..] else { panic!() };
    assert_eq!((seal.field.as_str(), stamp.field.as_str()), ("Kela", "Aikaleima"));
    assert_eq!(seal.proven_time.as_ref().unwrap().at, stamp.proven_time.as_ref().unwrap().at);
    assert_eq!(stamp.verdict(), Verdict::Valid, "{stamp:#?}");
    assert_eq!(stamp.signer.as_ref().unwrap().subject.short(), "Esittelyn aikaleimapalvelu (esittely)");
    assert!(seal.covered_to < stamp.covered_to);
    // In the words of the certificate.
    let signer = seal.signer.as_ref().unwrap();
    assert_eq!((signer.subject.short(), signer.serial.as_str()), ("Kela (testi)", issued.serial.as_str()));
    assert_eq!(seal.algorithms, "ECDSA P-256, SHA-256");
    assert_eq!(seal.reason.as_deref(), Some("Sopimuksen alkuperän ja eheyden vahvistaminen"));
}
