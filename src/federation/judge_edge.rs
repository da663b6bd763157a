//! From what was seen of Edge servers to what is the case: connections, TLS, certificates. Rules C1 to C10 are told in `docs/check.md`.

use std::collections::BTreeMap;

use super::judge::Judgement;
use super::{
    CertificateSeen, Code, EdgeLook, EdgeSeen, Evidence, FEDERATION_PORT, PathSeen, Reached, RevocationSeen, Severity, Speech,
    TlsSeen, TlsVersion, Verdict,
};

/// Days before its end at which a certificate is spoken of.
const STEPS: [i64; 5] = [1, 7, 14, 30, 60];
/// Certificates of at most this many days are renewed by a machine in their last third: a month before the end all is well with them.
const SHORT_LIVED: i64 = 100;

impl Judgement<'_> {
    pub(super) fn edges(&mut self) {
        for edge in &self.seen.edges {
            self.connections(edge);
            self.speech(edge);
            self.versions(edge);
            self.certificates(edge);
        }
    }

    /// What was not looked at leaves the domain unverified, unless it is wrong already.
    pub(super) fn edges_not_checked(&mut self, verdict: Verdict) -> Verdict {
        let mut verdict = verdict;
        for edge in &self.seen.edges {
            let open: Vec<&EdgeLook> = edge.looks.iter().filter(|look| is_open(look, edge)).collect();
            if open.is_empty() {
                continue;
            }
            let evidence = self.of_edge(edge, &open).with("seen", rows(&open));
            self.find(Code::EdgeNotChecked, Severity::Error, evidence);
            if verdict != Verdict::Errors {
                verdict = Verdict::Unverified;
            }
        }
        verdict
    }

    fn of_edge(&self, edge: &EdgeSeen, looks: &[&EdgeLook]) -> Evidence {
        let port = looks.first().map_or(FEDERATION_PORT, |look| look.port);
        let addresses: Vec<String> = looks.iter().map(|look| look.address.to_string()).collect();
        Evidence::default()
            .with("domain", self.seen.domain.as_str())
            .with("target", edge.name.clone())
            .with("addresses", addresses.join(", "))
            .with("port", port.to_string())
    }

    fn connections(&mut self, edge: &EdgeSeen) {
        let sure: Vec<&EdgeLook> = edge.looks.iter().filter(|look| is_down(look) && edge.ways_out.to(look.address)).collect();
        let connected = connected(edge);
        if sure.is_empty() {
            return;
        }
        if !connected.is_empty() {
            let evidence = self.of_edge(edge, &sure).with("seen", rows(&sure)).with("firewall", firewall(&sure));
            self.find(Code::EdgePartlyUnreachable, Severity::Warning, evidence.with("reached", addresses(&connected)));
            return;
        }
        // An address that was not tried may be the one that answers.
        if edge.looks.iter().any(|look| look.reached == Reached::NotTried) {
            return;
        }
        let refused: Vec<&EdgeLook> = sure.iter().copied().filter(|look| look.reached == Reached::Refused).collect();
        let (code, looks) = if refused.is_empty() { (Code::EdgeNoAnswer, &sure) } else { (Code::EdgeRefused, &refused) };
        let evidence = self.of_edge(edge, looks).with("seen", rows(&sure)).with("firewall", firewall(looks));
        self.find(code, Severity::Error, evidence);
    }

    /// Connections on which no server certificate could come.
    fn speech(&mut self, edge: &EdgeSeen) {
        let mute = |wanted: &[Speech]| -> Vec<&EdgeLook> {
            edge.looks.iter().filter(|look| tls(look).is_some_and(|tls| wanted.contains(&tls.speech))).collect()
        };
        let wordless = [Speech::Silence, Speech::Closed, Speech::NotTls];
        for (code, severity, looks) in [
            (Code::TlsNotSpoken, Severity::Error, mute(&wordless)),
            (Code::TlsRefused, Severity::Warning, mute(&[Speech::Alert])),
            (Code::CertificateUnreadable, Severity::Error, mute(&[Speech::TooLong])),
        ] {
            if looks.is_empty() {
                continue;
            }
            let words = |look: &EdgeLook| {
                let tls = tls(look)?;
                let alert = tls.alert.as_ref().map(|alert| [": ", alert].concat()).unwrap_or_default();
                Some(format!("{} {}: {}{alert}", look.address, look.port, tls.speech.as_str()))
            };
            let seen: Vec<String> = looks.iter().filter_map(|look| words(look)).collect();
            let evidence = self.of_edge(edge, &looks).with("seen", seen.join("\n"));
            self.find(code, severity, evidence);
        }
    }

    fn versions(&mut self, edge: &EdgeSeen) {
        let is = |wanted: fn(&TlsSeen) -> bool| -> Vec<&EdgeLook> {
            edge.looks.iter().filter(|look| tls(look).is_some_and(wanted)).collect()
        };
        // That a newer version was not seen is not enough: it must have been asked for, and not been accepted.
        let old_only = is(|TlsSeen { offers, lacks, .. }| {
            !offers.is_empty()
                && offers.iter().all(|version| *version < TlsVersion::Tls12)
                && [TlsVersion::Tls12, TlsVersion::Tls13].iter().all(|version| lacks.contains(version))
        });
        let also_old = is(|TlsSeen { offers, .. }| {
            offers.iter().any(|version| *version < TlsVersion::Tls12)
                && offers.iter().any(|version| *version >= TlsVersion::Tls12)
        });
        for (code, severity, looks) in
            [(Code::TlsOldVersionsOnly, Severity::Error, old_only), (Code::TlsOldVersionOffered, Severity::Info, also_old)]
        {
            let Some(first) = looks.first() else { continue };
            let line = |look: &EdgeLook| Some(format!("{} {}: {}", look.address, look.port, offers(tls(look)?)));
            let seen: Vec<String> = looks.iter().filter_map(|look| line(look)).collect();
            let versions = tls(first).map(offers).unwrap_or_default();
            let evidence = self.of_edge(edge, &looks).with("versions", versions).with("seen", seen.join("\n"));
            self.find(code, severity, evidence);
        }
    }

    fn certificates(&mut self, edge: &EdgeSeen) {
        let mut shown: BTreeMap<&str, (&CertificateSeen, Vec<&EdgeLook>)> = BTreeMap::new();
        let mut unreadable = Vec::new();
        for look in &edge.looks {
            let Some(tls) = tls(look) else { continue };
            match &tls.certificate {
                Some(one) => shown.entry(one.fingerprint.as_str()).or_insert_with(|| (one, Vec::new())).1.push(look),
                None if !tls.chain.is_empty() => unreadable.push(look),
                None => {}
            }
        }
        if !unreadable.is_empty() {
            let evidence = self.of_edge(edge, &unreadable).with("seen", "not X.509 in DER (RFC 5280)");
            self.find(Code::CertificateUnreadable, Severity::Error, evidence);
        }
        if shown.len() > 1 {
            let line = |(one, looks): &(&CertificateSeen, Vec<&EdgeLook>)| {
                format!("{}: {}, serial {}, until {}", addresses(looks), one.subject, one.serial, day(one))
            };
            let seen: Vec<String> = shown.values().map(line).collect();
            let looks: Vec<&EdgeLook> = shown.values().flat_map(|(_, looks)| looks.iter().copied()).collect();
            let evidence = self.of_edge(edge, &looks).with("count", shown.len().to_string()).with("seen", seen.join("\n"));
            self.find(Code::EdgesDiffer, Severity::Warning, evidence);
        }
        for (one, looks) in shown.values() {
            let shown = Shown { edge, one, looks };
            self.days(&shown);
            self.path(&shown);
            self.revocation(&shown);
            self.strength(&shown);
            self.names(&shown);
            self.purposes(&shown);
        }
    }

    fn of_certificate(&self, shown: &Shown<'_>) -> Evidence {
        let one = shown.one;
        self.of_edge(shown.edge, shown.looks)
            .with("subject", one.subject.clone())
            .with("issuer", one.issuer.clone())
            .with("serial", one.serial.clone())
            .with("not_before", moment(one.not_before))
            .with("not_after", moment(one.not_after))
            .with("fingerprint", one.fingerprint.clone())
            .with("request_names", self.request_names(&shown.edge.name))
    }

    fn days(&mut self, shown: &Shown<'_>) {
        let (one, now) = (shown.one, self.seen.at);
        let left = (one.not_after - now).num_days();
        let lives = (one.not_after - one.not_before).num_days();
        let step = STEPS.into_iter().find(|step| left < *step);
        if now > one.not_after {
            let evidence = self.of_certificate(shown).with("seen", ["notAfter ", &moment(one.not_after)].concat());
            self.find(Code::CertificateExpired, Severity::Error, evidence);
        } else if now < one.not_before {
            let evidence = self.of_certificate(shown).with("seen", ["notBefore ", &moment(one.not_before)].concat());
            self.find(Code::CertificateNotYetValid, Severity::Error, evidence);
        } else if let Some(step) = step.filter(|step| lives > SHORT_LIVED || *step <= 14) {
            let severity = if step > 30 { Severity::Info } else { Severity::Warning };
            let evidence = self
                .of_certificate(shown)
                .with("days", left.to_string())
                .with("step", step.to_string())
                .with("seen", ["notAfter ", &moment(one.not_after)].concat());
            self.find(Code::CertificateEndsSoon, severity, evidence);
        }
    }

    fn path(&mut self, shown: &Shown<'_>) {
        let evidence = self.of_certificate(shown);
        let (code, severity, evidence) = match &shown.one.path {
            PathSeen::Trusted { .. } | PathSeen::Unknown { .. } => return,
            PathSeen::SelfSigned => {
                (Code::CertificateSelfSigned, Severity::Error, evidence.with("seen", "issuer and subject are the same"))
            }
            PathSeen::Untrusted { issuer } => {
                (Code::CertificateUntrusted, Severity::Error, evidence.with("root", issuer.clone()).with("seen", issuer.clone()))
            }
            PathSeen::Broken { reason } => (Code::ChainBroken, Severity::Error, evidence.with("seen", reason.clone())),
            // On a luckier day it is found and leads to a root, or to none: neither may be said.
            PathSeen::Incomplete { issuer } => (
                Code::ChainIncomplete,
                Severity::Warning,
                evidence.with("intermediate", issuer.clone()).with("seen", issuer.clone()),
            ),
            // Windows servers can fetch it themselves, if their firewall lets them.
            PathSeen::IntermediateMissing { issuer, place } => {
                let evidence = evidence.with("intermediate", issuer.clone()).with("place", place.clone());
                (Code::IntermediateMissing, Severity::Warning, evidence.with("seen", [issuer, " <- ", place].concat()))
            }
        };
        self.find(code, severity, evidence);
    }

    fn revocation(&mut self, shown: &Shown<'_>) {
        let evidence = self.of_certificate(shown);
        match &shown.one.revocation {
            RevocationSeen::Good { .. } | RevocationSeen::NotAsked => {}
            RevocationSeen::Revoked { at, by } => {
                let seen = [by.as_str(), ": revoked ", &moment(*at)].concat();
                self.find(Code::CertificateRevoked, Severity::Error, evidence.with("revoked", moment(*at)).with("seen", seen));
            }
            RevocationSeen::NotKnown { names_a_place, tried } => {
                // That our question found no answer says little of the servers that ask; that there is nobody to ask says it of all.
                let severity = if *names_a_place { Severity::Info } else { Severity::Warning };
                self.find(Code::RevocationNotKnown, severity, evidence.with("seen", tried.clone()));
            }
        }
    }

    fn strength(&mut self, shown: &Shown<'_>) {
        if let Some(bits) = shown.one.rsa_bits.filter(|bits| *bits < 2048) {
            // Windows takes no key under 1024 bits; public authorities certify none under 2048.
            let severity = if bits < 1024 { Severity::Error } else { Severity::Warning };
            let evidence = self.of_certificate(shown).with("key", shown.one.key.clone()).with("seen", shown.one.key.clone());
            self.find(Code::CertificateWeakKey, severity, evidence);
        }
        if let Some(digest) = &shown.one.weak_digest {
            let severity = if digest == "MD5" { Severity::Error } else { Severity::Warning };
            let evidence = self.of_certificate(shown).with("digest", digest.clone()).with("seen", digest.clone());
            self.find(Code::CertificateWeakSignature, severity, evidence);
        }
    }

    /// Rules C2 to C6. Discovery compares the target's name with the certificate; a party of several domains needs `sip.` and each of them.
    fn names(&mut self, shown: &Shown<'_>) {
        let (one, target) = (shown.one, shown.edge.name.as_str());
        let customary = self.seen.domain.customary_edge();
        let names: Vec<&str> = one.names.iter().map(String::as_str).collect();
        let evidence = |judgement: &Self, missing: &str| {
            judgement
                .of_certificate(shown)
                .with("missing", missing)
                .with("names", shorter(&names))
                .with("seen", ["subjectAltName: ", &shorter(&names)].concat())
        };
        let covered = covers(&names, target);
        let is_edges = names.iter().any(|name| name.starts_with("sip."))
            || self.declared.edge.as_ref().is_some_and(|edge| covers(&names, edge.as_str()).is_some());
        // By its own name `sip.` and the domain it is the certificate of another domain's Edge; by any other it is no Edge's at all.
        let lacks_domain = match covered {
            None => target == customary && is_edges,
            Some(_) => !self.seen.domain.holds(target) && covers(&names, &customary).is_none(),
        };
        if lacks_domain {
            let lenient = covered.is_some() && (self.declared.supplier_runs_it || self.declared.edge.is_some());
            let severity = if lenient { Severity::Warning } else { Severity::Error };
            let evidence = evidence(self, &customary);
            self.find(Code::CertificateDomainMissing, severity, evidence);
        } else if covered.is_none() {
            let evidence = evidence(self, target);
            self.find(Code::CertificateNameMissing, Severity::Error, evidence);
        }
        if covered == Some(Cover::Wildcard) || one.subject.starts_with("*.") {
            let evidence = evidence(self, target);
            self.find(Code::CertificateWildcard, Severity::Warning, evidence);
        }
    }

    /// Every name that one certificate request should hold: the Edge server's first (C2), then `sip.` and each SIP domain (C3).
    fn request_names(&self, target: &str) -> String {
        let edge = self.declared.edge.iter().map(ToString::to_string);
        let own = std::iter::once(self.seen.domain.customary_edge());
        let others = self.declared.domains.iter().map(super::SipDomain::customary_edge);
        let mut names: Vec<String> = Vec::new();
        for name in edge.chain([target.to_owned()]).chain(own).chain(others) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join("\n")
    }

    fn purposes(&mut self, shown: &Shown<'_>) {
        let Some(purposes) = &shown.one.purposes else { return };
        let seen = ["extendedKeyUsage: ", &purposes.join(", ")].concat();
        let evidence =
            |judgement: &Self| judgement.of_certificate(shown).with("purposes", purposes.join(", ")).with("seen", seen.clone());
        if !shown.one.for_servers {
            let evidence = evidence(self);
            self.find(Code::CertificateNotForServers, Severity::Error, evidence);
        }
        if !shown.one.for_clients {
            let evidence = evidence(self);
            self.find(Code::CertificateNotForClients, Severity::Warning, evidence);
        }
    }
}

/// A certificate with the addresses that show it.
struct Shown<'a> {
    edge: &'a EdgeSeen,
    one: &'a CertificateSeen,
    looks: &'a [&'a EdgeLook],
}

/// How a name is in a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cover {
    Itself,
    Wildcard,
}

/// Whether `name` is among the names of a certificate; a wildcard stands for one label (RFC 6125, 6.4.3).
fn covers(names: &[&str], name: &str) -> Option<Cover> {
    if names.contains(&name) {
        return Some(Cover::Itself);
    }
    let (_, parent) = name.split_once('.')?;
    names.iter().any(|known| known.strip_prefix("*.") == Some(parent)).then_some(Cover::Wildcard)
}

/// No connection, for whatever reason: the server's, a firewall's on the way, or our own.
fn is_down(look: &EdgeLook) -> bool {
    matches!(look.reached, Reached::Refused | Reached::NoAnswer | Reached::HostUnreachable)
}

fn connected(edge: &EdgeSeen) -> Vec<&EdgeLook> {
    edge.looks.iter().filter(|look| look.reached == Reached::Connected).collect()
}

/// What was not looked at although it could matter: an address that this machine has no way to does not, where the others tell enough. Whether
/// there is a way is known only if lately somebody answered at such an address: else our own firewall may be the one that is shut.
fn is_open(look: &EdgeLook, edge: &EdgeSeen) -> bool {
    let tells = |other: &EdgeLook| other.reached == Reached::Connected || (is_down(other) && edge.ways_out.to(other.address));
    match (look.reached, &look.tls) {
        (Reached::NotTried, _) => true,
        (Reached::NoRoute, _) => !edge.looks.iter().any(tells),
        (Reached::Refused | Reached::NoAnswer | Reached::HostUnreachable, _) if tells(look) => {
            connected(edge).is_empty() && edge.looks.iter().any(|other| other.reached == Reached::NotTried)
        }
        (Reached::Refused | Reached::NoAnswer | Reached::HostUnreachable, _) => !edge.looks.iter().any(tells),
        (Reached::Connected, None) => true,
        // Encrypted from its second message on: what our own ClientHello cannot read, and rustls could not agree on.
        (Reached::Connected, Some(tls)) => tls.speech == Speech::Tls && tls.chain.is_empty(),
    }
}

fn tls(look: &EdgeLook) -> Option<&TlsSeen> {
    look.tls.as_ref()
}

fn offers(tls: &TlsSeen) -> String {
    tls.offers.iter().map(|version| version.as_str()).collect::<Vec<_>>().join(", ")
}

fn addresses(looks: &[&EdgeLook]) -> String {
    looks.iter().map(|look| look.address.to_string()).collect::<Vec<_>>().join(", ")
}

fn rows(looks: &[&EdgeLook]) -> String {
    let row = |look: &&EdgeLook| format!("{} TCP {}: {}", look.address, look.port, look.reached.as_str());
    looks.iter().map(row).collect::<Vec<_>>().join("\n")
}

/// The rows of a firewall's table that let partners in.
fn firewall(looks: &[&EdgeLook]) -> String {
    let row = |look: &&EdgeLook| format!("allow TCP from any (Internet) to {} port {}", look.address, look.port);
    looks.iter().map(row).collect::<Vec<_>>().join("\n")
}

/// The first names of a certificate; some hold hundreds.
fn shorter(names: &[&str]) -> String {
    const MOST: usize = 20;
    let mut text = names.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    if names.len() > MOST {
        text.push_str(&format!(", … ({})", names.len()));
    }
    text
}

fn moment(at: chrono::DateTime<chrono::Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

fn day(one: &CertificateSeen) -> String {
    one.not_after.date_naive().to_string()
}

#[cfg(test)]
#[path = "judge_edge_tests.rs"]
mod tests;
