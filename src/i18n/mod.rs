//! Texts for people, in Finnish, Swedish and English, from the Fluent files of `i18n/`.
//!
//! `language.t("key")` and `language.ta("key", &[…])` give a text. A missing key is a defect that the tests find; in use it is
//! logged and the key itself is shown, so that a page is never lost for a word.

mod catalogue;
pub mod drift;
pub mod fields;
pub mod findings;
pub mod format;
pub mod versions;

pub use fluent_bundle::FluentValue;

use crate::agreement::Language;
use fluent_bundle::FluentArgs;

/// A value to put into a text: a string, or a number that chooses a plural.
pub type Value<'a> = FluentValue<'a>;

/// Gives texts by key.
pub trait Translate {
    /// The text of `key`.
    fn t(self, key: &str) -> String;
    /// The text of `key` with values put in.
    fn ta(self, key: &str, args: &[(&str, Value<'_>)]) -> String;
}

impl Translate for Language {
    fn t(self, key: &str) -> String {
        self.ta(key, &[])
    }

    fn ta(self, key: &str, args: &[(&str, Value<'_>)]) -> String {
        let bundle = catalogue::bundle(self);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, language = self.code(), "a text is missing");
            debug_assert!(false, "the text {key} is missing in {}", self.code());
            return key.to_owned();
        };
        let mut values = FluentArgs::new();
        for (name, value) in args {
            values.set((*name).to_owned(), value.clone());
        }
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::error!(key, language = self.code(), ?errors, "a text lacks a value");
            debug_assert!(errors.is_empty(), "the text {key} in {}: {errors:?}", self.code());
        }
        text
    }
}

/// Every key of `language`, for the test that none is missing or unused.
#[must_use]
pub fn keys(language: Language) -> std::collections::BTreeSet<String> {
    catalogue::keys(language)
}
