//! SIP federation, pure: names, what was observed in DNS, and the findings that follow from it.

mod name;
mod report;

pub use name::{Fqdn, NameError, SipDomain, parse_list};
pub use report::{Finding, Report, Severity, Verdict};
