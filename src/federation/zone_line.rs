//! Lines of a zone file, written out so that they can be copied as they are.

use super::SipDomain;

/// The name that partners ask for: `_sipfederationtls._tcp.` and the domain, without a final dot.
#[must_use]
pub fn federation_name(domain: &SipDomain) -> String {
    ["_sipfederationtls._tcp.", domain.as_str()].concat()
}

/// The SRV line of federation. Microsoft's own values are TTL 3600, priority 100, weight 1; the port is always 5061.
#[must_use]
pub fn federation_line(domain: &SipDomain, priority: u16, weight: u16, target: &str) -> String {
    format!("{}. 3600 IN SRV {priority} {weight} 5061 {target}.", federation_name(domain))
}

/// The beginning of an address line, to which the Edge server's public address is added (`A` for IPv4, `AAAA` for IPv6).
#[must_use]
pub fn address_line_start(host: &str) -> String {
    format!("{host}. 3600 IN A")
}
