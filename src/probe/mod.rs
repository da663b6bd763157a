//! Asks the network and reports what it saw. No verdicts: those are `federation`'s.
//!
//! Names come from strangers: DNS questions are sent to the configured servers only, and an address that is found is connected to only if it
//! is public, on the port of federation ([`edge`]).

mod checking_disabled;
pub mod dns;
pub mod edge;
mod records;

pub use dns::{DnsProbe, ProbeError, ProbeSettings, random_label};
pub use edge::{EdgeProbe, EdgeSettings, MakeFetch, Roots};
