//! The language files, parsed once.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use fluent_bundle::{FluentResource, concurrent::FluentBundle};

use crate::agreement::Language;

macro_rules! files {
    ($code:literal: $($area:literal)*) => {
        &[$((concat!($code, "/", $area), include_str!(concat!("../../i18n/", $code, "/", $area, ".ftl")))),*]
    };
}

// One line an area; the same areas in each language.
macro_rules! areas {
    ($code:literal) => {
        files!($code: "common" "states" "form" "findings" "document" "mail" "filer" "desk" "sealing" "public" "errors" "log" "proof" "signing" "signature" "watch")
    };
}

const FI: &[(&str, &str)] = areas!("fi");
const SV: &[(&str, &str)] = areas!("sv");
const EN: &[(&str, &str)] = areas!("en");

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 3]> = LazyLock::new(|| [build("fi", FI), build("sv-FI", SV), build("en-GB", EN)]);

#[expect(clippy::panic, reason = "a language file that does not parse is a defect of the build, found by every test")]
fn build(tag: &str, files: &[(&str, &str)]) -> Bundle {
    let language = tag.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Values are refused if they hold direction marks, and copied text must not hold invisible characters.
    bundle.set_use_isolating(false);
    for (name, source) in files {
        let resource = match FluentResource::try_new((*source).to_owned()) {
            Ok(resource) => resource,
            Err((_, errors)) => panic!("{name}.ftl: {errors:?}"),
        };
        if let Err(errors) = bundle.add_resource(resource) {
            panic!("{name}.ftl: {errors:?}");
        }
    }
    bundle
}

pub(super) fn bundle(language: Language) -> &'static Bundle {
    let [fi, sv, en] = &*BUNDLES;
    match language {
        Language::Fi => fi,
        Language::Sv => sv,
        Language::En => en,
    }
}

pub(super) fn keys(language: Language) -> BTreeSet<String> {
    let files = match language {
        Language::Fi => FI,
        Language::Sv => SV,
        Language::En => EN,
    };
    files
        .iter()
        .flat_map(|(_, source)| source.lines())
        .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim().to_owned()))
        .collect()
}
