//! What was seen when DNS was asked about a domain. No judgement is in it, so that it can be kept, shown and judged again.

use std::collections::BTreeMap;
use std::net::IpAddr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{DelegationSeen, DnssecSeen, EdgeSeen, Fqdn, Misplaced, SipDomain};

/// What one question brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", content = "value", rename_all = "snake_case")]
pub enum Answer<T> {
    /// Records of the type that was asked for.
    Found(T),
    /// The name exists, but not with this type (NODATA, RFC 2308 section 2.2).
    NoData,
    /// The name does not exist (NXDOMAIN).
    NoName,
    /// No answer that can be used.
    Failed(Failure),
    /// The question was not put, since its answer could not matter.
    NotAsked,
}

/// Why a question has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// Nothing came in time.
    Timeout,
    /// SERVFAIL: the server could not find the answer out.
    ServerFailure,
    /// REFUSED: the server does not answer this question.
    Refused,
    /// The network or the server's machine turned the question away.
    Unreachable,
    /// Something came that is no answer to the question.
    Malformed,
    /// The signatures do not hold: a validating resolver refuses the answer but gives it when told not to check.
    Bogus,
}

impl Failure {
    /// The name in evidence and logs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::ServerFailure => "SERVFAIL",
            Self::Refused => "REFUSED",
            Self::Unreachable => "unreachable",
            Self::Malformed => "malformed",
            Self::Bogus => "bogus",
        }
    }
}

impl<T> Answer<T> {
    /// What was found.
    pub const fn found(&self) -> Option<&T> {
        match self {
            Self::Found(value) => Some(value),
            _ => None,
        }
    }

    /// Why there is no answer.
    pub const fn failure(&self) -> Option<Failure> {
        match self {
            Self::Failed(failure) => Some(*failure),
            _ => None,
        }
    }

    /// Whether DNS said that there is no such record.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::NoData | Self::NoName)
    }
}

/// One SRV record (RFC 2782).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SrvSeen {
    /// Seconds that the record may be kept.
    pub ttl: u32,
    /// The lowest is tried first.
    pub priority: u16,
    /// The share among equals.
    pub weight: u16,
    /// The TCP port.
    pub port: u16,
    /// The host in lower case without a final dot; `.` says that the service is decidedly not there. As DNS gave it: not a parsed name.
    pub target: String,
}

impl SrvSeen {
    /// The record's content as a zone file has it.
    #[must_use]
    pub fn line(&self) -> String {
        let dot = if self.target == "." { "" } else { "." };
        format!("{} IN SRV {} {} {} {}{dot}", self.ttl, self.priority, self.weight, self.port, self.target)
    }
}

/// The addresses of a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostSeen {
    /// IPv4 (A).
    pub v4: Answer<Vec<IpAddr>>,
    /// IPv6 (AAAA).
    pub v6: Answer<Vec<IpAddr>>,
    /// The name that this one is an alias (CNAME) of.
    pub alias: Option<String>,
    /// The lowest TTL of the addresses and aliases, in seconds. Of a caching resolver it is what is left of it.
    #[serde(default)]
    pub ttl: Option<u32>,
}

impl HostSeen {
    /// A host that was not asked about.
    pub const NOT_ASKED: Self = Self { v4: Answer::NotAsked, v6: Answer::NotAsked, alias: None, ttl: None };

    /// All addresses, IPv4 first.
    pub fn addresses(&self) -> impl Iterator<Item = IpAddr> + '_ {
        [&self.v4, &self.v6].into_iter().filter_map(Answer::found).flatten().copied()
    }

    /// The records as a zone file has them.
    #[must_use]
    pub fn lines(&self, name: &str) -> String {
        let ttl = self.ttl.map(|ttl| format!("{ttl} ")).unwrap_or_default();
        let mut lines: Vec<String> = self.alias.iter().map(|alias| format!("{name}. {ttl}IN CNAME {alias}.")).collect();
        // Behind an alias there may be more aliases: whose the addresses are is not kept.
        let owner = if self.alias.is_some() { String::new() } else { format!("{name}. ") };
        lines.extend(self.addresses().map(|address| {
            let kind = if address.is_ipv4() { "A" } else { "AAAA" };
            format!("{owner}{ttl}IN {kind} {address}")
        }));
        lines.join("\n")
    }

    /// The first failure of the two questions.
    #[must_use]
    pub fn failure(&self) -> Option<Failure> {
        self.v4.failure().or_else(|| self.v6.failure())
    }

    /// Whether there is an address or an alias.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.alias.is_some() || self.addresses().next().is_some()
    }
}

/// What a label answers that nobody can have registered: if anything, every name of the domain answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WildcardSeen {
    /// The name that was asked for.
    pub name: String,
    /// Its addresses.
    pub host: HostSeen,
    /// Its SRV records.
    pub srv: Answer<Vec<SrvSeen>>,
}

/// Records that federation does not need, but that tell where the organisation's clients are led.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traces {
    /// `lyncdiscover.` and the domain.
    pub lyncdiscover: HostSeen,
    /// `sip.` and the domain.
    pub sip: HostSeen,
    /// `_sip._tls.` and the domain.
    pub sip_tls: Answer<Vec<SrvSeen>>,
}

/// For observations of before this was asked.
const fn not_asked<T>() -> Answer<T> {
    Answer::NotAsked
}

/// All that was seen of one domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// The domain.
    pub domain: SipDomain,
    /// `_sipfederationtls._tcp.` and the domain.
    pub srv: Answer<Vec<SrvSeen>>,
    /// Whether the domain is there at all: its SOA record, or NODATA.
    pub apex: Answer<()>,
    /// The hosts that the SRV records name, but for Microsoft's, which are not the domain's to mend.
    pub targets: BTreeMap<String, HostSeen>,
    /// The wildcard guard.
    pub wildcard: WildcardSeen,
    /// Where clients are led.
    pub traces: Traces,
    /// SRV records at names where they stand by a usual mistake; looked for where `srv` is absent.
    #[serde(default)]
    pub misplaced: Vec<Misplaced>,
    /// How the signatures stand. Part of the full check only.
    #[serde(default)]
    pub dnssec: DnssecSeen,
    /// The zone's own name servers, asked one by one. Part of the full check only.
    #[serde(default)]
    pub delegation: Option<DelegationSeen>,
    /// The Edge name that the form gave, with its addresses.
    pub edge: Option<(Fqdn, HostSeen)>,
    /// The Edge servers behind the targets and the Edge name; empty where DNS alone was looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edges: Vec<EdgeSeen>,
    /// The texts (TXT) at `_federointi.` and the domain, where a proof of ownership was looked for.
    #[serde(default = "not_asked")]
    pub ownership: Answer<Vec<String>>,
    /// Whom we asked.
    pub resolver: String,
    /// When we asked.
    pub at: DateTime<Utc>,
}
