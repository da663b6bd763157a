//! Federointi: federation agreements between Kela and the municipalities, from the form to the signed record.

#[cfg(test)]
extern crate self as federointi;

/// The agreements that tests of every kind draw.
#[cfg(test)]
#[allow(dead_code, clippy::unwrap_used, reason = "the integration tests use the rest")]
#[path = "../tests/suite/support/sample.rs"]
mod sample;

pub mod agreement;
pub mod bundle;
pub mod check;
pub mod clock;
pub mod config;
pub mod demo;
pub mod document;
pub mod federation;
pub mod i18n;
pub mod jobs;
pub mod log;
pub mod mail;
pub mod outbound;
pub mod pdf;
pub mod probe;
pub mod proof;
pub mod seal;
pub mod start;
pub mod store;
pub mod verify;
pub mod web;
pub mod workflow;
pub mod x509;
