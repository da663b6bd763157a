//! Kela's seal: what it is made with, what other programs say of it, what servers may do to it, and how signatures are judged. Needs openssl,
//! qpdf, poppler's pdfsig, and pyHanko, all of which `tests/run` installs.

mod accepted;
mod authority;
mod faults;
mod foreign;
mod judged;
mod keys;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use federointi::agreement::Language;
use federointi::clock::{Clock, SystemClock, SystemRandomness};
use federointi::document::render;
use federointi::seal::{Level, Sealed, Sealer, SignatureReport, TrustAnchors, judge};
use serde_json::Value;

use crate::support::authority::TEXT;
use crate::support::smtp::python;
use crate::support::{process, sample};

/// The agreement as it stands before it is sealed.
fn document() -> Vec<u8> {
    render(&sample::agreement(Language::Fi), federointi::document::Marks::default()).unwrap()
}

fn seal(sealer: &Sealer, document: &[u8]) -> Sealed {
    sealer.seal(document, &TEXT, SystemClock.now(), &SystemRandomness).unwrap()
}

/// What is found offline, as of now.
fn offline(file: &[u8], trust: &TrustAnchors) -> Vec<SignatureReport> {
    judge(file, trust, SystemClock.now(), None).unwrap()
}

/// Runs a program to its end; gives its output if it succeeds.
fn tool(program: impl AsRef<Path>, args: &[&str]) -> String {
    let program = program.as_ref();
    let mut command = Command::new(program);
    command.args(args);
    let ended = process::run(command, Duration::from_secs(120));
    assert!(ended.success, "{} {args:?}: {}{}", program.display(), ended.stdout, ended.stderr);
    ended.stdout
}

/// What pyHanko's `adesverify` finds of each file at its level, without asking the network.
fn adesverify(trust: &Path, files: &[(Level, String)]) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/seal/adesverify.py");
    let mut args = vec![script.to_str().unwrap().to_owned(), trust.to_str().unwrap().to_owned()];
    args.extend(files.iter().map(|(level, path)| format!("{}={path}", level.code())));
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    serde_json::from_str(&tool(python(), &args)).unwrap()
}
