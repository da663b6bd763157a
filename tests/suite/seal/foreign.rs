//! Signatures that were made elsewhere, by pyHanko and by openssl, judged in words.

use std::path::Path;

use chrono::TimeDelta;
use federointi::clock::{Clock, SystemClock};
use federointi::demo::authority::{Holder, Issued};
use federointi::pdf::{SignatureField, SignatureKind, reserve};
use federointi::seal::{Integrity, Level, ProblemCode, Revocation, SignatureReport, Trust, TrustAnchors, Verdict, WarningCode};

use super::{document, offline, tool};
use crate::support::authority::{TestAuthority, file, holder, openssl, private_key};
use crate::support::smtp::python;

/// A person who signs with a certificate of their own.
fn signatory<'a>(key: Option<&'a str>) -> Holder<'a> {
    Holder {
        common_name: "Johto Johtonen",
        organization: "Esimerkkilän kunta",
        organization_identifier: None,
        person: Some(("Johto", "Johtonen")),
        ..holder(key)
    }
}

/// Signs with `pyhanko sign addsig`.
fn pyhanko(folder: &Path, issued: &Issued, extra: &[&str]) -> Vec<u8> {
    let key = file(folder, "person.key", &issued.key);
    let certificate = file(folder, "person.pem", &issued.certificate);
    let chain = file(folder, "chain.pem", &issued.authorities);
    let (plain, signed) = (file(folder, "plain.pdf", document()), folder.join("signed.pdf"));
    let field = ["sign", "addsig", "--field", "Kunta", "--name", "Johto Johtonen", "--reason", "Hyväksyn sopimuksen"];
    let keys =
        ["pemder", "--key", &key, "--cert", &certificate, "--chain", &chain, "--no-pass", &plain, signed.to_str().unwrap()];
    tool(python().with_file_name("pyhanko"), &[&field[..], extra, &keys].concat());
    std::fs::read(signed).unwrap()
}

fn only(file: &[u8], trust: &TrustAnchors) -> SignatureReport {
    let mut reports = offline(file, trust);
    assert_eq!(reports.len(), 1, "{reports:#?}");
    reports.remove(0)
}

#[test]
fn a_signature_by_pyhanko_with_a_persons_certificate_is_told_in_words() {
    let authority = TestAuthority::start();
    let folder = authority.folder.path();
    for kind in ["P-256", "RSA-2048"] {
        let key = private_key(kind);
        let issued = authority.running().issue(&signatory(Some(&key))).unwrap();
        let url = authority.running().time_stamp_url();
        let root = authority.running().trust_file();
        let signed = pyhanko(folder, &issued, &["--use-pades"]);
        let report = only(&signed, &authority.trust());
        assert_eq!((report.integrity, report.trust, report.revocation), (Integrity::Intact, Trust::Trusted, Revocation::Unknown));
        assert_eq!((report.verdict(), report.level), (Verdict::Indeterminate, Some(Level::BaselineB)), "{report:#?}");
        assert_eq!((report.field.as_str(), report.kind, report.is_seal), ("Kunta", SignatureKind::Signature, false));
        let signer = report.signer.unwrap();
        assert_eq!(signer.subject.to_string(), "Johto Johtonen, Esimerkkilän kunta, FI");
        assert_eq!(signer.issuer.short(), "Esittelyn leimavarmentaja (esittely)");
        assert_eq!(report.chain.len(), 2);
        assert!((report.claimed_time.unwrap() - SystemClock.now()).abs() < TimeDelta::minutes(5));
        assert_eq!(report.reason.as_deref(), Some("Hyväksyn sopimuksen"));

        let stamped = pyhanko(folder, &issued, &["--use-pades", "--timestamp-url", &url]);
        let report = only(&stamped, &authority.trust());
        assert_eq!(report.level, Some(Level::BaselineT), "{report:#?}");
        assert!((report.proven_time.unwrap().at - SystemClock.now()).abs() < TimeDelta::minutes(5));

        let lasting = [
            "--use-pades",
            "--timestamp-url",
            &url,
            "--with-validation-info",
            "--trust",
            root.to_str().unwrap(),
            "--trust-replace",
        ];
        let report = only(&pyhanko(folder, &issued, &lasting), &authority.trust());
        assert_eq!((report.verdict(), report.revocation), (Verdict::Valid, Revocation::Good), "{report:#?}");
        assert_eq!(report.level, Some(Level::BaselineLt));

        // Of a stranger everything is said but that it is trusted.
        let report = only(&signed, &TestAuthority::start().trust());
        assert_eq!(
            (report.integrity, report.trust, report.problems.as_slice()),
            (Integrity::Intact, Trust::Untrusted, &[ProblemCode::Untrusted][..])
        );

        // The older form of signatures is not PAdES baseline.
        let report = only(&pyhanko(folder, &issued, &[]), &authority.trust());
        assert_eq!((report.integrity, report.level), (Integrity::Intact, None));
        assert!(report.warnings.contains(&WarningCode::NotBaseline), "{report:#?}");
    }
}

/// Puts what `openssl cms` makes of the document into a signature field.
fn by_openssl(folder: &Path, spoil: bool, args: &[&str]) -> Vec<u8> {
    let field = SignatureField {
        field_name: "Kunta",
        kind: SignatureKind::Signature,
        tooltip: "Kunnan allekirjoitus",
        reason: None,
        name: None,
        location: None,
        at: SystemClock.now(),
        space: 16_384,
    };
    let reserved = reserve(&document(), &field).unwrap();
    let mut covered = reserved.covered().concat();
    if spoil {
        covered.push(b' ');
    }
    let content = file(folder, "content", covered);
    let made = folder.join("made.der");
    let usual = ["cms", "-sign", "-binary", "-in", &content, "-outform", "DER", "-out", made.to_str().unwrap()];
    openssl(&[&usual[..], args].concat());
    reserved.fill(&std::fs::read(made).unwrap()).unwrap()
}

#[test]
fn what_is_wrong_with_a_signature_is_named() {
    let authority = TestAuthority::start();
    let folder = authority.folder.path();
    let trust = authority.trust();
    let signer = |name: &str, kind: &str| {
        let key = private_key(kind);
        let issued = authority.running().issue(&signatory(Some(&key))).unwrap();
        (file(folder, &format!("{name}.pem"), &issued.certificate), file(folder, &format!("{name}.key"), &issued.key))
    };
    let (one, one_key) = signer("one", "RSA-2048");
    let (two, two_key) = signer("two", "P-384");
    let chain = file(folder, "issuing.pem", authority.issue(None).authorities);
    let by_one = ["-signer", &one, "-inkey", &one_key, "-certfile", &chain];
    let judged = |spoil: bool, args: &[&str]| only(&by_openssl(folder, spoil, args), &trust);
    let with = |extra: &[&'static str]| judged(false, &[&by_one[..], extra].concat());

    let good = with(&["-cades", "-md", "sha256"]);
    assert_eq!(
        (good.integrity, good.trust, good.problems.as_slice()),
        (Integrity::Intact, Trust::Trusted, &[ProblemCode::RevocationUnknown][..])
    );
    assert_eq!(good.algorithms, "RSA 2048, SHA-256");
    assert!(good.warnings.contains(&WarningCode::NotBaseline), "signingTime must not be there");
    let good = judged(false, &["-signer", &two, "-inkey", &two_key, "-certfile", &chain, "-cades", "-md", "sha384"]);
    assert_eq!((good.integrity, good.algorithms.as_str()), (Integrity::Intact, "ECDSA P-384, SHA-384"));
    let pss = with(&["-cades", "-md", "sha256", "-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:digest"]);
    assert_eq!(pss.integrity, Integrity::Intact, "{pss:#?}");
    let by_key_id = with(&["-cades", "-md", "sha256", "-keyid"]);
    assert_eq!(by_key_id.integrity, Integrity::Intact, "{by_key_id:#?}");

    let problems = |report: SignatureReport, expected: ProblemCode| {
        assert!(report.problems.contains(&expected), "{expected:?}: {report:#?}");
        assert_eq!(report.verdict(), Verdict::Invalid, "{expected:?}");
    };
    problems(with(&["-md", "sha256"]), ProblemCode::NotTied);
    problems(with(&["-cades", "-md", "sha1"]), ProblemCode::WeakDigest);
    problems(with(&["-cades", "-md", "md5"]), ProblemCode::WeakDigest);
    problems(with(&["-md", "sha256", "-noattr"]), ProblemCode::AttributesWrong);
    problems(judged(true, &[&by_one[..], &["-cades", "-md", "sha256"]].concat()), ProblemCode::DocumentChanged);
    let two_signers = ["-signer", &one, "-inkey", &one_key, "-signer", &two, "-inkey", &two_key, "-cades"];
    problems(judged(false, &two_signers), ProblemCode::NotOneSigner);
    let unknown = with(&["-cades", "-md", "sha3-256"]);
    assert_eq!(
        (unknown.integrity, unknown.problems.contains(&ProblemCode::UnknownAlgorithm)),
        (Integrity::Unknown, true),
        "{unknown:#?}"
    );
    let without = with(&["-cades", "-md", "sha256", "-nocerts"]);
    assert_eq!((without.signer, without.trust), (None, Trust::NoCertificate));

    let short = file(folder, "short.key", private_key("RSA-1024"));
    let own = file(folder, "short.pem", openssl(&["req", "-new", "-x509", "-key", &short, "-subj", "/CN=Lyhyt", "-days", "30"]));
    problems(judged(false, &["-signer", &own, "-inkey", &short, "-cades", "-md", "sha256"]), ProblemCode::WeakKey);
}

#[test]
fn a_certificate_for_other_things_does_not_sign() {
    let authority = TestAuthority::start();
    let folder = authority.folder.path();
    let issued = authority.running().issue(&Holder { for_signatures: false, ..signatory(None) }).unwrap();
    let (certificate, key) = (file(folder, "other.pem", &issued.certificate), file(folder, "other.key", &issued.key));
    let chain = file(folder, "issuing.pem", &issued.authorities);
    let signed = by_openssl(folder, false, &["-signer", &certificate, "-inkey", &key, "-certfile", &chain, "-cades"]);
    let report = only(&signed, &authority.trust());
    assert_eq!((report.trust, report.verdict()), (Trust::NotForSigning, Verdict::Invalid), "{report:#?}");
    // The time-stamp server's certificate is for time stamps alone.
    let of_server = |name: &str| folder.join("authority").join(name).to_str().unwrap().to_owned();
    let args = ["-signer", &of_server("tsa.pem"), "-inkey", &of_server("tsa.key.pem"), "-certfile", &chain, "-cades"];
    let report = only(&by_openssl(folder, false, &args), &authority.trust());
    assert_eq!(report.trust, Trust::NotForSigning);
}
