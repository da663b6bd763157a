//! The names at which people publish the SRV record of federation by mistake (domain knowledge, "Common faults" 3).

use serde::{Deserialize, Serialize};

use super::{SipDomain, SrvSeen, cloud_of, federation_name};

/// A way in which the name of the record goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mistake {
    /// `_sipfederationtls._tls`: the end of the clients' record.
    ClientsEnd,
    /// `_sipfederation._tcp`: the service without `tls`.
    Shortened,
    /// `_sip._tcp`: another service, which counts only where it looks like federation.
    OtherService,
    /// `_tcp._sipfederationtls`: the parts swapped.
    Swapped,
    /// `sipfederationtls._tcp`: without the underscore.
    NoUnderscore,
    /// The domain twice: the whole name was written into a zone without its final dot.
    Doubled,
    /// The domain without its marks, as `jamsala` for `jämsälä`: the record may be right, and the domain of the form a spelling of it.
    OtherSpelling,
}

/// SRV records found at such a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Misplaced {
    /// The mistake.
    pub mistake: Mistake,
    /// The name, without a final dot.
    pub name: String,
    /// The records.
    pub records: Vec<SrvSeen>,
}

impl Misplaced {
    /// The records that look like federation: all but those of another service on a port of its own.
    pub fn records_of_federation(&self) -> impl Iterator<Item = &SrvSeen> {
        let any = self.mistake != Mistake::OtherService;
        self.records
            .iter()
            .filter(move |record| record.target != "." && (any || record.port == 5061 || cloud_of(&record.target).is_some()))
    }
}

/// Where to look for a record that is missing.
#[must_use]
pub fn usual_mistakes(domain: &SipDomain) -> Vec<(Mistake, String)> {
    let under = |prefix: &str| [prefix, domain.as_str()].concat();
    let mut names = vec![
        (Mistake::ClientsEnd, under("_sipfederationtls._tls.")),
        (Mistake::Shortened, under("_sipfederation._tcp.")),
        (Mistake::OtherService, under("_sip._tcp.")),
        (Mistake::Swapped, under("_tcp._sipfederationtls.")),
        (Mistake::NoUnderscore, under("sipfederationtls._tcp.")),
        (Mistake::Doubled, [&federation_name(domain), ".", domain.as_str()].concat()),
    ];
    if let Some(plain) = domain.without_marks() {
        names.push((Mistake::OtherSpelling, federation_name(&plain)));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_without_marks_is_looked_for_where_there_are_marks() {
        let of = |text: &str| {
            let domain = SipDomain::parse(text).unwrap();
            usual_mistakes(&domain).into_iter().find(|(mistake, _)| *mistake == Mistake::OtherSpelling).map(|(_, name)| name)
        };
        assert_eq!(of("Jämsälä.example").as_deref(), Some("_sipfederationtls._tcp.jamsala.example"));
        assert_eq!(of("åland.example").as_deref(), Some("_sipfederationtls._tcp.aland.example"));
        assert_eq!(of("kunta.example"), None);
        assert_eq!(of("почта.example"), None, "another script has no spelling without marks");
    }

    #[test]
    fn another_service_on_its_own_port_is_not_federation() {
        let record = |port, target: &str| SrvSeen { ttl: 1, priority: 1, weight: 1, port, target: target.to_owned() };
        let found = |mistake, records| Misplaced { mistake, name: "x".into(), records }.records_of_federation().count();
        assert_eq!(found(Mistake::OtherService, vec![record(5060, "voip.kunta.example")]), 0);
        assert_eq!(found(Mistake::OtherService, vec![record(5061, "sip.kunta.example")]), 1);
        assert_eq!(found(Mistake::OtherService, vec![record(443, "sipfed.online.lync.com")]), 1);
        assert_eq!(found(Mistake::Shortened, vec![record(5060, "sip.kunta.example"), record(0, ".")]), 1);
    }
}
