//! Asks the network and reports what it saw. No verdicts: those are `federation`'s.
//!
//! Names come from strangers, so only DNS questions are sent, to the configured servers; no address that is found is connected to.

mod checking_disabled;
pub mod dns;
mod ownership;
mod records;

pub use dns::{DnsProbe, ProbeError, ProbeSettings, random_label};
