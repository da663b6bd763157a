//! The shape of the code and of the texts, kept by tests: arrows point one way, pure modules are pure, no text is missing or unused.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use federointi::agreement::Language;
use federointi::federation::Code;
use federointi::i18n;

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            into.push(path);
        }
    }
}

fn all_sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files
        .into_iter()
        .map(|file| {
            let name = file.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(&file).unwrap())
        })
        .collect()
}

/// What is not a test and not a comment.
fn code(source: &str) -> String {
    let source = source.split("#[cfg(test)]\nmod ").next().unwrap();
    source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn arrows_point_one_way() {
    // Each module, and the modules of this crate that it may use.
    let may_use: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("agreement", &["agreement", "federation"][..]),
        ("federation", &["federation"]),
        ("i18n", &["i18n", "agreement", "federation"]),
        ("clock", &[]),
        ("config", &["mail", "agreement", "log", "seal"]),
        ("pdf", &["pdf"]),
        ("log", &["log"]),
        ("outbound", &["outbound", "federation"]),
        ("x509", &["x509", "outbound"]),
        ("seal", &["seal", "x509", "pdf", "outbound", "clock"]),
        ("proof", &["proof", "bundle", "document", "seal", "pdf", "log", "i18n", "agreement", "federation"]),
        ("bundle", &["bundle", "log", "i18n", "agreement", "federation"]),
        ("verify", &["proof", "bundle", "seal", "log", "i18n", "agreement", "clock"]),
        ("store", &["store", "log", "agreement", "federation"]),
        ("probe", &["probe", "x509", "outbound", "federation", "clock"]),
        ("document", &["document", "pdf", "agreement", "federation", "i18n"]),
        ("mail", &["mail", "agreement", "i18n"]),
        (
            "workflow",
            &[
                "workflow",
                "store",
                "probe",
                "document",
                "proof",
                "bundle",
                "seal",
                "outbound",
                "pdf",
                "log",
                "mail",
                "i18n",
                "agreement",
                "federation",
                "clock",
                "config",
            ],
        ),
        ("jobs", &["jobs", "workflow", "store", "mail", "log", "agreement", "clock"]),
        ("check", &["probe", "x509", "i18n", "agreement", "federation", "clock"]),
        (
            "web",
            &[
                "web",
                "workflow",
                "store",
                "proof",
                "seal",
                "pdf",
                "log",
                "i18n",
                "agreement",
                "federation",
                "clock",
                "config",
                "mail",
            ],
        ),
        ("demo", &["demo", "start", "jobs", "workflow", "store", "probe", "seal", "agreement", "federation", "clock", "config"]),
        (
            "start",
            &["web", "jobs", "workflow", "store", "probe", "seal", "outbound", "log", "mail", "agreement", "clock", "config"],
        ),
    ]);
    let mut wrong = Vec::new();
    for (file, source) in all_sources() {
        let module = file.split(['/', '.']).next().unwrap();
        if matches!(module, "lib" | "main") {
            continue;
        }
        let allowed = may_use.get(module).unwrap_or_else(|| panic!("src/{file} is of a module that this test does not know"));
        for used in code(&source).split("crate::").skip(1) {
            let used: String = used.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            if may_use.contains_key(used.as_str()) && used != module && !allowed.contains(&used.as_str()) {
                wrong.push(format!("src/{file} uses {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn pure_modules_know_no_world() {
    let mut wrong = Vec::new();
    for (file, source) in all_sources() {
        // Tests may read files; what they test may not.
        if file.ends_with("tests.rs") {
            continue;
        }
        let pure = ["agreement/", "federation/", "pdf/", "log/"].iter().any(|folder| file.starts_with(folder));
        let pages = file.starts_with("web/");
        let forbidden: &[&str] = match (pure, pages) {
            (true, _) => {
                &["actix", "diesel", "tokio", "async fn", "std::fs", "std::net::Tcp", "std::net::Udp", "SystemTime", "lettre"]
            }
            (_, true) => &["diesel::", "schema::"],
            _ => &[],
        };
        let code = code(&source);
        wrong.extend(forbidden.iter().filter(|word| code.contains(**word)).map(|word| format!("src/{file}: {word}")));
        if !file.starts_with("store/") && code.contains("diesel::prelude") {
            wrong.push(format!("src/{file}: diesel outside the store"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_text_is_missing_or_unused_in_any_language() {
    let finnish = i18n::keys(Language::Fi);
    for language in Language::ALL {
        let keys = i18n::keys(language);
        let missing: Vec<_> = finnish.difference(&keys).collect();
        let surplus: Vec<_> = keys.difference(&finnish).collect();
        assert!(missing.is_empty() && surplus.is_empty(), "{}: missing {missing:?}, surplus {surplus:?}", language.code());
    }
    let mut named = BTreeSet::new();
    for (_, source) in all_sources() {
        // Tests of the texts themselves do not count as a use.
        let code = code(&source);
        for literal in code.split('"').skip(1).step_by(2) {
            named.insert(literal.to_owned());
        }
        // Escaped quotes shift the parity of a file: the other half is looked at too.
        for literal in code.split('"').step_by(2) {
            named.insert(literal.to_owned());
        }
    }
    // A finding's texts are named by the beginning of their keys: its code, or what stands in its place.
    let mut stems: Vec<String> = Code::ALL.iter().map(|code| ["finding-", &code.as_str().replace('_', "-")].concat()).collect();
    stems.extend(named.iter().filter(|literal| literal.starts_with("finding-")).cloned());
    named.extend(stems.iter().flat_map(|stem| ["-title", "-seen", "-why", "-todo"].map(|end| [stem, end].concat())));
    let unused: Vec<_> = finnish.iter().filter(|key| !named.contains(*key)).collect();
    assert!(unused.is_empty(), "texts that nothing uses: {unused:#?}");
}

#[test]
fn every_text_that_is_asked_for_exists() {
    let keys = i18n::keys(Language::Fi);
    let mut missing = Vec::new();
    for (file, source) in all_sources() {
        let code = code(&source);
        for call in [".t(\"", ".ta(\"", "(t(\"", " t(\"", "=> \"error-", "=> \"field-"] {
            for (position, _) in code.match_indices(call) {
                let quote = position + call.find('"').unwrap() + 1;
                let key: String = code[quote..].chars().take_while(|c| *c != '"').collect();
                let is_key = key.contains('-') && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
                if is_key && !keys.contains(&key) {
                    missing.push(format!("src/{file}: {key}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
