//! The integration tests, one binary: `support` is the ground they stand on, every other module an area.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[macro_use]
mod support;

mod access;
mod bad_input;
mod dns_check;
mod dns_hostile;
mod dns_list;
mod dns_servers;
mod dns_signed;
mod document;
mod edge_check;
mod failed_jobs;
mod ground;
mod kill;
mod lists;
mod log;
mod log_tampering;
mod mail;
mod ownership;
mod pages;
mod proof;
mod public_check;
mod requests;
mod seal;
mod sealing;
mod shape;
mod signatory;
mod signed_file;
mod signing;
mod uploads;
mod versions;
mod watch;
