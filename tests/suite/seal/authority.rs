//! The demonstration's certificate authority, as far as it is more than the ground of the other tests.

use std::os::unix::fs::PermissionsExt as _;

use federointi::clock::{Clock, SystemClock};
use federointi::seal::{Level, SealKey, Verdict};

use super::{document, offline, seal, tool};
use crate::support::authority::TestAuthority;

#[test]
fn it_stays_what_it_was_over_a_restart() {
    let mut authority = TestAuthority::start();
    let (port, trust) = (authority.port(), authority.trust());
    let sealed = seal(&authority.sealer(Level::BaselineLt), &document());
    authority.restart();
    assert_eq!((authority.port(), authority.trust()), (port, trust));
    assert_eq!(offline(&sealed.bytes, &authority.trust())[0].verdict(), Verdict::Valid);
    seal(&authority.sealer(Level::BaselineLt), &document());
    let key = SealKey::from_file(&authority.running().seal_file(), None).unwrap();
    key.check(SystemClock.now()).unwrap();
    assert_eq!(key.certificate().subject.to_string(), "Kela (esittely), Kela (esittely), NTRFI-0000021-1, FI");
    for entry in std::fs::read_dir(authority.folder.path().join("authority")).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.path());
    }
}

#[test]
fn it_begins_anew_where_its_port_is_taken() {
    let mut authority = TestAuthority::start();
    let (port, trust) = (authority.port(), authority.trust());
    authority.stop();
    let _taken = std::net::TcpListener::bind(("127.0.0.1", port)).unwrap();
    authority.restart_anew();
    assert_ne!(authority.port(), port);
    assert_ne!(authority.trust(), trust);
    seal(&authority.sealer(Level::BaselineLt), &document());
}

#[test]
fn openssl_understands_its_answers() {
    let authority = TestAuthority::start();
    let folder = authority.folder.path().join("authority");
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let url = format!("http://127.0.0.1:{}", authority.port());
    let said = tool(
        "openssl",
        &[
            "ocsp",
            "-issuer",
            &path("issuing.pem"),
            "-cert",
            &path("tsa.pem"),
            "-url",
            &format!("{url}/ocsp"),
            "-CAfile",
            &path("trust.pem"),
        ],
    );
    assert!(said.contains("tsa.pem: good"), "{said}");
    let verified = tool(
        "openssl",
        &[
            "verify",
            "-CAfile",
            &path("trust.pem"),
            "-untrusted",
            &path("issuing.pem"),
            "-purpose",
            "timestampsign",
            &path("tsa.pem"),
        ],
    );
    assert!(verified.contains("OK"), "{verified}");
    for list in ["root.crl", "issuing.crl"] {
        let bytes = ureq::get(format!("{url}/{list}")).call().unwrap().body_mut().read_to_vec().unwrap();
        std::fs::write(folder.join(list), bytes).unwrap();
        let by = list.replace(".crl", ".pem");
        tool("openssl", &["crl", "-inform", "DER", "-in", &path(list), "-CAfile", &path(&by), "-noout"]);
    }
}
