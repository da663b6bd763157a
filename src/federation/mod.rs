//! SIP federation, pure: names, what was observed in DNS, and the findings that follow from it.
//!
//! `probe` asks and writes an [`Observation`]; [`judge`] turns it into a [`Report`]. Nothing here asks, waits or tells the time.

mod address;
mod deployment;
pub mod drift;
mod edge;
mod finding;
mod judge;
mod judge_edge;
mod judge_service;
mod judge_zone;
mod mistake;
mod name;
mod name_error;
mod observation;
mod ownership;
mod report;
mod rule;
mod zone_line;
mod zone_seen;

pub use address::{is_public, stand_in};
pub use edge::{
    CertificateSeen, Der, EdgeLook, EdgeSeen, FEDERATION_PORT, PathSeen, Reached, RevocationSeen, Speech, TlsSeen, TlsVersion,
    WaysOut,
};
pub use finding::{Code, Evidence, Finding, Severity};
pub use judge::{Declared, judge};
pub use mistake::{Misplaced, Mistake, usual_mistakes};
pub use name::{Fqdn, SipDomain, cloud_of, parse_list};
pub use name_error::NameError;
pub use observation::{Answer, Failure, HostSeen, Observation, SrvSeen, Traces, WildcardSeen};
pub use ownership::{Claim, Claims, Ownership, ProofSeen, ownership_name};
pub use report::{Confidence, Deployment, Dnssec, Report, Verdict};
pub use zone_line::{address_line_start, federation_line, federation_name};
pub use zone_seen::{DelegationSeen, DnssecSeen, ServerOutcome, ServerSeen};
