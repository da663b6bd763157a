//! Asks the network and reports what it saw. No verdicts: those are `federation`'s.
//!
//! Names come from strangers, so that questions go to the configured servers only; but for the full check's single packets to the name
//! servers of a zone, and its connections to Edge servers on the port of federation ([`edge`]): their addresses are looked up once, refused
//! unless they are public, and used as they were looked up.

mod asker;
mod checking_disabled;
mod delegation;
mod direct;
pub mod dns;
mod dnssec;
pub mod edge;
mod ownership;
mod pace;
mod records;
mod referral;

#[cfg(test)]
mod fuzz_tests;

pub use dns::{Depth, DnsProbe, ProbeError, ProbeSettings, random_label};
pub use edge::{EdgeProbe, EdgeSettings, MakeFetch, Roots};
