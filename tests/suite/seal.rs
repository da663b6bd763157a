//! Kela's seal: what it is made with, and what other programs say of it. Needs openssl, qpdf, poppler's pdfsig with NSS's certutil, and
//! pyHanko, all of which `tests/run` installs.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use federointi::agreement::Language;
use federointi::clock::{Clock, SystemClock, SystemRandomness};
use federointi::document::render;
use federointi::seal::{Level, SealKey, Sealed, Sealer, judge};
use tempfile::TempDir;

use crate::support::authority::{STAMP, TEXT, TestAuthority, private_key};
use crate::support::smtp::python;
use crate::support::{process, sample};

fn document() -> Vec<u8> {
    render(&sample::agreement(Language::Fi), federointi::document::Marks::default()).unwrap()
}

fn seal(sealer: &Sealer) -> Sealed {
    sealer.seal(&document(), &TEXT, SystemClock.now(), &SystemRandomness).unwrap()
}

#[test]
fn first() {
    let authority = TestAuthority::start();
    for level in Level::ALL {
        let sealed = seal(&authority.sealer(level));
        assert_eq!(sealed.level, level);
        std::fs::write(format!("/tmp/sealed-{}.pdf", level.code()), &sealed.bytes).unwrap();
        eprintln!("{:#?}", judge(&sealed.bytes, &authority.trust(), SystemClock.now(), None).unwrap());
    }
    std::fs::copy(authority.running().trust_file(), "/tmp/trust.pem").unwrap();
}
