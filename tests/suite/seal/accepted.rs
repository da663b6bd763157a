//! What pyHanko, poppler and qpdf say of seals of every level and kind of key.

use federointi::seal::{Level, SealKey, Sealer, Trust, Verdict};
use serde_json::Value;

use super::{adesverify, document, offline, seal, tool};
use crate::support::authority::{TestAuthority, file, private_key};
use crate::support::smtp::python;

const KEYS: [&str; 4] = ["P-256", "P-384", "RSA-2048", "RSA-3072"];

#[test]
fn every_level_with_every_kind_of_key_is_accepted_by_others() {
    let mut authority = TestAuthority::start();
    let folder = authority.folder.path().to_owned();
    let trust = authority.trust();
    let root = authority.running().trust_file();
    let document = document();
    let mut files = Vec::new();
    for kind in KEYS {
        let issued = authority.issue(Some(&private_key(kind)));
        for level in Level::ALL {
            let key = SealKey::from_pem(&issued.all()).unwrap();
            let sealed = seal(&Sealer::new(authority.settings(key, level)), &document);
            assert_eq!((sealed.level, sealed.lowered), (level, None));
            assert!(sealed.bytes.starts_with(&document));
            files.push((level, file(&folder, &format!("{kind}-{}.pdf", level.code()), &sealed.bytes)));
        }
    }
    authority.stop();
    let said = adesverify(&root, &files);
    for (level, path) in &files {
        pyhanko_accepts(&said[path.as_str()], *level);
        let bytes = std::fs::read(path).unwrap();
        let reports = offline(&bytes, &trust);
        let [report] = reports.as_slice() else { panic!("{reports:#?}") };
        assert_eq!((report.level, report.trust), (Some(*level), Trust::Trusted), "{report:#?}");
        let verdict = if *level == Level::BaselineLt { Verdict::Valid } else { Verdict::Indeterminate };
        assert_eq!(report.verdict(), verdict, "{report:#?}");
        assert!(report.is_seal);

        tool("qpdf", &["--check", path]);
        // Its word on certificates is left out: Debian 12's calls every private authority an unknown issue, even one that its NSS database trusts.
        let said = tool("pdfsig", &["-no-ocsp", path]);
        assert!(said.contains("Signature Validation: Signature is Valid."), "{said}");
        assert!(said.contains("Signature Type: ETSI.CAdES.detached"), "{said}");
    }
}

fn pyhanko_accepts(said: &Value, level: Level) {
    let [signature] = said.as_array().unwrap().as_slice() else { panic!("{said:#}") };
    assert_eq!(signature["indication"], "OK", "{said:#}");
    for judgement in ["intact", "valid", "trusted", "bottom_line"] {
        assert_eq!(signature[judgement], true, "{judgement} in {said:#}");
    }
    let (coverage, modifications, stamp) = match level {
        Level::BaselineB => ("ENTIRE_FILE", "NONE", Value::Null),
        Level::BaselineT => ("ENTIRE_FILE", "NONE", Value::Bool(true)),
        Level::BaselineLt => ("ENTIRE_REVISION", "LTA_UPDATES", Value::Bool(true)),
    };
    assert_eq!(signature["coverage"], coverage, "{said:#}");
    assert_eq!(signature["modifications"], modifications, "{said:#}");
    assert_eq!(signature["time_stamp_passed"], stamp, "{said:#}");
}

#[test]
fn the_command_adesverify_accepts_it_too() {
    let authority = TestAuthority::start();
    let root = authority.running().trust_file();
    let command = python().with_file_name("pyhanko");
    let verify = |path: &str, extra: &[&str]| {
        let mut args = vec!["sign", "adesverify", "--trust", root.to_str().unwrap(), "--trust-replace", "--executive-summary"];
        args.extend(extra);
        args.push(path);
        tool(&command, &args)
    };
    let document = document();
    let sealed = |level: Level| {
        let sealed = seal(&authority.sealer(level), &document);
        file(authority.folder.path(), &format!("{}.pdf", level.code()), sealed.bytes)
    };
    assert!(verify(&sealed(Level::BaselineLt), &[]).contains(":VALID"));
    assert!(verify(&sealed(Level::BaselineB), &["--no-revocation-check"]).contains(":VALID"));
    assert!(verify(&sealed(Level::BaselineT), &["--no-revocation-check"]).contains(":VALID"));
}

/// What the file profiles PDF/A-3a (ISO 19005-3, 6.1.9, 6.3.2, 6.3.3) and PDF/UA-1 (ISO 14289-1, 7.18) ask of what is appended.
#[test]
fn what_is_appended_keeps_to_the_profiles() {
    let authority = TestAuthority::start();
    let document = document();
    let sealed = seal(&authority.sealer(Level::BaselineLt), &document).bytes;
    let path = file(authority.folder.path(), "sealed.pdf", &sealed);
    let appended = &sealed[document.len()..];
    assert!(document.ends_with(b"\n") || appended.starts_with(b"\n"));
    let json: Value = serde_json::from_str(&tool("qpdf", &["--json=2", "--json-stream-data=none", &path])).unwrap();
    let objects = json["qpdf"][1].as_object().unwrap();
    let dictionary = |value: &Value| value.get("value").or_else(|| value["stream"].get("dict")).unwrap().clone();
    let all: Vec<Value> = objects.values().map(dictionary).collect();
    let widget = all.iter().find(|object| object["/Subtype"] == "/Widget").unwrap();
    assert_eq!(widget["/F"], 132);
    assert_eq!(widget["/TU"], "u:Kelan sähköinen leima");
    assert_eq!(widget["/Rect"], serde_json::json!([-1, -1, -1, -1]));
    assert!(widget["/AP"].is_null());
    let page = all.iter().find(|object| object["/Type"] == "/Page" && object["/Annots"].is_array()).unwrap();
    assert_eq!(page["/Tabs"], "/S");
    let catalogue = all.iter().find(|object| object["/Type"] == "/Catalog").unwrap();
    let before: Value = {
        let path = file(authority.folder.path(), "plain.pdf", &document);
        let json: Value = serde_json::from_str(&tool("qpdf", &["--json=2", "--json-stream-data=none", &path])).unwrap();
        let objects = json["qpdf"][1].as_object().unwrap().clone();
        objects.values().filter_map(|object| object.get("value")).find(|object| object["/Type"] == "/Catalog").unwrap().clone()
    };
    for (key, value) in before.as_object().unwrap() {
        assert_eq!(&catalogue[key], value, "{key}");
    }
    let form = &objects[&format!("obj:{}", catalogue["/AcroForm"].as_str().unwrap())]["value"];
    assert_eq!(form["/SigFlags"], 3);
    assert!(form["/NeedAppearances"].is_null() && form["/XFA"].is_null());
}
