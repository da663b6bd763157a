//! The key of the seal: from which files it is read, and what stops it.

use chrono::TimeDelta;
use federointi::clock::{Clock, SystemClock, SystemRandomness};
use federointi::demo::authority::Holder;
use federointi::seal::{KeyError, Level, SealError, SealKey, Sealer};

use super::{document, seal};
use crate::support::authority::{TEXT, TestAuthority, file, holder, openssl, private_key};

const PASSWORD: &str = "ei mikään salaisuus";

#[test]
fn keys_are_read_from_pkcs12_and_pem() {
    let authority = TestAuthority::start();
    let folder = authority.folder.path();
    let document = document();
    let of_seal = |key: SealKey| {
        assert_eq!(key.certificate().subject.common_name.as_deref(), Some("Kela (testi)"));
        key.check(SystemClock.now()).unwrap();
        seal(&Sealer::new(authority.settings(key, Level::BaselineB)), &document);
    };
    for kind in ["P-256", "P-384", "RSA-2048"] {
        let issued = authority.issue(Some(&private_key(kind)));
        of_seal(SealKey::from_pem(&issued.all()).unwrap());
        let pem = file(folder, "seal.pem", issued.all());
        assert!(SealKey::from_file(pem.as_ref(), None).is_ok());
        let old = match kind {
            "RSA-2048" => openssl(&["rsa", "-in", &pem, "-traditional"]),
            _ => openssl(&["ec", "-in", &pem]),
        };
        assert!(!old.contains("BEGIN PRIVATE KEY"), "{old}");
        of_seal(SealKey::from_pem(&[old, issued.authorities.clone(), issued.certificate.clone()].concat()).unwrap());
        let p12 = folder.join("seal.p12");
        let p12 = p12.to_str().unwrap();
        let password = format!("pass:{PASSWORD}");
        for form in [&[][..], &["-legacy"]] {
            let export = ["pkcs12", "-export", "-in", &pem, "-inkey", &pem, "-out", p12, "-passout", &password];
            openssl(&[&export[..], form].concat());
            of_seal(SealKey::from_file(p12.as_ref(), Some(PASSWORD)).unwrap());
            let bytes = std::fs::read(p12).unwrap();
            assert_eq!(SealKey::from_pkcs12(&bytes, "väärä").unwrap_err(), KeyError::WrongPassword, "{kind} {form:?}");
        }
    }
}

#[test]
fn each_fault_of_a_key_is_told_apart() {
    let authority = TestAuthority::start();
    let folder = authority.folder.path();
    let issued = authority.issue(None);
    let other = authority.issue(None);
    let refused = |pem: String| SealKey::from_pem(&pem).unwrap_err();
    assert_eq!(SealKey::from_file(&folder.join("none.pem"), None).unwrap_err().code(), "seal-key-missing");
    assert_eq!(refused([other.key.as_str(), &issued.certificate].concat()), KeyError::Mismatch);
    assert_eq!(refused(issued.certificate.clone()), KeyError::Lacks("private key"));
    assert_eq!(refused(issued.key.clone()), KeyError::Lacks("certificate"));
    assert_eq!(refused([issued.all(), other.key].concat()), KeyError::SeveralKeys);
    let plain = file(folder, "plain.pem", &issued.key);
    let encrypted = openssl(&["pkcs8", "-topk8", "-in", &plain, "-passout", "pass:x"]);
    assert_eq!(refused([encrypted.as_str(), &issued.certificate].concat()), KeyError::WrongPassword);
    for curve in ["P-521", "secp256k1"] {
        let key = openssl(&["genpkey", "-algorithm", "EC", "-pkeyopt", &format!("ec_paramgen_curve:{curve}")]);
        assert_eq!(refused([key.as_str(), &issued.certificate].concat()).code(), "seal-key-unsupported", "{curve}");
    }
    let ed25519 = openssl(&["genpkey", "-algorithm", "ED25519"]);
    assert_eq!(refused([ed25519.as_str(), &issued.certificate].concat()).code(), "seal-key-unsupported");
    let short = self_signed(folder, &private_key("RSA-1024"));
    assert_eq!(refused(short).code(), "seal-key-unsupported");
    assert_eq!(refused("mitä sattuu".to_owned()), KeyError::Lacks("private key"));
    assert_eq!(refused(issued.all().replace("MII", "???")).code(), "seal-key-unreadable");
    assert_eq!(SealKey::from_pkcs12(b"mita sattuu", "x").unwrap_err().code(), "seal-key-unreadable");
    let told = format!("{:?}", SealKey::from_pem(&issued.all()).unwrap());
    let secret: String = issued.key.lines().nth(1).unwrap().to_owned();
    assert!(!told.contains(&secret) && told.contains("Kela (testi)"), "{told}");
}

fn self_signed(folder: &std::path::Path, key: &str) -> String {
    let path = file(folder, "own.pem", key);
    let certificate = openssl(&["req", "-new", "-x509", "-key", &path, "-subj", "/CN=Kela (testi)", "-days", "30"]);
    [key, &certificate].concat()
}

#[test]
fn a_key_that_must_not_seal_does_not() {
    let authority = TestAuthority::start();
    let now = SystemClock.now();
    let usual = holder(None);
    let refused = |holder: &Holder<'_>, level: Level| {
        let key = SealKey::from_pem(&authority.running().issue(holder).unwrap().all()).unwrap();
        let mut settings = authority.settings(key, level);
        settings.lower_allowed = true;
        Sealer::new(settings).seal(&document(), &TEXT, now, &SystemRandomness).unwrap_err()
    };
    for level in Level::ALL {
        let expired = Holder { not_after: now - TimeDelta::days(1), ..usual };
        assert_eq!(refused(&expired, level).code(), "seal-key-expired");
        let early = Holder { not_before: now + TimeDelta::days(1), ..usual };
        assert_eq!(refused(&early, level).code(), "seal-key-not-yet-valid");
        let other_use = Holder { for_signatures: false, ..usual };
        assert_eq!(refused(&other_use, level).code(), "seal-key-not-for-signing");
    }
}

#[test]
fn a_revoked_key_never_seals_where_a_server_is_asked() {
    let authority = TestAuthority::start();
    let now = SystemClock.now();
    let at = now - TimeDelta::hours(1);
    for level in [Level::BaselineT, Level::BaselineLt] {
        let issued = authority.issue(None);
        authority.running().revoke(&issued.serial, at);
        let mut settings = authority.settings(SealKey::from_pem(&issued.all()).unwrap(), level);
        settings.lower_allowed = true;
        let error = Sealer::new(settings).seal(&document(), &TEXT, now, &SystemRandomness).unwrap_err();
        let SealError::Revoked { certificate, at: told } = &error else { panic!("{error}") };
        assert_eq!((certificate.as_str(), told.timestamp()), ("Kela (testi)", at.timestamp()));
    }
    // The authority's own certificate counts as well.
    authority.running().revoke(&authority.running().issuing_serial(), at);
    let error = authority.sealer(Level::BaselineLt).seal(&document(), &TEXT, now, &SystemRandomness).unwrap_err();
    assert_eq!(error.code(), "seal-key-revoked", "{error}");
}

#[test]
fn a_seal_that_leads_to_no_trusted_authority_does_not_reach_the_highest_level() {
    let (authority, other) = (TestAuthority::start(), TestAuthority::start());
    let key = SealKey::from_pem(&other.issue(None).all()).unwrap();
    let mut settings = authority.settings(key, Level::BaselineLt);
    settings.lower_allowed = true;
    let error = Sealer::new(settings).seal(&document(), &TEXT, SystemClock.now(), &SystemRandomness).unwrap_err();
    assert_eq!(error.code(), "seal-key-untrusted");
}
