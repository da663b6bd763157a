//! The source of the rule behind each finding, so that whoever has to change something can read for themselves why. The facts are in
//! `docs/check.md`.

use super::Code;

const SFB_EDGE: &str = "Microsoft: Skype for Business Server, Edge environmental requirements";
const SFB_DNS: &str = "Microsoft: Skype for Business Server, Advanced Edge Server DNS planning";

impl Code {
    /// Where the rule comes from: a standard, a page of Microsoft's by its title, or this service itself. A name, not a text to translate.
    #[must_use]
    pub const fn rule(self) -> &'static str {
        match self {
            Self::DomainNotFound => "RFC 1034, 3.1; RFC 2308, 2.1",
            Self::SrvMissing | Self::SrvWrongPort => SFB_DNS,
            Self::SrvServiceAbsent | Self::TargetIsAlias | Self::SeveralTargets => "RFC 2782",
            Self::TargetNoAddress => "RFC 2782; Microsoft: MS-OCER, ms-diagnostics 1014",
            Self::TargetNotPublic => "RFC 6890; RFC 8190",
            Self::DnssecBogus => "RFC 4035, 5",
            Self::TargetInOtherDomain => "Microsoft: Plan hybrid connectivity; MS-OCER, ms-diagnostics 1009",
            Self::EdgeNameDiffers => "Microsoft: New-CsAllowedDomain, ProxyFqdn",
            Self::WildcardDns => "RFC 4592",
            Self::HalfMigrated => "Microsoft: Decommission, manage DNS entries",
            Self::CloudTarget => "Microsoft: External DNS records; New-CsHostingProvider",
            Self::SrvWrongName => SFB_DNS,
            Self::TargetDoubled => "RFC 1035, 5.1",
            Self::TargetIpv6Only => "Microsoft: Skype for Business Server, Plan for IPv6; RFC 2782",
            Self::SpareFaulty => "RFC 2782",
            Self::TtlExtreme => "RFC 2181, 8; Microsoft: External DNS records (TTL 3600)",
            Self::OtherSpelling => "RFC 5890",
            Self::ClientRecords => "Microsoft: Skype for Business Server, DNS requirements",
            Self::DelegationLame => "RFC 1912, 2.8",
            Self::ServersDiffer => "RFC 1034, 4.2",
            Self::SerialsDiffer => "RFC 1912, 2.2",
            Self::DelegationDiffers => "RFC 1034, 4.2.2",
            Self::NameserverNoAddress => "RFC 1912, 2.3",
            Self::OwnershipProven | Self::OwnershipNotProven | Self::OwnershipLost => {
                "Federointi: decision 13 (proof of control)"
            }
            Self::DnsTimeout | Self::DnsServerFailure => "RFC 1035, 4.1.1",
            Self::EdgeNoAnswer | Self::EdgeRefused | Self::EdgePartlyUnreachable => SFB_EDGE,
            Self::EdgeNotChecked => "Federointi: docs/check.md",
            Self::TlsNotSpoken | Self::TlsRefused => "RFC 8446; Microsoft: MS-OCER, ms-diagnostics 1047",
            Self::TlsOldVersionsOnly | Self::TlsOldVersionOffered => {
                "RFC 8996; Microsoft: Disable TLS 1.0/1.1 in Skype for Business Server"
            }
            Self::CertificateUnreadable | Self::CertificateExpired | Self::CertificateNotYetValid => "RFC 5280, 4.1",
            Self::CertificateEndsSoon => "RFC 5280, 4.1.2.5",
            Self::CertificateUntrusted | Self::CertificateSelfSigned => {
                "Microsoft: Edge environmental requirements (public CA); MS-OCER, ms-diagnostics 1010"
            }
            Self::ChainBroken => "RFC 5280, 6.1",
            Self::IntermediateMissing | Self::ChainIncomplete => "RFC 8446, 4.4.2; RFC 5246, 7.4.2",
            Self::CertificateRevoked => "RFC 5280, 5; RFC 6960",
            Self::RevocationNotKnown => "Microsoft: Set-CsAccessEdgeConfiguration, KeepCrlsUpToDateForPeers",
            Self::CertificateWeakKey | Self::CertificateWeakSignature => {
                "CA/Browser Forum: Baseline Requirements, 6.1.5 and 7.1.3"
            }
            Self::CertificateNameMissing | Self::CertificateDomainMissing | Self::EdgesDiffer => SFB_EDGE,
            Self::CertificateWildcard => "Microsoft: Lync Server, Wildcard certificate support",
            Self::CertificateNotForServers => "RFC 5280, 4.2.1.12",
            Self::CertificateNotForClients => "RFC 5280, 4.2.1.12; Chrome Root Program Policy (clientAuth, 2026)",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_source() {
        for code in Code::ALL {
            assert!(code.rule().len() > 5, "{code:?}");
        }
    }
}
