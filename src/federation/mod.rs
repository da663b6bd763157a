//! SIP federation, pure: names, what was observed in DNS, and the findings that follow from it.
//!
//! `probe` asks and writes an [`Observation`]; [`judge`] turns it into a [`Report`]. Nothing here asks, waits or tells the time.

mod address;
mod deployment;
mod finding;
mod judge;
mod name;
mod name_error;
mod observation;
mod ownership;
mod report;
mod zone_line;

pub use address::is_public;
pub use finding::{Code, Evidence, Finding, Severity};
pub use judge::{Declared, judge};
pub use name::{Fqdn, SipDomain, cloud_of, parse_list};
pub use name_error::NameError;
pub use observation::{Answer, Failure, HostSeen, Observation, SrvSeen, Traces, WildcardSeen};
pub use ownership::{Claim, Claims, Ownership, ProofSeen, ownership_name};
pub use report::{Confidence, Deployment, Report, Verdict};
pub use zone_line::{address_line_start, federation_line, federation_name};
