//! Proof that an organisation controls a SIP domain: a token of its own, published once as TXT at `_federointi.` and the domain. Pure: the
//! token comes from outside, DNS was asked before.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::judge::Judgement;
use super::{Answer, Code, Report, Severity, SipDomain};

/// What the text of the record begins with.
const PREFIX: &str = "federointi-domain=";
/// The most texts of a name that evidence repeats, and the most characters of each: what stands there is a stranger's.
const TEXTS_SHOWN: usize = 4;
const CHARACTERS_SHOWN: usize = 120;

/// The name that holds the proof: `_federointi.` and the domain, without a final dot.
#[must_use]
pub fn ownership_name(domain: &SipDomain) -> String {
    ["_federointi.", domain.as_str()].concat()
}

/// Whether an organisation has proven that it controls a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// The proof was never seen.
    NeverProven,
    /// The proof is there, as far as anybody knows.
    Proven {
        /// Since when, without a gap.
        since: DateTime<Utc>,
    },
    /// It was there, and is gone.
    Lost {
        /// Since when it has been missed.
        since: DateTime<Utc>,
    },
}

/// What a look at DNS says of the proof. A question without an answer says nothing: there is no third word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofSeen {
    /// The token stands there.
    There,
    /// DNS answered, and it does not.
    Gone,
}

impl Ownership {
    /// Whether the proof holds.
    #[must_use]
    pub const fn is_proven(self) -> bool {
        matches!(self, Self::Proven { .. })
    }

    /// What it becomes when `seen` is seen at `at`; none where it stays as it is.
    #[must_use]
    pub const fn after(self, seen: ProofSeen, at: DateTime<Utc>) -> Option<Self> {
        match (self, seen) {
            (Self::NeverProven | Self::Lost { .. }, ProofSeen::There) => Some(Self::Proven { since: at }),
            (Self::Proven { .. }, ProofSeen::Gone) => Some(Self::Lost { since: at }),
            (Self::Proven { .. }, ProofSeen::There) | (Self::NeverProven | Self::Lost { .. }, ProofSeen::Gone) => None,
        }
    }
}

/// The token that an organisation was given for a domain, and how its proof stood before this look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The token.
    pub token: String,
    /// How the proof stood.
    pub before: Ownership,
}

impl Claim {
    /// The text that the record must hold.
    #[must_use]
    pub fn text(&self) -> String {
        [PREFIX, &self.token].concat()
    }

    /// The line to publish.
    #[must_use]
    pub fn zone_line(&self, domain: &SipDomain) -> String {
        [&ownership_name(domain), ". 3600 IN TXT \"", &self.text(), "\""].concat()
    }

    /// Whether one of the texts is the proof: the whole text and nothing else. Blanks around it are a panel's.
    fn is_proven_by(&self, texts: &[String]) -> bool {
        let wanted = self.text();
        texts.iter().any(|text| text.trim_matches(' ') == wanted)
    }
}

/// The claims that are looked at in a check; none in the live look, the command and the public page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claims {
    /// By domain.
    pub of: BTreeMap<SipDomain, Claim>,
    /// Whether the operator wants domains proven: then one that is not is a warning.
    pub wanted: bool,
}

impl Report {
    /// What this look says of the proof; none where nobody asked, or DNS did not answer.
    #[must_use]
    pub fn proof_seen(&self) -> Option<ProofSeen> {
        self.findings.iter().find_map(|finding| match finding.code {
            Code::OwnershipProven => Some(ProofSeen::There),
            Code::OwnershipNotProven | Code::OwnershipLost => Some(ProofSeen::Gone),
            _ => None,
        })
    }
}

impl Judgement<'_> {
    /// Whether the organisation's token stands in the domain.
    pub(super) fn ownership(&mut self) {
        let Some(claim) = self.declared.claims.of.get(&self.seen.domain) else { return };
        let question = ["TXT ", &ownership_name(&self.seen.domain), "."].concat();
        let (code, severity) = match claim.before {
            Ownership::Proven { .. } | Ownership::Lost { .. } => (Code::OwnershipLost, Severity::Warning),
            Ownership::NeverProven if self.declared.claims.wanted => (Code::OwnershipNotProven, Severity::Warning),
            Ownership::NeverProven => (Code::OwnershipNotProven, Severity::Info),
        };
        let seen = match &self.seen.ownership {
            Answer::NotAsked => return,
            // Neither proven nor lost: nobody knows.
            Answer::Failed(failure) => return self.failed(&question, *failure, severity),
            Answer::Found(texts) if claim.is_proven_by(texts) => {
                let evidence = self.evidence(&question).with("seen", quoted(&claim.text()));
                return self.find(Code::OwnershipProven, Severity::Info, evidence);
            }
            Answer::Found(texts) => texts.iter().take(TEXTS_SHOWN).map(|text| quoted(text)).collect::<Vec<_>>().join("\n"),
            Answer::NoName => "NXDOMAIN".to_owned(),
            Answer::NoData => "NODATA".to_owned(),
        };
        // That the domain is not there at all is told already, and says more.
        let told = self.findings.iter().any(|finding| finding.code == Code::DomainNotFound);
        if told && code == Code::OwnershipNotProven {
            return;
        }
        let evidence = self
            .evidence(&question)
            .with("name", ownership_name(&self.seen.domain))
            .with("seen", seen)
            .with("zone_line", claim.zone_line(&self.seen.domain));
        self.find(code, severity, evidence);
    }
}

/// A text as a zone file has it, shortened.
fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(CHARACTERS_SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    ["\"", &short.replace('\\', "\\\\").replace('"', "\\\""), "\""].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn every_cell_of_state_and_look_is_as_written_here() {
        let (before, now) = (at("2026-11-01T00:00:00Z"), at("2026-11-21T00:00:00Z"));
        let (proven, lost) = (Ownership::Proven { since: before }, Ownership::Lost { since: before });
        for (state, there, gone) in [
            (Ownership::NeverProven, Some(Ownership::Proven { since: now }), None),
            (proven, None, Some(Ownership::Lost { since: now })),
            (lost, Some(Ownership::Proven { since: now }), None),
        ] {
            assert_eq!(state.after(ProofSeen::There, now), there, "{state:?}");
            assert_eq!(state.after(ProofSeen::Gone, now), gone, "{state:?}");
        }
    }

    #[test]
    fn only_the_whole_text_is_the_proof() {
        let claim = Claim { token: "0123456789abcdef".to_owned(), before: Ownership::NeverProven };
        let proven = |texts: &[&str]| claim.is_proven_by(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        assert!(proven(&["federointi-domain=0123456789abcdef"]));
        assert!(proven(&["v=spf1 -all", " federointi-domain=0123456789abcdef "]), "beside others, with a panel's blanks");
        for other in [
            "0123456789abcdef",
            "federointi-domain=0123456789abcde",
            "federointi-domain=0123456789abcdef0",
            "federointi-domain=0123456789ABCDEF",
            "Federointi-Domain=0123456789abcdef",
            "\"federointi-domain=0123456789abcdef\"",
            "federointi-domain=0123456789abcdef; x",
            "federointi-domain=",
            "*",
            "",
        ] {
            assert!(!proven(&[other]), "{other}");
        }
        assert!(!proven(&[]));
        assert!(!proven(&["federointi-domain=01234567", "89abcdef"]), "two records are not one text");
    }

    #[test]
    fn what_stands_in_a_zone_is_shown_short_and_quoted() {
        assert_eq!(quoted(r#"a"b\c"#), r#""a\"b\\c""#);
        assert_eq!(quoted(&"ä".repeat(500)).chars().count(), CHARACTERS_SHOWN + 3);
        let claim = Claim { token: "t0".to_owned(), before: Ownership::NeverProven };
        let domain = SipDomain::parse("jämsälä.example").unwrap();
        assert_eq!(claim.zone_line(&domain), "_federointi.xn--jmsl-loacb.example. 3600 IN TXT \"federointi-domain=t0\"");
    }
}
