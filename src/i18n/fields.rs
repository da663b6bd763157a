//! Answers of the form and what is wrong with them, in words.

use super::findings::{NameKind, name_error};
use super::{Translate, Value, format};
use crate::agreement::Language;
use crate::agreement::field::FieldError;
use crate::agreement::summary::Shown;

/// What is wrong with an answer: what is wrong, what was given, what to do.
#[must_use]
pub fn problem(language: Language, error: &FieldError) -> String {
    let problem = &error.problem;
    if let Some(name) = &problem.name {
        let kind = if error.field == "edge" { NameKind::Host } else { NameKind::Domain };
        return name_error(language, kind, name, &problem.given);
    }
    let (limit, count) = problem.numbers.unwrap_or_default();
    language.ta(
        problem.key,
        &[
            ("label", language.t(problem.label).into()),
            ("given", problem.given.as_str().into()),
            ("limit", Value::from(limit)),
            ("count", Value::from(count)),
        ],
    )
}

/// A value of an answer as people read it.
#[must_use]
pub fn shown(language: Language, value: &Shown) -> String {
    match value {
        Shown::Text(text) | Shown::Name(text) => text.clone(),
        Shown::Key(key) => language.t(key),
        Shown::KeyWith(key, text) => [&language.t(key), ": ", text].concat(),
        Shown::Date(date) => format::date(language, *date),
        Shown::Phone(phone) => phone.readable(),
        Shown::Language(of) => language.t(match of {
            Language::Fi => "language-fi",
            Language::Sv => "language-sv",
            Language::En => "language-en",
        }),
    }
}
