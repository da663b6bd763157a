//! One finding: a stable code, how grave it is, and what was seen.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use super::is_public;

/// Declares the codes once: the variant, its doc and how it is written.
macro_rules! codes {
    ($($(#[$doc:meta])+ $variant:ident = $text:literal,)+) => {
        /// What is the case. The codes are fixed: people script against them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Code {
            $($(#[$doc])+ $variant,)+
        }

        impl Code {
            /// Every code, in the order of telling.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as it is written.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }
    };
}

codes! {
    /// The domain does not exist.
    DomainNotFound = "domain_not_found",
    /// There is no SRV record for federation.
    SrvMissing = "srv_missing",
    /// The SRV record names another port than 5061.
    SrvWrongPort = "srv_wrong_port",
    /// The SRV record says that the service is decidedly not there (target `.`, RFC 2782).
    SrvServiceAbsent = "srv_service_absent",
    /// The target has neither an IPv4 nor an IPv6 address.
    TargetNoAddress = "target_no_address",
    /// The target has an address that cannot be reached over the Internet.
    TargetNotPublic = "target_not_public",
    /// The domain's signatures do not hold.
    DnssecBogus = "dnssec_bogus",
    /// The SRV record stands under a wrong name.
    SrvWrongName = "srv_wrong_name",
    /// The domain stands twice in the target, which has no address.
    TargetDoubled = "target_doubled",
    /// The domain's name servers do not answer for it, some or all.
    DelegationLame = "delegation_lame",
    /// The domain's name servers have different SRV records.
    ServersDiffer = "servers_differ",
    /// A name server has no address.
    NameserverNoAddress = "nameserver_no_address",
    /// The zone above names other name servers than the zone itself.
    DelegationDiffers = "delegation_differs",
    /// The target is not in the domain (ms-diagnostics 1009).
    TargetInOtherDomain = "target_in_other_domain",
    /// The Edge name of the form is none of the targets.
    EdgeNameDiffers = "edge_name_differs",
    /// The target is an alias, which RFC 2782 forbids.
    TargetIsAlias = "target_is_alias",
    /// The target has no IPv4 address.
    TargetIpv6Only = "target_ipv6_only",
    /// A spare, tried after the preferred targets, cannot be used.
    SpareFaulty = "spare_faulty",
    /// Any name in the domain answers.
    WildcardDns = "wildcard_dns",
    /// Federation leads to the cloud, clients to the organisation's own servers.
    HalfMigrated = "half_migrated",
    /// The target is Microsoft's cloud.
    CloudTarget = "cloud_target",
    /// There are several targets.
    SeveralTargets = "several_targets",
    /// The record is kept for an unusually short or long time.
    TtlExtreme = "ttl_extreme",
    /// The name servers have different versions of the zone, with the same SRV records.
    SerialsDiffer = "serials_differ",
    /// The domain is published in a spelling without marks.
    OtherSpelling = "other_spelling",
    /// Records for the organisation's own clients are there; federation does not use them.
    ClientRecords = "client_records",
    /// Nothing answers at any address of the Edge server.
    EdgeNoAnswer = "edge_no_answer",
    /// The Edge server's addresses refuse connections to the port.
    EdgeRefused = "edge_refused",
    /// What answers on the Edge server's port does not speak TLS.
    TlsNotSpoken = "tls_not_spoken",
    /// No version of TLS from 1.2 on is offered.
    TlsOldVersionsOnly = "tls_old_versions_only",
    /// The certificate cannot be read.
    CertificateUnreadable = "certificate_unreadable",
    /// The certificate has run out.
    CertificateExpired = "certificate_expired",
    /// The certificate's first day is yet to come.
    CertificateNotYetValid = "certificate_not_yet_valid",
    /// The certificate was revoked.
    CertificateRevoked = "certificate_revoked",
    /// The certificate was signed by nobody but itself.
    CertificateSelfSigned = "certificate_self_signed",
    /// The certificate does not lead to a trusted root.
    CertificateUntrusted = "certificate_untrusted",
    /// A signature, the days or the powers of an authority in between do not hold.
    ChainBroken = "chain_broken",
    /// The chain lacks an authority's certificate, which could not be fetched here either.
    ChainIncomplete = "chain_incomplete",
    /// The server does not send the certificate of an authority in between.
    IntermediateMissing = "intermediate_missing",
    /// The Edge server's name is not in its certificate.
    CertificateNameMissing = "certificate_name_missing",
    /// `sip.` and this domain are not in the certificate.
    CertificateDomainMissing = "certificate_domain_missing",
    /// By its purposes the certificate is not for servers.
    CertificateNotForServers = "certificate_not_for_servers",
    /// The key is too short.
    CertificateWeakKey = "certificate_weak_key",
    /// A signature of the chain is by an algorithm that proves nothing any more.
    CertificateWeakSignature = "certificate_weak_signature",
    /// Some addresses of the Edge server answer, others do not.
    EdgePartlyUnreachable = "edge_partly_unreachable",
    /// The server ends every TLS handshake with an alert.
    TlsRefused = "tls_refused",
    /// The addresses of one name show different certificates.
    EdgesDiffer = "edges_differ",
    /// The name is in the certificate by a wildcard only.
    CertificateWildcard = "certificate_wildcard",
    /// The certificate runs out soon.
    CertificateEndsSoon = "certificate_ends_soon",
    /// By its purposes the certificate is not for clients, which an Edge server is too.
    CertificateNotForClients = "certificate_not_for_clients",
    /// Nobody says whether the certificate was revoked.
    RevocationNotKnown = "revocation_not_known",
    /// TLS 1.0 or 1.1 is offered beside newer versions.
    TlsOldVersionOffered = "tls_old_version_offered",
    /// The token of the organisation stands in the domain.
    OwnershipProven = "ownership_proven",
    /// The token of the organisation has never been seen in the domain.
    OwnershipNotProven = "ownership_not_proven",
    /// The token of the organisation stood in the domain, and is gone.
    OwnershipLost = "ownership_lost",
    /// A question was not answered in time.
    DnsTimeout = "dns_timeout",
    /// A question was answered by a failure.
    DnsServerFailure = "dns_server_failure",
    /// There was no time, or no way from here, to look at the Edge server.
    EdgeNotChecked = "edge_not_checked",
}

impl Code {
    /// Whether this speaks of the network rather than of the domain: it leaves a domain unverified, never wrong.
    #[must_use]
    pub const fn is_of_the_network(self) -> bool {
        matches!(self, Self::DnsTimeout | Self::DnsServerFailure | Self::EdgeNotChecked)
    }

    /// Whether this is found by looking at Edge servers, not by DNS.
    #[must_use]
    pub fn is_of_the_edge(self) -> bool {
        ["edge", "tls_", "certificate_", "chain_", "intermediate_", "revocation_"]
            .iter()
            .any(|start| self.as_str().starts_with(start))
            && self != Self::EdgeNameDiffers
    }
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Federation may work, but something is not as it should be.
    Warning,
    /// Federation cannot work, or could not be looked at.
    Error,
}

impl Severity {
    /// The word as it is written: `info`, `warning`, `error`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The key of the text that names it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Info => "severity-info",
            Self::Warning => "severity-warning",
            Self::Error => "severity-error",
        }
    }
}

/// What was seen, by name, in the order of telling. Values are as DNS gave them: show them as text, never as markup.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence(Vec<(Cow<'static, str>, String)>);

impl Evidence {
    /// The evidence with one more item.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.push((Cow::Borrowed(name), value.into()));
        self
    }

    /// The value of `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value.as_str()))
    }

    /// The evidence for strangers: addresses that are not public are not told, since a resolver may know an internal view of a name.
    #[must_use]
    pub fn for_strangers(&self, demonstration: bool) -> Self {
        let hidden = |word: &str| {
            let text = word.trim_matches(|c: char| !c.is_ascii_hexdigit() && c != ':');
            text.parse().is_ok_and(|address| !is_public(address, demonstration)).then(|| word.replace(text, "(not public)"))
        };
        let told = |value: &str| {
            value
                .split_inclusive([' ', '\n', ','])
                .map(|word| hidden(word).unwrap_or_else(|| word.to_owned()))
                .collect::<String>()
        };
        Self(self.0.iter().map(|(name, value)| (name.clone(), told(value))).collect())
    }

    /// The exact line that mends the matter, where there is one. Several lines are parted by line feeds.
    #[must_use]
    pub fn zone_line(&self) -> Option<&str> {
        self.get("zone_line")
    }
}

impl Serialize for Evidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Evidence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Evidence;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of strings")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Evidence, A::Error> {
                let mut items = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, String>()? {
                    items.push((Cow::Owned(name), value));
                }
                Ok(Evidence(items))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// One thing that is the case with a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What is the case.
    pub code: Code,
    /// How grave it is here.
    pub severity: Severity,
    /// What was seen, from whom and when.
    pub evidence: Evidence,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_are_not_told_addresses_that_are_not_public() {
        let evidence = Evidence::default()
            .with("target", "dc01.ad.kela.example")
            .with("addresses", "10.1.2.3, 193.166.3.2, fd00::7")
            .with("seen", "sip.kunta.example. 3600 IN A 192.168.1.9\nx 3600 IN A 193.166.3.3")
            .with("count", "10");
        let told: Vec<(String, String)> =
            evidence.for_strangers(false).iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let value = |name: &str| told.iter().find(|(key, _)| key == name).unwrap().1.clone();
        assert_eq!(value("target"), "dc01.ad.kela.example");
        assert_eq!(value("addresses"), "(not public), 193.166.3.2, (not public)");
        assert_eq!(value("seen"), "sip.kunta.example. 3600 IN A (not public)\nx 3600 IN A 193.166.3.3");
        assert_eq!(value("count"), "10");
        assert_eq!(evidence.for_strangers(true).get("addresses"), Some("(not public), 193.166.3.2, (not public)"));
    }
}
