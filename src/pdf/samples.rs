//! Files for the tests: the service's own document, and small ones built by hand.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};

use super::{SignatureField, SignatureKind, reserve};

#[path = "../../tests/suite/support/sample.rs"]
mod sample;

static AGREEMENT: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let content = sample::agreement(federointi::agreement::Language::Fi);
    federointi::document::render(&content, false).unwrap()
});

/// An agreement as the service writes it: PDF/A-3a and PDF/UA-1, with its data attached.
pub(super) fn agreement() -> &'static [u8] {
    &AGREEMENT
}

pub(super) fn noon() -> DateTime<Utc> {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

pub(super) fn field(field_name: &str) -> SignatureField<'_> {
    SignatureField {
        field_name,
        kind: SignatureKind::Signature,
        tooltip: "Kelan sähköinen leima",
        reason: Some("Sopimus on hyväksytty"),
        name: Some("Kela"),
        location: None,
        at: noon(),
        space: 64,
    }
}

/// What stands for a signature where nobody checks it: one DER value.
pub(super) fn der(content: &[u8]) -> Vec<u8> {
    let mut der = vec![0x30, u8::try_from(content.len()).unwrap()];
    der.extend(content);
    der
}

/// `file` with a signature that is none.
pub(super) fn signed(file: &[u8], field_name: &str) -> Vec<u8> {
    reserve(file, &field(field_name)).unwrap().fill(&der(b"signature")).unwrap()
}
