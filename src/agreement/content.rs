//! What an agreement version holds: both halves, the terms and the approval, frozen when Kela approved. The PDF shows it and
//! carries it as JSON.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::difference::Change;
use super::version::VersionKind;
use super::{Language, PartySheet};
use crate::federation::{Report, SipDomain};

/// The format of the JSON; raised when its fields change.
pub const FORMAT: u32 = 1;

/// The content of one agreement version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgreementContent {
    /// [`FORMAT`] at the time of writing.
    pub format: u32,
    /// The agreement's number, such as `KELA-FED-2026-0131`.
    pub number: String,
    /// The version, from 1.
    pub version: u32,
    /// The reference number of the request that it rests on, such as `FP-2026-0412`.
    pub request: String,
    /// The language of the document. Only Finnish and Swedish bind.
    pub language: Language,
    /// The other party's half.
    pub party: PartySheet,
    /// Kela's half.
    pub kela: PartySheet,
    /// The wished opening date.
    pub opening_date: Option<NaiveDate>,
    /// What the check found of the party's domains, and when.
    pub party_reports: Vec<Report>,
    /// What the check found of Kela's domains.
    pub kela_reports: Vec<Report>,
    /// The terms.
    pub terms: Terms,
    /// Who approved, and on what grounds.
    pub approval: Approval,
    /// What the version changes; none of a first version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<ChangeContent>,
}

impl AgreementContent {
    /// What the version is to its agreement.
    #[must_use]
    pub fn kind(&self) -> VersionKind {
        self.change.as_ref().map_or(VersionKind::First, |change| change.kind)
    }

    /// Whether the party signs it: not where only contacts change, nor where Kela gave the notice.
    #[must_use]
    pub fn needs_signature(&self) -> bool {
        self.change.as_ref().is_none_or(|change| change.kind.needs_signature() && !change.by_kela)
    }
}

/// What a version changes of the one before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeContent {
    /// What the version is to its agreement.
    pub kind: VersionKind,
    /// The signed version that it changes.
    pub previous: u32,
    /// The first day that was agreed; none: as soon as the version is complete. It holds from then at the earliest, whatever was agreed.
    pub first_day: Option<NaiveDate>,
    /// The agreement's last day, of a termination.
    pub last_day: Option<NaiveDate>,
    /// Why, in the words of who asked for it.
    pub reason: Option<String>,
    /// Whether Kela gave the notice.
    pub by_kela: bool,
    /// What it changes, row by row.
    pub difference: Vec<Change>,
}

/// The agreement's terms as published, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Language.
    pub language: Language,
    /// Version of the terms in that language, from 1.
    pub version: u32,
    /// Paragraphs are parted by an empty line; one that begins with `## ` is a heading.
    pub text: String,
    /// Whether they are a sample, not an operator's own.
    pub sample: bool,
    /// When they were published.
    pub published_at: DateTime<Utc>,
}

/// Kela's approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub name: String,
    /// In which position.
    pub position: String,
    /// On what authority.
    pub authority: String,
    /// Why it was approved over an error of the check, where it was.
    pub over_errors: Option<String>,
    /// How the filer's authority was checked through an independent channel, where it had to be.
    pub authority_check: Option<String>,
    /// The party's domains that it had proven to control, by a TXT record with its token.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proven_domains: Vec<ProvenDomain>,
    /// Those that it had not proven and that were accepted all the same, where the operator wants them proven.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unproven_accepted: Vec<SipDomain>,
}

/// A domain that the party has proven to control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvenDomain {
    /// The domain.
    pub domain: SipDomain,
    /// Since when the proof was there.
    pub since: DateTime<Utc>,
}
