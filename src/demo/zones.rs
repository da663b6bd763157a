//! The zones of invented organisations: good ones, and one for each thing that goes wrong. Addresses are of the documentation ranges.

use crate::federation::Code;

/// How the demonstration's name server treats questions about a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    /// Answers from the zone's records.
    Answers,
    /// Says nothing.
    Silent,
    /// Says SERVFAIL.
    Fails,
    /// Says SERVFAIL unless asked not to check signatures, as a validating resolver does for a bogus zone.
    Bogus,
    /// Says REFUSED.
    Refuses,
}

/// A zone of the demonstration.
#[derive(Debug, Clone, Copy)]
pub struct DemoZone {
    /// The domain as people write it; the server holds it in A-labels.
    pub name: &'static str,
    /// What it shows, for the list that `demo` prints.
    pub shows: &'static str,
    /// The codes that its check finds when nothing else is declared, the gravest first.
    pub finds: &'static [Code],
    /// How it is answered for.
    pub behaviour: Behaviour,
    /// Its records as a zone file has them, relative to the domain. The SOA record is added.
    pub records: &'static str,
}

const fn zone(name: &'static str, shows: &'static str, finds: &'static [Code], records: &'static str) -> DemoZone {
    DemoZone { name, shows, finds, behaviour: Behaviour::Answers, records }
}

const fn mute(name: &'static str, shows: &'static str, finds: &'static [Code], behaviour: Behaviour) -> DemoZone {
    DemoZone { name, shows, finds, behaviour, records: "" }
}

/// The Edge name to give for `vanhala.example`, which its SRV record does not name.
pub const OLD_EDGE: &str = "access.vanhala.example";

/// How `siirtola.example` was before it moved.
pub const BEFORE_THE_MOVE: &str = "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip\nsip 3600 IN A 198.51.100.41\n";

/// The demonstration's zones with other records at one of them; without records it is no zone.
#[must_use]
pub fn with_records(zones: &[DemoZone], name: &str, records: &'static str) -> Vec<DemoZone> {
    zones.iter().map(|zone| if zone.name == name { DemoZone { records, ..*zone } } else { *zone }).collect()
}

/// Every zone of the demonstration's name server.
pub const DEMO_ZONES: &[DemoZone] = &[
    zone(
        "esimerkkila.example",
        "good: an Edge server of its own, IPv4 and IPv6; also koulu.esimerkkila.example and museo.esimerkkila.example",
        &[],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip\n\
         sip 3600 IN A 198.51.100.10\n\
         sip 3600 IN AAAA 2001:db8::10\n\
         _sipfederationtls._tcp.koulu 3600 IN SRV 100 1 5061 sip.koulu\n\
         sip.koulu 3600 IN A 198.51.100.10\n\
         _sipfederationtls._tcp.museo 3600 IN SRV 100 1 5061 sip.museo\n\
         sip.museo 3600 IN A 198.51.100.10\n",
    ),
    zone(
        "kela.example",
        "good: the half of Kela in the demonstration",
        &[],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip\nsip 3600 IN A 203.0.113.5\nsip 3600 IN AAAA 2001:db8:5::5\n",
    ),
    zone(
        "jämsälä.example",
        "good: a name with international letters",
        &[],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip\nsip 3600 IN A 198.51.100.20\n",
    ),
    zone(
        "exempelby.example",
        "good: a Swedish-speaking municipality",
        &[],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip\nsip 3600 IN A 198.51.100.21\n",
    ),
    zone(
        "lehtola.example",
        "good: a wellbeing services county",
        &[],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 edge\nedge 3600 IN A 198.51.100.22\n",
    ),
    zone(
        "puuttuvala.example",
        "the SRV record is missing",
        &[Code::SrvMissing, Code::ClientRecords],
        "@ 3600 IN A 198.51.100.30\nsip 3600 IN A 198.51.100.30\n",
    ),
    zone(
        "porttila.example",
        "the SRV record names port 5060",
        &[Code::SrvWrongPort],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5060 sip\nsip 3600 IN A 198.51.100.31\n",
    ),
    zone(
        "toimittajala.example",
        "the target is in a supplier's domain: an error, or a warning where a supplier runs the service",
        &[Code::TargetInOtherDomain],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip.ict-toimittaja.example.\n",
    ),
    zone(
        "ict-toimittaja.example",
        "good: the supplier's own domain",
        &[],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip\nsip 3600 IN A 198.51.100.32\n",
    ),
    zone(
        "osoitteettomala.example",
        "the target has no address",
        &[Code::TargetNoAddress],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip\n",
    ),
    zone(
        "sisaverkkola.example",
        "the target has an address of an internal network",
        &[Code::TargetNotPublic],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip\nsip 3600 IN A 10.20.30.40\n",
    ),
    zone(
        "pilvila.example",
        "federation in Microsoft's cloud",
        &[Code::CloudTarget],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sipfed.online.lync.com.\n",
    ),
    zone(
        "muuttola.example",
        "half-migrated: federation in the cloud, clients still led home",
        &[Code::HalfMigrated, Code::CloudTarget],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sipfed.online.lync.com.\n\
         lyncdiscover 3600 IN A 198.51.100.33\n\
         sip 3600 IN A 198.51.100.33\n\
         _sip._tls 3600 IN SRV 100 1 443 sip\n",
    ),
    zone(
        "jokerila.example",
        "a wildcard: any name answers",
        &[Code::WildcardDns],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip\nsip 3600 IN A 198.51.100.34\n* 3600 IN A 198.51.100.35\n",
    ),
    zone(
        "monila.example",
        "several targets",
        &[Code::SeveralTargets],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip\n_sipfederationtls._tcp 3600 IN SRV 200 1 5061 sip2\nsip 3600 IN A 198.51.100.36\nsip2 3600 IN A 198.51.100.37\n",
    ),
    zone(
        "peitela.example",
        "the target is an alias",
        &[Code::TargetIsAlias],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip\nsip 3600 IN CNAME edge\nedge 3600 IN A 198.51.100.38\n",
    ),
    zone(
        "vailla.example",
        "the SRV record says that there is no such service",
        &[Code::SrvServiceAbsent],
        "_sipfederationtls._tcp 3600 IN SRV 0 0 0 .\n",
    ),
    zone(
        "vanhala.example",
        "the Edge name that is filed, access.vanhala.example, is not the target",
        &[],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip\nsip 3600 IN A 198.51.100.39\naccess 3600 IN A 198.51.100.40\n",
    ),
    zone(
        "nimila.example",
        "the SRV record stands under a wrong name",
        &[Code::SrvMissing, Code::SrvWrongName],
        "_sipfederation._tcp 3600 IN SRV 100 1 5061 edge\nedge 3600 IN A 198.51.100.41\n",
    ),
    zone(
        "kahdesti.example",
        "the domain stands twice in the target: a final dot is missing",
        &[Code::TargetNoAddress, Code::TargetDoubled],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip.kahdesti.example\nsip 3600 IN A 198.51.100.42\n",
    ),
    zone(
        "kuutonen.example",
        "the Edge server has an IPv6 address only",
        &[Code::TargetIpv6Only],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip\nsip 3600 IN AAAA 2001:db8::43\n",
    ),
    zone(
        "varala.example",
        "the spare target has no address",
        &[Code::SpareFaulty, Code::SeveralTargets],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip\n_sipfederationtls._tcp 3600 IN SRV 200 1 5061 sip2\nsip 3600 IN A 198.51.100.44\n",
    ),
    zone(
        "pitkala.example",
        "the SRV record is kept for a month",
        &[Code::TtlExtreme],
        "_sipfederationtls._tcp 2592000 IN SRV 100 1 5061 sip\nsip 3600 IN A 198.51.100.45\n",
    ),
    zone(
        "mäkelä.example",
        "published as makela.example instead",
        &[Code::SrvMissing, Code::OtherSpelling],
        "@ 3600 IN A 198.51.100.46\n",
    ),
    zone(
        "makela.example",
        "good: another spelling of mäkelä.example",
        &[],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip\nsip 3600 IN A 198.51.100.46\n",
    ),
    zone(
        "vanhentula.example",
        "at the Edge server: the certificate has expired",
        &[],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip\nsip 3600 IN A 198.51.100.50\n",
    ),
    zone(
        "kaksila.example",
        "at the Edge server: the certificate lacks the second domain, koulu.kaksila.example",
        &[],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip\n\
         sip 3600 IN A 198.51.100.51\n\
         _sipfederationtls._tcp.koulu 3600 IN SRV 100 1 5061 sip.koulu\n\
         sip.koulu 3600 IN A 198.51.100.51\n",
    ),
    zone(
        "ikivanhala.example",
        "at the Edge server: TLS 1.0 and nothing newer",
        &[],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip\nsip 3600 IN A 198.51.100.52\n",
    ),
    zone(
        "sammunut.example",
        "at the Edge server: connections are refused",
        &[],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip\nsip 3600 IN A 198.51.100.53\n",
    ),
    zone(
        "valivaje.example",
        "at the Edge server: the intermediate certificate is not sent",
        &[],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sip\nsip 3600 IN A 198.51.100.54\n",
    ),
    zone(
        "siirtola.example",
        "moved to the cloud while its agreement names an Edge server: an open incident in watching",
        &[Code::CloudTarget],
        "_sipfederationtls._tcp 3600 IN SRV 100 1 5061 sipfed.online.lync.com.\n",
    ),
    mute("olematon.example", "the domain does not exist", &[Code::DomainNotFound], Behaviour::Answers),
    mute("sinettila.example", "the signatures of the zone do not hold", &[Code::DnssecBogus], Behaviour::Bogus),
    mute(
        "hiljainen.example",
        "the name server is silent: not verified, neither good nor bad",
        &[Code::DnsTimeout],
        Behaviour::Silent,
    ),
    mute("rikki.example", "the name server fails: not verified", &[Code::DnsServerFailure], Behaviour::Fails),
    mute("torjuva.example", "the name server refuses: not verified", &[Code::DnsServerFailure], Behaviour::Refuses),
];
