//! What has drifted since an agreement was made: from what it says and from how its domain looked when all was well, to the set of things
//! that are otherwise now; and what changed between two looks.

use std::collections::BTreeSet;
use std::net::IpAddr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Code, Declared, Deployment, EdgeLook, Evidence, Finding, Observation, ProofSeen, Reached, Report, Severity, SrvSeen, Verdict,
    cloud_of,
};

/// Declares the kinds once: the variant, its doc and its code.
macro_rules! kinds {
    ($($(#[$doc:meta])+ $variant:ident = $text:literal,)+) => {
        /// What has drifted. The codes are fixed; the gravest kind comes first.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum DriftKind {
            $($(#[$doc])+ $variant,)+
        }

        impl DriftKind {
            /// Every kind, the gravest first.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code in the database and in addresses.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }
    };
}

kinds! {
    /// Federation leads to Microsoft's cloud while the agreement pins an Edge name: traffic ends, and nothing says so (`federation.md`,
    /// section 6).
    MovedToCloudWhilePinned = "moved_to_cloud_while_pinned",
    /// The domain does not exist any more.
    DomainGone = "domain_gone",
    /// The SRV record for federation is gone.
    SrvGone = "srv_gone",
    /// Federation leads to another company's servers than before.
    SupplierChanged = "supplier_changed",
    /// The Edge is elsewhere than agreed or seen before: another name or other addresses.
    EdgeMoved = "edge_moved",
    /// The Edge server's certificate ends soon, or has ended.
    CertificateEnds = "certificate_ends",
    /// The Edge server's certificate does not cover the domain.
    SanLostDomain = "san_lost_domain",
    /// The token that proved whose the domain is does not stand there any more.
    OwnershipLost = "ownership_lost",
    /// The check finds another error.
    CheckFails = "check_fails",
}

impl DriftKind {
    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// Whether it is told by comparing with the state when all was well. While one of these lasts, that state is kept.
    #[must_use]
    pub const fn is_by_comparison(self) -> bool {
        matches!(self, Self::MovedToCloudWhilePinned | Self::DomainGone | Self::SrvGone | Self::SupplierChanged | Self::EdgeMoved)
    }

    /// Whether DNS alone tells it.
    #[must_use]
    pub const fn is_of_dns(self) -> bool {
        self.is_by_comparison() || matches!(self, Self::OwnershipLost)
    }

    /// Whether new values of the agreement would mend it: then it can be turned into an amendment.
    #[must_use]
    pub const fn is_mended_by_amendment(self) -> bool {
        matches!(self, Self::MovedToCloudWhilePinned | Self::SupplierChanged | Self::EdgeMoved)
    }
}

/// Days before the certificate's end at which it is told, each once; 0 is told when it has ended.
pub const CERTIFICATE_STEPS: [i32; 6] = [0, 1, 7, 14, 30, 60];

/// The step that a certificate with so many whole days left has reached; none while it is far off.
#[must_use]
pub fn certificate_step(days: i64) -> Option<i32> {
    CERTIFICATE_STEPS.into_iter().find(|step| days < i64::from(*step) || (days == i64::from(*step) && *step > 0))
}

/// One thing that has drifted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// What.
    pub kind: DriftKind,
    /// Of a certificate that ends: the step reached. It falls as the end comes nearer.
    pub step: Option<i32>,
    /// What was seen.
    pub evidence: Evidence,
}

/// How a domain looked, as far as looks are compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The check's outcome.
    pub verdict: Verdict,
    /// How the service runs.
    pub deployment: Deployment,
    /// The hosts that partners try first.
    pub targets: BTreeSet<String>,
    /// Their addresses; unknown where a question about them had no answer.
    pub addresses: Option<BTreeSet<IpAddr>>,
    /// The codes of what the check found.
    pub codes: BTreeSet<String>,
    /// When the certificate ends, where the check tells.
    pub certificate_ends: Option<DateTime<Utc>>,
}

impl Snapshot {
    /// What of a look is compared with others.
    #[must_use]
    pub fn of(seen: &Observation, report: &Report) -> Self {
        let targets: BTreeSet<String> = preferred(seen).iter().map(|record| record.target.clone()).collect();
        let mut unknown = false;
        let mut addresses = BTreeSet::new();
        for host in targets.iter().filter(|target| cloud_of(target).is_none()).filter_map(|target| seen.targets.get(target)) {
            unknown |= host.failure().is_some();
            addresses.extend(host.addresses());
        }
        if let Some((_, host)) = seen.edge.as_ref().filter(|_| targets.is_empty()) {
            unknown |= host.failure().is_some();
            addresses.extend(host.addresses());
        }
        Self {
            verdict: report.verdict,
            deployment: report.deployment,
            targets,
            addresses: (!unknown).then_some(addresses),
            codes: report.findings.iter().map(|finding| finding.code.as_str().to_owned()).collect(),
            certificate_ends: report.findings.iter().find_map(|finding| ends(&finding.evidence)),
        }
    }

    /// The snapshot as one to compare with, though these things have drifted: what is told is not what all is well with.
    #[must_use]
    pub fn without(mut self, drifts: &[Drift]) -> Self {
        if drifts.iter().any(|drift| drift.kind == DriftKind::SanLostDomain) {
            self.codes.remove(Code::CertificateDomainMissing.as_str());
        }
        self
    }

    /// Whether partners are led to Microsoft's cloud alone.
    fn is_all_cloud(&self) -> bool {
        !self.targets.is_empty() && self.targets.iter().all(|target| cloud_of(target).is_some())
    }

    /// Whether the finding is grave, or was not there when all was well: a warning that was there then was accepted.
    fn is_news(stable: Option<&Self>, code: Code, severity: Severity) -> bool {
        severity == Severity::Error || stable.is_some_and(|stable| !stable.codes.contains(code.as_str()))
    }
}

/// What of a snapshot changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// The check's outcome.
    Verdict,
    /// How the service runs.
    Deployment,
    /// The hosts that partners try first.
    Targets,
    /// Their addresses.
    Addresses,
    /// What the check found.
    Findings,
    /// The end of the certificate.
    Certificate,
}

impl Item {
    /// Every item, in the order of telling.
    pub const ALL: [Self; 6] =
        [Self::Verdict, Self::Deployment, Self::Targets, Self::Addresses, Self::Findings, Self::Certificate];

    /// The code in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Verdict => "verdict",
            Self::Deployment => "deployment",
            Self::Targets => "targets",
            Self::Addresses => "addresses",
            Self::Findings => "findings",
            Self::Certificate => "certificate",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.code() == code)
    }

    fn of(self, snapshot: &Snapshot) -> String {
        let listed = |values: Vec<String>| values.join(", ");
        match self {
            Self::Verdict => snapshot.verdict.as_str().to_owned(),
            Self::Deployment => snapshot.deployment.as_str().to_owned(),
            Self::Targets => listed(snapshot.targets.iter().cloned().collect()),
            Self::Addresses => listed(snapshot.addresses.iter().flatten().map(ToString::to_string).collect()),
            Self::Findings => listed(snapshot.codes.iter().cloned().collect()),
            Self::Certificate => snapshot.certificate_ends.map(written).unwrap_or_default(),
        }
    }
}

/// A change between two looks, in codes and values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Of what.
    pub item: Item,
    /// The value before; empty where there was none.
    pub before: String,
    /// The value now.
    pub after: String,
}

/// What changed from `before` to `after`; without a look before, how it began.
#[must_use]
pub fn changes(before: Option<&Snapshot>, after: &Snapshot) -> Vec<Change> {
    let value = |item: Item| (before.map(|before| item.of(before)).unwrap_or_default(), item.of(after));
    Item::ALL
        .into_iter()
        // Addresses that could not be asked for have not changed.
        .filter(|item| *item != Item::Addresses || (after.addresses.is_some() && before.is_none_or(|b| b.addresses.is_some())))
        .map(|item| (item, value(item)))
        .filter(|(_, (before, after))| before != after)
        .map(|(item, (before, after))| Change { item, before, after })
        .collect()
}

/// What a look saw so well that it can say what is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Premises {
    /// Every question to DNS that matters was answered.
    pub dns: bool,
    /// Partners are led somewhere: there is a record for federation that names a host.
    pub targets: bool,
    /// Every Edge server was reached; or there is none to reach, since federation leads to Microsoft's cloud as agreed.
    pub edges: bool,
    /// Every Edge server showed its certificate; or there is none, likewise.
    pub certificates: bool,
}

impl Premises {
    /// Of a look that saw everything.
    pub const ALL: Self = Self { dns: true, targets: true, edges: true, certificates: true };

    fn of(now: &Snapshot, drifts: &[Drift], seen: &Observation, report: &Report) -> Self {
        let dns = !report.findings.iter().any(|finding| is_of_dns(finding.code));
        let whole = dns && report.finding(Code::EdgeNotChecked).is_none();
        let no_edge = now.is_all_cloud() && !drifts.iter().any(|drift| drift.kind.is_by_comparison());
        let each =
            |good: fn(&EdgeLook) -> bool| !seen.edges.is_empty() && seen.edges.iter().all(|edge| edge.looks.iter().any(good));
        Self {
            dns,
            targets: dns && !now.targets.is_empty(),
            edges: whole && (no_edge || each(|look| look.reached == Reached::Connected)),
            certificates: whole && (no_edge || each(|look| look.tls.as_ref().is_some_and(|tls| tls.certificate.is_some()))),
        }
    }
}

/// Whether the finding says that a question to DNS is open.
const fn is_of_dns(code: Code) -> bool {
    matches!(code, Code::DnsTimeout | Code::DnsServerFailure)
}

/// One look at a watched domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Whether what was found can be relied on: a look to which DNS was silent neither raises nor clears anything.
    pub is_verified: bool,
    /// Whether every question was answered and every Edge server looked at.
    pub is_complete: bool,
    /// How it looked.
    pub snapshot: Snapshot,
    /// What has drifted, the gravest first, each kind once.
    pub drifts: Vec<Drift>,
    /// What was seen so well that its absence means something.
    pub premises: Premises,
    /// Whether the proof of ownership stood there; nothing where nobody looked, or DNS did not say.
    pub proof: Option<ProofSeen>,
    /// Whom we asked.
    pub resolver: String,
}

impl Look {
    /// Judges a look by what the agreement says and by how the domain looked when all was well, if that is known.
    #[must_use]
    pub fn of(declared: &Declared, stable: Option<&Snapshot>, seen: &Observation, report: &Report) -> Self {
        let is_open = report.findings.iter().any(|finding| is_of_dns(finding.code));
        // Where only an Edge server could not be looked at, DNS still says where federation leads.
        let dns_alone = report.verdict == Verdict::Unverified && !is_open;
        let is_verified = report.verdict != Verdict::Unverified || dns_alone;
        let is_complete = is_verified && !report.findings.iter().any(|finding| finding.code.is_of_the_network());
        let mut drifts = if is_verified { drifts(declared, stable, seen, report) } else { Vec::new() };
        drifts.retain(|drift| !dns_alone || drift.kind.is_of_dns());
        let proof = report.proof_seen().filter(|_| is_verified);
        let snapshot = Snapshot::of(seen, report);
        let premises = Premises::of(&snapshot, &drifts, seen, report);
        Self { is_verified, is_complete, snapshot, drifts, premises, proof, resolver: report.resolver.clone() }
    }

    /// Whether the look shows that this kind, once seen with such evidence, is not there any more. What was not looked at has not healed.
    #[must_use]
    pub fn denies(&self, kind: DriftKind, evidence: &Evidence) -> bool {
        let shown = |wanted: &dyn Fn(DriftKind) -> bool| self.drifts.iter().any(|drift| wanted(drift.kind));
        if !self.is_verified || shown(&|of| of == kind) {
            return false;
        }
        // Of where federation leads the gravest thing alone is told: the lesser ones may last behind it.
        let is_hidden = shown(&|of| of.is_by_comparison() && of < kind);
        match kind {
            DriftKind::DomainGone | DriftKind::SrvGone => self.premises.dns && !is_hidden,
            DriftKind::MovedToCloudWhilePinned | DriftKind::SupplierChanged | DriftKind::EdgeMoved => {
                self.premises.targets && !is_hidden
            }
            DriftKind::CertificateEnds | DriftKind::SanLostDomain => self.premises.certificates,
            DriftKind::OwnershipLost => self.premises.dns && self.proof == Some(ProofSeen::There),
            DriftKind::CheckFails => {
                let gone = shown(&|of| matches!(of, DriftKind::DomainGone | DriftKind::SrvGone));
                self.premises.dns && !gone && (self.premises.edges || !names_an_edge(evidence))
            }
        }
    }
}

/// Whether a check that fails does so by something that is seen at Edge servers.
fn names_an_edge(evidence: &Evidence) -> bool {
    let known = |code: &str| Code::ALL.iter().find(|known| known.as_str() == code);
    let codes = evidence.get("codes").unwrap_or_default();
    codes.split(", ").filter_map(known).any(|code| code.is_of_the_edge())
}

/// What has drifted, the gravest first, each kind once.
#[must_use]
pub fn drifts(declared: &Declared, stable: Option<&Snapshot>, seen: &Observation, report: &Report) -> Vec<Drift> {
    let now = Snapshot::of(seen, report);
    let found = |code: Code| report.finding(code);
    let mut drifts = Vec::new();
    if let Some(finding) = found(Code::DomainNotFound) {
        drifts.push(plain(DriftKind::DomainGone, &finding.evidence));
    } else if let Some(finding) = found(Code::SrvMissing).or_else(|| found(Code::SrvServiceAbsent)) {
        // Partners that pin the Edge can do without the record: then it is gone only if it was there.
        if finding.severity == Severity::Error || stable.is_some_and(|stable| !stable.targets.is_empty()) {
            drifts.push(plain(DriftKind::SrvGone, &finding.evidence));
        }
    } else {
        drifts.extend(moved(declared, stable, &now, report));
    }
    // Where federation leads to the cloud, the Edge server that the agreement still pins carries none of it.
    let counts = |code: Code| !(now.is_all_cloud() && code.is_of_the_edge());
    let findings = report.findings.iter().filter(|finding| counts(finding.code));
    drifts.extend(of_findings(
        findings.map(|Finding { code, severity, evidence }| (*code, *severity, evidence)),
        &drifts,
        stable,
        seen.at,
    ));
    for drift in &mut drifts {
        let evidence = std::mem::take(&mut drift.evidence);
        drift.evidence = if evidence.get("resolver").is_some() {
            evidence
        } else {
            evidence.with("resolver", seen.resolver.clone()).with("at", written(seen.at))
        };
    }
    drifts.sort_by_key(|drift| drift.kind);
    drifts
}

fn plain(kind: DriftKind, evidence: &Evidence) -> Drift {
    Drift { kind, step: None, evidence: evidence.clone() }
}

fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

fn preferred(seen: &Observation) -> Vec<&SrvSeen> {
    let records = seen.srv.found().map(Vec::as_slice).unwrap_or_default();
    let lowest = records.iter().map(|record| record.priority).min();
    records.iter().filter(|record| Some(record.priority) == lowest && record.target != ".").collect()
}

/// Where federation leads, compared with the agreement and with before: one thing, the gravest.
fn moved(declared: &Declared, stable: Option<&Snapshot>, now: &Snapshot, report: &Report) -> Option<Drift> {
    let names = |targets: &BTreeSet<String>| targets.iter().cloned().collect::<Vec<_>>().join(", ");
    let evidence = || {
        let mut evidence = Evidence::default().with("domain", report.domain.as_str()).with("target", names(&now.targets));
        if let Some(edge) = &declared.edge {
            evidence = evidence.with("edge", edge.as_str());
        }
        if let Some(stable) = stable.filter(|stable| !stable.targets.is_empty()) {
            evidence = evidence.with("before", names(&stable.targets));
        }
        evidence
    };
    let cloud = now.targets.iter().find_map(|target| cloud_of(target));
    if let Some(cloud) = cloud
        && declared.edge.as_ref().is_some_and(|edge| !edge.is_cloud())
    {
        let evidence = evidence().with("cloud", cloud);
        return Some(Drift { kind: DriftKind::MovedToCloudWhilePinned, step: None, evidence });
    }
    let before = stable.filter(|stable| !stable.targets.is_empty() && !now.targets.is_empty());
    if let Some(before) = before {
        let owners = |targets: &BTreeSet<String>| targets.iter().map(|target| owner(report, target)).collect::<BTreeSet<_>>();
        let (known, current) = (owners(&before.targets), owners(&now.targets));
        if current.iter().any(|owner| matches!(owner, Owner::Other(_))) && known.is_disjoint(&current) {
            return Some(Drift { kind: DriftKind::SupplierChanged, step: None, evidence: evidence() });
        }
    }
    let differs = report.finding(Code::EdgeNameDiffers);
    if let Some(finding) = differs.filter(|finding| Snapshot::is_news(stable, finding.code, finding.severity)) {
        return Some(plain(DriftKind::EdgeMoved, &finding.evidence));
    }
    let before = before?;
    let (other_names, evidence) = (before.targets.is_disjoint(&now.targets), evidence());
    let addresses = |of: &BTreeSet<IpAddr>| of.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match before.addresses.as_ref().zip(now.addresses.as_ref()) {
        // An address more or less, or another name of the same machines, is no move.
        Some((known, current)) if !known.is_disjoint(current) => None,
        Some((known, current)) if !known.is_empty() && !current.is_empty() => {
            let evidence = evidence.with("addresses", addresses(current)).with("addresses_before", addresses(known));
            Some(Drift { kind: DriftKind::EdgeMoved, step: None, evidence })
        }
        _ if other_names => Some(Drift { kind: DriftKind::EdgeMoved, step: None, evidence }),
        _ => None,
    }
}

/// Whose a host is, as far as its name shows.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Own,
    Cloud,
    /// The last two labels of the name: a company has several hosts, and names below `.fi` are registered directly.
    Other(String),
}

fn owner(report: &Report, target: &str) -> Owner {
    if report.domain.holds(target) {
        return Owner::Own;
    }
    if cloud_of(target).is_some() {
        return Owner::Cloud;
    }
    let mut labels = target.rsplit('.');
    let (last, before) = (labels.next().unwrap_or_default(), labels.next().unwrap_or_default());
    Owner::Other([before, ".", last].concat())
}

/// What findings tell by themselves, by their codes: the certificate, and every other error in one. `told` is what is told already.
fn of_findings<'a>(
    findings: impl Iterator<Item = (Code, Severity, &'a Evidence)>,
    told: &[Drift],
    stable: Option<&Snapshot>,
    at: DateTime<Utc>,
) -> Vec<Drift> {
    let mut drifts: Vec<Drift> = Vec::new();
    let mut failing: Vec<(Code, &Evidence)> = Vec::new();
    for (code, severity, evidence) in findings {
        match code {
            Code::CertificateEndsSoon | Code::CertificateExpired => {
                let days = ends(evidence).map(|ends| (ends - at).num_seconds().div_euclid(86_400));
                let step = if code == Code::CertificateExpired { Some(0) } else { days.and_then(certificate_step) };
                if step.is_some() {
                    drifts.push(Drift { kind: DriftKind::CertificateEnds, step, evidence: evidence.clone() });
                }
            }
            Code::OwnershipLost => drifts.push(plain(DriftKind::OwnershipLost, evidence)),
            Code::CertificateDomainMissing if Snapshot::is_news(stable, code, severity) => {
                drifts.push(plain(DriftKind::SanLostDomain, evidence));
            }
            // Told by where federation leads.
            Code::DomainNotFound | Code::SrvMissing | Code::SrvServiceAbsent => {}
            Code::TargetInOtherDomain | Code::HalfMigrated if !told.is_empty() => {}
            code if severity == Severity::Error && !code.is_of_the_network() => {
                failing.push((code, evidence));
            }
            _ => {}
        }
    }
    if let Some((_, first)) = failing.first() {
        let codes: Vec<&str> = failing.iter().map(|(code, _)| code.as_str()).collect();
        drifts.push(plain(DriftKind::CheckFails, &(*first).clone().with("codes", codes.join(", "))));
    }
    // One of a kind: of several certificates the one that ends first.
    drifts.sort_by_key(|drift| (drift.kind, drift.step));
    drifts.dedup_by_key(|drift| drift.kind);
    drifts
}

fn ends(evidence: &Evidence) -> Option<DateTime<Utc>> {
    Some(DateTime::parse_from_rfc3339(evidence.get("not_after")?).ok()?.to_utc())
}

/// The lines of PowerShell by which an on-premises partner stops pinning the Edge name of `domain`, which has moved to the cloud: the entry
/// without `-ProxyFqdn` follows the SRV record (`New-CsAllowedDomain`), and a cloud is reached by its hosting provider
/// (`New-CsHostingProvider`; `federation.md`, sections 6 and 7). `targets` are those seen, as evidence lists them; the first of a cloud
/// counts. None without one, or where a name is more than letters, digits, hyphens and dots and would need quoting.
#[must_use]
pub fn unpinning_script(domain: &str, targets: &str) -> Option<String> {
    let target = targets.split(", ").find(|target| cloud_of(target).is_some())?;
    if !is_host_name(domain) || !is_host_name(target) {
        return None;
    }
    let provider = "-Enabled $True -EnabledSharedAddressSpace $False -HostsOCSUsers $False -IsLocal $False";
    let script = [
        &["$d = '", domain, "'"].concat(),
        "$a = Get-CsAllowedDomain -Identity $d",
        "Remove-CsAllowedDomain -Identity $d",
        "New-CsAllowedDomain -Identity $d -Comment \"$($a.Comment)\" -MarkForMonitoring $a.MarkForMonitoring",
        &["if (-not (Get-CsHostingProvider | Where-Object ProxyFqdn -eq '", target, "')) {"].concat(),
        &["  New-CsHostingProvider -Identity 'Microsoft 365' -ProxyFqdn '", target, "' `"].concat(),
        &["    -VerificationLevel UseSourceVerification ", provider].concat(),
        "}",
    ];
    Some(script.join("\n"))
}

/// Whether the name is letters, digits and hyphens between dots (RFC 1123, section 2.1).
fn is_host_name(name: &str) -> bool {
    let of_letters = |label: &str| label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_label =
        |label: &str| (1..=63).contains(&label.len()) && of_letters(label) && !label.starts_with('-') && !label.ends_with('-');
    name.len() <= 253 && name.split('.').all(is_label)
}

#[cfg(test)]
#[path = "drift_tests.rs"]
mod tests;
